#include "cli/policy.h"

#include "cli/facts.h"
#include "cli/print.h"
#include "cli/row.h"
#include "cli/verbs.h"
#include "src/model/duration.h"

Policy *session_read_policy(Session *session, const Target *target, Problem **problem)
{
	Intent *intent = intent_new(0, INTENT_READ_POLICY);
	intent->workload = target->eligibility->grant.workload;
	intent->eligibility = eligibility_copy(target->eligibility);
	scope_copy(&intent->scope, &target->scope);
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return NULL;
		if (event->intent_id == id && event->kind == EVENT_POLICY &&
		    event->policy != NULL) {
			if (problem != NULL)
				*problem = problem_copy(event->problem);
			return policy_copy(event->policy);
		}
		if (event->intent_id == id && event->kind == EVENT_INTENT_DONE)
			return policy_new_unknown();
	}
}

static char *yes_or_no(bool is_so)
{
	return g_strdup(is_so ? "required" : "not required");
}

static char *approval_words(const Policy *policy)
{
	if (!policy->needs_approval)
		return g_strdup("not required");
	GString *text = g_string_new("required");
	for (guint i = 0; policy->approvers != NULL && i < policy->approvers->len; i++)
		g_string_append_printf(text, "%s%s", i == 0 ? ", by " : ", ",
				       (const char *)policy->approvers->pdata[i]);
	return g_string_free(text, FALSE);
}

/* Each of them always: what is not known, or not asked for, is empty. */
void policy_add_facts(const Policy *policy, GPtrArray *facts)
{
	const bool is_known = policy->is_known;
	facts_add(facts, "policy", "Policy",
		  is_known ? NULL : g_strdup("not known: it could not be read"));
	facts_add(facts, "longest", "Longest activation",
		  is_known && policy->maximum > 0 ? duration_format(policy->maximum) : NULL);
	facts_add(facts, "reason", "Reason",
		  is_known ? yes_or_no(policy->needs_justification) : NULL);
	facts_add(facts, "ticket", "Ticket", is_known ? yes_or_no(policy->needs_ticket) : NULL);
	facts_add(facts, "approval", "Approval", is_known ? approval_words(policy) : NULL);
	facts_add(facts, "mfa", "Multifactor sign-in",
		  is_known ? yes_or_no(policy->needs_mfa) : NULL);
	facts_add(facts, "context", "Authentication context",
		  is_known ? g_strdup(policy->context) : NULL);
}

ExitCode policy_report(const Policy *policy, const Problem *problem)
{
	if (policy->is_known)
		return EXIT_DONE;
	if (problem == NULL) {
		tell("What an activation asks for could not be read.", NULL);
		return EXIT_PARTLY;
	}
	g_autofree char *words = g_strdup_printf(
		"What an activation asks for could not be read: %s", problem->message);
	tell_with_step(words, problem);
	return EXIT_PARTLY;
}

static ExitCode run(Session *session, const Options *options)
{
	g_auto(Row) row = { 0 };
	ExitCode code = row_choose(session, options, &row);
	if (code != EXIT_DONE)
		return code;
	g_autoptr(Problem) problem = NULL;
	g_autoptr(Policy) policy = session_read_policy(session, &row.target, &problem);
	if (policy == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) facts = facts_new();
	row_add_facts(&row.target, facts);
	policy_add_facts(policy, facts);
	code = policy_report(policy, problem);
	row_print(session, facts, DOCUMENT_POLICY, options->is_json);
	return code;
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_policy = {
	.name = "policy",
	.arguments = "ROLE [SCOPE]",
	.summary = "Tell in words what an activation asks for",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 2,
	.document = DOCUMENT_POLICY,
	.run = run,
};
