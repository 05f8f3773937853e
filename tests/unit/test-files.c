/* Files and folders of ours, and what the process keeps from others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/base/process.h"
#include "tests/unit/scratch.h"

static int set_up(void **state)
{
	*state = scratch_new();
	return 0;
}

static int tear_down(void **state)
{
	scratch_remove(*state);
	return 0;
}

static mode_t mode_of(const char *path)
{
	struct stat info;
	assert_int_equal(lstat(path, &info), 0);
	return info.st_mode & 07777;
}

static void files_paths__lie_in_the_folders_of_xdg(void **state)
{
	(void)state;
	g_autofree char *config = files_config_path("myroles.conf");
	g_autofree char *kept = files_state_path("journal.sqlite");
	g_autofree char *cache = files_cache_path("snapshot.sqlite");
	assert_true(g_str_has_prefix(config, g_get_user_config_dir()));
	assert_true(g_str_has_suffix(config, "/myroles/myroles.conf"));
	assert_true(g_str_has_prefix(kept, g_get_user_state_dir()));
	assert_true(g_str_has_suffix(kept, "/myroles/journal.sqlite"));
	assert_true(g_str_has_prefix(cache, g_get_user_cache_dir()));
	assert_true(g_str_has_suffix(cache, "/myroles/snapshot.sqlite"));
}

/* A relative one would be another home, and with it another journal, in each working directory. */
static void files_home_folder__is_never_below_the_working_directory(void **state)
{
	(void)state;
	static const char *const odd[] = { "home/me", ".", "", "~", NULL };
	g_autofree char *before = g_strdup(g_getenv("HOME"));
	g_setenv("HOME", "/home/me", TRUE);
	assert_string_equal(files_home_folder(), "/home/me");
	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
		if (odd[i] != NULL)
			g_setenv("HOME", odd[i], TRUE);
		else
			g_unsetenv("HOME");
		assert_true(g_path_is_absolute(files_home_folder()));
	}
	if (before != NULL)
		g_setenv("HOME", before, TRUE);
}

static void files_ensure_private_folder__makes_all_parents_private(void **state)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *outer = g_build_filename(*state, "a", NULL);
	g_autofree char *inner = g_build_filename(outer, "b", NULL);
	assert_true(files_ensure_private_folder(inner, &error));
	assert_int_equal(mode_of(outer), 0700);
	assert_int_equal(mode_of(inner), 0700);
	assert_true(files_ensure_private_folder(inner, &error));
}

static void files_ensure_private_folder__refuses__what_others_may_change(void **state)
{
	g_autofree char *open = g_build_filename(*state, "open", NULL);
	g_autofree char *link = g_build_filename(*state, "link", NULL);
	g_autofree char *file = scratch_write(*state, "file", 0600, "");
	assert_int_equal(g_mkdir(open, 0700), 0);
	assert_int_equal(symlink(open, link), 0);
	g_autoptr(GError) by_link = NULL, by_mode = NULL, no_folder = NULL;
	assert_false(files_ensure_private_folder(link, &by_link));
	assert_int_equal(by_link->code, FILES_ERROR_UNSAFE);
	assert_int_equal(g_chmod(open, 0770), 0);
	assert_false(files_ensure_private_folder(open, &by_mode));
	assert_int_equal(by_mode->code, FILES_ERROR_UNSAFE);
	assert_false(files_ensure_private_folder(file, &no_folder));
	assert_int_equal(no_folder->domain, FILES_ERROR);
}

static void files_try_folder__says_what_fails(void **state)
{
	const char *folder = *state;
	g_autofree char *good = g_build_filename(folder, "good", NULL);
	g_autoptr(GError) error = NULL;
	assert_true(files_try_folder(good, &error));
	g_autoptr(GDir) listing = g_dir_open(good, 0, NULL);
	assert_null(g_dir_read_name(listing)); /* nothing is left there */

	g_autofree char *file = scratch_write(folder, "file", 0600, "");
	g_autofree char *below = g_build_filename(file, "state", NULL);
	assert_false(files_try_folder(below, &error));
	assert_int_equal(error->code, FILES_ERROR_IO);
	g_clear_error(&error);

	/* As a full disk or a used up quota: nothing can be written. */
	struct rlimit found;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &found), 0);
	const struct rlimit none = { 0, found.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	const bool is_taken = files_try_folder(good, &error);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &found), 0);
	assert_false(is_taken);
	assert_int_equal(error->code, FILES_ERROR_IO);
	assert_non_null(strstr(error->message, good));
}

/* How often a lock is not to be had, and why. */
static struct {
	unsigned times;
	int number;
} no_lock;

/* In place of the system's: in each program of the tests that one's own comes first. */
int fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	void *argument = va_arg(arguments, void *);
	va_end(arguments);
	if (command == F_SETLK && no_lock.times > 0) {
		no_lock.times--;
		errno = no_lock.number;
		return -1;
	}
	static int (*real)(int, int, ...);
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fcntl");
	return real(fd, command, argument);
}

/* A signal is none of the disk's, and a disk that fails is not one on a network. */
static void files_try_folder__blames_the_network__for_what_it_does(void **state)
{
	static const struct {
		unsigned times;
		int number;
		const char *words; /* NULL: locks work */
	} cases[] = {
		{ 3, EINTR, NULL },         { 1000, EINTR, "Interrupted" },
		{ 1, ENOLCK, "as on NFS" }, { 1, EACCES, "as on NFS" },
		{ 1, EIO, "error" },
	};
	const char *folder = *state;
	g_autofree char *good = g_build_filename(folder, "locked", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		no_lock.times = cases[i].times;
		no_lock.number = cases[i].number;
		const bool is_good = files_try_folder(good, &error);
		no_lock.times = 0;
		assert_int_equal(is_good, cases[i].words == NULL);
		if (is_good)
			continue;
		assert_non_null(strstr(error->message, cases[i].words));
		assert_int_equal(strstr(error->message, "NFS") != NULL,
				 strstr(cases[i].words, "NFS") != NULL);
	}
}

static void files_read__takes_only_safe_files(void **state)
{
	static const struct {
		mode_t mode;
		bool is_private;
		bool expected;
	} cases[] = {
		{ 0600, true, true },   { 0400, true, true },  { 0640, true, false },
		{ 0604, true, false },  { 0644, false, true }, { 0664, false, false },
		{ 0646, false, false }, { 0620, true, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *path = scratch_write(*state, "file", cases[i].mode, "text");
		g_autofree char *text = NULL;
		size_t length = 99;
		bool ok = files_read(path, 100, cases[i].is_private, &text, &length, &error);
		assert_int_equal(ok, cases[i].expected);
		if (ok) {
			assert_string_equal(text, "text");
			assert_int_equal(length, 4);
		} else {
			assert_null(text);
			assert_int_equal(length, 99);
			assert_int_equal(error->code, FILES_ERROR_UNSAFE);
		}
		g_unlink(path);
	}
}

static void files_read__refuses__links_pipes_and_large_files(void **state)
{
	g_autofree char *file = scratch_write(*state, "file", 0600, "12345");
	g_autofree char *link = g_build_filename(*state, "link", NULL);
	g_autofree char *pipe = g_build_filename(*state, "pipe", NULL);
	g_autofree char *none = g_build_filename(*state, "none", NULL);
	assert_int_equal(symlink(file, link), 0);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	const struct {
		const char *path;
		size_t limit;
		int code; /* 0: taken */
	} cases[] = {
		{ file, 5, 0 },
		{ file, 4, FILES_ERROR_TOO_LARGE },
		{ link, 5, FILES_ERROR_UNSAFE },
		{ pipe, 5, FILES_ERROR_UNSAFE },
		{ none, 5, FILES_ERROR_MISSING },
		{ *state, 5, FILES_ERROR_UNSAFE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = NULL;
		bool ok = files_read(cases[i].path, cases[i].limit, true, &text, NULL, &error);
		assert_int_equal(ok, cases[i].code == 0);
		assert_int_equal(error != NULL ? error->code : 0, cases[i].code);
		if (error != NULL)
			assert_non_null(strstr(error->message, cases[i].path));
	}
	g_autofree char *empty_path = scratch_write(*state, "empty", 0600, "");
	g_autofree char *empty = NULL;
	assert_true(files_read(empty_path, 0, true, &empty, NULL, NULL));
	assert_string_equal(empty, "");
}

/* As managers of dotfiles put them there. */
static void files_read__follows_ones_own_link__when_nothing_is_secret(void **state)
{
	g_autofree char *file = scratch_write(*state, "file", 0644, "12345");
	g_autofree char *open = scratch_write(*state, "open", 0666, "12345");
	const struct {
		const char *name, *to;
		int code; /* 0: taken */
		const char *what;
	} cases[] = {
		{ "absolute", file, 0, NULL },
		{ "relative", "file", 0, NULL },
		{ "twice", "relative", 0, NULL },
		{ "to-open", "open", FILES_ERROR_UNSAFE, "others may write to it" },
		{ "to-nothing", "none", FILES_ERROR_DANGLING, "a file that is not there" },
		{ "to-itself", "to-itself", FILES_ERROR_DANGLING, "leads to itself" },
		{ "to-folder", ".", FILES_ERROR_UNSAFE, "is not a regular file" },
	};
	assert_int_equal(g_chmod(open, 0666), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *link = g_build_filename(*state, cases[i].name, NULL);
		g_autofree char *text = NULL;
		assert_int_equal(symlink(cases[i].to, link), 0);
		bool ok = files_read(link, 5, false, &text, NULL, &error);
		assert_int_equal(ok, cases[i].code == 0);
		assert_int_equal(error != NULL ? error->code : 0, cases[i].code);
		if (error != NULL)
			assert_non_null(strstr(error->message, cases[i].what));
		assert_false(files_read(link, 5, true, &text, NULL, NULL));
	}
}

static void files_paths__ignore__relative_folders(void **state)
{
	(void)state;
	static const struct {
		const char *variable, *usual;
		char *(*path)(const char *name);
	} cases[] = {
		{ "XDG_CONFIG_HOME", ".config", files_config_path },
		{ "XDG_STATE_HOME", ".local/state", files_state_path },
		{ "XDG_CACHE_HOME", ".cache", files_cache_path },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *before = g_strdup(g_getenv(cases[i].variable));
		g_autofree char *usual =
			g_build_filename(files_home_folder(), cases[i].usual, "myroles", "x", NULL);
		static const char *const ignored[] = { "", "relative", "./here", "~/there" };
		for (size_t k = 0; k < G_N_ELEMENTS(ignored); k++) {
			g_setenv(cases[i].variable, ignored[k], TRUE);
			g_autofree char *path = cases[i].path("x");
			assert_string_equal(path, usual);
		}
		g_setenv(cases[i].variable, "/absolute", TRUE);
		g_autofree char *path = cases[i].path("x");
		assert_string_equal(path, "/absolute/myroles/x");
		if (before != NULL)
			g_setenv(cases[i].variable, before, TRUE);
		else
			g_unsetenv(cases[i].variable);
	}
}

static void files_replace__writes_a_private_file__in_one_step(void **state)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = scratch_write(*state, "file", 0644, "old");
	g_autofree char *target = scratch_write(*state, "target", 0600, "untouched");
	g_autofree char *link = g_build_filename(*state, "link", NULL);
	g_autofree char *text = NULL;
	size_t length = 0;
	assert_true(files_replace(path, "ne\0w", 4, &error));
	assert_int_equal(mode_of(path), 0600);
	assert_true(files_read(path, 10, true, &text, &length, &error));
	assert_int_equal(length, 4);
	assert_memory_equal(text, "ne\0w", 4);

	/* A link in its place is replaced, not followed. */
	assert_int_equal(symlink(target, link), 0);
	assert_true(files_replace(link, "x", 1, &error));
	assert_false(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
	g_autofree char *kept = NULL;
	assert_true(g_file_get_contents(target, &kept, NULL, NULL));
	assert_string_equal(kept, "untouched");

	g_autofree char *nowhere = g_build_filename(*state, "no", "such", "folder", NULL);
	assert_false(files_replace(nowhere, "x", 1, &error));
	assert_int_equal(error->domain, FILES_ERROR);

	/* Nothing is left lying about. */
	g_autoptr(GDir) folder = g_dir_open(*state, 0, NULL);
	int count = 0;
	while (g_dir_read_name(folder) != NULL)
		count++;
	assert_int_equal(count, 3);
}

/* In a child: the parent's sanitizers and debuggers stay as they are. */
static int harden_and_look(void)
{
	g_setenv("SSLKEYLOGFILE", "/tmp/keys", TRUE);
	process_harden();
	struct rlimit limit = { 1, 1 };
	if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0)
		return 1;
	if (g_getenv("SSLKEYLOGFILE") != NULL)
		return 2;
	if (umask(0) != 077)
		return 3;
#ifndef WITH_SANITIZER
	if (prctl(PR_GET_DUMPABLE) != 0)
		return 4;
#endif
	return 0;
}

static void process_harden__closes_what_stands_open(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(harden_and_look());
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void files_create__writes_a_private_file__only_where_nothing_is(void **state)
{
	(void)state;
	char *folder = scratch_new();
	g_autofree char *path = g_build_filename(folder, "new", "folder", "file", NULL);
	g_autofree char *link = g_build_filename(folder, "link", NULL);
	g_autofree char *nowhere = g_build_filename(folder, "nowhere", NULL);
	g_autoptr(GError) error = NULL;
	assert_true(files_create(path, "first", 5, &error));
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(symlink(nowhere, link), 0);
	const char *const taken[] = { path, link, folder };
	for (size_t i = 0; i < G_N_ELEMENTS(taken); i++) {
		g_autoptr(GError) problem = NULL;
		assert_false(files_create(taken[i], "second", 6, &problem));
		assert_true(g_error_matches(problem, FILES_ERROR, FILES_ERROR_EXISTS));
	}
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_string_equal(text, "first");
	assert_false(g_file_test(nowhere, G_FILE_TEST_EXISTS));
	scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_paths__lie_in_the_folders_of_xdg),
		TEST(files_home_folder__is_never_below_the_working_directory),
		TEST(files_ensure_private_folder__makes_all_parents_private),
		TEST(files_ensure_private_folder__refuses__what_others_may_change),
		TEST(files_try_folder__says_what_fails),
		TEST(files_try_folder__blames_the_network__for_what_it_does),
		TEST(files_read__takes_only_safe_files),
		TEST(files_read__refuses__links_pipes_and_large_files),
		TEST(files_read__follows_ones_own_link__when_nothing_is_secret),
		TEST(files_paths__ignore__relative_folders),
		TEST(files_replace__writes_a_private_file__in_one_step),
		TEST(files_create__writes_a_private_file__only_where_nothing_is),
		TEST(process_harden__closes_what_stands_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
