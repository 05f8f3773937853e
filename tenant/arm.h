/* Azure Resource Manager as far as PIM's clients use it. */
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

void arm_handle(Service *service, const HttpRequest *request, HttpResponse *response);

/* Handlers: false when refused. */
bool arm_list_eligibility_instances(ArmCall *call, Refusal *refusal);
bool arm_list_eligibility_schedules(ArmCall *call, Refusal *refusal);
bool arm_list_assignment_instances(ArmCall *call, Refusal *refusal);
bool arm_list_assignment_schedules(ArmCall *call, Refusal *refusal);
bool arm_assignment_requests(ArmCall *call, Refusal *refusal);
bool arm_policy_assignments(ArmCall *call, Refusal *refusal);
bool arm_policies(ArmCall *call, Refusal *refusal);
bool arm_eligible_children(ArmCall *call, Refusal *refusal);
bool arm_role_definitions(ArmCall *call, Refusal *refusal);
bool arm_permissions(ArmCall *call, Refusal *refusal);
bool arm_subscriptions(ArmCall *call, Refusal *refusal);
bool arm_resource_groups(ArmCall *call, Refusal *refusal);
bool arm_tenants(ArmCall *call, Refusal *refusal);
bool arm_management_groups(ArmCall *call, Refusal *refusal);
bool arm_entities(ArmCall *call, Refusal *refusal);

/* Has the caller an active role here or above, so that ARM lets them read? */
bool arm_can_read(const ArmCall *call, const char *scope);

/* "{subscription or nothing}/providers/Microsoft.Authorization/roleDefinitions/{guid}" */
char *arm_role_definition_id(const char *scope, const char *guid);
/* expandedProperties, or policyAssignmentProperties' scope and roleDefinition. */
void arm_add_scope(const World *world, cJSON *parent, const char *scope_id);
void arm_add_role(cJSON *parent, const Role *role, const char *scope_id);
cJSON *arm_expand(const World *world, const char *scope_id, const Role *role,
		  const Object *principal);
/* {"properties":…,"name":…,"id":…,"type":…} around `properties`, which is taken. */
cJSON *arm_wrap(cJSON *properties, const char *scope_id, const char *collection, const char *name);
