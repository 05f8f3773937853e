/* The journal's file: who may read it, what is refused, what it survives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/store/error.h"
#include "src/store/journal-internal.h"
#include "tests/unit/journal-fixture.h"
#include "tests/unit/scratch.h"

static void journal_open__makes_private_files(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1));
	g_autofree char *folder = g_path_get_dirname(fixture->path);
	g_autofree char *log = g_strconcat(fixture->path, "-wal", NULL);
	struct stat info;
	assert_int_equal(stat(folder, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_int_equal(stat(fixture->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(stat(log, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
}

/* A number that the journal's own connection answers. */
static int ask_pragma(const Journal *journal, const char *pragma)
{
	g_autofree char *sql = g_strconcat("PRAGMA ", pragma, NULL);
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_prepare_v2(journal->database->handle, sql, -1, &statement, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const int number = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

/* What was written down before it was sent is on the disk, whatever ends then: 2 is FULL (sqlite.org/pragma.html). */
static void journal_open__writes_through__to_the_disk(void **state)
{
	const Fixture *fixture = *state;
	assert_int_equal(ask_pragma(fixture->journal, "synchronous"), 2);
	assert_int_equal(ask_pragma(fixture->journal, "foreign_keys"), 1);
	assert_int_equal(ask_pragma(fixture->journal, "trusted_schema"), 0);
}

/* Opening `path` fails so, and leaves the bytes alone. */
static void assert_refused(const char *path, GQuark domain, int code)
{
	g_autofree char *before = NULL, *after = NULL;
	size_t length_before = 0, length_after = 0;
	g_file_get_contents(path, &before, &length_before, NULL);
	g_autoptr(GError) error = NULL;
	assert_null(journal_open(path, FIXTURE_PATIENCE_MS, &error));
	assert_non_null(error);
	assert_int_equal(error->domain, domain);
	assert_int_equal(error->code, code);
	g_file_get_contents(path, &after, &length_after, NULL);
	assert_int_equal(length_before, length_after);
	assert_memory_equal(before, after, length_before);
}

static void journal_open__refuses__what_is_not_ours_or_not_safe(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *text = scratch_write(fixture->folder, "text", 0600,
					      "this is no database, only a long enough text file");
	assert_refused(text, STORE_ERROR, STORE_ERROR_DAMAGED);

	g_autofree char *foreign = scratch_write(fixture->folder, "foreign", 0600, "");
	fixture_execute(foreign, "CREATE TABLE theirs (x)", SQLITE_OK);
	assert_refused(foreign, STORE_ERROR, STORE_ERROR_DAMAGED);

	g_autofree char *open_to_all = scratch_write(fixture->folder, "open", 0644, "");
	assert_refused(open_to_all, FILES_ERROR, FILES_ERROR_UNSAFE);

	g_autofree char *link = g_build_filename(fixture->folder, "link", NULL);
	assert_int_equal(symlink(foreign, link), 0);
	assert_refused(link, FILES_ERROR, FILES_ERROR_UNSAFE);

	journal_close(fixture->journal);
	fixture_execute(fixture->path, "PRAGMA user_version = 99", SQLITE_OK);
	assert_refused(fixture->path, STORE_ERROR, STORE_ERROR_VERSION);
	g_autofree char *back = g_strdup_printf("PRAGMA user_version = %d", journal_kind.version);
	fixture_execute(fixture->path, back, SQLITE_OK);
	fixture->journal = fixture_open_journal(fixture->path);
}

/* ---- a disk that takes no more ---- */

static int refusal; /* errno of each write of SQLite's: its table of system calls takes no data */

static ssize_t refuse_write(int fd, const void *bytes, size_t length, off_t at)
{
	(void)fd, (void)bytes, (void)length, (void)at;
	errno = refusal;
	return -1;
}

static void refuse_writes(int number)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	static const char *const calls[] = { "pwrite", "pwrite64" };
	refusal = number;
	for (size_t i = 0; i < G_N_ELEMENTS(calls); i++)
		vfs->xSetSystemCall(vfs, calls[i],
				    number != 0 ? (sqlite3_syscall_ptr)refuse_write : NULL);
}

/* SQLite calls it "disk I/O error" where the file beside the database cannot grow. */
static void journal_open__says_that_the_disk_is_full(void **state)
{
	Fixture *fixture = *state;
	static const struct {
		int number;
		StoreError code;
		const char *words;
	} cases[] = {
		{ ENOSPC, STORE_ERROR_FULL, "journal.sqlite: the disk is full" },
		{ EDQUOT, STORE_ERROR_FULL, "journal.sqlite: the disk quota is used up" },
		{ EIO, STORE_ERROR_IO, "disk I/O error" },
	};
	g_clear_pointer(&fixture->journal, journal_close);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		refuse_writes(cases[i].number);
		Journal *journal = journal_open(fixture->path, FIXTURE_PATIENCE_MS, &error);
		refuse_writes(0);
		assert_null(journal);
		if (!g_error_matches(error, STORE_ERROR, (int)cases[i].code) ||
		    strstr(error->message, cases[i].words) == NULL)
			fail_msg("%d: %s", cases[i].number, error->message);
	}
	fixture->journal = fixture_open_journal(fixture->path);
}

static void journal__tells__when_its_pages_are_damaged(void **state)
{
	Fixture *fixture = *state;
	for (int i = 0; i < 200; i++) {
		g_autofree char *id = g_strdup_printf("r%d", i);
		fixture_append(fixture, HISTORY_SOURCE_SERVICE, 1,
			       fixture_make_request(id, REQUEST_STATE_ACTIVE, i));
	}
	journal_close(fixture->journal);
	g_autofree char *bytes = NULL;
	size_t length = 0;
	assert_true(g_file_get_contents(fixture->path, &bytes, &length, NULL));
	memset(bytes + 4096, 0x5a, length - 4096);
	assert_true(g_file_set_contents(fixture->path, bytes, (gssize)length, NULL));
	assert_int_equal(g_chmod(fixture->path, 0600), 0);

	g_autoptr(GError) error = NULL;
	fixture->journal = journal_open(fixture->path, FIXTURE_PATIENCE_MS, &error);
	HistoryQuery query = { 0 };
	if (fixture->journal != NULL)
		assert_null(journal_read(fixture->journal, fixture->account, &query, &error));
	assert_int_equal(error->domain, STORE_ERROR);
	assert_int_equal(error->code, STORE_ERROR_DAMAGED);
}

/* What each earlier version wrote is there, and the file takes new entries. */
static void journal_open__brings_each_earlier_version_up(void **state)
{
	Fixture *fixture = *state;
	for (int version = 1; version < journal_kind.version; version++) {
		g_autofree char *name = g_strdup_printf("v%d.sqlite", version);
		g_autofree char *path = g_build_filename(fixture->folder, "state", name, NULL);
		g_autoptr(GError) error = NULL;
		DatabaseKind earlier = journal_kind;
		earlier.version = version;
		database_close(database_open(path, &earlier, &error));
		assert_null(error);
		fixture_execute(
			path,
			"INSERT INTO account VALUES (1, 'public', '', "
			"'11111111-0000-0000-0000-000000000000', "
			"'aaaaaaaa-0000-0000-0000-000000000000');"
			"INSERT INTO event (account, source, learnt, request_id, workload, kind, "
			"state) "
			"VALUES (1, 'local', 5, 'old', 'azure', 'activate', 'active');"
			"INSERT INTO entry (account, source, first_learnt, last_learnt, moment, "
			"request_id, workload, kind, state, role_name, created) "
			"VALUES (1, 'local', 5, 5, 5, 'old', 'azure', 'activate', 'active', "
			"'Reader', 5);",
			SQLITE_OK);
		journal_close(fixture->journal);
		fixture->journal = fixture_open_journal(path);
		Request *new = fixture_make_request("new", REQUEST_STATE_ACTIVE, 9);
		new->set_name = g_strdup("morning");
		new->settings = g_strdup("{}");
		fixture_append(fixture, HISTORY_SOURCE_LOCAL, 9, new);
		g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
		assert_int_equal(entries->len, 2);
		assert_string_equal(fixture_request_at(entries, 1)->id, "old");
		assert_string_equal(fixture_request_at(entries, 1)->role.name, "Reader");
		assert_null(fixture_request_at(entries, 1)->set_name);
		assert_string_equal(fixture_request_at(entries, 0)->set_name, "morning");
		assert_string_equal(fixture_request_at(entries, 0)->settings, "{}");
		Request *held = fixture_make_request("held", REQUEST_STATE_PREPARED, 9);
		held->holder = 7;
		fixture_append(fixture, HISTORY_SOURCE_LOCAL, 9, held);
		g_autoptr(GPtrArray) owed =
			journal_list_owed(fixture->journal, fixture->account, &error);
		assert_int_equal(owed->len, 1);
	}
}

static bool claim(Journal *journal, const Account *account, const char *key, Instant now)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	bool is_first = false;
	g_ptr_array_add(keys, (gpointer)key);
	assert_true(journal_claim(journal, account, keys, now, &is_first, &error));
	return is_first;
}

/* Whichever comes first tells it; accounts have nothing to do with each other. */
static void journal_claim__is_won_once__by_two_processes(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Journal) other = fixture_open_journal(fixture->path);
	g_autoptr(Account) somebody = account_copy(fixture->account);
	assert_true(claim(fixture->journal, fixture->account, "end a 5", 10));
	assert_false(claim(other, fixture->account, "end a 5", 11));
	assert_true(claim(other, fixture->account, "end a 6", 11));
	g_free(somebody->oid);
	somebody->oid = g_strdup("somebody");
	assert_true(claim(other, somebody, "end a 5", 12));
	/* After a quarter of a year it is forgotten. */
	assert_true(claim(other, fixture->account, "end a 5", 10 + 91 * 86400));
}

static int on_commit(void *count)
{
	++*(int *)count;
	return 0;
}

static void journal_claim__writes_once__of_a_thousand_keys(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Journal) other = fixture_open_journal(fixture->path);
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	bool is_first[1000] = { false };
	int commits = 0;
	assert_true(claim(other, fixture->account, "end 7", 10));
	for (int i = 0; i < 1000; i++)
		g_ptr_array_add(keys, g_strdup_printf("end %d", i));
	sqlite3_commit_hook(fixture->journal->database->handle, on_commit, &commits);
	assert_true(journal_claim(fixture->journal, fixture->account, keys, 11, is_first, &error));
	assert_int_equal(commits, 1);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(is_first[i], i != 7);
	/* A second start finds them, and writes nothing; what is written before it is sent is as durable as ever. */
	assert_true(journal_claim(fixture->journal, fixture->account, keys, 12, is_first, &error));
	assert_int_equal(commits, 1);
	for (int i = 0; i < 1000; i++)
		assert_false(is_first[i]);
	assert_int_equal(ask_pragma(fixture->journal, "synchronous"), 2);
}

static void journal__serves_two_processes__at_once(void **state)
{
	Fixture *fixture = *state;
	Journal *other = fixture_open_journal(fixture->path);
	for (int i = 0; i < 20; i++) {
		g_autofree char *id = g_strdup_printf("r%d", i);
		Fixture turn = *fixture;
		turn.journal = i % 2 == 0 ? fixture->journal : other;
		assert_true(fixture_append(&turn, HISTORY_SOURCE_LOCAL, i,
					   fixture_make_request(id, REQUEST_STATE_ACTIVE, i)));
	}
	journal_close(other);
	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 20);
}

/* A home without locks, or one that cannot be written: what is there is read, and nothing more is done to it. */
static void journal_open_copy__reads_what_is_there__and_never_writes_to_it(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1));
	journal_close(fixture->journal);
	bool is_whole = false;
	fixture->journal = journal_open_copy(fixture->path, &is_whole);
	assert_true(is_whole);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 2,
		       fixture_make_request("r2", REQUEST_STATE_ACTIVE, 2));
	g_autoptr(GPtrArray) both = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(both->len, 2);
	fixture_reopen(fixture);
	g_autoptr(GPtrArray) kept = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(kept->len, 1);
}

static void journal_open_copy__is_empty__where_nothing_sound_is_there(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *text = scratch_write(fixture->folder, "text", 0600,
					      "this is no database, only a long enough text file");
	g_autofree char *below = g_build_filename(text, "journal.sqlite", NULL);
	g_autofree char *absent = g_build_filename(fixture->folder, "absent.db", NULL);
	const char *const paths[] = { text, below, absent };
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		bool is_whole = false;
		journal_close(fixture->journal);
		fixture->journal = journal_open_copy(paths[i], &is_whole);
		g_autoptr(GPtrArray) none = fixture_read(fixture, (HistoryQuery){ 0 });
		assert_int_equal(none->len, 0);
		assert_int_equal(is_whole, paths[i] == absent);
	}
}

/* A program that was killed leaves its last words beside the file. */
static void journal_open_copy__is_not_whole__while_something_is_beside_the_file(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1));
	bool is_whole = true;
	Journal *copy = journal_open_copy(fixture->path, &is_whole);
	journal_close(copy);
	assert_false(is_whole);
}

#define WRITERS 4
#define WRITES  5

/* Opens a journal that may not be there yet and appends. Never returns. */
static void open_and_append(const char *path, const Account *account, int writer)
{
	g_autoptr(GError) error = NULL;
	Journal *journal = journal_open(path, FIXTURE_PATIENCE_MS, &error);
	bool ok = journal != NULL;
	for (int i = 0; ok && i < WRITES; i++) {
		g_autofree char *id = g_strdup_printf("w%d-%d", writer, i);
		g_autoptr(Request) request = fixture_make_request(id, REQUEST_STATE_ACTIVE, i + 1);
		g_autoptr(HistoryEvent) event = history_event_new(HISTORY_SOURCE_LOCAL, 1, request);
		ok = journal_append(journal, account, event, NULL, &error);
	}
	if (error != NULL)
		print_message("# %s\n", error->message);
	_exit(ok ? 0 : 1);
}

static void journal_open__works__when_several_processes_make_the_file_at_once(void **state)
{
	Fixture *fixture = *state;
	journal_close(g_steal_pointer(&fixture->journal));
	g_autofree char *path = g_build_filename(fixture->folder, "new", "journal.sqlite", NULL);
	pid_t children[WRITERS];
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			open_and_append(path, fixture->account, i);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status = 0;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	fixture->journal = fixture_open_journal(path);
	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, WRITERS * WRITES);
}

/* ---- killed ---- */

/* Appends for ever; tells each request's number once it was reported written. Never returns. */
static void append_until_killed(const char *path, const Account *account, int first, int pipe)
{
	Journal *journal = journal_open(path, FIXTURE_PATIENCE_MS, NULL);
	for (int number = first; journal != NULL; number++) {
		g_autofree char *id = g_strdup_printf("r%d", number);
		g_autoptr(Request) request =
			fixture_make_request(id, REQUEST_STATE_PREPARED, number);
		g_autoptr(HistoryEvent) event =
			history_event_new(HISTORY_SOURCE_LOCAL, number, request);
		if (!journal_append(journal, account, event, NULL, NULL) ||
		    write(pipe, &number, sizeof number) != sizeof number)
			break;
	}
	_exit(1);
}

/* Runs a writer and kills it after `reports` reports, wherever it is then. Returns the last number reported. */
static int run_and_kill(Fixture *fixture, int first, int reports)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		append_until_killed(fixture->path, fixture->account, first, ends[1]);
	}
	close(ends[1]);
	int last = 0, number = 0, status = 0;
	for (int i = 0; read(ends[0], &number, sizeof number) == sizeof number; i++) {
		last = number;
		if (i == reports)
			assert_int_equal(kill(child, SIGKILL), 0);
	}
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(last > 0);
	return last;
}

static void journal__loses_nothing_that_was_reported_written__when_killed(void **state)
{
	Fixture *fixture = *state;
	journal_close(g_steal_pointer(&fixture->journal));
	int next = 1;
	for (int round = 0; round < 8; round++) {
		int last = run_and_kill(fixture, next, g_random_int_range(0, 20));
		fixture->journal = fixture_open_journal(fixture->path);
		for (int number = next; number <= last; number++) {
			g_autofree char *id = g_strdup_printf("r%d", number);
			g_autoptr(HistoryEntry) entry = NULL;
			g_autoptr(GError) error = NULL;
			assert_true(journal_find(fixture->journal, fixture->account, id, &entry,
						 &error));
			assert_non_null(entry);
			g_autoptr(GPtrArray) events =
				journal_read_events(fixture->journal, fixture->account, id, &error);
			assert_int_equal(events->len, 1);
		}
		/* One more at most: written, but not reported any more. */
		HistoryQuery query = { 0 };
		int64_t count = journal_count(fixture->journal, fixture->account, &query, NULL);
		assert_in_range(count, last, last + 1);
		next = (int)count + 1;
		journal_close(g_steal_pointer(&fixture->journal));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(journal_open__makes_private_files),
		FIXTURE_TEST(journal_open__writes_through__to_the_disk),
		FIXTURE_TEST(journal_open__refuses__what_is_not_ours_or_not_safe),
		FIXTURE_TEST(journal_open__says_that_the_disk_is_full),
		FIXTURE_TEST(journal__tells__when_its_pages_are_damaged),
		FIXTURE_TEST(journal_open__brings_each_earlier_version_up),
		FIXTURE_TEST(journal_claim__is_won_once__by_two_processes),
		FIXTURE_TEST(journal_claim__writes_once__of_a_thousand_keys),
		FIXTURE_TEST(journal__serves_two_processes__at_once),
		FIXTURE_TEST(journal_open_copy__reads_what_is_there__and_never_writes_to_it),
		FIXTURE_TEST(journal_open_copy__is_empty__where_nothing_sound_is_there),
		FIXTURE_TEST(journal_open_copy__is_not_whole__while_something_is_beside_the_file),
		FIXTURE_TEST(journal_open__works__when_several_processes_make_the_file_at_once),
		FIXTURE_TEST(journal__loses_nothing_that_was_reported_written__when_killed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
