#include "cli/step-up.h"

#include "cli/sign-in.h"

/* Where signing in is this program's business? */
static bool can_sign_in(const Session *session, const Outcome *outcome, const StepUp *step_up)
{
	const AccountSettings *account =
		settings_find_account(session->settings, step_up->options->account);
	return outcome_wants_step_up(outcome) && account->token_source == TOKEN_SOURCE_SIGN_IN;
}

/* A person has to be there: at a terminal, or said to be. */
static bool is_wanted(const StepUp *step_up)
{
	return step_up->is_meant || step_up->is_device || tell_is_to_terminal();
}

static void set_hint(Outcome *outcome)
{
	const char *permission = outcome_wanted_permission(outcome);
	if (permission == NULL) {
		problem_set_hint(outcome->problem,
				 "With --step-up you sign in as it asks, and it is sent again.");
		return;
	}
	const char *portal = outcome->problem->hint;
	g_autofree char *hint =
		g_strdup_printf("With --step-up you sign in for it, and it is sent again.%s%s",
				portal != NULL ? " " : "", portal != NULL ? portal : "");
	problem_set_hint(outcome->problem, hint);
}

/* False: it came to nothing, as the outcome tells, or it was interrupted. */
static bool sign_in(Session *session, Outcome *outcome, const StepUp *step_up)
{
	const char *permission = outcome_wanted_permission(outcome);
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->method = step_up->is_device ? SIGN_IN_DEVICE : SIGN_IN_BROWSER;
	intent->is_step_up = true;
	intent->workload = outcome->subject.workload;
	intent->claims = g_strdup(outcome->problem->claims);
	intent->permission = g_strdup(permission);
	if (permission != NULL)
		tell_progress("It takes the permission %s.", permission);
	else
		tell_progress("The role asks for a stronger sign-in.");
	g_autoptr(Event) end = sign_in_follow(session, session_send(session, intent));
	outcome_restart(outcome);
	if (end == NULL)
		return false;
	if (end->kind == EVENT_SIGN_IN_FAILED) {
		outcome->problem = problem_copy(end->problem);
		outcome->is_finished = true;
		return false;
	}
	if (end->problem != NULL) /* the tokens serve now, but are not kept */
		tell_problem(end->problem);
	return true;
}

/* What was asked for before is not asked for again. */
static bool is_left(const Outcome *outcome)
{
	return outcome_wanted_permission(outcome) != NULL || !outcome->is_after_step_up;
}

void step_up_send(Session *session, Outcome *outcome, const StepUp *step_up)
{
	step_up->send(session, outcome, step_up->data);
	while (can_sign_in(session, outcome, step_up) && is_left(outcome)) {
		if (!is_wanted(step_up)) {
			set_hint(outcome);
			return;
		}
		if (!sign_in(session, outcome, step_up))
			return;
		step_up->send(session, outcome, step_up->data);
	}
}
