#include "frontend/manifest.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/limits.h"

char *manifest_make(const GPtrArray *files)
{
	GString *manifest = g_string_new(NULL);
	for (guint i = 0; i < files->len; i++) {
		const ArchiveEntry *entry = g_ptr_array_index(files, i);
		g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, entry->data);
		g_string_append_printf(manifest, "%s  %s\n", sum, entry->name);
	}
	return g_string_free(manifest, FALSE);
}

/* "SUM  NAME": what the line says of an entry that is there. */
static bool is_line_true(const char *line, const GPtrArray *files)
{
	const size_t sum_length = 64;
	if (strlen(line) <= sum_length + 2 || strncmp(line + sum_length, "  ", 2) != 0)
		return false;
	GBytes *data = archive_find(files, line + sum_length + 2);
	g_autofree char *sum =
		data != NULL ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, data) : NULL;
	return sum != NULL && strncmp(sum, line, sum_length) == 0;
}

char *manifest_find_fault(const GPtrArray *files)
{
	GBytes *manifest = archive_find(files, MANIFEST_NAME);
	if (manifest == NULL)
		return g_strdup("it has no manifest");
	gsize length = 0;
	const char *data = g_bytes_get_data(manifest, &length);
	g_autofree char *text = g_strndup(data != NULL ? data : "", length);
	if (strlen(text) != length || length == 0 || text[length - 1] != '\n')
		return g_strdup("its manifest is damaged");
	text[length - 1] = '\0';
	g_auto(GStrv) lines = g_strsplit(text, "\n", LIMIT_ARCHIVE_ENTRIES + 1);
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	for (char **line = lines; *line != NULL; line++) {
		if (!is_line_true(*line, files))
			return g_strdup("a file of it is missing or was changed");
		if (!g_hash_table_add(names, *line + 66))
			return g_strdup("its manifest names a file twice");
	}
	const guint unnamed = archive_find(files, SIGNATURE_NAME) != NULL ? 2 : 1;
	if (g_hash_table_contains(names, MANIFEST_NAME) ||
	    g_hash_table_contains(names, SIGNATURE_NAME) ||
	    g_hash_table_size(names) + unnamed != files->len)
		return g_strdup("it has a file that the manifest does not name");
	return NULL;
}
