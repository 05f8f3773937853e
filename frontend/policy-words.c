#include "frontend/policy-words.h"

#include "src/model/duration.h"

void policy_append_approvers(GString *text, const Policy *policy, guint most)
{
	const guint count = policy->approvers != NULL ? policy->approvers->len : 0;
	for (guint i = 0; i < MIN(count, most); i++)
		g_string_append_printf(text, "%s%s", i == 0 ? " by " : ", ",
				       (const char *)policy->approvers->pdata[i]);
}

char *policy_demands(const Policy *policy)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (policy->needs_approval) {
		g_string_append(text, "approval");
		policy_append_approvers(text, policy, APPROVERS_SHOWN);
	}
	if (policy->needs_mfa)
		g_string_append_printf(text, "%smultifactor sign-in", text->len > 0 ? "; " : "");
	if (policy->context != NULL)
		g_string_append_printf(text, "%ssign-in with context %s", text->len > 0 ? "; " : "",
				       policy->context);
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

/* ---- The whole policy ------------------------------------------------------------------------- */

static void add_maximum(GPtrArray *parts, const Policy *policy)
{
	if (policy->maximum == 0)
		return;
	g_autofree char *maximum = duration_format(policy->maximum);
	g_ptr_array_add(parts, g_strdup_printf("up to %s", maximum));
}

static void add_texts(GPtrArray *parts, const Policy *policy)
{
	if (policy->needs_justification && policy->needs_ticket)
		g_ptr_array_add(parts, g_strdup("reason + ticket"));
	else if (policy->needs_justification || policy->needs_ticket)
		g_ptr_array_add(parts, g_strdup(policy->needs_ticket ? "ticket" : "reason"));
}

static void add_approval(GPtrArray *parts, const Policy *policy)
{
	if (!policy->needs_approval)
		return;
	GString *text = g_string_new("approval");
	policy_append_approvers(text, policy, G_MAXUINT);
	g_ptr_array_add(parts, g_string_free(text, FALSE));
}

char *policy_describe(const Policy *policy)
{
	if (!policy->is_known)
		return g_strdup("its rules could not be read; give a reason");
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	add_maximum(parts, policy);
	add_texts(parts, policy);
	add_approval(parts, policy);
	if (policy->needs_mfa)
		g_ptr_array_add(parts, g_strdup("multifactor sign-in"));
	if (policy->context != NULL)
		g_ptr_array_add(parts, g_strdup_printf("sign-in with context %s", policy->context));
	if (parts->len == 0)
		return g_strdup("nothing asked");
	g_ptr_array_add(parts, NULL);
	return g_strjoinv(", ", (char **)parts->pdata);
}
