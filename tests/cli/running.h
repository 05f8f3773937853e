/*
 * An `exec` that runs beside the test: its command waits until the test lets it end.
 */
#ifndef MYROLES_TESTS_CLI_RUNNING_H
#define MYROLES_TESTS_CLI_RUNNING_H

#include "tests/e2e/stage.h"

#define RUNNING_DEADLINE_MS 30000 /* a process that has to be begun, on a busy machine */

typedef struct Running {
	Stage *stage;         /* set first */
	bool is_second;       /* beside another one; set first */
	const char *variable; /* "NAME=value", further in its environment; may be NULL */
	GPid pid;
	int status; /* as from waitpid; -1: it runs */
	char *gate; /* the command ends when this is opened to be written */
} Running;

/* What is waited for comes by then, or the test fails and says what did not: each wait calls both. */
gint64 running_deadline(void);
void running_go_on(gint64 deadline, const char *what);

/* Starts it and returns at once. `line` as a shell takes it. */
void running_begin(Running *running, const char *line);

/* Starts `options` of exec with a command that waits, and returns when the command runs. It ends with 3. */
void running_start(Running *running, const char *options);

/* Until it has ended; its status. */
int running_wait(Running *running);

/* Opens the gate: from now on the command ends. */
void running_finish(Running *running);

/* At once, and waits for that. What it was for stays. */
void running_kill(Running *running);

/* Until this many requests of PIM have come to the tenant. */
void await_requests(Stage *stage, size_t count);

/* `myroles has WHAT` */
bool is_active(Stage *stage, const char *what);

#endif
