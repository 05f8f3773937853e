/*
 * One verb's talk with the backend: settings, the door, Ctrl-C, and the wait for events.
 */
#ifndef MYROLES_CLI_SESSION_H
#define MYROLES_CLI_SESSION_H

#include <glib.h>
#include <stdbool.h>

#include "cli/options.h"
#include "cli/tell.h"
#include "src/backend.h"

typedef struct Session {
	const Options *options; /* borrowed */
	Settings *settings;
	Backend *backend;
	GTimeZone *zone;
	Account *account;    /* who is signed in, as told last; NULL: not known yet */
	GPtrArray *problems; /* ListProblem*: what went wrong with lists */
	uint64_t last_intent;
	bool is_interrupted; /* SIGINT or SIGTERM */
	bool has_gaps;       /* the journal that was read lacks what the file has */
	guint signal_sources[2];
} Session;

/* Reads the settings and opens the backend. False: it was told; *code says how to end. */
bool session_open(Session *session, const Options *options, ExitCode *code);

/*
 * The same, for who tells it in other words. `kept`: what of the last run session_list finds.
 */
bool session_try_open(Session *session, const Options *options, KeptChoice kept, GError **error);
void session_clear(Session *session);

/* Lets what is being written to the keyring, or brings what has to be, come to its end: for five seconds at most. */
void session_finish_saving(Backend *backend);

/* Now, by the service's clock. */
Instant session_now(const Session *session);

/* How words are made now. */
Wording session_wording(const Session *session);

/* " as you@contoso.com in Contoso"; "" while nobody is known. The caller frees. */
char *session_account_words(const Session *session);

/* As ask() (cli/ask.h), with nothing offered, while the session has Ctrl-C. NULL: interrupted, or no more comes. The caller frees. */
char *session_ask(const Session *session, const char *what);

/* Sends the intent (its id is given here), which is taken. Returns the id. */
uint64_t session_send(Session *session, Intent *intent);

/*
 * The next event, waited for; the caller frees it. NULL: interrupted. Accounts are kept in the session, notices are
 * told on standard error: neither is returned. Timers (cli/wait.h) call meanwhile.
 */
Event *session_next(Session *session);

/*
 * The same of what is there without anything being asked: what the last run knew. NULL: that was all, or interrupted.
 */
Event *session_next_ready(Session *session);

/* Until *is_over, set by a source or a timer, or interrupted. What happens meanwhile is told to nobody. */
void session_wait(Session *session, const bool *is_over);

/* The next event of that intent, whose problem ends the wait. NULL: that was told, or it was interrupted; *code says how to end. */
Event *session_await(Session *session, uint64_t intent, ExitCode *code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Session, session_clear)

#endif
