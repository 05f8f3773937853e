#include "src/json/policy.h"

#include <string.h>

#include "src/json/build.h"
#include "src/json/value.h"

char *policy_to_json(const Policy *policy)
{
	g_autoptr(JsonBuilder) builder = json_builder_new();
	if (policy->maximum > 0)
		json_builder_int(builder, "longest_seconds", policy->maximum);
	json_builder_bool(builder, "reason", policy->needs_justification);
	json_builder_bool(builder, "ticket", policy->needs_ticket);
	json_builder_bool(builder, "mfa", policy->needs_mfa);
	json_builder_bool(builder, "approval", policy->needs_approval);
	json_builder_text(builder, "context", policy->context);
	json_builder_begin_list(builder, "approvers");
	for (guint i = 0; policy->approvers != NULL && i < policy->approvers->len; i++)
		json_builder_text(builder, NULL, policy->approvers->pdata[i]);
	json_builder_end(builder);
	return json_builder_finish(builder);
}

static const JsonField fields[] = {
	{ "longest_seconds", JSON_FIELD_INT, offsetof(Policy, maximum), false, NULL },
	{ "reason", JSON_FIELD_BOOL, offsetof(Policy, needs_justification), true, NULL },
	{ "ticket", JSON_FIELD_BOOL, offsetof(Policy, needs_ticket), true, NULL },
	{ "mfa", JSON_FIELD_BOOL, offsetof(Policy, needs_mfa), true, NULL },
	{ "approval", JSON_FIELD_BOOL, offsetof(Policy, needs_approval), true, NULL },
	{ "context", JSON_FIELD_TEXT, offsetof(Policy, context), false, NULL },
	{ "approvers", JSON_FIELD_TEXT_LIST, offsetof(Policy, approvers), false, NULL },
};

Policy *policy_from_json(const char *text)
{
	g_autoptr(JsonValue) value = json_parse(text, strlen(text), NULL);
	g_autoptr(Policy) policy = policy_new();
	if (value == NULL || !json_decode(value, fields, G_N_ELEMENTS(fields), policy, NULL))
		return NULL;
	policy->is_known = true;
	return g_steal_pointer(&policy);
}
