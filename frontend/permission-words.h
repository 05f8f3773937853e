/*
 * What a role permits, in groups that can be read: by provider, and in which way.
 */
#ifndef MYROLES_FRONTEND_PERMISSION_WORDS_H
#define MYROLES_FRONTEND_PERMISSION_WORDS_H

#include <glib.h>

/* Of a role without an operation, and of a group that holds no directory role, or whose roles one may not read. */
#define PERMITS_NOTHING "nothing that you may read"

/* "everything; but not Authorization (write, delete); data: Storage (read)", of the lines of EVENT_ROLE. The caller frees. */
char *permission_words(const GPtrArray *lines);

#endif
