#include "cli/sign-in.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/paste.h"
#include "cli/tell.h"
#include "src/base/browser.h"
#include "src/model/duration.h"

typedef struct SigningIn {
	Session *session;
	Paste *paste;
	char *shown; /* the page that was opened or shown last */
} SigningIn;

static void signing_in_clear(SigningIn *run)
{
	g_clear_pointer(&run->paste, paste_free);
	g_clear_pointer(&run->shown, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SigningIn, signing_in_clear)

static void on_pasted(const char *line, gpointer data)
{
	SigningIn *run = data;
	Intent *intent = intent_new(0, INTENT_PASTE);
	intent->text = g_strdup(line);
	session_send(run->session, intent);
}

/* Everything for people goes to standard error: standard output may be somebody's file. */
static void show_page(SigningIn *run, const SignInProgress *progress)
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
	if (run->paste == NULL)
		run->paste = paste_new(on_pasted, run);
	if (run->paste != NULL)
		fputs("If it ends at a page that cannot be shown, because it runs on another "
		      "machine,\n"
		      "paste the address of that page here (it stays invisible) and press Enter.\n",
		      stderr);
}

/* Black on white, whatever the terminal's colors are: else no camera reads it. */
static void show_picture(const SignInProgress *progress)
{
	const int columns = progress->qr != NULL ? sign_in_qr_columns(progress) : 0;
	struct winsize size = { 0 };
	if (columns == 0 || !g_get_charset(NULL) || !tell_is_to_terminal() ||
	    ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < columns)
		return;
	for (int row = 0; row < (columns + 1) / 2; row++) {
		g_autofree char *text = sign_in_qr_row(progress, row);
		fprintf(stderr, "\033[30;107m%s\033[0m\n", text);
	}
	fputc('\n', stderr);
}

static void show_code(const SigningIn *run, const SignInProgress *progress)
{
	const Instant now = clock_now(backend_clock(run->session->backend));
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
	show_picture(progress);
}

/* Told once for each page, however often its stage is. */
static void show(SigningIn *run, const SignInProgress *progress)
{
	g_autofree char *page = g_strconcat(progress->url, " ", progress->user_code, NULL);
	if (g_strcmp0(page, run->shown) == 0)
		return;
	g_free(run->shown);
	run->shown = g_steal_pointer(&page);
	if (progress->user_code != NULL)
		show_code(run, progress);
	else
		show_page(run, progress);
}

Event *sign_in_follow(Session *session, uint64_t intent)
{
	g_auto(SigningIn) run = { .session = session };
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return NULL;
		if (event->intent_id != intent)
			continue;
		if (event->kind == EVENT_SIGN_IN_FAILED)
			return g_steal_pointer(&event);
		if (event->kind != EVENT_SIGN_IN)
			continue;
		if (event->sign_in->stage == SIGN_IN_DONE)
			return g_steal_pointer(&event);
		if (event->sign_in->stage == SIGN_IN_PAGE)
			show(&run, event->sign_in);
		if (event->problem != NULL) /* what was pasted is not what is waited for */
			tell_problem(event->problem);
	}
}
