#include "tui/dialogs/sign-in.h"

#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/address.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/qr.h"
#include "tui/dialogs/store-choice.h"

/* ---- What is asked for ------------------------------------------------------------------------ */

static void begin(Update *update, Dialog *dialog, SignInMethod method)
{
	SignIn *sign_in = dialog->self;
	Intent *intent = update_intent(update, INTENT_SIGN_IN);
	update_drop(update, &sign_in->intent_id);
	sign_in->method = intent->method = method;
	intent->is_step_up = sign_in->is_step_up;
	intent->is_new = sign_in->is_new;
	intent->account = account_copy(sign_in->account);
	intent->workload = sign_in->workload;
	intent->claims = g_strdup(sign_in->claims);
	intent->permission = g_strdup(sign_in->permission);
	g_clear_pointer(&sign_in->problem, problem_free);
	g_clear_pointer(&sign_in->progress, sign_in_progress_free);
	sign_in->intent_id = update_send(update, intent);
	dialog->scroll = 0;
}

/* The list of accounts gives way to it. */
void sign_in_at(Update *update, const Account *account)
{
	Account *copy = account_copy(account);
	dialog_close(update);
	Dialog *dialog = dialog_open(update, &sign_in_dialog);
	SignIn *sign_in = dialog->self;
	sign_in->account = copy;
	sign_in->is_new = copy == NULL;
	begin(update, dialog, SIGN_IN_BROWSER);
}

void sign_in_step_up(Update *update, const StepUp *step_up)
{
	Dialog *dialog = dialog_open(update, &sign_in_dialog);
	SignIn *sign_in = dialog->self;
	sign_in->is_step_up = true;
	sign_in->submission_id = step_up->submission_id;
	sign_in->workload = step_up->workload;
	sign_in->claims = g_strdup(step_up->claims);
	sign_in->permission = g_strdup(step_up->permission);
	begin(update, dialog, SIGN_IN_BROWSER);
}

/* What a list was refused for, in the service's own words, is what the sign-in has to bring. */
static void run_sign_in(Update *update)
{
	const State *state = update->state;
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (ListId list = 0; list < LIST_COUNT; list++) {
			const Problem *problem = state->lists.loads[workload][list].problem;
			if (state->account != NULL && problem != NULL && problem->claims != NULL) {
				const StepUp step_up = { .workload = workload,
							 .claims = problem->claims };
				sign_in_step_up(update, &step_up);
				return;
			}
		}
	}
	begin(update, dialog_open(update, &sign_in_dialog), SIGN_IN_BROWSER);
}

static void run_again(Update *update)
{
	Dialog *dialog = dialog_top(update->state);
	begin(update, dialog, ((const SignIn *)dialog->self)->method);
}

/* By a code at once: where one knows that no browser is at hand. */
static void run_start_code(Update *update)
{
	begin(update, dialog_open(update, &sign_in_dialog), SIGN_IN_DEVICE);
}

static void run_code(Update *update)
{
	begin(update, dialog_top(update->state), SIGN_IN_DEVICE);
}

static void run_page(Update *update)
{
	begin(update, dialog_top(update->state), SIGN_IN_BROWSER);
}

/* What lies behind it, a form that is half filled in perhaps, is as it was. */
static void run_cancel(Update *update)
{
	SignIn *sign_in = dialog_top(update->state)->self;
	bool is_failed = sign_in->problem != NULL && sign_in->progress == NULL;
	update_drop(update, &sign_in->intent_id);
	dialog_close(update);
	if (!is_failed)
		update_notice(update, NOTICE_INFO, "The sign-in was canceled.");
}

static void run_browser(Update *update)
{
	const SignIn *sign_in = dialog_top(update->state)->self;
	update_effect(update, EFFECT_OPEN_URL, sign_in->progress->url);
}

static void run_unlock(Update *update)
{
	update_send(update, update_intent(update, INTENT_UNLOCK));
}

/* The code is what has to be typed elsewhere, and the page is short. */
static const char *shown_text(const State *state, const Dialog *dialog)
{
	(void)state;
	const SignIn *sign_in = dialog->self;
	if (sign_in->progress != NULL && sign_in->progress->user_code != NULL)
		return sign_in->progress->user_code;
	if (sign_in->progress != NULL && sign_in->progress->url != NULL)
		return sign_in->progress->url;
	return sign_in->problem != NULL ? sign_in->problem->request_id : NULL;
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	copies_add(all, "shown", shown_text(state, dialog));
}

static void run_copy(Update *update)
{
	const char *text = shown_text(update->state, dialog_top(update->state));
	update_effect(update, EFFECT_COPY, text);
}

static void pasted(Update *update, Dialog *dialog, const char *text)
{
	(void)dialog;
	address_send(update, text);
}

/* What is left of a code's time. */
static Instant next_wake(const State *state, const Dialog *dialog)
{
	const SignIn *sign_in = dialog->self;
	const bool is_counting =
		sign_in->progress != NULL && sign_in->progress->expires > state->now;
	return is_counting ? state->now + 1 : 0;
}

/* ---- What comes of it --------------------------------------------------------------------------- */

/* A field for the address, or a picture of the page, may lie over it. */
static void uncover(Update *update, const Dialog *dialog)
{
	const State *state = update->state;
	while (dialog_top(state) != dialog && (dialog_top(state)->kind == &address_dialog ||
					       dialog_top(state)->kind == &qr_dialog))
		dialog_close(update);
}

static Dialog *find(const State *state, uint64_t intent_id)
{
	for (guint i = 0; i < state->dialogs->len; i++) {
		Dialog *dialog = g_ptr_array_index(state->dialogs, i);
		if (dialog->kind == &sign_in_dialog &&
		    ((const SignIn *)dialog->self)->intent_id == intent_id)
			return dialog;
	}
	return NULL;
}

static void tell_who(Update *update, const Event *event)
{
	const Account *account = event->account != NULL ? event->account : update->state->account;
	if (event->problem != NULL)
		update_notice_problem(update, NOTICE_WARNING, "Signed in, but not for everything",
				      event->problem);
	else if (account != NULL)
		update_notice(update, NOTICE_OK, "Signed in as %s%s%s.",
			      account->upn != NULL ? account->upn : account->oid,
			      account->tenant_name != NULL ? " in " : "",
			      account->tenant_name != NULL ? account->tenant_name : "");
}

static void finish(Update *update, Dialog *dialog, const Event *event)
{
	const SignIn *sign_in = dialog->self;
	uncover(update, dialog);
	if (sign_in->submission_id != 0) {
		const StepUp step_up = { sign_in->submission_id, sign_in->workload, sign_in->claims,
					 sign_in->permission };
		if (event->problem != NULL)
			update_notice_problem(update, NOTICE_WARNING, NULL, event->problem);
		update_announce(update, NEWS_STEPPED_UP, &step_up);
		dialog_remove(update, dialog);
		return;
	}
	dialog_remove(update, dialog);
	tell_who(update, event);
	if (store_choice_is_due(event->problem))
		store_choice_open(update);
	/* A refresh under way was asked for without these tokens. */
	known_lists_refresh_anew(update);
	known_journal_read(update);
}

static void on_progress(Update *update, const Event *event)
{
	const State *state = update->state;
	Dialog *dialog = find(state, event->intent_id);
	if (dialog == NULL)
		return;
	if (event->sign_in->stage == SIGN_IN_DONE) {
		finish(update, dialog, event);
		return;
	}
	SignIn *sign_in = dialog->self;
	const char *url = event->sign_in->url;
	bool is_new = url != NULL &&
		      (sign_in->progress == NULL || g_strcmp0(sign_in->progress->url, url) != 0);
	sign_in_progress_free(sign_in->progress);
	sign_in->progress = sign_in_progress_copy(event->sign_in);
	problem_free(sign_in->problem);
	sign_in->problem = problem_copy(event->problem);
	if (is_new && state->at.elsewhere == NULL && sign_in->method == SIGN_IN_BROWSER)
		update_effect(update, EFFECT_OPEN_URL, url);
}

static void on_failed(Update *update, const Event *event)
{
	Dialog *dialog = find(update->state, event->intent_id);
	if (dialog == NULL)
		return;
	SignIn *sign_in = dialog->self;
	g_clear_pointer(&sign_in->progress, sign_in_progress_free);
	problem_free(sign_in->problem);
	sign_in->problem = problem_copy(event->problem);
	sign_in->intent_id = 0;
	/* The next try brings what this one lacked; a step-up, what the role asks for. */
	if (event->problem->claims != NULL && !sign_in->is_step_up) {
		g_free(sign_in->claims);
		sign_in->claims = g_strdup(event->problem->claims);
	}
	uncover(update, dialog);
}

/* ---- What must hold ----------------------------------------------------------------------------- */

const char *sign_in_needs_no_demo(const State *state)
{
	return state->at.banner != NULL ? "The demo has tokens of its own: nobody signs in to it."
					: NULL;
}

/* The one on top; NULL: another dialog is. */
static const SignIn *shown(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &sign_in_dialog ? dialog->self : NULL;
}

static const char *needs_page(const State *state)
{
	const SignIn *sign_in = shown(state);
	bool is_page = sign_in != NULL && sign_in->progress != NULL &&
		       sign_in->progress->stage == SIGN_IN_PAGE;
	return is_page ? NULL : "There is no page to sign in on now.";
}

static bool is_code(const State *state)
{
	const SignIn *sign_in = shown(state);
	return sign_in != NULL && sign_in->method == SIGN_IN_DEVICE;
}

static const char *needs_browser_page(const State *state)
{
	return is_code(state) ? "A code needs no address." : needs_page(state);
}

static const char *needs_code(const State *state)
{
	return is_code(state) ? NULL : "The browser is already in use.";
}

static const char *needs_qr(const State *state)
{
	const SignIn *sign_in = shown(state);
	bool has_qr = sign_in != NULL && sign_in->progress != NULL && sign_in->progress->qr != NULL;
	return has_qr ? NULL : "There is no QR code for this.";
}

/* The settings of the account rule out what was asked for: it would fail the same way again. */
static bool is_ruled_out(const SignIn *sign_in)
{
	return sign_in != NULL && sign_in->problem != NULL &&
	       g_strcmp0(sign_in->problem->code, PROBLEM_CODE_UNSUPPORTED) == 0;
}

static const char *needs_failure(const State *state)
{
	const SignIn *sign_in = shown(state);
	if (is_ruled_out(sign_in))
		return "It would end the same way again.";
	return sign_in != NULL && sign_in->intent_id == 0 ? NULL : "The sign-in is under way.";
}

static const char *needs_code_flow(const State *state)
{
	const SignIn *sign_in = shown(state);
	return sign_in == NULL || is_ruled_out(sign_in) ? "There are no codes for this account."
							: NULL;
}

static const char *needs_text(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	const bool has_text = shown(state) != NULL && shown_text(state, dialog) != NULL;
	return has_text ? NULL : "There is no address or id here.";
}

/* Else its key is too near to others. */
static const char *needs_nobody(const State *state)
{
	return state->account == NULL ? sign_in_needs_no_demo(state)
				      : "Somebody is signed in: the sign-in itself offers a code.";
}

static const Action actions[] = {
	{ "sign-in", "S", "sign in", "Sign in, or sign in again.", .place = 180, .footer = 1,
	  .traits = TRAIT_SCREEN, .guard = sign_in_needs_no_demo, .offer = needs_nobody,
	  .run = run_sign_in },
	{ "start-code", "c", "sign in by a code", "Sign in with a code that is typed elsewhere.",
	  .place = 182, .footer = 2, .traits = TRAIT_SCREEN, .guard = needs_nobody,
	  .run = run_start_code },
	{ "unlock", "U", "unlock the keyring", "Ask the desktop to unlock the keyring.",
	  .place = 210, .traits = TRAIT_SCREEN, .run = run_unlock },
	{ "sign-in-again", "enter t", "try again", "Sign in again after a failure.", .place = 430,
	  .footer = 1, .guard = needs_failure, .run = run_again },
	{ "sign-in-browser", "o", "open the page", "Open the page in the browser of this machine.",
	  .place = 440, .footer = 2, .guard = needs_page, .run = run_browser },
	{ "sign-in-copy", "y", "copy",
	  "Copy the code, or the page's address, or the correlation id of a failure.", .place = 450,
	  .footer = 4, .guard = needs_text, .run = run_copy },
	{ "sign-in-paste", "p", "paste address", "Paste the address that the browser ended at.",
	  .place = 460, .footer = 3, .guard = needs_browser_page, .run = address_ask },
	{ "sign-in-qr", "v", "QR code", "Show the page as a QR code.", .place = 470, .footer = 2,
	  .guard = needs_qr, .run = qr_show },
	{ "sign-in-code", "c", "code", "Get a code to type on any device, or a new one.",
	  .place = 480, .footer = 5, .guard = needs_code_flow, .run = run_code },
	{ "sign-in-page", "b", "browser", "Sign in with the browser instead of a code.",
	  .place = 490, .footer = 3, .guard = needs_code, .run = run_page },
	{ "sign-in-cancel", "esc q", "give up", "Give up the sign-in.", .place = 500, .footer = 6,
	  .run = run_cancel },
};

const DialogKind sign_in_dialog = {
	.title = "Sign in",
	.context = &sign_in_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.outlives_account = true,
	.size = sizeof(SignIn),
	.clear = sign_in_clear,
	.write = sign_in_write,
	.pasted = pasted,
	.copies = copies,
	.next_wake = next_wake,
	.listeners.on = {
		[EVENT_SIGN_IN] = on_progress,
		[EVENT_SIGN_IN_FAILED] = on_failed,
	},
};
