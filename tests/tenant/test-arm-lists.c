/* ARM's lists, resources and policies: what is in them, in which shape, and what they refuse. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define ELIGIBLE  PIM "roleEligibilityScheduleInstances"
#define ACTIVE    PIM "roleAssignmentScheduleInstances"
#define AS_TARGET "&$filter=asTarget()"

static void expect_error(Reply *reply, long status, const char *code, const char *message)
{
	if (reply->status != status || strcmp(error_code(reply), code) != 0)
		fail_msg("expected %ld %s, got %ld %s", status, code, reply->status, reply->text);
	if (message != NULL && strstr(error_message(reply), message) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", error_message(reply), message);
	reply_free(reply);
}

static void eligible__lists_everything__at_the_root(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(reply->status, 200);
	assert_int_equal(rows(reply), 15);
	/* Not yet, and no longer. */
	assert_null(find_row(reply, "Owner", "Développement 🧪 実験"));
	assert_null(find_row(reply, "Owner", "sub-hub-network-westeurope-shared-services-001"));
	const cJSON *row = find_row(reply, "Contributor", "Platform");
	assert_string_equal(text_at(row, "type"),
			    "Microsoft.Authorization/RoleEligibilityScheduleInstances");
	assert_string_equal(text_at(row, "properties.scope"), PLATFORM);
	assert_non_null(strstr(text_at(row, "properties.roleEligibilityScheduleId"),
			       PLATFORM PIM "RoleEligibilitySchedules/"));
	assert_string_equal(text_at(row, "properties.expandedProperties.scope.type"),
			    "managementgroup");
	assert_true(cJSON_IsNull(at(row, "properties", "endDateTime", NULL)));
}

static void eligible__lists_only_what_sits_there__at_a_child_scope(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PROD ELIGIBLE, AS_TARGET);
	assert_int_equal(rows(reply), 3);
	assert_null(find_row(reply, "Contributor", "Platform"));
	assert_null(find_row(reply, "Owner", "rg-edge"));
	assert_string_equal(text_at(find_row(reply, "Monitoring Contributor", "sub-prod"),
				    "properties.memberType"),
			    "Inherited");
	g_autoptr(Reply) odd = get("/providers/Microsoft.Subscription" PROD ELIGIBLE, AS_TARGET);
	assert_int_equal(rows(odd), 3);
}

static void eligible__refuses__any_other_filter(void **state)
{
	(void)state;
	g_autofree char *own = g_strconcat("&$filter=principalId eq ", client.oid, NULL);
	expect_error(get(ELIGIBLE, own), 403, "InsufficientPermissions",
		     "Please use $filter=asTarget()");
	expect_error(get(ELIGIBLE, ""), 403, "InsufficientPermissions", NULL);
	expect_error(get(ELIGIBLE, "&$filter=asTraget()"), 400, "InvalidFilter", NULL);
	expect_error(get(ELIGIBLE, "&$filter=asTarget() or"), 400, "InvalidFilter", NULL);
}

static void eligible__may_be_forbidden__at_the_root(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"root_list_forbidden\":true}"));
	expect_error(get(ELIGIBLE, AS_TARGET), 403, "InsufficientPermissions", NULL);
	g_autoptr(Reply) below = get(PROD ELIGIBLE, AS_TARGET);
	assert_int_equal(rows(below), 3);
}

static void eligible__schedules__show_what_comes(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PIM "roleEligibilitySchedules", AS_TARGET);
	const cJSON *row = find_row(reply, "Owner", "Développement 🧪 実験");
	assert_non_null(row);
	g_autofree char *path = g_strdup(text_at(row, "id"));
	g_autoptr(Reply) one = get(path, "");
	assert_int_equal(one->status, 200);
	assert_string_equal(text_at(one->json, "name"), text_at(row, "name"));
}

static void lists__hold_the_official_members(void **state)
{
	(void)state;
	static const char *const members[] = {
		"scope",
		"roleDefinitionId",
		"principalId",
		"principalType",
		"status",
		"startDateTime",
		"endDateTime",
		"memberType",
		"createdOn",
		"condition",
		"assignmentType",
		"originRoleAssignmentId",
		"roleAssignmentScheduleId",
		"linkedRoleEligibilityScheduleId",
		"linkedRoleEligibilityScheduleInstanceId",
		"expandedProperties",
	};
	g_autoptr(Reply) reply = get(ACTIVE, AS_TARGET);
	assert_int_equal(rows(reply), 3);
	const cJSON *row = find_row(reply, "Reader", "rg-payments");
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		if (!cJSON_HasObjectItem(at(row, "properties", NULL), members[i]))
			fail_msg("no member %s", members[i]);
	}
	const cJSON *permanent = find_row(reply, "Log Analytics Reader",
					  "sub-hub-network-westeurope-shared-services-001");
	assert_string_equal(text_at(permanent, "properties.assignmentType"), "Assigned");
	assert_true(cJSON_IsNull(at(permanent, "properties", "endDateTime", NULL)));
}

static void active__leaves_the_list__at_its_end(void **state)
{
	(void)state;
	reply_free(control("POST", "/clock", "{\"advance\":\"PT9M\"}"));
	g_autoptr(Reply) before = get(ACTIVE, AS_TARGET);
	assert_non_null(find_row(before, "Reader", "rg-payments"));
	reply_free(control("POST", "/clock", "{\"advance\":\"PT10S\"}"));
	g_autoptr(Reply) after = get(ACTIVE, AS_TARGET);
	assert_null(find_row(after, "Reader", "rg-payments"));
	assert_int_equal(rows(after), 2);
}

static int follow(const char *first, int *pages)
{
	int count = 0;
	g_autofree char *url = g_strdup(first);
	*pages = 0;
	while (url != NULL) {
		g_autoptr(Reply) reply = call_url("GET", url, client.arm_token, NULL);
		assert_int_equal(reply->status, 200);
		count += rows(reply);
		(*pages)++;
		g_free(url);
		url = g_strdup(text_at(reply->json, "nextLink"));
		assert_true(*pages < 100);
	}
	return count;
}

static void paging__gives_every_row_once(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"page_size\":4}"));
	g_autofree char *url =
		g_strconcat(client.urls[ARM], ELIGIBLE API "&$filter=asTarget()", NULL);
	int pages = 0;
	assert_int_equal(follow(url, &pages), 15);
	assert_int_equal(pages, 4);
}

static void paging__links_relatively__when_told(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"page_size\":4,\"relative_next_link\":true}"));
	g_autoptr(Reply) reply = get(ELIGIBLE, AS_TARGET);
	assert_true(g_str_has_prefix(text_at(reply->json, "nextLink"), ELIGIBLE "?api-version="));
}

static void versions__are_checked(void **state)
{
	(void)state;
	g_autoptr(Reply) none =
		call(ARM, "GET", ELIGIBLE "?$filter=asTarget()", client.arm_token, NULL);
	assert_string_equal(error_code(none), "MissingApiVersionParameter");
	expect_error(call(ARM, "GET", ELIGIBLE "?api-version=2015-07-01", client.arm_token, NULL),
		     400, "NoRegisteredProviderFound", "2020-10-01");
	expect_error(get(PIM "roleDefinitions", ""), 400, "NoRegisteredProviderFound",
		     "2022-04-01");
	expect_error(get(PIM "roleNothings", ""), 404, "InvalidResourceType", NULL);
}

static void headers__are_those_of_arm(void **state)
{
	(void)state;
	g_autoptr(Reply) root = get(ELIGIBLE, AS_TARGET);
	g_autoptr(Reply) below = get(PROD ELIGIBLE, AS_TARGET);
	assert_non_null(
		g_hash_table_lookup(root->headers, "x-ms-ratelimit-remaining-tenant-reads"));
	assert_non_null(
		g_hash_table_lookup(below->headers, "x-ms-ratelimit-remaining-subscription-reads"));
	assert_non_null(g_hash_table_lookup(root->headers, "x-ms-request-id"));
	assert_non_null(g_hash_table_lookup(root->headers, "x-ms-correlation-request-id"));
	assert_non_null(g_hash_table_lookup(root->headers, "date"));
	reply_free(control("POST", "/clock", "{\"set\":\"2031-03-02T04:05:06Z\"}"));
	g_autoptr(Reply) later = get(ELIGIBLE, AS_TARGET);
	assert_true(g_str_has_prefix(g_hash_table_lookup(later->headers, "date"),
				     "Sun, 02 Mar 2031 04:05:0"));
}

static void throttling__answers_429__when_the_bucket_is_empty(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"reads_burst\":2,\"reads_per_second\":1}"));
	reply_free(get(ELIGIBLE, AS_TARGET));
	reply_free(get(ELIGIBLE, AS_TARGET));
	g_autoptr(Reply) reply = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(reply->status, 429);
	assert_string_equal(g_hash_table_lookup(reply->headers, "retry-after"), "2");
	reply_free(control("POST", "/clock", "{\"advance\":\"PT2S\"}"));
	g_autoptr(Reply) again = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(again->status, 200);
}

/* ---- children -------------------------------------------------------------------------------- */

#define CHILDREN PIM "eligibleChildResources"

static void children__are_direct_ones__without_the_unlisted_option(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PLATFORM CHILDREN, "");
	assert_int_equal(rows(reply), 2);
	assert_string_equal(text_at(reply->json, "value.0.type"), "managementgroup");
	/* So a deep tree shows nothing of a wanted type. */
	g_autoptr(Reply) none = get(PLATFORM CHILDREN, "&$filter=resourceType eq 'Subscription'");
	assert_int_equal(none->status, 200);
	assert_int_equal(rows(none), 0);
}

static void children__are_all__with_it(void **state)
{
	(void)state;
	g_autoptr(Reply) subscriptions = get(
		PLATFORM CHILDREN, "&$getAllChildren=true&$filter=resourceType eq 'subscription'");
	assert_int_equal(rows(subscriptions), 4);
	g_autoptr(Reply) both = get(PLATFORM CHILDREN,
				    "&$getAllChildren=true&$filter=resourceType+eq+'subscription'"
				    "+or+resourceType+eq+'resourcegroup'");
	assert_int_equal(rows(both), 13);
}

static void children__are_hidden__where_nothing_is_held(void **state)
{
	(void)state;
	/* minh holds sub-prod and nothing else. */
	g_autofree char *token = make_token("{\"account\":\"minh@contoso.com\"}");
	g_autoptr(Reply) dev = call(ARM, "GET", DEV CHILDREN API, token, NULL);
	assert_int_equal(rows(dev), 0);
	g_autoptr(Reply) prod = call(ARM, "GET", PROD CHILDREN API, token, NULL);
	assert_int_equal(rows(prod), 4);
	g_autoptr(Reply) way = call(ARM, "GET", PLATFORM CHILDREN API, token, NULL);
	assert_int_equal(rows(way), 2);
}

/* ---- policies -------------------------------------------------------------------------------- */

#define POLICIES PIM "roleManagementPolicyAssignments"
#define FILTER_CONTRIBUTOR                    \
	"&$filter=roleDefinitionId eq '" PROD \
	"/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c'"

static const cJSON *find_rule(const Reply *reply, const char *id)
{
	const cJSON *rule;
	cJSON_ArrayForEach(rule,
			   at(reply->json, "value", "0", "properties", "effectiveRules", NULL))
	{
		if (g_strcmp0(text_at(rule, "id"), id) == 0)
			return rule;
	}
	return NULL;
}

static void policies__say_what_an_activation_needs(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PROD POLICIES, FILTER_CONTRIBUTOR);
	assert_int_equal(rows(reply), 1);
	assert_int_equal(count_at(reply->json, "value.0.properties.effectiveRules"), 17);
	const cJSON *expiration = find_rule(reply, "Expiration_EndUser_Assignment");
	assert_string_equal(text_at(expiration, "maximumDuration"), "PT8H");
	assert_string_equal(text_at(expiration, "ruleType"), "RoleManagementPolicyExpirationRule");
	const cJSON *enablement = find_rule(reply, "Enablement_EndUser_Assignment");
	assert_string_equal(text_at(enablement, "enabledRules.0"), "Justification");
	assert_string_equal(text_at(enablement, "enabledRules.1"), "Ticketing");
	const cJSON *approval = find_rule(reply, "Approval_EndUser_Assignment");
	assert_true(cJSON_IsTrue(at(approval, "setting", "isApprovalRequired", NULL)));
	assert_string_equal(
		text_at(approval, "setting.approvalStages.0.primaryApprovers.0.description"),
		"SecOps");
	const char *name = text_at(reply->json, "value.0.name");
	assert_true(g_str_has_suffix(name, "_b24988ac-6180-42a0-ab88-20f7382dd24c"));
}

static void policies__differ_by_scope(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(DEV POLICIES, FILTER_CONTRIBUTOR);
	const cJSON *approval = find_rule(reply, "Approval_EndUser_Assignment");
	assert_true(cJSON_IsFalse(at(approval, "setting", "isApprovalRequired", NULL)));
}

static void policies__list_all_roles__without_the_filter_or_when_it_is_ignored(void **state)
{
	(void)state;
	g_autoptr(Reply) all = get(PROD POLICIES, "");
	assert_int_equal(rows(all), 13);
	reply_free(control("POST", "/settings",
			   "{\"policy_filter_ignored\":true,\"policy_padding\":30}"));
	g_autoptr(Reply) ignored = get(PROD POLICIES, FILTER_CONTRIBUTOR);
	assert_int_equal(rows(ignored), 43);
}

static void policies__may_be_forbidden(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"policies_forbidden\":true}"));
	expect_error(get(PROD POLICIES, FILTER_CONTRIBUTOR), 403, "AuthorizationFailed", NULL);
}

static void policies__change__while_one_looks(void **state)
{
	(void)state;
	reply_free(control("POST", "/policy",
			   "{\"role\":\"Contributor\",\"scope\":\"sub-prod\",\"max\":\"PT1H\"}"));
	g_autoptr(Reply) reply = get(PROD POLICIES, FILTER_CONTRIBUTOR);
	assert_string_equal(
		text_at(find_rule(reply, "Expiration_EndUser_Assignment"), "maximumDuration"),
		"PT1H");
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void resources__are_listed(void **state)
{
	(void)state;
	const char *token = client.arm_token;
	g_autoptr(Reply) subscriptions =
		call(ARM, "GET", "/subscriptions?api-version=2022-12-01", token, NULL);
	/* The fourth is one where she is only eligible. */
	assert_int_equal(rows(subscriptions), 3);
	assert_string_equal(text_at(subscriptions->json, "value.0.displayName"), "sub-prod");
	g_autoptr(Reply) tenants = call(ARM, "GET", "/tenants?api-version=2022-12-01", token, NULL);
	assert_string_equal(text_at(tenants->json, "value.0.displayName"), "Contoso");
	g_autoptr(Reply) groups =
		call(ARM, "GET", DEV "/resourcegroups?api-version=2021-04-01", token, NULL);
	assert_int_equal(rows(groups), 2);
	expect_error(call(ARM, "GET", PROD "/resourcegroups?api-version=2021-04-01", token, NULL),
		     403, "AuthorizationFailed", NULL);
	g_autoptr(Reply) management =
		call(ARM, "GET",
		     "/providers/Microsoft.Management/managementGroups?api-version=2023-04-01",
		     token, NULL);
	assert_int_equal(management->status, 200);
	assert_int_equal(rows(management), 0);
}

static void management_groups__open_with_a_role_on_them(void **state)
{
	(void)state;
	static const char one[] = PLATFORM "?api-version=2023-04-01";
	static const char below[] = PLATFORM "/descendants?api-version=2023-04-01";
	expect_error(call(ARM, "GET", one, client.arm_token, NULL), 403, "AuthorizationFailed",
		     NULL);
	g_free(activate_well("Monitoring Contributor", "Platform", NULL, "PT1H"));
	g_autoptr(Reply) group = call(ARM, "GET", one, client.arm_token, NULL);
	assert_string_equal(text_at(group->json, "properties.displayName"), "Platform");
	g_autoptr(Reply) all = call(ARM, "GET", below, client.arm_token, NULL);
	assert_int_equal(rows(all), 7);
	g_autoptr(Reply) entities = call(
		ARM, "POST", "/providers/Microsoft.Management/getEntities?api-version=2023-04-01",
		client.arm_token, "{}");
	assert_int_equal(rows(entities), 8);
}

static void roles__tell_their_permissions(void **state)
{
	(void)state;
	g_autoptr(Reply) role = call(ARM, "GET",
				     PROD PIM "roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
					      "?api-version=2022-04-01",
				     client.arm_token, NULL);
	assert_string_equal(text_at(role->json, "properties.roleName"), "Contributor");
	assert_string_equal(text_at(role->json, "properties.permissions.0.actions.0"), "*");
	g_autoptr(Reply) mine = call(ARM, "GET", DEV PIM "permissions?api-version=2022-04-01",
				     client.arm_token, NULL);
	assert_int_equal(rows(mine), 1);
	assert_string_equal(text_at(mine->json, "value.0.actions.1"),
			    "Microsoft.AlertsManagement/alerts/*");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(eligible__lists_everything__at_the_root),
		TEST(eligible__lists_only_what_sits_there__at_a_child_scope),
		TEST(eligible__refuses__any_other_filter),
		TEST(eligible__may_be_forbidden__at_the_root),
		TEST(eligible__schedules__show_what_comes),
		TEST(lists__hold_the_official_members),
		TEST(active__leaves_the_list__at_its_end),
		TEST(paging__gives_every_row_once),
		TEST(paging__links_relatively__when_told),
		TEST(versions__are_checked),
		TEST(throttling__answers_429__when_the_bucket_is_empty),
		TEST(children__are_direct_ones__without_the_unlisted_option),
		TEST(children__are_all__with_it),
		TEST(children__are_hidden__where_nothing_is_held),
		TEST(policies__say_what_an_activation_needs),
		TEST(policies__differ_by_scope),
		TEST(policies__list_all_roles__without_the_filter_or_when_it_is_ignored),
		TEST(policies__may_be_forbidden),
		TEST(policies__change__while_one_looks),
		TEST(resources__are_listed),
		TEST(management_groups__open_with_a_role_on_them),
		TEST(roles__tell_their_permissions),
		TEST(headers__are_those_of_arm),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
