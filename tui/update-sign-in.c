/* Signing in and out: a page to open, an address to paste, and who it is afterwards. */
#include "src/base/limits.h"

#include "tui/update-internal.h"

static Overlay *find_overlay(const State *state, uint64_t intent_id)
{
	for (guint i = 0; i < state->overlays->len; i++) {
		Overlay *overlay = g_ptr_array_index(state->overlays, i);
		if (overlay->kind == OVERLAY_SIGN_IN && overlay->intent_id == intent_id)
			return overlay;
	}
	return NULL;
}

/* ---- What is asked for ------------------------------------------------------------------------ */

static void begin(Update *update, Overlay *overlay, SignInMethod method)
{
	Intent *intent = update_intent(update, INTENT_SIGN_IN);
	update_drop(update, &overlay->intent_id);
	overlay->method = intent->method = method;
	intent->is_step_up = overlay->is_step_up;
	intent->is_new = overlay->is_new;
	intent->account = account_copy(overlay->account);
	intent->workload = overlay->workload;
	intent->claims = g_strdup(overlay->claims);
	g_clear_pointer(&overlay->problem, problem_free);
	g_clear_pointer(&overlay->progress, sign_in_progress_free);
	overlay->intent_id = update_send(update, intent);
	overlay->scroll = 0;
}

/* The list of accounts gives way to it. */
void sign_in_at(Update *update, const Account *account)
{
	Account *copy = account_copy(account);
	overlay_pop(update);
	Overlay *overlay = overlay_push(update, OVERLAY_SIGN_IN);
	overlay->account = copy;
	overlay->is_new = !copy;
	begin(update, overlay, SIGN_IN_BROWSER);
}

void sign_in_step_up(Update *update, uint64_t submission_id, WorkloadId workload,
		     const char *claims)
{
	Overlay *overlay = overlay_push(update, OVERLAY_SIGN_IN);
	overlay->is_step_up = true;
	overlay->submission_id = submission_id;
	overlay->workload = workload;
	overlay->claims = g_strdup(claims);
	begin(update, overlay, SIGN_IN_BROWSER);
}

/* What a list was refused for, in the service's own words, is what the sign-in has to bring. */
void run_sign_in(Update *update)
{
	const State *state = update->state;
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (ListId list = 0; list < LIST_COUNT; list++) {
			const Problem *problem = state->loads[workload][list].problem;
			if (state->account && problem && problem->claims) {
				sign_in_step_up(update, 0, workload, problem->claims);
				return;
			}
		}
	}
	begin(update, overlay_push(update, OVERLAY_SIGN_IN), SIGN_IN_BROWSER);
}

void run_sign_in_again(Update *update)
{
	Overlay *overlay = overlay_top(update->state);
	begin(update, overlay, overlay->method);
}

void run_sign_in_code(Update *update)
{
	begin(update, overlay_top(update->state), SIGN_IN_DEVICE);
}

void run_sign_in_qr(Update *update)
{
	overlay_push(update, OVERLAY_QR);
}

void run_sign_in_page(Update *update)
{
	begin(update, overlay_top(update->state), SIGN_IN_BROWSER);
}

/* What lies behind it, a form that is half filled in perhaps, is as it was. */
void run_sign_in_cancel(Update *update)
{
	Overlay *overlay = overlay_top(update->state);
	bool is_failed = overlay->problem && !overlay->progress;
	update_drop(update, &overlay->intent_id);
	overlay_pop(update);
	if (!is_failed)
		update_notice(update, NOTICE_INFO, "The sign-in was given up.");
}

void run_sign_in_browser(Update *update)
{
	update_effect(update, EFFECT_OPEN_URL, state_overlay(update->state)->progress->url);
}

/* ---- The address that the browser ended at ------------------------------------------------------ */

void sign_in_take_address(Update *update, const char *text)
{
	Intent *intent = update_intent(update, INTENT_PASTE);
	intent->text = g_strstrip(g_strdup(text));
	update_send(update, intent);
}

void run_sign_in_paste(Update *update)
{
	Overlay *overlay = overlay_push(update, OVERLAY_ADDRESS);
	overlay->input.limit = LIMIT_REDIRECT;
}

void run_sign_in_address(Update *update)
{
	Overlay *overlay = overlay_top(update->state);
	sign_in_take_address(update, field_text(&overlay->input));
	overlay_pop(update);
}

/* ---- Signing out, the keyring ----------------------------------------------------------- */

void run_sign_out(Update *update)
{
	overlay_push(update, OVERLAY_SIGN_OUT);
}

void run_confirm_sign_out(Update *update)
{
	Intent *intent = update_intent(update, INTENT_SIGN_OUT);
	intent->account = account_copy(overlay_top(update->state)->account);
	overlay_pop(update);
	update_send(update, intent);
}

void run_unlock(Update *update)
{
	update_send(update, update_intent(update, INTENT_UNLOCK));
}

/* ---- What comes of it --------------------------------------------------------------------------- */

static bool is_beside(const Overlay *overlay)
{
	return overlay->kind == OVERLAY_ADDRESS || overlay->kind == OVERLAY_QR;
}

/* A field for the address, or a picture of the page, may lie over it. */
static void uncover(Update *update, const Overlay *overlay)
{
	const State *state = update->state;
	while (state_overlay(state) != overlay && is_beside(state_overlay(state)))
		overlay_pop(update);
}

static void finish(Update *update, const Overlay *overlay, const Event *event)
{
	uncover(update, overlay);
	if (overlay->submission_id != 0) {
		if (event->problem)
			update_notice_problem(update, NOTICE_WARNING, NULL, event->problem);
		outcome_send_again(update, overlay);
		g_ptr_array_remove(update->state->overlays, (gpointer)overlay);
		return;
	}
	const Account *account = event->account ? event->account : update->state->account;
	g_ptr_array_remove(update->state->overlays, (gpointer)overlay);
	if (event->problem)
		update_notice_problem(update, NOTICE_WARNING, "Signed in, but not for everything",
				      event->problem);
	else if (account)
		update_notice(update, NOTICE_OK, "Signed in as %s%s%s.",
			      account->upn ? account->upn : account->oid,
			      account->tenant_name ? " in " : "",
			      account->tenant_name ? account->tenant_name : "");
	/* One under way was asked for without these tokens. */
	update_drop(update, &update->state->refresh_intent);
	roles_refresh(update, false);
	update_read_history(update);
}

void sign_in_on_progress(Update *update, const Event *event)
{
	State *state = update->state;
	Overlay *overlay = find_overlay(state, event->intent_id);
	if (!overlay)
		return;
	if (event->sign_in->stage == SIGN_IN_DONE) {
		finish(update, overlay, event);
		return;
	}
	const char *url = event->sign_in->url;
	bool is_new = url && (!overlay->progress || g_strcmp0(overlay->progress->url, url) != 0);
	sign_in_progress_free(overlay->progress);
	overlay->progress = sign_in_progress_copy(event->sign_in);
	problem_free(overlay->problem);
	overlay->problem = problem_copy(event->problem);
	if (is_new && !state->elsewhere && overlay->method == SIGN_IN_BROWSER)
		update_effect(update, EFFECT_OPEN_URL, url);
}

void sign_in_on_failed(Update *update, const Event *event)
{
	Overlay *overlay = find_overlay(update->state, event->intent_id);
	if (!overlay)
		return;
	g_clear_pointer(&overlay->progress, sign_in_progress_free);
	problem_free(overlay->problem);
	overlay->problem = problem_copy(event->problem);
	overlay->intent_id = 0;
	/* The next try brings what this one lacked; a step-up, what the role asks for. */
	if (event->problem->claims && !overlay->is_step_up) {
		g_free(overlay->claims);
		overlay->claims = g_strdup(event->problem->claims);
	}
	uncover(update, overlay);
}

void sign_in_on_signed_out(Update *update, const Event *event)
{
	if (event->problem)
		update_notice_problem(update, NOTICE_ERROR, "Not signed out", event->problem);
	else
		update_notice(update, NOTICE_OK, "Signed out %s. The tokens are wiped.",
			      event->account->upn ? event->account->upn : event->account->oid);
	roles_refresh(update, false);
}
