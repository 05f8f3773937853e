/* The tenant's rows have the members of the official samples, under the same names: a client that
 * understands one understands the other. Skipped where the samples are not at hand. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define GRAPH_ROLES  "/v1.0/roleManagement/directory/"
#define GRAPH_GROUPS "/v1.0/identityGovernance/privilegedAccess/group/"
#define MINE         "/filterByCurrentUser(on='principal')"

static cJSON *read_sample(const char *name)
{
	g_autofree char *path = g_build_filename(g_getenv("MYROLES_EXAMPLES"), name, NULL);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail_msg("no sample %s", path);
	cJSON *json = cJSON_Parse(text);
	assert_non_null(json);
	return json;
}

/* Every member of the sample is there, at every depth that both have. */
static void expect_members(const cJSON *sample, const cJSON *own, const char *where)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, sample)
	{
		const cJSON *same = cJSON_GetObjectItemCaseSensitive(own, member->string);
		if (same == NULL)
			fail_msg("%s: no member %s", where, member->string);
		if (cJSON_IsObject(member) && cJSON_IsObject(same))
			expect_members(member, same, where);
	}
}

static void expect_arm_row(const char *sample_name, const char *collection)
{
	g_autofree char *name = g_strconcat("arm/", sample_name, ".json", NULL);
	cJSON *sample = read_sample(name);
	g_autofree char *path = g_strconcat(PIM, collection, NULL);
	g_autoptr(Reply) reply = get(path, "&$filter=asTarget()");
	const cJSON *own = at(reply->json, "value", "0", NULL);
	assert_non_null(own);
	expect_members(at(sample, "responses", "200", "body", "value", "0", NULL), own, collection);
	cJSON_Delete(sample);
}

static void arm__lists_have_the_official_members(void **state)
{
	(void)state;
	expect_arm_row("RoleEligibilityScheduleInstances_ListForScope.2020-10-01."
		       "GetRoleEligibilityScheduleInstancesByScope",
		       "roleEligibilityScheduleInstances");
	expect_arm_row("RoleEligibilitySchedules_ListForScope.2020-10-01."
		       "GetRoleEligibilitySchedulesByScope",
		       "roleEligibilitySchedules");
	expect_arm_row("RoleAssignmentScheduleInstances_ListForScope.2020-10-01-preview."
		       "GetRoleAssignmentScheduleInstancesByScope",
		       "roleAssignmentScheduleInstances");
	expect_arm_row("RoleAssignmentSchedules_ListForScope.2020-10-01."
		       "GetRoleAssignmentSchedulesByScope",
		       "roleAssignmentSchedules");
	expect_arm_row("RoleAssignmentScheduleRequests_ListForScope.2020-10-01-preview."
		       "GetRoleAssignmentScheduleRequestByScope",
		       "roleAssignmentScheduleRequests");
}

static void arm__takes_the_official_request__in_shape(void **state)
{
	(void)state;
	cJSON *sample = read_sample("arm/RoleAssignmentScheduleRequests_Create.2020-10-01."
				    "PutRoleAssignmentScheduleRequest.json");
	char *body = cJSON_PrintUnformatted(at(sample, "parameters", "parameters", NULL));
	g_autofree char *id = g_uuid_string_random();
	g_autofree char *path =
		g_strconcat(DEV PIM "roleAssignmentScheduleRequests/", id, API, NULL);
	g_autoptr(Reply) reply = call(ARM, "PUT", path, client.arm_token, body);
	/* Its people and roles are not ours; its shape is understood. */
	assert_int_equal(reply->status, 400);
	assert_string_equal(error_code(reply), "RoleNotFound");
	cJSON_free(body);
	cJSON_Delete(sample);
}

static void arm__policies_have_the_official_members(void **state)
{
	(void)state;
	cJSON *sample = read_sample("arm/RoleManagementPolicyAssignments_Get.2020-10-01."
				    "GetRoleManagementPolicyAssignmentByName.json");
	g_autoptr(Reply) reply = get(PROD PIM "roleManagementPolicyAssignments", "");
	const cJSON *theirs = at(sample, "responses", "200", "body", NULL);
	const cJSON *own = at(reply->json, "value", "0", NULL);
	expect_members(theirs, own, "policy");
	const cJSON *rule;
	cJSON_ArrayForEach(rule, at(theirs, "properties", "effectiveRules", NULL))
	{
		const cJSON *found = NULL;
		const cJSON *mine;
		cJSON_ArrayForEach(mine, at(own, "properties", "effectiveRules", NULL))
		{
			if (g_strcmp0(text_at(mine, "id"), text_at(rule, "id")) == 0)
				found = mine;
		}
		expect_members(rule, found, text_at(rule, "id"));
	}
	cJSON_Delete(sample);
}

static void expect_graph_row(const char *sample_name, const char *path)
{
	g_autofree char *name = g_strconcat("graph/v1.0/", sample_name, ".json", NULL);
	cJSON *sample = read_sample(name);
	g_autoptr(Reply) reply = call(GRAPH, "GET", path, client.graph_token, NULL);
	const cJSON *own = at(reply->json, "value", "0", NULL);
	if (own == NULL)
		fail_msg("%s: %s", path, reply->text);
	expect_members(at(sample, "response", "body", "value", "0", NULL), own, path);
	cJSON_Delete(sample);
}

static void graph__lists_have_the_official_members(void **state)
{
	(void)state;
	expect_graph_row(
		"unifiedroleeligibilityscheduleinstance-filterbycurrentuser.ex1.graph-v1.0",
		GRAPH_ROLES "roleEligibilityScheduleInstances" MINE);
	expect_graph_row("unifiedroleassignmentschedule-filterbycurrentuser.ex1.graph-v1.0",
			 GRAPH_ROLES "roleAssignmentSchedules" MINE);
	expect_graph_row("privilegedaccessgroupassignmentscheduleinstance-filterbycurrentuser.ex1."
			 "graph-v1.0",
			 GRAPH_GROUPS "assignmentScheduleInstances" MINE);
	expect_graph_row(
		"privilegedaccessgroupeligibilityschedule-filterbycurrentuser.ex1.graph-v1.0",
		GRAPH_GROUPS "eligibilitySchedules" MINE);
	/* This sample has two names that the CSDL has not. */
	reply_free(control("POST", "/settings", "{\"odd_members\":true}"));
	expect_graph_row("privilegedaccessgroupassignmentschedulerequest-filterbycurrentuser."
			 "ex1-pending.graph-v1.0",
			 GRAPH_GROUPS "assignmentScheduleRequests" MINE);
}

static void graph__policies_have_the_official_members(void **state)
{
	(void)state;
	expect_graph_row(
		"policyroot-list-rolemanagementpolicyassignments.ex2.graph-v1.0",
		"/v1.0/policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and "
		"scopeType eq 'DirectoryRole' and roleDefinitionId eq "
		"'62e90394-69f5-4237-9190-012177145e10'&$expand=policy($expand=rules)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arm__lists_have_the_official_members),
		cmocka_unit_test(arm__takes_the_official_request__in_shape),
		cmocka_unit_test(arm__policies_have_the_official_members),
		cmocka_unit_test(graph__lists_have_the_official_members),
		cmocka_unit_test(graph__policies_have_the_official_members),
	};
	const char *folder = g_getenv("MYROLES_EXAMPLES");
	if (folder == NULL || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		puts("1..0 # SKIP the official samples are not here");
		return 0;
	}
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
