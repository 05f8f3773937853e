#include "src/backend/kept-check.h"

#include "src/model/finding.h"

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

static void add_check(GPtrArray *findings, const JournalCheck *check)
{
	for (int kind = 0; kind < JOURNAL_FAULTS; kind++) {
		if (check->faults[kind].count > 0)
			add_fault(findings, kind, &check->faults[kind]);
	}
	if (!journal_check_is_sound(check))
		return;
	g_autofree char *text = g_strdup_printf("It is whole. Requests: %" G_GINT64_FORMAT
						", events: %" G_GINT64_FORMAT
						"; they agree, and none is there twice.",
						check->requests, check->events);
	add(findings, FINDING_OK, text, NULL);
}

void kept_check_journal(gpointer owner, Intent *intent, Job *job)
{
	const Kept *kept = owner;
	g_auto(JournalCheck) check = { 0 };
	g_autoptr(GError) error = NULL;
	(void)intent;
	Event *event = event_new(EVENT_EXAMINED, job->intent_id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	/* What stands in for the file says nothing about it. */
	const GError *trouble = kept->trouble;
	if (trouble == NULL && !journal_check(kept->journal, &check, &error))
		trouble = error;
	if (trouble == NULL) {
		add_check(event->rows, &check);
	} else {
		Problem *problem = backend_explain(trouble);
		add(event->rows, FINDING_FAILED, problem->message, problem);
	}
	events_emit(kept->events, event);
}
