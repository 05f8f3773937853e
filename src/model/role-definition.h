/*
 * What a role permits, as patterns of operations ("Microsoft.Compute/virtualMachines/read"), and which of two permits less.
 * Source: learn.microsoft.com, "Understand Azure role definitions"; Graph unifiedRoleDefinition.rolePermissions.
 */
#ifndef MYROLES_MODEL_ROLE_DEFINITION_H
#define MYROLES_MODEL_ROLE_DEFINITION_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/grant.h"

typedef struct RoleDefinition {
	Role role;
	/* char*: patterns, in which a star stands for anything. What is taken out again of actions by not_actions. */
	GPtrArray *actions, *not_actions;
	GPtrArray *data_actions, *not_data_actions;
} RoleDefinition;

RoleDefinition *role_definition_new(void); /* of nothing */
void role_definition_free(RoleDefinition *definition);

/* Does it permit something, all of it permitted by `other` too, and not the other way round? False in doubt. */
bool role_definition_is_smaller(const RoleDefinition *definition, const RoleDefinition *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RoleDefinition, role_definition_free)

#endif
