#include "src/pim/entra.h"

#include <string.h>

#include "src/base/text.h"
#include "src/pim/definitions.h"
#include "src/pim/holdings.h"

#define UNIT_PREFIX "/administrativeUnits/"

/* Members that both kinds of schedule instances have (unifiedRoleScheduleInstanceBase). */
#define GRANT_FIELDS(type)                                                        \
	GRAPH_NEEDED("principalId", type, grant.holder.id),                       \
		GRAPH_NEEDED("roleDefinitionId", type, grant.role.id),            \
		GRAPH_TEXT("directoryScopeId", type, grant.scope.id),             \
		GRAPH_TEXT("roleDefinition.displayName", type, grant.role.name),  \
		GRAPH_TEXT("directoryScope.displayName", type, grant.scope.name), \
		GRAPH_TEXT("principal.displayName", type, grant.holder.name),     \
		GRAPH_INSTANT("startDateTime", type, grant.start),                \
		GRAPH_INSTANT("endDateTime", type, grant.end),                    \
		GRAPH_WORD("memberType", type, grant.member_type, graph_member_type)

static const JsonField eligibility_fields[] = {
	GRANT_FIELDS(Eligibility),
	GRAPH_TEXT("roleEligibilityScheduleId", Eligibility, grant.schedule_id),
};

static const JsonField schedule_fields[] = {
	GRANT_FIELDS(Eligibility),
	GRAPH_TEXT("id", Eligibility, grant.schedule_id),
	GRAPH_INSTANT("scheduleInfo.startDateTime", Eligibility, grant.start),
	GRAPH_INSTANT("scheduleInfo.expiration.endDateTime", Eligibility, grant.end),
};

static const JsonField assignment_fields[] = {
	GRANT_FIELDS(Assignment),
	GRAPH_TEXT("roleAssignmentScheduleId", Assignment, grant.schedule_id),
	GRAPH_TEXT("activatedUsing.roleEligibilityScheduleId", Assignment, eligibility_schedule_id),
	GRAPH_WORD("assignmentType", Assignment, assignment_type, graph_assignment_type),
};

static const JsonField request_fields[] = {
	GRAPH_REQUEST_FIELDS,
	GRAPH_NEEDED("roleDefinitionId", Request, role.id),
	GRAPH_TEXT("directoryScopeId", Request, scope.id),
	GRAPH_TEXT("roleDefinition.displayName", Request, role.name),
	GRAPH_TEXT("directoryScope.displayName", Request, scope.name),
};

/* "/" the whole directory; "/administrativeUnits/{id}"; "/{id}" one object; an appScopeId is told apart by its type. */
static void settle_scope(Scope *scope, const JsonValue *element)
{
	graph_clear_if_blank(&scope->name);
	if (scope->id == NULL) {
		scope->id = g_strdup(json_text(json_get(element, "appScopeId")));
		scope->type = SCOPE_UNKNOWN;
		if (scope->id != NULL)
			return;
		scope->id = g_strdup("/");
	}
	if (g_str_equal(scope->id, "/")) {
		scope->type = SCOPE_DIRECTORY;
		g_free(scope->name);
		scope->name = g_strdup("directory");
	} else if (g_ascii_strncasecmp(scope->id, UNIT_PREFIX, strlen(UNIT_PREFIX)) == 0) {
		scope->type = SCOPE_ADMINISTRATIVE_UNIT;
	} else {
		scope->type = SCOPE_OBJECT;
	}
}

static void settle_grant(Grant *grant, const JsonValue *element)
{
	grant->workload = WORKLOAD_ENTRA;
	settle_scope(&grant->scope, element);
	graph_clear_if_blank(&grant->role.name);
	grant->id = grant_make_id(WORKLOAD_ENTRA, grant->role.id, grant->scope.id, ACCESS_NONE,
				  grant->holder.id);
}

static Eligibility *read_eligibility(const JsonValue *element, const JsonField *fields,
				     size_t count, GError **error)
{
	g_autoptr(Eligibility) row = eligibility_new();
	if (!json_decode(element, fields, count, row, error))
		return NULL;
	settle_grant(&row->grant, element);
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
	settle_grant(&row->grant, element);
	return g_steal_pointer(&row);
}

static gpointer decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	(void)data;
	g_autoptr(Request) row = request_new();
	if (!json_decode(element, request_fields, G_N_ELEMENTS(request_fields), row, error))
		return NULL;
	row->workload = WORKLOAD_ENTRA;
	settle_scope(&row->scope, element);
	graph_settle_request(context, element, row);
	return g_steal_pointer(&row);
}

static void add_target(JsonBuilder *body, const Request *request)
{
	json_builder_text(body, "roleDefinitionId", request->role.id);
	json_builder_text(body,
			  request->scope.type == SCOPE_UNKNOWN ? "appScopeId" : "directoryScopeId",
			  request->scope.id);
}

/* Settings belong to the role in the whole tenant; pages name the type of their scope in two ways. */
static char *make_policy_filter(const Grant *grant, unsigned attempt)
{
	static const char *const types[] = { "DirectoryRole", "Directory" };
	if (attempt >= G_N_ELEMENTS(types))
		return NULL;
	return g_strdup_printf("scopeId eq '/' and scopeType eq '%s' and roleDefinitionId eq '%s'",
			       types[attempt], grant->role.id);
}

/* $expand=roleDefinition comes back empty at times, for a role that was deleted or one of one's own that is new. */
static char *make_role_url(const Role *role)
{
	if (role->name != NULL)
		return NULL;
	g_autofree char *id = g_uri_escape_string(role->id, NULL, FALSE);
	return g_strconcat("/roleManagement/directory/roleDefinitions/", id,
			   "?$select=id,displayName", NULL);
}

/* $expand=directoryScope gives the name to whom it permits to read that kind of object. */
static char *make_scope_url(const Scope *scope)
{
	const char *id = scope->id != NULL ? strrchr(scope->id, '/') : NULL;
	if (scope->name != NULL || id == NULL || id[1] == '\0')
		return NULL;
	g_autofree char *escaped = g_uri_escape_string(id + 1, NULL, FALSE);
	if (scope->type == SCOPE_ADMINISTRATIVE_UNIT)
		return g_strconcat("/directory/administrativeUnits/", escaped,
				   "?$select=id,displayName", NULL);
	return g_strconcat("/directoryObjects/", escaped, NULL);
}

/* ---- what a role permits ---- */

typedef struct RoleCall {
	PimTextDone done;
	gpointer data;
} RoleCall;

static void on_role(const JsonValue *value, const GError *error, gpointer data)
{
	RoleCall *call = data;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	const JsonValue *permissions = value == NULL ? NULL : json_get(value, "rolePermissions");
	for (size_t i = 0; i < json_array_length(permissions); i++) {
		const JsonValue *actions =
			json_get(json_array_at(permissions, i), "allowedResourceActions");
		for (size_t j = 0; j < json_array_length(actions); j++) {
			const char *action = json_text(json_array_at(actions, j));
			g_autofree char *clean = text_sanitize(action, -1);
			if (action != NULL)
				g_ptr_array_add(lines, g_strdup_printf("actions: %s", clean));
		}
	}
	call->done(error == NULL ? lines : NULL, error, call->data);
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
	g_autofree char *url = g_strconcat("/roleManagement/directory/roleDefinitions/", id, NULL);
	graph_get(context, url, on_role, call);
}

/* ---- the row ---- */

const GraphKind entra_kind = {
	.workload = {
		.id = WORKLOAD_ENTRA,
		.audience = AUDIENCE_GRAPH,
		.lists.load = {
			[LIST_ELIGIBILITIES] = graph_list_eligible,
			[LIST_ASSIGNMENTS] = graph_list_active,
			[LIST_REQUESTS] = graph_list_requests,
			[LIST_DORMANT] = graph_list_dormant,
			[LIST_APPROVALS] = graph_list_approvals,
		},
		.reads = { .policy = graph_read_policy,
			   .role = read_role,
			   .definitions = entra_list_definitions,
			   .definition = entra_read_definition },
		.holdings = { graph_list_holdings, graph_list_holding_requests },
		.requests = { graph_submit, graph_look_up, graph_cancel },
		.decisions = { entra_decide, entra_look_up_decision },
	},
	.base = "/roleManagement/directory/",
	.lists = {
		[LIST_ELIGIBILITIES] = { "roleEligibilityScheduleInstances", "roleDefinition,directoryScope",
			"RoleEligibilitySchedule.Read.Directory", decode_eligibility },
		[LIST_ASSIGNMENTS] = { "roleAssignmentScheduleInstances", "roleDefinition,directoryScope,activatedUsing",
			"RoleAssignmentSchedule.Read.Directory", decode_assignment },
		/* Reading requests takes the permission to write them (Microsoft's permission table). */
		[LIST_REQUESTS] = { "roleAssignmentScheduleRequests", "roleDefinition,directoryScope",
			"RoleAssignmentSchedule.ReadWrite.Directory", decode_request },
		[LIST_APPROVALS] = { "roleAssignmentScheduleRequests", "roleDefinition,directoryScope,principal",
			"RoleAssignmentSchedule.ReadWrite.Directory", decode_request, .is_to_decide = true },
	},
	.eligibility_requests = { "roleEligibilityScheduleRequests", "roleDefinition,directoryScope",
		"RoleEligibilitySchedule.ReadWrite.Directory", decode_request },
	.eligibility_schedules = { "roleEligibilitySchedules", "roleDefinition,directoryScope",
		"RoleEligibilitySchedule.Read.Directory", decode_schedule },
	.write_permission = "RoleAssignmentSchedule.ReadWrite.Directory",
	.scope_member = "directoryScopeId",
	.add_target = add_target,
	.make_policy_filter = make_policy_filter,
	.make_role_url = make_role_url,
	.make_scope_url = make_scope_url,
};
