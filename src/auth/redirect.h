/*
 * What the browser brings back after signing in: the query of the redirect address (RFC 6749 §4.1.2). Anybody who
 * can reach the port or the clipboard can write it, so only one with our own `state` counts.
 */
#ifndef MYROLES_AUTH_REDIRECT_H
#define MYROLES_AUTH_REDIRECT_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/secret.h"

typedef enum {
	REDIRECT_FOREIGN, /* not an answer to our request: ignore it */
	REDIRECT_CODE,    /* *code is set */
	REDIRECT_ERROR,   /* our request was refused: error is set (AUTH_ERROR) */
} RedirectOutcome;

/*
 * Reads a query ("code=…&state=…"). `issuer` is compared with `iss` when the answer has one (RFC 9207); NULL: not
 * known. `error` may be NULL.
 */
RedirectOutcome redirect_read(const char *query, const Secret *state, const char *issuer,
			      Secret **code, GError **error);

/* The query of an address that was pasted from the browser; NULL when it has none. The caller wipes and frees. */
char *redirect_query_of(const char *address);

#endif
