/* The History screen: one's own requests so far. */
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/details.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

static const Context context = {
	.name = "History",
	.traits = SCREEN_TRAITS | TRAIT_ROWS,
};

static Pane *pane_of(const State *state)
{
	return &screen_find(state, &context)->panes[0];
}

static const HistoryEntry *selected_entry(const State *state)
{
	const Row *row = pane_selected(pane_of(state));
	return row != NULL ? row->entry : NULL;
}

/* ---- Once more ---------------------------------------------------------------------------------- */

static const char *needs_eligible_entry(const State *state)
{
	const HistoryEntry *entry = selected_entry(state);
	if (entry == NULL)
		return "There is no row here.";
	if (entry->request->kind != REQUEST_ACTIVATE)
		return "Only an activation can be repeated.";
	return known_requests_find_eligible(state, entry->request) != NULL
		       ? NULL
		       : "You are no longer eligible for this role at this scope.";
}

static void run_repeat(Update *update)
{
	const HistoryEntry *entry = selected_entry(update->state);
	const Request *request = entry->request;
	const Eligibility *eligibility = known_requests_find_eligible(update->state, request);
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	Activation *activation = activation_new(eligibility, &request->scope);
	if (activation->scope.name == NULL) {
		const ScopeNode *node = tree_find(&update->state->scopes.tree, request->scope.id);
		activation->scope.name = g_strdup(node != NULL ? node->scope.name : NULL);
	}
	activation->duration = request->duration;
	activation->justification = g_strdup(request->justification);
	activation->ticket_number = g_strdup(request->ticket_number);
	activation->ticket_system = g_strdup(request->ticket_system);
	g_ptr_array_add(activations, activation);
	activate_open(update, activations);
}

/* ---- Words -------------------------------------------------------------------------------------- */

/* The whole of what the columns may have cut. */
static char *story(const State *state)
{
	const HistoryEntry *entry = selected_entry(state);
	const Request *request = entry != NULL ? entry->request : NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) reason = g_string_new(NULL);
	if (request == NULL)
		return NULL;
	const Wording wording = state_wording(state);
	g_autofree char *outcome = request_words(&wording, request, NULL);
	request_write_role(state, request, text);
	if (request->access == ACCESS_NONE)
		g_string_append_printf(text, " on %s", scope_label(&request->scope));
	g_string_append_printf(text, "%s: %s", access_suffix(request->access), outcome);
	request_write_reason(state, request, reason);
	if (reason->len > 0)
		g_string_append_printf(text, "; %s", reason->str);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *empty(const State *state)
{
	const Load *load = &state->journal.load;
	const Wording wording = state_wording(state);
	if (load->problem != NULL)
		return problem_words(&wording, load->problem);
	return g_strdup(load->is_loading ? "Loading…" : "No request yet.");
}

/* ---- The rows ----------------------------------------------------------------------------------- */

static void collect(const State *state, GPtrArray *all)
{
	g_ptr_array_extend(all, state->journal.rows, NULL, NULL);
}

static void on_history(Update *update, gconstpointer about)
{
	(void)about;
	pane_rebuild(update->state, pane_of(update->state));
}

static void run_show(Update *update)
{
	screen_open(update, &context);
}

static const PaneKind pane = {
	.title = "History",
	.columns = request_columns,
	.column_count = REQUEST_COLUMNS,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "time", "role", "scope", "workload" },
	.is_chosen_always = true,
	.collect = collect,
	.opened = details_open,
};

static const Action actions[] = {
	{ "repeat", "a", "repeat", "Ask for the same role again, with the same reason.",
	  .place = 20, .footer = 1, .guard = needs_eligible_entry, .run = run_repeat },
	{ "history", "4", "History", "Show what you have asked for so far.", .place = 330,
	  .traits = TRAIT_SCREEN, .run = run_show },
};

const ScreenKind history_screen = {
	.title = "History",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &pane },
	.opened = known_journal_read,
	.refreshed = known_journal_read,
	.words = story,
	.listeners.hear = { [NEWS_HISTORY] = on_history },
};
