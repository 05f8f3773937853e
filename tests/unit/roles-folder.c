#include "tests/unit/roles-folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

char *roles_folder_read(const char *name, gsize *length)
{
	const char *folder = g_getenv("MYROLES_ROLES");
	char *text = NULL;
	g_autofree char *path = g_build_filename(folder != NULL ? folder : ".", name, NULL);
	if (folder == NULL || !g_file_get_contents(path, &text, length, NULL)) {
		print_message("# %s is not there: set MYROLES_ROLES to the folder\n", path);
		g_clear_pointer(&path, g_free); /* skip() does not come back */
		skip();
	}
	return text;
}

cJSON *roles_folder_read_json(const char *name)
{
	gsize length = 0;
	g_autofree char *text = roles_folder_read(name, &length);
	cJSON *json = cJSON_ParseWithLength(text, length);
	assert_non_null(json);
	return json;
}

const cJSON *roles_folder_find(const cJSON *list, const char *name)
{
	const cJSON *element = NULL;
	cJSON_ArrayForEach(element, list)
	{
		if (g_strcmp0(cJSON_GetStringValue(cJSON_GetObjectItem(element, "name")), name) ==
		    0)
			return element;
	}
	return NULL;
}
