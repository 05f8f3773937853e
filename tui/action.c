#include "tui/action.h"

#include <string.h>

const Action *action_find(const char *name)
{
	size_t count;
	const Action *table = action_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	}
	return NULL;
}

ContextId state_context(const State *state)
{
	static const ContextId of_overlay[] = {
		[OVERLAY_HELP] = CONTEXT_LINES,        [OVERLAY_PALETTE] = CONTEXT_PALETTE,
		[OVERLAY_DETAILS] = CONTEXT_LINES,     [OVERLAY_MESSAGES] = CONTEXT_LINES,
		[OVERLAY_FORM] = CONTEXT_FORM,         [OVERLAY_CONFIRM] = CONTEXT_CONFIRM,
		[OVERLAY_OUTCOME] = CONTEXT_OUTCOME,   [OVERLAY_DEACTIVATE] = CONTEXT_DEACTIVATE,
		[OVERLAY_QUIT] = CONTEXT_QUIT,         [OVERLAY_SIGN_IN] = CONTEXT_SIGN_IN,
		[OVERLAY_QR] = CONTEXT_LINES,          [OVERLAY_ADDRESS] = CONTEXT_ADDRESS,
		[OVERLAY_SIGN_OUT] = CONTEXT_SIGN_OUT, [OVERLAY_ACCOUNTS] = CONTEXT_ACCOUNTS,
	};
	const Overlay *overlay = state_overlay(state);
	if (overlay)
		return of_overlay[overlay->kind];
	if (state->is_filtering)
		return CONTEXT_FILTER;
	return CONTEXT_ROLES + (ContextId)state->screen;
}

const char *context_name(ContextId context)
{
	static const char *const names[] = {
		[CONTEXT_ROLES] = "Roles",         [CONTEXT_REQUESTS] = "Requests",
		[CONTEXT_APPROVALS] = "Approvals", [CONTEXT_HISTORY] = "History",
		[CONTEXT_LINES] = "Reading",       [CONTEXT_PALETTE] = "Palette",
		[CONTEXT_FORM] = "Activate form",  [CONTEXT_CONFIRM] = "Last look",
		[CONTEXT_OUTCOME] = "Outcome",     [CONTEXT_DEACTIVATE] = "Deactivate",
		[CONTEXT_QUIT] = "Leaving",        [CONTEXT_SIGN_IN] = "Sign in",
		[CONTEXT_ADDRESS] = "Address",     [CONTEXT_SIGN_OUT] = "Sign out",
		[CONTEXT_ACCOUNTS] = "Accounts",   [CONTEXT_FILTER] = "Filter",
	};
	return names[context];
}

const char *action_reason(const Action *action, const State *state)
{
	return action->guard ? action->guard(state) : NULL;
}

static int compare_footer(gconstpointer a, gconstpointer b)
{
	const Action *x = *(const Action *const *)a, *y = *(const Action *const *)b;
	return x->footer - y->footer;
}

/* What cannot be done now is left out: the footer has no room for reasons. */
GPtrArray *state_footer(const State *state)
{
	size_t count;
	const Action *table = action_table(&count);
	unsigned context = 1u << state_context(state);
	GPtrArray *footer = g_ptr_array_new();
	for (size_t i = 0; i < count; i++) {
		if (table[i].footer > 0 && (table[i].contexts & context) &&
		    keymap_key(state->keymap, &table[i]) && !action_reason(&table[i], state))
			g_ptr_array_add(footer, (gpointer)&table[i]);
	}
	g_ptr_array_sort(footer, compare_footer);
	return footer;
}
