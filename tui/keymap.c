/* Which keys do what: the table's defaults, and [keys] of the configuration. */
#include <string.h>

#include "src/base/limits.h"
#include "tui/action.h"

typedef struct Binding {
	const Action *action;
	char *first; /* NULL: no key */
	char *all;
	GArray *keys; /* Key */
} Binding;

struct Keymap {
	GPtrArray *bindings;                 /* Binding*, in the order of the table */
	GHashTable *contexts[CONTEXT_COUNT]; /* Key → const Action* */
};

static void binding_free(Binding *binding)
{
	g_free(binding->first);
	g_free(binding->all);
	g_array_unref(binding->keys);
	g_free(binding);
}

/* "a ctrl-r" as keys; NULL with the word that is none in `bad`. */
static Binding *binding_new(const Action *action, const char *text, char **bad)
{
	Binding *binding = g_new0(Binding, 1);
	g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
	g_autoptr(GString) all = g_string_new(NULL);
	binding->action = action;
	binding->keys = g_array_new(FALSE, FALSE, sizeof(Key));
	for (size_t i = 0; words[i]; i++) {
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
		if (!binding->first)
			binding->first = name;
		else
			g_free(name);
	}
	if (all->len)
		binding->all = g_string_free(g_steal_pointer(&all), FALSE);
	return binding;
}

static bool is_typing_context(ContextId context)
{
	return context == CONTEXT_FILTER || context == CONTEXT_FORM || context == CONTEXT_PALETTE ||
	       context == CONTEXT_ADDRESS;
}

/* Where keys are text, characters are never anything else. */
static bool is_character(Key key)
{
	return key >= ' ' && key < KEY_FIRST_SPECIAL;
}

static bool keymap_bind(Keymap *keymap, const Binding *binding, GError **error)
{
	for (guint i = 0; i < binding->keys->len; i++) {
		Key key = g_array_index(binding->keys, Key, i);
		for (int context = 0; context < CONTEXT_COUNT; context++) {
			if (!(binding->action->contexts & (1u << context)) ||
			    (is_typing_context((ContextId)context) && is_character(key)))
				continue;
			const Action *other = g_hash_table_lookup(keymap->contexts[context],
								  GUINT_TO_POINTER(key));
			if (other && other->run != binding->action->run) {
				g_autofree char *name = key_name(key);
				g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_DOUBLED,
					    "[keys] %s=%s: the key is also that of %s (%s); "
					    "give one of them another key",
					    binding->action->name, name, other->name,
					    context_name((ContextId)context));
				return false;
			}
			g_hash_table_insert(keymap->contexts[context], GUINT_TO_POINTER(key),
					    (gpointer)binding->action);
		}
	}
	return true;
}

static bool keymap_check_names(GHashTable *keys, GError **error)
{
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, keys);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		if (action_find(name))
			continue;
		g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_ACTION,
			    "[keys] %s: there is no action of that name; expected one of those "
			    "listed in myroles.conf(5), like activate or refresh",
			    (char *)name);
		return false;
	}
	return true;
}

Keymap *keymap_new(GHashTable *keys, GError **error)
{
	if (keys && !keymap_check_names(keys, error))
		return NULL;

	g_autoptr(Keymap) keymap = g_new0(Keymap, 1);
	keymap->bindings = g_ptr_array_new_with_free_func((GDestroyNotify)binding_free);
	for (int i = 0; i < CONTEXT_COUNT; i++)
		keymap->contexts[i] = g_hash_table_new(NULL, NULL);

	size_t count;
	const Action *table = action_table(&count);
	for (size_t i = 0; i < count; i++) {
		const char *own = keys ? g_hash_table_lookup(keys, table[i].name) : NULL;
		g_autofree char *bad = NULL;
		Binding *binding = binding_new(&table[i], own ? own : table[i].keys, &bad);
		if (!binding) {
			g_set_error(error, KEYMAP_ERROR, KEYMAP_ERROR_KEY,
				    "[keys] %s=%s: there is no key \"%s\"; expected keys like a, "
				    "R, enter, space, page-down, F5, ctrl-r or alt-x",
				    table[i].name, own, bad);
			return NULL;
		}
		g_ptr_array_add(keymap->bindings, binding);
		if (!keymap_bind(keymap, binding, error))
			return NULL;
	}
	return g_steal_pointer(&keymap);
}

void keymap_free(Keymap *keymap)
{
	if (!keymap)
		return;
	for (int i = 0; i < CONTEXT_COUNT; i++)
		g_clear_pointer(&keymap->contexts[i], g_hash_table_unref);
	g_clear_pointer(&keymap->bindings, g_ptr_array_unref);
	g_free(keymap);
}

const Action *keymap_find(const Keymap *keymap, ContextId context, Key key)
{
	return g_hash_table_lookup(keymap->contexts[context], GUINT_TO_POINTER(key));
}

static const Binding *keymap_binding(const Keymap *keymap, const Action *action)
{
	size_t count;
	const Action *table = action_table(&count);
	return g_ptr_array_index(keymap->bindings, (guint)(action - table));
}

const char *keymap_key(const Keymap *keymap, const Action *action)
{
	return keymap_binding(keymap, action)->first;
}

const char *keymap_keys(const Keymap *keymap, const Action *action)
{
	return keymap_binding(keymap, action)->all;
}

GQuark keymap_error_quark(void)
{
	return g_quark_from_static_string("myroles-keymap");
}
