/* `changes`: what is not as it was when one looked last. */
#include "cli/lists.h"
#include "cli/print.h"
#include "cli/shape.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "frontend/list-problems.h"

typedef struct ChangesOptions {
	Options common;
	gboolean is_cached, has_seen, is_seen;
} ChangesOptions;

static uint64_t ask(Session *session, const ChangesOptions *options)
{
	Intent *intent = intent_new(0, INTENT_READ_CHANGES);
	intent->is_deep = options->has_seen;
	return session_send(session, intent);
}

/* Its answer, held; NULL: interrupted. *is_known: what was before could be read. */
static GPtrArray *await_rows(Session *session, uint64_t id, bool *is_known)
{
	*is_known = true;
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return NULL;
		if (event->intent_id == id && event->kind == EVENT_CHANGES) {
			*is_known = event->problem == NULL;
			if (event->problem != NULL)
				list_problems_add(session->problems, NULL, event->problem);
			return g_ptr_array_ref(event->rows);
		}
		if (event->intent_id == id && event->kind == EVENT_INTENT_DONE)
			return g_ptr_array_new();
	}
}

static void print(const Session *session, const GPtrArray *told, const Options *options)
{
	const Wording wording = session_wording(session);
	const ListSource source = { session->account, session_now(session), session->problems };
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new(); /* which one is the newest is known by the order told */
	for (guint i = 0; i < told->len; i++)
		g_ptr_array_add(rows, told->pdata[i]);
	shape_sort(options, &change_sheet, &wording, rows);
	if (options->is_json)
		print_document(
			document_list(&wording, &source, document_items(rows, document_change)));
	else if (rows->len > 0)
		print_rows(options, session->settings, &change_sheet, &wording, rows);
	else if (session->problems->len == 0)
		tell_progress("Nothing has changed.");
}

static bool see(Session *session, const GPtrArray *rows)
{
	Intent *intent = intent_new(0, INTENT_SEE_CHANGES);
	intent->number = ((const Change *)rows->pdata[rows->len - 1])->number;
	bool is_known;
	g_autoptr(GPtrArray) left = await_rows(session, session_send(session, intent), &is_known);
	return left != NULL;
}

static unsigned kept_lists(const Options *options)
{
	return ((const ChangesOptions *)options)->is_cached ? 1u << LIST_ELIGIBILITIES : 0;
}

static ExitCode run(Session *session, const Options *options)
{
	const ChangesOptions *own = (const ChangesOptions *)options;
	g_auto(Listing) listing = { 0 };
	if (!session->settings->has_snapshot) {
		tell("With snapshot=off in the configuration nothing is known of what was.",
		     "Set snapshot=on.");
		return EXIT_USAGE;
	}
	if (!session_list(session, LIST_ELIGIBILITIES, own->is_cached ? LISTS_KEPT : LISTS_ASKED,
			  &listing))
		return EXIT_INTERRUPTED;
	if (own->is_cached && listing.known == 0)
		return tell_nothing_kept();
	bool is_known = true;
	g_autoptr(GPtrArray) rows = await_rows(session, ask(session, own), &is_known);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	print(session, rows, options);
	if (own->is_seen && rows->len > 0 && !see(session, rows))
		return EXIT_INTERRUPTED;
	return session_report(session, is_known && listing.known != 0);
}

static const OptionRow own_options[] = {
	{ "all", 0, G_OPTION_ARG_NONE, offsetof(ChangesOptions, has_seen),
	  "Also those that were seen", NULL },
	{ "seen", 0, G_OPTION_ARG_NONE, offsetof(ChangesOptions, is_seen),
	  "They count as seen from now on, in the dashboard too", NULL },
	OPTION_CACHED(ChangesOptions),
	OPTIONS_TABLE,
	OPTION_JSON,
	{ 0 },
};

static const VerbSheet sheets[] = { { NULL, &change_sheet }, { 0 } };

const Verb verb_changes = {
	.name = "changes",
	.summary = "Tell what changed since you looked last: eligibilities, and what roles ask for "
		   "and permit",
	.options = own_options,
	.sheets = sheets,
	.size = sizeof(ChangesOptions),
	.is_hasty = true,
	.kept = kept_lists,
	.run = run,
};
