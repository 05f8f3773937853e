/* What is wrong with a journal that can be opened: asked of the file by one query for each kind of fault. */
#include "src/store/journal-internal.h"

/* The last event of an entry; whoever folds it keeps what it lacks, so only what it says is compared. */
#define LAST_EVENT                                                   \
	"entry AS e JOIN event AS v ON v.sequence = "                \
	"(SELECT max(sequence) FROM event WHERE account = e.account" \
	" AND request_id = e.request_id)"

/* Once ended, an entry keeps that and its end, whatever the service goes on to call it. */
#define WAS_ENDED                                                           \
	"(e.state = 'ended' AND EXISTS (SELECT 1 FROM event WHERE account " \
	"= e.account AND request_id = e.request_id AND state = 'ended'))"

#define NO_EVENT                                                                           \
	"FROM entry AS e WHERE NOT EXISTS (SELECT 1 FROM event WHERE account = e.account " \
	"AND request_id = e.request_id)"

#define DISAGREES                                                                      \
	"FROM " LAST_EVENT                                                             \
	" WHERE (e.workload <> v.workload OR (v.kind <> 'other' AND e.kind <> v.kind)" \
	" OR (v.role_id <> '' AND e.role_id IS NOT v.role_id)"                         \
	" OR (v.scope_id <> '' AND e.scope_id IS NOT v.scope_id)"                      \
	" OR (v.created <> 0 AND e.created IS NOT v.created)"                          \
	" OR (v.start <> 0 AND e.start IS NOT v.start)"                                \
	" OR (NOT " WAS_ENDED " AND (e.state <> v.state"                               \
	" OR (v.\"end\" <> 0 AND e.\"end\" IS NOT v.\"end\"))))"

/* Each gives one row: how many there are, and one of them. */
static const char *const queries[] = {
	[JOURNAL_FAULT_FILE] =
		"SELECT count(*), min(words) FROM (SELECT integrity_check AS words "
		"FROM pragma_integrity_check(100) WHERE integrity_check <> 'ok' UNION ALL "
		"SELECT 'a row of ' || \"table\" || ' belongs to nobody' "
		"FROM pragma_foreign_key_check)",
	[JOURNAL_FAULT_NO_EVENT] = "SELECT count(*), min(request_id) " NO_EVENT,
	/* The events of a twin stay, under the id that is the service's of the entry that took its place. */
	[JOURNAL_FAULT_NO_ENTRY] =
		"SELECT count(DISTINCT request_id), min(request_id) FROM event AS v "
		"WHERE NOT EXISTS (SELECT 1 FROM entry WHERE account = v.account "
		"AND request_id = v.request_id) AND NOT EXISTS (SELECT 1 FROM entry "
		"WHERE account = v.account AND service_id = v.request_id)",
	[JOURNAL_FAULT_DISAGREES] = "SELECT count(*), min(e.request_id) " DISAGREES,
	[JOURNAL_FAULT_DOUBLED] =
		"SELECT count(*), min(id) FROM (SELECT a.request_id AS id FROM entry AS a "
		"JOIN entry AS b ON b.account = a.account AND b.request_id = a.service_id "
		"AND b.id <> a.id UNION SELECT a.request_id FROM entry AS a JOIN entry AS b "
		"ON b.account = a.account AND b.service_id = a.service_id AND b.id > a.id)",
};

G_STATIC_ASSERT(G_N_ELEMENTS(queries) == JOURNAL_FAULTS);

static bool ask(Journal *journal, const char *sql, int64_t *count, char **words, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(journal->database, sql, error);
	if (statement == NULL || !database_step(statement, NULL, error))
		return false;
	*count = sqlite3_column_int64(statement, 0);
	if (words != NULL && *count > 0)
		*words = g_strdup((const char *)sqlite3_column_text(statement, 1));
	return true;
}

bool journal_check(Journal *journal, JournalCheck *out, GError **error)
{
	g_auto(JournalCheck) check = { 0 };
	bool ok = true;
	for (int i = 0; ok && i < JOURNAL_FAULTS; i++) {
		JournalFault *fault = &check.faults[i];
		g_autoptr(GError) reason = NULL;
		ok = ask(journal, queries[i], &fault->count, &fault->words, &reason);
		/* Of a damaged file that is what there is to know: the rest cannot be read. */
		if (!ok && check.faults[JOURNAL_FAULT_FILE].count == 0) {
			g_propagate_error(error, g_steal_pointer(&reason));
			return false;
		}
	}
	if (ok && (!ask(journal, "SELECT count(*) FROM entry", &check.requests, NULL, error) ||
		   !ask(journal, "SELECT count(*) FROM event", &check.events, NULL, error)))
		return false;
	*out = check;
	check = (JournalCheck){ 0 };
	return true;
}

/* ---- Piece by piece ------------------------------------------------------------------------------- */

#define PIECE 100 /* rows: less than a frame, also where each lies on a page of its own */

/* A long text lies on pages of its own, which are read to be counted. */
#define TEXT_LENGTHS "total(length(message)), total(length(justification)), total(length(settings))"

static const char *const piece_queries[] = {
	[JOURNAL_FAULT_NO_EVENT] =
		"SELECT count(*), min(request_id) " NO_EVENT " AND e.id > ?1 AND e.id <= ?2",
	[JOURNAL_FAULT_DISAGREES] =
		"SELECT count(*), min(e.request_id) " DISAGREES " AND e.id > ?1 AND e.id <= ?2",
};

static BorrowedStatement *ask_piece(Journal *journal, const char *sql, int64_t after,
				    GError **error)
{
	BorrowedStatement *statement = database_borrow(journal->database, sql, error);
	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, after);
	sqlite3_bind_int64(statement, 2, after + PIECE);
	if (database_step(statement, NULL, error))
		return statement;
	database_give_back(statement);
	return NULL;
}

static bool walk_entries(Journal *journal, int64_t after, JournalCheck *check, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(piece_queries); i++) {
		if (piece_queries[i] == NULL)
			continue;
		g_autoptr(BorrowedStatement) statement =
			ask_piece(journal, piece_queries[i], after, error);
		if (statement == NULL)
			return false;
		JournalFault *fault = &check->faults[i];
		fault->count += sqlite3_column_int64(statement, 0);
		if (fault->count > 0 && fault->words == NULL)
			fault->words = g_strdup((const char *)sqlite3_column_text(statement, 1));
	}
	return true;
}

/* Whatever they say: they can be read. */
static bool walk_events(Journal *journal, int64_t after, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		ask_piece(journal,
			  "SELECT count(*), " TEXT_LENGTHS
			  " FROM event WHERE sequence > ?1 AND sequence <= ?2",
			  after, error);
	return statement != NULL;
}

bool journal_walk(Journal *journal, JournalWalk *walk, GError **error)
{
	int64_t last_entry = 0, last_event = 0;
	if (!ask(journal, "SELECT max(id) FROM entry", &last_entry, NULL, error) ||
	    !ask(journal, "SELECT max(sequence) FROM event", &last_event, NULL, error))
		return false;
	if (walk->entry < last_entry) {
		if (!walk_entries(journal, walk->entry, &walk->check, error))
			return false;
		walk->entry += PIECE;
	} else if (walk->event < last_event) {
		if (!walk_events(journal, walk->event, error))
			return false;
		walk->event += PIECE;
	}
	walk->is_over = walk->entry >= last_entry && walk->event >= last_event;
	return true;
}

bool journal_check_is_sound(const JournalCheck *check)
{
	for (int i = 0; i < JOURNAL_FAULTS; i++) {
		if (check->faults[i].count > 0)
			return false;
	}
	return true;
}

void journal_check_clear(JournalCheck *check)
{
	for (int i = 0; i < JOURNAL_FAULTS; i++)
		g_clear_pointer(&check->faults[i].words, g_free);
}
