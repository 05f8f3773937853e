#include "tenant/world.h"

#include <string.h>

#include "tenant/ids.h"

static void object_free(gpointer data)
{
	Object *object = data;
	g_free(object->id);
	g_free(object->name);
	g_free(object->upn);
	g_free(object->description);
	g_ptr_array_unref(object->members);
	g_ptr_array_unref(object->owners);
	g_strfreev(object->amr);
	g_free(object->subject);
	g_free(object);
}

static void role_free(gpointer data)
{
	Role *role = data;
	g_free(role->id);
	g_free(role->name);
	g_free(role->description);
	cJSON_Delete(role->permissions);
	g_free(role);
}

static void scope_free(gpointer data)
{
	Scope *scope = data;
	g_free(scope->id);
	g_free(scope->display_name);
	if (scope->children != NULL)
		g_ptr_array_unref(scope->children);
	g_free(scope);
}

static void policy_stage_free(gpointer data)
{
	PolicyStage *stage = data;
	g_ptr_array_unref(stage->approvers);
	g_ptr_array_unref(stage->escalation);
	g_free(stage);
}

static void policy_free(gpointer data)
{
	Policy *policy = data;
	g_free(policy->id);
	g_free(policy->role_id);
	g_free(policy->scope_id);
	g_free(policy->context);
	g_ptr_array_unref(policy->stages);
	g_free(policy);
}

static void eligibility_free(gpointer data)
{
	Eligibility *eligibility = data;
	g_free(eligibility->id);
	g_free(eligibility->instance_id);
	g_free(eligibility->scope_id);
	g_free(eligibility->condition);
	g_free(eligibility->condition_version);
	g_free(eligibility);
}

static void assignment_free(gpointer data)
{
	Assignment *assignment = data;
	g_free(assignment->id);
	g_free(assignment->instance_id);
	g_free(assignment->request_id);
	g_free(assignment->scope_id);
	g_free(assignment->linked_id);
	g_free(assignment->linked_instance_id);
	g_free(assignment->condition);
	g_free(assignment->condition_version);
	g_free(assignment);
}

static void deny_free(gpointer data)
{
	DenyAssignment *deny = data;
	g_free(deny->id);
	g_free(deny->name);
	g_free(deny->scope_id);
	cJSON_Delete(deny->permission);
	g_ptr_array_unref(deny->principals);
	g_ptr_array_unref(deny->excluded);
	g_free(deny);
}

static void request_free(gpointer data)
{
	PimRequest *request = data;
	g_free(request->id);
	g_free(request->scope_id);
	g_free(request->status);
	g_free(request->justification);
	g_free(request->ticket_number);
	g_free(request->ticket_system);
	g_free(request->linked_id);
	g_free(request->condition);
	g_free(request->condition_version);
	g_free(request->target_id);
	g_clear_pointer(&request->stages, g_ptr_array_unref);
	g_free(request);
}

World *world_new(const char *id, const char *name, const char *domain)
{
	World *world = g_new0(World, 1);
	world->id = g_strdup(id);
	world->name = g_strdup(name);
	world->domain = g_strdup(domain);
	world->country = g_strdup("DE");
	world->objects = g_ptr_array_new_with_free_func(object_free);
	world->objects_by_id = g_hash_table_new(ids_hash, ids_equal);
	world->roles = g_ptr_array_new_with_free_func(role_free);
	world->scopes = g_ptr_array_new_with_free_func(scope_free);
	world->scopes_by_id = g_hash_table_new(ids_hash, ids_equal);
	world->policies = g_ptr_array_new_with_free_func(policy_free);
	world->eligibilities = g_ptr_array_new_with_free_func(eligibility_free);
	world->eligibilities_by_id = g_hash_table_new(ids_hash, ids_equal);
	world->assignments = g_ptr_array_new_with_free_func(assignment_free);
	world->denies = g_ptr_array_new_with_free_func(deny_free);
	world->requests = g_ptr_array_new_with_free_func(request_free);
	world->requests_by_id = g_hash_table_new(ids_hash, ids_equal);
	world->open_requests = g_ptr_array_new();
	return world;
}

void world_free(World *world)
{
	if (world == NULL)
		return;
	g_clear_pointer(&world->covered, g_hash_table_unref);
	g_ptr_array_unref(world->open_requests);
	g_hash_table_unref(world->requests_by_id);
	g_ptr_array_unref(world->requests);
	g_ptr_array_unref(world->assignments);
	g_ptr_array_unref(world->denies);
	g_hash_table_unref(world->eligibilities_by_id);
	g_ptr_array_unref(world->eligibilities);
	g_ptr_array_unref(world->policies);
	g_hash_table_unref(world->scopes_by_id);
	g_ptr_array_unref(world->scopes);
	g_ptr_array_unref(world->roles);
	g_hash_table_unref(world->objects_by_id);
	g_ptr_array_unref(world->objects);
	g_free(world->country);
	g_free(world->domain);
	g_free(world->name);
	g_free(world->id);
	g_free(world);
}

Object *object_new(ObjectKind kind, const char *id, const char *name)
{
	Object *object = g_new0(Object, 1);
	object->kind = kind;
	object->id = g_strdup(id);
	object->name = g_strdup(name);
	object->members = g_ptr_array_new();
	object->owners = g_ptr_array_new();
	return object;
}

Policy *policy_new(Workload workload, const char *role_id, const char *scope_id)
{
	Policy *policy = g_new0(Policy, 1);
	policy->workload = workload;
	policy->role_id = g_strdup(role_id);
	policy->scope_id = g_strdup(scope_id);
	policy->id = ids_derive("policy", role_id, scope_id);
	policy->maximum = 8 * TIMES_HOUR;
	policy->stages = g_ptr_array_new_with_free_func(policy_stage_free);
	return policy;
}

PolicyStage *policy_add_stage(Policy *policy)
{
	PolicyStage *stage = g_new0(PolicyStage, 1);
	stage->approvers = g_ptr_array_new();
	stage->escalation = g_ptr_array_new();
	stage->needs_reason = true;
	g_ptr_array_add(policy->stages, stage);
	policy->needs_approval = true;
	return stage;
}

Object *world_add_object(World *world, Object *object)
{
	g_ptr_array_add(world->objects, object);
	g_hash_table_insert(world->objects_by_id, object->id, object);
	return object;
}

Role *world_add_role(World *world, Role *role)
{
	g_ptr_array_add(world->roles, role);
	return role;
}

Scope *world_add_scope(World *world, Scope *scope)
{
	g_ptr_array_add(world->scopes, scope);
	g_hash_table_insert(world->scopes_by_id, scope->id, scope);
	if (scope->parent != NULL) {
		if (scope->parent->children == NULL)
			scope->parent->children = g_ptr_array_new();
		g_ptr_array_add(scope->parent->children, scope);
	}
	return scope;
}

Policy *world_add_policy(World *world, Policy *policy)
{
	g_ptr_array_add(world->policies, policy);
	return policy;
}

Eligibility *world_add_eligibility(World *world, Eligibility *eligibility)
{
	g_ptr_array_add(world->eligibilities, eligibility);
	/* An inherited copy shares the schedule of the first; the first one is found. */
	if (!g_hash_table_contains(world->eligibilities_by_id, eligibility->id))
		g_hash_table_insert(world->eligibilities_by_id, eligibility->id, eligibility);
	g_clear_pointer(&world->covered, g_hash_table_unref);
	return eligibility;
}

DenyAssignment *deny_new(void)
{
	DenyAssignment *deny = g_new0(DenyAssignment, 1);
	deny->permission = cJSON_CreateObject();
	deny->principals = g_ptr_array_new_with_free_func(g_free);
	deny->excluded = g_ptr_array_new_with_free_func(g_free);
	return deny;
}

DenyAssignment *world_add_deny(World *world, DenyAssignment *deny)
{
	g_ptr_array_add(world->denies, deny);
	return deny;
}

Assignment *world_add_assignment(World *world, Assignment *assignment)
{
	g_ptr_array_add(world->assignments, assignment);
	return assignment;
}

PimRequest *world_add_request(World *world, PimRequest *request)
{
	g_ptr_array_add(world->requests, request);
	g_hash_table_insert(world->requests_by_id, request->id, request);
	if (!request->is_settled)
		g_ptr_array_add(world->open_requests, request);
	return request;
}
