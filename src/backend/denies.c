#include "src/backend/denies.h"

#include "src/backend/gathering.h"
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
	gathering_fail(gathering, error);
	(void)gathering_hear(gathering, error);
	g_free(read->place);
	g_free(read);
	gathering_end(gathering);
}

static void begin(const DenyReads *denies, Gathering *gathering, const char *place)
{
	const PimWorkload *workload = pim_workload(WORKLOAD_AZURE);
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(place), place, NULL);
	Read *read = g_new0(Read, 1);
	read->gathering = gathering;
	read->place = g_strdup(place);
	gathering_begin(gathering);
	workload->denies(workload, &denies->network->context, &scope, gathering->job->cancellable,
			 on_list, read);
}

void denies_read(gpointer owner, Intent *intent, Job *job)
{
	const DenyReads *denies = owner;
	Gathering *gathering = gathering_new(denies->events, job, EVENT_DENIES,
					     (GDestroyNotify)deny_assignment_free);
	for (guint i = 0; intent->places != NULL && i < intent->places->len; i++) {
		const char *place = intent->places->pdata[i];
		if (i < LIMIT_DENY_PLACES)
			begin(denies, gathering, place);
		else
			g_ptr_array_add(gathering->failed, g_strdup(place));
	}
	gathering_end(gathering);
}
