#include "src/store/config-edit.h"

#include <stdlib.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/store/config.h"
#include "src/store/error.h"

static bool is_read_as_meant(const char *name, const GString *text, ConfigHolds holds,
			     gconstpointer what, GError **error)
{
	g_autoptr(Settings) settings = config_parse(name, text->str, text->len, error);
	if (settings == NULL)
		return false;
	if (holds == NULL || holds(settings, what))
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG,
		    "%s: is written in a way that cannot be changed from here", name);
	return false;
}

bool config_edit(const char *path, ConfigChange change, ConfigHolds holds, gconstpointer what,
		 char **written, GError **error)
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
	if (!change(text, what, error) || !is_read_as_meant(name, text, holds, what, error))
		return false;
	/* A link of the person's stays one: the file that it leads to is replaced. */
	g_autofree char *file = is_new ? NULL : realpath(name, NULL);
	const bool is_written = file == NULL ? files_create(name, text->str, text->len, error)
					     : files_replace(file, text->str, text->len, error);
	if (is_written)
		*written = g_steal_pointer(&name);
	return is_written;
}
