/* Requests: the only thing that can be written. The client chooses the id, so one request can be found again. */
#include <string.h>

#include "src/json/build.h"
#include "src/pim/answer.h"
#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/error.h"

typedef struct RequestCall {
	const PimContext *context;
	Request *request;
	Grant grant;
	bool is_check;
	bool is_as_target; /* look_up: the second of the two lists is being asked */
	GError *refusal;   /* look_up: why the direct way failed */
	PimRequestDone done;
	gpointer data;
} RequestCall;

static RequestCall *request_call_new(const PimContext *context, const Request *request,
				     PimRequestDone done, gpointer data)
{
	RequestCall *call = g_new0(RequestCall, 1);
	call->context = context;
	call->request = request_copy(request);
	call->done = done;
	call->data = data;
	return call;
}

static void request_call_end(RequestCall *call, const Request *request, const GError *error)
{
	call->done(request, error, call->data);
	request_free(call->request);
	grant_clear(&call->grant);
	g_clear_error(&call->refusal);
	g_free(call);
}

/* ---- submit ---- */

/*
 * principalId is always the signed-in person, also where the eligibility is a group's: the group's id would
 * activate the role for the whole group. The linked id is the full one: at a narrower scope nothing else works.
 */
static void add_activation(JsonBuilder *body, const Request *request, const Grant *grant)
{
	g_autofree char *linked =
		azure_full_schedule_id(grant->scope.id, request->eligibility_schedule_id);
	json_builder_text(body, "linkedRoleEligibilityScheduleId", linked);
	answer_add_schedule(body, request, "AfterDuration");
}

/* Answers call the schedule by the last part of its id, and so does this. */
static void add_extension(JsonBuilder *body, const Request *request, const Grant *grant)
{
	const char *id = request->eligibility_schedule_id;
	const char *slash = id != NULL ? strrchr(id, '/') : NULL;
	(void)grant;
	json_builder_text(body, "targetRoleEligibilityScheduleId", slash != NULL ? slash + 1 : id);
	answer_add_end(body, request, "AfterDateTime");
}

/* What is asked for: the word, and what comes with it besides the reason. */
typedef struct RequestType {
	RequestKind kind;
	const char *word;
	void (*add)(JsonBuilder *body, const Request *request, const Grant *grant); /* or NULL */
} RequestType;

static const RequestType *find_type(RequestKind kind)
{
	static const RequestType types[] = {
		{ REQUEST_DEACTIVATE, "SelfDeactivate", NULL },
		{ REQUEST_ACTIVATE, "SelfActivate", add_activation },
		{ REQUEST_EXTEND, "SelfExtend", add_extension },
		{ REQUEST_RENEW, "SelfRenew", add_extension },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		if (types[i].kind == kind)
			return &types[i];
	}
	return &types[0];
}

static char *make_body(const PimContext *context, const Request *request, const Grant *grant)
{
	const RequestType *type = find_type(request->kind);
	g_autoptr(JsonBuilder) body = json_builder_new();
	json_builder_begin(body, "properties");
	json_builder_text(body, "principalId", context->account->oid);
	json_builder_text(body, "roleDefinitionId", request->role.id);
	json_builder_text(body, "requestType", type->word);
	if (type->add != NULL) {
		type->add(body, request, grant);
		json_builder_text(body, "condition", grant->condition);
		json_builder_text(body, "conditionVersion", grant->condition_version);
	}
	answer_add_reason(body, request);
	return json_builder_finish(body);
}

/* ARM first asks for read access to a resource group (or resource), before PIM sees the request at all. */
static GError *judge_refusal(const RequestCall *call, const GError *error)
{
	const bool is_narrow = call->request->kind == REQUEST_ACTIVATE &&
			       !scope_id_equal(call->request->scope.id, call->grant.scope.id);
	if (is_narrow && g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION))
		return pim_error_recode(error, PIM_ERROR_NARROW_REFUSED);
	return answer_judge_refusal(call->request, error);
}

/* The service's answer over what was asked: its words win, what it leaves out is kept. */
static Request *read_request(const RequestCall *call, const JsonValue *value, GError **error)
{
	g_autoptr(Request) told = azure_decode_request(call->context, value, NULL, error);
	if (told == NULL)
		return NULL;
	answer_complete(call->context, told, call->request);
	return g_steal_pointer(&told);
}

/*
 * Is it refused since the service has it already, from a PUT whose answer was lost? The id is one's own, so what the
 * service has under it is.
 */
static bool is_perhaps_here(const RequestCall *call, const GError *error)
{
	return g_error_matches(error, PIM_ERROR, PIM_ERROR_REQUEST_EXISTS) ||
	       (g_error_matches(error, PIM_ERROR, PIM_ERROR_CONFLICT) &&
		pim_error_service_code(error) == NULL) ||
	       pim_error_names(error, call->request->id);
}

static void on_read_again(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	g_autoptr(Request) request = value == NULL ? NULL : read_request(call, value, NULL);
	g_autoptr(GError) problem = NULL;
	if (request != NULL)
		problem = NULL;
	else if (pim_error_is_lacking(error) && !pim_error_names(call->refusal, call->request->id))
		problem = answer_judge_refusal(call->request, call->refusal);
	else
		problem = answer_unclear(error);
	request_call_end(call, request, problem);
}

static void read_again(RequestCall *call, const GError *refusal)
{
	g_autofree char *url = azure_request_url(call->request, NULL);
	const FetchCall get = { .method = HTTP_GET, .audience = AUDIENCE_ARM, .url = url };
	call->refusal = g_error_copy(refusal);
	fetch_value(call->context, &get, NULL, on_read_again, call);
}

static void on_submitted(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	if (error != NULL && is_perhaps_here(call, error)) {
		read_again(call, error);
		return;
	}
	g_autoptr(GError) problem = error == NULL ? NULL : judge_refusal(call, error);
	g_autoptr(Request) request = NULL;
	if (problem == NULL && value != NULL)
		request = read_request(call, value, &problem);
	if (request == NULL && (problem == NULL || problem->domain == JSON_ERROR)) {
		GError *unclear = answer_unclear(problem);
		g_clear_error(&problem);
		problem = unclear;
	}
	request_call_end(call, problem == NULL ? request : NULL, problem);
}

static void on_checked(const JsonValue *value, const GError *error, gpointer data)
{
	(void)value; /* Granted, PendingEvaluation, anything: 2xx means that it would be taken */
	RequestCall *call = data;
	g_autoptr(GError) problem = error == NULL ? NULL : judge_refusal(call, error);
	request_call_end(call, problem == NULL ? call->request : NULL, problem);
}

void azure_submit(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data)
{
	(void)self;
	RequestCall *running = request_call_new(context, submission->request, done, data);
	grant_copy(&running->grant, submission->grant);
	const bool is_check = submission->is_check;
	g_autofree char *url = azure_request_url(running->request, is_check ? "validate" : NULL);
	g_autofree char *body = make_body(context, running->request, &running->grant);
	const FetchCall call = {
		.method = is_check ? HTTP_POST : HTTP_PUT,
		.audience = AUDIENCE_ARM,
		.url = url,
		.body = body,
	};
	if (is_check)
		fetch_value(context, &call, NULL, on_checked, running);
	else
		fetch_change(context, &call, on_submitted, running);
}

/* ---- look up ---- */

static void on_explained(const Request *request, const GError *error, gpointer data)
{
	request_call_end(data, request, error);
}

/* Of what an approver refused the approval tells why. */
static void end_told(RequestCall *call, const Request *request)
{
	if (request_may_be_explained(request))
		azure_explain_denial(call->context, request, on_explained, call);
	else
		request_call_end(call, request, NULL);
}

static void search_list(RequestCall *call);

static void on_searched(const PimList *list, const GError *error, gpointer data)
{
	RequestCall *call = data;
	for (guint i = 0; list != NULL && i < list->rows->len; i++) {
		end_told(call, list->rows->pdata[i]);
		return;
	}
	if (!call->is_as_target && !(error != NULL && fetch_is_canceled(error))) {
		call->is_as_target = true;
		search_list(call);
		return;
	}
	/* Both lists lack it: the direct answer counts. One that could not be read leaves the question open. */
	request_call_end(call, NULL, error != NULL ? error : call->refusal);
}

/* Only the request that is looked for. */
static gpointer decode_wanted(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error)
{
	const RequestCall *call = data;
	(void)context;
	const char *name = json_text(json_get(element, "name"));
	if (name == NULL || g_ascii_strcasecmp(name, call->request->id) != 0)
		return NULL;
	return read_request(call, element, error);
}

static void search_list(RequestCall *call)
{
	g_autofree char *url = azure_url("", azure_request_list(call->request),
					 call->is_as_target ? "asTarget()" : "asRequestor()");
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = decode_wanted,
		.free_row = (GDestroyNotify)request_free,
		.decode_data = call,
	};
	fetch_list(call->context, &spec, NULL, on_searched, call);
}

static void on_looked_up(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	g_autoptr(GError) problem = error == NULL ? NULL : g_error_copy(error);
	g_autoptr(Request) request =
		value == NULL ? NULL : read_request(call, value, problem == NULL ? &problem : NULL);
	if (request != NULL) {
		end_told(call, request);
		return;
	}
	if (problem == NULL)
		problem = pim_error_new(PIM_ERROR_NO_REQUEST, "an empty answer");
	if (!azure_is_worth_another_way(problem)) {
		request_call_end(call, NULL, problem);
		return;
	}
	call->refusal = g_steal_pointer(&problem);
	search_list(call);
}

/* A fresh request may be 404 for a while, and one at a narrow scope unreadable: the lists know it too. */
void azure_look_up(const PimWorkload *self, const PimContext *context, const Request *request,
		   PimRequestDone done, gpointer data)
{
	(void)self;
	RequestCall *running = request_call_new(context, request, done, data);
	g_autofree char *url = azure_request_url(request, NULL);
	const FetchCall call = { .method = HTTP_GET, .audience = AUDIENCE_ARM, .url = url };
	fetch_value(context, &call, NULL, on_looked_up, running);
}

/* ---- cancel ---- */

static void on_canceled(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	g_autoptr(GError) problem =
		error == NULL ? answer_judge_canceled(value) : answer_judge_cancel(error);
	if (problem == NULL) {
		g_free(call->request->status);
		call->request->status = g_strdup("Canceled");
		call->request->state = REQUEST_STATE_CANCELED;
	}
	request_call_end(call, problem == NULL ? call->request : NULL, problem);
}

void azure_cancel(const PimWorkload *self, const PimContext *context, const Request *request,
		  PimRequestDone done, gpointer data)
{
	(void)self;
	RequestCall *running = request_call_new(context, request, done, data);
	g_autofree char *url = azure_request_url(request, "cancel");
	/* Without a body there is no Content-Type, which the service asks for. */
	const FetchCall call = {
		.method = HTTP_POST, .audience = AUDIENCE_ARM, .url = url, .body = "{}"
	};
	fetch_change(context, &call, on_canceled, running);
}
