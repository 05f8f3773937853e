/*
 * What a person does at the dashboard, in steps. Each waits until the screen shows that it worked.
 */
#ifndef MYROLES_TESTS_DASHBOARD_H
#define MYROLES_TESTS_DASHBOARD_H

#include "tests/e2e/expect.h"
#include "tests/e2e/stage.h"

/* Starts it and waits for fresh rows. NULL: 80×24. */
Pty *dashboard_open(Stage *stage, const StageRun *run);

/* Filters the rows of the pane by `words` and stands on the first, which begins with `row` (a regex). */
void dashboard_choose(Pty *pty, const char *words, const char *row);

/* Filters the scope tree by `name` and stands on it. */
void dashboard_narrow(Pty *pty, const char *name);

/* Opens the form; all of a wide scope is asked for once more. False: it did not come. */
bool dashboard_open_form(Pty *pty);
/* Opens the form and types these; NULL leaves a field as it is. Then Enter. */
typedef struct FormText {
	const char *duration, *reason, *ticket;
} FormText;
void dashboard_fill(Pty *pty, const FormText *text);

/* The whole way: choose, fill, confirm. */
void dashboard_activate(Pty *pty, const char *words, const char *row, const FormText *text);

/* Closes the outcome. */
void dashboard_close(Pty *pty);

/* Refreshes until the screen shows this: a refresh that is still under way is not the one that is meant. */
void dashboard_refresh(Pty *pty, const char *text);

/* The address of the sign-in's page, as it stands in rows of its own. The caller frees. */
char *dashboard_read_page(Pty *pty);

/* Leaves by the key; ends with 0, the terminal restored and the stream clean. */
void dashboard_quit(Pty *pty);

#endif
