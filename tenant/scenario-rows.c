#include "tenant/scenario-rows.h"

#include <string.h>

#include "tenant/approvals.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/rules.h"
#include "tenant/tenant-error.h"

static bool fail(GError **error, const char *what, const char *value)
{
	g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO, "%s: %s", what,
		    value != NULL ? value : "missing");
	return false;
}

/* A row without a name of its own is known by its key. */
static const char *key_of(const cJSON *row)
{
	return json_text_or(row, "key", json_text_or(row, "name", ""));
}

static char *id_of(const ScenarioReader *reader, const cJSON *row, const char *kind)
{
	const char *id = json_text(row, "id");
	return id != NULL ? g_strdup(id) : ids_derive(reader->world->domain, kind, key_of(row));
}

static void add_access(ScenarioReader *reader, const char *id, const char *name)
{
	Role *role = g_new0(Role, 1);
	role->workload = WORKLOAD_GROUP;
	role->id = g_strdup(id);
	role->name = g_strdup(name);
	world_add_role(reader->world, role);
}

void scenario_add_basics(ScenarioReader *reader)
{
	World *world = reader->world;
	Scope *root = g_new0(Scope, 1);
	root->id =
		g_strconcat("/providers/Microsoft.Management/managementGroups/", world->id, NULL);
	root->name = ids_tail(root->id);
	root->display_name = g_strdup("Tenant Root Group");
	root->type = "managementgroup";
	world_add_scope(world, root);
	g_hash_table_insert(reader->keys, (gpointer) "root", root->id);
	add_access(reader, "member", "Member");
	add_access(reader, "owner", "Owner");
	for (int i = WORKLOAD_AZURE; i <= WORKLOAD_GROUP; i++)
		world_add_policy(world, policy_new((Workload)i, "*", "*"));
}

bool scenario_read_user(ScenarioReader *reader, const cJSON *row, GError **error)
{
	const char *upn = json_text(row, "upn");
	if (upn == NULL)
		return fail(error, "upn", NULL);
	g_autofree char *id = id_of(reader, row, "user");
	Object *user = object_new(OBJECT_USER, id, json_text_or(row, "name", upn));
	user->upn = g_strdup(upn);
	user->is_account = json_flag(row, "account");
	user->amr = json_strings(row, "amr");
	world_add_object(reader->world, user);
	g_hash_table_insert(reader->keys, (gpointer)key_of(row), user->id);
	return true;
}

bool scenario_add_members(const ScenarioReader *reader, const cJSON *names, GPtrArray *into,
			  GError **error)
{
	const cJSON *name;
	cJSON_ArrayForEach(name, names)
	{
		const char *id = g_hash_table_lookup(reader->keys, cJSON_GetStringValue(name));
		const Object *member = world_find_object(reader->world, id);
		if (member == NULL)
			return fail(error, "no such person", cJSON_GetStringValue(name));
		g_ptr_array_add(into, (gpointer)member);
	}
	return true;
}

bool scenario_read_group(ScenarioReader *reader, const cJSON *row, GError **error)
{
	g_autofree char *id = id_of(reader, row, "group");
	Object *group = object_new(OBJECT_GROUP, id, json_text_or(row, "name", key_of(row)));
	group->description = g_strdup(json_text(row, "description"));
	world_add_object(reader->world, group);
	g_hash_table_insert(reader->keys, (gpointer)key_of(row), group->id);
	return scenario_add_members(reader, json_get(row, "members"), group->members, error) &&
	       scenario_add_members(reader, json_get(row, "owners"), group->owners, error);
}

bool scenario_read_unit(ScenarioReader *reader, const cJSON *row, GError **error)
{
	(void)error;
	g_autofree char *id = id_of(reader, row, "unit");
	bool is_application = g_strcmp0(json_text(row, "kind"), "application") == 0;
	Object *unit = object_new(is_application ? OBJECT_APPLICATION : OBJECT_UNIT, id,
				  json_text_or(row, "name", key_of(row)));
	unit->description = g_strdup(json_text(row, "description"));
	world_add_object(reader->world, unit);
	g_hash_table_insert(reader->keys, (gpointer)key_of(row), unit->id);
	return true;
}

bool scenario_read_role(ScenarioReader *reader, const cJSON *row, GError **error)
{
	Workload workload;
	const char *name = json_text(row, "name");
	if (name == NULL || !workload_parse(json_text_or(row, "workload", "azure"), &workload))
		return fail(error, "role needs a name and a workload", name);
	Role *role = g_new0(Role, 1);
	role->workload = workload;
	role->id = id_of(reader, row, "role");
	role->name = g_strdup(name);
	role->description = g_strdup(json_text(row, "description"));
	role->is_custom = json_flag(row, "custom");
	if (json_get(row, "actions") != NULL || json_get(row, "dataActions") != NULL) {
		static const char *const parts[] = { "actions", "notActions", "dataActions",
						     "notDataActions" };
		role->permissions = cJSON_CreateObject();
		for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
			const cJSON *part = json_get(row, parts[i]);
			cJSON_AddItemToObject(role->permissions, parts[i],
					      part != NULL ? cJSON_Duplicate(part, true)
							   : cJSON_CreateArray());
		}
	}
	world_add_role(reader->world, role);
	return true;
}

static char *scope_path(const ScenarioReader *reader, const cJSON *row, const Scope *parent,
			const char **type)
{
	const char *kind = json_text_or(row, "type", "");
	const char *name = json_text_or(row, "name", key_of(row));
	if (strcmp(kind, "mg") == 0) {
		*type = "managementgroup";
		return g_strconcat("/providers/Microsoft.Management/managementGroups/", name, NULL);
	}
	if (strcmp(kind, "sub") == 0) {
		g_autofree char *id = id_of(reader, row, "subscription");
		*type = "subscription";
		return g_strconcat("/subscriptions/", id, NULL);
	}
	if (strcmp(kind, "rg") == 0) {
		*type = "resourcegroup";
		return g_strconcat(parent->id, "/resourceGroups/", name, NULL);
	}
	*type = g_intern_string(kind);
	return g_strconcat(parent->id, "/providers/", kind, "/", name, NULL);
}

bool scenario_read_scope(ScenarioReader *reader, const cJSON *row, GError **error)
{
	const char *parent_key = json_text_or(row, "parent", "root");
	const char *parent_id = g_hash_table_lookup(reader->keys, parent_key);
	Scope *parent = parent_id != NULL ? world_find_scope(reader->world, parent_id) : NULL;
	if (parent == NULL)
		return fail(error, "no such parent", parent_key);
	Scope *scope = g_new0(Scope, 1);
	scope->id = scope_path(reader, row, parent, &scope->type);
	scope->name = ids_tail(scope->id);
	scope->display_name = g_strdup(json_text(row, "display"));
	scope->parent = parent;
	scope->refuses_read = json_flag(row, "refuses_read");
	world_add_scope(reader->world, scope);
	g_hash_table_insert(reader->keys, (gpointer)key_of(row), scope->id);
	return true;
}

/* ---- rows that join the others --------------------------------------------------------------- */

typedef struct Joined {
	Workload workload;
	const Role *role;
	char *scope_id;
	const Object *principal;
} Joined;

char *scenario_find_scope_id(const ScenarioReader *reader, Workload workload, const char *key)
{
	const char *id = g_hash_table_lookup(reader->keys, key);
	if (workload == WORKLOAD_ENTRA) {
		const Object *object = world_find_object(reader->world, id);
		if (object == NULL)
			return g_strdup(strcmp(key, "/") == 0 ? "/" : NULL);
		return g_strconcat(object->kind == OBJECT_UNIT ? "/administrativeUnits/" : "/", id,
				   NULL);
	}
	/* The control endpoint may give the id itself. */
	return g_strdup(id != NULL ? id : *key == '/' || ids_is_guid(key) ? key : NULL);
}

static bool join(const ScenarioReader *reader, const cJSON *row, Joined *joined, GError **error)
{
	const char *workload = json_text_or(row, "workload", "azure");
	const char *role = json_text(row, "role");
	const char *scope = json_text_or(row, "scope", "/");
	const char *principal = json_text_or(row, "principal", "you");
	*joined = (Joined){ 0 };
	if (!workload_parse(workload, &joined->workload))
		return fail(error, "no such workload", workload);
	joined->role = world_find_role(reader->world, joined->workload, role);
	if (joined->role == NULL)
		return fail(error, "no such role", role);
	const char *id = g_hash_table_lookup(reader->keys, principal);
	joined->principal = world_find_object(reader->world, id != NULL ? id : principal);
	if (joined->principal == NULL)
		return fail(error, "no such principal", principal);
	joined->scope_id = scenario_find_scope_id(reader, joined->workload, scope);
	return joined->scope_id != NULL || fail(error, "no such scope", scope);
}

static bool read_time(const ScenarioReader *reader, const cJSON *row, const char *name,
		      int64_t otherwise, int64_t *out, GError **error)
{
	const char *text = json_text(row, name);
	*out = otherwise;
	return text == NULL || times_parse_relative(text, reader->now, out) ||
	       fail(error, "not a time", text);
}

static MemberType member_of(const cJSON *row, const Object *principal)
{
	const char *name = json_text_or(row, "member", "");
	if (principal->kind == OBJECT_GROUP)
		return MEMBER_GROUP;
	return strcmp(name, "Inherited") == 0 ? MEMBER_INHERITED : MEMBER_DIRECT;
}

/* Equal rows get different ids: what is on the row, and how many rows came before it. */
static char *row_id(const ScenarioReader *reader, const Joined *joined, const char *kind,
		    guint number)
{
	g_autofree char *name = g_strdup_printf("%s|%s|%s|%u", joined->role->id, joined->scope_id,
						joined->principal->id, number);
	return ids_derive(reader->world->domain, kind, name);
}

bool scenario_read_eligibility(ScenarioReader *reader, const cJSON *row, GError **error)
{
	Joined joined;
	if (!join(reader, row, &joined, error))
		return false;
	Eligibility *row_out = g_new0(Eligibility, 1);
	guint number = reader->world->eligibilities->len;
	row_out->workload = joined.workload;
	row_out->role = joined.role;
	row_out->scope_id = joined.scope_id;
	row_out->principal = joined.principal;
	row_out->member_type = member_of(row, joined.principal);
	row_out->id = row_id(reader, &joined, "eligibility schedule", number);
	row_out->instance_id = row_id(reader, &joined, "eligibility instance", number);
	row_out->condition = g_strdup(json_text(row, "condition"));
	row_out->condition_version = g_strdup(row_out->condition != NULL ? "2.0" : NULL);
	world_add_eligibility(reader->world, row_out);
	if (!read_time(reader, row, "start", reader->now - 30 * TIMES_DAY, &row_out->start,
		       error) ||
	    !read_time(reader, row, "end", 0, &row_out->end, error))
		return false;
	row_out->created = MIN(row_out->start, reader->now) - TIMES_MINUTE;
	return true;
}

bool scenario_read_assignment(ScenarioReader *reader, const cJSON *row, GError **error)
{
	Joined joined;
	if (!join(reader, row, &joined, error))
		return false;
	Assignment *out = g_new0(Assignment, 1);
	guint number = reader->world->assignments->len;
	out->workload = joined.workload;
	out->role = joined.role;
	out->scope_id = joined.scope_id;
	out->principal = joined.principal;
	out->member_type = member_of(row, joined.principal);
	out->is_activated = json_flag(row, "activated");
	out->id = row_id(reader, &joined, "assignment schedule", number);
	out->instance_id = row_id(reader, &joined, "assignment instance", number);
	world_add_assignment(reader->world, out);
	if (!read_time(reader, row, "start", reader->now - TIMES_HOUR, &out->start, error) ||
	    !read_time(reader, row, "end", 0, &out->end, error))
		return false;
	out->created = out->start;
	for (guint i = 0; out->is_activated && i < reader->world->eligibilities->len; i++) {
		const Eligibility *from = g_ptr_array_index(reader->world->eligibilities, i);
		if (from->workload == out->workload && from->role == out->role &&
		    out->linked_id == NULL &&
		    world_is_within(reader->world, out->scope_id, from->scope_id)) {
			out->linked_id = g_strdup(from->id);
			out->linked_instance_id = g_strdup(from->instance_id);
		}
	}
	return true;
}

bool scenario_read_request(ScenarioReader *reader, const cJSON *row, GError **error)
{
	Joined joined;
	const char *duration = json_text_or(row, "duration", "PT1H");
	const char *type = rules_request_type(json_text_or(row, "type", "SelfActivate"));
	if (type == NULL)
		return fail(error, "no such type", json_text(row, "type"));
	if (!join(reader, row, &joined, error))
		return false;
	PimRequest *out = g_new0(PimRequest, 1);
	out->workload = joined.workload;
	out->role = joined.role;
	out->scope_id = joined.scope_id;
	out->principal = joined.principal;
	out->requestor = joined.principal;
	out->type = type;
	out->id = row_id(reader, &joined, "request", reader->world->requests->len);
	out->status = g_strdup(json_text_or(row, "status", "Provisioned"));
	out->justification = g_strdup(json_text(row, "justification"));
	out->ticket_number = g_strdup(json_text(row, "ticket"));
	out->ticket_system = g_strdup(json_text(row, "ticket_system"));
	out->policy = world_find_policy(reader->world, out->workload, out->role->id, out->scope_id);
	bool is_waiting = strcmp(out->status, "PendingApproval") == 0;
	out->is_settled = !is_waiting;
	out->approval = is_waiting ? APPROVAL_WAITING : APPROVAL_NONE;
	world_add_request(reader->world, out);
	if (!times_parse_duration(duration, &out->duration))
		return fail(error, "not a duration", duration);
	if (!read_time(reader, row, "created", reader->now - TIMES_DAY, &out->created, error))
		return false;
	out->start = out->created;
	out->completed = is_waiting ? 0 : out->created + 2 * TIMES_SECOND;
	out->settle_from = out->created;
	if (is_waiting && out->policy != NULL && out->policy->needs_approval)
		approvals_begin(out, out->created);
	return true;
}
