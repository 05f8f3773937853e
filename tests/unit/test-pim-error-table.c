/* The kind of each refusal, which decides exit codes, what is tried again and what counts as done: none moves unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "src/pim/answer.h"
#include "src/pim/error-table.h"

static const struct {
	PimErrorCode code;
	ProblemKind kind;
	const char *word;
} kinds[] = {
	{ PIM_ERROR_FAILED, PROBLEM_FAILED, "failed" },
	{ PIM_ERROR_ALREADY_ACTIVE, PROBLEM_ALREADY, "already-active" },
	{ PIM_ERROR_NOT_ACTIVE, PROBLEM_FAILED, "not-active" },
	{ PIM_ERROR_REQUEST_EXISTS, PROBLEM_REFUSED, "request-exists" },
	{ PIM_ERROR_PENDING, PROBLEM_REFUSED, "pending" },
	{ PIM_ERROR_TOO_SHORT, PROBLEM_REFUSED, "too-short" },
	{ PIM_ERROR_POLICY, PROBLEM_REFUSED, "policy" },
	{ PIM_ERROR_STEP_UP, PROBLEM_STEP_UP, "step-up" },
	{ PIM_ERROR_INVALID, PROBLEM_FAILED, "invalid" },
	{ PIM_ERROR_NOT_FOUND, PROBLEM_FAILED, "not-found" },
	{ PIM_ERROR_NO_OBJECT, PROBLEM_REFUSED, "no-object" },
	{ PIM_ERROR_NO_REQUEST, PROBLEM_FAILED, "no-request" },
	{ PIM_ERROR_NO_ROLE, PROBLEM_REFUSED, "no-role" },
	{ PIM_ERROR_NO_SUBJECT, PROBLEM_REFUSED, "no-subject" },
	{ PIM_ERROR_NO_ELIGIBILITY, PROBLEM_REFUSED, "no-eligibility" },
	{ PIM_ERROR_ASKED_TOO_SHORT, PROBLEM_REFUSED, "too-short" },
	{ PIM_ERROR_AT_ONCE, PROBLEM_FAILED, "at-once" },
	{ PIM_ERROR_LOCKED, PROBLEM_REFUSED, "locked" },
	{ PIM_ERROR_CANNOT_CANCEL, PROBLEM_REFUSED, "cannot-cancel" },
	{ PIM_ERROR_SCOPE, PROBLEM_REFUSED, "scope" },
	{ PIM_ERROR_NO_LICENSE, PROBLEM_NOT_ALLOWED, "no-licence" },
	{ PIM_ERROR_NO_PERMISSION, PROBLEM_NOT_ALLOWED, "no-permission" },
	{ PIM_ERROR_NO_CONSENT, PROBLEM_NOT_ALLOWED, "no-consent" },
	{ PIM_ERROR_NARROW_REFUSED, PROBLEM_NOT_ALLOWED, "narrow-refused" },
	{ PIM_ERROR_CONFLICT, PROBLEM_REFUSED, "conflict" },
	{ PIM_ERROR_DISABLED, PROBLEM_REFUSED, "disabled-subscription" },
	{ PIM_ERROR_NO_SCOPE, PROBLEM_REFUSED, "no-scope" },
	{ PIM_ERROR_NO_SUBSCRIPTION, PROBLEM_REFUSED, "no-subscription" },
	{ PIM_ERROR_WRONG_TENANT, PROBLEM_SIGN_IN, "wrong-tenant" },
	{ PIM_ERROR_AZURE_POLICY, PROBLEM_REFUSED, "azure-policy" },
	{ PIM_ERROR_NOT_ONBOARDED, PROBLEM_REFUSED, "not-onboarded" },
	{ PIM_ERROR_START_IN_PAST, PROBLEM_REFUSED, "start-in-past" },
	{ PIM_ERROR_UNAUTHENTICATED, PROBLEM_SIGN_IN, "unauthenticated" },
	{ PIM_ERROR_THROTTLED, PROBLEM_UNREACHABLE, "throttled" },
	{ PIM_ERROR_SERVER, PROBLEM_UNREACHABLE, "server" },
	{ PIM_ERROR_ENDED_BEFORE, PROBLEM_REFUSED, "ended-before" },
	{ PIM_ERROR_STILL_ENDING, PROBLEM_FAILED, "still-ending" },
	{ PIM_ERROR_UNKNOWN_OUTCOME, PROBLEM_UNKNOWN_OUTCOME, "unknown-outcome" },
	{ PIM_ERROR_CHANGED, PROBLEM_CHANGED, "changed" },
	{ PIM_ERROR_DECIDED, PROBLEM_ALREADY, "already-decided" },
	{ PIM_ERROR_DECIDED_OTHERWISE, PROBLEM_REFUSED, "decided-otherwise" },
	{ PIM_ERROR_NOT_WAITING, PROBLEM_REFUSED, "not-waiting" },
};

static void error_table__says__of_what_kind_each_is(void **state)
{
	(void)state;
	assert_int_equal(G_N_ELEMENTS(kinds), PIM_ERROR_COUNT - 1);
	assert_int_equal(G_N_ELEMENTS(kinds), pim_error_row_count);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const PimErrorRow *row = pim_error_row((int)kinds[i].code);
		assert_int_equal(row->code, kinds[i].code);
		if (row->kind != kinds[i].kind)
			fail_msg("%s is of another kind", kinds[i].word);
		assert_string_equal(row->own_word, kinds[i].word);
	}
}

/* Whatever word a server that broke off has in it: nobody knows what was done. A lock is the one that says so by 5xx. */
static void error__is_the_servers__with_any_word_in_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < pim_error_row_count; i++) {
		const PimErrorRow *row = &pim_error_rows[i];
		for (size_t j = 0; row->words != NULL && row->words[j] != NULL; j++) {
			g_autofree char *body =
				g_strdup_printf("{\"error\":{\"code\":\"%s\"}}", row->words[j]);
			const PimAnswer answer = { .status = 503, .body = body };
			g_autoptr(GError) error = pim_error_from_answer(&answer);
			const PimErrorCode expected =
				row->code == PIM_ERROR_LOCKED ? PIM_ERROR_LOCKED : PIM_ERROR_SERVER;
			if (error->code != (int)expected)
				fail_msg("503 with %s is %d", row->words[j], error->code);
		}
	}
}

/* Neither a subscription that is gone nor a request that was forgotten: what the service says is better than a guess. */
static void error__says_what_the_service_said__of_words_that_mean_something_else(void **state)
{
	(void)state;
	static const struct {
		long status;
		const char *word;
	} cases[] = { { 403, "SubscriptionNotRegistered" }, { 400, "SubjectNotFound" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *body = g_strdup_printf(
			"{\"error\":{\"code\":\"%s\",\"message\":\"Its own words.\"}}",
			cases[i].word);
		const PimAnswer answer = { .status = cases[i].status, .body = body };
		g_autoptr(GError) error = pim_error_from_answer(&answer);
		assert_non_null(strstr(error->message, "Its own words."));
		assert_false(g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_SUBSCRIPTION));
		assert_false(g_error_matches(error, PIM_ERROR, PIM_ERROR_NOT_FOUND));
	}
}

/*
 * "Already" is success where it was asked for alone, and "does not exist" is no word about a role that was to be activated: exit
 * codes and the journal follow.
 */
static void refusal__means_what_it_can__of_each_request(void **state)
{
	(void)state;
	static const struct {
		RequestKind kind;
		PimErrorCode told, meant;
	} rows[] = {
		{ REQUEST_ACTIVATE, PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_ALREADY_ACTIVE },
		{ REQUEST_DEACTIVATE, PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_CONFLICT },
		{ REQUEST_RENEW, PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_CONFLICT },
		{ REQUEST_APPROVE, PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_CONFLICT },
		{ REQUEST_ACTIVATE, PIM_ERROR_NOT_ACTIVE, PIM_ERROR_NO_ELIGIBILITY },
		{ REQUEST_DEACTIVATE, PIM_ERROR_NOT_ACTIVE, PIM_ERROR_NOT_ACTIVE },
		{ REQUEST_EXTEND, PIM_ERROR_NOT_ACTIVE, PIM_ERROR_NO_ELIGIBILITY },
		{ REQUEST_DENY, PIM_ERROR_NOT_ACTIVE, PIM_ERROR_NO_REQUEST },
		{ REQUEST_ACTIVATE, PIM_ERROR_NOT_FOUND, PIM_ERROR_NO_OBJECT },
		{ REQUEST_DEACTIVATE, PIM_ERROR_NO_REQUEST, PIM_ERROR_NO_OBJECT },
		{ REQUEST_APPROVE, PIM_ERROR_NOT_FOUND, PIM_ERROR_NOT_FOUND },
		{ REQUEST_ACTIVATE, PIM_ERROR_TOO_SHORT, PIM_ERROR_ASKED_TOO_SHORT },
		{ REQUEST_DEACTIVATE, PIM_ERROR_TOO_SHORT, PIM_ERROR_TOO_SHORT },
		{ REQUEST_APPROVE, PIM_ERROR_TOO_SHORT, PIM_ERROR_CONFLICT },
		{ REQUEST_APPROVE, PIM_ERROR_PENDING, PIM_ERROR_CONFLICT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Request asked = { .kind = rows[i].kind };
		g_autoptr(GError) told = pim_error_new(rows[i].told, "told");
		g_autoptr(GError) meant = answer_judge_refusal(&asked, told);
		if (!g_error_matches(meant, PIM_ERROR, (gint)rows[i].meant))
			fail_msg("row %zu is %d", i, meant->code);
	}
}

static void refusal__speaks_of_the_request__that_was_to_be_taken_back(void **state)
{
	(void)state;
	static const struct {
		PimErrorCode told, meant;
	} rows[] = {
		{ PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_CONFLICT },
		{ PIM_ERROR_NOT_ACTIVE, PIM_ERROR_NO_REQUEST },
		{ PIM_ERROR_NOT_FOUND, PIM_ERROR_NO_REQUEST },
		{ PIM_ERROR_CANNOT_CANCEL, PIM_ERROR_CANNOT_CANCEL },
		{ PIM_ERROR_LOCKED, PIM_ERROR_LOCKED },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) told = pim_error_new(rows[i].told, "told");
		g_autoptr(GError) meant = answer_judge_cancel(told);
		assert_int_equal(meant->code, rows[i].meant);
	}
}

/* A role that was deleted was not forgotten after some weeks. */
static void requests__are_what_is_forgotten__nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < pim_error_row_count; i++) {
		const PimErrorRow *row = &pim_error_rows[i];
		if (row->hint != NULL && strstr(row->hint, "forgotten") != NULL)
			assert_int_equal(row->code, PIM_ERROR_NO_REQUEST);
	}
	for (size_t i = 0; pim_error_row(PIM_ERROR_NO_REQUEST)->words[i] != NULL; i++)
		assert_non_null(strstr(pim_error_row(PIM_ERROR_NO_REQUEST)->words[i], "Request"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_table__says__of_what_kind_each_is),
		cmocka_unit_test(error__is_the_servers__with_any_word_in_it),
		cmocka_unit_test(
			error__says_what_the_service_said__of_words_that_mean_something_else),
		cmocka_unit_test(refusal__means_what_it_can__of_each_request),
		cmocka_unit_test(refusal__speaks_of_the_request__that_was_to_be_taken_back),
		cmocka_unit_test(requests__are_what_is_forgotten__nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
