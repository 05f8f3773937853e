/* Long lists: what is painted at once, and what follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "src/backend/owners.h"
#include "src/model/list.h"
#include "src/store/journal-internal.h"
#include "tests/backend/fixture.h"

static const Event *await_azure(Fixture *fixture)
{
	const Event *event = NULL;
	do
		event = fixture_await(fixture, EVENT_ELIGIBILITIES);
	while (event->workload != WORKLOAD_AZURE);
	return event;
}

static void snapshot__paints_the_first_page__then_the_rest_without_any_network(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const guint all = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len;
	assert_true(all > 1000);
	fixture_forget_requests(fixture);
	fixture_restart(fixture);
	const Event *first = await_azure(fixture);
	assert_true(first->is_stale);
	assert_int_equal(first->rows->len, 200);
	const Event *rest = await_azure(fixture);
	assert_true(rest->is_stale);
	assert_int_equal(rest->rows->len, all);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/"), 0);
}

static guint count_events(const Fixture *fixture, EventKind kind)
{
	guint count = 0;
	for (guint i = fixture->looked_at; i < fixture->seen->len; i++)
		count += ((const Event *)fixture->seen->pdata[i])->kind == kind ? 1 : 0;
	return count;
}

/* What names a role is told of each, and no more; of other lists nothing is. */
static void snapshot__tells_what_is_chosen__and_reads_no_more(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const guint all = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len;
	fixture->kept = (KeptChoice){ 1u << LIST_ELIGIBILITIES, .has_names_only = true };
	fixture_restart(fixture);
	const guint begin = fixture->looked_at;
	(void)await_azure(fixture);
	const Event *rest = await_azure(fixture);
	assert_int_equal(rest->rows->len, all);
	for (guint i = 0; i < all; i++) {
		const Grant *grant = rest->rows->pdata[i];
		assert_non_null(grant->id);
		assert_non_null(grant->role.name);
		assert_non_null(grant->scope.id);
		assert_null(grant->schedule_id);
	}
	fixture->looked_at = begin;
	assert_int_equal(count_events(fixture, EVENT_ASSIGNMENTS), 0);
	assert_int_equal(count_events(fixture, EVENT_REQUESTS), 0);
}

/* The service is quicker than the disk: nothing old comes after it. */
static void snapshot__gives_way__when_the_service_has_answered(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_restart(fixture);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_false(fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->is_stale);
}

/* The linker calls this one in its place. */
Eligibility *__real_eligibility_copy(const Eligibility *row);
Eligibility *__wrap_eligibility_copy(const Eligibility *row);

static guint copies;

Eligibility *__wrap_eligibility_copy(const Eligibility *row)
{
	copies++;
	return __real_eligibility_copy(row);
}

/* Schedules and requests tell of every eligibility; what is for use now is no row of this list, and is never copied. */
static void dormant__copies_what_it_tells__of_a_long_list(void **state)
{
	Fixture *fixture = *state;
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = list_refreshed_bits() | 1u << LIST_DORMANT;
	copies = 0;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	assert_true(fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len > 1000);
	assert_true(fixture_latest(fixture, EVENT_DORMANT, WORKLOAD_AZURE)->rows->len > 0);
	assert_in_range(copies, 1, 100);
}

static int on_commit(void *count)
{
	++*(int *)count;
	return 0;
}

/* All transactions that are committed to the journal from its next opening on. */
static int commits;
static int watch_commits(sqlite3 *handle)
{
	const char *path = sqlite3_db_filename(handle, "main");
	if (path != NULL && g_str_has_suffix(path, "journal.db"))
		sqlite3_commit_hook(handle, on_commit, &commits);
	return SQLITE_OK;
}

static void claims__take_one_write__where_a_thousand_come_together(void **state)
{
	Fixture *fixture = *state;
	uint64_t last = 0;
	int answers = 0;
	sqlite3_auto_extension((void (*)(void))watch_commits);
	fixture_restart(fixture);
	sqlite3_cancel_auto_extension((void (*)(void))watch_commits);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	commits = 0;
	const guint before = fixture->seen->len;
	for (int i = 0; i < 1000; i++) {
		Intent *intent = intent_new(0, INTENT_CLAIM);
		intent->text = g_strdup_printf("end %d", i);
		last = fixture_send(fixture, intent);
	}
	fixture_await_intent(fixture, last);
	assert_int_equal(commits, 1);
	for (guint i = before; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind != EVENT_CLAIMED)
			continue;
		assert_true(event->is_complete);
		answers++;
	}
	assert_int_equal(answers, 1000);
}

static gboolean on_late(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

/* A dashboard that is open all day: what only made loading quicker is not held beside the rows. */
static void rest__comes_when_all_lists_are_kept__and_work_goes_on_after_it(void **state)
{
	Fixture *fixture = *state;
	for (int round = 0; round < 2; round++) {
		fixture_await_intent(fixture, fixture_refresh(fixture));
		const Database *journal = fixture->backend->kept->journal->database;
		bool is_late = false;
		guint deadline = g_timeout_add_seconds(10, on_late, &is_late);
		while (g_hash_table_size(journal->statements) > 0 && !is_late)
			g_main_context_iteration(NULL, TRUE);
		assert_false(is_late);
		g_source_remove(deadline);
		int used = 0, highest = 0;
		sqlite3_db_status(journal->handle, SQLITE_DBSTATUS_STMT_USED, &used, &highest, 0);
		assert_int_equal(used, 0);
	}
	fixture_restart(fixture);
	assert_true(await_azure(fixture)->is_stale);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(snapshot__paints_the_first_page__then_the_rest_without_any_network),
		TEST(snapshot__tells_what_is_chosen__and_reads_no_more),
		TEST(snapshot__gives_way__when_the_service_has_answered),
		TEST(dormant__copies_what_it_tells__of_a_long_list),
		TEST(rest__comes_when_all_lists_are_kept__and_work_goes_on_after_it),
		TEST(claims__take_one_write__where_a_thousand_come_together),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup_large, stage_close);
}
