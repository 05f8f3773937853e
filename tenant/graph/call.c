#include "tenant/graph/call.h"

#include "tenant/ids.h"
#include "tenant/readers.h"

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

bool graph_may_list(const GraphCall *call, const GraphCollection *collection, const Filter *filter,
		    Refusal *refusal)
{
	const bool is_group = collection->workload == WORKLOAD_GROUP;
	const char *principal = filter_value(filter, "principalId");
	const char *scope = filter_value(filter, is_group ? "groupId" : "directoryScopeId");
	const int64_t now = service_now(call->service);
	if (principal != NULL && ids_equal(principal, call->caller.user->id))
		return true;
	if (is_group && principal == NULL && scope == NULL)
		return refuse(refusal, 400, "MissingParameters",
			      "The required parameters GroupId or PrincipalId is missing.");
	const bool may_read = is_group && scope != NULL
				      ? readers_may_read_group(&call->caller, scope, now)
				      : readers_may_read_directory(&call->caller, now);
	return ((principal != NULL || scope != NULL) && may_read) ||
	       refuse(refusal, 403, "Authorization_RequestDenied",
		      "Insufficient privileges to complete the operation.");
}
