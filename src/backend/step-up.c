#include "src/backend/step-up.h"

#include "src/auth/cache.h"
#include "src/auth/claims.h"
#include "src/pim/error-table.h"
#include "src/pim/error.h"

Problem *step_up_foresee(const Network *network, const Policies *policies,
			 const Activation *activation)
{
	const Grant *grant = &activation->eligibility->grant;
	const Connection *in_use = &network->in_use;
	/* It may have come after the form was confirmed. */
	const Policy *policy =
		activation->policy != NULL
			? activation->policy
			: policies_find(policies, grant, &activation->scope, INT32_MAX);
	if (in_use->credentials == NULL || policy == NULL || policy->context == NULL ||
	    !token_cache_lacks_context(in_use->tokens, pim_workload(grant->workload)->audience,
				       policy->context))
		return NULL;
	char *claims = claims_for_context(policy->context);
	if (claims == NULL)
		return NULL;
	const PimErrorRow *row = pim_error_row(PIM_ERROR_STEP_UP);
	Problem *problem = problem_new(row->kind, row->own_word, row->sentence, row->hint);
	problem->claims = claims;
	return problem;
}
