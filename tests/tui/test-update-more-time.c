/* Update scripts of more time for what is active: another one from its end on, or ended and activated again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

#define END (DESK_NOW + 40 * 60)

/* The role is active on sub-prod until 15:40, and known in the history with its reason. */
static Desk *at_active(void)
{
	Desk *desk = desk_new(80, 24);
	desk_event(desk,
		   eligible_event(WORKLOAD_AZURE,
				  make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL));
	desk_event(desk,
		   active_event(WORKLOAD_AZURE,
				make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge", END), NULL));
	const Grant *grant = desk_grant(desk, "active", 0);
	Event *history = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	HistoryEntry *entry = history_entry_new();
	entry->request = request_new();
	entry->request->id = g_strdup("request-1");
	entry->request->kind = REQUEST_ACTIVATE;
	entry->request->state = REQUEST_STATE_ACTIVE;
	entry->request->role.id = g_strdup(grant->role.id);
	scope_copy(&entry->request->scope, &grant->scope);
	entry->request->justification = g_strdup("move the gateway");
	entry->request->duration = 2 * HOUR;
	history->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_ptr_array_add(history->rows, entry);
	desk_event(desk, history);
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_focus_on(desk, "active");
	return desk;
}

static Desk *at_continue(void)
{
	Desk *desk = at_active();
	assert_null(desk_reason(desk, "activate"));
	desk_open_form(desk);
	desk_answer_policies(desk, 8 * HOUR, true, false);
	return desk;
}

/* The service's answer to the dry run (taken; NULL: it would do). */
static void answer_trial(Desk *desk, Problem *problem)
{
	const Intent *intent = desk_intent(desk, INTENT_CHECK);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	const uint64_t id = intent->id;
	assert_true(activation->start == END + 1);
	Event *event = event_new(EVENT_CHECKED, id);
	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->problem = problem;
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
}

static Problem *already_active(void)
{
	return problem_new(PROBLEM_ALREADY, "RoleAssignmentExists",
			   "The role is already active there.", NULL);
}

static void continue__is_the_same_from_its_end_on__and_tried_first(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_continue();
	assert_string_equal(desk_field(desk, "start"), "2026-01-01 15:40:01");
	assert_string_equal(desk_field(desk, "for"), "2h");
	assert_string_equal(desk_field(desk, "reason"), "");
	desk_keys(desk, "ctrl-y");
	assert_string_equal(desk_field(desk, "reason"), "move the gateway");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_string_equal(desk_form_check(desk), "checking…");
	answer_trial(desk, NULL);
	assert_string_equal(desk_dialog(desk), "Activate?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "starting 15:40"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	desk_keys(desk, "enter");
	assert_true(desk_activation(desk, 0)->start == END + 1);
}

static void continue__that_the_service_does_not_take__is_told_before_it_is_sent(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_continue();
	desk_keys(desk, "ctrl-y enter");
	answer_trial(desk, already_active());
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_non_null(strstr(desk_form_check(desk), "until 15:40"));
	assert_non_null(strstr(desk_form_check(desk), "end it and activate again with ctrl-r"));
	assert_string_equal(desk_field(desk, "start"), "2026-01-01 15:40:01");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void trial__is_forgotten__when_the_form_changes_meanwhile(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_continue();
	desk_keys(desk, "ctrl-y enter");
	desk_type(desk, "!");
	answer_trial(desk, NULL);
	assert_string_equal(desk_dialog(desk), "Activate");
	desk_keys(desk, "enter esc");
	assert_null(desk_dialog(desk));
}

/* Ends it, and activates it again once it has ended; from now on, not from its end. */
static void replace__ends_first__and_activates_when_that_is_done(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_continue();
	desk_keys(desk, "ctrl-y ctrl-r");
	assert_string_equal(desk_dialog(desk), "End it and activate again?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "for 2h, until about 17:00"));
	assert_non_null(strstr(text, "move the gateway"));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	Event *ended = event_new(EVENT_FINISHED, desk_intent(desk, INTENT_DEACTIVATE)->id);
	ended->request = request_new();
	ended->request->id = g_strdup("request-2");
	ended->request->kind = REQUEST_DEACTIVATE;
	ended->request->state = REQUEST_STATE_ENDED;
	desk_event(desk, ended);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
	assert_true(desk_activation(desk, 0)->start == 0);
	assert_true(desk_activation(desk, 0)->duration == 2 * HOUR);
}

static void replace__activates_nothing__when_it_could_not_be_ended(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_continue();
	desk_keys(desk, "ctrl-y ctrl-r enter");
	Event *refused = event_new(EVENT_FINISHED, desk_intent(desk, INTENT_DEACTIVATE)->id);
	refused->request = request_new();
	refused->request->id = g_strdup("request-2");
	refused->request->kind = REQUEST_DEACTIVATE;
	refused->request->state = REQUEST_STATE_REFUSED;
	refused->problem =
		problem_new(PROBLEM_REFUSED, "ActiveDurationTooShort", "Too soon.", NULL);
	desk_event(desk, refused);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void more_time__says_why_not__where_there_is_none(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk,
		   active_event(WORKLOAD_AZURE,
				make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge", END), NULL));
	desk_focus_on(desk, "active");
	assert_non_null(strstr(desk_reason(desk, "activate"), "no longer eligible"));
	desk_event(desk,
		   active_event(WORKLOAD_AZURE,
				make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge", 0), NULL));
	assert_non_null(desk_reason(desk, "activate"));
}

static void near_end__offers_more_time(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_active();
	desk_wait(desk, 36 * 60);
	assert_non_null(strstr(desk_notice(desk), "ends at 15:40"));
	assert_non_null(strstr(desk_notice(desk), "Ask for more time there with a."));
}

/* The service promised what follows: it is told, and not asked for once more. */
static void promise(Desk *desk)
{
	const Grant *grant = desk_grant(desk, "active", 0);
	Event *event = event_new(EVENT_REQUESTS, 0);
	Request *request = request_new();
	request->id = g_strdup("request-3");
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_SCHEDULED;
	request->is_own = true;
	request->role.id = g_strdup(grant->role.id);
	scope_copy(&request->scope, &grant->scope);
	request->start = END + 1;
	request->end = END + 1 + HOUR;
	event->workload = WORKLOAD_AZURE;
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(event->rows, request);
	desk_event(desk, event);
}

static void near_end__tells_how_it_goes_on__where_that_is_promised(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_active();
	promise(desk);
	desk_wait(desk, 36 * 60);
	assert_non_null(strstr(desk_notice(desk), "goes on until 16:40."));
}

static void continue__once_more__tells_what_is_promised(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_active();
	promise(desk);
	desk_open_form(desk);
	desk_answer_policies(desk, 8 * HOUR, true, false);
	g_autofree char *text = desk_screen_text(desk);
	assert_non_null(strstr(text, "active here already, until 15:40; it goes on until 16:40"));
	desk_keys(desk, "ctrl-y enter");
	answer_trial(desk, already_active());
	assert_non_null(strstr(desk_form_check(desk), "goes on until 16:40 already"));
	assert_null(strstr(desk_form_check(desk), "ctrl-r"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(continue__is_the_same_from_its_end_on__and_tried_first),
		cmocka_unit_test(
			continue__that_the_service_does_not_take__is_told_before_it_is_sent),
		cmocka_unit_test(trial__is_forgotten__when_the_form_changes_meanwhile),
		cmocka_unit_test(replace__ends_first__and_activates_when_that_is_done),
		cmocka_unit_test(replace__activates_nothing__when_it_could_not_be_ended),
		cmocka_unit_test(more_time__says_why_not__where_there_is_none),
		cmocka_unit_test(near_end__offers_more_time),
		cmocka_unit_test(near_end__tells_how_it_goes_on__where_that_is_promised),
		cmocka_unit_test(continue__once_more__tells_what_is_promised),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
