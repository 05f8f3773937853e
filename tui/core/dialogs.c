#include "tui/core/dialogs.h"

#define WHOLE_FROM_ROWS 8

/* ---- The stack ---------------------------------------------------------------------------------- */

static Dialog *dialog_new(const DialogKind *kind)
{
	Dialog *dialog = g_new0(Dialog, 1);
	dialog->kind = kind;
	dialog->self = g_malloc0(kind->size);
	return dialog;
}

void dialog_free(Dialog *dialog)
{
	if (dialog == NULL)
		return;
	if (dialog->kind->clear != NULL)
		dialog->kind->clear(dialog->self);
	g_free(dialog->self);
	g_free(dialog);
}

Dialog *dialog_open(Update *update, const DialogKind *kind)
{
	State *state = update->state;
	Dialog *dialog = dialog_new(kind);
	state->is_filtering = false;
	g_ptr_array_add(state->dialogs, dialog);
	if (kind->is_question)
		update_effect(update, EFFECT_CLEAR_INPUT, NULL);
	return dialog;
}

void dialog_close(Update *update)
{
	GPtrArray *dialogs = update->state->dialogs;
	if (dialogs->len > 0)
		g_ptr_array_remove_index(dialogs, dialogs->len - 1);
}

void dialog_remove(Update *update, Dialog *dialog)
{
	g_ptr_array_remove(update->state->dialogs, dialog);
}

Dialog *dialog_top(const State *state)
{
	guint count = state->dialogs->len;
	return count ? g_ptr_array_index(state->dialogs, count - 1) : NULL;
}

Dialog *dialog_find(const State *state, const DialogKind *kind)
{
	for (guint i = state->dialogs->len; i > 0; i--) {
		Dialog *dialog = g_ptr_array_index(state->dialogs, i - 1);
		if (dialog->kind == kind)
			return dialog;
	}
	return NULL;
}

Dialog *dialog_find_context(const State *state, const Context *context)
{
	for (guint i = state->dialogs->len; i > 0; i--) {
		Dialog *dialog = g_ptr_array_index(state->dialogs, i - 1);
		if (dialog->kind->context == context)
			return dialog;
	}
	return NULL;
}

/* ---- What stays when one closes ------------------------------------------------------------------ */

void *dialog_memory(const State *state, const DialogKind *kind)
{
	for (size_t i = 0; i < state->tables->dialog_count; i++) {
		if (state->tables->dialogs[i] != kind)
			continue;
		if (state->memories[i] == NULL)
			state->memories[i] = g_malloc0(kind->memory_size);
		return state->memories[i];
	}
	g_assert_not_reached();
}

void dialogs_forget(State *state)
{
	for (size_t i = 0; i < state->tables->dialog_count; i++) {
		if (state->memories[i] != NULL && state->tables->dialogs[i]->forget != NULL)
			state->tables->dialogs[i]->forget(state->memories[i]);
		g_clear_pointer(&state->memories[i], g_free);
	}
}

void dialogs_leave_account(State *state)
{
	for (guint i = state->dialogs->len; i > 0; i--) {
		const Dialog *dialog = g_ptr_array_index(state->dialogs, i - 1);
		if (!dialog->kind->outlives_account)
			g_ptr_array_remove_index(state->dialogs, i - 1);
	}
	dialogs_forget(state);
}

/* ---- Lines ---------------------------------------------------------------------------------------- */

Page *dialog_page(const State *state, const Dialog *dialog, int columns)
{
	if (dialog->kind->write == NULL)
		return NULL;
	Page *page = page_new(columns);
	dialog->kind->write(state, dialog, page);
	return page;
}

/* Below what it shows stand the keys. */
static int wanted_rows(const State *state, const Dialog *dialog)
{
	const DialogKind *kind = dialog->kind;
	g_autoptr(Page) page = dialog_page(state, dialog, layout_dialog_columns(state->at.columns));
	if (page != NULL)
		return (int)MIN(page_count(page), 10000) + 1;
	return kind->height != NULL ? kind->height(state, dialog)
				    : (int)pane_count(kind->list(dialog)) + kind->whole_rows + 1;
}

void dialog_layout(const State *state, Area *box, Area *inside)
{
	const int wanted = wanted_rows(state, dialog_top(state));
	layout_dialog(state->at.columns, state->at.rows, wanted, box, inside);
}

int dialog_rows_shown(const Dialog *dialog, int rows)
{
	return rows >= WHOLE_FROM_ROWS ? rows - dialog->kind->whole_rows : rows;
}

void dialog_move(Dialog *dialog, long by)
{
	Pane *list = dialog->kind->list != NULL ? dialog->kind->list(dialog) : NULL;
	const size_t place = list != NULL ? list->cursor : dialog->scroll;
	const size_t step = (size_t)ABS(by);
	const size_t moved = by > 0 ? place + step : place > step ? place - step : 0;
	if (list != NULL)
		pane_select(list, moved);
	else
		dialog->scroll = moved; /* dialogs_clamp keeps it within */
}

/* Scrolls as little as it takes. */
static void show_selected(Dialog *dialog, const Page *page, size_t shown)
{
	size_t first = page_count(page), last = 0;
	for (size_t i = 0; i < page_count(page); i++) {
		if (page_line(page, i)->style != STYLE_SELECTED)
			continue;
		first = MIN(first, i);
		last = i;
	}
	if (last >= dialog->scroll + shown)
		dialog->scroll = last - shown + 1;
	if (first < dialog->scroll)
		dialog->scroll = first;
}

void dialogs_clamp(State *state)
{
	Dialog *dialog = dialog_top(state);
	if (dialog == NULL || dialog->kind->write == NULL)
		return;
	const bool has_list = dialog->kind->list != NULL;
	if (dialog->scroll == 0 && !has_list)
		return;
	Area box, inside;
	dialog_layout(state, &box, &inside);
	g_autoptr(Page) page = dialog_page(state, dialog, inside.columns);
	size_t shown = (size_t)MAX(inside.rows - 1, 1);
	if (has_list)
		show_selected(dialog, page, shown);
	size_t last = page_count(page) > shown ? page_count(page) - shown : 0;
	dialog->scroll = MIN(dialog->scroll, last);
}
