#include "tenant/times.h"

#include <string.h>

int64_t clock_now(const Clock *clock)
{
	return (clock->still != 0 ? clock->still : g_get_real_time()) + clock->offset;
}

static GDateTime *to_date_time(int64_t time)
{
	int64_t second = time / TIMES_SECOND;
	if (time % TIMES_SECOND < 0)
		second--;
	return g_date_time_new_from_unix_utc(second);
}

char *times_format(int64_t time, unsigned digits)
{
	g_autoptr(GDateTime) date = to_date_time(time);
	g_autofree char *whole = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");
	if (digits == 0)
		return g_strconcat(whole, "Z", NULL);
	int64_t fraction = time % TIMES_SECOND;
	if (fraction < 0)
		fraction += TIMES_SECOND;
	char text[16];
	g_snprintf(text, sizeof text, "%06d0", (int)fraction);
	text[MIN(digits, 7)] = '\0';
	return g_strconcat(whole, ".", text, "Z", NULL);
}

char *times_format_http(int64_t time)
{
	/* Fixed English names, whatever the locale. */
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) date = to_date_time(time);
	return g_strdup_printf(
		"%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week(date) - 1],
		g_date_time_get_day_of_month(date), months[g_date_time_get_month(date) - 1],
		g_date_time_get_year(date), g_date_time_get_hour(date),
		g_date_time_get_minute(date), g_date_time_get_second(date));
}

bool times_parse(const char *text, int64_t *out)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(text, utc);
	if (date == NULL)
		return false;
	*out = g_date_time_to_unix(date) * TIMES_SECOND + g_date_time_get_microsecond(date);
	return true;
}

char *times_format_duration(int64_t duration)
{
	GString *text = g_string_new("P");
	int64_t days = duration / TIMES_DAY;
	int64_t hours = duration % TIMES_DAY / TIMES_HOUR;
	int64_t minutes = duration % TIMES_HOUR / TIMES_MINUTE;
	int64_t seconds = duration % TIMES_MINUTE / TIMES_SECOND;
	if (days > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "D", days);
	if (hours > 0 || minutes > 0 || seconds > 0 || days == 0)
		g_string_append_c(text, 'T');
	if (hours > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "H", hours);
	if (minutes > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "M", minutes);
	if (seconds > 0 || (days == 0 && hours == 0 && minutes == 0))
		g_string_append_printf(text, "%" G_GINT64_FORMAT "S", seconds);
	return g_string_free(text, FALSE);
}

static int64_t unit_of(char letter, bool in_time)
{
	if (!in_time)
		return letter == 'D' ? TIMES_DAY : letter == 'W' ? 7 * TIMES_DAY : 0;
	return letter == 'H'   ? TIMES_HOUR
	       : letter == 'M' ? TIMES_MINUTE
	       : letter == 'S' ? TIMES_SECOND
			       : 0;
}

bool times_parse_duration(const char *text, int64_t *out)
{
	if (text == NULL || text[0] != 'P' || text[1] == '\0')
		return false;
	int64_t total = 0;
	bool in_time = false;
	const char *at = text + 1;
	while (*at) {
		if (*at == 'T') {
			if (in_time || at[1] == '\0')
				return false;
			in_time = true;
			at++;
			continue;
		}
		char *end = NULL;
		guint64 number = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 0;
		if (end == NULL || number > 1000000)
			return false;
		int64_t unit = unit_of(*end, in_time);
		if (unit == 0)
			return false;
		total += (int64_t)number * unit;
		at = end + 1;
	}
	*out = total;
	return true;
}

bool times_parse_relative(const char *text, int64_t base, int64_t *out)
{
	if (g_strcmp0(text, "now") == 0) {
		*out = base;
		return true;
	}
	int64_t duration;
	if (text != NULL && (text[0] == '+' || text[0] == '-')) {
		if (!times_parse_duration(text + 1, &duration))
			return false;
		*out = text[0] == '+' ? base + duration : base - duration;
		return true;
	}
	return text != NULL && times_parse(text, out);
}
