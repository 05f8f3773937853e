/* Ends what is owed, as soon as the service takes it: a hidden verb, started by whoever finds something owed. */
#include <string.h>
#include <sys/stat.h>

#include "cli/held.h"
#include "cli/leash.h"
#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/owed.h"
#include "cli/payer.h"
#include "cli/verbs.h"
#include "cli/wait.h"
#include "src/base/byte-lock.h"

#define AGAIN_SECONDS  60        /* after a refusal, and while nothing can be reached */
#define SLACK_SECONDS  300       /* by so much the starts of one activation may differ */
#define LATER_SECONDS  (15 * 60) /* until somebody may have signed in */
#define LOOK_SECONDS   20
#define OTHERS_SECONDS 5 /* while another process pays */

typedef struct PayOptions {
	Options common;
	char *leash;
} PayOptions;

/* ---- One end ---------------------------------------------------------------------------------------- */

static Assignment *row_of(const Request *request)
{
	Assignment *row = assignment_new();
	row->grant.workload = request->workload;
	row->grant.access = request->access;
	row->grant.role.id = g_strdup(request->role.id);
	row->grant.role.name = g_strdup(request->role.name);
	scope_copy(&row->grant.scope, &request->scope);
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->eligibility_schedule_id = g_strdup(request->eligibility_schedule_id);
	return row;
}

/* What waits for a person is taken back; of what nobody has heard it is found out what became of it; the rest is ended. */
static Intent *make_intent(const Request *request)
{
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->workload = request->workload;
	switch (request->state) {
	case REQUEST_STATE_WAITING:
		intent->kind = INTENT_CANCEL;
		intent->request = request_copy(request);
		break;
	case REQUEST_STATE_PREPARED:
	case REQUEST_STATE_UNKNOWN:
	case REQUEST_STATE_RUNNING:
		intent->kind = INTENT_FOLLOW;
		intent->request = request_copy(request);
		break;
	default:
		intent->assignment = row_of(request);
		break;
	}
	return intent;
}

/* Ended by somebody and activated anew, it is another's to end. `active`: Assignment*. */
static bool is_anothers(const Owed *owed, const GPtrArray *active)
{
	const Request *request = owed->request;
	g_auto(Subject) subject = subject_of_request(request);
	const Assignment *row = active != NULL ? held_find(active, &subject) : NULL;
	return row != NULL && row->grant.start != 0 &&
	       row->grant.start > MAX(request->start, request->created) + SLACK_SECONDS;
}

static bool is_over_by(const Problem *problem)
{
	return problem->kind == PROBLEM_ALREADY || g_strcmp0(problem->code, "ended-before") == 0 ||
	       g_strcmp0(problem->code, "not-active") == 0;
}

static void note(Session *session, const Owed *owed, IntentKind kind)
{
	Intent *intent = intent_new(0, kind);
	intent->owed = owed_copy(owed);
	event_free(owed_send(session, intent));
}

/* Refusals are counted; that nobody can be asked now is not one. */
static void postpone(Session *session, Owed *owed, const Problem *problem)
{
	const Instant now = session_now(session);
	g_free(owed->fault);
	owed->fault = g_strdup(problem->message);
	owed->postponed = now + AGAIN_SECONDS;
	if (problem->kind == PROBLEM_SIGN_IN || problem->kind == PROBLEM_STEP_UP)
		owed->postponed = now + LATER_SECONDS;
	else if (problem->kind != PROBLEM_UNREACHABLE && problem->kind != PROBLEM_UNKNOWN_OUTCOME)
		owed->tries++;
	note(session, owed, INTENT_POSTPONE_OWED);
}

static void pay_one(Session *session, Owed *owed, const GPtrArray *active)
{
	if (is_anothers(owed, active)) {
		note(session, owed, INTENT_SETTLE_OWED);
		return;
	}
	g_auto(Outcome) outcome = { 0 };
	Intent *intent = make_intent(owed->request);
	const IntentKind kind = intent->kind;
	outcome_follow(session, session_send(session, intent), true, &outcome);
	if (session->is_interrupted)
		return;
	/* What became of it tells the journal; then it is looked at once more. */
	if (kind == INTENT_FOLLOW && outcome.problem == NULL)
		return;
	if (outcome.problem == NULL || is_over_by(outcome.problem))
		note(session, owed, INTENT_SETTLE_OWED);
	else
		postpone(session, owed, outcome.problem);
}

/* ---- All that may be paid now ------------------------------------------------------------------------ */

/* What is not active yet has no floor. */
static Instant due_of(const Owed *owed)
{
	return owed->request->state == REQUEST_STATE_ACTIVE ||
			       owed->request->state == REQUEST_STATE_SCHEDULED
		       ? owed_due(owed)
		       : owed->postponed;
}

static bool is_payable(const Owed *owed)
{
	return !owed->is_held && !owed_is_given_up(owed);
}

static Instant earliest(Instant one, Instant other)
{
	return one == 0 || other < one ? other : one;
}

/* When the first of them may be paid that is left; 0: none is. What cannot be read now may be owed. */
static Instant find_next(Session *session)
{
	g_autoptr(GPtrArray) rows = owed_read(session);
	Instant next = 0;
	if (rows == NULL)
		return session_now(session) + AGAIN_SECONDS;
	for (guint i = 0; i < rows->len; i++) {
		if (is_payable(rows->pdata[i]))
			next = earliest(next, MAX(due_of(rows->pdata[i]), 1));
	}
	return next;
}

static bool is_due(Session *session, const Owed *owed)
{
	return is_payable(owed) && due_of(owed) <= session_now(session);
}

/* As it is now: meanwhile a person may have made it their own, or a command hold it. NULL: it is not owed any more. The caller frees. */
static Owed *read_again(Session *session, const char *request_id)
{
	g_autoptr(GPtrArray) rows = owed_read(session);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Owed *owed = rows->pdata[i];
		if (g_ascii_strcasecmp(owed->request->id, request_id) == 0)
			return owed_copy(owed);
	}
	return NULL;
}

static void pay_rows(Session *session, const GPtrArray *rows)
{
	g_autoptr(GPtrArray) active = NULL;
	Instant as_of = 0;
	for (guint i = 0; i < rows->len && !session->is_interrupted; i++) {
		const Owed *owed = rows->pdata[i];
		if (!is_due(session, owed))
			continue;
		if (active == NULL)
			active = session_load(session, LIST_ASSIGNMENTS, &as_of);
		g_autoptr(Owed) own = read_again(session, owed->request->id);
		if (own != NULL && is_due(session, own))
			pay_one(session, own, active);
	}
}

Instant owed_pay(Session *session)
{
	int lock = owed_lock(session);
	/* Without the lock another process might send the same. */
	if (lock < 0)
		return session->is_interrupted ? 0 : session_now(session) + AGAIN_SECONDS;
	g_autoptr(GPtrArray) rows = owed_read(session);
	if (rows != NULL)
		pay_rows(session, rows);
	const Instant next = session->is_interrupted ? 0 : find_next(session);
	lock_file_release(&lock);
	/* What was looked at just now is not looked at again at once. */
	return next != 0 ? MAX(next, session_now(session) + 1) : 0;
}

/* ---- The process ------------------------------------------------------------------------------------ */

/* The file of holders was taken away with its journal, whatever stands in its place. */
static bool is_gone(int lock)
{
	struct stat file;
	return lock >= 0 && fstat(lock, &file) == 0 && file.st_nlink == 0;
}

/* In parts: from a journal that was taken away nothing can be paid any more. False: then, or interrupted. `lock`: one that is held. */
static bool sleep_until(Session *session, int lock, Instant when)
{
	while (session_now(session) < when && !is_gone(lock) && !session->is_interrupted) {
		bool is_over = false;
		Timer *timer = timer_at(backend_clock(session->backend),
					MIN(when, session_now(session) + LOOK_SECONDS), timer_note,
					&is_over);
		session_wait(session, &is_over);
		timer_free(timer);
	}
	return !is_gone(lock) && session_now(session) >= when;
}

/* The last end of what is owed: then nothing is left to be held. */
static Instant last_end(Session *session)
{
	g_autoptr(GPtrArray) rows = owed_read(session);
	Instant last = 0;
	for (guint i = 0; rows != NULL && i < rows->len; i++)
		last = MAX(last, ((const Owed *)rows->pdata[i])->request->end);
	return last;
}

static ExitCode keep_on_leash(Session *session, const char *word)
{
	Leash leash = { .fd = -1 };
	if (!leash_take(&leash, word))
		return EXIT_USAGE;
	const bool is_over = leash_wait(&leash, session, last_end(session));
	/* Who handed it over may not have ended yet: it would hold what is to be ended now. */
	int holder = PAYER_HOLDER_FD;
	byte_lock_let_go(&holder);
	return is_over ? EXIT_DONE : EXIT_INTERRUPTED;
}

/*
 * One process pays, and one waits, as the first may have looked already for the last time. Who comes after both is not needed: what it
 * came for is written down before the second looks.
 */
static bool take_turn(Session *session, int *payer)
{
	const char *holders = backend_holders(session->backend);
	int waiter = -1;
	LockState state;
	while ((state = byte_lock_try(holders, OWED_PAYER_BYTE, payer)) == LOCK_BUSY) {
		if (waiter < 0 && byte_lock_try(holders, OWED_WAITER_BYTE, &waiter) == LOCK_BUSY)
			return false;
		if (!sleep_until(session, waiter, session_now(session) + OTHERS_SECONDS))
			break;
	}
	lock_file_release(&waiter);
	return state != LOCK_BUSY;
}

static ExitCode run(Session *session, const Options *common)
{
	const PayOptions *options = (const PayOptions *)common;
	int payer = -1;
	if (options->leash != NULL) {
		const ExitCode code = keep_on_leash(session, options->leash);
		if (code != EXIT_DONE)
			return code;
	}
	if (!take_turn(session, &payer))
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
	owed_learn_clock(session);
	Instant next = 0;
	while ((next = owed_pay(session)) != 0 && sleep_until(session, payer, next))
		;
	lock_file_release(&payer);
	return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}

static const OptionRow own_options[] = {
	{ "leash", 0, G_OPTION_ARG_STRING, offsetof(PayOptions, leash),
	  "Wait for that first, which is open already", "terminal|pid|lock" },
	{ 0 },
};

const Verb verb_pay = {
	.name = "pay",
	.summary = "End what was activated for commands that have ended",
	.options = own_options,
	.size = sizeof(PayOptions),
	.is_hidden = true,
	.run = run,
};
