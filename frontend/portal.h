/*
 * The page of a row in its cloud's portal.
 */
#ifndef MYROLES_FRONTEND_PORTAL_H
#define MYROLES_FRONTEND_PORTAL_H

#include "src/model/account.h"
#include "src/model/scope.h"
#include "src/model/workload.h"

/*
 * At `scope`, where the workload's scopes have pages of their own (NULL: the workload's page). The tenant comes first, so that the
 * portal opens in that one. `account` NULL: not known. The caller frees.
 */
char *portal_page(const char *portal, const Account *account, WorkloadId workload,
		  const Scope *scope);

#endif
