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

/* What the answer to our request has to hold; borrowed. */
typedef struct RedirectExpected {
	const Secret *state;
	const char *
		issuer; /* that `iss` of the answer, where it has one, names (RFC 9207); NULL: not known */
	bool names_issuer; /* the issuer has announced that each of its answers has `iss` */
} RedirectExpected;

/*
 * Reads a query ("code=…&state=…"). One with our state that breaks the protocol is a refusal, too: nobody waits for another.
 * `error` may be NULL.
 */
RedirectOutcome redirect_read(const char *query, const RedirectExpected *expected, Secret **code,
			      GError **error);

/* The query of an address that was pasted from the browser; NULL when it has none. The caller wipes and frees. */
char *redirect_query_of(const char *address);

#endif
