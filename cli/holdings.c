#include "cli/holdings.h"

#include "cli/lists.h"
#include "cli/place.h"
#include "cli/print.h"
#include "cli/shape.h"
#include "frontend/document.h"
#include "frontend/holding-words.h"
#include "frontend/list-problems.h"

/* NULL: it was told why not, and *code says how to end. */
static Holdings *read_holdings(Session *session, const Place *place, ExitCode *code)
{
	Intent *intent = intent_new(0, INTENT_READ_HOLDINGS);
	intent->workload = place->workload;
	scope_copy(&intent->scope, &place->scope);
	const uint64_t id = session_send(session, intent);
	*code = EXIT_FAILED;
	for (;;) {
		g_autoptr(Event) event = session_await(session, id, code);
		if (event == NULL)
			return NULL;
		if (event->holdings != NULL)
			return g_steal_pointer(&event->holdings);
		if (event->kind == EVENT_INTENT_DONE)
			return NULL;
	}
}

static GPtrArray *copy_rows(const Holdings *holdings)
{
	GPtrArray *rows = g_ptr_array_new();
	g_ptr_array_extend(rows, holdings->rows, NULL, NULL);
	return rows;
}

static void print(const Session *session, const Place *place, const Holdings *holdings,
		  const Options *options)
{
	const Wording wording = session_wording(session);
	const ListSource source = { session->account, holdings->as_of, session->problems };
	const Sheet *sheet = shape_sheet(options);
	g_autoptr(GPtrArray) rows = copy_rows(holdings);
	shape_sort(options, sheet, &wording, rows);
	g_autofree char *none = holdings_none_words(&place->scope, holdings);
	if (options->is_json)
		print_document(
			document_list(&wording, &source, document_items(rows, document_holding)));
	else if (rows->len > 0)
		print_rows(options, session->settings, sheet, &wording, rows);
	else
		tell_progress("%s", none);
}

ExitCode holdings_run(Session *session, const Options *options, const char *at)
{
	g_auto(Place) place = { 0 };
	g_auto(Refusal) refusal = { 0 };
	ExitCode code = choose_scope(session, at, &place, &refusal);
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, options);
	if (code != EXIT_DONE)
		return code;
	g_autoptr(Holdings) holdings = read_holdings(session, &place, &code);
	if (holdings == NULL)
		return code;
	holdings_add_problems(session->problems, place.workload, holdings);
	print(session, &place, holdings, options);
	return session_report(session, holdings->rows->len > 0);
}
