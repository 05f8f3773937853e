/* What is kept on disk: the journal of requests, the scopes used last, and the snapshot of the lists. */
#include "src/backend-private.h"
#include "src/base/files.h"
#include "src/pim/tenant-name.h"

/* Says something that belongs to no row; the work goes on. */
static void tell_notice(Backend *backend, const GError *error)
{
	backend_emit_problem(backend, event_new(EVENT_NOTICE, 0), error);
}

static char *path_in(const char *folder, char *(*standard)(const char *name), const char *name)
{
	return folder != NULL ? g_build_filename(folder, name, NULL) : standard(name);
}

/* Without a journal nothing may be sent, so it is an error; without a snapshot the start is only less quick. */
bool history_open(Backend *backend, const BackendOptions *options, GError **error)
{
	g_autofree char *journal = path_in(options->state_dir, files_state_path, "journal.db");
	g_autofree char *snapshot = path_in(options->cache_dir, files_cache_path, "snapshot.db");
	g_autofree char *notice = NULL;
	g_autoptr(GError) problem = NULL;
	backend->journal = journal_open(journal, error);
	if (backend->journal == NULL)
		return false;
	if (!backend->settings->has_snapshot)
		return true;
	backend->snapshot = snapshot_open(snapshot, &notice, &problem);
	if (problem != NULL)
		tell_notice(backend, problem);
	if (notice != NULL) {
		Event *event = event_new(EVENT_NOTICE, 0);
		event->problem = problem_new(PROBLEM_FAILED, "snapshot-damaged", notice, NULL);
		backend_emit(backend, event);
	}
	return true;
}

void history_close(Backend *backend)
{
	g_clear_pointer(&backend->journal, journal_close);
	g_clear_pointer(&backend->snapshot, snapshot_close);
}

/* ---- the snapshot ---- */

static void paint_list(Backend *backend, WorkloadId workload, ListId list)
{
	g_autoptr(GError) error = NULL;
	Instant as_of = 0;
	const SnapshotList which = { backend->remembered, workload, list };
	g_autoptr(GPtrArray) rows = snapshot_read(backend->snapshot, which, 0, 0, &as_of, &error);
	if (rows == NULL)
		tell_notice(backend, error);
	else if (as_of != 0)
		lists_take_snapshot(backend, workload, list, rows, as_of);
}

static void tell_last_scopes(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) scopes =
		journal_list_last_scopes(backend->journal, backend_account(backend), &error);
	if (scopes == NULL) {
		tell_notice(backend, error);
		return;
	}
	Event *event = event_new(EVENT_LAST_SCOPES, 0);
	event->last_scopes = g_steal_pointer(&scopes);
	backend_emit(backend, event);
}

static void tell_account(Backend *backend, bool is_stale)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_copy(backend_account(backend));
	event->is_stale = is_stale;
	backend_emit(backend, event);
}

void history_paint(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	if (backend->snapshot == NULL)
		return;
	backend->remembered = snapshot_get_account(
		backend->snapshot, backend->account_settings->name, backend->cloud->name, &error);
	if (error != NULL)
		tell_notice(backend, error);
	if (backend->remembered == NULL)
		return;
	tell_account(backend, true);
	tell_last_scopes(backend);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			paint_list(backend, (WorkloadId)workload, (ListId)list);
}

static bool is_same_account(const Account *a, const Account *b)
{
	return a != NULL && b != NULL && g_ascii_strcasecmp(a->oid, b->oid) == 0 &&
	       g_ascii_strcasecmp(a->tid, b->tid) == 0 &&
	       g_strcmp0(a->client_id, b->client_id) == 0 && g_strcmp0(a->cloud, b->cloud) == 0;
}

static void keep_account(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	if (backend->snapshot != NULL &&
	    !snapshot_set_account(backend->snapshot, backend->account_settings->name,
				  backend->account, &error))
		tell_notice(backend, error);
}

/* Without a name the tenant's id is shown: no reason to trouble anybody. */
static void on_tenant_name(const char *name, const GError *error, gpointer data)
{
	Job *job = data;
	Backend *backend = job->backend;
	if (!backend_is_over(backend, error) && name != NULL &&
	    g_strcmp0(name, backend->account->tenant_name) != 0) {
		g_free(backend->account->tenant_name);
		backend->account->tenant_name = g_strdup(name);
		tell_account(backend, false);
		keep_account(backend);
	}
	job_release(job);
}

/* The account of the token. What was painted for another one goes. */
void history_account_known(Backend *backend)
{
	const bool is_same = is_same_account(backend->account, backend->remembered);
	if (backend->remembered != NULL && !is_same)
		lists_forget(backend);
	if (is_same && backend->account->tenant_name == NULL)
		backend->account->tenant_name = g_strdup(backend->remembered->tenant_name);
	tell_account(backend, false);
	if (!is_same)
		tell_last_scopes(backend);
	keep_account(backend);
	Job *job = job_new(backend, 0);
	pim_read_tenant_name(&backend->context, job->cancellable, on_tenant_name, job);
}

void history_keep_list(Backend *backend, WorkloadId workload, ListId list)
{
	const ListState *state = &backend->workloads[workload].lists[list];
	const SnapshotList which = { backend->account, workload, list };
	g_autoptr(GError) error = NULL;
	if (backend->snapshot != NULL && backend->account != NULL &&
	    !snapshot_replace(backend->snapshot, which, state->rows, state->as_of, NULL, &error))
		tell_notice(backend, error);
}

/* ---- the journal ---- */

bool history_write(Backend *backend, const Request *request, GError **error)
{
	g_autoptr(HistoryEvent) event =
		history_event_new(HISTORY_SOURCE_LOCAL, clock_now(backend->clock), request);
	return journal_append(backend->journal, backend->account, event, NULL, error);
}

void history_import(Backend *backend, GPtrArray *requests)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) events =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	for (guint i = 0; i < requests->len; i++) {
		const Request *request = requests->pdata[i];
		if (request->is_own)
			g_ptr_array_add(events,
					history_event_new(HISTORY_SOURCE_SERVICE,
							  clock_now(backend->clock), request));
	}
	if (events->len > 0 &&
	    !journal_import(backend->journal, backend->account, events, NULL, &error))
		tell_notice(backend, error);
}

GPtrArray *history_list_active(Backend *backend)
{
	return journal_list_active(backend->journal, backend->account, clock_now(backend->clock),
				   NULL);
}

void history_read(Backend *backend, const Intent *intent, Job *job)
{
	g_autoptr(GError) error = NULL;
	Event *event = event_new(EVENT_HISTORY, job->intent_id);
	event->rows =
		journal_read(backend->journal, backend_account(backend), &intent->query, &error);
	event->is_complete = intent->query.limit == 0;
	backend_emit_problem(backend, event, error);
}

void history_remember_scope(Backend *backend, const Intent *intent, Job *job)
{
	g_autoptr(GError) error = NULL;
	(void)job;
	if (intent->eligibility == NULL || intent->scope.id == NULL)
		return;
	if (!journal_set_last_scope(backend->journal, backend_account(backend),
				    intent->eligibility->grant.id, &intent->scope,
				    clock_now(backend->clock), &error))
		tell_notice(backend, error);
}
