/*
 * A command of the person's own, run in this process group on our own streams, as `env` or `nice` would: in a pipeline its
 * neighbors keep the terminal, and a shell's job control stops and continues both.
 */
#ifndef MYROLES_CLI_FOREGROUND_H
#define MYROLES_CLI_FOREGROUND_H

#include "cli/session.h"

#define FOREGROUND_SIGNALED 128 /* … and the number of the signal */

/* The file that the word means, as a shell would find it. NULL: *code is EXIT_CANNOT_RUN or EXIT_NOT_FOUND, and it was told. The caller frees. */
char *foreground_find(const char *word, int *code);

/*
 * Runs it and waits for it. It gets the environment but for what is named MYROLES_…, the mask, the limits and the dispositions of
 * signals that this process was given, and no descriptor but 0 to 2. Signals that this process alone is sent are passed on; one that
 * came before, and interrupted the session, keeps it from being run: EXIT_INTERRUPTED, told. Returns its exit code, FOREGROUND_SIGNALED and more, or one of those two; *error_number (may not be NULL) is 0 unless it could not be run.
 */
int foreground_run(Session *session, const char *path, char **argv, int *error_number);

#endif
