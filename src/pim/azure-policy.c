/*
 * Role settings. They belong to one role at one scope. The filter on roleDefinitionId is in no specification but
 * works, and saves megabytes (a list holds every role of the scope: hundreds); its answer is checked, and
 * without it the whole list is streamed and all but the wanted role dropped. Who is only eligible may be
 * refused here: then nothing is known, which keeps nobody from asking.
 */
#include <string.h>

#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/error.h"
#include "src/pim/policy-rules.h"

typedef struct PolicyCall {
	const PimContext *context;
	GCancellable *cancellable;
	char *role_id;
	char *scopes
		[3]; /* where to ask, NULL-terminated: the target, then the eligibility's own scope */
	size_t at;
	bool is_filtered;
	PimPolicyDone done;
	gpointer data;
} PolicyCall;

static void start_policy(PolicyCall *call);

static void policy_call_end(PolicyCall *call, const Policy *policy, const GError *error)
{
	call->done(policy, error, call->data);
	for (size_t i = 0; i < G_N_ELEMENTS(call->scopes); i++)
		g_free(call->scopes[i]);
	g_free(call->role_id);
	g_clear_object(&call->cancellable);
	g_free(call);
}

static gpointer decode_policy(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error)
{
	(void)context;
	const char *role_id = json_text(json_get(element, "properties.roleDefinitionId"));
	if (role_id == NULL || g_ascii_strcasecmp(role_guid(role_id), role_guid(data)) != 0)
		return NULL;
	Policy *policy = policy_from_rules(json_get(element, "properties.effectiveRules"));
	/* The wanted row, and nothing to be read in it: that one counts as skipped. */
	if (policy == NULL)
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING,
				    "properties.effectiveRules has no rule of an end user");
	return policy;
}

/* The next way of asking; false when there is none. A refusal rules out the whole scope, not only the filter. */
static bool advance(PolicyCall *call, bool is_refused)
{
	if (call->is_filtered && !is_refused) {
		call->is_filtered = false;
		return true;
	}
	call->is_filtered = true;
	call->at++;
	return call->scopes[call->at] != NULL;
}

static void on_policies(const PimList *list, const GError *error, gpointer data)
{
	PolicyCall *call = data;
	if (list != NULL && list->rows->len > 0) {
		policy_call_end(call, list->rows->pdata[0], NULL);
		return;
	}
	const bool is_refused = g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_PERMISSION);
	if (error != NULL && !azure_is_worth_another_way(error)) {
		policy_call_end(call, NULL, error);
		return;
	}
	if (advance(call, is_refused)) {
		start_policy(call);
		return;
	}
	g_autoptr(Policy) unknown = policy_new_unknown();
	policy_call_end(call, unknown, error);
}

static void start_policy(PolicyCall *call)
{
	g_autofree char *filter =
		call->is_filtered ? g_strdup_printf("roleDefinitionId eq '%s'", call->role_id)
				  : NULL;
	g_autofree char *url =
		azure_url(call->scopes[call->at], "roleManagementPolicyAssignments", filter);
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = decode_policy,
		.free_row = (GDestroyNotify)policy_free,
		.decode_data = call->role_id,
	};
	fetch_list(call->context, &spec, call->cancellable, on_policies, call);
}

void azure_read_policy(const PimWorkload *self, const PimContext *context,
		       const PimQuestion *question, GCancellable *cancellable, PimPolicyDone done,
		       gpointer data)
{
	(void)self;
	const Grant *grant = question->grant;
	const Scope *scope = question->scope;
	PolicyCall *call = g_new0(PolicyCall, 1);
	call->context = context;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	/* A quote would end the filter's string: doubled, as OData writes it. */
	g_autoptr(GString) role = g_string_new(grant->role.id);
	g_string_replace(role, "'", "''", 0);
	call->role_id = g_strdup(role->str);
	call->scopes[0] = g_strdup(scope->id);
	if (!scope_id_equal(scope->id, grant->scope.id))
		call->scopes[1] = g_strdup(grant->scope.id);
	call->is_filtered = true;
	call->done = done;
	call->data = data;
	start_policy(call);
}
