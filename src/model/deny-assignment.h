/*
 * What nobody whom it is about may do, whatever roles they hold: a deny assignment goes before every role.
 * Source: learn.microsoft.com, "Understand Azure deny assignments"; ARM swagger 2022-04-01, DenyAssignmentProperties.
 */
#ifndef MYROLES_MODEL_DENY_ASSIGNMENT_H
#define MYROLES_MODEL_DENY_ASSIGNMENT_H

#include "src/model/role-definition.h"

typedef enum {
	DENIES_NOT,
	DENIES_MAYBE, /* it is about a group, of which nobody told who is in it, or it stands under a condition */
	DENIES_SURELY,
} Denies;

typedef struct DenyAssignment {
	char *id, *name;
	char *scope;   /* where it is */
	char *read_at; /* the scope that it was told of, which is there or below; NULL: unknown */
	bool is_here_alone;     /* at its scope, not below */
	Denies whom;            /* is it about the person who asked? */
	GPtrArray *permissions; /* RoleDefinition*, of nothing but patterns: what is taken away */
} DenyAssignment;

DenyAssignment *deny_assignment_new(void);
void deny_assignment_free(DenyAssignment *deny);

/* One of those whom it is about, or is not about, by id and type ("User", "Group", "SystemDefined"; either may be NULL): the person? */
Denies deny_names_person(const char *id, const char *type, const char *oid);

/* Does it take the operation away at the scope (an id; NULL: of nothing)? */
Denies deny_assignment_denies(const DenyAssignment *deny, Plane plane, const char *operation,
			      const char *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DenyAssignment, deny_assignment_free)

#endif
