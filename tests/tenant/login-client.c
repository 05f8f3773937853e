#include "tests/tenant/login-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

Reply *authorize_at(const char *tenant, const char *further)
{
	g_autofree char *scope = g_uri_escape_string(ARM_SCOPE, NULL, false);
	g_autofree char *path = g_strconcat("/", tenant,
					    "/oauth2/v2.0/authorize?client_id=" CLIENT
					    "&response_type=code&redirect_uri=" REDIRECT_ENCODED
					    "&state=st%2Bate&nonce=nonce1&code_challenge=" CHALLENGE
					    "&code_challenge_method=S256&scope=",
					    scope, further, NULL);
	return call(LOGIN, "GET", path, NULL, NULL);
}

static char *link_of(const Reply *page, const char *text)
{
	g_autofree char *end = g_strdup_printf("\">%s</a>", text);
	const char *stop = strstr(page->text, end);
	if (stop == NULL)
		fail_msg("no link %s in %ld %s", text, page->status, page->text);
	const char *start = g_strrstr_len(page->text, stop - page->text, "href=\"");
	g_autofree char *escaped =
		g_strndup(start + strlen("href=\""), (gsize)(stop - start) - strlen("href=\""));
	g_auto(GStrv) parts = g_strsplit(escaped, "&amp;", -1);
	return g_strjoinv("&", parts);
}

Reply *follow(const Reply *page, const char *text)
{
	g_autofree char *path = link_of(page, text);
	return call(LOGIN, "GET", path, NULL, NULL);
}

char *returned(const Reply *reply, const char *name)
{
	const char *location = g_hash_table_lookup(reply->headers, "location");
	if (location == NULL)
		fail_msg("no redirect: %ld %s", reply->status, reply->text);
	assert_true(g_str_has_prefix(location, REDIRECT "?"));
	g_autoptr(GHashTable) values = g_uri_parse_params(location + strlen(REDIRECT "?"), -1, "&",
							  G_URI_PARAMS_NONE, NULL);
	return g_strdup(g_hash_table_lookup(values, name));
}

char *sign_in_at(const char *tenant, const char *upn, const char *further)
{
	g_autoptr(Reply) page = authorize_at(tenant, further);
	g_autoptr(Reply) back = follow(page, upn);
	return returned(back, "code");
}

Reply *token(const char *tenant, const char *form)
{
	g_autofree char *path = g_strdup_printf("/%s/oauth2/v2.0/token", tenant);
	g_autofree char *body = g_strconcat("client_id=" CLIENT "&", form, NULL);
	return call(LOGIN, "POST", path, NULL, body);
}

Reply *redeem(const char *code, const char *verifier)
{
	g_autofree char *form = g_strconcat(
		"grant_type=authorization_code&redirect_uri=" REDIRECT_ENCODED "&code=", code,
		"&code_verifier=", verifier, NULL);
	return token("organizations", form);
}

Reply *renew_at(const char *tenant, const char *refresh_token, const char *scope,
		const char *claims)
{
	g_autofree char *escaped = g_uri_escape_string(scope, NULL, false);
	g_autofree char *asked = g_uri_escape_string(claims, NULL, false);
	g_autofree char *form =
		g_strdup_printf("grant_type=refresh_token&refresh_token=%s&scope=%s%s%s",
				refresh_token, escaped, *asked ? "&claims=" : "", asked);
	return token(tenant, form);
}

Reply *renew(const char *refresh_token, const char *scope)
{
	return renew_at("organizations", refresh_token, scope, "");
}

void expect_error(Reply *reply, const char *error, int number)
{
	g_autofree char *text = g_strdup_printf("AADSTS%d:", number);
	const char *description = text_at(reply->json, "error_description");
	if (reply->status != 400 || g_strcmp0(text_at(reply->json, "error"), error) != 0 ||
	    description == NULL || !g_str_has_prefix(description, text))
		fail_msg("expected %s %d, got %ld %s", error, number, reply->status, reply->text);
	reply_free(reply);
}

cJSON *claims_of(const char *jwt)
{
	g_auto(GStrv) parts = g_strsplit(jwt, ".", 3);
	g_autoptr(GString) text = g_string_new(parts[1]);
	g_strdelimit(text->str, "-", '+');
	g_strdelimit(text->str, "_", '/');
	while (text->len % 4)
		g_string_append_c(text, '=');
	gsize length;
	g_autofree guchar *plain = g_base64_decode(text->str, &length);
	g_autofree char *json = g_strndup((char *)plain, length);
	return cJSON_Parse(json);
}

char *refresh_token(const char *tenant, const char *upn, const char *further)
{
	g_autofree char *code = sign_in_at(tenant, upn, further);
	g_autoptr(Reply) reply = redeem(code, VERIFIER);
	if (reply->status != 200)
		fail_msg("%s", reply->text);
	return g_strdup(text_at(reply->json, "refresh_token"));
}
