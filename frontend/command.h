/*
 * The same from a shell: the command that does what a dashboard does, in one line, quoted so that a POSIX shell reads what is
 * meant.
 */
#ifndef MYROLES_FRONTEND_COMMAND_H
#define MYROLES_FRONTEND_COMMAND_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/subject.h"
#include "frontend/wording.h"
#include "src/model/intent.h"

/* Whose command: that of the demo's tenant begins otherwise. The caller frees each of them. */
char *command_activate(const Wording *wording, const Activation *activation, bool is_demo);
char *command_deactivate(const Assignment *assignment, bool is_demo);
char *command_extend(const Extension *extension, bool is_demo);

/*
 * Several of command_activate as one: the options of all after one another, where each has its scope; else one after the other, the next
 * only if the last went well.
 */
char *commands_join(const GPtrArray *commands);

/* The activation that the request asked for, again and from now on; NULL: it asked for something else. */
char *command_repeat(const Request *request, bool is_demo);

/* A deactivation, or a decision with its reason (NULL: none, then no denial); NULL: of anything else there is more to say. */
char *command_of_subject(const Subject *subject, const char *reason, bool is_demo);

/* Looks whether each role of the set would be given. */
char *command_rehearse(const char *set, bool is_demo);

/* Takes the request back; waits for what becomes of it. */
char *command_cancel(const Request *request, bool is_demo);
char *command_wait(const Request *request, bool is_demo);

/* Decides what others asked for (Request*); reason NULL: none is given. */
char *command_decide(const GPtrArray *requests, bool is_denial, const char *reason, bool is_demo);

/* The activation that another person is to ask for: by ids alone, which are the same for everybody. */
char *command_ask(const Request *request);

#endif
