/* Whom is waited for: the policies of what waits are read for the sake of NOW, few at a time. */
#include "frontend/open-requests.h"
#include "tui/screens/roles.h"

#define WHOM_MOST  20 /* policies that are read for the sake of NOW alone */
#define WHOM_READS 2  /* … at once */

static bool waits_for_someone(const Request *request)
{
	return request->kind == REQUEST_ACTIVATE && request->state == REQUEST_STATE_WAITING;
}

void whom_want(Update *update)
{
	const State *state = update->state;
	guint wanted = 0;
	if (!roles_are_open(state))
		return;
	for (guint i = 0; i < state->requests.open->len && wanted < WHOM_MOST; i++) {
		const Request *request = g_ptr_array_index(state->requests.open, i);
		const Eligibility *eligibility =
			waits_for_someone(request) ? known_requests_find_eligible(state, request)
						   : NULL;
		if (eligibility == NULL ||
		    state->lists.loads[request->workload][LIST_ELIGIBILITIES].status != LOAD_READY)
			continue;
		wanted++;
		if (known_policies_count_reads(&state->policies) >= WHOM_READS)
			return;
		if (known_policies_find(&state->policies, eligibility->grant.id,
					request->scope.id) == NULL)
			known_policies_read(update, eligibility, &request->scope);
	}
}

void whom_hear_policy(State *state, const PolicyNews *news)
{
	for (guint i = 0; i < state->requests.open->len; i++) {
		const Request *request = g_ptr_array_index(state->requests.open, i);
		if (!waits_for_someone(request) ||
		    !scope_id_equal(request->scope.id, news->scope->id))
			continue;
		now_update(state);
		return;
	}
}
