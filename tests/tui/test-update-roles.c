/* Update scripts of the roles screen: selection, marks, filter, loading, ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"

#define MINUTE 60

static const char *selected_role(const Script *script)
{
	const Eligibility *eligibility = state_selected_eligible(script->state);
	return eligibility ? eligibility->grant.role.name : "(none)";
}

static void start__asks_for_lists_and_history(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 1);
	assert_int_equal(script_count_intents(script, INTENT_READ_HISTORY), 1);
}

static void lists__merge_all_workloads__sorted_by_role(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	assert_string_equal(state_eligible_at(script->state, 0)->grant.role.name, "Contributor");
	assert_string_equal(state_eligible_at(script->state, 1)->grant.role.name, "Global Reader");
	assert_string_equal(state_eligible_at(script->state, 3)->grant.role.name, "Owner");
	/* The one that ends first, then the permanent one. */
	assert_string_equal(state_active_at(script->state, 0)->grant.role.name, "Reader");
	assert_string_equal(state_active_at(script->state, 1)->grant.role.name, "DB-Admins");
}

static void keys__move_the_selection__within_the_list(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	assert_string_equal(selected_role(script), "Contributor");
	script_keys(script, "j down");
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_keys(script, "G down down");
	assert_string_equal(selected_role(script), "Owner");
	script_keys(script, "k");
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_keys(script, "g up page-up");
	assert_string_equal(selected_role(script), "Contributor");
	script_keys(script, "page-down");
	assert_string_equal(selected_role(script), "Owner");
}

static void selection_and_marks__stay_with_their_rows__after_a_refresh(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "j j space"); /* marks Key Vault Officer, goes on to Owner */
	assert_string_equal(selected_role(script), "Owner");
	Eligibility *officer =
		script_eligible(WORKLOAD_AZURE, "Key Vault Officer", SUB_PROD, "sub-prod");
	g_autofree char *id = g_strdup(officer->grant.id);
	assert_true(state_is_marked(script->state, id));

	/* New rows before and between: the mark and the selection follow their rows. */
	script_event(script,
		     script_eligibles(WORKLOAD_AZURE,
				      script_eligible(WORKLOAD_AZURE, "Zookeeper", EDGE, "rg-edge"),
				      script_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"),
				      script_eligible(WORKLOAD_AZURE, "AAA", EDGE, "rg-edge"),
				      officer, NULL));
	assert_string_equal(selected_role(script), "Owner");
	assert_true(state_is_marked(script->state, id));
	assert_int_equal(g_hash_table_size(script->state->marks), 1);

	/* A row that is gone takes its mark with it. */
	script_event(script,
		     script_eligibles(WORKLOAD_AZURE,
				      script_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"),
				      NULL));
	assert_int_equal(g_hash_table_size(script->state->marks), 0);
}

static void filter__takes_text_as_text__and_esc_clears_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "/");
	script_type(script, "q1a:READ");
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
	assert_int_equal(script->state->screen, SCREEN_ROLES);
	assert_null(state_overlay(script->state));
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	script_keys(script, "ctrl-u");
	script_type(script, "READ dir");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	assert_string_equal(selected_role(script), "Global Reader");
	script_keys(script, "enter");
	assert_false(script->state->is_filtering);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	script_keys(script, "/ esc");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	assert_string_equal(selected_role(script), "Global Reader");
}

static void filter__widens_again__when_shortened(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "/");
	script_type(script, "owner");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	script_keys(script, "backspace backspace backspace backspace");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
}

static void sort__goes_through_the_orders(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "s"); /* by scope */
	assert_string_equal(state_eligible_at(script->state, 0)->grant.scope.name, "directory");
	assert_string_equal(state_eligible_at(script->state, 3)->grant.scope.name, "sub-prod");
	assert_string_equal(selected_role(script), "Contributor");
}

static void workload__that_fails__hides_no_rows_of_others(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	Event *event = event_new(EVENT_LIST_FAILED, 0);
	event->workload = WORKLOAD_ENTRA;
	event->list = LIST_ELIGIBILITIES;
	event->problem =
		problem_new(PROBLEM_UNREACHABLE, "timed-out", "The service is slow.", "Try again.");
	script_event(script, event);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	assert_int_equal(script->state->loads[WORKLOAD_ENTRA][LIST_ELIGIBILITIES].status,
			 LOAD_STALE);
	assert_int_equal(script->state->loads[WORKLOAD_AZURE][LIST_ELIGIBILITIES].status,
			 LOAD_READY);
	assert_string_equal(state_notice(script->state)->text,
			    "Entra directory roles: The service is slow. Try again.");
	g_autofree char *words = state_freshness(script->state, WORKLOAD_ENTRA);
	assert_string_equal(words, "entra as of 15:00, failed");
}

static void failure__of_a_list_never_loaded__is_said_where_the_rows_would_be(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Event *event = event_new(EVENT_LOADING, 0);
	event->workload = WORKLOAD_AZURE;
	event->list = LIST_ELIGIBILITIES;
	script_event(script, event);
	g_autofree char *loading = state_pane_empty(script->state, PANE_ELIGIBLE);
	assert_string_equal(loading, "Loading…");
	event = event_new(EVENT_LIST_FAILED, 0);
	event->workload = WORKLOAD_AZURE;
	event->list = LIST_ELIGIBILITIES;
	event->problem = problem_new(PROBLEM_SIGN_IN, "no-token", "Not signed in.", "Sign in.");
	script_event(script, event);
	g_autofree char *failed = state_pane_empty(script->state, PANE_ELIGIBLE);
	assert_string_equal(failed, "azure: Not signed in. Sign in.");
}

static void snapshot__that_comes_late__replaces_nothing_fresh(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	Event *event = script_eligibles(WORKLOAD_AZURE, NULL, NULL);
	event->is_stale = true;
	script_event(script, event);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
}

static void snapshot__is_marked_stale__until_the_service_answers(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Event *event = script_eligibles(
		WORKLOAD_AZURE, script_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL);
	event->is_stale = true;
	event->as_of = SCRIPT_START - 3600;
	script_event(script, event);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	assert_int_equal(script->state->loads[WORKLOAD_AZURE][LIST_ELIGIBILITIES].status,
			 LOAD_STALE);
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 0);
	script_load(script);
	assert_int_equal(script->state->loads[WORKLOAD_AZURE][LIST_ELIGIBILITIES].status,
			 LOAD_READY);
}

static void refresh__comes_by_itself__one_at_a_time(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	uint64_t first = script_intent(script, INTENT_REFRESH)->id;
	script_wait(script, 61);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 1);
	script_event(script, event_new(EVENT_INTENT_DONE, first));
	script_wait(script, 59);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 1);
	script_wait(script, 1);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 2);
	script_keys(script, "R");
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 2);
	script_event(script,
		     event_new(EVENT_INTENT_DONE, script_intent(script, INTENT_REFRESH)->id));
	script_keys(script, "R");
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 3);
}

static void end__is_told_once__at_five_minutes_and_at_the_end(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_wait(script, 34 * MINUTE + 59);
	assert_int_equal(script_count(script, EFFECT_NOTIFY), 0);
	script_wait(script, 1);
	assert_int_equal(script_count(script, EFFECT_NOTIFY), 1);
	assert_string_equal(script_effect(script, EFFECT_NOTIFY)->text,
			    "Reader on rg-payments ends at 15:40.");
	script_wait(script, 10);
	assert_int_equal(script_count(script, EFFECT_NOTIFY), 1);
	script_wait(script, 4 * MINUTE + 50);
	assert_int_equal(script_count(script, EFFECT_NOTIFY), 2);
	assert_string_equal(script_effect(script, EFFECT_NOTIFY)->text,
			    "Reader on rg-payments has ended.");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ACTIVE)), 1);

	/* The service's list lags: the row stays away, and nothing is told twice. */
	script_event(script,
		     script_actives(WORKLOAD_AZURE,
				    script_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments",
						  SCRIPT_START + 40 * MINUTE),
				    NULL));
	assert_int_equal(pane_count(state_pane(script->state, PANE_ACTIVE)), 1);
	assert_int_equal(script_count(script, EFFECT_NOTIFY), 2);
}

static void next_wake__is_when_the_screen_changes_by_itself(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script->state->next_refresh = 0;
	/* 40m is shown: the next step is 39m, one second past the minute. */
	assert_int_equal(state_next_wake(script->state), SCRIPT_START + 1);
	script_wait(script, 1);
	script->state->next_refresh = 0;
	assert_int_equal(state_next_wake(script->state), SCRIPT_START + 60);
	script_wait(script, 31 * MINUTE);
	script->state->next_refresh = 0;
	/* Below ten minutes each second counts. */
	assert_int_equal(state_next_wake(script->state), script->now + 1);
	/* Unless it is not on screen. */
	script_keys(script, "4");
	script->state->next_refresh = 0;
	assert_int_equal(state_next_wake(script->state), SCRIPT_START + 32 * MINUTE);
}

static void next_wake__is_the_refresh__when_nothing_counts(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	assert_int_equal(state_next_wake(script->state), SCRIPT_START + 60);
}

static void resize__keeps_the_selection_on_screen(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 40);
	Event *event = script_eligibles(WORKLOAD_AZURE, NULL, NULL);
	for (int i = 0; i < 100; i++) {
		g_autofree char *name = g_strdup_printf("role-%03d", i);
		g_ptr_array_add(event->rows,
				script_eligible(WORKLOAD_AZURE, name, EDGE, "rg-edge"));
	}
	script_event(script, event);
	script_keys(script, "page-down page-down");
	const Pane *pane = state_pane(script->state, PANE_ELIGIBLE);
	size_t cursor = pane->cursor;
	assert_true(cursor > 30);
	script_resize(script, 80, 12);
	assert_int_equal(pane->cursor, cursor);
	assert_true(pane->top <= cursor && cursor < pane->top + 10);
	g_autofree char *place = state_pane_place(script->state, PANE_ELIGIBLE, 3);
	assert_non_null(strstr(place, "/100"));
}

static void mouse__selects_and_scrolls(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	/* Header, the active pane's title and two rows, the eligible pane's title: its third row. */
	script_mouse(script, 5, 7, 1);
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_mouse(script, 5, 2, 1);
	assert_int_equal(script->state->focus, PANE_ACTIVE);
	script_mouse(script, 5, 7, 5);
	assert_string_equal(selected_role(script), "Owner");
	script_mouse(script, 500, 700, 1);
}

static void greyed_action__says_why(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "a");
	assert_string_equal(state_notice(script->state)->text, "No eligible role is selected.");
	script_load(script);
	script_keys(script, "D");
	assert_string_equal(state_notice(script->state)->text,
			    "Select the role to end in the active pane.");
	script_keys(script, "shift-tab j D");
	assert_string_equal(state_notice(script->state)->text,
			    "This is a standing assignment: only an administrator can end it.");
}

static void notice__leaves_by_time_or_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "a");
	assert_non_null(state_notice(script->state));
	script_wait(script, STATE_NOTICE_SECONDS);
	assert_null(state_notice(script->state));
	script_keys(script, "a");
	script_keys(script, "esc");
	assert_null(state_notice(script->state));
	script_keys(script, "m");
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "No eligible role is selected."));
}

static void palette__finds_by_typing_and_runs(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, ":");
	script_type(script, "hist");
	const Overlay *overlay = state_overlay(script->state);
	assert_true(overlay->choices->len > 0);
	script_keys(script, "enter");
	assert_null(state_overlay(script->state));
	assert_int_equal(script->state->screen, SCREEN_HISTORY);
}

static void details__show_everything_known(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "enter");
	assert_int_equal(state_overlay(script->state)->kind, OVERLAY_DETAILS);
	assert_int_equal(script_count_intents(script, INTENT_READ_ROLE), 1);
	Event *event = event_new(EVENT_ROLE, script_intent(script, INTENT_READ_ROLE)->id);
	event->role_id = g_strdup("role-of-Contributor");
	event->permissions = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(event->permissions, g_strdup("actions: *"));
	script_event(script, event);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Contributor"));
	assert_non_null(strstr(text, MG));
	assert_non_null(strstr(text, "given to you directly"));
	assert_non_null(strstr(text, "actions: *"));
	script_keys(script, "q");
	assert_null(state_overlay(script->state));
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
}

static void copy_and_portal__are_effects(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "y o");
	assert_string_equal(script_effect(script, EFFECT_COPY)->text, "role-of-Contributor");
	assert_true(g_str_has_prefix(script_effect(script, EFFECT_OPEN_URL)->text,
				     "https://portal.azure.com/#view/"));
	script_keys(script, "tab o");
	assert_string_equal(script_effect(script, EFFECT_OPEN_URL)->text,
			    "https://portal.azure.com/#@tid-1/resource" MG);
}

static void quit__is_an_effect__and_ctrl_keys_work_anywhere(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "ctrl-l ctrl-z");
	assert_int_equal(script_count(script, EFFECT_REDRAW), 1);
	assert_int_equal(script_count(script, EFFECT_SUSPEND), 1);
	script_keys(script, "/ ctrl-c");
	assert_int_equal(script_count(script, EFFECT_QUIT), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start__asks_for_lists_and_history),
		cmocka_unit_test(lists__merge_all_workloads__sorted_by_role),
		cmocka_unit_test(keys__move_the_selection__within_the_list),
		cmocka_unit_test(selection_and_marks__stay_with_their_rows__after_a_refresh),
		cmocka_unit_test(filter__takes_text_as_text__and_esc_clears_it),
		cmocka_unit_test(filter__widens_again__when_shortened),
		cmocka_unit_test(sort__goes_through_the_orders),
		cmocka_unit_test(workload__that_fails__hides_no_rows_of_others),
		cmocka_unit_test(failure__of_a_list_never_loaded__is_said_where_the_rows_would_be),
		cmocka_unit_test(snapshot__that_comes_late__replaces_nothing_fresh),
		cmocka_unit_test(snapshot__is_marked_stale__until_the_service_answers),
		cmocka_unit_test(refresh__comes_by_itself__one_at_a_time),
		cmocka_unit_test(end__is_told_once__at_five_minutes_and_at_the_end),
		cmocka_unit_test(next_wake__is_when_the_screen_changes_by_itself),
		cmocka_unit_test(next_wake__is_the_refresh__when_nothing_counts),
		cmocka_unit_test(resize__keeps_the_selection_on_screen),
		cmocka_unit_test(mouse__selects_and_scrolls),
		cmocka_unit_test(greyed_action__says_why),
		cmocka_unit_test(notice__leaves_by_time_or_key),
		cmocka_unit_test(palette__finds_by_typing_and_runs),
		cmocka_unit_test(details__show_everything_known),
		cmocka_unit_test(copy_and_portal__are_effects),
		cmocka_unit_test(quit__is_an_effect__and_ctrl_keys_work_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
