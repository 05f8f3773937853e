#include "cli/show-request.h"

#include <string.h>

#include "cli/approvals.h"
#include "cli/briefs.h"
#include "cli/facts.h"
#include "cli/lists.h"
#include "cli/requests.h"
#include "cli/row.h"
#include "frontend/columns.h"
#include "frontend/request-words.h"
#include "frontend/use.h"
#include "src/model/duration.h"

bool show_is_request(const char *word)
{
	return strlen(word) >= REQUEST_ID_SHORT &&
	       word[strspn(word, "0123456789abcdefABCDEF-")] == '\0';
}

/* ---- One's own ---------------------------------------------------------------------------------- */

static char *copy_word(const char *word)
{
	return word != NULL && *word != '\0' ? g_strdup(word) : NULL;
}

/* "2026-11-30T09:00:00Z prepared; 2026-11-30T09:00:02Z waiting (PendingApproval)". */
static char *steps_words(const GPtrArray *events)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const Request *before = NULL;
	for (guint i = 0; i < events->len; i++) {
		const HistoryEvent *event = events->pdata[i];
		const Request *now = event->request;
		g_autofree char *at = instant_format(event->learnt);
		const bool is_step = before == NULL || before->state != now->state ||
				     g_strcmp0(before->status, now->status) != 0;
		before = now;
		if (!is_step)
			continue;
		g_string_append_printf(text, "%s%s %s", text->len > 0 ? "; " : "", at,
				       request_state_word(now->state));
		if (now->status != NULL)
			g_string_append_printf(text, " (%s)", now->status);
	}
	return text->len > 0 ? g_strdup(text->str) : NULL;
}

/* NULL: not known, or interrupted. */
static char *read_steps(Session *session, const Request *request)
{
	Intent *intent = intent_new(0, INTENT_READ_TIMELINE);
	intent->request = request_copy(request);
	const uint64_t id = session_send(session, intent);
	ExitCode code = EXIT_DONE;
	for (;;) {
		g_autoptr(Event) event = session_await(session, id, &code);
		if (event == NULL || event->kind == EVENT_INTENT_DONE)
			return NULL;
		if (event->kind == EVENT_TIMELINE && event->rows != NULL)
			return steps_words(event->rows);
	}
}

static void add_ids(GPtrArray *facts, const Request *request)
{
	facts_add(facts, "id", "Request", copy_word(request->id));
	facts_add(facts, "service_id", "Id at the service", copy_word(request->service_id));
	facts_add(facts, "approval_id", "Approval", copy_word(request->approval_id));
	facts_add(facts, "role_id", "Role id", copy_word(request->role.id));
	facts_add(facts, "scope_id", "Scope id", copy_word(request->scope.id));
	facts_add(facts, "schedule_id", "Schedule id", copy_word(request->eligibility_schedule_id));
}

static ExitCode print_own(Session *session, const Request *request, const Options *options)
{
	const Wording wording = session_wording(session);
	g_autoptr(GPtrArray) facts = facts_new();
	facts_add(facts, "kind", "What", g_strdup(request_kind_word(request->kind)));
	facts_add(facts, "role", "Role", g_strdup(role_label(&request->role)));
	facts_add(facts, "scope", "Scope",
		  request->scope.id != NULL ? g_strdup(scope_label(&request->scope)) : NULL);
	facts_add(facts, "access", "Access",
		  request->access != ACCESS_NONE ? g_strdup(access_word(request->access)) : NULL);
	facts_add(facts, "workload", "Workload", g_strdup(workload_info(request->workload)->name));
	facts_add(facts, "status", "Status",
		  g_strdup(request_state_word(request_state_now(request, wording.now))));
	facts_add(facts, "stands", "How it stands", request_words(&wording, request, NULL));
	facts_add(facts, "asked", "Asked at", instant_format(request->created));
	facts_add(facts, "duration", "For",
		  request->duration > 0 ? duration_format(request->duration) : NULL);
	facts_add(facts, "start", "Start", instant_format(request->start));
	facts_add(facts, "end", "End", instant_format(request->end));
	facts_add(facts, "lapses", "Lapses", instant_format(request_lapses(request)));
	facts_add(facts, "reason", "Reason", copy_word(request->justification));
	facts_add(facts, "ticket", "Ticket", copy_word(request->ticket_number));
	facts_add(facts, "message", "Service says", copy_word(request->message));
	facts_add(facts, "steps", "So far", read_steps(session, request));
	if (session->is_interrupted)
		return EXIT_INTERRUPTED;
	add_ids(facts, request);
	row_print(session, facts, DOCUMENT_ITEM, options->is_json);
	return EXIT_DONE;
}

/* ---- Which -------------------------------------------------------------------------------------- */

static bool show_approval(Session *session, const Options *options, ExitCode *code)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) waiting = session_load(session, LIST_APPROVALS, &as_of);
	*code = EXIT_INTERRUPTED;
	if (waiting == NULL)
		return true;
	g_autoptr(GPtrArray) named = approvals_find(waiting, options->arguments[0]);
	if (named->len != 1)
		return false;
	*code = session_print_brief(session, named->pdata[0], waiting, options);
	return true;
}

bool show_request(Session *session, const Options *options, ExitCode *code)
{
	g_autoptr(GPtrArray) entries = session_read_journal(session, NULL, 0, code);
	if (entries == NULL)
		return true;
	g_autoptr(GPtrArray) own = requests_find_named(entries, options->arguments[0]);
	if (own->len != 1)
		return show_approval(session, options, code);
	*code = print_own(session, own->pdata[0], options);
	return true;
}
