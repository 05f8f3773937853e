#include "cli/lamps.h"

#include <string.h>

#include "frontend/grant-words.h"
#include "frontend/lamp-words.h"
#include "src/model/duration.h"

/* ---- words -------------------------------------------------------------------------------------- */

bool lamps_read(const char *lamp, const char *timeout, LampWish *wish)
{
	g_autoptr(GError) error = NULL;
	*wish = (LampWish){ .is_set = lamp != NULL };
	if (lamp != NULL && !lamp_from_word(lamp, &wish->lamp)) {
		tell_format("--wait=%s: it is granted, listed or effective.", lamp);
		return false;
	}
	if (timeout == NULL)
		return true;
	if (g_ascii_strncasecmp(timeout, "until", strlen("until")) == 0) {
		tell("--timeout is a length, such as 30m.", NULL);
		return false;
	}
	if (duration_parse(timeout, 0, NULL, &wish->seconds, &error)) {
		wish->seconds = MIN(wish->seconds, G_MAXINT32 / 1000);
		return true;
	}
	tell_format("--timeout: %s", error->message);
	return false;
}

/* ---- waiting ------------------------------------------------------------------------------------ */

static void tell_news(const Truth *before, const Truth *now)
{
	for (int lamp = LAMP_LISTED; lamp < LAMP_COUNT; lamp++)
		if (now->lights[lamp] == LIGHT_ON &&
		    (before == NULL || before->lights[lamp] != LIGHT_ON))
			tell_progress("It is %s.", lamp_word((Lamp)lamp));
}

/* What is waited for although it is not known when it comes: why, until when, and what else can be done. */
static void tell_wait(const Session *session, const char *what, const Truth *truth,
		      const LampWish *wish)
{
	const Instant now = session_now(session);
	const Wording wording = session_wording(session);
	g_autofree char *lack = lamp_lack_words(truth, wish->lamp);
	g_autofree char *until = instant_format_local(now + wish->seconds, now, wording.zone);
	g_autofree char *message =
		g_strdup_printf("%s: %s Waiting until %s at the latest.", what, lack, until);
	tell(message, "Ctrl-C ends the wait, and --wait=granted waits for nothing more.");
}

/* Takes the row. */
static Truth *follow(Session *session, Assignment *row, const LampWish *wish, bool *is_hopeless)
{
	*is_hopeless = false;
	g_autoptr(Truth) truth = NULL;
	g_autofree char *what = grant_words(&row->grant, NULL);
	bool is_told = wish->seconds == 0;
	Intent *intent = intent_new(0, INTENT_PROBE);
	intent->workload = row->grant.workload;
	intent->assignment = row;
	intent->lamp = wish->lamp;
	intent->duration = wish->seconds;
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL) {
			backend_drop(session->backend, id);
			return NULL;
		}
		if (event->intent_id != id)
			continue;
		if (event->kind == EVENT_TRUTH && event->truth != NULL) {
			tell_news(truth, event->truth);
			if (!is_told && !event->is_complete)
				tell_wait(session, what, event->truth, wish);
			is_told = true;
			*is_hopeless = event->problem != NULL;
			truth_free(truth);
			truth = g_steal_pointer(&event->truth);
		} else if (event->kind == EVENT_TRUTH && event->problem != NULL) {
			tell_problem(event->problem); /* it could not be begun */
		}
		if (event->kind == EVENT_INTENT_DONE)
			return truth != NULL ? g_steal_pointer(&truth) : truth_new();
	}
}

/* Takes the row. */
static Truth *wait_for(Session *session, Assignment *row, const LampWish *wish, bool *is_hopeless)
{
	LampWish bounded = *wish;
	if (bounded.seconds == 0)
		bounded.seconds = LAMPS_SECONDS;
	g_autofree char *what = grant_words(&row->grant, NULL);
	if (bounded.lamp > LAMP_GRANTED)
		tell_progress("%s is on. Waiting until it is %s…", what, lamp_word(bounded.lamp));
	return follow(session, row, &bounded, is_hopeless);
}

Truth *lamps_wait(Session *session, const Request *request, const LampWish *wish, bool *is_hopeless)
{
	return wait_for(session, request_make_assignment(request, NULL, 0), wish, is_hopeless);
}

Truth *lamps_await(Session *session, const Assignment *row, const LampWish *wish, bool *is_hopeless)
{
	return wait_for(session, assignment_copy(row), wish, is_hopeless);
}

Truth *lamps_look(Session *session, const Assignment *row)
{
	const LampWish all = { .is_set = true, .lamp = LAMP_EFFECTIVE };
	bool is_hopeless = false;
	return follow(session, assignment_copy(row), &all, &is_hopeless);
}

/* ---- what came of it ---------------------------------------------------------------------------- */

static bool is_askable(WorkloadId workload, Lamp lamp)
{
	return lamp != LAMP_EFFECTIVE || workload_info(workload)->can_prove;
}

Problem *lamps_find_lack(const Truth *truth, WorkloadId workload, Lamp lamp, bool is_hopeless)
{
	if (truth->lights[lamp] == LIGHT_ON)
		return NULL;
	g_autofree char *code = g_strconcat("not-", lamp_word(lamp), NULL);
	g_autofree char *words = lamp_lack_words(truth, lamp);
	return problem_new(PROBLEM_FAILED,
			   is_askable(workload, lamp) && !is_hopeless ? code : "not-askable", words,
			   NULL);
}

ExitCode lamps_exit_code(const Truth *truth, WorkloadId workload, Lamp lamp, bool is_hopeless)
{
	if (truth->lights[lamp] == LIGHT_ON)
		return EXIT_DONE;
	const bool is_far = truth->lights[LAMP_LISTED] == LIGHT_ON &&
			    (is_hopeless || !is_askable(workload, lamp));
	return is_far ? EXIT_PARTLY : EXIT_WAITING;
}
