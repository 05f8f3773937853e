#include "tests/e2e/folder.h"

#include <ftw.h>
#include <glib.h>
#include <stdio.h>

char *folder_new(void)
{
	g_autoptr(GError) error = NULL;
	char *path = g_dir_make_tmp("myroles-test-XXXXXX", &error);
	g_assert_no_error(error);
	return path;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

void folder_remove(const char *path)
{
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
