/* The person's configuration file as text, changed in one place and written anew. For the files config-*.c. */
#ifndef MYROLES_STORE_CONFIG_EDIT_H
#define MYROLES_STORE_CONFIG_EDIT_H

#include "src/model/settings.h"

/* Changes `text`. False with error set: it cannot be said there. */
typedef bool (*ConfigChange)(GString *text, gconstpointer what, GError **error);

/* Is what was read again what was meant? NULL: being read is enough. */
typedef bool (*ConfigHolds)(const Settings *settings, gconstpointer what);

/*
 * At `path` (the standard one when NULL; made where it is missing), by a new version that is renamed over. Nothing is written that would
 * not be read again as it was meant (STORE_ERROR_CONFIG). *written: where; the caller frees.
 */
bool config_edit(const char *path, ConfigChange change, ConfigHolds holds, gconstpointer what,
		 char **written, GError **error);

#endif
