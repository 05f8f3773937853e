#include "tests/unit/scratch.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

char *scratch_new(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("myroles-test-XXXXXX", &error);
	g_assert_no_error(error);
	return folder;
}

static void remove_all(const char *path)
{
	g_autoptr(GDir) folder =
		g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name = NULL;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		remove_all(inner);
	}
	(void)g_remove(path);
}

void scratch_remove(char *folder)
{
	remove_all(folder);
	g_free(folder);
}

char *scratch_write(const char *folder, const char *name, mode_t mode, const char *text)
{
	g_autoptr(GError) error = NULL;
	char *path = g_build_filename(folder, name, NULL);
	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
	g_assert_cmpint(g_chmod(path, mode), ==, 0);
	return path;
}
