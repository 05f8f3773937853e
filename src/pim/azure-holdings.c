/*
 * Who is active in Azure. atScope() tells what is given at a scope and above it, of everybody, to who may read role
 * assignments there (ARM swagger 2020-10-01, roleAssignmentScheduleInstances: "$filter=atScope()").
 */
#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/error.h"
#include "src/pim/holdings.h"

#define PERMISSION "Microsoft.Authorization/roleAssignments/read"

static gpointer decode_holding(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	Assignment *row = azure_decode_assignment(context, element, data, error);
	if (row == NULL)
		return NULL;
	Holding *holding = holding_new(row);
	const char *type = json_text(json_get(element, "properties.principalType"));
	holding->is_of_group = type != NULL && (g_ascii_strcasecmp(type, "Group") == 0 ||
						g_ascii_strcasecmp(type, "ForeignGroup") == 0);
	return holding;
}

static GError *judge(const GError *error, const char *permission)
{
	if (!g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION) &&
	    !g_error_matches(error, PIM_ERROR, PIM_ERROR_NARROW_REFUSED))
		return g_error_copy(error);
	g_autofree char *sentence =
		g_strdup_printf("Only those who hold a role with %s here (such as Reader) are told "
				"who else is active.",
				permission);
	return holdings_refuse(error, sentence);
}

static const HoldingsSource holdings_source = {
	.audience = AUDIENCE_ARM,
	.decode = decode_holding,
	.free_row = (GDestroyNotify)holding_free,
	.judge = judge,
	.permission = PERMISSION,
};

static const HoldingsSource requests_source = {
	.audience = AUDIENCE_ARM,
	.decode = azure_decode_request,
	.free_row = (GDestroyNotify)request_free,
	.judge = judge,
	.permission = PERMISSION,
};

static void load(const PimContext *context, const HoldingsSource *source, char *url,
		 GCancellable *cancellable, PimListDone done, gpointer data)
{
	g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(urls, url);
	holdings_load(context, source, urls, cancellable, done, data);
}

void azure_list_holdings(const PimWorkload *self, const PimContext *context, const Scope *scope,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	load(context, &holdings_source,
	     azure_url(scope->id, "roleAssignmentScheduleInstances", "atScope()"), cancellable,
	     done, data);
}

void azure_list_holding_requests(const PimWorkload *self, const PimContext *context,
				 const Scope *scope, GCancellable *cancellable, PimListDone done,
				 gpointer data)
{
	(void)self;
	load(context, &requests_source,
	     azure_url(scope->id, "roleAssignmentScheduleRequests", "atScope()"), cancellable, done,
	     data);
}
