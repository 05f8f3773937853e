/* The history screen: one's own requests so far. */
#include <string.h>

#include "frontend/target.h"
#include "tui/update-internal.h"

void update_read_history(Update *update)
{
	State *state = update->state;
	if (state->history_intent)
		update_drop(update, &state->history_intent);
	state->history_load.is_loading = true;
	state->history_intent = update_send(update, update_intent(update, INTENT_READ_HISTORY));
}

void history_on_rows(Update *update, const Event *event)
{
	State *state = update->state;
	Load *load = &state->history_load;
	g_clear_pointer(&load->problem, problem_free);
	load->is_loading = false;
	if (!event->rows) {
		load->problem = problem_copy(event->problem);
		load->status = load->as_of ? LOAD_STALE : LOAD_FAILED;
		return;
	}
	g_ptr_array_set_size(state->history, 0);
	g_clear_pointer(&state->loaded_history, g_ptr_array_unref);
	state->loaded_history = g_ptr_array_ref(event->rows);
	for (guint i = 0; i < event->rows->len; i++)
		g_ptr_array_add(state->history, row_new_entry(g_ptr_array_index(event->rows, i)));
	load->status = LOAD_READY;
	load->as_of = state->now;
	panes_rebuild(state, PANE_HISTORY);
	panes_rebuild(state, PANE_REQUESTS);
}

const Eligibility *history_find_eligible(const State *state, const Request *request)
{
	const Eligibility *covering = NULL;
	const GPtrArray *rows = state->eligible[request->workload];
	if (!request->role.id || !request->scope.id)
		return NULL;
	g_autoptr(Cover) cover = cover_new(state, request->scope.id);
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		const Grant *grant = &row->eligibility->grant;
		const RequestMatch match = grant_match_request(grant, request);
		if (match == MATCH_SCOPE)
			return row->eligibility;
		if (match == MATCH_LINKED || (match == MATCH_ROLE && cover_may(cover, grant)))
			covering = row->eligibility;
	}
	return covering;
}

void run_repeat(Update *update)
{
	const HistoryEntry *entry = state_selected_history(update->state);
	const Request *request = entry->request;
	const Eligibility *eligibility = history_find_eligible(update->state, request);
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	Activation *activation = activation_new(eligibility, &request->scope);
	if (!activation->scope.name) {
		const ScopeNode *node = tree_find(&update->state->tree, request->scope.id);
		activation->scope.name = g_strdup(node ? node->scope.name : NULL);
	}
	activation->duration = request->duration;
	activation->justification = g_strdup(request->justification);
	activation->ticket_number = g_strdup(request->ticket_number);
	activation->ticket_system = g_strdup(request->ticket_system);
	g_ptr_array_add(activations, activation);
	form_open(update, activations);
}
