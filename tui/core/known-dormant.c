#include "tui/core/known-dormant.h"

#include "tui/core/effects.h"

unsigned known_dormant_take_turn(State *state)
{
	return known_rows_take_turn(&state->dormant, state->now, LIST_DORMANT,
				    DORMANT_REFRESH_SECONDS);
}

static void on_news(Update *update, gconstpointer about)
{
	(void)about;
	State *state = update->state;
	GPtrArray *rows = state->dormant.rows;
	g_ptr_array_set_size(rows, 0);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *loaded = state->lists.loaded[workload][LIST_DORMANT];
		for (guint i = 0; loaded != NULL && i < loaded->len; i++)
			g_ptr_array_add(rows, row_new_eligibility(g_ptr_array_index(loaded, i)));
	}
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	known_rows_forget(&update->state->dormant);
}

const Listeners known_dormant_listeners = {
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_DORMANT] = on_news },
};
