/* Ends that are owed: who holds them, when they are due, and when nothing is left of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/base/byte-lock.h"
#include "tests/unit/journal-fixture.h"

#define NOON INT64_C(1800000000)

static GPtrArray *list(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *rows = journal_list_owed(fixture->journal, fixture->account, &error);
	assert_null(error);
	assert_non_null(rows);
	return rows;
}

static void append_held(Fixture *fixture, const char *id, int64_t holder)
{
	Request *request = fixture_make_request(id, REQUEST_STATE_PREPARED, NOON);
	request->holder = holder;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, NOON, request);
}

static void journal__owes_the_end__from_before_it_is_sent(void **state)
{
	Fixture *fixture = *state;
	append_held(fixture, "held", 7);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, NOON,
		       fixture_make_request("free", REQUEST_STATE_PREPARED, NOON));
	fixture_reopen(fixture);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, NOON + 2,
		       fixture_make_request("held", REQUEST_STATE_ACTIVE, NOON));
	g_autoptr(GPtrArray) rows = list(fixture);
	assert_int_equal(rows->len, 1);
	const Owed *owed = rows->pdata[0];
	assert_string_equal(owed->request->id, "held");
	assert_int_equal(owed->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(owed->holders->len, 1);
	assert_int_equal(g_array_index(owed->holders, int64_t, 0), 7);
	assert_int_equal(owed->released, 0);
	assert_null(owed->fault);
	assert_int_equal(owed_due(owed), NOON + OWED_FLOOR_SECONDS);
}

static void journal_hold_owed__adds_a_holder__of_what_is_owed_alone(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	bool is_held = false;
	append_held(fixture, "r1", 7);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, NOON,
		       fixture_make_request("r2", REQUEST_STATE_ACTIVE, NOON));
	assert_true(
		journal_hold_owed(fixture->journal, fixture->account, "R1", 8, &is_held, &error));
	assert_true(is_held);
	assert_true(
		journal_hold_owed(fixture->journal, fixture->account, "r2", 8, &is_held, &error));
	assert_false(is_held);
	assert_true(journal_release_owed(fixture->journal, fixture->account, 7, NOON + 9, &error));
	g_autoptr(GPtrArray) rows = list(fixture);
	assert_int_equal(rows->len, 1);
	const Owed *owed = rows->pdata[0];
	assert_int_equal(owed->holders->len, 2);
	assert_int_equal(owed->released, NOON + 9);
}

static void journal_postpone_owed__keeps_why__until_it_is_settled(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	append_held(fixture, "r1", 7);
	{
		g_autoptr(GPtrArray) rows = list(fixture);
		Owed *owed = rows->pdata[0];
		owed->postponed = NOON + 900;
		owed->tries = OWED_TRIES - 1;
		owed->fault = g_strdup("Too short.");
		assert_true(
			journal_postpone_owed(fixture->journal, fixture->account, owed, &error));
	}
	fixture_reopen(fixture);
	g_autoptr(GPtrArray) rows = list(fixture);
	const Owed *owed = rows->pdata[0];
	g_autoptr(Owed) copy = owed_copy(owed);
	assert_int_equal(owed_due(copy), NOON + 900);
	assert_int_equal(copy->tries, OWED_TRIES - 1);
	assert_string_equal(copy->fault, "Too short.");
	assert_false(owed_is_given_up(copy));
	copy->tries++;
	assert_true(owed_is_given_up(copy));
	assert_true(journal_settle_owed(fixture->journal, fixture->account, "r1", &error));
	g_autoptr(GPtrArray) none = list(fixture);
	assert_int_equal(none->len, 0);
}

static void journal_list_owed__tells_one_account__alone(void **state)
{
	Fixture *fixture = *state;
	append_held(fixture, "r1", 7);
	g_autoptr(Account) other = account_copy(fixture->account);
	g_free(other->oid);
	other->oid = g_strdup("bbbbbbbb-0000-0000-0000-000000000000");
	g_autoptr(GPtrArray) rows = journal_list_owed(fixture->journal, other, NULL);
	assert_int_equal(rows->len, 0);
}

static void owed__is_settled__when_nothing_is_left_to_be_ended(void **state)
{
	(void)state;
	static const struct {
		RequestState state;
		Instant end;
		bool is_settled;
	} rows[] = {
		{ REQUEST_STATE_PREPARED, 0, false },         { REQUEST_STATE_UNKNOWN, 0, false },
		{ REQUEST_STATE_RUNNING, 0, false },          { REQUEST_STATE_WAITING, 0, false },
		{ REQUEST_STATE_SCHEDULED, NOON + 1, false }, { REQUEST_STATE_ACTIVE, 0, false },
		{ REQUEST_STATE_ACTIVE, NOON + 1, false },    { REQUEST_STATE_ACTIVE, NOON, true },
		{ REQUEST_STATE_ENDED, NOON + 1, true },      { REQUEST_STATE_CANCELED, 0, true },
		{ REQUEST_STATE_REFUSED, 0, true },           { REQUEST_STATE_FAILED, 0, true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Owed) owed = owed_new();
		owed->request = fixture_make_request("r", rows[i].state, NOON - 60);
		owed->request->end = rows[i].end;
		assert_int_equal(owed_is_settled(owed, NOON), rows[i].is_settled);
	}
}

/* ---- Locks ---------------------------------------------------------------------------------------- */

static void byte_lock__is_held_byte_by_byte__while_it_is_open(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "state", "holders", NULL);
	const int64_t far = INT64_C(1) << 61;
	int one = -1;
	int other = -1;
	assert_false(byte_lock_is_held(path, far));
	assert_int_equal(byte_lock_try(path, far, &one), LOCK_TAKEN);
	assert_int_equal(byte_lock_try(path, far, &other), LOCK_BUSY);
	assert_int_equal(byte_lock_try(path, 0, &other), LOCK_TAKEN);
	assert_true(byte_lock_is_held(path, far));
	assert_false(byte_lock_is_held(path, far - 1));
	lock_file_release(&one);
	assert_false(byte_lock_is_held(path, far));
	assert_true(byte_lock_is_held(path, 0));
	lock_file_release(&other);
}

/* Who was given the descriptor holds it on, when who took the lock is gone. */
static void byte_lock__goes_on_with_a_child(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "state", "holders", NULL);
	int fd = -1;
	int ends[2];
	int status = 0;
	assert_int_equal(byte_lock_try(path, 5, &fd), LOCK_TAKEN);
	assert_int_equal(pipe(ends), 0);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char byte;
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
	}
	close(ends[0]);
	lock_file_release(&fd);
	assert_true(byte_lock_is_held(path, 5));
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_false(byte_lock_is_held(path, 5));
}

/* Handed to a child it is the same lock: who shares it lets go for all. */
static void byte_lock__is_free__once_one_of_those_who_share_it_let_go(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "state", "holders", NULL);
	int one = -1;
	assert_int_equal(byte_lock_try(path, 17, &one), LOCK_TAKEN);
	int same = dup(one);
	lock_file_release(&same);
	assert_true(byte_lock_is_held(path, 17));
	same = dup(one);
	byte_lock_let_go(&same);
	assert_int_equal(same, -1);
	assert_false(byte_lock_is_held(path, 17));
	lock_file_release(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(journal__owes_the_end__from_before_it_is_sent),
		FIXTURE_TEST(journal_hold_owed__adds_a_holder__of_what_is_owed_alone),
		FIXTURE_TEST(journal_postpone_owed__keeps_why__until_it_is_settled),
		FIXTURE_TEST(journal_list_owed__tells_one_account__alone),
		cmocka_unit_test(owed__is_settled__when_nothing_is_left_to_be_ended),
		FIXTURE_TEST(byte_lock__is_held_byte_by_byte__while_it_is_open),
		FIXTURE_TEST(byte_lock__is_free__once_one_of_those_who_share_it_let_go),
		FIXTURE_TEST(byte_lock__goes_on_with_a_child),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
