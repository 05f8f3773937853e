/* As strict as the real service: filters mean what they say, what is misspelt or unknown is refused,
 * and an eligibility alone opens nothing. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define ELIGIBLE "roleEligibilityScheduleInstances"
#define ACTIVE   "roleAssignmentScheduleInstances"
#define REQUESTS "roleAssignmentScheduleRequests"
#define PAYMENTS PROD "/resourceGroups/rg-payments"

static void expect(Reply *taken, long status, const char *code)
{
	g_autoptr(Reply) reply = taken;
	if (reply->status != status || strcmp(error_code(reply), code) != 0)
		fail_msg("%ld %s", reply->status, reply->text);
}

/* A reader at a scope sees what is there by standing right. */
static void let_read(const char *scope)
{
	g_autofree char *body = g_strdup_printf("{\"workload\":\"azure\",\"role\":\"Reader\","
						"\"scope\":\"%s\",\"principal\":\"%s\"}",
						scope, client.upn);
	reply_free(control("POST", "/assignment", body));
}

static int count(const char *scope, const char *collection, const char *filter)
{
	g_autofree char *path = g_strconcat(scope, PIM, collection, NULL);
	g_autofree char *query = g_strconcat("&$filter=", filter, NULL);
	g_autoptr(Reply) list = get(path, query);
	if (list->status != 200)
		fail_msg("%s %s: %s", path, filter, list->text);
	return rows(list);
}

/* ---- filters --------------------------------------------------------------------------------- */

static void filter__by_principal__looks_above_and_below(void **state)
{
	(void)state;
	let_read("Platform");
	g_autofree char *by = g_strdup_printf("principalId eq '%s'", client.oid);
	g_autofree char *to = g_strdup_printf("assignedTo('%s')", client.oid);
	int direct = count(PROD, ELIGIBLE, "asTarget()");
	int below = count(PAYMENTS, ELIGIBLE, "asTarget()");
	int above = count(PLATFORM, ELIGIBLE, "asTarget()");
	assert_true(below > 0 && above > 0);
	/* Those of her groups count for assignedTo() alone, those below for principalId alone. */
	assert_true(count(PROD, ELIGIBLE, to) >= direct + above);
	assert_true(count(PAYMENTS, ELIGIBLE, to) > count(PROD, ELIGIBLE, to));
	g_autofree char *path = g_strconcat(PROD PIM ELIGIBLE, NULL);
	g_autofree char *query = g_strconcat("&$filter=", by, NULL);
	g_autoptr(Reply) list = get(path, query);
	const cJSON *row;
	bool is_above = false;
	bool is_below = false;
	cJSON_ArrayForEach(row, at(list->json, "value", NULL))
	{
		const char *scope = text_at(row, "properties.scope");
		assert_string_equal(text_at(row, "properties.principalId"), client.oid);
		is_above = is_above || strstr(scope, "managementGroups") != NULL;
		is_below = is_below || g_str_has_prefix(scope, PROD "/resourceGroups/");
	}
	assert_true(is_above);
	assert_true(is_below);
}

static void filter__by_assignee__needs_a_right_to_read(void **state)
{
	(void)state;
	g_autofree char *to = g_strdup_printf("&$filter=assignedTo('%s')", client.oid);
	expect(get(PROD PIM ELIGIBLE, to), 403, "InsufficientPermissions");
}

static void row__is_read_by_its_id__at_its_scope_alone(void **state)
{
	(void)state;
	static const char *const collections[] = { "roleEligibilityScheduleInstances",
						   "roleEligibilitySchedules",
						   "roleAssignmentScheduleInstances",
						   "roleAssignmentSchedules",
						   "roleAssignmentScheduleRequests" };
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	g_autofree char *stranger = make_token("{\"account\":\"sara@contoso.com\"}");
	for (size_t i = 0; i < G_N_ELEMENTS(collections); i++) {
		g_autofree char *path = g_strconcat(DEV PIM, collections[i], NULL);
		g_autoptr(Reply) list = get(path, "&$filter=asTarget()");
		const char *name = text_at(list->json, "value.0.name");
		const char *scope = text_at(list->json, "value.0.properties.scope");
		assert_non_null(name);
		g_autofree char *one = g_strconcat(scope, PIM, collections[i], "/", name, NULL);
		g_autoptr(Reply) reply = get(one, "");
		assert_int_equal(reply->status, 200);
		assert_string_equal(text_at(reply->json, "name"), name);
		g_autofree char *other = g_strconcat(PROD PIM, collections[i], "/", name, NULL);
		g_autoptr(Reply) elsewhere = get(other, "");
		assert_int_equal(elsewhere->status, 404);
		g_autofree char *whole = g_strconcat(one, API, NULL);
		g_autoptr(Reply) hers = call(ARM, "GET", whole, stranger, NULL);
		assert_int_equal(hers->status, 404);
	}
}

static void scope__is_not_found__when_unknown(void **state)
{
	(void)state;
	expect(get("/subscriptions/99999999-9999-4999-8999-999999999999" PIM ELIGIBLE,
		   "&$filter=asTarget()"),
	       404, "SubscriptionNotFound");
	expect(get(DEV "/resourceGroups/rg-nowhere" PIM ACTIVE, "&$filter=asTarget()"), 404,
	       "ResourceGroupNotFound");
	expect(get("/providers/Microsoft.Management/managementGroups/nowhere" PIM ELIGIBLE,
		   "&$filter=asTarget()"),
	       404, "ResourceNotFound");
	/* A resource needs no word of its own. */
	assert_int_equal(count(PAYMENTS "/providers/Microsoft.Storage/storageAccounts/x", ELIGIBLE,
			       "asTarget()"),
			 0);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static void reason__is_refused__when_longer_than_1024(void **state)
{
	(void)state;
	g_autofree char *long_enough = g_strnfill(1024, 'x');
	g_autofree char *too_long = g_strnfill(1100, 'x');
	Activation activation = { .role = "Reader", .at = "sub-dev", .reason = too_long };
	expect(activate(&activation), 400, "InvalidRoleAssignmentRequest");
	activation.reason = long_enough;
	expect(activate(&activation), 201, "");
}

static void members__are_taken__in_pascal_case(void **state)
{
	(void)state;
	g_autoptr(Reply) list = get(DEV PIM ELIGIBLE, "&$filter=asTarget()");
	const cJSON *row = find_row(list, "Reader", "sub-dev");
	g_autofree char *body = g_strdup_printf(
		"{\"Properties\":{\"PrincipalId\":\"%s\",\"RoleDefinitionId\":\"%s\","
		"\"RequestType\":\"SelfActivate\",\"LinkedRoleEligibilityScheduleId\":\"%s\","
		"\"Justification\":\"x\",\"ScheduleInfo\":{\"Expiration\":{\"Type\":"
		"\"AfterDuration\",\"Duration\":\"PT1H\"}}}}",
		client.oid, text_at(row, "properties.roleDefinitionId"),
		text_at(row, "properties.roleEligibilityScheduleId"));
	g_autofree char *id = g_uuid_string_random();
	g_autofree char *path = g_strconcat(DEV PIM REQUESTS "/", id, API, NULL);
	g_autoptr(Reply) reply = call(ARM, "PUT", path, client.arm_token, body);
	assert_int_equal(reply->status, 201);
	assert_string_equal(text_at(reply->json, "properties.justification"), "x");
	assert_string_equal(text_at(reply->json, "properties.scheduleInfo.expiration.duration"),
			    "PT1H");
}

/* ---- what others ask ------------------------------------------------------------------------- */

static void subscription__is_hidden__from_the_only_eligible(void **state)
{
	(void)state;
	g_autofree char *sara = make_token("{\"account\":\"sara@contoso.com\"}");
	g_autoptr(Reply) none =
		call(ARM, "GET", "/subscriptions?api-version=2022-12-01", sara, NULL);
	assert_int_equal(none->status, 200);
	assert_int_equal(rows(none), 0);
}

static void azure_cli__finds_its_lists(void **state)
{
	(void)state;
	g_autoptr(Reply) subscriptions =
		call(ARM, "GET", "/subscriptions?api-version=2019-11-01", client.arm_token, NULL);
	g_autoptr(Reply) tenants =
		call(ARM, "GET", "/tenants?api-version=2019-11-01", client.arm_token, NULL);
	assert_string_equal(text_at(subscriptions->json, "value.0.tenantId"), client.tenant);
	assert_string_equal(text_at(subscriptions->json, "value.0.state"), "Enabled");
	assert_string_equal(text_at(tenants->json, "value.0.tenantId"), client.tenant);
}

static void policy_assignment__is_one_object__by_its_name(void **state)
{
	(void)state;
	g_autoptr(Reply) list = get(DEV PIM "roleManagementPolicyAssignments", "");
	const char *id = text_at(list->json, "value.0.id");
	g_autofree char *path =
		g_strconcat(DEV PIM "roleManagementPolicyAssignments/", strrchr(id, '/') + 1, NULL);
	g_autoptr(Reply) one = get(path, "");
	assert_int_equal(one->status, 200);
	assert_string_equal(text_at(one->json, "id"), id);
	expect(get(DEV PIM "roleManagementPolicyAssignments/nonsense", ""), 404,
	       "RoleManagementPolicyAssignmentNotFound");
}

/* ---- Graph ----------------------------------------------------------------------------------- */

#define ROLES  "/v1.0/roleManagement/directory/"
#define GROUPS "/v1.0/identityGovernance/privilegedAccess/group/"
#define MINE   "/filterByCurrentUser(on='principal')"

static Reply *graph(const char *path)
{
	return call(GRAPH, "GET", path, client.graph_token, NULL);
}

static void graph__refuses__what_is_misspelt(void **state)
{
	(void)state;
	static const char *const paths[] = {
		ROLES "roleEligibilityScheduleInstances" MINE "?$expnad=roleDefinition",
		ROLES "roleEligibilityScheduleInstances" MINE "?$expand=roleDefinitions",
		ROLES "roleEligibilityScheduleInstances" MINE "?$expand=group",
		ROLES "roleEligibilityScheduleInstances" MINE "?$expand=activatedUsing",
		ROLES "roleEligibilityScheduleInstances" MINE "?$select=id,roleDefintionId",
		ROLES "roleEligibilityScheduleInstances" MINE "?$top=0",
		ROLES "roleEligibilityScheduleInstances" MINE "?$top=many",
		ROLES "roleEligibilityScheduleInstances" MINE "?$count=yes",
		GROUPS "eligibilitySchedules" MINE "?$expand=roleDefinition",
		GROUPS "eligibilitySchedules" MINE "?$select=roleDefinitionId",
		"/v1.0/policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and "
		"scopeType eq 'Directory'&$expand=policy($expand=effectiveRules($select="
		"maximumDuration))",
		"/v1.0/me?$select=displayname,nickname",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
		expect(graph(paths[i]), 400, "BadRequest");
}

static void graph__gives__what_is_selected(void **state)
{
	(void)state;
	g_autoptr(Reply) list = graph(ROLES "roleEligibilityScheduleInstances" MINE
					    "?$select=id,memberType&$expand=roleDefinition");
	const cJSON *row = at(list->json, "value", "0", NULL);
	assert_non_null(text_at(row, "id"));
	assert_non_null(text_at(row, "memberType"));
	assert_non_null(text_at(row, "roleDefinition.displayName"));
	assert_null(at(row, "principalId", NULL));
	g_autoptr(Reply) me = graph("/v1.0/me?$select=displayName");
	assert_non_null(text_at(me->json, "displayName"));
	assert_null(at(me->json, "userPrincipalName", NULL));
}

static void graph__pages_and_counts__as_asked(void **state)
{
	(void)state;
	g_autoptr(Reply) all = graph(ROLES "roleEligibilityScheduleInstances" MINE);
	g_autoptr(Reply) first =
		graph(ROLES "roleEligibilityScheduleInstances" MINE "?$top=2&$count=true");
	assert_int_equal(rows(first), 2);
	assert_int_equal(at(first->json, "@odata.count", NULL)->valueint, rows(all));
	assert_null(at(all->json, "@odata.count", NULL));
	g_autoptr(Reply) second =
		call_url("GET", cJSON_GetStringValue(at(first->json, "@odata.nextLink", NULL)),
			 client.graph_token, NULL);
	assert_int_equal(rows(second), 2);
	assert_string_not_equal(text_at(first->json, "value.0.id"),
				text_at(second->json, "value.0.id"));
}

static void graph__reads_one_row__by_its_id(void **state)
{
	(void)state;
	static const char *const collections[] = {
		ROLES "roleEligibilityScheduleInstances",
		ROLES "roleEligibilitySchedules",
		ROLES "roleAssignmentScheduleInstances",
		ROLES "roleAssignmentSchedules",
		ROLES "roleAssignmentScheduleRequests",
		GROUPS "eligibilityScheduleInstances",
		GROUPS "assignmentSchedules",
		GROUPS "assignmentScheduleRequests",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(collections); i++) {
		g_autofree char *all = g_strconcat(collections[i], MINE, NULL);
		g_autoptr(Reply) list = graph(all);
		const char *id = text_at(list->json, "value.0.id");
		if (id == NULL)
			fail_msg("%s: %s", all, list->text);
		g_autofree char *path = g_strconcat(collections[i], "/", id, NULL);
		g_autoptr(Reply) one = graph(path);
		if (one->status != 200)
			fail_msg("%s: %s", path, one->text);
		assert_string_equal(text_at(one->json, "id"), id);
	}
	expect(graph(ROLES "roleAssignmentSchedules/nonsense"), 404, "ResourceNotFound");
}

/* A member that can be selected is one of the CSDL's. */
static void expect_selectable(const char *path, const char *mark, const cJSON *row)
{
	const cJSON *member;
	if (row == NULL)
		fail_msg("%s: no row", path);
	cJSON_ArrayForEach(member, row)
	{
		if (*member->string == '@')
			continue;
		g_autofree char *one = g_strconcat(path, mark, "$select=", member->string, NULL);
		g_autoptr(Reply) reply = graph(one);
		if (reply->status != 200)
			fail_msg("%s: %s", one, reply->text);
	}
}

static void graph__writes_no_member__that_the_csdl_has_not(void **state)
{
	(void)state;
	static const char *const paths[] = {
		ROLES "roleEligibilityScheduleInstances" MINE,
		ROLES "roleEligibilitySchedules" MINE,
		ROLES "roleAssignmentScheduleInstances" MINE,
		ROLES "roleAssignmentSchedules" MINE,
		ROLES "roleAssignmentScheduleRequests" MINE,
		ROLES "roleDefinitions",
		GROUPS "eligibilityScheduleInstances" MINE,
		GROUPS "eligibilitySchedules" MINE,
		GROUPS "assignmentScheduleInstances" MINE,
		GROUPS "assignmentSchedules" MINE,
		GROUPS "assignmentScheduleRequests" MINE,
		"/v1.0/groups",
		"/v1.0/users",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(Reply) list = graph(paths[i]);
		expect_selectable(paths[i], "?", at(list->json, "value", "0", NULL));
	}
	static const char policies[] = "/v1.0/policies/roleManagementPolicyAssignments?$filter="
				       "scopeId eq '/' and scopeType eq 'DirectoryRole'";
	g_autoptr(Reply) list = graph(policies);
	expect_selectable(policies, "&", at(list->json, "value", "0", NULL));
}

static void graph__reads_one_policy_assignment__by_its_id(void **state)
{
	(void)state;
	g_autoptr(Reply) list = graph("/v1.0/policies/roleManagementPolicyAssignments?$filter="
				      "scopeId eq '/' and scopeType eq 'DirectoryRole'");
	const char *id = text_at(list->json, "value.0.id");
	g_autofree char *path = g_strconcat("/v1.0/policies/roleManagementPolicyAssignments/", id,
					    "?$expand=policy($expand=effectiveRules)", NULL);
	g_autoptr(Reply) one = graph(path);
	assert_string_equal(text_at(one->json, "id"), id);
	assert_true(count_at(one->json, "policy.effectiveRules") > 5);
}

#define TEST(name) cmocka_unit_test_setup(name, client_reset)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(filter__by_principal__looks_above_and_below),
		TEST(filter__by_assignee__needs_a_right_to_read),
		TEST(row__is_read_by_its_id__at_its_scope_alone),
		TEST(scope__is_not_found__when_unknown),
		TEST(reason__is_refused__when_longer_than_1024),
		TEST(members__are_taken__in_pascal_case),
		TEST(subscription__is_hidden__from_the_only_eligible),
		TEST(azure_cli__finds_its_lists),
		TEST(policy_assignment__is_one_object__by_its_name),
		TEST(graph__refuses__what_is_misspelt),
		TEST(graph__gives__what_is_selected),
		TEST(graph__pages_and_counts__as_asked),
		TEST(graph__reads_one_row__by_its_id),
		TEST(graph__writes_no_member__that_the_csdl_has_not),
		TEST(graph__reads_one_policy_assignment__by_its_id),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
