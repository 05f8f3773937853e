/* Is a journal whole? What is written by it is, and each kind of damage is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "src/store/error.h"
#include "tests/unit/journal-fixture.h"

/* One that was given back and is still called granted, and one that a list told before the answer came. */
static void fill(Fixture *fixture)
{
	Request *granted = fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100);
	granted->start = 100;
	granted->end = 3700;
	Request *back = fixture_make_request("r2", REQUEST_STATE_ENDED, 700);
	back->kind = REQUEST_DEACTIVATE;
	back->duration = 0;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 100, request_copy(granted));
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 700, back);
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 800, granted);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 900,
		       fixture_make_request("r3", REQUEST_STATE_RUNNING, 900));
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 910,
		       fixture_make_request("service-3", REQUEST_STATE_ACTIVE, 900));
	Request *answered = fixture_make_request("r3", REQUEST_STATE_ACTIVE, 900);
	answered->service_id = g_strdup("service-3");
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 920, answered);
}

static void check__finds_nothing__in_what_was_written(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	g_auto(JournalCheck) check = { 0 };
	fill(fixture);
	assert_true(journal_check(fixture->journal, &check, &error));
	for (int i = 0; i < JOURNAL_FAULTS; i++)
		assert_int_equal(check.faults[i].count, 0);
	assert_true(journal_check_is_sound(&check));
	assert_int_equal(check.requests, 3);
}

static void check__names__each_kind_of_damage(void **unused)
{
	static const struct {
		const char *sql;
		JournalFaultKind kind;
		const char *words;
	} rows[] = {
		{ "UPDATE entry SET role_id = '/other' WHERE request_id = 'r1'",
		  JOURNAL_FAULT_DISAGREES, "r1" },
		{ "UPDATE entry SET state = 'failed' WHERE request_id = 'r3'",
		  JOURNAL_FAULT_DISAGREES, "r3" },
		{ "UPDATE entry SET created = created + 1 WHERE request_id = 'r2'",
		  JOURNAL_FAULT_DISAGREES, "r2" },
		{ "DELETE FROM entry WHERE request_id = 'r2'", JOURNAL_FAULT_NO_ENTRY, "r2" },
		{ "DROP TRIGGER event_hold; DELETE FROM event WHERE request_id = 'r2'",
		  JOURNAL_FAULT_NO_EVENT, "r2" },
		{ "UPDATE entry SET service_id = 'R3' WHERE request_id = 'r1'",
		  JOURNAL_FAULT_DOUBLED, "r1" },
		{ "UPDATE entry SET service_id = 'SERVICE-3' WHERE request_id = 'r1'",
		  JOURNAL_FAULT_DOUBLED, NULL },
		{ "PRAGMA foreign_keys = OFF; UPDATE entry SET account = 99 "
		  "WHERE request_id = 'r1'",
		  JOURNAL_FAULT_FILE, NULL },
		{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET "
		  "sql = replace(sql, '(account, moment)', '(account, state)') "
		  "WHERE name = 'entry_moment'",
		  JOURNAL_FAULT_FILE, NULL },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_auto(JournalCheck) check = { 0 };
		void *state = NULL;
		fixture_set_up(&state);
		Fixture *fixture = state;
		fill(fixture);
		fixture_execute(fixture->path, rows[i].sql, 0);
		fixture_reopen(fixture);
		assert_true(journal_check(fixture->journal, &check, &error));
		assert_false(journal_check_is_sound(&check));
		assert_true(check.faults[rows[i].kind].count > 0);
		if (rows[i].words != NULL)
			assert_string_equal(check.faults[rows[i].kind].words, rows[i].words);
		fixture_tear_down(&state);
	}
}

/* ---- Piece by piece ----------------------------------------------------------------------------- */

/* To its end, or to an error. The steps that it took. */
static int walk_all(const Fixture *fixture, JournalWalk *walk, GError **error)
{
	int steps = 0;
	while (!walk->is_over && journal_walk(fixture->journal, walk, error))
		steps++;
	return steps;
}

static void fill_many(Fixture *fixture, int count)
{
	for (int i = 0; i < count; i++) {
		g_autofree char *id = g_strdup_printf("many-%d", i);
		fixture_append(fixture, HISTORY_SOURCE_SERVICE, 1,
			       fixture_make_request(id, REQUEST_STATE_ACTIVE, i));
	}
}

static void walk__looks_at_all__in_pieces(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	JournalWalk walk = { 0 };
	assert_true(journal_walk(fixture->journal, &walk, &error));
	assert_true(walk.is_over);
	fill(fixture);
	fill_many(fixture, 400);
	walk = (JournalWalk){ 0 };
	assert_in_range(walk_all(fixture, &walk, &error), 8, 12);
	assert_true(walk.is_over && journal_check_is_sound(&walk.check));
	fixture_execute(fixture->path,
			"UPDATE entry SET state = 'failed' WHERE request_id IN ('many-7', "
			"'many-390'); DROP TRIGGER event_hold; DELETE FROM event WHERE request_id "
			"= 'r3'",
			0);
	walk = (JournalWalk){ 0 };
	walk_all(fixture, &walk, &error);
	assert_int_equal(walk.check.faults[JOURNAL_FAULT_DISAGREES].count, 2);
	assert_string_equal(walk.check.faults[JOURNAL_FAULT_DISAGREES].words, "many-7");
	assert_int_equal(walk.check.faults[JOURNAL_FAULT_NO_EVENT].count, 1);
	assert_string_equal(walk.check.faults[JOURNAL_FAULT_NO_EVENT].words, "r3");
	journal_check_clear(&walk.check);
}

static int64_t read_number(const char *path, const char *sql)
{
	sqlite3 *handle = NULL;
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const int64_t number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return number;
}

/* The list reads entries alone: nobody else would see that their events are gone. */
static void walk__finds__a_page_of_events_that_is_damaged(void **state)
{
	Fixture *fixture = *state;
	fill_many(fixture, 400);
	g_clear_pointer(&fixture->journal, journal_close);
	const int64_t page = read_number(fixture->path,
					 "SELECT rootpage FROM sqlite_schema WHERE name = 'event'");
	g_autofree char *bytes = NULL;
	size_t length = 0;
	assert_true(g_file_get_contents(fixture->path, &bytes, &length, NULL));
	memset(bytes + (page - 1) * 4096, 0x5a, 4096);
	assert_true(g_file_set_contents(fixture->path, bytes, (gssize)length, NULL));
	assert_int_equal(g_chmod(fixture->path, 0600), 0);

	g_autoptr(GError) error = NULL;
	fixture->journal = journal_open(fixture->path, FIXTURE_PATIENCE_MS, &error);
	assert_non_null(fixture->journal);
	const HistoryQuery query = { 0 };
	g_autoptr(GPtrArray) entries =
		journal_read(fixture->journal, fixture->account, &query, &error);
	assert_int_equal(entries->len, 400);
	JournalWalk walk = { 0 };
	walk_all(fixture, &walk, &error);
	assert_false(walk.is_over);
	assert_int_equal(error->code, STORE_ERROR_DAMAGED);
	journal_check_clear(&walk.check);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(check__finds_nothing__in_what_was_written),
		cmocka_unit_test(check__names__each_kind_of_damage),
		FIXTURE_TEST(walk__looks_at_all__in_pieces),
		FIXTURE_TEST(walk__finds__a_page_of_events_that_is_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
