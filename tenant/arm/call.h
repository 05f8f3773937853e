/* One call of ARM, and its handlers. arm.c takes a call apart and finds its handler. */
#pragma once

#include "tenant/page.h"
#include "tenant/refusal.h"
#include "tenant/service.h"
#include "tenant/tokens.h"

/* One call, taken apart: [/{scope}]/providers/Microsoft.Authorization/{collection}/{name}/{action} */
typedef struct ArmCall {
	Service *service;
	Caller caller;
	const HttpRequest *request;
	HttpResponse *response;
	char *scope; /* "/" at the tenant root */
	char *collection;
	char *name;   /* NULL: none */
	char *action; /* what follows the name; NULL: none */
} ArmCall;

/* Handlers: false when refused. */
bool arm_list_eligibility_instances(ArmCall *call, Refusal *refusal);
bool arm_list_eligibility_schedules(ArmCall *call, Refusal *refusal);
bool arm_list_assignment_instances(ArmCall *call, Refusal *refusal);
bool arm_list_assignment_schedules(ArmCall *call, Refusal *refusal);
bool arm_schedule_requests(ArmCall *call, Refusal *refusal);
bool arm_approvals(ArmCall *call, Refusal *refusal);
bool arm_policy_assignments(ArmCall *call, Refusal *refusal);
bool arm_policies(ArmCall *call, Refusal *refusal);
bool arm_eligible_children(ArmCall *call, Refusal *refusal);
bool arm_role_definitions(ArmCall *call, Refusal *refusal);
bool arm_check_access(ArmCall *call, Refusal *refusal);
bool arm_deny_assignments(ArmCall *call, Refusal *refusal);
bool arm_permissions(ArmCall *call, Refusal *refusal);
bool arm_subscriptions(ArmCall *call, Refusal *refusal);
bool arm_resource_groups(ArmCall *call, Refusal *refusal);
bool arm_tenants(ArmCall *call, Refusal *refusal);
bool arm_management_groups(ArmCall *call, Refusal *refusal);
bool arm_entities(ArmCall *call, Refusal *refusal);

/* Answers one request, as ARM answers any. */
typedef void (*ArmHandler)(Service *service, const HttpRequest *request, HttpResponse *response);
/* The portal's POST /batch; handle: for each call of it. */
bool arm_batch(ArmCall *call, ArmHandler handle, Refusal *refusal);
