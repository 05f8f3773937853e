#include "cli/outcome.h"

#include "cli/output.h"
#include "cli/print.h"
#include "cli/tell.h"
#include "frontend/document.h"
#include "frontend/lamp-words.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"

static bool is_taken(const Request *request)
{
	return request != NULL && request->status != NULL &&
	       request->state != REQUEST_STATE_PREPARED && request->state != REQUEST_STATE_UNKNOWN;
}

void outcome_follow(Session *session, uint64_t intent, bool is_waiting, Outcome *outcome)
{
	while (!outcome->is_finished) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return;
		if (event->intent_id != intent)
			continue;
		switch (event->kind) {
		case EVENT_PROGRESS:
			outcome_take(outcome, event);
			if (event->problem != NULL)
				tell_progress("The answer was lost. Looking up…");
			outcome->is_finished = !is_waiting && is_taken(outcome->request);
			break;
		case EVENT_FINISHED:
		case EVENT_REFUSED:
			outcome_take(outcome, event);
			break;
		case EVENT_INTENT_DONE:
			outcome->is_finished = true;
			break;
		default:
			break;
		}
	}
}

static void print_words(const Wording *wording, const Outcome *outcome)
{
	const Request *request = outcome->request;
	const Policy *policy = outcome->activation != NULL ? outcome->activation->policy : NULL;
	g_auto(Subject) subject = subject_of_request(request);
	g_autofree char *what = subject_words(&subject);
	g_autofree char *words = request_words(wording, request, policy);
	say("%s: %s%s.", what, words,
	    request->state == REQUEST_STATE_UNKNOWN
		    ? "; nothing is sent twice: look at `myroles history`"
		    : "");
}

static void print(const Session *session, const Outcome *outcome, const Options *options)
{
	const Wording wording = session_wording(session);
	if (output_is_terminal()) {
		print_words(&wording, outcome);
		return;
	}
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_ptr_array_add(rows, outcome->request);
	print_rows(options, session->settings, &request_sheet, &wording, rows);
}

static void print_json(const Session *session, const Outcome *outcome, const Problem *problem)
{
	const Wording wording = session_wording(session);
	cJSON *document =
		document_request(&wording, outcome->request, outcome->is_already, problem);
	document_tell_older_tokens(document, outcome->older_tokens);
	document_tell_truth(document, outcome->truth);
	document_name_account(document, session->account);
	print_document(document);
}

/* Whose tokens here are older than the role is told to whoever asked; what may be so anywhere, to a person who watches. */
static void tell_afterwards(const Session *session, const Outcome *outcome)
{
	if (outcome->older_tokens == NULL && outcome->activation == NULL)
		return;
	const Wording wording = session_wording(session);
	g_auto(GStrv) sentences = outcome_afterwards(&wording, outcome);
	for (char **sentence = sentences; *sentence != NULL; sentence++) {
		if (outcome->older_tokens != NULL)
			tell(*sentence, NULL);
		else
			tell_progress("%s", *sentence);
	}
}

static ExitCode state_exit_code(RequestState state, const OutcomeWish *wish)
{
	if (wish->is_cancel && state == REQUEST_STATE_CANCELED)
		return EXIT_DONE;
	switch (state) {
	case REQUEST_STATE_WAITING:
		return EXIT_WAITING;
	case REQUEST_STATE_REFUSED:
		return EXIT_REFUSED;
	case REQUEST_STATE_UNKNOWN:
	case REQUEST_STATE_FAILED:
	case REQUEST_STATE_CANCELED:
		return EXIT_FAILED;
	default:
		return EXIT_DONE;
	}
}

/* A problem beside it is not about its being so, but about how long; or its being so is not confirmed, and not printed as if it were. */
static bool is_granted(const Outcome *outcome)
{
	const RequestState state = outcome->request->state;
	return (state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_SCHEDULED) &&
	       !problem_is_unconfirmed(outcome->problem);
}

/* Why a request that was decided did not bring what was asked for; NULL: it did, or may yet. The caller frees. */
static Problem *shortfall(const Session *session, const Outcome *outcome, const OutcomeWish *wish)
{
	const Request *request = outcome->request;
	if (!outcome->is_finished || outcome->problem != NULL || request == NULL)
		return NULL;
	const ExitCode code = state_exit_code(request->state, wish);
	if (code != EXIT_FAILED && code != EXIT_REFUSED)
		return NULL;
	const Wording wording = session_wording(session);
	g_autofree char *words = outcome_words(&wording, outcome);
	g_autofree char *sentence = g_strconcat(words, request_words_stop(request, words), NULL);
	return problem_new(code == EXIT_REFUSED ? PROBLEM_REFUSED : PROBLEM_FAILED,
			   request->code != NULL ? request->code
						 : request_state_word(request->state),
			   sentence, NULL);
}

static ExitCode tell_end(const Session *session, const Outcome *outcome, const OutcomeWish *wish,
			 const Options *options)
{
	/* Without either the document tells what is told below. */
	const bool has_document = outcome->request != NULL || outcome->problem != NULL;
	g_autoptr(Problem) own = shortfall(session, outcome, wish);
	const Problem *why = outcome->problem != NULL ? outcome->problem
			     : own != NULL            ? own
						      : wish->besides;
	if (options->is_json && has_document)
		print_json(session, outcome, why);
	else if (!options->is_json && outcome->request != NULL &&
		 (outcome->problem == NULL || is_granted(outcome)))
		print(session, outcome, options);
	if (session->is_interrupted && !outcome->is_finished) {
		tell("Interrupted.",
		     outcome->request != NULL
			     ? "A request that was sent goes on: see `myroles history`."
			     : "Nothing was sent.");
		return EXIT_INTERRUPTED;
	}
	/* What came of the request stands in its row, where that was printed. */
	if (why != NULL && (why != own || options->is_json))
		return tell_problem(why);
	if (outcome->request == NULL) {
		tell("The request ended without an answer.", "See `myroles history`.");
		return EXIT_FAILED;
	}
	return state_exit_code(outcome->request->state, wish);
}

ExitCode outcome_tell_by(const Session *session, const Outcome *outcome, const OutcomeWish *wish,
			 const Options *options)
{
	const ExitCode code = tell_end(session, outcome, wish, options);
	if (!wish->is_cancel)
		tell_afterwards(session, outcome);
	return code;
}

ExitCode outcome_tell(const Session *session, const Outcome *outcome, const Options *options)
{
	static const OutcomeWish nothing = { 0 };
	return outcome_tell_by(session, outcome, &nothing, options);
}

static bool is_on(const Outcome *outcome)
{
	const Request *request = outcome->request;
	return outcome->is_finished && request != NULL && request->kind == REQUEST_ACTIVATE &&
	       request->state == REQUEST_STATE_ACTIVE;
}

ExitCode outcome_tell_lamps(Session *session, Outcome *outcome, const LampWish *wish,
			    const Options *options)
{
	if (wish == NULL || !wish->is_set || session->is_interrupted || !is_on(outcome))
		return outcome_tell(session, outcome, options);
	const WorkloadId workload = outcome->request->workload;
	bool is_hopeless = false;
	outcome->truth = lamps_wait(session, outcome->request, wish, &is_hopeless);
	outcome->is_finished = outcome->truth != NULL;
	if (outcome->truth == NULL)
		return outcome_tell(session, outcome, options);
	g_autoptr(Problem) lack =
		lamps_find_lack(outcome->truth, workload, wish->lamp, is_hopeless);
	const OutcomeWish besides = { .besides = lack };
	const ExitCode code = outcome_tell_by(session, outcome, &besides, options);
	/* What the request itself lacks is told first, and weighs more. */
	return lack == NULL || outcome->problem != NULL
		       ? code
		       : lamps_exit_code(outcome->truth, workload, wish->lamp, is_hopeless);
}

/* " It would begin tomorrow 09:00 and end tomorrow 10:00."; "" of what is no activation. The caller frees. */
static char *would_be_words(const Session *session, const Activation *activation)
{
	if (activation == NULL)
		return g_strdup("");
	const Wording wording = session_wording(session);
	const Instant begin = activation->start != 0 ? activation->start : session_now(session);
	g_autofree char *start =
		activation->start != 0 ? wording_start(&wording, begin) : g_strdup("now");
	g_autofree char *end = wording_start(&wording, begin + activation->duration);
	return g_strdup_printf(" It would begin %s and end %s.", start, end);
}

ExitCode outcome_tell_dry_run(const Session *session, const Outcome *outcome,
			      const Options *options)
{
	if (session->is_interrupted && !outcome->is_finished) {
		tell("Interrupted.", "Nothing was sent.");
		return EXIT_INTERRUPTED;
	}
	if (options->is_json) {
		cJSON *document = document_request(&tell_wording, NULL, false, outcome->problem);
		document_set(document, "dry_run", cJSON_CreateTrue());
		document_name_account(document, session->account);
		print_document(document);
	}
	if (outcome->problem != NULL)
		return tell_problem(outcome->problem);
	g_autofree char *what = subject_words(&outcome->subject);
	g_autofree char *who = session_account_words(session);
	const Wording wording = session_wording(session);
	g_autofree char *words = outcome->is_already ? outcome_words(&wording, outcome) : NULL;
	if (!options->is_json && words != NULL)
		say("%s: asked for already%s. %s. Nothing was sent.", what, who, words);
	g_autofree char *would_be = would_be_words(session, outcome->activation);
	if (!options->is_json && words == NULL)
		say("%s: nothing stands in the way%s.%s Nothing was sent.", what, who, would_be);
	return EXIT_DONE;
}
