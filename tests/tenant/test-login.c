/* The login host: metadata, the code flow with PKCE, device codes, claims, errors. */
#include "tests/tenant/login-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* ---- metadata -------------------------------------------------------------------------------- */

static void metadata__names_the_endpoints(void **state)
{
	(void)state;
	g_autofree char *path =
		g_strdup_printf("/%s/v2.0/.well-known/openid-configuration", client.tenant);
	g_autoptr(Reply) reply = call(LOGIN, "GET", path, NULL, NULL);
	g_autofree char *issuer = g_strdup_printf("%s/%s/v2.0", client.urls[LOGIN], client.tenant);
	assert_string_equal(text_at(reply->json, "issuer"), issuer);
	g_autoptr(Reply) keys = call_url("GET", text_at(reply->json, "jwks_uri"), NULL, NULL);
	assert_string_equal(text_at(keys->json, "keys.0.kty"), "RSA");
	assert_string_equal(text_at(keys->json, "keys.0.e"), "AQAB");
	assert_int_equal(strlen(text_at(keys->json, "keys.0.n")), 342);
	g_autoptr(Reply) any = call(
		LOGIN, "GET", "/organizations/v2.0/.well-known/openid-configuration", NULL, NULL);
	assert_true(g_str_has_suffix(text_at(any->json, "issuer"), "/{tenantid}/v2.0"));
	expect_error(call(LOGIN, "GET", "/nowhere.com/v2.0/.well-known/openid-configuration", NULL,
			  NULL),
		     "invalid_tenant", 90002);
}

/* ---- the code flow --------------------------------------------------------------------------- */

static void code__becomes_tokens(void **state)
{
	(void)state;
	g_autoptr(Reply) page = authorize_at("organizations", "");
	assert_int_equal(page->status, 200);
	g_autoptr(Reply) back = follow(page, "you@contoso.com");
	g_autofree char *given = returned(back, "state");
	assert_string_equal(given, "st+ate");
	g_autofree char *code = returned(back, "code");
	g_autoptr(Reply) reply = redeem(code, VERIFIER);
	if (reply->status != 200)
		fail_msg("%s", reply->text);
	cJSON *id = claims_of(text_at(reply->json, "id_token"));
	assert_string_equal(text_at(id, "aud"), CLIENT);
	assert_string_equal(text_at(id, "nonce"), "nonce1");
	assert_string_equal(text_at(id, "oid"), client.oid);
	assert_string_equal(text_at(id, "tid"), client.tenant);
	assert_string_equal(text_at(id, "preferred_username"), "you@contoso.com");
	assert_null(at(id, "amr", NULL));
	cJSON_Delete(id);
	g_autoptr(Reply) list =
		call(ARM, "GET", ELIGIBLE, text_at(reply->json, "access_token"), NULL);
	assert_int_equal(list->status, 200);
	assert_non_null(text_at(reply->json, "refresh_token"));
	assert_int_equal(at(reply->json, "expires_in", NULL)->valueint, 3600);
	expect_error(redeem(code, VERIFIER), "invalid_grant", 54005);
	assert_int_equal(counter("sign_ins"), 1);
}

static void code__is_refused__with_a_wrong_verifier_or_late(void **state)
{
	(void)state;
	g_autofree char *code = sign_in_at("organizations", "you@contoso.com", "");
	expect_error(redeem(code, "another-verifier-that-is-long-enough-for-the-rule"),
		     "invalid_grant", 501481);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT11M\"}"));
	expect_error(redeem(code, VERIFIER), "invalid_grant", 70008);
	expect_error(redeem("unknown", VERIFIER), "invalid_grant", 9002313);
}

static void authorize__tells_nobody_else__when_the_redirect_is_foreign(void **state)
{
	(void)state;
	static const char *const foreign[] = { "https%3A%2F%2Fexample.org%2F",
					       "http%3A%2F%2Flocalhost.example.org%2F",
					       "http%3A%2F%2F127.0.0.2%2F" };
	for (size_t i = 0; i < G_N_ELEMENTS(foreign); i++) {
		g_autofree char *path =
			g_strdup_printf("/organizations/oauth2/v2.0/authorize?client_id=" CLIENT
					"&response_type=code&scope=openid"
					"&redirect_uri=%s",
					foreign[i]);
		g_autoptr(Reply) reply = call(LOGIN, "GET", path, NULL, NULL);
		assert_int_equal(reply->status, 400);
		assert_non_null(strstr(reply->text, "AADSTS50011"));
		assert_null(g_hash_table_lookup(reply->headers, "location"));
	}
}

static void authorize__tells_the_client__what_is_wrong(void **state)
{
	(void)state;
	g_autoptr(Reply) claims = authorize_at("organizations", "&claims=%7Bx");
	g_autofree char *error = returned(claims, "error");
	assert_string_equal(error, "invalid_request");
	g_autoptr(Reply) silent = authorize_at("organizations", "&prompt=none");
	g_autofree char *needed = returned(silent, "error");
	assert_string_equal(needed, "login_required");
	reply_free(control("POST", "/login/error",
			   "{\"on\":\"authorize\",\"error\":\"access_denied\",\"number\":53003}"));
	g_autoptr(Reply) planned = authorize_at("organizations", "");
	g_autofree char *text = returned(planned, "error_description");
	assert_true(g_str_has_prefix(text, "AADSTS53003"));
	g_autoptr(Reply) page = authorize_at("organizations", "");
	g_autoptr(Reply) cancel = follow(page, "Cancel");
	g_autofree char *denied = returned(cancel, "error");
	assert_string_equal(denied, "access_denied");
}

static void authorize__picks_an_account_by_itself__when_told(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"login_auto\":true}"));
	g_autoptr(Reply) first = authorize_at("organizations", "");
	g_autofree char *code = returned(first, "code");
	g_autoptr(Reply) reply = redeem(code, VERIFIER);
	cJSON *id = claims_of(text_at(reply->json, "id_token"));
	assert_string_equal(text_at(id, "preferred_username"), "you@contoso.com");
	cJSON_Delete(id);
	g_autoptr(Reply) hinted = authorize_at(
		"organizations", "&login_hint=sara%40contoso.com&response_mode=form_post");
	assert_int_equal(hinted->status, 200);
	assert_non_null(strstr(hinted->text, "<form method=\"post\" action=\"" REDIRECT "\">"));
	g_autoptr(Reply) nobody = authorize_at(FABRIKAM, "&login_hint=sara%40contoso.com");
	g_autofree char *text = returned(nobody, "error_description");
	assert_true(g_str_has_prefix(text, "AADSTS50020"));
}

static void consent__is_asked_for_once(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"login_consent\":true}"));
	g_autoptr(Reply) page = authorize_at("organizations", "");
	g_autoptr(Reply) consent = follow(page, "you@contoso.com");
	assert_int_equal(consent->status, 200);
	g_autoptr(Reply) back = follow(consent, "Accept");
	g_autofree char *code = returned(back, "code");
	assert_non_null(code);
	g_autofree char *again = sign_in_at("organizations", "you@contoso.com", "");
	assert_non_null(again);
	reply_free(control("POST", "/settings", "{\"login_admin_consent\":true}"));
	g_autoptr(Reply) other = authorize_at("organizations", "");
	g_autoptr(Reply) refused = follow(other, "you@contoso.com");
	g_autofree char *text = returned(refused, "error_description");
	assert_true(g_str_has_prefix(text, "AADSTS90094"));
}

/* ---- claims ---------------------------------------------------------------------------------- */

#define ASK_C1  "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"
#define ASK_MFA "{\"access_token\":{\"amr\":{\"values\":[\"mfa\"]}}}"
#define ASK_CP1 "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"

static bool has_word(const Reply *reply, const char *claim, const char *word)
{
	cJSON *claims = claims_of(text_at(reply->json, "access_token"));
	const cJSON *item;
	bool found = false;
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(claims, claim))
	{
		found = found || g_strcmp0(cJSON_GetStringValue(item), word) == 0;
	}
	cJSON_Delete(claims);
	return found;
}

static void claims__are_proved_by_signing_in__not_by_renewal(void **state)
{
	(void)state;
	reply_free(
		control("POST", "/account", "{\"account\":\"you@contoso.com\",\"amr\":[\"pwd\"]}"));
	g_autofree char *weak = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) still_weak = renew_at("organizations", weak, GRAPH_SCOPE, ASK_MFA);
	assert_int_equal(still_weak->status, 200);
	assert_false(has_word(still_weak, "amr", "mfa"));
	g_autoptr(Reply) refused = renew_at("organizations", weak, GRAPH_SCOPE, ASK_C1);
	assert_string_equal(text_at(refused->json, "error"), "interaction_required");
	assert_string_equal(text_at(refused->json, "claims"), ASK_C1);
	g_autofree char *asked = g_uri_escape_string(ASK_C1, NULL, false);
	g_autofree char *further = g_strconcat("&claims=", asked, NULL);
	g_autofree char *strong = refresh_token("organizations", "you@contoso.com", further);
	g_autoptr(Reply) token_with = renew_at("organizations", strong, GRAPH_SCOPE, ASK_C1);
	assert_int_equal(token_with->status, 200);
	assert_true(has_word(token_with, "acrs", "c1"));
	assert_true(has_word(token_with, "amr", "mfa"));
	assert_false(has_word(token_with, "xms_cc", "cp1"));
	g_autoptr(Reply) capable = renew_at("organizations", strong, GRAPH_SCOPE, ASK_CP1);
	assert_true(has_word(capable, "xms_cc", "cp1"));
	expect_error(renew_at("organizations", strong, GRAPH_SCOPE, "{x"), "invalid_request",
		     90023);
}

/* ---- device codes ---------------------------------------------------------------------------- */

static Reply *start_device(const char *further)
{
	g_autofree char *scope = g_uri_escape_string(ARM_SCOPE, NULL, false);
	g_autofree char *body = g_strconcat("client_id=" CLIENT "&scope=", scope, further, NULL);
	return call(LOGIN, "POST", "/organizations/oauth2/v2.0/devicecode", NULL, body);
}

static Reply *poll_device(const Reply *start)
{
	g_autofree char *form =
		g_strconcat("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&"
			    "device_code=",
			    text_at(start->json, "device_code"), NULL);
	return token("organizations", form);
}

static void wait_interval(void)
{
	reply_free(control("POST", "/clock", "{\"advance\":\"PT5S\"}"));
}

static void device__waits_until_somebody_signs_in(void **state)
{
	(void)state;
	g_autoptr(Reply) start = start_device("");
	assert_int_equal(strlen(text_at(start->json, "user_code")), 9);
	assert_int_equal(at(start->json, "interval", NULL)->valueint, 5);
	assert_null(at(start->json, "verification_uri_complete", NULL));
	expect_error(poll_device(start), "authorization_pending", 70016);
	expect_error(poll_device(start), "slow_down", 70016);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT10S\"}"));
	expect_error(poll_device(start), "authorization_pending", 70016);
	g_autofree char *path = g_strdup_printf("/device?user_code=%s&account=you%%40contoso.com",
						text_at(start->json, "user_code"));
	g_autoptr(Reply) page = call(LOGIN, "GET", path, NULL, NULL);
	assert_int_equal(page->status, 200);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT10S\"}"));
	g_autoptr(Reply) done = poll_device(start);
	if (done->status != 200)
		fail_msg("%s", done->text);
	assert_non_null(text_at(done->json, "refresh_token"));
	wait_interval();
	expect_error(poll_device(start), "bad_verification_code", 70018);
}

/* MSAL's word for the grant; and its cache looks for the scope that it asked for. */
static void device__is_redeemed__by_other_clients(void **state)
{
	(void)state;
	g_autoptr(Reply) start = start_device("");
	reply_free(control("POST", "/login/device", "{}"));
	g_autofree char *form = g_strconcat(
		"grant_type=device_code&device_code=", text_at(start->json, "device_code"), NULL);
	g_autoptr(Reply) done = token("organizations", form);
	assert_int_equal(done->status, 200);
	assert_string_equal(text_at(done->json, "scope"),
			    "https://management.azure.com/user_impersonation "
			    "https://management.azure.com/.default");
	g_autoptr(Reply) other = renew_at("organizations", text_at(done->json, "refresh_token"),
					  "https://graph.microsoft.com/User.Read openid", "");
	assert_string_equal(text_at(other->json, "scope"), "https://graph.microsoft.com/User.Read");
}

static void metadata__keeps_the_callers_host(void **state)
{
	(void)state;
	const char *port = strrchr(client.urls[LOGIN], ':');
	g_autofree char *base = g_strconcat("http://login.localhost", port, NULL);
	g_autofree char *url =
		g_strconcat(base, "/organizations/v2.0/.well-known/openid-configuration", NULL);
	g_autoptr(Reply) reply = call_url("GET", url, NULL, NULL);
	assert_true(g_str_has_prefix(text_at(reply->json, "token_endpoint"), base));
}

static void device__is_declined_expires_or_is_blocked(void **state)
{
	(void)state;
	g_autoptr(Reply) declined = start_device("");
	reply_free(control("POST", "/login/device", "{\"decline\":true}"));
	expect_error(poll_device(declined), "authorization_declined", 70016);
	g_autoptr(Reply) late = start_device("");
	reply_free(control("POST", "/clock", "{\"advance\":\"PT15M\"}"));
	expect_error(poll_device(late), "expired_token", 70020);
	reply_free(control("POST", "/settings",
			   "{\"device_blocked\":true,\"device_dies_after_s\":60}"));
	g_autoptr(Reply) early = start_device("");
	reply_free(control("POST", "/clock", "{\"advance\":\"PT1M\"}"));
	expect_error(poll_device(early), "expired_token", 70020);
	g_autoptr(Reply) blocked = start_device("");
	g_autofree char *path = g_strdup_printf("/device?user_code=%s&account=you%%40contoso.com",
						text_at(blocked->json, "user_code"));
	g_autoptr(Reply) page = call(LOGIN, "GET", path, NULL, NULL);
	assert_int_equal(page->status, 403);
	assert_non_null(strstr(page->text, "AADSTS53003"));
	expect_error(poll_device(blocked), "authorization_pending", 70016);
}

static void device__takes_claims__where_it_starts(void **state)
{
	(void)state;
	g_autofree char *asked = g_uri_escape_string(ASK_C1, NULL, false);
	g_autofree char *further = g_strconcat("&claims=", asked, NULL);
	g_autoptr(Reply) start = start_device(further);
	reply_free(control("POST", "/login/device", "{\"account\":\"you@contoso.com\"}"));
	g_autoptr(Reply) done = poll_device(start);
	assert_true(has_word(done, "acrs", "c1"));
	/* Errors may come with status 200. */
	reply_free(control("POST", "/login/error",
			   "{\"on\":\"devicecode\",\"error\":\"invalid_request\",\"number\":90023,"
			   "\"status\":200}"));
	g_autoptr(Reply) odd = start_device("");
	assert_int_equal(odd->status, 200);
	assert_string_equal(text_at(odd->json, "error"), "invalid_request");
}

/* ---- errors on demand ------------------------------------------------------------------------ */

static void errors__come_on_demand(void **state)
{
	(void)state;
	g_autofree char *yours = refresh_token("organizations", "you@contoso.com", "");
	reply_free(control("POST", "/login/error",
			   "{\"error\":\"invalid_grant\",\"number\":65001,"
			   "\"suberror\":\"consent_required\",\"claims\":\"{}\",\"count\":2}"));
	for (int i = 0; i < 2; i++) {
		g_autoptr(Reply) reply = renew(yours, GRAPH_SCOPE);
		assert_int_equal(reply->status, 400);
		assert_string_equal(text_at(reply->json, "suberror"), "consent_required");
		assert_int_equal(at(reply->json, "error_codes", "0", NULL)->valueint, 65001);
		assert_non_null(text_at(reply->json, "correlation_id"));
	}
	g_autoptr(Reply) good = renew(yours, GRAPH_SCOPE);
	assert_int_equal(good->status, 200);
	expect_error(token("organizations", "grant_type=password"), "unsupported_grant_type",
		     70003);
	g_autoptr(Reply) secret =
		token("organizations", "grant_type=refresh_token&client_secret=x");
	assert_int_equal(secret->status, 401);
}

static void secrets__are_listed__to_be_searched_for(void **state)
{
	(void)state;
	static const char *const kinds[] = { "access_token", "refresh_token", "id_token", "code",
					     "code_verifier" };
	g_autofree char *yours = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) reply = control("GET", "/secrets", NULL);
	assert_non_null(strstr(reply->text, yours));
	assert_non_null(strstr(reply->text, client.arm_token));
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *row = g_strdup_printf("\"kind\":\"%s\"", kinds[i]);
		assert_non_null(strstr(reply->text, row));
	}
}

static void record__keeps_nothing_of_a_sign_in(void **state)
{
	(void)state;
	g_autofree char *yours = refresh_token("organizations", "you@contoso.com", "");
	reply_free(renew(yours, GRAPH_SCOPE));
	g_autoptr(Reply) seen = control("GET", "/requests", NULL);
	assert_null(strstr(seen->text, yours));
	assert_null(strstr(seen->text, VERIFIER));
	assert_null(strstr(seen->text, CHALLENGE));
	assert_non_null(strstr(seen->text, "/organizations/oauth2/v2.0/token"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(metadata__names_the_endpoints),
		TEST(metadata__keeps_the_callers_host),
		TEST(code__becomes_tokens),
		TEST(code__is_refused__with_a_wrong_verifier_or_late),
		TEST(authorize__tells_nobody_else__when_the_redirect_is_foreign),
		TEST(authorize__tells_the_client__what_is_wrong),
		TEST(authorize__picks_an_account_by_itself__when_told),
		TEST(consent__is_asked_for_once),
		TEST(claims__are_proved_by_signing_in__not_by_renewal),
		TEST(device__waits_until_somebody_signs_in),
		TEST(device__is_redeemed__by_other_clients),
		TEST(device__is_declined_expires_or_is_blocked),
		TEST(device__takes_claims__where_it_starts),
		TEST(errors__come_on_demand),
		TEST(secrets__are_listed__to_be_searched_for),
		TEST(record__keeps_nothing_of_a_sign_in),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
