#include "tui/dialogs/sign-out.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

typedef struct SignOut {
	Account *account; /* NULL: the one in use */
} SignOut;

static void sign_out_clear(void *self)
{
	account_free(((SignOut *)self)->account);
}

static void write_sign_out(const State *state, const Dialog *dialog, Page *page)
{
	const SignOut *sign_out = dialog->self;
	const Account *account = sign_out->account != NULL ? sign_out->account : state->account;
	if (account != NULL)
		page_printf(page, 0, STYLE_TITLE, "%s in %s",
			    account->upn != NULL ? account->upn : account->oid,
			    account->tenant_name != NULL ? account->tenant_name : account->tid);
	page_add(page, 0, STYLE_TEXT,
		 "Its tokens are wiped from the keyring, and the last known lists from this "
		 "machine. "
		 "What is active stays active; the history stays here.");
}

void sign_out_ask(Update *update, const Account *account)
{
	SignOut *sign_out = dialog_open(update, &sign_out_dialog)->self;
	sign_out->account = account_copy(account);
}

static const char *needs_account(const State *state)
{
	return state->account != NULL ? NULL : "Nobody is signed in.";
}

static void run_sign_out(Update *update)
{
	sign_out_ask(update, NULL);
}

static void run_confirm(Update *update)
{
	const SignOut *sign_out = dialog_top(update->state)->self;
	Intent *intent = update_intent(update, INTENT_SIGN_OUT);
	intent->account = account_copy(sign_out->account);
	dialog_close(update);
	update_send(update, intent);
}

static void on_signed_out(Update *update, const Event *event)
{
	if (event->problem != NULL)
		update_notice_problem(update, NOTICE_ERROR, "Not signed out", event->problem);
	else
		update_notice(update, NOTICE_OK, "Signed out %s. The tokens are wiped.",
			      event->account->upn != NULL ? event->account->upn
							  : event->account->oid);
	known_lists_refresh(update, false);
}

static const Context context = {
	.name = "Sign out",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
};

static const Action actions[] = {
	{ "sign-out", "", "sign out", "Sign out and wipe the tokens, after a question.",
	  .place = 200, .traits = TRAIT_SCREEN, .guard = needs_account, .run = run_sign_out },
	{ "confirm-sign-out", "enter", "sign out", "Sign out and wipe the tokens.", .place = 530,
	  .footer = 1, .run = run_confirm },
};

const DialogKind sign_out_dialog = {
	.title = "Sign out?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(SignOut),
	.clear = sign_out_clear,
	.write = write_sign_out,
	.listeners.on = { [EVENT_SIGNED_OUT] = on_signed_out },
};
