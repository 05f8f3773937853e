#include "cli/briefs.h"
#include "cli/elsewhere.h"
#include "cli/holdings.h"
#include "cli/list-words.h"
#include "cli/output.h"
#include "cli/owed.h"
#include "cli/print.h"
#include "cli/requests.h"
#include "cli/shape.h"
#include "cli/verbs.h"
#include "frontend/alike.h"
#include "frontend/document.h"
#include "frontend/often.h"
#include "frontend/term.h"
#include "src/base/nearby.h"

typedef struct ListOptions {
	Options common;
	gboolean is_cached, has_briefs;
	gboolean is_of_all;
	char *at;
} ListOptions;

static const ListWord *find_word(const Options *options)
{
	return list_word_find(options->arguments[0]);
}

static ExitCode refuse(const char *message, const char *hint)
{
	tell(message, hint);
	return EXIT_USAGE;
}

static bool is_at(const Options *options)
{
	return ((const ListOptions *)options)->at != NULL;
}

static bool has_briefs(const Options *options)
{
	return ((const ListOptions *)options)->has_briefs;
}

static bool is_of_all(const Options *options)
{
	return ((const ListOptions *)options)->is_of_all;
}

static ExitCode refuse_word(const char *typed)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const ListWord *word = list_words; word->word != NULL; word++)
		g_ptr_array_add(names, (gpointer)word->word);
	g_autofree char *hint = nearby_hint(typed, names);
	g_autofree char *message = g_strdup_printf("There is no list \"%s\"%s: it is eligible, "
						   "dormant, active, requests or approvals.",
						   typed, hint);
	return refuse(message, "See `myroles list --help`.");
}

static ExitCode check(const Options *options)
{
	const ListWord *word = find_word(options);
	if (is_of_all(options) && word != NULL && word->list != LIST_ASSIGNMENTS)
		return refuse("--all-accounts goes with active: of other accounts nothing else is "
			      "told.",
			      NULL);
	if (is_of_all(options) && is_at(options))
		return refuse("--at tells everybody at a scope, --all-accounts your own accounts: "
			      "take one of them.",
			      NULL);
	if (has_briefs(options) && word != NULL && word->list != LIST_APPROVALS)
		return refuse("--brief goes with approvals: what to know before deciding.", NULL);
	if (has_briefs(options) && ((const ListOptions *)options)->is_cached)
		return refuse("What to know of approvals is not kept: --brief asks the service.",
			      NULL);
	if (is_at(options) && word != NULL && word->list != LIST_ASSIGNMENTS)
		return refuse("--at goes with active: who is active there.", NULL);
	if (is_at(options) && ((const ListOptions *)options)->is_cached)
		return refuse("Who is active at a scope is not kept: --at asks the service.", NULL);
	return word != NULL ? EXIT_DONE : refuse_word(options->arguments[0]);
}

/* `owed`: of what is active; NULL: of anything else. */
static void print(const Session *session, const ListWord *word, const Listing *listing,
		  const GPtrArray *owed, const Options *options)
{
	Wording wording = session_wording(session);
	/* Plain columns hold the whole ids. */
	g_autoptr(GHashTable) tails =
		output_is_terminal() && word->has_grants ? alike_tails(listing->rows) : NULL;
	wording.tails = tails;
	wording.stale = listing->stale;
	const Sheet *sheet = shape_sheet(options);
	shape_sort(options, sheet, &wording, listing->rows);
	if (options->is_json) {
		cJSON *document = list_word_document(word, session, &wording, listing);
		if (word->list == LIST_ASSIGNMENTS)
			document_tell_owed(document, owed);
		print_document(document);
	} else if (listing->rows->len > 0) {
		print_rows(options, session->settings, sheet, &wording, listing->rows);
	} else if (session->problems->len == 0 && listing->known != 0) {
		tell_progress("%s", word->none);
	}
}

/* What was used often and lately first: the journal tells. */
static bool sort_by_use(Session *session, const Options *options, GPtrArray *rows, ExitCode *code)
{
	bool is_backwards = false;
	if (!shape_is_by_order(options, &is_backwards))
		return true;
	g_autoptr(GPtrArray) entries = session_read_journal(session, NULL, 0, code);
	if (entries == NULL)
		return false;
	often_sort(rows, entries, session_now(session), is_backwards);
	return true;
}

/* The same rows, with what to know of each. */
static ExitCode print_briefs(Session *session, const Listing *listing, const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) briefs =
		session_read_briefs(session, listing->rows, listing->rows, &code);
	if (briefs == NULL)
		return code;
	const Wording wording = session_wording(session);
	const Sheet *sheet = shape_sheet(options);
	shape_sort(options, sheet, &wording, briefs);
	if (options->is_json) {
		const ListSource source = { session->account, listing->as_of, session->problems };
		g_autoptr(GHashTable) none = g_hash_table_new(NULL, NULL);
		cJSON *document =
			document_list(&wording, &source, document_items(briefs, document_briefed));
		document_tell_stale(document, false, briefs, none);
		print_document(document);
	} else if (briefs->len > 0) {
		print_rows(options, session->settings, sheet, &wording, briefs);
	}
	return briefs_are_whole(briefs) || code != EXIT_DONE ? code : EXIT_PARTLY;
}

static ExitCode run_briefs(Session *session, const ListWord *word, const Options *options)
{
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, word->list, LISTS_ASKED, &listing))
		return EXIT_INTERRUPTED;
	const ExitCode code = print_briefs(session, &listing, options);
	if (code == EXIT_INTERRUPTED)
		return code;
	if (listing.rows->len == 0 && session->problems->len == 0)
		tell_progress("%s", word->none);
	const ExitCode reported = session_report(session, listing.has_fresh);
	return reported != EXIT_DONE ? reported : code;
}

static unsigned kept_lists(const Options *options)
{
	return ((const ListOptions *)options)->is_cached ? 1u << find_word(options)->list : 0;
}

static ExitCode run(Session *session, const Options *options)
{
	const bool is_cached = ((const ListOptions *)options)->is_cached;
	const ListWord *word = find_word(options);
	if (is_at(options))
		return holdings_run(session, options, ((const ListOptions *)options)->at);
	if (has_briefs(options))
		return run_briefs(session, word, options);
	g_auto(Listing) listing = { 0 };
	ExitCode code = EXIT_DONE;
	if (!session_list(session, word->list, is_cached ? LISTS_KEPT : LISTS_ASKED_OR_KEPT,
			  &listing))
		return EXIT_INTERRUPTED;
	if (is_cached && listing.known == 0 && !is_of_all(options))
		return tell_nothing_kept();
	if (is_cached)
		session_add_unknown(session, &listing);
	if (!list_word_complete(word, session, &listing, &code))
		return code;
	if (!sort_by_use(session, options, listing.rows, &code))
		return code;
	if (is_of_all(options))
		return elsewhere_print(session, options, &listing, listing.has_fresh || is_cached);
	g_autoptr(GPtrArray) owed = word->list == LIST_ASSIGNMENTS ? owed_read(session) : NULL;
	print(session, word, &listing, owed, options);
	if (!options->is_json)
		owed_tell(session, owed);
	return session_report(session, listing.has_fresh || is_cached);
}

static const OptionRow own_options[] = {
	OPTION_CACHED(ListOptions),
	{ "at", 0, G_OPTION_ARG_STRING, offsetof(ListOptions, at),
	  "Of active: everybody's at this scope, where you may read that", "SCOPE" },
	{ "brief", 0, G_OPTION_ARG_NONE, offsetof(ListOptions, has_briefs),
	  "Of approvals: add what to know before deciding each", NULL },
	{ "all-accounts", 0, G_OPTION_ARG_NONE, offsetof(ListOptions, is_of_all),
	  "Of active: those of other accounts, too, as they were known last; nothing is sent for "
	  "them",
	  NULL },
	OPTIONS_TABLE,
	OPTION_JSON,
	{ 0 },
};

static const VerbSheet sheets[] = {
	{ "eligible", &eligibility_sheet, .order = "use" },
	{ "active", &assignment_sheet },
	{ "active --at", &holding_sheet, .is_meant = is_at },
	{ "active --all-accounts", &elsewhere_sheet, .is_meant = is_of_all },
	{ "requests", &open_request_sheet },
	{ "approvals", &approval_sheet },
	{ "approvals --brief", &briefed_sheet, .is_meant = has_briefs },
	{ "dormant", &dormant_sheet },
	{ 0 },
};

const Verb verb_list = {
	.name = "list",
	.arguments = "eligible|dormant|active|requests|approvals",
	.summary = "List the roles that may be activated (dormant: later, or until lately), that "
		   "are active "
		   "now, your requests, or what waits for your decision",
	.options = own_options,
	.size = sizeof(ListOptions),
	.sheets = sheets,
	.is_hasty = true,
	.arguments_min = 1,
	.arguments_max = 1,
	.kept = kept_lists,
	.check = check,
	.run = run,
};
