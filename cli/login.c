#include <stdio.h>

#include "cli/paste.h"
#include "cli/session.h"
#include "cli/tell.h"
#include "src/base/browser.h"
#include "src/model/duration.h"

typedef struct Login {
	Session session;
	uint64_t intent;
	Paste *paste;
	char *shown; /* the page that was opened or shown last */
} Login;

static void login_clear(Login *login)
{
	g_clear_pointer(&login->paste, paste_free);
	g_clear_pointer(&login->shown, g_free);
	session_clear(&login->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Login, login_clear)

/* ---- the page ---- */

static void on_pasted(const char *line, gpointer data)
{
	Login *login = data;
	Intent *intent = intent_new(0, INTENT_PASTE);
	intent->text = g_strdup(line);
	session_send(&login->session, intent);
}

/* Everything for people goes to standard error: standard output may be somebody's file. */
static void show_page(Login *login, const SignInProgress *progress)
{
	const char *why = NULL;
	g_autoptr(GError) error = NULL;
	if (progress->what != NULL)
		fprintf(stderr, "Step %d of %d, for %s.\n", progress->step, progress->steps,
			progress->what);
	if (browser_is_elsewhere(&why))
		fprintf(stderr, "No browser is opened: %s. Open this page in yours:\n\n  %s\n\n",
			why, progress->url);
	else if (browser_open(progress->url, &error))
		fprintf(stderr,
			"Your browser opens. If it does not, open this page in it:\n\n  %s\n\n",
			progress->url);
	else
		fprintf(stderr, "No browser could be started. Open this page in one:\n\n  %s\n\n",
			progress->url);
	if (login->paste == NULL)
		login->paste = paste_new(on_pasted, login);
	if (login->paste != NULL)
		fputs("If it ends at a page that cannot be shown, since it runs on another "
		      "machine,\n"
		      "paste the address of that page here (it stays invisible) and press Enter.\n",
		      stderr);
}

static void show_code(const Login *login, const SignInProgress *progress)
{
	const Instant now = clock_now(backend_clock(login->session.backend));
	g_autofree char *left = duration_format(MAX(progress->expires - now, 60));
	if (progress->what != NULL)
		fprintf(stderr, "Step %d of %d, for %s.\n", progress->step, progress->steps,
			progress->what);
	fprintf(stderr,
		"Open this page on any device:\n\n  %s\n\nand type this code, which is good for "
		"%s: "
		"%s\n\n"
		"If the page says that access is blocked, your organization does not allow codes:\n"
		"sign in without --device.\n",
		progress->url, left, progress->user_code);
}

/* Told once for each page, however often its stage is. */
static void show(Login *login, const SignInProgress *progress)
{
	g_autofree char *page = g_strconcat(progress->url, " ", progress->user_code, NULL);
	if (g_strcmp0(page, login->shown) == 0)
		return;
	g_free(login->shown);
	login->shown = g_steal_pointer(&page);
	if (progress->user_code != NULL)
		show_code(login, progress);
	else
		show_page(login, progress);
}

/* ---- the end ---- */

static ExitCode report(const Login *login, const Event *event)
{
	const Account *account = event->account != NULL ? event->account : login->session.account;
	if (account != NULL)
		say("Signed in as %s in tenant %s.",
		    account->upn != NULL ? account->upn : account->oid,
		    account->tenant_name != NULL ? account->tenant_name : account->tid);
	if (event->problem == NULL)
		return EXIT_DONE;
	tell_problem(event->problem);
	return EXIT_PARTLY;
}

ExitCode verb_login(const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_auto(Login) login = { 0 };
	Options opened = *options; /* nobody need have signed in to the tenant yet */
	opened.tenant = NULL;
	if (!session_open(&login.session, &opened, &code))
		return code;
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->method = options->is_device ? SIGN_IN_DEVICE : SIGN_IN_BROWSER;
	intent->is_new = options->is_new;
	if (options->tenant != NULL) {
		intent->account = account_new();
		intent->account->tid = g_strdup(options->tenant);
	}
	login.intent = session_send(&login.session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(&login.session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		if (event->intent_id != login.intent)
			continue;
		if (event->kind == EVENT_SIGN_IN_FAILED)
			return tell_problem(event->problem);
		if (event->kind != EVENT_SIGN_IN)
			continue;
		if (event->sign_in->stage == SIGN_IN_DONE)
			return report(&login, event);
		if (event->sign_in->stage == SIGN_IN_PAGE)
			show(&login, event->sign_in);
		if (event->problem != NULL) /* what was pasted is not what is waited for */
			tell_problem(event->problem);
	}
}
