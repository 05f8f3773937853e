#include "tui/core/keymap.h"

#include "src/base/nearby.h"

typedef struct Binding {
	char *first; /* NULL: no key */
	char *all;
	GArray *keys; /* Key */
} Binding;

struct Keymap {
	const ActionTable *table;
	GHashTable *bindings; /* const Action* → Binding* */
	GHashTable *contexts; /* const Context* → (Key → const Action*) */
};

static void binding_free(Binding *binding)
{
	g_free(binding->first);
	g_free(binding->all);
	g_array_unref(binding->keys);
	g_free(binding);
}

/* "a ctrl-r" as keys; NULL with the word that is none in `bad`. */
static Binding *binding_new(const char *text, char **bad)
{
	Binding *binding = g_new0(Binding, 1);
	g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
	g_autoptr(GString) all = g_string_new(NULL);
	binding->keys = g_array_new(FALSE, FALSE, sizeof(Key));
	for (size_t i = 0; words[i] != NULL; i++) {
		if (!*words[i])
			continue;
		Key key = key_from_name(words[i]);
		if (key == KEY_NONE) {
			*bad = g_strdup(words[i]);
			binding_free(binding);
			return NULL;
		}
		char *name = key_name(key);
		g_string_append_printf(all, "%s%s", all->len ? " " : "", name);
		g_array_append_val(binding->keys, key);
		if (binding->first == NULL)
			binding->first = name;
		else
			g_free(name);
	}
	if (all->len)
		binding->all = g_string_free(g_steal_pointer(&all), FALSE);
	return binding;
}

/* Where keys are text, characters are never anything else. */
static bool is_text(const Context *context, Key key)
{
	return (context->traits & TRAIT_TYPING) && key_is_character(key);
}

static bool bind_key(Keymap *keymap, const Context *context, const Action *action, Key key,
		     GError **error)
{
	GHashTable *keys = g_hash_table_lookup(keymap->contexts, context);
	const Action *other = g_hash_table_lookup(keys, GUINT_TO_POINTER(key));
	if (other != NULL && other->run != action->run) {
		g_autofree char *name = key_name(key);
		g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_DOUBLED,
			    "[keys] %s=%s: the key is also that of %s (%s); "
			    "give one of them another key",
			    action->name, name, other->name, context->name);
		return false;
	}
	g_hash_table_insert(keys, GUINT_TO_POINTER(key), (gpointer)action);
	return true;
}

static bool bind_row(Keymap *keymap, const ActionRow *row, const GArray *keys, GError **error)
{
	for (guint i = 0; i < keys->len; i++) {
		Key key = g_array_index(keys, Key, i);
		for (guint c = 0; c < keymap->table->contexts->len; c++) {
			const Context *context = g_ptr_array_index(keymap->table->contexts, c);
			if (action_row_counts_in(row, context) && !is_text(context, key) &&
			    !bind_key(keymap, context, row->action, key, error))
				return false;
		}
	}
	return true;
}

/* What it may have meant. */
static char *near_words(const ActionTable *table, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(table, i)) != NULL; i++)
		g_ptr_array_add(names, (gpointer)row->action->name);
	return nearby_hint(name, names);
}

static bool check_names(const ActionTable *table, GHashTable *keys, GError **error)
{
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, keys);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		if (action_table_find(table, name) != NULL)
			continue;
		g_autofree char *near = near_words(table, name);
		g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_ACTION,
			    "[keys] %s: there is no action of that name%s; expected one of those "
			    "listed in myroles.conf(5), like activate or refresh",
			    (char *)name, near);
		return false;
	}
	return true;
}

static Keymap *keymap_new_empty(const ActionTable *table)
{
	Keymap *keymap = g_new0(Keymap, 1);
	keymap->table = table;
	keymap->bindings = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)binding_free);
	keymap->contexts =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
	for (guint i = 0; i < table->contexts->len; i++)
		g_hash_table_insert(keymap->contexts, g_ptr_array_index(table->contexts, i),
				    g_hash_table_new(NULL, NULL));
	return keymap;
}

Keymap *keymap_new(const ActionTable *table, GHashTable *keys, GError **error)
{
	if (keys != NULL && !check_names(table, keys, error))
		return NULL;
	g_autoptr(Keymap) keymap = keymap_new_empty(table);
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(table, i)); i++) {
		const Action *action = row->action;
		const char *own = keys != NULL ? g_hash_table_lookup(keys, action->name) : NULL;
		g_autofree char *bad = NULL;
		Binding *binding = binding_new(own != NULL ? own : action->keys, &bad);
		if (binding == NULL) {
			g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_KEY,
				    "[keys] %s=%s: there is no key \"%s\"; expected keys like a, "
				    "R, enter, space, page-down, F5, ctrl-r or alt-x",
				    action->name, own, bad);
			return NULL;
		}
		g_hash_table_insert(keymap->bindings, (gpointer)action, binding);
		if (!bind_row(keymap, row, binding->keys, error))
			return NULL;
	}
	return g_steal_pointer(&keymap);
}

void keymap_free(Keymap *keymap)
{
	if (keymap == NULL)
		return;
	g_hash_table_unref(keymap->contexts);
	g_hash_table_unref(keymap->bindings);
	g_free(keymap);
}

const Action *keymap_find(const Keymap *keymap, const Context *context, Key key)
{
	GHashTable *keys = g_hash_table_lookup(keymap->contexts, context);
	return keys != NULL ? g_hash_table_lookup(keys, GUINT_TO_POINTER(key)) : NULL;
}

const char *keymap_key(const Keymap *keymap, const Action *action)
{
	const Binding *binding = g_hash_table_lookup(keymap->bindings, action);
	return binding != NULL ? binding->first : NULL;
}

const char *keymap_key_of(const Keymap *keymap, const char *name)
{
	const Action *action = action_table_find(keymap->table, name);
	const char *key = action != NULL ? keymap_key(keymap, action) : NULL;
	return key != NULL ? key : "the palette";
}

const char *keymap_keys(const Keymap *keymap, const Action *action)
{
	const Binding *binding = g_hash_table_lookup(keymap->bindings, action);
	return binding != NULL ? binding->all : NULL;
}

GQuark keymap_error_quark(void)
{
	return g_quark_from_static_string("myroles-keymap");
}
