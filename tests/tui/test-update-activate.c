/* Update scripts from the activate form to the outcome. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"

#define HOUR 3600

static Policy *policy_of(int64_t maximum, bool needs_reason, bool needs_ticket)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = maximum;
	policy->needs_justification = needs_reason;
	policy->needs_ticket = needs_ticket;
	return policy;
}

/* Answers each policy that was asked for. */
static void answer_policies(Script *script, int64_t maximum, bool needs_reason, bool needs_ticket)
{
	g_autoptr(GPtrArray) effects = g_steal_pointer(&script->effects);
	script->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	for (guint i = 0; i < effects->len; i++) {
		const Effect *effect = g_ptr_array_index(effects, i);
		if (effect->kind != EFFECT_INTENT || effect->intent->kind != INTENT_READ_POLICY)
			continue;
		Event *event = script_policy(effect->intent->eligibility, effect->intent->scope.id,
					     policy_of(maximum, needs_reason, needs_ticket));
		event->intent_id = effect->intent->id;
		script_event(script, event);
	}
}

static Form *form_of(const Script *script)
{
	const Overlay *overlay = state_overlay(script->state);
	assert_non_null(overlay);
	assert_int_equal(overlay->kind, OVERLAY_FORM);
	return overlay->form;
}

static OverlayKind top_kind(const Script *script)
{
	const Overlay *overlay = state_overlay(script->state);
	assert_non_null(overlay);
	return overlay->kind;
}

static const OutcomeItem *item_at(const Script *script, guint i)
{
	const State *state = script->state;
	const Submission *last = g_ptr_array_index(state->submissions, state->submissions->len - 1);
	return g_ptr_array_index(last->items, i);
}

/* A form for Contributor at Platform whose policy is known, with a reason typed. */
static Script *script_at_form(int64_t maximum, bool needs_ticket)
{
	Script *script = script_new(80, 24);
	script_load(script);
	answer_policies(script, maximum, true, needs_ticket);
	script_keys(script, "a");
	script_type(script, "fix q4711");
	return script;
}

static Script *script_at_outcome(void)
{
	Script *script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter enter");
	return script;
}

static void form__asks_what_the_policy_asks(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	const Form *form = form_of(script);
	assert_int_equal(form->focus, FORM_REASON);
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "fix q4711");
	assert_true(form->fields[FORM_REASON].is_required);
	assert_false(form->fields[FORM_TICKET].is_shown);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "1h");
	assert_string_equal(form->fields[FORM_DURATION].note, "up to 8h; until 16:00");

	g_autoptr(Script) strict = script_at_form(HOUR / 2, true);
	form = form_of(strict);
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
	const Form *form = form_of(script);
	assert_non_null(strstr(form->then, "reading what it needs"));
	answer_policies(script, HOUR / 2, true, true);
	assert_null(form->then);
	assert_true(form->fields[FORM_TICKET].is_shown);
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "30m");
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "why");
}

static void form__says_what_is_wrong__where_it_is(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, true);
	Form *form = form_of(script);
	script_keys(script, "ctrl-u enter");
	assert_string_equal(form->fields[FORM_REASON].error, "A reason is required here.");
	assert_string_equal(form->fields[FORM_TICKET].error, "A ticket number is required here.");
	assert_int_equal(form->focus, FORM_REASON);
	script_type(script, "x");
	assert_null(form->fields[FORM_REASON].error);

	script_keys(script, "shift-tab shift-tab ctrl-u");
	assert_int_equal(form->focus, FORM_DURATION);
	script_type(script, "9h");
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

static void form__keeps_what_was_typed__for_the_same_rows(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "esc");
	assert_null(state_overlay(script->state));
	script_keys(script, "a");
	assert_string_equal(field_text(&form_of(script)->fields[FORM_REASON].field), "fix q4711");
	script_keys(script, "esc j a");
	assert_string_equal(field_text(&form_of(script)->fields[FORM_REASON].field), "");
}

static void paste__is_text__newline_included(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_paste(script, " line one\nline two\r\nq");
	assert_string_equal(field_text(&form_of(script)->fields[FORM_REASON].field),
			    "fix q4711 line one line two q");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
}

static void confirm__restates_and_sends_what_it_shows(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	unsigned serial = script->state->dialog_serial;
	script_keys(script, "enter");
	assert_int_equal(top_kind(script), OVERLAY_CONFIRM);
	assert_int_equal(script->state->dialog_serial, serial + 1);
	assert_int_equal(script_count(script, EFFECT_CLEAR_INPUT), 1);
	g_autofree char *text = script_overlay_text(script);
	const char *shown[] = {
		"Contributor", "Platform (management group)",       MG, "1h, until 16:00",
		"fix q4711",   "you@contoso.com in Contoso (tid-1)"
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
	assert_int_equal(top_kind(script), OVERLAY_OUTCOME);
	assert_int_equal(script_count_intents(script, INTENT_REMEMBER_SCOPE), 1);
}

static void confirm__says_changed__when_the_rules_change(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter");
	const Eligibility *row = state_selected_eligible(script->state);
	/* The same rules again change nothing. */
	script_event(script, script_policy(row, MG, policy_of(8 * HOUR, true, false)));
	assert_null(state_overlay(script->state)->changed);
	script_event(script, script_policy(row, MG, policy_of(8 * HOUR, true, true)));
	assert_non_null(state_overlay(script->state)->changed);
	script_keys(script, "enter");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);
	assert_true(form_of(script)->fields[FORM_TICKET].is_shown);
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
	assert_string_equal(form_of(script)->error,
			    "You are not eligible for Contributor any more.");
}

static void marked_rows__go_as_one__each_capped_by_its_own_maximum(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "g space space a"); /* Contributor and Global Reader: two workloads */
	assert_int_equal(form_of(script)->rows->len, 2);
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 2);
	g_autoptr(GPtrArray) effects = g_steal_pointer(&script->effects);
	script->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	int64_t maximum = 8 * HOUR;
	for (guint i = 0; i < effects->len; i++) {
		const Effect *effect = g_ptr_array_index(effects, i);
		if (effect->kind != EFFECT_INTENT || effect->intent->kind != INTENT_READ_POLICY)
			continue;
		script_event(script,
			     script_policy(effect->intent->eligibility, effect->intent->scope.id,
					   policy_of(maximum, true, maximum == 2 * HOUR)));
		maximum = 2 * HOUR;
	}
	Form *form = form_of(script);
	assert_true(form->fields[FORM_TICKET].is_shown); /* one of them asks for it */
	script_type(script, "both");
	script_keys(script, "tab");
	script_type(script, "INC1");
	script_keys(script, "tab tab ctrl-u");
	script_type(script, "6h");
	script_keys(script, "enter enter");
	const Intent *intent = script_intent(script, INTENT_ACTIVATE);
	assert_non_null(intent);
	const Activation *first = g_ptr_array_index(intent->activations, 0);
	const Activation *second = g_ptr_array_index(intent->activations, 1);
	assert_int_equal(first->duration + second->duration, 8 * HOUR);
	assert_string_equal(second->ticket_number, "INC1");
	assert_int_equal(g_hash_table_size(script->state->marks), 0);

	/* Each has an outcome of its own; what failed can be tried again alone. */
	script_event(script,
		     script_request(EVENT_FINISHED, intent->id, first, REQUEST_STATE_ACTIVE, NULL));
	script_event(
		script,
		script_request(EVENT_REFUSED, intent->id, second, REQUEST_STATE_UNKNOWN,
			       problem_new(PROBLEM_REFUSED, "rule", "Too long.", "Shorten it.")));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Active until"));
	assert_non_null(strstr(text, "Refused: Too long. Shorten it."));
	g_autofree char *failed = g_strdup(second->eligibility->grant.role.name);
	script_keys(script, "t");
	form = form_of(script);
	assert_int_equal(form->rows->len, 1);
	const FormRow *row = g_ptr_array_index(form->rows, 0);
	assert_string_equal(row->eligibility->grant.role.name, failed);
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "both");
	assert_string_equal(field_text(&form->fields[FORM_TICKET].field), "INC1");
}

static void outcome__follows_to_the_final_state_and_stays(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	uint64_t id = script_intent(script, INTENT_ACTIVATE)->id;
	const Activation *activation = item_at(script, 0)->activation;
	script_event(script,
		     script_request(EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED, NULL));
	g_autofree char *sent = script_overlay_text(script);
	assert_non_null(strstr(sent, "Being sent"));
	script_event(script,
		     script_request(EVENT_PROGRESS, id, activation, REQUEST_STATE_RUNNING, NULL));
	script_forget(script);
	script_event(script,
		     script_request(EVENT_FINISHED, id, activation, REQUEST_STATE_ACTIVE, NULL));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Active until 16:00"));
	assert_non_null(strstr(text, "kubectl"));
	assert_int_equal(script_count_intents(script, INTENT_READ_HISTORY), 1);
	script_wait(script, 3600);
	assert_int_equal(top_kind(script), OVERLAY_OUTCOME);
	script_keys(script, "enter");
	assert_null(state_overlay(script->state));
	script_keys(script, "v");
	assert_int_equal(top_kind(script), OVERLAY_OUTCOME);
}

static void outcome__closed_early__is_told_when_it_comes(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	uint64_t id = script_intent(script, INTENT_ACTIVATE)->id;
	script_keys(script, "esc q");
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
	assert_int_equal(top_kind(script), OVERLAY_QUIT);
	script_keys(script, "n");
	script_event(script, script_request(EVENT_FINISHED, id, item_at(script, 0)->activation,
					    REQUEST_STATE_WAITING, NULL));
	assert_string_equal(state_notice(script->state)->text,
			    "Contributor on Platform: Waiting for approval (asked 15:00, lapses "
			    "tomorrow 15:00)");
	script_keys(script, "q");
	assert_int_equal(script_count(script, EFFECT_QUIT), 1);
}

static void outcome__unknown__is_looked_at_again_and_never_sent_twice(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	uint64_t id = script_intent(script, INTENT_ACTIVATE)->id;
	const Activation *activation = item_at(script, 0)->activation;
	script_event(script,
		     script_request(EVENT_FINISHED, id, activation, REQUEST_STATE_UNKNOWN, NULL));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Outcome unknown"));
	script_keys(script, "t"); /* no retry of what may have happened */
	assert_int_equal(top_kind(script), OVERLAY_OUTCOME);
	script_keys(script, "r r");
	assert_int_equal(script_count_intents(script, INTENT_FOLLOW), 1);
	const Intent *follow = script_intent(script, INTENT_FOLLOW);
	assert_string_equal(follow->request->id, item_at(script, 0)->request->id);
	script_event(script, script_request(EVENT_FINISHED, follow->id, activation,
					    REQUEST_STATE_ACTIVE, NULL));
	g_autofree char *known = script_overlay_text(script);
	assert_non_null(strstr(known, "Active until 16:00"));
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
}

static void narrow_refusal__offers_the_wider_scope__never_by_itself(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab");
	script_event(script, script_children(MG, false, SUB_PROD, NULL));
	script_keys(script, "j a");
	script_type(script, "why");
	script_keys(script, "enter enter");
	const Intent *intent = script_intent(script, INTENT_ACTIVATE);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	assert_string_equal(activation->scope.id, SUB_PROD);
	script_event(script,
		     script_request(EVENT_REFUSED, intent->id, activation, REQUEST_STATE_UNKNOWN,
				    problem_new(PROBLEM_NOT_ALLOWED, "forbidden",
						"Not allowed here.", NULL)));
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
	script_keys(script, "w");
	const FormRow *row = g_ptr_array_index(form_of(script)->rows, 0);
	assert_string_equal(row->scope.id, MG);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
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
	assert_string_equal(form_of(script)->check, "Contributor: A ticket is missing.");
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 0);

	/* A late answer to an older dry run is dropped. */
	script_keys(script, "ctrl-t");
	event = event_new(EVENT_CHECKED, intent->id);
	script_event(script, event);
	assert_string_equal(form_of(script)->check, "checking…");
}

static void deactivate__asks_once_and_sends_the_row_it_showed(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "shift-tab D");
	assert_int_equal(top_kind(script), OVERLAY_DEACTIVATE);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Reader"));
	assert_non_null(strstr(text, PAYMENTS));
	assert_null(strstr(text, "five minutes"));
	script_keys(script, "esc");
	assert_int_equal(script_count_intents(script, INTENT_DEACTIVATE), 0);
	script_keys(script, "D");
	script_event(script, script_actives(WORKLOAD_AZURE, NULL, NULL));
	script_keys(script, "enter");
	const Intent *intent = script_intent(script, INTENT_DEACTIVATE);
	assert_string_equal(intent->assignment->grant.role.name, "Reader");
	Event *event = event_new(EVENT_FINISHED, intent->id);
	event->request = request_new();
	event->request->id = g_strdup("request-1");
	event->request->kind = REQUEST_DEACTIVATE;
	event->request->state = REQUEST_STATE_ENDED;
	script_event(script, event);
	g_autofree char *outcome = script_overlay_text(script);
	assert_non_null(strstr(outcome, "Deactivated"));
}

static void deactivate__explains_the_first_five_minutes(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Assignment *young = script_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments",
					  SCRIPT_START + HOUR);
	young->grant.start = SCRIPT_START - 60;
	script_event(script, script_actives(WORKLOAD_AZURE, young, NULL));
	script_keys(script, "shift-tab D");
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "first five minutes of an activation: from 15:04 on"));
}

static Event *history_of(const Eligibility *row)
{
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	for (int i = 0; i < 2; i++) {
		HistoryEntry *entry = history_entry_new();
		if (!entry->request)
			entry->request = request_new();
		Request *request = entry->request;
		request->id = g_strdup_printf("request-%d", i);
		request->kind = REQUEST_ACTIVATE;
		request->workload = row->grant.workload;
		request->role.id = g_strdup(i ? "role-gone" : row->grant.role.id);
		request->role.name = g_strdup(i ? "Gone" : row->grant.role.name);
		scope_init(&request->scope, SCOPE_RESOURCE_GROUP, PAYMENTS, NULL);
		request->justification = g_strdup("deploy");
		request->duration = 3 * HOUR;
		request->created = SCRIPT_START - 100 * (i + 1);
		request->state = REQUEST_STATE_ACTIVE;
		request->end = SCRIPT_START + HOUR;
		g_ptr_array_add(event->rows, entry);
	}
	return event;
}

static void history__lists_filters_and_repeats(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "4");
	script_event(script, history_of(state_selected_eligible(script->state)));
	assert_int_equal(pane_count(state_pane(script->state, PANE_HISTORY)), 2);
	assert_string_equal(state_history_at(script->state, 0)->request->id, "request-0");
	script_keys(script, "/");
	script_type(script, "gone");
	script_keys(script, "enter a");
	assert_string_equal(state_notice(script->state)->text,
			    "You are not eligible for this role at this scope any more.");
	script_keys(script, "esc esc g enter");
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "active until 16:00"));
	script_keys(script, "esc a");
	const Form *form = form_of(script);
	const FormRow *row = g_ptr_array_index(form->rows, 0);
	assert_string_equal(row->scope.id, PAYMENTS);
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "deploy");
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "3h");
}

static void account__unknown__lets_nothing_be_sent(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_form(8 * HOUR, false);
	g_clear_pointer(&script->state->account, account_free);
	script_keys(script, "enter");
	assert_int_equal(top_kind(script), OVERLAY_FORM);
	assert_non_null(form_of(script)->error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__asks_what_the_policy_asks),
		cmocka_unit_test(form__takes_a_policy_that_comes_late),
		cmocka_unit_test(form__says_what_is_wrong__where_it_is),
		cmocka_unit_test(form__keeps_what_was_typed__for_the_same_rows),
		cmocka_unit_test(paste__is_text__newline_included),
		cmocka_unit_test(confirm__restates_and_sends_what_it_shows),
		cmocka_unit_test(confirm__says_changed__when_the_rules_change),
		cmocka_unit_test(confirm__says_changed__when_the_eligibility_does),
		cmocka_unit_test(marked_rows__go_as_one__each_capped_by_its_own_maximum),
		cmocka_unit_test(outcome__follows_to_the_final_state_and_stays),
		cmocka_unit_test(outcome__closed_early__is_told_when_it_comes),
		cmocka_unit_test(outcome__unknown__is_looked_at_again_and_never_sent_twice),
		cmocka_unit_test(narrow_refusal__offers_the_wider_scope__never_by_itself),
		cmocka_unit_test(check__asks_without_doing),
		cmocka_unit_test(deactivate__asks_once_and_sends_the_row_it_showed),
		cmocka_unit_test(deactivate__explains_the_first_five_minutes),
		cmocka_unit_test(history__lists_filters_and_repeats),
		cmocka_unit_test(account__unknown__lets_nothing_be_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
