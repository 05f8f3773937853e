#include "tenant/control.h"

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/refusal.h"
#include "tenant/requests.h"
#include "tenant/scenario-rows.h"
#include "tenant/tokens.h"

#include <string.h>

typedef struct ControlCall {
	Service *service;
	const HttpRequest *request;
	HttpResponse *response;
	const cJSON *body; /* NULL when there is none */
	World *world;      /* the home tenant, or the one named by "tenant" */
} ControlCall;

static bool refuse_error(Refusal *refusal, const GError *error)
{
	return refuse(refusal, 400, "BadRequest", "%s", error->message);
}

static bool done(ControlCall *call)
{
	http_answer_json(call->response, 200, cJSON_CreateObject());
	return true;
}

static bool get_state(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	cJSON *json = cJSON_CreateObject();
	json_add_time(json, "now", service_now(call->service), 6);
	cJSON_AddNumberToObject(json, "offset_s",
				(double)call->service->clock.offset / TIMES_SECOND);
	cJSON_AddItemToObject(json, "settings", settings_to_json(&call->service->settings));
	cJSON_AddItemToObject(json, "counters", record_counters(call->service->record));
	http_answer_json(call->response, 200, json);
	return true;
}

static bool post_clock(ControlCall *call, Refusal *refusal)
{
	const char *advance = json_text(call->body, "advance");
	const char *set = json_text(call->body, "set");
	int64_t by = 0;
	int64_t time = 0;
	if (advance && times_parse_duration(*advance == '-' ? advance + 1 : advance, &by)) {
		service_move_clock(call->service, *advance == '-' ? -by : by);
		return get_state(call, refusal);
	}
	if (set && times_parse(set, &time)) {
		service_move_clock(call->service, time - service_now(call->service));
		return get_state(call, refusal);
	}
	return refuse(refusal, 400, "BadRequest", "advance (a duration) or set (a time) is needed");
}

static bool get_requests(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	const char *since = http_query(call->request, "since");
	cJSON *json = cJSON_CreateObject();
	cJSON_AddItemToObject(json, "requests",
			      record_requests(call->service->record,
					      since ? g_ascii_strtoll(since, NULL, 10) : 0,
					      http_query(call->request, "host")));
	cJSON_AddItemToObject(json, "counters", record_counters(call->service->record));
	http_answer_json(call->response, 200, json);
	return true;
}

static bool delete_requests(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	record_clear(call->service->record);
	return done(call);
}

static bool get_faults(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	http_answer_json(call->response, 200, faults_to_json(call->service->faults));
	return true;
}

static bool post_faults(ControlCall *call, Refusal *refusal)
{
	g_autoptr(GError) error = NULL;
	if (!faults_add(call->service->faults, call->body, &error))
		return refuse_error(refusal, error);
	return get_faults(call, refusal);
}

static bool delete_faults(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	faults_clear(call->service->faults);
	return done(call);
}

static bool post_settings(ControlCall *call, Refusal *refusal)
{
	g_autoptr(GError) error = NULL;
	if (!settings_apply(&call->service->settings, call->body, &error))
		return refuse_error(refusal, error);
	g_hash_table_remove_all(call->service->buckets);
	return get_state(call, refusal);
}

static bool post_reset(ControlCall *call, Refusal *refusal)
{
	g_autoptr(GError) error = NULL;
	if (!service_reset(call->service, &error))
		return refuse_error(refusal, error);
	return get_state(call, refusal);
}

/* ---- people and tokens ----------------------------------------------------------------------- */

static const Object *find_account(ControlCall *call, Refusal *refusal)
{
	const char *name = json_text(call->body, "account");
	World *world = call->world;
	const Object *user = name ? world_find_user(world, name) : NULL;
	if (!user && name)
		user = world_find_object(world, name);
	for (guint i = 0; !name && !user && i < world->objects->len; i++) {
		const Object *object = g_ptr_array_index(world->objects, i);
		if (object->is_account)
			user = object;
	}
	if (!user)
		refuse(refusal, 404, "NotFound", "no such account");
	return user;
}

static bool post_token(ControlCall *call, Refusal *refusal)
{
	const Object *user = find_account(call, refusal);
	if (!user)
		return false;
	g_auto(GStrv) amr = json_strings(call->body, "amr");
	g_auto(GStrv) acrs = json_strings(call->body, "acrs");
	const char *host = json_text_or(call->body, "host", "arm");
	const TokenSpec spec = {
		.world = call->world,
		.user = user,
		.host = strcmp(host, "graph") == 0 ? HOST_GRAPH : HOST_ARM,
		.audience = json_text(call->body, "audience"),
		.amr = (const char *const *)amr,
		.acrs = (const char *const *)acrs,
		.has_cp1 = json_flag(call->body, "cp1"),
		.scopes = json_text(call->body, "scopes"),
		.lifetime = json_number(call->body, "expires_in", 0),
	};
	g_autofree char *token = tokens_issue(call->service, &spec);
	cJSON *json = cJSON_CreateObject();
	json_add(json, "token", token);
	http_answer_json(call->response, 200, json);
	return true;
}

static bool post_revoke_tokens(ControlCall *call, Refusal *refusal)
{
	const char *name = json_text(call->body, "account");
	const Object *user = name ? find_account(call, refusal) : NULL;
	if (name && !user)
		return false;
	tokens_revoke(call->service, user ? user->id : NULL);
	service_move_clock(call->service, 0);
	return done(call);
}

/* What a sign-in of this account proves from now on. */
static bool post_account(ControlCall *call, Refusal *refusal)
{
	Object *user = (Object *)(uintptr_t)find_account(call, refusal);
	if (!user)
		return false;
	char **amr = json_strings(call->body, "amr");
	if (amr) {
		g_strfreev(user->amr);
		user->amr = amr;
	}
	return done(call);
}

/* ---- PIM ------------------------------------------------------------------------------------- */

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
	if (id)
		return g_hash_table_lookup(call->world->requests_by_id, id);
	for (guint i = all->len; i > 0; i--) {
		PimRequest *request = g_ptr_array_index(all, i - 1);
		if (request->approval == APPROVAL_WAITING && !request->is_settled)
			return request;
	}
	return NULL;
}

static bool decide(ControlCall *call, bool is_approved, Refusal *refusal)
{
	PimRequest *request = find_waiting(call);
	const Object *reviewer = NULL;
	if (request && request->policy && request->policy->approvers->len > 0)
		reviewer = g_ptr_array_index(request->policy->approvers, 0);
	if (!request || !requests_decide(call->service, call->world, request, is_approved, reviewer,
					 json_text(call->body, "justification")))
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

static void collect_keys(const World *world, GHashTable *keys)
{
	for (guint i = 0; i < world->objects->len; i++) {
		const Object *object = g_ptr_array_index(world->objects, i);
		g_hash_table_insert(keys, object->upn ? object->upn : object->name, object->id);
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
		return refuse_error(refusal, error);
	return done(call);
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

/* By the schedule's id. */
static bool post_revoke_eligibility(ControlCall *call, Refusal *refusal)
{
	const char *id = json_text_or(call->body, "id", "");
	Eligibility *eligibility = world_find_eligibility(call->world, ids_tail(id));
	if (!eligibility)
		return refuse(refusal, 404, "NotFound", "no such eligibility");
	requests_revoke_eligibility(call->service, call->world, eligibility);
	return done(call);
}

static bool post_revoke_assignment(ControlCall *call, Refusal *refusal)
{
	const char *id = json_text_or(call->body, "id", "");
	for (guint i = 0; i < call->world->assignments->len; i++) {
		Assignment *row = g_ptr_array_index(call->world->assignments, i);
		if (ids_equal(row->id, ids_tail(id))) {
			row->is_gone = true;
			return done(call);
		}
	}
	return refuse(refusal, 404, "NotFound", "no such assignment");
}

/* ---- dispatch -------------------------------------------------------------------------------- */

static const struct {
	const char *method;
	const char *path;
	bool (*handle)(ControlCall *call, Refusal *refusal);
} routes[] = {
	{ "GET", "/state", get_state },
	{ "POST", "/clock", post_clock },
	{ "GET", "/requests", get_requests },
	{ "DELETE", "/requests", delete_requests },
	{ "GET", "/faults", get_faults },
	{ "POST", "/faults", post_faults },
	{ "DELETE", "/faults", delete_faults },
	{ "POST", "/settings", post_settings },
	{ "POST", "/reset", post_reset },
	{ "POST", "/token", post_token },
	{ "POST", "/account", post_account },
	{ "POST", "/revoke/tokens", post_revoke_tokens },
	{ "POST", "/revoke/eligibility", post_revoke_eligibility },
	{ "POST", "/revoke/assignment", post_revoke_assignment },
	{ "GET", "/pim", get_pim },
	{ "POST", "/approve", post_approve },
	{ "POST", "/deny", post_deny },
	{ "POST", "/policy", post_policy },
	{ "POST", "/eligibility", post_eligibility },
	{ "POST", "/assignment", post_assignment },
};

static bool is_secret(const Service *service, const HttpRequest *request)
{
	const char *header = http_header(request, "Authorization");
	const char *secret = service->control_secret;
	if (!header || !g_str_has_prefix(header, "Bearer ") || strlen(header + 7) != strlen(secret))
		return false;
	unsigned differs = 0;
	for (size_t i = 0; secret[i]; i++)
		differs |= (unsigned)(header[7 + i] ^ secret[i]);
	return differs == 0;
}

static bool dispatch(ControlCall *call, Refusal *refusal)
{
	if (!is_secret(call->service, call->request))
		return refuse(refusal, 401, "Unauthorized", "the control secret is needed");
	const char *tenant = json_text(call->body, "tenant");
	if (!tenant)
		tenant = http_query(call->request, "tenant");
	call->world = tenant ? service_find_world(call->service, tenant)
			     : g_ptr_array_index(call->service->worlds, 0);
	if (!call->world)
		return refuse(refusal, 404, "NotFound", "no such tenant");
	for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
		if (strcmp(routes[i].path, call->request->path) == 0 &&
		    strcmp(routes[i].method, call->request->method) == 0)
			return routes[i].handle(call, refusal);
	}
	return refuse(refusal, 404, "NotFound", "no such control: %s %s", call->request->method,
		      call->request->path);
}

void control_handle(Service *service, const HttpRequest *request, HttpResponse *response)
{
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(cJSON) body =
		request->body->len > 0 ? json_parse(request->body->str, request->body->len) : NULL;
	ControlCall call = { service, request, response, body, NULL };
	if (dispatch(&call, &refusal))
		return;
	cJSON *json = cJSON_CreateObject();
	cJSON *error = json_add_object(json, "error");
	json_add(error, "code", refusal.code);
	json_add(error, "message", refusal.message);
	http_answer_json(response, refusal.status, json);
}
