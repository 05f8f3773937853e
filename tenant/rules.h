/* PIM's rules: may this caller activate or end this role here and now?
 *
 * The same for all three workloads. The codes are those of the service (learn.microsoft.com,
 * privileged-role-common-errors, and what clients have met); each host shapes them its own way. */
#pragma once

#include "tenant/refusal.h"
#include "tenant/service.h"
#include "tenant/tokens.h"

/* What a client asks for, in neutral form. Strings are borrowed. */
typedef struct RequestSpec {
	Workload workload;
	const char *id;
	const char *type; /* of request_types, e.g. "SelfActivate" */
	const char *principal_id;
	const char *role_id; /* GUID, or member/owner */
	const char *scope_id;
	const char *linked_id; /* as sent; of an extension its target; NULL: none */
	int64_t start;         /* 0: now */
	ExpireKind expire;
	int64_t duration;
	int64_t end;
	const char *justification;
	const char *ticket_number;
	const char *ticket_system;
	const char *condition;
	const char *condition_version;
} RequestSpec;

/* What was found while checking. */
typedef struct RuleFindings {
	const Role *role;
	const Eligibility *eligibility;
	const Policy *policy;
	Assignment *assignment; /* of a deactivation: what ends */
	/* Of an extension `end` is that of the eligibility. */
	int64_t start;
	int64_t end;
} RuleFindings;

/* The canonical word for a request type in any letter case; NULL: none of them. */
const char *rules_request_type(const char *word);

bool rules_check(Service *service, const Caller *caller, const RequestSpec *spec,
		 RuleFindings *findings, Refusal *refusal);

/* Does an activated membership (or ownership) make the user a member of this group now? */
bool rules_is_member(const World *world, const Object *user, const Object *principal, int64_t now);
