/*
 * The configuration of a whole machine below, and where it locks above, the person's own. It works on lines, before anybody asks what
 * they mean. Whoever can change their own copy of this program is not bound by it: it guides, it is no wall.
 */
#ifndef MYROLES_STORE_CONFIG_MACHINE_H
#define MYROLES_STORE_CONFIG_MACHINE_H

#include <glib.h>

/*
 * Adds what may not stand in such a file (commands, files of the person's, taste, unknown locks) to `mistakes`. `groups`: ConfigGroup*.
 */
void config_machine_check(const GPtrArray *groups, GPtrArray *mistakes);

/* The groups but [locked], borrowed: they are read as those of any other file. */
GPtrArray *config_machine_plain(const GPtrArray *groups);

/*
 * Adds to the person's groups what these do not say: whole clouds and sets, single keys of accounts and of the other groups. What is
 * locked holds in every account; a line of the person's that says otherwise is a mistake, which names the file `path`.
 */
void config_machine_merge(const GPtrArray *machine, const char *path, GPtrArray *own,
			  GPtrArray *mistakes);

/* Adds each locked key and its value (copies of both) to the table. */
void config_machine_note_locks(const GPtrArray *machine, GHashTable *locks);

#endif
