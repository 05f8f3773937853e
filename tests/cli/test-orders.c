/*
 * What is asked for several times over, tried out, or only looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* Output of `sh -c LINE`, in which "myroles" is ours; its exit code comes last. */
static char *run_shell(Stage *stage, const char *line)
{
	g_autofree char *whole = g_strconcat(line, "; echo \"=$?\"", NULL);
	const char *const argv[] = { "sh", "-c", whole, NULL };
	return run_program(stage, argv);
}

static void several__are_sent__each_once(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate -r Reader -s sub-dev -r 'Virtual Machine Contributor' -s rg-edge "
	       "-m x -d 30m",
	       0);
	assert_int_equal(count_requests(stage), 2);
	g_auto(GStrv) lines = g_strsplit(result.output, "\n", -1);
	assert_int_equal(g_strv_length(lines), 3); /* two, and the end */
	assert_non_null(strstr(lines[0], "Reader"));
	assert_non_null(strstr(lines[1], "Virtual Machine Contributor"));
}

/* One that is not clear holds up all the others. */
static void several__are_not_sent__while_one_is_unclear(void **state)
{
	Stage *stage = *state;
	static const char *const lines[] = {
		"myroles activate -r Reader -s sub-dev -r Nobody -s rg-edge -m x",
		"myroles activate -r Reader -r Owner -r Contributor -s sub-dev -s rg-edge -m x",
		"myroles activate -r Reader -s sub-dev -m x -",
		"myroles activate word",
		"myroles deactivate word",
		"myroles deactivate -r Reader -s rg-payments -r Nobody -s sub-dev",
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		run_to(&result, lines[i], 2);
	assert_int_equal(count_requests(stage), 0);
}

static void several__end_with_6__when_they_end_differently(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate -r Reader -s sub-dev -r Owner -s rg-edge -m x -n --json",
	       6);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(result.output), "\n", -1);
	assert_int_equal(g_strv_length(lines), 2);
	for (size_t i = 0; lines[i] != NULL; i++) {
		g_autoptr(cJSON) document = cJSON_Parse(lines[i]);
		assert_members(document,
			       "schema account tenant request errors dry_run older_tokens truth "
			       "candidates");
		assert_true(cJSON_IsTrue(member(document, "dry_run")));
		assert_int_equal(cJSON_GetArraySize(member(document, "errors")), i);
	}
	assert_int_equal(count_requests(stage), 0);
}

static void lines_of_json__are_read__one_request_each(void **state)
{
	Stage *stage = *state;
	static const char *const cases[][2] = {
		{ "printf '{\"role\":\"Reader\",\"scope\":\"sub-dev\"}\\n\\n"
		  "{\"role\":{\"id\":\"Virtual Machine "
		  "Contributor\"},\"scope\":\"rg-edge\",\"ticket\":null}\\n' | "
		  "myroles activate - -m x -n",
		  "=0\n" },
		{ "echo '{\"rolle\":\"Reader\"}' | myroles activate - 2>&1",
		  "\"rolle\" is not known" },
		{ "echo '{\"role\":7}' | myroles activate - 2>&1", "\"role\" is no text" },
		{ "echo 'role' | myroles activate - 2>&1", "Line 1 is no JSON object" },
		{ "echo '{} {}' | myroles activate - 2>&1", "Line 1 is no JSON object" },
		{ "echo '{}' | myroles deactivate - 2>&1", "Say which role" },
		{ "myroles activate - </dev/null 2>&1", "Nothing was read" },
		{ "head -c 2000000 /dev/zero | tr '\\0' x | myroles activate - 2>&1", "too long" },
		{ "yes '{\"role\":\"Reader\",\"scope\":\"sub-dev\"}' | head -11 | myroles activate "
		  "- 2>&1",
		  "more than ten. Nothing was sent" },
		{ "yes '{}' | myroles activate - 2>&1", "one too many" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *output = run_shell(stage, cases[i][0]);
		if (strstr(output, cases[i][1]) == NULL)
			fail_msg("%s gives\n%s", cases[i][0], output);
		assert_non_null(strstr(output, i == 0 ? "=0\n" : "=2\n"));
	}
	assert_int_equal(count_requests(stage), 0);
}

static void dry_run__checks__and_sends_nothing(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
	} cases[] = {
		{ "myroles activate -r Reader -s sub-dev -m x --dry-run", 0 },
		{ "myroles activate -r Contributor -s rg-payments -t 1 --dry-run", 4 },
		{ "myroles activate -r Contributor -s rg-payments -m x -t 1 -d 99h -n", 4 },
		{ "myroles activate -r Owner -s rg-edge -m x -n", 3 },
		{ "myroles activate -r Nobody -n", 2 },
		{ "myroles deactivate -r Reader -s rg-payments -n", 0 },
		{ "myroles deactivate -r DB-Admins -n", 2 },
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		run_to(&result, cases[i].line, cases[i].code);
	run_to(&result, "myroles activate -r Reader -s sub-dev -m x --dry-run", 0);
	assert_non_null(strstr(result.output, " as you@contoso.com in "));
	assert_non_null(strstr(result.output, " It would begin now and end "));
	assert_non_null(strstr(result.output, "Nothing was sent."));
	run_to(&result,
	       "myroles activate -r Reader -s sub-dev -m x --start='tomorrow 9:00' -d 1h -n", 0);
	assert_non_null(strstr(result.output,
			       " It would begin tomorrow 09:00 and end tomorrow 10:00. Nothing"));
	assert_int_equal(count_requests(stage), 0);
	run_to(&result, "myroles list active", 0);
	assert_null(strstr(result.output, "\tsub-dev\tsubscription\t\tdirect\t2026-03"));
}

/* ---- Looking ---------------------------------------------------------------------------------- */

static void policy__tells_all_settings__in_words(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles policy Contributor rg-payments", 0);
	static const char *const lines[] = {
		"role\tContributor\n",
		"scope\trg-payments\n",
		"eligible_at\tPlatform\n",
		"longest\t8h\n",
		"reason\trequired\n",
		"ticket\trequired\n",
		"approval\trequired, by SecOps\n",
		"mfa\tnot required\n",
		"context\t\n",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		assert_non_null(strstr(result.output, lines[i]));
	run_to(&result, "myroles policy Owner rg-edge --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, "schema account tenant policy errors candidates");
	assert_string_equal(text(member(document, "policy"), "context"), "c1");
	run_to(&result, "myroles policy Nobody", 2);
	run_to(&result, "myroles policy Contributor", 0); /* nothing is activated: of all of it */
	assert_non_null(strstr(result.output, "scope\tPlatform"));
	run_to(&result, "myroles policy Reader", 2); /* which of them? */
	assert_null(strstr(result.errors, "--scope"));
	run_to(&result, "myroles policy Nobody --json", 2);
	g_autoptr(cJSON) refused = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(refused, "errors")), 1);
}

static void show__tells_what_is_known__of_a_role(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles show Reader rg-payments", 0);
	assert_non_null(strstr(result.output, "now\tactive, until "));
	assert_non_null(strstr(result.output, "permits\tactions: "));
	run_to(&result, "myroles show Owner rg-edge --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = member(document, "item");
	assert_string_equal(text(item, "now"), "not active there");
	assert_true(g_str_has_prefix(text(item, "scope_id"), "/subscriptions/"));
}

static void open__prints_the_page__with_the_tenant_first(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles open Owner rg-edge --print", 2); /* this cloud has no portal */
	stage_write_config(stage, "portal=https://portal.example\n");
	run_to(&result, "myroles open Owner rg-edge --print", 0);
	assert_string_equal(
		result.output,
		"https://portal.example/#@8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21/resource/"
		"subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-edge\n");
	run_to(&result, "myroles open 'Global Administrator' --print", 0);
	assert_true(g_str_has_prefix(
		result.output, "https://portal.example/#@8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21/"
			       "view/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(several__are_sent__each_once),
		STAGE_TEST(several__are_not_sent__while_one_is_unclear),
		STAGE_TEST(several__end_with_6__when_they_end_differently),
		STAGE_TEST(lines_of_json__are_read__one_request_each),
		STAGE_TEST(dry_run__checks__and_sends_nothing),
		STAGE_TEST(policy__tells_all_settings__in_words),
		STAGE_TEST(show__tells_what_is_known__of_a_role),
		STAGE_TEST(open__prints_the_page__with_the_tenant_first),
	};
	return stage_run_tests(tests);
}
