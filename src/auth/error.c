#include "src/auth/error.h"

typedef struct AuthErrorPrivate {
	AuthErrorDetails details;
} AuthErrorPrivate;

static void auth_error_private_init(AuthErrorPrivate *private)
{
	private->details = (AuthErrorDetails){ 0 };
}

static void auth_error_private_copy(const AuthErrorPrivate *from, AuthErrorPrivate *to)
{
	to->details.number = from->details.number;
	to->details.word = g_strdup(from->details.word);
	to->details.correlation_id = g_strdup(from->details.correlation_id);
	to->details.claims = g_strdup(from->details.claims);
	to->details.tenant = g_strdup(from->details.tenant);
}

static void auth_error_private_clear(AuthErrorPrivate *private)
{
	g_free(private->details.word);
	g_free(private->details.correlation_id);
	g_free(private->details.claims);
	g_free(private->details.tenant);
}

G_DEFINE_EXTENDED_ERROR(AuthError, auth_error)

GError *auth_error_new(AuthError code, const AuthErrorDetails *details, const char *format, ...)
{
	const AuthErrorPrivate from = { *details };
	GError *error;
	va_list arguments;
	va_start(arguments, format);
	error = g_error_new_valist(AUTH_ERROR, (int)code, format, arguments);
	va_end(arguments);
	auth_error_private_copy(&from, auth_error_get_private(error));
	return error;
}

void auth_error_set_claims(GError *error, const char *claims)
{
	AuthErrorPrivate *private = auth_error_get_private(error);
	if (private->details.claims == NULL)
	private->details.claims = g_strdup(claims);
}

AuthErrorDetails auth_error_details(const GError *error)
{
	if (error == NULL || error->domain != AUTH_ERROR)
		return (AuthErrorDetails){ 0 };
	return auth_error_get_private(error)->details;
}
