#include "src/store/config.h"

#include "src/store/config-edit.h"
#include "src/store/error.h"

static void append_line(GString *text, const char *key, const char *value)
{
	if (value != NULL)
		g_string_append_printf(text, "%s=%s\n", key, value);
}

/* "[set NAME]" and its lines; false: a name in it cannot be written so. */
static bool append_set(GString *text, gconstpointer what, GError **error)
{
	const ActivationSet *set = what;
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

bool config_add_set(const char *path, const ActivationSet *set, char **written, GError **error)
{
	return config_edit(path, append_set, NULL, set, written, error);
}
