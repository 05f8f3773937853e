/*
 * What a role permits, in groups that can be read: by provider, and in which way.
 */
#ifndef MYROLES_FRONTEND_PERMISSION_WORDS_H
#define MYROLES_FRONTEND_PERMISSION_WORDS_H

#include <glib.h>

/* "everything; but not Authorization (write, delete); data: Storage (read)", of the lines of EVENT_ROLE. The caller frees. */
char *permission_words(const GPtrArray *lines);

#endif
