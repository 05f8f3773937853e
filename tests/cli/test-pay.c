/*
 * The processes that end what is owed: one pays and one waits, however often a command ends, and none pays from a journal that is gone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "src/base/byte-lock.h"
#include "src/model/owed.h"
#include "tests/cli/run.h"
#include "tests/cli/running.h"

#define DEV                                                                                       \
	"myroles exec -r Reader -s sub-dev -d 30m -m 'look into the incident' --wait=granted -- " \
	"true"

static char *holders_of(const Stage *stage)
{
	return stage_path(stage, "state/myroles/holders.lock");
}

static void await_lock(const char *holders, int64_t byte)
{
	const gint64 end = g_get_monotonic_time() + PTY_DEADLINE_MS * INT64_C(1000);
	while (!byte_lock_is_held(holders, byte)) {
		g_main_context_iteration(NULL, FALSE);
		if (g_get_monotonic_time() > end)
			fail_msg("nobody took byte %d", (int)byte);
	}
}

/* An end that may not be paid yet, one process that will, and one beside it. */
static void owe(Stage *stage, const char *holders, Running *waiter)
{
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, DEV, 0);
	await_lock(holders, OWED_PAYER_BYTE);
	running_begin(waiter, "myroles pay");
	await_lock(holders, OWED_WAITER_BYTE);
}

static void pay__is_left_to_two__however_many_come(void **state)
{
	Stage *stage = *state;
	g_autofree char *holders = holders_of(stage);
	Running waiter = { .stage = stage };
	g_auto(Verb) verb = { .stage = stage };
	owe(stage, holders, &waiter);
	run_to(&verb, "myroles pay", 0);
	run_to(&verb, DEV, 0);
	assert_int_equal(waiter.status, -1);
	assert_true(byte_lock_is_held(holders, OWED_PAYER_BYTE));
	assert_true(byte_lock_is_held(holders, OWED_WAITER_BYTE));
	running_kill(&waiter);
	assert_int_equal(count_requests(stage), 1);
}

/* Another journal has its own who pay. */
static void pay__ends__when_its_journal_is_taken_away(void **state)
{
	Stage *stage = *state;
	g_autofree char *holders = holders_of(stage);
	Running waiter = { .stage = stage };
	owe(stage, holders, &waiter);
	assert_int_equal(g_unlink(holders), 0);
	assert_true(g_file_set_contents(holders, "", 0, NULL));
	while (waiter.status == -1 && !byte_lock_is_held(holders, OWED_PAYER_BYTE))
		g_main_context_iteration(NULL, FALSE);
	assert_false(byte_lock_is_held(holders, OWED_PAYER_BYTE));
	assert_int_equal(running_wait(&waiter), 0);
	assert_int_equal(count_requests(stage), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(pay__is_left_to_two__however_many_come),
		STAGE_TEST(pay__ends__when_its_journal_is_taken_away),
	};
	return stage_run_tests(tests);
}
