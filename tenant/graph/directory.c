/* The directory: me, users, groups, administrative units, objects by id, role definitions, and
 * which roles a group holds. */
#include "tenant/graph/rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/rules.h"

static const char *const user_readers[] = { "User.Read", "User.ReadBasic.All", "User.Read.All",
					    "Directory.Read.All", NULL };
static const char *const group_readers[] = { "GroupMember.Read.All", "Group.ReadBasic.All",
					     "Group.Read.All", "Directory.Read.All", NULL };
static const char *const unit_readers[] = { "AdministrativeUnit.Read.All", "Directory.Read.All",
					    NULL };
static const char *const role_readers[] = { "RoleManagement.Read.Directory",
					    "RoleManagement.Read.All",
					    "RoleManagement.ReadWrite.Directory",
					    "Directory.Read.All", NULL };
/* Objects of several kinds: each kind's own permission opens that kind. */
static const char *const any_readers[] = {
	"Directory.Read.All", "GroupMember.Read.All",        "Group.ReadBasic.All",
	"Group.Read.All",     "User.ReadBasic.All",          "User.Read.All",
	"User.Read",          "AdministrativeUnit.Read.All", NULL
};

static bool refuse_missing(const char *id, Refusal *refusal)
{
	return refuse(
		refusal, 404, "Request_ResourceNotFound",
		"Resource '%s' does not exist or one of its queried reference-property objects "
		"are not present.",
		id);
}

static bool serve_one(GraphCall *call, const char *id, ObjectKind kind, Refusal *refusal)
{
	const Object *object = world_find_object(call->caller.world, id);
	if (object == NULL && kind == OBJECT_USER)
		object = world_find_user(call->caller.world, id);
	if (object == NULL || object->kind != kind)
		return refuse_missing(id, refusal);
	http_answer_json(call->response, 200, graph_object(object, false));
	return true;
}

static bool serve_kind(GraphCall *call, guint used, ObjectKind kind, Refusal *refusal)
{
	static const char *const known[] = { "id", "displayName", NULL };
	if (call->count > used)
		return serve_one(call, call->parts[used], kind, refusal);
	g_auto(Filter) filter = { 0 };
	Page page;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	const GPtrArray *all = call->caller.world->objects;
	g_autofree char *head = graph_context(call, call->parts[used - 1]);
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = 0; i < all->len; i++) {
		const Object *object = g_ptr_array_index(all, i);
		if (object->kind == kind && filter_allows(&filter, "id", object->id) &&
		    filter_allows(&filter, "displayName", object->name) && page_wants(&page))
			page_add(&page, graph_object(object, false));
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}

/* POST /directoryObjects/getByIds {"ids":[…],"types":[…]} */
static bool get_by_ids(GraphCall *call, Refusal *refusal)
{
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	const cJSON *ids = json_get(json, "ids");
	const cJSON *id;
	Page page;
	if (!cJSON_IsArray(ids) || cJSON_GetArraySize(ids) > 1000)
		return refuse(refusal, 400, "Request_BadRequest",
			      "Invalid value specified for property 'ids'.");
	g_autofree char *head = graph_context(call, "directoryObjects");
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	cJSON_ArrayForEach(id, ids)
	{
		const Object *object =
			world_find_object(call->caller.world, cJSON_GetStringValue(id));
		/* Unknown ones are left out without a word. */
		if (object != NULL && page_wants(&page))
			page_add(&page, graph_object(object, true));
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}

static bool serve_objects(GraphCall *call, Refusal *refusal)
{
	if (!graph_needs_scope(call, any_readers, refusal))
		return false;
	if (call->count == 2 && ids_equal(call->parts[1], "getByIds") &&
	    strcmp(call->request->method, "POST") == 0)
		return get_by_ids(call, refusal);
	const Object *object =
		call->count == 2 ? world_find_object(call->caller.world, call->parts[1]) : NULL;
	if (object == NULL)
		return refuse_missing(call->count == 2 ? call->parts[1] : "", refusal);
	http_answer_json(call->response, 200, graph_object(object, true));
	return true;
}

bool graph_directory(GraphCall *call, Refusal *refusal)
{
	const char *first = call->parts[0];
	if (ids_equal(first, "me") && call->count == 1) {
		if (!graph_needs_scope(call, user_readers, refusal))
			return false;
		http_answer_json(call->response, 200, graph_object(call->caller.user, false));
		return true;
	}
	if (ids_equal(first, "directoryObjects"))
		return serve_objects(call, refusal);
	if (ids_equal(first, "groups"))
		return graph_needs_scope(call, group_readers, refusal) &&
		       serve_kind(call, 1, OBJECT_GROUP, refusal);
	if (ids_equal(first, "users"))
		return graph_needs_scope(call, user_readers, refusal) &&
		       serve_kind(call, 1, OBJECT_USER, refusal);
	if (ids_equal(first, "directory") && call->count > 1 &&
	    ids_equal(call->parts[1], "administrativeUnits"))
		return graph_needs_scope(call, unit_readers, refusal) &&
		       serve_kind(call, 2, OBJECT_UNIT, refusal);
	return refuse(refusal, 400, "BadRequest", "Resource not found for the segment '%s'.",
		      first);
}

bool graph_role_definitions(GraphCall *call, Refusal *refusal)
{
	static const char *const known[] = { "id", "displayName", "templateId", NULL };
	const World *world = call->caller.world;
	g_auto(Filter) filter = { 0 };
	Page page;
	if (!graph_needs_scope(call, role_readers, refusal) ||
	    !filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	if (call->count > 3) {
		const Role *role = world_find_role(world, WORKLOAD_ENTRA, call->parts[3]);
		if (role == NULL)
			return refuse_missing(call->parts[3], refusal);
		http_answer_json(call->response, 200, graph_role(role));
		return true;
	}
	g_autofree char *head = graph_context(call, "roleManagement/directory/roleDefinitions");
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = 0; i < world->roles->len; i++) {
		const Role *role = g_ptr_array_index(world->roles, i);
		if (role->workload == WORKLOAD_ENTRA && filter_allows(&filter, "id", role->id) &&
		    filter_allows(&filter, "templateId", role->id) &&
		    filter_allows(&filter, "displayName", role->name) && page_wants(&page))
			page_add(&page, graph_role(role));
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}

/* roleAssignments?$filter=principalId eq '{group}': the roles a group holds. */
bool graph_role_assignments(GraphCall *call, Refusal *refusal)
{
	static const char *const known[] = { "principalId", "roleDefinitionId", NULL };
	const World *world = call->caller.world;
	int64_t now = service_now(call->service);
	g_auto(Filter) filter = { 0 };
	Page page;
	if (!graph_needs_scope(call, role_readers, refusal) ||
	    !filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	if (filter_value(&filter, "principalId") == NULL)
		return refuse(refusal, 403, "Authorization_RequestDenied",
			      "Insufficient privileges to complete the operation.");
	g_autofree char *head = graph_context(call, "roleManagement/directory/roleAssignments");
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *from = g_ptr_array_index(world->assignments, i);
		if (from->workload != WORKLOAD_ENTRA || !assignment_is_shown(from, now) ||
		    !filter_allows(&filter, "principalId", from->principal->id) ||
		    !filter_allows(&filter, "roleDefinitionId", from->role->id) ||
		    !page_wants(&page))
			continue;
		cJSON *row = cJSON_CreateObject();
		json_add(row, "id", from->instance_id);
		json_add(row, "principalId", from->principal->id);
		json_add(row, "roleDefinitionId", from->role->id);
		json_add(row, "directoryScopeId", from->scope_id);
		if (graph_expands(call, "roleDefinition"))
			cJSON_AddItemToObject(row, "roleDefinition", graph_role(from->role));
		page_add(&page, row);
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}
