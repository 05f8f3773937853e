/* Update scripts of sets: one form for all of it, the words of its reason, and what is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

/* At the list, with the usual rows: Reader on rg-payments is active. */
static Desk *at_sets(const char *reason, const char *second)
{
	g_autoptr(Settings) settings =
		make_set_settings("day", reason, "Owner | at rg-edge | for 30m", second, NULL);
	Desk *desk = desk_start(&(DeskStart){ .columns = 80, .rows = 24, .settings = settings });
	desk_event(desk, account_event(make_account("me", "tenant", "you@contoso.com", "Contoso")));
	desk_load(desk);
	desk_keys(desk, "M");
	return desk;
}

static void set__is_started__by_one_form(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("On call {ticket}", "Global Reader");
	desk_keys(desk, "enter");
	assert_int_equal(desk_form_rows(desk), 2);
	desk_answer_policies(desk, 8 * HOUR, true, false);
	assert_string_equal(desk_field(desk, "reason"), "On call {ticket}");
	assert_true(desk_field_is_required(desk, "ticket"));
	desk_keys(desk, "enter");
	assert_non_null(desk_field_error(desk, "ticket"));
	desk_focus_on_field(desk, "ticket");
	desk_type(desk, "INC1");
	desk_keys(desk, "enter enter");
	const Activation *first = desk_activation(desk, 0), *second = desk_activation(desk, 1);
	assert_string_equal(first->justification, "On call INC1");
	assert_string_equal(first->ticket_number, "INC1");
	assert_string_equal(first->set_name, "day");
	/* Each has its own length, or the set's. */
	assert_int_equal(first->duration, HOUR / 2);
	assert_int_equal(second->duration, 4 * HOUR);
}

static void palette__shows__a_set(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Global Reader");
	desk_keys(desk, "esc :");
	desk_type(desk, "day");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Sets");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "> day"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void set__takes__aliases(void **unused)
{
	(void)unused;
	g_autoptr(Settings) settings =
		make_set_settings("day", "x", "o | at edge", "Global Reader", NULL);
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_ROLE, "o", "Owner"));
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_SCOPE, "edge", EDGE));
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .settings = settings });
	desk_load(desk);
	desk_keys(desk, "M");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Owner on rg-edge"));
	desk_keys(desk, "enter");
	assert_int_equal(desk_form_rows(desk), 2);
}

static void set__waits__for_the_words_of_its_reason(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("Change {change}", "Global Reader");
	desk_keys(desk, "enter");
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_keys(desk, "enter");
	assert_non_null(strstr(desk_field_error(desk, "reason"), "{change}"));
	assert_string_equal(desk_dialog(desk), "Activate");
}

static void set__is_not_started__while_a_role_of_it_is_not_clear(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Nobody");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Nobody: not eligible, as far as is known"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Sets");
	assert_non_null(strstr(desk_notice(desk), "not clear"));
}

/* What is active is named in the last look, and nothing is sent for it. */
static void set__leaves_alone__what_is_active(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Contributor | at " PAYMENTS);
	desk_event(desk, active_event(WORKLOAD_AZURE,
				      make_active(WORKLOAD_AZURE, "Contributor", PAYMENTS,
						  "rg-payments", DESK_NOW + HOUR),
				      NULL));
	desk_keys(desk, "enter");
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_keys(desk, "enter");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "left      Contributor on rg-payments: active already"));
	desk_keys(desk, "enter");
	assert_int_equal(desk_intent(desk, INTENT_ACTIVATE)->activations->len, 1);
	assert_string_equal(desk_activation(desk, 0)->eligibility->grant.role.name, "Owner");
}

static void sets__say_where_they_come_from__when_there_is_none(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "M");
	assert_null(desk_dialog(desk));
	assert_non_null(strstr(desk_notice(desk), "[set NAME]"));
}

/* A name that may stand there, and is nobody's yet; then the set can be started. */
static void marks__are_saved__as_a_set(void **unused)
{
	(void)unused;
	g_autoptr(Settings) settings = make_set_settings("day", "x", "Owner", NULL, NULL);
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .settings = settings });
	desk_load(desk);
	desk_keys(desk, "W");
	assert_null(desk_dialog(desk));
	assert_non_null(strstr(desk_notice(desk), "Mark roles first"));
	desk_keys(desk, "j j space space W");
	assert_string_equal(desk_dialog(desk), "Save as a set");
	g_autofree char *shown = desk_screen_text(desk);
	assert_non_null(strstr(shown, "Key Vault Officer | at"));
	static const char *const wrong[] = { "", "on call", "day" };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		desk_type(desk, wrong[i]);
		desk_keys(desk, "enter");
		assert_int_equal(desk_count(desk, EFFECT_SAVE_SET), 0);
		desk_keys(desk, "ctrl-u");
	}
	desk_type(desk, "oncall");
	desk_keys(desk, "enter enter"); /* once */
	assert_int_equal(desk_count(desk, EFFECT_SAVE_SET), 1);
	const ActivationSet *set = desk_effect(desk, EFFECT_SAVE_SET)->set;
	assert_string_equal(set->name, "oncall");
	assert_int_equal(set->rows->len, 2);
	desk_set_written(desk, "the disk is full");
	g_autofree char *failed = desk_screen_text(desk);
	assert_non_null(strstr(failed, "the disk is full"));
	desk_keys(desk, "enter");
	desk_set_written(desk, NULL);
	assert_null(desk_dialog(desk));
	assert_non_null(strstr(desk_notice(desk), "[set oncall]"));
	desk_keys(desk, "M");
	g_autofree char *sets = desk_dialog_text(desk);
	assert_non_null(strstr(sets, "oncall"));
}

static HistoryEntry *make_entry(const char *id, const char *role, const char *set)
{
	HistoryEntry *entry = history_entry_new();
	Request *request = entry->request = request_new();
	request->id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_ACTIVE;
	request->created = request->start = DESK_NOW - HOUR;
	request->end = DESK_NOW + HOUR;
	request->role.id = g_strdup_printf("role-of-%s", role);
	request->role.name = g_strdup(role);
	request->set_name = g_strdup(set);
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, EDGE, "rg-edge");
	return entry;
}

/* What the set activated and is active; nothing else, and nothing before the question. */
static void set__is_ended__as_far_as_it_was_started(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Global Reader");
	desk_keys(desk, "D");
	assert_string_equal(desk_dialog(desk), "Sets");
	desk_event(desk,
		   active_event(
			   WORKLOAD_AZURE,
			   make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge", DESK_NOW + HOUR),
			   make_active(WORKLOAD_AZURE, "Reader", EDGE, "rg-edge", DESK_NOW + HOUR),
			   make_active(WORKLOAD_AZURE, "Key Vault Officer", EDGE, "rg-edge",
				       DESK_NOW + HOUR),
			   NULL));
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_ptr_array_add(event->rows, make_entry("r1", "Owner", "day"));
	g_ptr_array_add(event->rows, make_entry("r2", "Reader", NULL));
	g_ptr_array_add(event->rows, make_entry("r3", "Contributor", "day")); /* over */
	g_ptr_array_add(event->rows, make_entry("r4", "Key Vault Officer", "day"));
	desk_event(desk, event);
	desk_keys(desk, "D");
	g_autofree char *question = desk_dialog_text(desk);
	assert_non_null(strstr(question, "Owner on rg-edge"));
	assert_null(strstr(question, "Reader"));
	assert_int_equal(desk_count_intents(desk, INTENT_DEACTIVATE), 0);
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_DEACTIVATE), 2);
}

static void answer_end(Desk *desk, const Intent *intent, RequestState state, Problem *problem)
{
	Event *event = event_new(EVENT_FINISHED, intent->id);
	event->request = request_new();
	event->request->id = g_strdup_printf("end-%d", (int)intent->id);
	event->request->kind = REQUEST_DEACTIVATE;
	event->request->state = state;
	event->problem = problem;
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, intent->id));
}

/* One page tells of all, whichever comes first: what still holds is not hidden behind what does not. */
static void outcome__tells_of_each_role__when_a_set_ends(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Global Reader");
	desk_event(desk,
		   active_event(
			   WORKLOAD_AZURE,
			   make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge", DESK_NOW + HOUR),
			   make_active(WORKLOAD_AZURE, "Reader", EDGE, "rg-edge", DESK_NOW + HOUR),
			   NULL));
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_ptr_array_add(event->rows, make_entry("r1", "Owner", "day"));
	g_ptr_array_add(event->rows, make_entry("r2", "Reader", "day"));
	desk_event(desk, event);
	desk_forget(desk);
	desk_keys(desk, "D enter");
	const Intent *first = desk_next_intent(desk), *second = desk_next_intent(desk);
	assert_int_equal(first->kind, INTENT_DEACTIVATE);
	assert_int_equal(second->kind, INTENT_DEACTIVATE);
	const bool is_owner_first = strcmp(first->assignment->grant.role.name, "Owner") == 0;
	answer_end(desk, is_owner_first ? first : second, REQUEST_STATE_REFUSED,
		   problem_new(PROBLEM_REFUSED, "x", "Refused: too early.", NULL));
	answer_end(desk, is_owner_first ? second : first, REQUEST_STATE_ENDED, NULL);
	assert_string_equal(desk_dialog(desk), "Outcome");
	g_autofree char *text = desk_dialog_text(desk);
	const char *owner = strstr(text, "Owner on rg-edge"),
		   *reader = strstr(text, "Reader on rg-edge"), *early = strstr(text, "too early");
	assert_non_null(owner);
	assert_non_null(reader);
	assert_true(owner < early && (reader < owner || early < reader));
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
}

/* ---- Rehearsals --------------------------------------------------------------------------------- */

/* Of the role that is eligible `from` there on. */
static void answer_policy(Desk *desk, const char *role, const char *from, const char *scope_id,
			  int64_t maximum)
{
	g_autoptr(Eligibility) row = make_eligible(WORKLOAD_AZURE, role, from, "x");
	desk_event(desk, policy_event(row, scope_id, make_policy(maximum, true, true)));
}

static void answer_check(Desk *desk, const Intent *intent, Problem *problem)
{
	Event *event = event_new(EVENT_CHECKED, intent->id);
	event->problem = problem;
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, intent->id));
}

static void assert_text(const Desk *desk, const char *expected)
{
	g_autofree char *text = desk_dialog_text(desk);
	if (strstr(text, expected) == NULL)
		fail_msg("“%s” is not in “%s”", expected, text);
}

/* Each is asked about once it is known what it asks for, with what would be sent; nothing has an effect. */
static void rehearsal__asks__about_each_role(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("On call {ticket}", "Contributor | at " PAYMENTS);
	desk_forget(desk);
	desk_keys(desk, "r");
	assert_string_equal(desk_dialog(desk), "Rehearsal");
	assert_text(desk, "asked about 2 of 2");
	assert_int_equal(desk_count_intents(desk, INTENT_CHECK), 0);
	while (desk_next_intent(desk) != NULL)
		continue;
	answer_policy(desk, "Owner", EDGE, EDGE, HOUR / 4);
	answer_policy(desk, "Contributor", MG, PAYMENTS, 8 * HOUR);
	const Intent *first = desk_next_intent(desk), *second = desk_next_intent(desk);
	assert_int_equal(first->kind, INTENT_CHECK);
	assert_int_equal(second->kind, INTENT_CHECK);
	const Activation *trial = first->activations->pdata[0];
	assert_int_equal(trial->duration, HOUR / 4);
	assert_string_equal(trial->scope.id, EDGE);
	assert_non_null(trial->ticket_number);
	answer_check(desk, second, problem_new(PROBLEM_STEP_UP, "x", "m", NULL));
	assert_text(desk, "asked about 1 of 2");
	answer_check(desk, first, NULL);
	assert_text(desk, "warning  Owner on rg-edge, 30m\n         at most 15m here");
	assert_text(desk, "somebody has to be there");
	assert_text(desk, "All would be given, but");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	desk_keys(desk, "r");
	assert_text(desk, "asked about 2 of 2");
	/* An intent that ends without its answer leaves nothing waiting. */
	const Intent *again = desk_next_intent(desk);
	desk_event(desk, event_new(EVENT_INTENT_DONE, again->id));
	assert_text(desk, "could not be asked");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
}

static void rehearsal__tells__which_role_is_not_clear(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_sets("x", "Nobody");
	desk_keys(desk, "r");
	assert_text(desk, "whether it is eligible is not known");
	desk_event(desk, eligible_event(WORKLOAD_GROUP, NULL, NULL));
	assert_text(desk, "failed   Nobody, 4h\n         not eligible");
	answer_policy(desk, "Owner", EDGE, EDGE, HOUR);
	answer_check(desk, desk_intent(desk, INTENT_CHECK), NULL);
	assert_text(desk, "1 of 2 would not be given so.");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Rehearsal");
	assert_non_null(strstr(desk_notice(desk), "not clear"));
	desk_keys(desk, "esc");
	assert_string_equal(desk_dialog(desk), "Sets");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set__is_started__by_one_form),
		cmocka_unit_test(palette__shows__a_set),
		cmocka_unit_test(marks__are_saved__as_a_set),
		cmocka_unit_test(set__is_ended__as_far_as_it_was_started),
		cmocka_unit_test(outcome__tells_of_each_role__when_a_set_ends),
		cmocka_unit_test(set__takes__aliases),
		cmocka_unit_test(set__waits__for_the_words_of_its_reason),
		cmocka_unit_test(set__is_not_started__while_a_role_of_it_is_not_clear),
		cmocka_unit_test(set__leaves_alone__what_is_active),
		cmocka_unit_test(sets__say_where_they_come_from__when_there_is_none),
		cmocka_unit_test(rehearsal__asks__about_each_role),
		cmocka_unit_test(rehearsal__tells__which_role_is_not_clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
