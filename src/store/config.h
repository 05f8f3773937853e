/*
 * myroles.conf(5): groups of lines into Settings. Unknown groups and keys, doubled ones and bad values are errors that
 * name file, line, group, key and what was expected.
 */
#ifndef MYROLES_STORE_CONFIG_H
#define MYROLES_STORE_CONFIG_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/settings.h"

/*
 * Reads `path`, or $XDG_CONFIG_HOME/myroles/myroles.conf when NULL: that one may be missing. A file that belongs to
 * another user or that others may write is refused. Errors: STORE_ERROR_CONFIG, FILES_ERROR.
 * Without any [account …] group there is one account, "default": a sign-in on the public cloud.
 */
Settings *config_load(const char *path, GError **error);

/* The same from text; `path` is only for messages. */
Settings *config_parse(const char *path, const char *text, size_t length, GError **error);

/*
 * The same for who wants to know all that is wrong: adds Mistake*, by line. Settings hold what could be read, to be judged further;
 * with mistakes nobody works by them.
 */
Settings *config_check(const char *path, const char *text, size_t length, GPtrArray *mistakes);

/* … of a file as config_load takes it. NULL with `error` set when it cannot be read at all. */
Settings *config_check_file(const char *path, GPtrArray *mistakes, GError **error);

/*
 * Adds the set to the end of the file at `path` (the standard one when NULL; made where it is missing), by a new version of it that is
 * renamed over. A file with mistakes, a set of that name, and one whose words would be read otherwise are refused
 * (STORE_ERROR_CONFIG). *written: where; the caller frees.
 */
bool config_add_set(const char *path, const ActivationSet *set, char **written, GError **error);

/* $XDG_CONFIG_HOME/myroles/myroles.conf. The caller frees. */
char *config_standard_path(void);

/* One known key, for the manual's test and the template. */
typedef struct ConfigKey {
	const char *
		group; /* "myroles", "account", "cloud", "set", "view": the first word of the group */
	const char *name;     /* "role.WORD": any that begins with "role." */
	const char *expected; /* what a good value is, in words */
	const char *about;    /* what it is for, in a few words */
} ConfigKey;

/* Row `index` of the table; false behind its end. */
bool config_key_at(size_t index, ConfigKey *out);

/* A file to begin with: every group and key, with what it is for, as comments. The caller frees. */
char *config_template(void);

#endif
