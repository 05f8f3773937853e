#include <string.h>

#include "src/backend.h"
#include "src/base/files.h"
#include "src/json/policy.h"
#include "src/store/config.h"

Settings *backend_load_settings(const char *path, GError **error)
{
	return config_load(path, error);
}

Settings *backend_check_settings(const char *path, GPtrArray *mistakes, GError **error)
{
	return config_check_file(path, mistakes, error);
}

bool backend_create_settings(const char *path, char **written, GError **error)
{
	g_autofree char *name = path != NULL ? g_strdup(path) : config_standard_path();
	g_autofree char *text = config_template();
	if (!files_create(name, text, strlen(text), error))
		return false;
	*written = g_steal_pointer(&name);
	return true;
}

bool backend_save_set(const char *path, const ActivationSet *set, char **written, GError **error)
{
	return config_add_set(path, set, written, error);
}

Policy *backend_read_settings(const char *settings)
{
	return settings != NULL ? policy_from_json(settings) : NULL;
}
