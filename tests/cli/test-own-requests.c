/*
 * The verbs about what was asked for: list requests, cancel and wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "tests/cli/run.h"
#include "tests/e2e/folder.h"

#define REQUESTS "roleAssignmentScheduleRequests"

/* What waits for an approver: its id. The caller frees. */
static char *ask_for_approval(Stage *stage)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate --role Contributor --scope rg-payments --reason hotfix "
	       "--ticket INC1 --wait --json",
	       5);
	g_autoptr(cJSON) document = parse(&result);
	return g_strdup(text(member(document, "request"), "id"));
}

/* One verb about that request, and the status that its document tells. */
static void run_about(Stage *stage, const char *words, const char *id, int code, const char *status)
{
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *line = g_strdup_printf("myroles %s %s --json", words, id);
	run_to(&result, line, code);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(member(document, "request"), "id"), id);
	assert_string_equal(text(member(document, "request"), "status"), status);
}

static void show__tells_all__of_ones_own_request(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = ask_for_approval(stage);
	g_autofree char *line = g_strdup_printf("myroles show %.8s --json", id);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = member(document, "item");
	assert_string_equal(text(item, "id"), id);
	assert_string_equal(text(item, "status"), "waiting");
	assert_string_equal(text(item, "reason"), "hotfix");
	assert_non_null(strstr(text(item, "steps"), " prepared; "));
	assert_non_null(strstr(text(item, "steps"), " waiting (PendingApproval)"));
	/* The id of a role reads like a request's. */
	run_to(&result, "myroles show 00000000-0000-4000-8000-000000000000", 2);
	assert_null(strstr(result.output, "steps"));
}

static void list__tells_what_waits__and_what_failed_since_yesterday(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = ask_for_approval(stage);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list requests --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		if (strcmp(text(item, "id"), id) == 0)
			break;
	}
	assert_members(item,
		       "id workload kind role scope access status created start end reason ticket "
		       "ticket_system message lapses code service_status service_id "
		       "approval_id stale");
	assert_string_equal(text(item, "status"), "waiting");
	assert_non_null(text(item, "lapses"));
	run_to(&result, "myroles list requests", 0);
	assert_non_null(strstr(result.output, id));
	tenant_tell(stage->tenant, "/deny", "{}");
	run_about(stage, "wait", id, 4, "refused");
	run_to(&result, "myroles list requests", 0);
	assert_non_null(strstr(result.output, id));
	assert_non_null(strstr(result.output, "refused"));
}

static void cancel__takes_back_what_waits__and_a_second_one_is_told_as_such(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = ask_for_approval(stage);
	g_autofree char *begin = g_strndup(id, 8);
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *line = g_strdup_printf("myroles cancel %s", begin);
	run_to(&result, line, 0);
	assert_non_null(strstr(result.output, "canceled"));
	run_about(stage, "cancel", id, 0, "canceled");
	assert_int_equal(tenant_count(stage->tenant, "POST", "/cancel"), 2);
	run_about(stage, "wait", id, 1, "canceled");
	run_to(&result, "myroles list requests", 0);
	assert_null(strstr(result.output, id));
}

static void cancel__finds_out__when_its_answer_is_lost(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = ask_for_approval(stage);
	tenant_tell(
		stage->tenant, "/faults",
		"{\"host\":\"arm\",\"method\":\"POST\",\"path\":\"*/cancel*\",\"kind\":\"drop\"}");
	run_about(stage, "cancel", id, 0, "canceled");
	assert_int_equal(tenant_count(stage->tenant, "POST", "/cancel"), 1);
}

static void cancel__sends_nothing__for_what_is_on_or_unknown(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate --role Reader --scope sub-dev --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const char *id = text(member(document, "request"), "id");
	run_about(stage, "cancel", id, 4, "active");
	run_about(stage, "wait", id, 0, "active");
	run_to(&result, "myroles cancel 00000000-no-such --json", 2);
	run_to(&result, "myroles cancel 00 --json", 2);
	run_to(&result, "myroles wait 00000000-no-such --json", 2);
	assert_int_equal(tenant_count(stage->tenant, "POST", "/cancel"), 0);
}

static void wait__ends_with_0__only_when_the_role_is_on(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = ask_for_approval(stage);
	run_about(stage, "wait --timeout 1s", id, 5, "waiting");
	tenant_tell(stage->tenant, "/approve", "{}");
	run_about(stage, "wait", id, 0, "active");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT9H\"}");
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *line = g_strdup_printf("myroles wait %s", id);
	run_to(&result, line, 1);
}

/* By the times of files in the home alone: the words go to standard error, the document has them for programs. */
static void older_tokens__are_told__of_a_role_that_has_come_on(void **state)
{
	Stage *stage = *state;
	g_autofree char *folder = stage_path(stage, ".azure");
	g_autofree char *cache = g_build_filename(folder, "msal_token_cache.json", NULL);
	const struct timespec times[2] = { { .tv_sec = time(NULL) - 600 },
					   { .tv_sec = time(NULL) - 600 } };
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents(cache, "{", 1, NULL));
	assert_int_equal(utimensat(AT_FDCWD, cache, times, 0), 0);
	g_autofree char *id = ask_for_approval(stage);
	tenant_tell(stage->tenant, "/approve", "{}");
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *line = g_strdup_printf("myroles wait %s --json", id);
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *row = cJSON_GetArrayItem(member(document, "older_tokens"), 0);
	assert_members(row, "program written command");
	assert_string_equal(text(row, "program"), "az");
	assert_non_null(strstr(result.errors, "az has tokens from "));
	/* Renewed since, surely: the service's clock is known to a second. Nothing is told of it. */
	const struct timespec renewed[2] = { { .tv_sec = time(NULL) + 30 },
					     { .tv_sec = time(NULL) + 30 } };
	assert_int_equal(utimensat(AT_FDCWD, cache, renewed, 0), 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 30m -w --json", 0);
	assert_non_null(strstr(result.output, "\"older_tokens\":null"));
	assert_string_equal(result.errors, "");
	folder_remove(folder);
}

static void wait__goes_on__until_a_later_start_has_come(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate --role Reader --scope sub-dev --start 'in 1h' --wait --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	g_autofree char *id = g_strdup(text(member(document, "request"), "id"));
	run_about(stage, "wait --timeout 1s", id, 5, "scheduled");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT61M\"}");
	run_about(stage, "wait", id, 0, "active");
}

/* Both sides of a request, each verb with its document: `run_to` holds them against the schema. */
static void each_verb__prints_a_document__that_fits(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
	} rows[] = {
		{ "list requests", 0 },
		{ "list approvals", 0 },
		{ "list approvals --brief", 0 },
		{ "list dormant", 0 },
		{ "list active --at /subscriptions/22222222-2222-4222-8222-222222222222", 1 },
		{ "activate -r Contributor -s rg-payments -m hotfix -t 1", 5 },
		{ "show %s", 0 },
		{ "wait --timeout 1s %s", 5 },
		{ "cancel %s", 0 },
		{ "cancel %s", 0 },
		{ "wait %s", 1 },
		{ "activate --continue -r Reader -s rg-payments -d 30m", 4 },
		{ "extend -r Owner -s rg-edge -m x", 5 },
		{ "renew -r Owner -s /subscriptions/44444444-4444-4444-8444-444444444444 -m x", 5 },
		{ "approve 00000000-no-such -m x", 2 },
		{ "deny 00000000-no-such -m x", 2 },
		{ "brief 00000000-no-such", 2 },
	};
	g_autofree char *id = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) parts = g_strsplit(rows[i].line, "%s", 2);
		g_autofree char *line = g_strconcat("myroles ", parts[0],
						    parts[1] != NULL ? id : "", " --json", NULL);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, rows[i].code);
		g_autoptr(cJSON) document = parse(&result);
		if (g_str_has_prefix(rows[i].line, "activate -r Contributor"))
			id = g_strdup(text(member(document, "request"), "id"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(each_verb__prints_a_document__that_fits),
		STAGE_TEST(show__tells_all__of_ones_own_request),
		STAGE_TEST(list__tells_what_waits__and_what_failed_since_yesterday),
		STAGE_TEST(cancel__takes_back_what_waits__and_a_second_one_is_told_as_such),
		STAGE_TEST(cancel__finds_out__when_its_answer_is_lost),
		STAGE_TEST(cancel__sends_nothing__for_what_is_on_or_unknown),
		STAGE_TEST(wait__ends_with_0__only_when_the_role_is_on),
		STAGE_TEST(older_tokens__are_told__of_a_role_that_has_come_on),
		STAGE_TEST(wait__goes_on__until_a_later_start_has_come),
	};
	return stage_run_tests(tests);
}
