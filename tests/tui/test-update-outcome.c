/* Update scripts of what was sent: outcomes, retries, deactivation, history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script-form.h"

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

static void marked_rows__go_as_one__each_capped_by_its_own_maximum(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "g space space a"); /* Contributor and Global Reader: two workloads */
	assert_int_equal(script_form(script)->rows->len, 2);
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
					   script_policy_of(maximum, true, maximum == 2 * HOUR)));
		maximum = 2 * HOUR;
	}
	Form *form = script_form(script);
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
	form = script_form(script);
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
	const Activation *activation = script_item(script, 0)->activation;
	script_event(script,
		     script_request(EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED, NULL));
	g_autofree char *sent = script_overlay_text(script);
	assert_non_null(strstr(sent, "Being sent"));
	g_autoptr(Problem) lost = problem_new(PROBLEM_UNKNOWN_OUTCOME, NULL, "No answer.", NULL);
	script_event(script, script_request(EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED,
					    g_steal_pointer(&lost)));
	g_autofree char *looked_up = script_overlay_text(script);
	assert_non_null(strstr(looked_up, "The answer was lost. Looking up…"));
	assert_null(strstr(looked_up, "Being sent"));
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
	assert_int_equal(script_top(script), OVERLAY_OUTCOME);
	script_keys(script, "enter");
	assert_null(state_overlay(script->state));
	script_keys(script, "v");
	assert_int_equal(script_top(script), OVERLAY_OUTCOME);
}

static void outcome__closed_early__is_told_when_it_comes(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	uint64_t id = script_intent(script, INTENT_ACTIVATE)->id;
	script_keys(script, "esc q");
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
	assert_int_equal(script_top(script), OVERLAY_QUIT);
	script_keys(script, "n");
	script_event(script, script_request(EVENT_FINISHED, id, script_item(script, 0)->activation,
					    REQUEST_STATE_WAITING, NULL));
	assert_string_equal(state_notice(script->state)->text,
			    "Contributor on Platform: Waiting for approval (asked 15:00, lapses "
			    "tomorrow 15:00)");
	script_keys(script, "q");
	assert_int_equal(script_count(script, EFFECT_QUIT), 1);
}

static void advice__comes_as_a_notice__only_when_no_outcome_shows_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) seen = script_at_outcome();
	script_event(seen,
		     script_request(EVENT_FINISHED, script_intent(seen, INTENT_ACTIVATE)->id,
				    script_item(seen, 0)->activation, REQUEST_STATE_ACTIVE, NULL));
	assert_int_equal(seen->state->messages->len, 0);

	g_autoptr(Script) script = script_at_outcome();
	script_keys(script, "esc");
	script_event(script,
		     script_request(EVENT_FINISHED, script_intent(script, INTENT_ACTIVATE)->id,
				    script_item(script, 0)->activation, REQUEST_STATE_ACTIVE,
				    NULL));
	assert_int_equal(script->state->messages->len, 2);
	const Notice *advice = g_ptr_array_index(script->state->messages, 0);
	assert_non_null(strstr(advice->text, "kubectl"));
	assert_string_equal(state_notice(script->state)->text,
			    "Contributor on Platform: Active until 16:00");
}

static void outcome__unknown__is_looked_at_again_and_never_sent_twice(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	uint64_t id = script_intent(script, INTENT_ACTIVATE)->id;
	const Activation *activation = script_item(script, 0)->activation;
	script_event(script,
		     script_request(EVENT_FINISHED, id, activation, REQUEST_STATE_UNKNOWN, NULL));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Outcome unknown"));
	script_keys(script, "t"); /* no retry of what may have happened */
	assert_int_equal(script_top(script), OVERLAY_OUTCOME);
	script_keys(script, "r r");
	assert_int_equal(script_count_intents(script, INTENT_FOLLOW), 1);
	const Intent *follow = script_intent(script, INTENT_FOLLOW);
	assert_string_equal(follow->request->id, script_item(script, 0)->request->id);
	script_event(script, script_request(EVENT_FINISHED, follow->id, activation,
					    REQUEST_STATE_ACTIVE, NULL));
	g_autofree char *known = script_overlay_text(script);
	assert_non_null(strstr(known, "Active until 16:00"));
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
}

#define CONTEXT_CLAIMS "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"

static void refuse_for_step_up(Script *script)
{
	const Intent *intent = script_intent(script, INTENT_ACTIVATE);
	Problem *problem = problem_new(PROBLEM_STEP_UP, "acrs", "Asks for more.", "Sign in.");
	problem->claims = g_strdup(CONTEXT_CLAIMS);
	script_event(script, script_request(EVENT_REFUSED, intent->id,
					    g_ptr_array_index(intent->activations, 0),
					    REQUEST_STATE_UNKNOWN, problem));
}

static void end_sign_in(Script *script, Problem *problem)
{
	const uint64_t id = script_intent(script, INTENT_SIGN_IN)->id;
	Event *event = event_new(problem != NULL ? EVENT_SIGN_IN_FAILED : EVENT_SIGN_IN, id);
	event->problem = problem;
	if (problem == NULL) {
		event->sign_in = g_new0(SignInProgress, 1);
		event->sign_in->stage = SIGN_IN_DONE;
	}
	script_event(script, event);
}

/* What was confirmed waits through Esc, a failure and another person; each try asks for the same. */
static void step_up__sends_what_was_confirmed__however_often_it_is_given_up(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	refuse_for_step_up(script);
	g_autoptr(Activation) confirmed = activation_copy(
		g_ptr_array_index(script_intent(script, INTENT_ACTIVATE)->activations, 0));
	script_keys(script, "s esc");
	assert_int_equal(script_top(script), OVERLAY_OUTCOME);
	script_keys(script, "s");
	Problem *failed = problem_new(PROBLEM_SIGN_IN, "x", "A second factor is needed.", NULL);
	failed->claims = g_strdup("{\"access_token\":{\"amr\":{\"values\":[\"mfa\"]}}}");
	end_sign_in(script, failed);
	script_keys(script, "enter");
	assert_string_equal(script_intent(script, INTENT_SIGN_IN)->claims, CONTEXT_CLAIMS);
	end_sign_in(script, problem_new(PROBLEM_SIGN_IN, "wrong-account", "Somebody else.", NULL));
	script_keys(script, "esc s");
	assert_string_equal(script_intent(script, INTENT_SIGN_IN)->claims, CONTEXT_CLAIMS);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
	end_sign_in(script, NULL);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 2);
	const Activation *sent =
		g_ptr_array_index(script_intent(script, INTENT_ACTIVATE)->activations, 0);
	assert_string_equal(sent->eligibility->grant.id, confirmed->eligibility->grant.id);
	assert_string_equal(sent->scope.id, confirmed->scope.id);
	assert_string_equal(sent->justification, confirmed->justification);
	assert_int_equal(sent->duration, confirmed->duration);
}

static void step_up__refused_again__is_told_and_not_repeated(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	refuse_for_step_up(script);
	script_keys(script, "s");
	end_sign_in(script, NULL);
	refuse_for_step_up(script);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 2);
	assert_int_equal(script_count_intents(script, INTENT_SIGN_IN), 1);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "not strong enough"));
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
	const FormRow *row = g_ptr_array_index(script_form(script)->rows, 0);
	assert_string_equal(row->scope.id, MG);
	assert_int_equal(script_count_intents(script, INTENT_ACTIVATE), 1);
}

static void deactivate__asks_once_and_sends_the_row_it_showed(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "shift-tab D");
	assert_int_equal(script_top(script), OVERLAY_DEACTIVATE);
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
	const Form *form = script_form(script);
	const FormRow *row = g_ptr_array_index(form->rows, 0);
	assert_string_equal(row->scope.id, PAYMENTS);
	assert_string_equal(field_text(&form->fields[FORM_REASON].field), "deploy");
	assert_string_equal(field_text(&form->fields[FORM_DURATION].field), "3h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marked_rows__go_as_one__each_capped_by_its_own_maximum),
		cmocka_unit_test(outcome__follows_to_the_final_state_and_stays),
		cmocka_unit_test(outcome__closed_early__is_told_when_it_comes),
		cmocka_unit_test(advice__comes_as_a_notice__only_when_no_outcome_shows_it),
		cmocka_unit_test(outcome__unknown__is_looked_at_again_and_never_sent_twice),
		cmocka_unit_test(step_up__sends_what_was_confirmed__however_often_it_is_given_up),
		cmocka_unit_test(step_up__refused_again__is_told_and_not_repeated),
		cmocka_unit_test(narrow_refusal__offers_the_wider_scope__never_by_itself),
		cmocka_unit_test(deactivate__asks_once_and_sends_the_row_it_showed),
		cmocka_unit_test(deactivate__explains_the_first_five_minutes),
		cmocka_unit_test(history__lists_filters_and_repeats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
