#include "tenant/graph/call.h"

#include "tenant/ids.h"

bool graph_needs_scope(const GraphCall *call, const char *const *any, Refusal *refusal)
{
	if (caller_has_scope(&call->caller, any))
		return true;
	g_autofree char *list = g_strjoinv(",", (char **)(uintptr_t)any);
	return refuse(refusal, 403, "PermissionScopeNotGranted",
		      "Authorization failed due to missing permission scope %s.", list);
}

bool graph_expands(const GraphCall *call, const char *word)
{
	const char *expand = http_query(call->request, "$expand");
	g_auto(GStrv) words = g_strsplit_set(expand != NULL ? expand : "", ",()=;", -1);
	for (char **at = words; *at != NULL; at++) {
		if (ids_equal(g_strstrip(*at), word))
			return true;
	}
	return false;
}

char *graph_context(const GraphCall *call, const char *what)
{
	return g_strdup_printf("\"@odata.context\":\"%s/%s/$metadata#%s\",", call->request->base,
			       call->is_beta ? "beta" : "v1.0", what);
}
