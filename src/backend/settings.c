#include "src/backend.h"
#include "src/store/config.h"

Settings *backend_load_settings(const char *path, GError **error)
{
	return config_load(path, error);
}
