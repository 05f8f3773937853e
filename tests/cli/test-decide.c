/*
 * The verbs that decide what others asked for: what they list, send and print, and how they end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* The id of what waits for this role; the caller frees. */
static char *id_of(Stage *stage, const char *role)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list approvals --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		if (strcmp(text(member(item, "role"), "name"), role) == 0)
			return g_strdup(text(item, "id"));
	}
	fail_msg("nothing waits for %s: %s", role, result.output);
	return NULL;
}

static int count_decisions(Stage *stage)
{
	g_autoptr(cJSON) state = tenant_call(stage->tenant, "GET", "/state", NULL);
	return cJSON_GetObjectItem(cJSON_GetObjectItem(state, "counters"), "decisions")->valueint;
}

static void list__tells_who_waits_for_what(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list approvals --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *items = member(document, "items");
	assert_int_equal(cJSON_GetArraySize(items), 2);
	const cJSON *item = cJSON_GetArrayItem(items, 0);
	assert_members(item, "id workload kind role scope access status created start end reason "
			     "ticket ticket_system message requester seconds brief stale");
	assert_string_equal(text(member(item, "requester"), "name"), "Nguyễn Minh");
	assert_string_equal(text(member(item, "role"), "name"), "Virtual Machine Contributor");
	run_to(&result, "myroles list approvals", 0);
	assert_non_null(strstr(result.output, "\tgroup\t山田 花子\tsg-network-operators\t"));
}

static void approve__decides_one__by_the_beginning_of_its_id(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *line = g_strdup_printf("myroles approve %.8s -m 'as planned' --json", id);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, "schema decisions errors");
	const cJSON *decision = cJSON_GetArrayItem(member(document, "decisions"), 0);
	assert_members(decision,
		       "id workload decision status already reason stages_left role scope errors");
	assert_string_equal(text(decision, "id"), id);
	assert_string_equal(text(decision, "status"), "decided");
	assert_string_equal(text(decision, "decision"), "approve");
	assert_int_equal(count_decisions(stage), 1);
	run_to(&result, "myroles list approvals --json", 0);
	g_autoptr(cJSON) after = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(after, "items")), 1);
	run_to(&result, "myroles history", 0);
	assert_non_null(strstr(result.output, "\tapprove\tVirtual Machine Contributor\t"));
}

static void deny__decides_several__and_prints_them(void **state)
{
	Stage *stage = *state;
	g_autofree char *machine = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *group = id_of(stage, "sg-network-operators");
	g_autofree char *line =
		g_strdup_printf("myroles deny %s %s -m 'ask for less'", machine, group);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	assert_non_null(strstr(result.output, machine));
	assert_non_null(
		strstr(result.output, "\tdecided\tdeny\t山田 花子\tsg-network-operators\t"));
	assert_int_equal(count_decisions(stage), 2);
}

static void brief__tells_what_to_know__in_each_form(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *plain = g_strdup_printf("myroles brief %.8s", id);
	g_autofree char *json = g_strdup_printf("myroles brief %s --json", id);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, plain, 0);
	assert_non_null(strstr(result.output, "\npermits\t"));
	assert_non_null(strstr(result.output, "Compute (all)"));
	assert_non_null(strstr(result.output, "approver_reason\trequired\n"));
	run_to(&result, json, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = member(document, "item");
	assert_string_equal(text(item, "who"), "Nguyễn Minh");
	assert_string_equal(text(item, "lately"), "nothing decided here in 30 days");
	assert_string_equal(text(item, "reason"),
			    "resize the export workers before the nightly run");
	run_to(&result, "myroles brief 00000000-no-such --json", 2);
	g_autoptr(cJSON) error = parse(&result);
	assert_non_null(error);
	assert_int_equal(count_decisions(stage), 0);
}

static void list__adds_what_to_know__of_each_that_waits(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list approvals --brief --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		const cJSON *brief = member(item, "brief");
		assert_members(brief, "lately covers permits narrower smaller unread instead "
				      "approver_reason");
		assert_string_equal(text(brief, "lately"), "nothing decided here in 30 days");
	}
	assert_non_null(strstr(result.output, "Compute (all)"));
	assert_non_null(strstr(result.output, "\"approver_reason\":\"required\""));
	run_to(&result, "myroles list approvals --brief --columns role,permits", 0);
	assert_non_null(strstr(result.output, "Virtual Machine Contributor\t"));
	assert_non_null(strstr(result.output, "Compute (all)"));
	run_to(&result, "myroles list eligible --brief", 2);
	run_to(&result, "myroles list approvals --brief --cached", 2);
	/* What could not be read is named, and the rest is told all the same. */
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*roleDefinitions*\","
		    "\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\","
		    "\"times\":9}]");
	run_to(&result, "myroles list approvals --brief --columns role,unread,approver_reason", 6);
	assert_non_null(strstr(result.output, "Contributor\twhat the role permits ("));
	assert_non_null(strstr(result.output, "\trequired\n"));
}

static void show__tells_all__of_what_waits(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *line = g_strdup_printf("myroles show %.8s", id);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	assert_non_null(strstr(result.output, "who\tNguyễn Minh\n"));
	assert_non_null(strstr(result.output, "Compute (all)"));
	assert_non_null(strstr(result.output, id));
	assert_int_equal(count_decisions(stage), 0);
}

static void deny__offers_less__by_options(void **state)
{
	Stage *stage = *state;
	g_autofree char *machine = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *group = id_of(stage, "sg-network-operators");
	g_autofree char *both =
		g_strdup_printf("myroles deny %s %s --offer-duration 1h", machine, group);
	g_autofree char *longer = g_strdup_printf("myroles deny %s --offer-duration 3h", machine);
	g_autofree char *role = g_strdup_printf("myroles deny %s --offer-role Emperor", machine);
	g_autofree char *less = g_strdup_printf(
		"myroles deny %s -m 'Half will do' --offer-duration 1h --json", machine);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, both, 2);
	run_to(&result, longer, 2);
	assert_non_null(strstr(result.errors, "longer than what was asked for"));
	run_to(&result, role, 2);
	assert_int_equal(count_decisions(stage), 0);
	run_to(&result, less, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *decision = cJSON_GetArrayItem(member(document, "decisions"), 0);
	assert_non_null(strstr(text(decision, "reason"),
			       "Half will do. Ask for Virtual Machine Contributor on "));
	assert_non_null(
		strstr(text(decision, "reason"), " for 1h instead: myroles activate --role="));
	assert_int_equal(count_decisions(stage), 1);
}

static void decide__sends_nothing__when_a_word_names_no_request(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = id_of(stage, "sg-network-operators");
	g_autofree char *half = g_strdup_printf("myroles approve %s 00000000-0000 -m x --json", id);
	g_autofree char *unreasoned = g_strdup_printf("myroles deny %s", id);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, half, 2);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *error = cJSON_GetArrayItem(member(document, "errors"), 0);
	assert_string_equal(text(error, "code"), "unknown-request");
	run_to(&result, unreasoned, 2);
	assert_non_null(strstr(result.errors, "--reason"));
	run_to(&result, "myroles approve abc", 2);
	run_to(&result, "myroles approve", 2);
	assert_int_equal(count_decisions(stage), 0);
}

static void decide__ends_with_its_code__by_what_became_of_it(void **state)
{
	Stage *stage = *state;
	g_autofree char *machine = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *group = id_of(stage, "sg-network-operators");
	g_autofree char *bare = g_strdup_printf("myroles approve %s", machine);
	g_autofree char *both = g_strdup_printf("myroles approve %s %s -m ok", machine, group);
	g_auto(Verb) result = { .stage = stage };
	/* The policy wants a reason. */
	run_to(&result, bare, 4);
	assert_non_null(strstr(result.errors, "asks for a reason"));
	/* One is lost on the way, and nothing tells what became of it. */
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"method\":\"PATCH\",\"path\":\"*Approvals*\","
		    "\"kind\":\"status\",\"status\":403,\"code\":\"Forbidden\"}]");
	run_to(&result, both, 6);
	assert_int_equal(count_decisions(stage), 1);
	/* Somebody else was quicker between the list and the decision. */
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"method\":\"PATCH\",\"path\":\"*Approvals*\","
		    "\"kind\":\"status\",\"status\":409,\"code\":\"Conflict\"}]");
	run_to(&result, both, 2); /* the group's does not wait any more */
	g_autofree char *again = g_strdup_printf("myroles approve %s -m ok --json", machine);
	run_to(&result, again, 4);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *decision = cJSON_GetArrayItem(member(document, "decisions"), 0);
	const cJSON *error = cJSON_GetArrayItem(member(decision, "errors"), 0);
	assert_string_equal(text(error, "code"), "Conflict");
	assert_non_null(
		strstr(text(error, "message"), "decided or canceled meanwhile, or something"));
}

static void decide__is_found__after_a_lost_answer(void **state)
{
	Stage *stage = *state;
	g_autofree char *id = id_of(stage, "Virtual Machine Contributor");
	g_autofree char *line = g_strdup_printf("myroles approve %s -m ok --json", id);
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"method\":\"PATCH\",\"path\":\"*Approvals*\","
		    "\"kind\":\"drop\"}]");
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	assert_int_equal(count_decisions(stage), 1);
	assert_int_equal(tenant_count(stage->tenant, "PATCH", "Approvals"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(list__tells_who_waits_for_what),
		STAGE_TEST(approve__decides_one__by_the_beginning_of_its_id),
		STAGE_TEST(deny__decides_several__and_prints_them),
		STAGE_TEST(brief__tells_what_to_know__in_each_form),
		STAGE_TEST(list__adds_what_to_know__of_each_that_waits),
		STAGE_TEST(show__tells_all__of_what_waits),
		STAGE_TEST(deny__offers_less__by_options),
		STAGE_TEST(decide__sends_nothing__when_a_word_names_no_request),
		STAGE_TEST(decide__ends_with_its_code__by_what_became_of_it),
		STAGE_TEST(decide__is_found__after_a_lost_answer),
	};
	return stage_run_tests(tests);
}
