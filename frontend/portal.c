#include "frontend/portal.h"

char *portal_page(const char *portal, const Account *account, WorkloadId workload,
		  const Scope *scope)
{
	const WorkloadInfo *info = workload_info(workload);
	if (account == NULL)
		return g_strdup_printf("%s/%s", portal, info->portal_page);
	if (scope == NULL || !info->can_narrow_scope) /* "#view/…" behind the tenant */
		return g_strdup_printf("%s/#@%s/%s", portal, account->tid, info->portal_page + 1);
	g_autofree char *path = g_uri_escape_string(scope->id, "/", FALSE);
	return g_strdup_printf("%s/#@%s/resource%s", portal, account->tid, path);
}
