/* What others asked for: approved or denied, one or several. */
#include <string.h>

#include "cli/approvals.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/refusal.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "frontend/fit.h"
#include "frontend/offer.h"
#include "frontend/outcome.h"
#include "frontend/request-words.h"

typedef struct DecideOptions {
	Options common;
	char *reason;
	char *offer_scope, *offer_role, *offer_duration;
} DecideOptions;

static const char *reason_of(const Options *options)
{
	const char *reason = ((const DecideOptions *)options)->reason;
	return reason != NULL && *reason != '\0' ? reason : NULL;
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
			say("%s %s%s%s%s.", request->kind == REQUEST_DENY ? "Denied" : "Approved",
			    what, request->requester_name != NULL ? " for " : "",
			    request->requester_name != NULL ? request->requester_name : "",
			    request_words_next(request));
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
		print_rows(options, session->settings, &decision_sheet, &wording, rows);
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

/* ---- Sending ---------------------------------------------------------------------------------- */

static ExitCode send(Session *session, const GPtrArray *rows, bool is_denial, const char *reason,
		     const Options *options)
{
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
	Intent *intent = intent_new(0, INTENT_DECIDE);
	intent->is_denial = is_denial;
	intent->text = g_strdup(reason);
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

/* ---- What the policy wants of who decides ----------------------------------------------------- */

/* Whoever approves without a reason may owe one: told before anything is sent. */
static ExitCode check_policies(Session *session, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++) {
		ExitCode code = EXIT_DONE;
		g_autoptr(Brief) brief =
			approvals_read_brief(session, rows->pdata[i], false, &code);
		if (brief == NULL)
			return code;
		if (brief->policy == NULL || !brief->policy->is_known ||
		    brief->policy->approver_reason != APPROVER_REASON_NEEDED)
			continue;
		g_auto(Subject) subject = subject_of_decision(rows->pdata[i], false);
		g_autofree char *what = subject_words(&subject);
		tell_format("%s: the policy asks for a reason from who approves. Nothing was sent.",
			    what);
		tell("Say why: --reason TEXT.", NULL);
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

/* ---- What is offered instead ------------------------------------------------------------------ */

static bool has_offer(const DecideOptions *own)
{
	return own->offer_scope != NULL || own->offer_role != NULL || own->offer_duration != NULL;
}

static bool tell_wrong(const char *option, char *wrong)
{
	g_autofree char *owned = wrong;
	if (owned != NULL)
		tell_format("--%s: %s", option, owned);
	return owned != NULL;
}

/* The reason with the offer; NULL: it was told why not. The caller frees. */
static char *write_reason(Session *session, const Request *request, const DecideOptions *own,
			  ExitCode *code)
{
	g_autoptr(Brief) brief = approvals_read_brief(session, request, true, code);
	g_auto(Offer) offer = { 0 };
	if (brief == NULL)
		return NULL;
	const GPtrArray *aliases = session->settings->aliases;
	const char *scope = alias_words(aliases, ALIAS_SCOPE, own->offer_scope);
	const char *role = alias_words(aliases, ALIAS_ROLE, own->offer_role);
	*code = EXIT_USAGE;
	if (tell_wrong("offer-scope", offer_take_scope(&offer, request, brief, scope)) ||
	    tell_wrong("offer-role", offer_take_role(&offer, request, brief, role)) ||
	    tell_wrong("offer-duration", offer_take_duration(&offer, request, own->offer_duration)))
		return NULL;
	if (!offer_is_set(&offer)) {
		tell("An offer names a scope, a role or a time.", NULL);
		return NULL;
	}
	g_autofree char *text = offer_write(&offer, request, own->reason);
	if (tell_wrong("reason", reason_find_fault(text)))
		return NULL;
	*code = EXIT_DONE;
	return g_steal_pointer(&text);
}

/* ---- The verbs -------------------------------------------------------------------------------- */

static ExitCode decide_chosen(Session *session, const GPtrArray *rows, bool is_denial,
			      const Options *options)
{
	const DecideOptions *own = (const DecideOptions *)options;
	ExitCode code = EXIT_DONE;
	if (has_offer(own)) {
		g_autofree char *text = write_reason(session, rows->pdata[0], own, &code);
		return text != NULL ? send(session, rows, is_denial, text, options) : code;
	}
	if (!is_denial && reason_of(options) == NULL)
		code = check_policies(session, rows);
	return code == EXIT_DONE ? send(session, rows, is_denial, reason_of(options), options)
				 : code;
}

static ExitCode decide(Session *session, const Options *options, bool is_denial)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) rows = approvals_load(session, &code);
	if (rows == NULL)
		return code;
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(GPtrArray) chosen = approvals_choose(rows, options->arguments, &refusal);
	return chosen != NULL ? decide_chosen(session, chosen, is_denial, options)
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
	if (fault == NULL) {
		tell_generic_reason(reason_of(options));
		return EXIT_DONE;
	}
	tell_format("--reason: %s", fault);
	return EXIT_USAGE;
}

static ExitCode check_denial(const Options *options)
{
	const DecideOptions *own = (const DecideOptions *)options;
	if (has_offer(own) && options->arguments[1] != NULL) {
		tell("An offer is made for one request.", "Deny the others by themselves.");
		return EXIT_USAGE;
	}
	if (has_offer(own) || reason_of(options) != NULL)
		return check_reason(options);
	tell("Say why: --reason TEXT.", "Whoever asked reads it.");
	return EXIT_USAGE;
}

static const OptionRow own_options[] = {
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(DecideOptions, reason), "Why", "TEXT" },
	OPTION_JSON,
	{ 0 },
};

static const OptionRow denial_options[] = {
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(DecideOptions, reason), "Why", "TEXT" },
	{ "offer-scope", 0, G_OPTION_ARG_STRING, offsetof(DecideOptions, offer_scope),
	  "Say that a scope below the asked one would be approved", "SCOPE" },
	{ "offer-role", 0, G_OPTION_ARG_STRING, offsetof(DecideOptions, offer_role),
	  "… that another role would be; of a group: member", "ROLE" },
	{ "offer-duration", 0, G_OPTION_ARG_STRING, offsetof(DecideOptions, offer_duration),
	  "… that a shorter time would be", "LENGTH" },
	OPTION_JSON,
	{ 0 },
};

#define ARGUMENTS_MOST 50

const Verb verb_approve = {
	.name = "approve",
	.arguments = "REQUEST...",
	.document = DOCUMENT_DECISIONS,
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
	.document = DOCUMENT_DECISIONS,
	.summary = "Deny what others asked for, and say why, or what would do instead",
	.options = denial_options,
	.size = sizeof(DecideOptions),
	.arguments_min = 1,
	.arguments_max = ARGUMENTS_MOST,
	.check = check_denial,
	.run = deny,
};
