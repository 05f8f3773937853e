/* The pieces of signing in that speak OAuth: PKCE, forms, redirects, the token endpoint's answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/oauth.h"
#include "src/auth/pkce.h"
#include "src/auth/redirect.h"
#include "src/base/limits.h"
#include "tests/replay/server.h"

/* RFC 7636, appendix B. */
static void pkce_challenge__is__that_of_the_rfc(void **unused)
{
	g_autoptr(Secret) verifier = secret_new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", -1);
	g_autofree char *challenge = pkce_challenge(verifier);
	(void)unused;
	assert_string_equal(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void random_token__gives__text_that_fits(void **unused)
{
	g_autoptr(Secret) first = random_token(32);
	g_autoptr(Secret) second = random_token(32);
	(void)unused;
	assert_int_equal(secret_length(first), 43);
	assert_false(secret_equal(first, second));
	assert_int_equal(strspn(secret_peek(first), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
						    "uvwxyz0123456789-_"),
			 43);
}

static void form__encodes__names_and_values(void **unused)
{
	g_autoptr(PostForm) form = post_form_new();
	g_autoptr(Secret) secret = secret_new("s&=+ %", -1);
	g_autofree char *large = g_strnfill(5000, 'x');
	g_autofree char *expected = g_strconcat("a=b%20c&d=s%26%3D%2B%20%25&e=", large, NULL);
	(void)unused;
	post_form_add(form, "a", "b c");
	post_form_add(form, "none", NULL);
	post_form_add_secret(form, "none", NULL);
	post_form_add_secret(form, "d", secret);
	post_form_add(form, "e", large);
	assert_string_equal(post_form_text(form), expected);
}

static void redirect_read__takes__our_answer_only(void **unused)
{
	static const struct {
		const char *query;
		RedirectOutcome outcome;
		int error;
	} cases[] = {
		{ "code=c%2Fd&state=st", REDIRECT_CODE, 0 },
		{ "state=st&code=c/d&session_state=x&iss=https://i", REDIRECT_CODE, 0 },
		{ "", REDIRECT_FOREIGN, 0 },
		{ "code=c/d", REDIRECT_FOREIGN, 0 },
		{ "code=c/d&state=", REDIRECT_FOREIGN, 0 },
		{ "code=c/d&state=stt", REDIRECT_FOREIGN, 0 },
		{ "code=c/d&state=s", REDIRECT_FOREIGN, 0 },
		{ "code=c/d&State=st", REDIRECT_FOREIGN, 0 },
		{ "code=%zz&state=st", REDIRECT_FOREIGN, 0 },
		{ "code=c/d&state=x&iss=https://j", REDIRECT_FOREIGN, 0 },
		/* Ours, and wrong: nobody waits for another one. */
		{ "code=c/d&state=st&state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "code=c/d&code=e&state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "code=&state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "state=st&code=%zz", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "code=c/d&state=st&iss=https://j", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "code=c/d&state=st&iss=", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "error=access_denied&state=st&iss=https://j", REDIRECT_ERROR,
		  AUTH_ERROR_BAD_ANSWER },
		{ "error=access_denied&state=x", REDIRECT_FOREIGN, 0 },
		{ "error=access_denied&state=st", REDIRECT_ERROR, AUTH_ERROR_DECLINED },
		{ "error=access_denied&error_description=AADSTS65004:+no&state=st", REDIRECT_ERROR,
		  AUTH_ERROR_DECLINED },
		{ "error=invalid_request&error_description=AADSTS50011:+x&state=st&code=c",
		  REDIRECT_ERROR, AUTH_ERROR_CONFIGURATION },
	};
	g_autoptr(Secret) state = secret_new("st", -1);
	g_autofree char *large = g_strnfill(LIMIT_REDIRECT, 'x');
	g_autofree char *large_query = g_strconcat("state=st&code=", large, NULL);
	const RedirectExpected expected = { .state = state, .issuer = "https://i" };
	Secret *code = NULL;

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		RedirectOutcome outcome = redirect_read(cases[i].query, &expected, &code, &error);
		if (outcome != cases[i].outcome || (code != NULL) != (outcome == REDIRECT_CODE) ||
		    (error != NULL ? error->code : 0) != cases[i].error)
			fail_msg("%s", cases[i].query);
		if (code != NULL)
			assert_string_equal(secret_peek(code), "c/d");
		g_clear_pointer(&code, secret_free);
	}
	assert_int_equal(redirect_read(large_query, &expected, &code, NULL), REDIRECT_FOREIGN);
}

/* RFC 9207 §2.4: an issuer that has announced to name itself does so in each answer, refusals included. */
static void redirect_read__wants_the_issuer__where_it_was_announced(void **unused)
{
	static const struct {
		const char *query;
		RedirectOutcome outcome;
		int error;
	} cases[] = {
		{ "code=c&state=st&iss=https://i", REDIRECT_CODE, 0 },
		{ "code=c&state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "error=access_denied&state=st", REDIRECT_ERROR, AUTH_ERROR_BAD_ANSWER },
		{ "error=access_denied&state=st&iss=https://i", REDIRECT_ERROR,
		  AUTH_ERROR_DECLINED },
		{ "code=c&state=x", REDIRECT_FOREIGN, 0 },
	};
	g_autoptr(Secret) state = secret_new("st", -1);
	const RedirectExpected expected = { state, "https://i", true };

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Secret *code = NULL;
		assert_int_equal(redirect_read(cases[i].query, &expected, &code, &error),
				 cases[i].outcome);
		assert_int_equal(error != NULL ? error->code : 0, cases[i].error);
		secret_free(code);
	}
}

static void redirect_query_of__finds__what_was_pasted(void **unused)
{
	g_autofree char *whole = redirect_query_of("http://localhost:1/?code=a&state=b#f");
	g_autofree char *blank = redirect_query_of("  http://localhost/?code=a \n");
	(void)unused;
	assert_string_equal(whole, "code=a&state=b");
	assert_string_equal(blank, "code=a");
	assert_null(redirect_query_of("http://localhost/"));
}

/* ---- the token endpoint ---- */

typedef struct Result {
	bool is_over;
	char *access, *refresh, *id;
	int64_t expires_in;
	GError *error;
} Result;

static void result_clear(Result *result)
{
	g_free(result->access);
	g_free(result->refresh);
	g_free(result->id);
	g_clear_error(&result->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Result, result_clear)

static void on_tokens(const OauthTokens *tokens, const GError *error, gpointer data)
{
	Result *result = data;
	assert_true((tokens == NULL) != (error == NULL));
	result->is_over = true;
	if (error != NULL) {
		result->error = g_error_copy(error);
		return;
	}
	result->access = g_strdup(secret_peek(tokens->access));
	result->refresh = tokens->refresh != NULL ? g_strdup(secret_peek(tokens->refresh)) : NULL;
	result->id = tokens->id != NULL ? g_strdup(secret_peek(tokens->id)) : NULL;
	result->expires_in = tokens->expires_in;
}

static Result post(const ReplayExchange *exchange)
{
	ReplayServer *server = replay_server_new(exchange, 1);
	Clock *clock = clock_new_virtual(1767254400);
	HttpHost hosts = { 0 };
	Http *http = http_new(&hosts, clock, NULL, NULL);
	g_autofree char *url = g_strconcat(replay_server_url(server), "/token", NULL);
	g_autoptr(PostForm) form = post_form_new();
	Result result = { 0 };
	post_form_add(form, "grant_type", "authorization_code");
	post_form_add(form, "code", "a b");
	oauth_post(http, url, form, on_tokens, &result);
	assert_true(replay_run_until(&result.is_over));
	assert_non_null(strstr(replay_server_received(server),
			       "\r\n\r\ngrant_type=authorization_code&code=a%20b"));
	assert_non_null(strstr(replay_server_received(server), POST_FORM_TYPE));
	assert_int_equal(replay_server_requests(server), 1);
	http_free(http);
	clock_free(clock);
	replay_server_free(server);
	return result;
}

static void oauth_post__gives__the_tokens(void **unused)
{
	static const ReplayExchange whole = {
		"POST /token", 200, NULL,
		"{\"token_type\":\"bearer\",\"access_token\":\"at\",\"refresh_token\":\"rt\","
		"\"id_token\":\"it\",\"expires_in\":\"3599\",\"scope\":\"x\"}"
	};
	static const ReplayExchange least = {
		"POST /token", 200, NULL, "{\"token_type\":\"Bearer\",\"access_token\":\"at\"}"
	};
	g_auto(Result) first = post(&whole);
	g_auto(Result) second = post(&least);
	(void)unused;
	assert_string_equal(first.access, "at");
	assert_string_equal(first.refresh, "rt");
	assert_string_equal(first.id, "it");
	assert_int_equal(first.expires_in, 3599);
	assert_string_equal(second.access, "at");
	assert_null(second.refresh);
	assert_int_equal(second.expires_in, 0);
}

static void oauth_post__refuses__what_is_no_token_answer(void **unused)
{
	static const struct {
		ReplayExchange exchange;
		int code;
	} cases[] = {
		{ { "POST /token", 200, NULL, "{}" }, AUTH_ERROR_BAD_ANSWER },
		{ { "POST /token", 200, NULL, "{\"access_token\":\"a\",\"expires_in\":1}" },
		  AUTH_ERROR_BAD_ANSWER },
		{ { "POST /token", 200, NULL,
		    "{\"access_token\":\"a\",\"expires_in\":1,\"token_type\":\"mac\"}" },
		  AUTH_ERROR_BAD_ANSWER },
		{ { "POST /token", 200, NULL,
		    "{\"access_token\":\"\",\"expires_in\":1,\"token_type\":\"Bearer\"}" },
		  AUTH_ERROR_BAD_ANSWER },
		{ { "POST /token", 200, NULL,
		    "{\"access_token\":\"a\",\"expires_in\":0,\"token_type\":\"Bearer\"}" },
		  AUTH_ERROR_BAD_ANSWER },
		{ { "POST /token", 502, NULL, "<html>" }, AUTH_ERROR_AGAIN_LATER },
		{ { "POST /token", 429 }, AUTH_ERROR_AGAIN_LATER },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Result) result = post(&cases[i].exchange);
		if (!g_error_matches(result.error, AUTH_ERROR, cases[i].code))
			fail_msg("%zu", i);
	}
}

/* RFC 6749 §5.1 only recommends to tell when a token ends. */
static void oauth_expiry__is__what_somebody_tells(void **unused)
{
	const Instant now = 1767254400;
	g_autofree char *payload = base64url_encode((const guchar *)"{\"exp\":1767254999}", 18);
	g_autofree char *jwt = g_strconcat("e30.", payload, ".c2ln", NULL);
	g_autoptr(Secret) readable = secret_new(jwt, -1);
	g_autoptr(Secret) opaque = secret_new("at", -1);
	const OauthTokens told = { .access = readable, .expires_in = 60 };
	const OauthTokens says = { .access = readable };
	const OauthTokens mute = { .access = opaque };
	(void)unused;
	assert_int_equal(oauth_expiry(&told, now), now + 60);
	assert_int_equal(oauth_expiry(&says, now), 1767254999);
	assert_int_equal(oauth_expiry(&says, 1767255000), 1767255000 + 3600);
	assert_int_equal(oauth_expiry(&mute, now), now + 3600);
}

static void oauth_error__means__what_the_platform_says(void **unused)
{
	static const struct {
		const char *body;
		AuthError code;
		int number;
		const char *words, *claims;
	} cases[] = {
		{ "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70008: The token "
		  "expired.\\r\\nTrace ID: "
		  "x\",\"error_codes\":[70008],\"correlation_id\":\"corr\"}",
		  AUTH_ERROR_INTERACTION, 70008, "the sign-in has ended (AADSTS70008)", NULL },
		/* In a shape that nobody knows: it would be sent in the person's name. */
		{ "{\"error\":\"interaction_required\",\"claims\":\"{}\"}", AUTH_ERROR_INTERACTION,
		  0, "", NULL },
		{ "{\"error\":\"interaction_required\",\"error_codes\":[50076],"
		  "\"claims\":\"{ \\\"access_token\\\": {\\\"acrs\\\": {}} }\"}",
		  AUTH_ERROR_INTERACTION, 50076, "second factor",
		  "{\"access_token\":{\"acrs\":{}}}" },
		{ "{\"error\":\"invalid_grant\",\"suberror\":\"consent_required\","
		  "\"error_codes\":[65001]}",
		  AUTH_ERROR_CONSENT, 65001, "consented", NULL },
		{ "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS53003: Blocked. "
		  "Trace "
		  "ID: abc\"}",
		  AUTH_ERROR_BLOCKED, 53003, "Conditional Access", NULL },
		{ "{\"error\":\"odd\",\"error_description\":\"AADSTS123: b\\u001böse. Trace ID: "
		  "abc\"}",
		  AUTH_ERROR_REFUSED, 123, "AADSTS123: b\xef\xbf\xbdöse. (AADSTS123)", NULL },
		{ "{\"error\":\"odd\"}", AUTH_ERROR_REFUSED, 0, "odd", NULL },
		{ "{}", AUTH_ERROR_REFUSED, 0, "did not say why", NULL },
		{ "{\"error\":{\"code\":\"odd\"}}", AUTH_ERROR_REFUSED, 0, "did not say why",
		  NULL },
		{ "[]", AUTH_ERROR_AGAIN_LATER, 0, "status 400", NULL },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(HttpResponse) response = http_response_new(400, NULL, cases[i].body);
		g_autoptr(GError) error = oauth_error_from_response(response);
		g_autoptr(GError) copy = g_error_copy(error);
		AuthErrorDetails details = auth_error_details(copy);
		if (!g_error_matches(error, AUTH_ERROR, (int)cases[i].code) ||
		    details.number != cases[i].number ||
		    strstr(error->message, cases[i].words) == NULL ||
		    g_strcmp0(details.claims, cases[i].claims) != 0)
			fail_msg("%s: %s", cases[i].body, error->message);
		if (i == 0)
			assert_string_equal(details.correlation_id, "corr");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pkce_challenge__is__that_of_the_rfc),
		cmocka_unit_test(random_token__gives__text_that_fits),
		cmocka_unit_test(form__encodes__names_and_values),
		cmocka_unit_test(redirect_read__takes__our_answer_only),
		cmocka_unit_test(redirect_read__wants_the_issuer__where_it_was_announced),
		cmocka_unit_test(redirect_query_of__finds__what_was_pasted),
		cmocka_unit_test(oauth_post__gives__the_tokens),
		cmocka_unit_test(oauth_post__refuses__what_is_no_token_answer),
		cmocka_unit_test(oauth_expiry__is__what_somebody_tells),
		cmocka_unit_test(oauth_error__means__what_the_platform_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
