/*
 * Who may do what, for questions to why: roles, where one is eligible and active, and the tree above.
 */
#ifndef MYROLES_TESTS_FRONTEND_WHY_WORLD_H
#define MYROLES_TESTS_FRONTEND_WHY_WORLD_H

#include <cjson/cJSON.h>

#include "frontend/why.h"

typedef struct World {
	GPtrArray *eligibilities, *assignments, *definitions;
	Operations *operations;
	const cJSON *tree; /* a subscription or group → its group; NULL: not known */
} World;

void world_init(World *world);
void world_clear(World *world);

/* `lines` as role_definition_from_lines() takes them; rows are the world's. */
RoleDefinition *world_add_role(World *world, const char *name, const char *lines);
Grant *world_add_eligible(World *world, const char *role, const char *scope);
Assignment *world_add_active(World *world, const char *role, const char *scope);

Why *world_ask(const World *world, const GPtrArray *needs);

/* "A@scope + B@scope, C@scope?": the ways in their order, "?" behind one that is not certain. The caller frees. */
char *world_ways_text(const Why *why);
const char *world_last_part(const char *path);

#endif
