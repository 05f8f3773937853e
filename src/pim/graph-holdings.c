/*
 * Who is active in the directory or in a group. Lists that are not one's own want a filter, and from the person a
 * directory role that reads them, or that the group is theirs (Graph v1.0, list roleAssignmentScheduleInstances and list
 * assignmentScheduleInstances).
 */
#include "src/pim/error.h"
#include "src/pim/graph.h"
#include "src/pim/holdings.h"

static gpointer decode_holding(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	const GraphCollection *collection = data;
	Assignment *row = collection->decode(context, element, NULL, error);
	if (row == NULL)
		return NULL;
	Holding *holding = holding_new(row);
	const char *type = json_text(json_get(element, "principal.@odata.type"));
	holding->is_of_group =
		type != NULL && g_ascii_strcasecmp(type, "#microsoft.graph.group") == 0;
	return holding;
}

static gpointer decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	const GraphCollection *collection = data;
	return collection->decode(context, element, NULL, error);
}

/* A token without the permission, and a person without the right, are told apart: who can help differs. */
static GError *judge(const GError *error, const char *permission)
{
	if (g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_CONSENT)) {
		GError *named = g_error_copy(error);
		pim_error_set_permission(named, permission);
		return named;
	}
	if (!g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION))
		return g_error_copy(error);
	g_autofree char *sentence = g_strdup_printf(
		"Only those who may read it for others are told who else is active: that takes %s "
		"and a role such as Global Reader; a group tells its owners and members, too.",
		permission);
	return holdings_refuse(error, sentence);
}

/* What reaches the scope: what is given there and, of a part of the directory, in all of it. */
static GPtrArray *make_urls(const GraphKind *kind, const GraphCollection *collection,
			    const Scope *scope)
{
	const char *ids[] = { scope->id, "/" };
	const bool is_all = scope->type == SCOPE_GROUP || scope->type == SCOPE_DIRECTORY;
	GPtrArray *urls = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < (is_all ? 1 : G_N_ELEMENTS(ids)); i++) {
		g_auto(GStrv) parts = g_strsplit(ids[i], "'", -1);
		g_autofree char *quoted = g_strjoinv("''", parts);
		g_autofree char *filter = g_strdup_printf("%s eq '%s'", kind->scope_member, quoted);
		g_autofree char *escaped = g_uri_escape_string(filter, "'/", FALSE);
		g_ptr_array_add(urls, g_strconcat("/v1.0", kind->base, collection->path,
						  "?$filter=", escaped, "&$expand=principal,",
						  collection->expand, NULL));
	}
	return urls;
}

void graph_list_holdings(const PimWorkload *self, const PimContext *context, const Scope *scope,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	const GraphCollection *collection = &graph_kind(self)->lists[LIST_ASSIGNMENTS];
	const HoldingsSource source = {
		.audience = self->audience,
		.decode = decode_holding,
		.decode_data = collection,
		.free_row = (GDestroyNotify)holding_free,
		.judge = judge,
		.permission = collection->permission,
	};
	g_autoptr(GPtrArray) urls = make_urls(graph_kind(self), collection, scope);
	holdings_load(context, &source, urls, cancellable, done, data);
}

void graph_list_holding_requests(const PimWorkload *self, const PimContext *context,
				 const Scope *scope, GCancellable *cancellable, PimListDone done,
				 gpointer data)
{
	const GraphCollection *collection = &graph_kind(self)->lists[LIST_REQUESTS];
	const HoldingsSource source = {
		.audience = self->audience,
		.decode = decode_request,
		.decode_data = collection,
		.free_row = (GDestroyNotify)request_free,
		.judge = judge,
		.permission = collection->permission,
	};
	g_autoptr(GPtrArray) urls = make_urls(graph_kind(self), collection, scope);
	holdings_load(context, &source, urls, cancellable, done, data);
}
