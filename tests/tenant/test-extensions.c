/* More time of all kinds: extensions and renewals that an administrator decides, and starts that are still to come. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define HUB       "/subscriptions/44444444-4444-4444-8444-444444444444"
#define ELIGIBLE  PIM "roleEligibilitySchedules"
#define EXTENDED  PIM "roleEligibilityScheduleRequests/"
#define OWNER     "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
#define DIRECTORY "/v1.0/roleManagement/directory/"

/* ---- asking ---------------------------------------------------------------------------------- */

static char *end_of(const char *role, const char *at_scope)
{
	g_autoptr(Reply) list = get(ELIGIBLE, "&$filter=asTarget()");
	const cJSON *row = find_row(list, role, at_scope);
	return g_strdup(row != NULL ? text_at(row, "properties.endDateTime") : NULL);
}

static Reply *put(const char *scope, const char *id, const char *type, const char *role_id)
{
	g_autofree char *path = g_strconcat(scope, EXTENDED, id, API, NULL);
	g_autofree char *body = g_strdup_printf(
		"{\"properties\":{\"principalId\":\"%s\",\"roleDefinitionId\":\"%s\","
		"\"requestType\":\"%s\",\"justification\":\"on call until spring\"}}",
		client.oid, role_id, type);
	return call(ARM, "PUT", path, client.arm_token, body);
}

/* Of the eligibility of these names. */
static Reply *ask(const char *id, const char *type, const char *role, const char *at_scope)
{
	g_autoptr(Reply) list = get(ELIGIBLE, "&$filter=asTarget()");
	const cJSON *row = find_row(list, role, at_scope);
	assert_non_null(row);
	return put(text_at(row, "properties.scope"), id, type,
		   text_at(row, "properties.roleDefinitionId"));
}

static void expect_status(const char *scope, const char *id, const char *status)
{
	g_autofree char *path = g_strconcat(scope, EXTENDED, id, NULL);
	g_autoptr(Reply) reply = get(path, "");
	assert_string_equal(text_at(reply->json, "properties.status"), status);
}

static void expect_refusal(Reply *reply, long status, const char *code)
{
	if (reply->status != status || strcmp(error_code(reply), code) != 0)
		fail_msg("expected %ld %s, got %ld %s", status, code, reply->status, reply->text);
	reply_free(reply);
}

#define ID   "99999999-9999-4999-8999-000000000001"
#define ID_2 "99999999-9999-4999-8999-000000000002"
#define EDGE PROD "/resourceGroups/rg-edge"

static void ask_for_edge(void)
{
	g_autoptr(Reply) reply = ask(ID, "SelfExtend", "Owner", "rg-edge");
	assert_int_equal(reply->status, 201);
	expect_status(EDGE, ID, "PendingAdminDecision");
}

/* ---- the administrator ----------------------------------------------------------------------- */

static void extension__waits_for_the_administrator__and_lengthens(void **state)
{
	(void)state;
	g_autofree char *before = end_of("Owner", "rg-edge");
	ask_for_edge();
	g_autofree char *meanwhile = end_of("Owner", "rg-edge");
	assert_string_equal(meanwhile, before);
	expect_refusal(ask(ID_2, "SelfExtend", "Owner", "rg-edge"), 400,
		       "PendingRoleAssignmentRequest");
	reply_free(control("POST", "/approve", "{}"));
	expect_status(EDGE, ID, "Provisioned");
	g_autofree char *after = end_of("Owner", "rg-edge");
	assert_true(strcmp(after, before) > 0);
}

static void extension__that_is_refused__changes_nothing(void **state)
{
	(void)state;
	g_autofree char *before = end_of("Owner", "rg-edge");
	ask_for_edge();
	reply_free(control("POST", "/deny", "{}"));
	expect_status(EDGE, ID, "AdminDenied");
	g_autofree char *after = end_of("Owner", "rg-edge");
	assert_string_equal(after, before);
}

static void administrator__agrees_by_the_clock__when_told_to(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"admin_decides_after_s\":60}"));
	ask_for_edge();
	reply_free(control("POST", "/clock", "{\"advance\":\"PT61S\"}"));
	expect_status(EDGE, ID, "Provisioned");
}

static void renewal__gives_back__what_has_ended(void **state)
{
	(void)state;
	static const char role[] = HUB PIM "roleDefinitions/" OWNER;
	assert_null(end_of("Owner", "sub-hub-network-westeurope-shared-services-001"));
	g_autoptr(Reply) reply = put(HUB, ID, "SelfRenew", role);
	assert_int_equal(reply->status, 201);
	reply_free(control("POST", "/approve", "{}"));
	expect_status(HUB, ID, "Provisioned");
	g_autofree char *end = end_of("Owner", "sub-hub-network-westeurope-shared-services-001");
	assert_non_null(end);
}

/* Two weeks before the end, thirty days after it, and of what is one's own. */
static void extension__is_refused__at_the_wrong_time_or_of_others(void **state)
{
	(void)state;
	static const char role[] = HUB PIM "roleDefinitions/" OWNER;
	expect_refusal(ask(ID, "SelfExtend", "Key Vault Secrets Officer", "sub-prod"), 400,
		       "InvalidRoleAssignmentRequest");
	expect_refusal(ask(ID, "SelfRenew", "Owner", "rg-edge"), 400,
		       "InvalidRoleAssignmentRequest");
	expect_refusal(ask(ID, "SelfExtend", "Network Contributor", "Connectivity"), 400,
		       "RoleAssignmentDoesNotExist");
	expect_refusal(put(HUB, ID, "SelfExtend", role), 400, "InvalidRoleAssignmentRequest");
	reply_free(control("POST", "/clock", "{\"advance\":\"P31D\"}"));
	g_autofree char *old = g_steal_pointer(&client.arm_token);
	client.arm_token = make_token("{}");
	expect_refusal(put(HUB, ID, "SelfRenew", role), 400, "InvalidRoleAssignmentRequest");
	g_free(client.arm_token);
	client.arm_token = g_steal_pointer(&old);
}

static void extension__of_a_directory_role__waits_as_well(void **state)
{
	(void)state;
	g_autofree char *list_path = g_strconcat(
		DIRECTORY "roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
			  "?$filter=roleDefinitionId eq '729827e3-9c14-49f7-bb1b-9608f156bbb8'",
		NULL);
	g_autoptr(Reply) list = call(GRAPH, "GET", list_path, client.graph_token, NULL);
	g_autofree char *body = g_strdup_printf(
		"{\"action\":\"selfExtend\",\"principalId\":\"%s\",\"roleDefinitionId\":"
		"\"729827e3-9c14-49f7-bb1b-9608f156bbb8\",\"directoryScopeId\":\"%s\","
		"\"justification\":\"x\"}",
		client.oid, text_at(list->json, "value.0.directoryScopeId"));
	g_autoptr(Reply) reply = call(GRAPH, "POST", DIRECTORY "roleEligibilityScheduleRequests",
				      client.graph_token, body);
	assert_int_equal(reply->status, 201);
	reply_free(control("POST", "/approve", "{}"));
	g_autofree char *path = g_strconcat(DIRECTORY "roleEligibilityScheduleRequests/",
					    text_at(reply->json, "id"), NULL);
	g_autoptr(Reply) told = call(GRAPH, "GET", path, client.graph_token, NULL);
	assert_string_equal(text_at(told->json, "status"), "Provisioned");
}

/* ---- what starts later ----------------------------------------------------------------------- */

static void successor__is_taken__only_when_told_to(void **state)
{
	(void)state;
	g_autoptr(Reply) list = get(PIM "roleAssignmentScheduleInstances", "&$filter=asTarget()");
	const cJSON *row = find_row(list, "Reader", "rg-payments");
	const Activation next = { .role = "Reader",
				  .at = "rg-payments",
				  .start = text_at(row, "properties.endDateTime"),
				  .duration = "PT1H" };
	expect_refusal(activate(&next), 400, "RoleAssignmentExists");
	reply_free(control("POST", "/settings", "{\"takes_successors\":true}"));
	g_autoptr(Reply) reply = activate(&next);
	assert_string_equal(text_at(reply->json, "properties.status"), "Granted");
	expect_refusal(activate(&next), 400, "RoleAssignmentExists");
}

static void directory_role__starts_later__by_the_clock(void **state)
{
	(void)state;
	reply_free(control("POST", "/clock", "{\"set\":\"2030-01-01T08:00:00Z\"}"));
	g_autofree char *token = make_token("{\"host\":\"graph\",\"expires_in\":40000}");
	g_autofree char *body = g_strdup_printf(
		"{\"action\":\"selfActivate\",\"principalId\":\"%s\",\"roleDefinitionId\":"
		"\"f2ef992c-3afb-46b9-b7cf-a126ee74c451\",\"directoryScopeId\":\"/\","
		"\"justification\":\"x\",\"scheduleInfo\":{\"startDateTime\":"
		"\"2030-01-01T09:00:00Z\",\"expiration\":{\"type\":\"afterDuration\","
		"\"duration\":\"PT1H\"}}}",
		client.oid);
	g_autoptr(Reply) reply =
		call(GRAPH, "POST", DIRECTORY "roleAssignmentScheduleRequests", token, body);
	assert_string_equal(text_at(reply->json, "status"), "Granted");
	reply_free(control("POST", "/clock", "{\"advance\":\"PT1H1S\"}"));
	g_autofree char *path = g_strconcat(DIRECTORY "roleAssignmentScheduleRequests/",
					    text_at(reply->json, "id"), NULL);
	g_autoptr(Reply) told = call(GRAPH, "GET", path, token, NULL);
	assert_string_equal(text_at(told->json, "status"), "Provisioned");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(extension__waits_for_the_administrator__and_lengthens),
		TEST(extension__that_is_refused__changes_nothing),
		TEST(administrator__agrees_by_the_clock__when_told_to),
		TEST(renewal__gives_back__what_has_ended),
		TEST(extension__is_refused__at_the_wrong_time_or_of_others),
		TEST(extension__of_a_directory_role__waits_as_well),
		TEST(successor__is_taken__only_when_told_to),
		TEST(directory_role__starts_later__by_the_clock),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
