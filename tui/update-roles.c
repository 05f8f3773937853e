/* The lists of the roles screen: what is loaded, how fresh it is, what ends when. */
#include <string.h>

#include "tui/layout.h"
#include "tui/update-internal.h"

#define PILE_STEP 2000 /* rows made ready at once */

/* ---- Loading ---------------------------------------------------------------------------------- */

void roles_refresh(Update *update, bool is_by_key)
{
	State *state = update->state;
	state->next_refresh = state->now + STATE_REFRESH_SECONDS;
	if (state->refresh_intent) {
		if (is_by_key)
			update_notice(update, NOTICE_INFO, "A refresh is under way already.");
		return;
	}
	state->refresh_intent = update_send(update, update_intent(update, INTENT_REFRESH));
}

void roles_on_loading(Update *update, const Event *event)
{
	Load *load = &update->state->loads[event->workload][event->list];
	load->is_loading = true;
	if (load->status == LOAD_IDLE || load->status == LOAD_FAILED)
		load->status = LOAD_LOADING;
}

/* The snapshot may come after the service's first answer; then it says nothing new. */
static bool is_outdated(const Load *load, const Event *event)
{
	return load->status == LOAD_READY && event->is_stale;
}

static void load_take(Load *load, const Event *event, bool is_partial)
{
	g_clear_pointer(&load->problem, problem_free);
	load->status = event->is_stale ? LOAD_STALE : LOAD_READY;
	load->as_of = event->as_of;
	load->skipped = event->skipped;
	load->has_gaps = event->has_gaps;
	load->is_partial = is_partial;
	if (!event->is_stale && !is_partial)
		load->is_loading = false;
}

/* The rows borrow from the list, which is shared with whoever loaded it: nothing is copied. */
static void keep_loaded(State *state, const Event *event, ListId list)
{
	GPtrArray **kept = &state->loaded[event->workload][list];
	g_clear_pointer(kept, g_ptr_array_unref);
	*kept = g_ptr_array_ref(event->rows);
}

static bool is_same_text(const Grant *a, const Grant *b)
{
	return a->end == b->end && g_strcmp0(a->role.name, b->role.name) == 0 &&
	       strcmp(scope_label(&a->scope), scope_label(&b->scope)) == 0;
}

/* Mostly a refresh brings what is there already: then order and filter stay, and only the values are taken. */
static bool take_same(GPtrArray *rows, const GPtrArray *loaded)
{
	if (rows->len != loaded->len)
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		const Eligibility *now = g_ptr_array_index(loaded, i);
		if (strcmp(row->id, now->grant.id) != 0 ||
		    !is_same_text(&row->eligibility->grant, &now->grant))
			return false;
	}
	for (guint i = 0; i < rows->len; i++) {
		Row *row = g_ptr_array_index(rows, i);
		row->eligibility = g_ptr_array_index(loaded, i);
		row->id = row->eligibility->grant.id;
	}
	return true;
}

/* The first rows that are not there yet. True: all are. */
static bool pile_step(RowPile *pile, guint count)
{
	const GPtrArray *all = pile->told.rows;
	guint end = pile->rows->len + MIN(count, all->len - pile->rows->len);
	for (guint i = pile->rows->len; i < end; i++)
		g_ptr_array_add(pile->rows, row_new_eligibility(g_ptr_array_index(all, i)));
	return end == all->len;
}

static RowPile *pile_new(const Event *event)
{
	RowPile *pile = g_new0(RowPile, 1);
	pile->told = (Event){
		.kind = event->kind,
		.workload = event->workload,
		.rows = g_ptr_array_ref(event->rows),
		.as_of = event->as_of,
		.skipped = event->skipped,
		.is_stale = event->is_stale,
		.has_gaps = event->has_gaps,
	};
	pile->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	return pile;
}

static void take_active(State *state, const Event *event)
{
	GPtrArray *rows = state->active[event->workload];
	g_ptr_array_set_size(rows, 0);
	keep_loaded(state, event, LIST_ASSIGNMENTS);
	for (guint i = 0; i < event->rows->len; i++) {
		const Assignment *assignment = g_ptr_array_index(event->rows, i);
		/* The service's lists lag: what has ended is not shown again. */
		if (!assignment->grant.end || assignment->grant.end > state->now)
			g_ptr_array_add(rows, row_new_assignment(assignment));
	}
}

/* Marks belong to rows: one whose row is gone for sure goes with it. */
static void prune_marks(State *state)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (guint i = 0; i < state->eligible[workload]->len; i++) {
			const Row *row = g_ptr_array_index(state->eligible[workload], i);
			g_hash_table_add(known, (gpointer)row->id);
		}
	}
	GHashTableIter iter;
	gpointer id;
	g_hash_table_iter_init(&iter, state->marks);
	while (g_hash_table_iter_next(&iter, &id, NULL)) {
		if (!g_hash_table_contains(known, id))
			g_hash_table_iter_remove(&iter);
	}
}

/* All rows of the list are ready, or (NULL) those that are shown are its rows. */
static void finish_eligible(Update *update, const Event *event, RowPile *pile)
{
	State *state = update->state;
	load_take(&state->loads[event->workload][LIST_ELIGIBILITIES], event, false);
	if (pile) {
		g_ptr_array_unref(state->eligible[event->workload]);
		state->eligible[event->workload] = g_ptr_array_ref(pile->rows);
	}
	keep_loaded(state, event, LIST_ELIGIBILITIES);
	if (pile) {
		if (!event->is_stale && g_hash_table_size(state->marks) > 0)
			prune_marks(state);
		panes_rebuild(state, PANE_ELIGIBLE);
	}
	scope_show_selected(update);
	form_on_rows(update);
}

static void finish_pile(Update *update, WorkloadId workload)
{
	RowPile *pile = g_steal_pointer(&update->state->piles[workload]);
	finish_eligible(update, &pile->told, pile);
	row_pile_free(pile);
}

/* A keystroke is never kept waiting for thousands of rows. */
void roles_continue(Update *update)
{
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++) {
		RowPile *pile = update->state->piles[workload];
		if (!pile)
			continue;
		if (pile_step(pile, PILE_STEP))
			finish_pile(update, workload);
		else
			update_effect(update, EFFECT_CONTINUE, NULL);
		return;
	}
}

static void take_eligible(Update *update, const Event *event)
{
	State *state = update->state;
	RowPile **pile = &state->piles[event->workload];
	/* The snapshot says nothing new beside the service's list, though that is not ready. */
	if (*pile && !(*pile)->told.is_stale && event->is_stale)
		return;
	g_clear_pointer(pile, row_pile_free);
	if (take_same(state->eligible[event->workload], event->rows)) {
		finish_eligible(update, event, NULL);
		return;
	}
	*pile = pile_new(event);
	if (pile_step(*pile, PILE_STEP))
		finish_pile(update, event->workload);
	else
		update_effect(update, EFFECT_CONTINUE, NULL);
}

void roles_on_list(Update *update, const Event *event)
{
	State *state = update->state;
	ListId list = event->kind == EVENT_ELIGIBILITIES ? LIST_ELIGIBILITIES
		      : event->kind == EVENT_ASSIGNMENTS ? LIST_ASSIGNMENTS
							 : LIST_REQUESTS;
	Load *load = &state->loads[event->workload][list];
	if (!event->rows || is_outdated(load, event))
		return;
	if (list == LIST_ELIGIBILITIES) {
		take_eligible(update, event);
		return;
	}
	load_take(load, event, list == LIST_ASSIGNMENTS && !event->is_complete);
	if (list == LIST_ASSIGNMENTS) {
		take_active(state, event);
		panes_rebuild(state, PANE_ACTIVE);
		roles_tick(update);
	}
}

void roles_on_failed(Update *update, const Event *event)
{
	State *state = update->state;
	Load *load = &state->loads[event->workload][event->list];
	bool is_news = !load->problem || !event->problem ||
		       g_strcmp0(load->problem->code, event->problem->code) != 0;
	problem_free(load->problem);
	load->problem = problem_copy(event->problem);
	load->is_loading = false;
	load->status = load->as_of ? LOAD_STALE : LOAD_FAILED;
	/* Both lists of a workload mostly fail for one reason: it is told once. */
	ListId other = event->list == LIST_ELIGIBILITIES ? LIST_ASSIGNMENTS : LIST_ELIGIBILITIES;
	const Problem *told = state->loads[event->workload][other].problem;
	if (told && event->problem && g_strcmp0(told->code, event->problem->code) == 0)
		is_news = false;
	/* Before the first sign-in that is no failure: the panes say what to do. */
	if (is_news && event->problem && !state_is_signed_out(state))
		update_notice_problem(update, NOTICE_ERROR, workload_info(event->workload)->title,
				      event->problem);
}

/* ---- Ends ------------------------------------------------------------------------------------- */

static void tell_nearness(Update *update, const Grant *grant)
{
	const Wording wording = state_wording(update->state);
	g_autofree char *text = grant_tell_nearness(&wording, grant, update->state->told);
	if (!text)
		return;
	update_notice(update, NOTICE_WARNING, "%s", text);
	update_effect(update, EFFECT_NOTIFY, text);
}

static bool drop_ended(State *state, GPtrArray *rows)
{
	bool is_changed = false;
	for (guint i = rows->len; i > 0; i--) {
		const Row *row = g_ptr_array_index(rows, i - 1);
		if (grant_nearness(&row->assignment->grant, state->now) == NEARNESS_ENDED) {
			g_ptr_array_remove_index(rows, i - 1);
			is_changed = true;
		}
	}
	return is_changed;
}

void roles_tick(Update *update)
{
	State *state = update->state;
	bool is_changed = false;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		GPtrArray *rows = state->active[workload];
		bool has_ended = false;
		for (guint i = 0; i < rows->len; i++) {
			const Row *row = g_ptr_array_index(rows, i);
			const Grant *grant = &row->assignment->grant;
			tell_nearness(update, grant);
			has_ended |= grant_nearness(grant, state->now) == NEARNESS_ENDED;
		}
		if (has_ended)
			is_changed |= drop_ended(state, rows);
	}
	if (is_changed)
		panes_rebuild(state, PANE_ACTIVE);
	if (state->next_refresh && state->now >= state->next_refresh)
		roles_refresh(update, false);
}

/* ---- The next change by itself ------------------------------------------------------------------ */

static void sooner(Instant *wake, Instant at)
{
	if (at && (!*wake || at < *wake))
		*wake = at;
}

static void wake_for_active(const State *state, Instant *wake)
{
	Layout layout;
	layout_compute(state, &layout);
	const Pane *pane = &state->panes[PANE_ACTIVE];
	size_t shown = (size_t)MAX(layout.panes[PANE_ACTIVE].rows.rows, 0);
	for (size_t i = 0; i < pane_count(pane); i++) {
		const Grant *grant = &state_active_at(state, i)->grant;
		if (state->screen == SCREEN_ROLES && i >= pane->top && i < pane->top + shown)
			sooner(wake, grant_next_countdown(grant, state->now));
	}
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (guint i = 0; i < state->active[workload]->len; i++) {
			const Row *row = g_ptr_array_index(state->active[workload], i);
			sooner(wake, grant_next_nearness(&row->assignment->grant, state->now));
		}
	}
}

Instant roles_next_wake(const State *state)
{
	Instant wake = 0;
	sooner(&wake, state->next_refresh);
	wake_for_active(state, &wake);
	return wake;
}
