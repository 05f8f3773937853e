#include "tui/core/known-approvals.h"

#include <string.h>

#include "tui/core/effects.h"

/* ---- Asking ----------------------------------------------------------------------------------- */

unsigned known_approvals_take_turn(State *state)
{
	return known_rows_take_turn(&state->approvals, state->now, LIST_APPROVALS,
				    APPROVALS_REFRESH_SECONDS);
}

static bool is_loading(const State *state)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		if (state->lists.loads[workload][LIST_APPROVALS].is_loading)
			return true;
	}
	return false;
}

void known_approvals_ask(Update *update)
{
	State *state = update->state;
	if (is_loading(state))
		return;
	Intent *intent = update_intent(update, INTENT_REFRESH);
	intent->lists = 1u << LIST_APPROVALS;
	state->approvals.next = state->now + APPROVALS_REFRESH_SECONDS;
	update_send(update, intent);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

const Request *known_approvals_find(const KnownRows *approvals, const char *id)
{
	for (guint i = 0; id != NULL && i < approvals->rows->len; i++) {
		const Row *row = g_ptr_array_index(approvals->rows, i);
		if (strcmp(row->id, id) == 0)
			return row->request;
	}
	return NULL;
}

/* A list that was asked for before has what was decided since. */
static bool is_decided(const State *state, const char *id)
{
	const GPtrArray *all = state->submissions.all;
	for (guint i = 0; i < all->len; i++) {
		const Submission *submission = g_ptr_array_index(all, i);
		for (guint j = 0; j < submission->items->len; j++) {
			const Outcome *item = g_ptr_array_index(submission->items, j);
			if (outcome_settles_decision(item) &&
			    g_strcmp0(item->subject.row_id, id) == 0)
				return true;
		}
	}
	return false;
}

static void on_news(Update *update, gconstpointer about)
{
	(void)about;
	State *state = update->state;
	GPtrArray *rows = state->approvals.rows;
	g_ptr_array_set_size(rows, 0);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *loaded = state->lists.loaded[workload][LIST_APPROVALS];
		for (guint i = 0; loaded != NULL && i < loaded->len; i++) {
			const Request *request = g_ptr_array_index(loaded, i);
			if (!is_decided(state, request->id))
				g_ptr_array_add(rows, row_new_request(request));
		}
	}
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	known_rows_forget(&update->state->approvals);
}

const Listeners known_approvals_listeners = {
	.hear = {
		[NEWS_ACCOUNT] = on_account_changed,
		[NEWS_APPROVALS] = on_news,
		[NEWS_OUTCOME] = on_news,
	},
};
