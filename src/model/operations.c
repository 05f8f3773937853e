#include "src/model/operations.h"

#include <gio/gio.h>
#include <string.h>

/* Made from operations.txt by glib-compile-resources. */
extern GResource *operations_data_get_resource(void);

#define DATA_PATH "/org/myroles/model/operations.txt"

typedef struct Operation {
	const char *name; /* in small letters */
	unsigned planes;
} Operation;

struct Operations {
	GStringChunk *texts;
	GArray *list;       /* Operation */
	GHashTable *places; /* name → place in the list, and one */
};

/* ---- the list ---- */

static void add(Operations *operations, const char *space, const char *type, char *word)
{
	const size_t length = strlen(word);
	unsigned planes = 1u << PLANE_CONTROL;
	if (length > 0 && strchr("!+", word[length - 1]) != NULL) {
		planes = word[length - 1] == '!' ? 1u << PLANE_DATA
						 : 1u << PLANE_DATA | 1u << PLANE_CONTROL;
		word[length - 1] = '\0';
	}
	const bool has_type = strcmp(type, ".") != 0;
	g_autofree char *name =
		g_strconcat(space, "/", has_type ? type : "", has_type ? "/" : "", word, NULL);
	const Operation operation = { g_string_chunk_insert(operations->texts, name), planes };
	g_array_append_val(operations->list, operation);
	g_hash_table_insert(operations->places, (gpointer)operation.name,
			    GUINT_TO_POINTER(operations->list->len));
}

/* A namespace; below it, behind a tab, types with what can be done. */
static void take_line(Operations *operations, char *line, const char **space)
{
	if (*line == '#' || *line == '\0')
		return;
	if (*line != '\t') {
		*space = line;
		return;
	}
	char *words = strchr(line + 1, '\t');
	if (words == NULL || *space == NULL)
		return;
	*words++ = '\0';
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);
	for (char **part = parts; *part != NULL; part++)
		add(operations, *space, line + 1, *part);
}

Operations *operations_new(void)
{
	Operations *operations = g_new0(Operations, 1);
	operations->texts = g_string_chunk_new(16 * 1024);
	operations->list = g_array_new(FALSE, FALSE, sizeof(Operation));
	operations->places = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(operations_data_get_resource(), DATA_PATH,
							 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	if (bytes == NULL)
		return operations;
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *space = NULL;
	for (char **line = lines; *line != NULL; line++)
		take_line(operations, *line, &space);
	return operations;
}

void operations_free(Operations *operations)
{
	if (operations == NULL)
		return;
	g_string_chunk_free(operations->texts);
	g_array_unref(operations->list);
	g_hash_table_unref(operations->places);
	g_free(operations);
}

unsigned operations_planes(const Operations *operations, const char *operation)
{
	if (operation_is_of_directory(operation))
		return 1u << PLANE_DIRECTORY;
	g_autofree char *name = g_ascii_strdown(operation, -1);
	const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(operations->places, name));
	return place == 0 ? 0 : g_array_index(operations->list, Operation, place - 1).planes;
}

/* ---- weights ---- */

/* Patterns of several roles: one that permits it is enough. */
static bool is_permitted(const GPtrArray *definitions, Plane plane, const char *name)
{
	for (guint i = 0; i < definitions->len; i++) {
		if (role_definition_permits(definitions->pdata[i], plane, name) != PERMITS_NOT)
			return true;
	}
	return false;
}

static guint count_known(const Operations *operations, const GPtrArray *definitions, Plane plane)
{
	guint count = 0;
	for (guint i = 0; i < operations->list->len; i++) {
		const Operation *operation = &g_array_index(operations->list, Operation, i);
		count += (operation->planes & 1u << plane) != 0 &&
			 is_permitted(definitions, plane, operation->name);
	}
	return count;
}

/* A name that is in no list is an operation all the same. */
static guint count_unknown(const Operations *operations, const GPtrArray *definitions, Plane plane)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < definitions->len; i++) {
		const GPtrArray *patterns = role_definition_patterns(definitions->pdata[i], plane);
		for (guint k = 0; patterns != NULL && k < patterns->len; k++) {
			const char *pattern = patterns->pdata[k];
			g_autofree char *name = g_ascii_strdown(pattern, -1);
			if (strchr(name, '*') == NULL &&
			    !g_hash_table_contains(operations->places, name))
				g_hash_table_add(seen, g_steal_pointer(&name));
		}
	}
	return g_hash_table_size(seen);
}

/* The directory's names are no list of ours; an "all" there stands for many. */
static guint count_directory(const GPtrArray *definitions)
{
	guint count = 0;
	for (guint i = 0; i < definitions->len; i++) {
		const GPtrArray *patterns =
			role_definition_patterns(definitions->pdata[i], PLANE_DIRECTORY);
		for (guint k = 0; patterns != NULL && k < patterns->len; k++) {
			const char *pattern = patterns->pdata[k];
			count += strstr(pattern, "/allEntities/") != NULL    ? 1000
				 : strstr(pattern, "/allProperties") != NULL ? 10
									     : 1;
		}
	}
	return count;
}

Weight operations_weigh(const Operations *operations, const GPtrArray *definitions)
{
	Weight weight = { 0 };
	for (Plane plane = PLANE_CONTROL; plane <= PLANE_DATA; plane++)
		weight.counts[plane] = count_known(operations, definitions, plane) +
				       count_unknown(operations, definitions, plane);
	weight.counts[PLANE_DIRECTORY] = count_directory(definitions);
	return weight;
}

int weight_compare(const Weight *a, const Weight *b, Plane plane)
{
	guint all_a = 0, all_b = 0;
	if (a->counts[plane] != b->counts[plane])
		return a->counts[plane] < b->counts[plane] ? -1 : 1;
	for (int i = 0; i < PLANE_COUNT; i++) {
		all_a += a->counts[i];
		all_b += b->counts[i];
	}
	return all_a < all_b ? -1 : all_a > all_b;
}
