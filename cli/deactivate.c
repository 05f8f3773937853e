#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/resolve.h"
#include "cli/target.h"
#include "cli/verbs.h"

typedef struct DeactivateOptions {
	Options common;
	SelectionOptions selection;
	gboolean is_waiting;
} DeactivateOptions;

static const Assignment *find_row(const GPtrArray *rows, const Grant *grant)
{
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *row = rows->pdata[i];
		if (&row->grant == grant)
			return row;
	}
	return NULL;
}

/* Only what was activated can be ended by its holder. */
static GPtrArray *activations_of(const GPtrArray *rows)
{
	GPtrArray *grants = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		Assignment *row = rows->pdata[i];
		if (row->assignment_type == ASSIGNMENT_ACTIVATED)
			g_ptr_array_add(grants, &row->grant);
	}
	return grants;
}

/* Do the words fit what was given for good, and nothing that was activated? */
static bool is_standing(const Selection *selection, const GPtrArray *rows, GPtrArray *activations)
{
	g_autoptr(GPtrArray) all = grants_of_assignments(rows);
	g_autoptr(GPtrArray) there = select_grants_there(all, selection);
	g_autoptr(GPtrArray) activated = select_grants(activations, selection);
	return there->len > 0 && activated->len == 0;
}

/*
 * Lists come minutes after the truth: what is named as exactly as for an activation is sent although no list shows it, and
 * the service judges. NULL: not so exactly.
 */
static Assignment *find_unlisted(Session *session, const Selection *selection)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ELIGIBILITIES, &as_of);
	g_autoptr(GPtrArray) places =
		rows != NULL ? find_named_places(selection, rows) : targets_new();
	if (places->len != 1)
		return NULL;
	const Target *place = g_ptr_array_index(places, 0);
	const Grant *grant = &place->eligibility->grant;
	Assignment *row = assignment_new();
	grant_copy(&row->grant, grant);
	scope_clear(&row->grant.scope);
	scope_copy(&row->grant.scope, &place->scope);
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->eligibility_schedule_id = g_strdup(grant->schedule_id);
	return row;
}

static bool is_one(const Selection *selection, const GPtrArray *grants)
{
	g_auto(Choice) choice = selection_choose(selection, grants);
	return choice.kind == CHOICE_ONE || choice.kind == CHOICE_SEVERAL;
}

static ExitCode send(Session *session, const Assignment *row, bool is_listed,
		     const Options *options)
{
	tell_progress("Deactivating %s on %s…", role_label(&row->grant.role),
		      scope_label(&row->grant.scope));
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->workload = row->grant.workload;
	intent->assignment = assignment_copy(row);
	uint64_t id = session_send(session, intent);
	g_auto(Outcome) outcome = { .subject = subject_of_deactivation(row) };
	outcome_follow(session, id, ((const DeactivateOptions *)options)->is_waiting, &outcome);
	if (!is_listed)
		outcome_explain_unlisted(&outcome);
	return outcome_tell(session, &outcome, options);
}

static ExitCode check(const Options *options)
{
	const SelectionOptions *words = &((const DeactivateOptions *)options)->selection;
	Selection selection;
	if (words->role == NULL) {
		tell("Say which role: --role NAME or ID.", "`myroles list active` shows them.");
		return EXIT_USAGE;
	}
	if (selection_init(&selection, words->role, words->scope, words->access))
		return EXIT_DONE;
	tell("--access is member or owner.", NULL);
	return EXIT_USAGE;
}

static ExitCode run(Session *session, const Options *options)
{
	const SelectionOptions *words = &((const DeactivateOptions *)options)->selection;
	Selection selection;
	selection_init(&selection, words->role, words->scope, words->access);
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ASSIGNMENTS, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = activations_of(rows);
	g_autoptr(Assignment) unlisted =
		is_one(&selection, grants) || is_standing(&selection, rows, grants)
			? NULL
			: find_unlisted(session, &selection);
	if (unlisted != NULL)
		return send(session, unlisted, false, options);
	if (session->is_interrupted)
		return EXIT_INTERRUPTED;
	if (is_in_a_failed_list(session, grants, words->role))
		return session_report(session, false);
	g_auto(Refusal) refusal = { 0 };
	if (is_standing(&selection, rows, grants)) {
		refusal_tell(&refusal, "standing",
			     "This is a standing assignment: only an administrator can end it.");
		return refusal_end(&refusal, options);
	}
	const Grant *grant = choose_grant(&selection, grants, "active", &refusal);
	return grant != NULL ? send(session, find_row(rows, grant), true, options)
			     : refusal_end(&refusal, options);
}

static const OptionRow own_options[] = {
	OPTIONS_OF_SELECTION(DeactivateOptions), OPTION_WAIT(DeactivateOptions), OPTION_JSON, { 0 }
};

const Verb verb_deactivate = {
	.name = "deactivate",
	.document = VERB_REQUEST,
	.is_about_active = true,
	.summary = "End an activation before its time",
	.options = own_options,
	.size = sizeof(DeactivateOptions),
	.check = check,
	.run = run,
};
