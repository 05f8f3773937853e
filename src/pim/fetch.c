#include "src/pim/fetch.h"

#include "src/model/duration.h"
#include "src/net/list.h"
#include "src/net/retry.h"
#include "src/pim/error.h"

#define LISTS_AT_ONCE          4
#define STATUS_REQUEST_TIMEOUT 408 /* a gateway's: how far the request got is not known */

/* ---- canceling ---- */

/* Ties a running call to a cancellable; untied before the call's own callback runs. */
typedef struct Tie {
	GCancellable *cancellable;
	gulong handler;
} Tie;

static void tie_set(Tie *tie, GCancellable *cancellable, GCallback on_cancel, gpointer data)
{
	if (cancellable == NULL)
		return;
	tie->cancellable = g_object_ref(cancellable);
	tie->handler = g_cancellable_connect(cancellable, on_cancel, data, NULL);
}

static void tie_clear(Tie *tie)
{
	if (tie->cancellable == NULL)
		return;
	g_cancellable_disconnect(tie->cancellable, tie->handler);
	g_clear_object(&tie->cancellable);
}

bool fetch_is_canceled(const GError *error)
{
	return g_error_matches(error, HTTP_ERROR, HTTP_ERROR_CANCELED) ||
	       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- one list ---- */

typedef struct ListCall {
	const PimContext *context;
	FetchSpec spec;
	GPtrArray *rows;
	GrantMerge *merge; /* or NULL */
	HttpList *handle;
	Tie tie;
	PimListDone done;
	gpointer data;
} ListCall;

static bool on_element(const JsonValue *element, gpointer data, GError **error)
{
	ListCall *call = data;
	GError *problem = NULL;
	gpointer row = call->spec.decode(call->context, element, call->spec.decode_data, &problem);
	if (row != NULL && call->merge != NULL)
		grant_merge_add(call->merge, row);
	else if (row != NULL)
		g_ptr_array_add(call->rows, row);
	if (problem == NULL)
		return true;
	g_propagate_error(error, problem);
	return false;
}

static void on_list_done(const HttpListResult *result, const HttpResponse *refusal,
			 const GError *error, gpointer data)
{
	ListCall *call = data;
	tie_clear(&call->tie);
	g_clear_pointer(&call->merge, grant_merge_free);
	if (refusal != NULL || error != NULL) {
		g_autoptr(GError) problem =
			refusal != NULL ? pim_error_of_read(refusal) : g_error_copy(error);
		call->done(NULL, problem, call->data);
	} else {
		const PimList list = {
			.rows = call->rows,
			.skipped = result->skipped,
			.is_complete = true,
			.as_of = result->as_of != 0 ? result->as_of
						    : clock_now(call->context->clock),
		};
		call->done(&list, NULL, call->data);
	}
	g_ptr_array_unref(call->rows);
	if (call->spec.free_data != NULL)
		call->spec.free_data(call->spec.decode_data);
	g_free(call);
}

static void on_list_canceled(GCancellable *cancellable, gpointer data)
{
	(void)cancellable;
	http_list_cancel(((ListCall *)data)->handle);
}

void fetch_list(const PimContext *context, const FetchSpec *spec, GCancellable *cancellable,
		PimListDone done, gpointer data)
{
	ListCall *call = g_new0(ListCall, 1);
	call->context = context;
	call->spec = *spec;
	call->spec.url = NULL;
	call->rows = g_ptr_array_new_with_free_func(spec->free_row);
	if (spec->merging != NULL)
		call->merge = grant_merge_new(spec->merging, call->rows);
	call->done = done;
	call->data = data;
	call->handle =
		http_list(context->http, spec->audience, spec->url, on_element, on_list_done, call);
	tie_set(&call->tie, cancellable, G_CALLBACK(on_list_canceled), call);
}

/* ---- several lists ---- */

typedef struct Many {
	const PimContext *context;
	FetchSpec spec;
	GPtrArray *urls;
	guint next;
	guint running;
	guint succeeded;
	GPtrArray *rows;
	size_t skipped;
	Instant as_of;
	GError *first_error;
	GPtrArray *failed; /* char*: those of `urls` that gave no list; borrowed */
	bool is_canceled;
	GCancellable *cancellable;
	FetchSink sink;
} Many;

/* One of them under way. */
typedef struct ManyCall {
	Many *many;
	char *url; /* borrowed */
} ManyCall;

static void many_free(Many *many)
{
	g_ptr_array_unref(many->failed);
	g_ptr_array_unref(many->urls);
	g_ptr_array_unref(many->rows);
	g_clear_error(&many->first_error);
	g_clear_object(&many->cancellable);
	if (many->spec.free_data != NULL)
		many->spec.free_data(many->spec.decode_data);
	g_free(many);
}

static void on_one_done(const PimList *list, const GError *error, gpointer data);

static void many_start_next(Many *many)
{
	while (!many->is_canceled && many->running < LISTS_AT_ONCE &&
	       many->next < many->urls->len) {
		FetchSpec spec = many->spec;
		ManyCall *call = g_new0(ManyCall, 1);
		call->many = many;
		spec.url = call->url = many->urls->pdata[many->next++];
		spec.free_data = NULL;
		many->running++;
		fetch_list(many->context, &spec, many->cancellable, on_one_done, call);
	}
}

static void many_take(Many *many, const PimList *list)
{
	gsize count = 0;
	g_autofree gpointer *taken = g_ptr_array_steal(list->rows, &count);
	for (gsize i = 0; i < count; i++)
		g_ptr_array_add(many->rows, taken[i]);
	many->skipped += list->skipped;
	if (many->as_of == 0 || list->as_of < many->as_of)
		many->as_of = list->as_of;
	many->succeeded++;
}

static void on_one_done(const PimList *list, const GError *error, gpointer data)
{
	ManyCall *call = data;
	Many *many = call->many;
	many->running--;
	if (error != NULL) {
		g_ptr_array_add(many->failed, call->url);
		if (many->first_error == NULL)
			many->first_error = g_error_copy(error);
		many->is_canceled |= fetch_is_canceled(error);
	} else {
		many_take(many, list);
	}
	g_free(call);
	many_start_next(many);
	const bool is_end = many->running == 0;
	const PimList all = { .rows = many->rows,
			      .skipped = many->skipped,
			      .failed = many->failed,
			      .is_complete = is_end,
			      .as_of = many->as_of };
	if (!is_end) {
		if (error == NULL && many->sink.each != NULL && !many->is_canceled)
			many->sink.each(&all, NULL, many->sink.data);
		return;
	}
	if (many->is_canceled || many->succeeded == 0)
		many->sink.done(NULL, many->first_error, many->sink.data);
	else
		many->sink.done(&all, NULL, many->sink.data);
	many_free(many);
}

void fetch_lists(const PimContext *context, const FetchSpec *spec, GPtrArray *urls,
		 GCancellable *cancellable, const FetchSink *sink)
{
	g_assert(urls->len > 0);
	Many *many = g_new0(Many, 1);
	many->context = context;
	many->spec = *spec;
	many->urls = g_ptr_array_ref(urls);
	many->rows = g_ptr_array_new_with_free_func(spec->free_row);
	many->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	many->failed = g_ptr_array_new();
	many->sink = *sink;
	many_start_next(many);
}

/* ---- one answer ---- */

typedef struct ValueCall {
	Http *http;
	const Clock *clock;
	uint64_t id;
	bool is_change;
	bool is_read; /* GET */
	Tie tie;
	FetchValueDone done;
	gpointer data;
} ValueCall;

/* The value of a 2xx answer; NULL with error set for anything else. An empty body is NULL without error. */
static JsonValue *read_answer(const HttpResponse *response, bool is_read, GError **error)
{
	const long status = http_response_status(response);
	if (status < 200 || status > 299) {
		g_propagate_error(error, is_read ? pim_error_of_read(response)
						 : pim_error_from_response(response));
		return NULL;
	}
	size_t length = 0;
	const char *body = http_response_body(response, &length);
	return length == 0 ? NULL : json_parse(body, length, error);
}

static bool is_unclear(const GError *error)
{
	return error->domain == JSON_ERROR || g_error_matches(error, PIM_ERROR, PIM_ERROR_SERVER);
}

/* Until when the service wants to be left alone, on the clocks of the person. */
static void tell_wait(const Clock *clock, GError *problem)
{
	const int64_t seconds = problem != NULL ? pim_error_wait(problem) : 0;
	if (seconds <= 0 || !g_error_matches(problem, PIM_ERROR, PIM_ERROR_THROTTLED))
		return;
	g_autofree char *how_long = retry_tell_wait(clock_now(clock), seconds);
	g_autofree char *sentence =
		g_strdup_printf("The service is busy and asks to wait %s.", how_long);
	pim_error_set_sentence(problem, sentence);
}

static void on_value_done(const HttpResponse *response, const GError *error, gpointer data)
{
	ValueCall *call = data;
	tie_clear(&call->tie);
	g_autoptr(GError) problem = NULL;
	g_autoptr(JsonValue) value = NULL;
	if (error == NULL)
		value = read_answer(response, call->is_read, &problem);
	else
		problem = call->is_change ? pim_error_from_lost_answer(error) : g_error_copy(error);
	if (problem != NULL && call->is_change && error == NULL &&
	    (is_unclear(problem) || http_response_status(response) == STATUS_REQUEST_TIMEOUT)) {
		GError *unclear =
			g_error_new(PIM_ERROR, PIM_ERROR_UNKNOWN_OUTCOME, "%s", problem->message);
		pim_error_set_wait(unclear, pim_error_wait(problem));
		g_clear_error(&problem);
		problem = unclear;
	}
	tell_wait(call->clock, problem);
	call->done(value, problem, call->data);
	g_free(call);
}

static void on_value_canceled(GCancellable *cancellable, gpointer data)
{
	(void)cancellable;
	ValueCall *call = data;
	http_cancel(call->http, call->id);
}

static ValueCall *start_call(const PimContext *context, const FetchCall *call, FetchValueDone done,
			     gpointer data)
{
	ValueCall *running = g_new0(ValueCall, 1);
	running->http = context->http;
	running->clock = context->clock;
	running->is_read = call->method == HTTP_GET;
	running->done = done;
	running->data = data;
	const HttpRequest request = {
		.method = call->method,
		.audience = call->audience,
		.url = call->url,
		.body = call->body,
	};
	running->id = http_send(context->http, &request, on_value_done, running);
	return running;
}

void fetch_value(const PimContext *context, const FetchCall *call, GCancellable *cancellable,
		 FetchValueDone done, gpointer data)
{
	ValueCall *running = start_call(context, call, done, data);
	tie_set(&running->tie, cancellable, G_CALLBACK(on_value_canceled), running);
}

void fetch_change(const PimContext *context, const FetchCall *call, FetchValueDone done,
		  gpointer data)
{
	ValueCall *running = start_call(context, call, done, data);
	running->is_change = true;
}
