#include <string.h>

#include "src/backend.h"
#include "src/base/files.h"
#include "src/json/policy.h"
#include "src/store/config.h"

/* A path of the build, and of nothing that who starts the program could say. */
static ConfigFiles files_of(const SettingsPlace *place)
{
	return (ConfigFiles){ .own = place->path,
			      .machine = place->is_apart ? NULL : MACHINE_CONFIG };
}

Settings *backend_load_settings(const SettingsPlace *place, GError **error)
{
	const ConfigFiles files = files_of(place);
	return config_load(&files, error);
}

Settings *backend_check_settings(const SettingsPlace *place, GPtrArray *mistakes, GError **error)
{
	const ConfigFiles files = files_of(place);
	return config_check_files(&files, mistakes, error);
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
