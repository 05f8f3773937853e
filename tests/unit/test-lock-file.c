/* A lock between processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/lock-file.h"
#include "tests/unit/scratch.h"

static int set_up(void **state)
{
	*state = scratch_new();
	g_setenv("XDG_RUNTIME_DIR", *state, TRUE);
	return 0;
}

static int tear_down(void **state)
{
	scratch_remove(*state);
	return 0;
}

/* What a process of its own gets. */
static LockState try_elsewhere(const char *path)
{
	pid_t child = fork();
	int status = 0;
	if (child == 0) {
		int fd = -1;
		_exit((int)lock_file_try(path, &fd));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return (LockState)WEXITSTATUS(status);
}

static void lock__is_held__until_it_is_released(void **state)
{
	g_autofree char *path = lock_file_path("token.lock");
	int fd = -1, other = -1;
	(void)state;
	assert_int_equal(lock_file_try(path, &fd), LOCK_TAKEN);
	assert_int_equal(lock_file_try(path, &other), LOCK_BUSY);
	assert_int_equal(other, -1);
	assert_int_equal(try_elsewhere(path), LOCK_BUSY);
	lock_file_release(&fd);
	assert_int_equal(fd, -1);
	lock_file_release(&fd); /* does no harm */
	/* A process that ends lets go, whatever it ended of. */
	assert_int_equal(try_elsewhere(path), LOCK_TAKEN);
	assert_int_equal(lock_file_try(path, &fd), LOCK_TAKEN);
	lock_file_release(&fd);
}

static void lock__is_private__and_not_inherited(void **state)
{
	g_autofree char *path = lock_file_path("token.lock");
	g_autofree char *folder = g_path_get_dirname(path);
	struct stat info;
	int fd = -1;
	(void)state;
	assert_int_equal(lock_file_try(path, &fd), LOCK_TAKEN);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(stat(folder, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	lock_file_release(&fd);
}

static void lock__fails__where_somebody_else_has_put_something(void **state)
{
	g_autofree char *path = lock_file_path("token.lock");
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *other = g_build_filename(*state, "other", NULL);
	int fd = -1;
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(lock_file_try(path, &fd), LOCK_FAILED);
	assert_false(g_file_test(other, G_FILE_TEST_EXISTS));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(lock_file_try(path, &fd), LOCK_FAILED);
	assert_int_equal(fd, -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lock__is_held__until_it_is_released),
		TEST(lock__is_private__and_not_inherited),
		TEST(lock__fails__where_somebody_else_has_put_something),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
