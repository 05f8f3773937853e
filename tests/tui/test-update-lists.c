/* Update scripts of the lists: loading, failing, ending, the next change by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"
#include "tui/view.h"

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

static void selection__is_the_top_row__until_a_key_is_pressed(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_event(script, script_eligibles(
				     WORKLOAD_ENTRA,
				     script_eligible(WORKLOAD_ENTRA, "M", "/", "directory"), NULL));
	assert_string_equal(selected_role(script), "M");
	script_event(script,
		     script_eligibles(WORKLOAD_AZURE,
				      script_eligible(WORKLOAD_AZURE, "B", EDGE, "rg-edge"), NULL));
	assert_string_equal(selected_role(script), "B");
	assert_string_equal(state_selected_eligible(script->state)->grant.role.name, "B");

	/* A key, even one that does not move, may have been meant for the row that was seen. */
	script_keys(script, "tab");
	script_event(script,
		     script_eligibles(WORKLOAD_GROUP,
				      script_eligible(WORKLOAD_GROUP, "A", "/g", "A"), NULL));
	assert_string_equal(selected_role(script), "B");
}

static void role__without_a_name__is_called_by_its_guid(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Eligibility *row = script_eligible(WORKLOAD_AZURE, "X", EDGE, "rg-edge");
	g_clear_pointer(&row->grant.role.name, g_free);
	assert_string_equal(role_label(&row->grant.role), role_guid(row->grant.role.id));
	script_event(script, script_eligibles(WORKLOAD_AZURE, row, NULL));
	Grid *grid = grid_new(80, 24);
	view_draw(script->state, grid);
	g_autofree char *text = grid_to_text(grid);
	grid_free(grid);
	assert_null(strstr(text, "(null)"));
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

static Event *many_eligibles(guint count)
{
	Event *event = script_eligibles(WORKLOAD_AZURE, NULL, NULL);
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strdup_printf("rg-%05u", i);
		g_autofree char *id = g_strdup_printf("/subscriptions/1/resourceGroups/%s", name);
		g_ptr_array_add(event->rows, script_eligible(WORKLOAD_AZURE, "Reader", id, name));
	}
	return event;
}

/* Until they are ready the rows before are there, and keys count. */
static void long_list__is_made_ready_in_pieces__with_keys_between(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	const size_t before = pane_count(state_pane(script->state, PANE_ELIGIBLE));
	script_forget(script);
	script_event(script, many_eligibles(4500));
	assert_int_equal(script_count(script, EFFECT_CONTINUE), 1);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), before);
	script_keys(script, "down");
	assert_int_equal(state_pane(script->state, PANE_ELIGIBLE)->cursor, 1);
	/* The snapshot is slower: it says nothing new any more. */
	Event *stale = many_eligibles(3);
	stale->is_stale = true;
	script_event(script, stale);
	script_wait(script, 0);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), before);
	script_wait(script, 0);
	assert_true(pane_count(state_pane(script->state, PANE_ELIGIBLE)) >= 4500);
	assert_int_equal(script->state->loads[WORKLOAD_AZURE][LIST_ELIGIBILITIES].status,
			 LOAD_READY);
}

/* Of another account nothing comes late. */
static void long_list__is_dropped__with_its_account(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_event(script, many_eligibles(4500));
	script_event(script, event_new(EVENT_ACCOUNT, 0));
	script_wait(script, 0);
	script_wait(script, 0);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
}

static void workload__that_was_asked_by_subscription__says_so(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	Eligibility *row = script_eligible(WORKLOAD_AZURE, "Reader", "/subscriptions/1", "sub-1");
	Event *event = script_eligibles(WORKLOAD_AZURE, row, NULL);
	event->has_gaps = true;
	script_event(script, event);
	g_autofree char *words = state_freshness(script->state, WORKLOAD_AZURE);
	assert_string_equal(words, "azure fresh, subscriptions only");
	assert_int_equal(state_freshness_style(script->state, WORKLOAD_AZURE), STYLE_WARNING);
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

static Event *account_event(const char *oid, const char *tid, const char *name)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_new();
	event->account->oid = g_strdup(oid);
	event->account->tid = g_strdup(tid);
	event->account->tenant_name = g_strdup(name);
	return event;
}

static void account__another_one__takes_all_rows_and_dialogs_away(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "space a");
	script_type(script, "why");
	/* The same one by a better name changes nothing. */
	script_event(script, account_event("OID-1", "tid-1", "Contoso Ltd"));
	assert_non_null(state_overlay(script->state));
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	assert_string_equal(script->state->account->tenant_name, "Contoso Ltd");
	Event *warning = event_new(EVENT_NOTICE, 0);
	warning->problem = problem_new(PROBLEM_FAILED, "x", "Something failed.", NULL);
	script_event(script, warning);
	assert_non_null(state_notice(script->state));

	script_event(script, account_event("oid-1", "tid-2", "Fabrikam"));
	assert_null(state_notice(script->state));
	assert_null(state_overlay(script->state));
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ACTIVE)), 0);
	assert_int_equal(pane_count(state_pane(script->state, PANE_SCOPE)), 0);
	assert_int_equal(g_hash_table_size(script->state->marks), 0);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 2);
	script_load(script);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
}

static void clock__that_was_hours_ahead__stops_nothing(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_event(script,
		     event_new(EVENT_INTENT_DONE, script_intent(script, INTENT_REFRESH)->id));
	script_wait(script, -3 * 3600);
	assert_int_equal(script->state->now, script->now);
	script_event(script, script_actives(WORKLOAD_AZURE,
					    script_active(WORKLOAD_AZURE, "Reader", PAYMENTS,
							  "rg-payments", script->now + 30),
					    NULL));
	assert_int_equal(state_next_wake(script->state), script->now + 1);
	script_wait(script, 60);
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), 2);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ACTIVE)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start__asks_for_lists_and_history),
		cmocka_unit_test(lists__merge_all_workloads__sorted_by_role),
		cmocka_unit_test(selection_and_marks__stay_with_their_rows__after_a_refresh),
		cmocka_unit_test(selection__is_the_top_row__until_a_key_is_pressed),
		cmocka_unit_test(role__without_a_name__is_called_by_its_guid),
		cmocka_unit_test(workload__that_fails__hides_no_rows_of_others),
		cmocka_unit_test(long_list__is_made_ready_in_pieces__with_keys_between),
		cmocka_unit_test(long_list__is_dropped__with_its_account),
		cmocka_unit_test(workload__that_was_asked_by_subscription__says_so),
		cmocka_unit_test(failure__of_a_list_never_loaded__is_said_where_the_rows_would_be),
		cmocka_unit_test(snapshot__that_comes_late__replaces_nothing_fresh),
		cmocka_unit_test(snapshot__is_marked_stale__until_the_service_answers),
		cmocka_unit_test(refresh__comes_by_itself__one_at_a_time),
		cmocka_unit_test(end__is_told_once__at_five_minutes_and_at_the_end),
		cmocka_unit_test(next_wake__is_when_the_screen_changes_by_itself),
		cmocka_unit_test(next_wake__is_the_refresh__when_nothing_counts),
		cmocka_unit_test(account__another_one__takes_all_rows_and_dialogs_away),
		cmocka_unit_test(clock__that_was_hours_ahead__stops_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
