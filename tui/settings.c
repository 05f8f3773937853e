/* What is wrong with [keys], [theme] and views, of which the dashboard's tables alone know what may stand there. */
#include "src/model/mistake.h"
#include "tui/core/state.h"
#include "tui/core/views.h"
#include "tui/dashboard.h"
#include "tui/tables.h"
#include "tui/terminal/theme.h"

typedef struct Check {
	const Settings *settings;
	const ActionTable *actions;
	GPtrArray *mistakes;
} Check;

/* At the key's line, else at that of its group. */
static void add_mistake(const Check *check, const char *group, const char *key, const GError *error)
{
	size_t line = settings_line(check->settings, group, key);
	if (line == 0)
		line = settings_line(check->settings, group, NULL);
	g_ptr_array_add(check->mistakes, mistake_new(line, error->message));
}

static bool are_good_keys(const Check *check, GHashTable *keys, GError **error)
{
	g_autoptr(Keymap) keymap = keymap_new(check->actions, keys, error);
	return keymap != NULL;
}

static GHashTable *table_without(GHashTable *table, const char *left_out)
{
	GHashTable *rest = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		if (g_strcmp0(key, left_out) != 0)
			g_hash_table_insert(rest, key, value);
	}
	return rest;
}

/* In one order: what is told does not hang on how a table hashes. */
static int compare_names(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(a, b);
}

static GList *names_of(GHashTable *table)
{
	return g_list_sort(g_hash_table_get_keys(table), compare_names);
}

/* Without whose line it would be good; NULL: no single one. Borrowed. */
static const char *find_culprit(const Check *check, GHashTable *keys)
{
	g_autoptr(GList) names = names_of(keys);
	for (const GList *name = names; name != NULL; name = name->next) {
		g_autoptr(GHashTable) rest = table_without(keys, name->data);
		if (are_good_keys(check, rest, NULL))
			return name->data;
	}
	return NULL;
}

/* Each line by itself, and then what two of them say of one key: that is told once. */
static void check_keys(const Check *check)
{
	g_autoptr(GHashTable) good = table_without(check->settings->keys, NULL);
	g_autoptr(GList) names = names_of(check->settings->keys);
	for (const GList *name = names; name != NULL; name = name->next) {
		g_autoptr(GHashTable) single = g_hash_table_new(g_str_hash, g_str_equal);
		g_autoptr(GError) error = NULL;
		g_hash_table_insert(single, name->data,
				    g_hash_table_lookup(check->settings->keys, name->data));
		if (are_good_keys(check, single, &error) ||
		    g_error_matches(error, KEYMAP_ERROR, KEYMAP_ERROR_DOUBLED))
			continue;
		add_mistake(check, "keys", name->data, error);
		g_hash_table_remove(good, name->data);
	}
	g_autoptr(GError) error = NULL;
	if (!are_good_keys(check, good, &error))
		add_mistake(check, "keys", find_culprit(check, good), error);
}

static void check_theme(const Check *check)
{
	g_autoptr(GList) names = names_of(check->settings->theme);
	for (const GList *name = names; name != NULL; name = name->next) {
		g_autoptr(GHashTable) single = g_hash_table_new(g_str_hash, g_str_equal);
		g_autoptr(GError) error = NULL;
		const Settings settings = { .theme = single };
		Theme theme;
		g_hash_table_insert(single, name->data,
				    g_hash_table_lookup(check->settings->theme, name->data));
		if (!theme_load(&settings, COLORS_256, GROUND_UNKNOWN, &theme, &error))
			add_mistake(check, "theme", name->data, error);
	}
}

static void check_view(const Check *check, const ViewSettings *view)
{
	static const char *const keys[] = { "list", "sort", "columns" };
	g_autofree char *group = g_strconcat("view ", view->name, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *mistake = view_find_mistake(&dashboard_tables, view, keys[i]);
		g_autoptr(GError) error =
			g_error_new(G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[%s] %s=%s",
				    group, keys[i], mistake != NULL ? mistake : "");
		if (mistake != NULL)
			add_mistake(check, group, keys[i], error);
	}
}

static void check_views(const Check *check)
{
	for (guint i = 0; i < check->settings->views->len; i++)
		check_view(check, g_ptr_array_index(check->settings->views, i));
}

void dashboard_check_settings(const Settings *settings, GPtrArray *mistakes)
{
	g_autoptr(ActionTable) actions = state_action_table(&dashboard_tables);
	const Check check = { settings, actions, mistakes };
	check_keys(&check);
	check_theme(&check);
	check_views(&check);
	mistakes_sort(mistakes);
}
