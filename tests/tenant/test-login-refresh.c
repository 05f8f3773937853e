/* The login host: what a refresh token gives, and when it ends. */
#include "tests/tenant/login-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void refresh__serves_both_resources__and_keeps_the_old_token(void **state)
{
	(void)state;
	g_autofree char *first = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) graph = renew(first, GRAPH_SCOPE);
	if (graph->status != 200)
		fail_msg("%s", graph->text);
	g_autoptr(Reply) me =
		call(GRAPH, "GET", "/v1.0/me", text_at(graph->json, "access_token"), NULL);
	assert_int_equal(me->status, 200);
	assert_string_not_equal(text_at(graph->json, "refresh_token"), first);
	g_autoptr(Reply) arm = renew(first, "https://management.core.windows.net//.default");
	g_autoptr(Reply) list =
		call(ARM, "GET", ELIGIBLE, text_at(arm->json, "access_token"), NULL);
	assert_int_equal(list->status, 200);
	/* The host's own address is a resource, too. */
	g_autofree char *own = g_strconcat(client.urls[ARM], "/.default", NULL);
	g_autoptr(Reply) here = renew(first, own);
	g_autoptr(Reply) same =
		call(ARM, "GET", ELIGIBLE, text_at(here->json, "access_token"), NULL);
	assert_int_equal(same->status, 200);
	expect_error(renew(first, "https://example.org/.default"), "invalid_scope", 70011);
	expect_error(renew("unknown", GRAPH_SCOPE), "invalid_grant", 70000);
}

static void refresh__ends__by_revocation_and_by_disuse(void **state)
{
	(void)state;
	g_autofree char *old = refresh_token("organizations", "you@contoso.com", "");
	reply_free(control("POST", "/clock", "{\"advance\":\"P91D\"}"));
	expect_error(renew(old, GRAPH_SCOPE), "invalid_grant", 700082);
	g_autofree char *fresh = refresh_token("organizations", "you@contoso.com", "");
	reply_free(control("POST", "/revoke/tokens", "{\"account\":\"you@contoso.com\"}"));
	expect_error(renew(fresh, GRAPH_SCOPE), "invalid_grant", 50173);
}

static void refresh__rotates_and_revokes_on_reuse__when_strict(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"login_strict\":true}"));
	g_autofree char *first = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) second = renew(first, "https://management.azure.com/.default");
	assert_int_equal(second->status, 200);
	expect_error(renew(text_at(second->json, "refresh_token"), GRAPH_SCOPE), "invalid_grant",
		     700022);
	g_autofree char *other = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) next = renew(other, "https://management.azure.com/.default");
	expect_error(renew(other, "https://management.azure.com/.default"), "invalid_grant", 50173);
	expect_error(renew(text_at(next->json, "refresh_token"),
			   "https://management.azure.com/.default"),
		     "invalid_grant", 50173);
	assert_int_equal(counter("reused_refresh_tokens"), 1);
	g_autoptr(Reply) no_pkce =
		call(LOGIN, "GET",
		     "/organizations/oauth2/v2.0/authorize?client_id=" CLIENT
		     "&response_type=code&scope=openid&redirect_uri=" REDIRECT_ENCODED,
		     NULL, NULL);
	g_autofree char *error = returned(no_pkce, "error");
	assert_string_equal(error, "invalid_request");
}

static void refresh__reaches_the_tenants_where_one_is_a_guest(void **state)
{
	(void)state;
	g_autofree char *yours = refresh_token("organizations", "you@contoso.com", "");
	g_autoptr(Reply) guest =
		renew_at(FABRIKAM, yours, "https://management.azure.com/.default openid", "");
	assert_int_equal(guest->status, 200);
	cJSON *id = claims_of(text_at(guest->json, "id_token"));
	assert_string_equal(text_at(id, "tid"), FABRIKAM);
	assert_string_not_equal(text_at(id, "oid"), client.oid);
	cJSON_Delete(id);
	g_autoptr(Reply) list =
		call(ARM, "GET", ELIGIBLE, text_at(guest->json, "access_token"), NULL);
	assert_int_equal(count_at(list->json, "value"), 2);
	g_autofree char *hers = refresh_token("organizations", "sara@contoso.com", "");
	expect_error(renew_at(FABRIKAM, hers, GRAPH_SCOPE, ""), "invalid_grant", 50020);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(refresh__serves_both_resources__and_keeps_the_old_token),
		TEST(refresh__ends__by_revocation_and_by_disuse),
		TEST(refresh__rotates_and_revokes_on_reuse__when_strict),
		TEST(refresh__reaches_the_tenants_where_one_is_a_guest),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
