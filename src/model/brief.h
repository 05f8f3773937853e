/*
 * What an approver should know of a request before deciding, as far as the service lets them read it.
 */
#ifndef MYROLES_MODEL_BRIEF_H
#define MYROLES_MODEL_BRIEF_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/policy.h"
#include "src/model/problem.h"
#include "src/model/role-definition.h"

typedef enum {
	BRIEF_WIDTH,   /* children: what lies below the scope */
	BRIEF_PERMITS, /* permissions: what the role permits */
	BRIEF_ROLES,   /* definitions: the roles that are there */
	BRIEF_POLICY,  /* policy: what is asked of who decides */
	BRIEF_PART_COUNT
} BriefPart;

/* A part is NULL where the workload has no such thing (`is_asked` false), or where it could not be read. */
typedef struct Brief {
	bool is_asked[BRIEF_PART_COUNT];
	Problem *problems
		[BRIEF_PART_COUNT]; /* why it could not be read; NULL: it was, or is not there */
	GPtrArray *children;        /* Scope* */
	bool is_deep;               /* children: all below, not the direct ones alone */
	GPtrArray *permissions;     /* char*, as in EVENT_ROLE */
	GPtrArray *definitions;     /* RoleDefinition* */
	Policy *policy;
} Brief;

Brief *brief_new(void);
Brief *brief_copy(const Brief *brief); /* shares the rows; NULL of NULL */
void brief_free(Brief *brief);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Brief, brief_free)

#endif
