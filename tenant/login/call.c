#include "tenant/login/call.h"

#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"

const char *login_param(const LoginCall *call, const char *name)
{
	return g_hash_table_lookup(call->form, name);
}

const Object *login_find_person(const LoginCall *call, World *world, const char *name,
				World **found)
{
	*found = world;
	if (name == NULL)
		return NULL;
	if (world == NULL)
		return service_find_account(call->service, name, found);
	const Object *user = world_find_user(world, name);
	return user != NULL ? user : world_find_object(world, name);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void add_error(LoginCall *call, cJSON *json, const char *error, int number,
		      const char *description)
{
	g_autofree char *trace = ids_fresh();
	g_autofree char *fresh = ids_fresh();
	const char *correlation = http_header(call->request, "client-request-id");
	g_autofree char *time = times_format(service_now(call->service), 0);
	bool is_hostile = call->service->settings.hostile_errors;
	g_autofree char *text =
		g_strdup_printf("AADSTS%d: %s%s Trace ID: %s Correlation ID: %s Timestamp: %s",
				number, description, is_hostile ? hostile_tail() : "", trace,
				correlation != NULL ? correlation : fresh, time);
	json_add(json, "error", error);
	json_add(json, "error_description", text);
	cJSON_AddItemToArray(json_add_array(json, "error_codes"), cJSON_CreateNumber(number));
	json_add(json, "timestamp", time);
	json_add(json, "trace_id", trace);
	json_add(json, "correlation_id", correlation != NULL ? correlation : fresh);
	g_autofree char *uri =
		g_strdup_printf("https://login.microsoftonline.com/error?code=%d", number);
	json_add(json, "error_uri", uri);
}

void login_error(LoginCall *call, unsigned status, const char *error, int number,
		 const char *description)
{
	cJSON *json = cJSON_CreateObject();
	add_error(call, json, error, number, description);
	http_answer_json(call->response, status, json);
}

bool login_answer_planned(LoginCall *call, const char *endpoint)
{
	g_autoptr(cJSON) plan = login_take_error(call->login, endpoint);
	if (plan == NULL)
		return false;
	cJSON *json = cJSON_CreateObject();
	add_error(call, json, json_text(plan, "error"), (int)json_number(plan, "number", 50000),
		  json_text_or(plan, "description", "Planned."));
	if (json_text(plan, "suberror") != NULL)
		json_add(json, "suberror", json_text(plan, "suberror"));
	if (json_text(plan, "claims") != NULL)
		json_add(json, "claims", json_text(plan, "claims"));
	g_autofree char *retry_after = json_text_or_number(plan, "retry_after");
	if (retry_after != NULL)
		http_add_header(call->response, "Retry-After", retry_after);
	http_answer_json(call->response, (unsigned)json_number(plan, "status", 400), json);
	return true;
}

void login_page(LoginCall *call, unsigned status, const char *title, const char *body)
{
	g_autofree char *escaped = g_markup_escape_text(title, -1);
	g_string_printf(
		call->response->body,
		"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title></head>\n"
		"<body><h1>%s</h1>\n%s</body></html>\n",
		escaped, escaped, body);
	call->response->status = status;
	g_free(call->response->content_type);
	call->response->content_type = g_strdup("text/html; charset=utf-8");
	http_add_header(call->response, "Referrer-Policy", "no-referrer");
}
