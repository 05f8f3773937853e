#include "tui/core/known-dormant.h"

#include "src/model/list.h"
#include "tui/core/effects.h"

void known_dormant_init(KnownDormant *dormant)
{
	dormant->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

void known_dormant_clear(KnownDormant *dormant)
{
	g_ptr_array_unref(dormant->rows);
}

unsigned known_dormant_take_turn(State *state)
{
	if (state->now < state->dormant.next)
		return 0;
	state->dormant.next = state->now + DORMANT_REFRESH_SECONDS;
	return list_refreshed_bits() | 1u << LIST_DORMANT;
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
	g_ptr_array_set_size(update->state->dormant.rows, 0);
	update->state->dormant.next = 0;
}

const Listeners known_dormant_listeners = {
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_DORMANT] = on_news },
};
