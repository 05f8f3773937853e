/* Token sources: the file, the cache in front of a source, settings and accounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/replay/server.h"
#include "tests/unit/auth-fixture.h"

#define OTHER_TENANT "99999999-2222-3333-4444-555555555555"

/* ---- the file ---- */

static void token_file__gives_tokens__by_audience(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *arm = make_token(ARM, TENANT, "o", NOW + 3600);
	g_autofree char *graph = make_token(GRAPH, TENANT, "o", NOW + 3600);
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) cached = { 0 };
	write_tokens(fixture, arm, graph);
	use_file(fixture, 0);
	first = get(fixture, AUDIENCE_ARM);
	second = get(fixture, AUDIENCE_GRAPH);
	assert_string_equal(first.token, arm);
	assert_string_equal(second.token, graph);
	g_unlink(fixture->file);
	cached = get(fixture, AUDIENCE_ARM);
	assert_string_equal(cached.token, arm);
}

static void token_file__is_read_again__before_the_token_ends(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *first = make_token(ARM, TENANT, "o", NOW + 3600);
	g_autofree char *second = make_token(ARM, TENANT, "o", NOW + 7200);
	g_auto(Got) before = { 0 };
	g_auto(Got) late = { 0 };
	g_auto(Got) after = { 0 };
	write_tokens(fixture, first, "");
	use_file(fixture, 0);
	before = get(fixture, AUDIENCE_ARM);
	clock_advance(fixture->clock, 3400);
	late = get(fixture, AUDIENCE_ARM);
	assert_string_equal(late.token, first);
	write_tokens(fixture, second, "");
	after = get(fixture, AUDIENCE_ARM);
	assert_string_equal(after.token, second);
}

static gboolean replace_file(gpointer data)
{
	Fixture *fixture = data;
	g_autofree char *fresh = make_token(ARM, TENANT, "o", NOW + 7200);
	write_tokens(fixture, fresh, "");
	return G_SOURCE_REMOVE;
}

static void token_file__waits_for_a_new_token__after_a_refusal(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *old = make_token(ARM, TENANT, "o", NOW + 3600);
	g_auto(Got) first = { 0 };
	g_auto(Got) fresh = { 0 };
	write_tokens(fixture, old, "");
	use_file(fixture, 40);
	first = get(fixture, AUDIENCE_ARM);
	g_timeout_add(10, replace_file, fixture);
	fresh = get_after(fixture, AUDIENCE_ARM, old);
	assert_null(fresh.error);
	assert_string_not_equal(fresh.token, old);
}

static void token_file__says_expired__when_nothing_new_comes(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *old = make_token(ARM, TENANT, "o", NOW + 3600);
	g_auto(Got) refused = { 0 };
	g_auto(Got) ended = { 0 };
	write_tokens(fixture, old, "");
	use_file(fixture, 10);
	/* An end by this machine's clock, which may be wrong, is the service's to judge. */
	clock_advance(fixture->clock, 7200);
	ended = get(fixture, AUDIENCE_ARM);
	assert_null(ended.error);
	assert_string_equal(ended.token, old);
	refused = get_after(fixture, AUDIENCE_ARM, old);
	assert_true(g_error_matches(refused.error, AUTH_ERROR, AUTH_ERROR_EXPIRED));
}

/* "Of another tenant" is no end of the token: the answer that says so must not be lost. */
static void token_file__gives_the_refused_token__when_it_has_not_ended(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *token = make_token(ARM, TENANT, "o", NOW + 3600);
	g_auto(Got) again = { 0 };
	write_tokens(fixture, token, "");
	use_file(fixture, 10);
	again = get_after(fixture, AUDIENCE_ARM, token);
	assert_null(again.error);
	assert_string_equal(again.token, token);
}

static void token_file__is_refused__when_it_is_not_as_it_should_be(void **state)
{
	static const struct {
		const char *text;
		int mode;
		AuthError code;
	} cases[] = {
		{ NULL, 0, AUTH_ERROR_FILE_MISSING },
		{ "{\"arm\":\"t\"}", 0644, AUTH_ERROR_FILE_UNSAFE },
		{ "{\"arm\":\"t\"}", 0620, AUTH_ERROR_FILE_UNSAFE },
		{ "{\"arm\":", 0600, AUTH_ERROR_FILE_BAD },
		{ "[]", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"graph\":\"t\"}", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"arm\":\"\"}", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"arm\":\"a b\"}", 0600, AUTH_ERROR_BAD_TOKEN },
		{ "{\"arm\":\"a\\r\\nX: y\"}", 0600, AUTH_ERROR_BAD_TOKEN },
	};
	Fixture *fixture = *state;

	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Got) got = { 0 };
		if (cases[i].text != NULL) {
			assert_true(g_file_set_contents(fixture->file, cases[i].text, -1, NULL));
			assert_int_equal(g_chmod(fixture->file, cases[i].mode), 0);
		}
		got = get(fixture, AUDIENCE_ARM);
		if (!g_error_matches(got.error, AUTH_ERROR, (int)cases[i].code))
			fail_msg("%zu: %s", i, got.error->message);
	}
}

static void token_file__takes_an_opaque_token__as_it_is(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };
	write_tokens(fixture, "opaque", "");
	use_file(fixture, 0);
	got = get(fixture, AUDIENCE_ARM);
	assert_string_equal(got.token, "opaque");
}

/* ---- what the cache lets pass ---- */

static void token_cache__refuses__tokens_of_others(void **state)
{
	Fixture *fixture = *state;
	const struct {
		const char *audience, *tid, *oid;
		int code; /* 0: fine */
	} cases[] = {
		{ ARM, TENANT, "o", 0 },
		{ "https://management.core.windows.net/", TENANT, "O", 0 },
		{ "797f4846-ba00-4fd7-ba43-dac1f8f63013", TENANT, "o", 0 },
		{ ARM, TENANT, "p", AUTH_ERROR_WRONG_ACCOUNT },
		{ ARM, OTHER_TENANT, "o", AUTH_ERROR_WRONG_ACCOUNT },
		{ GRAPH, TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "https://management.azure.com.evil/", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "https://management.usgovcloudapi.net/", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "api://x", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
	};

	fixture->account.tenant = (char *)"11111111-2222-3333-4444-555555555555";
	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *token =
			make_token(cases[i].audience, cases[i].tid, cases[i].oid, NOW + 100);
		g_auto(Got) got = { 0 };
		write_tokens(fixture, token, "");
		got = get(fixture, AUDIENCE_ARM);
		if (cases[i].code == 0 ? got.error != NULL
				       : !g_error_matches(got.error, AUTH_ERROR, cases[i].code))
			fail_msg("%zu: %s", i, got.error != NULL ? got.error->message : "passed");
	}
}

static void token_cache__serves_a_cloud_of_ones_own__with_known_names(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *named = make_token(ARM, TENANT, "o", NOW + 100);
	g_autofree char *own = make_token("http://127.0.0.1:8080", TENANT, "o", NOW + 100);
	g_autofree char *other = make_token("http://127.0.0.1:8081", TENANT, "o", NOW + 100);
	g_autofree char *gov =
		make_token("https://management.usgovcloudapi.net/", TENANT, "o", NOW + 100);
	const char *const tokens[] = { named, own, other, gov };
	g_free(fixture->cloud->arm);
	fixture->cloud->arm = g_strdup("http://127.0.0.1:8080");
	fixture->cloud->is_builtin = false;
	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++) {
		g_auto(Got) got = { 0 };
		write_tokens(fixture, tokens[i], "");
		got = get(fixture, AUDIENCE_ARM);
		assert_int_equal(got.error == NULL, i < 2);
	}
}

/* A real host of another cloud gets no public token unless the configuration says that it takes them. */
static void token_cache__keeps_public_tokens__from_a_cloud_elsewhere(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *token = make_token(ARM, TENANT, "o", NOW + 100);
	g_free(fixture->cloud->arm);
	fixture->cloud->arm = g_strdup("https://arm.lab.example");
	fixture->cloud->is_builtin = false;
	for (int i = 0; i < 2; i++) {
		g_auto(Got) got = { 0 };
		use_file(fixture, 0);
		write_tokens(fixture, token, "");
		got = get(fixture, AUDIENCE_ARM);
		assert_int_equal(got.error == NULL, i == 1);
		g_clear_pointer(&fixture->provider, token_provider_free);
		g_free(fixture->cloud->arm_audience);
		fixture->cloud->arm_audience = g_strdup(ARM);
	}
}

static void token_cache__cannot_step_up__with_borrowed_tokens(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };
	use_file(fixture, 0);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, "{}", NULL }, &got);
	assert_true(replay_run_until(&got.is_there));
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_CANNOT_STEP_UP));
}

static void token_cache__answers_everybody__when_it_is_freed_or_canceled(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GCancellable) cancellable = g_cancellable_new();
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) third = { 0 };
	use_az(fixture, "read never\nexec tail -f /dev/null\n", 10000);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, cancellable }, &first);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, NULL }, &second);
	g_cancellable_cancel(cancellable);
	assert_true(replay_run_until(&first.is_there));
	assert_true(g_error_matches(first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, cancellable }, &third);
	assert_false(second.is_there);
	g_clear_pointer(&fixture->provider, token_provider_free);
	assert_true(g_error_matches(second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	assert_true(g_error_matches(third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* ---- settings and accounts ---- */

static void auth_provider_new__refuses__what_does_not_go_together(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	fixture->account.token_source = TOKEN_SOURCE_FILE;
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	assert_true(g_error_matches(error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED));
	g_clear_error(&error);

	fixture->account.token_source = TOKEN_SOURCE_AZ;
	fixture->account.tenant = (char *)"--help";
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	g_clear_error(&error);

	fixture->account.tenant = NULL;
	fixture->cloud->is_builtin = false;
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	g_clear_error(&error);

	fixture->cloud->is_builtin = true;
	fixture->provider = auth_provider_new(&fixture->account, fixture->cloud, NULL,
					      fixture->clock, NULL, &error);
	assert_non_null(fixture->provider);
}

typedef struct Who {
	bool is_there;
	Account *account;
	GError *error;
} Who;

static void on_identified(const Account *account, const GError *error, gpointer data)
{
	Who *who = data;
	who->is_there = true;
	who->account = account != NULL ? account_copy(account) : NULL;
	who->error = error != NULL ? g_error_copy(error) : NULL;
}

static void auth_identify__reads__the_tokens_claims(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *token = make_token(ARM, TENANT, "my-oid", NOW + 100);
	Who known = { 0 }, opaque = { 0 };
	write_tokens(fixture, token, "");
	use_file(fixture, 0);
	auth_identify(fixture->provider, &fixture->account, fixture->cloud, NULL, on_identified,
		      &known);
	assert_true(replay_run_until(&known.is_there));
	assert_string_equal(known.account->oid, "my-oid");
	assert_string_equal(known.account->tid, TENANT);
	assert_string_equal(known.account->upn, "ö@x");
	assert_string_equal(known.account->cloud, "public");
	account_free(known.account);

	write_tokens(fixture, "opaque", "");
	auth_identify(fixture->provider, &fixture->account, fixture->cloud, NULL, on_identified,
		      &opaque);
	assert_true(replay_run_until(&opaque.is_there));
	assert_true(g_error_matches(opaque.error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN));
	g_error_free(opaque.error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AUTH_TEST(token_file__gives_tokens__by_audience),
		AUTH_TEST(token_file__is_read_again__before_the_token_ends),
		AUTH_TEST(token_file__waits_for_a_new_token__after_a_refusal),
		AUTH_TEST(token_file__says_expired__when_nothing_new_comes),
		AUTH_TEST(token_file__gives_the_refused_token__when_it_has_not_ended),
		AUTH_TEST(token_file__is_refused__when_it_is_not_as_it_should_be),
		AUTH_TEST(token_file__takes_an_opaque_token__as_it_is),
		AUTH_TEST(token_cache__refuses__tokens_of_others),
		AUTH_TEST(token_cache__serves_a_cloud_of_ones_own__with_known_names),
		AUTH_TEST(token_cache__keeps_public_tokens__from_a_cloud_elsewhere),
		AUTH_TEST(token_cache__cannot_step_up__with_borrowed_tokens),
		AUTH_TEST(token_cache__answers_everybody__when_it_is_freed_or_canceled),
		AUTH_TEST(auth_provider_new__refuses__what_does_not_go_together),
		AUTH_TEST(auth_identify__reads__the_tokens_claims),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
