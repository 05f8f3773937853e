/*
 * The token endpoint: a form goes out, tokens or a refusal come back (RFC 6749 §5; Microsoft identity platform).
 */
#ifndef MYROLES_AUTH_OAUTH_H
#define MYROLES_AUTH_OAUTH_H

#include "src/auth/error.h"
#include "src/auth/post-form.h"
#include "src/net/http.h"

typedef struct OauthTokens {
	Secret *access;
	Secret *refresh;    /* NULL: none came (keep the old one) */
	Secret *id;         /* NULL: none */
	int64_t expires_in; /* seconds from now; 0: not told */
	char *scope;        /* NULL: as asked */
} OauthTokens;

/* When the access token ends: as told, else as it says itself, else in an hour, which a service may deny earlier. */
Instant oauth_expiry(const OauthTokens *tokens, Instant now);

/* Exactly one of tokens and error is not NULL; both borrowed. */
typedef void (*OauthDone)(const OauthTokens *tokens, const GError *error, gpointer data);

/* Posts `form` to `endpoint`, never twice. `done` comes once, from the main loop. Returns the id for http_cancel. */
uint64_t oauth_post(Http *http, const char *endpoint, const PostForm *form, OauthDone done,
		    gpointer data);

/* A refusal taken apart; any member may be NULL. */
typedef struct OauthRefusal {
	const char *error, *suberror, *description, *correlation_id, *claims;
	int number; /* 0: the one in the description, if any */
} OauthRefusal;

/* What it means, by the platform's own classification: `error`, `suberror`, then the number. */
GError *oauth_error(const OauthRefusal *refusal);

/* Is it one? Errors of the identity platform come with status 200 too. */
bool oauth_is_refusal(const HttpResponse *response);

/* Reads an error answer of any endpoint of the identity platform. */
GError *oauth_error_from_response(const HttpResponse *response);

#endif
