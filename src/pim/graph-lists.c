/* Lists of the current user, with the names that the list itself did not bring. */
#include "src/pim/answer.h"
#include "src/pim/dormant.h"
#include "src/pim/error.h"
#include "src/pim/graph.h"
#include "src/pim/more-requests.h"

typedef struct ListCall {
	const GraphKind *graph;
	const PimContext *context;
	const GraphCollection *collection;
	const ListKind *kind;
	GPtrArray *rows;
	size_t skipped;
	Instant as_of;
	bool is_unnamed;  /* names that do not come with the rows are of no interest */
	unsigned waiting; /* names under way */
	GError *canceled;
	PimListDone done;
	gpointer data;
} ListCall;

static void list_call_end(ListCall *call, const PimList *list, const GError *error)
{
	call->done(list, error, call->data);
	g_clear_pointer(&call->rows, g_ptr_array_unref);
	g_clear_error(&call->canceled);
	g_free(call);
}

static void tell(ListCall *call, bool is_complete)
{
	const PimList list = { .rows = call->rows,
			       .skipped = call->skipped,
			       .is_complete = is_complete,
			       .as_of = call->as_of };
	if (is_complete)
		list_call_end(call, &list, NULL);
	else
		call->done(&list, NULL, call->data);
}

/* ---- names ---- */

/* The name of what one URL tells, for all rows that asked for it. */
typedef struct NameCall {
	ListCall *list;
	char *url;
} NameCall;

static Role *role_of(const ListCall *call, guint index)
{
	gpointer row = call->rows->pdata[index];
	/* Rows begin with a grant, or are requests. */
	return call->kind->has_grants ? &((Grant *)row)->role : &((Request *)row)->role;
}

static Scope *scope_of(const ListCall *call, guint index)
{
	gpointer row = call->rows->pdata[index];
	return call->kind->has_grants ? &((Grant *)row)->scope : &((Request *)row)->scope;
}

static void set_role_name(const ListCall *call, guint index, const char *name)
{
	Role *role = role_of(call, index);
	g_free(role->name);
	role->name = g_strdup(name);
	if (call->graph->make_scope_url != NULL)
		return;
	Scope *scope = scope_of(call, index);
	g_free(scope->name);
	scope->name = g_strdup(name);
}

static void set_scope_name(const ListCall *call, guint index, const char *name)
{
	Scope *scope = scope_of(call, index);
	g_free(scope->name);
	scope->name = g_strdup(name);
}

/* What a row is not called yet, and how it is named. */
typedef struct Unnamed {
	char *url; /* NULL: it has its name */
	void (*set)(const ListCall *call, guint index, const char *name);
} Unnamed;

#define UNNAMED_COUNT 2

static void find_unnamed(const ListCall *call, guint index, Unnamed *unnamed)
{
	const GraphKind *graph = call->graph;
	unnamed[0] = (Unnamed){ graph->make_role_url(role_of(call, index)), set_role_name };
	unnamed[1] = (Unnamed){ graph->make_scope_url != NULL
					? graph->make_scope_url(scope_of(call, index))
					: NULL,
				set_scope_name };
}

static void apply_name(const ListCall *call, const char *url, const char *name)
{
	for (guint i = 0; i < call->rows->len; i++) {
		Unnamed unnamed[UNNAMED_COUNT];
		find_unnamed(call, i, unnamed);
		for (size_t j = 0; j < UNNAMED_COUNT; j++) {
			if (g_strcmp0(unnamed[j].url, url) == 0)
				unnamed[j].set(call, i, name);
			g_free(unnamed[j].url);
		}
	}
}

static void on_name(const JsonValue *value, const GError *error, gpointer data)
{
	NameCall *name_call = data;
	ListCall *call = name_call->list;
	const char *name = value == NULL ? NULL : json_text(json_get(value, "displayName"));
	/* A name that may not be read is no harm: the id stands in for it. */
	if (name != NULL && name[0] != '\0') {
		g_hash_table_replace(call->context->names, g_strdup(name_call->url),
				     g_strdup(name));
		apply_name(call, name_call->url, name);
	}
	if (error != NULL && fetch_is_canceled(error) && call->canceled == NULL)
		call->canceled = g_error_copy(error);
	g_free(name_call->url);
	g_free(name_call);
	if (--call->waiting > 0)
		return;
	if (call->canceled != NULL)
		list_call_end(call, NULL, call->canceled);
	else
		tell(call, true);
}

/* The URLs of names that are not known yet; known ones are filled in. */
static GPtrArray *find_missing_names(ListCall *call)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < call->rows->len; i++) {
		Unnamed unnamed[UNNAMED_COUNT];
		find_unnamed(call, i, unnamed);
		for (size_t j = 0; j < UNNAMED_COUNT; j++) {
			g_autofree char *url = unnamed[j].url;
			const char *known =
				url == NULL ? NULL : g_hash_table_lookup(call->context->names, url);
			if (known != NULL) {
				unnamed[j].set(call, i, known);
			} else if (url != NULL && !g_hash_table_contains(seen, url)) {
				g_ptr_array_add(missing, url);
				g_hash_table_add(seen, g_steal_pointer(&url));
			}
		}
	}
	return missing;
}

/* Rows that were told are not changed any more: the names go into a copy of them. */
static void copy_rows(ListCall *call)
{
	GPtrArray *copy = g_ptr_array_copy(call->rows, call->kind->copy, NULL);
	g_ptr_array_set_free_func(copy, call->kind->free_row);
	g_ptr_array_unref(call->rows);
	call->rows = copy;
}

static void ask_for_names(ListCall *call)
{
	g_autoptr(GPtrArray) missing = find_missing_names(call);
	if (missing->len == 0) {
		tell(call, true);
		return;
	}
	tell(call, false);
	copy_rows(call);
	call->waiting = missing->len;
	for (guint i = 0; i < missing->len; i++) {
		NameCall *name_call = g_new0(NameCall, 1);
		name_call->list = call;
		name_call->url = g_strdup(missing->pdata[i]);
		graph_get(call->context, name_call->url, on_name, name_call);
	}
}

/* ---- lists ---- */

/* Graph answers 403 where the token lacks a scope; for lists of one's own that is the only reason. */
static GError *name_permission(const GError *error, const char *permission)
{
	if (!g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION) &&
	    !g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_CONSENT))
		return g_error_copy(error);
	GError *named = pim_error_recode(error, PIM_ERROR_NO_CONSENT);
	pim_error_set_permission(named, permission);
	return named;
}

static void on_rows(const PimList *list, const GError *error, gpointer data)
{
	ListCall *call = data;
	if (error != NULL) {
		g_autoptr(GError) named = name_permission(error, call->collection->permission);
		list_call_end(call, NULL, named);
		return;
	}
	call->rows = g_ptr_array_ref(list->rows);
	call->skipped = list->skipped;
	call->as_of = list->as_of;
	if (call->kind->merge != NULL)
		call->kind->merge(call->rows);
	if (call->is_unnamed)
		tell(call, true);
	else
		ask_for_names(call);
}

const GraphCollection *graph_requests_of(const GraphKind *kind, RequestKind of)
{
	return request_is_extension(of) ? &kind->eligibility_requests : &kind->lists[LIST_REQUESTS];
}

static ListCall *list_call_new(const PimWorkload *self, const PimContext *context, ListId list,
			       PimListDone done, gpointer data)
{
	ListCall *call = g_new0(ListCall, 1);
	call->graph = graph_kind(self);
	call->context = context;
	call->collection = &call->graph->lists[list];
	call->kind = list_kind(list);
	call->done = done;
	call->data = data;
	return call;
}

/* What does not wait for the signed-in person is left out. */
static gpointer decode_waiting(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	const GraphCollection *collection = data;
	Request *row = collection->decode(context, element, NULL, error);
	if (row == NULL || answer_waits_for_decision(row))
		return row;
	request_free(row);
	return NULL;
}

static char *make_list_url(const GraphKind *kind, const GraphCollection *collection)
{
	return g_strconcat("/v1.0", kind->base, collection->path,
			   collection->is_to_decide
				   ? "/filterByCurrentUser(on='approver')"
				     "?$filter=status%20eq%20'PendingApproval'&$expand="
				   : "/filterByCurrentUser(on='principal')?$expand=",
			   collection->expand, NULL);
}

static void start_list(ListCall *call, GCancellable *cancellable)
{
	const GraphCollection *collection = call->collection;
	g_autofree char *url = make_list_url(call->graph, collection);
	const FetchSpec spec = {
		.audience = AUDIENCE_GRAPH,
		.url = url,
		.decode = collection->is_to_decide ? decode_waiting : collection->decode,
		.free_row = call->kind->free_row,
		.decode_data = (gpointer)collection,
	};
	fetch_list(call->context, &spec, cancellable, on_rows, call);
}

void graph_list_eligible(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	start_list(list_call_new(self, context, LIST_ELIGIBILITIES, done, data), cancellable);
}

void graph_list_active(const PimWorkload *self, const PimContext *context,
		       GCancellable *cancellable, PimListDone done, gpointer data)
{
	start_list(list_call_new(self, context, LIST_ASSIGNMENTS, done, data), cancellable);
}

void graph_list_requests(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	const GraphKind *kind = graph_kind(self);
	g_autofree char *url = make_list_url(kind, &kind->eligibility_requests);
	const FetchSpec more = {
		.audience = AUDIENCE_GRAPH,
		.url = url,
		.decode = kind->eligibility_requests.decode,
		.decode_data = (gpointer)&kind->eligibility_requests,
	};
	MoreRequests *joined = more_requests_new(context, &more, cancellable, done, data);
	start_list(list_call_new(self, context, LIST_REQUESTS, more_requests_take, joined),
		   cancellable);
}

void graph_list_approvals(const PimWorkload *self, const PimContext *context,
			  GCancellable *cancellable, PimListDone done, gpointer data)
{
	start_list(list_call_new(self, context, LIST_APPROVALS, done, data), cancellable);
}

void graph_search_requests(const PimWorkload *self, const PimContext *context, RequestKind of,
			   PimListDone done, gpointer data)
{
	ListCall *call = list_call_new(self, context, LIST_REQUESTS, done, data);
	call->collection = graph_requests_of(call->graph, of);
	call->is_unnamed = true;
	start_list(call, NULL);
}

/* ---- not for use now ---- */

static gpointer decode_given(const PimContext *context, const JsonValue *element, gpointer data,
			     GError **error)
{
	const GraphCollection *collection = data;
	g_autoptr(Request) request = collection->decode(context, element, NULL, error);
	return request != NULL ? graph_given_by(context, element, request) : NULL;
}

void graph_list_dormant(const PimWorkload *self, const PimContext *context,
			GCancellable *cancellable, PimListDone done, gpointer data)
{
	const GraphKind *kind = graph_kind(self);
	g_autofree char *schedules = make_list_url(kind, &kind->eligibility_schedules);
	g_autofree char *requests = make_list_url(kind, &kind->eligibility_requests);
	const DormantSource source = {
		.audience = AUDIENCE_GRAPH,
		.schedules_url = schedules,
		.requests_url = requests,
		.decode_schedule = kind->eligibility_schedules.decode,
		.decode_request = decode_given,
		.request_data = &kind->eligibility_requests,
	};
	dormant_load(context, &source, cancellable, done, data);
}
