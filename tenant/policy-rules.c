#include "tenant/policy-rules.h"

#include <string.h>

#include "tenant/json.h"

/* Who, on what: the three columns each kind of rule has. */
static const struct {
	const char *name; /* in the id */
	const char *caller;
	const char *level;
} targets[] = {
	{ "Admin_Eligibility", "Admin", "Eligibility" },
	{ "Admin_Assignment", "Admin", "Assignment" },
	{ "EndUser_Assignment", "EndUser", "Assignment" },
};

enum { TARGET_ELIGIBLE = 0, TARGET_END_USER = 2, TARGET_COUNT = 3 };

static cJSON *new_rule(const char *kind, const char *id, int target, bool is_graph)
{
	cJSON *rule = cJSON_CreateObject();
	if (is_graph) {
		g_autofree char *type =
			g_strconcat("#microsoft.graph.unifiedRoleManagementPolicy", kind, NULL);
		json_add(rule, "@odata.type", type);
	}
	json_add(rule, "id", id);
	if (!is_graph) {
		g_autofree char *type = g_strconcat("RoleManagementPolicy", kind, NULL);
		json_add(rule, "ruleType", type);
	}
	cJSON *json = json_add_object(rule, "target");
	json_add(json, "caller", targets[target].caller);
	json_push(json_add_array(json, "operations"), is_graph ? "all" : "All");
	json_add(json, "level", targets[target].level);
	if (!is_graph)
		json_add(json, "targetObjects", NULL);
	if (is_graph) {
		json_add_array(json, "inheritableSettings");
		json_add_array(json, "enforcedSettings");
	} else {
		json_add(json, "inheritableSettings", NULL);
		json_add(json, "enforcedSettings", NULL);
	}
	return rule;
}

static cJSON *expiration(const Policy *policy, int target, bool is_graph)
{
	g_autofree char *id = g_strconcat("Expiration_", targets[target].name, NULL);
	int64_t bound = target == TARGET_END_USER   ? policy->maximum
			: target == TARGET_ELIGIBLE ? policy->eligible_maximum
						    : 0;
	g_autofree char *maximum = bound ? times_format_duration(bound) : g_strdup("P365D");
	cJSON *rule = new_rule("ExpirationRule", id, target, is_graph);
	cJSON_AddBoolToObject(rule, "isExpirationRequired", bound != 0);
	json_add(rule, "maximumDuration", maximum);
	return rule;
}

static cJSON *enablement(const Policy *policy, int target, bool is_graph)
{
	g_autofree char *id = g_strconcat("Enablement_", targets[target].name, NULL);
	cJSON *rule = new_rule("EnablementRule", id, target, is_graph);
	cJSON *enabled = json_add_array(rule, "enabledRules");
	if (target == TARGET_END_USER) {
		if (policy->needs_mfa)
			json_push(enabled, "MultiFactorAuthentication");
		if (policy->needs_justification)
			json_push(enabled, "Justification");
		if (policy->needs_ticket)
			json_push(enabled, "Ticketing");
	}
	return rule;
}

static void add_approver(cJSON *list, const Object *approver, bool is_graph)
{
	bool is_group = approver->kind == OBJECT_GROUP;
	cJSON *json = cJSON_CreateObject();
	if (is_graph) {
		json_add(json, "@odata.type",
			 is_group ? "#microsoft.graph.groupMembers"
				  : "#microsoft.graph.singleUser");
		json_add(json, is_group ? "groupId" : "userId", approver->id);
	} else {
		json_add(json, "id", approver->id);
		json_add(json, "userType", is_group ? "Group" : "User");
	}
	json_add(json, "description", approver->name);
	cJSON_AddBoolToObject(json, "isBackup", false);
	cJSON_AddItemToArray(list, json);
}

static void add_approvers(cJSON *stage, const char *name, const GPtrArray *people, bool is_graph)
{
	cJSON *list = json_add_array(stage, name);
	for (guint i = 0; people != NULL && i < people->len; i++)
		add_approver(list, g_ptr_array_index(people, i), is_graph);
}

/* from NULL: that of a policy without approval, which has a stage all the same. */
static void add_stage(cJSON *stages, const PolicyStage *from, bool is_graph)
{
	cJSON *stage = cJSON_CreateObject();
	cJSON_AddItemToArray(stages, stage);
	cJSON_AddNumberToObject(stage, "approvalStageTimeOutInDays",
				from != NULL && from->days ? (double)from->days : 1);
	cJSON_AddBoolToObject(stage, "isApproverJustificationRequired",
			      from == NULL || from->needs_reason);
	const int64_t minutes = from != NULL ? from->escalates_after / TIMES_MINUTE : 0;
	bool escalates = from != NULL && from->escalates_after > 0;
	cJSON_AddNumberToObject(stage, "escalationTimeInMinutes", escalates ? (double)minutes : 0);
	add_approvers(stage, "primaryApprovers", from != NULL ? from->approvers : NULL, is_graph);
	cJSON_AddBoolToObject(stage, "isEscalationEnabled", escalates);
	if (escalates)
		add_approvers(stage, "escalationApprovers", from->escalation, is_graph);
	else
		json_add(stage, "escalationApprovers", NULL);
}

static cJSON *approval(const Policy *policy, bool is_graph)
{
	cJSON *rule =
		new_rule("ApprovalRule", "Approval_EndUser_Assignment", TARGET_END_USER, is_graph);
	cJSON *setting = json_add_object(rule, "setting");
	cJSON_AddBoolToObject(setting, "isApprovalRequired", policy->needs_approval);
	cJSON_AddBoolToObject(setting, "isApprovalRequiredForExtension", false);
	cJSON_AddBoolToObject(setting, "isRequestorJustificationRequired",
			      policy->needs_justification);
	json_add(setting, "approvalMode", policy->stages->len > 1 ? "Serial" : "SingleStage");
	cJSON *stages = json_add_array(setting, "approvalStages");
	for (guint i = 0; i < policy->stages->len; i++)
		add_stage(stages, g_ptr_array_index(policy->stages, i), is_graph);
	if (policy->stages->len == 0)
		add_stage(stages, NULL, is_graph);
	return rule;
}

static cJSON *context(const Policy *policy, bool is_graph)
{
	cJSON *rule =
		new_rule("AuthenticationContextRule", "AuthenticationContext_EndUser_Assignment",
			 TARGET_END_USER, is_graph);
	cJSON_AddBoolToObject(rule, "isEnabled", policy->context != NULL);
	json_add(rule, "claimValue", policy->context != NULL ? policy->context : "");
	return rule;
}

static cJSON *notification(const char *recipient, int target, bool is_graph)
{
	g_autofree char *id =
		g_strconcat("Notification_", recipient, "_", targets[target].name, NULL);
	cJSON *rule = new_rule("NotificationRule", id, target, is_graph);
	json_add(rule, "notificationType", "Email");
	json_add(rule, "recipientType", recipient);
	cJSON_AddBoolToObject(rule, "isDefaultRecipientsEnabled", true);
	json_add(rule, "notificationLevel", "All");
	json_add_array(rule, "notificationRecipients");
	return rule;
}

cJSON *policy_rules_make(const Policy *policy, bool is_graph)
{
	static const char *const recipients[] = { "Admin", "Requestor", "Approver" };
	cJSON *rules = cJSON_CreateArray();
	for (int target = 0; target < TARGET_COUNT; target++) {
		cJSON_AddItemToArray(rules, expiration(policy, target, is_graph));
		cJSON_AddItemToArray(rules, enablement(policy, target, is_graph));
		for (size_t i = 0; i < G_N_ELEMENTS(recipients); i++)
			cJSON_AddItemToArray(rules, notification(recipients[i], target, is_graph));
	}
	cJSON_AddItemToArray(rules, approval(policy, is_graph));
	cJSON_AddItemToArray(rules, context(policy, is_graph));
	return rules;
}
