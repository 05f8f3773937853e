/* POST /batch: several calls in one, each with its own status. Undocumented; the portal decides
 * approvals by it, under names and members of its own (azure-rest-api-specs#39106). */
#include "tenant/arm/call.h"

#include "tenant/ids.h"
#include "tenant/json.h"

#define BATCH_LIMIT 20

static HttpRequest *make_request(const ArmCall *call, const cJSON *step)
{
	HttpRequest *request =
		http_request_new(HOST_ARM, json_text_or(step, "httpMethod", "GET"),
				 json_text_or(step, "url", "/"), call->request->base);
	g_hash_table_replace(request->headers, g_strdup("Authorization"),
			     g_strdup(http_header(call->request, "Authorization")));
	/* Decisions that come this way are told from direct ones by it. */
	g_hash_table_replace(request->headers, g_strdup("x-ms-batch"), g_strdup("true"));
	const cJSON *content = json_get(step, "content");
	if (content != NULL)
		json_append(request->body, content);
	return request;
}

static cJSON *answer_of(const ArmCall *call, const cJSON *step, ArmHandler handle)
{
	Service *service = call->service;
	HttpResponse response;
	http_response_init(&response);
	g_autoptr(HttpRequest) request = make_request(call, step);
	handle(service, request, &response);
	record_request(service->record, request, response.status, service_now(service),
		       call->caller.user->upn, NULL);
	cJSON *json = cJSON_CreateObject();
	json_add(json, "name", json_text(step, "name"));
	cJSON_AddNumberToObject(json, "httpStatusCode", response.status);
	json_add_object(json, "headers");
	cJSON *content = json_parse(response.body->str, response.body->len);
	if (content != NULL)
		cJSON_AddItemToObject(json, "content", content);
	cJSON_AddNumberToObject(json, "contentLength", (double)response.body->len);
	call->response->delay_ms = MAX(call->response->delay_ms, response.delay_ms);
	http_response_clear(&response);
	return json;
}

bool arm_batch(ArmCall *call, ArmHandler handle, Refusal *refusal)
{
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	const cJSON *steps = json_get(json, "requests");
	int count = cJSON_GetArraySize(steps);
	const cJSON *step;
	if (count == 0 || count > BATCH_LIMIT)
		return refuse(refusal, 400, "InvalidBatchRequest", "A batch has 1 to 20 requests.");
	cJSON_ArrayForEach(step, steps)
	{
		const char *url = json_text(step, "url");
		if (url == NULL || *url != '/' || g_str_has_prefix(url, "/batch"))
			return refuse(refusal, 400, "InvalidBatchRequest",
				      "Each request of a batch needs a relative url.");
	}
	cJSON *answer = cJSON_CreateObject();
	cJSON *responses = json_add_array(answer, "responses");
	cJSON_ArrayForEach(step, steps)
	{
		cJSON_AddItemToArray(responses, answer_of(call, step, handle));
	}
	http_answer_json(call->response, 200, answer);
	return true;
}
