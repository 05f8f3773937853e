#include "frontend/open-requests.h"

/* What the service told of one request. */
typedef struct Told {
	const Request *request;
	Instant as_of;
} Told;

bool request_is_open(const Request *request)
{
	switch (request->state) {
	case REQUEST_STATE_UNKNOWN:
	case REQUEST_STATE_PREPARED:
	case REQUEST_STATE_RUNNING:
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return true;
	default:
		return false;
	}
}

/* ---- Which are the same ------------------------------------------------------------------------- */

/* The services write ids in either letter case. */
static guint hash_id(gconstpointer id)
{
	guint hash = 5381;
	for (const char *at = id; *at != '\0'; at++)
		hash = hash * 33 + (guint)g_ascii_tolower(*at);
	return hash;
}

static gboolean is_same_id(gconstpointer a, gconstpointer b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* id → Told*, of one's own. */
static GHashTable *index_told(const ToldRequests told[WORKLOAD_COUNT])
{
	GHashTable *index = g_hash_table_new_full(hash_id, is_same_id, NULL, g_free);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = told[workload].rows;
		for (guint i = 0; rows != NULL && i < rows->len; i++) {
			const Request *request = g_ptr_array_index(rows, i);
			if (request->id == NULL || !request->is_own)
				continue;
			const Told one = { request, told[workload].as_of };
			g_hash_table_insert(index, request->id, g_memdup2(&one, sizeof one));
		}
	}
	return index;
}

/* Where the service chooses an id of its own, its list knows the request by that. NULL: it was not told. */
static Told *take_told(GHashTable *index, const Request *request)
{
	const char *const ids[] = { request->id, request->service_id };
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		gpointer told = NULL;
		if (ids[i] != NULL && g_hash_table_steal_extended(index, ids[i], NULL, &told))
			return told;
	}
	return NULL;
}

/* ---- As one ------------------------------------------------------------------------------------- */

static bool is_over(const Request *request)
{
	return !request_is_open(request) && request->state != REQUEST_STATE_ACTIVE;
}

static bool is_told_newer(const HistoryEntry *entry, const Told *told)
{
	const RequestState known = entry->request->state;
	if (is_over(entry->request) || is_over(told->request))
		return is_over(told->request) && !is_over(entry->request);
	if (known == REQUEST_STATE_UNKNOWN || known == REQUEST_STATE_PREPARED)
		return true;
	return told->as_of >= entry->last_learnt;
}

static void keep_text(char **into, const char *from)
{
	if (from == NULL || *from == '\0')
		return;
	g_free(*into);
	*into = g_strdup(from);
}

static Request *unite(const HistoryEntry *entry, const Told *told, bool is_newer)
{
	const Request *own = entry->request;
	g_autoptr(HistoryEvent) first =
		history_event_new(entry->source, 0, is_newer ? own : told->request);
	g_autoptr(HistoryEvent) second =
		history_event_new(entry->source, 0, is_newer ? told->request : own);
	g_autoptr(HistoryEntry) both = history_entry_new();
	history_entry_fold(both, first);
	history_entry_fold(both, second);
	Request *request = g_steal_pointer(&both->request);
	/* The id that was chosen here names it, whatever the service calls it. */
	keep_text(&request->service_id, own->service_id);
	keep_text(&request->id, own->id);
	keep_text(&request->justification, own->justification);
	keep_text(&request->ticket_number, own->ticket_number);
	keep_text(&request->ticket_system, own->ticket_system);
	return request;
}

/* ---- Which are shown ---------------------------------------------------------------------------- */

static bool has_failed(const Request *request)
{
	return request->state == REQUEST_STATE_REFUSED || request->state == REQUEST_STATE_FAILED;
}

/*
 * The services tell when a request was made, not when it was decided; the journal when it heard of that, which of an old request
 * may be today. One waits for its approvers for a day at most.
 */
static bool is_late(const Request *request, const HistoryEntry *entry, Instant now)
{
	const Instant since = now - FAILED_LATELY_SECONDS;
	const bool has_changed = entry != NULL && entry->first_learnt < entry->last_learnt;
	const Instant created = request->created != 0 ? request->created
				: entry != NULL       ? entry->first_learnt
						      : 0;
	return created >= since || (has_changed && entry->last_learnt >= since &&
				    created >= since - FAILED_LATELY_SECONDS);
}

static bool is_shown(const Request *request, const HistoryEntry *entry, Instant now)
{
	/* What was decided of others stands in the history. */
	if (request_is_decision(request->kind))
		return false;
	return request_is_open(request) || (has_failed(request) && is_late(request, entry, now));
}

static Request *state_of(const HistoryEntry *entry, const Told *told, Instant now)
{
	if (told == NULL)
		return is_shown(entry->request, entry, now) ? request_copy(entry->request) : NULL;
	const bool is_newer = is_told_newer(entry, told);
	return is_shown(is_newer ? told->request : entry->request, entry, now)
		       ? unite(entry, told, is_newer)
		       : NULL;
}

GPtrArray *open_requests(const GPtrArray *entries, const ToldRequests told[WORKLOAD_COUNT],
			 Instant now)
{
	GPtrArray *open = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_autoptr(GHashTable) index = index_told(told);
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		const HistoryEntry *entry = g_ptr_array_index(entries, i);
		g_autofree Told *same = take_told(index, entry->request);
		Request *request = state_of(entry, same, now);
		if (request != NULL)
			g_ptr_array_add(open, request);
	}
	GHashTableIter iterator;
	gpointer left = NULL;
	g_hash_table_iter_init(&iterator, index);
	while (g_hash_table_iter_next(&iterator, NULL, &left)) {
		const Told *alone = left;
		if (is_shown(alone->request, NULL, now))
			g_ptr_array_add(open, request_copy(alone->request));
	}
	return open;
}
