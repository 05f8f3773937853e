/* What a pane shows in which order, where its selection is, and what of it is on screen. */
#include <string.h>

#include "tui/layout.h"
#include "tui/update-internal.h"

/* ---- Order ------------------------------------------------------------------------------------ */

static int compare_instants(Instant a, Instant b)
{
	if (a == b)
		return 0;
	/* 0 is no end at all: later than any. */
	if (!a || !b)
		return a ? -1 : 1;
	return a < b ? -1 : 1;
}

static int compare_roles(const Row *a, const Row *b)
{
	int order = strcmp(a->search, b->search);
	return order ? order : strcmp(a->id, b->id);
}

static int compare_entries(const Row *a, const Row *b)
{
	const Request *x = a->entry->request, *y = b->entry->request;
	Instant at = x->created ? x->created : a->entry->first_learnt;
	Instant bt = y->created ? y->created : b->entry->first_learnt;
	if (at != bt)
		return at > bt ? -1 : 1;
	return strcmp(a->id, b->id);
}

static int compare_ends(const Row *a, const Row *b)
{
	if (a->entry)
		return compare_entries(a, b);
	return compare_instants(row_grant(a)->end, row_grant(b)->end);
}

static WorkloadId row_workload(const Row *row)
{
	return row->entry ? row->entry->request->workload : row_grant(row)->workload;
}

static int compare_rows(gconstpointer pa, gconstpointer pb, gpointer data)
{
	const Row *a = *(Row *const *)pa, *b = *(Row *const *)pb;
	int order = 0;
	switch (*(const SortId *)data) {
	case SORT_END:
		order = compare_ends(a, b);
		break;
	case SORT_SCOPE:
		order = strcmp(a->search + a->scope_at, b->search + b->scope_at);
		break;
	case SORT_WORKLOAD:
		order = (int)row_workload(a) - (int)row_workload(b);
		break;
	default:
		break;
	}
	if (order)
		return order;
	return a->entry ? strcmp(a->search, b->search) ?: compare_entries(a, b)
			: compare_roles(a, b);
}

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

static void collect(State *state, PaneId id, GPtrArray *all)
{
	GPtrArray *const *rows = id == PANE_ACTIVE ? state->active : state->eligible;
	g_ptr_array_set_size(all, 0);
	if (id == PANE_HISTORY) {
		g_ptr_array_extend(all, state->history, NULL, NULL);
		return;
	}
	for (guint i = 0; id == PANE_REQUESTS && i < state->history->len; i++) {
		Row *row = g_ptr_array_index(state->history, i);
		if (is_open_request(row->entry->request))
			g_ptr_array_add(all, row);
	}
	for (int i = 0; (id == PANE_ACTIVE || id == PANE_ELIGIBLE) && i < WORKLOAD_COUNT; i++)
		g_ptr_array_extend(all, rows[i], NULL, NULL);
}

/* ---- Filter ----------------------------------------------------------------------------------- */

static void filter_rows(State *state, PaneId id, const GPtrArray *from)
{
	Pane *pane = &state->panes[id];
	const char *filter = field_text(&pane->filter);
	g_auto(GStrv) words = search_words(filter);
	g_autofree char *pasted = id == PANE_ELIGIBLE && words ? scope_parse_pasted(filter) : NULL;
	g_autoptr(Cover) cover = pasted ? cover_new(state, pasted) : NULL;
	guint kept = 0;

	/* `from` may be what is shown already: then it is thinned out in place. */
	if (from != pane->visible)
		g_ptr_array_set_size(pane->visible, (gint)from->len);
	for (guint i = 0; i < from->len; i++) {
		Row *row = g_ptr_array_index(from, i);
		bool fits = pasted ? cover_may(cover, row_grant(row))
				   : search_matches(row->search, words);
		if (fits)
			pane->visible->pdata[kept++] = row;
	}
	g_ptr_array_set_size(pane->visible, (gint)kept);
}

/* ---- Selection -------------------------------------------------------------------------------- */

static const char *id_of(PaneId id, gconstpointer row)
{
	return id == PANE_SCOPE ? ((const ScopeNode *)row)->scope.id : ((const Row *)row)->id;
}

void panes_select(State *state, PaneId id, size_t place)
{
	Pane *pane = &state->panes[id];
	size_t count = pane_count(pane);
	if (count == 0) {
		pane->cursor = 0;
		g_clear_pointer(&pane->selected, g_free);
		return;
	}
	pane->cursor = MIN(place, count - 1);
	const char *row_id = id_of(id, g_ptr_array_index(pane->visible, pane->cursor));
	if (g_strcmp0(pane->selected, row_id) != 0) {
		g_free(pane->selected);
		pane->selected = g_strdup(row_id);
	}
}

/* The place of a row; the count when it is not shown. Scopes may be many: their ids are compared once, not by row. */
static size_t place_of(const State *state, PaneId id, const char *row_id)
{
	const Pane *pane = &state->panes[id];
	size_t count = pane_count(pane);
	const ScopeNode *node = NULL;
	if (id == PANE_SCOPE) {
		node = state->tree.lone ? state->tree.lone : tree_find(&state->tree, row_id);
		if (!node)
			return count;
	}
	for (size_t i = 0; i < count; i++) {
		const void *row = g_ptr_array_index(pane->visible, i);
		if (node ? row == node : strcmp(id_of(id, row), row_id) == 0)
			return i;
	}
	return count;
}

bool panes_select_id(State *state, PaneId id, const char *row_id)
{
	size_t place = place_of(state, id, row_id);
	if (place >= pane_count(&state->panes[id]))
		return false;
	panes_select(state, id, place);
	return true;
}

/*
 * The row selected before, where it is now; when it is gone, the one in its place. Until the operator has
 * chosen anything it is the top one, whichever workload's rows come first.
 */
static void reselect(State *state, PaneId id)
{
	Pane *pane = &state->panes[id];
	if (!pane->is_held && id != PANE_SCOPE) {
		panes_select(state, id, 0);
		return;
	}
	g_autofree char *before = g_strdup(pane->selected);
	size_t place = pane->cursor;
	if (!before || !panes_select_id(state, id, before))
		panes_select(state, id, place);
}

/* What is looked for is what fits, not what lies on the way to it. */
static void select_match(State *state, size_t first)
{
	const Pane *pane = &state->panes[PANE_SCOPE];
	g_auto(GStrv) words = search_words(field_text(&pane->filter));
	if (!words || first >= pane_count(pane) ||
	    tree_is_match(g_ptr_array_index(pane->visible, pane->cursor), words))
		return;
	panes_select(state, PANE_SCOPE, first);
}

void panes_rebuild(State *state, PaneId id)
{
	Pane *pane = &state->panes[id];
	if (id == PANE_SCOPE) {
		size_t first = tree_flatten(&state->tree, field_text(&pane->filter), pane->visible);
		pane->total = pane_count(pane);
		reselect(state, id);
		if (state->is_filtering && state->focus == id)
			select_match(state, first);
		return;
	} else {
		collect(state, id, pane->all);
		g_ptr_array_sort_with_data(pane->all, compare_rows, &pane->sort);
		pane->total = pane->all->len;
		filter_rows(state, id, pane->all);
	}
	reselect(state, id);
}

void panes_filter_changed(State *state, PaneId id, bool is_longer)
{
	Pane *pane = &state->panes[id];
	const char *filter = field_text(&pane->filter);
	size_t first = 0;
	if (id != PANE_SCOPE)
		filter_rows(state, id, is_longer ? pane->visible : pane->all);
	else
		first = tree_flatten(&state->tree, filter, pane->visible);
	reselect(state, id);
	if (id == PANE_SCOPE && *filter)
		select_match(state, first);
}

/* ---- Scrolling -------------------------------------------------------------------------------- */

static void scroll_pane(Pane *pane, int height)
{
	size_t rows = (size_t)MAX(height, 1), count = pane_count(pane);
	size_t last = count > rows ? count - rows : 0;
	if (pane->cursor < pane->top)
		pane->top = pane->cursor;
	else if (pane->cursor >= pane->top + rows)
		pane->top = pane->cursor + 1 - rows;
	pane->top = MIN(pane->top, last);
}

/* Which of the scopes on screen the filter meant. */
static void mark_matches(State *state, int height)
{
	const Pane *pane = &state->panes[PANE_SCOPE];
	g_auto(GStrv) words = search_words(field_text(&pane->filter));
	size_t end = MIN(pane->top + (size_t)MAX(height, 0), pane_count(pane));
	for (size_t i = pane->top; i < end; i++) {
		ScopeNode *node = g_ptr_array_index(pane->visible, i);
		node->is_match = words && tree_is_match(node, words);
	}
}

void panes_scroll(State *state)
{
	Layout layout;
	layout_compute(state, &layout);
	for (int i = 0; i < PANE_COUNT; i++) {
		if (layout.panes[i].rows.rows > 0)
			scroll_pane(&state->panes[i], layout.panes[i].rows.rows);
	}
	mark_matches(state, layout.panes[PANE_SCOPE].rows.rows);
}

int panes_page(const State *state)
{
	Layout layout;
	layout_compute(state, &layout);
	return MAX(layout.panes[state->focus].rows.rows - 1, 1);
}

void panes_hold(State *state)
{
	for (int i = 0; i < PANE_COUNT; i++)
		state->panes[i].is_held |= state->panes[i].selected != NULL;
}

void panes_focus(Update *update, PaneId id)
{
	State *state = update->state;
	state->focus = id;
	state->is_filtering = false;
	if (id == PANE_SCOPE)
		scope_focused(update);
	scope_want_policy(update);
}
