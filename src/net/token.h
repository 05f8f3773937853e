/*
 * Where bearer tokens come from: an interface that src/auth implements and the HTTP queue uses.
 */
#ifndef MYROLES_NET_TOKEN_H
#define MYROLES_NET_TOKEN_H

#include <gio/gio.h>

#include "src/base/secret.h"

typedef enum {
	AUDIENCE_NONE, /* no token */
	AUDIENCE_ARM,
	AUDIENCE_GRAPH,
	AUDIENCE_COUNT,
} Audience;

typedef struct TokenProvider TokenProvider;

/* Called exactly once per request, never from inside token_provider_get. `token` borrowed, NULL with `error` set. */
typedef void (*TokenReady)(const Secret *token, const GError *error, gpointer data);

/* What is asked for; borrowed for the call. */
typedef struct TokenQuery {
	Audience audience;
	/* A token that the service answered 401 to, or NULL: not that one again, if there is any other. */
	const Secret *rejected;
	const char *claims;        /* a claims challenge as JSON to satisfy, or NULL */
	GCancellable *cancellable; /* or NULL */
} TokenQuery;

struct TokenProvider {
	/*
	 * Asks for a token. Calls for the same audience share one renewal. After the cancellable is canceled `ready`
	 * comes with G_IO_ERROR_CANCELLED.
	 */
	void (*get)(TokenProvider *provider, const TokenQuery *query, TokenReady ready,
		    gpointer data);
	/* Forgets the cached token of `audience`: after an activation the next one carries the new role. */
	void (*forget)(TokenProvider *provider, Audience audience);
	/* Calls that still wait get G_IO_ERROR_CANCELLED first. */
	void (*free)(TokenProvider *provider);
};

static inline void token_provider_free(TokenProvider *provider)
{
	if (provider != NULL)
		provider->free(provider);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TokenProvider, token_provider_free)

#endif
