/* What the sign-in shows, and what it knows while it is open. */
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/dialogs/sign-in.h"

const Context sign_in_context = {
	.name = "Sign in",
	.traits = PAGE_TRAITS,
	.help_place = 60,
};

void sign_in_clear(void *self)
{
	SignIn *sign_in = self;
	account_free(sign_in->account);
	g_free(sign_in->claims);
	g_free(sign_in->permission);
	sign_in_progress_free(sign_in->progress);
	problem_free(sign_in->problem);
}

Dialog *sign_in_find(const State *state)
{
	return dialog_find_context(state, &sign_in_context);
}

/* A page of the browser: what for, where, and what if it does not come back. */
static void add_page(Page *page, const State *state, const SignInProgress *progress)
{
	if (progress->what != NULL)
		page_printf(page, 0, STYLE_TITLE, "Step %d of %d: %s", progress->step,
			    progress->steps, progress->what);
	if (state->at.elsewhere != NULL)
		page_printf(page, 0, STYLE_TEXT,
			    "No browser is opened: %s. Open this page in yours (%s copies it):",
			    state->at.elsewhere, keymap_key_of(state->keymap, "sign-in-copy"));
	else
		page_printf(page, 0, STYLE_TEXT,
			    "Sign in on the page that opens in your browser. If none does, open it "
			    "yourself (%s copies it):",
			    keymap_key_of(state->keymap, "sign-in-copy"));
	page_add_blank(page);
	page_add_address(page, STYLE_KEY, progress->url, state->at.columns);
	page_add_blank(page);
	page_printf(page, 0, STYLE_TEXT,
		    "If it ends at a page that cannot be shown, because it runs on another "
		    "machine, paste the address of that page (%s).",
		    keymap_key_of(state->keymap, "sign-in-paste"));
}

/* A code to type on any device. */
static void add_code(Page *page, const State *state, const SignInProgress *progress)
{
	const int64_t left = MAX(progress->expires - state->now, 0);
	if (progress->what != NULL)
		page_printf(page, 0, STYLE_TITLE, "Step %d of %d: %s", progress->step,
			    progress->steps, progress->what);
	page_add(page, 0, STYLE_TEXT, "Open this page on any device:");
	page_add_address(page, STYLE_KEY, progress->url, state->at.columns);
	page_add(page, 0, STYLE_TEXT, "and type this code:");
	page_add_blank(page);
	page_printf(page, 2, STYLE_TITLE, "  %s", progress->user_code);
	page_add_blank(page);
	page_printf(page, 0, STYLE_DIM,
		    "It is good for %" G_GINT64_FORMAT
		    ":%02d. Only type it if you asked for it here.",
		    left / 60, (int)(left % 60));
	page_printf(
		page, 0, STYLE_DIM,
		"If the page says that access is blocked, your organization does not allow codes: "
		"use the browser (%s).",
		keymap_key_of(state->keymap, "sign-in-page"));
}

static void write_purpose(const SignIn *sign_in, Page *page)
{
	const char *then = sign_in->submission_id != 0 ? " Then the request is sent again." : "";
	if (sign_in->permission != NULL)
		page_printf(page, 0, STYLE_TITLE, "It takes the permission %s.%s",
			    sign_in->permission, then);
	else
		page_printf(page, 0, STYLE_TITLE, "The service asks for a stronger sign-in.%s",
			    then);
}

void sign_in_write(const State *state, const Dialog *dialog, Page *page)
{
	const SignIn *sign_in = dialog->self;
	const SignInProgress *progress = sign_in->progress;
	if (sign_in->problem != NULL) {
		lines_add_problem(page, state, sign_in->problem);
		page_add_blank(page);
	}
	if (sign_in->account != NULL)
		page_printf(page, 0, STYLE_TITLE, "Tenant %s",
			    sign_in->account->tenant_name != NULL ? sign_in->account->tenant_name
								  : sign_in->account->tid);
	if (sign_in->is_step_up && sign_in->problem == NULL)
		write_purpose(sign_in, page);
	if (progress == NULL) {
		page_add(page, 0, STYLE_TEXT,
			 sign_in->problem == NULL ? "One moment…"
			 : state->account != NULL ? "Nothing has changed."
						  : "You are not signed in.");
		return;
	}
	switch (progress->stage) {
	case SIGN_IN_PAGE:
		if (progress->user_code != NULL)
			add_code(page, state, progress);
		else
			add_page(page, state, progress);
		break;
	case SIGN_IN_FINISHING:
	case SIGN_IN_DONE:
		page_add(page, 0, STYLE_TEXT, "Fetching the tokens…");
		break;
	case SIGN_IN_STARTING:
		page_add(page, 0, STYLE_TEXT, "Asking where to sign in…");
		break;
	}
}
