/*
 * What waits for one's decision in Azure. Whether the tenant's root tells of everything is not certain, and a
 * subscription never tells of the management groups above it: the root and every place that is known are asked, and what
 * several tell is one row.
 */
#include "src/base/limits.h"
#include "src/pim/answer.h"
#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"

typedef struct ApprovalsCall {
	PimListDone done;
	gpointer data;
} ApprovalsCall;

static void tell(const ApprovalsCall *call, const PimList *list)
{
	PimList told = *list;
	g_autoptr(GPtrArray) failed = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) rows = list_copy_rows(LIST_APPROVALS, list->rows);
	for (guint i = 0; list->failed != NULL && i < list->failed->len; i++)
		g_ptr_array_add(failed, azure_url_scope(list->failed->pdata[i]));
	list_kind(LIST_APPROVALS)->merge(rows);
	told.rows = rows;
	told.failed = failed->len > 0 ? failed : NULL;
	call->done(&told, NULL, call->data);
}

static void on_some(const PimList *list, const GError *error, gpointer data)
{
	(void)error;
	tell(data, list);
}

static void on_all(const PimList *list, const GError *error, gpointer data)
{
	ApprovalsCall *call = data;
	if (list != NULL)
		tell(call, list);
	else
		call->done(NULL, error, call->data);
	g_free(call);
}

static gpointer decode_waiting(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	g_autoptr(Request) row = azure_decode_request(context, element, data, error);
	return row != NULL && answer_waits_for_decision(row) ? g_steal_pointer(&row) : NULL;
}

static char *make_url(const char *scope_id)
{
	return azure_url(scope_id, "roleAssignmentScheduleRequests", "asApprover()");
}

void azure_list_approvals(const PimWorkload *self, const PimContext *context,
			  GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	ApprovalsCall *call = g_new0(ApprovalsCall, 1);
	call->done = done;
	call->data = data;
	g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(urls, make_url(""));
	GHashTableIter iterator;
	gpointer place = NULL;
	g_hash_table_iter_init(&iterator, context->places);
	while (urls->len < LIMIT_PLACES && g_hash_table_iter_next(&iterator, &place, NULL))
		g_ptr_array_add(urls, make_url(place));
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.decode = decode_waiting,
		.free_row = (GDestroyNotify)request_free,
	};
	const FetchSink sink = { .each = on_some, .done = on_all, .data = call };
	fetch_lists(context, &spec, urls, cancellable, &sink);
}
