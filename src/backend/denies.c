#include "src/backend/denies.h"

#include "src/base/limits.h"
#include "src/model/deny-assignment.h"

struct DenyReads {
	Events *events;
	Network *network;
};

DenyReads *denies_new(Events *events, Network *network)
{
	DenyReads *denies = g_new0(DenyReads, 1);
	denies->events = events;
	denies->network = network;
	return denies;
}

void denies_free(DenyReads *denies)
{
	g_free(denies);
}

/* All places of one intent. */
typedef struct Gathering {
	const DenyReads *denies;
	Job *job;
	GPtrArray *rows;   /* DenyAssignment* */
	GPtrArray *failed; /* char*: places */
	GError *error;     /* of the first of them */
	unsigned open;
	bool is_over; /* nobody wants to know any more */
} Gathering;

static void gathering_end(Gathering *gathering)
{
	if (--gathering->open > 0)
		return;
	Events *events = gathering->denies->events;
	if (!gathering->is_over && !events_is_closed(events)) {
		Event *event = event_new(EVENT_DENIES, gathering->job->intent_id);
		event->rows = g_ptr_array_ref(gathering->rows);
		event->failed = g_ptr_array_ref(gathering->failed);
		events_emit_problem(events, event, gathering->error);
	}
	job_release(gathering->job);
	g_ptr_array_unref(gathering->rows);
	g_ptr_array_unref(gathering->failed);
	g_clear_error(&gathering->error);
	g_free(gathering);
}

/* One place, being asked. */
typedef struct Read {
	Gathering *gathering;
	char *place;
} Read;

/* The rows are the list's: nobody else has seen them. */
static void take_rows(Read *read, const PimList *list)
{
	for (guint i = 0; i < list->rows->len; i++) {
		DenyAssignment *deny = list->rows->pdata[i];
		deny->read_at = g_strdup(read->place);
		g_ptr_array_add(read->gathering->rows, deny);
		list->rows->pdata[i] = NULL;
	}
	/* One that cannot be read may take away anything. */
	if (list->skipped > 0)
		g_ptr_array_add(read->gathering->failed, g_strdup(read->place));
}

static void on_list(const PimList *list, const GError *error, gpointer data)
{
	Read *read = data;
	Gathering *gathering = read->gathering;
	if (list != NULL)
		take_rows(read, list);
	else
		g_ptr_array_add(gathering->failed, g_strdup(read->place));
	if (gathering->error == NULL && error != NULL)
		gathering->error = g_error_copy(error);
	gathering->is_over = gathering->is_over || events_is_over(gathering->denies->events, error);
	g_free(read->place);
	g_free(read);
	gathering_end(gathering);
}

static void begin(Gathering *gathering, const char *place)
{
	const PimWorkload *workload = pim_workload(WORKLOAD_AZURE);
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(place), place, NULL);
	Read *read = g_new0(Read, 1);
	read->gathering = gathering;
	read->place = g_strdup(place);
	gathering->open++;
	workload->denies(workload, &gathering->denies->network->context, &scope,
			 gathering->job->cancellable, on_list, read);
}

void denies_read(gpointer owner, Intent *intent, Job *job)
{
	Gathering *gathering = g_new0(Gathering, 1);
	gathering->denies = owner;
	gathering->job = job_hold(job);
	gathering->rows = g_ptr_array_new_with_free_func((GDestroyNotify)deny_assignment_free);
	gathering->failed = g_ptr_array_new_with_free_func(g_free);
	gathering->open = 1;
	for (guint i = 0; intent->places != NULL && i < intent->places->len; i++) {
		const char *place = intent->places->pdata[i];
		if (i < LIMIT_DENY_PLACES)
			begin(gathering, place);
		else
			g_ptr_array_add(gathering->failed, g_strdup(place));
	}
	gathering_end(gathering);
}
