#include "src/auth/sign-in.h"

#include <string.h>

#include "src/auth/loopback.h"
#include "src/auth/pkce.h"
#include "src/base/browser.h"

#define PATIENCE_MS (15 * 60 * 1000)

struct SignIn {
	Http *http;
	Clock *clock;
	char *authority, *client_id, *scope, *claims, *login_hint, *prompt;
	guint16 port;
	unsigned deadline_ms;
	guint deadline; /* source; 0: no page is open */
	SignInBrowse browse;
	SignInDone done;
	SignInRefused refused;
	gpointer data;

	OidcMetadata metadata;
	uint64_t request; /* of the queue; 0: none under way */
	Loopback *loopback;
	Secret *state, *nonce, *verifier;
	char *redirect_url;
	GError *refusal; /* that was pasted; told from the main loop */
	guint refusing;
	bool is_abandoned; /* freed while a request was under way, whose end is awaited */
};

static void destroy(SignIn *sign_in)
{
	g_clear_handle_id(&sign_in->refusing, g_source_remove);
	g_clear_handle_id(&sign_in->deadline, g_source_remove);
	g_clear_error(&sign_in->refusal);
	loopback_free(sign_in->loopback);
	oidc_metadata_clear(&sign_in->metadata);
	secret_free(sign_in->state);
	secret_free(sign_in->nonce);
	secret_free(sign_in->verifier);
	g_free(sign_in->authority);
	g_free(sign_in->client_id);
	g_free(sign_in->scope);
	g_free(sign_in->claims);
	g_free(sign_in->login_hint);
	g_free(sign_in->prompt);
	g_free(sign_in->redirect_url);
	g_free(sign_in);
}

/* A request of the queue has ended. False: nobody wants to know, and all is freed. */
static bool take_end(SignIn *sign_in)
{
	sign_in->request = 0;
	if (!sign_in->is_abandoned)
		return true;
	destroy(sign_in);
	return false;
}

static void finish(SignIn *sign_in, const SignInResult *result, const GError *error)
{
	/* The error may be the listener's own, and the sign-in is freed in there, perhaps. */
	Loopback *loopback = g_steal_pointer(&sign_in->loopback);
	sign_in->done(result, error, sign_in->data);
	loopback_free(loopback);
}

/* ---- tokens ---- */

bool sign_in_check_tokens(const OauthTokens *tokens, const OidcExpected *expected,
			  TokenClaims *claims, GError **error)
{
	if (tokens->id == NULL) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
				    "no id token came with the sign-in");
		return false;
	}
	if (!oidc_check_id_token(tokens->id, expected, claims, error))
		return false;
	if (claims->oid != NULL && claims->tid != NULL)
		return true;
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN,
			    "the id token names no account (oid and tid)");
	return false;
}

static void on_tokens(const OauthTokens *tokens, const GError *failure, gpointer data)
{
	SignIn *sign_in = data;
	const OidcExpected expected = {
		.issuer = sign_in->metadata.issuer,
		.client_id = sign_in->client_id,
		.nonce = sign_in->nonce,
		.access = tokens != NULL ? tokens->access : NULL,
		.now = clock_now(sign_in->clock),
	};
	g_auto(TokenClaims) claims = { 0 };
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	const SignInResult result = {
		.tokens = tokens,
		.claims = &claims,
		.metadata = &sign_in->metadata,
	};
	if (!take_end(sign_in))
		return;
	if (tokens != NULL && error == NULL)
		sign_in_check_tokens(tokens, &expected, &claims, &error);
	finish(sign_in, error == NULL ? &result : NULL, error);
}

static void redeem(SignIn *sign_in, const Secret *code)
{
	g_autoptr(PostForm) form = post_form_new();
	g_clear_handle_id(&sign_in->deadline, g_source_remove);
	post_form_add(form, "grant_type", "authorization_code");
	post_form_add(form, "client_id", sign_in->client_id);
	post_form_add(form, "scope", sign_in->scope);
	post_form_add(form, "redirect_uri", sign_in->redirect_url);
	post_form_add(form, "claims", sign_in->claims);
	post_form_add_secret(form, "code", code);
	post_form_add_secret(form, "code_verifier", sign_in->verifier);
	sign_in->request = oauth_post(sign_in->http, sign_in->metadata.token_endpoint, form,
				      on_tokens, sign_in);
}

/* ---- the browser ---- */

static void on_code(const Secret *code, const GError *error, gpointer data)
{
	SignIn *sign_in = data;
	if (code == NULL) {
		finish(sign_in, NULL, error);
		return;
	}
	redeem(sign_in, code);
	g_clear_pointer(&sign_in->loopback, loopback_free);
}

static void on_strange(gpointer data)
{
	const SignIn *sign_in = data;
	g_autoptr(GError) error =
		g_error_new_literal(AUTH_ERROR, AUTH_ERROR_STRANGE_ANSWER,
				    "the browser brought an answer to another sign-in (state)");
	if (sign_in->refused != NULL)
		sign_in->refused(error, sign_in->data);
}

static void add(GString *url, const char *name, const char *value)
{
	g_autofree char *escaped = NULL;
	if (value == NULL)
		return;
	escaped = g_uri_escape_string(value, NULL, FALSE);
	g_string_append_printf(url, "%c%s=%s", strchr(url->str, '?') != NULL ? '&' : '?', name,
			       escaped);
}

static char *make_url(const SignIn *sign_in)
{
	GString *url = g_string_new(sign_in->metadata.authorization_endpoint);
	g_autofree char *challenge = pkce_challenge(sign_in->verifier);
	add(url, "client_id", sign_in->client_id);
	add(url, "response_type", "code");
	/* A query can be pasted by hand; a posted form could not. */
	add(url, "response_mode", "query");
	add(url, "redirect_uri", sign_in->redirect_url);
	add(url, "scope", sign_in->scope);
	add(url, "state", secret_peek(sign_in->state));
	add(url, "nonce", secret_peek(sign_in->nonce));
	add(url, "code_challenge", challenge);
	add(url, "code_challenge_method", "S256");
	add(url, "prompt", sign_in->prompt);
	add(url, "login_hint", sign_in->login_hint);
	add(url, "claims", sign_in->claims);
	return g_string_free(url, FALSE);
}

static gboolean on_deadline(gpointer data)
{
	SignIn *sign_in = data;
	g_autoptr(GError) error = g_error_new(AUTH_ERROR, AUTH_ERROR_TIMED_OUT,
					      "nobody came back from the page in %u minutes",
					      (sign_in->deadline_ms + 59999) / 60000);
	sign_in->deadline = 0;
	finish(sign_in, NULL, error);
	return G_SOURCE_REMOVE;
}

static RedirectExpected make_expected(const SignIn *sign_in)
{
	const char *issuer = sign_in->metadata.issuer;
	return (RedirectExpected){
		.state = sign_in->state,
		/* A pattern is nothing to compare with. */
		.issuer = strchr(issuer, '{') == NULL ? issuer : NULL,
		.names_issuer = sign_in->metadata.names_issuer,
	};
}

static void on_metadata(const OidcMetadata *metadata, const GError *error, gpointer data)
{
	SignIn *sign_in = data;
	g_autoptr(GError) failure = NULL;
	g_autofree char *url = NULL;
	RedirectExpected expected;
	if (!take_end(sign_in))
		return;
	if (error != NULL) {
		finish(sign_in, NULL, error);
		return;
	}
	oidc_metadata_copy(&sign_in->metadata, metadata);
	expected = make_expected(sign_in);
	sign_in->loopback = loopback_new(sign_in->port, &expected, on_code, sign_in, &failure);
	if (sign_in->loopback == NULL) {
		g_prefix_error(&failure, "no port to listen on for the browser: ");
		finish(sign_in, NULL, failure);
		return;
	}
	loopback_listen_refused(sign_in->loopback, on_strange);
	sign_in->redirect_url = g_strdup(loopback_url(sign_in->loopback));
	url = make_url(sign_in);
	/* The first part of it is the server's. */
	if (!browser_is_url(url)) {
		failure = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
					      "the address of the sign-in page is none");
		finish(sign_in, NULL, failure);
		return;
	}
	sign_in->deadline = g_timeout_add(sign_in->deadline_ms, on_deadline, sign_in);
	sign_in->browse(url, sign_in->data);
}

static gboolean on_refusing(gpointer data)
{
	SignIn *sign_in = data;
	g_autoptr(GError) refusal = g_steal_pointer(&sign_in->refusal);
	sign_in->refusing = 0;
	finish(sign_in, NULL, refusal);
	return G_SOURCE_REMOVE;
}

bool sign_in_paste(SignIn *sign_in, const char *address, GError **error)
{
	char *query = redirect_query_of(address);
	Secret *code = NULL;
	RedirectOutcome outcome = REDIRECT_FOREIGN;
	RedirectExpected expected = { 0 };
	if (sign_in->loopback != NULL)
		expected = make_expected(sign_in);
	if (query != NULL && sign_in->loopback != NULL)
		outcome = redirect_read(query, &expected, &code, &sign_in->refusal);
	secret_wipe_string(query);
	if (outcome == REDIRECT_FOREIGN) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_WRONG_ADDRESS,
				    "this is not the address that this sign-in is waiting for");
		return false;
	}
	g_clear_pointer(&sign_in->loopback, loopback_free);
	g_clear_handle_id(&sign_in->deadline, g_source_remove);
	if (outcome == REDIRECT_CODE)
		redeem(sign_in, code);
	else
		sign_in->refusing = g_idle_add(on_refusing, sign_in);
	secret_free(code);
	return true;
}

/* ---- life ---- */

SignIn *sign_in_new(Http *http, Clock *clock, const SignInRequest *request, SignInBrowse browse,
		    SignInDone done, gpointer data)
{
	SignIn *sign_in = g_new0(SignIn, 1);
	sign_in->http = http;
	sign_in->clock = clock;
	sign_in->authority = g_strdup(request->authority);
	sign_in->client_id = g_strdup(request->client_id);
	sign_in->scope = g_strdup(request->scope);
	sign_in->claims = g_strdup(request->claims);
	sign_in->login_hint = g_strdup(request->login_hint);
	sign_in->prompt = g_strdup(request->prompt);
	sign_in->port = request->port;
	sign_in->deadline_ms = request->deadline_ms != 0 ? request->deadline_ms : PATIENCE_MS;
	sign_in->browse = browse;
	sign_in->refused = request->refused;
	sign_in->done = done;
	sign_in->data = data;
	sign_in->state = random_token(32);
	sign_in->nonce = random_token(32);
	sign_in->verifier = random_token(32);
	sign_in->request =
		oidc_discover(http, sign_in->authority, request->is_platform, on_metadata, sign_in);
	return sign_in;
}

void sign_in_free(SignIn *sign_in)
{
	if (sign_in == NULL)
		return;
	if (sign_in->request == 0) {
		destroy(sign_in);
		return;
	}
	sign_in->is_abandoned = true;
	g_clear_pointer(&sign_in->loopback, loopback_free);
	http_cancel(sign_in->http, sign_in->request);
}
