#include "cli/sign-in.h"
#include "cli/tell.h"

static ExitCode report(const Session *session, const Event *event)
{
	const Account *account = event->account != NULL ? event->account : session->account;
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
	g_auto(Session) session = { 0 };
	Options opened = *options; /* nobody need have signed in to the tenant yet */
	opened.tenant = NULL;
	if (!session_open(&session, &opened, &code))
		return code;
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->method = options->is_device ? SIGN_IN_DEVICE : SIGN_IN_BROWSER;
	intent->is_new = options->is_new;
	if (options->tenant != NULL) {
		intent->account = account_new();
		intent->account->tid = g_strdup(options->tenant);
	}
	g_autoptr(Event) end = sign_in_follow(&session, session_send(&session, intent));
	if (end == NULL)
		return EXIT_INTERRUPTED;
	return end->kind == EVENT_SIGN_IN_FAILED ? tell_problem(end->problem)
						 : report(&session, end);
}
