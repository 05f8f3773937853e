#include "frontend/policy-words.h"

#define APPROVERS_SHOWN 3

void policy_append_approvers(GString *text, const Policy *policy)
{
	const guint count = policy->approvers != NULL ? policy->approvers->len : 0;
	for (guint i = 0; i < MIN(count, APPROVERS_SHOWN); i++)
		g_string_append_printf(text, "%s%s", i == 0 ? " by " : ", ",
				       (const char *)policy->approvers->pdata[i]);
}

char *policy_demands(const Policy *policy)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (policy->needs_approval) {
		g_string_append(text, "approval");
		policy_append_approvers(text, policy);
	}
	if (policy->needs_mfa)
		g_string_append_printf(text, "%smultifactor sign-in", text->len > 0 ? "; " : "");
	if (policy->context != NULL)
		g_string_append_printf(text, "%ssign-in with context %s", text->len > 0 ? "; " : "",
				       policy->context);
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}
