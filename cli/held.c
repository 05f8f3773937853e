#include "cli/held.h"

#include "cli/lists.h"
#include "frontend/target.h"

#define SLACK_SECONDS 60 /* an end that is so little too early is no matter */

#define HINT_AGAIN    "For more time deactivate it first, then activate it again."
#define HINT_CANCEL   "For more time cancel what is scheduled, then ask again."
#define HINT_ELIGIBLE "The eligibility ends then: its administrator can extend it."

/* What was given for good has no end. */
const Assignment *held_find(const GPtrArray *rows, const Subject *subject)
{
	const Assignment *held = NULL;
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *row = rows->pdata[i];
		const bool is_it = grant_is_of_role(&row->grant, subject->workload, subject->access,
						    subject->role.id) &&
				   scope_id_equal(row->grant.scope.id, subject->scope.id);
		if (is_it && (held == NULL || row->grant.end == 0 ||
			      (held->grant.end != 0 && row->grant.end > held->grant.end)))
			held = row;
	}
	return held;
}

static Request *request_of(const Assignment *row, const Request *asked)
{
	Request *request = request_copy(asked);
	request->state = REQUEST_STATE_ACTIVE;
	g_clear_pointer(&request->id, g_free); /* it is another's */
	g_clear_pointer(&request->code, g_free);
	g_clear_pointer(&request->message, g_free);
	request->start = row->grant.start;
	request->end = row->grant.end;
	return request;
}

static void set_problem(Outcome *outcome, const char *code, const char *message, const char *hint)
{
	problem_free(outcome->problem);
	outcome->problem = problem_new(PROBLEM_REFUSED, code, message, hint);
}

static void tell_short(const Session *session, Outcome *outcome, const char *hint)
{
	const Wording wording = session_wording(session);
	g_autofree char *at = wording_time(&wording, outcome->request->end);
	g_autofree char *message = g_strdup_printf("Not for as long as asked: it ends %s.", at);
	set_problem(outcome, "ends-sooner", message, hint);
}

/* True: what is asked for has been promised already, and the outcome is made of that. */
static bool take_promised(Session *session, Outcome *outcome, int64_t wished)
{
	Instant as_of = 0;
	const Instant start = outcome->activation->start;
	const Grant place = { .workload = outcome->subject.workload,
			      .access = outcome->subject.access,
			      .role = outcome->subject.role,
			      .scope = outcome->subject.scope };
	g_autoptr(GPtrArray) rows = session_load(session, LIST_REQUESTS, &as_of);
	const Request *promised = rows != NULL ? grant_find_promised(&place, rows, start) : NULL;
	if (promised == NULL)
		return false;
	request_free(outcome->request);
	outcome->request = request_copy(promised);
	outcome->is_already = true;
	g_clear_pointer(&outcome->problem, problem_free);
	if (wished != 0 && promised->end + SLACK_SECONDS < start + wished)
		tell_short(session, outcome, HINT_CANCEL);
	return true;
}

static bool is_later(const Session *session, const Outcome *outcome)
{
	return outcome->activation->start > session_now(session) + SLACK_SECONDS;
}

void held_judge(Session *session, Outcome *outcome, int64_t wished)
{
	Instant as_of = 0;
	if (is_later(session, outcome) && take_promised(session, outcome, wished))
		return;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ASSIGNMENTS, &as_of);
	const Assignment *row = rows != NULL ? held_find(rows, &outcome->subject) : NULL;
	if (row == NULL) {
		set_problem(outcome, "already-active",
			    "The service says that the role is active already, but no list shows "
			    "until when.",
			    "Look again in a minute.");
		return;
	}
	const Instant now = session_now(session), end = row->grant.end;
	const Instant last = outcome->activation->eligibility->grant.end;
	Request *held = request_of(row, outcome->request);
	request_free(outcome->request);
	outcome->request = held;
	outcome->is_already = true;
	g_clear_pointer(&outcome->problem, problem_free);
	if (is_later(session, outcome) && end != 0)
		set_problem(
			outcome, "active-now",
			"It is active now, and what starts later cannot be asked for meanwhile.",
			"Ask again when it has ended. Or deactivate it and activate it again: in "
			"between, for seconds up to minutes, what it permits is refused, and what "
			"needs an approval stays off until then.");
	else if (end != 0 && wished != 0 && end + SLACK_SECONDS < now + wished)
		/* What ends with the eligibility is no longer the second time. */
		tell_short(session, outcome,
			   last != 0 && last <= end + SLACK_SECONDS ? HINT_ELIGIBLE : HINT_AGAIN);
}

void held_compare(const Session *session, Outcome *outcome, int64_t wished)
{
	const Request *request = outcome->request;
	if (outcome->problem != NULL || request == NULL || wished == 0 || request->end == 0 ||
	    request->start == 0)
		return;
	const bool is_granted =
		request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_SCHEDULED;
	if (is_granted && request->end - request->start + SLACK_SECONDS < wished)
		tell_short(session, outcome, HINT_ELIGIBLE);
}
