/* What was sent and what became of it, row by row. */
#include <string.h>

#include "tui/update-internal.h"

/* ---- Sending ------------------------------------------------------------------------------------ */

static Submission *submission_add(Update *update, uint64_t id)
{
	State *state = update->state;
	Submission *submission = g_new0(Submission, 1);
	submission->id = id;
	submission->sent = state->now;
	submission->items = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
	g_ptr_array_add(state->submissions, submission);
	overlay_push(update, OVERLAY_OUTCOME)->submission_id = id;
	return submission;
}

static void remember(Update *update, const Activation *activation)
{
	State *state = update->state;
	const Grant *grant = &activation->eligibility->grant;
	g_hash_table_remove(state->marks, grant->id);
	state->last_duration = activation->duration;
	if (!workload_info(grant->workload)->can_narrow_scope)
		return;
	g_hash_table_replace(state->last_scopes, g_strdup(grant->id),
			     scope_new_copy(&activation->scope));
	Intent *intent = update_intent(update, INTENT_REMEMBER_SCOPE);
	intent->workload = grant->workload;
	intent->eligibility = eligibility_copy(activation->eligibility);
	scope_copy(&intent->scope, &activation->scope);
	update_send(update, intent);
}

static void submit(Update *update, GPtrArray *activations, bool is_after_step_up)
{
	Intent *intent = update_intent(update, INTENT_ACTIVATE);
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < activations->len; i++)
		g_ptr_array_add(intent->activations,
				activation_copy(g_ptr_array_index(activations, i)));
	Submission *submission = submission_add(update, update_send(update, intent));
	for (guint i = 0; i < activations->len; i++) {
		Outcome *item = outcome_new();
		item->activation = activation_copy(g_ptr_array_index(activations, i));
		item->subject = subject_of_activation(item->activation);
		item->is_after_step_up = is_after_step_up;
		g_ptr_array_add(submission->items, item);
		remember(update, item->activation);
	}
}

void outcome_submit(Update *update, GPtrArray *activations)
{
	submit(update, activations, false);
}

void outcome_deactivate(Update *update, const Assignment *assignment)
{
	Intent *intent = update_intent(update, INTENT_DEACTIVATE);
	intent->workload = assignment->grant.workload;
	intent->assignment = assignment_copy(assignment);
	Submission *submission = submission_add(update, update_send(update, intent));
	Outcome *item = outcome_new();
	item->subject = subject_of_deactivation(assignment);
	g_ptr_array_add(submission->items, item);
}

void run_confirm_deactivate(Update *update)
{
	Overlay *overlay = overlay_top(update->state);
	g_autoptr(Assignment) assignment = g_steal_pointer(&overlay->assignment);
	overlay_pop(update);
	outcome_deactivate(update, assignment);
}

/* ---- Which item an event is about ----------------------------------------------------------------- */

static bool is_item_of(const Submission *submission, const Outcome *item, const Event *event)
{
	if (item->follow_intent && item->follow_intent == event->intent_id)
		return true;
	if (item->request && event->request)
		return g_strcmp0(item->request->id, event->request->id) == 0;
	if (submission->id != event->intent_id)
		return false;
	if (submission->items->len == 1)
		return true;
	return event->eligibility_id && g_strcmp0(item->subject.row_id, event->eligibility_id) == 0;
}

static Outcome *find_item(State *state, const Event *event, Submission **owner)
{
	for (guint i = state->submissions->len; i > 0; i--) {
		Submission *submission = g_ptr_array_index(state->submissions, i - 1);
		for (guint j = 0; j < submission->items->len; j++) {
			Outcome *item = g_ptr_array_index(submission->items, j);
			if (is_item_of(submission, item, event)) {
				*owner = submission;
				return item;
			}
		}
	}
	return NULL;
}

/* ---- Taking events -------------------------------------------------------------------------------- */

static bool is_shown(const State *state, const Submission *submission)
{
	for (guint i = 0; i < state->overlays->len; i++) {
		const Overlay *overlay = g_ptr_array_index(state->overlays, i);
		if (overlay->kind == OVERLAY_OUTCOME && overlay->submission_id == submission->id)
			return true;
	}
	return false;
}

static NoticeKind notice_kind(const Outcome *item)
{
	if (item->problem)
		return item->problem->kind == PROBLEM_ALREADY ? NOTICE_INFO : NOTICE_ERROR;
	if (!item->request)
		return NOTICE_INFO;
	return item->request->state == REQUEST_STATE_ACTIVE ||
			       item->request->state == REQUEST_STATE_ENDED
		       ? NOTICE_OK
		       : NOTICE_WARNING;
}

/* An outcome that nobody looks at is told in the status line. */
static void tell(Update *update, const Submission *submission, const Outcome *item)
{
	State *state = update->state;
	if (is_shown(state, submission))
		return;
	const Wording wording = state_wording(state);
	g_autofree char *words = outcome_words(&wording, item);
	g_autofree char *what = subject_words(&item->subject);
	NoticeKind kind = notice_kind(item);
	const char *after = subject_afterwards(&item->subject);
	if (kind == NOTICE_OK && after)
		update_notice(update, NOTICE_INFO, "%s", after);
	update_notice(update, kind, "%s: %s", what, words);
}

static void on_done(State *state, uint64_t intent_id)
{
	for (guint i = 0; i < state->submissions->len; i++) {
		Submission *submission = g_ptr_array_index(state->submissions, i);
		for (guint j = 0; j < submission->items->len; j++) {
			Outcome *item = g_ptr_array_index(submission->items, j);
			if (submission->id == intent_id)
				item->is_finished = true;
			if (item->follow_intent == intent_id) {
				item->is_following = false;
				item->follow_intent = 0;
			}
		}
	}
}

void outcome_on_event(Update *update, const Event *event)
{
	State *state = update->state;
	Submission *submission = NULL;
	if (event->kind == EVENT_INTENT_DONE) {
		on_done(state, event->intent_id);
		return;
	}
	Outcome *item = find_item(state, event, &submission);
	if (!item) {
		/* One from before this start, followed on by the backend. */
		if (event->kind != EVENT_PROGRESS)
			update_read_history(update);
		return;
	}
	outcome_take(item, event);
	if (event->kind == EVENT_PROGRESS)
		return;
	tell(update, submission, item);
	update_read_history(update);
}

/* ---- What can be done about it ---------------------------------------------------------------------- */

bool outcome_is_running(const State *state)
{
	for (guint i = 0; i < state->submissions->len; i++) {
		const Submission *submission = g_ptr_array_index(state->submissions, i);
		for (guint j = 0; j < submission->items->len; j++) {
			const Outcome *item = g_ptr_array_index(submission->items, j);
			if (!item->is_finished)
				return true;
		}
	}
	return false;
}

static Submission *shown_submission(State *state)
{
	const Overlay *overlay = state_overlay(state);
	return (Submission *)state_submission(state, overlay->submission_id);
}

void run_look_again(Update *update)
{
	Submission *submission = shown_submission(update->state);
	for (guint i = 0; i < submission->items->len; i++) {
		Outcome *item = g_ptr_array_index(submission->items, i);
		if (!outcome_is_unknown(item))
			continue;
		Intent *intent = update_intent(update, INTENT_FOLLOW);
		intent->workload = item->request->workload;
		intent->request = request_copy(item->request);
		item->is_following = true;
		item->follow_intent = update_send(update, intent);
	}
}

/* One sign-in serves all that ask for the same, of workloads that take the same token. */
static bool is_met_by(const Outcome *item, const Overlay *sign_in)
{
	const WorkloadId own = item->activation->eligibility->grant.workload;
	return outcome_wants_step_up(item) &&
	       (own == WORKLOAD_AZURE) == (sign_in->workload == WORKLOAD_AZURE) &&
	       g_strcmp0(item->problem->claims, sign_in->claims) == 0;
}

/* The first one that wants it decides which. */
void run_step_up(Update *update)
{
	Submission *submission = shown_submission(update->state);
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (!outcome_wants_step_up(item))
			continue;
		sign_in_step_up(update, submission->id,
				item->activation->eligibility->grant.workload,
				item->problem->claims);
		return;
	}
}

void outcome_send_again(Update *update, const Overlay *sign_in)
{
	Submission *submission =
		(Submission *)state_submission(update->state, sign_in->submission_id);
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; submission && i < submission->items->len; i++) {
		Outcome *item = g_ptr_array_index(submission->items, i);
		if (!is_met_by(item, sign_in))
			continue;
		g_ptr_array_add(activations, activation_copy(item->activation));
		item->is_sent_again = true;
	}
	if (activations->len > 0)
		submit(update, activations, true);
}

/* Opens the form again for those that fit the test; `is_wide`: at the scope of the eligibility. */
static void open_again(Update *update, bool (*test)(const Outcome *), bool is_wide)
{
	Submission *submission = shown_submission(update->state);
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < submission->items->len; i++) {
		Outcome *item = g_ptr_array_index(submission->items, i);
		if (!test(item))
			continue;
		Activation *activation = activation_copy(item->activation);
		const Eligibility *now =
			state_find_eligible(update->state, activation->eligibility->grant.id);
		if (now) {
			eligibility_free(activation->eligibility);
			activation->eligibility = eligibility_copy(now);
		}
		if (is_wide) {
			scope_clear(&activation->scope);
			scope_copy(&activation->scope, &activation->eligibility->grant.scope);
		}
		g_ptr_array_add(activations, activation);
	}
	overlay_pop(update);
	form_open(update, activations);
}

void run_retry(Update *update)
{
	open_again(update, outcome_can_retry, false);
}

void run_widen(Update *update)
{
	open_again(update, outcome_can_widen, true);
}

void run_outcomes(Update *update)
{
	const GPtrArray *submissions = update->state->submissions;
	const Submission *last = g_ptr_array_index(submissions, submissions->len - 1);
	overlay_push(update, OVERLAY_OUTCOME)->submission_id = last->id;
}
