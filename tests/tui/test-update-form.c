/* Update scripts of the activate form, up to the last look before anything is sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script-form.h"

static void form__asks_what_the_policy_asks(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	const Form *form = script_form(script);
	assert_int_equal(form->focus, FORM_REASON);
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "fix q4711");
	assert_true(form->fields[FORM_REASON].is_required);
	assert_false(form->fields[FORM_TICKET].is_shown);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "1h");
	assert_string_equal(form->fields[FORM_DURATION].note, "up to 8h; until 16:00");

	g_autoptr(Script) strict = script_at_form(HOUR / 2, true);
	form = script_form(strict);
	assert_true(form->fields[FORM_TICKET].is_shown);
	assert_true(form->fields[FORM_TICKET].is_required);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "30m");
}

static void form__takes_a_policy_that_comes_late(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "a");
	script_type(script, "why");
	const Form *form = script_form(script);
	assert_non_null(strstr(form->then, "reading what it needs"));
	script_answer_policies(script, HOUR / 2, true, true);
	assert_null(form->then);
	assert_true(form->fields[FORM_TICKET].is_shown);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "30m");
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "why");
}

static void form__says_what_is_wrong__where_it_is(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, true);
	Form *form = script_form(script);
	script_keys(script, "ctrl-u enter");
	assert_string_equal(form->fields[FORM_REASON].error, "A reason is required here.");
	assert_string_equal(form->fields[FORM_TICKET].error, "A ticket number is required here.");
	assert_int_equal(form->focus, FORM_REASON);
	script_type(script, "x");
	assert_null(form->fields[FORM_REASON].error);

	script_keys(script, "shift-tab shift-tab ctrl-u");
	assert_int_equal(form->focus, FORM_DURATION);
	script_type(script, "9h");
	assert_string_equal(form->fields[FORM_DURATION].note, "too long: at most 8h");
	script_keys(script, "enter");
	assert_string_equal(form->fields[FORM_DURATION].error, "At most 8h here.");
	script_keys(script, "ctrl-u");
	script_type(script, "2m");
	script_keys(script, "enter");
	assert_string_equal(form->fields[FORM_DURATION].error, "At least five minutes.");
	script_keys(script, "ctrl-u");
	script_type(script, "soon");
	script_keys(script, "enter");
	assert_non_null(form->fields[FORM_DURATION].error);
	script_keys(script, "ctrl-u");
	script_type(script, "until 17:00");
	assert_string_equal(form->fields[FORM_DURATION].note, "up to 8h; until 17:00");
	script_keys(script, "tab ctrl-u");
	script_type(script, "yesterday");
	script_keys(script, "enter");
	assert_non_null(form->fields[FORM_START].error);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
}

static void form__default_is_replaced_by_typing__and_edited_by_moving(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	const FormField *fields = script_form(script)->fields;
	script_keys(script, "shift-tab");
	script_type(script, "17:00");
	assert_string_equal(field_text(&fields[FORM_START].field), "17:00");
	script_keys(script, "shift-tab left");
	script_type(script, "2");
	assert_string_equal(field_text(&fields[FORM_DURATION].field), "12h");
	script_keys(script, "tab");
	script_paste(script, "5");
	assert_string_equal(field_text(&fields[FORM_START].field), "17:005");
}

static void form__keeps_what_was_typed__for_the_same_rows(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "esc");
	assert_null(state_overlay(script->state));
	script_keys(script, "a");
	assert_string_equal(field_text(&script_form(script)->fields[FORM_REASON].field),
			    "fix q4711");
	script_keys(script, "esc j a");
	assert_string_equal(field_text(&script_form(script)->fields[FORM_REASON].field), "");
}

/* Nothing of it is taken: what stood there stands there still. */
static void paste__that_is_too_long__is_left_out(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	const Form *form = script_form(script);
	script_keys(script, "shift-tab shift-tab");
	assert_int_equal(form->focus, FORM_DURATION);
	g_autofree char *before = g_strdup(field_text(&form->fields[FORM_DURATION].field));
	g_autofree char *much = g_strnfill(2000, '1');
	script_paste(script, much);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), before);
	assert_non_null(strstr(state_notice(script->state)->text, "too long"));
	script_paste(script, "30m");
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "30m");
}

static void paste__is_text__newline_included(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_paste(script, " line one\nline two\r\nq");
	assert_string_equal(field_text(&script_form(script)->fields[FORM_REASON].field),
			    "fix q4711 line one line two q");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
}

static void confirm__restates_and_sends_what_it_shows(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter");
	assert_int_equal(script_top(script), OVERLAY_CONFIRM);
	assert_int_equal(script_count(script, EFFECT_CLEAR_INPUT), 1);
	g_autofree char *text = script_overlay_text(script);
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
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
	/* A selection that moves under the dialog moves nothing in it. */
	script_event(script, script_eligibles(WORKLOAD_ENTRA, NULL, NULL));
	script_keys(script, "enter");
	const Intent *intent = script_intent(script, INTENT_ACTIVATE);
	assert_int_equal(intent->activations->len, 1);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	assert_string_equal(activation->eligibility->grant.role.name, "Contributor");
	assert_string_equal(activation->scope.id, MG);
	assert_int_equal(activation->duration, HOUR);
	assert_int_equal(activation->start, 0);
	assert_string_equal(activation->justification, "fix q4711");
	assert_int_equal(activation->policy->maximum, 8 * HOUR);
	assert_int_equal(script_top(script), OVERLAY_OUTCOME);
	assert_int_equal(script_count_intents(script, INTENT_REMEMBER_SCOPE), 1);
}

static void confirm__says_changed__when_the_rules_change(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter");
	const Eligibility *row = state_selected_eligible(script->state);
	/* The same rules again change nothing. */
	script_event(script, script_policy(row, MG, script_policy_of(8 * HOUR, true, false)));
	assert_null(state_overlay(script->state)->changed);
	script_event(script, script_policy(row, MG, script_policy_of(8 * HOUR, true, true)));
	assert_non_null(state_overlay(script->state)->changed);
	script_keys(script, "enter");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
	assert_true(script_form(script)->fields[FORM_TICKET].is_shown);
}

static void confirm__says_changed__when_the_eligibility_does(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter");
	script_event(script, script_eligibles(WORKLOAD_AZURE, NULL, NULL));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Changed while you looked: the eligibility of Contributor."));
	script_keys(script, "enter");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
	assert_string_equal(script_form(script)->error,
			    "You are not eligible for Contributor any more.");
}

static void check__asks_without_doing(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "ctrl-t");
	const Intent *intent = script_intent(script, INTENT_CHECK);
	assert_int_equal(intent->activations->len, 1);
	Event *event = event_new(EVENT_CHECKED, intent->id);
	event->eligibility_id = g_strdup(state_selected_eligible(script->state)->grant.id);
	event->problem = problem_new(PROBLEM_REFUSED, "rule", "A ticket is missing.", NULL);
	script_event(script, event);
	assert_string_equal(script_form(script)->check, "Contributor: A ticket is missing.");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);

	/* A late answer to an older dry run is dropped. */
	script_keys(script, "ctrl-t");
	event = event_new(EVENT_CHECKED, intent->id);
	script_event(script, event);
	assert_string_equal(script_form(script)->check, "checking…");
}

static void account__unknown__lets_nothing_be_sent(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	g_clear_pointer(&script->state->account, account_free);
	script_keys(script, "enter");
	assert_int_equal(script_top(script), OVERLAY_FORM);
	assert_non_null(script_form(script)->error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__asks_what_the_policy_asks),
		cmocka_unit_test(form__takes_a_policy_that_comes_late),
		cmocka_unit_test(form__says_what_is_wrong__where_it_is),
		cmocka_unit_test(form__default_is_replaced_by_typing__and_edited_by_moving),
		cmocka_unit_test(form__keeps_what_was_typed__for_the_same_rows),
		cmocka_unit_test(paste__is_text__newline_included),
		cmocka_unit_test(paste__that_is_too_long__is_left_out),
		cmocka_unit_test(confirm__restates_and_sends_what_it_shows),
		cmocka_unit_test(confirm__says_changed__when_the_rules_change),
		cmocka_unit_test(confirm__says_changed__when_the_eligibility_does),
		cmocka_unit_test(check__asks_without_doing),
		cmocka_unit_test(account__unknown__lets_nothing_be_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
