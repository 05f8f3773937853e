#include "tui/core/submissions.h"

#include <string.h>

#include "frontend/afterwards.h"
#include "frontend/request-words.h"
#include "tui/core/effects.h"
#include "tui/core/words.h"

static void submission_free(Submission *submission)
{
	if (submission == NULL)
		return;
	g_clear_pointer(&submission->items, g_ptr_array_unref);
	g_free(submission);
}

void submissions_init(Submissions *submissions)
{
	submissions->all = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free);
}

void submissions_clear(Submissions *submissions)
{
	g_ptr_array_unref(submissions->all);
}

const Submission *submissions_find(const Submissions *submissions, uint64_t id)
{
	for (guint i = 0; i < submissions->all->len; i++) {
		const Submission *submission = g_ptr_array_index(submissions->all, i);
		if (submission->id == id)
			return submission;
	}
	return NULL;
}

const Submission *submissions_last(const Submissions *submissions)
{
	const guint count = submissions->all->len;
	return count ? g_ptr_array_index(submissions->all, count - 1) : NULL;
}

bool submissions_are_running(const Submissions *submissions)
{
	for (guint i = 0; i < submissions->all->len; i++) {
		const Submission *submission = g_ptr_array_index(submissions->all, i);
		for (guint j = 0; j < submission->items->len; j++) {
			const Outcome *item = g_ptr_array_index(submission->items, j);
			if (!item->is_finished)
				return true;
		}
	}
	return false;
}

/* ---- Sending ------------------------------------------------------------------------------------ */

static Submission *submission_new(Update *update)
{
	Submission *submission = g_new0(Submission, 1);
	submission->sent = update->state->now;
	submission->items = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
	g_ptr_array_add(update->state->submissions.all, submission);
	return submission;
}

/* One more that the intent has sent; the first one names all of them. */
static Outcome *add_item(Submission *submission, uint64_t intent_id)
{
	Outcome *item = outcome_new();
	item->intent_id = intent_id;
	if (submission->items->len == 0)
		submission->id = intent_id;
	g_ptr_array_add(submission->items, item);
	return item;
}

/* `before`: Outcome* of those that were refused for want of a sign-in; NULL: it is sent for the first time. */
static void submit(Update *update, const GPtrArray *activations, const GPtrArray *before)
{
	Intent *intent = update_intent(update, INTENT_ACTIVATE);
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < activations->len; i++)
		g_ptr_array_add(intent->activations,
				activation_copy(g_ptr_array_index(activations, i)));
	Submission *submission = submission_new(update);
	const uint64_t id = update_send(update, intent);
	for (guint i = 0; i < activations->len; i++) {
		Outcome *item = add_item(submission, id);
		item->activation = activation_copy(g_ptr_array_index(activations, i));
		item->subject = subject_of_activation(item->activation);
		if (before != NULL)
			outcome_succeed(item, g_ptr_array_index(before, i));
	}
	update_announce(update, NEWS_SUBMITTED, submission);
}

void submissions_activate(Update *update, const GPtrArray *activations)
{
	submit(update, activations, NULL);
}

void submissions_deactivate_all(Update *update, const GPtrArray *assignments)
{
	Submission *submission = submission_new(update);
	for (guint i = 0; i < assignments->len; i++) {
		const Assignment *assignment = g_ptr_array_index(assignments, i);
		Intent *intent = update_intent(update, INTENT_DEACTIVATE);
		intent->workload = assignment->grant.workload;
		intent->assignment = assignment_copy(assignment);
		Outcome *item = add_item(submission, update_send(update, intent));
		item->subject = subject_of_deactivation(assignment);
	}
	update_announce(update, NEWS_SUBMITTED, submission);
}

void submissions_deactivate(Update *update, const Assignment *assignment)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_ptr_array_add(one, (gpointer)assignment);
	submissions_deactivate_all(update, one);
}

/* `before`: as above, of the one. */
static void submit_extension(Update *update, const Extension *extension, const Outcome *before)
{
	Intent *intent = update_intent(update, INTENT_EXTEND);
	intent->workload = extension->eligibility->grant.workload;
	intent->eligibility = eligibility_copy(extension->eligibility);
	intent->is_renewal = extension->is_renewal;
	intent->duration = extension->duration;
	intent->text = g_strdup(extension->reason);
	Submission *submission = submission_new(update);
	Outcome *item = add_item(submission, update_send(update, intent));
	item->extension = extension_copy(extension);
	item->subject = subject_of_extension(extension->eligibility, extension->is_renewal);
	if (before != NULL)
		outcome_succeed(item, before);
	update_announce(update, NEWS_SUBMITTED, submission);
}

void submissions_extend(Update *update, const Extension *extension)
{
	submit_extension(update, extension, NULL);
}

void submissions_decide(Update *update, const GPtrArray *requests, bool is_denial,
			const char *reason)
{
	Intent *intent = update_intent(update, INTENT_DECIDE);
	intent->is_denial = is_denial;
	intent->text = g_strdup(reason);
	intent->requests = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	for (guint i = 0; i < requests->len; i++)
		g_ptr_array_add(intent->requests, request_copy(g_ptr_array_index(requests, i)));
	Submission *submission = submission_new(update);
	const uint64_t id = update_send(update, intent);
	for (guint i = 0; i < requests->len; i++) {
		Outcome *item = add_item(submission, id);
		item->subject = subject_of_decision(g_ptr_array_index(requests, i), is_denial);
	}
	update_announce(update, NEWS_SUBMITTED, submission);
}

void submissions_look_again(Update *update, uint64_t id)
{
	const Submission *submission = submissions_find(&update->state->submissions, id);
	for (guint i = 0; submission != NULL && i < submission->items->len; i++) {
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

/* ---- Which item an event is about ----------------------------------------------------------------- */

/* Did its intent send nothing else? */
static bool is_alone(const Submission *submission, const Outcome *item)
{
	guint count = 0;
	for (guint i = 0; i < submission->items->len; i++)
		count += ((const Outcome *)submission->items->pdata[i])->intent_id ==
			 item->intent_id;
	return count == 1;
}

static bool is_item_of(const Submission *submission, const Outcome *item, const Event *event)
{
	if (item->follow_intent && item->follow_intent == event->intent_id)
		return true;
	/* What is refused by another intent's answer is a cancel, or a look: the request itself stands as before. */
	const bool is_about_itself =
		event->kind != EVENT_REFUSED || item->intent_id == event->intent_id;
	if (item->request != NULL && event->request != NULL && is_about_itself)
		return g_strcmp0(item->request->id, event->request->id) == 0;
	if (item->intent_id != event->intent_id)
		return false;
	if (is_alone(submission, item))
		return true;
	return event->eligibility_id != NULL &&
	       g_strcmp0(item->subject.row_id, event->eligibility_id) == 0;
}

static Outcome *find_item(State *state, const Event *event, Submission **owner)
{
	for (guint i = state->submissions.all->len; i > 0; i--) {
		Submission *submission = g_ptr_array_index(state->submissions.all, i - 1);
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

/* ---- What is heard ------------------------------------------------------------------------------- */

static void on_done(Update *update, const Event *event)
{
	const GPtrArray *all = update->state->submissions.all;
	const uint64_t intent_id = event->intent_id;
	for (guint i = 0; i < all->len; i++) {
		const Submission *submission = g_ptr_array_index(all, i);
		for (guint j = 0; j < submission->items->len; j++) {
			Outcome *item = g_ptr_array_index(submission->items, j);
			if (item->intent_id == intent_id)
				item->is_finished = true;
			if (item->follow_intent == intent_id) {
				item->is_following = false;
				item->follow_intent = 0;
			}
		}
	}
}

bool submissions_tell_found(const Event *event)
{
	const Request *request = event->request;
	return event->intent_id == 0 && request != NULL && request->kind == REQUEST_ACTIVATE &&
	       (request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_REFUSED ||
		request->state == REQUEST_STATE_FAILED);
}

/* One from before this start, followed on by the backend: what became of it while nobody looked. */
static void tell_found(Update *update, const Event *event)
{
	const Request *request = event->request;
	if (!submissions_tell_found(event))
		return;
	const bool is_on = request->state == REQUEST_STATE_ACTIVE;
	const bool is_over = is_on && request->end != 0 && request->end <= update->state->now;
	const Wording wording = state_wording(update->state);
	g_auto(Subject) subject = subject_of_request(request);
	g_autofree char *what = subject_words(&subject);
	g_autofree char *stands = request_words(&wording, request, NULL);
	g_auto(GStrv) after = afterwards_words(&wording, &subject, event->older_tokens);
	for (char **sentence = after; is_on && !is_over && *sentence != NULL; sentence++)
		update_notice(update, NOTICE_INFO, "%s", *sentence);
	update_notice(update, is_on ? NOTICE_OK : NOTICE_WARNING, "%s: %s%s", what, stands,
		      request_words_stop(request, stands));
}

static void on_event(Update *update, const Event *event)
{
	State *state = update->state;
	Submission *submission = NULL;
	Outcome *item = find_item(state, event, &submission);
	if (item == NULL) {
		if (event->kind == EVENT_FINISHED)
			tell_found(update, event);
		if (event->kind != EVENT_PROGRESS)
			known_journal_read(update);
		return;
	}
	outcome_take(item, event);
	if (event->kind == EVENT_PROGRESS)
		return;
	const OutcomeNews news = { submission, item };
	update_announce(update, NEWS_OUTCOME, &news);
	known_journal_read(update);
}

/* One sign-in serves all that ask for the same, of workloads that take the same token. */
static bool is_met_by(const Outcome *item, const StepUp *sign_in)
{
	return outcome_wants_step_up(item) &&
	       (item->subject.workload == WORKLOAD_AZURE) ==
		       (sign_in->workload == WORKLOAD_AZURE) &&
	       g_strcmp0(item->problem->claims, sign_in->claims) == 0 &&
	       g_strcmp0(outcome_wanted_permission(item), sign_in->permission) == 0;
}

/* What it was for goes out once more, as it was confirmed. */
static void on_stepped_up(Update *update, gconstpointer about)
{
	const StepUp *sign_in = about;
	const Submission *submission =
		submissions_find(&update->state->submissions, sign_in->submission_id);
	g_autoptr(GPtrArray) activations = g_ptr_array_new();
	g_autoptr(GPtrArray) before = g_ptr_array_new();
	for (guint i = 0; submission != NULL && i < submission->items->len; i++) {
		Outcome *item = g_ptr_array_index(submission->items, i);
		if (!is_met_by(item, sign_in))
			continue;
		item->is_sent_again = true;
		if (item->extension != NULL) {
			submit_extension(update, item->extension, item);
			continue;
		}
		g_ptr_array_add(activations, item->activation);
		g_ptr_array_add(before, item);
	}
	if (activations->len > 0)
		submit(update, activations, before);
}

/* A dialog that stays open tells the end that comes. */
static void on_listed(Update *update, const Event *event)
{
	const GPtrArray *all = update->state->submissions.all;
	for (guint i = 0; event->rows != NULL && i < all->len; i++) {
		const Submission *submission = g_ptr_array_index(all, i);
		for (guint j = 0; j < submission->items->len; j++)
			outcome_correct(g_ptr_array_index(submission->items, j), event->rows);
	}
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	g_ptr_array_set_size(update->state->submissions.all, 0);
}

const Listeners submissions_listeners = {
	.on = {
		[EVENT_PROGRESS] = on_event,
		[EVENT_FINISHED] = on_event,
		[EVENT_REFUSED] = on_event,
		[EVENT_INTENT_DONE] = on_done,
		[EVENT_ASSIGNMENTS] = on_listed,
	},
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_STEPPED_UP] = on_stepped_up },
};
