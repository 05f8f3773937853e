/* Is a journal whole? What is written by it is, and each kind of damage is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(check__finds_nothing__in_what_was_written),
		cmocka_unit_test(check__names__each_kind_of_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
