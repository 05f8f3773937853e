#include "src/net/retry.h"

#include <glib.h>

#include "src/model/duration.h"

#define DAY 86400 /* seconds */

bool retry_is_worthwhile(long status)
{
	switch (status) {
	case 408:
	case 429:
	case 500:
	case 502:
	case 503:
	case 504:
		return true;
	default:
		return false;
	}
}

bool retry_parse_after(const char *value, Instant now, int64_t *seconds)
{
	guint64 number;
	Instant when;
	g_autoptr(GError) error = NULL;
	/* For ever is a long time, too. */
	if (g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT32, &number, &error) ||
	    g_error_matches(error, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS)) {
		*seconds = error == NULL ? (int64_t)number : G_MAXINT32;
		return true;
	}
	if (!instant_parse_http(value, &when))
		return false;
	*seconds = MAX(when - now, 0);
	return true;
}

char *retry_tell_wait(Instant now, int64_t seconds)
{
	if (seconds > DAY)
		return g_strdup("for more than a day");
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	g_autofree char *until = instant_format_local(now + seconds, now, zone);
	return g_strconcat("until ", until, NULL);
}

unsigned retry_backoff_ms(unsigned first_ms, unsigned tries, double random)
{
	double whole = (double)first_ms * (double)(1u << MIN(tries - 1, 10));
	return (unsigned)(whole / 2 + whole / 2 * random);
}
