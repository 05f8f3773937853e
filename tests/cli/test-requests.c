/*
 * The verbs that ask for something: what they send, what they print, and how they end.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/cli/run.h"

static void activate__prints_the_request__when_the_role_is_active(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate --role reader --scope sub-dev --duration 90m --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(
		document,
		"schema account tenant request errors dry_run older_tokens truth candidates");
	const cJSON *request = member(document, "request");
	assert_members(request, "id status already start end role scope");
	assert_string_equal(text(request, "status"), "active");
	assert_string_equal(text(member(request, "role"), "name"), "Reader");
	assert_string_equal(text(member(request, "scope"), "id"),
			    "/subscriptions/33333333-3333-4333-8333-333333333333");
	assert_int_equal(count_requests(stage), 1);
	run_to(&result, "myroles list active", 0);
	assert_non_null(strstr(result.output, "Reader\tsub-dev"));
	run_to(&result, "myroles history --json", 0);
	g_autoptr(cJSON) history = parse(&result);
	assert_string_equal(text(cJSON_GetArrayItem(member(history, "items"), 0), "id"),
			    text(request, "id"));
}

static void activate__narrows_the_scope__by_name_id_or_url(void **state)
{
	Stage *stage = *state;
	static const char *const scopes[] = {
		"rg-web",
		"/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-edge",
		("https://portal.azure.com/#@contoso.com/resource/subscriptions/"
		 "33333333-3333-4333-8333-333333333333/overview"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
		g_auto(Verb) result = { .stage = stage };
		g_autofree char *line = g_strdup_printf(
			"myroles activate --role Contributor --scope %s --reason hotfix "
			"--ticket INC1 --wait --json",
			scopes[i]);
		verb_run(&result, line);
		assert_true(result.code == 0 || result.code == 5);
		g_autoptr(cJSON) document = parse(&result);
		const char *id = text(member(member(document, "request"), "scope"), "id");
		assert_non_null(strstr(id, "33333333"));
	}
	assert_int_equal(count_requests(stage), G_N_ELEMENTS(scopes));
}

static void activate__sends_nothing__when_words_fit_several_or_none(void **state)
{
	Stage *stage = *state;
	static const char *const cases[][2] = {
		{ "myroles activate --role Contributor --scope rg-edge --reason x --ticket 1",
		  "Nothing was sent" },
		{ "myroles activate --role 'Monitoring Contributor'", "--scope" },
		{ "myroles activate --role Reader", "rg-payments" },
		{ "myroles activate --role Read --scope sub-dev", "Did you mean" },
		{ "myroles activate --role Nobody --scope sub-dev", "No eligible role" },
		{ "myroles activate --role Reader --scope nowhere", "no such scope" },
		{ "myroles activate --scope sub-dev", "--role" },
		{ "myroles activate --role Reader --scope sub-dev --duration 90", "--duration" },
		{ "myroles activate --role Reader --scope sub-dev --start never", "--start" },
		{ "myroles activate --role Reader --scope sub-dev --access king", "--access" },
		{ "myroles activate --role sg-oncall --reason x", "--access" },
		{ "myroles deactivate --role Owner", "`myroles list active`" },
		{ "myroles deactivate --role DB-Admins", "only an administrator" },
		{ "myroles deactivate --role DB-Admins --scope rg-edge", "No active role" },
		{ "myroles history --limit 0", "above 0" },
		{ "myroles list everything", "dormant, active, requests or approvals" },
		{ "myroles list elegible", "did you mean eligible?" },
		{ "myroles list active --sort=ent", "did you mean end?" },
		{ "myroles list active --columns=role,role", "named twice" },
		{ "myroles nonsense", "no verb" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, cases[i][0], 2);
		if (strstr(result.errors, cases[i][1]) == NULL)
			fail_msg("`%s` says: %s", cases[i][0], result.errors);
		assert_string_equal(result.output, "");
	}
	assert_int_equal(count_requests(stage), 0);
}

/* A script reads why, and what it may have meant. */
static void activate__prints_what_was_meant__as_json(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) several = { .stage = stage };
	run_to(&several,
	       "myroles activate --role Contributor --scope rg-edge --reason x --ticket 1 --json",
	       2);
	g_autoptr(cJSON) document = parse(&several);
	assert_members(
		document,
		"schema account tenant request errors dry_run older_tokens truth candidates");
	assert_true(cJSON_IsNull(member(document, "request")));
	const cJSON *error = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_string_equal(text(error, "code"), "ambiguous");
	const cJSON *candidates = member(document, "candidates");
	assert_true(cJSON_GetArraySize(candidates) > 1);
	assert_members(cJSON_GetArrayItem(candidates, 0), "id workload role scope access");

	g_auto(Verb) none = { .stage = stage };
	run_to(&none, "myroles deactivate --role Nobody --json", 2);
	g_autoptr(cJSON) other = parse(&none);
	assert_string_equal(text(cJSON_GetArrayItem(member(other, "errors"), 0), "code"),
			    "unknown-role-or-scope");
	assert_int_equal(cJSON_GetArraySize(member(other, "candidates")), 0);
	assert_int_equal(count_requests(stage), 0);
}

static void activate__ends_with_4__when_the_policy_says_no(void **state)
{
	Stage *stage = *state;
	static const char *const cases[] = {
		"myroles activate --role 'Network Contributor' --scope Connectivity --duration 1h",
		("myroles activate --role 'Network Contributor' --scope Connectivity --duration 9h "
		 "--reason x"),
		"myroles activate --role 'Key Vault Secrets Officer' --scope sub-prod --reason x",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, cases[i], 4);
		assert_non_null(strstr(result.errors, "Refused"));
	}
	assert_int_equal(count_requests(stage), 0);
	/* Where it cannot be read the service decides. */
	tenant_tell(stage->tenant, "/settings", "{\"policies_forbidden\":true}");
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate --role 'Network Contributor' --scope Connectivity --duration 9h "
	       "--reason x --json",
	       4);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(cJSON_GetArrayItem(member(document, "errors"), 0),
		       "workload code message hint service_message");
	assert_true(count_requests(stage) > 0);
}

static void activate__ends_with_0__when_a_lost_answer_is_found(void **state)
{
	Stage *stage = *state;
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"drop\"}");
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate --role Reader --scope sub-dev --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(
		document,
		"schema account tenant request errors dry_run older_tokens truth candidates");
	assert_string_equal(text(member(document, "request"), "status"), "active");
	assert_int_equal(count_requests(stage), 1);
}

static void activate__ends_with_its_code__by_what_the_service_answers(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *fault;
		int code;
		size_t sent;
	} cases[] = {
		{ "\"method\":\"PUT\",\"status\":422,\"code\":\"Odd\"", 1, 1 },
		{ "\"method\":\"PUT\",\"status\":401,\"count\":-1", 3, 1 },
		{ "\"method\":\"PUT\",\"status\":403,\"code\":\"AuthorizationFailed\"", 1, 1 },
		{ "\"method\":\"PUT\",\"status\":400,"
		  "\"code\":\"RoleAssignmentRequestPolicyValidationFailed\"",
		  4, 1 },
		{ "\"method\":\"GET\",\"kind\":\"drop\",\"count\":-1", 7, 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Verb) result = { .stage = stage };
		g_autofree char *fault =
			g_strdup_printf("{\"host\":\"arm\",\"path\":\"*\",%s}", cases[i].fault);
		stage_reset(stage);
		tenant_tell(stage->tenant, "/faults", fault);
		run_to(&result, "myroles activate --role Reader --scope sub-dev --wait",
		       cases[i].code);
		assert_string_equal(result.output, "");
		assert_string_not_equal(result.errors, "");
		if (cases[i].sent == 0)
			assert_int_equal(count_requests(stage), 0);
		else
			assert_true(count_requests(stage) >= cases[i].sent);
	}
}

/* The role may be in the list that did not come: the words are not to blame. */
static void verbs__tell_the_failed_list__when_no_other_has_the_role(void **state)
{
	Stage *stage = *state;
	static const char *const lines[] = {
		"myroles activate --role Reader --scope sub-dev",
		"myroles deactivate --role Reader",
		"myroles scopes Reader",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_auto(Verb) result = { .stage = stage };
		stage_reset(stage);
		tenant_tell(stage->tenant, "/faults",
			    "{\"host\":\"arm\",\"path\":\"*\",\"kind\":\"html\",\"status\":200,"
			    "\"count\":-1}");
		run_to(&result, lines[i], 7);
		assert_non_null(strstr(result.errors, "azure: "));
		assert_null(strstr(result.errors, "called"));
	}
}

static void activate__ends_with_5__when_somebody_must_approve(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate --role Contributor --scope rg-payments --reason hotfix "
	       "--ticket INC1 --wait --json",
	       5);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "status"), "waiting");
}

static void deactivate__ends_an_activation__after_five_minutes(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles deactivate --role 'Monitoring Contributor' --scope sub-dev --wait --json",
	       0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "status"), "ended");
	run_to(&result, "myroles list active", 0);
	assert_null(strstr(result.output, "Monitoring Contributor\tsub-dev"));
}

static void on_ended(GPid pid, gint status, gpointer data)
{
	(void)pid;
	*(int *)data = status;
}

static void activate__ends_with_130__when_interrupted(void **state)
{
	Stage *stage = *state;
	tenant_tell(
		stage->tenant, "/faults",
		"{\"method\":\"GET\",\"path\":\"*roleEligibilityScheduleInstances*\",\"count\":-1,"
		"\"kind\":\"delay\",\"delay_ms\":600000}");
	g_auto(GStrv) argv = verb_argv("myroles activate --role Reader --scope sub-dev");
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	GPid pid = 0;
	assert_true(g_spawn_async(NULL, argv, environment,
				  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
				  NULL, &pid, NULL));
	int status = -1;
	g_child_watch_add(pid, on_ended, &status);
	/* It has asked: so it listens to signals. */
	while (tenant_count(stage->tenant, "GET", "roleEligibilityScheduleInstances") == 0)
		g_main_context_iteration(NULL, FALSE);
	kill(pid, SIGINT);
	while (status == -1)
		g_main_context_iteration(NULL, TRUE);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 130);
	assert_int_equal(count_requests(stage), 0);
}

/* Standard output is never empty where JSON was asked for. */
static void verbs__print_a_document__in_every_end(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
		bool is_unreachable;
	} cases[] = {
		{ "myroles activate -r Reader -s sub-dev -d 90 --json", 2, false },
		{ "myroles activate --json", 2, false },
		{ "myroles deactivate --json", 2, false },
		{ "myroles list nothing --json", 2, false },
		{ "myroles list --json", 2, false },
		{ "myroles list eligible --json=yes", 2, false },
		{ "myroles history --limit 0 --json", 2, false },
		{ "myroles history --nonsense --json", 2, false },
		{ "myroles scopes Nobody --json", 2, false },
		{ "myroles list eligible --json", 7, true },
		{ "myroles activate -r Reader -s sub-dev -d 20m --json", 7, true },
		{ "myroles deactivate -r Reader --json", 7, true },
		{ "myroles scopes Contributor --json", 7, true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Verb) result = { .stage = stage };
		stage_reset(stage);
		if (cases[i].is_unreachable)
			tenant_tell(stage->tenant, "/faults",
				    "{\"path\":\"*\",\"kind\":\"drop\",\"count\":-1}");
		run_to(&result, cases[i].line, cases[i].code);
		g_autoptr(cJSON) document = parse(&result);
		if (first_error(document) == NULL || text(first_error(document), "code") == NULL ||
		    text(first_error(document), "message") == NULL)
			fail_msg("%s: %s", cases[i].line, result.output);
	}
}

/* The service judges a resource's id; no list of what lies below a management group is needed. */
static void activate__needs_no_tree__for_a_resources_id(void **state)
{
	Stage *stage = *state;
	static const char *const faults[] = {
		"\"status\":403,\"code\":\"AuthorizationFailed\"",
		("\"status\":200,\"body\":\"{\\\"value\\\":[]}\",\"content_type\":\"application/"
		 "json\""),
		"\"kind\":\"drop\"",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_auto(Verb) result = { .stage = stage };
		stage_reset(stage);
		g_autofree char *fault = g_strdup_printf(
			"{\"host\":\"arm\",\"path\":\"*eligibleChildResources*\",\"count\":-1,%s}",
			faults[i]);
		tenant_tell(stage->tenant, "/faults", fault);
		run_to(&result,
		       "myroles activate -r Contributor -s /subscriptions/"
		       "22222222-2222-4222-8222-222222222222/resourceGroups/rg-payments -d 20m "
		       "-m x -t 1",
		       5);
		assert_int_equal(count_requests(stage), 1);
	}
}

/* Told when the journal was opened, and no second time when nothing is sent for that. */
static void activate__says_once__that_there_is_no_journal(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage, .variable = "XDG_STATE_HOME=/proc/nothing" };
	verb_run(&result, "myroles activate -r Reader -s sub-dev -d 1h -m x");
	assert_int_not_equal(result.code, 0);
	const char *first = strstr(result.errors, "nothing is sent");
	assert_non_null(first);
	assert_null(strstr(first + 1, "nothing is sent"));
	assert_int_equal(count_requests(stage), 0);
}

/* Lists come minutes after the truth: what is named is sent all the same. */
static void deactivate__is_sent__although_no_list_shows_the_role(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 1h -w", 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT10M\"}");
	tenant_tell(stage->tenant, "/settings", "{\"list_hides\":\"Reader\"}");
	run_to(&result, "myroles deactivate -r Reader -s sub-dev -w --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "status"), "ended");
	/* And the history says when the activation ended. */
	run_to(&result, "myroles history --json", 0);
	g_autoptr(cJSON) history = parse(&result);
	const cJSON *entry = cJSON_GetArrayItem(member(history, "items"), 1);
	assert_string_equal(text(entry, "kind"), "activate");
	assert_string_equal(text(entry, "status"), "ended");
	g_autoptr(GDateTime) start = g_date_time_new_from_iso8601(text(entry, "start"), NULL);
	g_autoptr(GDateTime) end = g_date_time_new_from_iso8601(text(entry, "end"), NULL);
	assert_true(g_date_time_difference(end, start) < 15 * G_TIME_SPAN_MINUTE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(activate__prints_the_request__when_the_role_is_active),
		STAGE_TEST(activate__narrows_the_scope__by_name_id_or_url),
		STAGE_TEST(activate__sends_nothing__when_words_fit_several_or_none),
		STAGE_TEST(activate__prints_what_was_meant__as_json),
		STAGE_TEST(activate__ends_with_4__when_the_policy_says_no),
		STAGE_TEST(activate__ends_with_0__when_a_lost_answer_is_found),
		STAGE_TEST(activate__ends_with_its_code__by_what_the_service_answers),
		STAGE_TEST(verbs__tell_the_failed_list__when_no_other_has_the_role),
		STAGE_TEST(activate__ends_with_5__when_somebody_must_approve),
		STAGE_TEST(deactivate__ends_an_activation__after_five_minutes),
		STAGE_TEST(verbs__print_a_document__in_every_end),
		STAGE_TEST(activate__needs_no_tree__for_a_resources_id),
		STAGE_TEST(deactivate__is_sent__although_no_list_shows_the_role),
		STAGE_TEST(activate__ends_with_130__when_interrupted),
		STAGE_TEST(activate__says_once__that_there_is_no_journal),
	};
	return stage_run_tests(tests);
}
