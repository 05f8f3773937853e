/* The tenant of the pictures, as plain rows. Arrays own their rows. */
#ifndef MYROLES_TESTS_TUI_PICTURES_ROWS_H
#define MYROLES_TESTS_TUI_PICTURES_ROWS_H

#include <glib.h>

#include "src/model/account.h"
#include "src/model/grant.h"
#include "src/model/policy.h"
#include "src/model/scope.h"

Account *pictures_account(void);
GPtrArray *pictures_eligible(WorkloadId workload, Instant now);
GPtrArray *pictures_active(WorkloadId workload, Instant now);
/* A row of that name and scope name, active when it has an end. */
Eligibility *pictures_named(const char *role, const char *scope, guint number, Instant end);
Policy *pictures_policy(const char *role);
GPtrArray *pictures_children(const char *scope_id, bool is_deep);
GPtrArray *pictures_history(Instant now);

#endif
