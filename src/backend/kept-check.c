#include "src/backend/kept-check.h"

#include "src/model/finding.h"
#include "src/store/error.h"

#define COPY_FIRST "Keep a copy of the file before anything else is done with it."

/* What each fault is called where there is one, and where there are several; and what is wrong then. */
static const struct {
	const char *one, *many;
	const char *wrong;
	const char *hint;
} faults[] = {
	[JOURNAL_FAULT_FILE] = { "fault", "faults", "in the file", COPY_FIRST },
	[JOURNAL_FAULT_NO_EVENT] = { "request", "requests",
				     "without any event: nothing tells where it comes from",
				     COPY_FIRST },
	[JOURNAL_FAULT_NO_ENTRY] = { "request", "requests",
				     "with events that the list does not show", COPY_FIRST },
	[JOURNAL_FAULT_DISAGREES] = { "request", "requests",
				      "shown as something else than its last event says",
				      COPY_FIRST },
	[JOURNAL_FAULT_DOUBLED] = { "request", "requests",
				    "with two entries: it counts twice in the history",
				    COPY_FIRST },
};
G_STATIC_ASSERT(G_N_ELEMENTS(faults) == JOURNAL_FAULTS);

static void add(GPtrArray *findings, FindingState state, const char *text, Problem *problem)
{
	g_ptr_array_add(findings, finding_new("journal", "file", state, text, problem));
}

static void add_fault(GPtrArray *findings, JournalFaultKind kind, const JournalFault *fault)
{
	g_autofree char *text =
		g_strdup_printf("%" G_GINT64_FORMAT " %s %s, such as %s.", fault->count,
				fault->count == 1 ? faults[kind].one : faults[kind].many,
				faults[kind].wrong, fault->words);
	const char *area = kind == JOURNAL_FAULT_FILE ? "file" : "requests";
	Problem *problem = problem_new(PROBLEM_FAILED, "damaged", text, faults[kind].hint);
	g_ptr_array_add(findings, finding_new("journal", area, FINDING_FAILED, text, problem));
}

static void add_faults(GPtrArray *findings, const JournalCheck *check)
{
	for (int kind = 0; kind < JOURNAL_FAULTS; kind++) {
		if (check->faults[kind].count > 0)
			add_fault(findings, kind, &check->faults[kind]);
	}
}

static void add_check(GPtrArray *findings, const JournalCheck *check)
{
	add_faults(findings, check);
	if (!journal_check_is_sound(check))
		return;
	g_autofree char *text = g_strdup_printf("It is whole. Requests: %" G_GINT64_FORMAT
						", events: %" G_GINT64_FORMAT
						"; they agree, and none is there twice.",
						check->requests, check->events);
	add(findings, FINDING_OK, text, NULL);
}

static void add_trouble(GPtrArray *findings, const GError *trouble)
{
	Problem *problem = backend_explain(trouble);
	add(findings, FINDING_FAILED, problem->message, problem);
}

static Event *event_of_findings(uint64_t intent_id)
{
	Event *event = event_new(EVENT_EXAMINED, intent_id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	return event;
}

void kept_check_journal(gpointer owner, Intent *intent, Job *job)
{
	const Kept *kept = owner;
	g_auto(JournalCheck) check = { 0 };
	g_autoptr(GError) error = NULL;
	(void)intent;
	Event *event = event_of_findings(job->intent_id);
	/* What stands in for the file says nothing about it. */
	const GError *trouble = kept->trouble;
	if (trouble == NULL && !journal_check(kept->journal, &check, &error))
		trouble = error;
	if (trouble == NULL)
		add_check(event->rows, &check);
	else
		add_trouble(event->rows, trouble);
	events_emit(kept->events, event);
}

/* ---- Piece by piece ------------------------------------------------------------------------------- */

struct KeptWalk {
	const Kept *kept;
	Job *job; /* NULL: none is under way */
	JournalWalk walk;
	guint source;
};

static void end_walk(KeptWalk *self)
{
	g_clear_handle_id(&self->source, g_source_remove);
	journal_check_clear(&self->walk.check);
	self->walk = (JournalWalk){ 0 };
	g_clear_pointer(&self->job, job_release);
}

/* What cannot be read for another reason is told by whoever needs it. */
static void tell_walk(const KeptWalk *self, const GError *error)
{
	Event *event = event_of_findings(self->job->intent_id);
	add_faults(event->rows, &self->walk.check);
	if (g_error_matches(error, STORE_ERROR, STORE_ERROR_DAMAGED))
		add_trouble(event->rows, error);
	events_emit(self->kept->events, event);
}

static gboolean on_next_piece(gpointer data)
{
	KeptWalk *self = data;
	g_autoptr(GError) error = NULL;
	const bool is_wanted = !g_cancellable_is_cancelled(self->job->cancellable);
	if (is_wanted && journal_walk(self->kept->journal, &self->walk, &error) &&
	    !self->walk.is_over)
		return G_SOURCE_CONTINUE;
	if (is_wanted)
		tell_walk(self, error);
	self->source = 0;
	end_walk(self);
	return G_SOURCE_REMOVE;
}

/* Whatever else there is to do comes first. */
void kept_walk_start(gpointer owner, Intent *intent, Job *job)
{
	KeptWalk *self = owner;
	(void)intent;
	if (self->job != NULL || self->kept->trouble != NULL)
		return;
	self->job = job_hold(job);
	self->source = g_idle_add_full(G_PRIORITY_LOW, on_next_piece, self, NULL);
}

KeptWalk *kept_walk_new(const Kept *kept)
{
	KeptWalk *self = g_new0(KeptWalk, 1);
	self->kept = kept;
	return self;
}

void kept_walk_free(KeptWalk *self)
{
	if (self == NULL)
		return;
	end_walk(self);
	g_free(self);
}
