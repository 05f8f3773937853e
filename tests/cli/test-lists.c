/*
 * The verbs that read: what they print, and how they end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

#define WORKLOADS 3

#define LIST_MEMBERS "schema as_of account tenant items errors stale tokens owed candidates"
#define ITEM_MEMBERS                                                                          \
	"id workload role scope access member_type assignment_type eligibility_id start end " \
	"confirmed_by truth stale"

static void list__prints_schema_1__of_eligible_roles(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
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

/* Who else is at it: by name, id and portal page alike; where that may not be read, one sentence. */
static void list_active_at__tells_everybody__where_one_may_read_that(void **state)
{
	Stage *stage = *state;
	static const char *const places[] = {
		"rg-payments",
		"/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-payments",
		("'https://portal.azure.com/#@x/resource/subscriptions/22222222-2222-4222-8222-"
		 "222222222222/resourceGroups/rg-payments/overview'"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *line =
			g_strdup_printf("myroles list active --json --at %s", places[i]);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, 0);
		g_autoptr(cJSON) document = parse(&result);
		assert_members(document, LIST_MEMBERS);
		const cJSON *items = member(document, "items");
		assert_int_equal(cJSON_GetArraySize(items), 2);
		const cJSON *own = cJSON_GetArrayItem(items, 0);
		assert_string_equal(text(member(own, "holder"), "name"), "Yara Osei");
		assert_true(cJSON_IsTrue(member(cJSON_GetArrayItem(items, 1), "is_group")));
	}
	g_auto(Verb) refused = { .stage = stage };
	run_to(&refused, "myroles list active --at sub-prod", 1);
	assert_string_equal(refused.output, "");
	assert_non_null(strstr(refused.errors, "Microsoft.Authorization/roleAssignments/read"));
	assert_int_equal(count_requests(stage), 0);
}

/* Columns in a pipe are data: an id that lost a character is another id. */
static void list__prints_the_same_bytes__in_any_locale(void **state)
{
	Stage *stage = *state;
	static const char *const locales[] = { "LC_ALL=C", "LC_ALL=en_DE.UTF-8", "LC_ALL=POSIX" };
	g_auto(Verb) expected = { .stage = stage };
	run_to(&expected, "myroles list eligible", 0);
	assert_non_null(strstr(expected.output, "/resourceGroups/rg-データ基盤"));
	for (size_t i = 0; i < G_N_ELEMENTS(locales); i++) {
		g_auto(Verb) result = { .stage = stage, .variable = locales[i] };
		run_to(&result, "myroles list eligible", 0);
		assert_string_equal(result.output, expected.output);
		run_to(&result, "myroles list eligible --json", 0);
		assert_non_null(strstr(result.output, "/resourceGroups/rg-データ基盤"));
	}
}

/* A full disk is no success, whatever the shape of what is printed. */
static void output__that_cannot_be_written__is_told(void **state)
{
	Stage *stage = *state;
	static const char *const said_lines[] = {
		"myroles list eligible",
		"myroles list eligible --json",
		"myroles accounts",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(said_lines); i++) {
		g_auto(Verb) result = { .stage = stage };
		verb_run_into_full_disk(&result, said_lines[i]);
		assert_int_equal(result.code, 1);
		assert_non_null(strstr(result.errors, "The output could not be written"));
	}
}

/* A file's tokens are of one tenant: a command for another one asks nothing, and sends nothing. */
static void tenant__is_compared__with_tokens_from_a_file(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles --tenant 8F3C1F0A-5f0e-4a53-9d0e-6d1a4c0f7b21 list eligible", 0);
	run_to(&result, "myroles --tenant fabrikam.com list eligible", 2);
	assert_non_null(strstr(result.errors, "fabrikam.com is not the id of a tenant"));
	run_to(&result,
	       "myroles --tenant 11111111-5f0e-4a53-9d0e-6d1a4c0f7b21 activate --role Reader "
	       "--scope rg-payments --reason x --duration 10m",
	       3);
	assert_non_null(strstr(result.errors, "8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21"));
	assert_string_equal(result.output, "");
	assert_int_equal(count_requests(stage), 0);
}

static void list__prints_schema_1__of_active_roles(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
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
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list eligible", 0);
	g_auto(GStrv) lines = g_strsplit(result.output, "\n", -1);
	int azure = 0;
	for (size_t i = 0; *lines[i] != '\0'; i++) {
		g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);
		assert_int_equal(g_strv_length(columns), 13);
		/* The id begins with its workload's name. */
		assert_true(g_str_has_prefix(columns[0], columns[1]));
		azure += g_str_equal(columns[1], "azure") && g_str_has_prefix(columns[10], "/");
	}
	assert_true(azure >= 12);
	/* Names that come later than ids are waited for. */
	assert_non_null(strstr(result.output, "\tpayroll-api\t"));
	assert_string_equal(result.errors, "");
}

/* How often each kind of list was asked for since the start, page by page. */
static void assert_lists_asked(const Stage *stage, size_t eligible, size_t active, size_t requests)
{
	assert_int_equal(tenant_count(stage->tenant, "GET", "ligibilityScheduleInstances"),
			 eligible);
	assert_int_equal(tenant_count(stage->tenant, "GET", "ssignmentScheduleInstances"), active);
	assert_int_equal(tenant_count(stage->tenant, "GET", "ssignmentScheduleRequests"), requests);
}

/* Columns and order by name, in a pipe as exact texts; what cannot be is told before anything is asked. */
static void list__takes_the_shape__that_is_asked_for(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line, *told;
	} wrong[] = {
		{ "myroles list active --columns role,shade", "role_id" },
		{ "myroles list active --sort shade", "role_id" },
		{ "myroles list active --json --columns role", "document" },
		{ "myroles list active --wide --columns role", "--wide" },
		{ "myroles accounts --sort shade", "tenant_id" },
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		run_to(&result, wrong[i].line, 2);
		assert_non_null(strstr(result.errors, wrong[i].told));
		assert_lists_asked(stage, 0, 0, 0);
	}
	run_to(&result, "myroles list active --columns end,Role --sort -end", 0);
	g_auto(GStrv) lines = g_strsplit(result.output, "\n", -1);
	for (size_t i = 1; *lines[i] != '\0' && *lines[i] != '\t'; i++)
		assert_true(strncmp(lines[i - 1], lines[i], 20) >= 0);
	assert_non_null(strstr(lines[0], "Z\t"));
	assert_non_null(strstr(result.output, "\n\tDB-Admins\n"));
	run_to(&result, "myroles list active --json --sort role", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *first = cJSON_GetArrayItem(member(document, "items"), 0);
	assert_string_equal(text(member(first, "role"), "name"), "DB-Admins");
}

/* The journal tells what was used; who has used nothing gets the usual order. */
static void list__by_use__begins_with_what_was_activated(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list eligible --sort use", 0);
	assert_false(g_str_has_prefix(strchr(result.output, '\t'), "\tazure\tReader\tsub-dev\t"));
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 30m", 0);
	run_to(&result, "myroles list eligible --sort use", 0);
	assert_true(g_str_has_prefix(strchr(result.output, '\t'), "\tazure\tReader\tsub-dev\t"));
	run_to(&result, "myroles list eligible --sort -use", 0);
	assert_false(g_str_has_prefix(strchr(result.output, '\t'), "\tazure\tReader\tsub-dev\t"));
	run_to(&result, "myroles list active --sort use", 2);
}

static void scopes__lists_the_tree__below_a_role(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
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

static void every_verb__ends_with_3__without_a_good_token(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_sign_in_config(stage, "token_source=file\ntoken_file=/nowhere\n");
	run_to(&result, "myroles list eligible --json", 3);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_GetArraySize(member(document, "errors")) > 0);
}

static void dashboard__ends_with_2__without_a_terminal(void **state)
{
	Stage *stage = *state;
	static const char *const said_lines[] = { "myroles", "myroles demo" };
	for (size_t i = 0; i < G_N_ELEMENTS(said_lines); i++) {
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, said_lines[i], 2);
		assert_non_null(strstr(result.errors, "needs a terminal"));
		assert_string_equal(result.output, "");
	}
}

static void list__ends_with_6__when_one_service_fails(void **state)
{
	Stage *stage = *state;
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"graph\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
		    "\"status\":403,"
		    "\"code\":\"Authorization_RequestDenied\",\"message\":\"no\"}");
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list eligible --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_GetArraySize(member(document, "items")) >= 12);
	const cJSON *error = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_members(error, "workload code message hint service_message");
	assert_string_not_equal(text(error, "workload"), "azure");
	assert_non_null(strstr(result.errors, text(error, "workload")));
}

/* The way round sees less: that is said, and a script can tell. */
static void list__ends_with_6__when_only_subscriptions_could_be_asked(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", "{\"root_list_forbidden\":true}");
	run_to(&result, "myroles list eligible --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *error = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_string_equal(text(error, "workload"), "azure");
	assert_string_equal(text(error, "code"), "partial-list");
	assert_non_null(strstr(result.errors, "may be missing"));
	assert_non_null(strstr(result.output, "Key Vault Secrets Officer"));
}

/* A verb asks for the kind of list that it shows, once of each workload, and for no other. */
static void list__asks_for_one_kind_of_list(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 0);
	assert_lists_asked(stage, 0, WORKLOADS, 0);
	stage_reset(stage);
	run_to(&result, "myroles list eligible", 0);
	assert_lists_asked(stage, WORKLOADS, 0, 0);
	stage_reset(stage);
	run_to(&result, "myroles history", 0);
	assert_lists_asked(stage, 0, 0, WORKLOADS);
}

/* The journal needs no service; that its news could not be had is told, and that it may lack some. */
static void history__says_so__when_nobody_answers(void **state)
{
	(void)state;
	g_autoptr(Stage) stage = stage_new(NULL); /* it does not come back */
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles history --json", 0);
	g_autoptr(cJSON) whole = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(whole, "errors")), 0);
	const int count = cJSON_GetArraySize(member(whole, "items"));
	assert_true(count > 0);
	tenant_kill(stage->tenant);
	run_to(&result, "myroles history --json", 6);
	g_autoptr(cJSON) kept = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(kept, "items")), count);
	assert_int_equal(cJSON_GetArraySize(member(kept, "errors")), WORKLOADS);
	assert_non_null(strstr(result.errors, "azure: "));
}

static void every_verb__ends_with_7__when_nobody_answers(void **state)
{
	Stage *stage = *state;
	tenant_kill(stage->tenant);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 7);
	assert_string_equal(result.output, "");
	assert_true(strlen(result.errors) > 0);
}

/* A role and a scope that one row alone has, by their ids; what comes of it is of no interest. */
static void change_something(const Stage *stage, const char *verb, const char *list,
			     const char *log)
{
	g_auto(Verb) result = { .stage = stage };
	verb_run(&result, list);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		g_autofree char *role = g_shell_quote(text(member(item, "role"), "id"));
		g_autofree char *scope = g_shell_quote(text(member(item, "scope"), "id"));
		g_autofree char *line = g_strdup_printf(
			"myroles %s --log %s --json --role %s --scope %s", verb, log, role, scope);
		run_clean(&result, line);
	}
}

/* The same from a service that puts into its strings what no honest one does: run_to looks at each byte. */
static void every_verb__prints_only_text__of_a_hostile_service(void **state)
{
	(void)state;
	static const char *const said_lines[] = {
		"myroles list eligible",
		"myroles list eligible --json",
		"myroles list active",
		"myroles list active --json",
		"myroles history",
		"myroles history --json",
		"myroles scopes Contributor",
		"myroles scopes Contributor --json",
		"myroles activate --role a",
		"myroles deactivate --role a",
		"myroles accounts",
		"myroles accounts --json",
		"myroles doctor",
		"myroles doctor --json",
	};
	static const char *const options[] = { "--scenario", "hostile", NULL };
	g_autoptr(Stage) stage = stage_new(options);
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *log = g_build_filename(stage->folder, "log", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(said_lines); i++) {
		g_autofree char *line = g_strdup_printf("%s --log %s", said_lines[i], log);
		run_clean(&result, line);
		if (g_str_has_suffix(said_lines[i], "--json") && *result.output != '\0')
			cJSON_Delete(parse(&result));
	}
	change_something(stage, "activate --reason because", "myroles list eligible --json", log);
	change_something(stage, "deactivate", "myroles list active --json", log);
	g_autofree char *logged = NULL;
	assert_true(g_file_get_contents(log, &logged, NULL, NULL));
	assert_true(strlen(logged) > 1000);
	assert_clean(logged);
	/* Rows that are no JSON are told, the others are there. */
	run_to(&result, "myroles list eligible", 6);
	assert_non_null(strstr(result.errors, "could not be read"));
	assert_non_null(strstr(result.output, "\357\277\275["));
}

/* One tree of two cannot be had: the other is listed, and what is missing is named. */
static void scopes__names_the_tree__that_could_not_be_listed(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*33333333*eligibleChildResources*\",\"count\":-1,"
		    "\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\"}");
	run_to(&result, "myroles scopes Reader --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *problem = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_non_null(strstr(text(problem, "message"), "below sub-dev is not known"));
	assert_non_null(strstr(result.output, "kv-payments"));
	assert_null(strstr(result.output, "rg-web"));
}

/* Where scopes are asked one by one, those that do not answer are named; what is empty then is not "nothing". */
static void list__names_the_scopes__that_did_not_answer(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", "{\"root_list_forbidden\":true}");
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"/subscriptions/"
		    "33333333*roleEligibilityScheduleInstances*\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}");
	run_to(&result, "myroles list eligible --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *errors = member(document, "errors");
	assert_int_equal(cJSON_GetArraySize(errors), 2);
	const cJSON *failed = cJSON_GetArrayItem(errors, 1);
	assert_string_equal(text(failed, "code"), "scopes-failed");
	assert_non_null(strstr(text(failed, "message"),
			       "/subscriptions/33333333-3333-4333-8333-333333333333"));
}

/* Lists are late by minutes; one's own request is right at once. */
static void list__asks_ones_own_request__when_no_list_shows_the_role(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", "{\"list_lag_s\":240}");
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 2h -w", 0);
	run_to(&result, "myroles list active --json", 0);
	assert_non_null(strstr(result.output, "\"confirmed_by\":\"request\""));
	assert_non_null(strstr(result.output, "sub-dev"));
	/* Long after any grace. */
	tenant_tell(stage->tenant, "/settings", "{\"list_lag_s\":0,\"list_hides\":\"Reader\"}");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT30M\"}");
	run_to(&result, "myroles list active --json", 0);
	assert_non_null(strstr(result.output, "sub-dev"));
	/* Who cannot be asked is told. */
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*ScheduleRequests*\","
		    "\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":"
		    "-1}");
	run_to(&result, "myroles list active", 6);
	assert_non_null(strstr(result.output, "sub-dev"));
	assert_non_null(strstr(result.errors, "Reader is not confirmed: scope sub-dev"));
	cJSON_Delete(tenant_call(stage->tenant, "DELETE", "/faults", NULL));
	/* Given back, it is not shown, although the list still has it. */
	tenant_tell(stage->tenant, "/settings", "{\"list_hides\":\"\",\"list_lag_s\":240}");
	run_to(&result, "myroles deactivate -r Reader -s sub-dev -w", 0);
	run_to(&result, "myroles list active", 0);
	assert_null(strstr(result.output, "Reader\tsub-dev"));
}

static char *token_of_sara(Stage *stage, const char *host)
{
	g_autofree char *body = g_strdup_printf(
		"{\"host\":\"%s\",\"account\":\"sara@contoso.com\",\"amr\":[\"pwd\",\"mfa\"]}",
		host);
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "POST", "/token", body);
	return g_strdup(cJSON_GetStringValue(cJSON_GetObjectItem(answer, "token")));
}

/* Two accounts in one configuration; its path. */
static char *write_two_accounts(Stage *stage)
{
	g_autofree char *arm = token_of_sara(stage, "arm");
	g_autofree char *graph = token_of_sara(stage, "graph");
	g_autofree char *tokens = stage_path(stage, "sara.json");
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm, graph);
	g_autofree char *config = g_strdup_printf(
		"[account test]\ncloud=test\ntoken_source=file\ntoken_file=%s\n"
		"[account sara]\ncloud=test\ntoken_source=file\ntoken_file=%s\n"
		"[cloud test]\nlogin=%s\narm=%s\ngraph=%s\n",
		tenant_token_file(stage->tenant), tokens, tenant_url(stage->tenant, "login"),
		tenant_url(stage->tenant, "arm"), tenant_url(stage->tenant, "graph"));
	char *path = stage_path(stage, "two.conf");
	assert_true(
		g_file_set_contents_full(tokens, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	assert_true(g_file_set_contents(path, config, -1, NULL));
	return path;
}

static void run_as(Verb *result, const char *config, const char *account, const char *words)
{
	g_autofree char *line = g_strdup_printf("myroles --config %s --account %s list active %s",
						config, account, words);
	run_to(result, line, 0);
}

/* Those of another account as its last list had them, with its name and tenant and when that was. */
static void list_active_all_accounts__tells_others_as_they_were_known(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *config = write_two_accounts(stage);
	run_as(&result, config, "test", "");
	const size_t own = count_requests(stage);
	run_as(&result, config, "sara", "");
	const size_t alone = count_requests(stage) - own;
	run_as(&result, config, "sara", "--all-accounts --json");
	assert_int_equal(count_requests(stage) - own, 2 * alone);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(document, "account"), "sara@contoso.com");
	const cJSON *item = NULL;
	size_t others = 0;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		const cJSON *account = member(item, "account");
		assert_members(account, "name user id tenant current");
		assert_true(g_str_has_suffix(text(item, "as_of"), "Z"));
		if (strcmp(text(account, "name"), "test") != 0)
			continue;
		assert_false(cJSON_IsTrue(member(account, "current")));
		assert_string_equal(text(account, "user"), "you@contoso.com");
		others++;
	}
	assert_true(others >= 3);
	run_as(&result, config, "sara", "--all-accounts --cached");
	assert_non_null(strstr(result.output, "you@contoso.com"));
	assert_int_equal(count_requests(stage) - own, 2 * alone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(list__prints_the_same_bytes__in_any_locale),
		STAGE_TEST(list__prints_schema_1__of_eligible_roles),
		STAGE_TEST(list_active_all_accounts__tells_others_as_they_were_known),
		STAGE_TEST(list_active_at__tells_everybody__where_one_may_read_that),
		STAGE_TEST(list__prints_schema_1__of_active_roles),
		STAGE_TEST(output__that_cannot_be_written__is_told),
		STAGE_TEST(tenant__is_compared__with_tokens_from_a_file),
		STAGE_TEST(list__prints_plain_columns__in_a_pipe),
		STAGE_TEST(list__takes_the_shape__that_is_asked_for),
		STAGE_TEST(list__by_use__begins_with_what_was_activated),
		STAGE_TEST(scopes__lists_the_tree__below_a_role),
		STAGE_TEST(scopes__names_the_tree__that_could_not_be_listed),
		STAGE_TEST(every_verb__ends_with_3__without_a_good_token),
		STAGE_TEST(dashboard__ends_with_2__without_a_terminal),
		STAGE_TEST(list__ends_with_6__when_one_service_fails),
		STAGE_TEST(every_verb__prints_only_text__of_a_hostile_service),
		STAGE_TEST(list__ends_with_6__when_only_subscriptions_could_be_asked),
		STAGE_TEST(list__asks_for_one_kind_of_list),
		STAGE_TEST(list__names_the_scopes__that_did_not_answer),
		STAGE_TEST(list__asks_ones_own_request__when_no_list_shows_the_role),
		STAGE_TEST(history__says_so__when_nobody_answers),
		STAGE_TEST(every_verb__ends_with_7__when_nobody_answers),
	};
	return stage_run_tests(tests);
}
