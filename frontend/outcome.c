#include "frontend/outcome.h"

#include "frontend/afterwards.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "frontend/target.h"

#define SAME_START_SECONDS 300 /* another activation of the role begins later */

Outcome *outcome_new(void)
{
	return g_new0(Outcome, 1);
}

void outcome_clear(Outcome *outcome)
{
	subject_clear(&outcome->subject);
	activation_free(outcome->activation);
	extension_free(outcome->extension);
	request_free(outcome->request);
	problem_free(outcome->problem);
	g_clear_pointer(&outcome->older_tokens, g_ptr_array_unref);
	truth_free(outcome->truth);
	*outcome = (Outcome){ 0 };
}

void outcome_free(Outcome *outcome)
{
	if (outcome == NULL)
		return;
	outcome_clear(outcome);
	g_free(outcome);
}

void outcome_succeed(Outcome *outcome, const Outcome *before)
{
	const bool is_for_consent = outcome_wanted_permission(before) != NULL;
	outcome->is_after_consent = before->is_after_consent || is_for_consent;
	outcome->is_after_step_up = before->is_after_step_up || !is_for_consent;
}

void outcome_restart(Outcome *outcome)
{
	outcome_succeed(outcome, outcome);
	g_clear_pointer(&outcome->request, request_free);
	g_clear_pointer(&outcome->problem, problem_free);
	g_clear_pointer(&outcome->older_tokens, g_ptr_array_unref);
	outcome->is_finished = false;
}

/* ---- Events ----------------------------------------------------------------------------------- */

static bool has_problem(const Outcome *outcome, ProblemKind kind)
{
	return outcome->problem != NULL && outcome->problem->kind == kind;
}

static void take_problem(Outcome *outcome, const Problem *problem)
{
	problem_free(outcome->problem);
	outcome->problem = problem_copy(problem);
}

/* On the way only one problem matters: the answer was lost. It is gone as soon as something is known again. */
static void take_progress(Outcome *outcome, const Event *event)
{
	const bool is_lost =
		event->problem != NULL && event->problem->kind == PROBLEM_UNKNOWN_OUTCOME;
	if (is_lost || has_problem(outcome, PROBLEM_UNKNOWN_OUTCOME))
		take_problem(outcome, event->problem);
}

void outcome_take(Outcome *outcome, const Event *event)
{
	if (event->request != NULL) {
		request_free(outcome->request);
		outcome->request = request_copy(event->request);
	}
	if (event->kind == EVENT_PROGRESS) {
		take_progress(outcome, event);
		return;
	}
	take_problem(outcome, event->problem);
	g_clear_pointer(&outcome->older_tokens, g_ptr_array_unref);
	if (event->older_tokens != NULL)
		outcome->older_tokens = g_ptr_array_ref(event->older_tokens);
	if (outcome->is_after_step_up && has_problem(outcome, PROBLEM_STEP_UP))
		problem_set_hint(outcome->problem, PROBLEM_HINT_STILL_STEP_UP);
	outcome->is_finished = true;
	outcome->is_following = false;
	outcome->follow_intent = 0;
}

void outcome_explain_unlisted(Outcome *outcome)
{
	const Problem *problem = outcome->problem;
	if (problem == NULL || problem->kind != PROBLEM_FAILED ||
	    g_strcmp0(problem->code, "RoleAssignmentDoesNotExist") != 0)
		return;
	Problem *told = problem_copy(problem);
	g_free(told->message);
	told->message = g_strdup("Nothing was ended: no list shows the role as active, and the "
				 "service does not find it either.");
	problem_set_hint(told, "If it was activated minutes ago, it may be active all the same: "
			       "try again in a minute.");
	problem_free(outcome->problem);
	outcome->problem = told;
}

/* ---- Words ------------------------------------------------------------------------------------ */

static char *words_of_problem(const Wording *wording, const Outcome *outcome)
{
	if (!outcome->is_finished)
		return g_strconcat("The answer was lost. Looking up", wording_ellipsis(wording),
				   NULL);
	g_autofree char *why = problem_words(wording, outcome->problem);
	const char *opening = problem_opening(outcome->problem);
	const bool is_said = outcome_is_news(outcome) || g_str_has_prefix(why, opening);
	return g_strconcat(is_said ? "" : opening, why,
			   outcome->is_following ? " Looking again." : "", NULL);
}

char *outcome_words(const Wording *wording, const Outcome *outcome)
{
	if (outcome->is_sent_again)
		return g_strdup("Sent again after a stronger sign-in.");
	if (outcome->problem != NULL)
		return words_of_problem(wording, outcome);
	if (outcome->request == NULL)
		return g_strdup(outcome->is_finished ? "Done." : "Being sent.");
	if (outcome->request->state == REQUEST_STATE_UNKNOWN)
		return g_strdup(outcome->is_following
					? "Outcome unknown. Looking again."
					: "Outcome unknown: the service did not answer. Nothing "
					  "was sent twice; look again.");
	const Policy *policy = outcome->activation != NULL ? outcome->activation->policy : NULL;
	char *words = request_words(wording, outcome->request, policy);
	words[0] = g_ascii_toupper(words[0]);
	return words;
}

/* ---- What can be done about it ---------------------------------------------------------------- */

static bool is_row_of(const Assignment *row, const Request *request)
{
	const bool is_same = grant_is_of_role(&row->grant, request->workload, request->access,
					      request->role.id) &&
			     scope_id_equal(row->grant.scope.id, request->scope.id);
	return is_same && !row->is_provisional && row->grant.end != 0 &&
	       ABS(row->grant.start - request->start) <= SAME_START_SECONDS;
}

void outcome_correct(Outcome *outcome, const GPtrArray *assignments)
{
	Request *request = outcome->request;
	if (!outcome->is_finished || request == NULL || request->state != REQUEST_STATE_ACTIVE ||
	    request->start == 0)
		return;
	for (guint i = 0; i < assignments->len; i++) {
		const Assignment *row = assignments->pdata[i];
		if (is_row_of(row, request))
			request->end = row->grant.end;
	}
}

char **outcome_afterwards(const Wording *wording, const Outcome *outcome)
{
	const Request *request = outcome->request;
	const bool is_on = request != NULL && request->state == REQUEST_STATE_ACTIVE &&
			   request->kind == REQUEST_ACTIVATE;
	return is_on ? afterwards_words(wording, &outcome->subject, outcome->older_tokens)
		     : g_new0(char *, 1);
}

bool outcome_is_news(const Outcome *outcome)
{
	static const char *const codes[] = { "already-decided", "decided-otherwise",
					     "not-waiting" };
	const char *code = outcome->problem != NULL   ? outcome->problem->code
			   : outcome->request != NULL ? outcome->request->code
						      : NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
		if (request_is_decision(outcome->subject.kind) && g_strcmp0(code, codes[i]) == 0)
			return true;
	}
	return false;
}

bool outcome_settles_decision(const Outcome *outcome)
{
	const Request *request = outcome->request;
	return request_is_decision(outcome->subject.kind) &&
	       (outcome_is_news(outcome) ||
		(request != NULL && request->state == REQUEST_STATE_DECIDED));
}

bool outcome_is_unknown(const Outcome *outcome)
{
	if (!outcome->is_finished || outcome->is_following || outcome->request == NULL)
		return false;
	return outcome->request->state == REQUEST_STATE_UNKNOWN ||
	       has_problem(outcome, PROBLEM_UNKNOWN_OUTCOME);
}

bool outcome_can_retry(const Outcome *outcome)
{
	if (outcome->activation == NULL || !outcome->is_finished || outcome->is_sent_again ||
	    outcome_is_unknown(outcome))
		return false;
	if (outcome->problem != NULL)
		return outcome->problem->kind != PROBLEM_ALREADY &&
		       outcome->problem->kind != PROBLEM_UNKNOWN_OUTCOME &&
		       !problem_is_unconfirmed(outcome->problem);
	return outcome->request != NULL && (outcome->request->state == REQUEST_STATE_REFUSED ||
					    outcome->request->state == REQUEST_STATE_FAILED ||
					    outcome->request->state == REQUEST_STATE_CANCELED);
}

bool outcome_can_widen(const Outcome *outcome)
{
	const bool is_refused =
		has_problem(outcome, PROBLEM_NOT_ALLOWED) || has_problem(outcome, PROBLEM_REFUSED);
	return is_refused && outcome_can_retry(outcome) &&
	       !scope_id_equal(outcome->activation->scope.id,
			       outcome->activation->eligibility->grant.scope.id);
}

/* Below it Azure wants reads that only a role gives: none of them stands before the subscription itself. */
static char *subscription_of(const Scope *scope)
{
	char *id = g_strdup(scope->id);
	while (id != NULL && scope_type_from_arm_id(id) != SCOPE_SUBSCRIPTION) {
		char *parent = scope_parent_arm_id(id);
		g_free(id);
		id = parent;
	}
	return id;
}

void outcome_widen(const Outcome *outcome, Scope *out)
{
	const Scope *narrow = &outcome->activation->scope;
	const Scope *eligible = &outcome->activation->eligibility->grant.scope;
	g_autofree char *subscription = subscription_of(narrow);
	if (subscription == NULL || scope_id_equal(subscription, narrow->id) ||
	    scope_id_covers(subscription, eligible->id))
		scope_copy(out, eligible);
	else
		scope_init(out, SCOPE_SUBSCRIPTION, subscription, NULL);
}

bool outcome_wants_step_up(const Outcome *outcome)
{
	if (outcome->extension != NULL)
		return outcome->is_finished && !outcome->is_sent_again &&
		       (has_problem(outcome, PROBLEM_STEP_UP) ||
			outcome_wanted_permission(outcome) != NULL);
	return has_problem(outcome, PROBLEM_STEP_UP) && outcome_can_retry(outcome);
}

const char *outcome_wanted_permission(const Outcome *outcome)
{
	return outcome->problem != NULL && !outcome->is_after_consent ? outcome->problem->permission
								      : NULL;
}
