#include "tui/screens/roles.h"

/* Who has not pressed a key yet holds no row: there the order follows all that comes. */
bool order_may_change(const State *state)
{
	return !roles_data(state)->is_ordered || !roles_pane(state, ROLES_ELIGIBLE)->is_held;
}

void order_make(State *state)
{
	roles_data(state)->is_ordered = false;
}

bool order_follow(State *state)
{
	Pane *eligible = roles_pane(state, ROLES_ELIGIBLE);
	if (eligible->sort != SORT_OFTEN || pane_is_in_order(eligible))
		return false;
	pane_rebuild(state, eligible);
	return true;
}

/* A refresh that comes by itself, each minute, moves no row for an activation of a moment ago. */
void order_on_loading(Update *update, const Event *event)
{
	(void)event;
	if (!update->state->lists.is_by_itself)
		order_make(update->state);
}

/* Requests that the lists brought reach the journal behind them. */
void order_on_done(Update *update)
{
	const State *state = update->state;
	roles_data(state)->is_ordered |= state->lists.refresh_intent == 0 &&
					 state->journal.intent == 0 && state->journal.is_whole;
}
