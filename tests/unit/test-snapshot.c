/* The snapshot: what it gives back, what it writes, what it survives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>

#include "src/store/error.h"
#include "src/store/snapshot-internal.h"
#include "tests/unit/scratch.h"

typedef struct Fixture {
	char *folder, *path;
	Snapshot *snapshot;
	Account *account;
} Fixture;

static SnapshotList eligible(const Fixture *fixture)
{
	return (SnapshotList){ fixture->account, WORKLOAD_AZURE, LIST_ELIGIBILITIES };
}

static SnapshotList active(const Fixture *fixture)
{
	return (SnapshotList){ fixture->account, WORKLOAD_GROUP, LIST_ASSIGNMENTS };
}

static SnapshotList requests(const Fixture *fixture)
{
	return (SnapshotList){ fixture->account, WORKLOAD_ENTRA, LIST_REQUESTS };
}

static Snapshot *open_snapshot(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *notice = NULL;
	Snapshot *snapshot = snapshot_open(path, &notice, &error);
	assert_null(error);
	assert_null(notice);
	assert_non_null(snapshot);
	return snapshot;
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->folder = scratch_new();
	fixture->path = g_build_filename(fixture->folder, "cache", "snapshot.sqlite", NULL);
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

static Eligibility *make_eligibility(const char *id, const char *role)
{
	Eligibility *row = eligibility_new();
	row->grant.id = g_strdup(id);
	row->grant.role.id = g_strdup("/roles/1");
	row->grant.role.name = g_strdup(role);
	scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, "/subscriptions/1", "sub-prod");
	return row;
}

/* "a:Reader b:Owner": identity and role name of each row. */
static GPtrArray *make_rows(const char *text)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word != NULL && **word != '\0'; word++) {
		g_auto(GStrv) parts = g_strsplit(*word, ":", 2);
		g_ptr_array_add(rows, make_eligibility(parts[0], parts[1]));
	}
	return rows;
}

static void replace(Fixture *fixture, const char *text, Instant as_of)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = make_rows(text);
	bool is_written = false;
	assert_true(snapshot_replace(fixture->snapshot, eligible(fixture), rows, as_of, &is_written,
				     &error));
	assert_true(is_written);
}

static void assert_page(Fixture *fixture, SnapshotPage *page, const char *expected,
			Instant expected_as_of)
{
	g_autoptr(GError) error = NULL;
	Instant as_of = -1;
	g_autoptr(GPtrArray) rows =
		snapshot_read(fixture->snapshot, eligible(fixture), page, &as_of, &error);
	assert_null(error);
	assert_int_equal(as_of, expected_as_of);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		g_string_append_printf(text, "%s%s:%s", i > 0 ? " " : "", row->grant.id,
				       row->grant.role.name);
	}
	assert_string_equal(text->str, expected);
}

static void assert_rows(Fixture *fixture, const char *expected, Instant expected_as_of)
{
	assert_page(fixture, NULL, expected, expected_as_of);
}

static void snapshot__gives_rows_back__over_a_restart(void **state)
{
	Fixture *fixture = *state;
	assert_rows(fixture, "", 0);
	replace(fixture, "a:Reader b:Owner c:Backup", 100);
	snapshot_close(fixture->snapshot);
	fixture->snapshot = open_snapshot(fixture->path);
	assert_rows(fixture, "a:Reader b:Owner c:Backup", 100);
	SnapshotPage page = { .limit = 2 };
	assert_page(fixture, &page, "a:Reader b:Owner", 100);
	assert_page(fixture, &page, "c:Backup", 100);
	assert_page(fixture, &page, "", 100);
	g_autoptr(GError) error = NULL;
	Instant as_of = 1;
	g_autoptr(GPtrArray) others =
		snapshot_read(fixture->snapshot, active(fixture), NULL, &as_of, &error);
	assert_null(error);
	assert_int_equal(others->len, 0);
	assert_int_equal(as_of, 0);
}

/* Pages of the file that were looked at, in memory or not. */
static int count_looks(const Fixture *fixture)
{
	sqlite3 *handle = fixture->snapshot->database->handle;
	const int kinds[] = { SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS };
	int sum = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		int count = 0;
		int most = 0;
		assert_int_equal(sqlite3_db_status(handle, kinds[i], &count, &most, 1), SQLITE_OK);
		sum += count;
	}
	return sum;
}

static guint read_pages(Fixture *fixture, size_t limit)
{
	SnapshotPage page = { .limit = limit };
	guint count = 0;
	for (;;) {
		g_autoptr(GError) error = NULL;
		Instant as_of = 0;
		g_autoptr(GPtrArray) rows =
			snapshot_read(fixture->snapshot, eligible(fixture), &page, &as_of, &error);
		assert_null(error);
		count += rows->len;
		if (rows->len < limit)
			return count;
	}
}

static void snapshot_read__looks_at_each_row_once__of_a_list_in_pieces(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 3000; i++)
		g_string_append_printf(text, "%s%d:Reader", i > 0 ? " " : "", i);
	replace(fixture, text->str, 1);
	(void)count_looks(fixture);
	assert_int_equal(read_pages(fixture, 3001), 3000);
	const int at_once = count_looks(fixture);
	assert_int_equal(read_pages(fixture, 100), 3000);
	/* Each piece finds its place again: some pages of the tree. */
	assert_in_range(count_looks(fixture), 1, at_once + 31 * 8);
}

static void snapshot_replace__keeps_places__of_rows_that_stay(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader b:Owner c:Backup", 1);
	replace(fixture, "d:New c:Backup a:Writer", 2);
	assert_rows(fixture, "a:Writer c:Backup d:New", 2);
	replace(fixture, "d:New d:Twice", 3);
	assert_rows(fixture, "d:New", 3);
	replace(fixture, "", 4);
	assert_rows(fixture, "", 4);
}

static void snapshot_replace__looks_again__when_another_process_wrote(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader b:Owner", 1);
	Fixture other = *fixture;
	other.snapshot = open_snapshot(fixture->path);
	replace(&other, "c:Backup a:Writer", 2);
	assert_rows(fixture, "a:Writer c:Backup", 2);
	/* To this one "a:Reader b:Owner" was the last that it wrote. */
	replace(fixture, "a:Reader b:Owner", 3);
	assert_rows(&other, "a:Reader b:Owner", 3);
	snapshot_close(other.snapshot);
}

static int count_changes(const char *path, const char *sql)
{
	sqlite3 *database = NULL;
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
	int count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return count;
}

static void snapshot_replace__writes_only_rows_that_changed(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader b:Owner c:Backup", 1);
	/* A row that is written again leaves a trace here. */
	(void)count_changes(fixture->path, "CREATE TABLE trace (what TEXT)");
	(void)count_changes(fixture->path, "CREATE TRIGGER watch AFTER INSERT ON eligibility "
					   "BEGIN INSERT INTO trace VALUES (new.id); END");
	replace(fixture, "a:Reader b:Owner c:Backup", 2);
	assert_int_equal(count_changes(fixture->path, "SELECT count(*) FROM trace"), 0);
	replace(fixture, "a:Reader b:Changed c:Backup", 3);
	assert_int_equal(count_changes(fixture->path, "SELECT count(*) FROM trace"), 1);
	assert_int_equal(
		count_changes(fixture->path, "SELECT count(*) FROM trace WHERE what = 'b'"), 1);
}

static void snapshot__keeps_every_member__of_each_kind(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	Assignment *row = assignment_new();
	row->grant = (Grant){ .id = g_strdup("g1"),
			      .workload = WORKLOAD_GROUP,
			      .access = ACCESS_OWNER,
			      .member_type = MEMBER_GROUP,
			      .start = 5,
			      .end = 6 };
	row->grant.holder.id = g_strdup("h");
	row->grant.holder.name = g_strdup("Holders");
	row->grant.schedule_id = g_strdup("s");
	row->grant.condition = g_strdup("c");
	row->grant.condition_version = g_strdup("2.0");
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->eligibility_schedule_id = g_strdup("e");
	row->is_provisional = true;
	g_ptr_array_add(rows, row);
	assert_true(snapshot_replace(fixture->snapshot, active(fixture), rows, 9, NULL, &error));
	g_autoptr(GPtrArray) got =
		snapshot_read(fixture->snapshot, active(fixture), NULL, &as_of, &error);
	assert_int_equal(got->len, 1);
	const Assignment *back = got->pdata[0];
	assert_int_equal(back->grant.workload, WORKLOAD_GROUP);
	assert_int_equal(back->grant.access, ACCESS_OWNER);
	assert_int_equal(back->grant.member_type, MEMBER_GROUP);
	assert_int_equal(back->grant.start, 5);
	assert_int_equal(back->grant.end, 6);
	assert_null(back->grant.role.name);
	assert_string_equal(back->grant.holder.id, "h");
	assert_string_equal(back->grant.holder.name, "Holders");
	assert_string_equal(back->grant.schedule_id, "s");
	assert_string_equal(back->grant.condition, "c");
	assert_string_equal(back->grant.condition_version, "2.0");
	assert_int_equal(back->assignment_type, ASSIGNMENT_ACTIVATED);
	assert_string_equal(back->eligibility_schedule_id, "e");
	assert_true(back->is_provisional);

	g_autoptr(GPtrArray) sent = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	Request *request = request_new();
	request->id = g_strdup("r1");
	request->state = REQUEST_STATE_WAITING;
	g_ptr_array_add(sent, request);
	assert_true(snapshot_replace(fixture->snapshot, requests(fixture), sent, 9, NULL, &error));
	g_autoptr(GPtrArray) found =
		snapshot_read(fixture->snapshot, requests(fixture), NULL, &as_of, &error);
	assert_int_equal(found->len, 1);
	assert_int_equal(((Request *)found->pdata[0])->state, REQUEST_STATE_WAITING);
}

static void snapshot__never_mixes__accounts(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader", 1);
	Account *account = fixture->account;
	char **members[] = { &account->cloud, &account->tid, &account->oid, &account->client_id };
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		char *kept = *members[i];
		*members[i] = g_strdup("another");
		assert_rows(fixture, "", 0);
		replace(fixture, "b:Owner", 2);
		g_free(*members[i]);
		*members[i] = kept;
	}
	assert_rows(fixture, "a:Reader", 1);

	g_autoptr(GError) error = NULL;
	assert_true(snapshot_forget(fixture->snapshot, account, &error));
	assert_rows(fixture, "", 0);
	g_free(account->oid);
	account->oid = g_strdup("another");
	assert_rows(fixture, "b:Owner", 2);
}

static void snapshot__knows_who_an_account_was(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	assert_null(snapshot_get_account(fixture->snapshot, "work", "public", &error));
	assert_null(error);
	fixture->account->upn = g_strdup("you@contoso.com");
	assert_true(snapshot_set_account(fixture->snapshot, "work", fixture->account, &error));
	g_autoptr(Account) got = snapshot_get_account(fixture->snapshot, "work", "public", &error);
	assert_non_null(got);
	assert_string_equal(got->cloud, "public");
	assert_string_equal(got->tid, "t1");
	assert_string_equal(got->oid, "o1");
	assert_string_equal(got->upn, "you@contoso.com");
	assert_null(got->client_id);
	assert_null(got->tenant_name);
	assert_null(snapshot_get_account(fixture->snapshot, "work", "usgov", &error));
	assert_true(snapshot_forget(fixture->snapshot, fixture->account, &error));
	assert_null(snapshot_get_account(fixture->snapshot, "work", "public", &error));
}

static void snapshot__remembers__the_clock(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	const ClockAnchor kept = { .wall = 1700000000123456, .ticks = 42, .boot = "b00t" };
	ClockAnchor got = { 0 };
	assert_false(snapshot_get_clock(fixture->snapshot, &got, &error));
	assert_null(error);
	assert_true(snapshot_set_clock(fixture->snapshot, &kept, &error));
	assert_true(snapshot_get_clock(fixture->snapshot, &got, &error));
	assert_true(got.wall == kept.wall && got.ticks == kept.ticks);
	assert_string_equal(got.boot, "b00t");
}

static void snapshot_open__sets_aside__what_it_cannot_read(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader", 1);
	snapshot_close(fixture->snapshot);
	(void)count_changes(fixture->path, "PRAGMA user_version = 77");

	g_autofree char *bad = g_strconcat(fixture->path, ".bad", NULL);
	g_autofree char *notice = NULL;
	g_autoptr(GError) error = NULL;
	fixture->snapshot = snapshot_open(fixture->path, &notice, &error);
	assert_non_null(fixture->snapshot);
	assert_non_null(notice);
	assert_non_null(strstr(notice, bad));
	assert_true(g_file_test(bad, G_FILE_TEST_IS_REGULAR));
	assert_rows(fixture, "", 0);
	replace(fixture, "b:Owner", 1);

	snapshot_close(fixture->snapshot);
	g_autofree char *folder = g_path_get_dirname(fixture->path);
	g_free(scratch_write(folder, "snapshot.sqlite", 0600, "no database at all, just a text"));
	g_free(g_steal_pointer(&notice));
	fixture->snapshot = snapshot_open(fixture->path, &notice, &error);
	assert_non_null(fixture->snapshot);
	assert_non_null(notice);
}

static void snapshot__goes_on_with_a_new_file__when_pages_are_damaged(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GString) many = g_string_new("a:Reader");
	for (int i = 0; i < 500; i++)
		g_string_append_printf(many, " r%d:Owner", i);
	replace(fixture, many->str, 1);
	snapshot_close(fixture->snapshot);
	g_autofree char *bytes = NULL;
	size_t length = 0;
	assert_true(g_file_get_contents(fixture->path, &bytes, &length, NULL));
	/* Rows alone: what tables there are stands before them. */
	memset(bytes + length - 40960, 0x5a, 40960);
	g_file_set_contents_full(fixture->path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE,
				 0600, NULL);

	fixture->snapshot = open_snapshot(fixture->path);
	g_autoptr(GError) error = NULL;
	Instant as_of = 0;
	assert_null(snapshot_read(fixture->snapshot, eligible(fixture), NULL, &as_of, &error));
	assert_int_equal(error->domain, STORE_ERROR);
	assert_int_equal(error->code, STORE_ERROR_RENEWED);
	assert_rows(fixture, "", 0);
	replace(fixture, "b:Owner", 2);
	assert_rows(fixture, "b:Owner", 2);
}

static void snapshot_replace__does_not_wait__while_another_process_writes(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader", 1);
	sqlite3 *other = NULL;
	assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);

	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = make_rows("b:Owner");
	bool is_written = true;
	gint64 before = g_get_monotonic_time();
	assert_true(snapshot_replace(fixture->snapshot, eligible(fixture), rows, 2, &is_written,
				     &error));
	assert_false(is_written);
	assert_true(snapshot_set_account(fixture->snapshot, "work", fixture->account, &error));
	assert_rows(fixture, "a:Reader", 1);
	assert_true(g_get_monotonic_time() - before < 150000);
	sqlite3_close(other);
}

static bool step(SnapshotWrite *write, guint limit)
{
	g_autoptr(GError) error = NULL;
	bool is_over = false;
	assert_true(snapshot_write_step(write, limit, &is_over, &error));
	assert_null(error);
	return is_over;
}

/* In the file, of whoever. */
static int count_rows(const Fixture *fixture)
{
	sqlite3 *file = NULL;
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_open(fixture->path, &file), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(file, "SELECT count(*) FROM eligibility", -1, &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const int count = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(file);
	return count;
}

static void snapshot_write__counts_as_the_old_list__until_its_last_step(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GPtrArray) first = make_rows("a:Reader b:Owner c:Backup");
	g_autoptr(SnapshotWrite) write =
		snapshot_write_new(fixture->snapshot, eligible(fixture), first, 1);
	assert_false(step(write, 2)); /* only begun */
	assert_false(step(write, 2));
	assert_rows(fixture, "", 0);
	assert_true(step(write, 2));
	assert_rows(fixture, "a:Reader b:Owner c:Backup", 1);
	g_clear_pointer(&write, snapshot_write_free);

	g_autoptr(GPtrArray) second = make_rows("b:Writer d:Reader c:Backup");
	write = snapshot_write_new(fixture->snapshot, eligible(fixture), second, 2);
	assert_false(step(write, 1));
	assert_false(step(write, 2));
	assert_rows(fixture, "a:Reader b:Writer c:Backup d:Reader", 1);
	assert_true(step(write, 2));
	assert_rows(fixture, "b:Writer c:Backup d:Reader", 2);
}

static void snapshot_write__may_end_early__and_the_next_one_mends_it(void **state)
{
	Fixture *fixture = *state;
	replace(fixture, "a:Reader b:Owner", 1);
	g_autoptr(GPtrArray) rows = make_rows("c:Reader d:Owner");
	SnapshotWrite *write = snapshot_write_new(fixture->snapshot, eligible(fixture), rows, 2);
	assert_false(step(write, 1));
	assert_false(step(write, 1));
	snapshot_write_free(write);
	replace(fixture, "d:Owner b:Owner", 3);
	assert_rows(fixture, "b:Owner d:Owner", 3);
}

static void snapshot_write__ends__when_another_process_writes(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GPtrArray) rows = make_rows("a:Reader b:Owner");
	g_autoptr(SnapshotWrite) write =
		snapshot_write_new(fixture->snapshot, eligible(fixture), rows, 1);
	assert_false(step(write, 1));
	assert_false(step(write, 1));
	Snapshot *mine = fixture->snapshot;
	fixture->snapshot = open_snapshot(fixture->path);
	replace(fixture, "z:Theirs", 2);
	assert_true(step(write, 1));
	assert_rows(fixture, "z:Theirs", 2);
	snapshot_close(fixture->snapshot);
	fixture->snapshot = mine;
	assert_rows(fixture, "z:Theirs", 2);
}

/* Signed out between two steps: what is left of the list belongs to nobody. */
static void snapshot_write__ends__when_the_person_was_forgotten(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GPtrArray) rows = make_rows("a:Reader b:Owner c:Backup");
	g_autoptr(GError) error = NULL;
	g_autoptr(SnapshotWrite) write =
		snapshot_write_new(fixture->snapshot, eligible(fixture), rows, 1);
	assert_false(step(write, 1));
	assert_false(step(write, 1));
	assert_true(snapshot_forget(fixture->snapshot, fixture->account, &error));
	assert_true(step(write, 1));
	g_clear_pointer(&write, snapshot_write_free);
	assert_rows(fixture, "", 0);
	assert_int_equal(count_rows(fixture), 0);
	replace(fixture, "z:Reader", 2);
	assert_rows(fixture, "z:Reader", 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(snapshot__gives_rows_back__over_a_restart),
		TEST(snapshot_read__looks_at_each_row_once__of_a_list_in_pieces),
		TEST(snapshot_replace__keeps_places__of_rows_that_stay),
		TEST(snapshot_replace__looks_again__when_another_process_wrote),
		TEST(snapshot_replace__writes_only_rows_that_changed),
		TEST(snapshot__keeps_every_member__of_each_kind),
		TEST(snapshot__never_mixes__accounts),
		TEST(snapshot__knows_who_an_account_was),
		TEST(snapshot__remembers__the_clock),
		TEST(snapshot_open__sets_aside__what_it_cannot_read),
		TEST(snapshot__goes_on_with_a_new_file__when_pages_are_damaged),
		TEST(snapshot_replace__does_not_wait__while_another_process_writes),
		TEST(snapshot_write__counts_as_the_old_list__until_its_last_step),
		TEST(snapshot_write__may_end_early__and_the_next_one_mends_it),
		TEST(snapshot_write__ends__when_another_process_writes),
		TEST(snapshot_write__ends__when_the_person_was_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
