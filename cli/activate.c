#include "cli/confirm.h"
#include "cli/held.h"
#include "cli/lists.h"
#include "cli/step-up.h"
#include "cli/verbs.h"
#include "cli/wish.h"
#include "frontend/nearness.h"

typedef struct ActivateOptions {
	Options common;
	OrderOptions orders;
	char **confirmed;
	char *duration, *reason, *ticket, *ticket_system, *start;
	char *wait_for, *timeout;
	gboolean is_waiting, is_device, is_stepping_up, is_continuing;
} ActivateOptions;

/* ---- More time ---------------------------------------------------------------------------------- */

static char *find_fault(const Assignment *held, const char *what)
{
	if (held == NULL)
		return g_strdup_printf("%s is not active: there is nothing to continue.", what);
	if (held->assignment_type == ASSIGNMENT_ASSIGNED)
		return g_strdup_printf("%s is a standing assignment: only an administrator can "
				       "change its end.",
				       what);
	return held->grant.end == 0 ? g_strdup_printf("%s has no end.", what) : NULL;
}

/* It starts when what runs there ends. `rows`: Assignment*. */
static ExitCode continue_one(const Session *session, Wish *wish, const GPtrArray *rows,
			     Refusal *refusal)
{
	const Grant *grant = &wish->target.eligibility->grant;
	const Subject subject = { .workload = grant->workload,
				  .access = grant->access,
				  .role = grant->role,
				  .scope = wish->target.scope };
	const Assignment *held = held_find(rows, &subject);
	g_autofree char *what = subject_words(&subject);
	g_autofree char *fault = find_fault(held, what);
	if (fault == NULL)
		return wish_start_at(session, wish, grant_next_start(&held->grant)) ? EXIT_DONE
										    : EXIT_USAGE;
	refusal_tell(refusal, "not-continuable", fault);
	return EXIT_USAGE;
}

static ExitCode continue_all(Session *session, const GPtrArray *wishes, Refusal *refusal)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ASSIGNMENTS, &as_of);
	ExitCode code = rows != NULL ? EXIT_DONE : EXIT_INTERRUPTED;
	for (guint i = 0; code == EXIT_DONE && i < wishes->len; i++)
		code = continue_one(session, wishes->pdata[i], rows, refusal);
	return code;
}

/* ---- The verb ----------------------------------------------------------------------------------- */

static ExitCode check(const Options *common)
{
	const ActivateOptions *options = (const ActivateOptions *)common;
	LampWish lamps;
	if (!lamps_read(options->wait_for, options->timeout, &lamps))
		return EXIT_USAGE;
	if (!options->is_continuing || options->start == NULL)
		return EXIT_DONE;
	tell("--continue starts when the running activation ends: --start does not go with it.",
	     NULL);
	return EXIT_USAGE;
}

/* What is read comes first: while it is waited for, Ctrl-C is the shell's. */
static ExitCode run(const Options *common)
{
	const ActivateOptions *options = (const ActivateOptions *)common;
	const Order words = { .access = options->orders.access,
			      .duration = options->duration,
			      .reason = options->reason,
			      .ticket = options->ticket,
			      .ticket_system = options->ticket_system,
			      .start = options->start };
	g_autoptr(GPtrArray) orders = orders_read(common, &options->orders, &words);
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (orders == NULL || !session_open(&session, common, &code))
		return code;
	LampWish lamps;
	if (!lamps_read(options->wait_for, options->timeout, &lamps))
		return EXIT_USAGE;
	const WishManner manner = { .options = common,
				    .lamps = &lamps,
				    .is_dry_run = options->orders.is_dry_run,
				    .is_waiting = options->is_waiting,
				    .is_device = options->is_device,
				    .is_stepping_up = options->is_stepping_up,
				    .confirmed = options->confirmed };
	g_autoptr(GPtrArray) wishes = wishes_read(&session, orders);
	if (wishes == NULL)
		return EXIT_USAGE;
	g_auto(Refusal) refusal = { 0 };
	code = wishes_choose(&session, wishes, &refusal);
	if (code == EXIT_DONE && options->is_continuing)
		code = continue_all(&session, wishes, &refusal);
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, common);
	return code == EXIT_DONE ? wishes_fulfil(&session, wishes, &manner) : code;
}

static const OptionRow own_options[] = {
	OPTIONS_OF_ORDERS(ActivateOptions),
	{ "duration", 'd', G_OPTION_ARG_STRING, offsetof(ActivateOptions, duration),
	  "How long: 90m, 1h30m, PT2H, 'until 17:00'; 1h unless the policy allows less", "TIME" },
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(ActivateOptions, reason), "Why", "TEXT" },
	{ "ticket", 't', G_OPTION_ARG_STRING, offsetof(ActivateOptions, ticket), "Ticket number",
	  "NUMBER" },
	{ "ticket-system", 0, G_OPTION_ARG_STRING, offsetof(ActivateOptions, ticket_system),
	  "Where the ticket is kept", "NAME" },
	{ "start", 0, G_OPTION_ARG_STRING, offsetof(ActivateOptions, start),
	  "When: 17:00, 9am, 'mon 9:00', tomorrow, 'in 20m'; now if not given", "TIME" },
	{ "continue", 0, G_OPTION_ARG_NONE, offsetof(ActivateOptions, is_continuing),
	  "More time for what is active there: start when it ends", NULL },
	OPTIONS_STEP_UP(ActivateOptions, is_stepping_up, is_device),
	OPTION_CONFIRM(ActivateOptions),
	OPTIONS_WAIT_FOR(ActivateOptions),
	OPTION_JSON,
	{ 0 },
};

const Verb verb_activate = {
	.name = "activate",
	.document = DOCUMENT_REQUEST,
	.arguments = "[-]",
	.summary = "Activate a role, or several; - reads them as lines of JSON",
	.options = own_options,
	.size = sizeof(ActivateOptions),
	.arguments_max = 1,
	.check = check,
	.run_alone = run,
};
