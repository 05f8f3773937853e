/* The stack of overlays, and those that are read. */
#include <string.h>

#include "tui/layout.h"
#include "tui/update-internal.h"

Overlay *overlay_top(State *state)
{
	return (Overlay *)state_overlay(state);
}

/* Questions that a key answers: one typed before the question stood on screen is not its answer. */
static bool is_question(OverlayKind kind)
{
	return kind == OVERLAY_CONFIRM || kind == OVERLAY_DEACTIVATE || kind == OVERLAY_QUIT ||
	       kind == OVERLAY_OUTCOME || kind == OVERLAY_SIGN_OUT;
}

Overlay *overlay_push(Update *update, OverlayKind kind)
{
	State *state = update->state;
	Overlay *overlay = overlay_new(kind);
	state->is_filtering = false;
	g_ptr_array_add(state->overlays, overlay);
	if (is_question(kind))
		update_effect(update, EFFECT_CLEAR_INPUT, NULL);
	return overlay;
}

void overlay_pop(Update *update)
{
	GPtrArray *overlays = update->state->overlays;
	if (overlays->len > 0)
		g_ptr_array_remove_index(overlays, overlays->len - 1);
}

/* Scrolls as little as it takes. */
static void show_selected(Overlay *overlay, const GPtrArray *lines, size_t shown)
{
	size_t first = lines->len, last = 0;
	for (guint i = 0; i < lines->len; i++) {
		if (((const Line *)g_ptr_array_index(lines, i))->style != STYLE_SELECTED)
			continue;
		first = MIN(first, i);
		last = i;
	}
	if (last >= overlay->scroll + shown)
		overlay->scroll = last - shown + 1;
	if (first < overlay->scroll)
		overlay->scroll = first;
}

void overlay_clamp(State *state)
{
	Overlay *overlay = overlay_top(state);
	if (!overlay)
		return;
	if (overlay->choices) {
		size_t last = overlay->choices->len ? overlay->choices->len - 1 : 0;
		overlay->cursor = MIN(overlay->cursor, last);
		return;
	}
	if (overlay->accounts)
		overlay->cursor = MIN(overlay->cursor, MAX(overlay->accounts->len, 1) - 1);
	if (overlay->form || (overlay->scroll == 0 && !overlay->accounts))
		return;
	Area box, inside;
	layout_overlay(state, &box, &inside);
	g_autoptr(GPtrArray) lines = overlay_lines(state, overlay, inside.columns);
	size_t shown = (size_t)MAX(inside.rows - 1, 1);
	if (overlay->accounts)
		show_selected(overlay, lines, shown);
	size_t last = lines->len > shown ? lines->len - shown : 0;
	overlay->scroll = MIN(overlay->scroll, last);
}

void run_close(Update *update)
{
	overlay_pop(update);
}

void run_help(Update *update)
{
	overlay_push(update, OVERLAY_HELP);
}

void run_messages(Update *update)
{
	overlay_push(update, OVERLAY_MESSAGES);
	update_dismiss_notices(update, NULL);
}

/* ---- Palette ---------------------------------------------------------------------------------- */

/* 0: does not fit; else the smaller, the better. */
static int palette_rank(const Action *action, char *const *words)
{
	g_autofree char *title = search_fold(action->title);
	g_autofree char *text = g_strjoin(" ", action->title, action->name, action->help, NULL);
	g_autofree char *folded = search_fold(text);
	if (!search_matches(folded, words))
		return 0;
	if (!words)
		return 3;
	if (g_str_has_prefix(title, words[0]))
		return 1;
	return search_matches(title, words) ? 2 : 3;
}

static bool is_choice(const State *state, const Action *action)
{
	unsigned context = 1u << (CONTEXT_ROLES + (unsigned)state->screen);
	return (action->contexts & context) && action->run != run_palette;
}

void palette_input_changed(State *state)
{
	Overlay *overlay = overlay_top(state);
	size_t count;
	const Action *table = action_table(&count);
	g_auto(GStrv) words = search_words(field_text(&overlay->input));
	if (!overlay->choices)
		overlay->choices = g_ptr_array_new();
	g_ptr_array_set_size(overlay->choices, 0);
	for (int rank = 1; rank <= 3; rank++) {
		for (size_t i = 0; i < count; i++) {
			if (is_choice(state, &table[i]) && palette_rank(&table[i], words) == rank)
				g_ptr_array_add(overlay->choices, (gpointer)&table[i]);
		}
	}
	overlay->cursor = 0;
}

void run_palette(Update *update)
{
	overlay_push(update, OVERLAY_PALETTE);
	palette_input_changed(update->state);
}

void run_palette_accept(Update *update)
{
	State *state = update->state;
	const Overlay *overlay = state_overlay(state);
	if (overlay->cursor >= overlay->choices->len)
		return;
	const Action *action = g_ptr_array_index(overlay->choices, overlay->cursor);
	overlay_pop(update);
	const char *reason = action_reason(action, state);
	if (reason)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

/* ---- Details ---------------------------------------------------------------------------------- */

static void read_role(Update *update, const Row *row)
{
	State *state = update->state;
	const Grant *grant = row_grant(row);
	if (!grant || !workload_info(grant->workload)->can_read_role)
		return;
	const RoleEntry *known = g_hash_table_lookup(state->role_texts, grant->role.id);
	if (known && !known->problem)
		return;
	g_hash_table_replace(state->role_texts, g_strdup(grant->role.id), g_new0(RoleEntry, 1));
	Intent *intent = update_intent(update, INTENT_READ_ROLE);
	intent->workload = grant->workload;
	intent->eligibility = eligibility_copy(row->eligibility);
	intent->assignment = assignment_copy(row->assignment);
	update_send(update, intent);
}

void run_details(Update *update)
{
	State *state = update->state;
	PaneId id = state->focus == PANE_SCOPE ? PANE_ELIGIBLE : state->focus;
	const Pane *pane = &state->panes[id];
	if (!pane->selected)
		return;
	const Row *row = g_ptr_array_index(pane->visible, pane->cursor);
	Overlay *overlay = overlay_push(update, OVERLAY_DETAILS);
	overlay->pane = id;
	overlay->row_id = g_strdup(pane->selected);
	read_role(update, row);
	if (row->eligibility)
		scope_read_policy(update, row->eligibility,
				  state_target_scope(state, row->eligibility));
}

/* ---- Ids and links ------------------------------------------------------------------------------ */

void run_copy_id(Update *update)
{
	const char *id = state_copyable(update->state);
	if (!id) {
		update_notice(update, NOTICE_INFO, "There is no id here.");
		return;
	}
	update_effect(update, EFFECT_COPY, id);
	update_notice(update, NOTICE_OK, "Copied %s", id);
}

void run_portal(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = state_selected_eligible(state);
	const Assignment *assignment = state_selected_active(state);
	const Grant *grant = eligibility ? &eligibility->grant : NULL;
	if (state->focus == PANE_ACTIVE)
		grant = assignment ? &assignment->grant : NULL;
	if (!grant)
		return;
	const ScopeNode *node = state->focus == PANE_SCOPE ? state_selected_scope(state) : NULL;
	g_autofree char *url = NULL;
	if (node && state->tree.is_narrowing && state->account) {
		g_autofree char *path = g_uri_escape_string(node->scope.id, "/", FALSE);
		url = g_strdup_printf("%s/#@%s/resource%s", state->portal, state->account->tid,
				      path);
	} else {
		url = g_strdup_printf("%s/%s", state->portal,
				      workload_info(grant->workload)->portal_page);
	}
	update_effect(update, EFFECT_OPEN_URL, url);
}
