/*
 * What the files of the journal share: reading (journal.c), writing (journal-write.c), what ends what (journal-ends.c), ends that are
 * owed (journal-owed.c), and whether it is whole (journal-check.c).
 */
#ifndef MYROLES_STORE_JOURNAL_INTERNAL_H
#define MYROLES_STORE_JOURNAL_INTERNAL_H

#include "src/store/database.h"
#include "src/store/journal.h"

/* What its file is; tests make earlier versions of it. */
extern const DatabaseKind journal_kind;

struct Journal {
	Database *database;
};

/* The columns of an entry or event beside those of its request: these stand first, in this order. */
#define JOURNAL_ENTRY_OWN "id, source, first_learnt, last_learnt"
#define JOURNAL_EVENT_OWN "sequence, source, learnt"

/* *id is 0 when the account has written nothing yet. */
bool journal_find_account(Journal *journal, const Account *account, int64_t *id, GError **error);

/* The same, entered where it is not there. Inside a transaction. */
bool journal_ensure_account(Journal *journal, const Account *account, int64_t *id, GError **error);

/* The entry of a request by either of its ids; *row 0 and *entry NULL when there is none. */
bool journal_find_entry(Journal *journal, int64_t account, const char *request_id, int64_t *row,
			HistoryEntry **entry, GError **error);

typedef struct JournalPlace {
	const char *scope_id;
	const char *condition; /* SQL, in which ?3 is `from` and ?4 `to` */
	Instant from, to;
} JournalPlace;

/* HistoryEntry* that fit. NULL with error set. */
GPtrArray *journal_list_at(Journal *journal, int64_t account, const JournalPlace *place,
			   GError **error);

/*
 * The activation that `request` (it or its deactivation) shows to be over before its time, with that end: *ended, the caller
 * frees it; NULL when there is none.
 */
bool journal_find_end(Journal *journal, int64_t account, const Request *request, Request **ended,
		      GError **error);

/* … holds it: its end is owed. Inside a transaction (journal-owed.c). */
bool journal_add_holder(Journal *journal, int64_t account, const char *request_id, int64_t holder,
			GError **error);

/* cloud, client, tenant and oid to the parameters 1 to 4. */
void journal_bind_account(sqlite3_stmt *statement, const Account *account);

const char *journal_source_word(HistorySource source);
HistorySource journal_source_from_column(sqlite3_stmt *statement, int column);

#endif
