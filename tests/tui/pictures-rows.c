#include "tests/tui/pictures-rows.h"

#include <string.h>

#include "src/model/history.h"
#include "tests/tui/pictures.h"

#define MINUTE INT64_C(60)
#define DAY    (24 * HOUR)

#define OID "11111111-1111-4111-8111-111111111111"
#define DEV "/subscriptions/33333333-3333-4333-8333-333333333333"
#define HUB "/subscriptions/44444444-4444-4444-8444-444444444444"

Account *pictures_account(void)
{
	return make_account(OID, "99999999-9999-4999-8999-999999999999", "you@contoso.com",
			    "Contoso");
}

typedef struct ScopeData {
	const char *parent;
	ScopeType type;
	const char *id, *name;
} ScopeData;

/* Children come after their parents. */
static const ScopeData scopes[] = {
	{ NULL, SCOPE_MANAGEMENT_GROUP, PICTURES_PLATFORM, "Platform" },
	{ PICTURES_PLATFORM, SCOPE_SUBSCRIPTION, PICTURES_PROD, "sub-prod" },
	{ PICTURES_PLATFORM, SCOPE_SUBSCRIPTION, DEV, "sub-dev" },
	{ PICTURES_PLATFORM, SCOPE_SUBSCRIPTION, HUB, "sub-hub" },
	{ PICTURES_PROD, SCOPE_RESOURCE_GROUP, PICTURES_PAYMENTS, "rg-payments" },
	{ PICTURES_PROD, SCOPE_RESOURCE_GROUP, PICTURES_PROD "/resourceGroups/rg-edge", "rg-edge" },
	{ PICTURES_PROD, SCOPE_RESOURCE_GROUP, PICTURES_PROD "/resourceGroups/rg-web", "rg-web" },
	{ DEV, SCOPE_RESOURCE_GROUP, DEV "/resourceGroups/rg-sandbox", "rg-sandbox" },
	{ NULL, SCOPE_DIRECTORY, "/", "directory" },
	{ NULL, SCOPE_ADMINISTRATIVE_UNIT,
	  "/administrativeUnits/55555555-5555-4555-8555-555555555555", "Sales EMEA" },
	{ NULL, SCOPE_GROUP, "77777777-7777-4777-8777-777777777777", "sg-oncall" },
	{ NULL, SCOPE_GROUP, "88888888-8888-4888-8888-888888888888", "DB-Admins" },
};

static const ScopeData *scope_data(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++)
		if (g_str_equal(scopes[i].name, name))
			return &scopes[i];
	g_assert_not_reached();
}

typedef struct RowData {
	WorkloadId workload;
	AssignmentType assignment_type;
	const char *role, *scope;
	const char *holder;  /* NULL: the person */
	int64_t since, left; /* seconds before and after now; 0: not given, permanent */
	Access access;
	MemberType member_type;
} RowData;

static const RowData eligible_rows[] = {
	{ .workload = WORKLOAD_AZURE,
	  .role = "Contributor",
	  .scope = "Platform",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Owner",
	  .scope = "rg-edge",
	  .member_type = MEMBER_DIRECT,
	  .left = 12 * DAY + HOUR },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Key Vault Secrets Officer",
	  .scope = "sub-prod",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Reader",
	  .scope = "sub-dev",
	  .member_type = MEMBER_INHERITED },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Network Contributor",
	  .scope = "sub-hub",
	  .member_type = MEMBER_GROUP,
	  .holder = "sg-network",
	  .left = 200 * DAY },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Reader",
	  .scope = "rg-payments",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_AZURE,
	  .role = "Storage Blob Data Contributor",
	  .scope = "rg-web",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_AZURE,
	  .role = "User Access Administrator",
	  .scope = "Platform",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_ENTRA,
	  .role = "Global Administrator",
	  .scope = "directory",
	  .member_type = MEMBER_DIRECT,
	  .left = 61 * DAY + HOUR },
	{ .workload = WORKLOAD_ENTRA,
	  .role = "Global Reader",
	  .scope = "directory",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_ENTRA,
	  .role = "Helpdesk Administrator",
	  .scope = "Sales EMEA",
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_GROUP,
	  .role = "sg-oncall",
	  .scope = "sg-oncall",
	  .access = ACCESS_OWNER,
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_GROUP,
	  .role = "sg-oncall",
	  .scope = "sg-oncall",
	  .access = ACCESS_MEMBER,
	  .member_type = MEMBER_DIRECT },
	{ .workload = WORKLOAD_GROUP,
	  .role = "DB-Admins",
	  .scope = "DB-Admins",
	  .access = ACCESS_OWNER,
	  .member_type = MEMBER_DIRECT,
	  .left = 30 * DAY },
};

static const RowData active_rows[] = {
	{ .workload = WORKLOAD_AZURE,
	  .role = "Reader",
	  .scope = "rg-payments",
	  .member_type = MEMBER_DIRECT,
	  .since = 80 * MINUTE,
	  .left = 9 * MINUTE + 7,
	  .assignment_type = ASSIGNMENT_ACTIVATED },
	{ .workload = WORKLOAD_ENTRA,
	  .role = "Global Reader",
	  .scope = "directory",
	  .member_type = MEMBER_DIRECT,
	  .since = 108 * MINUTE,
	  .left = 192 * MINUTE + 10,
	  .assignment_type = ASSIGNMENT_ACTIVATED },
	{ .workload = WORKLOAD_GROUP,
	  .role = "DB-Admins",
	  .scope = "DB-Admins",
	  .access = ACCESS_MEMBER,
	  .member_type = MEMBER_DIRECT,
	  .assignment_type = ASSIGNMENT_ASSIGNED },
};

/* The same role has the same id everywhere. */
static char *role_id(const RowData *row)
{
	unsigned hash = g_str_hash(row->role);
	if (row->workload == WORKLOAD_GROUP)
		return g_strdup(scope_data(row->scope)->id);
	return g_strdup_printf(row->workload == WORKLOAD_AZURE
				       ? "/providers/Microsoft.Authorization/roleDefinitions/"
					 "%08x-0000-4000-8000-000000000000"
				       : "%08x-0000-4000-8000-000000000000",
			       hash);
}

static void fill_grant(Grant *grant, const RowData *row, Instant now)
{
	const ScopeData *scope = scope_data(row->scope);
	g_autofree char *role = role_id(row);
	g_autofree char *schedule = g_strdup_printf("%s/schedules/1", scope->id);
	const GrantParts parts = {
		.workload = row->workload,
		.role = row->role,
		.role_id = role,
		.scope_type = scope->type,
		.scope_id = scope->id,
		.scope_name = scope->name,
		.access = row->access,
		.member_type = row->member_type,
		.holder_id = row->holder != NULL ? "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" : OID,
		.holder_name = row->holder,
		.schedule_id = schedule,
		.start = now - (row->since ? row->since : 90 * DAY),
		.end = row->left ? now + row->left : 0,
	};
	make_grant(grant, &parts);
}

GPtrArray *pictures_eligible(WorkloadId workload, Instant now)
{
	GPtrArray *rows = make_eligible_rows();
	for (size_t i = 0; i < G_N_ELEMENTS(eligible_rows); i++) {
		Eligibility *row;
		if (eligible_rows[i].workload != workload)
			continue;
		row = eligibility_new();
		fill_grant(&row->grant, &eligible_rows[i], now);
		g_ptr_array_add(rows, row);
	}
	return rows;
}

GPtrArray *pictures_active(WorkloadId workload, Instant now)
{
	GPtrArray *rows = make_active_rows();
	for (size_t i = 0; i < G_N_ELEMENTS(active_rows); i++) {
		Assignment *row;
		if (active_rows[i].workload != workload)
			continue;
		row = assignment_new();
		fill_grant(&row->grant, &active_rows[i], now);
		row->assignment_type = active_rows[i].assignment_type;
		g_ptr_array_add(rows, row);
	}
	return rows;
}

Eligibility *pictures_named(const char *role, const char *scope, guint number, Instant end)
{
	Eligibility *row = eligibility_new();
	g_autofree char *role_id =
		g_strdup_printf("/providers/Microsoft.Authorization/roleDefinitions/"
				"%08x-1111-4000-8000-000000000000",
				number);
	g_autofree char *scope_id =
		g_strdup_printf("%s/resourceGroups/rg-%05u", PICTURES_PROD, number);
	g_autofree char *schedule = g_strdup_printf("%s/schedules/%u", scope_id, number);
	const GrantParts parts = {
		.workload = WORKLOAD_AZURE,
		.role = role,
		.role_id = role_id,
		.scope_type = SCOPE_RESOURCE_GROUP,
		.scope_id = scope_id,
		.scope_name = scope,
		.member_type = MEMBER_DIRECT,
		.holder_id = OID,
		.schedule_id = schedule,
		.end = end,
	};
	make_grant(&row->grant, &parts);
	return row;
}

Policy *pictures_policy(const char *role)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = 8 * HOUR;
	if (g_str_equal(role, "Reader") || g_str_equal(role, "Global Reader"))
		return policy;
	policy->needs_justification = true;
	const bool is_owner = g_str_equal(role, "Owner");
	if (!is_owner && !g_str_equal(role, "Contributor"))
		return policy;
	policy->needs_approval = true;
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(policy->approvers, g_strdup("SecOps"));
	policy->needs_mfa = is_owner;
	policy->needs_ticket = !is_owner;
	policy->maximum = is_owner ? 2 * HOUR : policy->maximum;
	policy->context = is_owner ? NULL : g_strdup("c1");
	return policy;
}

static bool is_child(const ScopeData *scope, const char *parent, bool is_deep)
{
	while (scope->parent != NULL) {
		if (scope_id_equal(scope->parent, parent))
			return true;
		if (!is_deep)
			return false;
		for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
			if (g_str_equal(scopes[i].id, scope->parent)) {
				scope = &scopes[i];
				break;
			}
		}
	}
	return false;
}

GPtrArray *pictures_children(const char *scope_id, bool is_deep)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
		g_auto(Scope) scope = { 0 };
		if (!is_child(&scopes[i], scope_id, is_deep))
			continue;
		scope_init(&scope, scopes[i].type, scopes[i].id, scopes[i].name);
		g_ptr_array_add(rows, scope_new_copy(&scope));
	}
	return rows;
}

typedef struct HistoryData {
	WorkloadId workload;
	RequestKind kind;
	const char *role, *scope;
	RequestState state;
	int64_t ago, duration;
	const char *reason, *ticket, *message;
} HistoryData;

static const HistoryData history_rows[] = {
	{ WORKLOAD_AZURE, REQUEST_ACTIVATE, "Reader", "rg-payments", REQUEST_STATE_ACTIVE,
	  80 * MINUTE, 90 * MINUTE, "look at the alert", NULL, NULL },
	{ WORKLOAD_ENTRA, REQUEST_ACTIVATE, "Global Reader", "directory", REQUEST_STATE_ACTIVE,
	  108 * MINUTE, 5 * HOUR, NULL, NULL, NULL },
	{ WORKLOAD_AZURE, REQUEST_ACTIVATE, "Contributor", "rg-payments", REQUEST_STATE_REFUSED,
	  4 * HOUR, 12 * HOUR, "deploy hotfix 4711", "INC0012345", "at most 8h here" },
	{ WORKLOAD_AZURE, REQUEST_ACTIVATE, "Owner", "rg-edge", REQUEST_STATE_WAITING, 5 * HOUR,
	  2 * HOUR, "rotate the certificate", NULL, NULL },
	{ WORKLOAD_GROUP, REQUEST_DEACTIVATE, "sg-oncall", "sg-oncall", REQUEST_STATE_ENDED, DAY, 0,
	  NULL, NULL, NULL },
	{ WORKLOAD_GROUP, REQUEST_ACTIVATE, "sg-oncall", "sg-oncall", REQUEST_STATE_ENDED,
	  DAY + 3 * HOUR, 8 * HOUR, "on call this week", NULL, NULL },
	{ WORKLOAD_AZURE, REQUEST_ACTIVATE, "Contributor", "sub-dev", REQUEST_STATE_UNKNOWN,
	  9 * DAY, HOUR, "clean the sandbox", NULL, NULL },
	{ WORKLOAD_AZURE, REQUEST_ACTIVATE, "Key Vault Secrets Officer", "sub-prod",
	  REQUEST_STATE_ENDED, 400 * DAY, HOUR, "rotate a secret", "CHG0000815", NULL },
};

GPtrArray *pictures_history(Instant now)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	for (size_t i = 0; i < G_N_ELEMENTS(history_rows); i++) {
		const HistoryData *data = &history_rows[i];
		const ScopeData *scope = scope_data(data->scope);
		HistoryEntry *entry = history_entry_new();
		Request *request = request_new();
		RowData row = { .workload = data->workload,
				.role = data->role,
				.scope = data->scope };
		request->id = g_strdup_printf("66666666-6666-4666-8666-%012zu", i);
		request->workload = data->workload;
		request->kind = data->kind;
		request->role.id = role_id(&row);
		request->role.name = g_strdup(data->role);
		scope_init(&request->scope, scope->type, scope->id, scope->name);
		request->access = data->workload == WORKLOAD_GROUP ? ACCESS_MEMBER : ACCESS_NONE;
		request->state = data->state;
		request->message = g_strdup(data->message);
		request->justification = g_strdup(data->reason);
		request->ticket_number = g_strdup(data->ticket);
		request->created = now - data->ago;
		request->duration = data->duration;
		request->end = data->duration ? request->created + data->duration : 0;
		request->is_own = true;
		entry->request = request;
		entry->source = HISTORY_SOURCE_LOCAL;
		entry->first_learnt = entry->last_learnt = request->created;
		g_ptr_array_add(rows, entry);
	}
	return rows;
}
