#include "src/pim/more-requests.h"

#include "src/model/list.h"

struct MoreRequests {
	const PimContext *context;
	FetchDecode decode;
	gpointer decode_data;
	GPtrArray *more; /* Request*; NULL: they have not come, or cannot be had */
	bool is_answered;
	PimList list; /* the other one, whose arrays are held; rows NULL: not there yet */
	PimListDone done;
	gpointer data;
};

static void more_requests_free(MoreRequests *joined)
{
	g_clear_pointer(&joined->more, g_ptr_array_unref);
	g_clear_pointer(&joined->list.rows, g_ptr_array_unref);
	g_clear_pointer(&joined->list.failed, g_ptr_array_unref);
	g_free(joined);
}

/* Rows of a list are not changed once they were told: those of both go into a new one. */
static void tell(MoreRequests *joined)
{
	g_autoptr(GPtrArray) all = list_copy_rows(LIST_REQUESTS, joined->list.rows);
	for (guint i = 0; joined->more != NULL && i < joined->more->len; i++)
		g_ptr_array_add(all, request_copy(joined->more->pdata[i]));
	PimList list = joined->list;
	list.rows = all;
	joined->done(&list, NULL, joined->data);
	more_requests_free(joined);
}

static gpointer decode(const PimContext *context, const JsonValue *element, gpointer data,
		       GError **error)
{
	const MoreRequests *joined = data;
	Request *row = joined->decode(context, element, joined->decode_data, error);
	if (row == NULL || request_is_extension(row->kind))
		return row;
	request_free(row);
	return NULL;
}

/* Who may not read them has none to see; the others are told all the same. */
static void on_more(const PimList *list, const GError *error, gpointer data)
{
	MoreRequests *joined = data;
	(void)error;
	joined->is_answered = true;
	joined->more = list != NULL ? g_ptr_array_ref(list->rows) : NULL;
	if (joined->done == NULL)
		more_requests_free(joined);
	else if (joined->list.rows != NULL)
		tell(joined);
}

MoreRequests *more_requests_new(const PimContext *context, const FetchSpec *spec,
				GCancellable *cancellable, PimListDone done, gpointer data)
{
	MoreRequests *joined = g_new0(MoreRequests, 1);
	joined->context = context;
	joined->decode = spec->decode;
	joined->decode_data = spec->decode_data;
	joined->done = done;
	joined->data = data;
	FetchSpec own = *spec;
	own.decode = decode;
	own.free_row = (GDestroyNotify)request_free;
	own.decode_data = joined;
	own.free_data = NULL;
	fetch_list(context, &own, cancellable, on_more, joined);
	return joined;
}

static void hold(MoreRequests *joined, const PimList *list)
{
	joined->list = *list;
	g_ptr_array_ref(list->rows);
	if (list->failed != NULL)
		g_ptr_array_ref(list->failed);
}

void more_requests_take(const PimList *list, const GError *error, gpointer data)
{
	MoreRequests *joined = data;
	if (list == NULL) {
		joined->done(NULL, error, joined->data);
		joined->done = NULL;
		if (joined->is_answered)
			more_requests_free(joined);
		return;
	}
	if (!list->is_complete) {
		joined->done(list, NULL, joined->data);
		return;
	}
	hold(joined, list);
	if (joined->is_answered)
		tell(joined);
}
