/* What is not as it was when one looked last: noted as lists, settings and definitions are replaced. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/store/snapshot.h"
#include "tests/unit/scratch.h"

#define DAY INT64_C(86400)

typedef struct Fixture {
	char *folder, *path;
	Snapshot *snapshot;
	Account *account;
} Fixture;

static Snapshot *open_snapshot(const char *path)
{
	g_autoptr(GError) error = NULL;
	Snapshot *snapshot = snapshot_open(path, NULL, &error);
	assert_null(error);
	return snapshot;
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->folder = scratch_new();
	fixture->path = g_build_filename(fixture->folder, "snapshot.sqlite", NULL);
	fixture->snapshot = open_snapshot(fixture->path);
	fixture->account = account_new();
	fixture->account->cloud = g_strdup("public");
	fixture->account->tid = g_strdup("t1");
	fixture->account->oid = g_strdup("o1");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	snapshot_close(fixture->snapshot);
	account_free(fixture->account);
	scratch_remove(fixture->folder);
	g_free(fixture->path);
	g_free(fixture);
	return 0;
}

/* "a b:30": identities, and in how many days each ends (0 or none: never). */
static GPtrArray *make_rows(const char *text)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word != NULL && **word != '\0'; word++) {
		g_auto(GStrv) parts = g_strsplit(*word, ":", 2);
		Eligibility *row = eligibility_new();
		row->grant.id = g_strdup(parts[0]);
		row->grant.role.id = g_strdup("/roles/1");
		row->grant.role.name = g_strdup(parts[0]);
		row->grant.end = parts[1] != NULL ? g_ascii_strtoll(parts[1], NULL, 10) * DAY : 0;
		scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, "/subscriptions/1", "sub-prod");
		g_ptr_array_add(rows, row);
	}
	return rows;
}

/* In steps of `limit` rows; the number of changes that they noted. */
static guint write_rows(Fixture *fixture, const char *text, Instant as_of, bool is_doubtful,
			guint limit)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = make_rows(text);
	const SnapshotList list = { fixture->account, WORKLOAD_AZURE, LIST_ELIGIBILITIES };
	g_autoptr(SnapshotWrite) write = snapshot_write_new(fixture->snapshot, list, rows, as_of);
	if (is_doubtful)
		snapshot_write_doubt(write);
	for (bool is_over = false; !is_over;)
		assert_true(snapshot_write_step(write, limit, &is_over, &error));
	return snapshot_write_changes(write);
}

static guint answer(Fixture *fixture, const char *text, Instant as_of)
{
	return write_rows(fixture, text, as_of, false, 100);
}

/* "new:b gone:a": what is not seen yet. The caller frees. */
static char *unseen(const Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows =
		snapshot_read_changes(fixture->snapshot, fixture->account, false, &error);
	assert_null(error);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const Change *change = rows->pdata[i];
		g_string_append_printf(text, "%s%s:%s", i > 0 ? " " : "",
				       change_kind_word(change->kind), change->grant.role.name);
	}
	return g_string_free(text, FALSE);
}

static void assert_unseen(const Fixture *fixture, const char *expected)
{
	g_autofree char *text = unseen(fixture);
	assert_string_equal(text, expected);
}

static void first_answer__changes_nothing(void **state)
{
	Fixture *fixture = *state;
	assert_int_equal(answer(fixture, "a b:30", 10), 0);
	assert_int_equal(answer(fixture, "a b:30", 20), 0);
	assert_unseen(fixture, "");
}

static void row__is_new_at_once__and_gone_after_two_answers(void **state)
{
	Fixture *fixture = *state;
	answer(fixture, "a b", 10);
	assert_int_equal(answer(fixture, "b c", 20), 1);
	assert_unseen(fixture, "new:c");
	assert_int_equal(answer(fixture, "b c", 30), 1);
	assert_unseen(fixture, "new:c gone:a");
	assert_int_equal(answer(fixture, "b c", 40), 0);
}

static void row__is_neither_gone_nor_new__when_one_answer_lacked_it(void **state)
{
	Fixture *fixture = *state;
	answer(fixture, "a b", 10);
	answer(fixture, "b", 20);
	assert_int_equal(answer(fixture, "a b", 30), 0);
	answer(fixture, "b", 40);
	assert_unseen(fixture, "");
	answer(fixture, "b", 50);
	assert_unseen(fixture, "gone:a");
}

static void answer__proves_nothing__where_rows_could_not_be_read(void **state)
{
	Fixture *fixture = *state;
	answer(fixture, "a b", 10);
	for (int i = 0; i < 3; i++)
		write_rows(fixture, "b", 20 + i, true, 100);
	answer(fixture, "b", 30);
	assert_unseen(fixture, "");
	answer(fixture, "b", 40);
	assert_unseen(fixture, "gone:a");
}

static void end__is_told__when_it_is_nearer(void **state)
{
	Fixture *fixture = *state;
	answer(fixture, "a b:100 c:100 d:40 e:40", 10 * DAY);
	answer(fixture, "a:90 b:80 c:110 d:40 e:40", 20 * DAY);
	assert_unseen(fixture, "shortened:a shortened:b");
	g_autoptr(GPtrArray) rows =
		snapshot_read_changes(fixture->snapshot, fixture->account, false, NULL);
	const Change *never = rows->pdata[0], *sooner = rows->pdata[1];
	assert_int_equal(never->before, 0);
	assert_int_equal(sooner->before, 100 * DAY);
	assert_int_equal(sooner->after, 80 * DAY);
	/* Two weeks before the end, once. */
	answer(fixture, "a:90 b:80 c:110 d:40 e:200", 26 * DAY);
	answer(fixture, "a:90 b:80 c:110 d:40 e:200", 27 * DAY);
	assert_unseen(fixture, "shortened:a shortened:b near:d");
}

static void long_list__tells_the_same__in_steps(void **state)
{
	Fixture *fixture = *state;
	write_rows(fixture, "a b c d e", 10, false, 2);
	assert_unseen(fixture, "");
	write_rows(fixture, "b c d e f g", 20, false, 2);
	assert_unseen(fixture, "new:f new:g");
	assert_int_equal(write_rows(fixture, "b c d e f g", 30, false, 2), 1);
	assert_unseen(fixture, "new:f new:g gone:a");
}

/* Each compares with what the file says, not with what it wrote itself. */
static void change__is_noted_once__by_two_processes(void **state)
{
	Fixture *fixture = *state;
	Fixture other = *fixture;
	other.snapshot = open_snapshot(fixture->path);
	answer(fixture, "a b", 10);
	answer(&other, "a b", 11);
	assert_int_equal(answer(fixture, "b c", 20), 1);
	assert_int_equal(answer(&other, "b c", 21), 1);
	assert_int_equal(answer(fixture, "b c", 22), 0);
	assert_unseen(&other, "new:c gone:a");
	/* An older answer that comes late says nothing. */
	assert_int_equal(answer(&other, "a b", 15), 0);
	assert_unseen(&other, "new:c gone:a");
	snapshot_close(other.snapshot);
}

static void changes__are_kept__until_they_are_seen(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	answer(fixture, "a", 10);
	answer(fixture, "a b", 20);
	answer(fixture, "a b c", 30);
	g_autoptr(GPtrArray) rows =
		snapshot_read_changes(fixture->snapshot, fixture->account, false, &error);
	const Change *first = rows->pdata[0];
	assert_int_equal(first->at, 20);
	assert_true(
		snapshot_see_changes(fixture->snapshot, fixture->account, first->number, &error));
	snapshot_close(fixture->snapshot);
	fixture->snapshot = open_snapshot(fixture->path);
	assert_unseen(fixture, "new:c");
	g_autoptr(GPtrArray) all =
		snapshot_read_changes(fixture->snapshot, fixture->account, true, &error);
	assert_int_equal(all->len, 2);
	assert_true(snapshot_forget(fixture->snapshot, fixture->account, &error));
	g_autoptr(GPtrArray) none =
		snapshot_read_changes(fixture->snapshot, fixture->account, true, &error);
	assert_int_equal(none->len, 0);
}

/* ---- Settings and definitions ----------------------------------------------------------------- */

static guint read_policy(const Fixture *fixture, const Policy *policy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = make_rows("a");
	const Eligibility *row = rows->pdata[0];
	guint count = 99;
	const SnapshotReading of = { fixture->account, &row->grant, 50 };
	assert_true(snapshot_note_policy(fixture->snapshot, &of, policy, &count, &error));
	return count;
}

static void settings__are_told__where_they_ask_for_more(void **state)
{
	Fixture *fixture = *state;
	Policy policy = { .is_known = true, .maximum = 28800, .needs_ticket = true };
	assert_int_equal(read_policy(fixture, &policy), 0);
	assert_int_equal(read_policy(fixture, &policy), 0);
	policy.maximum = 7200;
	policy.needs_ticket = false; /* what is asked for less is no news */
	policy.needs_approval = true;
	policy.approvers = g_ptr_array_new();
	g_ptr_array_add(policy.approvers, (gpointer) "SecOps");
	policy.context = (char *)"c1";
	assert_int_equal(read_policy(fixture, &policy), 3);
	assert_unseen(fixture, "maximum:a approval:a context:a");
	g_autoptr(GPtrArray) rows =
		snapshot_read_changes(fixture->snapshot, fixture->account, false, NULL);
	const Change *maximum = rows->pdata[0], *approval = rows->pdata[1];
	assert_int_equal(maximum->before, 28800);
	assert_int_equal(maximum->after, 7200);
	assert_string_equal(approval->gained, "SecOps");
	policy.needs_mfa = policy.needs_justification = true;
	policy.context = (char *)"c2";
	assert_int_equal(read_policy(fixture, &policy), 3);
	assert_int_equal(read_policy(fixture, &policy), 0);
	g_ptr_array_unref(policy.approvers);
}

static guint read_role(const Fixture *fixture, const char *lines)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = make_rows("a");
	const Eligibility *row = rows->pdata[0];
	guint count = 99;
	const SnapshotReading of = { fixture->account, &row->grant, 50 };
	assert_true(snapshot_note_permissions(fixture->snapshot, &of, lines, &count, &error));
	return count;
}

static void definition__is_told__line_by_line(void **state)
{
	Fixture *fixture = *state;
	assert_int_equal(read_role(fixture, "actions: a\nactions: b\n"), 0);
	assert_int_equal(read_role(fixture, "actions: b\nactions: a\n"), 0);
	assert_int_equal(read_role(fixture, "actions: b\nactions: c\nactions: d\n"), 1);
	g_autoptr(GPtrArray) rows =
		snapshot_read_changes(fixture->snapshot, fixture->account, false, NULL);
	const Change *change = rows->pdata[0];
	assert_int_equal(change->kind, CHANGE_PERMISSIONS);
	assert_string_equal(change->lost, "actions: a");
	assert_string_equal(change->gained, "actions: c\nactions: d");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(first_answer__changes_nothing),
		TEST(row__is_new_at_once__and_gone_after_two_answers),
		TEST(row__is_neither_gone_nor_new__when_one_answer_lacked_it),
		TEST(answer__proves_nothing__where_rows_could_not_be_read),
		TEST(end__is_told__when_it_is_nearer),
		TEST(long_list__tells_the_same__in_steps),
		TEST(change__is_noted_once__by_two_processes),
		TEST(changes__are_kept__until_they_are_seen),
		TEST(settings__are_told__where_they_ask_for_more),
		TEST(definition__is_told__line_by_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
