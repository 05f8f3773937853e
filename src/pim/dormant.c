#include "src/pim/dormant.h"

#include "src/model/list.h"

typedef struct DormantCall {
	const PimContext *context;
	GCancellable *cancellable;
	Audience audience;
	char *requests_url;
	FetchDecode decode_request;
	gconstpointer request_data;
	GPtrArray *rows; /* what the schedules told; NULL: they were refused */
	size_t skipped;
	Instant as_of;
	GError *refusal;
	PimListDone done;
	gpointer data;
} DormantCall;

static void dormant_call_free(DormantCall *call)
{
	g_clear_object(&call->cancellable);
	g_clear_pointer(&call->rows, g_ptr_array_unref);
	g_clear_error(&call->refusal);
	g_free(call->requests_url);
	g_free(call);
}

/* ---- Telling ---------------------------------------------------------------------------------- */

static void tell(DormantCall *call)
{
	const Instant now = clock_now(call->context->clock);
	/* First the latest word on each: what was extended has not ended. */
	list_kind(LIST_DORMANT)->merge(call->rows);
	for (guint i = call->rows->len; i > 0; i--) {
		const Eligibility *row = call->rows->pdata[i - 1];
		if (!grant_is_dormant(&row->grant, now))
			g_ptr_array_remove_index(call->rows, i - 1);
	}
	const PimList list = { .rows = call->rows,
			       .skipped = call->skipped,
			       .is_complete = true,
			       .as_of = call->as_of };
	call->done(&list, NULL, call->data);
	dormant_call_free(call);
}

static void on_requests(const PimList *list, const GError *error, gpointer data)
{
	DormantCall *call = data;
	const bool is_canceled = error != NULL && fetch_is_canceled(error);
	if (list == NULL && (call->rows == NULL || is_canceled)) {
		call->done(NULL, is_canceled ? error : call->refusal, call->data);
		dormant_call_free(call);
		return;
	}
	if (call->rows == NULL)
		call->rows = list_copy_rows(LIST_DORMANT, NULL);
	for (guint i = 0; list != NULL && i < list->rows->len; i++)
		g_ptr_array_add(call->rows, eligibility_copy(list->rows->pdata[i]));
	call->skipped += list != NULL ? list->skipped : 0;
	tell(call);
}

static void on_schedules(const PimList *list, const GError *error, gpointer data)
{
	DormantCall *call = data;
	if (error != NULL && fetch_is_canceled(error)) {
		call->done(NULL, error, call->data);
		dormant_call_free(call);
		return;
	}
	if (list != NULL) {
		call->rows = list_copy_rows(LIST_DORMANT, list->rows);
		call->skipped = list->skipped;
		call->as_of = list->as_of;
	}
	call->refusal = error != NULL ? g_error_copy(error) : NULL;
	const FetchSpec spec = {
		.audience = call->audience,
		.url = call->requests_url,
		.decode = call->decode_request,
		.free_row = (GDestroyNotify)eligibility_free,
		.decode_data = (gpointer)call->request_data,
	};
	fetch_list(call->context, &spec, call->cancellable, on_requests, call);
}

/* ---- Asking ----------------------------------------------------------------------------------- */

void dormant_load(const PimContext *context, const DormantSource *source, GCancellable *cancellable,
		  PimListDone done, gpointer data)
{
	DormantCall *call = g_new0(DormantCall, 1);
	call->context = context;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->audience = source->audience;
	call->requests_url = g_strdup(source->requests_url);
	call->decode_request = source->decode_request;
	call->request_data = source->request_data;
	call->done = done;
	call->data = data;
	const FetchSpec spec = {
		.audience = source->audience,
		.url = source->schedules_url,
		.decode = source->decode_schedule,
		.free_row = (GDestroyNotify)eligibility_free,
	};
	fetch_list(context, &spec, cancellable, on_schedules, call);
}

/* ---- Reading ---------------------------------------------------------------------------------- */

static bool is_given(const Request *request)
{
	return request->state == REQUEST_STATE_GRANTED ||
	       (request->kind == REQUEST_ASSIGN && (request->state == REQUEST_STATE_ACTIVE ||
						    request->state == REQUEST_STATE_SCHEDULED));
}

Eligibility *dormant_from_request(const PimContext *context, const DormantGift *gift)
{
	const Request *request = gift->request;
	if (!is_given(request) || gift->principal_id == NULL || request->role.id == NULL)
		return NULL;
	Eligibility *row = eligibility_new();
	Grant *grant = &row->grant;
	grant->workload = request->workload;
	grant->role.id = g_strdup(request->role.id);
	grant->role.name = g_strdup(request->role.name);
	scope_copy(&grant->scope, &request->scope);
	grant->access = request->access;
	grant->holder.id = g_strdup(gift->principal_id);
	grant->member_type = g_ascii_strcasecmp(gift->principal_id, context->account->oid) == 0
				     ? MEMBER_DIRECT
				     : MEMBER_GROUP;
	grant->schedule_id = g_strdup(gift->schedule_id);
	grant->start = request->start;
	grant->end = request->end;
	grant->id = grant_make_id(grant->workload, grant->role.id, grant->scope.id, grant->access,
				  grant->holder.id);
	return row;
}
