/* What became of a request: events in, words and what can be done about it out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/outcome.h"

#define NOW 1772716020 /* 2026-03-05T13:07:00Z */
#define SUB "/subscriptions/22222222-2222-4222-8222-222222222222"

static Activation *make_activation(const char *scope_id)
{
	g_autoptr(Eligibility) row = eligibility_new();
	g_auto(Scope) scope = { 0 };
	row->grant.id = g_strdup("azure-1");
	row->grant.role.name = g_strdup("Reader");
	scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, SUB, "sub-prod");
	scope_init(&scope, SCOPE_RESOURCE_GROUP, scope_id, NULL);
	return activation_new(row, &scope);
}

static Outcome *make_outcome(const char *scope_id)
{
	Outcome *outcome = outcome_new();
	outcome->activation = make_activation(scope_id);
	outcome->subject = subject_of_activation(outcome->activation);
	return outcome;
}

/* Takes an event; `state` -1: without a request, `problem` -1: without a problem. */
static void take(Outcome *outcome, EventKind kind, int state, int problem)
{
	g_autoptr(Event) event = event_new(kind, 1);
	if (state >= 0) {
		event->request = request_new();
		event->request->state = (RequestState)state;
	}
	if (problem >= 0)
		event->problem = problem_new((ProblemKind)problem, "code", "It is so.", "Do this.");
	outcome_take(outcome, event);
}

static void expect_words(const Outcome *outcome, const char *expected)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	g_autofree char *words = outcome_words(&wording, outcome);
	assert_string_equal(words, expected);
}

/* What the list says of the end goes before what the answer promised; another activation's end is none of it. */
static void outcome_correct__takes__the_end_of_the_list(void **state)
{
	(void)state;
	static const struct {
		Instant start, end;
		bool is_provisional;
		Instant expected;
	} cases[] = {
		{ NOW, NOW + 1800, false, NOW + 1800 },
		{ NOW + 2, NOW + 1800, false, NOW + 1800 },
		{ NOW, NOW + 1800, true, NOW + 3600 },
		{ NOW + 7200, NOW + 9000, false, NOW + 3600 },
		{ NOW, 0, false, NOW + 3600 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Outcome) outcome = make_outcome(SUB);
		take(outcome, EVENT_FINISHED, REQUEST_STATE_ACTIVE, -1);
		outcome->request->start = NOW;
		outcome->request->end = NOW + 3600;
		outcome->request->role.id = g_strdup("reader");
		scope_init(&outcome->request->scope, SCOPE_SUBSCRIPTION, SUB, NULL);
		g_autoptr(GPtrArray) rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
		Assignment *row = assignment_new();
		row->grant.role.id = g_strdup("reader");
		scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, SUB, NULL);
		row->grant.start = cases[i].start;
		row->grant.end = cases[i].end;
		row->is_provisional = cases[i].is_provisional;
		g_ptr_array_add(rows, row);
		outcome_correct(outcome, rows);
		assert_int_equal(outcome->request->end, cases[i].expected);
	}
}

static void subject__says__what_a_request_is_about(void **state)
{
	(void)state;
	g_autoptr(Activation) activation = make_activation(SUB "/resourceGroups/rg-x");
	g_auto(Subject) on = subject_of_activation(activation);
	g_autofree char *words = subject_words(&on);
	assert_string_equal(words, "Reader on rg-x");
	assert_string_equal(on.row_id, "azure-1");
	assert_int_equal(on.kind, REQUEST_ACTIVATE);

	g_autoptr(Assignment) assignment = assignment_new();
	grant_copy(&assignment->grant, &activation->eligibility->grant);
	assignment->grant.workload = WORKLOAD_ENTRA;
	g_auto(Subject) off = subject_of_deactivation(assignment);
	g_autofree char *off_words = subject_words(&off);
	assert_string_equal(off_words, "Reader on sub-prod");
	assert_null(subject_afterwards(&off));

	const Request request = { .kind = REQUEST_EXTEND,
				  .access = ACCESS_MEMBER,
				  .role = { .name = (char *)"sg-oncall" } };
	g_auto(Subject) asked = subject_of_request(&request);
	g_autofree char *asked_words = subject_words(&asked);
	assert_string_equal(asked_words, "sg-oncall (member)");
	assert_null(asked.row_id);
}

/* Whose tokens are older is said of each; without such, what may be so anywhere; of what is not on, nothing. */
static void outcome_afterwards__names__whose_tokens_are_older(void **state)
{
	(void)state;
	static const OlderTokens az = { "az", "az login", NOW - 60 };
	static const OlderTokens kubelogin = { "kubelogin", "kubelogin remove-tokens", NOW - 120 };
	static const struct {
		RequestState state;
		const OlderTokens *older[2];
		const char *expected;
	} cases[] = {
		{ REQUEST_STATE_ACTIVE,
		  { &az, &kubelogin },
		  "az has tokens from 13:06, before the role began. Renew them with `az login`.\n"
		  "kubelogin has tokens from 13:05, before the role began. Renew them with "
		  "`kubelogin remove-tokens`." },
		{ REQUEST_STATE_ACTIVE,
		  { NULL },
		  "Azure CLI, kubectl and other tools may keep a token without the new role; sign "
		  "in to them again if access is refused." },
		{ REQUEST_STATE_WAITING, { NULL }, "" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Outcome) outcome = make_outcome(SUB);
		g_autoptr(Event) event = event_new(EVENT_FINISHED, 1);
		event->request = request_new();
		event->request->kind = REQUEST_ACTIVATE;
		event->request->state = cases[i].state;
		if (cases[i].older[0] != NULL)
			event->older_tokens = older_tokens_new();
		for (size_t j = 0; j < 2 && cases[i].older[j] != NULL; j++)
			older_tokens_add(event->older_tokens, cases[i].older[j]);
		outcome_take(outcome, event);
		g_auto(GStrv) sentences = outcome_afterwards(&wording, outcome);
		g_autofree char *told = g_strjoinv("\n", sentences);
		assert_string_equal(told, cases[i].expected);
	}
}

static void outcome_words__follow__a_request_to_its_end(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = make_outcome(SUB);
	expect_words(outcome, "Being sent.");
	take(outcome, EVENT_PROGRESS, REQUEST_STATE_PREPARED, -1);
	expect_words(outcome, "Being sent");
	take(outcome, EVENT_PROGRESS, -1, PROBLEM_UNKNOWN_OUTCOME);
	expect_words(outcome, "The answer was lost. Looking up…");
	take(outcome, EVENT_PROGRESS, REQUEST_STATE_RUNNING, -1);
	expect_words(outcome, "Accepted, being worked on");
	assert_false(outcome->is_finished);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_ACTIVE, -1);
	expect_words(outcome, "Active");
	assert_true(outcome->is_finished);
}

static void outcome_words__open__with_what_the_problem_did(void **state)
{
	(void)state;
	static const struct {
		ProblemKind kind;
		const char *words;
	} cases[] = {
		{ PROBLEM_REFUSED, "Refused: It is so. Do this." },
		{ PROBLEM_STEP_UP, "Refused: It is so. Do this." },
		{ PROBLEM_NOT_ALLOWED, "Refused: It is so. Do this." },
		{ PROBLEM_CHANGED, "Changed: It is so. Do this." },
		{ PROBLEM_ALREADY, "It is so. Do this." },
		{ PROBLEM_UNKNOWN_OUTCOME, "Outcome unknown: It is so. Do this." },
		{ PROBLEM_CANCELED, "Canceled: It is so. Do this." },
		{ PROBLEM_UNREACHABLE, "Failed: It is so. Do this." },
		{ PROBLEM_FAILED, "Failed: It is so. Do this." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Outcome) outcome = make_outcome(SUB);
		take(outcome, EVENT_REFUSED, -1, (int)cases[i].kind);
		expect_words(outcome, cases[i].words);
	}
}

/* What is only not confirmed has not failed, and is not sent once more. */
static void outcome__neither_failed_nor_is_retried__when_it_is_not_confirmed(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = make_outcome(SUB);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_ACTIVE, PROBLEM_SIGN_IN);
	assert_true(outcome_can_retry(outcome));
	g_free(outcome->problem->code);
	outcome->problem->code = g_strdup("not-confirmed");
	expect_words(outcome, "It is so. Do this.");
	assert_false(outcome_can_retry(outcome));
}

/* What begins with its opening is not opened twice. */
static void outcome_words__open_once__with_what_the_message_begins_with(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = make_outcome(SUB);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_UNKNOWN, PROBLEM_UNKNOWN_OUTCOME);
	g_free(outcome->problem->message);
	outcome->problem->message = g_strdup("Outcome unknown: it is so.");
	expect_words(outcome, "Outcome unknown: it is so. Do this.");
}

/* After the end: what the request came to, and what one can do. */
static void outcome__offers__what_helps(void **state)
{
	(void)state;
	static const struct {
		int state, problem;
		bool is_unknown, can_retry, can_widen, wants_step_up;
	} cases[] = {
		{ REQUEST_STATE_ACTIVE, -1, false, false, false, false },
		{ REQUEST_STATE_WAITING, -1, false, false, false, false },
		{ REQUEST_STATE_UNKNOWN, -1, true, false, false, false },
		{ REQUEST_STATE_UNKNOWN, PROBLEM_UNKNOWN_OUTCOME, true, false, false, false },
		{ REQUEST_STATE_REFUSED, -1, false, true, false, false },
		{ REQUEST_STATE_FAILED, -1, false, true, false, false },
		{ REQUEST_STATE_CANCELED, -1, false, true, false, false },
		{ REQUEST_STATE_REFUSED, PROBLEM_REFUSED, false, true, true, false },
		{ -1, PROBLEM_NOT_ALLOWED, false, true, true, false },
		{ -1, PROBLEM_STEP_UP, false, true, false, true },
		{ -1, PROBLEM_UNREACHABLE, false, true, false, false },
		{ -1, PROBLEM_ALREADY, false, false, false, false },
		{ -1, PROBLEM_UNKNOWN_OUTCOME, false, false, false, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Outcome) outcome = make_outcome(SUB "/resourceGroups/rg-x");
		assert_false(outcome_can_retry(outcome));
		take(outcome, EVENT_FINISHED, cases[i].state, cases[i].problem);
		assert_int_equal(outcome_is_unknown(outcome), cases[i].is_unknown);
		assert_int_equal(outcome_can_retry(outcome), cases[i].can_retry);
		assert_int_equal(outcome_can_widen(outcome), cases[i].can_widen);
		assert_int_equal(outcome_wants_step_up(outcome), cases[i].wants_step_up);
		outcome->is_sent_again = true;
		assert_false(outcome_can_retry(outcome));
	}
}

static void outcome__offers_no_wider_scope__at_the_eligible_one(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = make_outcome(SUB);
	take(outcome, EVENT_REFUSED, -1, PROBLEM_NOT_ALLOWED);
	assert_true(outcome_can_retry(outcome));
	assert_false(outcome_can_widen(outcome));
}

#define MG "/providers/Microsoft.Management/managementGroups/mg-platform"
#define RG SUB "/resourceGroups/rg-x"

/* No wider than need be. */
static void outcome__widens__to_the_subscription_first(void **state)
{
	(void)state;
	static const struct {
		const char *eligible, *narrow, *expected;
	} cases[] = {
		{ MG, RG "/providers/Microsoft.KeyVault/vaults/kv", SUB },
		{ MG, RG, SUB },
		{ MG, SUB, MG },
		{ MG, MG "-corp", MG },
		{ SUB, RG, SUB },
		{ RG, RG "/providers/Microsoft.KeyVault/vaults/kv", RG },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Outcome) outcome = make_outcome(cases[i].narrow);
		Scope *eligible = &outcome->activation->eligibility->grant.scope;
		g_auto(Scope) wider = { 0 };
		scope_clear(eligible);
		scope_init(eligible, scope_type_from_arm_id(cases[i].eligible), cases[i].eligible,
			   "eligible");
		outcome_widen(outcome, &wider);
		assert_string_equal(wider.id, cases[i].expected);
		assert_int_equal(wider.type, scope_type_from_arm_id(cases[i].expected));
	}
}

static void outcome__says__that_a_stronger_sign_in_was_not_enough(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = make_outcome(SUB);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_REFUSED, PROBLEM_STEP_UP);
	assert_string_equal(outcome->problem->hint, "Do this.");
	outcome_restart(outcome);
	expect_words(outcome, "Being sent.");
	take(outcome, EVENT_FINISHED, REQUEST_STATE_REFUSED, PROBLEM_STEP_UP);
	assert_string_equal(outcome->problem->hint, PROBLEM_HINT_STILL_STEP_UP);
}

/* Each is asked for once: what a sign-in did not bring, no second one will. */
static void outcome__wants_a_permission__until_a_sign_in_was_for_it(void **state)
{
	(void)state;
	g_autoptr(Outcome) outcome = outcome_new();
	outcome->extension = extension_new(NULL, false, 3600, "why");
	take(outcome, EVENT_FINISHED, REQUEST_STATE_REFUSED, PROBLEM_NOT_ALLOWED);
	assert_false(outcome_wants_step_up(outcome));
	outcome->problem->permission = g_strdup("More.ReadWrite");
	assert_true(outcome_wants_step_up(outcome));
	assert_string_equal(outcome_wanted_permission(outcome), "More.ReadWrite");
	outcome_restart(outcome);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_REFUSED, PROBLEM_STEP_UP);
	assert_string_equal(outcome->problem->hint, "Do this."); /* not asked for before */
	assert_true(outcome_wants_step_up(outcome));
	outcome_restart(outcome);
	take(outcome, EVENT_FINISHED, REQUEST_STATE_REFUSED, PROBLEM_NOT_ALLOWED);
	outcome->problem->permission = g_strdup("More.ReadWrite");
	assert_false(outcome_wants_step_up(outcome));
}

static void outcome_explain_unlisted__tells__neither_ended_nor_active(void **state)
{
	(void)state;
	static const struct {
		const char *code, *message;
	} cases[] = {
		{ "RoleAssignmentDoesNotExist", "Nothing was ended" },
		{ "ActiveDurationTooShort", "As it was" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Outcome) outcome = { .problem = problem_new(PROBLEM_FAILED, cases[i].code,
								   "As it was", NULL) };
		outcome_explain_unlisted(&outcome);
		assert_true(g_str_has_prefix(outcome.problem->message, cases[i].message));
		assert_string_equal(outcome.problem->code, cases[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcome_explain_unlisted__tells__neither_ended_nor_active),
		cmocka_unit_test(outcome_correct__takes__the_end_of_the_list),
		cmocka_unit_test(subject__says__what_a_request_is_about),
		cmocka_unit_test(outcome_afterwards__names__whose_tokens_are_older),
		cmocka_unit_test(outcome_words__follow__a_request_to_its_end),
		cmocka_unit_test(outcome_words__open__with_what_the_problem_did),
		cmocka_unit_test(outcome__neither_failed_nor_is_retried__when_it_is_not_confirmed),
		cmocka_unit_test(outcome_words__open_once__with_what_the_message_begins_with),
		cmocka_unit_test(outcome__offers__what_helps),
		cmocka_unit_test(outcome__offers_no_wider_scope__at_the_eligible_one),
		cmocka_unit_test(outcome__wants_a_permission__until_a_sign_in_was_for_it),
		cmocka_unit_test(outcome__widens__to_the_subscription_first),
		cmocka_unit_test(outcome__says__that_a_stronger_sign_in_was_not_enough),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
