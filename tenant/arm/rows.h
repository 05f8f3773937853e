/* The shapes that ARM's rows have in common; checked against the official samples. */
#pragma once

#include "tenant/arm/call.h"

/* Is there such a scope? A resource is taken as it is, below a group that there is. False: refused. */
bool arm_check_scope(const ArmCall *call, Refusal *refusal);
/* Has the caller an active role here or above, so that ARM lets them read? */
bool arm_can_read(const ArmCall *call, const char *scope);
/* Or one below, too, which opens a subscription to the eye? An eligibility does not. */
bool arm_is_visible(const ArmCall *call, const char *scope);

/* Has the list of an element of `permissions` one that stands for the action, which is in small letters? */
bool arm_has_pattern(const cJSON *permission, const char *list, const char *action);
/* What takes the action away from the caller at the call's scope; NULL: nothing does. */
const DenyAssignment *arm_find_deny(const ArmCall *call, const char *action, bool is_data);

/* "{subscription or nothing}/providers/Microsoft.Authorization/roleDefinitions/{guid}" */
char *arm_role_definition_id(const char *scope, const char *guid);
/* expandedProperties, or policyAssignmentProperties' scope and roleDefinition. */
void arm_add_scope(const World *world, cJSON *parent, const char *scope_id);
void arm_add_role(cJSON *parent, const Role *role, const char *scope_id);
/* NULL when rows have no names. */
cJSON *arm_expand(const ArmCall *call, const char *scope_id, const Role *role,
		  const Object *principal);
/* The eligibility's schedule as rows name it: its id's last part, or the whole; NULL: none. */
char *arm_linked_id(const ArmCall *call, const char *linked_id);
/* {"properties":…,"name":…,"id":…,"type":…} around `properties`, which is taken. */
cJSON *arm_wrap(cJSON *properties, const char *scope_id, const char *collection, const char *name);
