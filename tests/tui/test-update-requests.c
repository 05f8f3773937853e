/* Update scripts of the Requests screen: what it tells, and taking a request back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

#define ID "aaaaaaaa-0000-4000-8000-00000000abcd"

static Request *make_request(const char *id, RequestState state)
{
	Request *request = request_new();
	request->id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup("role");
	request->role.name = g_strdup("Owner");
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, EDGE, "rg-edge");
	request->state = state;
	request->is_own = true;
	request->created = DESK_NOW - HOUR;
	return request;
}

/* The service's list of Azure requests is this one (taken; NULL: none). */
static void tell(Desk *desk, WorkloadId workload, Request *request)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	if (request != NULL)
		g_ptr_array_add(rows, request);
	desk_event(desk, list_event(EVENT_REQUESTS, workload, rows));
}

/* The journal has this one (NULL: nothing) since an hour. */
static void tell_journal(Desk *desk, Request *request)
{
	Event *event = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	if (request != NULL) {
		HistoryEntry *entry = history_entry_new();
		entry->request = request;
		entry->first_learnt = entry->last_learnt = DESK_NOW - HOUR;
		g_ptr_array_add(event->rows, entry);
	}
	desk_event(desk, event);
}

/* On the screen, with one request in that state, which both sides know. */
static Desk *at_request(RequestState state)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	tell_journal(desk, make_request(ID, REQUEST_STATE_UNKNOWN));
	if (state != REQUEST_STATE_UNKNOWN)
		tell(desk, WORKLOAD_AZURE, make_request(ID, state));
	tell(desk, WORKLOAD_ENTRA, NULL);
	tell(desk, WORKLOAD_GROUP, NULL);
	desk_keys(desk, "2");
	return desk;
}

static Event *answer(EventKind kind, uint64_t intent_id, RequestState state, Problem *problem)
{
	Event *event = event_new(kind, intent_id);
	event->request = make_request(ID, state);
	event->problem = problem;
	return event;
}

static Desk *at_canceling(void)
{
	Desk *desk = at_request(REQUEST_STATE_WAITING);
	desk_keys(desk, "x enter");
	return desk;
}

/* The service would not, and the request is looked up. */
static void refuse(Desk *desk, ProblemKind kind, const char *code)
{
	desk_event(desk, answer(EVENT_REFUSED, desk_intent(desk, INTENT_CANCEL)->id,
				REQUEST_STATE_WAITING,
				problem_new(kind, code, "It can no longer be canceled.", NULL)));
}

static void look_up(Desk *desk, RequestState state)
{
	desk_event(desk, answer(EVENT_FINISHED, desk_intent(desk, INTENT_FOLLOW)->id, state, NULL));
}

/* … and this is how it stands by then. */
static void tell_how_it_stands(Desk *desk, RequestState state)
{
	desk_event(desk, answer(EVENT_FINISHED, desk_intent(desk, INTENT_CANCEL)->id, state, NULL));
}

static void assert_contains(const char *text, const char *part)
{
	if (text == NULL || strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, text != NULL ? text : "(none)");
}

/* ---- What is shown -------------------------------------------------------------------------------- */

static void requests__of_both_sides__are_one_list_without_doubles(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	assert_int_equal(desk_rows(desk, "requests"), 1);
	g_autofree char *loud = g_ascii_strup(ID, -1);
	tell(desk, WORKLOAD_AZURE, make_request(loud, REQUEST_STATE_SCHEDULED));
	assert_int_equal(desk_rows(desk, "requests"), 1);
	tell(desk, WORKLOAD_GROUP, make_request("other", REQUEST_STATE_RUNNING));
	assert_int_equal(desk_rows(desk, "requests"), 2);
	tell(desk, WORKLOAD_AZURE, make_request(ID, REQUEST_STATE_ACTIVE));
	assert_int_equal(desk_rows(desk, "requests"), 1);
	desk_keys(desk, "enter");
	g_autofree char *text = desk_dialog_text(desk);
	assert_contains(text, "accepted, being worked on");
	desk_keys(desk, "esc / n o");
	assert_int_equal(desk_rows(desk, "requests"), 0);
	desk_keys(desk, "esc y y");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text, "other");
}

static void details__stay__when_the_request_is_over(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	desk_keys(desk, "enter");
	tell_journal(desk, make_request(ID, REQUEST_STATE_CANCELED));
	assert_int_equal(desk_rows(desk, "requests"), 0);
	g_autofree char *text = desk_dialog_text(desk);
	assert_contains(text, "canceled");
}

static void failed_list__is_told__and_never_as_no_request(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	tell_journal(desk, NULL);
	g_autofree char *loading = desk_empty_words(desk, "requests");
	assert_string_equal(loading, "Loading…");
	desk_keys(desk, "2");
	tell(desk, WORKLOAD_ENTRA, NULL);
	tell(desk, WORKLOAD_GROUP, NULL);
	desk_event(desk, failed_event(WORKLOAD_AZURE, LIST_REQUESTS,
				      problem_new(PROBLEM_UNREACHABLE, "timed-out",
						  "It did not answer.", "Try{refresh}.")));
	g_autofree char *failed = desk_empty_words(desk, "requests");
	assert_string_equal(failed, "azure: It did not answer. Try with R. There may be requests "
				    "that are not shown.");
	tell(desk, WORKLOAD_ENTRA, make_request(ID, REQUEST_STATE_WAITING));
	g_autofree char *screen = desk_screen_text(desk);
	assert_contains(screen, "Requests (may not be all)");
	assert_contains(screen, "What is shown may not be all. azure: It did not answer.");
	tell(desk, WORKLOAD_ENTRA, NULL);
	tell(desk, WORKLOAD_AZURE, NULL);
	g_autofree char *none = desk_empty_words(desk, "requests");
	assert_contains(none, "No request of yours is under way");
}

static void unread_journal__is_told(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Event *event = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	event->problem = problem_new(PROBLEM_FAILED, "store", "The disk is full.", NULL);
	desk_event(desk, event);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		tell(desk, id, NULL);
	g_autofree char *words = desk_empty_words(desk, "requests");
	assert_contains(words, "history: The disk is full.");
}

/* ---- Cancel --------------------------------------------------------------------------------------- */

static void cancel__asks_and_sends_what_it_showed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	desk_keys(desk, "x");
	assert_string_equal(desk_dialog(desk), "Cancel the request?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_contains(text, "Owner");
	assert_contains(text, EDGE);
	assert_contains(text, ID);
	assert_contains(text, "waiting for approval");
	desk_keys(desk, "esc");
	assert_int_equal(desk_count_intents(desk, INTENT_CANCEL), 0);

	desk_keys(desk, "x");
	tell(desk, WORKLOAD_AZURE, make_request("other", REQUEST_STATE_WAITING));
	tell_journal(desk, NULL); /* another row has its place now */
	desk_keys(desk, "enter");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count_intents(desk, INTENT_CANCEL), 1);
	assert_string_equal(desk_intent(desk, INTENT_CANCEL)->request->id, ID);
}

static void cancel__is_told__and_the_list_follows(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_canceling();
	assert_contains(desk_reason(desk, "cancel-request"), "being canceled already");
	tell_journal(desk, make_request(ID, REQUEST_STATE_WAITING));
	const size_t reads = desk_count_intents(desk, INTENT_READ_HISTORY);
	const uint64_t id = desk_intent(desk, INTENT_CANCEL)->id;
	desk_event(desk, answer(EVENT_FINISHED, id, REQUEST_STATE_CANCELED, NULL));
	assert_string_equal(desk_notice(desk), "Owner on rg-edge: canceled.");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), reads + 1);
	tell_journal(desk, make_request(ID, REQUEST_STATE_CANCELED));
	assert_int_equal(desk_rows(desk, "requests"), 0);
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
	assert_string_equal(desk_notice(desk), "Owner on rg-edge: canceled.");
}

static void cancel__refused__tells_what_the_request_is_by_then(void **unused)
{
	(void)unused;
	static const struct {
		ProblemKind kind;
		const char *code;
		RequestState state;
		const char *told;
	} cases[] = {
		{ PROBLEM_REFUSED, "RequestCannotBeCancelled", REQUEST_STATE_CANCELED,
		  "Owner on rg-edge: already canceled." },
		{ PROBLEM_REFUSED, "RequestCannotBeCancelled", REQUEST_STATE_ACTIVE,
		  "Owner on rg-edge: not canceled, already decided: active." },
		{ PROBLEM_REFUSED, "RequestCannotBeCancelled", REQUEST_STATE_REFUSED,
		  "Owner on rg-edge: not canceled, already decided: refused: not told why." },
		{ PROBLEM_REFUSED, "RequestCannotBeCancelled", REQUEST_STATE_RUNNING,
		  "Owner on rg-edge: not canceled. It can no longer be canceled. It is accepted, "
		  "being worked on." },
		{ PROBLEM_UNKNOWN_OUTCOME, "lost", REQUEST_STATE_CANCELED,
		  "Owner on rg-edge: canceled." },
		{ PROBLEM_UNKNOWN_OUTCOME, "lost", REQUEST_STATE_UNKNOWN,
		  "Owner on rg-edge: whether it is canceled is not known. Look again." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = at_canceling();
		refuse(desk, cases[i].kind, cases[i].code);
		tell_how_it_stands(desk, cases[i].state);
		assert_string_equal(desk_notice(desk), cases[i].told);
		assert_int_equal(desk_count_intents(desk, INTENT_CANCEL), 1);
	}
}

static void cancel__failed__tells_why(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_canceling();
	desk_event(desk, answer(EVENT_REFUSED, desk_intent(desk, INTENT_CANCEL)->id,
				REQUEST_STATE_WAITING,
				problem_new(PROBLEM_UNREACHABLE, "offline", "No network.", NULL)));
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_CANCEL)->id));
	assert_string_equal(desk_notice(desk), "Owner on rg-edge: not canceled. No network.");
	assert_int_equal(desk_rows(desk, "requests"), 1);
	assert_null(desk_reason(desk, "cancel-request")); /* it may be tried again */
}

static void cancel__is_for_what_waits_or_starts_later(void **unused)
{
	(void)unused;
	static const struct {
		RequestState state;
		const char *reason; /* NULL: it can be canceled */
	} cases[] = {
		{ REQUEST_STATE_WAITING, NULL },
		{ REQUEST_STATE_SCHEDULED, NULL },
		{ REQUEST_STATE_RUNNING, "works on this request already" },
		{ REQUEST_STATE_UNKNOWN, "look again first" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = at_request(cases[i].state);
		const char *reason = desk_reason(desk, "cancel-request");
		if (cases[i].reason == NULL)
			assert_null(reason);
		else
			assert_contains(reason, cases[i].reason);
	}
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "2 x");
	assert_string_equal(desk_notice(desk), "There is no row here.");
}

/* ---- Look again ----------------------------------------------------------------------------------- */

static void unknown_request__is_looked_up_and_told(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_UNKNOWN);
	assert_int_equal(desk_rows(desk, "requests"), 1);
	desk_keys(desk, "r");
	const Intent *intent = desk_intent(desk, INTENT_FOLLOW);
	assert_string_equal(intent->request->id, ID);
	assert_contains(desk_reason(desk, "look-up-request"), "looked up already");
	const uint64_t id = intent->id;
	look_up(desk, REQUEST_STATE_REFUSED);
	assert_string_equal(desk_notice(desk), "Owner on rg-edge: refused: not told why.");
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
	assert_null(desk_reason(desk, "look-up-request"));

	g_autoptr(Desk) waiting = at_request(REQUEST_STATE_WAITING);
	assert_null(desk_reason(waiting, "look-up-request"));
	g_autoptr(Desk) known = at_request(REQUEST_STATE_REFUSED);
	assert_contains(desk_reason(known, "look-up-request"), "is known");
}

/* One that the backend followed to its end by itself is told once, whichever screen has been open. */
static void found_request__is_told_once(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	desk_event(desk, answer(EVENT_FINISHED, 0, REQUEST_STATE_ACTIVE, NULL));
	desk_keys(desk, "m");
	g_autofree char *text = desk_dialog_text(desk);
	g_auto(GStrv) parts = g_strsplit(text, "Owner on rg-edge: active", -1);
	assert_int_equal(g_strv_length(parts), 2);
}

/* ---- What failed, what starts later, and how it came to that ------------------------------------- */

static void failed_request__stays_for_a_day__and_is_asked_for_again(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_REFUSED);
	assert_int_equal(desk_rows(desk, "requests"), 1);
	g_autofree char *screen = desk_screen_text(desk);
	assert_contains(screen, "refused");
	assert_contains(screen, "[2 Requests]"); /* nothing is waited for */
	assert_contains(desk_reason(desk, "cancel-request"), "nothing to cancel");
	assert_contains(desk_reason(desk, "repeat-request"), "no longer eligible");
	g_autoptr(Eligibility) row = make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge");
	Request *request = make_request(ID, REQUEST_STATE_REFUSED);
	g_free(request->role.id);
	request->role.id = g_strdup(row->grant.role.id);
	request->justification = g_strdup("move the gateway");
	request->duration = 2 * HOUR;
	request->start = DESK_NOW + 3 * HOUR;
	tell(desk, WORKLOAD_AZURE, request);
	desk_keys(desk, "a");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_string_equal(desk_field(desk, "reason"), "");
	desk_keys(desk, "enter");
	assert_non_null(desk_field_error(desk, "reason"));
	desk_keys(desk, "ctrl-y");
	assert_string_equal(desk_field(desk, "reason"), "move the gateway");
	assert_string_equal(desk_field(desk, "start"), "2026-01-01 18:00");
}

static void later_start__is_counted_down(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	Request *request = make_request(ID, REQUEST_STATE_SCHEDULED);
	request->start = DESK_NOW + 2 * HOUR;
	tell(desk, WORKLOAD_AZURE, request);
	desk_stop_refresh(desk);
	g_autofree char *screen = desk_screen_text(desk);
	assert_contains(screen, "starts in 2h00m");
	assert_contains(screen, "2 Requests(1)");
	assert_true(desk_next_wake(desk) <= DESK_NOW + 60);
	desk_wait(desk, 61);
	g_autofree char *later = desk_screen_text(desk);
	assert_contains(later, "starts in 1h58m");
}

static void details__tell_every_id__and_how_it_came_to_that(void **unused)
{
	(void)unused;
	static const RequestState states[] = { REQUEST_STATE_PREPARED, REQUEST_STATE_WAITING,
					       REQUEST_STATE_WAITING };
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	Request *request = make_request(ID, REQUEST_STATE_WAITING);
	request->service_id = g_strdup("service-1");
	request->approval_id = g_strdup("approval-1");
	request->eligibility_schedule_id = g_strdup("schedule-1");
	tell(desk, WORKLOAD_AZURE, request);
	desk_keys(desk, "enter");
	Event *event = event_new(EVENT_TIMELINE, desk_intent(desk, INTENT_READ_TIMELINE)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		g_autoptr(Request) was = make_request(ID, states[i]);
		g_ptr_array_add(event->rows,
				history_event_new(HISTORY_SOURCE_LOCAL,
						  DESK_NOW - HOUR + (Instant)i * 60, was));
	}
	desk_event(desk, event);
	g_autofree char *text = desk_dialog_text(desk);
	const char *const parts[] = { "14:00  prepared", "14:01  waiting", ID,      "service-1",
				      "approval-1",      "schedule-1",     "lapses" };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		assert_contains(text, parts[i]);
	assert_null(strstr(text, "14:02"));
	/* What it becomes while one looks is read anew. */
	const size_t reads = desk_count_intents(desk, INTENT_READ_TIMELINE);
	tell_journal(desk, make_request(ID, REQUEST_STATE_ACTIVE));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_TIMELINE), reads + 1);
}

static void portal__opens_the_page_of_its_kind(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	desk_keys(desk, "o");
	assert_contains(desk_effect(desk, EFFECT_OPEN_URL)->text, "azurerbac");
}

/* Somebody else decided, in the portal: the roles tell it before anybody looks into the history. */
static void refusal_elsewhere__is_read__when_the_list_tells_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_request(REQUEST_STATE_WAITING);
	tell_journal(desk, make_request(ID, REQUEST_STATE_WAITING));
	desk_keys(desk, "1");
	desk_forget(desk);
	tell(desk, WORKLOAD_AZURE, make_request(ID, REQUEST_STATE_WAITING));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), 0);
	tell(desk, WORKLOAD_AZURE, make_request(ID, REQUEST_STATE_REFUSED));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), 1);
	Event *event = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	event->is_addition = true;
	HistoryEntry *entry = history_entry_new();
	entry->request = make_request(ID, REQUEST_STATE_REFUSED);
	entry->first_learnt = entry->last_learnt = DESK_NOW;
	g_ptr_array_add(event->rows, entry);
	desk_event(desk, event);
	/* What is known of it is not read again. */
	desk_forget(desk);
	tell(desk, WORKLOAD_AZURE, make_request(ID, REQUEST_STATE_REFUSED));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests__of_both_sides__are_one_list_without_doubles),
		cmocka_unit_test(details__stay__when_the_request_is_over),
		cmocka_unit_test(failed_list__is_told__and_never_as_no_request),
		cmocka_unit_test(unread_journal__is_told),
		cmocka_unit_test(cancel__asks_and_sends_what_it_showed),
		cmocka_unit_test(cancel__is_told__and_the_list_follows),
		cmocka_unit_test(cancel__refused__tells_what_the_request_is_by_then),
		cmocka_unit_test(cancel__failed__tells_why),
		cmocka_unit_test(cancel__is_for_what_waits_or_starts_later),
		cmocka_unit_test(unknown_request__is_looked_up_and_told),
		cmocka_unit_test(found_request__is_told_once),
		cmocka_unit_test(failed_request__stays_for_a_day__and_is_asked_for_again),
		cmocka_unit_test(later_start__is_counted_down),
		cmocka_unit_test(details__tell_every_id__and_how_it_came_to_that),
		cmocka_unit_test(portal__opens_the_page_of_its_kind),
		cmocka_unit_test(refusal_elsewhere__is_read__when_the_list_tells_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
