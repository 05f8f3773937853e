/* The first run: what this is, how to sign in, what that asks for, and the demo. In place of panes that would be empty. */
#include "tui/core/effects.h"
#include "tui/screens/roles.h"
#include "tui/widgets/page.h"

static bool is_first_run(const State *state)
{
	const Screen *screen = state->screen;
	for (size_t i = 0; i < ROLES_SCOPE; i++) {
		if (screen->panes[i].total > 0)
			return false;
	}
	return known_lists_are_signed_out(state);
}

/* "  S   sign in with your browser"; an action without a key is found in the palette. */
static void add_way(const State *state, Page *page, const char *name, const char *what)
{
	const Action *action = action_table_find(state->actions, name);
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	if (key != NULL)
		page_printf(page, 6, STYLE_KEY, "  %-3s %s", key, what);
}

bool roles_cover(const State *state, Page *page)
{
	if (!roles_are_open(state) || !is_first_run(state))
		return false;
	if (page == NULL)
		return true;
	const Action *sign_in = action_table_find(state->actions, "sign-in");
	const char *key = sign_in != NULL ? keymap_key(state->keymap, sign_in) : NULL;
	page_printf(page, 0, STYLE_TITLE, "You are not signed in.%s%s%s", key != NULL ? " " : "",
		    key != NULL ? key : "", key != NULL ? " signs in." : "");
	page_add_blank(page);
	add_way(state, page, "sign-in", "sign in with your browser");
	add_way(state, page, "start-code", "sign in with a code that is typed on another device");
	if (roles_needs_demo(state) == NULL)
		add_way(state, page, "demo",
			"try the demo: no account, no network, nothing is kept");
	add_way(state, page, "help", "help");
	page_add_heading(page, "What this is");
	page_add(page, 0, STYLE_TEXT,
		 "The roles that you may activate in Microsoft Entra PIM (Azure resources, Entra "
		 "directory roles, groups), those that are active now and for how long, and where "
		 "to activate them: as narrow as will do, for as long as it takes.");
	page_add_heading(page, "What the sign-in asks for");
	page_add(
		page, 0, STYLE_TEXT,
		"Azure: what you may do there yourself (user_impersonation). Entra roles and "
		"groups: to read what you are eligible for and to activate it, by Microsoft Graph; "
		"an administrator may have to consent to that once. Each works without the "
		"other; `myroles doctor` tells what lacks.");
	return true;
}

const char *roles_needs_demo(const State *state)
{
	if (!state->at.has_demo)
		return "This is a demo already.";
	return roles_are_open(state) && is_first_run(state)
		       ? NULL
		       : "The demo is offered before the first sign-in; later `myroles demo` opens "
			 "it.";
}

void roles_run_demo(Update *update)
{
	update_effect(update, EFFECT_DEMO, NULL);
}
