/* The lines of the overlays about signing in. */
#include <string.h>

#include "frontend/problem-words.h"
#include "tui/action.h"
#include "tui/overlay-text.h"

static void add_problem(const State *state, GPtrArray *lines, int columns, const Problem *problem)
{
	const Wording wording = state_wording(state);
	g_autofree char *step = problem_next_step(&wording, problem);
	lines_add(lines, columns, 0, STYLE_ERROR, problem->message);
	if (step)
		lines_add(lines, columns, 0, STYLE_TEXT, step);
	if (problem->request_id)
		lines_printf(lines, columns, 0, STYLE_DIM, "Correlation id %s",
			     problem->request_id);
}

static const char *key_of(const State *state, const char *action)
{
	const char *key = keymap_key(state->keymap, action_find(action));
	return key ? key : "the palette";
}

/* Whole, however long: it is no use when something is cut. It has but printable ASCII (see SignInProgress). */
static void add_address(GPtrArray *lines, int columns, const char *url)
{
	for (size_t i = 0, length = strlen(url); i < length; i += (size_t)columns) {
		g_autofree char *part = g_strndup(url + i, (gsize)columns);
		lines_add(lines, columns, 0, STYLE_KEY, part);
	}
}

/* A page of the browser: what for, where, and what if it does not come back. */
static void add_page(const State *state, const SignInProgress *progress, GPtrArray *lines,
		     int columns)
{
	if (progress->what)
		lines_printf(lines, columns, 0, STYLE_TITLE, "Step %d of %d: %s", progress->step,
			     progress->steps, progress->what);
	if (state->elsewhere)
		lines_printf(lines, columns, 0, STYLE_TEXT,
			     "No browser is opened: %s. Open this page in yours (%s copies it):",
			     state->elsewhere, key_of(state, "sign-in-copy"));
	else
		lines_printf(
			lines, columns, 0, STYLE_TEXT,
			"Sign in on the page that opens in your browser. If none does, open it "
			"yourself (%s copies it):",
			key_of(state, "sign-in-copy"));
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	add_address(lines, columns, progress->url);
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	lines_printf(
		lines, columns, 0, STYLE_TEXT,
		"Does it end at a page that cannot be shown, since it runs on another machine? "
		"Paste the address of that page (%s).",
		key_of(state, "sign-in-paste"));
}

/* A code to type on any device. */
static void add_code(const State *state, const SignInProgress *progress, GPtrArray *lines,
		     int columns)
{
	const int64_t left = MAX(progress->expires - state->now, 0);
	if (progress->what)
		lines_printf(lines, columns, 0, STYLE_TITLE, "Step %d of %d: %s", progress->step,
			     progress->steps, progress->what);
	lines_add(lines, columns, 0, STYLE_TEXT, "Open this page on any device:");
	lines_printf(lines, columns, 2, STYLE_KEY, "  %s", progress->url);
	lines_add(lines, columns, 0, STYLE_TEXT, "and type this code:");
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	lines_printf(lines, columns, 2, STYLE_TITLE, "  %s", progress->user_code);
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	lines_printf(lines, columns, 0, STYLE_DIM,
		     "It is good for %" G_GINT64_FORMAT
		     ":%02d. Only type it if you asked for it here.",
		     left / 60, (int)(left % 60));
	lines_printf(
		lines, columns, 0, STYLE_DIM,
		"If the page says that access is blocked, your organization does not allow codes: "
		"use the browser (%s).",
		key_of(state, "sign-in-page"));
}

void sign_in_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	const SignInProgress *progress = overlay->progress;
	if (overlay->problem) {
		add_problem(state, lines, columns, overlay->problem);
		lines_add(lines, columns, 0, STYLE_TEXT, "");
	}
	if (overlay->account)
		lines_printf(lines, columns, 0, STYLE_TITLE, "Tenant %s",
			     overlay->account->tenant_name ? overlay->account->tenant_name
							   : overlay->account->tid);
	if (overlay->is_step_up && !overlay->problem)
		lines_printf(lines, columns, 0, STYLE_TITLE,
			     "The service asks for a stronger sign-in.%s",
			     overlay->submission_id != 0
				     ? " What it was asked for is sent again after it."
				     : "");
	if (!progress) {
		lines_add(lines, columns, 0, STYLE_TEXT,
			  !overlay->problem ? "One moment…"
			  : state->account  ? "Nothing has changed."
					    : "You are not signed in.");
		return;
	}
	switch (progress->stage) {
	case SIGN_IN_PAGE:
		if (progress->user_code)
			add_code(state, progress, lines, columns);
		else
			add_page(state, progress, lines, columns);
		break;
	case SIGN_IN_FINISHING:
	case SIGN_IN_DONE:
		lines_add(lines, columns, 0, STYLE_TEXT, "The tokens are fetched…");
		break;
	case SIGN_IN_STARTING:
		lines_add(lines, columns, 0, STYLE_TEXT, "Asking where to sign in…");
		break;
	}
}

/* ---- The page as a picture -------------------------------------------------------------------- */

static const SignInProgress *find_progress(const State *state)
{
	for (guint i = state->overlays->len; i > 0; i--) {
		const Overlay *overlay = g_ptr_array_index(state->overlays, i - 1);
		if (overlay->kind == OVERLAY_SIGN_IN)
			return overlay->progress;
	}
	return NULL;
}

static void add_modules(GPtrArray *lines, const SignInProgress *progress, int row)
{
	Line *line = g_new0(Line, 1);
	line->style = STYLE_QR;
	line->text = sign_in_qr_row(progress, row);
	g_ptr_array_add(lines, line);
}

void qr_lines(const State *state, GPtrArray *lines, int columns)
{
	const SignInProgress *progress = find_progress(state);
	if (!progress || !progress->qr) {
		lines_add(lines, columns, 0, STYLE_TEXT, "The code is over.");
		return;
	}
	const int side = sign_in_qr_columns(progress);
	const int rows = (side + 1) / 2;
	if (state->is_ascii) {
		lines_add(lines, columns, 0, STYLE_TEXT, "A QR code cannot be drawn with ASCII.");
		return;
	}
	if (side > columns || rows + 4 > state->rows) {
		lines_printf(lines, columns, 0, STYLE_TEXT,
			     "The window is too small for it: %dx%d are needed.", side + 4,
			     rows + 4);
		return;
	}
	for (int row = 0; row < rows; row++)
		add_modules(lines, progress, row);
	if (progress->user_code && rows + 5 <= state->rows)
		lines_printf(lines, columns, 0, STYLE_TITLE, "There type %s", progress->user_code);
}

/* What was pasted holds a code: nobody else in front of the screen needs it. */
void address_lines(const Overlay *overlay, GPtrArray *lines, int columns)
{
	const long length = g_utf8_strlen(field_text(&overlay->input), -1);
	lines_add(lines, columns, 0, STYLE_TEXT,
		  "Paste the address that the browser ended at: it begins with http://localhost");
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	if (length == 0)
		lines_add(lines, columns, 0, STYLE_DIM, "Nothing yet.");
	else
		lines_printf(lines, columns, 0, STYLE_INPUT_FOCUS, "%ld characters, not shown.",
			     length);
}

void sign_out_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	const Account *account = overlay->account ? overlay->account : state->account;
	if (account)
		lines_printf(lines, columns, 0, STYLE_TITLE, "%s in %s",
			     account->upn ? account->upn : account->oid,
			     account->tenant_name ? account->tenant_name : account->tid);
	lines_add(lines, columns, 0, STYLE_TEXT,
		  "Its tokens are wiped from the keyring, and the last known lists from this "
		  "machine. "
		  "What is active stays active; the history stays here.");
}

/* Who, and below it where: tenant, cloud, and the name of the configuration. */
static void add_account(GPtrArray *lines, int columns, const KnownAccount *known, bool is_selected)
{
	const Account *account = known->account;
	StyleId first = is_selected ? STYLE_SELECTED : STYLE_TITLE;
	StyleId second = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	const char *mark = is_selected ? ">" : " ";
	if (!account) {
		lines_printf(lines, columns, 2, first, "%s nobody is signed in", mark);
		lines_printf(lines, columns, 4, second, "    account %s%s", known->name,
			     known->is_current ? ", in use" : "");
		return;
	}
	lines_printf(lines, columns, 2, first, "%s %s", mark,
		     account->upn   ? account->upn
		     : account->oid ? account->oid
				    : "you");
	lines_printf(lines, columns, 4, second, "    %s, cloud %s, account %s%s",
		     account->tenant_name ? account->tenant_name : account->tid, account->cloud,
		     known->name,
		     known->is_current             ? ", in use"
		     : known_account_is_new(known) ? ", not signed in there yet"
						   : "");
}

void account_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	for (guint i = 0; overlay->accounts && i < overlay->accounts->len; i++)
		add_account(lines, columns, g_ptr_array_index(overlay->accounts, i),
			    i == overlay->cursor);
	if (overlay->is_loading || overlay->problem)
		lines_add(lines, columns, 0, STYLE_TEXT, "");
	if (overlay->is_loading)
		lines_add(lines, columns, 0, STYLE_DIM, "Asking for other tenants…");
	if (overlay->problem)
		add_problem(state, lines, columns, overlay->problem);
}
