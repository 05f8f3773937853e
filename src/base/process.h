/*
 * What this process keeps from others from its first line on.
 */
#ifndef MYROLES_BASE_PROCESS_H
#define MYROLES_BASE_PROCESS_H

#include <glib.h>

/*
 * RLIMIT_CORE 0 (the soft one), not dumpable (not in sanitizer builds, which need ptrace), umask 077, SSLKEYLOGFILE
 * unset. Of the descriptors 0 to 2 those that were closed are there, for nothing but errors. A file beyond the limit of its size
 * (SIGXFSZ) is an error of the write, not the end. Call it first in main().
 */
void process_harden(void);

/*
 * In a child, before it becomes a program of the person's own: umask and core limit are as they were found. A
 * GSpawnChildSetupFunc; safe between fork and exec.
 */
void process_restore(gpointer data);

/* The same of the mask of signals, and of those that this process ignores or catches from its first line on. */
void process_restore_signals(void);

/* The same of the variables that were taken out. Takes and returns an environment as g_get_environ makes it. */
char **process_restore_environment(char **environment);

#endif
