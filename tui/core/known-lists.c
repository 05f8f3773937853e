/* The lists of roles: what is loaded, how fresh it is, when it is asked for again. */
#include "tui/core/known-lists.h"

#include <string.h>

#include "src/model/list.h"
#include "tui/core/effects.h"
#include "tui/core/row-pile.h"

void load_clear(Load *load)
{
	problem_free(load->problem);
	*load = (Load){ 0 };
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

void known_lists_init(KnownLists *lists)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		lists->eligible[i] = rows_new();
		lists->alike[i] = g_ptr_array_new();
		lists->active[i] = rows_new();
	}
}

static void forget_workload(KnownLists *lists, WorkloadId workload)
{
	g_clear_pointer(&lists->piles[workload], row_pile_free);
	g_ptr_array_set_size(lists->alike[workload], 0);
	g_ptr_array_set_size(lists->eligible[workload], 0);
	g_ptr_array_set_size(lists->active[workload], 0);
	for (int list = 0; list < LIST_COUNT; list++) {
		load_clear(&lists->loads[workload][list]);
		g_clear_pointer(&lists->loaded[workload][list], g_ptr_array_unref);
	}
}

void known_lists_clear(KnownLists *lists)
{
	for (WorkloadId i = 0; i < WORKLOAD_COUNT; i++) {
		forget_workload(lists, i);
		g_ptr_array_unref(lists->alike[i]);
		g_ptr_array_unref(lists->eligible[i]);
		g_ptr_array_unref(lists->active[i]);
	}
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	for (WorkloadId i = 0; i < WORKLOAD_COUNT; i++)
		forget_workload(&update->state->lists, i);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static const Row *find_row(GPtrArray *const rows[WORKLOAD_COUNT], const char *id)
{
	for (int workload = 0; id != NULL && workload < WORKLOAD_COUNT; workload++) {
		for (guint i = 0; i < rows[workload]->len; i++) {
			const Row *row = g_ptr_array_index(rows[workload], i);
			if (strcmp(row->id, id) == 0)
				return row;
		}
	}
	return NULL;
}

const Eligibility *known_lists_find_eligible(const KnownLists *lists, const char *id)
{
	const Row *row = find_row(lists->eligible, id);
	return row != NULL ? row->eligibility : NULL;
}

const Assignment *known_lists_find_active(const KnownLists *lists, const char *id)
{
	const Row *row = find_row(lists->active, id);
	return row != NULL ? row->assignment : NULL;
}

const Assignment *known_lists_find_active_for(const KnownLists *lists,
					      const Eligibility *eligibility, const Scope *scope)
{
	const Grant *wanted = &eligibility->grant;
	const GPtrArray *rows = lists->active[wanted->workload];
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		const Grant *grant = &row->assignment->grant;
		if (grant->access == wanted->access &&
		    g_ascii_strcasecmp(role_guid(grant->role.id), role_guid(wanted->role.id)) ==
			    0 &&
		    scope_id_covers(grant->scope.id, scope->id))
			return row->assignment;
	}
	return NULL;
}

bool known_lists_are_signed_out(const State *state)
{
	if (state->account != NULL)
		return false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Problem *problem = state->lists.loads[i][LIST_ELIGIBILITIES].problem;
		if (problem != NULL && strcmp(problem->code, "not-signed-in") == 0)
			return true;
	}
	return false;
}

/* ---- Loading ---------------------------------------------------------------------------------- */

void known_lists_refresh(Update *update, bool is_by_key)
{
	KnownLists *lists = &update->state->lists;
	lists->next_refresh = update->state->now + LISTS_REFRESH_SECONDS;
	if (lists->refresh_intent) {
		if (is_by_key)
			update_notice(update, NOTICE_INFO, "A refresh is under way already.");
		return;
	}
	Intent *intent = update_intent(update, INTENT_REFRESH);
	intent->lists =
		known_approvals_take_turn(update->state) | known_dormant_take_turn(update->state);
	lists->refresh_intent = update_send(update, intent);
	lists->is_by_itself = false;
}

void known_lists_refresh_anew(Update *update)
{
	update_drop(update, &update->state->lists.refresh_intent);
	known_lists_refresh(update, false);
}

void known_lists_tick(Update *update)
{
	KnownLists *lists = &update->state->lists;
	if (lists->next_refresh == 0 || update->state->now < lists->next_refresh)
		return;
	const bool is_first = lists->refresh_intent == 0;
	known_lists_refresh(update, false);
	lists->is_by_itself |= is_first;
}

void known_lists_bound_refresh(KnownLists *lists, Instant now)
{
	if (lists->next_refresh)
		lists->next_refresh = MIN(lists->next_refresh, now + LISTS_REFRESH_SECONDS);
}

bool known_lists_drop_ended(KnownLists *lists, Instant now)
{
	bool is_changed = false;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		GPtrArray *rows = lists->active[workload];
		for (guint i = rows->len; i > 0; i--) {
			const Instant end = ((const Row *)g_ptr_array_index(rows, i - 1))
						    ->assignment->grant.end;
			if (end == 0 || end > now)
				continue;
			g_ptr_array_remove_index(rows, i - 1);
			is_changed = true;
		}
	}
	return is_changed;
}

static void on_loading(Update *update, const Event *event)
{
	Load *load = &update->state->lists.loads[event->workload][event->list];
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
static void keep_loaded(KnownLists *lists, const Event *event, ListId list)
{
	GPtrArray **kept = &lists->loaded[event->workload][list];
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
		row_take_eligibility(g_ptr_array_index(rows, i), g_ptr_array_index(loaded, i));
	}
	return true;
}

static void take_active(State *state, const Event *event)
{
	GPtrArray *rows = state->lists.active[event->workload];
	g_ptr_array_set_size(rows, 0);
	keep_loaded(&state->lists, event, LIST_ASSIGNMENTS);
	for (guint i = 0; i < event->rows->len; i++) {
		const Assignment *assignment = g_ptr_array_index(event->rows, i);
		/* The service's lists lag: what has ended is not shown again. */
		if (!assignment->grant.end || assignment->grant.end > state->now)
			g_ptr_array_add(rows, row_new_assignment(assignment));
	}
}

/* All rows of the list are ready, or (NULL) those that are shown are its rows. */
static void finish_eligible(Update *update, const Event *event, RowPile *pile)
{
	KnownLists *lists = &update->state->lists;
	const EligibleNews news = { event->workload, pile != NULL, event->is_stale };
	load_take(&lists->loads[event->workload][LIST_ELIGIBILITIES], event, false);
	if (pile != NULL) {
		g_ptr_array_unref(lists->alike[event->workload]);
		lists->alike[event->workload] = g_ptr_array_ref(row_pile_alike(pile));
		g_ptr_array_unref(lists->eligible[event->workload]);
		lists->eligible[event->workload] = g_ptr_array_ref(row_pile_rows(pile));
	}
	keep_loaded(lists, event, LIST_ELIGIBILITIES);
	update_announce(update, NEWS_ELIGIBLE, &news);
}

static void finish_pile(Update *update, WorkloadId workload)
{
	g_autoptr(RowPile) pile = g_steal_pointer(&update->state->lists.piles[workload]);
	finish_eligible(update, row_pile_event(pile), pile);
}

void known_lists_continue(Update *update)
{
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++) {
		RowPile *pile = update->state->lists.piles[workload];
		if (pile == NULL)
			continue;
		/* Whoever hears of a long list has enough to do: nothing else is done in that turn. */
		if (row_pile_is_ready(pile)) {
			finish_pile(update, workload);
			return;
		}
		row_pile_step(pile);
		update_effect(update, EFFECT_CONTINUE, NULL);
		return;
	}
}

static void take_eligible(Update *update, const Event *event)
{
	KnownLists *lists = &update->state->lists;
	RowPile **pile = &lists->piles[event->workload];
	/* The snapshot says nothing new beside the service's list, though that is not ready. */
	if (*pile != NULL && !row_pile_event(*pile)->is_stale && event->is_stale)
		return;
	g_clear_pointer(pile, row_pile_free);
	if (take_same(lists->eligible[event->workload], event->rows)) {
		finish_eligible(update, event, NULL);
		return;
	}
	*pile = row_pile_new(event);
	if (row_pile_step(*pile))
		finish_pile(update, event->workload);
	else
		update_effect(update, EFFECT_CONTINUE, NULL);
}

static void on_list(Update *update, const Event *event)
{
	State *state = update->state;
	ListId list;
	if (!list_from_event(event->kind, &list))
		return;
	Load *load = &state->lists.loads[event->workload][list];
	if (event->rows == NULL || is_outdated(load, event))
		return;
	if (list == LIST_ELIGIBILITIES) {
		take_eligible(update, event);
		return;
	}
	const bool comes_in_parts = list == LIST_ASSIGNMENTS || list == LIST_APPROVALS;
	load_take(load, event, comes_in_parts && !event->is_complete);
	if (list == LIST_ASSIGNMENTS) {
		take_active(state, event);
		update_announce(update, NEWS_ACTIVE, NULL);
	} else {
		static const NewsKind news[LIST_COUNT] = {
			[LIST_REQUESTS] = NEWS_REQUESTS,
			[LIST_APPROVALS] = NEWS_APPROVALS,
			[LIST_DORMANT] = NEWS_DORMANT,
		};
		keep_loaded(&state->lists, event, list);
		update_announce(update, news[list], NULL);
	}
}

static void on_failed(Update *update, const Event *event)
{
	State *state = update->state;
	Load *load = &state->lists.loads[event->workload][event->list];
	bool is_news = load->problem == NULL || event->problem == NULL ||
		       g_strcmp0(load->problem->code, event->problem->code) != 0;
	problem_free(load->problem);
	load->problem = problem_copy(event->problem);
	load->is_loading = false;
	load->status = load->as_of ? LOAD_STALE : LOAD_FAILED;
	/* Both lists of a workload mostly fail for one reason: it is told once. */
	ListId other = event->list == LIST_ELIGIBILITIES ? LIST_ASSIGNMENTS : LIST_ELIGIBILITIES;
	const Problem *told = state->lists.loads[event->workload][other].problem;
	if (told != NULL && event->problem != NULL &&
	    g_strcmp0(told->code, event->problem->code) == 0)
		is_news = false;
	/* Before the first sign-in that is no failure: the panes say what to do. */
	const bool is_missed = event->list != LIST_DORMANT; /* nothing else depends on it */
	if (is_news && is_missed && event->problem != NULL && !known_lists_are_signed_out(state))
		update_notice_problem(update, NOTICE_ERROR, workload_info(event->workload)->title,
				      event->problem);
}

static void on_done(Update *update, const Event *event)
{
	KnownLists *lists = &update->state->lists;
	if (event->intent_id != lists->refresh_intent)
		return;
	lists->refresh_intent = 0;
	lists->next_refresh = update->state->now + LISTS_REFRESH_SECONDS;
}

const Listeners known_lists_listeners = {
	.on = {
		[EVENT_LOADING] = on_loading,
		[EVENT_ELIGIBILITIES] = on_list,
		[EVENT_ASSIGNMENTS] = on_list,
		[EVENT_REQUESTS] = on_list,
		[EVENT_APPROVALS] = on_list,
		[EVENT_DORMANT] = on_list,
		[EVENT_LIST_FAILED] = on_failed,
		[EVENT_INTENT_DONE] = on_done,
	},
	.hear = { [NEWS_ACCOUNT] = on_account_changed },
};
