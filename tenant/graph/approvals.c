/* Approvals: of directory roles in beta alone, with steps; of groups with stages in v1.0 and with
 * steps in beta (learn.microsoft.com, approval, approvalstep, approvalstage). */
#include "tenant/graph/rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/requests.h"
#include "tenant/schema.h"

static const SchemaMember stage_members[] = {
	{ "reviewResult", SCHEMA_TEXT, true },
	{ "justification", SCHEMA_TEXT },
	{ "@odata.type", SCHEMA_TEXT },
	{ 0 },
};

/* beta calls them steps, v1.0 stages. */
static const char *stages_name(const GraphCall *call)
{
	return call->is_beta ? "steps" : "stages";
}

static cJSON *stage_row(const GraphCall *call, const PimRequest *request,
			const ApprovalStage *stage)
{
	cJSON *row = cJSON_CreateObject();
	json_add(row, "id", stage->id);
	json_add(row, "displayName", NULL);
	json_add_time(row, "reviewedDateTime", stage->reviewed, 3);
	json_add(row, "reviewResult", approvals_result_name(stage));
	json_add(row, "status", approvals_status_name(stage->status));
	cJSON_AddBoolToObject(row, "assignedToMe",
			      approvals_is_assigned(request, stage, call->caller.user));
	json_add(row, "justification", stage->reason != NULL ? stage->reason : "");
	if (stage->reviewer == NULL) {
		json_add(row, "reviewedBy", NULL);
		return row;
	}
	cJSON *who = json_add_object(row, "reviewedBy");
	json_add(who, "id", stage->reviewer->id);
	json_add(who, "displayName", stage->reviewer->name);
	json_add(who, "userPrincipalName", stage->reviewer->upn);
	return row;
}

static void add_stages(const GraphCall *call, cJSON *row, const char *name,
		       const PimRequest *request)
{
	cJSON *list = json_add_array(row, name);
	for (guint i = 0; i < request->stages->len; i++)
		cJSON_AddItemToArray(
			list, stage_row(call, request, g_ptr_array_index(request->stages, i)));
}

/* Stages come by themselves, steps when they are expanded. */
static cJSON *approval_row(const GraphCall *call, const PimRequest *request)
{
	cJSON *row = cJSON_CreateObject();
	json_add(row, "id", request->id);
	if (!call->is_beta || graph_expands(call, "steps"))
		add_stages(call, row, stages_name(call), request);
	return row;
}

/* Those that were decided stay in the list. */
static bool list(GraphCall *call, Workload workload)
{
	const GPtrArray *all = call->caller.world->requests;
	g_autofree char *head = graph_context(call, "Collection(approval)");
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = all->len; i > 0; i--) {
		const PimRequest *request = g_ptr_array_index(all, i - 1);
		if (request->workload == workload && request->stages != NULL &&
		    request->requestor != call->caller.user &&
		    approvals_may_see(request, call->caller.user) && page_wants(&page))
			page_add(&page, approval_row(call, request));
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}

static bool decide(GraphCall *call, PimRequest *request, const char *stage_id, Refusal *refusal)
{
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	if (!schema_check(json, stage_members,
			  call->is_beta ? "microsoft.graph.approvalStep"
					: "microsoft.graph.approvalStage",
			  "BadRequest", refusal))
		return false;
	const char *result = json_text_or(json, "reviewResult", "");
	if (strcmp(result, "Approve") != 0 && strcmp(result, "Deny") != 0)
		return refuse(refusal, 400, "BadRequest", "'%s' is no result of a review.", result);
	const Review review = { .reviewer = call->caller.user,
				.stage_id = stage_id,
				.result = result,
				.reason = json_text(json, "justification") };
	if (!requests_review(call->service, call->caller.world, request, &review, refusal))
		return false;
	call->response->status = 204;
	return true;
}

static bool serve_stages(GraphCall *call, PimRequest *request, guint used, Refusal *refusal)
{
	if (call->count == used) {
		cJSON *json = cJSON_CreateObject();
		add_stages(call, json, "value", request);
		http_answer_json(call->response, 200, json);
		return true;
	}
	const ApprovalStage *stage = approvals_find_stage(request, call->parts[used]);
	if (strcmp(call->request->method, "PATCH") == 0)
		return decide(call, request, call->parts[used], refusal);
	if (stage == NULL)
		return refuse(refusal, 404, "ResourceNotFound", "The resource '%s' is not found.",
			      call->parts[used]);
	http_answer_json(call->response, 200, stage_row(call, request, stage));
	return true;
}

bool graph_approvals(GraphCall *call, Workload workload, guint used, Refusal *refusal)
{
	const char *id = used < call->count ? call->parts[used] : "";
	const char *what = used + 1 < call->count ? call->parts[used + 1] : NULL;
	if (ids_equal(id, "filterByCurrentUser(on='approver')"))
		return list(call, workload);
	PimRequest *request = world_find_request(call->caller.world, workload, id);
	if (request == NULL || request->stages == NULL ||
	    !approvals_may_see(request, call->caller.user) ||
	    (what != NULL && !ids_equal(what, stages_name(call))))
		return refuse(refusal, 404, "ResourceNotFound", "The resource '%s' is not found.",
			      what != NULL ? what : id);
	if (what != NULL)
		return serve_stages(call, request, used + 2, refusal);
	if (strcmp(call->request->method, "GET") != 0)
		return refuse(refusal, 405, "Request_BadRequest",
			      "Specified HTTP method is not allowed for the request target.");
	http_answer_json(call->response, 200, approval_row(call, request));
	return true;
}
