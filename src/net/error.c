#include "src/net/error.h"

typedef struct HttpErrorPrivate {
	bool was_sent;
} HttpErrorPrivate;

static void http_error_private_init(HttpErrorPrivate *private)
{
	private->was_sent = false;
}

static void http_error_private_copy(const HttpErrorPrivate *from, HttpErrorPrivate *to)
{
	to->was_sent = from->was_sent;
}

static void http_error_private_clear(HttpErrorPrivate *private)
{
	private->was_sent = false;
}

G_DEFINE_EXTENDED_ERROR(HttpError, http_error)

GError *error_new(HttpError code, bool was_sent, const char *format, ...)
{
	GError *error;
	va_list arguments;
	va_start(arguments, format);
	error = g_error_new_valist(HTTP_ERROR, (int)code, format, arguments);
	va_end(arguments);
	http_error_get_private(error)->was_sent = was_sent;
	return error;
}

GError *error_copy_unsent(const GError *error)
{
	GError *copy = g_error_copy(error);
	if (copy->domain == HTTP_ERROR)
		http_error_get_private(copy)->was_sent = false;
	return copy;
}

bool http_error_was_sent(const GError *error)
{
	return error != NULL && error->domain == HTTP_ERROR &&
	       http_error_get_private(error)->was_sent;
}
