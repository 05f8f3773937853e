/*
 * myroles.conf(5): groups of lines into Settings. Unknown groups and keys, doubled ones and bad values are errors that
 * name file, line, group, key and what was expected.
 */
#ifndef MYROLES_STORE_CONFIG_H
#define MYROLES_STORE_CONFIG_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/settings.h"

/* Which files are read. */
typedef struct ConfigFiles {
	const char *own;        /* the person's; NULL: the standard one, which may be missing */
	const char *machine;    /* that of the whole machine, which may be missing; NULL: none */
	unsigned machine_owner; /* who alone may write that (0: root) */
} ConfigFiles;

/*
 * Reads both: what the machine's file says holds where the person's says nothing, and what it locks always. A file of the person's that
 * belongs to another user or that others may write is refused, and one of the machine that anybody but its owner could have written.
 * Errors: STORE_ERROR_CONFIG, FILES_ERROR. Without any [account …] group there is one account, "default": a sign-in on the public cloud.
 */
Settings *config_load(const ConfigFiles *files, GError **error);

/* The person's alone, from text; `path` is only for messages. */
Settings *config_parse(const char *path, const char *text, size_t length, GError **error);

/*
 * The same for who wants to know all that is wrong: adds Mistake*, by line. Settings hold what could be read, to be judged further;
 * with mistakes nobody works by them.
 */
Settings *config_check(const char *path, const char *text, size_t length, GPtrArray *mistakes);

/* … of the files as config_load takes them. NULL with `error` set when one cannot be read at all. */
Settings *config_check_files(const ConfigFiles *files, GPtrArray *mistakes, GError **error);

/*
 * Adds the set to the end of the file at `path` (the standard one when NULL; made where it is missing), by a new version of it that is
 * renamed over. A file with mistakes, a set of that name, and one whose words would be read otherwise are refused
 * (STORE_ERROR_CONFIG). *written: where; the caller frees.
 */
bool config_add_set(const char *path, const ActivationSet *set, char **written, GError **error);

/*
 * Says in [account NAME] of that file (made where it is missing) where its tokens are kept, in place of what is said there; all else stays.
 * Errors and *written as config_add_set.
 */
bool config_set_token_store(const char *path, const char *account, TokenStoreKind kind,
			    char **written, GError **error);

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
