/* What is active: ends that are near, and when a countdown changes. */
#include "frontend/nearness.h"
#include "tui/core/known-requests.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/again.h"
#include "tui/screens/roles.h"

/* " Ask for more time there with a."; "": there is none to ask for. */
static char *offer_words(const State *state, const Assignment *assignment)
{
	const Action *action = action_table_find(state->actions, "activate");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	if (key == NULL || assignment->grant.end <= state->now ||
	    again_needs_continuable(state, assignment) != NULL)
		return g_strdup("");
	return g_strdup_printf(" " ASK_FOR_MORE_TIME " there with %s.", key);
}

static void tell_nearness(Update *update, const Assignment *assignment)
{
	const Grant *grant = &assignment->grant;
	const Wording wording = state_wording(update->state);
	const Load *requests = &update->state->lists.loads[grant->workload][LIST_REQUESTS];
	/* Before one's requests are known it may go on. */
	if (requests->as_of == 0 && requests->is_loading && grant->end > wording.now)
		return;
	const Request *next = known_requests_find_next(update->state, grant);
	g_autofree char *text =
		grant_tell_nearness(&wording, grant, next, roles_data(update->state)->told);
	if (text == NULL)
		return;
	g_autofree char *offer =
		next == NULL ? offer_words(update->state, assignment) : g_strdup("");
	update_notice(update, next == NULL ? NOTICE_WARNING : NOTICE_INFO, "%s%s", text, offer);
}

void active_tick(Update *update)
{
	State *state = update->state;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.active[workload];
		for (guint i = 0; i < rows->len; i++) {
			const Row *row = g_ptr_array_index(rows, i);
			tell_nearness(update, row->assignment);
		}
	}
	if (known_lists_drop_ended(&state->lists, state->now)) {
		pane_rebuild(state, roles_pane(state, ROLES_ACTIVE));
		now_update(state);
	}
}

/* ---- The next change by itself ------------------------------------------------------------------ */

static void sooner(Instant *wake, Instant at)
{
	if (at && (!*wake || at < *wake))
		*wake = at;
}

/* Only what is on screen counts. */
static void wake_for_countdowns(const State *state, Instant *wake)
{
	Layout layout;
	const Pane *pane = roles_pane(state, ROLES_ACTIVE);
	if (!roles_are_open(state))
		return;
	screen_layout(state, &layout);
	size_t shown = (size_t)MAX(layout.panes[ROLES_ACTIVE].rows.rows, 0);
	for (size_t i = pane->top; i < pane_count(pane) && i < pane->top + shown; i++) {
		const Row *row = pane_at(pane, i);
		sooner(wake, grant_next_countdown(&row->assignment->grant, state->now));
	}
}

Instant active_next_wake(const State *state)
{
	Instant wake = 0;
	wake_for_countdowns(state, &wake);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.active[workload];
		for (guint i = 0; i < rows->len; i++) {
			const Row *row = g_ptr_array_index(rows, i);
			sooner(&wake, grant_next_nearness(&row->assignment->grant, state->now));
		}
	}
	return wake;
}
