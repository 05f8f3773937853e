/* Update scripts of the activate form, up to the last look before anything is sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

static void form__asks_what_the_policy_asks(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	assert_string_equal(desk_field_focus(desk), "reason");
	assert_string_equal(desk_field(desk, "reason"), "fix q4711");
	assert_true(desk_field_is_required(desk, "reason"));
	assert_false(desk_has_field(desk, "ticket"));
	assert_string_equal(desk_field(desk, "for"), "1h");
	assert_string_equal(desk_field_note(desk, "for"), "up to 8h; until 16:00");

	g_autoptr(Desk) strict = desk_at_form(HOUR / 2, true);
	assert_true(desk_has_field(strict, "ticket"));
	assert_true(desk_field_is_required(strict, "ticket"));
	assert_string_equal(desk_field(strict, "for"), "30m");
}

static void form__takes_a_policy_that_comes_late(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_open_form(desk);
	desk_type(desk, "why");
	assert_non_null(strstr(desk_form_then(desk), "reading what it needs"));
	desk_answer_policies(desk, HOUR / 2, true, true);
	assert_null(desk_form_then(desk));
	assert_true(desk_has_field(desk, "ticket"));
	assert_string_equal(desk_field(desk, "for"), "30m");
	assert_string_equal(desk_field(desk, "reason"), "why");
}

static void form__says_what_is_wrong__where_it_is(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, true);
	desk_keys(desk, "ctrl-u enter");
	assert_string_equal(desk_field_error(desk, "reason"), "A reason is required here.");
	assert_string_equal(desk_field_error(desk, "ticket"), "A ticket number is required here.");
	assert_string_equal(desk_field_focus(desk), "reason");
	desk_type(desk, "x");
	assert_null(desk_field_error(desk, "reason"));

	desk_keys(desk, "shift-tab shift-tab ctrl-u");
	assert_string_equal(desk_field_focus(desk), "for");
	desk_type(desk, "9h");
	assert_string_equal(desk_field_note(desk, "for"), "too long: at most 8h");
	desk_keys(desk, "enter");
	assert_string_equal(desk_field_error(desk, "for"), "At most 8h here.");
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "2m");
	desk_keys(desk, "enter");
	assert_string_equal(desk_field_error(desk, "for"), "At least five minutes.");
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "soon");
	desk_keys(desk, "enter");
	assert_non_null(desk_field_error(desk, "for"));
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "until 17:00");
	assert_string_equal(desk_field_note(desk, "for"), "up to 8h; until 17:00");
	desk_keys(desk, "tab ctrl-u");
	desk_type(desk, "yesterday");
	desk_keys(desk, "enter");
	assert_non_null(desk_field_error(desk, "start"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

/* The service takes exactly five minutes, and no start that has passed. */
static void form__takes__what_is_just_right(void **unused)
{
	static const struct {
		const char *label, *text, *error;
	} edges[] = {
		{ "for", "5m", NULL },
		{ "for", "4m", "At least five minutes." },
		{ "for", "8h", NULL },
		{ "for", "8h1m", "At most 8h here." },
		{ "start", "now", NULL },
		{ "start", "2026-01-01 15:01", NULL },
		{ "start", "2026-01-01 15:00", "“2026-01-01 15:00” is not a time: it has passed" },
		{ "start", "2026-01-01 14:59", "“2026-01-01 14:59” is not a time: it has passed" },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(edges); i++) {
		g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
		desk_focus_on_field(desk, edges[i].label);
		desk_keys(desk, "ctrl-u");
		desk_type(desk, edges[i].text);
		desk_keys(desk, "enter");
		assert_string_equal(desk_dialog(desk),
				    edges[i].error == NULL ? "Activate?" : "Activate");
		if (edges[i].error != NULL)
			assert_string_equal(desk_field_error(desk, edges[i].label), edges[i].error);
	}
}

static void form__default_is_replaced_by_typing__and_edited_by_moving(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "shift-tab");
	desk_type(desk, "17:00");
	assert_string_equal(desk_field(desk, "start"), "17:00");
	desk_keys(desk, "shift-tab left");
	desk_type(desk, "2");
	assert_string_equal(desk_field(desk, "for"), "12h");
	desk_keys(desk, "tab");
	desk_paste(desk, "5");
	assert_string_equal(desk_field(desk, "start"), "17:005");
}

/* It is 15:00. */
static void type_start(Desk *desk, const char *text)
{
	desk_keys(desk, "shift-tab ctrl-u");
	assert_string_equal(desk_field_focus(desk), "start");
	desk_type(desk, text);
}

static void start__means_the_moment_that_was_meant__as_time_goes_on(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	type_start(desk, "in 20m");
	assert_string_equal(desk_field_note(desk, "start"), "15:20, in 20m");
	assert_string_equal(desk_field_note(desk, "for"), "up to 8h; until 16:20");
	desk_wait(desk, 15 * 60);
	assert_string_equal(desk_field_note(desk, "start"), "15:20, in 5:00");
	desk_keys(desk, "enter");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "starting 15:20"));
	desk_keys(desk, "enter");
	assert_true(desk_activation(desk, 0)->start == DESK_NOW + 20 * 60);
}

static void start__that_passes__is_never_taken_as_another_one(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	type_start(desk, "15:20");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate?");
	desk_wait(desk, 20 * 60);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "The start has passed"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_non_null(strstr(desk_field_error(desk, "start"), "passed"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void form__keeps_what_was_typed__for_the_same_rows(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
	desk_open_form(desk);
	assert_string_equal(desk_field(desk, "reason"), "fix q4711");
	desk_keys(desk, "esc left j a");
	assert_string_equal(desk_field(desk, "reason"), "");
}

/* Nothing of it is taken: what stood there stands there still. */
static void paste__that_is_too_long__is_left_out(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "shift-tab shift-tab");
	assert_string_equal(desk_field_focus(desk), "for");
	g_autofree char *before = g_strdup(desk_field(desk, "for"));
	g_autofree char *much = g_strnfill(2000, '1');
	desk_paste(desk, much);
	assert_string_equal(desk_field(desk, "for"), before);
	assert_non_null(strstr(desk_notice(desk), "too long"));
	desk_paste(desk, "30m");
	assert_string_equal(desk_field(desk, "for"), "30m");
}

static void paste__is_text__newline_included(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_paste(desk, " line one\nline two\r\nq");
	assert_string_equal(desk_field(desk, "reason"), "fix q4711 line one line two q");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void confirm__restates_and_sends_what_it_shows(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	const size_t cleared = desk_count(desk, EFFECT_CLEAR_INPUT);
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate?");
	assert_int_equal(desk_count(desk, EFFECT_CLEAR_INPUT), cleared + 1);
	g_autofree char *text = desk_dialog_text(desk);
	const char *shown[] = {
		"Contributor",
		"Platform (management group)",
		MG,
		"covers everything below it",
		"1h, until 16:00",
		"fix q4711",
		"you@contoso.com in Contoso (tid-1)",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(shown); i++)
		assert_non_null(strstr(text, shown[i]));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	/* A selection that moves under the dialog moves nothing in it. */
	desk_event(desk, eligible_event(WORKLOAD_ENTRA, NULL, NULL));
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
	assert_int_equal(intent->activations->len, 1);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	assert_string_equal(activation->eligibility->grant.role.name, "Contributor");
	assert_string_equal(activation->scope.id, MG);
	assert_int_equal(activation->duration, HOUR);
	assert_int_equal(activation->start, 0);
	assert_string_equal(activation->justification, "fix q4711");
	assert_int_equal(activation->policy->maximum, 8 * HOUR);
	assert_string_equal(desk_dialog(desk), "Outcome");
	/* Not before the service took it. */
	assert_int_equal(desk_count_intents(desk, INTENT_REMEMBER_SCOPE), 0);
}

static bool says_changed(const Desk *desk)
{
	g_autofree char *text = desk_dialog_text(desk);
	return strstr(text, "Changed while you looked") != NULL;
}

static void confirm__says_changed__when_the_rules_change(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "enter");
	const Eligibility *row = desk_selected(desk);
	/* The same rules again change nothing. */
	desk_event(desk, policy_event(row, MG, make_policy(8 * HOUR, true, false)));
	assert_false(says_changed(desk));
	desk_event(desk, policy_event(row, MG, make_policy(8 * HOUR, true, true)));
	assert_true(says_changed(desk));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	assert_true(desk_has_field(desk, "ticket"));
}

static void confirm__says_changed__when_the_eligibility_does(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "enter");
	desk_event(desk, eligible_event(WORKLOAD_AZURE, NULL, NULL));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Changed while you looked: the eligibility of Contributor."));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	assert_string_equal(desk_form_error(desk), "You are no longer eligible for Contributor.");
}

/* Rules that come under the last look, for what is shown there: an hour, with a reason and without a ticket. */
static void confirm__says_changed__when_late_rules_ask_for_more(void **unused)
{
	static const struct {
		int64_t maximum;
		bool needs_ticket, is_changed;
	} rules[] = {
		{ 8 * HOUR, false, false },
		{ HOUR, false, false },
		{ HOUR - 60, false, true },
		{ 8 * HOUR, true, true },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		desk_open_form(desk);
		desk_type(desk, "fix q4711");
		desk_keys(desk, "enter");
		assert_string_equal(desk_dialog(desk), "Activate?");
		desk_event(desk, policy_event(desk_selected(desk), MG,
					      make_policy(rules[i].maximum, true,
							  rules[i].needs_ticket)));
		assert_int_equal(says_changed(desk), rules[i].is_changed);
		desk_keys(desk, "enter");
		assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE),
				 rules[i].is_changed ? 0 : 1);
		if (!rules[i].is_changed)
			assert_int_equal(desk_activation(desk, 0)->policy->maximum,
					 rules[i].maximum);
	}
}

/* The row is there still, and is another one: its schedule, or the condition that comes with it. */
static void confirm__says_changed__when_the_row_is_another_one(void **unused)
{
	(void)unused;
	for (int i = 0; i < 3; i++) {
		g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
		desk_keys(desk, "enter");
		Eligibility *row = eligibility_copy(desk_selected(desk));
		if (i == 1) {
			g_free(row->grant.schedule_id);
			row->grant.schedule_id = g_strdup("another");
		} else if (i == 2) {
			row->grant.condition = g_strdup("only containers");
		}
		desk_event(desk, eligible_event(WORKLOAD_AZURE, row, NULL));
		assert_int_equal(says_changed(desk), i > 0);
		desk_keys(desk, "enter");
		assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), i == 0 ? 1 : 0);
	}
}

static void check__asks_without_doing(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "ctrl-t");
	const Intent *intent = desk_intent(desk, INTENT_CHECK);
	assert_int_equal(intent->activations->len, 1);
	Event *event = event_new(EVENT_CHECKED, intent->id);
	event->eligibility_id = g_strdup(desk_selected(desk)->grant.id);
	event->problem = problem_new(PROBLEM_REFUSED, "rule", "A ticket is missing.", NULL);
	desk_event(desk, event);
	assert_string_equal(desk_form_check(desk), "Contributor: A ticket is missing.");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);

	/* A late answer to an older dry run is dropped. */
	desk_keys(desk, "ctrl-t");
	event = event_new(EVENT_CHECKED, intent->id);
	desk_event(desk, event);
	assert_string_equal(desk_form_check(desk), "checking…");
}

static void account__unknown__lets_nothing_be_sent(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_start(&(DeskStart){ .columns = 80, .rows = 24 });
	desk_load(desk);
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_open_form(desk);
	desk_type(desk, "why");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_non_null(desk_form_error(desk));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__asks_what_the_policy_asks),
		cmocka_unit_test(form__takes_a_policy_that_comes_late),
		cmocka_unit_test(form__says_what_is_wrong__where_it_is),
		cmocka_unit_test(form__takes__what_is_just_right),
		cmocka_unit_test(form__default_is_replaced_by_typing__and_edited_by_moving),
		cmocka_unit_test(start__means_the_moment_that_was_meant__as_time_goes_on),
		cmocka_unit_test(start__that_passes__is_never_taken_as_another_one),
		cmocka_unit_test(form__keeps_what_was_typed__for_the_same_rows),
		cmocka_unit_test(paste__is_text__newline_included),
		cmocka_unit_test(paste__that_is_too_long__is_left_out),
		cmocka_unit_test(confirm__restates_and_sends_what_it_shows),
		cmocka_unit_test(confirm__says_changed__when_the_rules_change),
		cmocka_unit_test(confirm__says_changed__when_the_eligibility_does),
		cmocka_unit_test(confirm__says_changed__when_late_rules_ask_for_more),
		cmocka_unit_test(confirm__says_changed__when_the_row_is_another_one),
		cmocka_unit_test(check__asks_without_doing),
		cmocka_unit_test(account__unknown__lets_nothing_be_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
