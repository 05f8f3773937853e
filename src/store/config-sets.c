#include "src/store/config.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/store/error.h"

static void append_line(GString *text, const char *key, const char *value)
{
	if (value != NULL)
		g_string_append_printf(text, "%s=%s\n", key, value);
}

/* "[set NAME]" and its lines; false: a name in it cannot be written so. */
static bool append_set(GString *text, const ActivationSet *set, GError **error)
{
	if (text->len > 0)
		g_string_append(text, g_str_has_suffix(text->str, "\n") ? "\n" : "\n\n");
	g_string_append_printf(text, "[set %s]\n", set->name);
	append_line(text, "about", set->about);
	append_line(text, "duration", set->duration);
	append_line(text, "reason", set->reason);
	append_line(text, "reason_unasked", set->is_reason_unasked ? "yes" : NULL);
	append_line(text, "ticket_system", set->ticket_system);
	for (guint i = 0; i < set->rows->len; i++) {
		const SetRow *row = set->rows->pdata[i];
		g_autofree char *words = set_row_format(row);
		if (words == NULL) {
			g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG,
				    "%s: a name with | or a line's end cannot be in a set: use "
				    "the id",
				    row->role);
			return false;
		}
		g_string_append_printf(text, "role.%u=%s\n", i + 1, words);
	}
	return true;
}

/* Nothing is written that would not be read again, nor over a set that is there. */
bool config_add_set(const char *path, const ActivationSet *set, char **written, GError **error)
{
	g_autofree char *name = path != NULL ? g_strdup(path) : config_standard_path();
	g_autofree char *before = NULL;
	g_autoptr(GError) problem = NULL;
	size_t length = 0;
	if (!files_read(name, LIMIT_CONFIG_FILE, false, &before, &length, &problem) &&
	    !g_error_matches(problem, FILES_ERROR, FILES_ERROR_MISSING)) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return false;
	}
	const bool is_new = before == NULL;
	g_autoptr(GString) text = g_string_new(before);
	if (!append_set(text, set, error))
		return false;
	g_autoptr(Settings) settings = config_parse(name, text->str, text->len, error);
	if (settings == NULL)
		return false;
	/* A link of the person's stays one: the file that it leads to is replaced. */
	g_autofree char *file = is_new ? NULL : realpath(name, NULL);
	const bool is_written = file == NULL ? files_create(name, text->str, text->len, error)
					     : files_replace(file, text->str, text->len, error);
	if (is_written)
		*written = g_steal_pointer(&name);
	return is_written;
}
