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

/* Takes the row. */
static Truth *follow(Session *session, Assignment *row, const LampWish *wish)
{
	g_autoptr(Truth) truth = NULL;
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
			truth_free(truth);
			truth = g_steal_pointer(&event->truth);
		}
		if (event->kind == EVENT_TRUTH && event->problem != NULL)
			tell_problem(event->problem);
		if (event->kind == EVENT_INTENT_DONE)
			return truth != NULL ? g_steal_pointer(&truth) : truth_new();
	}
}

/* Takes the row. */
static Truth *wait_for(Session *session, Assignment *row, const LampWish *wish)
{
	LampWish bounded = *wish;
	if (bounded.seconds == 0)
		bounded.seconds = LAMPS_SECONDS;
	g_autofree char *what = grant_words(&row->grant, NULL);
	if (bounded.lamp > LAMP_GRANTED)
		tell_progress("%s is on. Waiting until it is %s…", what, lamp_word(bounded.lamp));
	return follow(session, row, &bounded);
}

Truth *lamps_wait(Session *session, const Request *request, const LampWish *wish)
{
	return wait_for(session, request_make_assignment(request, NULL, 0), wish);
}

Truth *lamps_await(Session *session, const Assignment *row, const LampWish *wish)
{
	return wait_for(session, assignment_copy(row), wish);
}

Truth *lamps_look(Session *session, const Assignment *row)
{
	const LampWish all = { .is_set = true, .lamp = LAMP_EFFECTIVE };
	return follow(session, assignment_copy(row), &all);
}

/* ---- what came of it ---------------------------------------------------------------------------- */

static bool is_askable(WorkloadId workload, Lamp lamp)
{
	return lamp != LAMP_EFFECTIVE || workload_info(workload)->can_prove;
}

Problem *lamps_find_lack(const Truth *truth, WorkloadId workload, Lamp lamp)
{
	if (truth->lights[lamp] == LIGHT_ON)
		return NULL;
	g_autofree char *code = g_strconcat("not-", lamp_word(lamp), NULL);
	g_autofree char *words = lamp_lack_words(truth, lamp);
	return problem_new(PROBLEM_FAILED, is_askable(workload, lamp) ? code : "not-askable", words,
			   NULL);
}

ExitCode lamps_exit_code(const Truth *truth, WorkloadId workload, Lamp lamp)
{
	if (truth->lights[lamp] == LIGHT_ON)
		return EXIT_DONE;
	const bool is_far = truth->lights[LAMP_LISTED] == LIGHT_ON && !is_askable(workload, lamp);
	return is_far ? EXIT_PARTLY : EXIT_WAITING;
}
