/*
 * A child process whose output is read without blocking the loop: within a deadline and a size, with a cleaned
 * environment, stdin empty, in a process group of its own so that all of it can be ended. Output is wiped.
 */
#ifndef MYROLES_AUTH_CHILD_H
#define MYROLES_AUTH_CHILD_H

#include <gio/gio.h>
#include <stdbool.h>

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

/* Runs argv[0] (an absolute path). NULL with error set when it cannot be started. */
Child *child_run(const char *const *argv, unsigned deadline_ms, ChildDone done, gpointer data,
		 GError **error);

/* Ends it without a report. */
void child_free(Child *child);

#endif
