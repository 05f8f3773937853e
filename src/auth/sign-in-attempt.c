#include "src/auth/sign-in-attempt.h"

#include <string.h>

#include "src/auth/claims.h"
#include "src/auth/device-code.h"
#include "src/auth/silent-sign-in.h"

struct SignInAttempt {
	const Registration *registration;
	Audience audience;
	bool is_device;
	unsigned pace_ms;
	char *oid, *tenant, *login_hint, *claims, *authority, *scope;
	SilentSignIn *silent; /* without a page; or NULL */
	SignIn *sign_in;      /* by browser; or NULL */
	DeviceCode *device;   /* by code; or NULL */
	CredentialsShow show;
	SignInDone done;
	gpointer data;
};

/* ---- who came back ---- */

static bool is_other(const char *wanted, const char *came)
{
	return wanted != NULL && g_ascii_strcasecmp(wanted, came) != 0;
}

static bool check_person(const SignInAttempt *attempt, const TokenClaims *claims, GError **error)
{
	bool is_id = attempt->tenant != NULL && g_uuid_string_is_valid(attempt->tenant);
	if (is_id && is_other(attempt->tenant, claims->tid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "the sign-in was for tenant %s, not for %s", claims->tid,
			    attempt->tenant);
		return false;
	}
	if (is_other(attempt->oid, claims->oid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "another account signed in: %s",
			    claims->upn != NULL ? claims->upn : claims->oid);
		return false;
	}
	return true;
}

static void on_signed_in(const SignInResult *result, const GError *failure, gpointer data)
{
	SignInAttempt *attempt = data;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (error == NULL)
		check_person(attempt, result->claims, &error);
	attempt->done(error == NULL ? result : NULL, error, attempt->data); /* freed in here */
}

/* ---- with a page ---- */

static void on_browse(const char *url, gpointer data)
{
	const SignInAttempt *attempt = data;
	const CredentialsPage page = { .url = url };
	attempt->show(&page, attempt->data);
}

static void on_refused(const GError *error, gpointer data)
{
	const SignInAttempt *attempt = data;
	const CredentialsPage page = { .refused = error };
	attempt->show(&page, attempt->data);
}

static void on_device_code(const DeviceCodePage *shown, gpointer data)
{
	const SignInAttempt *attempt = data;
	const CredentialsPage page = {
		.url = shown->url,
		.user_code = shown->user_code,
		.expires = shown->expires,
	};
	attempt->show(&page, attempt->data);
}

static void begin_device_code(SignInAttempt *attempt)
{
	const Registration *registration = attempt->registration;
	const DeviceCodeRequest device = {
		.authority = attempt->authority,
		.is_platform = registration_is_entra(registration),
		.client_id = registration_client_id(registration, attempt->audience),
		.scope = attempt->scope,
		.claims = attempt->claims,
		.pace_ms = attempt->pace_ms,
	};
	attempt->device = device_code_new(registration->http, registration->clock, &device,
					  on_device_code, on_signed_in, attempt);
}

/* Elsewhere than at Microsoft, offline_access may be ignored unless consent is asked for (OpenID Connect Core §11). */
static const char *choose_prompt(const SignInAttempt *attempt)
{
	if (!registration_is_entra(attempt->registration))
		return "consent";
	return attempt->login_hint == NULL ? "select_account" : NULL;
}

static void begin_browser(SignInAttempt *attempt)
{
	const Registration *registration = attempt->registration;
	const SignInRequest sign_in = {
		.authority = attempt->authority,
		.is_platform = registration_is_entra(registration),
		.client_id = registration_client_id(registration, attempt->audience),
		.scope = attempt->scope,
		.claims = attempt->claims,
		.login_hint = attempt->login_hint,
		.prompt = choose_prompt(attempt),
		.refused = on_refused,
	};
	attempt->sign_in = sign_in_new(registration->http, registration->clock, &sign_in, on_browse,
				       on_signed_in, attempt);
}

static void begin_page(SignInAttempt *attempt)
{
	if (attempt->is_device)
		begin_device_code(attempt);
	else
		begin_browser(attempt);
}

/* ---- without a page ---- */

static char *add_capability(const Registration *registration, const char *claims)
{
	return registration_is_entra(registration) ? claims_with_capability(claims)
						   : g_strdup(claims);
}

/* Whatever stands against it, the person can still come. Only that nothing could be asked at all is told. */
static void on_silent(const SignInResult *result, const GError *error, gpointer data)
{
	SignInAttempt *attempt = data;
	const char *wanted = auth_error_details(error).claims;
	if (error == NULL || error->domain != AUTH_ERROR) {
		on_signed_in(result, error, attempt);
		return;
	}
	g_clear_pointer(&attempt->silent, silent_sign_in_free);
	if (wanted != NULL) {
		g_free(attempt->claims);
		attempt->claims = add_capability(attempt->registration, wanted);
	}
	begin_page(attempt);
}

static void begin_silent(SignInAttempt *attempt, const SilentSource *source)
{
	const Registration *registration = attempt->registration;
	const SilentRequest silent = {
		.authority = attempt->authority,
		.scope = attempt->scope,
		.claims = attempt->claims,
		.from = source->key,
	};
	attempt->silent = silent_sign_in_new(registration->http, registration->clock, source->store,
					     &silent, on_silent, attempt);
}

/* ---- life ---- */

SignInAttempt *sign_in_attempt_new(const Registration *registration,
				   const CredentialsRequest *request, const SilentSource *source,
				   CredentialsShow show, SignInDone done, gpointer data)
{
	SignInAttempt *attempt = g_new0(SignInAttempt, 1);
	attempt->registration = registration;
	attempt->audience = request->audience;
	attempt->is_device = request->is_device;
	attempt->pace_ms = request->pace_ms;
	attempt->oid = g_strdup(request->oid);
	attempt->tenant = g_strdup(request->tenant);
	attempt->login_hint = g_strdup(request->login_hint);
	attempt->claims = add_capability(registration, request->claims);
	attempt->authority = registration_authority(registration, request->tenant);
	attempt->scope = registration_scope(registration, request->audience, request->permission);
	attempt->show = show;
	attempt->done = done;
	attempt->data = data;
	/* An issuer of one's own may end a grant that is used twice, and knows no tenants. */
	if (source != NULL && registration_is_entra(registration))
		begin_silent(attempt, source);
	else
		begin_page(attempt);
	return attempt;
}

void sign_in_attempt_free(SignInAttempt *attempt)
{
	if (attempt == NULL)
		return;
	silent_sign_in_free(attempt->silent);
	sign_in_free(attempt->sign_in);
	device_code_free(attempt->device);
	g_free(attempt->oid);
	g_free(attempt->tenant);
	g_free(attempt->login_hint);
	g_free(attempt->claims);
	g_free(attempt->authority);
	g_free(attempt->scope);
	g_free(attempt);
}

bool sign_in_attempt_paste(SignInAttempt *attempt, const char *address, GError **error)
{
	if (attempt->sign_in != NULL)
		return sign_in_paste(attempt->sign_in, address, error);
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_WRONG_ADDRESS,
			    "no sign-in is waiting for an address");
	return false;
}
