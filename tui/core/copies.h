/* What can be copied of what is looked at: the service's ids, names, addresses, and the command that does the same. */
#ifndef MYROLES_TUI_CORE_COPIES_H
#define MYROLES_TUI_CORE_COPIES_H

#include "tui/core/state.h"

#define COPY_COMMAND "command" /* the label of commands for a shell */

typedef struct CopyChoice {
	char *label; /* "scope id" */
	char *text;
} CopyChoice;

/* CopyChoice*; the caller unrefs. Of the top dialog, where it has any; else of the row that has the keys. */
GPtrArray *copies_of(const State *state);

/* An empty list of them; and one more. Copied; a text that is NULL or empty is left out. */
GPtrArray *copies_new(void);
void copies_add(GPtrArray *copies, const char *label, const char *text);

/* The row's page in the portal, or the scope's (`scope` not NULL). NULL: no portal is known. The caller frees. */
char *state_portal_url(const State *state, WorkloadId workload, const Scope *scope);

/* The commands that do the same from a shell. The caller frees. */
char *state_command_activate(const State *state, const Activation *activation);
char *state_command_deactivate(const State *state, const Assignment *assignment);
bool state_is_demo(const State *state); /* commands begin otherwise there */
/* Of a request that is not settled: the commands that take it back and wait for it. */
void copies_add_open(GPtrArray *copies, const State *state, const Request *request);

#endif
