/*
 * Sentences for people on standard error, and what they mean for the exit code.
 */
#ifndef MYROLES_CLI_TELL_H
#define MYROLES_CLI_TELL_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/wording.h"
#include "src/model/account.h"
#include "src/model/problem.h"

/* What a run came to; part of the interface, see myroles(1). */
typedef enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2, /* or ambiguous */
	EXIT_SIGN_IN = 3,
	EXIT_REFUSED = 4, /* by policy */
	EXIT_WAITING = 5, /* for approval */
	EXIT_PARTLY = 6,
	EXIT_UNREACHABLE = 7,
	EXIT_CANNOT_RUN = 126, /* a command (`exec`), whose own exit codes may be any */
	EXIT_NOT_FOUND = 127,  /* … is not there */
	EXIT_INTERRUPTED = 130,
} ExitCode;

/* "myroles: MESSAGE HINT", sanitized, on one line. `hint` may be NULL. */
void tell(const char *message, const char *hint);
void tell_format(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The same of what is no problem: a document has it elsewhere, or not at all. */
void tell_note(const char *message);

/* A reason that says nothing to who reads it later is sent all the same; the person hears it. NULL: there is none. */
void tell_generic_reason(const char *reason);

/* Was this said already? A journal that cannot be used stops what is asked for, and is told when it is opened. */
bool tell_was_told(const Problem *problem);

/* What was told so far: Problem*, or NULL; borrowed. */
const GPtrArray *tell_problems(void);

/* Who asks, as far as it is known by now: NULL: not. It is copied; what is returned, borrowed. */
void tell_note_account(const Account *account);
const Account *tell_account(void);

/* A document was printed: with --json there is one in every end. */
void tell_note_document(void);
bool tell_has_document(void);

/* The outcome, as a sentence on standard output, sanitized. */
void say(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* How words are made here, but for the time: actions are verbs and options. */
extern const Wording tell_wording;

/* A message, and the next step of the problem behind it. */
void tell_with_step(const char *message, const Problem *problem);

ExitCode tell_problem(const Problem *problem); /* the exit code that belongs to it */
ExitCode tell_error(const GError *error);      /* the same for an error of any room */
ExitCode problem_exit_code(const Problem *problem);

/*
 * What libraries report by GLib goes to the log, and to standard error unless the dashboard has the terminal. Call the first
 * once, in main().
 */
void tell_take_library_messages(void);
void tell_set_dashboard(bool has_terminal);

/* Does a person watch? When standard error is a terminal. */
bool tell_is_to_terminal(void);

/* Told only then. */
void tell_progress(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
