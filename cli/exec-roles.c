#include "cli/exec-roles.h"

#include "cli/held.h"
#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/owed.h"
#include "cli/requests.h"
#include "cli/wait.h"
#include "frontend/grant-words.h"
#include "frontend/lamp-words.h"
#include "frontend/request-words.h"
#include "src/base/byte-lock.h"

/* ---- The holder ----------------------------------------------------------------------------------- */

bool lease_init(Lease *lease, const Session *session)
{
	const char *path = backend_holders(session->backend);
	lease->holder = owed_random_holder();
	lease->lock = -1;
	lease->fresh = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	if (byte_lock_try(path, lease->holder, &lease->lock) == LOCK_TAKEN)
		return true;
	tell_format(
		"%s: no lock can be had there, so nobody would know when to end a role. Nothing "
		"was activated.",
		path);
	return false;
}

void lease_clear(Lease *lease)
{
	g_clear_pointer(&lease->fresh, g_ptr_array_unref);
	lock_file_release(&lease->lock);
}

void lease_release(Lease *lease, Session *session)
{
	session->is_interrupted = false;
	if (lease->is_owed) {
		Intent *intent = intent_new(0, INTENT_RELEASE_OWED);
		intent->number = lease->holder;
		event_free(owed_send(session, intent));
	}
	lock_file_release(&lease->lock);
}

/* ---- What is active already ----------------------------------------------------------------------- */

static Subject subject_of(const Wish *wish)
{
	const Grant *grant = &wish->target.eligibility->grant;
	return (Subject){ .kind = REQUEST_ACTIVATE,
			  .workload = grant->workload,
			  .access = grant->access,
			  .role = grant->role,
			  .scope = wish->target.scope };
}

/* There, or above it: then its role holds below. Borrowed; NULL: it is not active. */
static const Assignment *find_active(const GPtrArray *active, const Subject *subject)
{
	const Assignment *row = held_find(active, subject);
	for (guint i = 0; row == NULL && i < active->len; i++) {
		const Assignment *other = active->pdata[i];
		if (workload_info(subject->workload)->can_narrow_scope &&
		    grant_is_of_role(&other->grant, subject->workload, subject->access,
				     subject->role.id) &&
		    subject->scope.id != NULL &&
		    grant_covers(&other->grant, subject->scope.id) == COVERS_SURELY)
			row = other;
	}
	return row != NULL && !row->is_unconfirmed ? row : NULL;
}

/*
 * It was activated for another command, whose end would take it away from this one: both hold it, and the last one lets it end. False:
 * it is being ended just now.
 */
static bool join(Lease *lease, Session *session, const Owed *owed)
{
	Intent *intent = intent_new(0, INTENT_HOLD_OWED);
	intent->number = lease->holder;
	intent->owed = owed_copy(owed);
	g_autoptr(Event) event = owed_send(session, intent);
	if (event == NULL || !event->is_complete)
		return false;
	lease->is_owed = true;
	return true;
}

static void tell_left(const Session *session, const Assignment *row, bool is_shared)
{
	const Wording wording = session_wording(session);
	g_autofree char *what = grant_words(&row->grant, NULL);
	g_autofree char *until = grant_until(&wording, &row->grant);
	tell_progress("%s: active already, %s.%s", what, until,
		      is_shared ? "" : " It is left alone afterwards.");
}

/* What is held for good, or was activated long ago, counts: reports of the contrary are of minutes. */
static bool is_fresh(const Session *session, const Assignment *row)
{
	return row->assignment_type != ASSIGNMENT_ASSIGNED && row->grant.start != 0 &&
	       row->grant.start > session_now(session) - LAMPS_SECONDS;
}

/* Takes the wishes out that are fulfilled. False: interrupted, or the lists did not come. */
static bool leave_active(Lease *lease, Session *session, GPtrArray *wishes)
{
	Instant as_of = 0;
	int lock = owed_lock(session);
	g_autoptr(GPtrArray) active = session_load(session, LIST_ASSIGNMENTS, &as_of);
	g_autoptr(GPtrArray) rows = active != NULL ? owed_read(session) : NULL;
	for (guint i = 0; rows != NULL && i < wishes->len;) {
		const Subject subject = subject_of(wishes->pdata[i]);
		const Assignment *row = find_active(active, &subject);
		const Owed *owed = row != NULL ? owed_find(rows, &row->grant) : NULL;
		const bool is_shared = owed != NULL && join(lease, session, owed);
		if (row == NULL || (owed != NULL && !is_shared)) {
			i++;
			continue;
		}
		tell_left(session, row, is_shared);
		if (is_fresh(session, row))
			g_ptr_array_add(lease->fresh, assignment_copy(row));
		g_ptr_array_remove_index(wishes, i);
	}
	lock_file_release(&lock);
	return rows != NULL;
}

/* ---- Activating ----------------------------------------------------------------------------------- */

typedef struct Patience {
	Session *session;
	bool is_over;
} Patience;

static void end_patience(gpointer data)
{
	Patience *patience = data;
	patience->is_over = true;
	patience->session->is_interrupted = true;
}

static bool is_on(const Outcome *outcome)
{
	if (outcome->problem != NULL)
		return outcome->problem->kind == PROBLEM_ALREADY;
	return outcome->request != NULL && outcome->request->state == REQUEST_STATE_ACTIVE;
}

static bool may_come_on(const Outcome *outcome)
{
	return outcome->problem == NULL && outcome->request != NULL &&
	       !request_has_come_true(outcome->request) &&
	       outcome->request->state != REQUEST_STATE_REFUSED &&
	       outcome->request->state != REQUEST_STATE_FAILED &&
	       outcome->request->state != REQUEST_STATE_CANCELED;
}

/* A decision may take hours: nobody is let wait for it who does not see it, or said how long. */
static bool is_waited_for(const Outcome *outcome, int64_t seconds)
{
	if (!may_come_on(outcome))
		return false;
	return outcome->request->state != REQUEST_STATE_WAITING || seconds > 0 ||
	       tell_is_to_terminal();
}

static void take(Outcome *outcome, const Event *event)
{
	if (event->kind != EVENT_PROGRESS && event->kind != EVENT_FINISHED &&
	    event->kind != EVENT_REFUSED)
		return;
	outcome_take(outcome, event);
	outcome->is_finished = event->problem != NULL && event->kind != EVENT_PROGRESS;
}

/* Until it is on, or cannot come on. */
static void follow(Session *session, Outcome *outcome, int64_t seconds)
{
	if (!is_waited_for(outcome, seconds))
		return;
	if (outcome->request->state == REQUEST_STATE_WAITING)
		tell_progress("%s on %s waits for approval…", role_label(&outcome->request->role),
			      scope_label(&outcome->request->scope));
	g_autoptr(Request) request = request_copy(outcome->request);
	Intent *intent = intent_new(0, INTENT_FOLLOW);
	intent->workload = request->workload;
	intent->request = request_copy(request);
	const uint64_t id = session_send(session, intent);
	outcome->is_finished = false;
	while (!outcome->is_finished && is_waited_for(outcome, seconds)) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return;
		if (event->intent_id == id || is_about_request(event, request))
			take(outcome, event);
	}
}

/* What it made, or what somebody else was quicker to make. */
static void add_fresh(Lease *lease, const Outcome *outcome)
{
	const Subject *subject = &outcome->subject;
	Assignment *row = assignment_new();
	row->grant.workload = subject->workload;
	row->grant.access = subject->access;
	row->grant.role.id = g_strdup(subject->role.id);
	row->grant.role.name = g_strdup(subject->role.name);
	scope_copy(&row->grant.scope, &subject->scope);
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->is_provisional = true;
	g_ptr_array_add(lease->fresh, row);
}

/* Why nothing more is done. */
static ExitCode tell_missing(const Lease *lease, const Session *session, const Outcome *outcome,
			     bool is_late)
{
	g_autofree char *what = subject_words(&outcome->subject);
	if (outcome->problem != NULL) {
		const bool is_known = outcome->problem->kind != PROBLEM_UNKNOWN_OUTCOME;
		tell_format("%s: not %s%s.", what, is_known ? "activated" : "known to be active",
			    lease->otherwise);
		return tell_problem(outcome->problem);
	}
	if (session->is_interrupted && !is_late)
		return EXIT_INTERRUPTED;
	const Request *request = outcome->request;
	const Wording wording = session_wording(session);
	g_autofree char *words = request != NULL ? request_words(&wording, request, NULL)
						 : g_strdup("nothing was heard of it");
	tell_format("%s: %s%s%s.", what, words, is_late ? ", and the --timeout is over" : "",
		    lease->otherwise);
	if (request != NULL && request->state == REQUEST_STATE_REFUSED)
		return EXIT_REFUSED;
	return request != NULL && may_come_on(outcome) && request->state != REQUEST_STATE_UNKNOWN
		       ? EXIT_WAITING
		       : EXIT_FAILED;
}

static void send_all(Lease *lease, Session *session, const GPtrArray *wishes,
		     const WishManner *manner, GPtrArray *outcomes)
{
	for (guint i = 0; i < wishes->len && !session->is_interrupted; i++) {
		Outcome *outcome = outcome_new();
		g_ptr_array_add(outcomes, outcome);
		lease->is_owed = true;
		wish_send(session, wishes->pdata[i], manner, outcome);
		if (session->is_interrupted || (!is_on(outcome) && !may_come_on(outcome)))
			return;
	}
}

/* Until each request came true, or one of them cannot. */
static ExitCode send_and_follow(Lease *lease, Session *session, const GPtrArray *wishes,
				const WishManner *manner, int64_t seconds)
{
	Patience patience = { session, false };
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
	Timer *timer =
		seconds > 0 ? timer_after((unsigned)seconds * 1000, end_patience, &patience) : NULL;
	send_all(lease, session, wishes, manner, outcomes);
	for (guint i = 0; i < outcomes->len && !session->is_interrupted; i++)
		follow(session, outcomes->pdata[i], seconds);
	timer_free(timer);
	if (patience.is_over)
		session->is_interrupted = false;
	ExitCode code = outcomes->len == wishes->len ? EXIT_DONE : EXIT_FAILED;
	for (guint i = 0; i < outcomes->len; i++) {
		if (!is_on(outcomes->pdata[i])) {
			code = tell_missing(lease, session, outcomes->pdata[i], patience.is_over);
			break;
		}
		add_fresh(lease, outcomes->pdata[i]);
	}
	return session->is_interrupted && !patience.is_over ? EXIT_INTERRUPTED : code;
}

/* ---- Do they count? ------------------------------------------------------------------------------- */

static ExitCode tell_lack(const Lease *lease, const Assignment *row, const Truth *truth,
			  const LampWish *wish, bool is_hopeless)
{
	const WorkloadId workload = row->grant.workload;
	g_autofree char *what = grant_words(&row->grant, NULL);
	const ExitCode code = lamps_exit_code(truth, workload, wish->lamp, is_hopeless);
	if (code == EXIT_PARTLY && !is_hopeless) {
		tell_format("%s: it is listed. Whether it counts already cannot be asked of this "
			    "service.",
			    what);
		return EXIT_DONE;
	}
	if (code == EXIT_DONE)
		return code;
	g_autofree char *lack = lamp_lack_words(truth, wish->lamp);
	g_autofree char *message =
		is_hopeless ? g_strdup_printf("%s: no wait would make it known to be %s%s. %s",
					      what, lamp_word(wish->lamp), lease->otherwise, lack)
			    : g_strdup_printf("%s: not %s in time%s. %s", what,
					      lamp_word(wish->lamp), lease->otherwise, lack);
	tell(message, "--wait=granted goes on without that.");
	return EXIT_WAITING;
}

/* One after the other: they began together, and so the last one has waited no longer than all of them. */
static ExitCode await_lamps(const Lease *lease, Session *session, LampWish wish, gint64 deadline)
{
	for (guint i = 0; wish.lamp > LAMP_GRANTED && i < lease->fresh->len; i++) {
		const Assignment *row = lease->fresh->pdata[i];
		wish.seconds = MAX((deadline - g_get_monotonic_time()) / G_USEC_PER_SEC, 1);
		bool is_hopeless = false;
		g_autoptr(Truth) truth = lamps_await(session, row, &wish, &is_hopeless);
		if (truth == NULL)
			return EXIT_INTERRUPTED;
		const ExitCode code = tell_lack(lease, row, truth, &wish, is_hopeless);
		if (code != EXIT_DONE)
			return code;
	}
	return EXIT_DONE;
}

ExitCode lease_activate(Lease *lease, Session *session, GPtrArray *wishes, WishManner *manner,
			const LampWish *lamps)
{
	const gint64 begun = g_get_monotonic_time();
	if (!leave_active(lease, session, wishes))
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_FAILED;
	if (!wishes_confirm(session, wishes, manner))
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_USAGE;
	manner->holder = lease->holder;
	ExitCode code = send_and_follow(lease, session, wishes, manner, lamps->seconds);
	if (code == EXIT_DONE)
		code = await_lamps(lease, session, *lamps,
				   lamps->seconds > 0
					   ? begun + lamps->seconds * G_USEC_PER_SEC
					   : g_get_monotonic_time() +
						     (gint64)LAMPS_SECONDS * G_USEC_PER_SEC);
	if (code == EXIT_INTERRUPTED)
		tell_format("Interrupted%s.", lease->otherwise);
	return code;
}
