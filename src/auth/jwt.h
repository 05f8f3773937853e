/*
 * A look into an access token (RFC 7519, Microsoft's access token claims). Opaque to clients by contract: what is
 * read is a hint for showing, comparing and timing, never a decision that a service would have to make. The
 * signature is not checked.
 */
#ifndef MYROLES_AUTH_JWT_H
#define MYROLES_AUTH_JWT_H

#include <stdbool.h>

#include "src/base/clock.h"
#include "src/base/secret.h"

/* Of members that are not there: NULL, and 0. */
typedef struct TokenClaims {
	char *issuer;         /* iss */
	GPtrArray *audiences; /* char*: aud, which may name several */
	char *nonce;          /* id tokens only */
	char *subject;        /* sub */
	char *oid, *tid;
	char *azp;       /* the client that it was issued to */
	char *at_hash;   /* id tokens only: of the access token beside it */
	char *algorithm; /* alg, of the header */
	char *upn;       /* upn, else preferred_username, else unique_name, else name */
	char *client_id; /* appid (v1), azp (v2) */
	char *scopes;    /* scp, separated by blanks */
	GPtrArray *acrs; /* char* */
	Instant expires;
} TokenClaims;

/* False, with AUTH_ERROR_BAD_TOKEN, when it is no readable JWT. `out` is zeroed before. */
bool jwt_peek(const Secret *token, TokenClaims *out, GError **error);
void token_claims_clear(TokenClaims *claims);

/* Is it fit to stand in a header line: printable ASCII without blanks, not longer than LIMIT_TOKEN? */
bool token_is_plausible(const Secret *token);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TokenClaims, token_claims_clear)

#endif
