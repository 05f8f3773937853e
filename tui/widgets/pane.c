#include "tui/widgets/pane.h"

#include <string.h>

#include "tui/widgets/columns.h"
#include "tui/widgets/pane-filter.h"

void pane_init(Pane *pane, const PaneKind *kind)
{
	*pane = (Pane){
		.kind = kind,
		.all = g_ptr_array_new(),
		.visible = g_ptr_array_new(),
		.sort = kind->sort,
		.is_held = kind->is_held,
	};
}

void pane_clear(Pane *pane)
{
	g_clear_pointer(&pane->all, g_ptr_array_unref);
	g_clear_pointer(&pane->visible, g_ptr_array_unref);
	g_clear_pointer(&pane->selected, g_free);
	g_clear_pointer(&pane->found, g_free);
	g_clear_pointer(&pane->columns, g_free);
	field_clear(&pane->filter);
}

/* ---- Columns ---------------------------------------------------------------------------------- */

const ListColumn *pane_columns(const Pane *pane, size_t *count)
{
	*count = pane->columns != NULL ? pane->column_count : pane->kind->column_count;
	return pane->columns != NULL ? pane->columns : pane->kind->columns;
}

const ListColumn *pane_find_column(const PaneKind *kind, const char *name)
{
	for (size_t i = 0; i < kind->column_count; i++) {
		if (kind->columns[i].name != NULL && strcmp(kind->columns[i].name, name) == 0)
			return &kind->columns[i];
	}
	return NULL;
}

/* Whoever chose a column wants it in narrow panes, too. */
void pane_choose_columns(Pane *pane, const char *const *names)
{
	g_clear_pointer(&pane->columns, g_free);
	pane->column_count = 0;
	ListColumn *chosen = g_new0(ListColumn, PANE_COLUMNS);
	for (; names != NULL && *names != NULL && pane->column_count < PANE_COLUMNS; names++) {
		const ListColumn *column = pane_find_column(pane->kind, *names);
		if (column == NULL)
			continue;
		chosen[pane->column_count] = *column;
		chosen[pane->column_count].from = 0;
		chosen[pane->column_count].gap = pane->column_count > 0 ? MAX(column->gap, 1) : 0;
		pane->column_count++;
	}
	if (pane->column_count > 0)
		pane->columns = g_steal_pointer(&chosen);
	g_free(chosen);
}

gconstpointer pane_at(const Pane *pane, size_t i)
{
	return i < pane_count(pane) ? g_ptr_array_index(pane->visible, i) : NULL;
}

gconstpointer pane_selected(const Pane *pane)
{
	return pane->selected != NULL ? pane_at(pane, pane->cursor) : NULL;
}

bool pane_can_sort(const Pane *pane)
{
	return pane->kind->sort_titles[pane->sort] != NULL;
}

bool pane_is_in_order(const Pane *pane)
{
	SortId sort = pane->sort;
	for (guint i = 1; i < pane->all->len; i++) {
		if (row_compare(&pane->all->pdata[i - 1], &pane->all->pdata[i], &sort) > 0)
			return false;
	}
	return true;
}

/* ---- Filter ----------------------------------------------------------------------------------- */

static void filter(State *state, Pane *pane, const GPtrArray *from)
{
	pane->is_similar = false;
	if (pane->kind->filter != NULL)
		pane->kind->filter(state, pane, from);
	else
		pane_filter_rows(pane, from);
}

/* ---- Selection -------------------------------------------------------------------------------- */

static const char *id_of(const Pane *pane, gconstpointer row)
{
	return pane->kind->id_of != NULL ? pane->kind->id_of(row) : ((const Row *)row)->id;
}

void pane_select(Pane *pane, size_t place)
{
	size_t count = pane_count(pane);
	if (count == 0) {
		pane->cursor = 0;
		g_clear_pointer(&pane->selected, g_free);
		return;
	}
	pane->cursor = MIN(place, count - 1);
	const char *row_id = id_of(pane, pane_at(pane, pane->cursor));
	if (g_strcmp0(pane->selected, row_id) != 0) {
		g_free(pane->selected);
		pane->selected = g_strdup(row_id);
	}
}

/* The place of a row; the count when it is not shown. Rows may be many: where a kind can find one, ids are compared once. */
static size_t place_of(const State *state, const Pane *pane, const char *row_id)
{
	size_t count = pane_count(pane);
	gconstpointer found = pane->kind->find != NULL ? pane->kind->find(state, row_id) : NULL;
	if (pane->kind->find != NULL && found == NULL)
		return count;
	for (size_t i = 0; i < count; i++) {
		gconstpointer row = pane_at(pane, i);
		if (found != NULL ? row == found : strcmp(id_of(pane, row), row_id) == 0)
			return i;
	}
	return count;
}

bool pane_select_id(const State *state, Pane *pane, const char *row_id)
{
	size_t place = place_of(state, pane, row_id);
	if (place >= pane_count(pane))
		return false;
	pane_select(pane, place);
	return true;
}

/* The first row, which nobody chose: a filter may choose another one. */
static void select_first(Pane *pane)
{
	pane_select(pane, 0);
	g_free(pane->found);
	pane->found = g_strdup(pane->selected);
}

void pane_reselect(const State *state, Pane *pane)
{
	/* What was not asked for is not chosen either: that takes a key. */
	if (pane->is_similar) {
		pane->cursor = 0;
		g_clear_pointer(&pane->selected, g_free);
		return;
	}
	if (!pane->is_held) {
		select_first(pane);
		return;
	}
	g_autofree char *before = g_strdup(pane->selected);
	size_t place = pane->cursor;
	if (before == NULL || !pane_select_id(state, pane, before))
		pane_select(pane, place);
}

/* ---- The whole -------------------------------------------------------------------------------- */

void pane_rebuild(State *state, Pane *pane)
{
	pane->rebuilt++;
	if (pane->kind->rebuild != NULL) {
		pane->kind->rebuild(state, pane);
	} else {
		g_ptr_array_set_size(pane->all, 0);
		if (pane->kind->collect != NULL)
			pane->kind->collect(state, pane->all);
		if (!pane->kind->is_ordered || pane->sort != pane->kind->sort)
			g_ptr_array_sort_with_data(pane->all, row_compare, &pane->sort);
		pane->total = pane->all->len;
		columns_measure_steady(state, pane);
		filter(state, pane, pane->all);
	}
	pane_reselect(state, pane);
}

/* Nobody chose the row: it was the first at the start, or that fitted the filter so far. */
static bool is_found(const Pane *pane)
{
	return pane->found != NULL && g_strcmp0(pane->found, pane->selected) == 0;
}

/* A row that was chosen stays while it fits; else the best one comes first. */
void pane_filter_changed(State *state, Pane *pane)
{
	const bool is_chosen = pane->selected != NULL && !is_found(pane);
	filter(state, pane, pane->all);
	/* A tree's first row only leads to what fits. */
	if (pane->kind->is_held || pane->is_similar || *field_text(&pane->filter) == '\0' ||
	    (is_chosen && pane_select_id(state, pane, pane->selected))) {
		pane_reselect(state, pane);
		return;
	}
	select_first(pane);
}

void pane_scroll(Pane *pane, int height)
{
	size_t rows = (size_t)MAX(height, 1), count = pane_count(pane);
	size_t last = count > rows ? count - rows : 0;
	if (pane->cursor < pane->top)
		pane->top = pane->cursor;
	else if (pane->cursor >= pane->top + rows)
		pane->top = pane->cursor + 1 - rows;
	pane->top = MIN(pane->top, last);
}

char *pane_place(const Pane *pane, int rows)
{
	size_t count = pane_count(pane);
	if (count == 0 || rows <= 0 || count <= (size_t)rows)
		return g_strdup_printf("%zu", count);
	return g_strdup_printf("%zu-%zu/%zu", pane->top + 1, MIN(pane->top + (size_t)rows, count),
			       count);
}

bool pane_is_there(const Pane *pane)
{
	return !pane->kind->goes_when_empty || pane->total > 0;
}
