/* Signing in and out when answers come late: from the keyring, and from a service that was asked for another one. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/auth/credentials-internal.h"
#include "src/backend/owners.h"
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
	return fixture->backend->network->in_use.credentials->store;
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
	TokenProvider *tokens = fixture->backend->network->in_use.tokens;
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

/* ---- given up, or changed over, while the keyring is at work ---- */

static void (*save_token)(TokenStore *, const StoreKey *, const Secret *, StoreDone, gpointer);

static void save_late(TokenStore *store, const StoreKey *key, const Secret *value, StoreDone done,
		      gpointer data)
{
	hold_answer(done, data);
	store->save = save_token;
	save_token(store, key, value, NULL, NULL);
}

/* He comes back, and Esc is pressed before the keyring has answered. */
static void give_up_omar_while_saving(Fixture *fixture)
{
	TokenStore *keyring = keyring_of(fixture);
	save_token = keyring->save;
	keyring->save = save_late;
	const uint64_t second = begin_as_somebody_else(fixture);
	steps_follow(fixture, OMAR);
	while (answer_count == 0)
		g_main_context_iteration(NULL, TRUE);
	give_up(fixture, second);
	answers[0].done(NULL, answers[0].data);
}

static void sign_in__leaves_the_account_before__when_it_is_given_up_while_saving(void **state)
{
	Fixture *fixture = *state;
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
	give_up_omar_while_saving(fixture);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	steps_assert_lists_come(fixture);
	assert_string_equal(fixture->backend->identity->signed_in->upn, YOU);
}

static void erase_late(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data)
{
	(void)store;
	(void)key;
	hold_answer(done, data);
}

static void use(Fixture *fixture, const Account *account)
{
	Intent *intent = intent_new(0, INTENT_USE_ACCOUNT);
	intent->name = g_strdup(fixture->backend->network->in_use.settings->name);
	intent->account = account_copy(account);
	fixture_send(fixture, intent);
	assert_null(fixture_await(fixture, EVENT_USED)->problem);
}

/* One signs out, another is chosen, and only then the keyring says how it went. */
static void sign_out_and_change_over(Fixture *fixture, const Account *to, const GError *outcome)
{
	TokenStore *keyring = keyring_of(fixture);
	void (*erase)(TokenStore *, const StoreKey *, StoreDone, gpointer) = keyring->erase;
	keyring->erase = erase_late;
	fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
	keyring->erase = erase;
	use(fixture, to);
	for (size_t i = 0; i < answer_count; i++)
		answers[i].done(outcome, answers[i].data);
	fixture_await(fixture, EVENT_SIGNED_OUT);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	steps_assert_lists_come(fixture);
	assert_string_equal(fixture->backend->identity->signed_in->upn, to->upn);
}

static void sign_out__leaves_whoever_was_chosen_meanwhile(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) hung = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_KEYRING_HUNG,
						     "the keyring does not answer");
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
	g_autoptr(Account) you = account_copy(fixture->backend->identity->signed_in);
	Intent *other = intent_new(0, INTENT_SIGN_IN);
	other->is_new = true;
	steps_sign_in(fixture, other, OMAR);
	g_autoptr(Account) omar = account_copy(fixture->backend->identity->signed_in);
	sign_out_and_change_over(fixture, you, hung);
	use(fixture, omar);
	sign_out_and_change_over(fixture, you, NULL);
}

static void on_looked(const Secret *value, const GError *error, gpointer data)
{
	assert_null(error);
	*(int *)data = value != NULL;
}

static bool is_kept(const Fixture *fixture, const Account *account, const char *item)
{
	const Credentials *credentials = fixture->backend->network->in_use.credentials;
	const StoreKey key = {
		.cloud = account->cloud,
		.issuer = credentials_issuer(credentials),
		.client_id = account->client_id,
		.oid = account->oid,
		.tid = account->tid,
		.item = item,
	};
	int is_there = -1;
	credentials->store->load(credentials->store, &key, on_looked, &is_there);
	while (is_there < 0)
		g_main_context_iteration(NULL, TRUE);
	return is_there > 0;
}

/* Somebody who is known here stays signed in when another sign-in of theirs is given up. */
static void sign_in__leaves_who_is_known__when_it_is_given_up_while_saving(void **state)
{
	Fixture *fixture = *state;
	Intent *other = intent_new(0, INTENT_SIGN_IN);
	other->is_new = true;
	steps_sign_in(fixture, other, OMAR);
	g_autoptr(Account) omar = account_copy(fixture->backend->identity->signed_in);
	other = intent_new(0, INTENT_SIGN_IN);
	other->is_new = true;
	steps_sign_in(fixture, other, YOU);
	give_up_omar_while_saving(fixture);
	assert_true(is_kept(fixture, omar, "refresh"));
	use(fixture, omar);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_false(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from));
}

/* The one that was given up is undone after the next one of the same person was kept. */
static void sign_in__is_kept__although_the_one_before_is_undone(void **state)
{
	Fixture *fixture = *state;
	TokenStore *keyring = keyring_of(fixture);
	save_token = keyring->save;
	keyring->save = save_late;
	const uint64_t first = fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	steps_follow(fixture, YOU);
	while (answer_count == 0)
		g_main_context_iteration(NULL, TRUE);
	give_up(fixture, first);
	keyring->save = save_late;
	fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	steps_follow(fixture, YOU);
	while (answer_count == 1)
		g_main_context_iteration(NULL, TRUE);
	answers[0].done(NULL, answers[0].data);
	answers[1].done(NULL, answers[1].data);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	assert_true(is_kept(fixture, fixture->backend->identity->signed_in, "refresh"));
}

/* The same person is back before the keyring has answered to the sign-out. */
static void sign_out__leaves_who_has_signed_in_again(void **state)
{
	Fixture *fixture = *state;
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
	TokenStore *keyring = keyring_of(fixture);
	void (*erase)(TokenStore *, const StoreKey *, StoreDone, gpointer) = keyring->erase;
	keyring->erase = erase_late;
	fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
	keyring->erase = erase;
	fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	steps_follow(fixture, YOU);
	steps_await_stage(fixture, SIGN_IN_DONE);
	answers[0].done(NULL, answers[0].data);
	fixture_await(fixture, EVENT_SIGNED_OUT);
	assert_string_equal(fixture->backend->identity->signed_in->upn, YOU);
	fixture_restart(fixture);
	assert_string_equal(fixture->backend->identity->signed_in->upn, YOU);
}

static void sign_in_where_tokens_serve_once(Fixture *fixture)
{
	tenant_tell(fixture->tenant, "/settings", "{\"login_strict\":true,\"token_seconds\":600}");
	fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	for (int page = 0; page < 3; page++)
		steps_follow(fixture, YOU);
	steps_await_stage(fixture, SIGN_IN_DONE);
	steps_assert_lists_come(fixture);
}

static void begin_renewal(Fixture *fixture)
{
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT15M\"}");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"login\",\"method\":\"POST\",\"path\":\"*token*\",\"count\":2,"
		    "\"kind\":\"delay\",\"delay_ms\":200}");
	fixture_refresh(fixture);
	while (fixture->backend->network->in_use.credentials->unsettled->len == 0)
		g_main_context_iteration(NULL, TRUE);
}

/* What a renewal under way brings must not come back into the keyring. */
static void sign_out__wipes_what_a_renewal_brings(void **state)
{
	Fixture *fixture = *state;
	for (int has_left = 0; has_left < 2; has_left++) {
		sign_in_where_tokens_serve_once(fixture);
		g_autoptr(Account) you = account_copy(fixture->backend->identity->signed_in);
		begin_renewal(fixture);
		if (has_left) /* abandoned, and still under way */
			use(fixture, you);
		fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
		assert_null(fixture_await(fixture, EVENT_SIGNED_OUT)->problem);
		while (backend_is_saving(fixture->backend))
			g_main_context_iteration(NULL, TRUE);
		assert_false(is_kept(fixture, you, "refresh:arm"));
		assert_false(is_kept(fixture, you, "refresh:graph"));
	}
}

/* A platform that takes each refresh token once ends everything when a lost one is used again. */
static void token__is_not_lost__that_comes_after_the_change(void **state)
{
	Fixture *fixture = *state;
	sign_in_where_tokens_serve_once(fixture);
	g_autoptr(Account) you = account_copy(fixture->backend->identity->signed_in);
	begin_renewal(fixture);
	use(fixture, you);
	assert_true(backend_is_saving(fixture->backend));
	steps_assert_lists_come(fixture);
	assert_int_equal(fixture->backend->network->in_use.credentials->unsettled->len, 0);
}

/* ---- the settings have changed since ---- */

static char *erased_client, *erased_issuer;

static void note_erasure(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data)
{
	if (erased_client == NULL) {
		erased_client = g_strdup(key->client_id);
		erased_issuer = g_strdup(key->issuer);
	}
	erase_late(store, key, done, data);
}

/* A refresh token is a bearer token: it goes to whoever gave it out, and to nobody else. */
static void sign_in__is_not_in_use__at_another_issuer(void **state)
{
	Fixture *fixture = *state;
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
	AccountSettings *settings = fixture->settings->accounts->pdata[0];
	settings->authority =
		g_strconcat(fixture->backend->network->in_use.cloud->login, "/other", NULL);
	fixture_restart(fixture);
	assert_null(fixture->backend->identity->signed_in);
	g_clear_pointer(&settings->authority, g_free);
	fixture_restart(fixture);
	assert_string_equal(fixture->backend->identity->signed_in->upn, YOU);
}

static void sign_out__wipes_the_tokens_of_the_client_before(void **state)
{
	Fixture *fixture = *state;
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
	g_autofree char *issuer = g_strdup(fixture->backend->network->in_use.cloud->login);
	AccountSettings *settings = fixture->settings->accounts->pdata[0];
	g_free(settings->client_id);
	settings->client_id = g_strdup("6a1c2a59-53a6-4a4e-9c53-5b7d7b4f3c11");
	settings->authority = g_strdup("https://login.example.com/other");
	fixture_restart(fixture);
	assert_null(fixture->backend->identity->signed_in);
	keyring_of(fixture)->erase = note_erasure;
	fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
	assert_int_equal(answer_count, 1);
	answers[0].done(NULL, answers[0].data);
	const Event *event = fixture_await(fixture, EVENT_SIGNED_OUT);
	assert_null(event->problem);
	assert_string_equal(event->account->upn, YOU);
	assert_string_equal(erased_client, OWN_CLIENT);
	assert_string_equal(erased_issuer, issuer);
	g_clear_pointer(&erased_client, g_free);
	g_clear_pointer(&erased_issuer, g_free);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, steps_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sign_in__heeds_no_answer__to_the_one_before),
		TEST(sign_in__outlives_the_prompt_of_the_one_before),
		TEST(sign_in__leaves_the_account_before__when_it_is_given_up_while_saving),
		TEST(sign_in__leaves_who_is_known__when_it_is_given_up_while_saving),
		TEST(sign_in__is_kept__although_the_one_before_is_undone),
		TEST(sign_out__leaves_whoever_was_chosen_meanwhile),
		TEST(sign_out__leaves_who_has_signed_in_again),
		TEST(sign_out__wipes_what_a_renewal_brings),
		TEST(token__is_not_lost__that_comes_after_the_change),
		TEST(sign_in__is_not_in_use__at_another_issuer),
		TEST(sign_out__wipes_the_tokens_of_the_client_before),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
