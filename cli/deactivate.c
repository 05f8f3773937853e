#include "cli/deactivate.h"

#include "cli/lists.h"
#include "cli/order.h"
#include "cli/outcome.h"
#include "cli/resolve.h"
#include "cli/target.h"
#include "cli/verbs.h"

typedef struct DeactivateOptions {
	Options common;
	OrderOptions orders;
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

ExitCode deactivate_row(Session *session, const Assignment *row, const DeactivateManner *manner)
{
	g_auto(Outcome) outcome = { .subject = subject_of_deactivation(row) };
	if (manner->is_dry_run) {
		outcome.is_finished = true;
		return outcome_tell_dry_run(session, &outcome, manner->options);
	}
	g_autofree char *who = session_account_words(session);
	tell_progress("Deactivating %s on %s%s…", role_label(&row->grant.role),
		      scope_label(&row->grant.scope), who);
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->workload = row->grant.workload;
	intent->assignment = assignment_copy(row);
	uint64_t id = session_send(session, intent);
	outcome_follow(session, id, manner->is_waiting, &outcome);
	if (!manner->is_listed)
		outcome_explain_unlisted(&outcome);
	return outcome_tell(session, &outcome, manner->options);
}

/* ---- Which rows are meant ------------------------------------------------------------------------- */

typedef struct Ending {
	Assignment *row;
	bool is_listed;
} Ending;

static void ending_free(Ending *ending)
{
	assignment_free(ending->row);
	g_free(ending);
}

static void add_ending(GPtrArray *endings, Assignment *row, bool is_listed)
{
	Ending *ending = g_new0(Ending, 1);
	ending->row = row;
	ending->is_listed = is_listed;
	g_ptr_array_add(endings, ending);
}

/* What the words mean, added to `endings`, or why that is not clear, told. `rows`: Assignment*, all that is active. */
static ExitCode choose(Session *session, const Selection *selection, const GPtrArray *rows,
		       GPtrArray *endings, const Options *options)
{
	g_autoptr(GPtrArray) grants = activations_of(rows);
	g_auto(Refusal) refusal = { 0 };
	if (tell_doubtful(selection, grants, &refusal))
		return refusal_end(&refusal, options);
	Assignment *unlisted = is_one(selection, grants) || is_standing(selection, rows, grants)
				       ? NULL
				       : find_unlisted(session, selection);
	if (unlisted != NULL) {
		add_ending(endings, unlisted, false);
		return EXIT_DONE;
	}
	if (session->is_interrupted)
		return EXIT_INTERRUPTED;
	if (is_in_a_failed_list(session, grants, selection->role))
		return session_report(session, false);
	if (is_standing(selection, rows, grants)) {
		refusal_tell(&refusal, "standing",
			     "This is a standing assignment: only an administrator can end it.");
		return refusal_end(&refusal, options);
	}
	const Grant *grant = choose_grant(selection, grants, "active", &refusal);
	if (grant == NULL)
		return refusal_end(&refusal, options);
	add_ending(endings, assignment_copy(find_row(rows, grant)), true);
	return EXIT_DONE;
}

/* Nothing is sent until it is clear what each of them means. */
static ExitCode choose_all(Session *session, const GPtrArray *orders, GPtrArray *endings,
			   const Options *options)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ASSIGNMENTS, &as_of);
	ExitCode code = rows != NULL ? EXIT_DONE : EXIT_INTERRUPTED;
	for (guint i = 0; code == EXIT_DONE && i < orders->len; i++) {
		const Order *order = orders->pdata[i];
		Selection selection;
		selection_init(&selection, order->role, order->scope, order->access);
		selection_take_aliases(&selection, session->settings->aliases);
		code = choose(session, &selection, rows, endings, options);
	}
	return code;
}

/* ---- The verb ------------------------------------------------------------------------------------- */

static ExitCode send_all(Session *session, const GPtrArray *endings,
			 const DeactivateOptions *options)
{
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(ExitCode));
	for (guint i = 0; i < endings->len && !session->is_interrupted; i++) {
		const Ending *ending = endings->pdata[i];
		const DeactivateManner manner = { .options = &options->common,
						  .is_dry_run = options->orders.is_dry_run,
						  .is_waiting = options->is_waiting,
						  .is_listed = ending->is_listed };
		const ExitCode code = deactivate_row(session, ending->row, &manner);
		g_array_append_val(codes, code);
	}
	return session->is_interrupted ? EXIT_INTERRUPTED : orders_join_codes(codes);
}

static ExitCode run(const Options *options)
{
	const DeactivateOptions *own = (const DeactivateOptions *)options;
	const Order common = { .access = own->orders.access };
	g_autoptr(GPtrArray) orders = orders_read(options, &own->orders, &common);
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (orders == NULL || !session_open(&session, options, &code))
		return code;
	g_autoptr(GPtrArray) endings = g_ptr_array_new_with_free_func((GDestroyNotify)ending_free);
	code = choose_all(&session, orders, endings, options);
	return code == EXIT_DONE ? send_all(&session, endings, own) : code;
}

static const OptionRow own_options[] = {
	OPTIONS_OF_ORDERS(DeactivateOptions), OPTION_WAIT(DeactivateOptions), OPTION_JSON, { 0 }
};

const Verb verb_deactivate = {
	.name = "deactivate",
	.document = DOCUMENT_REQUEST,
	.is_about_active = true,
	.arguments = "[-]",
	.summary = "End an activation, or several, before its time; - reads lines of JSON",
	.arguments_max = 1,
	.options = own_options,
	.size = sizeof(DeactivateOptions),
	.run_alone = run,
};
