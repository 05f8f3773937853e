#include "tests/tui/desk.h"

/* A scope's type where its id does not tell. */
static ScopeType scope_type(const GrantParts *parts)
{
	static const ScopeType types[] = {
		[WORKLOAD_ENTRA] = SCOPE_DIRECTORY,
		[WORKLOAD_GROUP] = SCOPE_GROUP,
	};
	if (parts->scope_type)
		return parts->scope_type;
	return workload_info(parts->workload)->can_narrow_scope
		       ? scope_type_from_arm_id(parts->scope_id)
		       : types[parts->workload];
}

void make_grant(Grant *grant, const GrantParts *parts)
{
	grant->workload = parts->workload;
	grant->role.id = parts->role_id != NULL ? g_strdup(parts->role_id)
						: g_strdup_printf("role-of-%s", parts->role);
	grant->role.name = g_strdup(parts->role);
	scope_init(&grant->scope, scope_type(parts), parts->scope_id, parts->scope_name);
	grant->access = parts->access;
	grant->member_type = parts->member_type;
	grant->holder.id = g_strdup(parts->holder_id != NULL ? parts->holder_id : "oid-1");
	grant->holder.name = g_strdup(parts->holder_name);
	grant->schedule_id = parts->schedule_id != NULL
				     ? g_strdup(parts->schedule_id)
				     : g_strdup_printf("schedule-of-%s", parts->role);
	grant->start = parts->start;
	grant->end = parts->end;
	grant->id = grant_make_id(grant->workload, grant->role.id, grant->scope.id, grant->access,
				  grant->holder.id);
}

static GrantParts usual_parts(WorkloadId workload, const char *role, const char *scope_id,
			      const char *scope_name)
{
	return (GrantParts){
		.workload = workload,
		.role = role,
		.scope_id = scope_id,
		.scope_name = scope_name,
		.access = workload_info(workload)->has_access ? ACCESS_MEMBER : ACCESS_NONE,
		.member_type = MEMBER_DIRECT,
	};
}

Eligibility *make_eligible(WorkloadId workload, const char *role, const char *scope_id,
			   const char *scope_name)
{
	const GrantParts parts = usual_parts(workload, role, scope_id, scope_name);
	Eligibility *eligibility = eligibility_new();
	make_grant(&eligibility->grant, &parts);
	return eligibility;
}

Assignment *make_active(WorkloadId workload, const char *role, const char *scope_id,
			const char *scope_name, Instant end)
{
	GrantParts parts = usual_parts(workload, role, scope_id, scope_name);
	Assignment *assignment = assignment_new();
	parts.start = DESK_NOW - 20 * 60;
	parts.end = end;
	make_grant(&assignment->grant, &parts);
	assignment->assignment_type = end ? ASSIGNMENT_ACTIVATED : ASSIGNMENT_ASSIGNED;
	return assignment;
}

GPtrArray *make_eligible_rows(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
}

GPtrArray *make_active_rows(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
}

Policy *make_policy(int64_t maximum, bool needs_reason, bool needs_ticket)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = maximum;
	policy->needs_justification = needs_reason;
	policy->needs_ticket = needs_ticket;
	return policy;
}

Account *make_account(const char *oid, const char *tid, const char *upn, const char *tenant_name)
{
	Account *account = account_new();
	account->cloud = g_strdup("public");
	account->oid = g_strdup(oid);
	account->tid = g_strdup(tid);
	account->upn = g_strdup(upn);
	account->tenant_name = g_strdup(tenant_name);
	return account;
}

KnownAccount *make_known_account(const char *name, const char *upn, const char *oid,
				 const char *tid, const char *tenant_name)
{
	KnownAccount *known = g_new0(KnownAccount, 1);
	known->name = g_strdup(name);
	known->account = upn != NULL ? make_account(oid, tid, upn, tenant_name) : NULL;
	return known;
}

Settings *make_set_settings(const char *name, const char *reason, const char *first, ...)
{
	Settings *settings = settings_new();
	ActivationSet *set = activation_set_new(name);
	set->duration = g_strdup("4h");
	set->reason = g_strdup(reason);
	va_list rows;
	va_start(rows, first);
	for (const char *row = first; row != NULL; row = va_arg(rows, const char *))
		g_ptr_array_add(set->rows, set_row_parse(row));
	va_end(rows);
	g_ptr_array_add(settings->sets, set);
	return settings;
}
