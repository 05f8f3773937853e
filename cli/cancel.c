#include "cli/outcome.h"
#include "cli/requests.h"
#include "cli/verbs.h"

/* Decided, or over: there is nothing to take back, and nothing is asked of the service. */
static bool is_over(const Request *request)
{
	return request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_ENDED ||
	       request->state == REQUEST_STATE_REFUSED || request->state == REQUEST_STATE_FAILED;
}

static bool is_canceled(const Outcome *outcome)
{
	return outcome->request != NULL && outcome->request->state == REQUEST_STATE_CANCELED;
}

static void set_problem(Outcome *outcome, ProblemKind kind, const char *code, const char *message,
			const char *hint)
{
	problem_free(outcome->problem);
	outcome->problem = problem_new(kind, code, message, hint);
}

/* Why not may be told before it is known how the request stands by then. */
static void follow(Session *session, uint64_t id, Outcome *outcome)
{
	while (!outcome->is_finished) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return;
		if (event->intent_id != id)
			continue;
		if (event->request != NULL) {
			request_free(outcome->request);
			outcome->request = request_copy(event->request);
		}
		if (event->problem != NULL && outcome->problem == NULL)
			outcome->problem = problem_copy(event->problem);
		outcome->is_finished = event->kind == EVENT_INTENT_DONE;
	}
}

/* What holds is what counts: canceled by the lost answer, or by a cancel before. */
static void judge(Outcome *outcome)
{
	if (outcome->problem == NULL || outcome->request == NULL)
		return;
	const bool is_lost = outcome->problem->kind == PROBLEM_UNKNOWN_OUTCOME;
	if (is_canceled(outcome)) {
		outcome->is_already = !is_lost;
		g_clear_pointer(&outcome->problem, problem_free);
	} else if (is_lost && outcome->request->state != REQUEST_STATE_UNKNOWN) {
		set_problem(outcome, PROBLEM_FAILED, "not-canceled",
			    "Not canceled: it waits at the service as before.", "Try again.");
	}
}

static ExitCode tell_end(const Session *session, const Outcome *outcome, const Options *options)
{
	const OutcomeWish wish = { .is_cancel = true };
	const ExitCode code = outcome_tell_by(session, outcome, &wish, options);
	if (code == EXIT_DONE && outcome->is_already)
		tell_progress("It was canceled before.");
	return code;
}

static ExitCode run(Session *session, const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(Request) request = session_find_request(session, options->arguments[0], &code);
	if (request == NULL)
		return code;
	g_auto(Outcome) outcome = { .subject = subject_of_request(request) };
	if (is_over(request)) {
		outcome.request = request_copy(request);
		outcome.is_finished = true;
		set_problem(&outcome, PROBLEM_REFUSED, "over",
			    "Not canceled: the request is decided or over already.",
			    request->state == REQUEST_STATE_ACTIVE
				    ? "`myroles deactivate` ends what is active."
				    : NULL);
		return outcome_tell(session, &outcome, options);
	}
	Intent *intent = intent_new(0, INTENT_CANCEL);
	intent->workload = request->workload;
	intent->request = request_copy(request);
	follow(session, session_send(session, intent), &outcome);
	judge(&outcome);
	return tell_end(session, &outcome, options);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_cancel = {
	.name = "cancel",
	.arguments = "REQUEST",
	.document = DOCUMENT_REQUEST,
	.summary = "Take back a request that waits or starts later",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.run = run,
};
