/* The verb that tells what changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(changes__tells_what_is_new__until_it_was_seen),
	};
	return stage_run_tests(tests);
}
