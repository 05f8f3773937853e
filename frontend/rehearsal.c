#include "frontend/rehearsal.h"

#include "frontend/fit.h"
#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "frontend/sets.h"
#include "frontend/target.h"
#include "src/backend.h"
#include "src/model/duration.h"

/* Takes the text and the problem. */
static void add(GPtrArray *findings, const Rehearsal *row, FindingState state, char *text,
		Problem *problem)
{
	g_ptr_array_add(findings, finding_new(row->role, row->at, state, text, problem));
	g_free(text);
}

static void look_at_settings(const Wording *wording, const Rehearsal *row, GPtrArray *findings)
{
	g_autofree char *changes =
		row->before != NULL ? policy_changes(row->before, row->policy) : NULL;
	if (changes == NULL)
		return;
	g_autofree char *when = wording_time(wording, row->since);
	add(findings, row, FINDING_WARNING, g_strdup_printf("changed since %s: %s", when, changes),
	    NULL);
}

static void look_at_length(const Wording *wording, const Rehearsal *row, GPtrArray *findings)
{
	const int64_t most = row->policy->maximum;
	if (most > 0 && row->wanted > most) {
		g_autofree char *longest = duration_format(most);
		add(findings, row, FINDING_WARNING,
		    g_strdup_printf("at most %s here, which is less than the set asks for",
				    longest),
		    NULL);
	}
	if (!grant_ends_before(row->grant, wording->now + duration_default(row->wanted, most)))
		return;
	g_autofree char *end = wording_time(wording, row->grant->end);
	char *text = g_strdup_printf("the eligibility ends %s, before the set does", end);
	add(findings, row, FINDING_FAILED, text,
	    problem_new(PROBLEM_REFUSED, "ends-sooner", text, "Its administrator can extend it."));
}

/* Where nobody is named, the service lets those decide who administer the role. */
static void look_at_approval(const Rehearsal *row, GPtrArray *findings)
{
	const Policy *policy = row->policy;
	if (policy->needs_approval && (policy->approvers == NULL || policy->approvers->len == 0))
		add(findings, row, FINDING_WARNING,
		    g_strdup("an approval is asked for, and nobody is named who could give it: "
			     "only who administers the role may"),
		    NULL);
}

/* The service knows the sign-in that it was asked with. */
static void look_at_answer(const Rehearsal *row, GPtrArray *findings)
{
	const Problem *answer = row->answer;
	if (answer == NULL || answer->kind == PROBLEM_ALREADY)
		return;
	if (answer->kind == PROBLEM_STEP_UP)
		add(findings, row, FINDING_WARNING,
		    g_strdup("a stronger sign-in is asked for: somebody has to be there"), NULL);
	else
		add(findings, row, FINDING_FAILED, g_strdup(answer->message), problem_copy(answer));
}

/* Nothing stands in the way: in one line what will happen. */
static void add_well(const Rehearsal *row, GPtrArray *findings)
{
	g_autofree char *demands = policy_describe(row->policy);
	const bool can_check = workload_info(row->grant->workload)->can_check;
	add(findings, row, FINDING_OK,
	    g_strdup_printf("%s%s", demands,
			    can_check ? "" : "; the service cannot be asked beforehand"),
	    NULL);
}

void rehearsal_judge(const Wording *wording, const Rehearsal *row, GPtrArray *findings)
{
	const guint before = findings->len;
	if (!row->policy->is_known)
		add(findings, row, FINDING_WARNING, g_strdup("what it asks for could not be read"),
		    NULL);
	look_at_settings(wording, row, findings);
	if (row->held != NULL) {
		g_autofree char *until = grant_until(wording, &row->held->grant);
		add(findings, row, FINDING_OK,
		    g_strdup_printf("active already, %s: will be left alone", until), NULL);
		return;
	}
	look_at_length(wording, row, findings);
	look_at_approval(row, findings);
	look_at_answer(row, findings);
	if (findings->len == before)
		add_well(row, findings);
}

Policy *rehearsal_read_last(const GPtrArray *entries, const Grant *grant, const Scope *scope,
			    Instant *since)
{
	const HistoryEntry *last = set_find_last(entries, grant, scope);
	Policy *before = last != NULL ? backend_read_settings(last->request->settings) : NULL;
	if (before != NULL)
		*since = history_entry_moment(last);
	return before;
}

FindingState findings_worst(const GPtrArray *findings)
{
	FindingState worst = FINDING_OK;
	for (guint i = 0; i < findings->len; i++)
		worst = MAX(worst, ((const Finding *)findings->pdata[i])->state);
	return worst;
}
