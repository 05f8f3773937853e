#include "tenant/router.h"

#include <string.h>

#include "tenant/arm/arm.h"
#include "tenant/control/control.h"
#include "tenant/graph/graph.h"
#include "tenant/hostile.h"
#include "tenant/json.h"
#include "tenant/login/login.h"
#include "tenant/options.h"

/* ---- one request ----------------------------------------------------------------------------- */

static void route(Service *service, const HttpRequest *request, HttpResponse *response)
{
	if (request->host == HOST_ARM)
		arm_handle(service, request, response);
	else if (request->host == HOST_GRAPH)
		graph_handle(service, request, response);
	else
		login_handle(service, request, response);
}

/* Whose token it is, for the record. */
static const char *account_of(const Service *service, const HttpRequest *request)
{
	const char *header = http_header(request, "Authorization");
	const cJSON *claims = header != NULL && strlen(header) > 7
				      ? g_hash_table_lookup(service->tokens, header + 7)
				      : NULL;
	return json_text(claims, "upn");
}

static void handle(void *data, const HttpRequest *request, HttpResponse *response)
{
	Service *service = data;
	if (request->host == HOST_CONTROL) {
		control_handle(service, request, response);
		return;
	}
	int64_t received = service_now(service);
	const Fault *fault = faults_match(service->faults, request);
	if (fault != NULL)
		record_count(service->record, COUNT_FAULTS);
	if (fault == NULL || !fault_is_early(fault))
		route(service, request, response);
	if (fault != NULL)
		fault_apply(fault, request, response);
	hostile_finish(response->body);
	response->delay_ms += service->settings.latency_ms;
	if (request->host == HOST_GRAPH)
		response->delay_ms += service->settings.graph_latency_ms;
	record_request(service->record, request, response->status, received,
		       account_of(service, request), fault != NULL ? fault_kind(fault) : NULL);
}

/* ---- listening ------------------------------------------------------------------------------- */

static char *read_file(const char *path, GError **error)
{
	char *text = NULL;
	if (path != NULL)
		g_file_get_contents(path, &text, NULL, error);
	return text;
}

bool router_listen(Service *service, GError **error)
{
	const Options *options = service->options;
	g_autofree char *cert = read_file(options->cert, error);
	g_autofree char *key = cert != NULL ? read_file(options->key, error) : NULL;
	if (options->cert != NULL && key == NULL)
		return false;
	const HttpOptions http = { .port = (uint16_t)options->port,
				   .cert = cert,
				   .key = key,
				   .clock = &service->clock,
				   .handle = handle,
				   .data = service };
	service->server = http_server_new(&http, error);
	return service->server != NULL;
}
