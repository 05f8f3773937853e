/* What is kept on disk: the journal of requests, the scopes used last, and the snapshot of the lists. */
#include "src/backend/private.h"
#include "src/base/files.h"
#include "src/pim/tenants.h"

#define FIRST_ROWS 200 /* more than any screen shows */
#define PIECE_ROWS 400 /* two milliseconds of reading */
#define WRITE_ROWS 250 /* … of writing */

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

/* ---- the snapshot ---- */

/* A long list is painted from its first page; the rest is read in pieces between other work. */
struct Painting {
	Backend *backend;
	SnapshotList list;
	GPtrArray *rows;
	Instant as_of;
	guint source;
};

void painting_free(Painting *painting)
{
	if (painting->source != 0)
		g_source_remove(painting->source);
	g_ptr_array_unref(painting->rows);
	g_free(painting);
}

static GPtrArray *read_page(Backend *backend, SnapshotList list, size_t first, size_t limit,
			    Instant *as_of)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *rows = snapshot_read(backend->snapshot, list, first, limit, as_of, &error);
	if (rows == NULL)
		tell_notice(backend, error);
	return rows;
}

static gboolean paint_more(gpointer data)
{
	Painting *painting = data;
	Backend *backend = painting->backend;
	Instant as_of = 0;
	const ListState *state =
		&backend->workloads[painting->list.workload].lists[painting->list.list];
	g_autoptr(GPtrArray) page = NULL;
	/* The service was quicker, or another process wrote a newer list. */
	if (state->loaded == 0)
		page = read_page(backend, painting->list, painting->rows->len, PIECE_ROWS, &as_of);
	if (page != NULL && as_of == painting->as_of && page->len > 0) {
		gsize count = 0;
		g_autofree gpointer *taken = g_ptr_array_steal(page, &count);
		for (gsize i = 0; i < count; i++)
			g_ptr_array_add(painting->rows, taken[i]);
		if (count == PIECE_ROWS)
			return G_SOURCE_CONTINUE;
	}
	if (page != NULL && as_of == painting->as_of)
		lists_take_snapshot(backend, painting->list.workload, painting->list.list,
				    painting->rows, as_of);
	painting->source = 0;
	g_ptr_array_remove_fast(backend->paintings, painting);
	return G_SOURCE_REMOVE;
}

static gpointer copy_row(gconstpointer row, gpointer list)
{
	const ListId id = *(const ListId *)list;
	return id == LIST_ELIGIBILITIES ? (gpointer)eligibility_copy(row)
	       : id == LIST_ASSIGNMENTS ? (gpointer)assignment_copy(row)
					: (gpointer)request_copy(row);
}

static void paint_list(Backend *backend, SnapshotList list)
{
	static const GDestroyNotify free_row[LIST_COUNT] = {
		[LIST_ELIGIBILITIES] = (GDestroyNotify)eligibility_free,
		[LIST_ASSIGNMENTS] = (GDestroyNotify)assignment_free,
		[LIST_REQUESTS] = (GDestroyNotify)request_free,
	};
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = read_page(backend, list, 0, FIRST_ROWS, &as_of);
	if (rows == NULL || as_of == 0)
		return;
	lists_take_snapshot(backend, list.workload, list.list, rows, as_of);
	if (rows->len < FIRST_ROWS)
		return;
	Painting *painting = g_new0(Painting, 1);
	painting->backend = backend;
	painting->list = list;
	painting->as_of = as_of;
	/* Rows that were told are not changed any more: the longer list is another one. */
	painting->rows = g_ptr_array_copy(rows, copy_row, &painting->list.list);
	g_ptr_array_set_free_func(painting->rows, free_row[list.list]);
	painting->source = g_idle_add(paint_more, painting);
	g_ptr_array_add(backend->paintings, painting);
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
	if (backend->credentials != NULL)
		backend->remembered = account_copy(backend->signed_in);
	else if (backend->snapshot != NULL)
		backend->remembered =
			snapshot_get_account(backend->snapshot, backend->account_settings->name,
					     backend->cloud->name, &error);
	if (error != NULL)
		tell_notice(backend, error);
	/* What was there last may be another tenant than the one that is asked for. */
	if (backend->remembered != NULL && backend->wanted_tenant != NULL &&
	    !identity_is_in_tenant(backend->remembered, backend->wanted_tenant))
		g_clear_pointer(&backend->remembered, account_free);
	if (backend->remembered == NULL)
		return;
	tell_account(backend, true);
	tell_last_scopes(backend);
	if (backend->snapshot == NULL)
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			paint_list(backend, (SnapshotList){ backend->remembered, workload, list });
}

static void keep_account(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	if (backend->snapshot != NULL &&
	    !snapshot_set_account(backend->snapshot, backend->account_settings->name,
				  backend->account, &error))
		tell_notice(backend, error);
	identity_keep(backend);
}

/* Without a name the tenant's id is shown. */
void history_take_tenants(Backend *backend)
{
	Account *account = backend->account;
	const PimTenant *own = pim_find_tenant(backend->tenants, account->tid);
	if (own == NULL || own->name == NULL || g_strcmp0(own->name, account->tenant_name) == 0)
		return;
	g_free(account->tenant_name);
	account->tenant_name = g_strdup(own->name);
	tell_account(backend, false);
	keep_account(backend);
}

/* The account of the token. What was painted for another one goes. */
void history_account_known(Backend *backend)
{
	const bool is_same = backend->remembered != NULL &&
			     account_is_same(backend->account, backend->remembered);
	if (backend->remembered != NULL && !is_same) {
		g_ptr_array_set_size(backend->paintings, 0);
		lists_forget(backend);
	}
	if (is_same && backend->account->tenant_name == NULL)
		backend->account->tenant_name = g_strdup(backend->remembered->tenant_name);
	tell_account(backend, false);
	if (!is_same)
		tell_last_scopes(backend);
	keep_account(backend);
	accounts_read_tenants(backend);
}

/* A long list is written between other work. */
typedef struct Writing {
	WorkloadId workload;
	ListId list;
	SnapshotWrite *write;
} Writing;

static void writing_free(Writing *writing)
{
	snapshot_write_free(writing->write);
	g_free(writing);
}

/* Some of the oldest. */
static void write_rows(Backend *backend, guint limit)
{
	g_autoptr(GError) error = NULL;
	const Writing *writing = g_queue_peek_head(&backend->writings);
	bool is_over = false;
	if (!snapshot_write_step(writing->write, limit, &is_over, &error))
		tell_notice(backend, error);
	if (is_over)
		writing_free(g_queue_pop_head(&backend->writings));
}

static gboolean on_write(gpointer data)
{
	Backend *backend = data;
	write_rows(backend, WRITE_ROWS);
	if (!g_queue_is_empty(&backend->writings))
		return G_SOURCE_CONTINUE;
	backend->writings_source = 0;
	return G_SOURCE_REMOVE;
}

/* A newer list is there. */
static void drop_writing(Backend *backend, WorkloadId workload, ListId list)
{
	for (GList *link = backend->writings.head; link != NULL; link = link->next) {
		Writing *writing = link->data;
		if (writing->workload != workload || writing->list != list)
			continue;
		writing_free(writing);
		g_queue_delete_link(&backend->writings, link);
		return;
	}
}

static void finish_writings(Backend *backend)
{
	g_clear_handle_id(&backend->writings_source, g_source_remove);
	while (!g_queue_is_empty(&backend->writings))
		write_rows(backend, G_MAXUINT);
}

void history_keep_list(Backend *backend, WorkloadId workload, ListId list)
{
	const ListState *state = &backend->workloads[workload].lists[list];
	const SnapshotList which = { backend->account, workload, list };
	if (backend->snapshot == NULL || backend->account == NULL)
		return;
	drop_writing(backend, workload, list);
	Writing *writing = g_new0(Writing, 1);
	writing->workload = workload;
	writing->list = list;
	writing->write = snapshot_write_new(backend->snapshot, which, state->rows, state->as_of);
	if (state->rows->len <= WRITE_ROWS) {
		g_queue_push_head(&backend->writings, writing);
		write_rows(backend, WRITE_ROWS);
		return;
	}
	g_queue_push_tail(&backend->writings, writing);
	if (backend->writings_source == 0)
		backend->writings_source = g_idle_add(on_write, backend);
}

void history_close(Backend *backend)
{
	finish_writings(backend);
	g_clear_pointer(&backend->journal, journal_close);
	g_clear_pointer(&backend->snapshot, snapshot_close);
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
