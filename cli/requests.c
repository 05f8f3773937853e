#include "cli/requests.h"

#include <string.h>

#include "cli/lists.h"
#include "frontend/columns.h"
#include "frontend/list-problems.h"
#include "frontend/open-requests.h"
#include "frontend/subject.h"

#define ID_LEAST 4 /* a begin of an id that is shorter names nothing */

GPtrArray *session_read_journal(Session *session, const char *search, size_t limit, ExitCode *code)
{
	Intent *intent = intent_new(0, INTENT_READ_HISTORY);
	intent->query.limit = limit;
	intent->query_text = g_strdup(search);
	intent->query.text = intent->query_text;
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_await(session, id, code);
		if (event == NULL)
			return NULL;
		if (event->kind == EVENT_HISTORY && event->rows != NULL) {
			session->has_gaps = event->has_gaps;
			return g_ptr_array_ref(event->rows);
		}
		if (event->kind == EVENT_INTENT_DONE) {
			tell("The journal gave no answer.", NULL);
			*code = EXIT_FAILED;
			return NULL;
		}
	}
}

GPtrArray *session_read_all(Session *session, const char *search, ExitCode *code)
{
	GPtrArray *entries = session_read_journal(session, search, 0, code);
	g_autoptr(Problem) problem =
		problem_new(PROBLEM_FAILED, "journal-unread",
			    "The journal cannot be read whole, so requests may be missing.", NULL);
	if (entries != NULL && session->has_gaps)
		list_problems_add(session->problems, NULL, problem);
	return entries;
}

GPtrArray *session_open_requests(Session *session, const GPtrArray *told, ExitCode *code)
{
	g_autoptr(GPtrArray) entries = session_read_all(session, NULL, code);
	ToldRequests by_workload[WORKLOAD_COUNT] = { 0 };
	if (entries == NULL)
		return NULL;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		GPtrArray *rows = g_ptr_array_new();
		for (guint k = 0; k < told->len; k++) {
			const Request *request = told->pdata[k];
			if (request->workload == (WorkloadId)i)
				g_ptr_array_add(rows, told->pdata[k]);
		}
		by_workload[i] = (ToldRequests){ rows, session_now(session) };
	}
	GPtrArray *open = open_requests(entries, by_workload, session_now(session));
	for (int i = 0; i < WORKLOAD_COUNT; i++)
		g_ptr_array_unref((GPtrArray *)by_workload[i].rows);
	return open;
}

bool is_about_request(const Event *event, const Request *request)
{
	const Request *other = event->request;
	if (other == NULL || other->id == NULL)
		return false;
	return g_ascii_strcasecmp(other->id, request->id) == 0 ||
	       (request->service_id != NULL && other->service_id != NULL &&
		g_ascii_strcasecmp(other->service_id, request->service_id) == 0);
}

/* ---- Which one is meant ------------------------------------------------------------------------- */

static bool is_named(const Request *request, const char *id)
{
	const char *const own[] = { request->id, request->service_id };
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
		if (own[i] != NULL && g_ascii_strncasecmp(own[i], id, strlen(id)) == 0)
			return true;
	}
	return false;
}

GPtrArray *requests_find_named(const GPtrArray *entries, const char *id)
{
	GPtrArray *named = g_ptr_array_new();
	for (guint i = 0; i < entries->len; i++) {
		const HistoryEntry *entry = entries->pdata[i];
		if (is_named(entry->request, id))
			g_ptr_array_add(named, entry->request);
	}
	return named;
}

static void tell_several(const GPtrArray *named)
{
	g_autoptr(GString) text = g_string_new("These begin alike:");
	for (guint i = 0; i < named->len; i++) {
		g_auto(Subject) subject = subject_of_request(named->pdata[i]);
		g_autofree char *words = subject_words(&subject);
		g_string_append_printf(text, "%s %s (%s)", i > 0 ? "," : "",
				       ((const Request *)named->pdata[i])->id, words);
	}
	g_string_append_c(text, '.');
	tell(text->str, "Give more of the id.");
}

Request *session_find_request(Session *session, const char *id, ExitCode *code)
{
	*code = EXIT_USAGE;
	if (strlen(id) < ID_LEAST) {
		tell("Give a request's id, or at least four characters of its begin.",
		     "`myroles list requests` shows them.");
		return NULL;
	}
	for (int look = 0; look < 2; look++) {
		/* What the service tells goes into the journal. */
		if (look > 0) {
			Instant as_of = 0;
			GPtrArray *told = session_load(session, LIST_REQUESTS, &as_of);
			g_clear_pointer(&told, g_ptr_array_unref);
		}
		g_autoptr(GPtrArray) entries = session_read_all(session, NULL, code);
		if (entries == NULL)
			return NULL;
		g_autoptr(GPtrArray) named = requests_find_named(entries, id);
		if (named->len == 1)
			return request_copy(named->pdata[0]);
		*code = EXIT_USAGE;
		if (named->len > 1) {
			tell_several(named);
			return NULL;
		}
	}
	const ExitCode failed = session_report(session, false);
	if (failed != EXIT_DONE) {
		*code = failed;
		tell("No request of that id is known here, and not all services could be asked.",
		     NULL);
		return NULL;
	}
	tell("You have no request of that id.", "`myroles list requests` shows those under way.");
	return NULL;
}
