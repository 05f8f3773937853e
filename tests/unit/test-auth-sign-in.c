/* Signing in by browser, from the metadata to the checked id token. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/pkce.h"
#include "src/auth/sign-in.h"
#include "tests/replay/server.h"

#define NOW    INT64_C(1767254400)
#define TENANT "11111111-2222-3333-4444-555555555555"
#define METADATA                                                                       \
	"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/authorize\"," \
	"\"token_endpoint\":\"@URL@/token\"}"

typedef struct Fixture {
	ReplayServer *server;
	ReplayExchange exchanges[2];
	char *token_answer;
	Clock *clock;
	Http *http;
	SignIn *sign_in;
	char *url; /* that the browser gets */
	bool is_browsing, is_over;
	char *oid, *upn, *refresh;
	GError *error;
} Fixture;

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	HttpHost hosts = { 0 };
	fixture->exchanges[0].request = "GET /t/v2.0/.well-known/openid-configuration";
	fixture->exchanges[0].body = METADATA;
	fixture->exchanges[1].request = "POST /token";
	fixture->server = replay_server_new(fixture->exchanges, 2);
	fixture->clock = clock_new_virtual(NOW);
	fixture->http = http_new(&hosts, fixture->clock, NULL, NULL);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	sign_in_free(fixture->sign_in);
	http_free(fixture->http);
	clock_free(fixture->clock);
	replay_server_free(fixture->server);
	g_free(fixture->token_answer);
	g_free(fixture->url);
	g_free(fixture->oid);
	g_free(fixture->upn);
	g_free(fixture->refresh);
	g_clear_error(&fixture->error);
	g_free(fixture);
	return 0;
}

static void on_browse(const char *url, gpointer data)
{
	Fixture *fixture = data;
	fixture->is_browsing = true;
	fixture->url = g_strdup(url);
}

static void on_done(const SignInResult *result, const GError *error, gpointer data)
{
	Fixture *fixture = data;
	assert_false(fixture->is_over);
	fixture->is_over = true;
	if (error != NULL) {
		fixture->error = g_error_copy(error);
	} else {
		fixture->oid = g_strdup(result->claims->oid);
		fixture->upn = g_strdup(result->claims->upn);
		fixture->refresh = result->tokens->refresh != NULL
					   ? g_strdup(secret_peek(result->tokens->refresh))
					   : NULL;
	}
	/* As callers may. */
	g_clear_pointer(&fixture->sign_in, sign_in_free);
}

static void begin_with(Fixture *fixture, unsigned deadline_ms)
{
	g_autofree char *authority =
		g_strconcat(replay_server_url(fixture->server), "/t/v2.0", NULL);
	const SignInRequest request = {
		.authority = authority,
		.is_platform = true,
		.client_id = "client",
		.scope = "openid offline_access x/.default",
		.login_hint = "ö@x",
		.deadline_ms = deadline_ms,
	};
	fixture->sign_in =
		sign_in_new(fixture->http, fixture->clock, &request, on_browse, on_done, fixture);
}

static void begin(Fixture *fixture)
{
	begin_with(fixture, 0);
}

static char *parameter(const Fixture *fixture, const char *name)
{
	g_autoptr(GHashTable) all =
		g_uri_parse_params(strchr(fixture->url, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
	return g_strdup(g_hash_table_lookup(all, name));
}

#define RS256 "{\"alg\":\"RS256\"}"

static char *encode(const char *text)
{
	return base64url_encode((const guchar *)text, strlen(text));
}

/*
 * The token endpoint's answer, with an id token of this header and these claims; "@ISS@" and "@NONCE@" in them are the right ones.
 * `rest` are members of the answer beside access and id token.
 */
static void prepare_answer(Fixture *fixture, const char *header, const char *claims,
			   const char *rest)
{
	g_autofree char *nonce = parameter(fixture, "nonce");
	g_autofree char *issuer = g_strconcat(replay_server_url(fixture->server), "/t/v2.0", NULL);
	g_autoptr(GString) text = g_string_new(claims);
	g_autofree char *head = encode(header);
	g_autofree char *payload = NULL;
	g_string_replace(text, "@ISS@", issuer, 0);
	g_string_replace(text, "@NONCE@", nonce, 0);
	payload = encode(text->str);
	g_free(fixture->token_answer);
	fixture->token_answer = g_strdup_printf(
		"{\"token_type\":\"Bearer\",\"access_token\":\"at\",%s\"id_token\":\"%s.%s.%s\"}",
		rest, head, payload, strstr(header, "none") != NULL ? "" : "c2ln");
	fixture->exchanges[1].body = fixture->token_answer;
}

#define USUAL_REST "\"refresh_token\":\"rt\",\"expires_in\":3599,"

static void prepare_tokens(Fixture *fixture, const char *issuer, const char *audience,
			   const char *nonce, int64_t expires)
{
	g_autofree char *claims = g_strdup_printf(
		"{\"iss\":\"%s\",\"aud\":\"%s\",\"nonce\":\"%s\",\"exp\":%" G_GINT64_FORMAT
		",\"oid\":\"my-oid\",\"tid\":\"" TENANT "\",\"preferred_username\":\"me@x\"}",
		issuer != NULL ? issuer : "@ISS@", audience, nonce != NULL ? nonce : "@NONCE@",
		(gint64)expires);
	prepare_answer(fixture, RS256, claims, USUAL_REST);
}

static char *redirected(const Fixture *fixture, const char *query)
{
	g_autofree char *redirect = parameter(fixture, "redirect_uri");
	g_autofree char *state = parameter(fixture, "state");
	return g_strdup_printf("%s/?%s&state=%s", redirect, query, state);
}

static void sign_in__goes_through__to_the_account(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *challenge = NULL;
	g_autofree char *hint = NULL;
	g_autofree char *address = NULL;
	g_autofree char *expected = NULL;
	const char *verifier;
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	assert_non_null(strstr(fixture->url,
			       "/authorize?client_id=client&response_type=code"
			       "&response_mode=query&redirect_uri=http%3A%2F%2Flocal"));
	hint = parameter(fixture, "login_hint");
	assert_string_equal(hint, "ö@x");
	prepare_tokens(fixture, NULL, "client", NULL, NOW + 3600);
	address = redirected(fixture, "code=the-code");
	assert_false(sign_in_paste(fixture->sign_in, "http://localhost/?code=x&state=y", NULL));
	assert_true(sign_in_paste(fixture->sign_in, address, NULL));
	assert_true(replay_run_until(&fixture->is_over));
	assert_null(fixture->error);
	assert_string_equal(fixture->oid, "my-oid");
	assert_string_equal(fixture->upn, "me@x");
	assert_string_equal(fixture->refresh, "rt");

	/* The verifier that was sent fits the challenge. */
	verifier = strstr(replay_server_received(fixture->server), "&code_verifier=");
	assert_non_null(verifier);
	assert_non_null(strstr(replay_server_received(fixture->server), "&code=the-code"));
	assert_null(strstr(replay_server_received(fixture->server), "client_secret"));
	{
		g_autoptr(Secret) sent = secret_new(verifier + strlen("&code_verifier="), 43);

		challenge = parameter(fixture, "code_challenge");
		expected = pkce_challenge(sent);
		assert_string_equal(challenge, expected);
	}
}

static void sign_in__refuses__an_id_token_of_others(void **state)
{
	static const struct {
		const char *issuer, *audience, *nonce;
		int64_t expires;
		const char *fault;
	} cases[] = {
		{ "https://evil.example/v2.0", "client", NULL, NOW + 3600, "(iss)" },
		{ NULL, "other-client", NULL, NOW + 3600, "(aud)" },
		{ NULL, "client", "replayed", NOW + 3600, "(nonce)" },
		{ NULL, "client", "", NOW + 3600, "(nonce)" },
		{ NULL, "client", NULL, NOW - 301, "(exp)" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Fixture *fixture;
		g_autofree char *address = NULL;
		if (i > 0)
			set_up(state);
		fixture = *state;
		begin(fixture);
		assert_true(replay_run_until(&fixture->is_browsing));
		prepare_tokens(fixture, cases[i].issuer, cases[i].audience, cases[i].nonce,
			       cases[i].expires);
		address = redirected(fixture, "code=c");
		assert_true(sign_in_paste(fixture->sign_in, address, NULL));
		assert_true(replay_run_until(&fixture->is_over));
		if (!g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN) ||
		    strstr(fixture->error->message, cases[i].fault) == NULL)
			fail_msg("%s", cases[i].fault);
		if (i + 1 < G_N_ELEMENTS(cases))
			tear_down(state);
	}
}

/* The half of SHA-256, SHA-384 and SHA-512 of "at". */
#define AT_HASH     "sda5G2fCr6XjIpiNlGJjjQ"
#define AT_HASH_384 "4hulEO2T04y86FsZK2pA8fxDcRCCi6uc"
#define AT_HASH_512 "dTR5nNqNrsxqjWP_lCTH2ESWpeTv9f1yZraJ_wsSjjE"

/* OpenID Connect Core §3.1.3.6 and §3.1.3.7: what is to be taken, and what is not. */
#define PERSON "\"sub\":\"s\",\"exp\":1767258000,\"nonce\":\"@NONCE@\",\"iss\":\"@ISS@\""
static const struct {
	const char *header, *claims;
	const char *fault; /* NULL: it is taken */
	const char *upn;
} id_tokens[] = {
	{ RS256, "{" PERSON ",\"aud\":[\"client\"],\"name\":\"Ada L.\"}", NULL, "Ada L." },
	{ RS256, "{" PERSON ",\"aud\":[\"x\",\"client\"],\"azp\":\"client\"}", NULL, NULL },
	{ RS256, "{" PERSON ",\"aud\":[\"x\",\"client\"]}", "(aud)", NULL },
	{ RS256, "{" PERSON ",\"aud\":[\"x\"]}", "(aud)", NULL },
	{ RS256, "{" PERSON ",\"aud\":[]}", "aud", NULL },
	{ RS256, "{" PERSON ",\"aud\":[\"client\",1],\"azp\":\"client\"}", "aud", NULL },
	{ RS256, "{" PERSON ",\"aud\":{}}", "aud", NULL },
	{ RS256, "{" PERSON "}", "(aud)", NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"azp\":\"client\"}", NULL, NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"azp\":\"x\"}", "(azp)", NULL },
	{ RS256, "{" PERSON ",\"aud\":[\"x\",\"client\"],\"azp\":\"x\"}", "(azp)", NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"at_hash\":\"" AT_HASH "\"}", NULL, NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"at_hash\":\"" AT_HASH_384 "\"}", "(at_hash)",
	  NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"at_hash\":\"\"}", "(at_hash)", NULL },
	{ "{\"alg\":\"ES384\"}", "{" PERSON ",\"aud\":\"client\",\"at_hash\":\"" AT_HASH_384 "\"}",
	  NULL, NULL },
	{ "{\"alg\":\"PS512\"}", "{" PERSON ",\"aud\":\"client\",\"at_hash\":\"" AT_HASH_512 "\"}",
	  NULL, NULL },
	{ "{\"alg\":\"none\"}", "{" PERSON ",\"aud\":\"client\"}", "(alg)", NULL },
	{ "{\"alg\":\"None\"}", "{" PERSON ",\"aud\":\"client\"}", "(alg)", NULL },
	{ "{\"typ\":\"none\",\"alg\":\"RS256\"}", "{" PERSON ",\"aud\":\"client\"}", "(alg)",
	  NULL }, /* without a signature */
	{ "{}", "{" PERSON ",\"aud\":\"client\"}", "(alg)", NULL },
	{ RS256, "{\"sub\":\"s\",\"nonce\":\"@NONCE@\",\"iss\":\"@ISS@\",\"aud\":\"client\"}",
	  "(exp)", NULL },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"preferred_username\":\"\",\"name\":\"Ada\"}",
	  NULL, "Ada" },
	{ RS256, "{" PERSON ",\"aud\":\"client\",\"preferred_username\":\"ada\",\"name\":\"Ada\"}",
	  NULL, "ada" },
};
#undef PERSON

static void sign_in__judges__id_tokens_as_the_specification_says(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(id_tokens); i++) {
		Fixture *fixture;
		g_autofree char *address = NULL;
		if (i > 0)
			set_up(state);
		fixture = *state;
		begin(fixture);
		assert_true(replay_run_until(&fixture->is_browsing));
		prepare_answer(fixture, id_tokens[i].header, id_tokens[i].claims, USUAL_REST);
		address = redirected(fixture, "code=c");
		assert_true(sign_in_paste(fixture->sign_in, address, NULL));
		assert_true(replay_run_until(&fixture->is_over));
		if (id_tokens[i].fault == NULL) {
			if (fixture->error != NULL || strcmp(fixture->oid, "s") != 0 ||
			    g_strcmp0(fixture->upn, id_tokens[i].upn) != 0)
				fail_msg("%zu: %s", i,
					 fixture->error != NULL ? fixture->error->message
								: fixture->upn);
		} else if (!g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN) ||
			   strstr(fixture->error->message, id_tokens[i].fault) == NULL) {
			fail_msg("%zu: %s", i,
				 fixture->error != NULL ? fixture->error->message : "taken");
		}
		if (i + 1 < G_N_ELEMENTS(id_tokens))
			tear_down(state);
	}
}

/* Neither a refresh token nor the token's end need come (RFC 6749 §5.1). */
static void sign_in__takes__the_least_that_an_issuer_gives(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *address = NULL;
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	prepare_answer(fixture, RS256,
		       "{\"iss\":\"@ISS@\",\"aud\":\"client\",\"nonce\":\"@NONCE@\",\"sub\":\"s\","
		       "\"exp\":1767258000}",
		       "");
	address = redirected(fixture, "code=c");
	assert_true(sign_in_paste(fixture->sign_in, address, NULL));
	assert_true(replay_run_until(&fixture->is_over));
	assert_null(fixture->error);
	assert_string_equal(fixture->oid, "s");
	assert_null(fixture->upn);
	assert_null(fixture->refresh);
}

/* RFC 9207: the answer of an issuer that has announced to name itself, and does not, ends the sign-in with a word. */
static void sign_in__refuses__an_answer_without_the_announced_issuer(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *address = NULL;
	fixture->exchanges[0].body =
		"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/authorize\","
		"\"token_endpoint\":\"@URL@/token\","
		"\"authorization_response_iss_parameter_supported\":true}";
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	address = redirected(fixture, "code=c");
	assert_true(sign_in_paste(fixture->sign_in, address, NULL));
	assert_true(replay_run_until(&fixture->is_over));
	assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER));
	assert_non_null(strstr(fixture->error->message, "does not name its issuer"));
	assert_int_equal(replay_server_requests(fixture->server), 1);
}

static void sign_in__tells__a_refusal_of_the_token_endpoint(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *address = NULL;
	fixture->exchanges[1].status = 400;
	fixture->exchanges[1].body = "{\"error\":\"invalid_grant\",\"error_codes\":[50076],"
				     "\"claims\":\"{\\\"access_token\\\":{\\\"nbf\\\":{}}}\","
				     "\"correlation_id\":\"c-1\"}";
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	address = redirected(fixture, "code=c");
	assert_true(sign_in_paste(fixture->sign_in, address, NULL));
	assert_true(replay_run_until(&fixture->is_over));
	assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_INTERACTION));
	assert_string_equal(auth_error_details(fixture->error).claims,
			    "{\"access_token\":{\"nbf\":{}}}");
}

/* A port that listens for the browser does not do so for ever. */
static void sign_in__ends__when_nobody_comes_back(void **state)
{
	Fixture *fixture = *state;
	begin_with(fixture, 20);
	assert_true(replay_run_until(&fixture->is_over));
	assert_true(fixture->is_browsing);
	assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_TIMED_OUT));
}

static void sign_in__refuses__metadata_of_others(void **state)
{
	static const char *const bodies[] = {
		"{}",
		"{\"issuer\":\"https://evil.example/t/v2.0\",\"authorization_endpoint\":\"@URL@/"
		"a\","
		"\"token_endpoint\":\"@URL@/t\"}",
		"{\"issuer\":\"http://127.0.0.1:1/t/v2.0\",\"authorization_endpoint\":\"@URL@/"
		"a\","
		"\"token_endpoint\":\"@URL@/t\"}",
		"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/a\","
		"\"token_endpoint\":\"http://127.0.0.1:1/t\"}",
		"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"javascript:x\","
		"\"token_endpoint\":\"@URL@/t\"}",
		"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/a\","
		"\"token_endpoint\":\"http://example.com/t\"}",
		"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/a\","
		"\"token_endpoint\":\"https://example.com/t\"}",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		Fixture *fixture;
		if (i > 0)
			set_up(state);
		fixture = *state;
		fixture->exchanges[0].body = bodies[i];
		begin(fixture);
		assert_true(replay_run_until(&fixture->is_over));
		assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER));
		assert_false(fixture->is_browsing);
		if (i + 1 < G_N_ELEMENTS(bodies))
			tear_down(state);
	}
}

static void sign_in_free__ends_it__wherever_it_stands(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *address = NULL;
	begin(fixture);
	g_clear_pointer(&fixture->sign_in, sign_in_free);
	replay_settle();
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	g_clear_pointer(&fixture->sign_in, sign_in_free);
	replay_settle();

	fixture->is_browsing = false;
	g_clear_pointer(&fixture->url, g_free);
	tear_down(state);
	set_up(state);
	fixture = *state;
	fixture->exchanges[1].manner = REPLAY_HANG;
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_browsing));
	address = redirected(fixture, "code=c");
	assert_true(sign_in_paste(fixture->sign_in, address, NULL));
	while (replay_server_requests(fixture->server) < 2)
		g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&fixture->sign_in, sign_in_free);
	replay_settle();
	assert_false(fixture->is_over);
}

static void oidc_authority__is_built__from_cloud_and_tenant(void **state)
{
	g_autoptr(Cloud) cloud = cloud_new_builtin("public");
	g_autofree char *any = oidc_authority(cloud, NULL);
	g_autofree char *one = oidc_authority(cloud, TENANT);
	(void)state;
	assert_string_equal(any, "https://login.microsoftonline.com/organizations/v2.0");
	assert_string_equal(one, "https://login.microsoftonline.com/" TENANT "/v2.0");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sign_in__goes_through__to_the_account),
		TEST(sign_in__refuses__an_id_token_of_others),
		TEST(sign_in__judges__id_tokens_as_the_specification_says),
		TEST(sign_in__takes__the_least_that_an_issuer_gives),
		TEST(sign_in__refuses__an_answer_without_the_announced_issuer),
		TEST(sign_in__tells__a_refusal_of_the_token_endpoint),
		TEST(sign_in__ends__when_nobody_comes_back),
		TEST(sign_in__refuses__metadata_of_others),
		TEST(sign_in_free__ends_it__wherever_it_stands),
		cmocka_unit_test(oidc_authority__is_built__from_cloud_and_tenant),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
