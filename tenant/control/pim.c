/* The control endpoint's view of PIM: what there is, decisions, and changes to it. */
#include "tenant/control/call.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/requests.h"
#include "tenant/scenario-rows.h"

static void add_common(cJSON *json, Workload workload, const Role *role, const char *scope,
		       const Object *principal)
{
	json_add(json, "workload", workload_name(workload));
	json_add(json, "role", role->id);
	json_add(json, "role_name", role->name);
	json_add(json, "scope", scope);
	json_add(json, "principal", principal->id);
}

static cJSON *request_json(const PimRequest *request)
{
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", request->id);
	json_add(json, "type", request->type);
	json_add(json, "status", request->status);
	json_add_time(json, "created", request->created, 6);
	json_add_time(json, "start", request->start, 6);
	json_add(json, "justification", request->justification);
	add_common(json, request->workload, request->role, request->scope_id, request->principal);
	return json;
}

/* Requests, and what is active now, in one form for all workloads. */
static bool get_pim(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	int64_t now = service_now(call->service);
	World *world = call->world;
	requests_settle(call->service, world);
	cJSON *json = cJSON_CreateObject();
	cJSON *requests = json_add_array(json, "requests");
	for (guint i = 0; i < world->requests->len; i++)
		cJSON_AddItemToArray(requests, request_json(g_ptr_array_index(world->requests, i)));
	cJSON *active = json_add_array(json, "active");
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *row = g_ptr_array_index(world->assignments, i);
		if (!assignment_is_shown(row, now))
			continue;
		cJSON *item = cJSON_CreateObject();
		json_add(item, "id", row->id);
		json_add(item, "request", row->request_id);
		cJSON_AddBoolToObject(item, "activated", row->is_activated);
		json_add_time(item, "start", row->start, 6);
		json_add_time(item, "end", row->end, 6);
		add_common(item, row->workload, row->role, row->scope_id, row->principal);
		cJSON_AddItemToArray(active, item);
	}
	http_answer_json(call->response, 200, json);
	return true;
}

/* The request named by "request", or the newest one that waits. */
static PimRequest *find_waiting(ControlCall *call)
{
	const char *id = json_text(call->body, "request");
	const GPtrArray *all = call->world->requests;
	if (id != NULL)
		return g_hash_table_lookup(call->world->requests_by_id, id);
	for (guint i = all->len; i > 0; i--) {
		PimRequest *request = g_ptr_array_index(all, i - 1);
		if (request->approval == APPROVAL_WAITING && !request->is_settled)
			return request;
	}
	return NULL;
}

/* As that person, by the rules. */
static bool review(ControlCall *call, PimRequest *request, const char *account, bool is_approved,
		   Refusal *refusal)
{
	const Review review = { .reviewer = world_find_user(call->world, account),
				.result = is_approved ? "Approve" : "Deny",
				.reason = json_text(call->body, "reason") };
	if (request == NULL || review.reviewer == NULL)
		return refuse(refusal, 404, "NotFound", "no such request or account");
	if (!requests_review(call->service, call->world, request, &review, refusal))
		return false;
	http_answer_json(call->response, 200, request_json(request));
	return true;
}

static bool decide(ControlCall *call, bool is_approved, Refusal *refusal)
{
	PimRequest *request = find_waiting(call);
	const char *account = json_text(call->body, "account");
	if (account != NULL)
		return review(call, request, account, is_approved, refusal);
	if (request == NULL || !requests_decide(call->service, call->world, request, is_approved))
		return refuse(refusal, 409, "Conflict", "no such waiting request");
	http_answer_json(call->response, 200, request_json(request));
	return true;
}

static bool post_approve(ControlCall *call, Refusal *refusal)
{
	return decide(call, true, refusal);
}

static bool post_deny(ControlCall *call, Refusal *refusal)
{
	return decide(call, false, refusal);
}

/* As whoever asked would elsewhere, in the portal; without "request" the newest that is not over. */
static bool post_cancel(ControlCall *call, Refusal *refusal)
{
	const char *id = json_text(call->body, "request");
	const GPtrArray *all = call->world->requests;
	PimRequest *request =
		id != NULL ? g_hash_table_lookup(call->world->requests_by_id, id) : NULL;
	requests_settle(call->service, call->world);
	for (guint i = all->len; i > 0 && id == NULL && request == NULL; i--) {
		PimRequest *row = g_ptr_array_index(all, i - 1);
		request = row->is_settled ? NULL : row;
	}
	if (request == NULL)
		return refuse(refusal, 404, "NotFound", "no such request");
	if (!requests_cancel(call->service, call->world, request, refusal))
		return false;
	http_answer_json(call->response, 200, request_json(request));
	return true;
}

static void collect_keys(const World *world, GHashTable *keys)
{
	for (guint i = 0; i < world->objects->len; i++) {
		const Object *object = g_ptr_array_index(world->objects, i);
		g_hash_table_insert(keys, object->upn != NULL ? object->upn : object->name,
				    object->id);
	}
	for (guint i = 0; i < world->scopes->len; i++) {
		const Scope *scope = g_ptr_array_index(world->scopes, i);
		g_hash_table_insert(keys, (gpointer)scope_display(scope), scope->id);
	}
}

typedef bool (*RowReader)(ScenarioReader *reader, const cJSON *row, GError **error);

/* Rows as in a scenario, which name people by UPN and everything else by name or id. */
static bool add_row(ControlCall *call, RowReader read, Refusal *refusal)
{
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) error = NULL;
	ScenarioReader reader = { call->world, keys, service_now(call->service) };
	collect_keys(call->world, keys);
	if (!read(&reader, call->body, &error))
		return control_refuse_error(refusal, error);
	return control_done(call);
}

static bool post_policy(ControlCall *call, Refusal *refusal)
{
	return add_row(call, scenario_read_policy, refusal);
}

static bool post_eligibility(ControlCall *call, Refusal *refusal)
{
	return add_row(call, scenario_read_eligibility, refusal);
}

static bool post_assignment(ControlCall *call, Refusal *refusal)
{
	return add_row(call, scenario_read_assignment, refusal);
}

static bool post_deny_assignment(ControlCall *call, Refusal *refusal)
{
	return add_row(call, scenario_read_deny, refusal);
}

/* By the schedule's id. */
static bool post_revoke_eligibility(ControlCall *call, Refusal *refusal)
{
	const char *id = json_text_or(call->body, "id", "");
	Eligibility *eligibility = world_find_eligibility(call->world, ids_tail(id));
	if (eligibility == NULL)
		return refuse(refusal, 404, "NotFound", "no such eligibility");
	requests_revoke_eligibility(call->service, call->world, eligibility);
	return control_done(call);
}

static bool post_revoke_assignment(ControlCall *call, Refusal *refusal)
{
	const char *id = json_text_or(call->body, "id", "");
	for (guint i = 0; i < call->world->assignments->len; i++) {
		Assignment *row = g_ptr_array_index(call->world->assignments, i);
		if (ids_equal(row->id, ids_tail(id))) {
			requests_revoke(call->service, call->world, row);
			return control_done(call);
		}
	}
	return refuse(refusal, 404, "NotFound", "no such assignment");
}

/* ---- routes ---------------------------------------------------------------------------------- */

const ControlRoute control_pim_routes[] = {
	{ "POST", "/revoke/eligibility", post_revoke_eligibility },
	{ "POST", "/revoke/assignment", post_revoke_assignment },
	{ "GET", "/pim", get_pim },
	{ "POST", "/approve", post_approve },
	{ "POST", "/deny", post_deny },
	{ "POST", "/cancel", post_cancel },
	{ "POST", "/policy", post_policy },
	{ "POST", "/eligibility", post_eligibility },
	{ "POST", "/assignment", post_assignment },
	{ "POST", "/deny-assignment", post_deny_assignment },
	{ 0 },
};
