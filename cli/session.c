#include "cli/session.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#include "cli/tell.h"
#include "src/base/log.h"

/* The keyring has three seconds for each call; a login host that hangs is not waited for. */
#define SAVING_SECONDS 5

static void list_problem_free(gpointer data)
{
	ListProblem *item = data;
	problem_free(item->problem);
	g_free(item);
}

static gboolean on_interrupt(gpointer data)
{
	Session *session = data;
	session->is_interrupted = true;
	return G_SOURCE_CONTINUE;
}

bool session_try_open(Session *session, const Options *options, GError **error)
{
	*session = (Session){ 0 };
	session->problems = g_ptr_array_new_with_free_func(list_problem_free);
	session->settings = backend_load_settings(options->config, error);
	const char *log = options->log;
	if (log == NULL && session->settings != NULL)
		log = session->settings->log_file;
	if (session->settings == NULL || (log != NULL && !log_open(log, error)))
		return false;
	const BackendOptions backend = options_backend(options);
	session->backend = backend_new(session->settings, &backend, error);
	if (session->backend == NULL)
		return false;
	session->signal_sources[0] = g_unix_signal_add(SIGINT, on_interrupt, session);
	session->signal_sources[1] = g_unix_signal_add(SIGTERM, on_interrupt, session);
	return true;
}

bool session_open(Session *session, const Options *options, ExitCode *code)
{
	g_autoptr(GError) error = NULL;
	if (session_try_open(session, options, &error))
		return true;
	*code = tell_error(error);
	return false;
}

static gboolean on_patience_over(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_CONTINUE;
}

void session_finish_saving(Backend *backend)
{
	bool is_over = false;
	guint patience = g_timeout_add_seconds(SAVING_SECONDS, on_patience_over, &is_over);
	while (!is_over && backend_is_saving(backend))
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(patience);
}

void session_clear(Session *session)
{
	if (session->backend != NULL)
		session_finish_saving(session->backend);
	for (size_t i = 0; i < G_N_ELEMENTS(session->signal_sources); i++) {
		if (session->signal_sources[i] != 0)
			g_source_remove(session->signal_sources[i]);
	}
	g_clear_pointer(&session->backend, backend_free);
	g_clear_pointer(&session->settings, settings_free);
	g_clear_pointer(&session->account, account_free);
	g_clear_pointer(&session->problems, g_ptr_array_unref);
	log_close();
}

uint64_t session_send(Session *session, Intent *intent)
{
	intent->id = ++session->last_intent;
	backend_send(session->backend, intent);
	intent_free(intent);
	return session->last_intent;
}

/* True when the event was for the session itself. */
static bool take(Session *session, const Event *event)
{
	if (event->kind == EVENT_ACCOUNT) {
		account_free(session->account);
		session->account = event->account != NULL ? account_copy(event->account) : NULL;
		return true;
	}
	if (event->kind == EVENT_NOTICE) {
		if (event->problem != NULL)
			tell(event->problem->message, event->problem->hint);
		return true;
	}
	return false;
}

Event *session_next(Session *session)
{
	while (!session->is_interrupted) {
		g_autoptr(Event) event = backend_take_event(session->backend);
		if (event == NULL)
			g_main_context_iteration(NULL, TRUE);
		else if (!take(session, event))
			return g_steal_pointer(&event);
	}
	return NULL;
}

void session_add_problem(Session *session, const WorkloadId *workload, const Problem *problem)
{
	for (guint i = 0; i < session->problems->len; i++) { /* one cause, told once */
		const ListProblem *known = g_ptr_array_index(session->problems, i);
		bool is_same_place = known->has_workload == (workload != NULL) &&
				     (workload == NULL || known->workload == *workload);
		if (is_same_place && g_strcmp0(known->problem->message, problem->message) == 0)
			return;
	}
	ListProblem *item = g_new0(ListProblem, 1);
	item->has_workload = workload != NULL;
	item->workload = workload != NULL ? *workload : WORKLOAD_AZURE;
	item->problem = problem_copy(problem);
	g_ptr_array_add(session->problems, item);
}

/* ---- Lists --------------------------------------------------------------------------------------- */

typedef struct Gathering {
	SessionList list;
	ListId id;
	EventKind kind;
	GPtrArray *rows[WORKLOAD_COUNT];
	Instant as_of[WORKLOAD_COUNT];
	bool is_expected[WORKLOAD_COUNT];
	bool is_done[WORKLOAD_COUNT];
} Gathering;

/* A list with holes is not told as a whole one. */
static void add_skipped(Session *session, WorkloadId workload, size_t count)
{
	g_autofree char *message = g_strdup_printf("%zu of the rows could not be read.", count);
	g_autoptr(Problem) problem =
		problem_new(PROBLEM_FAILED, "unreadable-rows", message,
			    "The service's answer is damaged; the others are shown.");
	session_add_problem(session, &workload, problem);
}

static void add_gaps(Session *session, WorkloadId workload)
{
	g_autoptr(Problem) problem = problem_new(
		PROBLEM_FAILED, "partial-list",
		"The tenant refuses the whole list, so each subscription was asked by itself.",
		"Roles at management groups, resource groups and resources may be missing.");
	session_add_problem(session, &workload, problem);
}

static void gather(Session *session, Gathering *gathering, Event *event)
{
	WorkloadId workload = event->workload;
	if (event->kind == EVENT_LOADING && event->list == gathering->id)
		gathering->is_expected[workload] = true;
	if (event->kind == EVENT_LIST_FAILED && event->list == gathering->id) {
		gathering->is_done[workload] = true;
		if (event->problem != NULL)
			session_add_problem(session, &workload, event->problem);
	}
	if (event->kind != gathering->kind || event->is_stale)
		return;
	if (event->skipped > 0 && event->is_complete)
		add_skipped(session, workload, event->skipped);
	if (event->has_gaps && event->is_complete)
		add_gaps(session, workload);
	g_clear_pointer(&gathering->rows[workload], g_ptr_array_unref);
	gathering->rows[workload] = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	gathering->as_of[workload] = event->as_of;
	if (event->is_complete) /* before that, names may be missing */
		gathering->is_done[workload] = true;
}

static bool is_gathered(const Gathering *gathering)
{
	bool is_any = false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		if (gathering->is_expected[i] && !gathering->is_done[i])
			return false;
		is_any = is_any || gathering->is_done[i];
	}
	return is_any;
}

GPtrArray *session_load(Session *session, SessionList list, Instant *as_of)
{
	Gathering gathering = {
		.list = list,
		.id = list == SESSION_ELIGIBLE ? LIST_ELIGIBILITIES : LIST_ASSIGNMENTS,
		.kind = list == SESSION_ELIGIBLE ? EVENT_ELIGIBILITIES : EVENT_ASSIGNMENTS,
	};
	uint64_t id = session_send(session, intent_new(0, INTENT_REFRESH));
	bool is_over = false;
	while (!is_over && !is_gathered(&gathering)) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			break;
		is_over = event->kind == EVENT_INTENT_DONE && event->intent_id == id;
		gather(session, &gathering, event);
	}
	GPtrArray *rows = g_ptr_array_new_with_free_func(list == SESSION_ELIGIBLE
								 ? (GDestroyNotify)eligibility_free
								 : (GDestroyNotify)assignment_free);
	*as_of = 0;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		GPtrArray *part = gathering.rows[i];
		for (guint k = 0; part != NULL && k < part->len; k++)
			g_ptr_array_add(rows, list == SESSION_ELIGIBLE
						      ? (void *)eligibility_copy(part->pdata[k])
						      : (void *)assignment_copy(part->pdata[k]));
		if (part != NULL && (*as_of == 0 || gathering.as_of[i] < *as_of))
			*as_of = gathering.as_of[i];
		g_clear_pointer(&gathering.rows[i], g_ptr_array_unref);
	}
	if (session->is_interrupted)
		g_clear_pointer(&rows, g_ptr_array_unref);
	return rows;
}

ExitCode session_report(const Session *session, bool has_rows)
{
	ExitCode code = EXIT_DONE;
	for (guint i = 0; i < session->problems->len; i++) {
		const ListProblem *item = g_ptr_array_index(session->problems, i);
		g_autofree char *where =
			item->has_workload
				? g_strdup_printf("%s: %s", workload_info(item->workload)->name,
						  item->problem->message)
				: g_strdup(item->problem->message);
		tell(where, item->problem->hint);
		ExitCode own = problem_exit_code(item->problem);
		if (code == EXIT_DONE || code == EXIT_FAILED)
			code = own == EXIT_DONE ? code : own;
	}
	return has_rows && code != EXIT_DONE ? EXIT_PARTLY : code;
}
