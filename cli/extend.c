/* More of an eligibility: extended before its end, renewed after it. */
#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/policy.h"
#include "cli/resolve.h"
#include "cli/step-up.h"
#include "cli/verbs.h"
#include "frontend/fit.h"
#include "frontend/term.h"
#include "src/base/text.h"
#include "src/model/duration.h"

typedef struct ExtendOptions {
	Options common;
	char *role, *scope, *access, *duration, *reason;
	gboolean is_waiting, is_dry_run, is_device, is_stepping_up;
} ExtendOptions;

/* ---- Which, and for how long ------------------------------------------------------------------ */

/* EXIT_DONE, or why not was told. */
static ExitCode check(const Options *common)
{
	const ExtendOptions *options = (const ExtendOptions *)common;
	g_autofree char *fault = reason_find_fault(options->reason);
	if (options->role == NULL)
		tell("Say which role: --role NAME or ID.",
		     "`myroles list eligible` and `myroles list dormant` show them.");
	else if (options->reason == NULL || *options->reason == '\0')
		tell("Say why: --reason TEXT.", "The administrator who decides reads it.");
	else if (fault != NULL)
		tell_format("--reason: %s", fault);
	else
		return EXIT_DONE;
	return EXIT_USAGE;
}

/* What is added begins where the eligibility ends, so that "until" counts from there. */
static bool read_duration(const Session *session, const ExtendOptions *options, const Grant *grant,
			  const Policy *policy, int64_t *duration)
{
	g_autoptr(GError) error = NULL;
	*duration = grant_extension_default(grant, policy);
	if (options->duration == NULL)
		return true;
	const Instant from = grant_extension_end(grant, 0, session_now(session));
	if (duration_parse(options->duration, from, session->zone, duration, &error))
		return true;
	tell_format("--duration: %s", error->message);
	return false;
}

static const Eligibility *find_row(const GPtrArray *rows, const Grant *grant)
{
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		if (&row->grant == grant)
			return row;
	}
	return NULL;
}

/* ---- Asking ----------------------------------------------------------------------------------- */

static ExitCode refuse(const Session *session, Outcome *outcome, const char *lack,
		       const Options *options)
{
	outcome->is_finished = true;
	outcome->problem = problem_new(PROBLEM_REFUSED, "not-now", lack, "Nothing was sent.");
	return outcome_tell(session, outcome, options);
}

static Intent *make_intent(IntentKind kind, const Extension *extension)
{
	const Eligibility *row = extension->eligibility;
	Intent *intent = intent_new(0, kind);
	intent->workload = row->grant.workload;
	intent->eligibility = eligibility_copy(row);
	intent->is_renewal = extension->is_renewal;
	intent->duration = extension->duration;
	intent->text = g_strdup(extension->reason);
	return intent;
}

/* What the service says of it, which it does not keep. */
static ExitCode try_out(Session *session, Outcome *outcome, const Options *options)
{
	const uint64_t id = session_send(session, make_intent(INTENT_CHECK, outcome->extension));
	while (!outcome->is_finished) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			break;
		if (event->intent_id != id)
			continue;
		if (event->problem != NULL && outcome->problem == NULL)
			outcome->problem = problem_copy(event->problem);
		outcome->is_finished = event->kind == EVENT_CHECKED ||
				       event->kind == EVENT_REFUSED ||
				       event->kind == EVENT_INTENT_DONE;
	}
	return outcome_tell_dry_run(session, outcome, options);
}

static void tell_asking(const Session *session, const Outcome *outcome, const Grant *grant,
			int64_t duration)
{
	const Wording wording = session_wording(session);
	g_autofree char *what = subject_words(&outcome->subject);
	g_autofree char *end =
		wording_time(&wording, grant_extension_end(grant, duration, session_now(session)));
	g_autofree char *who = session_account_words(session);
	tell_progress("Asking an administrator for %s until %s%s…", what, end, who);
}

static void send_and_follow(Session *session, Outcome *outcome, gpointer data)
{
	const ExtendOptions *options = data;
	Intent *intent = make_intent(INTENT_EXTEND, outcome->extension);
	outcome_follow(session, session_send(session, intent), options->is_waiting, outcome);
}

static ExitCode send(Session *session, const Eligibility *row, bool is_renewal,
		     const Options *common)
{
	const ExtendOptions *options = (const ExtendOptions *)common;
	const Grant *grant = &row->grant;
	g_auto(Outcome) outcome = { .subject = subject_of_extension(row, is_renewal) };
	const char *lack = grant_find_extension_lack(grant, is_renewal, session_now(session));
	int64_t duration = 0;
	if (lack != NULL)
		return refuse(session, &outcome, lack, common);
	const Target target = { (Eligibility *)row, grant->scope }; /* borrowed */
	g_autoptr(Policy) policy = session_read_policy(session, &target, NULL);
	if (policy == NULL)
		return EXIT_INTERRUPTED;
	if (!read_duration(session, options, grant, policy, &duration))
		return EXIT_USAGE;
	g_autofree char *fault = extension_find_fault(duration, policy);
	if (fault != NULL)
		return refuse(session, &outcome, fault, common);
	g_autofree char *reason = text_clean_input(options->reason);
	outcome.extension = extension_new(row, is_renewal, duration, reason);
	if (options->is_dry_run)
		return try_out(session, &outcome, common);
	const StepUp step_up = { .options = common,
				 .is_device = options->is_device,
				 .is_meant = options->is_stepping_up,
				 .send = send_and_follow,
				 .data = (gpointer)options };
	tell_asking(session, &outcome, grant, duration);
	step_up_send(session, &outcome, &step_up);
	return outcome_tell(session, &outcome, common);
}

static ExitCode ask(Session *session, const Options *common, ListId list, bool is_renewal)
{
	const ExtendOptions *options = (const ExtendOptions *)common;
	Selection selection;
	tell_generic_reason(options->reason);
	selection_init(&selection, options->role, options->scope, options->access);
	selection_take_aliases(&selection, session->settings->aliases);
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, list, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	if (is_in_a_failed_list(session, grants, selection.role))
		return session_report(session, false);
	g_auto(Refusal) refusal = { 0 };
	if (tell_doubtful(&selection, grants, &refusal))
		return refusal_end(&refusal, common);
	const Grant *grant =
		choose_grant(&selection, grants, is_renewal ? "dormant" : "eligible", &refusal);
	return grant != NULL ? send(session, find_row(rows, grant), is_renewal, common)
			     : refusal_end(&refusal, common);
}

static ExitCode extend(Session *session, const Options *options)
{
	return ask(session, options, LIST_ELIGIBILITIES, false);
}

static ExitCode renew(Session *session, const Options *options)
{
	return ask(session, options, LIST_DORMANT, true);
}

static const OptionRow own_options[] = {
	{ "role", 'r', G_OPTION_ARG_STRING, offsetof(ExtendOptions, role), "Role by name or id",
	  "NAME|ID" },
	{ "scope", 's', G_OPTION_ARG_STRING, offsetof(ExtendOptions, scope),
	  "Where one is eligible: a name, a resource id or a portal URL", "NAME|ID|URL" },
	{ "access", 0, G_OPTION_ARG_STRING, offsetof(ExtendOptions, access),
	  "Of a group: as member or as owner", "member|owner" },
	{ "duration", 'd', G_OPTION_ARG_STRING, offsetof(ExtendOptions, duration),
	  "How much longer: 90d, P180D, 'until 2027-01-31'; as long as before if not given",
	  "TIME" },
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(ExtendOptions, reason), "Why", "TEXT" },
	{ "dry-run", 'n', G_OPTION_ARG_NONE, offsetof(ExtendOptions, is_dry_run),
	  "Ask whether it would be taken; send nothing", NULL },
	OPTIONS_STEP_UP(ExtendOptions, is_stepping_up, is_device),
	OPTION_WAIT(ExtendOptions),
	OPTION_JSON,
	{ 0 },
};

const Verb verb_extend = {
	.name = "extend",
	.document = DOCUMENT_REQUEST,
	.summary = "Ask an administrator for more of an eligibility that ends within 14 days",
	.options = own_options,
	.size = sizeof(ExtendOptions),
	.check = check,
	.run = extend,
};

const Verb verb_renew = {
	.name = "renew",
	.document = DOCUMENT_REQUEST,
	.summary = "Ask an administrator for an eligibility again that ended in the last 30 days",
	.options = own_options,
	.size = sizeof(ExtendOptions),
	.check = check,
	.run = renew,
};
