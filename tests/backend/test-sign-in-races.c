/* Signing in and out when answers come late: from the keyring, and from a service that was asked for another one. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/auth/credentials-internal.h"
#include "src/backend-private.h"
#include "tests/e2e/browser.h"

#define OMAR "omar@fabrikam.com"

/* ---- a keyring that takes its time ---- */

typedef struct Answer {
	StoreDone done;
	gpointer data;
} Answer;

static Answer answers[8];
static size_t answer_count;

static void hold_answer(StoreDone done, gpointer data)
{
	assert_true(answer_count < G_N_ELEMENTS(answers));
	answers[answer_count++] = (Answer){ done, data };
}

static void slow_unlock(TokenStore *store, StoreDone done, gpointer data)
{
	(void)store;
	hold_answer(done, data);
}

static TokenStore *keyring_of(const Fixture *fixture)
{
	answer_count = 0;
	return fixture->backend->credentials->store;
}

/* ---- steps ---- */

static uint64_t begin_as_somebody_else(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->is_new = true;
	return fixture_send(fixture, intent);
}

static void give_up(Fixture *fixture, uint64_t intent)
{
	backend_drop(fixture->backend, intent);
	fixture_await_intent(fixture, intent);
}

static void come_back(const char *url, const char *account)
{
	g_autofree char *back = browser_sign_in(url, account, NULL);
	assert_int_equal(browser_visit(back), 200);
}

static void assert_is_done_by(Fixture *fixture, uint64_t intent, const char *upn)
{
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	assert_int_equal(done->intent_id, intent);
	assert_string_equal(done->account->upn, upn);
}

/* ---- given up, and begun anew ---- */

static TokenReady probe_done;
static gpointer probe_data;
static void (*get_token)(TokenProvider *, const TokenQuery *, TokenReady, gpointer);

static void get_late(TokenProvider *tokens, const TokenQuery *query, TokenReady ready,
		     gpointer data)
{
	if (query->audience != AUDIENCE_GRAPH) {
		get_token(tokens, query, ready, data);
		return;
	}
	probe_done = ready;
	probe_data = data;
}

static void sign_in__heeds_no_answer__to_the_one_before(void **state)
{
	Fixture *fixture = *state;
	TokenProvider *tokens = fixture->backend->tokens;
	get_token = tokens->get;
	tokens->get = get_late;
	const uint64_t first = fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	steps_follow(fixture, YOU);
	steps_await_stage(fixture, SIGN_IN_FINISHING);
	give_up(fixture, first);
	tokens->get = get_token;
	const uint64_t second = begin_as_somebody_else(fixture);
	g_autofree char *url = g_strdup(steps_await_page(fixture)->url);
	probe_done(NULL, NULL, probe_data);
	come_back(url, OMAR);
	assert_is_done_by(fixture, second, OMAR);
}

static void sign_in__outlives_the_prompt_of_the_one_before(void **state)
{
	Fixture *fixture = *state;
	keyring_of(fixture)->unlock = slow_unlock;
	const uint64_t first = fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	give_up(fixture, first);
	const uint64_t second = fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	assert_int_equal(answer_count, 2);
	answers[1].done(NULL, answers[1].data);
	g_autofree char *url = g_strdup(steps_await_page(fixture)->url);
	g_autoptr(GError) dismissed = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_PROMPT_DISMISSED,
							  "the keyring was not unlocked");
	answers[0].done(dismissed, answers[0].data);
	come_back(url, YOU);
	assert_is_done_by(fixture, second, YOU);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, steps_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sign_in__heeds_no_answer__to_the_one_before),
		TEST(sign_in__outlives_the_prompt_of_the_one_before),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, fixture_group_teardown);
}
