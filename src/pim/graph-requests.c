/*
 * Requests of Graph's workloads. The service chooses the id, so a POST whose answer was lost is found again only in
 * the list of one's own requests.
 */
#include "src/pim/answer.h"
#include "src/pim/error.h"
#include "src/pim/graph.h"

/* By how much the service's time of a request may lie before our own note of it. */
#define CREATED_SLACK 10

typedef struct RequestCall {
	const PimWorkload *self;
	const GraphKind *kind;
	const PimContext *context;
	Request *request;
	GError *refusal; /* submit: there is one already, which is perhaps this one */
	PimRequestDone done;
	gpointer data;
} RequestCall;

static RequestCall *request_call_new(const PimWorkload *self, const PimContext *context,
				     const Request *request, PimRequestDone done, gpointer data)
{
	RequestCall *call = g_new0(RequestCall, 1);
	call->self = self;
	call->kind = graph_kind(self);
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
	g_clear_error(&call->refusal);
	g_free(call);
}

static char *make_url(const GraphKind *kind, RequestKind of, const char *id, const char *action)
{
	g_autofree char *escaped = id == NULL ? NULL : g_uri_escape_string(id, NULL, FALSE);
	return g_strconcat("/v1.0", kind->base, graph_requests_of(kind, of)->path,
			   id == NULL ? NULL : "/", escaped, action, NULL);
}

/* The service's answer over what was asked, under one's own id. */
static Request *read_request(const RequestCall *call, const JsonValue *value, GError **error)
{
	const GraphCollection *collection = graph_requests_of(call->kind, call->request->kind);
	Request *told = collection->decode(call->context, value, NULL, error);
	if (told == NULL)
		return NULL;
	g_free(told->id);
	told->id = g_strdup(call->request->id);
	answer_complete(call->context, told, call->request);
	return told;
}

/* ---- submit ---- */

static const char *action_of(RequestKind kind)
{
	switch (kind) {
	case REQUEST_ACTIVATE:
		return "selfActivate";
	case REQUEST_EXTEND:
		return "selfExtend";
	case REQUEST_RENEW:
		return "selfRenew";
	default:
		return "selfDeactivate";
	}
}

/* principalId is always the signed-in person: a group's would activate the role for all of the group. */
static char *make_body(const RequestCall *call, bool is_check)
{
	const PimContext *context = call->context;
	const Request *request = call->request;
	g_autoptr(JsonBuilder) body = json_builder_new();
	json_builder_text(body, "action", action_of(request->kind));
	json_builder_text(body, "principalId", context->account->oid);
	call->kind->add_target(body, request);
	if (request->kind == REQUEST_ACTIVATE)
		answer_add_schedule(body, request, "afterDuration");
	else if (request_is_extension(request->kind))
		answer_add_end(body, request, "afterDateTime");
	answer_add_reason(body, request);
	if (is_check)
		json_builder_bool(body, "isValidationOnly", true);
	return json_builder_finish(body);
}

static void on_searched(const PimList *list, const GError *error, gpointer data);

/* Which permission is lacking is not told by every answer. */
static GError *judge_refusal(const RequestCall *call, const GError *error)
{
	const bool is_extension = request_is_extension(call->request->kind);
	const bool is_forbidden = g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION);
	const bool is_missing = g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_SCOPE);
	/* A resource is a scope in Azure alone. */
	GError *judged = is_extension && is_forbidden
				 ? pim_error_recode(error, PIM_ERROR_NO_CONSENT)
			 : is_missing ? pim_error_recode(error, PIM_ERROR_NO_OBJECT)
				      : answer_judge_refusal(call->request, error);
	if (g_error_matches(judged, PIM_ERROR, PIM_ERROR_NO_CONSENT))
		pim_error_set_permission(judged,
					 is_extension ? call->kind->eligibility_requests.permission
						      : call->kind->write_permission);
	return judged;
}

static void on_submitted(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	if (g_error_matches(error, PIM_ERROR, PIM_ERROR_REQUEST_EXISTS) &&
	    !request_is_extension(call->request->kind)) {
		call->refusal = answer_judge_refusal(call->request, error);
		graph_list_requests(call->self, call->context, NULL, on_searched, call);
		return;
	}
	g_autoptr(GError) problem = error == NULL ? NULL : judge_refusal(call, error);
	g_autoptr(Request) request = NULL;
	if (error == NULL && value != NULL)
		request = read_request(call, value, &problem);
	if (error == NULL && request == NULL) {
		GError *unclear = answer_unclear(problem);
		g_clear_error(&problem);
		problem = unclear;
	}
	request_call_end(call, request, problem);
}

static void on_checked(const JsonValue *value, const GError *error, gpointer data)
{
	(void)value;
	RequestCall *call = data;
	g_autoptr(GError) problem = error == NULL ? NULL : judge_refusal(call, error);
	request_call_end(call, error == NULL ? call->request : NULL, problem);
}

void graph_submit(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data)
{
	RequestCall *running = request_call_new(self, context, submission->request, done, data);
	g_autofree char *url = make_url(running->kind, running->request->kind, NULL, NULL);
	g_autofree char *body = make_body(running, submission->is_check);
	const FetchCall call = {
		.method = HTTP_POST, .audience = AUDIENCE_GRAPH, .url = url, .body = body
	};
	if (submission->is_check)
		fetch_value(context, &call, NULL, on_checked, running);
	else
		fetch_change(context, &call, on_submitted, running);
}

/* ---- look up ---- */

static bool is_same_text(const char *a, const char *b)
{
	return g_strcmp0(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Could `row` be what became of the request that was sent? */
static bool is_match(const Request *asked, const Request *row)
{
	return row->is_own && row->kind == asked->kind && row->access == asked->access &&
	       row->created >= asked->created - CREATED_SLACK &&
	       scope_id_equal(row->role.id, asked->role.id) &&
	       scope_id_equal(row->scope.id, asked->scope.id) &&
	       (asked->kind != REQUEST_ACTIVATE || row->duration == asked->duration) &&
	       is_same_text(row->justification, asked->justification);
}

static void on_searched(const PimList *list, const GError *error, gpointer data)
{
	RequestCall *call = data;
	Request *best = NULL;
	for (guint i = 0; list != NULL && i < list->rows->len; i++) {
		Request *row = list->rows->pdata[i];
		if (is_match(call->request, row) && (best == NULL || row->created > best->created))
			best = row;
	}
	g_autoptr(GError) missing =
		pim_error_new(PIM_ERROR_NO_REQUEST, "not among one's own requests");
	if (best != NULL) {
		g_free(best->id);
		best->id = g_strdup(call->request->id);
		answer_complete(call->context, best, call->request);
	}
	if (best == NULL && error == NULL && call->refusal != NULL)
		error = call->refusal;
	g_autoptr(GError) unclear =
		call->refusal != NULL && error != call->refusal ? answer_unclear(error) : NULL;
	if (unclear != NULL)
		error = unclear;
	request_call_end(call, best, best != NULL ? NULL : error != NULL ? error : missing);
}

static void on_explained(const Request *request, const GError *error, gpointer data)
{
	request_call_end(data, request, error);
}

static void on_looked_up(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	g_autoptr(GError) problem = error == NULL ? NULL : g_error_copy(error);
	g_autoptr(Request) request = NULL;
	if (problem == NULL && value != NULL)
		request = read_request(call, value, &problem);
	if (problem == NULL && request == NULL)
		problem = pim_error_new(PIM_ERROR_NO_REQUEST, "an empty answer");
	if (request != NULL && request_may_be_explained(request))
		graph_explain_denial(call->self, call->context, request, on_explained, call);
	else
		request_call_end(call, request, problem);
}

void graph_look_up(const PimWorkload *self, const PimContext *context, const Request *request,
		   PimRequestDone done, gpointer data)
{
	RequestCall *running = request_call_new(self, context, request, done, data);
	if (request->service_id == NULL) {
		graph_search_requests(self, context, request->kind, on_searched, running);
		return;
	}
	g_autofree char *url = make_url(running->kind, request->kind, request->service_id, NULL);
	const FetchCall call = { .method = HTTP_GET, .audience = AUDIENCE_GRAPH, .url = url };
	fetch_value(context, &call, NULL, on_looked_up, running);
}

/* ---- cancel ---- */

static void on_canceled(const JsonValue *value, const GError *error, gpointer data)
{
	RequestCall *call = data;
	/* A resource is a scope in Azure alone. */
	g_autoptr(GError) problem = error == NULL ? answer_judge_canceled(value)
				    : g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_SCOPE)
					    ? pim_error_recode(error, PIM_ERROR_NO_REQUEST)
					    : answer_judge_cancel(error);
	if (problem == NULL) {
		g_free(call->request->status);
		call->request->status = g_strdup("Canceled");
		call->request->state = REQUEST_STATE_CANCELED;
	}
	request_call_end(call, problem == NULL ? call->request : NULL, problem);
}

void graph_cancel(const PimWorkload *self, const PimContext *context, const Request *request,
		  PimRequestDone done, gpointer data)
{
	RequestCall *running = request_call_new(self, context, request, done, data);
	const char *id = request->service_id != NULL ? request->service_id : request->id;
	g_autofree char *url = make_url(running->kind, request->kind, id, "/cancel");
	const FetchCall call = {
		.method = HTTP_POST, .audience = AUDIENCE_GRAPH, .url = url, .body = "{}"
	};
	fetch_change(context, &call, on_canceled, running);
}
