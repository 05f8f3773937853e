/*
 * What a person holds: an eligibility (may be activated) or an assignment (is active). Both are schedule
 * instances of the service and share most of their members, gathered here as a Grant.
 * Source of the members: ARM 2020-10-01 role{Eligibility,Assignment}ScheduleInstances; Graph v1.0
 * unifiedRoleScheduleInstanceBase and privilegedAccessGroup*ScheduleInstance.
 */
#ifndef MYROLES_MODEL_GRANT_H
#define MYROLES_MODEL_GRANT_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"
#include "src/model/scope.h"
#include "src/model/workload.h"

typedef enum {
	MEMBER_UNKNOWN,
	MEMBER_DIRECT,
	MEMBER_INHERITED, /* defined at a wider scope */
	MEMBER_GROUP,     /* held by a group that the person belongs to */
} MemberType;

typedef enum {
	ACCESS_NONE, /* a role, not a group */
	ACCESS_MEMBER,
	ACCESS_OWNER,
} Access;

typedef enum {
	ASSIGNMENT_UNKNOWN,
	ASSIGNMENT_ASSIGNED,  /* standing */
	ASSIGNMENT_ACTIVATED, /* through an activation */
} AssignmentType;

typedef struct Role {
	char *id; /* as the service wrote it; what is sent. ARM: a path, Entra: a GUID, groups: the group's GUID */
	char *name; /* role name; for groups the group's name */
} Role;

typedef struct Principal {
	char *id;   /* object id */
	char *name; /* may be NULL */
} Principal;

typedef struct Grant {
	char *id; /* identity of the row, stable over refreshes: grant_make_id */
	WorkloadId workload;
	Role role;
	Scope scope;
	Access access;
	MemberType member_type;
	Principal holder;  /* whose it is: the person, or the group it comes through */
	char *schedule_id; /* full id of the schedule behind this instance */
	Instant start;     /* 0: not given */
	Instant end;       /* 0: permanent */
	char *condition;   /* ABAC condition, or NULL */
	char *condition_version;
} Grant;

typedef struct Eligibility {
	Grant grant;
} Eligibility;

typedef struct Assignment {
	Grant grant;
	AssignmentType assignment_type;
	char *eligibility_schedule_id; /* of an activation: the eligibility schedule behind it; may be NULL */
	bool is_unconfirmed; /* … and the service did not answer when asked for that request */
	bool is_provisional; /* known from one's own request or journal, not yet from the service's list */
} Assignment;

/* "azure-0123456789abcdef": workload and a hash of (role GUID, scope, access, holder), letter case ignored. */
char *grant_make_id(WorkloadId workload, const char *role_id, const char *scope_id, Access access,
		    const char *holder_id);

void role_clear(Role *role);
/* What to call a role on screen: its name, or its GUID when it has none. Never NULL; borrowed. */
const char *role_label(const Role *role);
void grant_clear(Grant *grant);
void grant_copy(Grant *to, const Grant *from);

Eligibility *eligibility_new(void);
Eligibility *eligibility_copy(const Eligibility *eligibility);
void eligibility_free(Eligibility *eligibility);

Assignment *assignment_new(void);
Assignment *assignment_copy(const Assignment *assignment);
void assignment_free(Assignment *assignment);

/* The trailing GUID of a role definition id (ids may be scope-prefixed or not); the id itself if it has none. */
const char *role_guid(const char *role_id);

/* So long what has ended is shown, and may be renewed (the portal's tab of expired assignments). */
#define ENDED_DAYS 30

/* Not for use now: it begins later, or ended in the last 30 days. */
bool grant_is_dormant(const Grant *grant, Instant now);
bool grant_has_ended(const Grant *grant, Instant now);

/* What would be sent is the same: role, scope, holder, schedule, condition. For "changed while you looked". */
bool eligibility_is_same(const Eligibility *a, const Eligibility *b);

/*
 * One row for rows that mean the same: same role GUID, scope, access and holder. Direct wins over Group over
 * Inherited; of two equal ones the later end wins (0, permanent, being the latest). Order is kept; duplicates are freed.
 * Arrays of Eligibility* or Assignment* with their free functions set.
 */
void eligibility_merge(GPtrArray *rows);
void assignment_merge(GPtrArray *rows);

/*
 * The same, row by row as they come: `rows` (borrowed, empty at first) holds those that stay. A row is taken; one that is not
 * wanted lives until the end, and so does one that a better row replaced.
 */
typedef struct GrantMergeKind GrantMergeKind;
extern const GrantMergeKind eligibility_merging, assignment_merging;
typedef struct GrantMerge GrantMerge;
GrantMerge *grant_merge_new(const GrantMergeKind *kind, GPtrArray *rows);
void grant_merge_add(GrantMerge *merge, gpointer row);
void grant_merge_free(GrantMerge *merge);

/* Words as in JSON and back, any letter case; unknown words give the _UNKNOWN/_NONE value. */
const char *member_type_word(MemberType type);
MemberType member_type_from_word(const char *word);
const char *access_word(Access access);
Access access_from_word(const char *word);
const char *assignment_type_word(AssignmentType type);
AssignmentType assignment_type_from_word(const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GrantMerge, grant_merge_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Eligibility, eligibility_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assignment, assignment_free)

#endif
