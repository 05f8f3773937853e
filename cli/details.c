/* `show`: everything that is known of one role at one scope, or of one request. */
#include "cli/facts.h"
#include "cli/lists.h"
#include "cli/policy.h"
#include "cli/row.h"
#include "cli/show-request.h"
#include "cli/verbs.h"
#include "frontend/grant-words.h"

/* "actions: …" lines, joined; NULL: not known. */
static char *read_permissions(Session *session, const Eligibility *row)
{
	Intent *intent = intent_new(0, INTENT_READ_ROLE);
	intent->workload = row->grant.workload;
	intent->eligibility = eligibility_copy(row);
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return NULL;
		if (event->intent_id != id)
			continue;
		if (event->kind == EVENT_ROLE && event->permissions != NULL) {
			g_autoptr(GPtrArray) lines = g_ptr_array_new();
			for (guint i = 0; i < event->permissions->len; i++)
				g_ptr_array_add(lines, event->permissions->pdata[i]);
			g_ptr_array_add(lines, NULL);
			return g_strjoinv("; ", (char **)lines->pdata);
		}
		if (event->kind == EVENT_ROLE || event->kind == EVENT_INTENT_DONE)
			return NULL;
	}
}

/* "active until 15:40", "not active"; NULL: not known. */
static char *activity_words(const Session *session, const Target *target, const Listing *active)
{
	const Grant *grant = &target->eligibility->grant;
	const Wording wording = session_wording(session);
	for (guint i = 0; i < active->rows->len; i++) {
		const Grant *held = active->rows->pdata[i];
		if (!grant_is_of_role(held, grant->workload, grant->access, grant->role.id) ||
		    !scope_id_equal(held->scope.id, target->scope.id))
			continue;
		g_autofree char *until = grant_until(&wording, held);
		return g_strdup_printf("active, %s", until);
	}
	const bool is_known = (active->known & (1u << grant->workload)) != 0 && !active->is_stale;
	return is_known ? g_strdup("not active there") : NULL;
}

static ExitCode show_role(Session *session, const Options *options)
{
	g_auto(Row) row = { 0 };
	const ExitCode code = row_choose(session, options, &row);
	if (code != EXIT_DONE)
		return code;
	g_auto(Listing) active = { 0 };
	if (!session_list(session, LIST_ASSIGNMENTS, LISTS_ASKED, &active))
		return EXIT_INTERRUPTED;
	g_autoptr(Problem) problem = NULL;
	g_autoptr(Policy) policy = session_read_policy(session, &row.target, &problem);
	if (policy == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) facts = facts_new();
	row_add_facts(&row.target, facts);
	facts_add(facts, "now", "Now", activity_words(session, &row.target, &active));
	policy_add_facts(policy, facts);
	facts_add(facts, "permits", "Permits", read_permissions(session, row.target.eligibility));
	if (session->is_interrupted)
		return EXIT_INTERRUPTED;
	/* First: the document has what was told. */
	const ExitCode reported = session_report(session, true);
	const ExitCode read = policy_report(policy, problem);
	row_print(session, facts, DOCUMENT_ITEM, options->is_json);
	return read != EXIT_DONE ? read : reported;
}

/* The id of a role reads like a request's: what is no request is a role. */
static ExitCode run(Session *session, const Options *options)
{
	ExitCode code = EXIT_DONE;
	const bool is_perhaps_request =
		options->arguments[1] == NULL && show_is_request(options->arguments[0]);
	if (is_perhaps_request && show_request(session, options, &code))
		return code;
	return show_role(session, options);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_show = {
	.name = "show",
	.arguments = "ROLE|REQUEST [SCOPE]",
	.summary = "Tell all that is known of an eligible role or of a request: policy, "
		   "permissions, how it went, ids",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 2,
	.document = DOCUMENT_ITEM,
	.run = run,
};
