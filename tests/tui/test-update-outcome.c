/* Update scripts of what was sent: outcomes, retries, deactivation, history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

static Event *history_of(const Eligibility *row)
{
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	for (int i = 0; i < 2; i++) {
		HistoryEntry *entry = history_entry_new();
		if (entry->request == NULL)
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
		request->created = DESK_NOW - 100 * (i + 1);
		request->state = REQUEST_STATE_ACTIVE;
		request->end = DESK_NOW + HOUR;
		g_ptr_array_add(event->rows, entry);
	}
	return event;
}

static void marked_rows__go_as_one__each_capped_by_its_own_maximum(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "g space space"); /* Contributor and Global Reader: two workloads */
	desk_open_form(desk);
	assert_int_equal(desk_form_rows(desk), 2);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 2);
	int64_t maximum = 8 * HOUR;
	for (const Intent *asked; (asked = desk_next_intent(desk));) {
		if (asked->kind != INTENT_READ_POLICY)
			continue;
		desk_event(desk, policy_event(asked->eligibility, asked->scope.id,
					      make_policy(maximum, true, maximum == 2 * HOUR)));
		maximum = 2 * HOUR;
	}
	assert_true(desk_has_field(desk, "ticket")); /* one of them asks for it */
	desk_type(desk, "both");
	desk_keys(desk, "tab");
	desk_type(desk, "INC1");
	desk_keys(desk, "tab tab ctrl-u");
	desk_type(desk, "6h");
	desk_keys(desk, "enter enter");
	const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
	assert_non_null(intent);
	const Activation *first = g_ptr_array_index(intent->activations, 0);
	const Activation *second = g_ptr_array_index(intent->activations, 1);
	assert_int_equal(first->duration + second->duration, 8 * HOUR);
	assert_string_equal(second->ticket_number, "INC1");
	assert_int_equal(desk_count_marks(desk), 0);

	/* Each has an outcome of its own; what failed can be tried again alone. */
	desk_event(desk, request_event(desk, EVENT_FINISHED, intent->id, first,
				       REQUEST_STATE_ACTIVE, NULL));
	desk_event(desk,
		   request_event(desk, EVENT_REFUSED, intent->id, second, REQUEST_STATE_UNKNOWN,
				 problem_new(PROBLEM_REFUSED, "rule", "Too long.", "Shorten it.")));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Active until"));
	assert_non_null(strstr(text, "Refused: Too long. Shorten it."));
	g_autofree char *failed = g_strdup(second->eligibility->grant.role.name);
	desk_keys(desk, "t");
	assert_int_equal(desk_form_rows(desk), 1);
	assert_string_equal(desk_form_role(desk, 0), failed);
	assert_string_equal(desk_field(desk, "reason"), "both");
	assert_string_equal(desk_field(desk, "ticket"), "INC1");
}

static void outcome__follows_to_the_final_state_and_stays(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	g_autoptr(Activation) activation = activation_copy(desk_activation(desk, 0));
	desk_event(desk, request_event(desk, EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED,
				       NULL));
	g_autofree char *sent = desk_dialog_text(desk);
	assert_non_null(strstr(sent, "Being sent"));
	g_autoptr(Problem) lost = problem_new(PROBLEM_UNKNOWN_OUTCOME, NULL, "No answer.", NULL);
	desk_event(desk, request_event(desk, EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED,
				       g_steal_pointer(&lost)));
	g_autofree char *looked_up = desk_dialog_text(desk);
	assert_non_null(strstr(looked_up, "The answer was lost. Looking up…"));
	assert_null(strstr(looked_up, "Being sent"));
	desk_event(desk, request_event(desk, EVENT_PROGRESS, id, activation, REQUEST_STATE_RUNNING,
				       NULL));
	Event *history = event_new(EVENT_HISTORY, 0);
	history->rows = g_ptr_array_new();
	desk_event(desk, history);
	desk_forget(desk);
	desk_event(desk,
		   request_event(desk, EVENT_FINISHED, id, activation, REQUEST_STATE_ACTIVE, NULL));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Active until 16:00"));
	assert_non_null(strstr(text, "kubectl"));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_HISTORY), 1);
	desk_wait(desk, 3600);
	assert_string_equal(desk_dialog(desk), "Outcome");
	desk_keys(desk, "enter");
	assert_null(desk_dialog(desk));
	desk_keys(desk, "v");
	assert_string_equal(desk_dialog(desk), "Outcome");
}

/* A dialog that stays open does not go on promising what the list denies. */
static void outcome__tells_the_end_of_the_list__while_it_is_open(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	g_autoptr(Activation) activation = activation_copy(desk_activation(desk, 0));
	Event *finished =
		request_event(desk, EVENT_FINISHED, id, activation, REQUEST_STATE_ACTIVE, NULL);
	Assignment *row = assignment_new();
	grant_copy(&row->grant, &activation->eligibility->grant);
	scope_clear(&row->grant.scope);
	scope_copy(&row->grant.scope, &activation->scope);
	row->grant.start = finished->request->start = DESK_NOW;
	row->grant.end = DESK_NOW + 20 * 60;
	desk_event(desk, finished);
	g_autofree char *promised = desk_dialog_text(desk);
	desk_event(desk, active_event(activation->eligibility->grant.workload, row, NULL));
	g_autofree char *corrected = desk_dialog_text(desk);
	assert_string_not_equal(promised, corrected);
	assert_non_null(strstr(corrected, "Active until"));
}

/* Our sentence is ours; what the service itself said stands below it. */
static void outcome__has_the_words_of_the_service__beside_ours(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	g_autoptr(Activation) activation = activation_copy(desk_activation(desk, 0));
	Problem *problem = problem_new(PROBLEM_REFUSED, "locked", "The scope is locked.", NULL);
	problem->said = g_strdup("Lock freeze-q4 holds it.");
	desk_event(desk, request_event(desk, EVENT_REFUSED, id, activation, REQUEST_STATE_UNKNOWN,
				       problem));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Refused: The scope is locked."));
	assert_non_null(strstr(text, "The service said: Lock freeze-q4 holds it."));
}

static void outcome__closed_early__is_told_when_it_comes(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	desk_keys(desk, "esc q");
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 0);
	assert_string_equal(desk_dialog(desk), "Leave?");
	desk_keys(desk, "n");
	desk_event(desk, request_event(desk, EVENT_FINISHED, id, desk_activation(desk, 0),
				       REQUEST_STATE_WAITING, NULL));
	assert_string_equal(desk_notice(desk),
			    "Contributor on Platform: Waiting for approval (asked 15:00, lapses "
			    "tomorrow 15:00)");
	desk_keys(desk, "q");
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 1);
}

/* That it could not be canceled does not mean that it was refused. */
static void outcome__stays_as_it_is__when_a_cancel_is_refused(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	const Activation *activation = desk_activation(desk, 0);
	const uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	desk_event(desk, request_event(desk, EVENT_FINISHED, id, activation, REQUEST_STATE_WAITING,
				       NULL));
	Event *refused = request_event(
		desk, EVENT_FINISHED, id + 1000, activation, REQUEST_STATE_WAITING,
		problem_new(PROBLEM_REFUSED, "cannot-cancel", "It is too late.", NULL));
	refused->kind = EVENT_REFUSED;
	desk_event(desk, refused);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Waiting for approval"));
	assert_null(strstr(text, "too late"));
}

/* Decided while the dashboard was closed: the backend follows it from the last run on, and tells of no intent. */
static void request_of_before__is_told__when_it_is_decided(void **unused)
{
	(void)unused;
	static const struct {
		RequestState state;
		const char *told; /* NULL: nothing */
	} cases[] = {
		{ REQUEST_STATE_ACTIVE, "Contributor on Platform: active until 16:00." },
		{ REQUEST_STATE_REFUSED, "Contributor on Platform: refused: not told why." },
		{ REQUEST_STATE_WAITING, NULL },
		{ REQUEST_STATE_CANCELED, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_tell_first(desk);
		desk_load(desk);
		g_autoptr(Activation) activation =
			activation_new(desk_selected(desk), &desk_selected(desk)->grant.scope);
		activation->duration = HOUR;
		desk_event(desk, request_event(desk, EVENT_FINISHED, 0, activation, cases[i].state,
					       NULL));
		if (cases[i].told == NULL) {
			assert_null(desk_effect(desk, EFFECT_NOTIFY));
			continue;
		}
		assert_string_equal(desk_message(desk, desk_count_messages(desk) - 1),
				    cases[i].told);
		assert_string_equal(desk_effect(desk, EFFECT_NOTIFY)->notification->text,
				    cases[i].told);
	}
}

/* Whose tokens are older than the role is told with it: as notices at a start, in the dialog of one's own. */
static void older_tokens__are_told__with_the_role(void **unused)
{
	(void)unused;
	static const OlderTokens az = { "az", "az login", DESK_NOW - HOUR };
	static const char *const told =
		"az has tokens from 14:00, before the role began. Renew them with `az login`.";
	g_autoptr(Desk) desk = desk_at_outcome();
	Event *event = request_event(desk, EVENT_FINISHED, desk_intent(desk, INTENT_ACTIVATE)->id,
				     desk_activation(desk, 0), REQUEST_STATE_ACTIVE, NULL);
	event->older_tokens = older_tokens_new();
	older_tokens_add(event->older_tokens, &az);
	desk_event(desk, event);
	g_autofree char *dialog = desk_dialog_text(desk);
	assert_non_null(strstr(dialog, "az has tokens from 14:00"));
	assert_null(strstr(dialog, "kubectl"));
	desk_keys(desk, "y down down enter");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text, "az login");

	g_autoptr(Desk) next = desk_new(80, 24);
	desk_load(next);
	g_autoptr(Activation) activation =
		activation_new(desk_selected(next), &desk_selected(next)->grant.scope);
	activation->duration = HOUR;
	const size_t before = desk_count_messages(next);
	event = request_event(next, EVENT_FINISHED, 0, activation, REQUEST_STATE_ACTIVE, NULL);
	event->older_tokens = older_tokens_new();
	older_tokens_add(event->older_tokens, &az);
	desk_event(next, event);
	assert_string_equal(desk_message(next, before), told);
}

static void advice__comes_as_a_notice__only_when_no_outcome_shows_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) seen = desk_at_outcome();
	const size_t before = desk_count_messages(seen);
	desk_event(seen, request_event(seen, EVENT_FINISHED, desk_intent(seen, INTENT_ACTIVATE)->id,
				       desk_activation(seen, 0), REQUEST_STATE_ACTIVE, NULL));
	assert_int_equal(desk_count_messages(seen), before);

	g_autoptr(Desk) desk = desk_at_outcome();
	desk_keys(desk, "esc");
	desk_event(desk, request_event(desk, EVENT_FINISHED, desk_intent(desk, INTENT_ACTIVATE)->id,
				       desk_activation(desk, 0), REQUEST_STATE_ACTIVE, NULL));
	assert_int_equal(desk_count_messages(desk), before + 2);
	assert_non_null(strstr(desk_message(desk, before), "kubectl"));
	assert_string_equal(desk_notice(desk), "Contributor on Platform: Active until 16:00");
}

static void last_scope__is_remembered__of_what_was_granted_alone(void **unused)
{
	(void)unused;
	static const struct {
		EventKind kind;
		RequestState state;
		size_t remembered;
		bool is_last;
	} cases[] = {
		{ EVENT_FINISHED, REQUEST_STATE_ACTIVE, 1, true },
		{ EVENT_FINISHED, REQUEST_STATE_WAITING, 0, true },
		{ EVENT_FINISHED, REQUEST_STATE_REFUSED, 0, false },
		{ EVENT_FINISHED, REQUEST_STATE_UNKNOWN, 0, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_at_outcome();
		const uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
		desk_event(desk, request_event(desk, cases[i].kind, id, desk_activation(desk, 0),
					       cases[i].state, NULL));
		assert_int_equal(desk_count_intents(desk, INTENT_REMEMBER_SCOPE),
				 cases[i].remembered);
		desk_keys(desk, "esc");
		g_autofree char *screen = desk_screen_text(desk);
		assert_int_equal(strstr(screen, "last mg") != NULL, cases[i].is_last);
	}
}

static void outcome__unknown__is_looked_at_again_and_never_sent_twice(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	const Activation *activation = desk_activation(desk, 0);
	desk_event(desk, request_event(desk, EVENT_FINISHED, id, activation, REQUEST_STATE_UNKNOWN,
				       NULL));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Outcome unknown"));
	desk_keys(desk, "t"); /* no retry of what may have happened */
	assert_string_equal(desk_dialog(desk), "Outcome");
	desk_keys(desk, "r r");
	assert_int_equal(desk_count_intents(desk, INTENT_FOLLOW), 1);
	const Intent *follow = desk_intent(desk, INTENT_FOLLOW);
	g_autofree char *sent = g_strdup_printf("request-%s", activation->eligibility->grant.id);
	assert_string_equal(follow->request->id, sent);
	desk_event(desk, request_event(desk, EVENT_FINISHED, follow->id, activation,
				       REQUEST_STATE_ACTIVE, NULL));
	g_autofree char *known = desk_dialog_text(desk);
	assert_non_null(strstr(known, "Active until 16:00"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
}

#define CONTEXT_CLAIMS "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"

static void refuse_for_step_up(Desk *desk)
{
	const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
	Problem *problem = problem_new(PROBLEM_STEP_UP, "acrs", "Asks for more.", "Sign in.");
	problem->claims = g_strdup(CONTEXT_CLAIMS);
	desk_event(desk, request_event(desk, EVENT_REFUSED, intent->id,
				       g_ptr_array_index(intent->activations, 0),
				       REQUEST_STATE_UNKNOWN, problem));
}

static void end_sign_in(Desk *desk, Problem *problem)
{
	desk_event(desk, problem != NULL ? sign_in_failed_event(desk, problem)
					 : sign_in_event(desk, SIGN_IN_DONE, NULL));
}

/* What was confirmed waits through Esc, a failure and another person; each try asks for the same. */
static void step_up__sends_what_was_confirmed__however_often_it_is_given_up(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	refuse_for_step_up(desk);
	g_autoptr(Activation) confirmed = activation_copy(
		g_ptr_array_index(desk_intent(desk, INTENT_ACTIVATE)->activations, 0));
	desk_keys(desk, "s esc");
	assert_string_equal(desk_dialog(desk), "Outcome");
	desk_keys(desk, "s");
	Problem *failed = problem_new(PROBLEM_SIGN_IN, "x", "A second factor is needed.", NULL);
	failed->claims = g_strdup("{\"access_token\":{\"amr\":{\"values\":[\"mfa\"]}}}");
	end_sign_in(desk, failed);
	desk_keys(desk, "enter");
	assert_string_equal(desk_intent(desk, INTENT_SIGN_IN)->claims, CONTEXT_CLAIMS);
	end_sign_in(desk, problem_new(PROBLEM_SIGN_IN, "wrong-account", "Somebody else.", NULL));
	desk_keys(desk, "esc s");
	assert_string_equal(desk_intent(desk, INTENT_SIGN_IN)->claims, CONTEXT_CLAIMS);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
	end_sign_in(desk, NULL);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 2);
	const Activation *sent =
		g_ptr_array_index(desk_intent(desk, INTENT_ACTIVATE)->activations, 0);
	assert_string_equal(sent->eligibility->grant.id, confirmed->eligibility->grant.id);
	assert_string_equal(sent->scope.id, confirmed->scope.id);
	assert_string_equal(sent->justification, confirmed->justification);
	assert_int_equal(sent->duration, confirmed->duration);
}

static void step_up__refused_again__is_told_and_not_repeated(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	refuse_for_step_up(desk);
	desk_keys(desk, "s");
	end_sign_in(desk, NULL);
	refuse_for_step_up(desk);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 2);
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_IN), 1);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "not strong enough"));
}

static void narrow_refusal__offers_the_wider_scope__never_by_itself(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	desk_event(desk, children_event(MG, false, SUB_PROD, NULL));
	desk_keys(desk, "j a");
	desk_type(desk, "why");
	desk_keys(desk, "enter enter");
	const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	assert_string_equal(activation->scope.id, SUB_PROD);
	desk_event(desk,
		   request_event(desk, EVENT_REFUSED, intent->id, activation, REQUEST_STATE_UNKNOWN,
				 problem_new(PROBLEM_NOT_ALLOWED, "forbidden", "Not allowed here.",
					     NULL)));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
	desk_keys(desk, "w");
	assert_string_equal(desk_dialog(desk), "All of it?");
	desk_keys(desk, "enter");
	assert_string_equal(desk_form_scope(desk, 0), MG);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
}

/* Refused, tried again and widened: it is still to start at the same moment. */
static void later_start__stays__through_every_form_that_follows(void **unused)
{
	(void)unused;
	const Instant start = DESK_NOW + 18 * HOUR;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	desk_event(desk, children_event(MG, false, SUB_PROD, NULL));
	desk_keys(desk, "j a");
	desk_type(desk, "why");
	desk_keys(desk, "shift-tab ctrl-u");
	desk_type(desk, "tomorrow");
	desk_keys(desk, "enter enter");
	static const char *const ways[] = { "t", "w", "t" };
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
		const Activation *activation = g_ptr_array_index(intent->activations, 0);
		assert_true(activation->start == start);
		desk_event(desk, request_event(desk, EVENT_REFUSED, intent->id, activation,
					       REQUEST_STATE_UNKNOWN,
					       problem_new(PROBLEM_NOT_ALLOWED, "forbidden",
							   "Not allowed here.", NULL)));
		desk_keys(desk, ways[i]);
		if (i > 0) {
			assert_string_equal(desk_dialog(desk), "All of it?");
			desk_keys(desk, "enter");
		}
		assert_string_equal(desk_field(desk, "start"), "2026-01-02 09:00");
		desk_keys(desk, "enter enter");
	}
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 4);
	assert_true(desk_activation(desk, 0)->start == start);
}

static void deactivate__asks_once_and_sends_the_row_it_showed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "shift-tab D");
	assert_string_equal(desk_dialog(desk), "Deactivate?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Reader"));
	assert_non_null(strstr(text, PAYMENTS));
	assert_null(strstr(text, "five minutes"));
	desk_keys(desk, "esc");
	assert_int_equal(desk_count_intents(desk, INTENT_DEACTIVATE), 0);
	desk_keys(desk, "D");
	desk_event(desk, active_event(WORKLOAD_AZURE, NULL, NULL));
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_DEACTIVATE);
	assert_string_equal(intent->assignment->grant.role.name, "Reader");
	Event *event = event_new(EVENT_FINISHED, intent->id);
	event->request = request_new();
	event->request->id = g_strdup("request-1");
	event->request->kind = REQUEST_DEACTIVATE;
	event->request->state = REQUEST_STATE_ENDED;
	desk_event(desk, event);
	g_autofree char *outcome = desk_dialog_text(desk);
	assert_non_null(strstr(outcome, "Deactivated"));
}

static void deactivate__explains_the_first_five_minutes(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Assignment *young =
		make_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments", DESK_NOW + HOUR);
	young->grant.start = DESK_NOW - 60;
	desk_event(desk, active_event(WORKLOAD_AZURE, young, NULL));
	desk_keys(desk, "shift-tab D");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(
		strstr(text, "first five minutes of an activation. It is possible from 15:04."));
}

static void history__lists_filters_and_repeats(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "4");
	desk_event(desk, history_of(desk_selected(desk)));
	assert_int_equal(desk_rows(desk, "history"), 2);
	assert_string_equal(desk_request(desk, 0)->id, "request-0");
	desk_keys(desk, "/");
	desk_type(desk, "gone");
	desk_keys(desk, "enter a");
	assert_string_equal(desk_notice(desk),
			    "You are no longer eligible for this role at this scope.");
	desk_keys(desk, "esc esc g enter");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "active until 16:00"));
	desk_keys(desk, "esc a");
	assert_string_equal(desk_form_scope(desk, 0), PAYMENTS);
	desk_keys(desk, "ctrl-y");
	assert_string_equal(desk_field(desk, "reason"), "deploy");
	assert_string_equal(desk_field(desk, "for"), "3h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marked_rows__go_as_one__each_capped_by_its_own_maximum),
		cmocka_unit_test(outcome__follows_to_the_final_state_and_stays),
		cmocka_unit_test(outcome__tells_the_end_of_the_list__while_it_is_open),
		cmocka_unit_test(outcome__has_the_words_of_the_service__beside_ours),
		cmocka_unit_test(outcome__closed_early__is_told_when_it_comes),
		cmocka_unit_test(outcome__stays_as_it_is__when_a_cancel_is_refused),
		cmocka_unit_test(request_of_before__is_told__when_it_is_decided),
		cmocka_unit_test(older_tokens__are_told__with_the_role),
		cmocka_unit_test(advice__comes_as_a_notice__only_when_no_outcome_shows_it),
		cmocka_unit_test(last_scope__is_remembered__of_what_was_granted_alone),
		cmocka_unit_test(outcome__unknown__is_looked_at_again_and_never_sent_twice),
		cmocka_unit_test(step_up__sends_what_was_confirmed__however_often_it_is_given_up),
		cmocka_unit_test(step_up__refused_again__is_told_and_not_repeated),
		cmocka_unit_test(narrow_refusal__offers_the_wider_scope__never_by_itself),
		cmocka_unit_test(later_start__stays__through_every_form_that_follows),
		cmocka_unit_test(deactivate__asks_once_and_sends_the_row_it_showed),
		cmocka_unit_test(deactivate__explains_the_first_five_minutes),
		cmocka_unit_test(history__lists_filters_and_repeats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
