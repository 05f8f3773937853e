/* The History screen: one's own requests so far. */
#include "tui/screens/history.h"

#include <string.h>

#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/details.h"
#include "tui/dialogs/export.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

static Pane *list_of(const State *state)
{
	return history_pane(state, HISTORY_LIST);
}

/* ---- Once more ---------------------------------------------------------------------------------- */

static const char *needs_list(const State *state)
{
	return state->focus == list_of(state) ? NULL : "Go to the list of requests first.";
}

static const char *needs_entry(const State *state)
{
	return needs_list(state) != NULL         ? needs_list(state)
	       : history_selected(state) == NULL ? "There is no row here."
						 : NULL;
}

static const Eligibility *eligible_for(const State *state, const HistoryEntry *entry)
{
	return entry != NULL && entry->request->kind == REQUEST_ACTIVATE
		       ? known_requests_find_eligible(state, entry->request)
		       : NULL;
}

static const char *needs_eligible_entry(const State *state)
{
	const HistoryEntry *entry = history_selected(state);
	if (g_hash_table_size(history_data(state)->marks) > 0)
		return NULL;
	if (entry == NULL)
		return "There is no row here.";
	if (entry->request->kind != REQUEST_ACTIVATE)
		return "Only an activation can be repeated.";
	return eligible_for(state, entry) != NULL
		       ? NULL
		       : "You are no longer eligible for this role at this scope.";
}

static Activation *activation_like(const State *state, const Request *request,
				   const Eligibility *eligibility)
{
	Activation *activation = activation_new(eligibility, &request->scope);
	if (activation->scope.name == NULL) {
		const ScopeNode *node = tree_find(&state->scopes.tree, request->scope.id);
		activation->scope.name = g_strdup(node != NULL ? node->scope.name : NULL);
	}
	activation->duration = request->duration;
	activation->justification = g_strdup(request->justification);
	activation->ticket_number = g_strdup(request->ticket_number);
	activation->ticket_system = g_strdup(request->ticket_system);
	return activation;
}

/* Of several entries about one role at one scope one is enough. */
static bool is_there(const GPtrArray *activations, const Activation *activation)
{
	for (guint i = 0; i < activations->len; i++) {
		const Activation *other = g_ptr_array_index(activations, i);
		if (scope_id_equal(other->scope.id, activation->scope.id) &&
		    strcmp(other->eligibility->grant.id, activation->eligibility->grant.id) == 0)
			return true;
	}
	return false;
}

/* False: it can not be repeated. */
static bool add_like(const State *state, const HistoryEntry *entry, GPtrArray *activations)
{
	const Eligibility *eligibility = eligible_for(state, entry);
	if (eligibility == NULL)
		return false;
	g_autoptr(Activation) activation = activation_like(state, entry->request, eligibility);
	if (!is_there(activations, activation))
		g_ptr_array_add(activations, g_steal_pointer(&activation));
	return true;
}

static void run_repeat(Update *update)
{
	const State *state = update->state;
	const Pane *list = list_of(state);
	GHashTable *marks = history_data(state)->marks;
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	guint left_out = 0;
	/* In the order of the list, marked or not shown just now. */
	for (guint i = 0; g_hash_table_size(marks) > 0 && i < list->all->len; i++) {
		const Row *row = g_ptr_array_index(list->all, i);
		if (g_hash_table_contains(marks, row->id))
			left_out += !add_like(state, row->entry, activations);
	}
	if (g_hash_table_size(marks) == 0)
		add_like(state, history_selected(state), activations);
	if (activations->len == 0) {
		update_notice(update, NOTICE_WARNING,
			      "None of the marked requests can be repeated: only activations of "
			      "roles that you are still eligible for.");
		return;
	}
	if (left_out > 0)
		update_notice(update, NOTICE_WARNING,
			      "%u of the marked requests can not be repeated and %s left out.",
			      left_out, left_out == 1 ? "is" : "are");
	activate_open_again(update, activations);
}

/* ---- Marks -------------------------------------------------------------------------------------- */

static void run_mark(Update *update)
{
	Pane *list = list_of(update->state);
	GHashTable *marks = history_data(update->state)->marks;
	if (!g_hash_table_remove(marks, list->selected))
		g_hash_table_add(marks, g_strdup(list->selected));
	screen_move(update, list, 1);
}

static const char *needs_marks(const State *state)
{
	return g_hash_table_size(history_data(state)->marks) > 0 ? NULL : "No row is marked.";
}

static void run_unmark(Update *update)
{
	g_hash_table_remove_all(history_data(update->state)->marks);
}

static guint count_marks(const State *state)
{
	return g_hash_table_size(history_data(state)->marks);
}

/* ---- Timeline and totals ------------------------------------------------------------------------ */

static const char *needs_timeline(const State *state)
{
	return state->focus == history_pane(state, HISTORY_TIMELINE) ? NULL
								     : "Open the timeline first.";
}

static void turn_to(Update *update, size_t place)
{
	const State *state = update->state;
	const bool is_there = state->focus == history_pane(state, place);
	screen_focus(update, history_pane(state, is_there ? HISTORY_LIST : place));
}

static void run_timeline(Update *update)
{
	turn_to(update, HISTORY_TIMELINE);
}

static void run_totals(Update *update)
{
	State *state = update->state;
	History *history = history_data(state);
	Pane *totals = history_pane(state, HISTORY_TOTALS);
	/* The same key again sums up by the next. */
	if (state->focus == totals) {
		history->by = (history->by + 1) % (TOTALS_COUNT + 1);
		g_clear_pointer(&history->totals, g_ptr_array_unref);
	}
	screen_focus(update, totals);
}

static void run_zoom_in(Update *update)
{
	history_zoom(update, -1);
}

static void run_zoom_out(Update *update)
{
	history_zoom(update, 1);
}

static void run_earlier(Update *update)
{
	history_scroll(update, -1);
}

static void run_later(Update *update)
{
	history_scroll(update, 1);
}

static void run_next_view(Update *update)
{
	screen_focus_by(update, 1);
}

static void run_previous_view(Update *update)
{
	screen_focus_by(update, -1);
}

/* The filter, with the word for it typed already. */
static void run_period(Update *update)
{
	Pane *list = list_of(update->state);
	const char *before = field_text(&list->filter);
	const bool has_more = *before != '\0' && !g_str_has_suffix(before, " ");
	g_autofree char *text = g_strdup_printf("%s%sin:", before, has_more ? " " : "");
	screen_focus(update, list);
	field_set(&list->filter, text);
	update->state->is_filtering = true;
	pane_filter_changed(update->state, list);
}

static const char *needs_shown(const State *state)
{
	return list_of(state)->visible->len > 0 ? NULL : "There is no row to write.";
}

static void run_export(Update *update)
{
	const State *state = update->state;
	const Wording wording = state_wording(state);
	g_autoptr(GPtrArray) shown = history_shown(state);
	HistoryExport *export =
		history_export_new(&wording, state->account, shown, state->journal.parts);
	export->period = history_data(state)->period;
	export_ask(update, export);
}

static void run_back(Update *update)
{
	const State *state = update->state;
	if (state->focus != list_of(state))
		screen_focus(update, list_of(state));
	else
		run_unmark(update);
}

/* ---- Words -------------------------------------------------------------------------------------- */

/* The whole of what the columns may have cut. */
static char *story(const State *state)
{
	if (state->focus == history_pane(state, HISTORY_TIMELINE))
		return history_timeline_words(state);
	if (state->focus == history_pane(state, HISTORY_TOTALS))
		return g_strdup(history_data(state)->by == TOTALS_COUNT
					? "Eligible roles that nothing in this journal used since "
					  "then."
					: "Times, in all, at the median, asked in vain.");
	const HistoryEntry *entry = history_selected(state);
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

/* What is marked and no more there can not be meant. */
static void prune_marks(const State *state)
{
	GHashTableIter iterator;
	gpointer id = NULL;
	g_hash_table_iter_init(&iterator, history_data(state)->marks);
	while (g_hash_table_iter_next(&iterator, &id, NULL)) {
		if (known_journal_find_row(&state->journal, id) == NULL)
			g_hash_table_iter_remove(&iterator);
	}
}

/* What was made of the rows before goes with them. */
static void on_history(Update *update, gconstpointer about)
{
	State *state = update->state;
	(void)about;
	prune_marks(state);
	pane_rebuild(state, list_of(state));
	if (state->focus->kind->focused != NULL && state->screen->kind == &history_screen)
		state->focus->kind->focused(update);
}

/* What is not used is one of those that are eligible now. */
static void on_eligible(Update *update, gconstpointer about)
{
	State *state = update->state;
	History *history = history_data(state);
	Pane *totals = history_pane(state, HISTORY_TOTALS);
	(void)about;
	if (history->by != TOTALS_COUNT)
		return;
	g_clear_pointer(&history->totals, g_ptr_array_unref);
	if (state->focus == totals)
		totals->kind->focused(update);
	else
		pane_rebuild(state, totals);
}

static void on_account(Update *update, gconstpointer about)
{
	History *history = history_data(update->state);
	(void)about;
	g_hash_table_remove_all(history->marks);
	history->is_placed = false;
	pane_rebuild(update->state, list_of(update->state));
}

static gconstpointer find_row(const State *state, const char *id)
{
	return known_journal_find_row(&state->journal, id);
}

static void run_show(Update *update)
{
	screen_open(update, &history_context);
}

static const PaneKind list_pane = {
	.title = "History",
	.columns = history_columns,
	.column_count = HISTORY_COLUMNS,
	.sign = history_sign,
	.sign_columns = LIST_SIGNED_COLUMNS,
	.count_marks = count_marks,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "time", "role", "scope", "workload" },
	.is_chosen_always = true,
	.is_ordered = true,
	.collect = collect,
	.filter = history_filter,
	.find = find_row,
	.opened = details_open,
};

static const Action actions[] = {
	{ "repeat", "a", "repeat", "Ask again for the marked activations, or the selected one.",
	  .place = 20, .footer = 1, .guard = needs_eligible_entry, .run = run_repeat },
	{ "mark-entry", "space", "mark", "Mark the request to be repeated, or clear the mark.",
	  .place = 31, .footer = 2, .guard = needs_entry, .run = run_mark },
	{ "unmark-entries", "u", "unmark all", "Clear all marks.", .place = 111,
	  .guard = needs_marks, .run = run_unmark },
	{ "timeline", "t", "timeline", "Draw the shown requests over time, or go back to the list.",
	  .place = 32, .footer = 3, .run = run_timeline },
	{ "totals", "T", "totals",
	  "Sum up by role; again: by scope, month, workload, and what is unused.", .place = 33,
	  .footer = 4, .run = run_totals },
	{ "period", "p", "period", "Show a period: last-month, 2026-11, mon, 7d.", .place = 34,
	  .footer = 5, .run = run_period },
	{ "zoom-in", "+ =", "zoom in", "Show a shorter time.", .place = 35, .guard = needs_timeline,
	  .run = run_zoom_in },
	{ "zoom-out", "-", "zoom out", "Show a longer time.", .place = 36, .guard = needs_timeline,
	  .run = run_zoom_out },
	{ "earlier", "left h", "earlier", "Go back in time.", .place = 37, .guard = needs_timeline,
	  .run = run_earlier },
	{ "later", "right l", "later", "Go on in time.", .place = 38, .guard = needs_timeline,
	  .run = run_later },
	{ "now", "n", "now", "Go to the present.", .place = 39, .guard = needs_timeline,
	  .run = history_to_now },
	{ "export", "e", "export", "Write the shown requests into a file: CSV, JSON, SVG or HTML.",
	  .place = 41, .footer = 6, .guard = needs_shown, .run = run_export },
	{ "next-view", "tab", "next view", "Go to the list, the timeline or the totals.",
	  .place = 51, .run = run_next_view },
	{ "previous-view", "shift-tab", "previous view",
	  "Go to the view before: list, timeline or totals.", .place = 61,
	  .run = run_previous_view },
	{ "history", "4", "History", "Show what you have asked for so far.", .place = 330,
	  .traits = TRAIT_SCREEN, .run = run_show },
};

static void draw(const State *state, Grid *grid, const Layout *layout)
{
	history_timeline_draw(state, grid, layout);
	history_totals_draw(state, grid, layout);
}

const ScreenKind history_screen = {
	.title = "History",
	.context = &history_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &list_pane, &history_timeline_pane, &history_totals_pane },
	.size = sizeof(History),
	.init = history_init,
	.clear = history_clear,
	.opened = known_journal_read,
	.refreshed = known_journal_read,
	.escaped = run_back,
	.words = story,
	.draw = draw,
	.listeners.hear = {
		[NEWS_ACCOUNT] = on_account,
		[NEWS_ELIGIBLE] = on_eligible,
		[NEWS_HISTORY] = on_history,
	},
};
