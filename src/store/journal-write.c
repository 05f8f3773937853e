#include "src/store/journal-internal.h"

#include "src/store/error.h"
#include "src/store/record.h"

bool journal_ensure_account(Journal *journal, const Account *account, int64_t *id, GError **error)
{
	if (!journal_find_account(journal, account, id, error))
		return false;
	if (*id != 0)
		return true;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database,
		"INSERT INTO account (cloud, client, tenant, oid) VALUES (?, ?, ?, ?)", error);
	if (statement == NULL)
		return false;
	journal_bind_account(statement, account);
	if (!database_step(statement, NULL, error))
		return false;
	*id = sqlite3_last_insert_rowid(journal->database->handle);
	return true;
}

/* ---- appending ---- */

static bool insert_event(Journal *journal, int64_t account, const HistoryEvent *event,
			 const Request *request, GError **error)
{
	g_autofree char *names = record_names(&record_kept_request);
	g_autofree char *marks = record_marks(record_kept_request.count);
	g_autofree char *sql = g_strdup_printf(
		"INSERT INTO event (account, source, learnt, %s) VALUES (?, ?, ?, %s)", names,
		marks);
	g_autoptr(BorrowedStatement) statement = database_borrow(journal->database, sql, error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, journal_source_word(event->source), -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, event->learnt);
	record_bind(statement, 4, &record_kept_request, request);
	return database_step(statement, NULL, error);
}

/* `row` 0: a new entry. */
static bool write_entry(Journal *journal, int64_t account, int64_t row, const HistoryEntry *entry,
			GError **error)
{
	g_autofree char *names = record_names(&record_kept_request);
	g_autofree char *marks = record_marks(record_kept_request.count);
	g_autofree char *sql =
		g_strdup_printf("INSERT OR REPLACE INTO entry (" JOURNAL_ENTRY_OWN
				", account, moment, %s) VALUES (?, ?, ?, ?, ?, ?, %s)",
				names, marks);
	g_autoptr(BorrowedStatement) statement = database_borrow(journal->database, sql, error);
	if (statement == NULL)
		return false;
	if (row != 0)
		sqlite3_bind_int64(statement, 1, row);
	sqlite3_bind_text(statement, 2, journal_source_word(entry->source), -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, entry->first_learnt);
	sqlite3_bind_int64(statement, 4, entry->last_learnt);
	sqlite3_bind_int64(statement, 5, account);
	sqlite3_bind_int64(statement, 6,
			   entry->request->created != 0 ? entry->request->created
							: entry->first_learnt);
	record_bind(statement, 7, &record_kept_request, entry->request);
	return database_step(statement, NULL, error);
}

/* Finds the entry by what the event calls its request: first its id, then the id that the service gave it. */
static bool find_for_event(Journal *journal, int64_t account, const Request *request, int64_t *row,
			   HistoryEntry **entry, GError **error)
{
	if (!journal_find_entry(journal, account, request->id, row, entry, error))
		return false;
	return *entry != NULL || request->service_id == NULL ||
	       journal_find_entry(journal, account, request->service_id, row, entry, error);
}

/*
 * A list may tell of a request under the service's id before the answer to its sending tells that it is the one made here.
 * Then it has two entries, and the one of the service goes; its events stay.
 */
static bool drop_twin(Journal *journal, int64_t account, int64_t row, const Request *request,
		      GError **error)
{
	if (row == 0 || request->service_id == NULL)
		return true;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database,
		"DELETE FROM entry WHERE account = ?1 AND request_id = ?2 AND rowid <> ?3", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, request->service_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, row);
	return database_step(statement, NULL, error);
}

/* The lists of requests go on telling the end that was asked for: one that was found to come earlier stays. */
static void keep_end(const Request *before, Request *told)
{
	const bool is_same = told->kind == REQUEST_ACTIVATE && before->kind == REQUEST_ACTIVATE &&
			     told->start == before->start;
	if (!is_same || before->end == 0 || told->end <= before->end)
		return;
	told->end = before->end;
	told->duration = before->duration;
}

static bool append_one(Journal *journal, int64_t account, const HistoryEvent *event, bool is_listed,
		       bool *is_new, GError **error)
{
	if (event->request == NULL || event->request->id == NULL || *event->request->id == '\0') {
		g_set_error_literal(error, STORE_ERROR, STORE_ERROR_IO,
				    "a request without an id cannot be kept");
		return false;
	}

	int64_t row = 0;
	g_autoptr(HistoryEntry) before = NULL;
	if (!find_for_event(journal, account, event->request, &row, &before, error))
		return false;

	/* The request keeps the id that it was first known by; a second one is the service's. */
	g_autoptr(HistoryEvent) own =
		history_event_new(event->source, event->learnt, event->request);
	if (before != NULL && g_ascii_strcasecmp(before->request->id, own->request->id) != 0) {
		g_free(own->request->service_id);
		own->request->service_id = own->request->id;
		own->request->id = g_strdup(before->request->id);
	}
	if (before != NULL && is_listed)
		keep_end(before->request, own->request);

	g_autoptr(HistoryEntry) after =
		before != NULL ? history_entry_copy(before) : history_entry_new();
	history_entry_fold(after, own);
	if (before != NULL && before->source == after->source &&
	    record_equal(&record_kept_request, before->request, after->request)) {
		*is_new = false;
		return true;
	}
	*is_new = true;
	return drop_twin(journal, account, row, own->request, error) &&
	       insert_event(journal, account, own, own->request, error) &&
	       write_entry(journal, account, row, after, error);
}

/* … and what follows from it for another entry. */
static bool append_with_end(Journal *journal, int64_t account, const HistoryEvent *event,
			    bool is_listed, bool *is_new, GError **error)
{
	g_autoptr(Request) ended = NULL;
	if (!append_one(journal, account, event, is_listed, is_new, error))
		return false;
	if (!*is_new)
		return true;
	if (!journal_find_end(journal, account, event->request, &ended, error))
		return false;
	if (ended == NULL)
		return true;
	bool is_other = false;
	g_autoptr(HistoryEvent) end = history_event_new(event->source, event->learnt, ended);
	return append_one(journal, account, end, false, &is_other, error);
}

/* What holds it is never without it: both are written at once, before it is sent. */
static bool add_holder(Journal *journal, int64_t account, const HistoryEvent *event, GError **error)
{
	const Request *request = event->request;
	return request->holder == 0 || request->state != REQUEST_STATE_PREPARED ||
	       journal_add_holder(journal, account, request->id, request->holder, error);
}

bool journal_begin_group(Journal *journal, GError **error)
{
	return database_begin(journal->database, error);
}

bool journal_end_group(Journal *journal, GError **error)
{
	return database_end(journal->database, true, error);
}

static bool write_all(Journal *journal, const Account *account, const GPtrArray *events,
		      bool is_listed, size_t *added, GError **error)
{
	if (!database_begin(journal->database, error))
		return false;
	int64_t id = 0;
	size_t count = 0;
	bool ok = journal_ensure_account(journal, account, &id, error);
	for (guint i = 0; ok && i < events->len; i++) {
		bool is_new = false;
		ok = append_with_end(journal, id, events->pdata[i], is_listed, &is_new, error) &&
		     add_holder(journal, id, events->pdata[i], error);
		count += is_new;
	}
	if (!database_end(journal->database, ok, error))
		return false;
	if (added != NULL)
		*added = count;
	return true;
}

bool journal_import(Journal *journal, const Account *account, GPtrArray *events, size_t *added,
		    GError **error)
{
	return write_all(journal, account, events, true, added, error);
}

bool journal_append(Journal *journal, const Account *account, const HistoryEvent *event,
		    bool *is_new, GError **error)
{
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	g_ptr_array_add(events, (gpointer)event);
	size_t added = 0;
	if (!write_all(journal, account, events, false, &added, error))
		return false;
	if (is_new != NULL)
		*is_new = added > 0;
	return true;
}

GPtrArray *journal_read_events(Journal *journal, const Account *account, const char *request_id,
			       GError **error)
{
	g_autofree char *names = record_names(&record_kept_request);
	g_autofree char *sql = g_strdup_printf(
		"SELECT " JOURNAL_EVENT_OWN ", %s FROM event WHERE account = ? AND request_id = ? "
		"ORDER BY sequence",
		names);
	int64_t id = 0;
	g_autoptr(BorrowedStatement) statement = database_borrow(journal->database, sql, error);
	if (statement == NULL || !journal_find_account(journal, account, &id, error))
		return NULL;
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text(statement, 2, request_id, -1, SQLITE_STATIC);

	g_autoptr(GPtrArray) events =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	bool has_row = false;
	do {
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (!has_row)
			break;
		HistoryEvent *event = g_new0(HistoryEvent, 1);
		event->sequence = sqlite3_column_int64(statement, 0);
		event->source = journal_source_from_column(statement, 1);
		event->learnt = sqlite3_column_int64(statement, 2);
		event->request = request_new();
		record_read(statement, 3, &record_kept_request, event->request);
		g_ptr_array_add(events, event);
	} while (has_row);
	return g_steal_pointer(&events);
}

/* ---- last scopes ---- */

bool journal_set_last_scope(Journal *journal, const Account *account, const char *eligibility_id,
			    const Scope *scope, Instant used, GError **error)
{
	if (!database_begin(journal->database, error))
		return false;
	int64_t id = 0;
	bool ok = journal_ensure_account(journal, account, &id, error);
	g_autoptr(BorrowedStatement) statement =
		ok ? database_borrow(
			     journal->database,
			     "INSERT OR REPLACE INTO last_scope (account, eligibility_id, "
			     "scope_type, scope_id, scope_name, used) VALUES (?, ?, ?, ?, ?, ?)",
			     error)
		   : NULL;
	if (statement != NULL) {
		sqlite3_bind_int64(statement, 1, id);
		sqlite3_bind_text(statement, 2, eligibility_id, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 3, scope_type_word(scope->type), -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 4, scope->id != NULL ? scope->id : "", -1,
				  SQLITE_STATIC);
		sqlite3_bind_text(statement, 5, scope->name, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 6, used);
	}
	ok = statement != NULL && database_step(statement, NULL, error);
	return database_end(journal->database, ok, error);
}

GPtrArray *journal_list_last_scopes(Journal *journal, const Account *account, GError **error)
{
	int64_t id = 0;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database,
		"SELECT eligibility_id, scope_type, scope_id, scope_name FROM last_scope "
		"WHERE account = ? ORDER BY used DESC, eligibility_id",
		error);
	if (statement == NULL || !journal_find_account(journal, account, &id, error))
		return NULL;
	sqlite3_bind_int64(statement, 1, id);

	g_autoptr(GPtrArray) scopes =
		g_ptr_array_new_with_free_func((GDestroyNotify)last_scope_free);
	bool has_row = false;
	do {
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (!has_row)
			break;
		LastScope *last = g_new0(LastScope, 1);
		last->eligibility_id = g_strdup((const char *)sqlite3_column_text(statement, 0));
		scope_init(&last->scope,
			   scope_type_from_word((const char *)sqlite3_column_text(statement, 1)),
			   (const char *)sqlite3_column_text(statement, 2),
			   (const char *)sqlite3_column_text(statement, 3));
		g_ptr_array_add(scopes, last);
	} while (has_row);
	return g_steal_pointer(&scopes);
}
