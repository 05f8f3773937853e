#include "tenant/world.h"

#include <string.h>

#include "tenant/ids.h"

const Object *world_find_object(const World *world, const char *id)
{
	return id != NULL ? g_hash_table_lookup(world->objects_by_id, id) : NULL;
}

const Object *world_find_user(const World *world, const char *upn)
{
	for (guint i = 0; i < world->objects->len; i++) {
		const Object *object = g_ptr_array_index(world->objects, i);
		if (object->kind == OBJECT_USER && ids_equal(object->upn, upn))
			return object;
	}
	return NULL;
}

const Object *world_first_account(const World *world)
{
	for (guint i = 0; i < world->objects->len; i++) {
		const Object *user = g_ptr_array_index(world->objects, i);
		if (user->is_account)
			return user;
	}
	return NULL;
}

const Role *world_find_role(const World *world, Workload workload, const char *id_or_name)
{
	if (id_or_name == NULL)
		return NULL;
	for (guint i = 0; i < world->roles->len; i++) {
		const Role *role = g_ptr_array_index(world->roles, i);
		if (role->workload == workload &&
		    (ids_equal(role->id, id_or_name) || strcmp(role->name, id_or_name) == 0))
			return role;
	}
	return NULL;
}

Scope *world_find_scope(const World *world, const char *id)
{
	return g_hash_table_lookup(world->scopes_by_id, id);
}

Eligibility *world_find_eligibility(const World *world, const char *id)
{
	return g_hash_table_lookup(world->eligibilities_by_id, id);
}

PimRequest *world_find_request(const World *world, Workload workload, const char *id)
{
	PimRequest *request = g_hash_table_lookup(world->requests_by_id, id);
	return request != NULL && request->workload == workload ? request : NULL;
}

const Policy *world_find_policy(const World *world, Workload workload, const char *role_id,
				const char *scope_id)
{
	const Policy *found = NULL;
	int best = 0;
	for (guint i = 0; i < world->policies->len; i++) {
		const Policy *policy = g_ptr_array_index(world->policies, i);
		if (policy->workload != workload)
			continue;
		bool is_role = ids_equal(policy->role_id, role_id);
		bool is_scope = ids_equal(policy->scope_id, scope_id);
		if ((!is_role && strcmp(policy->role_id, "*") != 0) ||
		    (!is_scope && strcmp(policy->scope_id, "*") != 0))
			continue;
		/* The last one wins, so that a policy changed later replaces an earlier one. */
		int fit = 1 + (is_role ? 1 : 0) + (is_scope ? 2 : 0);
		if (fit >= best) {
			best = fit;
			found = policy;
		}
	}
	return found;
}

bool world_is_principal(const Object *user, const Object *principal)
{
	if (user == principal)
		return true;
	return principal->kind == OBJECT_GROUP && g_ptr_array_find(principal->members, user, NULL);
}

bool world_is_within(const World *world, const char *scope_id, const char *ancestor_id)
{
	if (ids_is_path_within(scope_id, ancestor_id))
		return true;
	/* A resource may be unknown to us: its nearest known parent by path counts. */
	g_autofree char *path = g_strdup(scope_id);
	const Scope *scope = world_find_scope(world, path);
	while (scope == NULL) {
		char *slash = strrchr(path, '/');
		if (slash == NULL || slash == path)
			return false;
		*slash = '\0';
		scope = world_find_scope(world, path);
	}
	for (; scope != NULL; scope = scope->parent) {
		if (ids_equal(scope->id, ancestor_id))
			return true;
	}
	return false;
}

bool eligibility_is_current(const Eligibility *eligibility, int64_t now)
{
	return !eligibility->is_revoked && eligibility->start <= now &&
	       (eligibility->end == 0 || now < eligibility->end);
}

bool assignment_is_shown(const Assignment *assignment, int64_t now)
{
	return !assignment->is_gone && assignment->shown_from <= now && assignment->start <= now &&
	       (assignment->end == 0 || now < assignment->end) &&
	       (assignment->shown_until == 0 || now < assignment->shown_until);
}

const char *scope_display(const Scope *scope)
{
	return scope->display_name != NULL ? scope->display_name : scope->name;
}

const char *member_type_name(MemberType type)
{
	static const char *const names[] = { "Direct", "Inherited", "Group" };
	return names[type];
}

static const char *const workload_names[] = { "azure", "entra", "group" };

const char *workload_name(Workload workload)
{
	return workload_names[workload];
}

bool workload_parse(const char *name, Workload *out)
{
	for (guint i = 0; i < G_N_ELEMENTS(workload_names); i++) {
		if (g_strcmp0(name, workload_names[i]) == 0) {
			*out = (Workload)i;
			return true;
		}
	}
	return false;
}
