#include "src/model/local-time.h"

#include <string.h>

#include "src/base/text.h"

#define HOUR ((int64_t)3600)
#define DAY  (24 * HOUR)

#define DAY_BEGINS_HOUR 9 /* where a day is said and no time */

#define OFFSET_MOST_HOURS 14 /* no zone is further from UTC */

/* A day and a time of day as read, not yet placed in a zone. */
typedef struct Reading {
	int year, month, day;
	int hour, minute, second;
} Reading;

/* Where it is read. */
typedef struct Place {
	GDateTime *today; /* now, on the wall */
	Instant now;
	GTimeZone *zone;
} Place;

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

/* "am" or "pm" behind an hour of 1 to 12, which becomes one of 24. False: there is such a word, and it makes no sense. */
static bool read_half_of_day(const char **text, int *hour, bool *is_there)
{
	const char *word = *text + strspn(*text, " ");
	const bool is_morning = g_ascii_strncasecmp(word, "am", 2) == 0;
	*is_there = is_morning || g_ascii_strncasecmp(word, "pm", 2) == 0;
	if (!*is_there)
		return true;
	*text = word + 2;
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (is_morning ? 0 : 12);
	return true;
}

/* "9:00", "09:00", "09:00:30", "9am", "9:30 pm" to the end of the text. */
static bool read_time(const char *text, Reading *reading)
{
	bool has_half = false;
	reading->minute = reading->second = 0;
	if (!read_digits(&text, 1, 2, &reading->hour))
		return false;
	const bool has_minute = read_char(&text, ":");
	if (has_minute && !read_digits(&text, 2, 2, &reading->minute))
		return false;
	if (has_minute && read_char(&text, ":") && !read_digits(&text, 2, 2, &reading->second))
		return false;
	return read_half_of_day(&text, &reading->hour, &has_half) && (has_minute || has_half) &&
	       *text == '\0' && reading->hour < 24 && reading->minute < 60 && reading->second < 60;
}

/* A day by itself means its morning. */
static bool read_time_or_none(const char *text, Reading *reading)
{
	if (*text != '\0')
		return read_time(text, reading);
	reading->hour = DAY_BEGINS_HOUR;
	reading->minute = reading->second = 0;
	return true;
}

static bool read_date(const char **text, Reading *reading)
{
	return read_digits(text, 4, 4, &reading->year) && read_char(text, "-") &&
	       read_digits(text, 1, 2, &reading->month) && read_char(text, "-") &&
	       read_digits(text, 1, 2, &reading->day) && (**text == '\0' || read_char(text, " Tt"));
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

/* What follows the word, which may be all; NULL: it is not the first one. */
static const char *after_word(const char *text, const char *word)
{
	const size_t length = strlen(word);
	if (g_ascii_strncasecmp(text, word, length) != 0 ||
	    (text[length] != ' ' && text[length] != '\0'))
		return NULL;
	return text + length + strspn(text + length, " ");
}

/* "Mon", "monday", …: 1 is Monday. 0: none of them. */
static int read_day_of_week(const char **text)
{
	static const char *const names[][3] = {
		{ "mon", "monday" },    { "tue", "tuesday", "tues" },
		{ "wed", "wednesday" }, { "thu", "thursday", "thurs" },
		{ "fri", "friday" },    { "sat", "saturday" },
		{ "sun", "sunday" },
	};
	for (size_t day = 0; day < G_N_ELEMENTS(names); day++) {
		for (size_t i = 0; i < G_N_ELEMENTS(names[day]) && names[day][i] != NULL; i++) {
			const char *rest = after_word(*text, names[day][i]);
			if (rest == NULL)
				continue;
			*text = rest;
			return (int)day + 1;
		}
	}
	return 0;
}

/* On that day, or the same day so much later where the time has passed by then. */
static bool place_next(Reading *reading, const Place *here, int days, int days_again, Instant *out)
{
	take_day(reading, here->today, days);
	if (!place(reading, here->now, here->zone, out))
		return false;
	if (*out > here->now || days_again == 0)
		return true;
	take_day(reading, here->today, days + days_again);
	return place(reading, here->now, here->zone, out);
}

static bool parse_local(const char *text, const Place *here, Instant *out)
{
	Reading reading = { 0 };
	const char *rest = NULL;
	if ((rest = after_word(text, "tomorrow")) != NULL)
		return read_time_or_none(rest, &reading) && place_next(&reading, here, 1, 0, out);
	if ((rest = after_word(text, "today")) != NULL)
		return read_time(rest, &reading) && place_next(&reading, here, 0, 0, out);
	if (read_time(text, &reading))
		return place_next(&reading, here, 0, 1, out);
	rest = text;
	const int day = read_day_of_week(&rest);
	if (day != 0) {
		const int days = (day + 7 - g_date_time_get_day_of_week(here->today)) % 7;
		return read_time_or_none(rest, &reading) &&
		       place_next(&reading, here, days, 7, out);
	}
	return read_date(&rest, &reading) &&
	       read_time_or_none(rest + strspn(rest, " "), &reading) &&
	       place(&reading, here->now, here->zone, out);
}

/* "2026-01-31T17:00Z", "…17:00+01:00": people leave the seconds out, which instant_parse needs. */
static bool parse_zoned(const char *text, Instant *out)
{
	const size_t minutes = strlen("0000-00-00T00:00");
	if (strlen(text) <= minutes || strchr("Zz+-", text[minutes]) == NULL)
		return instant_parse(text, out);
	g_autofree char *whole = g_strdup_printf("%.*s:00%s", (int)minutes, text, text + minutes);
	return instant_parse(whole, out);
}

/* "02:30 +01:00", as it is shown where the time alone is twice: cut off, and the zone that it says. NULL: there is none. */
static GTimeZone *cut_offset(char *text)
{
	char *blank = strrchr(text, ' ');
	const char *sign = blank != NULL ? blank + 1 : "", *cursor = sign + 1;
	int hours = 0, minutes = 0;
	if ((*sign != '+' && *sign != '-') || !read_digits(&cursor, 2, 2, &hours) ||
	    !read_char(&cursor, ":") || !read_digits(&cursor, 2, 2, &minutes) || *cursor != '\0' ||
	    hours > OFFSET_MOST_HOURS || minutes > 59)
		return NULL;
	GTimeZone *zone = g_time_zone_new_identifier(sign);
	*blank = '\0';
	return zone;
}

bool local_time_parse(const char *text, Instant now, GTimeZone *zone, Instant *out, GError **error)
{
	/* Without a zone instant_parse means UTC, a person means their own: the local forms come first. */
	Instant instant = 0;
	g_autofree char *bare = g_strdup(text);
	g_autoptr(GTimeZone) said = cut_offset(bare);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
	g_autoptr(GDateTime) today = g_date_time_to_timezone(utc, zone);
	const Place here = { today, now, said != NULL ? said : zone };
	if (!parse_local(bare, &here, &instant) && !parse_zoned(text, &instant))
		return fail(error, DURATION_ERROR_SYNTAX, text,
			    "expected 17:00, 9am, tomorrow 9:00, mon 9:00 or 2026-01-31 17:00");
	if (instant <= now)
		return fail(error, DURATION_ERROR_RANGE, text, "it has passed");
	if (instant - now > TIME_AHEAD_MOST)
		return fail(error, DURATION_ERROR_RANGE, text, "it is too far ahead");
	*out = instant;
	return true;
}

/* How far clocks on the wall are ahead there and then, in seconds. */
static int64_t wall_offset(Instant instant, GTimeZone *zone)
{
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, instant);
	return interval >= 0 ? g_time_zone_get_offset(zone, interval) : 0;
}

/* Do clocks on the wall show the same time an hour before or after, since they are set back? */
static bool is_twice(Instant instant, GTimeZone *zone)
{
	const int64_t offset = wall_offset(instant, zone);
	for (int64_t shift = -3 * HOUR; shift <= 3 * HOUR; shift += 6 * HOUR) {
		const int64_t other = wall_offset(instant + shift, zone);
		if (other != offset && wall_offset(instant + offset - other, zone) == other)
			return true;
	}
	return false;
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0 ? 1 : 0);
}

/* " +02:00" where the time alone would not say which of two it is. */
static const char *zone_words(Instant instant, GTimeZone *zone, char *room, size_t size)
{
	*room = '\0';
	if (!is_twice(instant, zone))
		return room;
	const int minutes = (int)(wall_offset(instant, zone) / 60), size_of = ABS(minutes);
	g_snprintf(room, size, " %c%02d:%02d", minutes < 0 ? '-' : '+', size_of / 60, size_of % 60);
	return room;
}

#define ZONE_ROOM      16
#define DAYS_WITH_TIME 60 /* so far ahead the time of day counts in another year, too */

static char *format_local(const Place *here, Instant instant, int64_t days_with_time)
{
	const Instant now = here->now;
	GTimeZone *zone = here->zone;
	static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	if (instant == 0)
		return g_strdup("");

	/* Each row of the dashboard has one or two of these, and most are of today. */
	const int64_t wall = instant + wall_offset(instant, zone), day = floor_div(wall, DAY);
	const int64_t wall_now = now + wall_offset(now, zone);
	const int minutes = (int)((wall - day * DAY) / 60);
	const int64_t days_ahead = day - floor_div(wall_now, DAY);
	char room[ZONE_ROOM];
	const char *which = zone_words(instant, zone, room, sizeof room);
	if (days_ahead == 0 || days_ahead == 1)
		return g_strdup_printf("%s%02d:%02d%s", days_ahead == 1 ? "tomorrow " : "",
				       minutes / 60, minutes % 60, which);

	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(wall);
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(wall_now);
	if (time == NULL || today == NULL)
		return g_strdup("");
	int year, month, of_month;
	g_date_time_get_ymd(time, &year, &month, &of_month);
	if (year == g_date_time_get_year(today))
		return g_strdup_printf("%s %d %s %02d:%02d%s",
				       days[g_date_time_get_day_of_week(time)], of_month,
				       months[month], minutes / 60, minutes % 60, which);
	if (days_ahead > 0 && days_ahead <= days_with_time)
		return g_strdup_printf("%04d-%02d-%02d %02d:%02d%s", year, month, of_month,
				       minutes / 60, minutes % 60, which);
	return g_strdup_printf("%04d-%02d-%02d", year, month, of_month);
}

char *instant_format_local(Instant instant, Instant now, GTimeZone *zone)
{
	return format_local(&(Place){ NULL, now, zone }, instant, DAYS_WITH_TIME);
}

char *instant_format_start(Instant instant, Instant now, GTimeZone *zone)
{
	return format_local(&(Place){ NULL, now, zone }, instant, G_MAXINT64);
}

char *instant_format_typed(Instant instant, Instant now, GTimeZone *zone)
{
	if (instant == 0)
		return g_strdup("now");
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant);
	g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
	const char *format = instant % 60 == 0 ? "%Y-%m-%d %H:%M" : "%Y-%m-%d %H:%M:%S";
	g_autofree char *text = local != NULL ? g_date_time_format(local, format) : NULL;
	Instant again = 0;
	if (text != NULL && (instant <= now ||
			     (local_time_parse(text, now, zone, &again, NULL) && again == instant)))
		return g_steal_pointer(&text);
	return instant_format(instant);
}
