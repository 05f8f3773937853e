#include "src/model/policy.h"

Policy *policy_new(void)
{
	return g_new0(Policy, 1);
}

static gpointer copy_text(gconstpointer text, gpointer data)
{
	(void)data;
	return g_strdup(text);
}

Policy *policy_copy(const Policy *policy)
{
	if (policy == NULL)
		return NULL;
	Policy *copy = policy_new();
	*copy = *policy;
	copy->context = g_strdup(policy->context);
	copy->approvers = NULL;
	if (policy->approvers != NULL) {
		copy->approvers = g_ptr_array_copy(policy->approvers, copy_text, NULL);
		g_ptr_array_set_free_func(copy->approvers, g_free);
	}
	return copy;
}

void policy_free(Policy *policy)
{
	if (policy == NULL)
		return;
	g_free(policy->context);
	g_clear_pointer(&policy->approvers, g_ptr_array_unref);
	g_free(policy);
}

static guint approver_count(const Policy *policy)
{
	return policy->approvers == NULL ? 0 : policy->approvers->len;
}

static bool approvers_equal(const Policy *a, const Policy *b)
{
	if (approver_count(a) != approver_count(b))
		return false;
	for (guint i = 0; i < approver_count(a); i++) {
		if (g_strcmp0(a->approvers->pdata[i], b->approvers->pdata[i]) != 0)
			return false;
	}
	return true;
}

bool policy_equal(const Policy *a, const Policy *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->is_known == b->is_known && a->maximum == b->maximum &&
	       a->needs_justification == b->needs_justification &&
	       a->needs_ticket == b->needs_ticket && a->needs_mfa == b->needs_mfa &&
	       a->needs_approval == b->needs_approval && g_strcmp0(a->context, b->context) == 0 &&
	       approvers_equal(a, b);
}

Policy *policy_new_unknown(void)
{
	Policy *policy = policy_new();
	policy->needs_justification = true;
	return policy;
}

static bool has_approver(const Policy *policy, const char *name)
{
	return policy->approvers != NULL &&
	       g_ptr_array_find_with_equal_func(policy->approvers, name, g_str_equal, NULL);
}

void policy_unite(Policy *into, const Policy *other)
{
	into->is_known = into->is_known && other->is_known;
	if (into->maximum == 0 || (other->maximum != 0 && other->maximum < into->maximum))
		into->maximum = other->maximum;
	into->needs_justification |= other->needs_justification;
	into->needs_ticket |= other->needs_ticket;
	into->needs_mfa |= other->needs_mfa;
	into->needs_approval |= other->needs_approval;
	into->approver_reason = MAX(into->approver_reason, other->approver_reason);
	if (into->context == NULL)
		into->context = g_strdup(other->context);
	for (guint i = 0; i < approver_count(other); i++) {
		const char *name = other->approvers->pdata[i];
		if (into->approvers == NULL)
			into->approvers = g_ptr_array_new_with_free_func(g_free);
		if (!has_approver(into, name))
			g_ptr_array_add(into->approvers, g_strdup(name));
	}
}
