#include "tenant/control/control.h"

#include <string.h>

#include "tenant/control/call.h"
#include "tenant/json.h"

static bool is_secret(const Service *service, const HttpRequest *request)
{
	const char *header = http_header(request, "Authorization");
	const char *secret = service->control_secret;
	if (header == NULL || !g_str_has_prefix(header, "Bearer ") ||
	    strlen(header + 7) != strlen(secret))
		return false;
	unsigned differs = 0;
	for (size_t i = 0; secret[i]; i++)
		differs |= (unsigned)(header[7 + i] ^ secret[i]);
	return differs == 0;
}

static const ControlRoute *find_route(const HttpRequest *request)
{
	const ControlRoute *const tables[] = { control_service_routes, control_people_routes,
					       control_pim_routes };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		for (const ControlRoute *route = tables[i]; route->method != NULL; route++) {
			if (strcmp(route->path, request->path) == 0 &&
			    strcmp(route->method, request->method) == 0)
				return route;
		}
	}
	return NULL;
}

static bool dispatch(ControlCall *call, Refusal *refusal)
{
	if (!is_secret(call->service, call->request))
		return refuse(refusal, 401, "Unauthorized", "the control secret is needed");
	const char *tenant = json_text(call->body, "tenant");
	if (tenant == NULL)
		tenant = http_query(call->request, "tenant");
	call->world = tenant != NULL ? service_find_world(call->service, tenant)
				     : g_ptr_array_index(call->service->worlds, 0);
	if (call->world == NULL)
		return refuse(refusal, 404, "NotFound", "no such tenant");
	const ControlRoute *route = find_route(call->request);
	if (route == NULL)
		return refuse(refusal, 404, "NotFound", "no such control: %s %s",
			      call->request->method, call->request->path);
	return route->handle(call, refusal);
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
