/*
 * From groups of lines to settings, wherever the lines came from.
 */
#ifndef MYROLES_STORE_CONFIG_GROUPS_H
#define MYROLES_STORE_CONFIG_GROUPS_H

#include "src/model/settings.h"

/*
 * Reads ConfigGroup*; what is wrong is added to `mistakes`, by line. Settings hold what could be read. `path` is where they say they are
 * from (NULL: nowhere).
 */
Settings *config_read_groups(const char *path, const GPtrArray *groups, GPtrArray *mistakes);

#endif
