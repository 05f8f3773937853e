/* Update scripts of the lists: loading, failing, ending, the next change by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

#define MINUTE 60

static void start__asks_for_lists_and_history(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 1);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), 1);
}

static void lists__merge_all_workloads__sorted_by_role(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Contributor");
	assert_string_equal(desk_grant(desk, "eligible", 1)->role.name, "Global Reader");
	assert_string_equal(desk_grant(desk, "eligible", 3)->role.name, "Owner");
	/* The one that ends first, then the permanent one. */
	assert_string_equal(desk_grant(desk, "active", 0)->role.name, "Reader");
	assert_string_equal(desk_grant(desk, "active", 1)->role.name, "DB-Admins");
}

static void selection_and_marks__stay_with_their_rows__after_a_refresh(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "j j space"); /* marks Key Vault Officer, goes on to Owner */
	assert_string_equal(desk_selected_role(desk), "Owner");
	Eligibility *officer =
		make_eligible(WORKLOAD_AZURE, "Key Vault Officer", SUB_PROD, "sub-prod");
	g_autofree char *id = g_strdup(officer->grant.id);
	assert_true(desk_is_marked(desk, id));

	/* New rows before and between: the mark and the selection follow their rows. */
	desk_event(desk, eligible_event(WORKLOAD_AZURE,
					make_eligible(WORKLOAD_AZURE, "Zookeeper", EDGE, "rg-edge"),
					make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"),
					make_eligible(WORKLOAD_AZURE, "AAA", EDGE, "rg-edge"),
					officer, NULL));
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_true(desk_is_marked(desk, id));
	assert_int_equal(desk_count_marks(desk), 1);

	/* A row that is gone takes its mark with it. */
	desk_event(desk,
		   eligible_event(WORKLOAD_AZURE,
				  make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL));
	assert_int_equal(desk_count_marks(desk), 0);
}

static void selection__is_the_top_row__until_a_key_is_pressed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk,
		   eligible_event(WORKLOAD_ENTRA,
				  make_eligible(WORKLOAD_ENTRA, "M", "/", "directory"), NULL));
	assert_string_equal(desk_selected_role(desk), "M");
	desk_event(desk, eligible_event(WORKLOAD_AZURE,
					make_eligible(WORKLOAD_AZURE, "B", EDGE, "rg-edge"), NULL));
	assert_string_equal(desk_selected_role(desk), "B");
	assert_string_equal(desk_selected_role(desk), "B");

	/* A key, even one that does not move, may have been meant for the row that was seen. */
	desk_keys(desk, "tab");
	desk_event(desk, eligible_event(WORKLOAD_GROUP,
					make_eligible(WORKLOAD_GROUP, "A", "/g", "A"), NULL));
	assert_string_equal(desk_selected_role(desk), "B");
}

static void role__without_a_name__is_called_by_its_guid(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Eligibility *row = make_eligible(WORKLOAD_AZURE, "X", EDGE, "rg-edge");
	g_clear_pointer(&row->grant.role.name, g_free);
	assert_string_equal(role_label(&row->grant.role), role_guid(row->grant.role.id));
	desk_event(desk, eligible_event(WORKLOAD_AZURE, row, NULL));
	g_autofree char *text = desk_screen_text(desk);
	assert_null(strstr(text, "(null)"));
}

static void workload__that_fails__hides_no_rows_of_others(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_ELIGIBILITIES,
				      problem_new(PROBLEM_UNREACHABLE, "timed-out",
						  "The service is slow.", "Try again.")));
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_true(desk_is_stale(desk, WORKLOAD_ENTRA, LIST_ELIGIBILITIES));
	assert_true(desk_is_ready(desk, WORKLOAD_AZURE, LIST_ELIGIBILITIES));
	assert_string_equal(desk_notice(desk),
			    "Entra directory roles: The service is slow. Try again.");
	g_autofree char *words = desk_freshness(desk, WORKLOAD_ENTRA);
	assert_string_equal(words, "entra as of 15:00, failed");
}

/* Fresh roles beside requests that are not are said to be that. */
static void requests__that_fail__are_told_beside_fresh_roles(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_event(desk, failed_event(WORKLOAD_AZURE, LIST_REQUESTS,
				      problem_new(PROBLEM_UNREACHABLE, "timed-out",
						  "The service is slow.", "Try again.")));
	g_autofree char *words = desk_freshness(desk, WORKLOAD_AZURE);
	assert_string_equal(words, "azure fresh, requests failed");
	assert_int_equal(desk_freshness_style(desk, WORKLOAD_AZURE), STYLE_WARNING);
}

static Event *many_eligibles(guint count)
{
	Event *event = eligible_event(WORKLOAD_AZURE, NULL, NULL);
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strdup_printf("rg-%05u", i);
		g_autofree char *id = g_strdup_printf("/subscriptions/1/resourceGroups/%s", name);
		g_ptr_array_add(event->rows, make_eligible(WORKLOAD_AZURE, "Reader", id, name));
	}
	return event;
}

/* Until they are ready the rows before are there, and keys count. */
static void long_list__is_made_ready_in_pieces__with_keys_between(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	const size_t before = desk_rows(desk, "eligible");
	desk_hold(desk);
	desk_event(desk, many_eligibles(2250));
	assert_true(desk_wants_more(desk));
	assert_int_equal(desk_rows(desk, "eligible"), before);
	desk_keys(desk, "down");
	assert_int_equal(desk_cursor(desk, "eligible"), 1);
	/* The snapshot is slower: it says nothing new any more. */
	Event *stale = many_eligibles(3);
	stale->is_stale = true;
	desk_event(desk, stale);
	desk_wait(desk, 0);
	assert_int_equal(desk_rows(desk, "eligible"), before);
	/* All rows are made; who hears of them has a turn of its own. */
	desk_wait(desk, 0);
	assert_int_equal(desk_rows(desk, "eligible"), before);
	desk_wait(desk, 0);
	assert_true(desk_rows(desk, "eligible") >= 2250);
	assert_true(desk_is_ready(desk, WORKLOAD_AZURE, LIST_ELIGIBILITIES));
}

/* Of another account nothing comes late. */
static void long_list__is_dropped__with_its_account(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_hold(desk);
	desk_event(desk, many_eligibles(2250));
	desk_event(desk, account_event(NULL));
	desk_wait(desk, 0);
	desk_wait(desk, 0);
	assert_int_equal(desk_rows(desk, "eligible"), 0);
}

static void workload__that_was_asked_by_subscription__says_so(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Eligibility *row = make_eligible(WORKLOAD_AZURE, "Reader", "/subscriptions/1", "sub-1");
	Event *event = eligible_event(WORKLOAD_AZURE, row, NULL);
	event->has_gaps = true;
	desk_event(desk, event);
	g_autofree char *words = desk_freshness(desk, WORKLOAD_AZURE);
	assert_string_equal(words, "azure fresh, subscriptions only");
	assert_int_equal(desk_freshness_style(desk, WORKLOAD_AZURE), STYLE_WARNING);
}

static void failure__of_a_list__has_the_words_of_the_service__in_the_messages(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Problem *problem = problem_new(PROBLEM_NOT_ALLOWED, "no-permission",
				       "The signed-in account may not do this.", NULL);
	problem->said = g_strdup("The client yara lacks the action read.");
	desk_event(desk, failed_event(WORKLOAD_AZURE, LIST_ELIGIBILITIES, problem));
	desk_keys(desk, "m");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "may not do this"));
	assert_non_null(strstr(text, "The service said: The client yara lacks the action read."));
}

static void failure__of_a_list_never_loaded__is_said_where_the_rows_would_be(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk, loading_event(WORKLOAD_AZURE, LIST_ELIGIBILITIES));
	g_autofree char *loading = desk_empty_words(desk, "eligible");
	assert_string_equal(loading, "Loading…");
	desk_event(desk, failed_event(WORKLOAD_AZURE, LIST_ELIGIBILITIES,
				      problem_new(PROBLEM_SIGN_IN, "no-token", "Not signed in.",
						  "Sign in.")));
	g_autofree char *failed = desk_empty_words(desk, "eligible");
	assert_string_equal(failed, "azure: Not signed in. Sign in.");
}

static void snapshot__that_comes_late__replaces_nothing_fresh(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Event *event = eligible_event(WORKLOAD_AZURE, NULL, NULL);
	event->is_stale = true;
	desk_event(desk, event);
	assert_int_equal(desk_rows(desk, "eligible"), 4);
}

static void snapshot__is_marked_stale__until_the_service_answers(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Event *event = eligible_event(
		WORKLOAD_AZURE, make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL);
	event->is_stale = true;
	event->as_of = DESK_NOW - 3600;
	desk_event(desk, event);
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	assert_true(desk_is_stale(desk, WORKLOAD_AZURE, LIST_ELIGIBILITIES));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 0);
	desk_load(desk);
	assert_true(desk_is_ready(desk, WORKLOAD_AZURE, LIST_ELIGIBILITIES));
}

static void refresh__comes_by_itself__one_at_a_time(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	uint64_t first = desk_intent(desk, INTENT_REFRESH)->id;
	desk_wait(desk, 61);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 1);
	desk_event(desk, event_new(EVENT_INTENT_DONE, first));
	desk_wait(desk, 59);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 1);
	desk_wait(desk, 1);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 2);
	desk_keys(desk, "R");
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 2);
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_REFRESH)->id));
	desk_keys(desk, "R");
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 3);
}

static void end__is_told_once__when_near_at_five_minutes_and_at_the_end(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_tell_first(desk);
	desk_load(desk);
	desk_wait(desk, 27 * MINUTE + 59);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 0);
	desk_wait(desk, 1); /* the last fifth of an hour */
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 1);
	desk_forget(desk);
	desk_wait(desk, 6 * MINUTE + 59);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 0);
	desk_wait(desk, 1);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 1);
	assert_string_equal(desk_effect(desk, EFFECT_NOTIFY)->notification->text,
			    "Reader on rg-payments ends at 15:40.");
	desk_wait(desk, 10);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 1);
	desk_wait(desk, 4 * MINUTE + 50);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 2);
	assert_string_equal(desk_effect(desk, EFFECT_NOTIFY)->notification->text,
			    "Reader on rg-payments has ended.");
	assert_int_equal(desk_rows(desk, "active"), 1);

	/* The service's list lags: the row stays away, and nothing is told twice. */
	desk_event(desk, active_event(WORKLOAD_AZURE,
				      make_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments",
						  DESK_NOW + 40 * MINUTE),
				      NULL));
	assert_int_equal(desk_rows(desk, "active"), 1);
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 2);
}

static void next_wake__is_when_the_screen_changes_by_itself(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_stop_refresh(desk);
	/* 40m is shown: the next step is 39m, one second past the minute. */
	assert_int_equal(desk_next_wake(desk), DESK_NOW + 1);
	desk_wait(desk, 1);
	desk_stop_refresh(desk);
	assert_int_equal(desk_next_wake(desk), DESK_NOW + 60);
	desk_wait(desk, 31 * MINUTE);
	desk_stop_refresh(desk);
	/* Below ten minutes each second counts. */
	assert_int_equal(desk_next_wake(desk), desk_now(desk) + 1);
	/* Unless it is not on screen. */
	desk_keys(desk, "4");
	desk_stop_refresh(desk);
	assert_int_equal(desk_next_wake(desk), DESK_NOW + 32 * MINUTE);
}

static void next_wake__is_the_refresh__when_nothing_counts(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	assert_int_equal(desk_next_wake(desk), DESK_NOW + 60);
}

static void account__another_one__takes_all_rows_and_dialogs_away(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "space");
	desk_open_form(desk);
	desk_type(desk, "why");
	/* The same one by a better name changes nothing. */
	desk_event(desk, account_event(make_account("OID-1", "tid-1", NULL, "Contoso Ltd")));
	assert_non_null(desk_dialog(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_string_equal(desk_account(desk)->tenant_name, "Contoso Ltd");
	desk_event(desk, notice_event(problem_new(PROBLEM_FAILED, "x", "Something failed.", NULL)));
	assert_non_null(desk_notice(desk));

	desk_event(desk, account_event(make_account("oid-1", "tid-2", NULL, "Fabrikam")));
	assert_null(desk_notice(desk));
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	assert_int_equal(desk_rows(desk, "active"), 0);
	assert_int_equal(desk_rows(desk, "scope"), 0);
	assert_int_equal(desk_count_marks(desk), 0);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 2);
	desk_load(desk);
	assert_int_equal(desk_rows(desk, "eligible"), 4);
}

static void clock__that_was_hours_ahead__stops_nothing(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_REFRESH)->id));
	desk_wait(desk, -3 * 3600);
	assert_int_equal(desk_clock(desk), desk_now(desk));
	desk_event(desk, active_event(WORKLOAD_AZURE,
				      make_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments",
						  desk_now(desk) + 30),
				      NULL));
	assert_int_equal(desk_next_wake(desk), desk_now(desk) + 1);
	desk_wait(desk, 60);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), 2);
	assert_int_equal(desk_rows(desk, "active"), 0);
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
		cmocka_unit_test(requests__that_fail__are_told_beside_fresh_roles),
		cmocka_unit_test(long_list__is_made_ready_in_pieces__with_keys_between),
		cmocka_unit_test(long_list__is_dropped__with_its_account),
		cmocka_unit_test(workload__that_was_asked_by_subscription__says_so),
		cmocka_unit_test(failure__of_a_list__has_the_words_of_the_service__in_the_messages),
		cmocka_unit_test(failure__of_a_list_never_loaded__is_said_where_the_rows_would_be),
		cmocka_unit_test(snapshot__that_comes_late__replaces_nothing_fresh),
		cmocka_unit_test(snapshot__is_marked_stale__until_the_service_answers),
		cmocka_unit_test(refresh__comes_by_itself__one_at_a_time),
		cmocka_unit_test(end__is_told_once__when_near_at_five_minutes_and_at_the_end),
		cmocka_unit_test(next_wake__is_when_the_screen_changes_by_itself),
		cmocka_unit_test(next_wake__is_the_refresh__when_nothing_counts),
		cmocka_unit_test(account__another_one__takes_all_rows_and_dialogs_away),
		cmocka_unit_test(clock__that_was_hours_ahead__stops_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
