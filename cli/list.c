#include <string.h>

#include "cli/lists.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "frontend/alike.h"
#include "frontend/document.h"

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

static ExitCode run(Session *session, const Options *options)
{
	const ListWord *word = find_word(options);
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, word->list, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	Wording wording = session_wording(session);
	/* Plain columns hold the whole ids. Both kinds of rows begin with their grant. */
	g_autoptr(GHashTable) tails = output_is_terminal() ? alike_tails(rows) : NULL;
	wording.tails = tails;
	const ListSource source = { session->account, as_of, session->problems };
	if (options->is_json)
		print_document(document_list(&wording, &source, document_items(rows, word->item)));
	else if (rows->len > 0)
		print_rows(word->sheet, &wording, rows);
	else if (session->problems->len == 0)
		tell_progress("%s", word->none);
	return session_report(session, rows->len > 0);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_list = {
	.name = "list",
	.arguments = "eligible|active",
	.summary = "List the roles that may be activated, or that are active now",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.check = check,
	.run = run,
};
