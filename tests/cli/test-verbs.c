/*
 * The verbs of the real program against the built-in tenant, in a pipe: what they print, what they send, and how
 * they end.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/e2e/stage.h"

/* One tenant for all; each test resets it. */
static Stage *stage;

typedef struct Run {
	char *output;
	char *errors;
	int code;
} Run;

static void run_clear(Run *run)
{
	g_clear_pointer(&run->output, g_free);
	g_clear_pointer(&run->errors, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

/* Words are separated by blanks; '_' stands for a blank inside of one. */
static char **make_argv(const char *line)
{
	const char *top = g_getenv("top_builddir");
	char **argv = g_strsplit(line, " ", -1);
	for (char **word = argv; *word != NULL; word++)
		g_strdelimit(*word, "_", ' ');
	g_free(argv[0]);
	argv[0] = g_build_filename(top != NULL ? top : ".", "myroles", NULL);
	return argv;
}

static void run(Run *run, const char *line)
{
	g_auto(GStrv) argv = make_argv(line);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	g_autoptr(GError) error = NULL;
	int status = 0;
	run_clear(run);
	assert_true(g_spawn_sync(NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &run->output,
				 &run->errors, &status, &error));
	run->code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* Runs, and fails with all that was said when the exit code is another one. */
static void run_to(Run *result, const char *line, int code)
{
	run(result, line);
	if (result->code != code)
		fail_msg("`%s` ended with %d, not %d:\n%s%s", line, result->code, code,
			 result->output, result->errors);
	assert_null(strchr(result->output, '\033'));
	assert_null(strchr(result->errors, '\033'));
}

static cJSON *parse(const Run *run)
{
	cJSON *document = cJSON_ParseWithOpts(run->output, NULL, 0);
	if (document == NULL)
		fail_msg("no JSON: %s", run->output);
	assert_int_equal(cJSON_GetObjectItemCaseSensitive(document, "schema")->valueint, 1);
	return document;
}

/* The names of an object's members in order, joined by blanks. */
static char *member_names(const cJSON *object)
{
	GString *names = g_string_new(NULL);
	for (const cJSON *item = object->child; item != NULL; item = item->next)
		g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", item->string);
	return g_string_free(names, FALSE);
}

static void assert_members(const cJSON *object, const char *expected)
{
	assert_non_null(object);
	g_autofree char *names = member_names(object);
	assert_string_equal(names, expected);
}

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(member(object, name));
}

static size_t count_requests(void)
{
	return tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests");
}

static int start(void **state)
{
	(void)state;
	stage = stage_new(NULL);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	g_clear_pointer(&stage, stage_free);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	stage_reset(stage);
	return 0;
}

#define LIST_MEMBERS "schema as_of account tenant items errors"
#define ITEM_MEMBERS \
	"id workload role scope access member_type assignment_type eligibility_id start end"

static void list__prints_schema_1__of_eligible_roles(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles list eligible --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, LIST_MEMBERS);
	assert_string_equal(text(document, "account"), "you@contoso.com");
	assert_string_equal(text(document, "tenant"), "8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21");
	assert_true(g_str_has_suffix(text(document, "as_of"), "Z"));
	assert_int_equal(cJSON_GetArraySize(member(document, "errors")), 0);
	assert_true(cJSON_GetArraySize(member(document, "items")) >= 12);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		assert_members(item, ITEM_MEMBERS);
		assert_members(member(item, "role"), "id name");
		assert_members(member(item, "scope"), "id name type");
		assert_true(cJSON_IsNull(member(item, "assignment_type")));
		assert_non_null(text(item, "eligibility_id"));
	}
}

static void list__prints_schema_1__of_active_roles(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles list active --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = NULL;
	bool has_activated = false;
	bool has_standing = false;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		assert_members(item, ITEM_MEMBERS);
		bool is_activated = g_str_equal(text(item, "assignment_type"), "activated");
		has_activated |= is_activated && text(item, "end") != NULL;
		has_standing |= !is_activated && cJSON_IsNull(member(item, "end"));
	}
	assert_true(has_activated && has_standing);
}

static void list__prints_plain_columns__in_a_pipe(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles list eligible", 0);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(result.output), "\n", -1);
	int azure = 0;
	for (size_t i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);
		assert_int_equal(g_strv_length(columns), 11);
		/* The id begins with its workload's name. */
		assert_true(g_str_has_prefix(columns[0], columns[1]));
		azure += g_str_equal(columns[1], "azure") && g_str_has_prefix(columns[10], "/");
	}
	assert_true(azure >= 12);
	assert_string_equal(result.errors, "");
}

static void scopes__lists_the_tree__below_a_role(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles scopes Contributor --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, LIST_MEMBERS);
	const cJSON *item = NULL;
	int payments = 0;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		assert_members(item, "id name type");
		payments += g_str_equal(text(item, "name"), "rg-payments") &&
			    g_str_equal(text(item, "type"), "resourcegroup");
	}
	assert_int_equal(payments, 1);
	int all = cJSON_GetArraySize(member(document, "items"));
	run_to(&result, "myroles scopes contributor sub-prod", 0);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(result.output), "\n", -1);
	assert_true(g_strv_length(lines) > 1 && (int)g_strv_length(lines) < all);
	assert_true(g_str_has_prefix(lines[0], "subscription\tsub-prod\t/"));
}

static void activate__prints_the_request__when_the_role_is_active(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result,
	       "myroles activate --role reader --scope sub-dev --duration 90m --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, "schema request");
	const cJSON *request = member(document, "request");
	assert_members(request, "id status start end role scope");
	assert_string_equal(text(request, "status"), "active");
	assert_string_equal(text(member(request, "role"), "name"), "Reader");
	assert_string_equal(text(member(request, "scope"), "id"),
			    "/subscriptions/33333333-3333-4333-8333-333333333333");
	assert_int_equal(count_requests(), 1);
	run_to(&result, "myroles list active", 0);
	assert_non_null(strstr(result.output, "Reader\tsub-dev"));
	run_to(&result, "myroles history --json", 0);
	g_autoptr(cJSON) history = parse(&result);
	assert_string_equal(text(cJSON_GetArrayItem(member(history, "items"), 0), "id"),
			    text(request, "id"));
}

static void activate__narrows_the_scope__by_name_id_or_url(void **state)
{
	(void)state;
	static const char *const SCOPES[] = {
		"rg-web",
		"/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-edge",
		"https://portal.azure.com/#@contoso.com/resource/subscriptions/"
		"33333333-3333-4333-8333-333333333333/overview",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(SCOPES); i++) {
		g_auto(Run) result = { 0 };
		g_autofree char *line = g_strdup_printf(
			"myroles activate --role Contributor --scope %s --reason hotfix "
			"--ticket INC1 --wait --json",
			SCOPES[i]);
		run(&result, line);
		assert_true(result.code == 0 || result.code == 5);
		g_autoptr(cJSON) document = parse(&result);
		const char *id = text(member(member(document, "request"), "scope"), "id");
		assert_non_null(strstr(id, "33333333"));
	}
	assert_int_equal(count_requests(), G_N_ELEMENTS(SCOPES));
}

static void activate__sends_nothing__when_words_fit_several_or_none(void **state)
{
	(void)state;
	static const char *const CASES[][2] = {
		{ "myroles activate --role Contributor --scope rg-edge --reason x --ticket 1",
		  "Nothing was sent" },
		{ "myroles activate --role Monitoring_Contributor", "--scope" },
		{ "myroles activate --role Reader", "rg-payments" },
		{ "myroles activate --role Read --scope sub-dev", "Did you mean" },
		{ "myroles activate --role Nobody --scope sub-dev", "No eligible role" },
		{ "myroles activate --role Reader --scope nowhere", "no such scope" },
		{ "myroles activate --scope sub-dev", "--role" },
		{ "myroles activate --role Reader --scope sub-dev --duration 90", "--duration" },
		{ "myroles activate --role Reader --scope sub-dev --start never", "--start" },
		{ "myroles activate --role Reader --scope sub-dev --access king", "--access" },
		{ "myroles deactivate --role Owner", "No active role" },
		{ "myroles list everything", "eligible or active" },
		{ "myroles nonsense", "no verb" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
		g_auto(Run) result = { 0 };
		run_to(&result, CASES[i][0], 2);
		if (strstr(result.errors, CASES[i][1]) == NULL)
			fail_msg("`%s` says: %s", CASES[i][0], result.errors);
		assert_string_equal(result.output, "");
	}
	assert_int_equal(count_requests(), 0);
}

static void activate__ends_with_4__when_the_policy_says_no(void **state)
{
	(void)state;
	static const char *const CASES[] = {
		"myroles activate --role Network_Contributor --scope Connectivity --duration 1h",
		"myroles activate --role Network_Contributor --scope Connectivity --duration 9h "
		"--reason x",
		"myroles activate --role Key_Vault_Secrets_Officer --scope sub-prod --reason x",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
		g_auto(Run) result = { 0 };
		run_to(&result, CASES[i], 4);
		assert_non_null(strstr(result.errors, "Refused"));
	}
	assert_int_equal(count_requests(), 0);
	/* Where it cannot be read the service decides. */
	tenant_tell(stage->tenant, "/settings", "{\"policies_forbidden\":true}");
	g_auto(Run) result = { 0 };
	run_to(&result,
	       "myroles activate --role Network_Contributor --scope Connectivity --duration 9h "
	       "--reason x --json",
	       4);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(cJSON_GetArrayItem(member(document, "errors"), 0),
		       "workload code message hint");
	assert_true(count_requests() > 0);
}

static void activate__ends_with_5__when_somebody_must_approve(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result,
	       "myroles activate --role Contributor --scope rg-payments --reason hotfix "
	       "--ticket INC1 --wait --json",
	       5);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "status"), "waiting");
}

static void deactivate__ends_an_activation__after_five_minutes(void **state)
{
	(void)state;
	g_auto(Run) result = { 0 };
	run_to(&result,
	       "myroles deactivate --role Monitoring_Contributor --scope sub-dev --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "status"), "ended");
	run_to(&result, "myroles list active", 0);
	assert_null(strstr(result.output, "Monitoring Contributor\tsub-dev"));
}

static void every_verb__ends_with_3__without_a_good_token(void **state)
{
	(void)state;
	g_autofree char *path = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *good = NULL;
	assert_true(g_file_get_contents(path, &good, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(good, "token_file=", 2);
	g_autofree char *bad =
		g_strconcat(parts[0], "token_file=/nowhere", strchr(parts[1], '\n'), NULL);
	assert_true(g_file_set_contents_full(path, bad, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					     NULL));
	g_auto(Run) result = { 0 };
	run(&result, "myroles list eligible --json");
	int code = result.code;
	assert_true(g_file_set_contents_full(path, good, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					     NULL));
	if (code != 3)
		fail_msg("ended with %d: %s", code, result.errors);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_GetArraySize(member(document, "errors")) > 0);
}

static void dashboard__ends_with_2__without_a_terminal(void **state)
{
	(void)state;
	static const char *const LINES[] = { "myroles", "myroles demo" };
	for (size_t i = 0; i < G_N_ELEMENTS(LINES); i++) {
		g_auto(Run) result = { 0 };
		run_to(&result, LINES[i], 2);
		assert_non_null(strstr(result.errors, "needs a terminal"));
		assert_string_equal(result.output, "");
	}
}

static void demo__draws_a_picture__without_a_terminal(void **state)
{
	(void)state;
	g_autofree char *path = stage_path(stage, "picture.svg");
	g_autofree char *line = g_strdup_printf("myroles demo --screenshot %s --size 80x24", path);
	g_auto(Run) result = { 0 };
	run_to(&result, line, 0);
	g_autofree char *svg = NULL;
	assert_true(g_file_get_contents(path, &svg, NULL, NULL));
	assert_true(g_str_has_prefix(svg, "<svg") || g_str_has_prefix(svg, "<?xml"));
	assert_non_null(strstr(svg, "Contributor"));
}

static void list__ends_with_6__when_one_service_fails(void **state)
{
	(void)state;
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"graph\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
		    "\"status\":403,"
		    "\"code\":\"Authorization_RequestDenied\",\"message\":\"no\"}");
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles list eligible --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_GetArraySize(member(document, "items")) >= 12);
	const cJSON *error = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_members(error, "workload code message hint");
	assert_string_not_equal(text(error, "workload"), "azure");
	assert_non_null(strstr(result.errors, text(error, "workload")));
}

static void on_ended(GPid pid, gint status, gpointer data)
{
	(void)pid;
	*(int *)data = status;
}

static void activate__ends_with_130__when_interrupted(void **state)
{
	(void)state;
	tenant_tell(
		stage->tenant, "/faults",
		"{\"method\":\"GET\",\"path\":\"*roleEligibilityScheduleInstances*\",\"count\":-1,"
		"\"kind\":\"delay\",\"delay_ms\":600000}");
	g_auto(GStrv) argv = make_argv("myroles activate --role Reader --scope sub-dev");
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
	assert_int_equal(count_requests(), 0);
}

/* The last one: the tenant is gone afterwards. */
static void every_verb__ends_with_7__when_nobody_answers(void **state)
{
	(void)state;
	tenant_kill(stage->tenant);
	g_auto(Run) result = { 0 };
	run_to(&result, "myroles list active", 7);
	assert_string_equal(result.output, "");
	assert_true(strlen(result.errors) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(list__prints_schema_1__of_eligible_roles, reset),
		cmocka_unit_test_setup(list__prints_schema_1__of_active_roles, reset),
		cmocka_unit_test_setup(list__prints_plain_columns__in_a_pipe, reset),
		cmocka_unit_test_setup(scopes__lists_the_tree__below_a_role, reset),
		cmocka_unit_test_setup(activate__prints_the_request__when_the_role_is_active,
				       reset),
		cmocka_unit_test_setup(activate__narrows_the_scope__by_name_id_or_url, reset),
		cmocka_unit_test_setup(activate__sends_nothing__when_words_fit_several_or_none,
				       reset),
		cmocka_unit_test_setup(activate__ends_with_4__when_the_policy_says_no, reset),
		cmocka_unit_test_setup(activate__ends_with_5__when_somebody_must_approve, reset),
		cmocka_unit_test_setup(deactivate__ends_an_activation__after_five_minutes, reset),
		cmocka_unit_test_setup(every_verb__ends_with_3__without_a_good_token, reset),
		cmocka_unit_test_setup(dashboard__ends_with_2__without_a_terminal, reset),
		cmocka_unit_test_setup(demo__draws_a_picture__without_a_terminal, reset),
		cmocka_unit_test_setup(list__ends_with_6__when_one_service_fails, reset),
		cmocka_unit_test_setup(activate__ends_with_130__when_interrupted, reset),
		cmocka_unit_test_setup(every_verb__ends_with_7__when_nobody_answers, reset),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
