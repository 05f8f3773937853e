#include "cli/outcome.h"

#include "cli/print.h"
#include "frontend/document.h"
#include "src/base/text.h"

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

static char *until_words(const Wording *wording, const Request *request)
{
	if (request->end == 0)
		return g_strdup("");
	g_autofree char *time = wording_time(wording, request->end);
	return g_strdup_printf(" until %s", time);
}

static char *state_words(const Wording *wording, const Request *request)
{
	g_autofree char *until = until_words(wording, request);
	switch (request->state) {
	case REQUEST_STATE_ACTIVE:
		return g_strconcat("active", until, NULL);
	case REQUEST_STATE_WAITING:
		return g_strdup("waiting for approval");
	case REQUEST_STATE_SCHEDULED:
		return g_strconcat("scheduled", until, NULL);
	case REQUEST_STATE_ENDED:
		return g_strdup("deactivated");
	case REQUEST_STATE_UNKNOWN:
		return g_strdup(
			"outcome unknown; nothing is sent twice: look at `myroles history`");
	case REQUEST_STATE_RUNNING:
		return g_strdup("accepted, being worked on");
	case REQUEST_STATE_REFUSED:
		return g_strdup(request_is_denied(request) ? "refused by an approver" : "refused");
	default:
		return g_strdup(request_state_word(request->state));
	}
}

static void print_request(const Session *session, const Request *request)
{
	const Wording wording = session_wording(session);
	if (!output_is_terminal()) {
		g_autoptr(GPtrArray) rows = g_ptr_array_new();
		g_ptr_array_add(rows, (gpointer)request);
		print_rows(&request_sheet, &wording, rows);
		return;
	}
	g_autofree char *words = state_words(&wording, request);
	g_autofree char *role = text_sanitize(request->role.name, -1);
	g_autofree char *scope = text_sanitize(scope_label(&request->scope), -1);
	g_print("%s on %s: %s.\n", role, scope, words);
}

static ExitCode state_exit_code(RequestState state)
{
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

ExitCode outcome_tell(const Session *session, const Outcome *outcome, const Options *options)
{
	if (options->is_json)
		print_document(document_request(&tell_wording, outcome->request, outcome->problem));
	else if (outcome->request != NULL && outcome->problem == NULL)
		print_request(session, outcome->request);
	if (session->is_interrupted && !outcome->is_finished) {
		tell("Interrupted.",
		     outcome->request != NULL
			     ? "A request that was sent goes on: see `myroles history`."
			     : "Nothing was sent.");
		return EXIT_INTERRUPTED;
	}
	if (outcome->problem != NULL)
		return tell_problem(outcome->problem);
	if (outcome->request == NULL) {
		tell("The request ended without an answer.", "See `myroles history`.");
		return EXIT_FAILED;
	}
	return state_exit_code(outcome->request->state);
}
