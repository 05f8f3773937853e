/* $batch: up to twenty calls in one, each with its own status and headers; the answers come in
 * another order than the calls (learn.microsoft.com, json-batching). */
#include "tenant/graph/call.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"

#define BATCH_LIMIT 20

typedef struct Batch {
	GraphCall *call;
	GraphHandler handle;
	GHashTable *statuses; /* id → status of those that ran; borrows the ids */
} Batch;

static HttpRequest *make_request(const GraphCall *call, const cJSON *step)
{
	g_autofree char *target = g_strconcat(call->is_beta ? "/beta" : "/v1.0",
					      json_text_or(step, "url", "/"), NULL);
	HttpRequest *request = http_request_new(HOST_GRAPH, json_text_or(step, "method", "GET"),
						target, call->request->base);
	const char *authorization = http_header(call->request, "Authorization");
	const cJSON *header;
	cJSON_ArrayForEach(header, json_get(step, "headers"))
	{
		if (cJSON_IsString(header))
			g_hash_table_replace(request->headers, g_strdup(header->string),
					     g_strdup(header->valuestring));
	}
	g_hash_table_replace(request->headers, g_strdup("Authorization"), g_strdup(authorization));
	const cJSON *body = json_get(step, "body");
	if (body != NULL)
		json_append(request->body, body);
	return request;
}

/* Faults fit the calls inside a batch, too; those that spoil a connection do not apply there. */
static void run(Batch *batch, const HttpRequest *request, HttpResponse *response)
{
	GraphCall *call = batch->call;
	Service *service = call->service;
	const Fault *fault = faults_match(service->faults, request);
	if (fault == NULL || !fault_is_early(fault))
		batch->handle(service, request, response);
	if (fault != NULL) {
		record_count(service->record, COUNT_FAULTS);
		fault_apply(fault, request, response);
	}
	call->response->delay_ms = MAX(call->response->delay_ms, response->delay_ms);
	record_request(service->record, request, response->status, service_now(service),
		       call->caller.user->upn, fault != NULL ? fault_kind(fault) : NULL);
}

static cJSON *answer_of(const char *id, const HttpResponse *response)
{
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", id);
	cJSON_AddNumberToObject(json, "status", response->status);
	cJSON *headers = json_add_object(json, "headers");
	for (guint i = 0; i + 1 < response->headers->len; i += 2)
		json_add(headers, g_ptr_array_index(response->headers, i),
			 g_ptr_array_index(response->headers, i + 1));
	json_add(headers, "Content-Type", response->content_type);
	cJSON *body = json_parse(response->body->str, response->body->len);
	if (body != NULL)
		cJSON_AddItemToObject(json, "body", body);
	else if (response->body->len > 0)
		json_add(json, "body", response->body->str);
	return json;
}

static bool has_failed(GHashTable *statuses, const cJSON *step)
{
	const cJSON *id;
	cJSON_ArrayForEach(id, json_get(step, "dependsOn"))
	{
		const char *name = cJSON_GetStringValue(id);
		int status =
			name != NULL ? GPOINTER_TO_INT(g_hash_table_lookup(statuses, name)) : 0;
		if (status < 200 || status >= 400)
			return true;
	}
	return false;
}

static cJSON *run_step(Batch *batch, const cJSON *step)
{
	const char *id = json_text_or(step, "id", "");
	HttpResponse response;
	http_response_init(&response);
	if (has_failed(batch->statuses, step)) {
		response.status = 424;
	} else {
		g_autoptr(HttpRequest) request = make_request(batch->call, step);
		run(batch, request, &response);
	}
	g_hash_table_insert(batch->statuses, (gpointer)id, GINT_TO_POINTER((int)response.status));
	cJSON *answer = answer_of(id, &response);
	http_response_clear(&response);
	return answer;
}

static bool check_steps(const cJSON *steps, Refusal *refusal)
{
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	const cJSON *step;
	if (!cJSON_IsArray(steps) || cJSON_GetArraySize(steps) == 0)
		return refuse(refusal, 400, "BadRequest", "Invalid batch payload format.");
	if (cJSON_GetArraySize(steps) > BATCH_LIMIT)
		return refuse(refusal, 400, "MaximumValueExceeded",
			      "Number of batch request steps exceeds the maximum value of 20.");
	cJSON_ArrayForEach(step, steps)
	{
		const char *id = json_text(step, "id");
		const char *url = json_text(step, "url");
		bool is_nested = url != NULL && strstr(url, "$batch") != NULL;
		if (id == NULL || url == NULL || *url != '/' || is_nested ||
		    !g_hash_table_add(ids, (gpointer)id))
			return refuse(refusal, 400, "BadRequest",
				      "Invalid batch payload format: id and a relative url are "
				      "needed, and ids must differ.");
		const char *method = json_text_or(step, "method", "GET");
		if (json_get(step, "body") != NULL && strcmp(method, "GET") != 0 &&
		    json_get(json_get(step, "headers"), "Content-Type") == NULL)
			return refuse(
				refusal, 400, "BadRequest",
				"Write request id : %s does not contain Content-Type header or "
				"body.",
				id);
	}
	return true;
}

bool graph_batch(GraphCall *call, GraphHandler handle, Refusal *refusal)
{
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	const cJSON *steps = json_get(json, "requests");
	if (strcmp(call->request->method, "POST") != 0 || !check_steps(steps, refusal))
		return refusal->status ? false
				       : refuse(refusal, 405, "Request_BadRequest",
						"Only POST is allowed.");
	g_autoptr(GHashTable) statuses = g_hash_table_new(g_str_hash, g_str_equal);
	Batch batch = { call, handle, statuses };
	cJSON *answer = cJSON_CreateObject();
	cJSON *responses = json_add_array(answer, "responses");
	const cJSON *step;
	cJSON_ArrayForEach(step, steps)
	{
		cJSON_InsertItemInArray(responses, 0, run_step(&batch, step));
	}
	http_answer_json(call->response, 200, answer);
	return true;
}
