/* roleAssignmentApprovals (2021-01-01-preview): list, get, stages, decide. A collection of the
 * tenant: a subscription in front of it is put up with, a management group is not. */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/requests.h"
#include "tenant/schema.h"

static const char *const results[] = { "Approve", "Deny", "NotReviewed", NULL };

static const SchemaMember property_members[] = {
	{ "displayName", SCHEMA_TEXT },      { "status", SCHEMA_TEXT },
	{ "assignedToMe", SCHEMA_FLAG },     { "reviewedBy", SCHEMA_OBJECT },
	{ "reviewedDateTime", SCHEMA_TIME }, { "reviewResult", SCHEMA_WORD, true, NULL, results },
	{ "justification", SCHEMA_TEXT },    { 0 },
};
static const SchemaMember body_members[] = {
	{ "properties", SCHEMA_OBJECT, true, property_members },
	{ 0 },
};

static char *prefix_of(const ArmCall *call)
{
	return g_strdup(strcmp(call->scope, "/") == 0 ? "" : call->scope);
}

static void add_reviewer(cJSON *json, const Object *reviewer)
{
	if (reviewer == NULL) {
		json_add(json, "reviewedBy", NULL);
		return;
	}
	cJSON *who = json_add_object(json, "reviewedBy");
	json_add(who, "principalType", "user");
	json_add(who, "principalId", reviewer->id);
	json_add(who, "principalName", reviewer->name);
	json_add(who, "userPrincipalName", reviewer->upn);
}

static cJSON *stage_row(const ArmCall *call, const PimRequest *request, const ApprovalStage *stage)
{
	g_autofree char *prefix = prefix_of(call);
	g_autofree char *approval =
		ids_authorization(prefix, "roleAssignmentApprovals", request->id);
	g_autofree char *id = g_strconcat(approval, "/stages/", stage->id, NULL);
	cJSON *json = cJSON_CreateObject();
	cJSON *properties = json_add_object(json, "properties");
	json_add(properties, "displayName", "Approval stage");
	json_add(properties, "status", approvals_status_name(stage->status));
	cJSON_AddBoolToObject(properties, "assignedToMe",
			      approvals_is_assigned(request, stage, call->caller.user));
	add_reviewer(properties, stage->reviewer);
	json_add_time(properties, "reviewedDateTime", stage->reviewed, 3);
	json_add(properties, "reviewResult", approvals_result_name(stage));
	json_add(properties, "justification", stage->reason != NULL ? stage->reason : "");
	json_add(json, "id", id);
	json_add(json, "type", "Microsoft.Authorization/roleAssignmentApprovals/stages");
	json_add(json, "name", stage->id);
	return json;
}

static void add_stages(const ArmCall *call, cJSON *list, const PimRequest *request)
{
	for (guint i = 0; request->stages != NULL && i < request->stages->len; i++)
		cJSON_AddItemToArray(
			list, stage_row(call, request, g_ptr_array_index(request->stages, i)));
}

static cJSON *approval_row(const ArmCall *call, const PimRequest *request)
{
	cJSON *json = cJSON_CreateObject();
	g_autofree char *prefix = prefix_of(call);
	g_autofree char *id = ids_authorization(prefix, "roleAssignmentApprovals", request->id);
	add_stages(call, json_add_array(json_add_object(json, "properties"), "stages"), request);
	json_add(json, "id", id);
	json_add(json, "type", "Microsoft.Authorization/roleAssignmentApprovals");
	json_add(json, "name", request->id);
	return json;
}

static bool list(ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "asApprover", "asCreatedBy", "asTarget", NULL };
	g_auto(Filter) filter = { 0 };
	const GPtrArray *all = call->caller.world->requests;
	Page page;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	bool is_as_approver = filter_value(&filter, "asApprover") != NULL;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = all->len; i > 0; i--) {
		const PimRequest *request = g_ptr_array_index(all, i - 1);
		bool is_meant = is_as_approver ? requests_is_reviewer(call->caller.user, request)
					       : request->requestor == call->caller.user;
		if (request->workload == WORKLOAD_AZURE && request->stages != NULL && is_meant &&
		    page_wants(&page))
			page_add(&page, approval_row(call, request));
	}
	page_end(&page, call->request, "nextLink", call->service->settings.relative_next_link);
	return true;
}

/* By which way this decision comes; the settings may take one alone. */
static bool check_way(const ArmCall *call, Refusal *refusal)
{
	const char *wanted = call->service->settings.decide_by;
	const char *way = http_header(call->request, "x-ms-batch") != NULL ? "batch"
			  : strcmp(call->request->method, "PUT") == 0      ? "put"
									   : "patch";
	if (*wanted == '\0' || strcmp(way, wanted) == 0)
		return true;
	if (strcmp(way, "patch") == 0)
		return refuse(refusal, 405, "HttpMethodNotSupported",
			      "The HTTP method 'PATCH' is not supported at scope.");
	return refuse(refusal, 404, "InvalidResourceType",
		      "The resource type could not be found in the namespace "
		      "'Microsoft.Authorization' for api version '2021-01-01-preview'.");
}

static bool decide(ArmCall *call, PimRequest *request, const ApprovalStage *stage, Refusal *refusal)
{
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	schema_fold(json, body_members);
	if (!check_way(call, refusal) ||
	    !schema_check(json, body_members, "RoleAssignmentApprovalStep", "InvalidRequestContent",
			  refusal))
		return false;
	const cJSON *properties = json_get(json, "properties");
	const char *result = json_text_or(properties, "reviewResult", "");
	if (ids_equal(result, "NotReviewed"))
		return refuse(refusal, 400, "InvalidReviewResult", "A result is needed.");
	const Review review = { .reviewer = call->caller.user,
				.stage_id = stage->id,
				.result = ids_equal(result, "Approve") ? "Approve" : "Deny",
				.reason = json_text(properties, "justification") };
	if (!requests_review(call->service, call->caller.world, request, &review, refusal))
		return false;
	if (call->service->settings.decided_is_204)
		call->response->status = 204;
	else
		http_answer_json(call->response, 200, stage_row(call, request, stage));
	return true;
}

/* "stages", "stages/{id}" */
static bool serve_stages(ArmCall *call, PimRequest *request, Refusal *refusal)
{
	g_auto(GStrv) parts = g_strsplit(call->action, "/", 2);
	if (!ids_equal(parts[0], "stages"))
		return refuse(refusal, 404, "InvalidResourceType",
			      "The resource type '%s' could not be found.", parts[0]);
	bool is_read = strcmp(call->request->method, "GET") == 0;
	if (parts[1] == NULL && is_read) {
		cJSON *json = cJSON_CreateObject();
		add_stages(call, json_add_array(json, "value"), request);
		http_answer_json(call->response, 200, json);
		return true;
	}
	const ApprovalStage *stage =
		parts[1] != NULL ? approvals_find_stage(request, parts[1]) : NULL;
	if (stage == NULL)
		return refuse(refusal, 404, "RoleAssignmentApprovalStageNotFound",
			      "The approval stage is not found.");
	if (!is_read)
		return decide(call, request, stage, refusal);
	http_answer_json(call->response, 200, stage_row(call, request, stage));
	return true;
}

bool arm_approvals(ArmCall *call, Refusal *refusal)
{
	static const char group[] = "/providers/Microsoft.Management/";
	bool is_in_group = g_ascii_strncasecmp(call->scope, group, strlen(group)) == 0;
	if (call->name == NULL && !is_in_group)
		return list(call, refusal);
	PimRequest *request =
		!is_in_group ? world_find_request(call->caller.world, WORKLOAD_AZURE, call->name)
			     : NULL;
	if (request == NULL || request->stages == NULL ||
	    !approvals_may_see(request, call->caller.user))
		return refuse(refusal, 404, "RoleAssignmentApprovalNotFound",
			      "The Role assignment approval is not found.");
	if (call->action != NULL)
		return serve_stages(call, request, refusal);
	if (strcmp(call->request->method, "GET") != 0)
		return refuse(refusal, 405, "HttpMethodNotSupported",
			      "The HTTP method '%s' is not supported at scope.",
			      call->request->method);
	http_answer_json(call->response, 200, approval_row(call, request));
	return true;
}
