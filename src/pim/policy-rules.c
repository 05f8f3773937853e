#include "src/pim/policy-rules.h"

#include "src/base/text.h"

/* The members of all kinds of rules that matter to an end user; a rule fills those of its kind. */
typedef struct Rule {
	int64_t maximum;
	GPtrArray *enabled;
	bool is_enabled;
	bool is_expiration_required;
	char *claim_value;
	bool needs_approval;
} Rule;

static void rule_clear(Rule *rule)
{
	g_clear_pointer(&rule->enabled, g_ptr_array_unref);
	g_clear_pointer(&rule->claim_value, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rule, rule_clear)

static const JsonField rule_fields[] = {
	{ "maximumDuration", JSON_FIELD_DURATION, offsetof(Rule, maximum) },
	{ "isExpirationRequired", JSON_FIELD_BOOL, offsetof(Rule, is_expiration_required) },
	{ "enabledRules", JSON_FIELD_TEXT_LIST, offsetof(Rule, enabled) },
	{ "isEnabled", JSON_FIELD_BOOL, offsetof(Rule, is_enabled) },
	{ "claimValue", JSON_FIELD_TEXT, offsetof(Rule, claim_value) },
	{ "setting.isApprovalRequired", JSON_FIELD_BOOL, offsetof(Rule, needs_approval) },
};

static void take_expiration(Policy *policy, const Rule *rule, const JsonValue *value)
{
	(void)value;
	policy->maximum = rule->maximum;
}

/* A length beside "may be for ever" binds nobody. */
static void take_eligible_expiration(Policy *policy, const Rule *rule, const JsonValue *value)
{
	(void)value;
	policy->eligible_maximum = rule->is_expiration_required ? rule->maximum : 0;
}

static void take_enablement(Policy *policy, const Rule *rule, const JsonValue *value)
{
	(void)value;
	for (guint i = 0; rule->enabled != NULL && i < rule->enabled->len; i++) {
		const char *word = rule->enabled->pdata[i];
		if (g_ascii_strcasecmp(word, "Justification") == 0)
			policy->needs_justification = true;
		else if (g_ascii_strcasecmp(word, "Ticketing") == 0)
			policy->needs_ticket = true;
		else if (g_ascii_strcasecmp(word, "MultiFactorAuthentication") == 0)
			policy->needs_mfa = true;
	}
}

/* Who decides only when the others do not is told apart. */
static char *mark_backup(const JsonValue *approver, const char *name)
{
	const bool is_backup = json_is_true(json_get(approver, "isBackup"));
	return g_strconcat(name, is_backup ? " (backup)" : NULL, NULL);
}

/* Who decides: ARM writes {id,description}, Graph {description,userId|groupId} and the requestor's manager. */
static char *name_approver(const JsonValue *approver)
{
	static const char *const members[] = { "description", "displayName", "userId", "groupId",
					       "id" };
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		const char *text = json_text(json_get(approver, members[i]));
		if (text == NULL || text[0] == '\0')
			continue;
		g_autofree char *clean = text_sanitize(text, -1);
		return mark_backup(approver, clean);
	}
	const JsonValue *level = json_get(approver, "managerLevel");
	return level == NULL ? NULL : mark_backup(approver, "your manager");
}

/* Several stages: which of them will be open for oneself, the policy does not say. */
static ApproverReason read_approver_reason(const JsonValue *stages)
{
	ApproverReason reason = APPROVER_REASON_UNKNOWN;
	for (size_t i = 0; i < json_array_length(stages); i++) {
		const JsonValue *stage = json_array_at(stages, i);
		const JsonValue *is_needed =
			json_is_object(stage) ? json_get(stage, "isApproverJustificationRequired")
					      : NULL;
		if (is_needed == NULL || json_type(is_needed) != JSON_TYPE_BOOL)
			continue;
		reason = MAX(reason, json_is_true(is_needed) ? APPROVER_REASON_NEEDED
							     : APPROVER_REASON_FREE);
	}
	return reason;
}

static void take_approval(Policy *policy, const Rule *rule, const JsonValue *value)
{
	policy->needs_approval = rule->needs_approval;
	if (!rule->needs_approval)
		return;
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	const JsonValue *stages = json_get(value, "setting.approvalStages");
	policy->approver_reason = read_approver_reason(stages);
	const JsonValue *stage = json_array_at(stages, 0);
	const JsonValue *approvers =
		json_is_object(stage) ? json_get(stage, "primaryApprovers") : NULL;
	for (size_t i = 0; i < json_array_length(approvers); i++) {
		char *name = name_approver(json_array_at(approvers, i));
		if (name != NULL)
			g_ptr_array_add(policy->approvers, name);
	}
}

static void take_context(Policy *policy, const Rule *rule, const JsonValue *value)
{
	(void)value;
	g_clear_pointer(&policy->context, g_free);
	if (rule->is_enabled && rule->claim_value != NULL && rule->claim_value[0] != '\0')
		policy->context = g_strdup(rule->claim_value);
}

/* The rules of an end user's activation, and for how long one is eligible; their ids are fixed. */
static const struct {
	const char *id;
	void (*take)(Policy *policy, const Rule *rule, const JsonValue *value);
	bool is_of_administrator; /* alone it tells nothing of an activation */
} rule_rows[] = {
	{ "Expiration_Admin_Eligibility", take_eligible_expiration, true },
	{ "Expiration_EndUser_Assignment", take_expiration },
	{ "Enablement_EndUser_Assignment", take_enablement },
	{ "Approval_EndUser_Assignment", take_approval },
	{ "AuthenticationContext_EndUser_Assignment", take_context },
};

Policy *policy_from_rules(const JsonValue *rules)
{
	g_autoptr(Policy) policy = policy_new();
	for (size_t i = 0; i < json_array_length(rules); i++) {
		const JsonValue *value = json_array_at(rules, i);
		const char *id = json_is_object(value) ? json_text(json_get(value, "id")) : NULL;
		for (size_t j = 0; id != NULL && j < G_N_ELEMENTS(rule_rows); j++) {
			if (g_ascii_strcasecmp(rule_rows[j].id, id) != 0)
				continue;
			g_auto(Rule) rule = { 0 };
			policy->is_known |= !rule_rows[j].is_of_administrator;
			if (json_decode(value, rule_fields, G_N_ELEMENTS(rule_fields), &rule, NULL))
				rule_rows[j].take(policy, &rule, value);
		}
	}
	return policy->is_known ? g_steal_pointer(&policy) : NULL;
}
