#include "tenant/control.h"
#include "tenant/control-call.h"

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/login-state.h"
#include "tenant/login.h"
#include "tenant/ready.h"
#include "tenant/setup.h"
#include "tenant/tokens.h"

#include <string.h>

bool control_refuse_error(Refusal *refusal, const GError *error)
{
	return refuse(refusal, 400, "BadRequest", "%s", error->message);
}

bool control_done(ControlCall *call)
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

static void move_clock(Service *service, int64_t by)
{
	service->clock.offset += by;
	ready_renew_tokens(service);
}

static bool post_clock(ControlCall *call, Refusal *refusal)
{
	const char *advance = json_text(call->body, "advance");
	const char *set = json_text(call->body, "set");
	int64_t by = 0;
	int64_t time = 0;
	if (advance && times_parse_duration(*advance == '-' ? advance + 1 : advance, &by)) {
		move_clock(call->service, *advance == '-' ? -by : by);
		return get_state(call, refusal);
	}
	if (set && times_parse(set, &time)) {
		move_clock(call->service, time - service_now(call->service));
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
	return control_done(call);
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
		return control_refuse_error(refusal, error);
	return get_faults(call, refusal);
}

static bool delete_faults(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	faults_clear(call->service->faults);
	return control_done(call);
}

static bool post_settings(ControlCall *call, Refusal *refusal)
{
	g_autoptr(GError) error = NULL;
	if (!settings_apply(&call->service->settings, call->body, &error))
		return control_refuse_error(refusal, error);
	g_hash_table_remove_all(call->service->buckets);
	return get_state(call, refusal);
}

static bool post_reset(ControlCall *call, Refusal *refusal)
{
	g_autoptr(GError) error = NULL;
	if (!setup_reset(call->service, &error))
		return control_refuse_error(refusal, error);
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
	if (!name)
		user = world_first_account(world);
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
	login_revoke(call->service->login, user);
	ready_renew_tokens(call->service);
	return control_done(call);
}

/* Everything secret that was ever issued, to be searched for where it must not be. */
static bool get_secrets(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	const GPtrArray *secrets = call->service->secrets;
	cJSON *json = cJSON_CreateObject();
	cJSON *list = json_add_array(json, "secrets");
	for (guint i = 0; i + 1 < secrets->len; i += 2) {
		cJSON *row = cJSON_CreateObject();
		json_add(row, "kind", g_ptr_array_index(secrets, i));
		json_add(row, "value", g_ptr_array_index(secrets, i + 1));
		cJSON_AddItemToArray(list, row);
	}
	http_answer_json(call->response, 200, json);
	return true;
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
	return control_done(call);
}

/* ---- sign-in --------------------------------------------------------------------------------- */

static bool post_login_error(ControlCall *call, Refusal *refusal)
{
	if (!login_plan_error(call->service->login, call->body))
		return refuse(refusal, 400, "BadRequest", "error is needed");
	return control_done(call);
}

/* {"user_code","account","decline"}; without user_code the newest one that waits. */
static bool post_device(ControlCall *call, Refusal *refusal)
{
	const Object *user = find_account(call, refusal);
	const char *code = json_text(call->body, "user_code");
	if (!user)
		return false;
	if (!code)
		code = login_waiting_device(call->service);
	if (!login_decide_device(call->service, code, user, call->world,
				 !json_flag(call->body, "decline")))
		return refuse(refusal, 404, "NotFound", "no such device code");
	return control_done(call);
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
	{ "GET", "/secrets", get_secrets },
	{ "POST", "/account", post_account },
	{ "POST", "/revoke/tokens", post_revoke_tokens },
	{ "POST", "/login/error", post_login_error },
	{ "POST", "/login/device", post_device },
	{ "POST", "/revoke/eligibility", control_post_revoke_eligibility },
	{ "POST", "/revoke/assignment", control_post_revoke_assignment },
	{ "GET", "/pim", control_get_pim },
	{ "POST", "/approve", control_post_approve },
	{ "POST", "/deny", control_post_deny },
	{ "POST", "/policy", control_post_policy },
	{ "POST", "/eligibility", control_post_eligibility },
	{ "POST", "/assignment", control_post_assignment },
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
