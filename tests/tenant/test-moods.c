/* The moods of the real service: late lists, lost rows, slow scopes, odd refusals, and answers that
 * are none although the write took effect. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <string.h>

#define REQUESTS "roleAssignmentScheduleRequests"
#define ACTIVE   "roleAssignmentScheduleInstances"

static const Activation reader = { .role = "Reader", .at = "sub-dev" };
static const Activation no_reader = { .role = "Reader", .at = "sub-dev", .type = "SelfDeactivate" };

static void mood(const char *json)
{
	reply_free(control("POST", "/settings", json));
}

static void advance(const char *duration)
{
	g_autofree char *body = g_strdup_printf("{\"advance\":\"%s\"}", duration);
	reply_free(control("POST", "/clock", body));
}

static bool is_listed(const char *scope, const char *collection)
{
	g_autofree char *path = g_strconcat(scope, PIM, collection, NULL);
	g_autoptr(Reply) list = get(path, "&$filter=asTarget()");
	assert_int_equal(list->status, 200);
	return find_row(list, "Reader", "sub-dev") != NULL;
}

static bool is_true(void)
{
	g_autoptr(Reply) reply = control("GET", "/pim", NULL);
	const cJSON *row;
	cJSON_ArrayForEach(row, at(reply->json, "active", NULL))
	{
		if (g_strcmp0(text_at(row, "role_name"), "Reader") == 0 &&
		    g_strcmp0(text_at(row, "scope"), DEV) == 0)
			return true;
	}
	return false;
}

static char *activate_reader(void)
{
	return activate_well("Reader", "sub-dev", NULL, "PT1H");
}

static void expect(const Activation *activation, long status, const char *code)
{
	g_autoptr(Reply) reply = activate(activation);
	if (reply->status != status)
		fail_msg("%ld instead of %ld: %s", reply->status, status, reply->text);
	assert_string_equal(error_code(reply), code);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void list__is_late__while_the_request_is_right(void **state)
{
	(void)state;
	mood("{\"list_lag_s\":270}");
	g_autofree char *id = activate_reader();
	g_autoptr(Reply) request = get_request(DEV, id);
	assert_string_equal(text_at(request->json, "properties.status"), "Provisioned");
	assert_true(is_true());
	assert_false(is_listed("", ACTIVE));
	assert_false(is_listed(DEV, ACTIVE));
	assert_false(is_listed(DEV, "roleAssignmentSchedules"));
	advance("PT4M29S");
	assert_false(is_listed(DEV, ACTIVE));
	advance("PT1S");
	assert_true(is_listed("", ACTIVE));
	assert_true(is_listed(DEV, "roleAssignmentSchedules"));
	advance("PT30S");
	g_autoptr(Reply) end = activate(&no_reader);
	assert_string_equal(text_at(end->json, "properties.status"), "Revoked");
	assert_false(is_true());
	assert_true(is_listed(DEV, ACTIVE));
	advance("PT4M30S");
	assert_false(is_listed(DEV, ACTIVE));
}

static void list__drops_rows__at_the_root_alone(void **state)
{
	(void)state;
	g_free(activate_reader());
	mood("{\"root_list_drops\":2}");
	g_autoptr(Reply) first = get(PIM ACTIVE, "&$filter=asTarget()");
	g_autoptr(Reply) second = get(PIM ACTIVE, "&$filter=asTarget()");
	bool was_first = find_row(first, "Reader", "sub-dev") != NULL;
	bool was_second = find_row(second, "Reader", "sub-dev") != NULL;
	assert_int_not_equal(was_first, was_second);
	assert_null(at(first->json, "nextLink", NULL));
	assert_true(is_listed(DEV, ACTIVE));
	assert_true(is_listed(DEV, ACTIVE));
}

static void list__hides_a_role__that_is_active(void **state)
{
	(void)state;
	g_free(activate_reader());
	mood("{\"list_hides\":\"Reader\"}");
	assert_false(is_listed("", ACTIVE));
	assert_false(is_listed(DEV, ACTIVE));
	assert_true(is_true());
	expect(&reader, 400, "RoleAssignmentExists");
}

static void list__has_no_names__when_told(void **state)
{
	(void)state;
	g_free(activate_reader());
	mood("{\"rows_without_names\":true}");
	g_autoptr(Reply) list = get(DEV PIM ACTIVE, "&$filter=asTarget()");
	assert_int_not_equal(rows(list), 0);
	assert_null(at(list->json, "value", "0", "properties", "expandedProperties", NULL));
	assert_non_null(text_at(list->json, "value.0.properties.roleDefinitionId"));
	g_autoptr(Reply) graph = call(GRAPH, "GET",
				      "/v1.0/roleManagement/directory/roleEligibilitySchedules/"
				      "filterByCurrentUser(on='principal')?$expand=roleDefinition",
				      client.graph_token, NULL);
	assert_int_equal(graph->status, 200);
	assert_true(cJSON_IsNull(at(graph->json, "value", "0", "roleDefinition", NULL)));
}

static void list__links_the_eligibility__by_its_whole_id(void **state)
{
	(void)state;
	g_free(activate_reader());
	g_autoptr(Reply) bare = get(DEV PIM ACTIVE, "&$filter=asTarget()");
	const char *name =
		text_at(bare->json, "value.0.properties.linkedRoleEligibilityScheduleId");
	assert_null(strchr(name, '/'));
	mood("{\"linked_ids_full\":true}");
	g_autoptr(Reply) full = get(DEV PIM ACTIVE, "&$filter=asTarget()");
	const char *id = text_at(full->json, "value.0.properties.linkedRoleEligibilityScheduleId");
	g_autofree char *tail = g_strconcat(PIM "RoleEligibilitySchedules/", name, NULL);
	assert_int_equal(*id, '/');
	assert_true(g_str_has_suffix(id, tail));
}

static void scope__answers_slowly__others_do_not(void **state)
{
	(void)state;
	mood("{\"slow_scope\":\"" DEV "\",\"slow_scope_ms\":300}");
	gint64 start = g_get_monotonic_time();
	assert_false(is_listed(DEV, ACTIVE));
	assert_true(g_get_monotonic_time() - start >= 300000);
	mood("{\"slow_scope_ms\":60000}");
	/* Would run into the client's own limit. */
	g_autoptr(Reply) other = get(PROD PIM ACTIVE, "&$filter=asTarget()");
	assert_int_equal(other->status, 200);
}

static void request__is_purged__after_its_days(void **state)
{
	(void)state;
	mood("{\"purge_days\":45}");
	g_autofree char *id = activate_reader();
	g_autofree char *old = g_steal_pointer(&client.arm_token);
	advance("P44D");
	client.arm_token = make_token("{}");
	g_autoptr(Reply) before = get_request(DEV, id);
	advance("P1DT1S");
	g_free(client.arm_token);
	client.arm_token = make_token("{}");
	g_autoptr(Reply) after = get_request(DEV, id);
	g_autoptr(Reply) list = get(DEV PIM REQUESTS, "&$filter=asTarget()");
	g_free(client.arm_token);
	client.arm_token = g_steal_pointer(&old);
	assert_int_equal(before->status, 200);
	assert_int_equal(after->status, 404);
	assert_int_equal(rows(list), 0);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void put__conflicts__when_it_comes_twice(void **state)
{
	(void)state;
	mood("{\"twice_is_409\":true}");
	g_autofree char *id = g_uuid_string_random();
	Activation twice = reader;
	twice.id = id;
	expect(&twice, 201, "");
	g_autoptr(Reply) again = activate(&twice);
	assert_int_equal(again->status, 409);
	assert_string_equal(error_code(again), "RoleAssignmentRequestExists");
	assert_non_null(strstr(error_message(again), id));
	assert_int_equal(counter("activations"), 1);
}

static void activation__exists__soon_after_an_end(void **state)
{
	(void)state;
	mood("{\"exists_after_end_s\":60}");
	g_free(activate_reader());
	advance("PT5M");
	expect(&no_reader, 201, "");
	expect(&reader, 400, "RoleAssignmentExists");
	assert_false(is_true());
	advance("PT1M");
	expect(&reader, 201, "");
}

static void end__is_unknown__while_the_role_stays_on(void **state)
{
	(void)state;
	mood("{\"unknown_to_end_s\":400}");
	g_free(activate_reader());
	expect(&no_reader, 400, "RoleAssignmentDoesNotExist");
	advance("PT6M");
	expect(&no_reader, 400, "RoleAssignmentDoesNotExist");
	assert_true(is_true());
	advance("PT40S");
	expect(&no_reader, 201, "");
	assert_false(is_true());
}

static void start__is_refused__in_the_past(void **state)
{
	(void)state;
	Activation late = reader;
	late.start = "2020-01-01T00:00:00Z";
	mood("{\"past_start_refused\":true}");
	expect(&late, 400, "InvalidRoleAssignmentRequest");
	late.start = NULL;
	expect(&late, 201, "");
}

static void write__is_refused__for_each_reason(void **state)
{
	(void)state;
	static const struct {
		const char *reason;
		long status;
		const char *code;
	} rows[] = {
		{ "disabled", 409, "ReadOnlyDisabledSubscription" },
		{ "disabled_403", 403, "DisabledSubscription" },
		{ "subscription_not_found", 404, "SubscriptionNotFound" },
		{ "wrong_tenant", 401, "InvalidAuthenticationTokenTenant" },
		{ "policy_mfa", 403, "RequestDisallowedByPolicy" },
		{ "policy", 403, "RequestDisallowedByPolicy" },
		{ "locked", 409, "ScopeLocked" },
		{ "not_onboarded", 404, "ResourceNotOnboarded" },
	};
	g_autofree char *plain = make_token("{\"amr\":[\"pwd\"]}");
	Activation without = reader;
	without.token = plain;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *json =
			g_strdup_printf("{\"refuse_writes\":\"%s\"}", rows[i].reason);
		mood(json);
		expect(&without, rows[i].status, rows[i].code);
	}
	assert_false(is_true());
	mood("{\"refuse_writes\":\"policy\",\"refuse_scope\":\"" PROD "\"}");
	expect(&without, 201, "");
}

static void request__is_refused__for_each_reason(void **state)
{
	(void)state;
	static const struct {
		const char *reason;
		long status;
		const char *code;
	} rows[] = {
		{ "assignment_missing", 400, "RoleAssignmentDoesNotExist" },
		{ "assignment_missing_in_text", 400, "UnknownError" },
		{ "assignment_exists", 400, "RoleAssignmentExists" },
		{ "request_exists", 400, "RoleAssignmentRequestExists" },
		{ "request_exists_with_id", 409, "RoleAssignmentRequestExists" },
		{ "pending", 400, "PendingRoleAssignmentRequest" },
		{ "in_flight", 409, "RequestConflict" },
		{ "too_short", 400, "ActiveDurationTooShort" },
		{ "context", 400, "RoleAssignmentRequestAcrsValidationFailed" },
		{ "mfa_rule", 400, "RoleAssignmentRequestPolicyValidationFailed" },
		{ "eligibility_rule", 400, "RoleAssignmentRequestPolicyValidationFailed" },
		{ "resource_missing", 404, "ResourceNotFound" },
		{ "object_missing", 404, "Request_ResourceNotFound" },
		{ "role_missing", 404, "RoleNotFound" },
		{ "definition_missing", 400, "RoleDefinitionDoesNotExist" },
		{ "subject_missing", 404, "SubjectNotFound" },
		{ "bad_scope", 400, "InvalidScope" },
		{ "tenant_not_onboarded", 403, "TenantNotOnboarded" },
		{ "resource_locked", 400, "ResourceIsLocked" },
		{ "not_licensed", 400, "AadPremiumLicenseRequired" },
		{ "denied", 403, "Authorization_RequestDenied" },
		{ "at_once", 409, "Directory_ConcurrencyViolation" },
		{ "unheard_of", 400, "TenantInQuarantine" },
	};
	g_autofree char *plain = make_token("{\"amr\":[\"pwd\"]}");
	Activation without = reader;
	without.token = plain;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *json =
			g_strdup_printf("{\"refuse_requests\":\"%s\"}", rows[i].reason);
		mood(json);
		expect(&without, rows[i].status, rows[i].code);
	}
	assert_false(is_true());
	g_autofree char *token = make_token("{\"amr\":[\"pwd\",\"mfa\"]}");
	mood("{\"refuse_requests\":\"mfa_rule\"}");
	without.token = token;
	expect(&without, 201, "");
}

static void policy__lets_pass__who_proved_a_second_factor(void **state)
{
	(void)state;
	g_autofree char *token = make_token("{\"amr\":[\"pwd\",\"mfa\"]}");
	Activation with = reader;
	with.token = token;
	mood("{\"refuse_writes\":\"policy_mfa\"}");
	expect(&with, 201, "");
}

static void read__is_refused__at_one_scope(void **state)
{
	(void)state;
	mood("{\"refuse_reads\":\"subscription_not_found\",\"refuse_scope\":\"" DEV "\"}");
	g_autoptr(Reply) there = get(DEV PIM ACTIVE, "&$filter=asTarget()");
	g_autoptr(Reply) elsewhere = get(PROD PIM ACTIVE, "&$filter=asTarget()");
	assert_int_equal(there->status, 404);
	assert_string_equal(error_code(there), "SubscriptionNotFound");
	assert_int_equal(elsewhere->status, 200);
}

static void subscription__belongs_to_another_tenant__when_delegated(void **state)
{
	(void)state;
	mood("{\"delegated_scope\":\"" DEV "\"}");
	g_autoptr(Reply) reply =
		call(ARM, "GET", DEV "?api-version=2022-12-01", client.arm_token, NULL);
	assert_string_not_equal(text_at(reply->json, "tenantId"), client.tenant);
	assert_string_equal(text_at(reply->json, "managedByTenants.0.tenantId"), client.tenant);
}

/* ---- no answer ------------------------------------------------------------------------------- */

static void answer__is_none__after_the_effect(void **state)
{
	(void)state;
	static const char *const faults[] = {
		"{\"method\":\"PUT\",\"kind\":\"garbage\"}",
		"{\"method\":\"PUT\",\"kind\":\"http09\"}",
		"{\"method\":\"PUT\",\"kind\":\"status_line\",\"status\":\"000\"}",
		"{\"method\":\"PUT\",\"kind\":\"status_line\",\"status\":99999}",
		"{\"method\":\"PUT\",\"kind\":\"status_line\",\"status\":101}",
	};
	client_wants_fresh = true;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		reply_free(control("POST", "/reset", NULL));
		reply_free(control("POST", "/faults", faults[i]));
		g_autoptr(Reply) reply = activate(&reader);
		if (reply->status == 201)
			fail_msg("%s: answered after all", faults[i]);
		assert_true(is_true());
	}
	client_wants_fresh = false;
}

/* The bytes are on the wire as they are told, so that every client sees the same. */
static void answer__is_what_was_told__byte_by_byte(void **state)
{
	(void)state;
	reply_free(control("POST", "/faults",
			   "{\"host\":\"arm\",\"kind\":\"garbage\","
			   "\"text\":\"HTTP/1.1 204 Odd\\r\\nX-Odd: yes\\r\\n\\r\\n\"}"));
	g_autoptr(Reply) reply = get(PIM ACTIVE, "&$filter=asTarget()");
	assert_int_equal(reply->status, 204);
	assert_string_equal(g_hash_table_lookup(reply->headers, "x-odd"), "yes");
}

/* ---- the table ------------------------------------------------------------------------------- */

static char *read_document(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
		g_build_filename(top != NULL ? top : ".", "tenant", "CONTROL.md", NULL);
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail_msg("cannot read %s", path);
	return text;
}

static void document__names_every_setting__and_tells_every_mood(void **state)
{
	(void)state;
	g_autofree char *text = read_document();
	g_autoptr(Reply) reply = control("GET", "/settings", NULL);
	const cJSON *row;
	int moods = 0;
	cJSON_ArrayForEach(row, at(reply->json, "settings", NULL))
	{
		const char *name = text_at(row, "name");
		const char *what = text_at(row, "what");
		char *otherwise = cJSON_PrintUnformatted(at(row, "default", NULL));
		g_autofree char *line = what != NULL ? g_strdup_printf("\n| `%s` | %s | `%s` |\n",
								       name, what, otherwise)
						     : g_strdup_printf("`%s`", name);
		cJSON_free(otherwise);
		moods += what != NULL;
		if (strstr(text, line) == NULL)
			fail_msg("CONTROL.md lacks: %s", line);
	}
	assert_true(moods > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(list__is_late__while_the_request_is_right, client_reset),
		cmocka_unit_test_setup(list__drops_rows__at_the_root_alone, client_reset),
		cmocka_unit_test_setup(list__hides_a_role__that_is_active, client_reset),
		cmocka_unit_test_setup(list__has_no_names__when_told, client_reset),
		cmocka_unit_test_setup(list__links_the_eligibility__by_its_whole_id, client_reset),
		cmocka_unit_test_setup(scope__answers_slowly__others_do_not, client_reset),
		cmocka_unit_test_setup(request__is_purged__after_its_days, client_reset),
		cmocka_unit_test_setup(put__conflicts__when_it_comes_twice, client_reset),
		cmocka_unit_test_setup(activation__exists__soon_after_an_end, client_reset),
		cmocka_unit_test_setup(end__is_unknown__while_the_role_stays_on, client_reset),
		cmocka_unit_test_setup(start__is_refused__in_the_past, client_reset),
		cmocka_unit_test_setup(write__is_refused__for_each_reason, client_reset),
		cmocka_unit_test_setup(request__is_refused__for_each_reason, client_reset),
		cmocka_unit_test_setup(policy__lets_pass__who_proved_a_second_factor, client_reset),
		cmocka_unit_test_setup(read__is_refused__at_one_scope, client_reset),
		cmocka_unit_test_setup(subscription__belongs_to_another_tenant__when_delegated,
				       client_reset),
		cmocka_unit_test_setup(answer__is_none__after_the_effect, client_reset),
		cmocka_unit_test_setup(answer__is_what_was_told__byte_by_byte, client_reset),
		cmocka_unit_test_setup(document__names_every_setting__and_tells_every_mood,
				       client_reset),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
