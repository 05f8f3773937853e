/* The verb that tells what comes: once, by whichever process is first, in lines that programs read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* The lines of an event, each a document. */
static guint count_lines(const Verb *verb, const char *event)
{
	g_auto(GStrv) lines = g_strsplit(verb->output, "\n", -1);
	guint count = 0;
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '\0')
			continue;
		g_autoptr(cJSON) document = cJSON_Parse(*line);
		assert_members(document, "schema time event change text grant end request account "
					 "tenant");
		count += strcmp(text(document, "event"), event) == 0;
	}
	return count;
}

static void watch__tells_changes__from_now_on(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 0);
	assert_true(count_lines(&result, "eligibility") > 0);
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Storage Blob Data Contributor\",\"scope\":\"rg-edge\","
		    "\"principal\":\"you@contoso.com\"}");
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 1);
	/* It was noticed before this one began. */
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 0);
	run_to(&result, "myroles watch --once", 0);
	assert_non_null(strstr(result.output, "Z\teligibility\tYour eligibility for "));
}

/* Nothing asks for the keyring, a browser or a stronger sign-in: what is missing is told. */
static void watch__only_tells__that_nobody_is_signed_in(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_sign_in_config(stage, "token_store=memory\n");
	run_to(&result, "myroles watch --once", 3);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "myroles: "));
	assert_int_equal(tenant_count(stage->tenant, "POST", "token"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(watch__tells_changes__from_now_on),
		STAGE_TEST(watch__only_tells__that_nobody_is_signed_in),
	};
	return stage_run_tests(tests);
}
