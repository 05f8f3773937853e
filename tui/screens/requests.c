/* The Requests screen: what one asked for and waits for. */
#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

static const Context context = {
	.name = "Requests",
	.traits = SCREEN_TRAITS,
};

/* Asked for, and not over: someone or something is still waited for. */
static bool is_open_request(const Request *request)
{
	switch (request->state) {
	case REQUEST_STATE_UNKNOWN:
	case REQUEST_STATE_PREPARED:
	case REQUEST_STATE_RUNNING:
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return true;
	default:
		return false;
	}
}

static void collect(const State *state, GPtrArray *all)
{
	for (guint i = 0; i < state->journal.rows->len; i++) {
		Row *row = g_ptr_array_index(state->journal.rows, i);
		if (is_open_request(row->entry->request))
			g_ptr_array_add(all, row);
	}
}

static char *empty(const State *state)
{
	(void)state;
	return g_strdup("No request of yours is under way. The history has the others.");
}

static void on_history(Update *update, gconstpointer about)
{
	(void)about;
	pane_rebuild(update->state, &screen_find(update->state, &context)->panes[0]);
}

static void run_show(Update *update)
{
	screen_open(update, &context);
}

static const PaneKind pane = {
	.title = "Requests",
	.columns = request_columns,
	.column_count = REQUEST_COLUMNS,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "end", "role", "scope", "workload" },
	.is_chosen_always = true,
	.collect = collect,
};

static const Action actions[] = {
	{ "requests", "2", "Requests", "Show your requests.", .place = 310, .traits = TRAIT_SCREEN,
	  .run = run_show },
};

const ScreenKind requests_screen = {
	.title = "Requests",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &pane },
	.listeners.hear = { [NEWS_HISTORY] = on_history },
};
