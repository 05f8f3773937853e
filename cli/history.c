#include <limits.h>

#include "cli/lists.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "frontend/document.h"

typedef struct HistoryOptions {
	Options common;
	char *search;
	int limit;
} HistoryOptions;

static const HistoryOptions defaults = { .limit = INT_MAX };

static void print(const Session *session, const GPtrArray *entries, bool is_json)
{
	const Wording wording = session_wording(session);
	const ListSource source = { session->account, wording.now, session->problems };
	if (is_json)
		print_document(document_list(&wording, &source,
					     document_items(entries, document_history)));
	else if (entries->len > 0)
		print_rows(&history_sheet, &wording, entries);
	else if (session->problems->len == 0)
		tell_progress("No request matches.");
}

static ExitCode check(const Options *options)
{
	if (((const HistoryOptions *)options)->limit > 0)
		return EXIT_DONE;
	tell("--limit is a number above 0.", NULL);
	return EXIT_USAGE;
}

static ExitCode show_journal(Session *session, const HistoryOptions *options)
{
	Intent *intent = intent_new(0, INTENT_READ_HISTORY);
	intent->query.limit = (size_t)options->limit;
	intent->query_text = g_strdup(options->search);
	intent->query.text = intent->query_text;
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		if (event->intent_id != id)
			continue;
		if (event->problem != NULL)
			return tell_problem(event->problem);
		if (event->kind == EVENT_HISTORY && event->rows != NULL) {
			print(session, event->rows, options->common.is_json);
			/* Without a workload's list the journal may lack what was asked for elsewhere. */
			return session_report(session, event->rows->len > 0);
		}
		if (event->kind == EVENT_INTENT_DONE) {
			tell("The journal gave no answer.", NULL);
			return EXIT_FAILED;
		}
	}
}

/* What the service tells of one's own requests goes into the journal first. */
static ExitCode run(Session *session, const Options *options)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) told = session_load(session, LIST_REQUESTS, &as_of);
	return told == NULL ? EXIT_INTERRUPTED
			    : show_journal(session, (const HistoryOptions *)options);
}

static const OptionRow own_options[] = {
	{ "search", 0, G_OPTION_ARG_STRING, offsetof(HistoryOptions, search),
	  "Only requests with these words in role, scope, reason or ticket", "TEXT" },
	{ "limit", 'n', G_OPTION_ARG_INT, offsetof(HistoryOptions, limit),
	  "At most this many, newest first", "N" },
	OPTION_JSON,
	{ 0 },
};

const Verb verb_history = {
	.name = "history",
	.summary = "List your own requests from the journal",
	.options = own_options,
	.size = sizeof(HistoryOptions),
	.defaults = &defaults,
	.check = check,
	.run = run,
};
