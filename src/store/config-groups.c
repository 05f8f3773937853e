#include "src/store/config-groups.h"

#include <stdarg.h>
#include <string.h>

#include "src/base/nearby.h"
#include "src/model/mistake.h"
#include "src/store/config-keys.h"
#include "src/store/config-lines.h"

/* What is being read, and what is wrong with it. */
typedef struct Reader {
	Settings *settings;
	GPtrArray *mistakes;
} Reader;

G_GNUC_PRINTF(3, 4)
static void add_mistake(const Reader *reader, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(reader->mistakes, mistake_new(line, text));
}

/* ---- groups ---- */

static void tell_unknown_key(const Reader *reader, const ConfigGroup *group, const ConfigLine *line,
			     const char *kind)
{
	g_autoptr(GPtrArray) names = config_row_names(kind);
	g_autofree char *near = nearby_hint(line->key, names);
	g_ptr_array_add(names, NULL);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
	add_mistake(reader, line->number, "[%s] %s: unknown key%s; expected one of %s", group->name,
		    line->key, near, all);
}

/* One key of `group` into `target` by its row of `kind`. */
static void read_key(const Reader *reader, const ConfigGroup *group, const ConfigLine *line,
		     const char *kind, void *target)
{
	const ConfigRow *row = config_row_find(kind, line->key);
	if (row == NULL)
		tell_unknown_key(reader, group, line, kind);
	else if (strstr(line->value, " #") != NULL)
		add_mistake(reader, line->number,
			    "[%s] %s=%s: expected comments on lines of their own", group->name,
			    line->key, line->value);
	else if (!row->take(line->value, (char *)target + row->offset))
		add_mistake(reader, line->number, "[%s] %s=%s: expected %s", group->name, line->key,
			    line->value, row->key.expected);
}

/* Reads every key of `group` into `target` by the rows of `kind`. */
static void read_known(const Reader *reader, const ConfigGroup *group, const char *kind,
		       void *target)
{
	for (guint i = 0; i < group->lines->len; i++)
		read_key(reader, group, group->lines->pdata[i], kind, target);
}

/* [keys] and [theme]: the dashboard's own tables know what may stand there. */
static void read_free(const ConfigGroup *group, GHashTable *table)
{
	for (guint i = 0; i < group->lines->len; i++) {
		const ConfigLine *line = group->lines->pdata[i];
		g_hash_table_insert(table, g_strdup(line->key), g_strdup(line->value));
	}
}

/* A key that needs, or rules out, another: told at the line of the one that is there. */
static void tell_beside(const Reader *reader, const ConfigGroup *group, const char *key,
			const char *expected)
{
	const ConfigLine *line = config_group_find(group, key);
	if (line != NULL)
		add_mistake(reader, line->number, "[%s] %s: expected %s", group->name, key,
			    expected);
}

static void check_sources(const Reader *reader, const ConfigGroup *group,
			  const AccountSettings *account)
{
	const bool is_file = account->token_source == TOKEN_SOURCE_FILE;
	if (is_file && config_group_find(group, "token_file") == NULL)
		tell_beside(reader, group, "token_source", "token_file= beside it");
	if (!is_file)
		tell_beside(reader, group, "token_file", "token_source=file beside it");
	const bool is_command = account->token_store == TOKEN_STORE_COMMAND;
	if (is_command && account->token_store_command == NULL)
		tell_beside(reader, group, "token_store", "token_store_command= beside it");
	if (!is_command)
		tell_beside(reader, group, "token_store_command", "token_store=command beside it");
	if (account->token_source != TOKEN_SOURCE_SIGN_IN)
		tell_beside(reader, group, "authority", "token_source=sign-in beside it");
	if (account->arm_client_id != NULL || account->graph_client_id != NULL)
		tell_beside(reader, group, "client_id",
			    "no arm_client_id or graph_client_id beside it");
}

static void read_account(const Reader *reader, const ConfigGroup *group, const char *name)
{
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup(name);
	read_known(reader, group, "account", account);
	check_sources(reader, group, account);
	g_ptr_array_add(reader->settings->accounts, account);
}

/* A built-in cloud keeps its hosts whatever a file says; behind an intercepting proxy it may need another ca_file. */
static void read_cloud(const Reader *reader, const ConfigGroup *group, const char *name)
{
	g_autoptr(Cloud) cloud = g_new0(Cloud, 1);
	cloud->name = g_strdup(name);
	read_known(reader, group, "cloud", cloud);

	g_autoptr(Cloud) builtin = cloud_new_builtin(name);
	if (builtin != NULL) {
		if (cloud->login != NULL || cloud->arm != NULL || cloud->graph != NULL ||
		    cloud->portal != NULL || cloud->arm_audience != NULL)
			add_mistake(reader, group->number,
				    "[%s]: is built in; expected only ca_file, or another name",
				    group->name);
		builtin->ca_file = g_steal_pointer(&cloud->ca_file);
		g_ptr_array_add(reader->settings->clouds, g_steal_pointer(&builtin));
		return;
	}
	const char *missing = config_group_find(group, "login") == NULL   ? "login"
			      : config_group_find(group, "arm") == NULL   ? "arm"
			      : config_group_find(group, "graph") == NULL ? "graph"
									  : NULL;
	if (missing != NULL)
		add_mistake(reader, group->number, "[%s] %s: expected all of login, arm and graph",
			    group->name, missing);
	g_ptr_array_add(reader->settings->clouds, g_steal_pointer(&cloud));
}

static void read_set(const Reader *reader, const ConfigGroup *group, const char *name)
{
	ActivationSet *set = activation_set_new(name);
	read_known(reader, group, "set", set);
	if (set->rows->len == 0)
		add_mistake(reader, group->number, "[%s]: expected at least one role.WORD=%s",
			    group->name, config_row_find("set", "role.1")->key.expected);
	g_ptr_array_add(reader->settings->sets, set);
}

/* "role.WORD = …": what the words are of stands before the dot. */
static void read_aliases(const Reader *reader, const ConfigGroup *group)
{
	for (guint i = 0; i < group->lines->len; i++) {
		const ConfigLine *line = group->lines->pdata[i];
		g_autofree char *words = NULL;
		read_key(reader, group, line, "alias", &words);
		const AliasKind kind =
			g_str_has_prefix(line->key, "role.") ? ALIAS_ROLE : ALIAS_SCOPE;
		if (words != NULL)
			g_ptr_array_add(reader->settings->aliases,
					alias_new(kind, strchr(line->key, '.') + 1, words));
	}
}

static void read_view(const Reader *reader, const ConfigGroup *group, const char *name)
{
	ViewSettings *view = g_new0(ViewSettings, 1);
	view->name = g_strdup(name);
	read_known(reader, group, "view", view);
	g_ptr_array_add(reader->settings->views, view);
}

/* The NAME of "[kind NAME]"; NULL when `group` is of another kind. */
static const char *group_name(const char *group, const char *kind)
{
	size_t length = strlen(kind);
	if (strncmp(group, kind, length) != 0 || group[length] != ' ')
		return NULL;
	return group + length + 1; /* further blanks are no part of a good name */
}

/* "[KIND NAME]": there may be several. */
static const struct {
	const char *kind;
	void (*read)(const Reader *reader, const ConfigGroup *group, const char *name);
} named_groups[] = {
	{ "account", read_account },
	{ "cloud", read_cloud },
	{ "set", read_set },
	{ "view", read_view },
};

/* " NAME" where the group that was meant has one, or what was typed in its place. */
static const char *name_behind(const char *kind, const char *rest)
{
	for (size_t i = 0; i < G_N_ELEMENTS(named_groups); i++) {
		if (strcmp(named_groups[i].kind, kind) == 0)
			return *rest == ' ' ? rest : " NAME";
	}
	return "";
}

static void tell_unknown_group(const Reader *reader, const ConfigGroup *group)
{
	if (strcmp(group->name, "locked") == 0) {
		add_mistake(reader, group->number,
			    "[locked]: only the file of a whole machine locks keys");
		return;
	}
	static const char *const kinds[] = { "myroles", "notify", "account", "cloud", "set",
					     "alias",   "view",   "keys",    "theme" };
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		g_ptr_array_add(names, (gpointer)kinds[i]);
	g_autofree char *first = g_strndup(group->name, strcspn(group->name, " "));
	const char *near = nearby_word(first, names);
	g_autofree char *hint =
		near != NULL ? g_strdup_printf(" (did you mean [%s%s]?)", near,
					       name_behind(near, group->name + strlen(first)))
			     : g_strdup("");
	add_mistake(reader, group->number,
		    "[%s]: unknown group%s; expected [myroles], [notify], [account NAME], "
		    "[cloud NAME], [set NAME], [alias], [view NAME], [keys] or [theme]",
		    group->name, hint);
}

static void read_named(const Reader *reader, const ConfigGroup *group)
{
	for (size_t i = 0; i < G_N_ELEMENTS(named_groups); i++) {
		const char *name = group_name(group->name, named_groups[i].kind);
		if (name == NULL)
			continue;
		if (settings_is_name(name))
			named_groups[i].read(reader, group, name);
		else
			add_mistake(reader, group->number,
				    "[%s]: expected a name of letters, digits, dots, - and _ (at "
				    "most 64)",
				    group->name);
		return;
	}
	tell_unknown_group(reader, group);
}

static void read_group(const Reader *reader, const ConfigGroup *group)
{
	Settings *settings = reader->settings;
	if (strcmp(group->name, "myroles") == 0)
		read_known(reader, group, "myroles", settings);
	else if (strcmp(group->name, "notify") == 0)
		read_known(reader, group, "notify", settings);
	else if (strcmp(group->name, "alias") == 0)
		read_aliases(reader, group);
	else if (strcmp(group->name, "keys") == 0)
		read_free(group, settings->keys);
	else if (strcmp(group->name, "theme") == 0)
		read_free(group, settings->theme);
	else
		read_named(reader, group);
}

/* Whoever judges values later tells where they stand. */
static void note_lines(Settings *settings, const ConfigGroup *group)
{
	settings_note_line(settings, group->name, NULL, group->number);
	for (guint i = 0; i < group->lines->len; i++) {
		const ConfigLine *line = group->lines->pdata[i];
		settings_note_line(settings, group->name, line->key, line->number);
	}
}

/* ---- what groups say of each other ---- */

static void check_account(const Reader *reader, const AccountSettings *account)
{
	if (account->cloud == NULL && account->token_source != TOKEN_SOURCE_AZ)
		return;
	const char *name = account->cloud != NULL ? account->cloud : "public";
	g_autoptr(Cloud) cloud = settings_find_cloud(reader->settings, name);
	g_autofree char *group = g_strconcat("account ", account->name, NULL);
	const size_t line = settings_line(reader->settings, group, "cloud");
	if (cloud == NULL)
		add_mistake(reader, line, "[%s] cloud=%s: expected %s", group, name,
			    config_row_find("account", "cloud")->key.expected);
	/* The Azure CLI's token is a real one: it goes to the real clouds only. */
	else if (account->token_source == TOKEN_SOURCE_AZ && !cloud->is_builtin)
		add_mistake(reader, line,
			    "[%s] cloud=%s: expected a built-in cloud, since its tokens come "
			    "from az (token_source=file takes others)",
			    group, name);
}

static void check_references(const Reader *reader)
{
	const Settings *settings = reader->settings;
	for (guint i = 0; i < settings->accounts->len; i++)
		check_account(reader, settings->accounts->pdata[i]);
	if (settings->account != NULL && settings_find_account(settings, NULL) == NULL)
		add_mistake(reader, settings_line(settings, "myroles", "account"),
			    "[myroles] account=%s: expected the NAME of an "
			    "[account NAME] group in this file",
			    settings->account);
}

static void add_implicit_account(Settings *settings)
{
	if (settings->accounts->len > 0)
		return;
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup("default");
	g_ptr_array_add(settings->accounts, account);
}

Settings *config_read_groups(const char *path, const GPtrArray *groups, GPtrArray *mistakes)
{
	Settings *settings = settings_new();
	const Reader reader = { settings, mistakes };
	settings->path = g_strdup(path);
	for (guint i = 0; i < groups->len; i++) {
		note_lines(settings, groups->pdata[i]);
		read_group(&reader, groups->pdata[i]);
	}
	add_implicit_account(settings);
	check_references(&reader);
	config_check_aliases(settings, mistakes);
	mistakes_sort(mistakes);
	return settings;
}
