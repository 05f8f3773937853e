/*
 * The one door for every frontend: intents in, events out. It knows PIM, HTTP, keyring and disk; it knows
 * no screen and no argv. One thread: everything happens while the default GMainContext iterates; events only
 * wait in a queue, nothing is called back. After each iteration the frontend takes what is there.
 */
#ifndef MYROLES_BACKEND_H
#define MYROLES_BACKEND_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"
#include "src/base/terminal-use.h"
#include "src/model/event.h"
#include "src/model/intent.h"
#include "src/model/mistake.h"
#include "src/model/settings.h"

typedef struct Backend Backend;

typedef struct BackendOptions {
	const char *account; /* [account NAME] to use; NULL: settings decide */
	const char *tenant;  /* an id or a name: whose sign-in there is used; NULL: the last one */
	const char *
		person; /* a user name or object id: of several the sign-in of this one; NULL: any */
	const char *state_dir; /* NULL: $XDG_STATE_HOME/myroles (journal, last scopes) */
	const char *cache_dir; /* NULL: $XDG_CACHE_HOME/myroles (snapshot) */
	Clock *clock;          /* borrowed; NULL: the system's */
	/* Between two looks at a running request at first; other waits are multiples. 0: 2000. For tests. */
	unsigned pace_ms;
	/* After so long without an answer a service is told as mute; 0: the usual ten seconds. For tests. */
	unsigned mute_ms;
	/* So long an answer to what changes something is waited for; 0: the usual minute. For tests. */
	unsigned change_ms;
	/* Below it is looked for tokens of other programs that are older than a role (their times alone); NULL: nowhere. */
	const char *home_dir;
	KeptChoice kept; /* what of the last run is told */
	bool is_hasty; /* a host that cannot be reached is not tried again: the last known rows do */
} BackendOptions;

/* Where a configuration is. */
typedef struct SettingsPlace {
	const char *path; /* NULL: $XDG_CONFIG_HOME/myroles/myroles.conf, which may be missing */
	bool is_apart; /* of a demo: what the machine's administrator says is about real tenants */
} SettingsPlace;

/*
 * The configuration: the person's file, and below it (above it, where it locks something) that of the whole machine,
 * $(sysconfdir)/myroles.conf. Errors name file, line, group, key and what was expected.
 */
Settings *backend_load_settings(const SettingsPlace *place, GError **error);

/*
 * All that is wrong with it, as Mistake* by line, is added to `mistakes`; the settings hold what could be read, to be judged further
 * and not to be used. NULL with `error` set: it cannot be read at all.
 */
Settings *backend_check_settings(const SettingsPlace *place, GPtrArray *mistakes, GError **error);

/* Writes a commented one there (0600), or to the standard place when NULL. Never over one: FILES_ERROR_EXISTS. *written: where. */
bool backend_create_settings(const char *path, char **written, GError **error);

/*
 * Adds a set to it, at its end, and changes nothing else. A file with mistakes and a set that is there already are refused; *written:
 * where.
 */
bool backend_save_set(const char *path, const ActivationSet *set, char **written, GError **error);

/*
 * Says in it where the tokens of [account NAME] are kept; all else stays. Errors: a file with mistakes, or a keyring of the kernel that
 * does not take a key here: it is tried first, and nothing is written then. *written: where.
 */
bool backend_set_token_store(const char *path, const char *account, TokenStoreKind kind,
			     char **written, GError **error);

/*
 * Opens journal and snapshot, reads no network yet. Errors: configuration that names no usable account; a journal that cannot be
 * opened is told as a notice, and nothing is sent then. `settings` is borrowed for the backend's life.
 */
Backend *backend_new(const Settings *settings, const BackendOptions *options, GError **error);

/* Cancels what is under way (journaled requests stay journaled) and closes. Does not wait. */
void backend_free(Backend *backend);

/* Takes the intent and starts it. */
void backend_send(Backend *backend, Intent *intent);

/* Drops interest in an intent: reads are canceled; a request that was sent is still followed. */
void backend_drop(Backend *backend, uint64_t intent_id);

/* The next event, or NULL. The caller frees it. */
Event *backend_take_event(Backend *backend);

/* Is something still being written to the keyring? A program that ends lets it: three seconds at most. */
bool backend_is_saving(const Backend *backend);

/* The frontend draws on a terminal, and lends it to a program that keeps tokens as long as that runs. NULL: no more. */
void backend_set_terminal(Backend *backend, const TerminalUse *terminal);

/* The service's clock, as far as known. */
const Clock *backend_clock(const Backend *backend);

/* The cloud in use (for portal links). Borrowed. */
const Cloud *backend_cloud(const Backend *backend);

/* The file of whose bytes each living holder of something owed has one locked (src/model/owed.h). Borrowed. */
const char *backend_holders(const Backend *backend);

/* Is an end owed that could be paid now, by the last known account, and is nobody there who will? */
bool backend_is_owing(const Backend *backend);

/* A GError of any room as a person is told it. */
Problem *backend_explain(const GError *error);

/* OlderTokens*: of other programs here, by the times of their files alone (BackendOptions.home_dir). The caller unrefs. */
GPtrArray *backend_find_tokens(const Backend *backend);

/* What a request's `settings` say; NULL: nothing, or nothing that can be read. The caller frees. */
Policy *backend_read_settings(const char *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Backend, backend_free)

#endif
