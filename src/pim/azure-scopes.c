/* Scopes: what lies below one (for a narrower activation), and the subscriptions to ask one by one. */
#include <string.h>

#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/error.h"

/* ---- children ---- */

typedef struct ChildrenCall {
	const PimContext *context;
	char *scope_id;
	bool is_deep;
	GCancellable *cancellable;
	PimListDone done;
	gpointer data;
} ChildrenCall;

static void start_children(ChildrenCall *call);

static void on_children(const PimList *list, const GError *error, gpointer data)
{
	ChildrenCall *call = data;
	/* The deep form is the portal's and in no specification: where it is refused the plain one still serves. */
	if (error != NULL && call->is_deep && azure_is_worth_another_way(error)) {
		call->is_deep = false;
		start_children(call);
		return;
	}
	PimList children = { 0 };
	if (list != NULL) {
		children = *list;
		children.is_deep = call->is_deep;
	}
	call->done(list == NULL ? NULL : &children, error, call->data);
	g_free(call->scope_id);
	g_clear_object(&call->cancellable);
	g_free(call);
}

static void start_children(ChildrenCall *call)
{
	g_autofree char *plain = azure_url(call->scope_id, "eligibleChildResources", NULL);
	g_autofree char *url =
		g_strconcat(plain, call->is_deep ? "&$getAllChildren=true" : NULL, NULL);
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = azure_decode_child,
		.free_row = (GDestroyNotify)scope_free,
	};
	fetch_list(call->context, &spec, call->cancellable, on_children, call);
}

/* eligibleChildResources is made for those who are eligible and hold no right to read there yet. */
void azure_list_children(const PimWorkload *self, const PimContext *context,
			 const PimQuestion *question, GCancellable *cancellable, PimListDone done,
			 gpointer data)
{
	(void)self;
	ChildrenCall *call = g_new0(ChildrenCall, 1);
	call->context = context;
	call->scope_id = g_strdup(question->scope->id);
	call->is_deep = question->is_deep;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->done = done;
	call->data = data;
	start_children(call);
}

/* ---- one subscription after the other ---- */

bool azure_is_worth_another_way(const GError *error)
{
	static const PimErrorCode codes[] = { PIM_ERROR_NO_PERMISSION,   PIM_ERROR_SERVER,
					      PIM_ERROR_NOT_FOUND,       PIM_ERROR_INVALID,
					      PIM_ERROR_SCOPE,           PIM_ERROR_FAILED,
					      PIM_ERROR_NO_SUBSCRIPTION, PIM_ERROR_NOT_ONBOARDED,
					      PIM_ERROR_DISABLED,        PIM_ERROR_NO_SCOPE,
					      PIM_ERROR_NO_REQUEST,      PIM_ERROR_NO_ROLE,
					      PIM_ERROR_WRONG_TENANT };
	if (error->domain == PIM_ERROR)
		for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
			if (error->code == (int)codes[i])
				return true;
	return g_error_matches(error, HTTP_ERROR, HTTP_ERROR_TIMED_OUT);
}

typedef struct BySubscription {
	const PimContext *context;
	const AzureSource *source;
	GError *original;
	GCancellable *cancellable;
	PimListDone done;
	gpointer data;
} BySubscription;

static void by_subscription_end(BySubscription *call, const PimList *list, const GError *error)
{
	call->done(list, list == NULL && !fetch_is_canceled(error) ? call->original : error,
		   call->data);
	g_error_free(call->original);
	g_clear_object(&call->cancellable);
	g_free(call);
}

/* Subscriptions tell only what sits directly at them: management groups and resource groups are missing. */
static void on_all_subscriptions(const PimList *list, const GError *error, gpointer data)
{
	PimList all = { 0 };
	g_autoptr(GPtrArray) failed = g_ptr_array_new_with_free_func(g_free);
	if (list != NULL) {
		all = *list;
		all.has_gaps = true;
		for (guint i = 0; i < list->failed->len; i++)
			g_ptr_array_add(failed, azure_url_scope(list->failed->pdata[i]));
		all.failed = failed;
	}
	by_subscription_end(data, list == NULL ? NULL : &all, error);
}

static void on_subscriptions(const PimList *list, const GError *error, gpointer data)
{
	BySubscription *call = data;
	if (list == NULL || list->rows->len == 0) {
		by_subscription_end(call, NULL, error != NULL ? error : call->original);
		return;
	}
	g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < list->rows->len; i++)
		g_ptr_array_add(urls, azure_url(list->rows->pdata[i], call->source->path,
						call->source->filter));
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.decode = call->source->decode,
		.free_row = list_kind(call->source->list)->free_row,
	};
	const FetchSink sink = { NULL, on_all_subscriptions, call };
	fetch_lists(call->context, &spec, urls, call->cancellable, &sink);
}

static gpointer decode_subscription(const PimContext *context, const JsonValue *element,
				    gpointer data, GError **error)
{
	(void)context, (void)data;
	const char *id = json_text(json_get(element, "id"));
	if (id == NULL)
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING, "id is missing");
	return g_strdup(id);
}

void azure_list_by_subscription(const PimContext *context, const AzureSource *source,
				const GError *original, GCancellable *cancellable, PimListDone done,
				gpointer data)
{
	BySubscription *call = g_new0(BySubscription, 1);
	call->context = context;
	call->source = source;
	call->original = g_error_copy(original);
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->done = done;
	call->data = data;
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = "/subscriptions?api-version=2022-12-01",
		.decode = decode_subscription,
		.free_row = g_free,
	};
	fetch_list(context, &spec, cancellable, on_subscriptions, call);
}
