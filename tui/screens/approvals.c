/* The Approvals screen: what waits for one's decision. */
#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

static const Context context = {
	.name = "Approvals",
	.traits = SCREEN_TRAITS,
};

static char *empty(const State *state)
{
	(void)state;
	return g_strdup("Requests that wait for your decision are not listed by this version: "
			"decide them in the portal.");
}

static size_t count_waiting(const State *state)
{
	return pane_count(&screen_find(state, &context)->panes[0]);
}

static void run_show(Update *update)
{
	screen_open(update, &context);
}

static const PaneKind pane = {
	.title = "Approvals",
	.columns = request_columns,
	.column_count = REQUEST_COLUMNS,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "end", "role", "scope", "workload" },
	.is_chosen_always = true,
};

static const Action actions[] = {
	{ "approvals", "3", "Approvals", "Show what waits for your decision.", .place = 320,
	  .traits = TRAIT_SCREEN, .run = run_show },
};

const ScreenKind approvals_screen = {
	.title = "Approvals",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &pane },
	.badge = count_waiting,
};
