#include "src/model/terraform.h"

#include <gio/gio.h>
#include <string.h>

/* Made from the text files by glib-compile-resources. */
extern GResource *operations_data_get_resource(void);

#define DATA_PATH "/org/myroles/model/terraform.txt"

typedef enum {
	FIELD_NAME,
	FIELD_ARM_TYPE,
	FIELD_PLACE,
	FIELD_READ,
	FIELD_CREATE,
	FIELD_UPDATE,
	FIELD_DELETE,
	FIELD_LINKS,
	FIELD_SOURCE,
	FIELD_COUNT
} Field;

struct Terraform {
	GStringChunk *texts;
	GHashTable *types; /* name → TerraformType */
};

static void type_free(gpointer data)
{
	TerraformType *type = data;
	g_strfreev(type->read);
	g_strfreev(type->create);
	g_strfreev(type->update);
	g_strfreev(type->remove);
	g_array_unref(type->links);
	g_free(type);
}

/* "/read" is of the type itself. */
static char **split_actions(const char *field, const char *arm_type)
{
	if (strcmp(field, "-") == 0)
		return g_new0(char *, 1);
	char **actions = g_strsplit(field, " ", -1);
	for (char **action = actions; *action != NULL; action++) {
		if (**action != '/')
			continue;
		char *whole = g_strconcat(arm_type, *action, NULL);
		g_free(*action);
		*action = whole;
	}
	return actions;
}

static GArray *split_links(Terraform *terraform, const char *field)
{
	GArray *links = g_array_new(FALSE, FALSE, sizeof(TerraformLink));
	g_auto(GStrv) words = g_strsplit(field, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		char *equals = strchr(*word, '=');
		if (equals == NULL)
			continue;
		*equals = '\0';
		const TerraformLink link = { g_string_chunk_insert(terraform->texts, *word),
					     g_string_chunk_insert(terraform->texts, equals + 1) };
		g_array_append_val(links, link);
	}
	return links;
}

static void take_line(Terraform *terraform, const char *line)
{
	g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
	if (*line == '#' || g_strv_length(fields) != FIELD_COUNT)
		return;
	const char *texts[FIELD_COUNT];
	for (int i = 0; i < FIELD_COUNT; i++)
		texts[i] = g_string_chunk_insert(terraform->texts, fields[i]);
	const char *arm_type = texts[FIELD_ARM_TYPE];
	TerraformType *type = g_new0(TerraformType, 1);
	type->name = texts[FIELD_NAME];
	type->arm_type = strcmp(arm_type, "-") != 0 ? arm_type : NULL;
	type->place = texts[FIELD_PLACE];
	type->read = split_actions(texts[FIELD_READ], arm_type);
	type->create = split_actions(texts[FIELD_CREATE], arm_type);
	type->update = split_actions(texts[FIELD_UPDATE], arm_type);
	type->remove = split_actions(texts[FIELD_DELETE], arm_type);
	type->links = split_links(terraform, texts[FIELD_LINKS]);
	type->source = texts[FIELD_SOURCE];
	g_hash_table_replace(terraform->types, (gpointer)type->name, type);
}

Terraform *terraform_new(void)
{
	Terraform *terraform = g_new0(Terraform, 1);
	terraform->texts = g_string_chunk_new(4096);
	terraform->types = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, type_free);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(operations_data_get_resource(), DATA_PATH,
							 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	if (bytes == NULL)
		return terraform;
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		take_line(terraform, *line);
	return terraform;
}

void terraform_free(Terraform *terraform)
{
	if (terraform == NULL)
		return;
	g_hash_table_unref(terraform->types);
	g_string_chunk_free(terraform->texts);
	g_free(terraform);
}

const TerraformType *terraform_find(const Terraform *terraform, const char *name)
{
	return g_hash_table_lookup(terraform->types, name);
}

GPtrArray *terraform_list(const Terraform *terraform)
{
	GPtrArray *list = g_ptr_array_new();
	GHashTableIter iter;
	gpointer type = NULL;
	g_hash_table_iter_init(&iter, terraform->types);
	while (g_hash_table_iter_next(&iter, NULL, &type))
		g_ptr_array_add(list, type);
	return list;
}
