/* One tenant's directory and PIM data, as plain values with look-ups.
 *
 * The three workloads share these types. For Azure a role is a role definition and a scope id is
 * an ARM scope; for Entra a role is a directory role and a scope id is "/",
 * "/administrativeUnits/{id}" or "/{object id}"; for groups the role is "member" or "owner" and
 * the scope id is the group's id.
 *
 * The World owns everything in it; pointers between its parts are borrowed. Times as in times.h. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tenant/times.h"

typedef enum { WORKLOAD_AZURE, WORKLOAD_ENTRA, WORKLOAD_GROUP } Workload;
typedef enum { OBJECT_USER, OBJECT_GROUP, OBJECT_UNIT, OBJECT_APPLICATION } ObjectKind;
typedef enum { MEMBER_DIRECT, MEMBER_INHERITED, MEMBER_GROUP } MemberType;

typedef struct Object {
	ObjectKind kind;
	char *id;
	char *name;
	char *upn; /* of a user */
	char *description;
	GPtrArray *members; /* borrowed Objects, of a group */
	GPtrArray *owners;
	bool is_account; /* may sign in */
	char **amr;      /* what a sign-in of this account proves by default */
	char *subject;   /* `sub` of its id tokens; NULL: one derived from its id and the client */
} Object;

typedef struct Role {
	Workload workload;
	char *id; /* GUID, or "member" and "owner" */
	char *name;
	char *description;
	bool is_custom;
	cJSON *permissions; /* ARM: one element of `permissions`; Entra: allowedResourceActions */
} Role;

typedef struct Scope Scope;
struct Scope {
	char *id;           /* the ARM id */
	const char *name;   /* points into id */
	char *display_name; /* NULL: as name */
	const char *type;   /* managementgroup, subscription, resourcegroup, or a resource type */
	Scope *parent;
	GPtrArray *children; /* NULL: none */
	bool refuses_read;   /* a narrow activation is refused here by ARM itself */
};

/* One question to people on the way to an activation. */
typedef struct PolicyStage {
	GPtrArray *approvers; /* borrowed Objects, persons and groups */
	GPtrArray
		*escalation; /* those who may decide, too, when nobody has for `escalates_after` */
	int64_t escalates_after; /* 0: never */
	int64_t days;            /* until it lapses; 0: as the settings say */
	bool needs_reason;       /* of who decides */
} PolicyStage;

typedef struct Policy {
	Workload workload;
	char *id;
	char *role_id;  /* "*": any */
	char *scope_id; /* "*": any */
	int64_t maximum;
	int64_t eligible_maximum; /* of an eligibility; 0: it may be for ever */
	bool needs_justification;
	bool needs_ticket;
	bool needs_mfa;
	char *context;     /* authentication context, or NULL */
	GPtrArray *stages; /* PolicyStage, asked one after another; empty: no approval */
	bool needs_approval;
} Policy;

typedef struct Eligibility {
	Workload workload;
	char *id; /* of the schedule */
	char *instance_id;
	const Role *role;
	char *scope_id;
	const Object *principal;
	MemberType member_type;
	int64_t created;
	int64_t start;
	int64_t end; /* 0: permanent */
	char *condition;
	char *condition_version;
	bool is_revoked;
} Eligibility;

typedef struct Assignment {
	Workload workload;
	char *id;
	char *instance_id;
	char *request_id; /* NULL: not made by a request */
	const Role *role;
	char *scope_id;
	const Object *principal;
	MemberType member_type;
	bool is_activated; /* else assigned */
	int64_t created;
	int64_t start;
	int64_t end;         /* 0: permanent */
	int64_t shown_from;  /* provisioned */
	int64_t shown_until; /* 0: as long as it lasts */
	char *linked_id;     /* of the eligibility's schedule */
	char *linked_instance_id;
	char *condition;
	char *condition_version;
	bool is_gone;
} Assignment;

/* Of Azure alone. */
typedef struct DenyAssignment {
	char *id;
	char *name;
	char *scope_id;
	cJSON *permission;     /* one element of `permissions` */
	GPtrArray *principals; /* char*: ids; that of nobody stands for everybody */
	GPtrArray *excluded;
	bool is_here_alone; /* not below its scope */
} DenyAssignment;

typedef enum { APPROVAL_NONE, APPROVAL_WAITING, APPROVAL_APPROVED, APPROVAL_DENIED } ApprovalState;
typedef enum { EXPIRE_AFTER_DURATION, EXPIRE_AT, EXPIRE_NEVER } ExpireKind;

typedef enum {
	STAGE_NOT_STARTED,
	STAGE_IN_PROGRESS,
	STAGE_ESCALATED,
	STAGE_COMPLETED,
	STAGE_EXPIRED,
} StageStatus;

/* One question of a request: see approvals.h. */
typedef struct ApprovalStage {
	char *id;
	const PolicyStage *rule;
	StageStatus status;
	int64_t begun;
	const Object *reviewer; /* NULL: nobody yet */
	bool is_approved;
	char *reason;
	int64_t reviewed;
} ApprovalStage;

typedef struct PimRequest {
	Workload workload;
	char *id;
	const char *type; /* a row of request_types */
	const Role *role;
	char *scope_id;
	const Object *principal;
	const Object *requestor;
	char *status; /* settled up to the last look */
	int64_t created;
	int64_t completed;
	int64_t shown_from; /* GET answers 404 until then */
	int64_t start;      /* asked for, or the time of creation */
	ExpireKind expire;
	int64_t duration;
	int64_t end;
	char *justification;
	char *ticket_number;
	char *ticket_system;
	char *linked_id; /* as sent */
	char *condition;
	char *condition_version;
	char *target_id; /* the schedule it made */
	ApprovalState approval;
	GPtrArray *stages; /* ApprovalStage; NULL: it needs no approval */
	const Policy *policy;
	int64_t settle_from; /* the walk of statuses begins here */
	bool is_settled;
} PimRequest;

typedef struct World {
	char *id;
	char *name;
	char *domain;
	char *country;
	GPtrArray *objects;
	GHashTable *objects_by_id;
	GPtrArray *roles;
	GPtrArray *scopes;
	GHashTable *scopes_by_id;
	GPtrArray *policies;
	GPtrArray *eligibilities;
	GHashTable *eligibilities_by_id;
	GPtrArray *assignments;
	GPtrArray *denies;   /* DenyAssignment */
	GPtrArray *requests; /* oldest first */
	GHashTable *requests_by_id;
	GPtrArray *open_requests; /* borrowed: those whose status may still move */
	GHashTable *covered;      /* see arm/resources.c; NULL: to be made again */
	const Object *covered_for;
} World;

World *world_new(const char *id, const char *name, const char *domain);
void world_free(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

/* Each takes ownership and returns the same pointer. */
Object *world_add_object(World *world, Object *object);
Role *world_add_role(World *world, Role *role);
Scope *world_add_scope(World *world, Scope *scope);
Policy *world_add_policy(World *world, Policy *policy);
Eligibility *world_add_eligibility(World *world, Eligibility *eligibility);
Assignment *world_add_assignment(World *world, Assignment *assignment);
DenyAssignment *world_add_deny(World *world, DenyAssignment *deny);
PimRequest *world_add_request(World *world, PimRequest *request);

DenyAssignment *deny_new(void);
Object *object_new(ObjectKind kind, const char *id, const char *name);
Policy *policy_new(Workload workload, const char *role_id, const char *scope_id);
/* A further stage, without approvers yet; the policy's. */
PolicyStage *policy_add_stage(Policy *policy);

const Object *world_find_object(const World *world, const char *id);
const Object *world_find_user(const World *world, const char *upn);
/* The first person who may sign in; NULL: nobody. */
const Object *world_first_account(const World *world);
/* By GUID, or by name (the first one). */
const Role *world_find_role(const World *world, Workload workload, const char *id_or_name);
Scope *world_find_scope(const World *world, const char *id);
Eligibility *world_find_eligibility(const World *world, const char *id);
PimRequest *world_find_request(const World *world, Workload workload, const char *id);
/* The rules for a role at exactly this scope: (role, scope), then (role, any), then (any, any). */
const Policy *world_find_policy(const World *world, Workload workload, const char *role_id,
				const char *scope_id);

/* Is the user the principal, or a member of it? */
bool world_is_principal(const Object *user, const Object *principal);
/* Is `scope_id` at or below `ancestor_id`? Follows the tree of management groups. */
bool world_is_within(const World *world, const char *scope_id, const char *ancestor_id);
bool eligibility_is_current(const Eligibility *eligibility, int64_t now);
bool assignment_is_shown(const Assignment *assignment, int64_t now);
const char *scope_display(const Scope *scope);
const char *member_type_name(MemberType type);
const char *workload_name(Workload workload);
bool workload_parse(const char *name, Workload *out);
