/* What others asked for: approved or denied, one or several. */
#include <string.h>

#include "cli/lists.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/refusal.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "frontend/fit.h"
#include "frontend/outcome.h"

#define PREFIX_LEAST 4 /* characters of an id that name it, where no other begins so */

typedef struct DecideOptions {
	Options common;
	char *reason;
} DecideOptions;

static const char *reason_of(const Options *options)
{
	const char *reason = ((const DecideOptions *)options)->reason;
	return reason != NULL && *reason != '\0' ? reason : NULL;
}

/* ---- Which ------------------------------------------------------------------------------------ */

/* Requests of that id, or whose ids begin so. */
static GPtrArray *find_named(const GPtrArray *rows, const char *word)
{
	GPtrArray *found = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		Request *row = rows->pdata[i];
		if (g_ascii_strcasecmp(row->id, word) == 0) {
			g_ptr_array_set_size(found, 0);
			g_ptr_array_add(found, row);
			return found;
		}
		if (strlen(word) >= PREFIX_LEAST &&
		    g_ascii_strncasecmp(row->id, word, strlen(word)) == 0)
			g_ptr_array_add(found, row);
	}
	return found;
}

/* Request*, borrowed, in the order of the words, each once. NULL: one of them names none, and why was told. */
static GPtrArray *choose(const GPtrArray *rows, char **words, Refusal *refusal)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	for (char **word = words; *word != NULL; word++) {
		g_autoptr(GPtrArray) found = find_named(rows, *word);
		g_autofree char *message =
			found->len == 0
				? g_strdup_printf("No request %s waits for your decision. `myroles "
						  "list approvals` shows what does.",
						  *word)
				: g_strdup_printf("%u requests begin with %s. Nothing was sent.",
						  found->len, *word);
		if (found->len != 1) {
			refusal_tell(refusal,
				     found->len == 0 ? "unknown-request" : REFUSAL_AMBIGUOUS,
				     message);
			return NULL;
		}
		if (!g_ptr_array_find(chosen, found->pdata[0], NULL))
			g_ptr_array_add(chosen, found->pdata[0]);
	}
	return g_steal_pointer(&chosen);
}

/* ---- Following -------------------------------------------------------------------------------- */

static Outcome *find_outcome(const GPtrArray *outcomes, const char *row_id)
{
	for (guint i = 0; row_id != NULL && i < outcomes->len; i++) {
		Outcome *outcome = outcomes->pdata[i];
		if (strcmp(outcome->subject.row_id, row_id) == 0)
			return outcome;
	}
	return NULL;
}

static void follow(Session *session, uint64_t intent, const GPtrArray *outcomes)
{
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return;
		if (event->intent_id != intent)
			continue;
		if (event->kind == EVENT_INTENT_DONE)
			return;
		Outcome *outcome = find_outcome(outcomes, event->eligibility_id);
		if (outcome != NULL &&
		    (event->kind == EVENT_PROGRESS || event->kind == EVENT_FINISHED ||
		     event->kind == EVENT_REFUSED))
			outcome_take(outcome, event);
	}
}

/* ---- Telling ---------------------------------------------------------------------------------- */

static bool is_decided(const Outcome *outcome)
{
	return outcome->problem == NULL && outcome->request != NULL &&
	       outcome->request->state == REQUEST_STATE_DECIDED;
}

/* Looked up, it came to nothing: the request tells why. */
static ExitCode tell_unproblematic(const Outcome *outcome, const char *what)
{
	const Request *request = outcome->request;
	const bool is_known = request != NULL && request->message != NULL;
	g_autofree char *message = g_strdup_printf(
		"%s: %s", what, is_known ? request->message : "it ended without an answer.");
	tell(message, NULL);
	return request != NULL && request->state == REQUEST_STATE_REFUSED ? EXIT_REFUSED
									  : EXIT_FAILED;
}

static ExitCode tell_one(const Outcome *outcome, bool is_json)
{
	g_autofree char *what = subject_words(&outcome->subject);
	if (is_decided(outcome)) {
		const Request *request = outcome->request;
		if (!is_json && output_is_terminal())
			say("%s %s%s%s.", request->kind == REQUEST_DENY ? "Denied" : "Approved",
			    what, request->requester_name != NULL ? " for " : "",
			    request->requester_name != NULL ? request->requester_name : "");
		return EXIT_DONE;
	}
	if (outcome->problem == NULL)
		return tell_unproblematic(outcome, what);
	g_autofree char *message = g_strdup_printf("%s: %s", what, outcome->problem->message);
	tell_with_step(message, outcome->problem);
	return problem_exit_code(outcome->problem);
}

/* Rows for programs: what was decided. */
static void print_decided(const Session *session, const GPtrArray *outcomes, const Options *options)
{
	const Wording wording = session_wording(session);
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	for (guint i = 0; i < outcomes->len; i++) {
		const Outcome *outcome = outcomes->pdata[i];
		if (is_decided(outcome))
			g_ptr_array_add(rows, outcome->request);
	}
	if (rows->len > 0)
		print_rows(options, &decision_sheet, &wording, rows);
}

/* All well: 0. Some well: 6. None: what the first one says. */
static ExitCode tell_all(const Session *session, const GPtrArray *outcomes, const Options *options)
{
	ExitCode code = EXIT_DONE;
	guint succeeded = 0;
	if (options->is_json)
		print_document(document_decisions(&tell_wording, outcomes));
	else if (!output_is_terminal())
		print_decided(session, outcomes, options);
	for (guint i = 0; i < outcomes->len; i++) {
		const ExitCode own = tell_one(outcomes->pdata[i], options->is_json);
		succeeded += own == EXIT_DONE;
		code = code == EXIT_DONE ? own : code;
	}
	if (session->is_interrupted) {
		tell("Interrupted.", "What was sent goes on: see `myroles history`.");
		return EXIT_INTERRUPTED;
	}
	return code != EXIT_DONE && succeeded > 0 ? EXIT_PARTLY : code;
}

/* ---- The verbs -------------------------------------------------------------------------------- */

static ExitCode send(Session *session, const GPtrArray *rows, bool is_denial,
		     const Options *options)
{
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
	Intent *intent = intent_new(0, INTENT_DECIDE);
	intent->is_denial = is_denial;
	intent->text = g_strdup(reason_of(options));
	intent->requests = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	for (guint i = 0; i < rows->len; i++) {
		const Request *row = rows->pdata[i];
		Outcome *outcome = outcome_new();
		outcome->subject = subject_of_decision(row, is_denial);
		g_ptr_array_add(outcomes, outcome);
		g_ptr_array_add(intent->requests, request_copy(row));
		tell_progress("%s %s on %s for %s…", is_denial ? "Denying" : "Approving",
			      role_label(&row->role), scope_label(&row->scope),
			      row->requester_name != NULL ? row->requester_name
							  : "somebody unnamed");
	}
	follow(session, session_send(session, intent), outcomes);
	return tell_all(session, outcomes, options);
}

static ExitCode decide(Session *session, const Options *options, bool is_denial)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_APPROVALS, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	if (rows->len == 0 && session->problems->len > 0)
		return session_report(session, false);
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(GPtrArray) chosen = choose(rows, options->arguments, &refusal);
	return chosen != NULL ? send(session, chosen, is_denial, options)
			      : refusal_end(&refusal, options);
}

static ExitCode approve(Session *session, const Options *options)
{
	return decide(session, options, false);
}

static ExitCode deny(Session *session, const Options *options)
{
	return decide(session, options, true);
}

static ExitCode check_reason(const Options *options)
{
	g_autofree char *fault = reason_find_fault(reason_of(options));
	if (fault == NULL)
		return EXIT_DONE;
	tell_format("--reason: %s", fault);
	return EXIT_USAGE;
}

static ExitCode check_denial(const Options *options)
{
	if (reason_of(options) != NULL)
		return check_reason(options);
	tell("Say why: --reason TEXT.", "Whoever asked reads it.");
	return EXIT_USAGE;
}

static const OptionRow own_options[] = {
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(DecideOptions, reason), "Why", "TEXT" },
	OPTION_JSON,
	{ 0 },
};

#define ARGUMENTS_MOST 50

const Verb verb_approve = {
	.name = "approve",
	.arguments = "REQUEST...",
	.document = VERB_REQUEST,
	.summary = "Approve what others asked for, by the ids of `list approvals`",
	.options = own_options,
	.size = sizeof(DecideOptions),
	.arguments_min = 1,
	.arguments_max = ARGUMENTS_MOST,
	.check = check_reason,
	.run = approve,
};

const Verb verb_deny = {
	.name = "deny",
	.arguments = "REQUEST...",
	.document = VERB_REQUEST,
	.summary = "Deny what others asked for, and say why",
	.options = own_options,
	.size = sizeof(DecideOptions),
	.arguments_min = 1,
	.arguments_max = ARGUMENTS_MOST,
	.check = check_denial,
	.run = deny,
};
