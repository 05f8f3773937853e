#include "tenant/readers.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/rules.h"

static bool is_reading_role(const char *name)
{
	static const char *const names[] = {
		"Global Administrator", "Global Reader",          "Privileged Role Administrator",
		"Security Reader",      "Security Administrator", "Security Operator",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

bool readers_may_read_directory(const Caller *caller, int64_t now)
{
	const World *world = caller->world;
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *row = g_ptr_array_index(world->assignments, i);
		if (row->workload == WORKLOAD_ENTRA && strcmp(row->scope_id, "/") == 0 &&
		    is_reading_role(row->role->name) && assignment_is_shown(row, now) &&
		    rules_is_member(world, caller->user, row->principal, now))
			return true;
	}
	return false;
}

static bool has_access(const Caller *caller, const char *group_id, int64_t now)
{
	const World *world = caller->world;
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *row = g_ptr_array_index(world->assignments, i);
		if (row->workload == WORKLOAD_GROUP && row->principal == caller->user &&
		    ids_equal(row->scope_id, group_id) && assignment_is_shown(row, now))
			return true;
	}
	return false;
}

bool readers_may_read_group(const Caller *caller, const char *group_id, int64_t now)
{
	const Object *group = world_find_object(caller->world, group_id);
	if (group == NULL)
		return false;
	return world_is_principal(caller->user, group) ||
	       g_ptr_array_find(group->owners, caller->user, NULL) ||
	       has_access(caller, group_id, now) || readers_may_read_directory(caller, now);
}
