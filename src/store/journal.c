#include "src/store/journal.h"

#include "src/base/text.h"
#include "src/store/journal-internal.h"
#include "src/store/record.h"

#define REQUEST_COLUMNS                                                                         \
	"request_id TEXT NOT NULL COLLATE NOCASE, service_id TEXT COLLATE NOCASE, "             \
	"workload TEXT NOT NULL, kind TEXT NOT NULL, role_id TEXT, role_name TEXT, "            \
	"scope_type TEXT, scope_id TEXT, scope_name TEXT, access TEXT, "                        \
	"eligibility_schedule_id TEXT, state TEXT NOT NULL, status TEXT, code TEXT, "           \
	"message TEXT, justification TEXT, ticket_number TEXT, ticket_system TEXT, "            \
	"approval_id TEXT, created INTEGER, start INTEGER, duration INTEGER, \"end\" INTEGER, " \
	"is_own INTEGER"

static const char *const migrations[] = {
	/* 1 */
	"CREATE TABLE account (id INTEGER PRIMARY KEY, cloud TEXT NOT NULL, client TEXT NOT NULL, "
	" tenant TEXT NOT NULL COLLATE NOCASE, oid TEXT NOT NULL COLLATE NOCASE, "
	" UNIQUE (cloud, client, tenant, oid)) STRICT;"
	/* What was learnt, and when. Never changed, never deleted. */
	"CREATE TABLE event (sequence INTEGER PRIMARY KEY, "
	" account INTEGER NOT NULL REFERENCES account (id), source TEXT NOT NULL, "
	" learnt INTEGER NOT NULL, " REQUEST_COLUMNS ") STRICT;"
	"CREATE INDEX event_request ON event (account, request_id);"
	"CREATE TRIGGER event_keep BEFORE UPDATE ON event "
	" BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;"
	"CREATE TRIGGER event_hold BEFORE DELETE ON event "
	" BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;"
	/* The events of one request, folded: what screens show. `moment` is what they are sorted by. */
	"CREATE TABLE entry (id INTEGER PRIMARY KEY, "
	" account INTEGER NOT NULL REFERENCES account (id), source TEXT NOT NULL, "
	" first_learnt INTEGER NOT NULL, last_learnt INTEGER NOT NULL, moment INTEGER NOT "
	"NULL, " REQUEST_COLUMNS ", UNIQUE (account, request_id)) STRICT;"
	"CREATE INDEX entry_moment ON entry (account, moment);"
	"CREATE INDEX entry_service ON entry (account, service_id) WHERE service_id IS NOT NULL;"
	"CREATE INDEX entry_unfinished ON entry (account, moment) "
	" WHERE state IN ('unknown', 'prepared', 'running', 'waiting', 'scheduled');"
	"CREATE INDEX entry_active ON entry (account, \"end\") WHERE state = 'active';"
	"CREATE TABLE last_scope (account INTEGER NOT NULL REFERENCES account (id), "
	" eligibility_id TEXT NOT NULL, scope_type TEXT, scope_id TEXT NOT NULL, scope_name TEXT, "
	" used INTEGER NOT NULL, PRIMARY KEY (account, eligibility_id)) STRICT, WITHOUT ROWID;",
	/* 2: who signed in under an [account NAME] of the configuration. No secrets. */
	"CREATE TABLE sign_in (name TEXT NOT NULL, account INTEGER NOT NULL REFERENCES account "
	"(id), "
	" upn TEXT, tenant_name TEXT, is_separate INTEGER NOT NULL, used INTEGER NOT NULL, "
	" PRIMARY KEY (name, account)) STRICT, WITHOUT ROWID;",
	/* 3 and 4: by what its tokens came, beside the account's client; NULL: not known */
	"ALTER TABLE sign_in ADD COLUMN issuer TEXT;",
	"ALTER TABLE sign_in ADD COLUMN graph_client TEXT;",
	/* 5: who asked for what was decided here */
	"ALTER TABLE event ADD COLUMN requester_id TEXT;"
	"ALTER TABLE event ADD COLUMN requester_name TEXT;"
	"ALTER TABLE entry ADD COLUMN requester_id TEXT;"
	"ALTER TABLE entry ADD COLUMN requester_name TEXT;",
	/* 6: what has changed since; and what else there is of a role at a scope */
	("CREATE INDEX entry_learnt ON entry (account, last_learnt);"
	 "CREATE INDEX entry_scope ON entry (account, scope_id COLLATE NOCASE, moment);"),
	/* 7: the set that it was sent for, and what the role asked for then */
	("ALTER TABLE event ADD COLUMN set_name TEXT;"
	 "ALTER TABLE event ADD COLUMN settings TEXT;"
	 "ALTER TABLE entry ADD COLUMN set_name TEXT;"
	 "ALTER TABLE entry ADD COLUMN settings TEXT;"),
	/* 8: what was told beside the screen, by whichever process was first */
	("CREATE TABLE told (account INTEGER NOT NULL REFERENCES account (id), "
	 " key TEXT NOT NULL, at INTEGER NOT NULL, "
	 " PRIMARY KEY (account, key)) STRICT, WITHOUT ROWID;"),
	/* 9: activations that are to be ended when none of those who hold them lives */
	("CREATE TABLE owed (account INTEGER NOT NULL REFERENCES account (id), "
	 " request_id TEXT NOT NULL COLLATE NOCASE, holder INTEGER NOT NULL, "
	 " released INTEGER NOT NULL DEFAULT 0, postponed INTEGER NOT NULL DEFAULT 0, "
	 " tries INTEGER NOT NULL DEFAULT 0, fault TEXT, "
	 " PRIMARY KEY (account, request_id, holder)) STRICT, WITHOUT ROWID;"),
};

const DatabaseKind journal_kind = {
	.title = "journal",
	.application_id = 0x6d726a6c, /* "mrjl" */
	.migrations = migrations,
	.version = G_N_ELEMENTS(migrations),
	.is_durable = true,
};

/* has_words(needle, text, …): the filter of every list, over all texts together. */
static void has_words(sqlite3_context *context, int count, sqlite3_value **values)
{
	g_autoptr(GString) haystack = g_string_sized_new(256);
	for (int i = 1; i < count; i++) {
		const char *text = (const char *)sqlite3_value_text(values[i]);
		if (text != NULL)
			g_string_append(haystack, text);
		g_string_append_c(haystack, '\n');
	}
	const char *needle = (const char *)sqlite3_value_text(values[0]);
	sqlite3_result_int(context, text_matches(haystack->str, needle));
}

static Journal *journal_new(Database *database)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int code = sqlite3_create_function(database->handle, "has_words", -1, flags, NULL,
					   has_words, NULL, NULL);
	g_assert(code == SQLITE_OK);
	Journal *journal = g_new0(Journal, 1);
	journal->database = database;
	return journal;
}

Journal *journal_open(const char *path, int patience_ms, GError **error)
{
	DatabaseKind patient = journal_kind;
	patient.busy_ms = patience_ms;
	Database *database = database_open(path, &patient, error);
	return database != NULL ? journal_new(database) : NULL;
}

Journal *journal_open_copy(const char *path, bool *is_whole)
{
	return journal_new(database_open_copy(path, &journal_kind, is_whole));
}

Journal *journal_copy(const Journal *journal)
{
	Database *copy = database_copy(journal->database, &journal_kind);
	return copy != NULL ? journal_new(copy) : NULL;
}

void journal_set_patience(Journal *journal, int patience_ms)
{
	sqlite3_busy_timeout(journal->database->handle, patience_ms);
}

void journal_rest(Journal *journal)
{
	database_rest(journal->database);
}

void journal_close(Journal *journal)
{
	if (journal == NULL)
		return;
	database_close(journal->database);
	g_free(journal);
}

/* ---- accounts ---- */

void journal_bind_account(sqlite3_stmt *statement, const Account *account)
{
	const char *parts[] = { account->cloud, account->client_id, account->tid, account->oid };
	for (int i = 0; i < (int)G_N_ELEMENTS(parts); i++)
		sqlite3_bind_text(statement, i + 1, parts[i] != NULL ? parts[i] : "", -1,
				  SQLITE_STATIC);
}

bool journal_find_account(Journal *journal, const Account *account, int64_t *id, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"SELECT id FROM account WHERE cloud = ? AND client = ? "
				"AND tenant = ? AND oid = ?",
				error);
	if (statement == NULL)
		return false;
	journal_bind_account(statement, account);
	bool has_row = false;
	if (!database_step(statement, &has_row, error))
		return false;
	*id = has_row ? sqlite3_column_int64(statement, 0) : 0;
	return true;
}

/* ---- reading entries ---- */

const char *journal_source_word(HistorySource source)
{
	return source == HISTORY_SOURCE_LOCAL ? "local" : "service";
}

HistorySource journal_source_from_column(sqlite3_stmt *statement, int column)
{
	return g_strcmp0((const char *)sqlite3_column_text(statement, column), "local") == 0
		       ? HISTORY_SOURCE_LOCAL
		       : HISTORY_SOURCE_SERVICE;
}

/* "SELECT … FROM entry WHERE account = ?1 AND (`condition`)" */
static BorrowedStatement *borrow_entries(Journal *journal, const char *condition, GError **error)
{
	g_autofree char *names = record_names(&record_kept_request);
	g_autofree char *sql = g_strdup_printf("SELECT " JOURNAL_ENTRY_OWN
					       ", %s FROM entry WHERE account = ?1 AND %s",
					       names, condition);
	return database_borrow(journal->database, sql, error);
}

static HistoryEntry *read_entry(sqlite3_stmt *statement)
{
	HistoryEntry *entry = history_entry_new();
	entry->place = sqlite3_column_int64(statement, 0);
	entry->source = journal_source_from_column(statement, 1);
	entry->first_learnt = sqlite3_column_int64(statement, 2);
	entry->last_learnt = sqlite3_column_int64(statement, 3);
	entry->request = request_new();
	record_read(statement, 4, &record_kept_request, entry->request);
	return entry;
}

static GPtrArray *read_entries(sqlite3_stmt *statement, GError **error)
{
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	bool has_row = false;
	do {
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (has_row)
			g_ptr_array_add(entries, read_entry(statement));
	} while (has_row);
	return g_steal_pointer(&entries);
}

#define IN_PERIOD "moment >= ?2 AND moment < ?3"
#define IS_BEHIND " AND (moment, id) < (?6, ?7)"
#define IS_LEARNT " AND last_learnt >= ?8"
#define HAS_TEXT                                                                             \
	" AND has_words(?4, role_name, scope_name, scope_id, justification, ticket_number, " \
	"ticket_system)"

static bool has_text(const HistoryQuery *query)
{
	return query->text != NULL && *query->text != '\0';
}

static bool bind_query(Journal *journal, sqlite3_stmt *statement, const Account *account,
		       const HistoryQuery *query, GError **error)
{
	int64_t id = 0;
	if (!journal_find_account(journal, account, &id, error))
		return false;
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_int64(statement, 2, query->since != 0 ? query->since : G_MININT64);
	sqlite3_bind_int64(statement, 3, query->until != 0 ? query->until : G_MAXINT64);
	if (has_text(query))
		sqlite3_bind_text(statement, 4, query->text, -1, SQLITE_STATIC);
	return true;
}

GPtrArray *journal_read(Journal *journal, const Account *account, const HistoryQuery *query,
			GError **error)
{
	/* What few have learnt lately is found by that, not by looking through all in their order: hence the plus. */
	const char *moment = query->learnt_since != 0 ? "+moment" : "moment";
	g_autofree char *condition = g_strdup_printf(
		"%s >= ?2 AND %s < ?3%s%s%s ORDER BY %s DESC, id DESC LIMIT ?5", moment, moment,
		has_text(query) ? HAS_TEXT : "", query->behind_place != 0 ? IS_BEHIND : "",
		query->learnt_since != 0 ? IS_LEARNT : "", moment);
	g_autoptr(BorrowedStatement) statement = borrow_entries(journal, condition, error);
	if (statement == NULL || !bind_query(journal, statement, account, query, error))
		return NULL;
	sqlite3_bind_int64(statement, 5, query->limit != 0 ? (int64_t)query->limit : -1);
	if (query->behind_place != 0) {
		sqlite3_bind_int64(statement, 6, query->behind_moment);
		sqlite3_bind_int64(statement, 7, query->behind_place);
	}
	if (query->learnt_since != 0)
		sqlite3_bind_int64(statement, 8, query->learnt_since);
	return read_entries(statement, error);
}

int64_t journal_count(Journal *journal, const Account *account, const HistoryQuery *query,
		      GError **error)
{
	g_autofree char *sql =
		g_strconcat("SELECT count(*) FROM entry WHERE account = ?1 AND " IN_PERIOD,
			    has_text(query) ? HAS_TEXT : "", NULL);
	g_autoptr(BorrowedStatement) statement = database_borrow(journal->database, sql, error);
	if (statement == NULL || !bind_query(journal, statement, account, query, error) ||
	    !database_step(statement, NULL, error))
		return -1;
	return sqlite3_column_int64(statement, 0);
}

/* Entries of `account` that fit `condition`; ?2 is `number`. */
static GPtrArray *list_entries(Journal *journal, const Account *account, const char *condition,
			       int64_t number, GError **error)
{
	int64_t id = 0;
	g_autoptr(BorrowedStatement) statement = borrow_entries(journal, condition, error);
	if (statement == NULL || !journal_find_account(journal, account, &id, error))
		return NULL;
	sqlite3_bind_int64(statement, 1, id);
	if (sqlite3_bind_parameter_count(statement) >= 2)
		sqlite3_bind_int64(statement, 2, number);
	return read_entries(statement, error);
}

GPtrArray *journal_list_unfinished(Journal *journal, const Account *account, GError **error)
{
	return list_entries(journal, account,
			    "state IN ('unknown', 'prepared', 'running', 'waiting', 'scheduled') "
			    "ORDER BY moment DESC, id DESC",
			    0, error);
}

GPtrArray *journal_list_active(Journal *journal, const Account *account, Instant now,
			       GError **error)
{
	return list_entries(journal, account,
			    "state = 'active' AND kind = 'activate' AND \"end\" > ?2 "
			    "ORDER BY moment DESC, id DESC",
			    now, error);
}

GPtrArray *journal_list_at(Journal *journal, int64_t account, const JournalPlace *place,
			   GError **error)
{
	g_autofree char *whole =
		g_strdup_printf("scope_id = ?2 COLLATE NOCASE AND %s", place->condition);
	g_autoptr(BorrowedStatement) statement = borrow_entries(journal, whole, error);
	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, place->scope_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, place->from);
	if (sqlite3_bind_parameter_count(statement) >= 4)
		sqlite3_bind_int64(statement, 4, place->to);
	return read_entries(statement, error);
}

bool journal_find_entry(Journal *journal, int64_t account, const char *request_id, int64_t *row,
			HistoryEntry **entry, GError **error)
{
	static const char *const conditions[] = { "request_id = ?2", "service_id = ?2" };
	*row = 0;
	*entry = NULL;
	for (size_t i = 0; request_id != NULL && i < G_N_ELEMENTS(conditions); i++) {
		g_autoptr(BorrowedStatement) statement =
			borrow_entries(journal, conditions[i], error);
		if (statement == NULL)
			return false;
		sqlite3_bind_int64(statement, 1, account);
		sqlite3_bind_text(statement, 2, request_id, -1, SQLITE_STATIC);
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (has_row) {
			*row = sqlite3_column_int64(statement, 0);
			*entry = read_entry(statement);
			return true;
		}
	}
	return true;
}

bool journal_find(Journal *journal, const Account *account, const char *request_id,
		  HistoryEntry **entry, GError **error)
{
	int64_t id = 0, row = 0;
	return journal_find_account(journal, account, &id, error) &&
	       journal_find_entry(journal, id, request_id, &row, entry, error);
}
