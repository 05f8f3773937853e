/* Tokens renewed by a refresh token: rotation, sharing, refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/cache.h"
#include "src/auth/error.h"
#include "src/auth/oidc.h"
#include "src/auth/pkce.h"
#include "src/auth/token-kept.h"
#include "src/auth/token-refresh.h"
#include "tests/replay/server.h"

#define NOW INT64_C(1767254400)

#define DISCOVERY                                                                               \
	{                                                                                       \
		"GET /.well-known/openid-configuration", 200, NULL,                             \
			"{\"issuer\":\"@URL@\",\"authorization_endpoint\":\"@URL@/authorize\"," \
			"\"token_endpoint\":\"@URL@/token\"}"                                   \
	}

static const StoreKey refresh_key = {
	"public", "https://login", "client", "oid", "tid", "refresh"
};
static const StoreKey subject_key = {
	"public", "https://login", "client", "oid", "tid", "subject"
};

typedef struct Fixture {
	ReplayServer *server;
	Clock *clock;
	Cloud *cloud;
	Http *http;
	TokenStore *store;
	TokenProvider *provider;
} Fixture;

typedef struct Got {
	bool is_there;
	char *token;
	GError *error;
} Got;

static void got_clear(Got *got)
{
	g_clear_pointer(&got->token, g_free);
	g_clear_error(&got->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Got, got_clear)

static void on_token(const Secret *token, const GError *error, gpointer data)
{
	Got *got = data;
	assert_false(got->is_there);
	got->is_there = true;
	got->token = token != NULL ? g_strdup(secret_peek(token)) : NULL;
	got->error = error != NULL ? g_error_copy(error) : NULL;
}

static void on_done(const GError *error, gpointer data)
{
	on_token(NULL, error, data);
}

static void ask(Fixture *fixture, Audience audience, const char *claims, Got *got)
{
	const TokenQuery query = { .audience = audience, .claims = claims };
	fixture->provider->get(fixture->provider, &query, on_token, got);
}

static Got get(Fixture *fixture, Audience audience)
{
	Got got = { 0 };
	ask(fixture, audience, NULL, &got);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static void save_at(Fixture *fixture, const StoreKey *key, const char *text)
{
	g_autoptr(Secret) value = secret_new(text, -1);
	Got got = { 0 };
	fixture->store->save(fixture->store, key, value, on_done, &got);
	assert_true(replay_run_until(&got.is_there));
}

static void save(Fixture *fixture, const char *text)
{
	save_at(fixture, &refresh_key, text);
}

static char *kept_at(Fixture *fixture, const StoreKey *key)
{
	Got got = { 0 };
	fixture->store->load(fixture->store, key, on_token, &got);
	assert_true(replay_run_until(&got.is_there));
	return got.token;
}

static char *kept(Fixture *fixture)
{
	return kept_at(fixture, &refresh_key);
}

/* `is_platform`: Microsoft's, or another issuer. */
static void fixture_init_at(Fixture *fixture, const ReplayExchange *exchanges, size_t count,
			    bool is_platform)
{
	HttpHost hosts = { 0 };
	g_autofree char *authority = NULL;
	RefreshRequest request = { .account = refresh_key, .is_platform = is_platform };
	fixture->server = replay_server_new(exchanges, count);
	authority = g_strdup(replay_server_url(fixture->server));
	fixture->clock = clock_new_virtual(NOW);
	fixture->cloud = cloud_new_builtin("public");
	fixture->http = http_new(&hosts, fixture->clock, NULL, NULL);
	fixture->store = token_store_new_memory();
	request.http = fixture->http;
	request.clock = fixture->clock;
	request.store = fixture->store;
	request.cloud = fixture->cloud;
	request.authority = authority;
	fixture->provider =
		token_cache_new(token_refresh_new(&request), fixture->cloud, NULL, fixture->clock);
}

static void fixture_init(Fixture *fixture, const ReplayExchange *exchanges, size_t count)
{
	fixture_init_at(fixture, exchanges, count, true);
}

static void fixture_clear(Fixture *fixture)
{
	g_autofree char *why = NULL;
	bool is_done = replay_server_is_done(fixture->server, &why);
	token_provider_free(fixture->provider);
	token_store_free(fixture->store);
	http_free(fixture->http);
	replay_server_free(fixture->server);
	cloud_free(fixture->cloud);
	clock_free(fixture->clock);
	if (!is_done)
		fail_msg("%s", why);
}

#define TOKENS(access, refresh)                                                                   \
	"{\"token_type\":\"Bearer\",\"access_token\":\"" access "\",\"refresh_token\":\"" refresh \
	"\",\"expires_in\":3600}"

/* In which order what was sent holds these. */
static void assert_sent(const Fixture *fixture, const char *first, const char *second)
{
	const char *received = replay_server_received(fixture->server);
	const char *at = strstr(received, first);
	assert_non_null(at);
	assert_non_null(strstr(at, second));
}

static void token_refresh__serves_all_audiences__one_after_the_other(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", 200, NULL, TOKENS("arm-1", "rt-2") },
		{ "POST /token", 200, NULL, TOKENS("graph-1", "rt-3") },
		{ "POST /token", 200, NULL, TOKENS("arm-2", "rt-4") },
	};
	Fixture fixture;
	g_auto(Got) arm = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) graph = { 0 };
	g_auto(Got) renewed = { 0 };
	g_autofree char *last = NULL;
	(void)unused;
	fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
	save(&fixture, "rt-1");
	ask(&fixture, AUDIENCE_ARM, NULL, &arm);
	ask(&fixture, AUDIENCE_GRAPH, NULL, &graph);
	ask(&fixture, AUDIENCE_ARM, NULL, &second);
	assert_true(replay_run_until(&graph.is_there));
	assert_string_equal(arm.token, "arm-1");
	assert_string_equal(second.token, "arm-1");
	assert_string_equal(graph.token, "graph-1");
	assert_sent(&fixture, "refresh_token=rt-1", "refresh_token=rt-2");
	assert_sent(&fixture, "scope=https%3A%2F%2Fmanagement.azure.com%2F%2F.default",
		    "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default");
	clock_advance(fixture.clock, 3300);
	renewed = get(&fixture, AUDIENCE_ARM);
	assert_string_equal(renewed.token, "arm-2");
	last = kept(&fixture);
	assert_string_equal(last, "rt-4");
	fixture_clear(&fixture);
}

#define REFUSAL "{\"error\":\"invalid_grant\",\"error_codes\":[70000]}"

static gboolean save_elsewhere(gpointer data)
{
	Fixture *fixture = data;
	if (replay_server_requests(fixture->server) < 2)
		return G_SOURCE_CONTINUE;
	save(fixture, "rt-of-another-process");
	return G_SOURCE_REMOVE;
}

static void token_refresh__takes_a_newer_one__that_another_process_saved(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", 400, NULL, REFUSAL, .manner = REPLAY_DRIP },
		{ "POST /token", 200, NULL, TOKENS("arm-1", "rt-3") },
	};
	Fixture fixture;
	g_auto(Got) got = { 0 };
	(void)unused;
	fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
	save(&fixture, "rt-1");
	g_idle_add(save_elsewhere, &fixture);
	got = get(&fixture, AUDIENCE_ARM);
	assert_null(got.error);
	assert_string_equal(got.token, "arm-1");
	assert_sent(&fixture, "refresh_token=rt-1", "refresh_token=rt-of-another-process");
	fixture_clear(&fixture);
}

static void token_refresh__tells__who_has_to_sign_in_again(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", 400, NULL, REFUSAL },
		{ "POST /token", 400, NULL,
		  "{\"error\":\"interaction_required\",\"error_codes\":[50076]}" },
		{ "POST /token", 503 },
	};
	Fixture fixture;
	g_auto(Got) nobody = { 0 };
	g_auto(Got) revoked = { 0 };
	g_auto(Got) challenged = { 0 };
	g_auto(Got) busy = { 0 };
	(void)unused;
	fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
	nobody = get(&fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(nobody.error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN));
	save(&fixture, "rt-1");
	revoked = get(&fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(revoked.error, AUTH_ERROR, AUTH_ERROR_INTERACTION));
	ask(&fixture, AUDIENCE_ARM, "{\"access_token\":{}}", &challenged);
	assert_true(replay_run_until(&challenged.is_there));
	assert_true(g_error_matches(challenged.error, AUTH_ERROR, AUTH_ERROR_INTERACTION));
	/* The platform names none of its own: those that were asked for are what is wanted. */
	assert_string_equal(auth_error_details(challenged.error).claims, "{\"access_token\":{}}");
	assert_non_null(strstr(replay_server_received(fixture.server),
			       "&claims=%7B%22access_token%22%3A%7B%7D%7D"));
	/* Each renewal before it said what the client can do. */
	assert_non_null(strstr(replay_server_received(fixture.server), "%22cp1%22"));
	busy = get(&fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(busy.error, AUTH_ERROR, AUTH_ERROR_AGAIN_LATER));
	fixture_clear(&fixture);
}

static void refuse_to_save(TokenStore *store, const StoreKey *key, const Secret *value,
			   StoreDone done, gpointer data)
{
	g_autoptr(GError) error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_KEYRING_LOCKED, "no");
	(void)store;
	(void)key;
	(void)value;
	done(error, data);
}

static void token_refresh__uses_the_newest__although_it_could_not_be_saved(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", 200, NULL, TOKENS("arm-1", "rt-2") },
		{ "POST /token", 200, NULL, TOKENS("graph-1", "rt-3") },
	};
	Fixture fixture;
	g_auto(Got) arm = { 0 };
	g_auto(Got) graph = { 0 };
	(void)unused;
	fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
	save(&fixture, "rt-1");
	fixture.store->save = refuse_to_save;
	arm = get(&fixture, AUDIENCE_ARM);
	graph = get(&fixture, AUDIENCE_GRAPH);
	assert_string_equal(arm.token, "arm-1");
	assert_string_equal(graph.token, "graph-1");
	assert_sent(&fixture, "refresh_token=rt-1", "refresh_token=rt-2");
	fixture_clear(&fixture);
}

static void token_refresh__ends_quietly__when_it_is_freed(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", .manner = REPLAY_HANG },
	};
	Fixture fixture;
	g_auto(Got) got = { 0 };
	g_auto(Got) early = { 0 };
	(void)unused;
	fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
	save(&fixture, "rt-1");
	ask(&fixture, AUDIENCE_ARM, NULL, &got);
	while (replay_server_requests(fixture.server) < 2)
		g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&fixture.provider, token_provider_free);
	assert_true(g_error_matches(got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	replay_settle();
	fixture_clear(&fixture);

	/* While the store is being read. */
	fixture_init(&fixture, NULL, 0);
	ask(&fixture, AUDIENCE_ARM, NULL, &early);
	fixture_clear(&fixture);
	assert_true(g_error_matches(early.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* ---- who it is for ---- */

/* The answer's id token, with the header {"alg":"RS256"}. "@URL@" in the claims is the issuer. */
static char *make_answer(const Fixture *fixture, const char *claims)
{
	g_autoptr(GString) text = g_string_new(claims);
	g_autofree char *payload = NULL;
	g_string_replace(text, "@URL@", replay_server_url(fixture->server), 0);
	payload = base64url_encode((const guchar *)text->str, text->len);
	return g_strdup_printf("{\"token_type\":\"Bearer\",\"access_token\":\"arm-1\","
			       "\"refresh_token\":\"rt-2\",\"expires_in\":3600,"
			       "\"id_token\":\"eyJhbGciOiJSUzI1NiJ9.%s.c2ln\"}",
			       payload);
}

/* OpenID Connect Core §12.2: the id token of a renewal keeps iss, sub and aud. */
static void token_refresh__refuses__tokens_of_another(void **unused)
{
	static const struct {
		const char *claims;
		const char *fault; /* NULL: it is taken */
	} cases[] = {
		{ "{\"iss\":\"@URL@\",\"aud\":[\"client\"],\"oid\":\"oid\",\"tid\":\"tid\","
		  "\"exp\":1767258000}",
		  NULL },
		{ "{\"iss\":\"@URL@\",\"aud\":\"client\",\"sub\":\"oid\",\"tid\":\"tid\","
		  "\"exp\":1767258000}",
		  NULL },
		{ "{\"iss\":\"https://evil.example\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":"
		  "\"tid\",\"exp\":1767258000}",
		  "(iss)" },
		{ "{\"iss\":\"@URL@\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":\"other\","
		  "\"exp\":1767258000}",
		  "(iss)" },
		{ "{\"iss\":\"@URL@\",\"aud\":\"client\",\"sub\":\"other\",\"tid\":\"tid\","
		  "\"exp\":1767258000}",
		  "(sub)" },
		{ "{\"iss\":\"@URL@\",\"aud\":\"client\",\"tid\":\"tid\",\"exp\":1767258000}",
		  "(sub)" },
		{ "{\"iss\":\"@URL@\",\"aud\":\"other\",\"oid\":\"oid\",\"tid\":\"tid\","
		  "\"exp\":1767258000}",
		  "(aud)" },
		{ "{\"iss\":\"@URL@\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":\"tid\","
		  "\"exp\":1767258000,\"at_hash\":\"x\"}",
		  "(at_hash)" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		ReplayExchange exchanges[] = { DISCOVERY, { .request = "POST /token" } };
		Fixture fixture;
		g_autofree char *answer = NULL;
		g_autofree char *last = NULL;
		fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
		exchanges[1].body = answer = make_answer(&fixture, cases[i].claims);
		save(&fixture, "rt-1");
		{
			g_auto(Got) got = get(&fixture, AUDIENCE_ARM);

			if (cases[i].fault == NULL && got.error != NULL)
				fail_msg("%zu: %s", i, got.error->message);
			if (cases[i].fault != NULL &&
			    (!g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_OTHER_SIGN_IN) ||
			     strstr(got.error->message, cases[i].fault) == NULL))
				fail_msg("%zu", i);
		}
		/* Nor is another's refresh token kept. */
		last = kept(&fixture);
		assert_string_equal(last, cases[i].fault == NULL ? "rt-2" : "rt-1");
		fixture_clear(&fixture);
	}
}

/* Entra knows a person by oid, and by sub as well: both stay. */
static void token_refresh__refuses__another_subject_than_the_last(void **unused)
{
	static const struct {
		const char *subject;
		const char *fault; /* NULL: it is taken */
	} cases[] = { { "Abc", NULL }, { "abc", "(sub)" }, { "", "(sub)" } };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		ReplayExchange exchanges[] = { DISCOVERY,
					       { .request = "POST /token" },
					       { .request = "POST /token" } };
		Fixture fixture;
		fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
		g_autofree char *first = make_answer(
			&fixture, "{\"iss\":\"@URL@\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":"
				  "\"tid\",\"sub\":\"Abc\",\"exp\":1767258000}");
		g_autofree char *claims = g_strdup_printf(
			"{\"iss\":\"@URL@\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":\"tid\","
			"\"sub\":\"%s\",\"exp\":1767258000}",
			cases[i].subject);
		g_autofree char *second = make_answer(&fixture, claims);
		exchanges[1].body = first;
		exchanges[2].body = second;
		save(&fixture, "rt-1");
		{
			g_auto(Got) arm = get(&fixture, AUDIENCE_ARM);
			assert_null(arm.error);
			g_auto(Got) graph = get(&fixture, AUDIENCE_GRAPH);
			assert_int_equal(graph.error == NULL, cases[i].fault == NULL);
			if (cases[i].fault != NULL)
				assert_non_null(strstr(graph.error->message, cases[i].fault));
		}
		fixture_clear(&fixture);
	}
}

#define CLAIMS_OF(subject)                                                                         \
	"{\"iss\":\"@URL@\",\"aud\":\"client\",\"oid\":\"oid\",\"tid\":\"tid\",\"sub\":\"" subject \
	"\",\"exp\":1767258000}"

/* Of an earlier run: whose the tokens are is kept beside them, and wins over what comes. */
static void token_refresh__refuses__another_subject_than_the_kept_one(void **unused)
{
	static const struct {
		const char *kept;
		const char *comes; /* NULL: no id token */
		bool is_taken;
	} cases[] = {
		{ "Abc", CLAIMS_OF("Abc"), true },
		{ "Abc", NULL, true },
		{ "Abc", CLAIMS_OF("abc"), false },
		{ "Abc", CLAIMS_OF(""), false },
		{ NULL, CLAIMS_OF("Abc"), true }, /* of an earlier version */
		{ NULL, NULL, true },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		ReplayExchange exchanges[] = { DISCOVERY, { .request = "POST /token" } };
		Fixture fixture;
		fixture_init(&fixture, exchanges, G_N_ELEMENTS(exchanges));
		g_autofree char *answer = cases[i].comes != NULL
						  ? make_answer(&fixture, cases[i].comes)
						  : g_strdup(TOKENS("arm-1", "rt-2"));
		g_autofree char *before = oidc_fingerprint(cases[i].kept);
		exchanges[1].body = answer;
		save(&fixture, "rt-1");
		if (before != NULL)
			save_at(&fixture, &subject_key, before);
		{
			g_auto(Got) got = get(&fixture, AUDIENCE_ARM);
			assert_int_equal(got.error == NULL, cases[i].is_taken);
			if (!cases[i].is_taken)
				assert_non_null(strstr(got.error->message, "(sub)"));
		}
		g_autofree char *after = kept_at(&fixture, &subject_key);
		g_autofree char *token = kept(&fixture);
		g_autofree char *gained =
			cases[i].comes != NULL ? oidc_fingerprint("Abc") : g_strdup(before);
		assert_int_equal(g_strcmp0(after, gained), 0);
		assert_string_equal(token, cases[i].is_taken ? "rt-2" : "rt-1");
		fixture_clear(&fixture);
	}
}

static void refuse_to_load(TokenStore *store, const StoreKey *key, StoreLoaded done, gpointer data)
{
	g_autoptr(GError) error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_KEYRING_LOCKED, "no");
	(void)store;
	(void)key;
	done(NULL, error, data);
}

/* What cannot be read is not what is not there: nothing is sent. */
static void token_refresh__asks_nobody__while_the_subject_cannot_be_read(void **unused)
{
	Fixture fixture;
	(void)unused;
	fixture_init(&fixture, NULL, 0);
	fixture.store->load = refuse_to_load;
	{
		g_auto(Got) got = get(&fixture, AUDIENCE_ARM);
		assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_KEYRING_LOCKED));
	}
	fixture_clear(&fixture);
}

/* RFC 6749 §6: no more than what was granted, which without a word is all of it. */
static void token_refresh__asks_for_what_was_granted__at_other_issuers(void **unused)
{
	static const ReplayExchange exchanges[] = {
		DISCOVERY,
		{ "POST /token", 200, NULL, TOKENS("arm-1", "rt-2") },
	};
	Fixture fixture;
	g_auto(Got) got = { 0 };
	(void)unused;
	fixture_init_at(&fixture, exchanges, G_N_ELEMENTS(exchanges), false);
	save(&fixture, "rt-1");
	got = get(&fixture, AUDIENCE_ARM);
	assert_string_equal(got.token, "arm-1");
	assert_null(strstr(replay_server_received(fixture.server), "scope="));
	assert_null(strstr(replay_server_received(fixture.server), "claims="));
	fixture_clear(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(token_refresh__serves_all_audiences__one_after_the_other),
		cmocka_unit_test(token_refresh__takes_a_newer_one__that_another_process_saved),
		cmocka_unit_test(token_refresh__tells__who_has_to_sign_in_again),
		cmocka_unit_test(token_refresh__uses_the_newest__although_it_could_not_be_saved),
		cmocka_unit_test(token_refresh__refuses__tokens_of_another),
		cmocka_unit_test(token_refresh__refuses__another_subject_than_the_last),
		cmocka_unit_test(token_refresh__refuses__another_subject_than_the_kept_one),
		cmocka_unit_test(token_refresh__asks_nobody__while_the_subject_cannot_be_read),
		cmocka_unit_test(token_refresh__asks_for_what_was_granted__at_other_issuers),
		cmocka_unit_test(token_refresh__ends_quietly__when_it_is_freed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
