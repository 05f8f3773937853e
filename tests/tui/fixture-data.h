/* The tenant of the pictures, as plain rows. Arrays own their rows. */
#ifndef MYROLES_TESTS_TUI_FIXTURE_DATA_H
#define MYROLES_TESTS_TUI_FIXTURE_DATA_H

#include <glib.h>

#include "src/model/account.h"
#include "src/model/grant.h"
#include "src/model/policy.h"
#include "src/model/scope.h"

Account *fixture_data_account(void);
GPtrArray *fixture_data_eligible(WorkloadId workload, Instant now);
GPtrArray *fixture_data_active(WorkloadId workload, Instant now);
/* A row of that name and scope name, active when it has an end. */
Eligibility *fixture_data_named(const char *role, const char *scope, guint number, Instant end);
Policy *fixture_data_policy(const char *role);
GPtrArray *fixture_data_children(const char *scope_id, bool is_deep);
GPtrArray *fixture_data_history(Instant now);

#endif
