#include "src/auth/oauth.h"

#include <string.h>

#include "src/auth/jwt.h"
#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/json/value.h"
#include "src/net/challenge.h"

/* Of an access token whose end nobody tells (RFC 6749 §5.1 only recommends it); seconds. */
#define USUAL_LIFE 3600

/* ---- refusals ---- */

/* Numbers of the identity platform (AADSTS) that mean something to a person. */
static const struct {
	int number;
	AuthError code;
	const char *sentence;
} numbers[] = {
	{ 50076, AUTH_ERROR_INTERACTION, "a second factor is needed" },
	{ 50074, AUTH_ERROR_INTERACTION, "a second factor is needed" },
	{ 50078, AUTH_ERROR_INTERACTION, "the second factor has to be shown again" },
	{ 50079, AUTH_ERROR_INTERACTION, "a second factor has to be set up first" },
	{ 50072, AUTH_ERROR_INTERACTION, "a second factor has to be set up first" },
	{ 50158, AUTH_ERROR_INTERACTION, "another check is needed" },
	{ 70008, AUTH_ERROR_INTERACTION, "the sign-in has ended" },
	{ 700082, AUTH_ERROR_INTERACTION, "the sign-in was not used for too long" },
	{ 700084, AUTH_ERROR_INTERACTION, "the sign-in has ended" },
	{ 70043, AUTH_ERROR_INTERACTION, "the organization wants a fresh sign-in" },
	{ 50173, AUTH_ERROR_INTERACTION, "the sign-in was revoked" },
	{ 50132, AUTH_ERROR_INTERACTION, "the sign-in was revoked" },
	{ 50133, AUTH_ERROR_INTERACTION, "the password was changed" },
	{ 70000, AUTH_ERROR_INTERACTION, "the sign-in is no longer valid" },
	{ 50097, AUTH_ERROR_BLOCKED, "a known device is needed" },
	{ 53000, AUTH_ERROR_BLOCKED, "a compliant device is needed" },
	{ 53001, AUTH_ERROR_BLOCKED, "a device that joined the domain is needed" },
	{ 53003, AUTH_ERROR_BLOCKED, "Conditional Access blocks this sign-in" },
	{ 530003, AUTH_ERROR_BLOCKED, "a managed device is needed" },
	{ 530032, AUTH_ERROR_BLOCKED, "a security policy blocks this sign-in" },
	{ 530035, AUTH_ERROR_BLOCKED, "a security policy blocks this sign-in" },
	{ 50005, AUTH_ERROR_BLOCKED, "Conditional Access does not know this platform" },
	{ 50199, AUTH_ERROR_BLOCKED, "only a browser on this machine can confirm this sign-in" },
	{ 65001, AUTH_ERROR_CONSENT, "a permission has not been consented to" },
	{ 65004, AUTH_ERROR_DECLINED, "consent was declined" },
	{ 90094, AUTH_ERROR_CONSENT, "an administrator has to consent" },
	{ 90095, AUTH_ERROR_CONSENT, "an administrator was asked to consent" },
	{ 65002, AUTH_ERROR_CONFIGURATION, "this client may not use that service" },
	{ 50105, AUTH_ERROR_DECLINED, "the account is not assigned to this application" },
	{ 500011, AUTH_ERROR_CONFIGURATION, "the service is not known in this tenant" },
	{ 650057, AUTH_ERROR_CONFIGURATION, "the client was not registered for that service" },
	{ 700016, AUTH_ERROR_CONFIGURATION, "the client is not known in this tenant" },
	{ 90002, AUTH_ERROR_CONFIGURATION, "the tenant is not known in this cloud" },
	{ 50020, AUTH_ERROR_WRONG_ACCOUNT, "the account does not exist in this tenant" },
	{ 90072, AUTH_ERROR_WRONG_ACCOUNT, "the account does not exist in this tenant" },
	{ 50034, AUTH_ERROR_WRONG_ACCOUNT, "the account does not exist in this tenant" },
	{ 50011, AUTH_ERROR_CONFIGURATION, "the redirect address is not registered" },
	{ 7000218, AUTH_ERROR_CONFIGURATION, "the client does not allow public client flows" },
	{ 700025, AUTH_ERROR_CONFIGURATION, "the client is not a public client" },
	{ 70018, AUTH_ERROR_CODE_EXPIRED, "the code is no longer known" },
	{ 70019, AUTH_ERROR_CODE_EXPIRED, "nobody typed the code in time" },
	{ 70020, AUTH_ERROR_CODE_EXPIRED, "nobody typed the code in time" },
	{ 90119, AUTH_ERROR_CODE_EXPIRED, "the code was typed wrongly" },
	{ 90120, AUTH_ERROR_CODE_EXPIRED, "the code was typed wrongly" },
	{ 50134, AUTH_ERROR_REFUSED, "another region of the identity platform has to be asked" },
	{ 50196, AUTH_ERROR_AGAIN_LATER, "too many sign-ins in a row" },
	{ 90033, AUTH_ERROR_AGAIN_LATER, "the identity platform is busy" },
};

static const struct {
	const char *error;
	AuthError code;
	const char *sentence;
} refusal_words[] = {
	{ "interaction_required", AUTH_ERROR_INTERACTION, "the identity platform wants a sign-in" },
	{ "login_required", AUTH_ERROR_INTERACTION, "the identity platform wants a sign-in" },
	{ "consent_required", AUTH_ERROR_CONSENT, "a permission has not been consented to" },
	{ "invalid_grant", AUTH_ERROR_INTERACTION, "the sign-in is no longer valid" },
	{ "expired_token", AUTH_ERROR_CODE_EXPIRED, "nobody typed the code in time" },
	{ "bad_verification_code", AUTH_ERROR_CODE_EXPIRED, "the code is no longer known" },
	{ "access_denied", AUTH_ERROR_DECLINED, "the sign-in was declined" },
	{ "authorization_declined", AUTH_ERROR_DECLINED, "the sign-in was declined" },
	{ "invalid_client", AUTH_ERROR_CONFIGURATION, "the client was refused" },
	{ "unauthorized_client", AUTH_ERROR_CONFIGURATION, "the client was refused" },
	{ "temporarily_unavailable", AUTH_ERROR_AGAIN_LATER, "the identity platform is busy" },
	{ "server_error", AUTH_ERROR_AGAIN_LATER, "the identity platform failed" },
};

static int number_in(const char *description)
{
	const char *mark = description != NULL ? strstr(description, "AADSTS") : NULL;
	return mark != NULL ? (int)MIN(g_ascii_strtoull(mark + 6, NULL, 10), 99999999) : 0;
}

/* The description's first line: what follows are trace ids. */
static char *first_line(const char *description)
{
	const char *end = strpbrk(description, "\r\n");
	const char *trace = strstr(description, " Trace ID:");
	size_t length = end != NULL ? (size_t)(end - description) : strlen(description);
	if (trace != NULL && (size_t)(trace - description) < length)
		length = (size_t)(trace - description);
	return text_sanitize(description, (gssize)length);
}

/* How it is to be treated, and a sentence when there is a better one than the platform's own. */
static AuthError classify(const OauthRefusal *refusal, int number, const char **sentence)
{
	AuthError code = AUTH_ERROR_REFUSED;
	*sentence = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(refusal_words); i++) {
		if (g_strcmp0(refusal->error, refusal_words[i].error) == 0) {
			code = refusal_words[i].code;
			*sentence = refusal_words[i].sentence;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		if (numbers[i].number == number) {
			code = numbers[i].code;
			*sentence = numbers[i].sentence;
		}
	}
	if (g_strcmp0(refusal->suberror, "consent_required") == 0)
		code = AUTH_ERROR_CONSENT;
	/* A challenge can be met, whatever stands beside it. */
	if (refusal->claims != NULL)
		code = AUTH_ERROR_INTERACTION;
	return code;
}

GError *oauth_error(const OauthRefusal *refusal)
{
	int number = refusal->number != 0 ? refusal->number : number_in(refusal->description);
	g_autofree char *line = NULL;
	const char *sentence;
	AuthError code = classify(refusal, number, &sentence);
	const AuthErrorDetails details = {
		.number = number,
		.word = (char *)refusal->error,
		.correlation_id = (char *)refusal->correlation_id,
		.claims = (char *)refusal->claims,
	};
	if (sentence == NULL && refusal->description != NULL)
		line = first_line(refusal->description);
	else if (sentence == NULL && refusal->error != NULL)
		line = text_sanitize(refusal->error, -1);
	if (sentence == NULL)
		sentence = line != NULL && *line != '\0'
				   ? line
				   : "the identity platform refused it and did not say why";
	if (number == 0)
		return auth_error_new(code, &details, "%s", sentence);
	return auth_error_new(code, &details, "%s (AADSTS%d)", sentence, number);
}

GError *oauth_error_from_response(const HttpResponse *response)
{
	size_t length;
	const char *body = http_response_body(response, &length);
	g_autoptr(JsonValue) value = json_parse(body, length, NULL);
	g_autofree char *claims = NULL;
	const JsonValue *codes;
	OauthRefusal refusal = { 0 };
	double number = 0;
	if (!json_is_object(value)) {
		const AuthErrorDetails none = { 0 };
		return auth_error_new(AUTH_ERROR_AGAIN_LATER, &none,
				      "the identity platform answered with status %ld",
				      http_response_status(response));
	}
	codes = json_get(value, "error_codes");
	if (json_array_length(codes) > 0 && json_number(json_array_at(codes, 0), &number) &&
	    number > 0 && number < G_MAXINT)
		refusal.number = (int)number;
	refusal.error = json_text(json_get(value, "error"));
	refusal.suberror = json_text(json_get(value, "suberror"));
	refusal.description = json_text(json_get(value, "error_description"));
	refusal.correlation_id = json_text(json_get(value, "correlation_id"));
	refusal.claims = json_text(json_get(value, "claims"));
	claims = refusal.claims != NULL ? challenge_from_json(refusal.claims) : NULL;
	refusal.claims = claims;
	return oauth_error(&refusal);
}

bool oauth_is_refusal(const HttpResponse *response)
{
	size_t length;
	const char *body = http_response_body(response, &length);
	g_autoptr(JsonValue) value = NULL;
	if (http_response_status(response) != 200)
		return true;
	value = json_parse(body, length, NULL);
	return json_is_object(value) && json_text(json_get(value, "error")) != NULL;
}

/* ---- tokens ---- */

typedef struct Call {
	OauthDone done;
	gpointer data;
} Call;

static void tokens_clear(OauthTokens *tokens)
{
	secret_free(tokens->access);
	secret_free(tokens->refresh);
	secret_free(tokens->id);
	g_free(tokens->scope);
}

static Secret *secret_member(const JsonValue *value, const char *name)
{
	const char *text = json_text(json_get(value, name));
	return text != NULL && *text != '\0' ? secret_new(text, -1) : NULL;
}

static bool read_tokens(const HttpResponse *response, OauthTokens *tokens, GError **error)
{
	static const JsonField fields[] = {
		{ "expires_in", JSON_FIELD_INT, offsetof(OauthTokens, expires_in), false, NULL },
		{ "scope", JSON_FIELD_TEXT, offsetof(OauthTokens, scope), false, NULL },
	};
	size_t length;
	const char *body = http_response_body(response, &length);
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonValue) value = json_parse(body, length, &why);
	const char *type;
	if (value == NULL || !json_decode(value, fields, G_N_ELEMENTS(fields), tokens, &why)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
			    "the token endpoint's answer cannot be read: %s", why->message);
		return false;
	}
	type = json_text(json_get(value, "token_type"));
	tokens->access = secret_member(value, "access_token");
	tokens->refresh = secret_member(value, "refresh_token");
	tokens->id = secret_member(value, "id_token");
	if (tokens->access != NULL && type != NULL && g_ascii_strcasecmp(type, "Bearer") == 0 &&
	    (tokens->expires_in > 0 || json_get(value, "expires_in") == NULL))
		return true;
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
			    "the token endpoint's answer holds no bearer token");
	return false;
}

Instant oauth_expiry(const OauthTokens *tokens, Instant now)
{
	g_auto(TokenClaims) claims = { 0 };
	if (tokens->expires_in > 0)
		return now + tokens->expires_in;
	if (jwt_peek(tokens->access, &claims, NULL) && claims.expires > now)
		return claims.expires;
	return now + USUAL_LIFE;
}

static void on_answer(const HttpResponse *response, const GError *failure, gpointer data)
{
	Call *call = data;
	OauthTokens tokens = { 0 };
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	const OauthTokens *good = NULL;
	if (response != NULL && oauth_is_refusal(response))
		error = oauth_error_from_response(response);
	else if (response != NULL && read_tokens(response, &tokens, &error))
		good = &tokens;
	call->done(good, error, call->data);
	tokens_clear(&tokens);
	g_free(call);
}

uint64_t oauth_post(Http *http, const char *endpoint, const PostForm *form, OauthDone done,
		    gpointer data)
{
	Call *call = g_new0(Call, 1);
	HttpRequest request = {
		.method = HTTP_POST,
		.audience = AUDIENCE_NONE,
		.url = endpoint,
		.body = post_form_text(form),
		.content_type = POST_FORM_TYPE,
		.deadline_ms = 30000,
	};
	call->done = done;
	call->data = data;
	return http_send(http, &request, on_answer, call);
}
