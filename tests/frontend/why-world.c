#include "tests/frontend/why-world.h"

#include <string.h>

void world_init(World *world)
{
	world->eligibilities = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	world->assignments = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	world->definitions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	world->operations = operations_new();
	world->tree = NULL;
}

void world_clear(World *world)
{
	g_ptr_array_unref(world->eligibilities);
	g_ptr_array_unref(world->assignments);
	g_ptr_array_unref(world->definitions);
	operations_free(world->operations);
}

RoleDefinition *world_add_role(World *world, const char *name, const char *lines)
{
	RoleDefinition *definition = role_definition_from_lines(lines);
	definition->role.id = g_strdup(name);
	definition->role.name = g_strdup(name);
	g_ptr_array_add(world->definitions, definition);
	return definition;
}

static void fill(Grant *grant, const char *role, const char *scope)
{
	grant->role.id = g_strdup(role);
	grant->role.name = g_strdup(role);
	scope_init(&grant->scope, scope_type_from_arm_id(scope), scope, NULL);
	grant->id = grant_make_id(WORKLOAD_AZURE, role, scope, ACCESS_NONE, NULL);
}

Grant *world_add_eligible(World *world, const char *role, const char *scope)
{
	Eligibility *row = eligibility_new();
	fill(&row->grant, role, scope);
	g_ptr_array_add(world->eligibilities, row);
	return &row->grant;
}

Assignment *world_add_active(World *world, const char *role, const char *scope)
{
	Assignment *row = assignment_new();
	fill(&row->grant, role, scope);
	g_ptr_array_add(world->assignments, row);
	return row;
}

const char *world_last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static Covers look_into_tree(const Grant *grant, const char *scope_id, gpointer data)
{
	const World *world = data;
	if (world->tree == NULL)
		return COVERS_MAYBE;
	g_auto(GStrv) parts = g_strsplit(scope_id, "/", 6);
	const bool is_group = g_str_has_prefix(scope_id, "/providers/");
	const char *at = is_group ? parts[4] : parts[2];
	while (at != NULL) {
		if (g_ascii_strcasecmp(at, world_last_part(grant->scope.id)) == 0)
			return COVERS_SURELY;
		at = cJSON_GetStringValue(cJSON_GetObjectItem(world->tree, at));
	}
	return COVERS_NOT;
}

Why *world_ask(const World *world, const GPtrArray *needs)
{
	why_settle_planes(world->operations, needs);
	const WhyQuestion question = {
		.needs = needs,
		.eligibilities = world->eligibilities,
		.assignments = world->assignments,
		.definitions = world->definitions,
		.operations = world->operations,
		.covers = look_into_tree,
		.covers_data = (gpointer)world,
	};
	return why_answer(&question);
}

/* "A@scope + B@scope" of a way, "?" behind it where it is not certain. */
static char *way_text(const Way *way)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		g_string_append_printf(text, "%s%s@%s", i > 0 ? " + " : "",
				       role_label(&target->eligibility->grant.role),
				       world_last_part(target->scope.id));
	}
	return g_string_free(g_string_append(text, way->is_certain ? "" : "?"), FALSE);
}

char *world_ways_text(const Why *why)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < why->ways->len; i++) {
		g_autofree char *way = way_text(why->ways->pdata[i]);
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", way);
	}
	return g_string_free(text, FALSE);
}
