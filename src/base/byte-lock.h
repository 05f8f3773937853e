/*
 * Locks between processes of the same user, one for each byte of one file that stays empty: fcntl(2), open file description
 * locks. The kernel releases one when the last descriptor of its file description is closed, however its process ends.
 */
#ifndef MYROLES_BASE_BYTE_LOCK_H
#define MYROLES_BASE_BYTE_LOCK_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/lock-file.h"

/*
 * Makes the folder (0700) and the file (0600) as needed; waits for nobody. *fd, close-on-exec, is untouched unless TAKEN: by
 * lock_file_release, or handed to a child, which then holds it.
 */
LockState byte_lock_try(const char *path, int64_t byte, int *fd);

/* Unlocks it for all processes that share it, whoever of them lives still, and closes *fd: -1 then. */
void byte_lock_let_go(int *fd);

/* Does anybody hold it, this process by another descriptor included? Where that cannot be known: nobody. */
bool byte_lock_is_held(const char *path, int64_t byte);

#endif
