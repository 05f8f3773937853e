/*
 * A child process that is run without blocking the loop: within a deadline and a size, with an environment of its own, in a
 * process group of its own so that all of it can be ended. What goes in and comes out is wiped.
 */
#ifndef MYROLES_AUTH_CHILD_H
#define MYROLES_AUTH_CHILD_H

#include <gio/gio.h>
#include <stdbool.h>

#include "src/base/secret.h"

/* Borrowed for the call. */
typedef struct ChildCall {
	const char *const *argv; /* argv[0] is an absolute path */
	char **environment;      /* "NAME=value", NULL-terminated; nothing else is handed down */
	const Secret *input;     /* its standard input; NULL: empty */
	size_t limit; /* in bytes, of what it may say; of what it complains the end is kept */
	unsigned deadline_ms;
	/* Where this process has a terminal in front of it, the child has it meanwhile: it may ask the person, and hears Ctrl-C. */
	bool takes_terminal;
	/* What it leaves running in its group is ended with it; what left the group keeps nobody waiting. */
	bool is_alone;
} ChildCall;

typedef struct ChildResult {
	bool is_late;     /* it was ended at the deadline */
	bool is_too_long; /* it was ended because it said too much */
	int exit_status;  /* -1: ended by a signal */
	const char *output;
	size_t output_length;
	const char *errors; /* NUL-terminated, as the output */
} ChildResult;

typedef struct Child Child;

/* Called once, from the main loop; the child is freed afterwards. */
typedef void (*ChildDone)(const ChildResult *result, gpointer data);

/* NULL with error set when it cannot be started. */
Child *child_run(const ChildCall *call, ChildDone done, gpointer data, GError **error);

/* Ends it without a report. */
void child_free(Child *child);

/* Those of this process's variables, as far as they are set. The caller frees. */
char **child_environment(const char *const *names, size_t count);

#endif
