#include "src/model/local-time.h"

#include <string.h>

#include "src/base/text.h"

#define HOUR ((int64_t)3600)
#define DAY  (24 * HOUR)

/* A day and a time of day as read, not yet placed in a zone. */
typedef struct Reading {
	int year, month, day;
	int hour, minute, second;
} Reading;

static bool fail(GError **error, DurationError code, const char *text, const char *expected)
{
	g_autofree char *clean = text_sanitize(text, -1);
	g_set_error(error, DURATION_ERROR, code, "“%s” is not a time: %s", clean, expected);
	return false;
}

/* At most `most` digits. False when there are none or more. */
static bool read_digits(const char **cursor, size_t least, size_t most, int *out)
{
	size_t digits = strspn(*cursor, "0123456789");
	if (digits < least || digits > most)
		return false;
	*out = (int)g_ascii_strtoll(*cursor, NULL, 10);
	*cursor += digits;
	return true;
}

static bool read_char(const char **cursor, const char *any_of)
{
	if (**cursor == '\0' || strchr(any_of, **cursor) == NULL)
		return false;
	(*cursor)++;
	return true;
}

/* "9:00", "09:00", "09:00:30" to the end of the text. */
static bool read_time(const char *text, Reading *reading)
{
	reading->second = 0;
	if (!read_digits(&text, 1, 2, &reading->hour) || !read_char(&text, ":") ||
	    !read_digits(&text, 2, 2, &reading->minute))
		return false;
	if (read_char(&text, ":") && !read_digits(&text, 2, 2, &reading->second))
		return false;
	return *text == '\0' && reading->hour < 24 && reading->minute < 60 && reading->second < 60;
}

static bool read_date(const char **text, Reading *reading)
{
	return read_digits(text, 4, 4, &reading->year) && read_char(text, "-") &&
	       read_digits(text, 1, 2, &reading->month) && read_char(text, "-") &&
	       read_digits(text, 1, 2, &reading->day) && read_char(text, " Tt");
}

/*
 * GLib takes the later of two equal local times (standard time). The earlier one, if it is still to come, is what a
 * person means who says so now, and the shorter access.
 */
static Instant first_to_come(GDateTime *time, Instant now, GTimeZone *zone)
{
	Instant late = g_date_time_to_unix(time);
	for (int64_t shift = 2 * HOUR; shift > 0; shift -= HOUR / 2) {
		g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(late - shift);
		if (utc == NULL) /* before the year 1 */
			continue;
		g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
		if (late - shift > now &&
		    g_date_time_get_day_of_month(local) == g_date_time_get_day_of_month(time) &&
		    g_date_time_get_hour(local) == g_date_time_get_hour(time) &&
		    g_date_time_get_minute(local) == g_date_time_get_minute(time))
			return late - shift;
	}
	return late;
}

/* False when there is no such day. */
static bool place(const Reading *reading, Instant now, GTimeZone *zone, Instant *out)
{
	g_autoptr(GDateTime) time =
		g_date_time_new(zone, reading->year, reading->month, reading->day, reading->hour,
				reading->minute, reading->second);
	if (time == NULL)
		return false;
	*out = first_to_come(time, now, zone);
	return true;
}

static void take_day(Reading *reading, GDateTime *today, int days)
{
	g_autoptr(GDateTime) day = g_date_time_add_days(today, days);
	g_date_time_get_ymd(day, &reading->year, &reading->month, &reading->day);
}

static const char *after_day(const char *text, const char *word)
{
	size_t length = strlen(word);
	return g_ascii_strncasecmp(text, word, length) == 0 && text[length] == ' '
		       ? text + length + strspn(text + length, " ")
		       : NULL;
}

static bool parse_local(const char *text, Instant now, GTimeZone *zone, Instant *out)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
	g_autoptr(GDateTime) today = g_date_time_to_timezone(utc, zone);
	Reading reading = { 0 };
	const char *rest = NULL;
	if ((rest = after_day(text, "tomorrow")) != NULL) {
		take_day(&reading, today, 1);
		return read_time(rest, &reading) && place(&reading, now, zone, out);
	}
	if ((rest = after_day(text, "today")) != NULL) {
		take_day(&reading, today, 0);
		return read_time(rest, &reading) && place(&reading, now, zone, out);
	}
	if (read_time(text, &reading)) {
		take_day(&reading, today, 0);
		if (!place(&reading, now, zone, out))
			return false;
		if (*out > now)
			return true;
		take_day(&reading, today, 1);
		return place(&reading, now, zone, out);
	}
	rest = text;
	return read_date(&rest, &reading) && read_time(rest + strspn(rest, " "), &reading) &&
	       place(&reading, now, zone, out);
}

bool local_time_parse(const char *text, Instant now, GTimeZone *zone, Instant *out, GError **error)
{
	/* Without a zone instant_parse means UTC, a person means their own: the local forms come first. */
	Instant instant = 0;
	if (!parse_local(text, now, zone, &instant) && !instant_parse(text, &instant))
		return fail(error, DURATION_ERROR_SYNTAX, text,
			    "expected 17:00, tomorrow 9:00 or 2026-01-31 17:00");
	if (instant <= now)
		return fail(error, DURATION_ERROR_RANGE, text, "it has passed");
	*out = instant;
	return true;
}

/* Seconds since the epoch as clocks on the wall show it there and then. */
static int64_t wall_clock(Instant instant, GTimeZone *zone)
{
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, instant);
	return instant + (interval >= 0 ? g_time_zone_get_offset(zone, interval) : 0);
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0 ? 1 : 0);
}

char *instant_format_local(Instant instant, Instant now, GTimeZone *zone)
{
	static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	if (instant == 0)
		return g_strdup("");

	/* Each row of the dashboard has one or two of these, and most are of today. */
	int64_t wall = wall_clock(instant, zone), day = floor_div(wall, DAY);
	int minutes = (int)((wall - day * DAY) / 60);
	int64_t days_ahead = day - floor_div(wall_clock(now, zone), DAY);
	if (days_ahead == 0 || days_ahead == 1)
		return g_strdup_printf("%s%02d:%02d", days_ahead == 1 ? "tomorrow " : "",
				       minutes / 60, minutes % 60);

	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(wall);
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(wall_clock(now, zone));
	if (time == NULL || today == NULL)
		return g_strdup("");
	int year, month, of_month;
	g_date_time_get_ymd(time, &year, &month, &of_month);
	if (year == g_date_time_get_year(today))
		return g_strdup_printf("%s %d %s %02d:%02d",
				       days[g_date_time_get_day_of_week(time)], of_month,
				       months[month], minutes / 60, minutes % 60);
	return g_strdup_printf("%04d-%02d-%02d", year, month, of_month);
}
