/*
 * What is sent nowhere: what is not said, what lies outside one's eligibilities, what no service takes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

#define FOREIGN "/subscriptions/99999999-9999-4999-8999-999999999999"
#define EDGE    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-edge"

/* Ends with 2, says `words`, and sends nothing of any kind. */
static void assert_refused(Stage *stage, const char *line, const char *words)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 2);
	if (strstr(result.errors, words) == NULL)
		fail_msg("`%s` says: %s", line, result.errors);
	assert_int_equal(tenant_count(stage->tenant, "PUT", ""), 0);
	assert_int_equal(tenant_count(stage->tenant, "POST", "Requests"), 0);
}

#define ALIASES                                                         \
	"[alias]\nrole.kv=Key Vault Secrets Officer\nrole.r=Reader\n"   \
	"role.gone=Reeder\nrole.Contributor=Owner\nscope.dev=sub-dev\n" \
	"scope.edge=" EDGE "\nscope.all=Platform\nscope.sub-prod=sub-dev\n"

/* An alias is what it stands for, and no more: what that would not do alone it does not do either. */
static void aliases__mean__what_they_stand_for(void **state)
{
	Stage *stage = *state;
	stage_write_config(stage, ALIASES);
	assert_refused(stage, "myroles activate -r kv -m x -t 1", "Say where to activate");
	assert_refused(stage, "myroles activate -r k -s dev", "No eligible role is called \"k\"");
	assert_refused(stage, "myroles activate -r gone -s dev",
		       "No eligible role is called \"Reeder\"");
	assert_refused(stage, "myroles activate -r r -s all", "no such scope");
	/* What is a name here as well is nobody's guess. */
	assert_refused(stage, "myroles activate -r contributor -s edge -m x -t 1",
		       "\"contributor\" is the name of a role here, and in [alias] it stands for "
		       "\"Owner\"");
	assert_refused(stage, "myroles activate -r kv -s sub-prod -m x -t 1",
		       "\"sub-prod\" is the name of a scope here");
	assert_refused(stage, "myroles scopes Contributor", "is the name of a role here");

	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate -r R -s DEV -w", 0);
	run_to(&result, "myroles has Reader@sub-dev", 0);
	run_to(&result, "myroles has r@dev", 0);
	run_to(&result, "myroles scopes kv edge", 0);
	assert_true(g_str_has_suffix(result.output, EDGE "\n"));
	run_to(&result, "myroles history -r r -s dev --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(document, "items")), 1);
	run_to(&result, "myroles policy r dev", 0);
	run_to(&result, "myroles list active --at edge", 1);
	assert_non_null(strstr(result.errors, "are told who else is active"));
	run_to(&result, "myroles why Microsoft.Web/sites/read dev", 0);
	run_to(&result, "myroles why Microsoft.Web/sites/read -s dev", 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	run_to(&result, "myroles deactivate -r r -s dev -w", 0);
}

static void set__takes__aliases(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(stage, "[alias]\nrole.r=Reader\nscope.dev=sub-dev\n"
				  "[set a]\nduration=30m\nrole.1=r | at dev\n");
	run_to(&result, "myroles set a -w", 0);
	run_to(&result, "myroles has Reader@sub-dev", 0);
}

/* One row fits, and it is all of a management group or a subscription: how much of it has to be said. */
static void activate__wants_the_scope__where_there_is_a_choice(void **state)
{
	Stage *stage = *state;
	assert_refused(stage, "myroles activate -r Contributor -m x -t 1", "Say where to activate");
	assert_refused(stage, "myroles activate -r 'Key Vault Secrets Officer' -m x -t 1",
		       "Say where to activate");
}

static void verbs__take_no_scope__outside_the_eligibilities(void **state)
{
	Stage *stage = *state;
	assert_refused(stage,
		       "myroles activate -r 'Key Vault Secrets Officer' -m x -t 1 -s " FOREIGN,
		       "no such scope");
	assert_refused(stage,
		       "myroles activate -r Reader -m x -s " FOREIGN "/resourceGroups/rg-payments",
		       "no such scope");
	assert_refused(stage, "myroles deactivate -r Reader -s " FOREIGN,
		       "is active at another scope");
	assert_refused(stage, "myroles deactivate -r 'Key Vault Secrets Officer' -s " FOREIGN,
		       "No active role");
}

static void activate__wants_the_access__of_a_group_that_is_held_both_ways(void **state)
{
	assert_refused(*state, "myroles activate -r sg-oncall -m x -t 1", "--access");
}

/* Either of two management groups may hold the pasted resource: it is the one that does. */
static void activate__finds_the_group__that_holds_a_pasted_scope(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Network Contributor\",\"scope\":\"Corp\","
		    "\"principal\":\"you@contoso.com\"}");
	run_to(&result,
	       "myroles activate -r 'Network Contributor' -d 20m -m x -t 1 -w --json -s " EDGE, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *request = member(document, "request");
	assert_string_equal(text(request, "status"), "active");
	assert_string_equal(text(member(request, "scope"), "id"), EDGE);
	assert_int_equal(count_requests(stage), 1);
}

static void assert_activated(Stage *stage, const char *line, const char *scope)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *request = member(document, "request");
	assert_string_equal(text(request, "status"), "active");
	assert_string_equal(text(member(request, "scope"), "id"), scope);
}

/* What one group holds cannot be listed, whichever it is: the named resource is sent all the same. */
static void activate__leaves_it_to_the_service__where_a_groups_scopes_cannot_be_seen(void **state)
{
	Stage *stage = *state;
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Network Contributor\",\"scope\":\"Corp\","
		    "\"principal\":\"you@contoso.com\"}");
	tenant_tell(stage->tenant, "/faults",
		    "{\"method\":\"GET\",\"path\":\"*managementGroups/*eligibleChildResources*\","
		    "\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\"}");
	assert_activated(stage,
			 "myroles activate -r 'Network Contributor' -d 20m -m x -w --json -s " EDGE,
			 EDGE);
}

/* As `az account show` prints it. */
static void activate__takes_a_subscription__by_its_guid_alone(void **state)
{
	Stage *stage = *state;
	assert_activated(stage,
			 "myroles activate -r Reader -d 1h -w --json -s "
			 "33333333-3333-4333-8333-333333333333",
			 "/subscriptions/33333333-3333-4333-8333-333333333333");
}

/* The nearer eligibility has a few minutes left, the wider one lasts: it is the one that lasts. */
static void activate__takes_the_wider_row__where_the_nearer_one_ends_too_early(void **state)
{
	Stage *stage = *state;
	/* All of Platform is eligible without end. */
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Monitoring Contributor\",\"scope\":\"sub-prod\","
		    "\"end\":\"+PT20M\",\"principal\":\"you@contoso.com\"}");
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate -r 'Monitoring Contributor' -s sub-prod -d 1h -m x -w --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *request = member(document, "request");
	g_autoptr(GDateTime) start = g_date_time_new_from_iso8601(text(request, "start"), NULL);
	g_autoptr(GDateTime) end = g_date_time_new_from_iso8601(text(request, "end"), NULL);
	assert_int_equal(g_date_time_difference(end, start) / G_TIME_SPAN_MINUTE, 60);
}

/* The limit is named before anything is sent. */
static void verbs__refuse__a_reason_that_no_service_takes(void **state)
{
	Stage *stage = *state;
	g_autofree char *reason = g_strnfill(1025, 'x');
	static const char *const lines[] = {
		"myroles activate -r Reader -s sub-dev -m %s",
		"myroles approve 12345678 -m %s",
		"myroles deny 12345678 -m %s",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_auto(Verb) result = { .stage = stage };
		g_autoptr(GString) line = g_string_new(lines[i]);
		g_string_replace(line, "%s", reason, 1);
		run_to(&result, line->str, 2);
		assert_non_null(strstr(result.errors, "At most 1024 characters"));
	}
	assert_int_equal(count_requests(stage), 0);
}

/* No service takes a start after that. */
static void activate__sends_nothing__for_a_start_after_the_eligibilitys_end(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Reader\",\"scope\":\"sub-prod\",\"end\":\"+PT45M\","
		    "\"principal\":\"you@contoso.com\"}");
	run_to(&result, "myroles activate -r Reader -s sub-prod -m x --start 'in 2h' -d 30m --json",
	       4);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(cJSON_GetArrayItem(member(document, "errors"), 0), "code"),
			    "ExpirationRule");
	assert_non_null(strstr(result.errors, "is eligible until"));
	assert_int_equal(count_requests(stage), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(aliases__mean__what_they_stand_for),
		STAGE_TEST(set__takes__aliases),
		STAGE_TEST(activate__wants_the_scope__where_there_is_a_choice),
		STAGE_TEST(verbs__take_no_scope__outside_the_eligibilities),
		STAGE_TEST(activate__wants_the_access__of_a_group_that_is_held_both_ways),
		STAGE_TEST(activate__finds_the_group__that_holds_a_pasted_scope),
		STAGE_TEST(
			activate__leaves_it_to_the_service__where_a_groups_scopes_cannot_be_seen),
		STAGE_TEST(activate__takes_a_subscription__by_its_guid_alone),
		STAGE_TEST(activate__takes_the_wider_row__where_the_nearer_one_ends_too_early),
		STAGE_TEST(verbs__refuse__a_reason_that_no_service_takes),
		STAGE_TEST(activate__sends_nothing__for_a_start_after_the_eligibilitys_end),
	};
	return stage_run_tests(tests);
}
