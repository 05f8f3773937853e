/* The control endpoint's view of the service: clock, record, faults, settings and secrets. */
#include "tenant/control/call.h"

#include "tenant/json.h"
#include "tenant/ready.h"
#include "tenant/setup.h"

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
	if (advance != NULL && times_parse_duration(*advance == '-' ? advance + 1 : advance, &by)) {
		move_clock(call->service, *advance == '-' ? -by : by);
		return get_state(call, refusal);
	}
	if (set != NULL && times_parse(set, &time)) {
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
					      since != NULL ? g_ascii_strtoll(since, NULL, 10) : 0,
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

static bool get_settings(ControlCall *call, Refusal *refusal)
{
	(void)refusal;
	cJSON *json = cJSON_CreateObject();
	cJSON_AddItemToObject(json, "settings", settings_describe());
	http_answer_json(call->response, 200, json);
	return true;
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

/* ---- routes ---------------------------------------------------------------------------------- */

const ControlRoute control_service_routes[] = {
	{ "GET", "/state", get_state },         { "POST", "/clock", post_clock },
	{ "GET", "/requests", get_requests },   { "DELETE", "/requests", delete_requests },
	{ "GET", "/faults", get_faults },       { "POST", "/faults", post_faults },
	{ "DELETE", "/faults", delete_faults }, { "GET", "/settings", get_settings },
	{ "POST", "/settings", post_settings }, { "POST", "/reset", post_reset },
	{ "GET", "/secrets", get_secrets },     { 0 },
};
