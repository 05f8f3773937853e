/*
 * OpenID Connect: where an authority's endpoints are (Discovery 1.0 §4) and whether an id token is the one that was
 * asked for (Core 1.0 §3.1.3.7; the signature may go unchecked, since the token comes from the token endpoint over TLS).
 */
#ifndef MYROLES_AUTH_OIDC_H
#define MYROLES_AUTH_OIDC_H

#include "src/auth/jwt.h"
#include "src/model/settings.h"
#include "src/net/http.h"

typedef struct OidcMetadata {
	char *issuer; /* may hold "{tenantid}" (Entra's /organizations) */
	char *authorization_endpoint;
	char *token_endpoint;
	char *device_endpoint; /* NULL: none */
	bool names_issuer; /* each answer from the page does: one that does not is another's (RFC 9207) */
} OidcMetadata;

/* Deep; `copy` is zeroed before. */
void oidc_metadata_copy(OidcMetadata *copy, const OidcMetadata *metadata);

void oidc_metadata_clear(OidcMetadata *metadata);

/* "https://login.microsoftonline.com/{tenant}/v2.0"; `tenant` NULL: "organizations". The caller frees. */
char *oidc_authority(const Cloud *cloud, const char *tenant);

/* Exactly one of metadata and error is not NULL; both borrowed. */
typedef void (*OidcDiscovered)(const OidcMetadata *metadata, const GError *error, gpointer data);

/*
 * Reads {authority}/.well-known/openid-configuration. `is_platform`: Microsoft's, whose endpoints are on the authority's
 * host, where alone its refresh tokens go; an issuer of the settings may have them elsewhere. Returns the id for
 * http_cancel.
 */
uint64_t oidc_discover(Http *http, const char *authority, bool is_platform, OidcDiscovered done,
		       gpointer data);

/* What an id token has to say. */
typedef struct OidcExpected {
	const char *issuer; /* of the metadata */
	const char *client_id;
	const Secret *nonce;  /* NULL: none was sent */
	const Secret *access; /* the access token beside it; NULL: it is not compared */
	/* Whose it was before, of a renewal (OpenID Connect Core 1.0, section 12.2), as oidc_check_id_token told it; NULL: nobody's. */
	const char *oid, *tid;
	const char *subject; /* of the last one, as oidc_fingerprint says it; NULL: none is known */
	Instant now;
} OidcExpected;

/*
 * Whose an id token is, in 64 letters: a `sub` may be long, and hold what no store should be given. NULL for no `sub`. The caller
 * frees.
 */
char *oidc_fingerprint(const char *subject);

/* Errors: BAD_TOKEN. `claims` is zeroed before; oid and tid are there, as far as sub is. */
bool oidc_check_id_token(const Secret *token, const OidcExpected *expected, TokenClaims *claims,
			 GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OidcMetadata, oidc_metadata_clear)

#endif
