/*
 * The groups and lines of myroles.conf, before anybody asks what they mean. GKeyFile would know no line numbers, merge groups of
 * one name, keep the last of equal keys, and take "key[de]" for a translation that may be left out.
 */
#ifndef MYROLES_STORE_CONFIG_LINES_H
#define MYROLES_STORE_CONFIG_LINES_H

#include <glib.h>
#include <stddef.h>

typedef struct ConfigLine {
	size_t number; /* from 1; 0: see config_group_new */
	char *key;
	char *value; /* as it stands, without blanks around it */
} ConfigLine;

typedef struct ConfigGroup {
	size_t number;
	char *name;
	GPtrArray *lines; /* ConfigLine* */
} ConfigGroup;

/* ConfigGroup*, as they stand. What is no group, no line and no comment, or there twice, is added to `mistakes`. */
GPtrArray *config_lines_read(const char *text, size_t length, GPtrArray *mistakes);

/* `number` 0: it stands in no file that is read here. Copies. */
ConfigGroup *config_group_new(const char *name, size_t number);
void config_group_add(ConfigGroup *group, const char *key, const char *value, size_t number);

/* NULL: it has no such key. Borrowed. */
const ConfigLine *config_group_find(const ConfigGroup *group, const char *key);

#endif
