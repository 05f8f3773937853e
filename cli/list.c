#include <string.h>

#include "cli/lists.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "frontend/alike.h"
#include "frontend/document.h"

typedef struct ListOptions {
	Options common;
	gboolean is_cached;
} ListOptions;

/* The words that the verb takes. */
typedef struct ListWord {
	const char *word;
	ListId list;
	const Sheet *sheet;
	DocumentItem item;
	const char *none;
} ListWord;

static const ListWord words[] = {
	{ "eligible", LIST_ELIGIBILITIES, &eligibility_sheet, document_eligibility,
	  "You are eligible for no role." },
	{ "active", LIST_ASSIGNMENTS, &assignment_sheet, document_assignment,
	  "No role is active." },
};

static const ListWord *find_word(const Options *options)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i].word, options->arguments[0]) == 0)
			return &words[i];
	}
	return NULL;
}

static ExitCode check(const Options *options)
{
	if (find_word(options) != NULL)
		return EXIT_DONE;
	tell("list takes one word: eligible or active.", "See `myroles list --help`.");
	return EXIT_USAGE;
}

static void print(const Session *session, const ListWord *word, const Listing *listing,
		  bool is_json)
{
	Wording wording = session_wording(session);
	/* Plain columns hold the whole ids. All kinds of rows begin with their grant. */
	g_autoptr(GHashTable) tails = output_is_terminal() ? alike_tails(listing->rows) : NULL;
	wording.tails = tails;
	wording.stale = listing->stale;
	const ListSource source = { session->account, listing->as_of, session->problems };
	if (is_json) {
		cJSON *document =
			document_list(&wording, &source, document_items(listing->rows, word->item));
		document_tell_stale(document, listing->is_stale, listing->rows, listing->stale);
		print_document(document);
	} else if (listing->rows->len > 0) {
		print_rows(word->sheet, &wording, listing->rows);
	} else if (session->problems->len == 0 && listing->known != 0) {
		tell_progress("%s", word->none);
	}
}

static ExitCode run(Session *session, const Options *options)
{
	const bool is_cached = ((const ListOptions *)options)->is_cached;
	const ListWord *word = find_word(options);
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, word->list, is_cached ? LISTS_KEPT : LISTS_ASKED_OR_KEPT,
			  &listing))
		return EXIT_INTERRUPTED;
	if (is_cached && listing.known == 0)
		return tell_nothing_kept();
	print(session, word, &listing, options->is_json);
	return session_report(session, listing.has_fresh);
}

static const OptionRow own_options[] = {
	OPTION_CACHED(ListOptions),
	OPTION_JSON,
	{ 0 },
};

const Verb verb_list = {
	.name = "list",
	.arguments = "eligible|active",
	.summary = "List the roles that may be activated, or that are active now",
	.options = own_options,
	.size = sizeof(ListOptions),
	.is_hasty = true,
	.arguments_min = 1,
	.arguments_max = 1,
	.check = check,
	.run = run,
};
