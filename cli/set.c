/* Sets of activations: started, looked at beforehand, ended, and made of what is active. */
#include "cli/confirm.h"
#include "cli/deactivate.h"
#include "cli/held.h"
#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/print.h"
#include "cli/rehearse.h"
#include "cli/requests.h"
#include "cli/set-save.h"
#include "cli/set-words.h"
#include "cli/verbs.h"
#include "cli/wish.h"
#include "frontend/document.h"
#include "frontend/grant-words.h"
#include "frontend/sets.h"
#include "src/model/duration.h"

typedef struct SetOptions {
	Options common;
	char **confirmed;
	char *duration, *reason, *ticket, *ticket_system;
	char **with;
	char *wait_for, *timeout;
	gboolean is_rehearsal, is_end, is_save;
	gboolean is_forced, is_waiting, is_device, is_stepping_up;
} SetOptions;

/* ---- Which set ------------------------------------------------------------------------------------ */

static ExitCode list_sets(const Settings *settings, const Options *options)
{
	const GPtrArray *sets = settings->sets;
	if (options->is_json) {
		print_document(document_sets(&tell_wording, &(ListSource){ 0 }, sets));
		return EXIT_DONE;
	}
	if (sets->len == 0)
		tell("There is no set yet.",
		     "`myroles set NAME --save` makes one of what you activated today.");
	else
		print_rows(options, settings, &set_sheet, &tell_wording, sets);
	return EXIT_DONE;
}

/* Many at once are meant only where somebody says so, or watches. */
static bool is_too_many(const SetOptions *options, guint count)
{
	if (count <= ORDERS_UNASKED || options->is_forced || tell_is_to_terminal())
		return false;
	tell_format("%u roles at once are more than ten, and nobody watches. Nothing was sent. "
		    "With --force they are.",
		    count);
	return true;
}

/* ---- Starting ------------------------------------------------------------------------------------- */

static Subject subject_of(const Target *target)
{
	const Grant *grant = &target->eligibility->grant;
	return (Subject){ .kind = REQUEST_ACTIVATE,
			  .workload = grant->workload,
			  .access = grant->access,
			  .role = grant->role,
			  .scope = target->scope };
}

static Request *request_of(const Assignment *row)
{
	const Grant *grant = &row->grant;
	Request *request = request_new();
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_ACTIVE;
	request->workload = grant->workload;
	request->access = grant->access;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	scope_copy(&request->scope, &grant->scope);
	request->start = grant->start;
	request->end = grant->end;
	return request;
}

static void tell_left_alone(const Session *session, const Assignment *row, const Options *options)
{
	if (options->is_json) {
		g_autoptr(Request) request = request_of(row);
		cJSON *document = document_request(&tell_wording, request, true, NULL);
		document_name_account(document, session->account);
		print_document(document);
		return;
	}
	const Wording wording = session_wording(session);
	g_autofree char *what = grant_words(&row->grant, NULL);
	g_autofree char *until = grant_until(&wording, &row->grant);
	tell_format("%s: active already, %s. Left alone.", what, until);
}

/* What is active already stays as it is: the wishes for it are taken out. False: interrupted. */
static bool leave_active(Session *session, GPtrArray *wishes, const Options *options)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) active = session_load(session, LIST_ASSIGNMENTS, &as_of);
	for (guint i = 0; active != NULL && i < wishes->len;) {
		const Wish *wish = wishes->pdata[i];
		const Subject subject = subject_of(&wish->target);
		const Assignment *row = held_find(active, &subject);
		if (row == NULL) {
			i++;
			continue;
		}
		tell_left_alone(session, row, options);
		g_ptr_array_remove_index(wishes, i);
	}
	return active != NULL;
}

static int compare_contexts(gconstpointer a, gconstpointer b)
{
	const Wish *one = *(const Wish *const *)a, *other = *(const Wish *const *)b;
	return g_strcmp0(one->policy->context, other->policy->context);
}

/* Roles that ask for the same sign-in stand together: it is done once for all of them. */
static void group_by_context(GPtrArray *wishes)
{
	g_ptr_array_sort(wishes, compare_contexts);
	for (guint i = 0; i < wishes->len;) {
		const char *context = ((const Wish *)wishes->pdata[i])->policy->context;
		guint end = i + 1;
		while (end < wishes->len &&
		       g_strcmp0(((const Wish *)wishes->pdata[end])->policy->context, context) == 0)
			end++;
		if (context != NULL && end - i > 1)
			tell_progress("%u roles ask for a sign-in with context %s: one will do.",
				      end - i, context);
		i = end;
	}
}

/* False: interrupted. */
static bool read_policies(Session *session, const GPtrArray *wishes)
{
	for (guint i = 0; i < wishes->len; i++) {
		Wish *wish = wishes->pdata[i];
		if (!wish_read_policy(session, wish))
			return false;
		if (!wish_cap_duration(wish))
			continue;
		const Subject subject = subject_of(&wish->target);
		g_autofree char *what = subject_words(&subject);
		g_autofree char *longest = duration_format(wish->duration);
		tell_format("%s: at most %s here, so it is asked for that long.", what, longest);
	}
	return true;
}

static ExitCode start(Session *session, GPtrArray *wishes, const SetOptions *options)
{
	g_auto(Refusal) refusal = { 0 };
	const ExitCode code = wishes_choose(session, wishes, &refusal);
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, &options->common);
	if (code != EXIT_DONE)
		return code;
	if (!leave_active(session, wishes, &options->common) || !read_policies(session, wishes))
		return EXIT_INTERRUPTED;
	group_by_context(wishes);
	LampWish lamps;
	if (!lamps_read(options->wait_for, options->timeout, &lamps))
		return EXIT_USAGE;
	const WishManner manner = { .options = &options->common,
				    .lamps = &lamps,
				    .is_waiting = options->is_waiting,
				    .is_device = options->is_device,
				    .is_stepping_up = options->is_stepping_up,
				    .confirmed = options->confirmed };
	return wishes_fulfil(session, wishes, &manner);
}

/* What is asked for comes first: while it is waited for, Ctrl-C is the shell's. */
static ExitCode start_or_rehearse(const ActivationSet *set, const SetOptions *options)
{
	const SetGiven given = { .reason = options->reason,
				 .ticket = options->ticket,
				 .ticket_system = options->ticket_system,
				 .with = options->with };
	g_auto(SetWords) words = { 0 };
	if (!options->is_rehearsal && is_too_many(options, set->rows->len))
		return EXIT_USAGE;
	if (!(options->is_rehearsal ? set_words_rehearse : set_words_read)(set, &given, &words))
		return EXIT_USAGE;
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, &options->common, &code))
		return code;
	g_autoptr(GPtrArray) orders = set_orders(set, &words, options->duration);
	g_autoptr(GPtrArray) wishes = wishes_read(&session, orders);
	if (wishes == NULL)
		return EXIT_USAGE;
	return options->is_rehearsal ? rehearse(&session, wishes, &options->common)
				     : start(&session, wishes, options);
}

/* ---- Ending --------------------------------------------------------------------------------------- */

static ExitCode end_one(Session *session, const Request *request, const GPtrArray *active,
			const SetOptions *options)
{
	const DeactivateManner manner = { .options = &options->common,
					  .is_waiting = options->is_waiting,
					  .is_listed = true };
	g_auto(Subject) subject = subject_of_request(request);
	const Assignment *row = held_find(active, &subject);
	if (row != NULL && row->assignment_type == ASSIGNMENT_ACTIVATED)
		return deactivate_row(session, row, &manner);
	g_autofree char *what = subject_words(&subject);
	if (request->state == REQUEST_STATE_ACTIVE && session->problems->len == 0) {
		tell_format("%s: not active any more.", what);
		return EXIT_DONE;
	}
	if (request->state == REQUEST_STATE_ACTIVE)
		return session_report(session, false);
	tell_format("%s is not active yet: `myroles cancel %.8s` takes the request back.", what,
		    request->id);
	return EXIT_WAITING;
}

/* The journal knows which activations were the set's; what was asked for again since then is not. */
static ExitCode end_set(const char *name, const SetOptions *options)
{
	ExitCode code = EXIT_USAGE;
	Instant as_of = 0;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, &options->common, &code))
		return code;
	g_autoptr(GPtrArray) told = session_load(&session, LIST_REQUESTS, &as_of);
	g_autoptr(GPtrArray) active =
		told != NULL ? session_load(&session, LIST_ASSIGNMENTS, &as_of) : NULL;
	if (active == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) entries = session_read_journal(&session, NULL, 0, &code);
	if (entries == NULL)
		return code;
	g_autoptr(GPtrArray) held = set_list_held(entries, name, session_now(&session));
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(ExitCode));
	if (is_too_many(options, held->len))
		return EXIT_USAGE;
	if (held->len == 0 && session.has_gaps) {
		tell_format("What the set \"%s\" activated is not known: the journal cannot be "
			    "read.",
			    name);
		return EXIT_FAILED;
	}
	if (held->len == 0) {
		tell_format("Nothing is active that the set \"%s\" activated.", name);
		return EXIT_DONE;
	}
	for (guint i = 0; i < held->len && !session.is_interrupted; i++) {
		code = end_one(&session, held->pdata[i], active, options);
		g_array_append_val(codes, code);
	}
	if (session.has_gaps) {
		tell("The journal cannot be read as a whole, so the set may have activated more.",
		     NULL);
		code = EXIT_PARTLY;
		g_array_append_val(codes, code);
	}
	return session.is_interrupted ? EXIT_INTERRUPTED : orders_join_codes(codes);
}

/* ---- The verb ------------------------------------------------------------------------------------- */

static ExitCode check(const Options *common)
{
	const SetOptions *options = (const SetOptions *)common;
	const char *name = common->arguments[0];
	LampWish lamps;
	if (!lamps_read(options->wait_for, options->timeout, &lamps))
		return EXIT_USAGE;
	const int ways = options->is_rehearsal + options->is_end + options->is_save;
	if (ways > 1 || (ways > 0 && name == NULL)) {
		tell("Give a set's name, and --rehearse, --end or --save alone, or none of them.",
		     NULL);
		return EXIT_USAGE;
	}
	if (options->is_save && !settings_is_name(name)) {
		tell("A set's name is made of letters, digits, dots, - and _.", NULL);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static ExitCode run(const Options *common)
{
	const SetOptions *options = (const SetOptions *)common;
	const char *name = common->arguments[0];
	g_autoptr(GError) error = NULL;
	const SettingsPlace place = options_settings(common);
	g_autoptr(Settings) settings = backend_load_settings(&place, &error);
	if (settings == NULL)
		return tell_error(error);
	if (name == NULL)
		return list_sets(settings, common);
	if (options->is_save)
		return set_save(name, common);
	/* What a set activated can be ended although it is not in the configuration any more. */
	if (options->is_end)
		return end_set(name, options);
	const ActivationSet *set = set_find(settings, name);
	return set != NULL ? start_or_rehearse(set, options) : EXIT_USAGE;
}

static DocumentKind document_of(const Options *common)
{
	const SetOptions *options = (const SetOptions *)common;
	if (options->is_rehearsal)
		return DOCUMENT_FINDINGS;
	return common->arguments[0] == NULL || options->is_save ? DOCUMENT_SETS : DOCUMENT_REQUEST;
}

static const OptionRow own_options[] = {
	{ "rehearse", 'n', G_OPTION_ARG_NONE, offsetof(SetOptions, is_rehearsal),
	  "Look whether each role would be given, and send nothing", NULL },
	{ "end", 0, G_OPTION_ARG_NONE, offsetof(SetOptions, is_end),
	  "Deactivate what the set activated, and nothing else", NULL },
	{ "save", 0, G_OPTION_ARG_NONE, offsetof(SetOptions, is_save),
	  "Make a set of this name of what you activated today and is active", NULL },
	{ "duration", 'd', G_OPTION_ARG_STRING, offsetof(SetOptions, duration),
	  "How long, in place of what the set says", "TIME" },
	{ "reason", 'm', G_OPTION_ARG_STRING, offsetof(SetOptions, reason),
	  "Why, in place of the set's reason", "TEXT" },
	{ "ticket", 't', G_OPTION_ARG_STRING, offsetof(SetOptions, ticket),
	  "Ticket number, also for {ticket} in the reason", "NUMBER" },
	{ "ticket-system", 0, G_OPTION_ARG_STRING, offsetof(SetOptions, ticket_system),
	  "Where the ticket is kept", "NAME" },
	{ "with", 0, G_OPTION_ARG_STRING_ARRAY, offsetof(SetOptions, with),
	  "What stands for {WORD} in the reason; may be given several times", "WORD=TEXT" },
	{ "force", 0, G_OPTION_ARG_NONE, offsetof(SetOptions, is_forced),
	  "Send for more than ten roles at once although nobody watches", NULL },
	{ "step-up", 0, G_OPTION_ARG_NONE, offsetof(SetOptions, is_stepping_up),
	  "Sign in when a role asks for a stronger sign-in, also without a terminal", NULL },
	{ "device", 0, G_OPTION_ARG_NONE, offsetof(SetOptions, is_device),
	  "The same, with a code to type into a browser on any device", NULL },
	OPTION_CONFIRM(SetOptions),
	OPTIONS_WAIT_FOR(SetOptions),
	OPTION_JSON,
	{ 0 },
};

const Verb verb_set = {
	.name = "set",
	.document = DOCUMENT_REQUEST,
	.document_of = document_of,
	.arguments = "[SET]",
	.summary = "Activate a set of roles that the configuration names, rehearse or end it",
	.options = own_options,
	.size = sizeof(SetOptions),
	.arguments_max = 1,
	.check = check,
	.run_alone = run,
};
