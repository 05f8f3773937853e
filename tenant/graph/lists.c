/* Graph's lists of eligibilities and assignments, for directory roles and groups alike. */
#include "tenant/graph/rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/rules.h"

static const char *const known[] = { "status",           "groupId",
				     "principalId",      "accessId",
				     "roleDefinitionId", "directoryScopeId",
				     "assignmentType",   NULL };

/* Graph's own ids of instances are no GUIDs. */
static char *instance_id(const char *id, bool is_eligibility)
{
	g_auto(GStrv) parts = g_strsplit(id, "-", -1);
	g_autofree char *joined = g_strjoinv("", parts);
	return g_strconcat(joined, is_eligibility ? "-1-e" : "-1", NULL);
}

static cJSON *new_row(const GraphCollection *collection, const char *id, bool is_own)
{
	cJSON *row = cJSON_CreateObject();
	g_autofree char *type = g_strconcat("#microsoft.graph.", collection->type, NULL);
	if (is_own)
		json_add(row, "@odata.type", type);
	json_add(row, "id", id);
	return row;
}

/* The letter case is not the same everywhere: "Direct" in instances, "direct" in schedules of
 * groups. */
static void add_member_type(cJSON *row, const GraphCollection *collection, MemberType type)
{
	g_autofree char *folded = g_ascii_strdown(member_type_name(type), -1);
	bool is_small = collection->workload == WORKLOAD_GROUP && !collection->is_instance;
	json_add(row, "memberType", is_small ? folded : member_type_name(type));
}

static void add_history(cJSON *row, const char *made_by, int64_t created)
{
	json_add(row, "createdUsing", made_by);
	json_add_time(row, "createdDateTime", created, 3);
	/* Never changed. */
	json_add(row, "modifiedDateTime", "0001-01-01T08:00:00Z");
	json_add(row, "status", "Provisioned");
}

static cJSON *eligibility_row(const GraphCall *call, const GraphCollection *collection,
			      const Eligibility *from, bool is_own)
{
	Workload workload = collection->workload;
	g_autofree char *schedule =
		graph_schedule_id(workload, from->scope_id, from->role, from->id);
	g_autofree char *instance = instance_id(from->instance_id, true);
	cJSON *row = new_row(collection, collection->is_instance ? instance : schedule, is_own);
	graph_add_keys(row, workload, from->scope_id, from->role, from->principal);
	if (collection->is_instance) {
		json_add_time(row, "startDateTime", from->start, 3);
		json_add_time(row, "endDateTime", from->end, 0);
		json_add(row,
			 workload == WORKLOAD_GROUP ? "eligibilityScheduleId"
						    : "roleEligibilityScheduleId",
			 schedule);
	} else {
		add_history(row, from->id, from->created);
		graph_add_schedule(row, from->start, from->end ? EXPIRE_AT : EXPIRE_NEVER,
				   from->end, 0);
	}
	add_member_type(row, collection, from->member_type);
	graph_expand(call, row, collection, from->role, from->scope_id, from->principal);
	return row;
}

static void expand_used(const GraphCall *call, cJSON *row, const GraphCollection *collection,
			const Assignment *from)
{
	const Eligibility *used =
		from->linked_id != NULL
			? world_find_eligibility(call->caller.world, from->linked_id)
			: NULL;
	if (!graph_expands(call, "activatedUsing"))
		return;
	if (used == NULL) {
		json_add(row, "activatedUsing", NULL);
		return;
	}
	cJSON *json = json_add_object(row, "activatedUsing");
	g_autofree char *id = instance_id(used->instance_id, true);
	json_add(json, "id", id);
	graph_add_keys(json, collection->workload, used->scope_id, used->role, used->principal);
	json_add_time(json, "startDateTime", used->start, 3);
	json_add_time(json, "endDateTime", used->end, 0);
	json_add(json, "memberType", member_type_name(used->member_type));
}

static cJSON *assignment_row(const GraphCall *call, const GraphCollection *collection,
			     const Assignment *from, bool is_own)
{
	Workload workload = collection->workload;
	g_autofree char *schedule =
		graph_schedule_id(workload, from->scope_id, from->role, from->id);
	g_autofree char *instance = instance_id(from->instance_id, false);
	bool is_permanent = from->end == 0;
	cJSON *row = new_row(collection, collection->is_instance ? instance : schedule, is_own);
	graph_add_keys(row, workload, from->scope_id, from->role, from->principal);
	if (collection->is_instance) {
		/* A permanent assignment has neither start nor end. */
		json_add_time(row, "startDateTime", is_permanent ? 0 : from->start, 7);
		json_add_time(row, "endDateTime", from->end, 7);
		json_add(row,
			 workload == WORKLOAD_GROUP ? "assignmentScheduleId"
						    : "roleAssignmentScheduleId",
			 schedule);
		if (workload == WORKLOAD_ENTRA)
			json_add(row, "roleAssignmentOriginId", instance);
	} else {
		add_history(row, from->request_id, from->created);
		graph_add_schedule(row, from->start, is_permanent ? EXPIRE_NEVER : EXPIRE_AT,
				   from->end, 0);
	}
	const char *type = from->is_activated ? "Activated" : "Assigned";
	g_autofree char *folded = g_ascii_strdown(type, -1);
	bool is_small = workload == WORKLOAD_GROUP && !collection->is_instance;
	json_add(row, "assignmentType", is_small ? folded : type);
	add_member_type(row, collection, from->member_type);
	expand_used(call, row, collection, from);
	graph_expand(call, row, collection, from->role, from->scope_id, from->principal);
	return row;
}

/* Whose rows: the caller's by filterByCurrentUser, else those of a named principal or group. */
typedef struct GraphList {
	const GraphCall *call;
	const GraphCollection *collection;
	Filter filter;
	bool is_own;
	int64_t now;
} GraphList;

static bool is_listed(const GraphList *list, const Role *role, const char *scope_id,
		      const Object *principal)
{
	const World *world = list->call->caller.world;
	const char *scope_name =
		list->collection->workload == WORKLOAD_GROUP ? "groupId" : "directoryScopeId";
	const char *role_name =
		list->collection->workload == WORKLOAD_GROUP ? "accessId" : "roleDefinitionId";
	if (list->is_own && !rules_is_member(world, list->call->caller.user, principal, list->now))
		return false;
	return filter_allows(&list->filter, "principalId", principal->id) &&
	       filter_allows(&list->filter, scope_name, scope_id) &&
	       filter_allows(&list->filter, role_name, role->id) &&
	       filter_allows(&list->filter, "status", "Provisioned");
}

static void list_eligibilities(const GraphList *list, Page *page)
{
	const GPtrArray *all = list->call->caller.world->eligibilities;
	for (guint i = 0; i < all->len && !page_is_over(page); i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		bool is_over = row->is_revoked || (row->end && row->end <= list->now) ||
			       (list->collection->is_instance && row->start > list->now);
		if (row->workload == list->collection->workload && !is_over &&
		    is_listed(list, row->role, row->scope_id, row->principal) && page_wants(page))
			page_add(page,
				 eligibility_row(list->call, list->collection, row, list->is_own));
	}
}

static void list_assignments(const GraphList *list, Page *page)
{
	const GPtrArray *all = list->call->caller.world->assignments;
	for (guint i = 0; i < all->len && !page_is_over(page); i++) {
		const Assignment *row = g_ptr_array_index(all, i);
		bool is_shown =
			moods_lists(list->call->service, row, !list->collection->is_instance);
		if (row->workload == list->collection->workload && is_shown &&
		    is_listed(list, row->role, row->scope_id, row->principal) && page_wants(page))
			page_add(page,
				 assignment_row(list->call, list->collection, row, list->is_own));
	}
}

static bool check_whose(const GraphList *list, Refusal *refusal)
{
	return list->is_own || graph_may_list(list->call, list->collection, &list->filter, refusal);
}

/* One's own row by its id. */
static cJSON *find_row(const GraphList *list, const char *id)
{
	const World *world = list->call->caller.world;
	bool is_eligible = list->collection->kind == GRAPH_ELIGIBILITY;
	const GPtrArray *all = is_eligible ? world->eligibilities : world->assignments;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *held = is_eligible ? g_ptr_array_index(all, i) : NULL;
		const Assignment *active = is_eligible ? NULL : g_ptr_array_index(all, i);
		bool is_shown = is_eligible ? held->workload == list->collection->workload &&
						      eligibility_is_current(held, list->now)
					    : active->workload == list->collection->workload &&
						      moods_lists(list->call->service, active,
								  !list->collection->is_instance);
		const Object *principal = is_eligible ? held->principal : active->principal;
		if (!is_shown ||
		    !rules_is_member(world, list->call->caller.user, principal, list->now))
			continue;
		g_autoptr(cJSON) row =
			is_eligible ? eligibility_row(list->call, list->collection, held, false)
				    : assignment_row(list->call, list->collection, active, false);
		if (ids_equal(json_text_or(row, "id", ""), id))
			return g_steal_pointer(&row);
	}
	return NULL;
}

static bool get_one(const GraphList *list, const char *id, Refusal *refusal)
{
	cJSON *row = find_row(list, id);
	if (row == NULL)
		return refuse(refusal, 404, "ResourceNotFound", "The resource '%s' is not found.",
			      id);
	http_answer_json(list->call->response, 200, row);
	return true;
}

bool graph_lists(GraphCall *call, const GraphCollection *collection, const char *rest,
		 Refusal *refusal)
{
	GraphList list = { .call = call,
			   .collection = collection,
			   .now = service_now(call->service),
			   .is_own = ids_equal(rest, "filterByCurrentUser(on='principal')") };
	Page page;
	if (!list.is_own && *rest)
		return get_one(&list, rest, refusal);
	g_autofree char *what = g_strdup_printf("Collection(%s)", collection->type);
	g_autofree char *head = graph_context(call, what);
	bool is_good =
		filter_parse(http_query(call->request, "$filter"), known, &list.filter, refusal) &&
		check_whose(&list, refusal);
	if (is_good) {
		page_begin(&page, &call->service->settings, call->request, call->response, head);
		if (collection->kind == GRAPH_ELIGIBILITY)
			list_eligibilities(&list, &page);
		else
			list_assignments(&list, &page);
		page_end(&page, call->request, "@odata.nextLink", false);
	}
	filter_clear(&list.filter);
	return is_good;
}
