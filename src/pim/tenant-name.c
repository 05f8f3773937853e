#include "src/pim/tenant-name.h"

#include "src/base/text.h"
#include "src/pim/fetch.h"

typedef struct NameCall {
	PimNameDone done;
	gpointer data;
} NameCall;

static gpointer decode_name(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error)
{
	(void)data, (void)error;
	const char *id = json_text(json_get(element, "tenantId"));
	const char *name = json_text(json_get(element, "displayName"));
	if (id == NULL || name == NULL || g_ascii_strcasecmp(id, context->account->tid) != 0)
		return NULL;
	return text_sanitize(name, -1);
}

static void on_tenants(const PimList *list, const GError *error, gpointer data)
{
	NameCall *call = data;
	const bool is_found = list != NULL && list->rows->len > 0;
	call->done(is_found ? list->rows->pdata[0] : NULL, error, call->data);
	g_free(call);
}

void pim_read_tenant_name(const PimContext *context, GCancellable *cancellable, PimNameDone done,
			  gpointer data)
{
	NameCall *call = g_new0(NameCall, 1);
	call->done = done;
	call->data = data;
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = "/tenants?api-version=2022-12-01",
		.decode = decode_name,
		.free_row = g_free,
	};
	fetch_list(context, &spec, cancellable, on_tenants, call);
}
