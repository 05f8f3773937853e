/*
 * One lock between processes of the same user: flock(2) on a file of ours. The kernel releases it when a process ends,
 * however it ends; nothing waits in here.
 */
#ifndef MYROLES_BASE_LOCK_FILE_H
#define MYROLES_BASE_LOCK_FILE_H

#include <glib.h>

typedef enum {
	LOCK_TAKEN,  /* *fd is open: release it */
	LOCK_BUSY,   /* another process has it */
	LOCK_FAILED, /* no such lock can be had: go on without */
} LockState;

/* $XDG_RUNTIME_DIR/myroles/`name`, or in the state folder where there is none. The caller frees. */
char *lock_file_path(const char *name);

/* Makes the folder (0700) and the file (0600) as needed. *fd is untouched unless TAKEN. */
LockState lock_file_try(const char *path, int *fd);

/* Sets *fd to -1; -1 is fine. */
void lock_file_release(int *fd);

#endif
