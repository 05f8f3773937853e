/* Eligibilities and assignments: instances (what is now) and schedules (what is and will be). */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/rules.h"

/* One list in the making. */
typedef struct ArmList {
	ArmCall *call;
	Filter filter;
	Page page;
	int64_t now;
	bool is_root;
	bool is_above;            /* atScope(), assignedTo(), principalId: here and above */
	bool is_below;            /* principalId: below, too */
	const char *target_id;    /* the rows of this person, and those of their groups */
	const char *principal_id; /* the rows of exactly this principal */
} ArmList;

static bool refuse_reading(const ArmCall *call, Refusal *refusal)
{
	return refuse(refusal, 403, "InsufficientPermissions",
		      "The requestor %s does not have permissions for this request. Please use "
		      "$filter=asTarget() to filter on the requestor's assignments.",
		      call->caller.user->id);
}

static bool list_open(ArmList *list, ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "asTarget",
					     "atScope",
					     "assignedTo",
					     "principalId",
					     "roleDefinitionId",
					     "status",
					     "roleEligibilityScheduleId",
					     "roleAssignmentScheduleId",
					     NULL };
	*list = (ArmList){ .call = call, .now = service_now(call->service) };
	list->is_root = strcmp(call->scope, "/") == 0;
	if (!filter_parse(http_query(call->request, "$filter"), known, &list->filter, refusal))
		return false;
	if (list->is_root && call->service->settings.root_list_forbidden)
		return refuse_reading(call, refusal);
	list->principal_id = filter_value(&list->filter, "principalId");
	list->target_id = filter_value(&list->filter, "assignedTo");
	list->is_below = list->principal_id != NULL;
	list->is_above = list->is_below || list->target_id != NULL ||
			 filter_value(&list->filter, "atScope") != NULL;
	if (filter_value(&list->filter, "asTarget") != NULL)
		list->target_id = call->caller.user->id;
	else if (!arm_can_read(call, call->scope))
		return refuse_reading(call, refusal);
	page_begin(&list->page, &call->service->settings, call->request, call->response, NULL);
	return true;
}

static void list_close(ArmList *list)
{
	page_end(&list->page, list->call->request, "nextLink",
		 list->call->service->settings.relative_next_link);
	filter_clear(&list->filter);
}

/* At the root everything; elsewhere what is defined here, and with some filters above and below. */
static bool is_listed(const ArmList *list, const Role *role, const char *scope_id,
		      const Object *principal)
{
	const World *world = list->call->caller.world;
	bool is_here = list->is_root || ids_equal(scope_id, list->call->scope) ||
		       (list->is_above && world_is_within(world, list->call->scope, scope_id)) ||
		       (list->is_below && world_is_within(world, scope_id, list->call->scope));
	if (!is_here ||
	    (list->principal_id != NULL && !ids_equal(list->principal_id, principal->id)))
		return false;
	const Object *target = world_find_object(world, list->target_id);
	if (list->target_id != NULL &&
	    (target == NULL || !rules_is_member(world, target, principal, list->now)))
		return false;
	const char *wanted = filter_value(&list->filter, "roleDefinitionId");
	return (wanted == NULL || ids_equal(ids_tail(wanted), role->id)) &&
	       filter_allows(&list->filter, "status", "Provisioned");
}

static cJSON *new_properties(const char *scope_id, const Role *role, const Object *principal)
{
	cJSON *json = cJSON_CreateObject();
	g_autofree char *role_id = arm_role_definition_id(scope_id, role->id);
	json_add(json, "scope", scope_id);
	json_add(json, "roleDefinitionId", role_id);
	json_add(json, "principalId", principal->id);
	json_add(json, "principalType", principal->kind == OBJECT_GROUP ? "Group" : "User");
	json_add(json, "status", "Provisioned");
	return json;
}

static cJSON *eligibility_row(const ArmCall *call, const Eligibility *row, bool is_instance)
{
	cJSON *json = new_properties(row->scope_id, row->role, row->principal);
	g_autofree char *request = ids_derive(row->id, "eligibility request", "");
	g_autofree char *made_by =
		is_instance ? ids_authorization(row->scope_id, "RoleEligibilitySchedules", row->id)
			    : ids_authorization(row->scope_id, "RoleEligibilityScheduleRequests",
						request);
	json_add(json,
		 is_instance ? "roleEligibilityScheduleId" : "roleEligibilityScheduleRequestId",
		 made_by);
	json_add_time(json, "startDateTime", row->start, 3);
	json_add_time(json, "endDateTime", row->end, 3);
	json_add(json, "memberType", member_type_name(row->member_type));
	json_add_time(json, "createdOn", row->created, 3);
	if (!is_instance)
		json_add_time(json, "updatedOn", row->created, 3);
	json_add(json, "condition", row->condition);
	json_add(json, "conditionVersion", row->condition_version);
	cJSON_AddItemToObject(json, "expandedProperties",
			      arm_expand(call, row->scope_id, row->role, row->principal));
	return arm_wrap(json, row->scope_id,
			is_instance ? "RoleEligibilityScheduleInstances"
				    : "RoleEligibilitySchedules",
			is_instance ? row->instance_id : row->id);
}

static bool list_eligibilities(ArmCall *call, bool is_instance, Refusal *refusal)
{
	ArmList list;
	const GPtrArray *all = call->caller.world->eligibilities;
	if (!list_open(&list, call, refusal)) {
		filter_clear(&list.filter);
		return false;
	}
	for (guint i = 0; i < all->len && !page_is_over(&list.page); i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		bool is_over = row->is_revoked || (row->end && row->end <= list.now);
		if (row->workload != WORKLOAD_AZURE || is_over ||
		    (is_instance && row->start > list.now) ||
		    !is_listed(&list, row->role, row->scope_id, row->principal))
			continue;
		if (page_wants(&list.page))
			page_add(&list.page, eligibility_row(call, row, is_instance));
	}
	list_close(&list);
	return true;
}

/* One's own row, or one at a scope that one may read. */
static bool may_see(const ArmCall *call, const Object *principal)
{
	return rules_is_member(call->caller.world, call->caller.user, principal,
			       service_now(call->service)) ||
	       arm_can_read(call, call->scope);
}

static bool get_eligibility(ArmCall *call, bool is_instance, Refusal *refusal)
{
	const GPtrArray *all = call->caller.world->eligibilities;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		if (row->workload != WORKLOAD_AZURE || row->is_revoked ||
		    !ids_equal(is_instance ? row->instance_id : row->id, call->name) ||
		    !ids_equal(row->scope_id, call->scope) || !may_see(call, row->principal))
			continue;
		http_answer_json(call->response, 200, eligibility_row(call, row, is_instance));
		return true;
	}
	return refuse(refusal, 404, "RoleEligibilityScheduleNotFound",
		      "The Role eligibility schedule is not found.");
}

bool arm_list_eligibility_instances(ArmCall *call, Refusal *refusal)
{
	return call->name != NULL ? get_eligibility(call, true, refusal)
				  : list_eligibilities(call, true, refusal);
}

bool arm_list_eligibility_schedules(ArmCall *call, Refusal *refusal)
{
	return call->name != NULL ? get_eligibility(call, false, refusal)
				  : list_eligibilities(call, false, refusal);
}

static cJSON *assignment_row(const ArmCall *call, const Assignment *row, bool is_instance)
{
	cJSON *json = new_properties(row->scope_id, row->role, row->principal);
	g_autofree char *schedule =
		ids_authorization(row->scope_id, "RoleAssignmentSchedules", row->id);
	g_autofree char *made_by =
		row->request_id != NULL
			? ids_authorization(row->scope_id, "RoleAssignmentScheduleRequests",
					    row->request_id)
			: NULL;
	g_autofree char *origin_name = ids_derive(row->id, "role assignment", "");
	g_autofree char *origin = ids_authorization(row->scope_id, "roleAssignments", origin_name);
	json_add(json, "assignmentType", row->is_activated ? "Activated" : "Assigned");
	g_autofree char *linked = arm_linked_id(call, row->linked_id);
	json_add(json, "linkedRoleEligibilityScheduleId", linked);
	if (is_instance) {
		json_add(json, "linkedRoleEligibilityScheduleInstanceId", row->linked_instance_id);
		json_add(json, "originRoleAssignmentId", origin);
		json_add(json, "roleAssignmentScheduleId", schedule);
	} else {
		json_add(json, "roleAssignmentScheduleRequestId", made_by);
		json_add_time(json, "updatedOn", row->created, 7);
	}
	json_add_time(json, "startDateTime", row->start, 7);
	json_add_time(json, "endDateTime", row->end, 7);
	json_add(json, "memberType", member_type_name(row->member_type));
	json_add_time(json, "createdOn", row->created, 7);
	json_add(json, "condition", row->condition);
	json_add(json, "conditionVersion", row->condition_version);
	cJSON_AddItemToObject(json, "expandedProperties",
			      arm_expand(call, row->scope_id, row->role, row->principal));
	return arm_wrap(json, row->scope_id,
			is_instance ? "RoleAssignmentScheduleInstances" : "RoleAssignmentSchedules",
			is_instance ? row->instance_id : row->id);
}

static bool list_assignments(ArmCall *call, bool is_instance, Refusal *refusal)
{
	ArmList list;
	const GPtrArray *all = call->caller.world->assignments;
	if (!list_open(&list, call, refusal)) {
		filter_clear(&list.filter);
		return false;
	}
	uint64_t number = 0;
	if (list.is_root) {
		call->response->delay_ms += call->service->settings.root_active_ms;
		call->service->active_readings++;
	}
	for (guint i = 0; i < all->len; i++) {
		const Assignment *row = g_ptr_array_index(all, i);
		if (row->workload != WORKLOAD_AZURE ||
		    !moods_lists(call->service, row, !is_instance) ||
		    !is_listed(&list, row->role, row->scope_id, row->principal) ||
		    (list.is_root &&
		     moods_drops(call->service, call->service->active_readings, number++)))
			continue;
		if (page_wants(&list.page))
			page_add(&list.page, assignment_row(call, row, is_instance));
	}
	list_close(&list);
	return true;
}

static bool get_assignment(ArmCall *call, bool is_instance, Refusal *refusal)
{
	const GPtrArray *all = call->caller.world->assignments;
	for (guint i = 0; i < all->len; i++) {
		const Assignment *row = g_ptr_array_index(all, i);
		if (row->workload != WORKLOAD_AZURE ||
		    !moods_lists(call->service, row, !is_instance) ||
		    !ids_equal(is_instance ? row->instance_id : row->id, call->name) ||
		    !ids_equal(row->scope_id, call->scope) || !may_see(call, row->principal))
			continue;
		http_answer_json(call->response, 200, assignment_row(call, row, is_instance));
		return true;
	}
	return refuse(refusal, 404, "RoleAssignmentScheduleNotFound",
		      "The Role assignment schedule is not found.");
}

bool arm_list_assignment_instances(ArmCall *call, Refusal *refusal)
{
	return call->name != NULL ? get_assignment(call, true, refusal)
				  : list_assignments(call, true, refusal);
}

bool arm_list_assignment_schedules(ArmCall *call, Refusal *refusal)
{
	return call->name != NULL ? get_assignment(call, false, refusal)
				  : list_assignments(call, false, refusal);
}
