#include "tests/unit/journal-fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/unit/scratch.h"

static Account *make_account(const char *oid)
{
	Account *account = account_new();
	account->cloud = g_strdup("public");
	account->tid = g_strdup("11111111-0000-0000-0000-000000000000");
	account->oid = g_strdup(oid);
	return account;
}

Journal *fixture_open_journal(const char *path)
{
	g_autoptr(GError) error = NULL;
	Journal *journal = journal_open(path, FIXTURE_PATIENCE_MS, &error);
	assert_null(error);
	assert_non_null(journal);
	return journal;
}

int fixture_set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->folder = scratch_new();
	fixture->path = g_build_filename(fixture->folder, "state", "journal.sqlite", NULL);
	fixture->journal = fixture_open_journal(fixture->path);
	fixture->account = make_account("aaaaaaaa-0000-0000-0000-000000000000");
	*state = fixture;
	return 0;
}

int fixture_tear_down(void **state)
{
	Fixture *fixture = *state;
	journal_close(fixture->journal);
	account_free(fixture->account);
	scratch_remove(fixture->folder);
	g_free(fixture->path);
	g_free(fixture);
	return 0;
}

Request *fixture_make_request(const char *id, RequestState state, Instant created)
{
	Request *request = request_new();
	request->id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->state = state;
	request->created = created;
	request->role.id = g_strdup("/roleDefinitions/1");
	request->role.name = g_strdup("Reader");
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, "/subscriptions/s/resourceGroups/rg",
		   "rg-payments");
	request->justification = g_strdup("hotfix 4711");
	request->duration = 3600;
	request->is_own = true;
	return request;
}

bool fixture_append(Fixture *fixture, HistorySource source, Instant learnt, Request *request)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HistoryEvent) event = history_event_new(source, learnt, request);
	bool is_new = false;
	request_free(request);
	bool ok = journal_append(fixture->journal, fixture->account, event, &is_new, &error);
	assert_null(error);
	assert_true(ok);
	return is_new;
}

GPtrArray *fixture_read(Fixture *fixture, HistoryQuery query)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *entries = journal_read(fixture->journal, fixture->account, &query, &error);
	assert_null(error);
	assert_non_null(entries);
	int64_t count = journal_count(fixture->journal, fixture->account, &query, &error);
	assert_null(error);
	const bool is_part = query.behind_place != 0 || query.learnt_since != 0;
	if (query.limit == 0 && !is_part)
		assert_int_equal(count, entries->len);
	else
		assert_true(count >= entries->len);
	return entries;
}

const Request *fixture_request_at(GPtrArray *entries, guint index)
{
	assert_true(index < entries->len);
	return ((HistoryEntry *)entries->pdata[index])->request;
}

void fixture_reopen(Fixture *fixture)
{
	journal_close(fixture->journal);
	fixture->journal = fixture_open_journal(fixture->path);
}

void fixture_execute(const char *path, const char *sql, int expected)
{
	sqlite3 *database = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), expected);
	sqlite3_close(database);
}
