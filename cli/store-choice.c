#include "cli/store-choice.h"

#include <stdio.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/findings.h"
#include "cli/tell.h"
#include "src/model/finding.h"

/* What is offered, with who can read it there. A program of one's own has to be written first: it is named below them. */
static const struct {
	TokenStoreKind kind;
	const char *about;
} choices[] = {
	{ TOKEN_STORE_KERNEL,
	  "in your keyring of the kernel, until this machine stops, or three days without "
	  "use:\n          every program of yours can read it there, and root" },
	{ TOKEN_STORE_MEMORY, "nowhere: every run asks for it anew" },
};

/* Problem*, borrowed from `findings`; NULL: it can be used. */
static const Problem *find_problem(const GPtrArray *findings)
{
	for (guint i = 0; i < findings->len; i++) {
		const Finding *finding = findings->pdata[i];
		if (strcmp(finding->area, "keyring") == 0)
			return finding->problem;
	}
	return NULL;
}

static GPtrArray *findings_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
}

static void show(void)
{
	fputs("No keyring of the desktop is there to keep your sign-in (gnome-keyring or KeePassXC "
	      "on a\nsession bus). It can be kept elsewhere:\n\n",
	      stderr);
	for (size_t i = 0; i < G_N_ELEMENTS(choices); i++)
		fprintf(stderr, "  %-7s %s\n", token_store_word(choices[i].kind), choices[i].about);
	fputs("\nA program of yours can keep it, too: myroles.conf(5) tells how "
	      "(token_store=command).\nEnter alone chooses nothing: the sign-in is good for this "
	      "run.\n",
	      stderr);
}

/* False: that is none of them. */
static bool find_choice(const char *typed, TokenStoreKind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
		if (g_ascii_strcasecmp(typed, token_store_word(choices[i].kind)) != 0)
			continue;
		*kind = choices[i].kind;
		return true;
	}
	return false;
}

static StoreChoice write_down(const Options *options, const AccountSettings *account,
			      TokenStoreKind kind)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	if (!backend_set_token_store(options->config, account->name, kind, &path, &error)) {
		tell_error(error);
		return STORE_CHOICE_FAILED;
	}
	tell_progress("token_store=%s stands in %s now.", token_store_word(kind), path);
	return STORE_CHOICE_MADE;
}

static StoreChoice ask_where(const Session *session, const Options *options,
			     const AccountSettings *account)
{
	TokenStoreKind kind;
	show();
	for (;;) {
		g_autofree char *typed = session_ask(session, "Where? kernel, memory, or Enter");
		if (session->is_interrupted)
			return STORE_CHOICE_INTERRUPTED;
		if (typed == NULL || *typed == '\0')
			return STORE_CHOICE_NONE;
		if (find_choice(typed, &kind))
			return write_down(options, account, kind);
	}
}

StoreChoice store_choice_ask(Session *session, const Options *options)
{
	const AccountSettings *account = settings_find_account(session->settings, options->account);
	if (account == NULL || account->token_source != TOKEN_SOURCE_SIGN_IN ||
	    account->token_store != TOKEN_STORE_SECRET_SERVICE || !ask_is_possible())
		return STORE_CHOICE_NONE;
	g_autoptr(GPtrArray) findings = findings_new();
	if (!findings_ask(session, INTENT_EXAMINE_STORE, findings))
		return STORE_CHOICE_INTERRUPTED;
	const Problem *problem = find_problem(findings);
	/* One that is locked or was never set up is there: that is for the person to mend. */
	if (problem == NULL || g_strcmp0(problem->code, "no-keyring") != 0)
		return STORE_CHOICE_NONE;
	return ask_where(session, options, account);
}

ExitCode store_choice_check(Session *session)
{
	g_autoptr(GPtrArray) findings = findings_new();
	if (!findings_ask(session, INTENT_EXAMINE_STORE, findings))
		return EXIT_INTERRUPTED;
	const Problem *problem = find_problem(findings);
	return problem == NULL ? EXIT_DONE : tell_problem(problem);
}
