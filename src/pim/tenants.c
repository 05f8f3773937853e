#include "src/pim/tenants.h"

#include "src/base/text.h"
#include "src/pim/fetch.h"

static void pim_tenant_free(PimTenant *tenant)
{
	if (tenant == NULL)
		return;
	g_free(tenant->id);
	g_free(tenant->name);
	g_free(tenant);
}

/* An id is sent back as part of an address: what is none is left out. */
static gpointer decode_tenant(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error)
{
	(void)context, (void)data, (void)error;
	const char *id = json_text(json_get(element, "tenantId"));
	const char *name = json_text(json_get(element, "displayName"));
	if (name == NULL)
		name = json_text(json_get(element, "defaultDomain"));
	if (id == NULL || !g_uuid_string_is_valid(id))
		return NULL;
	PimTenant *tenant = g_new0(PimTenant, 1);
	tenant->id = g_strdup(id);
	tenant->name = name != NULL ? text_sanitize(name, -1) : NULL;
	return tenant;
}

void pim_list_tenants(const PimContext *context, GCancellable *cancellable, PimListDone done,
		      gpointer data)
{
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = "/tenants?api-version=2022-12-01",
		.decode = decode_tenant,
		.free_row = (GDestroyNotify)pim_tenant_free,
	};
	fetch_list(context, &spec, cancellable, done, data);
}

const PimTenant *pim_find_tenant(const GPtrArray *tenants, const char *id)
{
	for (guint i = 0; tenants != NULL && i < tenants->len; i++) {
		const PimTenant *tenant = tenants->pdata[i];
		if (g_ascii_strcasecmp(tenant->id, id) == 0)
			return tenant;
	}
	return NULL;
}
