/* Whose tokens are older than a role: by the times of files in a home made up here, never by what is in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/auth/other-tools.h"
#include "src/base/limits.h"
#include "src/model/older-tokens.h"
#include "tests/unit/scratch.h"

#define NOW   1772716020 /* 2026-03-05T13:07:00Z */
#define SINCE (NOW - 300)
#define AZ    ".azure"
#define KUBE  ".kube/cache/kubelogin"

static int set_up(void **state)
{
	*state = scratch_new();
	g_unsetenv("AZURE_CONFIG_DIR");
	return 0;
}

static int tear_down(void **state)
{
	scratch_remove(*state);
	return 0;
}

static void set_time(const char *path, Instant written)
{
	const struct timespec times[2] = { { .tv_sec = written }, { .tv_sec = written } };
	assert_int_equal(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), 0);
}

/* Nobody may read it: its time is enough. */
static void put(const char *home, const char *folder, const char *name, Instant written)
{
	g_autofree char *path = g_build_filename(home, folder, NULL);
	assert_int_equal(g_mkdir_with_parents(path, 0700), 0);
	g_autofree char *file = scratch_write(path, name, 0, "{");
	set_time(file, written);
}

static char *find(const char *home)
{
	g_autoptr(GPtrArray) rows = other_tools_find_older(home, SINCE, NOW);
	GString *told = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const OlderTokens *row = rows->pdata[i];
		g_string_append_printf(told, "%s %d;", row->program, (int)(NOW - row->written));
		assert_non_null(strstr(row->command, row->program));
	}
	return g_string_free(told, FALSE);
}

static void expect(const char *home, const char *expected)
{
	g_autofree char *told = find(home);
	assert_string_equal(told, expected);
}

static void find_older__tells__what_was_written_before_the_role(void **state)
{
	static const struct {
		const char *folder, *name;
		int before; /* now, in seconds */
		const char *expected;
	} rows[] = {
		{ AZ, "msal_token_cache.json", 600, "az 600;" },
		{ AZ, "msal_token_cache.bin", 600, "az 600;" },
		{ AZ, "msal_token_cache.json", 300, "" },
		{ AZ, "msal_token_cache.json", 10, "" },
		{ AZ, "msal_token_cache.json", 27 * 3600, "az 97200;" },
		{ AZ, "msal_token_cache.json", 28 * 3600, "" },
		{ AZ, "msal_token_cache.json.lockfile", 600, "" },
		{ AZ, "azureProfile.json", 600, "" },
		{ KUBE, "AzurePublicCloud-1-2-3.json", 600, "kubelogin 600;" },
		{ KUBE, "AzurePublicCloud-1-2-3.json", 10, "" },
		{ ".kube/cache", "discovery", 600, "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *home = g_strdup_printf("%s/%zu", (char *)*state, i);
		put(home, rows[i].folder, rows[i].name, NOW - rows[i].before);
		expect(home, rows[i].expected);
	}
}

/* One cache of az has the tokens of all services: written since, any of them may be new. kubelogin has a file for each. */
static void find_older__judges__several_files(void **state)
{
	const char *home = *state;
	put(home, AZ, "msal_token_cache.bin", NOW - 900);
	put(home, KUBE, "a.json", NOW - 600);
	put(home, KUBE, "b.json", NOW - 500);
	put(home, KUBE, "c.json", NOW - 5);
	expect(home, "az 900;kubelogin 500;");
	put(home, AZ, "msal_token_cache.json", NOW - 5);
	expect(home, "kubelogin 500;");
}

static void find_older__looks__where_az_was_told_to_keep_them(void **state)
{
	const char *home = *state;
	put(home, "elsewhere", "msal_token_cache.json", NOW - 600);
	expect(home, "");
	g_autofree char *path = g_build_filename(home, "elsewhere", NULL);
	g_setenv("AZURE_CONFIG_DIR", path, TRUE);
	expect(home, "az 600;");
	g_setenv("AZURE_CONFIG_DIR", "elsewhere", TRUE);
	expect(home, "");
}

/* No link and no pipe in place of a file; a folder that is none, one that is somebody else's, one that nobody may look into. */
static void find_older__is_led_nowhere(void **state)
{
	const char *home = *state;
	put(home, "target", "real", NOW - 600);
	g_autofree char *target = g_build_filename(home, "target", "real", NULL);
	g_autofree char *folder = g_build_filename(home, AZ, NULL);
	g_autofree char *link_path = g_build_filename(folder, "msal_token_cache.json", NULL);
	g_autofree char *pipe_path = g_build_filename(folder, "msal_token_cache.bin", NULL);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(symlink(target, link_path), 0);
	set_time(link_path, NOW - 600);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	set_time(pipe_path, NOW - 600);
	expect(home, "");
	put(home, ".kube/cache", "kubelogin", NOW - 600);
	expect(home, "");
	g_setenv("AZURE_CONFIG_DIR", geteuid() == 0 ? "/nowhere" : "/etc", TRUE);
	expect(home, "");
	g_autofree char *nobody = g_build_filename(home, "nobody", NULL);
	expect(nobody, "");
}

static void find_older__gives_up__in_a_folder_without_an_end(void **state)
{
	const char *home = *state;
	for (int i = 0; i < LIMIT_TOOL_FILES; i++) {
		g_autofree char *name = g_strdup_printf("t%d", i);
		put(home, KUBE, name, NOW - 600);
	}
	expect(home, "kubelogin 600;");
	put(home, KUBE, "one-more", NOW - 600);
	expect(home, "");
}

static char *list(const char *home)
{
	g_autoptr(GPtrArray) rows = other_tools_list(home, NOW);
	GString *told = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const OlderTokens *row = rows->pdata[i];
		g_string_append_printf(told, "%s %d%s;", row->program, (int)(NOW - row->written),
				       row->has_contexts ? " contexts" : "");
	}
	return g_string_free(told, FALSE);
}

/* One file of all tokens is as old as its last change; of one file each the oldest that may be in use counts. */
static void tokens__are_as_old__as_they_are_kept(void **state)
{
	const char *home = *state;
	g_autofree char *none = list(home);
	assert_string_equal(none, "");
	put(home, AZ, "msal_token_cache.json", NOW - 60);
	put(home, AZ, "msal_token_cache.bin", NOW - 600);
	put(home, KUBE, "one.json", NOW - 60);
	put(home, KUBE, "two.json", NOW - 900);
	put(home, KUBE, "gone.json", NOW - 40 * 3600);
	g_autofree char *all = list(home);
	assert_string_equal(all, "az 60;kubelogin 900 contexts;");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(find_older__tells__what_was_written_before_the_role),
		TEST(find_older__judges__several_files),
		TEST(find_older__looks__where_az_was_told_to_keep_them),
		TEST(find_older__is_led_nowhere),
		TEST(find_older__gives_up__in_a_folder_without_an_end),
		TEST(tokens__are_as_old__as_they_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
