#include "src/pim/holdings.h"

#include "src/pim/error.h"

typedef struct HoldingsCall {
	HoldingsSource source;
	PimListDone done;
	gpointer data;
} HoldingsCall;

GError *holdings_refuse(const GError *error, const char *sentence)
{
	GError *refusal = pim_error_recode(error, PIM_ERROR_NO_PERMISSION);
	pim_error_set_sentence(refusal, sentence);
	return refusal;
}

static void on_lists(const PimList *list, const GError *error, gpointer data)
{
	HoldingsCall *call = data;
	if (list != NULL) {
		PimList told = *list;
		told.has_gaps = list->failed != NULL && list->failed->len > 0;
		told.failed = NULL;
		call->done(&told, NULL, call->data);
	} else {
		g_autoptr(GError) judged = call->source.judge(error, call->source.permission);
		call->done(NULL, judged, call->data);
	}
	g_free(call);
}

void holdings_load(const PimContext *context, const HoldingsSource *source, GPtrArray *urls,
		   GCancellable *cancellable, PimListDone done, gpointer data)
{
	HoldingsCall *call = g_new0(HoldingsCall, 1);
	call->source = *source;
	call->done = done;
	call->data = data;
	const FetchSpec spec = {
		.audience = source->audience,
		.decode = source->decode,
		.free_row = source->free_row,
		.decode_data = (gpointer)source->decode_data,
	};
	const FetchSink sink = { .done = on_lists, .data = call };
	fetch_lists(context, &spec, urls, cancellable, &sink);
}
