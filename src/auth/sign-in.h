/*
 * Signing in by browser: authorization code with PKCE on a loopback port (RFC 8252, RFC 7636). A state machine on the
 * main loop: discovery, listener, browser, code, tokens, checks. Nothing waits in a nested loop; freeing it ends it.
 */
#ifndef MYROLES_AUTH_SIGN_IN_H
#define MYROLES_AUTH_SIGN_IN_H

#include "src/auth/oauth.h"
#include "src/auth/oidc.h"

typedef struct SignIn SignIn;

/* The browser brought an answer to another request, which is refused; the sign-in goes on waiting. AUTH_ERROR_STRANGE_ANSWER. */
typedef void (*SignInRefused)(const GError *error, gpointer data);

typedef struct SignInRequest {
	const char *authority;
	bool is_platform; /* see oidc_discover */
	const char *client_id;
	const char *scope;      /* of one resource, with "openid profile offline_access" */
	const char *claims;     /* a challenge to satisfy as JSON; NULL: none */
	const char *login_hint; /* NULL: none */
	const char *prompt;     /* NULL: the platform's default */
	guint16 port;           /* 0: any free one */
	unsigned deadline_ms;   /* for the person at the page; 0: fifteen minutes */
	SignInRefused refused;  /* NULL: nobody wants to know */
} SignInRequest;

/* Who signed in, and with what. */
typedef struct SignInResult {
	const OauthTokens *tokens;
	const TokenClaims *claims; /* of the id token; oid and tid are there */
	const OidcMetadata *metadata;
} SignInResult;

/* The page to open in a browser: an https address that this program built. Borrowed. */
typedef void (*SignInBrowse)(const char *url, gpointer data);

/* Exactly one of result and error is not NULL; both borrowed. Comes once; then free the SignIn (or in here). */
typedef void (*SignInDone)(const SignInResult *result, const GError *error, gpointer data);

/*
 * `http` and `clock` are borrowed, `request` is copied. The callbacks come from the main loop. Nobody is listened to for
 * ever: TIMED_OUT.
 */
SignIn *sign_in_new(Http *http, Clock *clock, const SignInRequest *request, SignInBrowse browse,
		    SignInDone done, gpointer data);
void sign_in_free(SignIn *sign_in);

/* Of any way to sign in: whose tokens they are; zeroed `claims` are filled in. Errors: BAD_ANSWER, BAD_TOKEN. */
bool sign_in_check_tokens(const OauthTokens *tokens, const OidcExpected *expected,
			  TokenClaims *claims, GError **error);

/*
 * The redirected address, pasted by the person whose browser runs elsewhere; a refusal in it ends the sign-in with that
 * error. False: it is not the answer that is awaited.
 */
bool sign_in_paste(SignIn *sign_in, const char *address, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignIn, sign_in_free)

#endif
