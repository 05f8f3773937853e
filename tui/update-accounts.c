/* Which accounts there are, and going over to another one. */
#include "tui/update-internal.h"

static KnownAccount *selected(State *state)
{
	Overlay *overlay = overlay_top(state);
	if (!overlay->accounts || overlay->cursor >= overlay->accounts->len)
		return NULL;
	return g_ptr_array_index(overlay->accounts, overlay->cursor);
}

void run_accounts(Update *update)
{
	Overlay *overlay = overlay_push(update, OVERLAY_ACCOUNTS);
	Intent *intent = update_intent(update, INTENT_LIST_ACCOUNTS);
	intent->is_deep = true;
	overlay->is_loading = true;
	overlay->intent_id = update_send(update, intent);
}

void run_use_account(Update *update)
{
	const KnownAccount *known = selected(update->state);
	if (known_account_is_new(known)) {
		sign_in_at(update, known->account);
		return;
	}
	Intent *intent = update_intent(update, INTENT_USE_ACCOUNT);
	intent->name = g_strdup(known->name);
	intent->account = account_copy(known->account);
	update_send(update, intent);
	overlay_pop(update);
}

void run_add_account(Update *update)
{
	sign_in_at(update, NULL);
}

void run_sign_out_account(Update *update)
{
	Account *account = account_copy(selected(update->state)->account);
	overlay_pop(update);
	overlay_push(update, OVERLAY_SIGN_OUT)->account = account;
}

/* Those that come later, other tenants, come behind: what is selected stays where it is. */
void accounts_on_list(Update *update, const Event *event)
{
	Overlay *overlay = overlay_top(update->state);
	if (!overlay || overlay->kind != OVERLAY_ACCOUNTS || overlay->intent_id != event->intent_id)
		return;
	g_clear_pointer(&overlay->problem, problem_free);
	g_clear_pointer(&overlay->accounts, g_ptr_array_unref);
	overlay->problem = problem_copy(event->problem);
	overlay->accounts = event->rows ? g_ptr_array_ref(event->rows) : NULL;
	overlay->is_loading = !event->is_complete;
}

void accounts_on_used(Update *update, const Event *event)
{
	State *state = update->state;
	const Account *account = event->account;
	if (event->portal) {
		g_free(state->portal);
		state->portal = g_strdup(event->portal);
	}
	if (event->problem)
		update_notice_problem(update, NOTICE_ERROR, "Not changed", event->problem);
	else if (account)
		update_notice(update, NOTICE_OK, "In use: %s in %s.",
			      account->upn ? account->upn : account->oid,
			      account->tenant_name ? account->tenant_name : account->tid);
	if (!state->refresh_intent)
		roles_refresh(update, false);
}
