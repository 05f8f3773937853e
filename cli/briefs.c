#include "cli/briefs.h"

#include "cli/facts.h"
#include "cli/requests.h"
#include "cli/row.h"
#include "frontend/brief.h"
#include "src/model/duration.h"

#define AT_ONCE 4 /* requests: each is read by up to four calls */

/* By one's own decisions, which the journal has, and by what waits. */
static char *find_lately(const Session *session, const Request *request, const GPtrArray *entries,
			 const GPtrArray *waiting)
{
	Lately lately = { 0 };
	for (guint i = 0; i < entries->len; i++)
		lately_add(&lately, request, ((const HistoryEntry *)entries->pdata[i])->request,
			   session_now(session));
	for (guint i = 0; i < waiting->len; i++)
		lately_add(&lately, request, waiting->pdata[i], session_now(session));
	return lately_words(&lately);
}

/* ---- Reading ------------------------------------------------------------------------------------ */

typedef struct Reading {
	Session *session;
	GPtrArray *briefs; /* Briefed*, in the order in which they are asked for */
	GHashTable *open;  /* intent to Briefed* */
	guint asked;
	ExitCode code;
} Reading;

static void ask_next(Reading *reading)
{
	Briefed *briefed = reading->briefs->pdata[reading->asked++];
	Intent *intent = intent_new(0, INTENT_READ_BRIEF);
	intent->workload = briefed->request->workload;
	intent->request = request_copy(briefed->request);
	intent->is_deep = true;
	const uint64_t id = session_send(reading->session, intent);
	g_hash_table_insert(reading->open, GSIZE_TO_POINTER(id), briefed);
}

static void take(Reading *reading, Event *event)
{
	gpointer key = GSIZE_TO_POINTER(event->intent_id);
	Briefed *briefed = g_hash_table_lookup(reading->open, key);
	if (briefed == NULL)
		return;
	briefed->brief = g_steal_pointer(&event->brief);
	if (event->problem != NULL)
		reading->code = tell_problem(event->problem);
	if (briefed->brief != NULL || event->problem != NULL || event->kind == EVENT_INTENT_DONE)
		g_hash_table_remove(reading->open, key);
}

static void read_all(Reading *reading)
{
	for (;;) {
		while (reading->asked < reading->briefs->len &&
		       g_hash_table_size(reading->open) < AT_ONCE)
			ask_next(reading);
		if (g_hash_table_size(reading->open) == 0)
			return;
		g_autoptr(Event) event = session_next(reading->session);
		if (event == NULL) {
			reading->code = EXIT_INTERRUPTED;
			return;
		}
		take(reading, event);
	}
}

GPtrArray *session_read_briefs(Session *session, const GPtrArray *rows, const GPtrArray *waiting,
			       ExitCode *code)
{
	g_autoptr(GPtrArray) entries = session_read_journal(session, NULL, 0, code);
	if (entries == NULL)
		return NULL;
	g_autoptr(GPtrArray) briefs = g_ptr_array_new_with_free_func((GDestroyNotify)briefed_free);
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(briefs, briefed_new(rows->pdata[i], NULL,
						    find_lately(session, rows->pdata[i], entries,
								waiting)));
	g_autoptr(GHashTable) open = g_hash_table_new(NULL, NULL);
	Reading reading = { .session = session, .briefs = briefs, .open = open };
	read_all(&reading);
	*code = reading.code;
	return reading.code != EXIT_INTERRUPTED ? g_steal_pointer(&briefs) : NULL;
}

bool briefs_are_whole(const GPtrArray *briefs)
{
	for (guint i = 0; i < briefs->len; i++) {
		if (!briefed_is_whole(briefs->pdata[i]))
			return false;
	}
	return true;
}

/* ---- One ---------------------------------------------------------------------------------------- */

static char *copy_word(const char *word)
{
	return word != NULL && *word != '\0' ? g_strdup(word) : NULL;
}

static void add_request(GPtrArray *facts, const Request *request)
{
	const char *who =
		request->requester_name != NULL ? request->requester_name : request->requester_id;
	facts_add(facts, "role", "Role", g_strdup(role_label(&request->role)));
	facts_add(facts, "scope", "Scope", g_strdup(scope_label(&request->scope)));
	facts_add(facts, "access", "Access",
		  request->access != ACCESS_NONE ? g_strdup(access_word(request->access)) : NULL);
	facts_add(facts, "workload", "Workload", g_strdup(workload_info(request->workload)->name));
	facts_add(facts, "who", "Asked by", copy_word(who));
	facts_add(facts, "asked", "Asked at", instant_format(request->created));
	facts_add(facts, "duration", "For",
		  request->duration > 0 ? duration_format(request->duration) : NULL);
	facts_add(facts, "start", "Start", instant_format(request->start));
	facts_add(facts, "reason", "Reason", copy_word(request->justification));
	facts_add(facts, "ticket", "Ticket", copy_word(request->ticket_number));
}

static void add_brief(GPtrArray *facts, const Briefed *briefed)
{
	static const char *const labels[BRIEFED_COUNT] = {
		[BRIEFED_LATELY] = "Lately",   [BRIEFED_COVERS] = "Covers",
		[BRIEFED_PERMITS] = "Permits", [BRIEFED_NARROWER] = "Narrower",
		[BRIEFED_SMALLER] = "Smaller", [BRIEFED_UNREAD] = "Not readable",
		[BRIEFED_INSTEAD] = "Instead", [BRIEFED_APPROVER_REASON] = "Your reason",
	};
	char *texts[BRIEFED_COUNT];
	briefed_write(briefed, texts);
	for (int text = 0; text < BRIEFED_COUNT; text++)
		facts_add(facts, briefed_name((BriefedText)text), labels[text], texts[text]);
}

ExitCode session_print_brief(Session *session, const Request *request, const GPtrArray *waiting,
			     const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_ptr_array_add(one, (gpointer)request);
	g_autoptr(GPtrArray) briefs = session_read_briefs(session, one, waiting, &code);
	if (briefs == NULL || code != EXIT_DONE)
		return code;
	const bool is_whole = briefs_are_whole(briefs);
	g_autoptr(GPtrArray) facts = facts_new();
	add_request(facts, request);
	add_brief(facts, briefs->pdata[0]);
	facts_add(facts, "id", "Request", copy_word(request->id));
	facts_add(facts, "role_id", "Role id", copy_word(request->role.id));
	facts_add(facts, "scope_id", "Scope id", copy_word(request->scope.id));
	/* First: the document has what was told. */
	if (!is_whole)
		tell("A part of it could not be read: it is named.", NULL);
	row_print(session, facts, DOCUMENT_ITEM, options->is_json);
	return is_whole ? EXIT_DONE : EXIT_PARTLY;
}
