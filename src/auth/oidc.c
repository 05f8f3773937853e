#include "src/auth/oidc.h"

#include <string.h>

#include "src/auth/error.h"
#include "src/auth/oauth.h"
#include "src/auth/pkce.h"
#include "src/json/value.h"
#include "src/net/url.h"

/* Clocks may differ by so much; seconds. */
#define SKEW 300

#define TENANT_MARK "{tenantid}"

static const JsonField fields[] = {
	{ "issuer", JSON_FIELD_TEXT, offsetof(OidcMetadata, issuer), true, NULL },
	{ "authorization_endpoint", JSON_FIELD_TEXT, offsetof(OidcMetadata, authorization_endpoint),
	  true, NULL },
	{ "token_endpoint", JSON_FIELD_TEXT, offsetof(OidcMetadata, token_endpoint), true, NULL },
	{ "device_authorization_endpoint", JSON_FIELD_TEXT, offsetof(OidcMetadata, device_endpoint),
	  false, NULL },
	{ "authorization_response_iss_parameter_supported", JSON_FIELD_BOOL,
	  offsetof(OidcMetadata, names_issuer), false, NULL },
};

/* Hosts of one identity platform that answer with another one's name as issuer (MSAL's list of aliases). */
static const char *const aliases[][2] = {
	{ "login.chinacloudapi.cn", "login.partner.microsoftonline.cn" },
	{ "login.usgovcloudapi.net", "login.microsoftonline.us" },
	{ "login.windows.net", "login.microsoftonline.com" },
	{ "login.microsoft.com", "login.microsoftonline.com" },
};

void oidc_metadata_clear(OidcMetadata *metadata)
{
	g_clear_pointer(&metadata->issuer, g_free);
	g_clear_pointer(&metadata->authorization_endpoint, g_free);
	g_clear_pointer(&metadata->token_endpoint, g_free);
	g_clear_pointer(&metadata->device_endpoint, g_free);
}

void oidc_metadata_copy(OidcMetadata *copy, const OidcMetadata *metadata)
{
	copy->issuer = g_strdup(metadata->issuer);
	copy->authorization_endpoint = g_strdup(metadata->authorization_endpoint);
	copy->token_endpoint = g_strdup(metadata->token_endpoint);
	copy->device_endpoint = g_strdup(metadata->device_endpoint);
	copy->names_issuer = metadata->names_issuer;
}

char *oidc_authority(const Cloud *cloud, const char *tenant)
{
	return g_strconcat(cloud->login, "/", tenant != NULL ? tenant : "organizations", "/v2.0",
			   NULL);
}

/* ---- discovery ---- */

typedef struct Discovery {
	char *authority;
	bool is_platform;
	OidcDiscovered done;
	gpointer data;
} Discovery;

static bool is_alias(const char *host, const char *other)
{
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++) {
		if (strcmp(host, aliases[i][0]) == 0 && strcmp(other, aliases[i][1]) == 0)
			return true;
	}
	return false;
}

/* Is `url` on the authority's host, or on the host whose alias that is? */
static bool is_same_site(const Url *url, const Url *authority)
{
	if (strcmp(url->scheme, authority->scheme) != 0 || strcmp(url->port, authority->port) != 0)
		return false;
	return strcmp(url->host, authority->host) == 0 || is_alias(authority->host, url->host);
}

/*
 * The issuer is the authority itself, or, for the identity platform, whose tenants have several names, another path
 * on the same host.
 */
static bool is_issuer_of(const char *issuer, const char *authority)
{
	g_auto(Url) first = { 0 };
	g_auto(Url) second = { 0 };
	g_autofree char *plain = g_strdup(issuer);
	char *mark = strstr(plain, TENANT_MARK);
	/* Braces do not belong into a URL. */
	if (mark != NULL)
		memset(mark, 'x', strlen(TENANT_MARK));
	return url_parse(plain, &first, NULL) && url_parse(authority, &second, NULL) &&
	       is_same_site(&first, &second);
}

static bool is_usable(const Discovery *discovery, const char *endpoint)
{
	g_auto(Url) url = { 0 };
	g_auto(Url) authority = { 0 };
	if (!url_parse(endpoint, &url, NULL))
		return false;
	return !discovery->is_platform || (url_parse(discovery->authority, &authority, NULL) &&
					   is_same_site(&url, &authority));
}

static bool check_metadata(const OidcMetadata *metadata, const Discovery *discovery, GError **error)
{
	const char *authority = discovery->authority;
	const char *what = NULL;
	if (!is_issuer_of(metadata->issuer, authority))
		what = "issuer";
	else if (!is_usable(discovery, metadata->authorization_endpoint))
		what = "authorization_endpoint";
	else if (!is_usable(discovery, metadata->token_endpoint))
		what = "token_endpoint";
	else if (metadata->device_endpoint != NULL &&
		 !is_usable(discovery, metadata->device_endpoint))
		what = "device_authorization_endpoint";
	if (what == NULL)
		return true;
	g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER, "%s: its metadata has a wrong %s",
		    authority, what);
	return false;
}

static bool read_metadata(const HttpResponse *response, const Discovery *discovery,
			  OidcMetadata *metadata, GError **error)
{
	size_t length;
	const char *body = http_response_body(response, &length);
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonValue) value = json_parse(body, length, &why);
	if (value == NULL || !json_decode(value, fields, G_N_ELEMENTS(fields), metadata, &why)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
			    "%s: its metadata cannot be read: %s", discovery->authority,
			    why->message);
		return false;
	}
	return check_metadata(metadata, discovery, error);
}

static void on_metadata(const HttpResponse *response, const GError *failure, gpointer data)
{
	Discovery *discovery = data;
	g_auto(OidcMetadata) metadata = { 0 };
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (response != NULL && http_response_status(response) != 200)
		error = oauth_error_from_response(response);
	else if (response != NULL)
		read_metadata(response, discovery, &metadata, &error);
	discovery->done(error == NULL ? &metadata : NULL, error, discovery->data);
	g_free(discovery->authority);
	g_free(discovery);
}

uint64_t oidc_discover(Http *http, const char *authority, bool is_platform, OidcDiscovered done,
		       gpointer data)
{
	Discovery *discovery = g_new0(Discovery, 1);
	g_autofree char *url = NULL;
	HttpRequest request = { .method = HTTP_GET,
				.audience = AUDIENCE_NONE,
				.deadline_ms = 30000 };
	discovery->authority = g_strdup(authority);
	while (g_str_has_suffix(discovery->authority, "/"))
		discovery->authority[strlen(discovery->authority) - 1] = '\0';
	discovery->is_platform = is_platform;
	discovery->done = done;
	discovery->data = data;
	request.url = url =
		g_strconcat(discovery->authority, "/.well-known/openid-configuration", NULL);
	return http_send(http, &request, on_metadata, discovery);
}

/* ---- id tokens ---- */

static bool is_issuer(const char *pattern, const TokenClaims *claims)
{
	g_autoptr(GString) issuer = g_string_new(pattern);
	if (claims->issuer == NULL)
		return false;
	if (claims->tid != NULL)
		g_string_replace(issuer, TENANT_MARK, claims->tid, 0);
	return strcmp(issuer->str, claims->issuer) == 0;
}

/* It names us, and where it names others too, that it was issued to us (OpenID Connect Core 1.0, section 3.1.3.7, 3–5). */
static bool is_audience(const TokenClaims *claims, const char *client_id)
{
	const GPtrArray *all = claims->audiences;
	for (guint i = 0; all != NULL && i < all->len; i++)
		if (strcmp(all->pdata[i], client_id) == 0)
			return all->len == 1 || claims->azp != NULL;
	return false;
}

/* The hash that goes with the signature's algorithm; false: it is not known here. */
static bool find_hash(const char *algorithm, GChecksumType *type)
{
	static const struct {
		const char *ending;
		GChecksumType type;
	} hashes[] = {
		{ "S256", G_CHECKSUM_SHA256 },    { "S384", G_CHECKSUM_SHA384 },
		{ "S512", G_CHECKSUM_SHA512 },    { "EdDSA", G_CHECKSUM_SHA512 },
		{ "Ed25519", G_CHECKSUM_SHA512 }, { "ES256K", G_CHECKSUM_SHA256 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(hashes); i++) {
		*type = hashes[i].type;
		if (g_str_has_suffix(algorithm, hashes[i].ending))
			return true;
	}
	return false;
}

/* The left half of the access token's hash (OpenID Connect Core 1.0, section 3.1.3.6). */
static bool is_hash_of(const TokenClaims *claims, const Secret *access)
{
	GChecksumType type;
	unsigned char digest[64];
	gsize length = sizeof digest;
	g_autofree char *expected = NULL;
	g_autoptr(GChecksum) sum = NULL;
	if (!find_hash(claims->algorithm, &type))
		return true;
	sum = g_checksum_new(type);
	g_checksum_update(sum, (const guchar *)secret_peek(access), (gssize)secret_length(access));
	g_checksum_get_digest(sum, digest, &length);
	expected = base64url_encode(digest, length / 2);
	return strcmp(claims->at_hash, expected) == 0;
}

/* Without a signature anybody could have made it, wherever it comes from. */
static bool is_signed(const Secret *token, const TokenClaims *claims)
{
	const char *signature = strrchr(secret_peek(token), '.');
	return claims->algorithm != NULL && g_ascii_strcasecmp(claims->algorithm, "none") != 0 &&
	       signature != NULL && signature[1] != '\0';
}

static const char *find_fault(const Secret *token, const TokenClaims *claims,
			      const OidcExpected *expected)
{
	g_autoptr(Secret) nonce =
		claims->nonce != NULL ? secret_new(claims->nonce, -1) : secret_new("", 0);
	if (!is_signed(token, claims))
		return "alg";
	if (!is_issuer(expected->issuer, claims))
		return "iss";
	if (!is_audience(claims, expected->client_id))
		return "aud";
	if (claims->azp != NULL && strcmp(claims->azp, expected->client_id) != 0)
		return "azp";
	if (expected->nonce != NULL && !secret_equal(nonce, expected->nonce))
		return "nonce";
	if (claims->expires == 0 || claims->expires < expected->now - SKEW)
		return "exp";
	if (expected->access != NULL && claims->at_hash != NULL &&
	    !is_hash_of(claims, expected->access))
		return "at_hash";
	return NULL;
}

/* Providers without these claims of Entra's have one tenant, and know the person by `sub` alone. */
static void name_account(TokenClaims *claims)
{
	if (claims->oid == NULL)
		claims->oid = g_strdup(claims->subject);
	if (claims->tid == NULL)
		claims->tid = g_strdup(claims->issuer);
}

static bool is_other(const char *before, const char *now)
{
	return before != NULL && (now == NULL || g_ascii_strcasecmp(before, now) != 0);
}

/* Letters count in it (OpenID Connect Core 1.0, section 2). */
char *oidc_fingerprint(const char *subject)
{
	return subject == NULL ? NULL
			       : g_compute_checksum_for_string(G_CHECKSUM_SHA256, subject, -1);
}

bool oidc_check_id_token(const Secret *token, const OidcExpected *expected, TokenClaims *claims,
			 GError **error)
{
	g_auto(TokenClaims) read = { 0 };
	const char *fault;
	if (!jwt_peek(token, &read, error))
		return false;
	fault = find_fault(token, &read, expected);
	name_account(&read);
	if (fault == NULL && is_other(expected->tid, read.tid))
		fault = "iss";
	g_autofree char *subject = oidc_fingerprint(read.subject);
	const bool is_other_subject =
		expected->subject != NULL && g_strcmp0(expected->subject, subject) != 0;
	if (fault == NULL && (is_other_subject || is_other(expected->oid, read.oid)))
		fault = "sub";
	if (fault != NULL) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN,
			    "the id token is not the one that was asked for (%s)", fault);
		return false;
	}
	*claims = read;
	memset(&read, 0, sizeof read);
	return true;
}
