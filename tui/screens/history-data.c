#include "tui/screens/history-data.h"

#include "tui/core/screens.h"

const Context history_context = {
	.name = "History",
	.traits = SCREEN_TRAITS | TRAIT_ROWS,
};

History *history_data(const State *state)
{
	return screen_data(state, &history_context);
}

Pane *history_pane(const State *state, size_t place)
{
	return &screen_find(state, &history_context)->panes[place];
}

const HistoryEntry *history_selected(const State *state)
{
	const Row *row = pane_selected(history_pane(state, HISTORY_LIST));
	return row != NULL ? row->entry : NULL;
}

GPtrArray *history_shown(const State *state)
{
	const GPtrArray *rows = history_pane(state, HISTORY_LIST)->visible;
	GPtrArray *entries = g_ptr_array_sized_new(rows->len);
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(entries, (gpointer)((const Row *)rows->pdata[i])->entry);
	return entries;
}

static void forget(History *history)
{
	g_clear_pointer(&history->timeline, g_ptr_array_unref);
	g_clear_pointer(&history->moments, g_array_unref);
	g_clear_pointer(&history->totals, g_ptr_array_unref);
}

void history_changed(State *state)
{
	forget(history_data(state));
	for (size_t i = HISTORY_TIMELINE; i <= HISTORY_TOTALS; i++) {
		Pane *pane = history_pane(state, i);
		pane_rebuild(state, pane);
	}
}

/* ---- Panes made of the list ---------------------------------------------------------------------- */

void history_fill(Pane *pane, const GPtrArray *rows)
{
	g_ptr_array_set_size(pane->visible, 0);
	if (rows != NULL)
		g_ptr_array_extend(pane->visible, (GPtrArray *)rows, NULL, NULL);
	pane->total = pane->visible->len;
}

char *history_nothing_held(const State *state)
{
	(void)state;
	return g_strdup("No role was held.");
}

void history_filter_nothing(State *state, Pane *pane, const GPtrArray *from)
{
	(void)state, (void)pane, (void)from;
}

void history_begin_filter(Update *update)
{
	screen_focus(update, history_pane(update->state, HISTORY_LIST));
	update->state->is_filtering = true;
}

/* ---- What the screen holds ----------------------------------------------------------------------- */

void history_init(void *self)
{
	((History *)self)->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void history_clear(void *self)
{
	History *history = self;
	forget(history);
	g_hash_table_unref(history->marks);
}
