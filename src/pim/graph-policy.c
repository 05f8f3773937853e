/* Policies of Graph's workloads: those that are looked at, several at once in one batch. */
#include "src/pim/error.h"
#include "src/pim/graph.h"
#include "src/pim/policy-rules.h"

typedef struct PolicyCall {
	const GraphKind *kind;
	const PimContext *context;
	Grant grant;
	unsigned attempt;
	PimPolicyDone done;
	gpointer data;
} PolicyCall;

static bool start_policy(PolicyCall *call);

static void policy_call_end(PolicyCall *call, const Policy *policy, const GError *error)
{
	call->done(policy, error, call->data);
	grant_clear(&call->grant);
	g_free(call);
}

static Policy *read_policy(const JsonValue *value)
{
	const JsonValue *row = value == NULL ? NULL : json_array_at(json_get(value, "value"), 0);
	if (!json_is_object(row))
		return NULL;
	Policy *policy = policy_from_rules(json_get(row, "policy.effectiveRules"));
	return policy != NULL ? policy : policy_from_rules(json_get(row, "policy.rules"));
}

/* A plain eligible user may often not read settings: that is no error, only nothing is known then. */
static bool is_unreadable(const GError *error)
{
	static const PimErrorCode codes[] = { PIM_ERROR_NO_PERMISSION, PIM_ERROR_NO_CONSENT,
					      PIM_ERROR_NOT_FOUND,     PIM_ERROR_NO_ROLE,
					      PIM_ERROR_INVALID,       PIM_ERROR_FAILED };
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_error_matches(error, PIM_ERROR, (int)codes[i]))
			return true;
	return false;
}

static void on_policy(const JsonValue *value, const GError *error, gpointer data)
{
	PolicyCall *call = data;
	g_autoptr(Policy) policy = read_policy(value);
	if (policy != NULL) {
		policy_call_end(call, policy, NULL);
		return;
	}
	if (error != NULL && !is_unreadable(error)) {
		policy_call_end(call, NULL, error);
		return;
	}
	call->attempt++;
	if (start_policy(call))
		return;
	policy = policy_new_unknown();
	policy_call_end(call, policy, error);
}

static bool start_policy(PolicyCall *call)
{
	g_autofree char *filter = call->kind->make_policy_filter(&call->grant, call->attempt);
	if (filter == NULL)
		return false;
	g_autofree char *escaped = g_uri_escape_string(filter, "()'$/,", FALSE);
	g_autofree char *url =
		g_strconcat("/policies/roleManagementPolicyAssignments?$filter=", escaped,
			    "&$expand=policy($expand=rules)", NULL);
	graph_get(call->context, url, on_policy, call);
	return true;
}

void graph_read_policy(const PimWorkload *self, const PimContext *context,
		       const PimQuestion *question, GCancellable *cancellable, PimPolicyDone done,
		       gpointer data)
{
	(void)cancellable;
	PolicyCall *call = g_new0(PolicyCall, 1);
	call->kind = graph_kind(self);
	call->context = context;
	grant_copy(&call->grant, question->grant);
	call->done = done;
	call->data = data;
	start_policy(call);
}
