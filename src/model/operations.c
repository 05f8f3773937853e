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

guint operations_count(const Operations *operations)
{
	return operations->list->len;
}

const char *operations_name(const Operations *operations, guint i, unsigned *planes)
{
	const Operation *operation = &g_array_index(operations->list, Operation, i);
	*planes = operation->planes;
	return operation->name;
}
