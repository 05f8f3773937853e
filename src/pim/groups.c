#include "src/pim/groups.h"

#include "src/base/text.h"
#include "src/pim/error.h"
#include "src/pim/holdings.h"

/* Members that both kinds of schedule instances have (privilegedAccessGroup*ScheduleInstance). */
#define GRANT_FIELDS(type)                                                    \
	GRAPH_NEEDED("principalId", type, grant.holder.id),                   \
		GRAPH_NEEDED("groupId", type, grant.role.id),                 \
		GRAPH_TEXT("group.displayName", type, grant.role.name),       \
		GRAPH_WORD("accessId", type, grant.access, graph_access),     \
		GRAPH_TEXT("principal.displayName", type, grant.holder.name), \
		GRAPH_INSTANT("startDateTime", type, grant.start),            \
		GRAPH_INSTANT("endDateTime", type, grant.end),                \
		GRAPH_WORD("memberType", type, grant.member_type, graph_member_type)

static const JsonField eligibility_fields[] = {
	GRANT_FIELDS(Eligibility),
	GRAPH_TEXT("eligibilityScheduleId", Eligibility, grant.schedule_id),
};

static const JsonField schedule_fields[] = {
	GRANT_FIELDS(Eligibility),
	GRAPH_TEXT("id", Eligibility, grant.schedule_id),
	GRAPH_INSTANT("scheduleInfo.startDateTime", Eligibility, grant.start),
	GRAPH_INSTANT("scheduleInfo.expiration.endDateTime", Eligibility, grant.end),
};

static const JsonField assignment_fields[] = {
	GRANT_FIELDS(Assignment),
	GRAPH_TEXT("assignmentScheduleId", Assignment, grant.schedule_id),
	GRAPH_TEXT("activatedUsing.eligibilityScheduleId", Assignment, eligibility_schedule_id),
	GRAPH_WORD("assignmentType", Assignment, assignment_type, graph_assignment_type),
};

static const JsonField request_fields[] = {
	GRAPH_REQUEST_FIELDS,
	GRAPH_NEEDED("groupId", Request, role.id),
	GRAPH_TEXT("group.displayName", Request, role.name),
	GRAPH_WORD("accessId", Request, access, graph_access),
};

/* A group is role and scope in one: both carry its id and its name. */
static void settle_scope(Scope *scope, const Role *role)
{
	scope_clear(scope);
	scope_init(scope, SCOPE_GROUP, role->id, role->name);
}

static void settle_grant(Grant *grant)
{
	grant->workload = WORKLOAD_GROUP;
	graph_clear_if_blank(&grant->role.name);
	settle_scope(&grant->scope, &grant->role);
	grant->id = grant_make_id(WORKLOAD_GROUP, grant->role.id, grant->scope.id, grant->access,
				  grant->holder.id);
}

static Eligibility *read_eligibility(const JsonValue *element, const JsonField *fields,
				     size_t count, GError **error)
{
	g_autoptr(Eligibility) row = eligibility_new();
	if (!json_decode(element, fields, count, row, error))
		return NULL;
	settle_grant(&row->grant);
	return g_steal_pointer(&row);
}

static gpointer decode_eligibility(const PimContext *context, const JsonValue *element,
				   gpointer data, GError **error)
{
	(void)context, (void)data;
	return read_eligibility(element, eligibility_fields, G_N_ELEMENTS(eligibility_fields),
				error);
}

static gpointer decode_schedule(const PimContext *context, const JsonValue *element, gpointer data,
				GError **error)
{
	(void)context, (void)data;
	return read_eligibility(element, schedule_fields, G_N_ELEMENTS(schedule_fields), error);
}

static gpointer decode_assignment(const PimContext *context, const JsonValue *element,
				  gpointer data, GError **error)
{
	(void)context, (void)data;
	g_autoptr(Assignment) row = assignment_new();
	if (!json_decode(element, assignment_fields, G_N_ELEMENTS(assignment_fields), row, error))
		return NULL;
	settle_grant(&row->grant);
	return g_steal_pointer(&row);
}

static gpointer decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	(void)data;
	g_autoptr(Request) row = request_new();
	if (!json_decode(element, request_fields, G_N_ELEMENTS(request_fields), row, error))
		return NULL;
	row->workload = WORKLOAD_GROUP;
	settle_scope(&row->scope, &row->role);
	graph_settle_request(context, element, row);
	return g_steal_pointer(&row);
}

/* accessId must be the eligibility's: member for an owner's eligibility finds nothing to activate. */
static void add_target(JsonBuilder *body, const Request *request)
{
	json_builder_text(body, "accessId", access_word(request->access));
	json_builder_text(body, "groupId", request->role.id);
}

static char *make_policy_filter(const Grant *grant, unsigned attempt)
{
	if (attempt > 0)
		return NULL;
	return g_strdup_printf(
		"scopeId eq '%s' and scopeType eq 'Group' and roleDefinitionId eq '%s'",
		grant->role.id, access_word(grant->access));
}

/* $expand=group comes back empty at times. */
static char *make_role_url(const Role *role)
{
	if (role->name != NULL)
		return NULL;
	g_autofree char *id = g_uri_escape_string(role->id, NULL, FALSE);
	return g_strconcat("/groups/", id, "?$select=id,displayName", NULL);
}

/* ---- what a group grants ---- */

typedef struct RoleCall {
	PimTextDone done;
	gpointer data;
} RoleCall;

/* The directory roles that the group holds. Who may not read them learns nothing, which is no error. */
static void on_roles(const JsonValue *value, const GError *error, gpointer data)
{
	RoleCall *call = data;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	const JsonValue *list = value == NULL ? NULL : json_get(value, "value");
	for (size_t i = 0; i < json_array_length(list); i++) {
		const JsonValue *row = json_array_at(list, i);
		const char *name = json_text(json_get(row, "roleDefinition.displayName"));
		const char *id = json_text(json_get(row, "roleDefinitionId"));
		g_autofree char *clean = text_sanitize(name != NULL ? name : id, -1);
		g_ptr_array_add(lines, g_strdup_printf("directory role: %s", clean));
	}
	const bool is_refused = g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION) ||
				g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_CONSENT);
	const bool is_failed = error != NULL && !is_refused;
	call->done(is_failed ? NULL : lines, is_failed ? error : NULL, call->data);
	g_free(call);
}

static void read_role(const PimWorkload *self, const PimContext *context, const Grant *grant,
		      GCancellable *cancellable, PimTextDone done, gpointer data)
{
	(void)self, (void)cancellable;
	RoleCall *call = g_new0(RoleCall, 1);
	call->done = done;
	call->data = data;
	g_autofree char *id = g_uri_escape_string(grant->role.id, NULL, FALSE);
	g_autofree char *url = g_strconcat(
		"/roleManagement/directory/roleAssignments?$filter=principalId%20eq%20'", id,
		"'&$expand=roleDefinition", NULL);
	graph_get(context, url, on_roles, call);
}

/* ---- the row ---- */

const GraphKind groups_kind = {
	.workload = {
		.id = WORKLOAD_GROUP,
		.audience = AUDIENCE_GRAPH,
		.lists.load = {
			[LIST_ELIGIBILITIES] = graph_list_eligible,
			[LIST_ASSIGNMENTS] = graph_list_active,
			[LIST_REQUESTS] = graph_list_requests,
			[LIST_DORMANT] = graph_list_dormant,
			[LIST_APPROVALS] = groups_list_approvals,
		},
		.reads = { .policy = graph_read_policy, .role = read_role },
		.holdings = { graph_list_holdings, graph_list_holding_requests },
		.requests = { graph_submit, graph_look_up, graph_cancel },
		.decisions = { groups_decide, groups_look_up_decision },
	},
	.base = "/identityGovernance/privilegedAccess/group/",
	.lists = {
		[LIST_ELIGIBILITIES] = { "eligibilityScheduleInstances", "group",
			"PrivilegedEligibilitySchedule.Read.AzureADGroup", decode_eligibility },
		[LIST_ASSIGNMENTS] = { "assignmentScheduleInstances", "group,activatedUsing",
			"PrivilegedAssignmentSchedule.Read.AzureADGroup", decode_assignment },
		[LIST_REQUESTS] = { "assignmentScheduleRequests", "group",
			"PrivilegedAssignmentSchedule.Read.AzureADGroup", decode_request },
		[LIST_APPROVALS] = { "assignmentScheduleRequests", "principal,group",
			"PrivilegedAssignmentSchedule.Read.AzureADGroup", decode_request, .is_to_decide = true },
	},
	.eligibility_requests = { "eligibilityScheduleRequests", "group",
		"PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", decode_request },
	.eligibility_schedules = { "eligibilitySchedules", "group",
		"PrivilegedEligibilitySchedule.Read.AzureADGroup", decode_schedule },
	.write_permission = "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
	.scope_member = "groupId",
	.add_target = add_target,
	.make_policy_filter = make_policy_filter,
	.make_role_url = make_role_url,
};
