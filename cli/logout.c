#include "cli/verbs.h"

static ExitCode report(const Event *event)
{
	const Account *account = event->account;
	if (event->problem != NULL)
		return tell_problem(event->problem);
	say("Signed out %s in tenant %s. The tokens are wiped.",
	    account->upn != NULL ? account->upn : account->oid,
	    account->tenant_name != NULL ? account->tenant_name : account->tid);
	return EXIT_DONE;
}

static ExitCode run(Session *session, const Options *options)
{
	const uint64_t id = session_send(session, intent_new(0, INTENT_SIGN_OUT));
	(void)options;
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL) {
			tell("Interrupted. Some tokens may still be kept: run `myroles logout` "
			     "again.",
			     NULL);
			return EXIT_INTERRUPTED;
		}
		if (event->intent_id == id && event->kind == EVENT_SIGNED_OUT)
			return report(event);
	}
}

const Verb verb_logout = {
	.name = "logout",
	.summary = "Sign out and wipe the tokens",
	.options = no_options,
	.run = run,
};
