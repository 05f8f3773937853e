/*
 * Every seed and past finding once through its target, whole and cut short at each of its first bytes: what
 * ends early is what parsers forget. No fuzzer needed.
 */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define CUTS 256

/* The exact size on the heap, so that reading past the end is seen. */
static void run_exact(const FuzzTarget *target, const char *bytes, size_t length)
{
	g_autofree uint8_t *copy = g_malloc(MAX(length, 1));
	memcpy(copy, bytes, length);
	target->run(copy, length);
}

static void replay_file(const FuzzTarget *target, const char *path)
{
	g_autofree char *bytes = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;
	g_file_get_contents(path, &bytes, &length, &error);
	g_assert_no_error(error);
	/* Printed first: when the target crashes the last line names the file. */
	printf("# %s\n", path);
	fflush(stdout);
	run_exact(target, bytes, length);
	for (size_t cut = 0; cut < MIN(length, CUTS); cut++)
		run_exact(target, bytes, cut);
}

static size_t replay_target(const FuzzTarget *target, const char *top)
{
	g_autofree char *folder = g_build_filename(top, "tests/fuzz/corpus", target->name, NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	size_t count = 0;
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		replay_file(target, path);
		count++;
	}
	return count;
}

int main(void)
{
	const char *top = g_getenv("top_srcdir");
	int count = 0, status = 0;
	for (const FuzzTarget *target = fuzz_targets; target->name != NULL; target++)
		count++;
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool is_ok = replay_target(&fuzz_targets[i], top != NULL ? top : ".") > 0;
		printf("%s %d - %s__takes_every_seed\n", is_ok ? "ok" : "not ok", i + 1,
		       fuzz_targets[i].name);
		status |= !is_ok;
	}
	return status;
}
