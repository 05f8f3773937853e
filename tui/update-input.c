/* Keys, pastes and the mouse: text where one types, actions elsewhere. */
#include <string.h>

#include "tui/layout.h"
#include "tui/update-internal.h"

static bool is_character(Key key)
{
	return key >= ' ' && key < KEY_FIRST_SPECIAL;
}

/* ---- Typing ----------------------------------------------------------------------------------- */

static Field *typed_field(State *state)
{
	Overlay *overlay = overlay_top(state);
	if (overlay && (overlay->kind == OVERLAY_PALETTE || overlay->kind == OVERLAY_ADDRESS))
		return &overlay->input;
	if (overlay && overlay->form)
		return &overlay->form->fields[overlay->form->focus].field;
	return overlay || !state->is_filtering ? NULL : &state->panes[state->focus].filter;
}

static void filter_changed(Update *update, bool is_longer)
{
	State *state = update->state;
	PaneId id = state->focus;
	panes_filter_changed(state, id, is_longer);
	if (id == PANE_SCOPE)
		scope_filter_changed(update);
	else if (id == PANE_ELIGIBLE)
		scope_show_selected(update);
}

static void form_typed(Update *update, Form *form)
{
	form->is_touched = true;
	if (form->focus == FORM_DURATION)
		form->is_duration_typed = true;
	g_clear_pointer(&form->fields[form->focus].error, g_free);
	g_clear_pointer(&form->error, g_free);
	form_update(update, form);
}

/* `before` is what stood there: a filter that it begins is only a longer one. */
static void text_changed(Update *update, const char *before)
{
	State *state = update->state;
	Overlay *overlay = overlay_top(state);
	if (overlay && overlay->kind == OVERLAY_PALETTE) {
		palette_input_changed(state);
	} else if (overlay && overlay->form) {
		form_typed(update, overlay->form);
	} else if (!overlay) {
		const char *now = field_text(&state->panes[state->focus].filter);
		bool is_longer = *before && g_str_has_prefix(now, before) && !strchr(now, '/');
		filter_changed(update, is_longer);
	}
}

static FormField *fresh_field(State *state)
{
	Overlay *overlay = overlay_top(state);
	FormField *field =
		overlay && overlay->form ? &overlay->form->fields[overlay->form->focus] : NULL;
	return field && field->is_fresh ? field : NULL;
}

/* A default is replaced by what is typed, and edited by what moves or deletes. */
static void touch_default(State *state, bool is_text)
{
	FormField *field = fresh_field(state);
	if (!field)
		return;
	if (is_text)
		field_set(&field->field, "");
	field->is_fresh = false;
}

static bool type_key(Update *update, Key key)
{
	Field *field = typed_field(update->state);
	if (!field)
		return false;
	g_autofree char *before = g_strdup(field_text(field));
	bool is_changed = false;
	touch_default(update->state, is_character(key));
	bool is_taken = field_key(field, key, &is_changed);
	if (is_changed)
		text_changed(update, before);
	else if (is_taken && is_character(key))
		update_notice(update, NOTICE_INFO, "At most %zu characters fit here.",
			      field_limit(field));
	return is_taken;
}

static void take_paste(Update *update, const char *text)
{
	State *state = update->state;
	Field *field = typed_field(state);
	if (!text)
		return;
	if (state_overlay(state) && state_overlay(state)->kind == OVERLAY_SIGN_IN) {
		sign_in_take_address(update, text);
		return;
	}
	if (!field) {
		if (!state_overlay(state) && !scope_take_pasted(update, text))
			update_notice(update, NOTICE_INFO,
				      "The pasted text is no resource id and no portal URL.");
		return;
	}
	bool is_filter = state->is_filtering && !state_overlay(state);
	if (is_filter && state->focus == PANE_ELIGIBLE && scope_take_pasted(update, text))
		return;
	g_autofree char *before = g_strdup(field_text(field));
	FormField *fresh = fresh_field(state);
	if (field_insert(field, text, fresh != NULL)) {
		if (fresh)
			fresh->is_fresh = false;
	} else {
		update_notice(
			update, NOTICE_WARNING,
			"The pasted text is too long and was left out: at most %zu characters "
			"fit here.",
			field_limit(field));
	}
	if (strcmp(before, field_text(field)) != 0)
		text_changed(update, before);
}

/* ---- Keys ------------------------------------------------------------------------------------- */

static void take_key(Update *update, Key key)
{
	State *state = update->state;
	const Action *action = NULL;
	if (!(state_is_typing(state) && is_character(key)))
		action = keymap_find(state->keymap, state_context(state), key);
	if (!action) {
		type_key(update, key);
		return;
	}
	const char *reason = action_reason(action, state);
	if (reason)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

/* ---- Mouse ------------------------------------------------------------------------------------ */

static bool contains(Area area, int column, int row)
{
	return column >= area.column && column < area.column + area.columns && row >= area.row &&
	       row < area.row + area.rows;
}

static void after_move(Update *update, PaneId id)
{
	if (id == PANE_SCOPE)
		scope_selection_changed(update);
	else if (id == PANE_ELIGIBLE)
		scope_show_selected(update);
}

void move_selection(Update *update, PaneId id, long by)
{
	State *state = update->state;
	const Pane *pane = &state->panes[id];
	long place = (long)pane->cursor + by;
	panes_select(state, id, place < 0 ? 0 : (size_t)place);
	after_move(update, id);
}

static void take_mouse(Update *update, const KeyEvent *input)
{
	State *state = update->state;
	Layout layout;
	layout_compute(state, &layout);
	if (state_overlay(state)) {
		if (input->button == 4)
			run_up(update);
		else if (input->button == 5)
			run_down(update);
		return;
	}
	for (int i = 0; i < PANE_COUNT; i++) {
		PaneId id = (PaneId)i;
		Area area = layout.panes[i].rows;
		if (!contains(area, input->column, input->row))
			continue;
		if (input->button == 4 || input->button == 5) {
			move_selection(update, id, input->button == 4 ? -3 : 3);
		} else if (input->button == 1) {
			if (state->focus != id)
				panes_focus(update, id);
			size_t place = state->panes[i].top + (size_t)(input->row - area.row);
			if (place < pane_count(&state->panes[i])) {
				panes_select(state, id, place);
				after_move(update, id);
			}
		}
	}
}

void input_take(Update *update, const KeyEvent *input)
{
	switch (input->kind) {
	case KEY_EVENT_KEY:
		take_key(update, input->key);
		break;
	case KEY_EVENT_PASTE:
		take_paste(update, input->paste);
		break;
	case KEY_EVENT_MOUSE:
		take_mouse(update, input);
		break;
	}
}
