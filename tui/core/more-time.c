#include "tui/core/more-time.h"

#include "tui/core/known-requests.h"
#include "tui/core/words.h"

char *state_going_on(const State *state, const Grant *grant)
{
	const Request *next = known_requests_find_next(state, grant);
	const Wording wording = state_wording(state);
	g_autofree char *until = next != NULL ? wording_time(&wording, next->end) : NULL;
	return until != NULL ? g_strdup_printf("goes on until %s", until) : NULL;
}

char *state_active_here(const State *state, const Eligibility *eligibility, const Scope *scope)
{
	const Assignment *active = known_lists_find_active_for(&state->lists, eligibility, scope);
	if (active == NULL)
		return NULL;
	g_autofree char *until = state_until(state, &active->grant);
	g_autofree char *going_on = state_going_on(state, &active->grant);
	return until != NULL ? g_strdup_printf("active here already, %s%s%s", until,
					       going_on != NULL ? "; it " : "",
					       going_on != NULL ? going_on : "")
			     : NULL;
}
