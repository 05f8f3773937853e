/* The table of what a person can do, and what must hold for it. */
#include "tui/action.h"

#include "tui/update-internal.h"

#define IN(context) (1u << CONTEXT_##context)

#define IN_SCREENS (IN(ROLES) | IN(REQUESTS) | IN(APPROVALS) | IN(HISTORY))
#define IN_READING                                                                         \
	(IN(LINES) | IN(CONFIRM) | IN(OUTCOME) | IN(DEACTIVATE) | IN(QUIT) | IN(SIGN_IN) | \
	 IN(SIGN_OUT) | IN(ACCOUNTS))
#define IN_ALL ((1u << CONTEXT_COUNT) - 1)

/* ---- Preconditions ---------------------------------------------------------------------------- */

static const Pane *focused(const State *state)
{
	return &state->panes[state->focus];
}

static const char *needs_row(const State *state)
{
	return focused(state)->selected ? NULL : "There is no row here.";
}

static const char *needs_eligible(const State *state)
{
	if (state->focus == PANE_ACTIVE)
		return "This role is active already: choose one of the eligible ones.";
	if (g_hash_table_size(state->marks) > 0)
		return NULL;
	return state_selected_eligible(state) ? NULL : "No eligible role is selected.";
}

static const char *needs_eligible_pane(const State *state)
{
	if (state->focus != PANE_ELIGIBLE)
		return "Only eligible roles can be marked.";
	return needs_row(state);
}

static const char *needs_marks(const State *state)
{
	return g_hash_table_size(state->marks) > 0 ? NULL : "No row is marked.";
}

static const char *needs_activated(const State *state)
{
	const Assignment *assignment = state_selected_active(state);
	if (state->focus != PANE_ACTIVE || !assignment)
		return "Select the role to end in the active pane.";
	if (assignment->assignment_type == ASSIGNMENT_ASSIGNED)
		return "This is a standing assignment: only an administrator can end it.";
	return NULL;
}

static const char *needs_order(const State *state)
{
	return state->focus == PANE_SCOPE ? "Scopes are ordered by kind and name." : NULL;
}

static const char *needs_portal(const State *state)
{
	if (!state->portal)
		return "No portal is known for this cloud.";
	return needs_row(state);
}

static const char *needs_eligible_entry(const State *state)
{
	const HistoryEntry *entry = state_selected_history(state);
	if (!entry)
		return "There is no row here.";
	if (entry->request->kind != REQUEST_ACTIVATE)
		return "Only an activation can be repeated.";
	return history_find_eligible(state, entry->request)
		       ? NULL
		       : "You are not eligible for this role at this scope any more.";
}

static const char *needs_submission(const State *state)
{
	return state->submissions->len > 0 ? NULL : "Nothing was asked for in this session yet.";
}

static const char *needs_check(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	const Form *form = overlay ? overlay->form : NULL;
	for (guint i = 0; form && i < form->rows->len; i++) {
		const FormRow *row = g_ptr_array_index(form->rows, i);
		if (workload_info(row->eligibility->grant.workload)->can_check)
			return NULL;
	}
	return "The service offers no dry run for this.";
}

typedef bool (*ItemTest)(const Outcome *item);

static bool has_item(const State *state, ItemTest test)
{
	const Overlay *overlay = state_overlay(state);
	const Submission *submission =
		overlay ? state_submission(state, overlay->submission_id) : NULL;
	for (guint i = 0; submission && i < submission->items->len; i++) {
		if (test(g_ptr_array_index(submission->items, i)))
			return true;
	}
	return false;
}

static const char *needs_unknown_outcome(const State *state)
{
	return has_item(state, outcome_is_unknown) ? NULL : "No outcome is unknown here.";
}

static const char *needs_failure(const State *state)
{
	return has_item(state, outcome_can_retry) ? NULL : "Nothing here failed.";
}

/* The demo comes with tokens. */
static const char *needs_sign_in_here(const State *state)
{
	return state->banner ? "The demo has tokens of its own: nobody signs in to it." : NULL;
}

static const char *needs_step_up(const State *state)
{
	return has_item(state, outcome_wants_step_up) ? needs_sign_in_here(state)
						      : "Nothing here asks for another sign-in.";
}

static const char *needs_narrow_refusal(const State *state)
{
	return has_item(state, outcome_can_widen) ? NULL
						  : "Nothing was refused at a narrower scope.";
}

static const char *needs_page(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	bool is_page = overlay && overlay->progress && overlay->progress->stage == SIGN_IN_PAGE;
	return is_page ? NULL : "There is no page to sign in on now.";
}

static const char *needs_browser_page(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	bool is_code = overlay && overlay->method == SIGN_IN_DEVICE;
	return is_code ? "Nothing comes back here from a code." : needs_page(state);
}

static const char *needs_code(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	bool is_code = overlay && overlay->method == SIGN_IN_DEVICE;
	return is_code ? NULL : "The browser is used already.";
}

static const char *needs_qr(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	bool has_qr = overlay && overlay->progress && overlay->progress->qr;
	return has_qr ? NULL : "There is no QR code for this.";
}

/* The settings of the account rule out what was asked for: it would fail the same way again. */
static bool is_ruled_out(const Overlay *overlay)
{
	return overlay && overlay->problem &&
	       g_strcmp0(overlay->problem->code, PROBLEM_CODE_UNSUPPORTED) == 0;
}

static const char *needs_failed_sign_in(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	if (is_ruled_out(overlay))
		return "It would end the same way again.";
	return overlay && overlay->intent_id == 0 ? NULL : "The sign-in is under way.";
}

static const char *needs_code_flow(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	return !overlay || is_ruled_out(overlay) ? "There are no codes for this account." : NULL;
}

static const char *needs_address_or_id(const State *state)
{
	return state_copyable(state) ? NULL : "There is no address or id here.";
}

static const char *needs_account(const State *state)
{
	return state->account ? NULL : "Nobody is signed in.";
}

static const KnownAccount *selected_account(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	bool is_there = overlay && overlay->accounts && overlay->cursor < overlay->accounts->len;
	return is_there ? g_ptr_array_index(overlay->accounts, overlay->cursor) : NULL;
}

static const char *needs_other_account(const State *state)
{
	const KnownAccount *known = selected_account(state);
	if (!known)
		return "There is no account here.";
	if (known->is_current)
		return "This one is in use.";
	return outcome_is_running(state) ? "Requests are still on their way: wait until it is "
					   "known what became of them."
					 : NULL;
}

/* Each name has a client, and a place in the keyring, of its own. */
static const char *needs_signed_in_here(const State *state)
{
	const KnownAccount *known = selected_account(state);
	const Overlay *overlay = state_overlay(state);
	if (!known || !known->account || known_account_is_new(known))
		return "Nobody is signed in there.";
	for (guint i = 0; i < overlay->accounts->len; i++) {
		const KnownAccount *other = g_ptr_array_index(overlay->accounts, i);
		if (other->is_current && g_strcmp0(other->name, known->name) == 0)
			return NULL;
	}
	return "It belongs to another [account NAME]: use that first.";
}

/* ---- The table -------------------------------------------------------------------------------- */

static const Action actions[] = {
	{ "activate", "a", "activate", "Activate the marked roles, or the selected one.", IN(ROLES),
	  1, needs_eligible, run_activate },
	{ "repeat", "a", "repeat", "Ask for the same role again, with the same reason.",
	  IN(HISTORY), 1, needs_eligible_entry, run_repeat },
	{ "mark", "space", "mark", "Mark the row for activation, or take the mark away.", IN(ROLES),
	  2, needs_eligible_pane, run_mark },
	{ "filter", "/", "filter",
	  "Type to show only what fits; a pasted resource id or URL opens it.",
	  IN(ROLES) | IN(HISTORY), 3, NULL, run_filter },
	{ "next-pane", "tab", "pane", "Go to the next pane.", IN(ROLES), 4, NULL, run_next_pane },
	{ "previous-pane", "shift-tab", "previous pane", "Go to the pane before.", IN(ROLES), 0,
	  NULL, run_previous_pane },
	{ "open", "enter", "details", "Show everything known of the row; open or close a scope.",
	  IN(ROLES) | IN(HISTORY), 5, needs_row, run_open },
	{ "details", "i", "details", "Show everything known of the row.", IN(ROLES), 0, needs_row,
	  run_details },
	{ "deactivate", "D", "deactivate", "End the selected active role, after a question.",
	  IN(ROLES), 2, needs_activated, run_deactivate },
	{ "mark-all", "*", "mark all", "Mark all eligible roles that are shown.", IN(ROLES), 0,
	  needs_eligible_pane, run_mark_all },
	{ "unmark", "u", "unmark all", "Take all marks away.", IN(ROLES), 0, needs_marks,
	  run_unmark },
	{ "sort", "s", "sort", "Order the pane by end, role, scope or workload, in turn.",
	  IN(ROLES) | IN(HISTORY), 0, needs_order, run_sort },
	{ "refresh", "R", "refresh", "Ask the service for everything again.", IN_SCREENS, 0, NULL,
	  run_refresh },
	{ "copy-id", "y", "copy id", "Copy the row's id (of an outcome: the service's request id).",
	  IN(ROLES) | IN(HISTORY) | IN(LINES) | IN(OUTCOME), 0, NULL, run_copy_id },
	{ "portal", "o", "open in portal", "Open the row in the cloud's portal.",
	  IN(ROLES) | IN(LINES), 0, needs_portal, run_portal },
	{ "outcomes", "v", "last outcome", "Show what became of the last activation.", IN_SCREENS,
	  0, needs_submission, run_outcomes },
	{ "messages", "m", "messages", "Show the messages so far.", IN_SCREENS, 0, NULL,
	  run_messages },

	{ "sign-in", "S", "sign in", "Sign in, or sign in again.", IN_SCREENS, 0,
	  needs_sign_in_here, run_sign_in },
	{ "accounts", "A", "accounts",
	  "Show the accounts and tenants that can be used, and change over.", IN_SCREENS, 0, NULL,
	  run_accounts },
	{ "sign-out", "", "sign out", "Sign out and wipe the tokens, after a question.", IN_SCREENS,
	  0, needs_account, run_sign_out },
	{ "unlock", "U", "unlock the keyring", "Ask the desktop to unlock the keyring.", IN_SCREENS,
	  0, NULL, run_unlock },

	{ "up", "up k", "up", "Go up.", IN_SCREENS | IN_READING | IN(FILTER) | IN(PALETTE), 0, NULL,
	  run_up },
	{ "down", "down j", "down", "Go down.", IN_SCREENS | IN_READING | IN(FILTER) | IN(PALETTE),
	  0, NULL, run_down },
	{ "left", "left h", "left", "Close the scope, or go to the pane on the left.", IN(ROLES), 0,
	  NULL, run_left },
	{ "right", "right l", "right", "Open the scope, or go to the pane on the right.", IN(ROLES),
	  0, NULL, run_right },
	{ "page-up", "page-up", "page up", "Go one page up.",
	  IN_SCREENS | IN_READING | IN(FILTER) | IN(PALETTE), 0, NULL, run_page_up },
	{ "page-down", "page-down", "page down", "Go one page down.",
	  IN_SCREENS | IN_READING | IN(FILTER) | IN(PALETTE), 0, NULL, run_page_down },
	{ "top", "g home", "top", "Go to the first row.", IN_SCREENS | IN_READING, 0, NULL,
	  run_top },
	{ "bottom", "G end", "bottom", "Go to the last row.", IN_SCREENS | IN_READING, 0, NULL,
	  run_bottom },

	{ "roles", "1", "Roles", "Show the roles.", IN_SCREENS, 0, NULL, run_screen_roles },
	{ "requests", "2", "Requests", "Show your requests.", IN_SCREENS, 0, NULL,
	  run_screen_requests },
	{ "approvals", "3", "Approvals", "Show what waits for your decision.", IN_SCREENS, 0, NULL,
	  run_screen_approvals },
	{ "history", "4", "History", "Show what you asked for so far.", IN_SCREENS, 0, NULL,
	  run_screen_history },

	{ "filter-keep", "enter tab", "keep", "Keep the filter and go back to the rows.",
	  IN(FILTER), 1, NULL, run_filter_keep },
	{ "filter-clear", "esc", "clear", "Clear the filter.", IN(FILTER), 2, NULL,
	  run_filter_clear },

	{ "form-accept", "enter", "activate", "Show what will be sent, for a last look.", IN(FORM),
	  1, NULL, run_form_accept },
	{ "form-next", "tab down", "next field", "Go to the next field.", IN(FORM), 2, NULL,
	  run_form_next },
	{ "form-previous", "shift-tab up", "previous field", "Go to the field before.", IN(FORM), 0,
	  NULL, run_form_previous },
	{ "form-check", "ctrl-t", "check", "Ask the service whether it would do, without doing it.",
	  IN(FORM), 3, needs_check, run_form_check },
	{ "form-close", "esc", "back", "Close the form; what was typed is kept for these rows.",
	  IN(FORM), 4, NULL, run_form_close },

	{ "confirm", "enter", "activate", "Send what is shown.", IN(CONFIRM), 1, NULL,
	  run_confirm },
	{ "confirm-deactivate", "enter", "deactivate", "End the role that is shown.",
	  IN(DEACTIVATE), 1, NULL, run_confirm_deactivate },
	{ "sign-in-again", "enter t", "try again", "Sign in anew after a failure.", IN(SIGN_IN), 1,
	  needs_failed_sign_in, run_sign_in_again },
	{ "sign-in-browser", "o", "open the page", "Open the page in the browser of this machine.",
	  IN(SIGN_IN), 2, needs_page, run_sign_in_browser },
	{ "sign-in-copy", "y", "copy",
	  "Copy the code, or the page's address, or the correlation id of a failure.", IN(SIGN_IN),
	  4, needs_address_or_id, run_copy_id },
	{ "sign-in-paste", "p", "paste address", "Paste the address that the browser ended at.",
	  IN(SIGN_IN), 3, needs_browser_page, run_sign_in_paste },
	{ "sign-in-qr", "v", "QR code", "Show the page as a QR code.", IN(SIGN_IN), 2, needs_qr,
	  run_sign_in_qr },
	{ "sign-in-code", "c", "code", "Get a code to type on any device, or a new one.",
	  IN(SIGN_IN), 5, needs_code_flow, run_sign_in_code },
	{ "sign-in-page", "b", "browser", "Sign in with the browser instead of a code.",
	  IN(SIGN_IN), 3, needs_code, run_sign_in_page },
	{ "sign-in-cancel", "esc q", "give up", "Give the sign-in up.", IN(SIGN_IN), 6, NULL,
	  run_sign_in_cancel },
	{ "address-accept", "enter", "use it", "Use the address.", IN(ADDRESS), 1, NULL,
	  run_sign_in_address },
	{ "address-close", "esc", "back", "Go back to the page.", IN(ADDRESS), 2, NULL, run_close },
	{ "confirm-sign-out", "enter", "sign out", "Sign out and wipe the tokens.", IN(SIGN_OUT), 1,
	  NULL, run_confirm_sign_out },
	{ "use-account", "enter", "use", "Use the selected account or tenant from now on.",
	  IN(ACCOUNTS), 1, needs_other_account, run_use_account },
	{ "add-account", "n", "add", "Sign in as another account, beside those that are there.",
	  IN(ACCOUNTS), 2, needs_sign_in_here, run_add_account },
	{ "sign-out-account", "x", "sign out",
	  "Sign the selected account out and wipe its tokens, after a question.", IN(ACCOUNTS), 3,
	  needs_signed_in_here, run_sign_out_account },
	{ "accounts-close", "esc q", "close", "Close the accounts.", IN(ACCOUNTS), 4, NULL,
	  run_close },
	{ "look-again", "r", "look again", "Ask what became of the requests without an answer.",
	  IN(OUTCOME), 2, needs_unknown_outcome, run_look_again },
	{ "step-up", "s", "sign in and send again",
	  "Sign in as the service asks, then send again what it was asked for.", IN(OUTCOME), 2,
	  needs_step_up, run_step_up },
	{ "retry", "t", "try again", "Open the form again for what failed.", IN(OUTCOME), 3,
	  needs_failure, run_retry },
	{ "widen", "w", "wider scope", "Open the form again at the eligible scope itself.",
	  IN(OUTCOME), 4, needs_narrow_refusal, run_widen },
	{ "close", "esc q enter", "close", "Close it.", IN(LINES) | IN(OUTCOME), 1, NULL,
	  run_close },
	{ "cancel", "esc q", "back", "Go back; nothing is sent.",
	  IN(CONFIRM) | IN(DEACTIVATE) | IN(SIGN_OUT), 2, NULL, run_close },
	{ "run", "enter", "run", "Do what is selected.", IN(PALETTE), 1, NULL, run_palette_accept },
	{ "palette-close", "esc", "back", "Close the list.", IN(PALETTE), 2, NULL, run_close },

	{ "palette", ":", "palette", "Find an action by typing.", IN_SCREENS, 6, NULL,
	  run_palette },
	{ "help", "? F1", "help", "Show the keys.", IN_SCREENS, 7, NULL, run_help },
	{ "back", "esc", "back", "Clear the notice, the filter or the marks.", IN_SCREENS, 0, NULL,
	  run_back },
	{ "quit", "q", "quit", "Leave.", IN_SCREENS, 0, NULL, run_quit },
	{ "stay", "esc n", "stay", "Stay here.", IN(QUIT), 2, NULL, run_close },
	{ "leave", "enter y", "leave", "Leave; requests go on and are in the history.", IN(QUIT), 1,
	  NULL, run_quit_now },
	{ "interrupt", "ctrl-c", "quit", "Leave, from anywhere.", IN_ALL & ~IN(QUIT), 0, NULL,
	  run_quit },
	{ "redraw", "ctrl-l", "redraw", "Draw the screen anew.", IN_ALL, 0, NULL, run_redraw },
	{ "suspend", "ctrl-z", "suspend", "Go to the background of the shell.", IN_ALL, 0, NULL,
	  run_suspend },
};

const Action *action_table(size_t *count)
{
	*count = G_N_ELEMENTS(actions);
	return actions;
}
