/* Approvals of all three workloads: who may decide, stages, time, and the ways that there are. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define APPROVALS   "roleAssignmentApprovals/"
#define DECIDE      "?api-version=2021-01-01-preview"
#define ROLES       "/roleManagement/directory/"
#define GROUPS      "/identityGovernance/privilegedAccess/group/"
#define AS_APPROVER "/filterByCurrentUser(on='approver')"

static const char yes[] =
	"{\"properties\":{\"reviewResult\":\"Approve\",\"justification\":\"on call\"}}";
static const char yes_flat[] = "{\"reviewResult\":\"Approve\",\"justification\":\"on call\"}";

/* A token of Sara, who is in SecOps. */
static char *sara(const char *host)
{
	g_autofree char *body = g_strdup_printf(
		"{\"host\":\"%s\",\"account\":\"sara@contoso.com\",\"amr\":[\"pwd\",\"mfa\"]}",
		host);
	return make_token(body);
}

static void expect(Reply *reply, long status, const char *code)
{
	if (reply->status != status || (code != NULL && strcmp(error_code(reply), code) != 0))
		fail_msg("expected %ld %s, got %ld %s", status, code != NULL ? code : "",
			 reply->status, reply->text);
	reply_free(reply);
}

/* Contributor, at the scope where it is held or below it; it waits for SecOps. */
static char *ask_arm(const char *scope)
{
	const Activation contributor = { .role = "Contributor",
					 .at = "Platform",
					 .scope = scope,
					 .reason = "deploy",
					 .ticket = "INC1" };
	g_autoptr(Reply) reply = activate(&contributor);
	assert_string_equal(text_at(reply->json, "properties.status"), "PendingApproval");
	return g_strdup(text_at(reply->json, "name"));
}

static char *ask_graph(const char *path, const char *keys)
{
	g_autofree char *body = g_strdup_printf(
		"{\"action\":\"selfActivate\",\"principalId\":\"%s\",%s,\"justification\":\"x\","
		"\"ticketInfo\":{\"ticketNumber\":\"1\"},\"scheduleInfo\":{\"expiration\":"
		"{\"type\":\"afterDuration\",\"duration\":\"PT1H\"}}}",
		client.oid, keys);
	g_autofree char *token = make_token("{\"host\":\"graph\",\"amr\":[\"pwd\",\"mfa\"]}");
	g_autoptr(Reply) reply = call(GRAPH, "POST", path, token, body);
	if (g_strcmp0(text_at(reply->json, "status"), "PendingApproval") != 0)
		fail_msg("%s", reply->text);
	return g_strdup(text_at(reply->json, "id"));
}

static char *ask_role(void)
{
	return ask_graph("/v1.0" ROLES "roleAssignmentScheduleRequests",
			 "\"roleDefinitionId\":\"62e90394-69f5-4237-9190-012177145e10\","
			 "\"directoryScopeId\":\"/\"");
}

static char *ask_group(void)
{
	g_autoptr(Reply) list = call(GRAPH, "GET",
				     "/v1.0" GROUPS "eligibilityScheduleInstances/"
				     "filterByCurrentUser(on='principal')?$expand=group",
				     client.graph_token, NULL);
	const char *id = NULL;
	const cJSON *row;
	cJSON_ArrayForEach(row, at(list->json, "value", NULL))
	{
		if (g_strcmp0(text_at(row, "group.displayName"), "sg-finance-break-glass") == 0)
			id = text_at(row, "groupId");
	}
	assert_non_null(id);
	g_autofree char *keys = g_strdup_printf("\"groupId\":\"%s\",\"accessId\":\"member\"", id);
	return ask_graph("/v1.0" GROUPS "assignmentScheduleRequests", keys);
}

static Reply *decide_arm(const char *prefix, const char *method, const char *id, const char *stage,
			 const char *body)
{
	g_autofree char *token = sara("arm");
	g_autofree char *path =
		g_strconcat(prefix, PIM APPROVALS, id, "/stages/", stage, DECIDE, NULL);
	return call(ARM, method, path, token, body);
}

/* ---- who ------------------------------------------------------------------------------------- */

static void approver__sees_and_decides__another_one_hears_of_it(void **state)
{
	(void)state;
	g_autofree char *id = ask_arm(PROD);
	g_autofree char *token = sara("arm");
	g_autoptr(Reply) list =
		call(ARM, "GET", PIM "roleAssignmentScheduleRequests" API "&$filter=asApprover()",
		     token, NULL);
	assert_int_equal(rows(list), 1);
	assert_true(g_str_has_suffix(text_at(list->json, "value.0.properties.approvalId"), id));
	expect(decide_arm("", "PATCH", id, id, yes), 200, NULL);
	g_autoptr(Reply) request = get_request(PROD, id);
	assert_string_equal(text_at(request->json, "properties.status"), "Provisioned");
	expect(decide_arm("", "PATCH", id, id, yes), 409, "Conflict");
	g_autofree char *path = g_strconcat(PIM APPROVALS, id, DECIDE, NULL);
	g_autoptr(Reply) approval = call(ARM, "GET", path, token, NULL);
	assert_string_equal(
		text_at(approval->json, "properties.stages.0.properties.reviewedBy.principalName"),
		"Sara Lindqvist");
	assert_int_equal(counter("decisions"), 1);
	assert_int_equal(counter("late_decisions"), 1);
}

static void requestor__never_decides(void **state)
{
	(void)state;
	/* Who asks is one of those who may decide, too. */
	reply_free(control("POST", "/policy",
			   "{\"role\":\"Contributor\",\"max\":\"PT8H\",\"approvers\":"
			   "[\"you@contoso.com\",\"SecOps\"]}"));
	g_autofree char *id = ask_arm(PROD);
	g_autoptr(Reply) list = get(PIM "roleAssignmentScheduleRequests", "&$filter=asApprover()");
	assert_int_equal(rows(list), 1); /* somebody else's */
	assert_null(find_row(list, "Contributor", "sub-prod"));
	g_autofree char *path = g_strconcat(PIM APPROVALS, id, "/stages/", id, DECIDE, NULL);
	expect(call(ARM, "PATCH", path, client.arm_token, yes), 403, "InsufficientPermissions");
	expect(decide_arm("", "PATCH", id, id, yes), 200, NULL);
}

static void reason__is_needed__unless_the_policy_says_so(void **state)
{
	(void)state;
	static const char bare[] = "{\"properties\":{\"reviewResult\":\"Approve\"}}";
	g_autofree char *id = ask_arm(PROD);
	expect(decide_arm("", "PATCH", id, id, bare), 400,
	       "RoleAssignmentRequestPolicyValidationFailed");
	reply_free(control("POST", "/policy",
			   "{\"role\":\"Contributor\",\"scope\":\"sub-dev\",\"max\":\"PT8H\","
			   "\"approvers\":[\"SecOps\"],\"reason\":false}"));
	g_autofree char *without = ask_arm(DEV);
	expect(decide_arm("", "PATCH", without, without, bare), 200, NULL);
}

/* ---- stages ---------------------------------------------------------------------------------- */

static void two_stages(const char *more)
{
	g_autofree char *body = g_strdup_printf(
		"{\"role\":\"Contributor\",\"scope\":\"sub-prod\",\"max\":\"PT8H\",\"stages\":["
		"{\"approvers\":[\"sara@contoso.com\"]%s},{\"approvers\":[\"hanako@contoso.com\"],"
		"\"reason\":false}]}",
		more);
	reply_free(control("POST", "/policy", body));
}

static char *stage_of(const char *id, int number, const char *member)
{
	g_autofree char *path = g_strconcat(PIM APPROVALS, id, DECIDE, NULL);
	g_autoptr(Reply) reply = call(ARM, "GET", path, client.arm_token, NULL);
	g_autofree char *where = g_strdup_printf("properties.stages.%d.%s", number, member);
	return g_strdup(text_at(reply->json, where));
}

static void stages__are_asked_one_after_another(void **state)
{
	(void)state;
	two_stages("");
	g_autofree char *id = ask_arm(PROD);
	g_autofree char *first = stage_of(id, 0, "name");
	g_autofree char *second = stage_of(id, 1, "name");
	g_autofree char *status = stage_of(id, 1, "properties.status");
	assert_string_equal(status, "NotStarted");
	expect(decide_arm("", "PATCH", id, second, yes), 409, "Conflict");
	expect(decide_arm("", "PATCH", id, first, yes), 200, NULL);
	g_autoptr(Reply) between = get_request(PROD, id);
	assert_string_equal(text_at(between->json, "properties.status"), "PendingApproval");
	/* The second is not Sara's. */
	expect(decide_arm("", "PATCH", id, second, yes), 403, "InsufficientPermissions");
	reply_free(control("POST", "/approve", "{\"account\":\"hanako@contoso.com\"}"));
	g_autoptr(Reply) after = get_request(PROD, id);
	assert_string_equal(text_at(after->json, "properties.status"), "Provisioned");
}

static void stage__escalates_and_lapses__by_the_clock(void **state)
{
	(void)state;
	two_stages(",\"days\":2,\"escalation\":[\"hanako@contoso.com\"],"
		   "\"escalates_after_minutes\":60");
	g_autofree char *id = ask_arm(PROD);
	g_autofree char *token =
		make_token("{\"account\":\"hanako@contoso.com\",\"amr\":[\"pwd\",\"mfa\"]}");
	static const char waiting[] =
		PIM "roleAssignmentScheduleRequests" API "&$filter=asApprover()";
	g_autoptr(Reply) before = call(ARM, "GET", waiting, token, NULL);
	assert_int_equal(rows(before), 0);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT61M\"}"));
	g_autofree char *later =
		make_token("{\"account\":\"hanako@contoso.com\",\"amr\":[\"pwd\",\"mfa\"]}");
	g_autoptr(Reply) after = call(ARM, "GET", waiting, later, NULL);
	assert_int_equal(rows(after), 1);
	reply_free(control("POST", "/clock", "{\"advance\":\"P2D\"}"));
	g_autoptr(Reply) pim = control("GET", "/pim", NULL);
	const cJSON *row;
	cJSON_ArrayForEach(row, at(pim->json, "requests", NULL))
	{
		if (g_strcmp0(text_at(row, "id"), id) == 0)
			assert_string_equal(text_at(row, "status"), "TimedOut");
	}
}

static void denied_or_canceled__is_decided(void **state)
{
	(void)state;
	static const char no[] =
		"{\"properties\":{\"reviewResult\":\"Deny\",\"justification\":\"too wide\"}}";
	g_autofree char *denied = ask_arm(PROD);
	expect(decide_arm("", "PATCH", denied, denied, no), 200, NULL);
	g_autoptr(Reply) request = get_request(PROD, denied);
	assert_string_equal(text_at(request->json, "properties.status"), "Denied");
	g_autofree char *canceled = ask_arm(PROD);
	g_autofree char *path = g_strconcat(PROD PIM "roleAssignmentScheduleRequests/", canceled,
					    "/cancel" API, NULL);
	expect(call(ARM, "POST", path, client.arm_token, NULL), 200, NULL);
	expect(decide_arm("", "PATCH", canceled, canceled, yes), 409, "Conflict");
	/* The same in the portal, which the control endpoint stands for. */
	g_autofree char *elsewhere = ask_arm(PROD);
	expect(control("POST", "/cancel", "{}"), 200, NULL);
	expect(decide_arm("", "PATCH", elsewhere, elsewhere, yes), 409, "Conflict");
}

/* ---- ARM's ways ------------------------------------------------------------------------------ */

static Reply *decide_by_batch(const char *id)
{
	g_autofree char *token = sara("arm");
	g_autofree char *body = g_strdup_printf(
		"{\"requests\":[{\"httpMethod\":\"PUT\",\"name\":\"%s\",\"url\":\"%s%s%s/stages/"
		"%s%s\",\"content\":%s}]}",
		id, PIM, APPROVALS, id, id, DECIDE, yes);
	return call(ARM, "POST", "/batch?api-version=2020-06-01", token, body);
}

static void arm__decides_by_the_ways_that_it_takes(void **state)
{
	(void)state;
	g_autofree char *put = ask_arm(PROD);
	reply_free(control("POST", "/settings", "{\"decide_by\":\"put\",\"decided_is_204\":true}"));
	expect(decide_arm("", "PATCH", put, put, yes), 405, "HttpMethodNotSupported");
	expect(decide_arm("", "PUT", put, put, yes), 204, NULL);
	g_autofree char *batch = ask_arm(PROD "/resourceGroups/rg-payments");
	reply_free(control("POST", "/settings", "{\"decide_by\":\"batch\"}"));
	expect(decide_arm("", "PUT", batch, batch, yes), 404, "InvalidResourceType");
	g_autoptr(Reply) reply = decide_by_batch(batch);
	if (reply->status != 200)
		fail_msg("%ld %s", reply->status, reply->text);
	assert_int_equal(at(reply->json, "responses", "0", "httpStatusCode", NULL)->valueint, 204);
	g_autoptr(Reply) again = decide_by_batch(batch);
	assert_int_equal(at(again->json, "responses", "0", "httpStatusCode", NULL)->valueint, 409);
}

static void arm__knows_approvals__not_under_management_groups(void **state)
{
	(void)state;
	g_autofree char *id = ask_arm(PROD);
	g_autofree char *token = sara("arm");
	g_autofree char *above = g_strconcat(PLATFORM PIM APPROVALS, id, DECIDE, NULL);
	expect(call(ARM, "GET", above, token, NULL), 404, "RoleAssignmentApprovalNotFound");
	expect(decide_arm(PROD, "PATCH", id, id, yes), 200, NULL);
}

static int count_waiting(const char *scope)
{
	g_autofree char *token = sara("arm");
	g_autofree char *path = g_strconcat(
		scope, PIM "roleAssignmentScheduleRequests" API "&$filter=asApprover()", NULL);
	g_autoptr(Reply) reply = call(ARM, "GET", path, token, NULL);
	return rows(reply);
}

static void arm__lists_below__never_above(void **state)
{
	(void)state;
	g_autofree char *wide = ask_arm(NULL);
	g_autofree char *narrow = ask_arm(PROD);
	assert_true(wide != NULL && narrow != NULL);
	assert_int_equal(count_waiting(""), 2);
	assert_int_equal(count_waiting(PLATFORM), 2);
	assert_int_equal(count_waiting(PROD), 1);
	reply_free(control("POST", "/settings", "{\"root_approvals_partial\":true}"));
	assert_int_equal(count_waiting(""), 1);
	assert_int_equal(count_waiting(PLATFORM), 2);
}

/* ---- Graph ----------------------------------------------------------------------------------- */

static Reply *sara_asks(const char *method, const char *path, const char *body)
{
	g_autofree char *token = sara("graph");
	return call(GRAPH, method, path, token, body);
}

static void roles__are_approved_in_beta_alone(void **state)
{
	(void)state;
	g_autofree char *id = ask_role();
	g_autofree char *v1 = g_strconcat("/v1.0" ROLES APPROVALS, id, NULL);
	expect(sara_asks("GET", v1, NULL), 400, "BadRequest");
	g_autofree char *beta = g_strconcat("/beta" ROLES APPROVALS, id, "?$expand=steps", NULL);
	g_autoptr(Reply) approval = sara_asks("GET", beta, NULL);
	assert_string_equal(text_at(approval->json, "steps.0.status"), "InProgress");
	assert_true(cJSON_IsTrue(at(approval->json, "steps", "0", "assignedToMe", NULL)));
	g_autofree char *step = g_strconcat("/beta" ROLES APPROVALS, id, "/steps/",
					    text_at(approval->json, "steps.0.id"), NULL);
	expect(sara_asks("PATCH", step, "{\"reviewResult\":\"approve\"}"), 400, "BadRequest");
	expect(sara_asks("PATCH", step, yes_flat), 204, NULL);
	expect(sara_asks("PATCH", step, yes_flat), 409, "Conflict");
}

static void groups__have_stages__and_list_the_decided(void **state)
{
	(void)state;
	g_autofree char *id = ask_group();
	static const char waiting[] = "/v1.0" GROUPS "assignmentScheduleRequests" AS_APPROVER
				      "?$filter=status eq 'PendingApproval'"
				      "&$expand=principal,group";
	static const char approvals[] = "/v1.0" GROUPS "assignmentApprovals" AS_APPROVER;
	g_autoptr(Reply) before = sara_asks("GET", waiting, NULL);
	assert_int_equal(rows(before), 1);
	assert_string_equal(text_at(before->json, "value.0.principal.displayName"), "Yara Osei");
	reply_free(control("POST", "/settings", "{\"approver_requests_empty\":true}"));
	g_autoptr(Reply) empty = sara_asks("GET", waiting, NULL);
	assert_int_equal(rows(empty), 0);
	g_autofree char *steps =
		g_strconcat("/v1.0" GROUPS "assignmentApprovals/", id, "/steps", NULL);
	expect(sara_asks("GET", steps, NULL), 404, "ResourceNotFound");
	g_autofree char *stage =
		g_strconcat("/v1.0" GROUPS "assignmentApprovals/", id, "/stages/", id, NULL);
	expect(sara_asks("PATCH", stage, yes_flat), 204, NULL);
	g_autoptr(Reply) after = sara_asks("GET", approvals, NULL);
	assert_int_equal(rows(after), 1);
	assert_string_equal(text_at(after->json, "value.0.stages.0.status"), "Completed");
	/* Who and why stand in the request, which whoever approves may read. */
	g_autofree char *request = g_strconcat("/v1.0" GROUPS "assignmentScheduleRequests/", id,
					       "?$expand=principal,group", NULL);
	g_autoptr(Reply) one = sara_asks("GET", request, NULL);
	assert_string_equal(text_at(one->json, "justification"), "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(approver__sees_and_decides__another_one_hears_of_it,
				       client_reset),
		cmocka_unit_test_setup(requestor__never_decides, client_reset),
		cmocka_unit_test_setup(reason__is_needed__unless_the_policy_says_so, client_reset),
		cmocka_unit_test_setup(stages__are_asked_one_after_another, client_reset),
		cmocka_unit_test_setup(stage__escalates_and_lapses__by_the_clock, client_reset),
		cmocka_unit_test_setup(denied_or_canceled__is_decided, client_reset),
		cmocka_unit_test_setup(arm__decides_by_the_ways_that_it_takes, client_reset),
		cmocka_unit_test_setup(arm__knows_approvals__not_under_management_groups,
				       client_reset),
		cmocka_unit_test_setup(arm__lists_below__never_above, client_reset),
		cmocka_unit_test_setup(roles__are_approved_in_beta_alone, client_reset),
		cmocka_unit_test_setup(groups__have_stages__and_list_the_decided, client_reset),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
