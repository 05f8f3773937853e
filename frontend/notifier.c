#include "frontend/notifier.h"

#include "frontend/nearness.h"
#include "frontend/target.h"
#include "src/model/change.h"

/* An end that passed while nobody looked is no news later than this. */
#define LATE_SECONDS (10 * 60)

struct Notifier {
	NotifySettings settings;
	/* The last lists, shared with events; NULL: none came. */
	GPtrArray *active[WORKLOAD_COUNT];   /* Assignment* */
	GPtrArray *eligible[WORKLOAD_COUNT]; /* Eligibility* */
	GPtrArray *requests[WORKLOAD_COUNT]; /* Request* */
	bool is_asking[WORKLOAD_COUNT];      /* for the first list of requests */
	GPtrArray *asked;                    /* Request*, of one's own: what no list has yet */
	GHashTable *waiting;                 /* set of char*: ids of own requests that waited */
	GHashTable *told;                    /* set of char*: keys */
	GQueue found;                        /* Notification* */
};

Notifier *notifier_new(const NotifySettings *settings)
{
	Notifier *notifier = g_new0(Notifier, 1);
	g_autoptr(Settings) defaults = settings == NULL ? settings_new() : NULL;
	notifier->settings = settings != NULL ? *settings : defaults->notify;
	notifier->waiting = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash, g_free, NULL);
	notifier->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	notifier->asked = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_queue_init(&notifier->found);
	return notifier;
}

void notifier_forget(Notifier *notifier)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_clear_pointer(&notifier->active[i], g_ptr_array_unref);
		g_clear_pointer(&notifier->eligible[i], g_ptr_array_unref);
		g_clear_pointer(&notifier->requests[i], g_ptr_array_unref);
		notifier->is_asking[i] = false;
	}
	g_ptr_array_set_size(notifier->asked, 0);
	g_hash_table_remove_all(notifier->waiting);
	g_hash_table_remove_all(notifier->told);
	g_queue_clear_full(&notifier->found, (GDestroyNotify)notification_free);
}

void notifier_free(Notifier *notifier)
{
	if (notifier == NULL)
		return;
	notifier_forget(notifier);
	g_hash_table_unref(notifier->waiting);
	g_hash_table_unref(notifier->told);
	g_ptr_array_unref(notifier->asked);
	g_free(notifier);
}

/* Takes it; NULL: nothing. */
static void tell(Notifier *notifier, Notification *notification)
{
	if (notification == NULL)
		return;
	if (g_hash_table_add(notifier->told, g_strdup(notification->key)))
		g_queue_push_tail(&notifier->found, notification);
	else
		notification_free(notification);
}

Notification *notifier_next(Notifier *notifier)
{
	return g_queue_pop_head(&notifier->found);
}

/* ---- Ends ------------------------------------------------------------------------------------- */

/* The least of those that are reached, as it is set: whoever looks late is told once. 0: none is. */
static int64_t reached(const Notifier *notifier, const Grant *grant, Instant now)
{
	int64_t least = G_MAXINT64, found = 0;
	for (const int64_t *before = notifier->settings.before; *before != 0; before++) {
		const int64_t seconds = grant_notice_seconds(grant, *before);
		if (grant->end - now > seconds || seconds >= least)
			continue;
		least = seconds;
		found = *before;
	}
	return found;
}

static const Request *find_next(const Notifier *notifier, const Grant *grant)
{
	const GPtrArray *rows = notifier->requests[grant->workload];
	const Request *next = rows != NULL ? grant_find_next(grant, rows) : NULL;
	return next != NULL ? next : grant_find_next(grant, notifier->asked);
}

/* Only where it is surely in vain it is not: the service knows best. */
static bool can_continue(const Notifier *notifier, const Assignment *active)
{
	const Grant *grant = &active->grant;
	const GPtrArray *rows = notifier->eligible[grant->workload];
	if (active->assignment_type == ASSIGNMENT_ASSIGNED)
		return false;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Grant *row = rows->pdata[i];
		if (grant_is_of_role(row, grant->workload, grant->access, grant->role.id) &&
		    (scope_id_equal(row->scope.id, grant->scope.id) ||
		     grant_covers(row, grant->scope.id) != COVERS_NOT))
			return true;
	}
	return false;
}

static void look_at_end(Notifier *notifier, const Wording *wording, const Assignment *active)
{
	const Grant *grant = &active->grant;
	const int64_t left = grant->end - wording->now;
	if (grant->end == 0 || left < -LATE_SECONDS)
		return;
	const int64_t before = left > 0 ? reached(notifier, grant, wording->now) : 0;
	/* Before one's requests are known it may go on. */
	if (left > 0 && (before == 0 || notifier->is_asking[grant->workload]))
		return;
	const EndFacts facts = { before, find_next(notifier, grant), can_continue(notifier, active),
				 notifier->settings.has_names };
	tell(notifier, notification_new_end(wording, grant, &facts));
}

static void look_at_eligibility(Notifier *notifier, const Wording *wording, const Grant *grant)
{
	const int64_t left = grant->end - wording->now;
	if (grant->end != 0 && left > 0 && left <= CHANGE_NEAR_SECONDS)
		tell(notifier,
		     notification_new_eligibility(wording, grant, notifier->settings.has_names));
}

void notifier_tick(Notifier *notifier, const Wording *wording)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const GPtrArray *rows = notifier->active[i];
		for (guint j = 0; rows != NULL && j < rows->len; j++)
			look_at_end(notifier, wording, rows->pdata[j]);
	}
}

static void sooner(Instant *wake, Instant at, Instant now)
{
	if (at > now && (*wake == 0 || at < *wake))
		*wake = at;
}

Instant notifier_next_wake(const Notifier *notifier, Instant now)
{
	Instant wake = 0;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const GPtrArray *rows = notifier->active[i];
		for (guint j = 0; rows != NULL && j < rows->len; j++) {
			const Grant *grant = rows->pdata[j];
			if (grant->end == 0)
				continue;
			sooner(&wake, grant->end, now);
			for (const int64_t *before = notifier->settings.before; *before != 0;
			     before++)
				sooner(&wake, grant->end - grant_notice_seconds(grant, *before),
				       now);
		}
	}
	return wake;
}

/* ---- Lists and requests ----------------------------------------------------------------------- */

static void keep(GPtrArray **rows, const Event *event)
{
	g_clear_pointer(rows, g_ptr_array_unref);
	*rows = g_ptr_array_ref(event->rows);
}

static void forget_asked(const Notifier *notifier, const char *id)
{
	for (guint i = 0; id != NULL && i < notifier->asked->len; i++) {
		if (scope_id_equal(((const Request *)notifier->asked->pdata[i])->id, id)) {
			g_ptr_array_remove_index(notifier->asked, i);
			return;
		}
	}
}

/* Whatever a list says of a request is newer than its answer. */
static void forget_listed(Notifier *notifier, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++)
		forget_asked(notifier, ((const Request *)rows->pdata[i])->id);
}

static void note_asked(Notifier *notifier, const Request *request)
{
	forget_asked(notifier, request->id);
	if (request->kind == REQUEST_ACTIVATE)
		g_ptr_array_add(notifier->asked, request_copy(request));
}

static void take_eligible(Notifier *notifier, const Wording *wording, const Event *event)
{
	keep(&notifier->eligible[event->workload], event);
	for (guint i = 0; !event->is_stale && i < event->rows->len; i++)
		look_at_eligibility(notifier, wording, event->rows->pdata[i]);
}

/* `is_found`: one from before this start, followed to its end by the backend. */
static void take_own(Notifier *notifier, const Wording *wording, const Request *request,
		     bool is_found)
{
	if (request->kind != REQUEST_ACTIVATE || request->id == NULL)
		return;
	if (request->state == REQUEST_STATE_WAITING) {
		g_hash_table_add(notifier->waiting, g_strdup(request->id));
		return;
	}
	const bool is_decided = request->state == REQUEST_STATE_ACTIVE ||
				request->state == REQUEST_STATE_SCHEDULED ||
				request->state == REQUEST_STATE_REFUSED ||
				request->state == REQUEST_STATE_FAILED;
	const bool has_waited = g_hash_table_remove(notifier->waiting, request->id);
	const bool is_over = request->state == REQUEST_STATE_ACTIVE && request->end != 0 &&
			     request->end <= wording->now;
	if (is_decided && !is_over && (has_waited || is_found))
		tell(notifier,
		     notification_new_decided(wording, request, notifier->settings.has_names));
}

/* What was decided here, or by another approver, is not told: it is not in the list any more. */
static void take_approvals(Notifier *notifier, const Wording *wording, const Event *event)
{
	for (guint i = 0; !event->is_stale && i < event->rows->len; i++)
		tell(notifier, notification_new_to_approve(wording, event->rows->pdata[i],
							   notifier->settings.has_names));
}

void notifier_take(Notifier *notifier, const Wording *wording, const Event *event)
{
	switch (event->kind) {
	case EVENT_ASSIGNMENTS:
		keep(&notifier->active[event->workload], event);
		break;
	case EVENT_ELIGIBILITIES:
		take_eligible(notifier, wording, event);
		break;
	case EVENT_REQUESTS:
		keep(&notifier->requests[event->workload], event);
		notifier->is_asking[event->workload] = false;
		forget_listed(notifier, event->rows);
		for (guint i = 0; i < event->rows->len; i++)
			take_own(notifier, wording, event->rows->pdata[i], false);
		break;
	case EVENT_LOADING:
		if (event->list == LIST_REQUESTS)
			notifier->is_asking[event->workload] =
				notifier->requests[event->workload] == NULL;
		break;
	case EVENT_LIST_FAILED:
		if (event->list == LIST_REQUESTS)
			notifier->is_asking[event->workload] = false;
		break;
	case EVENT_APPROVALS:
		take_approvals(notifier, wording, event);
		break;
	case EVENT_PROGRESS:
	case EVENT_FINISHED:
		if (event->request == NULL)
			break;
		note_asked(notifier, event->request);
		take_own(notifier, wording, event->request,
			 event->kind == EVENT_FINISHED && event->intent_id == 0);
		break;
	default:
		break;
	}
	/* What is known from the last run is asked for at once, and told then. */
	if (!event->is_stale)
		notifier_tick(notifier, wording);
}
