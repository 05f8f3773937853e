#include "src/pim/dormant.h"

#include "src/model/list.h"

typedef struct DormantCall {
	const PimContext *context;
	GCancellable *cancellable;
	Audience audience;
	char *requests_url;
	FetchDecode decode_schedule, decode_request;
	gconstpointer request_data;
	GHashTable *running; /* set of char*: ids of rows that are for use now */
	GPtrArray *rows;     /* what the schedules told; NULL: they were refused */
	size_t skipped;
	Instant as_of;
	GError *refusal;
	PimListDone done;
	gpointer data;
} DormantCall;

static void dormant_call_free(DormantCall *call)
{
	g_clear_object(&call->cancellable);
	g_hash_table_unref(call->running);
	g_clear_pointer(&call->rows, g_ptr_array_unref);
	g_clear_error(&call->refusal);
	g_free(call->requests_url);
	g_free(call);
}

/* ---- Rows as they come ------------------------------------------------------------------------ */

/*
 * Most are for use now. Of those the id is enough, so that nobody has to copy and free ten thousand of them at once. Takes
 * the row; NULL: it is left out.
 */
static gpointer sift(DormantCall *call, Eligibility *row)
{
	const Instant now = clock_now(call->context->clock);
	if (row == NULL || grant_is_dormant(&row->grant, now))
		return row;
	if (!grant_has_ended(&row->grant, now))
		g_hash_table_add(call->running, g_strdup(row->grant.id));
	eligibility_free(row);
	return NULL;
}

static gpointer decode_schedule(const PimContext *context, const JsonValue *element, gpointer data,
				GError **error)
{
	DormantCall *call = data;
	return sift(call, call->decode_schedule(context, element, NULL, error));
}

static gpointer decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	DormantCall *call = data;
	return sift(call,
		    call->decode_request(context, element, (gpointer)call->request_data, error));
}

/* ---- Telling ---------------------------------------------------------------------------------- */

static void tell(DormantCall *call)
{
	const Instant now = clock_now(call->context->clock);
	/* First the latest word on each: what was extended has not ended. */
	list_kind(LIST_DORMANT)->merge(call->rows);
	for (guint i = call->rows->len; i > 0; i--) {
		const Grant *grant = &((const Eligibility *)call->rows->pdata[i - 1])->grant;
		if (!grant_is_dormant(grant, now) ||
		    g_hash_table_contains(call->running, grant->id))
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
		.decode = decode_request,
		.free_row = (GDestroyNotify)eligibility_free,
		.decode_data = call,
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
	call->decode_schedule = source->decode_schedule;
	call->decode_request = source->decode_request;
	call->request_data = source->request_data;
	call->running = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	call->done = done;
	call->data = data;
	const FetchSpec spec = {
		.audience = source->audience,
		.url = source->schedules_url,
		.decode = decode_schedule,
		.free_row = (GDestroyNotify)eligibility_free,
		.decode_data = call,
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
