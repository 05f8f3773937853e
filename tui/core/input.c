#include "tui/core/input.h"

#include <string.h>

#include "src/base/secret.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/mouse.h"
#include "tui/core/screens.h"

/* ---- Typing ----------------------------------------------------------------------------------- */

static Field *typed_field(State *state)
{
	Dialog *dialog = dialog_top(state);
	if (dialog != NULL)
		return dialog->kind->field != NULL ? dialog->kind->field(dialog) : NULL;
	return state->is_filtering ? &state->focus->filter : NULL;
}

static void filter_changed(Update *update)
{
	Pane *pane = update->state->focus;
	pane_filter_changed(update->state, pane);
	if (pane->kind->filtered != NULL)
		pane->kind->filtered(update);
}

static void text_changed(Update *update)
{
	Dialog *dialog = dialog_top(update->state);
	if (dialog == NULL)
		filter_changed(update);
	else if (dialog->kind->typed != NULL)
		dialog->kind->typed(update, dialog);
}

static void type_key(Update *update, Key key)
{
	Field *field = typed_field(update->state);
	if (field == NULL)
		return;
	bool is_changed = false;
	bool is_taken = field_key(field, key, &is_changed);
	if (is_changed)
		text_changed(update);
	else if (is_taken && key_is_character(key))
		update_notice(update, NOTICE_INFO, "At most %zu characters fit here.",
			      field_limit(field));
}

static void paste_into(Update *update, Field *field, const char *text)
{
	char *before = g_strdup(field_text(field));
	if (field_insert(field, text, field->is_fresh))
		field->is_fresh = false;
	else
		update_notice(
			update, NOTICE_WARNING,
			"The pasted text is too long and was left out: at most %zu characters "
			"fit here.",
			field_limit(field));
	if (strcmp(before, field_text(field)) != 0)
		text_changed(update);
	secret_wipe_string(before);
}

/* A pane may know what to do with a pasted text, whether its filter is typed or not. */
static bool offer_to_pane(Update *update, const char *text)
{
	const Screen *screen = update->state->screen;
	if (update->state->is_filtering)
		return update->state->focus->kind->pasted != NULL &&
		       update->state->focus->kind->pasted(update, text);
	for (size_t i = 0; i < screen->pane_count; i++) {
		if (screen->panes[i].kind->pasted != NULL &&
		    screen->panes[i].kind->pasted(update, text))
			return true;
	}
	return false;
}

static void take_paste(Update *update, const char *text)
{
	State *state = update->state;
	Dialog *dialog = dialog_top(state);
	Field *field = typed_field(state);
	if (text == NULL)
		return;
	if (dialog != NULL && dialog->kind->pasted != NULL)
		dialog->kind->pasted(update, dialog, text);
	else if (dialog == NULL && offer_to_pane(update, text))
		return;
	else if (field != NULL)
		paste_into(update, field, text);
	else if (dialog == NULL)
		update_notice(update, NOTICE_INFO,
			      "The pasted text is no resource id, no portal URL, and tells of no "
			      "denial.");
}

/* ---- Keys ------------------------------------------------------------------------------------- */

static void take_key(Update *update, Key key)
{
	State *state = update->state;
	const Action *action = NULL;
	if (!(state_is_typing(state) && key_is_character(key)))
		action = keymap_find(state->keymap, state_context(state), key);
	if (action == NULL || !(action->traits & (TRAIT_MOVING | TRAIT_PAGING)))
		state->revision++;
	if (action == NULL) {
		type_key(update, key);
		return;
	}
	const char *reason = action_reason(action, state);
	if (reason != NULL)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

void input_take(Update *update, const KeyEvent *input)
{
	if (input->kind != KEY_EVENT_KEY)
		update->state->revision++;
	switch (input->kind) {
	case KEY_EVENT_KEY:
		take_key(update, input->key);
		break;
	case KEY_EVENT_PASTE:
		take_paste(update, input->paste);
		break;
	case KEY_EVENT_MOUSE:
		mouse_take(update, input);
		break;
	case KEY_EVENT_FOCUS: /* the loop's, as the next */
	case KEY_EVENT_BACKGROUND:
		break;
	}
}
