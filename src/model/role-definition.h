/*
 * What a role permits, as patterns of operations ("Microsoft.Compute/virtualMachines/read"), and which of two permits less.
 * Source: learn.microsoft.com, "Understand Azure role definitions"; Graph unifiedRoleDefinition.rolePermissions.
 */
#ifndef MYROLES_MODEL_ROLE_DEFINITION_H
#define MYROLES_MODEL_ROLE_DEFINITION_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/grant.h"
#include "src/model/operation.h"

typedef struct RoleDefinition {
	Role role;
	/* char*: patterns, in which a star stands for anything. What is taken out again of actions by not_actions. */
	GPtrArray *actions, *not_actions;
	GPtrArray *data_actions, *not_data_actions;
	/* Of these patterns those that stand under a condition of the definition itself: they permit only sometimes. */
	GPtrArray *conditional;
	WorkloadId workload;
	Instant as_of; /* when it was read; 0: now */
} RoleDefinition;

typedef enum {
	PERMITS_NOT,
	PERMITS_MAYBE, /* under a condition */
	PERMITS_SURELY,
} Permitted;

RoleDefinition *role_definition_new(void); /* of nothing */
void role_definition_free(RoleDefinition *definition);

/* The patterns of a plane; NULL: the role has no such plane. Borrowed. */
const GPtrArray *role_definition_patterns(const RoleDefinition *definition, Plane plane);

/* Does it permit the operation, after what is taken out again? */
Permitted role_definition_permits(const RoleDefinition *definition, Plane plane,
				  const char *operation);

/* As lines of text, to be kept, and back: "actions: …", one permission a line, sanitized. The caller frees. */
char *role_definition_to_lines(const RoleDefinition *definition);
RoleDefinition *role_definition_from_lines(const char *lines);

/* Does it permit something, all of it permitted by `other` too, and not the other way round? False in doubt. */
bool role_definition_is_smaller(const RoleDefinition *definition, const RoleDefinition *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RoleDefinition, role_definition_free)

#endif
