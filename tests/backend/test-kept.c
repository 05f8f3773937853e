/* A journal that cannot be had, or that another program holds: what is read, told, refused, and what waits. */
#include "tests/backend/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define USUAL_PACE_MS 20
#define PATIENT_PACE_MS \
	400 /* so that a held journal is waited for longer than a busy machine needs */

/* Three seconds were waited for once; 200 ms are, and the machine may be busy. */
#define LONGEST_WAIT (G_TIME_SPAN_SECOND * 3 / 2)

static sqlite3 *open_beside(const Fixture *fixture)
{
	g_autofree char *path = g_build_filename(fixture->folder, "journal.db", NULL);
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	sqlite3_busy_timeout(handle, 5000);
	return handle;
}

static void run_sql(sqlite3 *handle, const char *sql)
{
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* How many events of requests the file holds. */
static int count_events(const Fixture *fixture)
{
	sqlite3 *handle = open_beside(fixture);
	sqlite3_stmt *statement = NULL;
	assert_int_equal(
		sqlite3_prepare_v2(handle, "SELECT count(*) FROM event", -1, &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const int count = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return count;
}

static guint count_seen(const Fixture *fixture, EventKind kind)
{
	guint count = 0;
	for (guint i = 0; i < fixture->seen->len; i++)
		count += ((const Event *)fixture->seen->pdata[i])->kind == kind;
	return count;
}

static void lists__are_read_and_it_is_told_once__without_a_journal(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *file = g_build_filename(fixture->folder, "file", NULL);
	assert_true(g_file_set_contents(file, "", 0, NULL));
	fixture->state_dir = g_build_filename(file, "state", NULL);
	fixture_restart(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	assert_non_null(row);
	fixture_refresh(fixture);
	assert_int_equal(count_seen(fixture, EVENT_NOTICE), 1);

	fixture_forget_requests(fixture);
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_string_equal(refused->problem->code, "disk");
	assert_non_null(strstr(refused->problem->message, "The journal cannot be used"));
	assert_non_null(strstr(refused->problem->hint, "XDG_STATE_HOME"));
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);

	/* It is looked at again whenever something is to be sent. */
	g_unlink(file);
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_int_equal(count_seen(fixture, EVENT_NOTICE), 1);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
	g_autofree char *journal = g_build_filename(fixture->state_dir, "journal.db", NULL);
	assert_true(g_file_test(journal, G_FILE_TEST_IS_REGULAR));
}

/* A disk that is full from some moment on fails every list of one's own requests that comes. */
static void trouble__is_told_once__while_it_lasts(void **state)
{
	Fixture *fixture = *state;
	sqlite3 *other = open_beside(fixture);
	run_sql(other, "CREATE TRIGGER full BEFORE INSERT ON event "
		       "BEGIN SELECT RAISE (ABORT, 'no room'); END");
	sqlite3_close(other);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_int_equal(count_seen(fixture, EVENT_NOTICE), 1);
}

static void activate__is_sent_after_it_is_written__when_the_journal_was_held(void **state)
{
	Fixture *fixture = *state;
	fixture_set_pace(PATIENT_PACE_MS);
	fixture_restart(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_forget_requests(fixture);
	sqlite3 *other = open_beside(fixture);
	run_sql(other, "BEGIN IMMEDIATE");
	const gint64 begun = g_get_monotonic_time();
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *notice = fixture_await(fixture, EVENT_NOTICE);
	assert_true(g_get_monotonic_time() - begun < LONGEST_WAIT);
	assert_string_equal(notice->problem->code, "busy");
	assert_null(strstr(notice->problem->hint, "minute"));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_PREPARED);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);

	run_sql(other, "COMMIT");
	sqlite3_close(other);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
	assert_true(count_events(fixture) >= 2);
	fixture_set_pace(USUAL_PACE_MS);
}

static void activate__is_refused_and_never_sent__when_the_journal_stays_held(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	const int before = count_events(fixture);
	fixture_forget_requests(fixture);
	sqlite3 *other = open_beside(fixture);
	run_sql(other, "BEGIN IMMEDIATE");
	Intent *intent = fixture_new_activation(row, NULL);
	g_autoptr(Intent) more = fixture_new_activation(
		fixture_find_eligible(fixture, "Monitoring Contributor", "Platform"), NULL);
	g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
	const uint64_t id = fixture_send(fixture, intent);
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_string_equal(refused->problem->code, "busy");
	assert_non_null(strstr(refused->problem->message, "nothing was sent"));
	fixture_await_intent(fixture, id);
	assert_int_equal(count_seen(fixture, EVENT_REFUSED), 2);
	run_sql(other, "COMMIT");
	sqlite3_close(other);
	fixture_restart(fixture);
	fixture_refresh(fixture);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);
	assert_int_equal(count_events(fixture), before);
}

/* What became of a request is told at once, and written when that can be. */
static void end__is_told_and_written_later__when_the_journal_was_held_meanwhile(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*Requests*\","
		    "\"kind\":\"delay\",\"delay_ms\":300}");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_PREPARED);
	sqlite3 *other = open_beside(fixture);
	run_sql(other, "BEGIN IMMEDIATE");
	const int before = count_events(fixture);
	const Event *finished = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_non_null(finished->request->id);
	assert_int_equal(count_events(fixture), before);
	run_sql(other, "COMMIT");
	sqlite3_close(other);
	fixture_restart(fixture);
	assert_true(count_events(fixture) > before);
}

/* A program that shuts everybody out before the start: what the file says is shown, and it is written to later. */
static void journal__is_read_at_the_start__when_it_is_held_alone(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	fixture_set_pace(PATIENT_PACE_MS);
	fixture_stop(fixture);
	sqlite3 *other = open_beside(fixture);
	run_sql(other, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; "
		       "BEGIN EXCLUSIVE");
	const gint64 begun = g_get_monotonic_time();
	fixture_restart(fixture);
	assert_true(g_get_monotonic_time() - begun < LONGEST_WAIT);
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *history = fixture_await(fixture, EVENT_HISTORY);
	assert_null(history->problem);
	assert_true(history->rows->len > 0);

	row = fixture_find_eligible(fixture, "Monitoring Contributor", "Platform");
	fixture_forget_requests(fixture);
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_PREPARED);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);
	run_sql(other, "COMMIT");
	sqlite3_close(other);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
	fixture_set_pace(USUAL_PACE_MS);
}

/* What nobody can read is not told as nothing. */
static void owed__is_not_known__when_the_journal_cannot_be_read(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *journal = g_build_filename(fixture->folder, "journal.db", NULL);
	fixture_stop(fixture);
	assert_true(g_file_set_contents(journal, "no database", -1, NULL));
	fixture_restart(fixture);
	fixture_send(fixture, intent_new(0, INTENT_READ_OWED));
	const Event *owed = fixture_await(fixture, EVENT_OWED);
	assert_non_null(owed->problem);
	assert_null(owed->rows);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lists__are_read_and_it_is_told_once__without_a_journal),
		TEST(trouble__is_told_once__while_it_lasts),
		TEST(activate__is_sent_after_it_is_written__when_the_journal_was_held),
		TEST(activate__is_refused_and_never_sent__when_the_journal_stays_held),
		TEST(end__is_told_and_written_later__when_the_journal_was_held_meanwhile),
		TEST(journal__is_read_at_the_start__when_it_is_held_alone),
		TEST(owed__is_not_known__when_the_journal_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
