/* The verb that tells what changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "tests/cli/run.h"

static void changes__tells_what_is_new__until_it_was_seen(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles changes --cached", 7);
	run_to(&result, "myroles changes", 0);
	assert_string_equal(result.output, "");
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Storage Blob Data Contributor\",\"scope\":\"rg-edge\","
		    "\"principal\":\"you@contoso.com\"}");
	run_to(&result, "myroles changes --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = member(document, "items")->child;
	assert_members(item, "id workload role scope access number change noticed is_seen before "
			     "after lost gained");
	assert_string_equal(text(item, "change"), "new");
	assert_null(item->next);
	/* Looking alone is not enough: bars look all day. */
	run_to(&result, "myroles changes --cached --seen", 0);
	assert_non_null(
		strstr(result.output, "\tnew\tStorage Blob Data Contributor on rg-edge is new.\t"));
	run_to(&result, "myroles changes --cached", 0);
	assert_string_equal(result.output, "");
	run_to(&result, "myroles changes --cached --all", 0);
	assert_non_null(strstr(result.output, "is new."));
}

/* Without what was before nobody knows that nothing has changed. */
static void changes__says_that_it_does_not_know__without_a_snapshot(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *path =
		g_build_filename(stage->folder, "cache", "myroles", "snapshot.db", NULL);
	assert_int_equal(g_mkdir_with_parents(path, 0700), 0);
	run_to(&result, "myroles changes --json", 1);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "errors")->child, "code"), "nothing-kept");
	run_to(&result, "myroles changes", 1);
	assert_string_equal(result.output, "");
	assert_int_equal(g_rmdir(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(changes__tells_what_is_new__until_it_was_seen),
		STAGE_TEST(changes__says_that_it_does_not_know__without_a_snapshot),
	};
	return stage_run_tests(tests);
}
