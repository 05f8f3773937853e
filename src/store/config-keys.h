/*
 * The known keys of myroles.conf, one row each: adding a key adds a row and a paragraph to its manual.
 */
#ifndef MYROLES_STORE_CONFIG_KEYS_H
#define MYROLES_STORE_CONFIG_KEYS_H

#include "src/store/config.h"

typedef struct ConfigRow {
	ConfigKey key;
	/* Checks `value` and stores it into the member; false, and nothing stored, when it is not what is expected. */
	bool (*take)(const char *value, void *member);
	size_t offset; /* into Settings, AccountSettings, Cloud or ActivationSet, by key.group; of an alias 0 */
	bool is_personal; /* names a file of one person: not in the file of a whole machine */
} ConfigRow;

/* NULL when there is no such key. */
const ConfigRow *config_row_find(const char *group, const char *name);

/* What is wrong with the aliases: Mistake*. */
void config_check_aliases(const Settings *settings, GPtrArray *mistakes);

/* The names of a group's keys: char*, borrowed. */
GPtrArray *config_row_names(const char *group);

#endif
