#include "src/auth/silent-sign-in.h"

struct SilentSignIn {
	Http *http;
	Clock *clock;
	char *authority, *client_id, *scope, *claims;
	SignInDone done;
	gpointer data;

	Secret *refresh;
	OidcMetadata metadata;
	uint64_t request;  /* of the queue; 0: the store is asked */
	bool is_over;      /* has answered */
	bool is_abandoned; /* freed while a call was under way, whose end is awaited */
};

static void destroy(SilentSignIn *silent)
{
	oidc_metadata_clear(&silent->metadata);
	secret_free(silent->refresh);
	g_free(silent->authority);
	g_free(silent->client_id);
	g_free(silent->scope);
	g_free(silent->claims);
	g_free(silent);
}

/* A call has ended. False: nobody wants to know, and all is freed. */
static bool take_end(SilentSignIn *silent)
{
	silent->request = 0;
	if (!silent->is_abandoned)
		return true;
	destroy(silent);
	return false;
}

static void finish(SilentSignIn *silent, const SignInResult *result, const GError *error)
{
	silent->is_over = true;
	silent->done(result, error, silent->data); /* freed in here, perhaps */
}

static void on_tokens(const OauthTokens *tokens, const GError *failure, gpointer data)
{
	SilentSignIn *silent = data;
	g_auto(TokenClaims) claims = { 0 };
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (!take_end(silent))
		return;

	const OidcExpected expected = {
		.issuer = silent->metadata.issuer,
		.client_id = silent->client_id,
		.access = tokens != NULL ? tokens->access : NULL,
		.now = clock_now(silent->clock),
	};
	const SignInResult result = {
		.tokens = tokens,
		.claims = &claims,
		.metadata = &silent->metadata,
	};

	if (error == NULL)
		sign_in_check_tokens(tokens, &expected, &claims, &error);
	finish(silent, error == NULL ? &result : NULL, error);
}

static void on_metadata(const OidcMetadata *metadata, const GError *error, gpointer data)
{
	SilentSignIn *silent = data;
	g_autoptr(PostForm) form = post_form_new();
	if (!take_end(silent))
		return;
	if (metadata == NULL) {
		finish(silent, NULL, error);
		return;
	}
	silent->metadata.issuer = g_strdup(metadata->issuer);
	post_form_add(form, "grant_type", "refresh_token");
	post_form_add(form, "client_id", silent->client_id);
	post_form_add(form, "scope", silent->scope);
	post_form_add(form, "claims", silent->claims);
	post_form_add_secret(form, "refresh_token", silent->refresh);
	silent->request =
		oauth_post(silent->http, metadata->token_endpoint, form, on_tokens, silent);
}

static void on_loaded(const Secret *value, const GError *error, gpointer data)
{
	SilentSignIn *silent = data;
	g_autoptr(GError) none = NULL;
	if (!take_end(silent))
		return;
	if (value == NULL) {
		if (error == NULL)
			none = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN,
						   "nobody is signed in");
		finish(silent, NULL, error != NULL ? error : none);
		return;
	}
	silent->refresh = secret_copy(value);
	silent->request = oidc_discover(silent->http, silent->authority, true, on_metadata, silent);
}

SilentSignIn *silent_sign_in_new(Http *http, Clock *clock, TokenStore *store,
				 const SilentRequest *request, SignInDone done, gpointer data)
{
	SilentSignIn *silent = g_new0(SilentSignIn, 1);
	silent->http = http;
	silent->clock = clock;
	silent->authority = g_strdup(request->authority);
	silent->client_id = g_strdup(request->from.client_id);
	silent->scope = g_strdup(request->scope);
	silent->claims = g_strdup(request->claims);
	silent->done = done;
	silent->data = data;
	store->load(store, &request->from, on_loaded, silent);
	return silent;
}

void silent_sign_in_free(SilentSignIn *silent)
{
	if (silent == NULL)
		return;
	if (silent->is_over) {
		destroy(silent);
		return;
	}
	silent->is_abandoned = true;
	if (silent->request != 0)
		http_cancel(silent->http, silent->request);
}
