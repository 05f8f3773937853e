#include "cli/sign-in.h"
#include "cli/store-choice.h"
#include "cli/verbs.h"

typedef struct LoginOptions {
	Options common;
	gboolean is_device, is_new;
} LoginOptions;

/* This verb's end is the end of what is kept in memory. */
static bool is_in_memory(const Session *session, const Options *options)
{
	const AccountSettings *account = settings_find_account(session->settings, options->account);
	return account != NULL && account->token_source == TOKEN_SOURCE_SIGN_IN &&
	       account->token_store == TOKEN_STORE_MEMORY;
}

static ExitCode report(const Session *session, const Options *options, const Event *event)
{
	const Account *account = event->account != NULL ? event->account : session->account;
	const bool is_for_this_run = is_in_memory(session, options);
	if (account != NULL)
		say("Signed in as %s in tenant %s%s.",
		    account->upn != NULL ? account->upn : account->oid,
		    account->tenant_name != NULL ? account->tenant_name : account->tid,
		    is_for_this_run ? ", for this run only" : "");
	if (event->problem != NULL)
		tell_problem(event->problem);
	if (is_for_this_run)
		tell("The sign-in is not kept (token_store=memory): the next command asks for it "
		     "again. Sign in inside the dashboard, or set token_store=secret-service.",
		     NULL);
	return event->problem != NULL || is_for_this_run ? EXIT_PARTLY : EXIT_DONE;
}

/* NULL: interrupted. */
static Event *sign_in(Session *session, const LoginOptions *options, const char *claims)
{
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->method = options->is_device ? SIGN_IN_DEVICE : SIGN_IN_BROWSER;
	intent->is_new = options->is_new;
	intent->claims = g_strdup(claims);
	if (options->common.tenant != NULL) {
		intent->account = account_new();
		intent->account->tid = g_strdup(options->common.tenant);
	}
	return sign_in_follow(session, session_send(session, intent));
}

static ExitCode check(const Options *options)
{
	if (options->person == NULL)
		return EXIT_DONE;
	tell("--user chooses among those who have signed in: when you sign in, the page asks who "
	     "you are.",
	     NULL);
	return EXIT_USAGE;
}

/* Where the sign-in is kept is settled before it: afterwards it would be lost. */
static ExitCode open_with_store(Session *session, const Options *options)
{
	ExitCode code = EXIT_DONE;
	if (!session_open(session, options, &code))
		return code;
	switch (store_choice_ask(session, options)) {
	case STORE_CHOICE_NONE:
		return EXIT_DONE;
	case STORE_CHOICE_MADE:
		break;
	case STORE_CHOICE_FAILED:
		return EXIT_FAILED;
	case STORE_CHOICE_INTERRUPTED:
		return EXIT_INTERRUPTED;
	}
	session_clear(session);
	return session_open(session, options, &code) ? store_choice_check(session) : code;
}

static ExitCode run(const Options *options)
{
	g_auto(Session) session = { 0 };
	Options opened = *options; /* nobody need have signed in to the tenant yet */
	opened.tenant = NULL;
	const ExitCode code = open_with_store(&session, &opened);
	if (code != EXIT_DONE)
		return code;
	g_autoptr(Event) end = sign_in(&session, (const LoginOptions *)options, NULL);
	/* The answer says what the sign-in has to bring: asked for, but once only. */
	if (end != NULL && end->kind == EVENT_SIGN_IN_FAILED && end->problem->claims != NULL) {
		g_autoptr(Event) first = g_steal_pointer(&end);
		tell_progress("The service asks for a stronger sign-in: sign in once more.");
		end = sign_in(&session, (const LoginOptions *)options, first->problem->claims);
	}
	if (end == NULL)
		return EXIT_INTERRUPTED;
	return end->kind == EVENT_SIGN_IN_FAILED ? tell_problem(end->problem)
						 : report(&session, options, end);
}

static const OptionRow own_options[] = {
	{ "device", 0, G_OPTION_ARG_NONE, offsetof(LoginOptions, is_device),
	  "Show a code to type into a browser on any device", NULL },
	{ "add", 0, G_OPTION_ARG_NONE, offsetof(LoginOptions, is_new),
	  "Sign in as another account and keep the others", NULL },
	{ 0 },
};

const Verb verb_login = {
	.name = "login",
	.summary = "Sign in",
	.options = own_options,
	.size = sizeof(LoginOptions),
	.check = check,
	.run_alone = run,
};
