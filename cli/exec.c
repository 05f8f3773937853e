/* Roles for one command: on before it, and to be ended after it. */
#include "cli/confirm.h"
#include "cli/exec-roles.h"
#include "cli/foreground.h"
#include "cli/leash.h"
#include "cli/owed.h"
#include "cli/payer.h"
#include "cli/set-words.h"
#include "cli/verbs.h"
#include "cli/wait.h"

typedef struct ExecOptions {
	Options common;
	OrderOptions orders;
	char **confirmed, **with;
	char *set, *duration, *reason, *ticket, *ticket_system, *wait_for, *timeout, *leash;
	gboolean is_holding, is_device, is_stepping_up;
} ExecOptions;

/* ---- The words ------------------------------------------------------------------------------------ */

static ExitCode refuse(const char *message, const char *hint)
{
	tell(message, hint);
	return EXIT_USAGE;
}

/* What a command needs has to count. What is tied to a leash is for whoever comes later. */
static bool read_lamps(const ExecOptions *options, LampWish *lamps)
{
	const char *unless_given =
		lamp_word(options->leash == NULL ? LAMP_EFFECTIVE : LAMP_GRANTED);
	return lamps_read(options->wait_for != NULL ? options->wait_for : unless_given,
			  options->timeout, lamps);
}

static ExitCode check(const Options *common)
{
	const ExecOptions *options = (const ExecOptions *)common;
	const bool has_command = common->arguments[0] != NULL;
	const bool has_pairs = options->orders.roles != NULL || options->orders.scopes != NULL;
	LampWish lamps;
	if (has_command && options->leash != NULL)
		return refuse("--leash stands in place of a command.", NULL);
	if (!has_command && options->leash == NULL && !options->orders.is_dry_run)
		return refuse("Say which command: myroles exec -r ROLE -s SCOPE -- COMMAND …",
			      "Or what the role is tied to: --leash=terminal, pid:N or lock.");
	if (options->set != NULL && has_pairs)
		return refuse("--set names the roles: --role and --scope do not go with it.", NULL);
	if (options->set == NULL && options->with != NULL)
		return refuse("--with fills in the reason of a --set.", NULL);
	if (options->leash != NULL && options->is_holding)
		return refuse("--hold waits for the end after a command: --leash has none.", NULL);
	if (options->leash != NULL && common->state_dir != NULL)
		return refuse("A demo ends with its verb, so nothing can be on a --leash there.",
			      NULL);
	return read_lamps(options, &lamps) ? EXIT_DONE : EXIT_USAGE;
}

static GPtrArray *read_pairs(const ExecOptions *options)
{
	const Order words = { .access = options->orders.access,
			      .duration = options->duration,
			      .reason = options->reason,
			      .ticket = options->ticket,
			      .ticket_system = options->ticket_system };
	return orders_read_pairs(&options->common, &options->orders, &words);
}

static GPtrArray *read_set(const ExecOptions *options)
{
	const SettingsPlace place = options_settings(&options->common);
	const SetGiven given = { .reason = options->reason,
				 .ticket = options->ticket,
				 .ticket_system = options->ticket_system,
				 .with = options->with };
	g_autoptr(GError) error = NULL;
	g_auto(SetWords) words = { 0 };
	g_autoptr(Settings) settings = backend_load_settings(&place, &error);
	if (settings == NULL) {
		tell_error(error);
		return NULL;
	}
	const ActivationSet *set = set_find(settings, options->set);
	if (set == NULL || orders_are_too_many(set->rows->len, options->orders.is_forced) ||
	    !set_words_read(set, &given, &words))
		return NULL;
	return set_orders(set, &words, options->duration);
}

/* ---- After it ------------------------------------------------------------------------------------- */

/* Until it is ended, or the person has waited enough: then it is ended later. */
static void pay_here(Session *session)
{
	tell_progress("Waiting until the role may be ended…");
	owed_learn_clock(session);
	for (Instant next = owed_pay(session); next != 0 && !session->is_interrupted;
	     next = owed_pay(session)) {
		bool is_over = false;
		Timer *timer =
			timer_at(backend_clock(session->backend), next, timer_note, &is_over);
		session_wait(session, &is_over);
		timer_free(timer);
	}
}

/* Whoever is started here pays; whatever keeps it from that, the next start of ours does. */
static void let_go(Lease *lease, Session *session, const ExecOptions *options)
{
	const bool is_owed = lease->is_owed;
	lease_release(lease, session);
	if (!is_owed)
		return;
	if (options->is_holding)
		pay_here(session);
	if (!options->is_holding || session->is_interrupted)
		payer_start(&options->common, NULL);
}

/* ---- The verb ------------------------------------------------------------------------------------- */

static ExitCode run_command(Session *session, const char *path, char **argv)
{
	int failure = 0;
	const int code = foreground_run(session, path, argv, &failure);
	if (failure != 0)
		tell_format("%s: %s.", path, g_strerror(failure));
	return (ExitCode)code;
}

static ExitCode tie(Lease *lease, const ExecOptions *options, const Leash *leash)
{
	if (!lease->is_owed) {
		tell("All of it was active before, so nothing is ended.", NULL);
		return EXIT_DONE;
	}
	const PayerLeash tied = { leash_word(leash->kind), leash->fd, lease->lock };
	if (!payer_start(&options->common, &tied)) {
		tell("The process that would wait could not be started: the role is ended now.",
		     NULL);
		return EXIT_FAILED;
	}
	say("Ends %s.", leash_words(leash->kind));
	return EXIT_DONE;
}

static ExitCode activate_and_run(Session *session, GPtrArray *wishes, const ExecOptions *options,
				 const char *path, const Leash *leash)
{
	LampWish lamps;
	g_auto(Lease) lease = { .lock = -1,
				.otherwise = path != NULL ? ", so the command is not run"
							  : ", so nothing stays on" };
	WishManner manner = { .options = &options->common,
			      .is_dry_run = options->orders.is_dry_run,
			      .is_device = options->is_device,
			      .is_stepping_up = options->is_stepping_up,
			      .confirmed = options->confirmed };
	if (manner.is_dry_run)
		return wishes_fulfil(session, wishes, &manner);
	if (!read_lamps(options, &lamps) || !lease_init(&lease, session))
		return EXIT_FAILED;
	ExitCode code = lease_activate(&lease, session, wishes, &manner, &lamps);
	if (code == EXIT_DONE && path == NULL) {
		code = tie(&lease, options, leash);
		if (code == EXIT_DONE)
			return code;
	} else if (code == EXIT_DONE) {
		code = run_command(session, path, options->common.arguments);
	}
	let_go(&lease, session, options);
	return code;
}

static ExitCode choose_and_run(const GPtrArray *orders, const ExecOptions *options,
			       const char *path, const Leash *leash)
{
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, &options->common, &code))
		return code;
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(GPtrArray) wishes = wishes_read(&session, orders);
	if (wishes == NULL)
		return EXIT_USAGE;
	code = wishes_choose(&session, wishes, &refusal);
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, &options->common);
	return code == EXIT_DONE ? activate_and_run(&session, wishes, options, path, leash) : code;
}

/* What cannot be run, or is no leash, is known before anything is sent. */
static ExitCode run(const Options *common)
{
	const ExecOptions *options = (const ExecOptions *)common;
	int missing = 0;
	g_autofree char *path = NULL;
	if (common->arguments[0] != NULL) {
		path = foreground_find(common->arguments[0], &missing);
		if (path == NULL)
			return (ExitCode)missing;
	}
	Leash leash = { .fd = -1 };
	if (options->leash != NULL && !leash_open(&leash, options->leash))
		return EXIT_USAGE;
	g_autoptr(GPtrArray) orders =
		options->set != NULL ? read_set(options) : read_pairs(options);
	const ExitCode code =
		orders != NULL ? choose_and_run(orders, options, path, &leash) : EXIT_USAGE;
	leash_clear(&leash);
	return code;
}

static const OptionRow own_options[] = {
	OPTIONS_OF_ORDERS(ExecOptions),
	{ "set", 0, G_OPTION_ARG_STRING, offsetof(ExecOptions, set),
	  "The roles of this set instead", "NAME" },
	{ "with", 0, G_OPTION_ARG_STRING_ARRAY, offsetof(ExecOptions, with),
	  "A word of the set's reason", "WORD=TEXT" },
	{ "duration", 'd', G_OPTION_ARG_STRING, offsetof(ExecOptions, duration),
	  "How long at most: 90m, 1h30m, PT2H, 'until 17:00'; 1h unless the policy allows less",
	  "TIME" },
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(ExecOptions, reason), "Why", "TEXT" },
	{ "ticket", 't', G_OPTION_ARG_STRING, offsetof(ExecOptions, ticket), "Ticket number",
	  "NUMBER" },
	{ "ticket-system", 0, G_OPTION_ARG_STRING, offsetof(ExecOptions, ticket_system),
	  "Where the ticket is kept", "NAME" },
	{ "wait", 0, G_OPTION_ARG_STRING, offsetof(ExecOptions, wait_for),
	  "What the roles have to be before the command is run; effective unless given",
	  "granted|listed|effective" },
	{ "timeout", 0, G_OPTION_ARG_STRING, offsetof(ExecOptions, timeout),
	  "Give up before the command is run when its roles are not that after so long: 30m; 20m "
	  "after they are on unless given",
	  "TIME" },
	{ "hold", 0, G_OPTION_ARG_NONE, offsetof(ExecOptions, is_holding),
	  "Return when the roles have ended, not when the command has", NULL },
	{ "leash", 0, G_OPTION_ARG_STRING, offsetof(ExecOptions, leash),
	  "Instead of a command: until this terminal is closed, that process has ended, or the "
	  "session is locked",
	  "terminal|pid:N|lock" },
	{ "step-up", 0, G_OPTION_ARG_NONE, offsetof(ExecOptions, is_stepping_up),
	  "Sign in when a role asks for a stronger sign-in, also without a terminal", NULL },
	{ "device", 0, G_OPTION_ARG_NONE, offsetof(ExecOptions, is_device),
	  "The same, with a code to type into a browser on any device", NULL },
	OPTION_CONFIRM(ExecOptions),
	{ 0 },
};

const Verb verb_exec = {
	.name = "exec",
	.arguments = "[-- COMMAND ...]",
	.summary = "Run a command with roles that are activated for it, and end them after it",
	.options = own_options,
	.size = sizeof(ExecOptions),
	.arguments_max = SIZE_MAX,
	.has_command = true,
	.runs_programs = true,
	.check = check,
	.run_alone = run,
};
