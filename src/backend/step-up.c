/* A stronger sign-in that is foreseen: what the policy asks for is known, and what the token was got for. */
#include "src/auth/cache.h"
#include "src/auth/claims.h"
#include "src/backend/private.h"
#include "src/pim/error-table.h"

/* The claims to sign in with first; NULL: the token will do, or nobody knows. The caller frees. */
static char *missing_claims(Backend *backend, const Activation *activation)
{
	const Grant *grant = &activation->eligibility->grant;
	const PimWorkload *workload = pim_workload(grant->workload);
	/* It may have come after the form was confirmed. */
	const Policy *policy =
		activation->policy != NULL
			? activation->policy
			: policy_cache_find(backend, grant, &activation->scope, INT32_MAX);
	if (backend->credentials == NULL || policy == NULL || policy->context == NULL ||
	    !token_cache_lacks_context(backend->tokens, workload->audience, policy->context))
		return NULL;
	return claims_for_context(policy->context);
}

bool step_up_is_asked(Backend *backend, const Activation *activation, const Job *job)
{
	char *claims = missing_claims(backend, activation);
	if (claims == NULL)
		return false;
	const PimErrorRow *row = pim_error_row(PIM_ERROR_STEP_UP);
	Event *event = event_new(EVENT_REFUSED, job->intent_id);
	event->workload = activation->eligibility->grant.workload;
	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->problem = problem_new(row->kind, row->own_word, row->sentence, row->hint);
	event->problem->claims = claims;
	backend_emit(backend, event);
	return true;
}
