/* `myroles doctor`: what it finds in order, and what it says of what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "tests/cli/run.h"
#include "tests/e2e/dashboard.h"

/* The state of the finding; NULL: there is none. `what` NULL: any. */
static const char *state_of(const cJSON *document, const char *area, const char *what)
{
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "findings"))
	{
		assert_members(item, "area what state text hint");
		if (g_str_equal(text(item, "area"), area) &&
		    (what == NULL || g_str_equal(text(item, "what"), what)))
			return text(item, "state");
	}
	return NULL;
}

static void doctor__finds_all_in_order__with_a_good_tenant(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles doctor --json", 0);
	assert_string_equal(result.errors, "");
	g_autoptr(cJSON) document = parse(&result);
	static const char *const areas[] = { "configuration", "account", "characters", "browser",
					     "endpoint",      "clock",   "token",      "folder" };
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++)
		assert_string_equal(state_of(document, areas[i], NULL), "ok");
	assert_string_equal(state_of(document, "permission", "azure"), "ok");
	assert_string_equal(state_of(document, "permission", "entra"), "ok");
	assert_string_equal(state_of(document, "permission", "group"), "ok");
	assert_string_equal(state_of(document, "endpoint", tenant_url(stage->tenant, "graph")),
			    "ok");
}

/* The front page of a login host sends browsers to somewhere else. */
static void doctor__takes_a_redirect_for_an_answer(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"login\",\"method\":\"GET\",\"kind\":\"redirect\","
		    "\"url\":\"https://www.example.com/\"}");
	run_to(&result, "myroles doctor --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "endpoint", tenant_url(stage->tenant, "login")),
			    "ok");
}

static void doctor__says_who_has_to_sign_in(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_sign_in_config(stage, "token_store=memory\n");
	run_to(&result, "myroles doctor --json", 3);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "token", "Azure Resource Manager"), "failed");
	assert_null(state_of(document, "permission", "entra"));
	run_to(&result, "myroles doctor", 3);
	assert_non_null(
		strstr(result.errors, "Nobody is signed in. Sign in with `myroles login`."));
}

/* Once for all that lack it; the token is one of a program without these permissions. */
static void doctor__names_the_permissions__that_a_token_lacks(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *path = stage_path(stage, "weak.json");
	g_autofree char *keys = g_strdup_printf("token_source=file\ntoken_file=%s\n", path);
	g_autoptr(cJSON) arm = tenant_call(stage->tenant, "POST", "/token", "{\"host\":\"arm\"}");
	g_autoptr(cJSON) graph = tenant_call(stage->tenant, "POST", "/token",
					     "{\"host\":\"graph\",\"scopes\":\"User.Read "
					     "RoleEligibilitySchedule.Read.Directory\"}");
	g_autofree char *tokens = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}",
						  text(arm, "token"), text(graph, "token"));
	assert_true(
		g_file_set_contents_full(path, tokens, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	stage_write_sign_in_config(stage, keys);
	run_to(&result, "myroles doctor", 1);
	assert_non_null(strstr(result.errors, "permission entra: The token lacks "
					      "RoleAssignmentSchedule.ReadWrite.Directory"));
	assert_null(strstr(result.errors, "RoleEligibilitySchedule.Read.Directory"));
	assert_non_null(strstr(result.errors, "It allows you to list eligible directory roles."));
	assert_non_null(strstr(result.errors, "permission group: The token lacks"));
	assert_null(strstr(result.output, text(graph, "token")));
}

/* A configuration that cannot be used is what is wrong; the rest is still looked at. */
static void doctor__tells_what_is_wrong__with_the_configuration(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(stage, "no_such_key=1\n");
	run_to(&result, "myroles doctor --json", 2);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "configuration", NULL), "failed");
	assert_string_equal(state_of(document, "browser", NULL), "ok");
	run_to(&result, "myroles doctor", 2);
	assert_non_null(strstr(result.errors, "no_such_key"));
	stage_write_config(stage, NULL);
	run_to(&result, "myroles --tenant nobody.example doctor --json", 2);
	g_autoptr(cJSON) other = parse(&result);
	assert_string_equal(state_of(other, "configuration", NULL), "ok");
	assert_string_equal(state_of(other, "start", NULL), "failed");
}

/* Each lack has its next step. */
static void doctor__warns__of_what_the_surroundings_lack(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *variable, *area, *hint;
	} cases[] = {
		{ "TERM=dumb", "terminal", "Set TERM" },
		{ "TERM=", "terminal", "Set TERM" },
		{ "LC_ALL=C", "characters", "UTF-8 locale" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Verb) result = { .stage = stage, .variable = cases[i].variable };
		verb_run(&result, "myroles doctor --json");
		g_autoptr(cJSON) document = parse(&result);
		assert_string_equal(state_of(document, cases[i].area, NULL), "warning");
		verb_run(&result, "myroles doctor");
		assert_non_null(strstr(result.errors, cases[i].hint));
	}
	g_auto(Verb) result = { .stage = stage,
				.variable = "https_proxy=http://user:s3cret@127.0.0.1:9" };
	verb_run(&result, "myroles doctor");
	assert_non_null(strstr(result.output, "proxy\thttps_proxy"));
	assert_null(strstr(result.output, "s3cret"));
	assert_null(strstr(result.errors, "s3cret"));
}

static void doctor__warns__of_a_service_in_trouble(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"login\",\"method\":\"GET\",\"kind\":\"status\",\"status\":503}");
	verb_run(&result, "myroles doctor --json");
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "endpoint", tenant_url(stage->tenant, "login")),
			    "warning");
}

static void doctor__warns__of_a_clock_that_is_far_off(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	static const char *const hosts[] = { "arm", "graph", "login" };
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		g_autofree char *fault =
			g_strdup_printf("{\"host\":\"%s\",\"path\":\"*\",\"kind\":\"date\","
					"\"date_offset_s\":7200,\"count\":-1}",
					hosts[i]);
		tenant_tell(stage->tenant, "/faults", fault);
	}
	verb_run(&result, "myroles doctor --json");
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "clock", NULL), "warning");
}

/* What programs that propose would meet: a dashboard or none, and a folder that is for one's own processes alone. */
static void doctor__tells__whether_a_program_could_ask(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *folder = stage_path(stage, "myroles");
	run_to(&result, "myroles doctor", 0);
	assert_non_null(strstr(result.output, "myroles/proposals\tNo dashboard is open"));
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	run_to(&result, "myroles doctor", 0);
	assert_non_null(
		strstr(result.output, "proposals\tA dashboard takes what programs ask for."));
	dashboard_quit(pty);
	assert_int_equal(g_chmod(folder, 0755), 0);
	run_to(&result, "myroles doctor --json", 0);
	assert_int_equal(g_chmod(folder, 0700), 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(state_of(document, "proposals", NULL), "warning");
}

/* Last: the tenant does not come back. */
static void doctor__says_what_cannot_be_reached(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_kill(stage->tenant);
	run_to(&result, "myroles doctor", 7);
	assert_non_null(strstr(result.errors, "Check the network"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(doctor__finds_all_in_order__with_a_good_tenant),
		STAGE_TEST(doctor__takes_a_redirect_for_an_answer),
		STAGE_TEST(doctor__says_who_has_to_sign_in),
		STAGE_TEST(doctor__names_the_permissions__that_a_token_lacks),
		STAGE_TEST(doctor__tells_what_is_wrong__with_the_configuration),
		STAGE_TEST(doctor__warns__of_what_the_surroundings_lack),
		STAGE_TEST(doctor__warns__of_a_service_in_trouble),
		STAGE_TEST(doctor__warns__of_a_clock_that_is_far_off),
		STAGE_TEST(doctor__tells__whether_a_program_could_ask),
		cmocka_unit_test(doctor__says_what_cannot_be_reached),
	};
	return stage_run_tests(tests);
}
