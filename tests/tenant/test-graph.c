/* Graph's part: directory roles and groups, policies, names, permissions, $batch. */
#include "tests/tenant/tenant-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define ROLES                  "/v1.0/roleManagement/directory/"
#define GROUPS                 "/v1.0/identityGovernance/privilegedAccess/group/"
#define MINE                   "/filterByCurrentUser(on='principal')"
#define GLOBAL_ADMINISTRATOR   "62e90394-69f5-4237-9190-012177145e10"
#define USER_ADMINISTRATOR     "fe930be7-5e62-47db-91af-98c3a49a38b1"
#define HELPDESK_ADMINISTRATOR "729827e3-9c14-49f7-bb1b-9608f156bbb8"

static Reply *get(const char *path)
{
	return call(GRAPH, "GET", path, client.graph_token, NULL);
}

static Reply *post(const char *path, const char *body)
{
	return call(GRAPH, "POST", path, client.graph_token, body);
}

static int rows(const Reply *reply)
{
	if (reply->status != 200)
		fail_msg("%ld %s", reply->status, reply->text);
	return count_at(reply->json, "value");
}

/* The first row whose member (a path) has this value. */
static const cJSON *find(const Reply *reply, const char *member, const char *value)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, at(reply->json, "value", NULL))
	{
		if (g_strcmp0(text_at(row, member), value) == 0)
			return row;
	}
	return NULL;
}

static void expect_error(Reply *reply, long status, const char *code, const char *message)
{
	if (reply->status != status || strcmp(error_code(reply), code) != 0)
		fail_msg("expected %ld %s, got %ld %s", status, code, reply->status, reply->text);
	if (message != NULL && strstr(error_message(reply), message) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", error_message(reply), message);
	assert_non_null(text_at(reply->json, "error.innerError.request-id"));
	reply_free(reply);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void roles__lists_what_is_mine__with_names(void **state)
{
	(void)state;
	g_autoptr(Reply) reply =
		get(ROLES "roleEligibilityScheduleInstances" MINE "?$expand=roleDefinition");
	assert_int_equal(rows(reply), 7);
	const cJSON *row = find(reply, "roleDefinition.displayName", "Global Administrator");
	assert_string_equal(cJSON_GetStringValue(at(row, "@odata.type", NULL)),
			    "#microsoft.graph.unifiedRoleEligibilityScheduleInstance");
	assert_string_equal(text_at(row, "directoryScopeId"), "/");
	assert_string_equal(text_at(row, "memberType"), "Direct");
	assert_true(g_str_has_suffix(text_at(row, "id"), "-1-e"));
	assert_non_null(text_at(row, "endDateTime"));
	const cJSON *unit = find(reply, "roleDefinition.displayName", "User Administrator");
	assert_true(g_str_has_prefix(text_at(unit, "directoryScopeId"), "/administrativeUnits/"));
	const cJSON *group = find(reply, "roleDefinition.displayName", "Security Reader");
	assert_string_equal(text_at(group, "memberType"), "Group");
	assert_string_not_equal(text_at(group, "principalId"), client.oid);
	assert_null(at(row, "directoryScope", NULL));
}

static void roles__lists_what_is_active__with_what_it_came_from(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(ROLES "roleAssignmentScheduleInstances" MINE
					   "?$expand=roleDefinition,activatedUsing");
	assert_int_equal(rows(reply), 1);
	assert_string_equal(text_at(reply->json, "value.0.roleDefinition.displayName"),
			    "Global Reader");
	assert_string_equal(text_at(reply->json, "value.0.assignmentType"), "Activated");
	assert_string_equal(text_at(reply->json, "value.0.activatedUsing.principalId"), client.oid);
}

static void groups__lists_members_and_owners(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(GROUPS "eligibilityScheduleInstances" MINE "?$expand=group");
	assert_int_equal(rows(reply), 5);
	const cJSON *owner = find(reply, "accessId", "owner");
	assert_string_equal(text_at(owner, "group.displayName"), "sg-oncall");
	assert_non_null(text_at(owner, "eligibilityScheduleId"));
	g_autofree char *prefix = g_strconcat(text_at(owner, "groupId"), "_owner_", NULL);
	assert_true(g_str_has_prefix(text_at(owner, "eligibilityScheduleId"), prefix));
	reply_free(control("POST", "/settings", "{\"group_expand_empty\":true}"));
	g_autoptr(Reply) empty = get(GROUPS "eligibilityScheduleInstances" MINE "?$expand=group");
	assert_true(cJSON_IsNull(at(empty->json, "value", "0", "group", NULL)));
	g_autoptr(Reply) active = get(GROUPS "assignmentScheduleInstances" MINE "?$expand=group");
	assert_int_equal(rows(active), 1);
	assert_true(cJSON_IsNull(at(active->json, "value", "0", "endDateTime", NULL)));
}

static void lists__mix_letter_case__as_the_service_does(void **state)
{
	(void)state;
	g_autoptr(Reply) schedules = get(GROUPS "eligibilitySchedules" MINE);
	assert_string_equal(text_at(schedules->json, "value.0.memberType"), "direct");
	g_autoptr(Reply) instances = get(GROUPS "eligibilityScheduleInstances" MINE);
	assert_string_equal(text_at(instances->json, "value.0.memberType"), "Direct");
	g_autoptr(Reply) plain = get(GROUPS "assignmentScheduleRequests" MINE);
	assert_string_equal(text_at(plain->json, "value.0.action"), "selfActivate");
	assert_non_null(text_at(plain->json, "value.0.createdDateTime"));
	reply_free(control("POST", "/settings", "{\"odd_members\":true}"));
	g_autoptr(Reply) requests = get(GROUPS "assignmentScheduleRequests" MINE);
	assert_string_equal(text_at(requests->json, "value.0.action"), "SelfActivate");
	assert_non_null(text_at(requests->json, "value.0.createdDateTIme"));
}

static void plain_lists__want_a_filter(void **state)
{
	(void)state;
	expect_error(get(GROUPS "eligibilityScheduleInstances"), 400, "MissingParameters", NULL);
	expect_error(get(ROLES "roleEligibilityScheduleInstances"), 403,
		     "Authorization_RequestDenied", NULL);
	g_autofree char *path =
		g_strconcat(GROUPS "eligibilityScheduleInstances?$filter=principalId eq '",
			    client.oid, "'", NULL);
	g_autoptr(Reply) reply = get(path);
	assert_int_equal(rows(reply), 5);
}

static char *group_id(const char *name)
{
	g_autofree char *path = g_strdup_printf("/v1.0/groups?$filter=displayName eq '%s'", name);
	g_autoptr(Reply) reply = get(path);
	return g_strdup(text_at(reply->json, "value.0.id"));
}

/* A permission alone reads nobody else's: it takes a role, or that the group is one's own. */
static void lists_of_others__are_for_who_may_read_them(void **state)
{
	(void)state;
	static const char in_directory[] =
		ROLES "roleAssignmentScheduleInstances?$filter=directoryScopeId eq '/'";
	static const char requests[] =
		ROLES "roleAssignmentScheduleRequests?$filter=directoryScopeId eq '/'";
	g_autofree char *finance = group_id("sg-finance-break-glass");
	g_autofree char *dba = group_id("DB-Admins");
	g_autofree char *foreign = g_strdup_printf(
		GROUPS "assignmentScheduleInstances?$filter=groupId eq '%s'", finance);
	g_autofree char *own =
		g_strdup_printf(GROUPS "assignmentScheduleInstances?$filter=groupId eq '%s'", dba);
	g_autoptr(Reply) all = get(in_directory);
	assert_int_equal(rows(all), 2);
	g_autoptr(Reply) asked = get(requests);
	assert_true(rows(asked) > 0);
	g_autoptr(Reply) members = get(own);
	assert_int_equal(rows(members), 1);
	reply_free(get(foreign));
	g_autoptr(Reply) reader = get(ROLES "roleAssignmentScheduleInstances" MINE);
	g_autofree char *end = g_strdup_printf(
		"{\"id\":\"%s\"}", text_at(reader->json, "value.0.roleAssignmentScheduleId"));
	reply_free(control("POST", "/revoke/assignment", end));
	expect_error(get(in_directory), 403, "Authorization_RequestDenied", NULL);
	expect_error(get(requests), 403, "Authorization_RequestDenied", NULL);
	expect_error(get(foreign), 403, "Authorization_RequestDenied", NULL);
	g_autoptr(Reply) still = get(own);
	assert_int_equal(rows(still), 1);
}

static void lists__are_paged(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"page_size\":3}"));
	int count = 0;
	g_autofree char *url = g_strconcat(client.urls[GRAPH],
					   ROLES "roleEligibilityScheduleInstances" MINE, NULL);
	while (url != NULL) {
		g_autoptr(Reply) reply = call_url("GET", url, client.graph_token, NULL);
		count += rows(reply);
		g_free(url);
		url = g_strdup(cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(reply->json, "@odata.nextLink")));
	}
	assert_int_equal(count, 7);
}

/* ---- permissions ----------------------------------------------------------------------------- */

static void permissions__open_one_workload_each(void **state)
{
	(void)state;
	g_autofree char *roles = make_token("{\"host\":\"graph\",\"scopes\":\"User.Read "
					    "RoleEligibilitySchedule.Read.Directory\"}");
	g_autoptr(Reply) good =
		call(GRAPH, "GET", ROLES "roleEligibilityScheduleInstances" MINE, roles, NULL);
	assert_int_equal(good->status, 200);
	expect_error(call(GRAPH, "GET", GROUPS "eligibilityScheduleInstances" MINE, roles, NULL),
		     403, "PermissionScopeNotGranted",
		     "PrivilegedEligibilitySchedule.Read.AzureADGroup");
	/* Reading requests needs more than reading assignments. */
	g_autofree char *reader = make_token("{\"host\":\"graph\",\"scopes\":"
					     "\"RoleAssignmentSchedule.Read.Directory\"}");
	g_autoptr(Reply) active =
		call(GRAPH, "GET", ROLES "roleAssignmentScheduleInstances" MINE, reader, NULL);
	assert_int_equal(active->status, 200);
	expect_error(call(GRAPH, "GET", ROLES "roleAssignmentScheduleRequests" MINE, reader, NULL),
		     403, "PermissionScopeNotGranted",
		     "RoleAssignmentSchedule.ReadWrite.Directory");
	expect_error(call(GRAPH, "GET", "/v1.0/me", client.arm_token, NULL), 401,
		     "InvalidAuthenticationToken", NULL);
}

static void license__is_missing(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"no_license\":true}"));
	expect_error(get(ROLES "roleEligibilityScheduleInstances" MINE), 400,
		     "AadPremiumLicenseRequired", NULL);
}

/* ---- requests -------------------------------------------------------------------------------- */

/* body: further members after principalId. */
static Reply *ask(const char *path, const char *action, const char *body)
{
	g_autofree char *json = g_strdup_printf("{\"action\":\"%s\",\"principalId\":\"%s\",%s}",
						action, client.oid, body);
	return post(path, json);
}

#define HOUR           "\"scheduleInfo\":{\"expiration\":{\"type\":\"AfterDuration\",\"duration\":\"PT1H\"}}"
#define ROLE_REQUESTS  ROLES "roleAssignmentScheduleRequests"
#define GROUP_REQUESTS GROUPS "assignmentScheduleRequests"

static char *scope_of(const char *role)
{
	g_autoptr(Reply) reply = get(ROLES "roleEligibilityScheduleInstances" MINE);
	return g_strdup(text_at(find(reply, "roleDefinitionId", role), "directoryScopeId"));
}

static void role__is_activated_and_ended(void **state)
{
	(void)state;
	g_autofree char *scope = scope_of(HELPDESK_ADMINISTRATOR);
	g_autofree char *body = g_strdup_printf("\"roleDefinitionId\":\"" HELPDESK_ADMINISTRATOR
						"\",\"directoryScopeId\":\"%s\"," HOUR,
						scope);
	g_autoptr(Reply) reply = ask(ROLE_REQUESTS, "selfActivate", body);
	if (reply->status != 201)
		fail_msg("%s", reply->text);
	assert_string_equal(text_at(reply->json, "status"), "Provisioned");
	assert_string_equal(text_at(reply->json, "action"), "selfActivate");
	g_autofree char *path = g_strconcat(ROLE_REQUESTS "/", text_at(reply->json, "id"), NULL);
	g_autoptr(Reply) one = get(path);
	assert_string_equal(text_at(one->json, "status"), "Provisioned");
	expect_error(ask(ROLE_REQUESTS, "selfActivate", body), 400, "RoleAssignmentExists", NULL);
	expect_error(ask(ROLE_REQUESTS, "selfDeactivate", body), 400, "ActiveDurationTooShort",
		     NULL);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT6M\"}"));
	g_autoptr(Reply) end = ask(ROLE_REQUESTS, "SelfDeactivate", body);
	assert_string_equal(text_at(end->json, "status"), "Revoked");
}

static void role__is_refused__at_another_scope(void **state)
{
	(void)state;
	expect_error(ask(ROLE_REQUESTS, "selfActivate",
			 "\"roleDefinitionId\":\"" HELPDESK_ADMINISTRATOR
			 "\",\"directoryScopeId\":\"/\"," HOUR),
		     400, "RoleAssignmentRequestPolicyValidationFailed", "EligibilityRule");
	expect_error(ask(ROLE_REQUESTS, "selfActivate",
			 "\"roleDefinitionId\":\"" HELPDESK_ADMINISTRATOR "\"," HOUR),
		     400, "InvalidScope", NULL);
	expect_error(ask(ROLE_REQUESTS, "selfActivate",
			 "\"roleDefinitionId\":\"11111111-1111-4111-8111-111111111111\","
			 "\"directoryScopeId\":\"/\"," HOUR),
		     400, "RoleNotFound", NULL);
}

static void role__waits_for_approval_and_is_canceled(void **state)
{
	(void)state;
	static const char body[] = "\"roleDefinitionId\":\"" GLOBAL_ADMINISTRATOR
				   "\",\"directoryScopeId\":\"/\",\"justification\":\"x\","
				   "\"ticketInfo\":{\"ticketNumber\":\"1\"}," HOUR;
	g_autoptr(Reply) reply = ask(ROLE_REQUESTS, "selfActivate", body);
	assert_string_equal(text_at(reply->json, "status"), "PendingApproval");
	assert_string_equal(text_at(reply->json, "approvalId"), text_at(reply->json, "id"));
	expect_error(ask(ROLE_REQUESTS, "selfActivate", body), 400, "PendingRoleAssignmentRequest",
		     NULL);
	g_autoptr(Reply) waiting = get(ROLE_REQUESTS MINE "?$filter=status eq 'PendingApproval'");
	assert_int_equal(rows(waiting), 1);
	g_autofree char *sara = make_token("{\"host\":\"graph\",\"account\":\"sara@contoso.com\"}");
	g_autoptr(Reply) hers =
		call(GRAPH, "GET", ROLE_REQUESTS "/filterByCurrentUser(on='approver')", sara, NULL);
	assert_int_equal(rows(hers), 1);
	g_autofree char *path =
		g_strconcat(ROLE_REQUESTS "/", text_at(reply->json, "id"), "/cancel", NULL);
	g_autoptr(Reply) cancel = post(path, NULL);
	assert_int_equal(cancel->status, 204);
	expect_error(post(path, NULL), 400, "RequestCannotBeCancelled", NULL);
}

static void role__asks_for_its_context(void **state)
{
	(void)state;
	static const char body[] = "\"roleDefinitionId\":\"e8611ab8-c189-46e8-94e1-60213ab1f814\","
				   "\"directoryScopeId\":\"/\",\"justification\":\"x\"," HOUR;
	expect_error(ask(ROLE_REQUESTS, "selfActivate", body), 400,
		     "RoleAssignmentRequestAcrsValidationFailed", "%22value%22%3A%22c2%22");
	g_autofree char *token = make_token("{\"host\":\"graph\",\"acrs\":[\"c2\"],\"cp1\":true}");
	g_autofree char *json = g_strdup_printf(
		"{\"action\":\"selfActivate\",\"principalId\":\"%s\",%s}", client.oid, body);
	g_autoptr(Reply) reply = call(GRAPH, "POST", ROLE_REQUESTS, token, json);
	assert_int_equal(reply->status, 201);
}

static void validation__has_no_effect(void **state)
{
	(void)state;
	g_autofree char *scope = scope_of(USER_ADMINISTRATOR);
	g_autofree char *bad = g_strdup_printf("\"roleDefinitionId\":\"" USER_ADMINISTRATOR
					       "\",\"directoryScopeId\":\"%s\","
					       "\"isValidationOnly\":true," HOUR,
					       scope);
	expect_error(ask(ROLE_REQUESTS, "selfActivate", bad), 400,
		     "RoleAssignmentRequestPolicyValidationFailed", "JustificationRule");
	g_autofree char *good = g_strconcat(bad, ",\"justification\":\"x\"", NULL);
	g_autoptr(Reply) reply = ask(ROLE_REQUESTS, "selfActivate", good);
	assert_int_equal(reply->status, 201);
	assert_true(cJSON_IsTrue(at(reply->json, "isValidationOnly", NULL)));
	g_autoptr(Reply) active = get(ROLES "roleAssignmentScheduleInstances" MINE);
	assert_int_equal(rows(active), 1);
}

static void group__wants_the_access_it_is_held_by(void **state)
{
	(void)state;
	g_autofree char *id = group_id("sg-finance-break-glass");
	g_autofree char *owner = g_strdup_printf(
		"\"groupId\":\"%s\",\"accessId\":\"owner\",\"justification\":\"x\"," HOUR, id);
	expect_error(ask(GROUP_REQUESTS, "selfActivate", owner), 400, "RoleAssignmentDoesNotExist",
		     NULL);
	g_autofree char *member = g_strdup_printf(
		"\"groupId\":\"%s\",\"accessId\":\"member\",\"justification\":\"x\","
		"\"ticketInfo\":{\"ticketNumber\":\"1\"}," HOUR,
		id);
	g_autoptr(Reply) reply = ask(GROUP_REQUESTS, "selfActivate", member);
	assert_string_equal(text_at(reply->json, "status"), "PendingApproval");
}

static void group__gives_its_roles__once_activated(void **state)
{
	(void)state;
	g_autofree char *id = group_id("sg-platform-admins");
	g_autofree char *path = g_strdup_printf(
		ROLES "roleAssignments?$filter=principalId eq '%s'&$expand=roleDefinition", id);
	g_autoptr(Reply) grants = get(path);
	assert_int_equal(rows(grants), 1);
	assert_string_equal(text_at(grants->json, "value.0.roleDefinition.displayName"),
			    "Groups Administrator");
	g_autofree char *token = make_token("{\"host\":\"graph\",\"acrs\":[\"c1\"],\"cp1\":true}");
	g_autofree char *json = g_strdup_printf(
		"{\"action\":\"selfActivate\",\"principalId\":\"%s\",\"groupId\":\"%s\","
		"\"accessId\":\"member\",\"justification\":\"x\"," HOUR "}",
		client.oid, id);
	g_autoptr(Reply) reply = call(GRAPH, "POST", GROUP_REQUESTS, token, json);
	if (reply->status != 201)
		fail_msg("%s", reply->text);
	g_autoptr(Reply) roles =
		get(ROLES "roleAssignmentScheduleInstances" MINE "?$expand=roleDefinition");
	assert_int_equal(rows(roles), 2);
	assert_string_equal(
		text_at(find(roles, "roleDefinition.displayName", "Groups Administrator"),
			"memberType"),
		"Group");
	g_autoptr(Reply) azure = call(ARM, "GET",
				      "/providers/Microsoft.Authorization/"
				      "roleAssignmentScheduleInstances?api-version=2020-10-01&"
				      "$filter=asTarget()",
				      client.arm_token, NULL);
	assert_int_equal(rows(azure), 4);
}

static void group__gives_its_roles_later_than_itself__with_a_lag(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"lag_ms\":60000}"));
	g_autofree char *id = group_id("sg-platform-admins");
	g_autofree char *token = make_token("{\"host\":\"graph\",\"acrs\":[\"c1\"],\"cp1\":true}");
	g_autofree char *json = g_strdup_printf(
		"{\"action\":\"selfActivate\",\"principalId\":\"%s\",\"groupId\":\"%s\","
		"\"accessId\":\"member\",\"justification\":\"x\"," HOUR "}",
		client.oid, id);
	g_autoptr(Reply) reply = call(GRAPH, "POST", GROUP_REQUESTS, token, json);
	assert_int_equal(reply->status, 201);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT1M\"}"));
	g_autoptr(Reply) groups = get(GROUPS "assignmentScheduleInstances" MINE);
	assert_int_equal(rows(groups), 2);
	g_autoptr(Reply) early = get(ROLES "roleAssignmentScheduleInstances" MINE);
	assert_int_equal(rows(early), 1);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT1M\"}"));
	g_autoptr(Reply) later = get(ROLES "roleAssignmentScheduleInstances" MINE);
	assert_int_equal(rows(later), 2);
}

static void group__refuses_and_counts__its_own_id(void **state)
{
	(void)state;
	g_autofree char *id = group_id("sg-security-readers");
	g_autofree char *json =
		g_strdup_printf("{\"action\":\"selfActivate\",\"principalId\":\"%s\","
				"\"roleDefinitionId\":\"5d6b6bb7-de71-4623-b4af-96380a352509\","
				"\"directoryScopeId\":\"/\",\"justification\":\"x\"," HOUR "}",
				id);
	expect_error(post(ROLE_REQUESTS, json), 403, "InsufficientPermissions", NULL);
	assert_int_equal(counter("principal_was_group"), 1);
}

static void body__is_refused__when_it_is_not_quite_right(void **state)
{
	(void)state;
	expect_error(ask(ROLE_REQUESTS, "selfActivat", "\"roleDefinitionId\":\"x\""), 400,
		     "BadRequest", "selfActivat");
	expect_error(ask(ROLE_REQUESTS, "selfActivate",
			 "\"roleDefinitionId\":\"x\",\"linkedRoleEligibilityScheduleId\":\"y\""),
		     400, "BadRequest",
		     "The property 'linkedRoleEligibilityScheduleId' does not exist on type "
		     "'microsoft.graph.unifiedRoleAssignmentScheduleRequest'");
	expect_error(ask(GROUP_REQUESTS, "selfActivate", "\"groupId\":\"x\""), 400, "BadRequest",
		     "accessId");
	expect_error(ask(ROLE_REQUESTS, "selfActivate",
			 "\"roleDefinitionId\":\"" GLOBAL_ADMINISTRATOR
			 "\",\"directoryScopeId\":\"/\",\"scheduleInfo\":{\"expiration\":{\"type\":"
			 "\"afterDuration\",\"duration\":\"PT1H\",\"endDateTime\":"
			 "\"2030-01-01T00:00:00Z\"}}"),
		     400, "InvalidRoleAssignmentRequest", NULL);
}

/* ---- policies, names, batch ------------------------------------------------------------------ */

#define POLICIES "/v1.0/policies/roleManagementPolicyAssignments"

static void policies__tell_what_is_needed(void **state)
{
	(void)state;
	g_autoptr(Reply) reply =
		get(POLICIES "?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole' and "
			     "roleDefinitionId eq '" GLOBAL_ADMINISTRATOR
			     "'&$expand=policy($expand=rules)");
	assert_int_equal(rows(reply), 1);
	assert_int_equal(count_at(reply->json, "value.0.policy.rules"), 17);
	const cJSON *rule =
		at(reply->json, "value", "0", "policy", "rules", "0", "@odata.type", NULL);
	assert_string_equal(cJSON_GetStringValue(rule),
			    "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule");
	g_autofree char *id = group_id("sg-finance-break-glass");
	g_autofree char *path =
		g_strdup_printf(POLICIES "?$filter=scopeId eq '%s' and scopeType eq 'Group'&"
					 "$expand=policy($expand=rules)",
				id);
	g_autoptr(Reply) group = get(path);
	assert_int_equal(rows(group), 2);
	assert_non_null(find(group, "roleDefinitionId", "owner"));
	expect_error(get(POLICIES "?$filter=scopeId eq '/'"), 400, "BadRequest", "scopeType");
	g_autoptr(GString) many = g_string_new(
		POLICIES "?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole' and (");
	for (int i = 0; i < 21; i++)
		g_string_append_printf(many, "%sroleDefinitionId eq '%d'", i ? " or " : "", i);
	g_string_append(many, ")");
	expect_error(get(many->str), 400, "InvalidFilter", NULL);
	reply_free(control("POST", "/settings", "{\"policies_forbidden\":true}"));
	expect_error(get(POLICIES "?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'"), 403,
		     "Authorization_RequestDenied", NULL);
}

static void names__are_found(void **state)
{
	(void)state;
	g_autofree char *oncall = group_id("sg-oncall");
	g_autoptr(Reply) me = get("/v1.0/me");
	assert_string_equal(text_at(me->json, "userPrincipalName"), "you@contoso.com");
	g_autofree char *scope = scope_of(USER_ADMINISTRATOR);
	g_autofree char *path = g_strconcat("/v1.0/directory", scope, NULL);
	g_autoptr(Reply) unit = get(path);
	assert_string_equal(text_at(unit->json, "displayName"), "Munich Branch");
	g_autofree char *body = g_strdup_printf(
		"{\"ids\":[\"%s\",\"%s\",\"11111111-1111-4111-8111-111111111111\"]}", oncall,
		client.oid);
	g_autoptr(Reply) both = post("/v1.0/directoryObjects/getByIds", body);
	assert_int_equal(rows(both), 2);
	assert_string_equal(text_at(both->json, "value.0.displayName"), "sg-oncall");
	g_autofree char *in = g_strdup_printf("/v1.0/groups?$filter=id in ('%s')", oncall);
	g_autoptr(Reply) listed = get(in);
	assert_int_equal(rows(listed), 1);
	g_autoptr(Reply) role = get(ROLES "roleDefinitions/" GLOBAL_ADMINISTRATOR);
	assert_string_equal(text_at(role->json, "displayName"), "Global Administrator");
}

static const cJSON *answer(const Reply *reply, const char *id)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, at(reply->json, "responses", NULL))
	{
		if (g_strcmp0(text_at(row, "id"), id) == 0)
			return row;
	}
	fail_msg("no answer %s in %s", id, reply->text);
	return NULL;
}

static void batch__answers_each_call_apart(void **state)
{
	(void)state;
	reply_free(control("POST", "/faults",
			   "{\"path\":\"/v1.0/me\",\"status\":429,\"retry_after\":\"3\"}"));
	g_autoptr(Reply) reply = post(
		"/v1.0/$batch", "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/me\"},"
				"{\"id\":\"2\",\"method\":\"GET\",\"url\":\"/groups\"},"
				"{\"id\":\"3\",\"method\":\"GET\",\"url\":\"/groups/none\"},"
				"{\"id\":\"4\",\"method\":\"GET\",\"url\":\"/me\","
				"\"dependsOn\":[\"3\"]}]}");
	assert_int_equal(reply->status, 200);
	/* Not in the order of the calls. */
	assert_string_equal(text_at(reply->json, "responses.0.id"), "4");
	assert_int_equal(at(answer(reply, "1"), "status", NULL)->valueint, 429);
	assert_string_equal(text_at(answer(reply, "1"), "headers.Retry-After"), "3");
	assert_int_equal(at(answer(reply, "2"), "status", NULL)->valueint, 200);
	assert_true(count_at(answer(reply, "2"), "body.value") > 3);
	assert_int_equal(at(answer(reply, "3"), "status", NULL)->valueint, 404);
	assert_int_equal(at(answer(reply, "4"), "status", NULL)->valueint, 424);
}

static void batch__is_refused__when_it_is_too_long_or_wrong(void **state)
{
	(void)state;
	g_autoptr(GString) body = g_string_new("{\"requests\":[");
	for (int i = 0; i < 21; i++)
		g_string_append_printf(body, "%s{\"id\":\"%d\",\"method\":\"GET\",\"url\":\"/me\"}",
				       i ? "," : "", i);
	g_string_append(body, "]}");
	expect_error(post("/v1.0/$batch", body->str), 400, "MaximumValueExceeded", "20");
	expect_error(post("/v1.0/$batch", "{\"requests\":[{\"id\":\"1\",\"url\":\"/me\"},"
					  "{\"id\":\"1\",\"url\":\"/me\"}]}"),
		     400, "BadRequest", NULL);
	expect_error(post("/v1.0/$batch", "{}"), 400, "BadRequest", NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(roles__lists_what_is_mine__with_names),
		TEST(roles__lists_what_is_active__with_what_it_came_from),
		TEST(groups__lists_members_and_owners),
		TEST(lists__mix_letter_case__as_the_service_does),
		TEST(plain_lists__want_a_filter),
		TEST(lists_of_others__are_for_who_may_read_them),
		TEST(lists__are_paged),
		TEST(permissions__open_one_workload_each),
		TEST(license__is_missing),
		TEST(role__is_activated_and_ended),
		TEST(role__is_refused__at_another_scope),
		TEST(role__waits_for_approval_and_is_canceled),
		TEST(role__asks_for_its_context),
		TEST(validation__has_no_effect),
		TEST(group__wants_the_access_it_is_held_by),
		TEST(group__gives_its_roles__once_activated),
		TEST(group__gives_its_roles_later_than_itself__with_a_lag),
		TEST(group__refuses_and_counts__its_own_id),
		TEST(body__is_refused__when_it_is_not_quite_right),
		TEST(policies__tell_what_is_needed),
		TEST(names__are_found),
		TEST(batch__answers_each_call_apart),
		TEST(batch__is_refused__when_it_is_too_long_or_wrong),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
