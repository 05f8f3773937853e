/* Signing in: whom to ask, what for, who came back, and keeping the tokens. */
#include <string.h>

#include "src/auth/audience.h"
#include "src/auth/claims.h"
#include "src/auth/credentials-internal.h"
#include "src/model/permission.h"

/* ---- what is asked for ---- */

/* Microsoft's own client has no permissions of its own registration: each is named, so that consent is asked for it. */
static char *named_permissions(const char *resource)
{
	GString *scope = g_string_new(NULL);
	size_t count;
	const Permission *table = permission_table(&count);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(scope, "%s/%s ", resource, table[i].name);
	return g_string_free(scope, FALSE);
}

static char *make_scope(const Credentials *credentials, Audience audience)
{
	g_autofree char *resource = audience_resource(credentials->cloud, audience);
	bool is_named =
		audience == AUDIENCE_GRAPH &&
		strcmp(credentials_client_id(credentials, audience), CLIENT_GRAPH_TOOLS) == 0;
	g_autofree char *permissions =
		is_named ? named_permissions(resource) : g_strconcat(resource, "/.default ", NULL);

	return g_strconcat(permissions, "openid profile offline_access", NULL);
}

static const char *tenant_of(const Credentials *credentials, const CredentialsRequest *request)
{
	if (request->tenant != NULL)
		return request->tenant;
	return credentials->tid != NULL ? credentials->tid : credentials->settings->tenant;
}

/* ---- the end ---- */

static void pending_free(PendingSignIn *pending)
{
	silent_sign_in_free(pending->silent);
	sign_in_free(pending->sign_in);
	device_code_free(pending->device);
	g_free(pending->oid);
	g_free(pending->tenant);
	g_free(pending->login_hint);
	g_free(pending->claims);
	g_free(pending->authority);
	g_free(pending->scope);
	g_free(pending->came_oid);
	g_free(pending->came_tid);
	g_free(pending->came_upn);
	secret_free(pending->access);
	secret_free(pending->refresh);
	g_free(pending);
}

void credentials_cancel(Credentials *credentials)
{
	g_clear_pointer(&credentials->pending, pending_free);
}

static void fail(Credentials *credentials, const GError *error)
{
	PendingSignIn *pending = g_steal_pointer(&credentials->pending);

	pending->done(NULL, error, pending->data);
	pending_free(pending);
}

static void succeed(Credentials *credentials, const GError *unkept)
{
	PendingSignIn *pending = g_steal_pointer(&credentials->pending);
	const CredentialsResult result = {
		.oid = pending->came_oid,
		.tid = pending->came_tid,
		.upn = pending->came_upn,
		.access = pending->access,
		.expires = pending->expires,
		.unkept = unkept,
	};

	pending->done(&result, NULL, pending->data);
	pending_free(pending);
}

void credentials_saved(Credentials *credentials, const GError *unkept)
{
	const PendingSignIn *pending = credentials->pending;

	if (!credentials_is_account(credentials, pending->came_oid, pending->came_tid))
		credentials_set_account(credentials, pending->came_oid, pending->came_tid,
					credentials->is_separate);
	credentials_hold(credentials, pending->audience, unkept != NULL ? pending->refresh : NULL);
	credentials_keep(credentials, pending->audience, pending->access, pending->expires);
	succeed(credentials, unkept);
}

/* ---- who came back ---- */

static bool is_other(const char *wanted, const char *came)
{
	return wanted != NULL && g_ascii_strcasecmp(wanted, came) != 0;
}

static bool check_person(const PendingSignIn *pending, const TokenClaims *claims, GError **error)
{
	bool is_id = pending->tenant != NULL && g_uuid_string_is_valid(pending->tenant);

	if (is_id && is_other(pending->tenant, claims->tid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "the sign-in was for tenant %s, not for %s", claims->tid,
			    pending->tenant);
		return false;
	}
	if (is_other(pending->oid, claims->oid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "another account signed in: %s",
			    claims->upn != NULL ? claims->upn : claims->oid);
		return false;
	}
	return true;
}

static void take(PendingSignIn *pending, const SignInResult *result, Instant now)
{
	pending->came_oid = g_strdup(result->claims->oid);
	pending->came_tid = g_strdup(result->claims->tid);
	pending->came_upn = g_strdup(result->claims->upn);
	pending->access = secret_copy(result->tokens->access);
	pending->refresh = secret_copy(result->tokens->refresh);
	pending->expires = now + result->tokens->expires_in;
}

static void on_signed_in(const SignInResult *result, const GError *failure, gpointer data)
{
	Credentials *credentials = data;
	PendingSignIn *pending = credentials->pending;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;

	if (error == NULL)
		check_person(pending, result->claims, &error);
	if (error == NULL && result->tokens->refresh == NULL)
		error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
					    "no refresh token came with the sign-in");
	if (error != NULL) {
		fail(credentials, error);
		return;
	}
	take(pending, result, clock_now(credentials->clock));
	credentials_save(credentials);
}

/* ---- the beginning ---- */

static void on_browse(const char *url, gpointer data)
{
	const PendingSignIn *pending = ((Credentials *)data)->pending;
	const CredentialsPage page = { .url = url };

	pending->show(&page, pending->data);
}

static void on_device_code(const DeviceCodePage *shown, gpointer data)
{
	const PendingSignIn *pending = ((Credentials *)data)->pending;
	const CredentialsPage page = { shown->url, shown->user_code, shown->expires };

	pending->show(&page, pending->data);
}

static void begin_device_code(Credentials *credentials, PendingSignIn *pending)
{
	const DeviceCodeRequest device = {
		.authority = pending->authority,
		.is_platform = credentials_is_entra(credentials),
		.client_id = credentials_client_id(credentials, pending->audience),
		.scope = pending->scope,
		.claims = pending->claims,
		.pace_ms = pending->pace_ms,
	};

	pending->device = device_code_new(credentials_http(credentials), credentials->clock,
					  &device, on_device_code, on_signed_in, credentials);
}

static void begin_browser(Credentials *credentials, PendingSignIn *pending)
{
	const bool has_choice = credentials_is_entra(credentials) && pending->login_hint == NULL;
	const SignInRequest sign_in = {
		.authority = pending->authority,
		.is_platform = credentials_is_entra(credentials),
		.client_id = credentials_client_id(credentials, pending->audience),
		.scope = pending->scope,
		.claims = pending->claims,
		.login_hint = pending->login_hint,
		.prompt = has_choice ? "select_account" : NULL,
	};

	pending->sign_in = sign_in_new(credentials_http(credentials), credentials->clock, &sign_in,
				       on_browse, on_signed_in, credentials);
}

static void begin_page(Credentials *credentials)
{
	PendingSignIn *pending = credentials->pending;

	if (pending->is_device)
		begin_device_code(credentials, pending);
	else
		begin_browser(credentials, pending);
}

/* ---- without a page ---- */

static char *add_capability(const Credentials *credentials, const char *claims)
{
	return credentials_is_entra(credentials) ? claims_with_capability(claims)
						 : g_strdup(claims);
}

/* Whatever stands against it, the person can still come. Only that nothing could be asked at all is told. */
static void on_silent(const SignInResult *result, const GError *error, gpointer data)
{
	Credentials *credentials = data;
	PendingSignIn *pending = credentials->pending;
	const char *wanted = auth_error_details(error).claims;

	if (error == NULL || error->domain != AUTH_ERROR) {
		on_signed_in(result, error, credentials);
		return;
	}
	g_clear_pointer(&pending->silent, silent_sign_in_free);
	if (wanted != NULL) {
		g_free(pending->claims);
		pending->claims = add_capability(credentials, wanted);
	}
	begin_page(credentials);
}

static void begin_silent(Credentials *credentials, const CredentialsRequest *request)
{
	PendingSignIn *pending = credentials->pending;
	const SilentRequest silent = {
		.authority = pending->authority,
		.scope = pending->scope,
		.claims = pending->claims,
		.from = credentials_key(credentials, request->audience, request->from_oid,
					request->from_tid),
	};

	pending->silent = silent_sign_in_new(credentials_http(credentials), credentials->clock,
					     credentials->store, &silent, on_silent, credentials);
}

void credentials_sign_in(Credentials *credentials, const CredentialsRequest *request,
			 CredentialsShow show, CredentialsDone done, gpointer data)
{
	PendingSignIn *pending = g_new0(PendingSignIn, 1);

	credentials_cancel(credentials);
	credentials->pending = pending;
	pending->number = ++credentials->sign_ins;
	pending->audience = request->audience;
	pending->is_device = request->is_device;
	pending->pace_ms = request->pace_ms;
	pending->oid = g_strdup(request->oid);
	pending->tenant = g_strdup(tenant_of(credentials, request));
	pending->login_hint = g_strdup(request->login_hint);
	pending->claims = add_capability(credentials, request->claims);
	pending->authority = credentials_authority(credentials, pending->tenant);
	pending->scope = make_scope(credentials, request->audience);
	pending->show = show;
	pending->done = done;
	pending->data = data;
	/* An issuer of one's own may end a grant that is used twice, and knows no tenants. */
	if (request->from_oid != NULL && credentials_is_entra(credentials))
		begin_silent(credentials, request);
	else
		begin_page(credentials);
}

bool credentials_paste(Credentials *credentials, const char *address, GError **error)
{
	PendingSignIn *pending = credentials->pending;

	if (pending != NULL && pending->sign_in != NULL)
		return sign_in_paste(pending->sign_in, address, error);
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_WRONG_ADDRESS,
			    "no sign-in waits for an address");
	return false;
}
