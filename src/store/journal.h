/*
 * The journal of one's own requests: append-only events in a SQLite file of its own (0600 in a 0700 folder), and one
 * folded entry per request that is kept up to date in the same transaction, so that a long history opens at once.
 * What was reported written survives a kill -9 and a power cut (WAL, synchronous=FULL).
 * Accounts (cloud, client, tenant, oid) never see each other's entries. Two processes may use it at once.
 */
#ifndef MYROLES_STORE_JOURNAL_H
#define MYROLES_STORE_JOURNAL_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/account.h"
#include "src/model/event.h"
#include "src/model/history.h"
#include "src/model/owed.h"

typedef struct Journal Journal;

/*
 * Opens or creates the file and its folder. A damaged, foreign or newer file is an error and is left as it is. From then on
 * each call waits so long for another process that holds the file, then fails as STORE_ERROR_BUSY.
 * Errors: STORE_ERROR_*, FILES_ERROR_*.
 */
Journal *journal_open(const char *path, int patience_ms, GError **error);

/*
 * One in memory, for where the file cannot be written: begins with what can be read of it, and never fails. *is_whole: that
 * is all there is.
 */
Journal *journal_open_copy(const char *path, bool *is_whole);

/* The same of an open one, with all that was written to it; NULL: it cannot be read, or is damaged. */
Journal *journal_copy(const Journal *journal);

void journal_set_patience(Journal *journal, int patience_ms);
void journal_rest(Journal *journal); /* see database_rest */
void journal_close(Journal *journal);

/*
 * Appends `event` and folds it into its request's entry. An event that adds nothing to what the entry says already is
 * not written again, so lists of the service can be imported as often as they come: *is_new (may be NULL) tells.
 * A request is found by its id or by its service_id, letter case ignored. With a holder its end is owed from now on.
 */
bool journal_append(Journal *journal, const Account *account, const HistoryEvent *event,
		    bool *is_new, GError **error);

/*
 * What is appended between the two goes to the disk once, at the end: all or nothing. journal_end_group tells which; only
 * when it is true may anybody be told.
 */
bool journal_begin_group(Journal *journal, GError **error);
bool journal_end_group(Journal *journal, GError **error);

/*
 * What a list of the service's requests tells (HistoryEvent*), in one transaction: all or none. *added (may be NULL): how many
 * were new. Such a list goes on telling the end that was asked for: one that was found to come earlier stays.
 */
bool journal_import(Journal *journal, const Account *account, GPtrArray *events, size_t *added,
		    GError **error);

/* HistoryEntry*, newest first (by when the request was created, else first seen). NULL with error set. */
GPtrArray *journal_read(Journal *journal, const Account *account, const HistoryQuery *query,
			GError **error);

/* How many entries of `query`'s period and words there are, of whichever page; -1 with error set. */
int64_t journal_count(Journal *journal, const Account *account, const HistoryQuery *query,
		      GError **error);

/* HistoryEvent* of one request, oldest first. NULL with error set. */
GPtrArray *journal_read_events(Journal *journal, const Account *account, const char *request_id,
			       GError **error);

/* The entry of a request (id or service_id): false with error set; *entry NULL when there is none. */
bool journal_find(Journal *journal, const Account *account, const char *request_id,
		  HistoryEntry **entry, GError **error);

/* HistoryEntry* whose end is not known yet (prepared, running, unknown, waiting, scheduled): to be followed. */
GPtrArray *journal_list_unfinished(Journal *journal, const Account *account, GError **error);

/* HistoryEntry* of activations that should be active at `now`: their scopes are worth asking first. */
GPtrArray *journal_list_active(Journal *journal, const Account *account, Instant now,
			       GError **error);

/* The scope used last with each eligibility: LastScope*, the latest first. NULL with error set. */
GPtrArray *journal_list_last_scopes(Journal *journal, const Account *account, GError **error);
bool journal_set_last_scope(Journal *journal, const Account *account, const char *eligibility_id,
			    const Scope *scope, Instant used, GError **error);

/*
 * is_first[i]: nobody has told keys[i] (char*, of what happened) yet, and from now on this process has. For 90 days. All are
 * written at once, without waiting for the disk: what a power cut takes back is told twice.
 */
bool journal_claim(Journal *journal, const Account *account, const GPtrArray *keys, Instant now,
		   bool *is_first, GError **error);

/*
 * Ends that are owed: Owed* of activations that were appended with a holder, whatever became of them since. NULL with error set.
 */
GPtrArray *journal_list_owed(Journal *journal, const Account *account, GError **error);

/* One more holder of what is owed already: *is_held; false there: it is not, any more or at all. */
bool journal_hold_owed(Journal *journal, const Account *account, const char *request_id,
		       int64_t holder, bool *is_held, GError **error);

/* That holder lets go of all that it holds. */
bool journal_release_owed(Journal *journal, const Account *account, int64_t holder, Instant now,
			  GError **error);

/* Writes down `postponed`, `tries` and `fault`. */
bool journal_postpone_owed(Journal *journal, const Account *account, const Owed *owed,
			   GError **error);

/* Nothing is left to be ended. */
bool journal_settle_owed(Journal *journal, const Account *account, const char *request_id,
			 GError **error);

/* Who signed in under an [account NAME]: no secrets, those are in a token store. */
typedef struct JournalSignIn {
	char *name;
	Account *account;
	char *issuer;          /* where its tokens came from; NULL: not known */
	char *graph_client_id; /* that of its tokens for Graph; NULL: not known */
	bool is_separate;      /* the platform gives out grants for one resource only */
	Instant used;          /* the latest of a name is its current one */
} JournalSignIn;

void journal_sign_in_free(JournalSignIn *sign_in);

/* JournalSignIn*, the latest of each name first; of `name` alone, or of all (NULL). NULL with error set. */
GPtrArray *journal_list_sign_ins(Journal *journal, const char *name, GError **error);

/* Adds it, or replaces that account's under that name. */
bool journal_set_sign_in(Journal *journal, const JournalSignIn *sign_in, GError **error);
bool journal_remove_sign_in(Journal *journal, const char *name, const Account *account,
			    GError **error);

/* ---- Is it whole? ------------------------------------------------------------------------------- */

typedef enum {
	JOURNAL_FAULT_FILE, /* what SQLite finds wrong with the file; words: its own */
	JOURNAL_FAULT_NO_EVENT, /* an entry without any event; words of this and the next: a request's id */
	JOURNAL_FAULT_NO_ENTRY,  /* events that no entry was made of */
	JOURNAL_FAULT_DISAGREES, /* an entry that does not say what its last event says */
	JOURNAL_FAULT_DOUBLED,   /* one request that has two entries */
	JOURNAL_FAULTS,
} JournalFaultKind;

typedef struct JournalFault {
	int64_t count;
	char *words; /* of one of them; NULL: there is none */
} JournalFault;

typedef struct JournalCheck {
	int64_t requests, events; /* of all accounts; 0 where the file is damaged */
	JournalFault faults[JOURNAL_FAULTS];
} JournalCheck;

/*
 * Reads all of the file, of every account, and changes nothing. False with error set: it cannot be read, which is no word on
 * what it holds, but for STORE_ERROR_DAMAGED. journal_check_clear frees what is in *out.
 */
bool journal_check(Journal *journal, JournalCheck *out, GError **error);

/* The same while a screen is up. Zeroed: at its beginning. */
typedef struct JournalWalk {
	int64_t entry, event; /* looked at up to these */
	JournalCheck check;   /* what was found; freed by journal_check_clear */
	bool is_over;
} JournalWalk;

/*
 * Looks at the next hundred rows: can they be read, and do requests say what their last events say? The file's free pages and
 * its indexes are left to journal_check. False with error set as there; the walk has not moved then.
 */
bool journal_walk(Journal *journal, JournalWalk *walk, GError **error);

bool journal_check_is_sound(const JournalCheck *check);
void journal_check_clear(JournalCheck *check);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(JournalCheck, journal_check_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JournalSignIn, journal_sign_in_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journal, journal_close)

#endif
