/* What an account's own sign-in is made of: its registration, whose tokens are in use, and the keeping of a new one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/account-tokens.h"
#include "src/auth/credentials.h"
#include "src/auth/pkce.h"
#include "src/auth/store-switch.h"
#include "src/auth/token-saving.h"
#include "tests/replay/server.h"
#include "tests/unit/store-got.h"

#define NOW INT64_C(1767254400)

/* ---- another store ---- */

static void assert_stored(TokenStore *store, const StoreKey *key, const char *text)
{
	g_auto(StoreGot) got = { 0 };
	store_got_load(store, key, &got);
	assert_null(got.error);
	assert_true(g_strcmp0(got.value, text) == 0);
}

/* Nothing is kept twice, and what was kept elsewhere is not asked for there. */
static void another_store__takes_what_was_kept_nowhere__and_all_that_comes(void **unused)
{
	static const AccountSettings settings = { .client_id = (char *)"own" };
	g_autoptr(Clock) clock = clock_new_virtual(NOW);
	g_autoptr(Cloud) cloud = cloud_new_builtin("public");
	g_autoptr(GPtrArray) unsettled = g_ptr_array_new();
	g_autoptr(Secret) access = secret_new("at", -1);
	g_autoptr(Secret) refresh = secret_new("rt", -1);
	g_auto(StoreGot) done = { 0 };
	Registration registration = { 0 };
	TokenStore *second = token_store_new_memory();
	TokenStore *store = store_switch_new(token_store_new_memory());
	(void)unused;
	registration_init(&registration, &settings, cloud, clock);
	AccountTokens *tokens = account_tokens_new(&registration, store, unsettled);
	TokenOrigin *origin = account_tokens_origin(tokens);
	account_tokens_set(tokens, "oid", "tid", false);
	const StoreKey key = account_tokens_key(tokens, AUDIENCE_ARM, "oid", "tid");
	const SignedIn signed_in = {
		.subject = "whose", .unsaved = refresh, .access = access, .expires = NOW + 3600
	};
	account_tokens_take(tokens, AUDIENCE_ARM, &signed_in);
	assert_stored(store, &key, NULL);

	store_switch_to(store, second);
	account_tokens_keep(tokens, store_got_done, &done);
	while (!done.is_there)
		g_main_context_iteration(NULL, TRUE);
	assert_null(done.error);
	assert_stored(second, &key, "rt");
	StoreKey subject = key;
	subject.item = "subject";
	assert_stored(second, &subject, "whose");
	assert_stored(store, &key, "rt");

	origin->free(origin);
	account_tokens_free(tokens);
	registration_clear(&registration);
	token_store_free(store);
}

/* ---- the registration ---- */

typedef struct Fixture {
	Clock *clock;
	Cloud *cloud;
	AccountSettings settings;
	Registration registration;
	TokenStore *store;
	GPtrArray *unsettled;
	AccountTokens *tokens;
} Fixture;

static void fixture_init(Fixture *fixture, const AccountSettings *settings)
{
	*fixture = (Fixture){ 0 };
	fixture->clock = clock_new_virtual(NOW);
	fixture->cloud = cloud_new_builtin("public");
	registration_init(&fixture->registration, settings, fixture->cloud, fixture->clock);
	fixture->store = token_store_new_memory();
	fixture->unsettled = g_ptr_array_new();
	fixture->tokens =
		account_tokens_new(&fixture->registration, fixture->store, fixture->unsettled);
}

static void fixture_clear(Fixture *fixture)
{
	account_tokens_free(fixture->tokens);
	registration_clear(&fixture->registration);
	token_store_free(fixture->store);
	g_ptr_array_unref(fixture->unsettled);
	cloud_free(fixture->cloud);
	clock_free(fixture->clock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static void registration__names_its_clients__own_ones_first(void **unused)
{
	static const struct {
		AccountSettings settings;
		const char *arm, *graph;
	} rows[] = {
		{ { 0 },
		  "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
		  "14d82eec-204b-4c2f-b7e8-296a70dab67e" },
		{ { .client_id = (char *)"both" }, "both", "both" },
		{ { .client_id = (char *)"both", .graph_client_id = (char *)"graph" },
		  "both",
		  "graph" },
		{ { .arm_client_id = (char *)"arm" },
		  "arm",
		  "14d82eec-204b-4c2f-b7e8-296a70dab67e" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(Fixture) fixture;
		const Registration *registration = &fixture.registration;
		fixture_init(&fixture, &rows[i].settings);
		assert_string_equal(registration_client_id(registration, AUDIENCE_ARM),
				    rows[i].arm);
		assert_string_equal(registration_client_id(registration, AUDIENCE_GRAPH),
				    rows[i].graph);
	}
}

static void registration__asks_for_permissions__by_name_only_with_microsofts_client(void **unused)
{
	static const AccountSettings own = { .client_id = (char *)"own" };
	static const AccountSettings none = { 0 };
	g_auto(Fixture) named;
	g_auto(Fixture) plain;
	(void)unused;
	fixture_init(&named, &none);
	fixture_init(&plain, &own);

	g_autofree char *arm = registration_scope(&named.registration, AUDIENCE_ARM, NULL);
	g_autofree char *graph = registration_scope(&named.registration, AUDIENCE_GRAPH, NULL);
	g_autofree char *own_graph = registration_scope(&plain.registration, AUDIENCE_GRAPH, NULL);

	assert_string_equal(arm,
			    "https://management.azure.com//.default openid profile offline_access");
	assert_string_equal(own_graph,
			    "https://graph.microsoft.com/.default openid profile offline_access");
	assert_non_null(strstr(graph, "https://graph.microsoft.com/RoleManagement"));
	assert_null(strstr(graph, ".default"));
	/* What extends an eligibility is nothing that a sign-in should need. */
	assert_null(strstr(graph, "EligibilitySchedule.ReadWrite"));
	assert_true(g_str_has_suffix(graph, " openid profile offline_access"));
}

static void registration__asks_for_one_permission_more__by_name(void **unused)
{
	static const AccountSettings own = { .client_id = (char *)"own" };
	static const AccountSettings none = { 0 };
	g_auto(Fixture) named;
	g_auto(Fixture) plain;
	(void)unused;
	fixture_init(&named, &none);
	fixture_init(&plain, &own);
	g_autofree char *usual = registration_scope(&named.registration, AUDIENCE_GRAPH, "More");
	g_autofree char *alone = registration_scope(&plain.registration, AUDIENCE_GRAPH, "More");
	assert_non_null(strstr(usual, "https://graph.microsoft.com/RoleManagement"));
	assert_non_null(strstr(usual, " https://graph.microsoft.com/More openid "));
	/* ".default" goes with no name. */
	assert_string_equal(alone,
			    "https://graph.microsoft.com/More openid profile offline_access");
}

static void registration__knows_the_way__to_entra_and_to_an_issuer_of_ones_own(void **unused)
{
	static const AccountSettings entra_settings = { 0 };
	static const AccountSettings own_settings = { .authority =
							      (char *)"https://login.example" };
	g_auto(Fixture) entra;
	g_auto(Fixture) own;
	(void)unused;
	fixture_init(&entra, &entra_settings);
	fixture_init(&own, &own_settings);

	g_autofree char *anywhere = registration_authority(&entra.registration, NULL);
	g_autofree char *somewhere = registration_authority(&entra.registration, "contoso.com");
	g_autofree char *elsewhere = registration_authority(&own.registration, "contoso.com");
	g_autofree char *consent =
		registration_consent_url(&entra.registration, AUDIENCE_ARM, NULL);

	assert_string_equal(anywhere, "https://login.microsoftonline.com/organizations/v2.0");
	assert_string_equal(somewhere, "https://login.microsoftonline.com/contoso.com/v2.0");
	assert_string_equal(elsewhere, "https://login.example");
	assert_string_equal(registration_issuer(&own.registration), "https://login.example");
	assert_string_equal(consent, "https://login.microsoftonline.com/organizations/adminconsent"
				     "?client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46");
	assert_null(registration_consent_url(&own.registration, AUDIENCE_ARM, NULL));
}

/* ---- whose tokens are in use ---- */

typedef struct Renewed {
	unsigned times;
	Audience audience;
	GError *error;
} Renewed;

static void on_renewed(Audience audience, Secret *token, Instant expires, GError *error,
		       gpointer data)
{
	Renewed *renewed = data;
	(void)expires;
	assert_null(token);
	renewed->times++;
	renewed->audience = audience;
	g_clear_error(&renewed->error);
	renewed->error = error;
}

static void account_tokens__end_with_not_signed_in__without_an_account(void **unused)
{
	static const AccountSettings settings = { .client_id = (char *)"own" };
	g_auto(Fixture) fixture;
	Renewed renewed = { 0 };
	TokenOrigin *origin;
	(void)unused;
	fixture_init(&fixture, &settings);
	origin = account_tokens_origin(fixture.tokens);
	origin->renewed = on_renewed;
	origin->data = &renewed;
	origin->renew(origin, AUDIENCE_GRAPH, NULL, NULL);
	assert_int_equal(renewed.times, 1);
	assert_true(g_error_matches(renewed.error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN));

	/* An account that goes while a token is being renewed. */
	account_tokens_set(fixture.tokens, "oid", "tid", false);
	assert_true(account_tokens_are_of(fixture.tokens, "OID", "TID"));
	origin->renew(origin, AUDIENCE_ARM, NULL, NULL);
	assert_int_equal(renewed.times, 1);
	account_tokens_set(fixture.tokens, NULL, NULL, false);
	assert_int_equal(renewed.times, 2);
	assert_int_equal(renewed.audience, AUDIENCE_ARM);
	assert_true(g_error_matches(renewed.error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN));
	assert_false(account_tokens_are_of(fixture.tokens, "oid", "tid"));
	origin->free(origin);
	g_clear_error(&renewed.error);
}

static void assert_items(const Fixture *fixture, const char *arm, const char *graph)
{
	const AccountTokens *tokens = fixture->tokens;
	assert_string_equal(account_tokens_key(tokens, AUDIENCE_ARM, "o", "t").item, arm);
	assert_string_equal(account_tokens_key(tokens, AUDIENCE_GRAPH, "o", "t").item, graph);
}

static void account_tokens__are_kept_apart__unless_one_refresh_token_serves_both(void **unused)
{
	static const AccountSettings one = { .client_id = (char *)"own" };
	static const AccountSettings two = { 0 };
	static const AccountSettings issuer = { .client_id = (char *)"own",
						.authority = (char *)"https://login.example" };
	g_auto(Fixture) shared;
	g_auto(Fixture) clients;
	g_auto(Fixture) foreign;
	(void)unused;
	fixture_init(&shared, &one);
	fixture_init(&clients, &two);
	fixture_init(&foreign, &issuer);
	assert_items(&shared, "refresh", "refresh");
	assert_items(&clients, "refresh:arm", "refresh:graph");
	assert_items(&foreign, "refresh:arm", "refresh:graph");
	account_tokens_set(shared.tokens, "oid", "tid", true);
	assert_items(&shared, "refresh:arm", "refresh:graph");
}

/* ---- keeping a token ---- */

static const StoreKey key = { "public", "https://login", "client", "oid", "tid", "refresh" };

typedef struct Outcome {
	bool is_there;
	bool wants_undo;
} Outcome;

static void on_saved(TokenSaving *saving, const GError *error, gpointer data)
{
	Outcome *outcome = data;
	assert_false(outcome->is_there);
	assert_null(error);
	assert_string_equal(token_saving_key(saving)->oid, "oid");
	outcome->is_there = true;
	if (outcome->wants_undo)
		token_saving_undo(saving);
}

static TokenSaving *begin(TokenStore *store, const char *text, Outcome *outcome)
{
	g_autoptr(Secret) token = secret_new(text, -1);
	return token_saving_new(store, &key, token, on_saved, outcome);
}

typedef struct Kept {
	bool is_there;
	char *text;
} Kept;

static void on_loaded(const Secret *value, const GError *error, gpointer data)
{
	Kept *kept = data;
	assert_null(error);
	kept->is_there = true;
	kept->text = value != NULL ? g_strdup(secret_peek(value)) : NULL;
}

static void assert_kept(TokenStore *store, const char *text)
{
	Kept kept = { 0 };
	store->load(store, &key, on_loaded, &kept);
	assert_true(replay_run_until(&kept.is_there));
	assert_int_equal(g_strcmp0(kept.text, text), 0);
	g_free(kept.text);
}

static void keep(TokenStore *store, const char *text)
{
	Outcome outcome = { 0 };
	begin(store, text, &outcome);
	assert_true(replay_run_until(&outcome.is_there));
	assert_kept(store, text);
}

static void token_saving__keeps_the_token(void **unused)
{
	TokenStore *store = token_store_new_memory();
	(void)unused;
	keep(store, "first");
	keep(store, "second");
	token_store_free(store);
}

static void token_saving__changes_nothing__when_it_is_given_up_at_once(void **unused)
{
	TokenStore *store = token_store_new_memory();
	Outcome outcome = { .wants_undo = true };
	(void)unused;
	keep(store, "before");
	token_saving_give_up(begin(store, "given up", &outcome));
	assert_true(replay_run_until(&outcome.is_there));
	assert_kept(store, "before");
	token_store_free(store);
}

static void token_saving__is_undone__after_the_token_was_written(void **unused)
{
	static const char *const before[] = { "before", NULL };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
		TokenStore *store = token_store_new_memory();
		Outcome outcome = { .wants_undo = true };
		if (before[i] != NULL)
			keep(store, before[i]);
		begin(store, "given up", &outcome);
		assert_true(replay_run_until(&outcome.is_there));
		assert_kept(store, before[i]);
		token_store_free(store);
	}
}

static void token_saving__says_nothing__when_the_store_goes(void **unused)
{
	TokenStore *store = token_store_new_memory();
	Outcome outcome = { 0 };
	(void)unused;
	begin(store, "lost", &outcome);
	token_store_free(store);
	assert_false(outcome.is_there);
}

/* ---- signing in ---- */

/* An issuer that gives the least it may: an access token without an end, and no refresh token. */
typedef struct Least {
	ReplayServer *server;
	ReplayExchange exchanges[2];
	Credentials *credentials;
	char *answer;
	bool is_over;
	char *access;
	Instant expires;
	GError *error;
} Least;

static void on_page(const CredentialsPage *page, gpointer data)
{
	Least *least = data;
	g_autoptr(GHashTable) all =
		g_uri_parse_params(strchr(page->url, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
	const char *nonce = g_hash_table_lookup(all, "nonce");
	const char *redirect = g_hash_table_lookup(all, "redirect_uri");
	const char *state = g_hash_table_lookup(all, "state");
	g_autofree char *claims = g_strdup_printf("{\"iss\":\"%s\",\"aud\":[\"own\"],\"sub\":\"s\","
						  "\"nonce\":\"%s\",\"exp\":1767258000}",
						  replay_server_url(least->server), nonce);
	g_autofree char *payload = base64url_encode((const guchar *)claims, strlen(claims));
	g_autofree char *back = g_strdup_printf("%s/?code=c&state=%s", redirect, state);
	least->answer = g_strdup_printf("{\"token_type\":\"Bearer\",\"access_token\":\"at\","
					"\"id_token\":\"eyJhbGciOiJSUzI1NiJ9.%s.c2ln\"}",
					payload);
	least->exchanges[1].body = least->answer;
	assert_true(credentials_paste(least->credentials, back, NULL));
}

static void on_over(const CredentialsResult *result, const GError *error, gpointer data)
{
	Least *least = data;
	least->is_over = true;
	least->error = error != NULL ? g_error_copy(error) : NULL;
	if (result == NULL)
		return;
	assert_null(result->unkept);
	least->access = g_strdup(secret_peek(result->access));
	least->expires = result->expires;
}

static void on_token(Audience audience, Secret *token, Instant expires, GError *error,
		     gpointer data)
{
	Least *least = data;
	(void)expires;
	assert_int_equal(audience, AUDIENCE_ARM);
	least->is_over = true;
	g_free(least->access);
	least->access = token != NULL ? g_strdup(secret_peek(token)) : NULL;
	least->error = error;
	secret_free(token);
}

/* The token serves as long as it lasts; then one has to sign in again. */
static void credentials__go_by_the_access_token__without_a_refresh_token(void **unused)
{
	Least least = {
		.exchanges = { { .request = "GET /.well-known/openid-configuration",
				 .body = "{\"issuer\":\"@URL@\",\"authorization_endpoint\":\"@URL@/"
					 "a\","
					 "\"token_endpoint\":\"@URL@/token\"}" },
			       { .request = "POST /token" } },
	};
	const CredentialsRequest request = { .audience = AUDIENCE_ARM };
	g_autoptr(Cloud) cloud = cloud_new_builtin("public");
	Clock *clock = clock_new_virtual(NOW);
	AccountSettings settings = { .client_id = (char *)"own" };
	TokenOrigin *origin;
	(void)unused;
	least.server = replay_server_new(least.exchanges, 2);
	settings.authority = (char *)replay_server_url(least.server);
	least.credentials = credentials_new(&settings, cloud, clock, token_store_new_memory());
	origin = credentials_origin(least.credentials);
	origin->renewed = on_token;
	origin->data = &least;
	credentials_sign_in(least.credentials, &request, on_page, on_over, &least);
	assert_true(replay_run_until(&least.is_over));
	assert_null(least.error);
	assert_string_equal(least.access, "at");
	assert_int_equal(least.expires, NOW + 3600);

	least.is_over = false;
	origin->renew(origin, AUDIENCE_ARM, NULL, NULL);
	assert_true(replay_run_until(&least.is_over));
	assert_string_equal(least.access, "at");
	clock_advance(clock, 3600);
	least.is_over = false;
	origin->renew(origin, AUDIENCE_ARM, NULL, NULL);
	assert_true(replay_run_until(&least.is_over));
	assert_true(g_error_matches(least.error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN));

	origin->free(origin);
	credentials_free(least.credentials);
	replay_server_free(least.server);
	clock_free(clock);
	g_free(least.answer);
	g_free(least.access);
	g_clear_error(&least.error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_store__takes_what_was_kept_nowhere__and_all_that_comes),
		cmocka_unit_test(registration__names_its_clients__own_ones_first),
		cmocka_unit_test(registration__asks_for_one_permission_more__by_name),
		cmocka_unit_test(
			registration__asks_for_permissions__by_name_only_with_microsofts_client),
		cmocka_unit_test(
			registration__knows_the_way__to_entra_and_to_an_issuer_of_ones_own),
		cmocka_unit_test(account_tokens__end_with_not_signed_in__without_an_account),
		cmocka_unit_test(
			account_tokens__are_kept_apart__unless_one_refresh_token_serves_both),
		cmocka_unit_test(token_saving__keeps_the_token),
		cmocka_unit_test(token_saving__changes_nothing__when_it_is_given_up_at_once),
		cmocka_unit_test(token_saving__is_undone__after_the_token_was_written),
		cmocka_unit_test(token_saving__says_nothing__when_the_store_goes),
		cmocka_unit_test(credentials__go_by_the_access_token__without_a_refresh_token),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
