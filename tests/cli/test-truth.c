/* How far active roles have come, and whose tokens are how old: nothing of those tokens is ever looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/cli/run.h"

#define TOKEN "eyJ0eXAiOiJKV1QifQ.c2VjcmV0LW9mLWFub3RoZXI.c2lnbmF0dXJl"

static const cJSON *find_item(const cJSON *document, const char *role, const char *scope)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		if (strcmp(text(member(item, "role"), "name"), role) == 0 &&
		    strcmp(text(member(item, "scope"), "name"), scope) == 0)
			return item;
	}
	fail_msg("%s on %s is not told", role, scope);
	return NULL;
}

static void status__tells_three_lamps__of_each_active_role(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) activate = { .stage = stage };
	run_to(&activate, "myroles activate -r Reader -s sub-dev -d 1h --wait", 0);
	tenant_tell(stage->tenant, "/settings", "{\"effective_lag_s\":600}");
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, "myroles status --truth --json", 0);
	g_autoptr(cJSON) document = parse(&verb);
	const cJSON *truth = member(find_item(document, "Reader", "sub-dev"), "truth");
	assert_members(truth, "granted listed effective reasons");
	assert_true(cJSON_IsTrue(member(truth, "listed")));
	assert_true(cJSON_IsNull(member(truth, "effective")));
	assert_non_null(text(member(truth, "reasons"), "effective"));
	const cJSON *standing = member(find_item(document, "Reader", "rg-payments"), "truth");
	assert_true(cJSON_IsTrue(member(standing, "effective")));
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT11M\"}");
	g_auto(Verb) table = { .stage = stage };
	run_to(&table, "myroles status --truth", 0);
	assert_non_null(strstr(table.output, "\tyes\tyes\tyes\t"));
	/* Of directory roles and groups nobody can ask more. */
	assert_non_null(strstr(table.output, "\tyes\tyes\tnot known\tWhether it counts"));
}

/* Read last long before it was written: reading it once would show. */
static char *put(const Stage *stage, const char *folder, const char *name)
{
	g_autofree char *whole = g_build_filename(stage->folder, folder, NULL);
	assert_int_equal(g_mkdir_with_parents(whole, 0700), 0);
	char *path = g_build_filename(whole, name, NULL);
	assert_true(g_file_set_contents(path, "{\"secret\":\"" TOKEN "\"}", -1, NULL));
	const struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_nsec = UTIME_OMIT } };
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	return path;
}

static bool was_read(const char *path)
{
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	return info.st_atim.tv_sec != 1000;
}

static void token__is_never_read__whoever_is_told_of(void **state)
{
	Stage *stage = *state;
	g_autofree char *az = put(stage, ".azure", "msal_token_cache.json");
	g_autofree char *kube = put(stage, ".kube/cache/kubelogin", "device.json");
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, "myroles status --truth --json", 0);
	g_autoptr(cJSON) document = parse(&verb);
	assert_int_equal(cJSON_GetArraySize(member(document, "tokens")), 2);
	g_auto(Verb) table = { .stage = stage };
	run_to(&table, "myroles status --truth", 0);
	assert_non_null(strstr(table.errors, "az has tokens from"));
	assert_non_null(strstr(table.errors, "kubelogin goes on with the tokens that it has"));
	assert_non_null(strstr(table.errors, "contexts in kubeconfig stay"));
	assert_null(strstr(verb.output, TOKEN));
	assert_null(strstr(table.output, TOKEN));
	assert_null(strstr(table.errors, TOKEN));
	assert_false(was_read(az) || was_read(kube));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(status__tells_three_lamps__of_each_active_role),
		STAGE_TEST(token__is_never_read__whoever_is_told_of),
	};
	return stage_run_tests(tests);
}
