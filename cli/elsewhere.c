#include "cli/elsewhere.h"

#include "cli/print.h"
#include "cli/shape.h"
#include "frontend/document.h"
#include "frontend/list-problems.h"
#include "src/model/elsewhere.h"

/* What the account in use holds; when that was true is told of each. */
static void add_own(const Session *session, const Options *options, const Listing *listing,
		    GPtrArray *rows)
{
	const AccountSettings *settings =
		settings_find_account(session->settings, options->account);
	for (guint i = 0; session->account != NULL && i < listing->rows->len; i++) {
		const Assignment *row = listing->rows->pdata[i];
		const Instant *stale = g_hash_table_lookup(listing->stale, row);
		Elsewhere *own = elsewhere_new(settings != NULL ? settings->name : "",
					       session->account, assignment_copy(row),
					       stale != NULL ? *stale : listing->as_of);
		own->is_current = stale == NULL;
		g_ptr_array_add(rows, own);
	}
}

/* False: it was interrupted. */
static bool add_others(Session *session, GPtrArray *rows)
{
	const uint64_t id = session_send(session, intent_new(0, INTENT_READ_OTHERS));
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return false;
		if (event->intent_id != id)
			continue;
		if (event->kind == EVENT_INTENT_DONE)
			return true;
		if (event->kind != EVENT_OTHERS)
			continue;
		if (event->problem != NULL)
			list_problems_add(session->problems, NULL, event->problem);
		for (guint i = 0; event->rows != NULL && i < event->rows->len; i++)
			g_ptr_array_add(rows, elsewhere_copy(event->rows->pdata[i]));
	}
}

static bool has_stale(const Listing *listing, const GPtrArray *rows)
{
	bool is_stale = listing->is_stale;
	for (guint i = 0; i < rows->len && !is_stale; i++)
		is_stale = !((const Elsewhere *)rows->pdata[i])->is_current;
	return is_stale;
}

ExitCode elsewhere_print(Session *session, const Options *options, const Listing *listing,
			 bool has_rows)
{
	const Wording wording = session_wording(session);
	const Sheet *sheet = shape_sheet(options);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)elsewhere_free);
	add_own(session, options, listing, rows);
	if (!add_others(session, rows))
		return EXIT_INTERRUPTED;
	const ListSource source = { session->account, listing->as_of, session->problems };
	shape_sort(options, sheet, &wording, rows);
	if (options->is_json) {
		cJSON *document =
			document_list(&wording, &source, document_items(rows, document_elsewhere));
		document_set(document, "stale", cJSON_CreateBool(has_stale(listing, rows)));
		print_document(document);
	} else if (rows->len > 0)
		print_rows(options, session->settings, sheet, &wording, rows);
	else if (session->problems->len == 0)
		tell_progress("No account has an active role, as far as is known.");
	return session_report(session, has_rows || rows->len > 0);
}
