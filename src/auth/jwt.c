#include "src/auth/jwt.h"

#include <string.h>

#include "src/auth/error.h"
#include "src/base/limits.h"
#include "src/json/value.h"

typedef struct RawClaims {
	TokenClaims claims;
	char *upn, *preferred_username, *unique_name, *name;
	char *appid;
} RawClaims;

#define FIELD(path, type, member)                                    \
	{                                                            \
		path, type, offsetof(RawClaims, member), false, NULL \
	}

static const JsonField fields[] = {
	FIELD("iss", JSON_FIELD_TEXT, claims.issuer),
	FIELD("nonce", JSON_FIELD_TEXT, claims.nonce),
	FIELD("sub", JSON_FIELD_TEXT, claims.subject),
	FIELD("oid", JSON_FIELD_TEXT, claims.oid),
	FIELD("tid", JSON_FIELD_TEXT, claims.tid),
	FIELD("scp", JSON_FIELD_TEXT, claims.scopes),
	FIELD("acrs", JSON_FIELD_TEXT_LIST, claims.acrs),
	FIELD("exp", JSON_FIELD_INT, claims.expires),
	FIELD("upn", JSON_FIELD_TEXT, upn),
	FIELD("preferred_username", JSON_FIELD_TEXT, preferred_username),
	FIELD("unique_name", JSON_FIELD_TEXT, unique_name),
	FIELD("name", JSON_FIELD_TEXT, name),
	FIELD("appid", JSON_FIELD_TEXT, appid),
	FIELD("azp", JSON_FIELD_TEXT, claims.azp),
	FIELD("at_hash", JSON_FIELD_TEXT, claims.at_hash),
};

void token_claims_clear(TokenClaims *claims)
{
	g_free(claims->issuer);
	g_clear_pointer(&claims->audiences, g_ptr_array_unref);
	g_free(claims->nonce);
	g_free(claims->subject);
	g_free(claims->azp);
	g_free(claims->at_hash);
	g_free(claims->algorithm);
	g_free(claims->oid);
	g_free(claims->tid);
	g_free(claims->upn);
	g_free(claims->client_id);
	g_free(claims->scopes);
	g_clear_pointer(&claims->acrs, g_ptr_array_unref);
	memset(claims, 0, sizeof *claims);
}

/* The first that is there and says something; the others are freed. */
static char *choose(char **texts, size_t count)
{
	char *chosen = NULL;
	for (size_t i = 0; i < count; i++) {
		if (chosen == NULL && texts[i] != NULL && *texts[i] != '\0')
			chosen = texts[i];
		else
			g_free(texts[i]);
	}
	return chosen;
}

/* base64url without padding (RFC 7515 §2) to what GLib decodes; NULL when there is another character in it. */
static char *decode_base64url(const char *text, size_t length, size_t *decoded_length)
{
	g_autoptr(GString) plain = g_string_sized_new(length + 4);
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (!g_ascii_isalnum(c) && c != '-' && c != '_')
			return NULL;
		g_string_append_c(plain, c == '-' ? '+' : c == '_' ? '/' : c);
	}
	while (plain->len % 4 != 0)
		g_string_append_c(plain, '=');
	return (char *)g_base64_decode(plain->str, decoded_length);
}

/* One text, or a list of them (RFC 7519 §4.1.3). False: it is something else. */
static bool read_audiences(const JsonValue *value, GPtrArray **audiences)
{
	g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func(g_free);
	const size_t length = json_array_length(value);
	if (value == NULL)
		return true;
	if (json_text(value) != NULL)
		g_ptr_array_add(read, g_strdup(json_text(value)));
	for (size_t i = 0; i < length; i++) {
		const char *text = json_text(json_array_at(value, i));
		if (text == NULL)
			return false;
		g_ptr_array_add(read, g_strdup(text));
	}
	*audiences = g_steal_pointer(&read);
	return (*audiences)->len > 0;
}

static bool read_claims(const char *text, size_t length, RawClaims *raw, GError **error)
{
	g_autoptr(JsonValue) value = json_parse(text, length, error);
	if (value == NULL || !json_decode(value, fields, G_N_ELEMENTS(fields), raw, error))
		return false;
	if (read_audiences(json_get(value, "aud"), &raw->claims.audiences))
		return true;
	g_set_error_literal(error, JSON_ERROR, JSON_ERROR_TYPE, "aud: not text, nor texts");
	return false;
}

/* Of the header; NULL: it names none. */
static char *read_algorithm(const char *text, size_t length)
{
	size_t decoded_length = 0;
	g_autofree char *header = decode_base64url(text, length, &decoded_length);
	g_autoptr(JsonValue) value =
		header != NULL ? json_parse(header, decoded_length, NULL) : NULL;
	return g_strdup(value != NULL ? json_text(json_get(value, "alg")) : NULL);
}

/* What stands in several claims is in one of them. */
static void settle(RawClaims *raw)
{
	char *names[] = { raw->upn, raw->preferred_username, raw->unique_name, raw->name };
	char *clients[] = { raw->appid, g_strdup(raw->claims.azp) };
	raw->claims.upn = choose(names, G_N_ELEMENTS(names));
	raw->claims.client_id = choose(clients, G_N_ELEMENTS(clients));
}

bool jwt_peek(const Secret *token, TokenClaims *out, GError **error)
{
	const char *text = secret_peek(token);
	const char *first = strchr(text, '.');
	const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
	g_autofree char *payload = NULL;
	g_autoptr(GError) why = NULL;
	RawClaims raw = { 0 };
	size_t length = 0;
	if (secret_length(token) <= LIMIT_TOKEN && second != NULL)
		payload = decode_base64url(first + 1, (size_t)(second - first) - 1, &length);
	if (payload == NULL) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN,
				    "the token does not say whose it is");
		return false;
	}
	if (!read_claims(payload, length, &raw, &why))
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN,
			    "the token's claims cannot be read: %s", why->message);
	settle(&raw);
	raw.claims.algorithm = read_algorithm(text, (size_t)(first - text));
	if (why != NULL)
		token_claims_clear(&raw.claims);
	else
		*out = raw.claims;
	return why == NULL;
}

bool token_is_plausible(const Secret *token)
{
	const char *text = secret_peek(token);
	if (secret_length(token) == 0 || secret_length(token) > LIMIT_TOKEN)
		return false;
	for (size_t i = 0; i < secret_length(token); i++) {
		if (!g_ascii_isgraph(text[i]))
			return false;
	}
	return true;
}
