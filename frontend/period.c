#include "frontend/period.h"

#include <string.h>

#include "src/base/text.h"

#define HOUR ((int64_t)3600)

/* Instants that GDateTime can hold, with room for a zone. */
#define EARLIEST (INT64_C(-62135596800) + 48 * HOUR)
#define LATEST   (INT64_C(253402300799) - 48 * HOUR)

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
				      "jul", "aug", "sep", "oct", "nov", "dec" };
static const char *const long_months[] = { "january",   "february", "march",    "april",
					   "may",       "june",     "july",     "august",
					   "september", "october",  "november", "december" };
static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
static const char *const long_days[] = { "monday", "tuesday",  "wednesday", "thursday",
					 "friday", "saturday", "sunday" };

static const struct {
	const char *words[4]; /* the first one with "this" and "last" */
	PeriodUnit unit;
} units[] = {
	{ { "hour", "hours", "h", NULL }, PERIOD_HOUR },
	{ { "day", "days", "d", NULL }, PERIOD_DAY },
	{ { "week", "weeks", "w", NULL }, PERIOD_WEEK },
	{ { "month", "months", "m", "mo" }, PERIOD_MONTH },
	{ { "quarter", "quarters", "q", NULL }, PERIOD_QUARTER },
	{ { "year", "years", "y", NULL }, PERIOD_YEAR },
};

/* ---- Days on the wall ------------------------------------------------------------------------- */

static GDateTime *local_time(Instant instant, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(CLAMP(instant, EARLIEST, LATEST));
	return g_date_time_to_timezone(utc, zone);
}

/*
 * The first moment of a local day. Where midnight is left out the day begins at the moment of the change; where it comes
 * twice, at the first of both: GLib takes the second one. 0 when there is no such day.
 */
static Instant day_start(int year, int month, int day, GTimeZone *zone)
{
	g_autoptr(GDateTime) midnight = g_date_time_new(zone, year, month, day, 0, 0, 0);
	if (midnight == NULL)
		return 0;
	Instant start = g_date_time_to_unix(midnight);
	for (int64_t shift = 2 * HOUR; shift > 0; shift -= HOUR / 2) {
		g_autoptr(GDateTime) before = local_time(start - shift, zone);
		if (g_date_time_get_day_of_month(before) == day)
			return start - shift;
	}
	return start;
}

static Instant start_of_date(const GDate *date, GTimeZone *zone)
{
	return day_start(g_date_get_year(date), (int)g_date_get_month(date), g_date_get_day(date),
			 zone);
}

static void date_of(Instant instant, GTimeZone *zone, GDate *date)
{
	g_autoptr(GDateTime) local = local_time(instant, zone);
	int year, month, day;
	g_date_time_get_ymd(local, &year, &month, &day);
	g_date_clear(date, 1);
	g_date_set_dmy(date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* The first day of the unit. */
static void floor_date(GDate *date, PeriodUnit unit)
{
	const int month = (int)g_date_get_month(date);
	if (unit == PERIOD_WEEK)
		g_date_subtract_days(date, (guint)g_date_get_weekday(date) - 1);
	if (unit >= PERIOD_MONTH)
		g_date_set_day(date, 1);
	if (unit == PERIOD_QUARTER)
		g_date_set_month(date, (GDateMonth)(month - (month - 1) % 3));
	if (unit == PERIOD_YEAR)
		g_date_set_month(date, G_DATE_JANUARY);
}

static void shift_date(GDate *date, PeriodUnit unit, int by)
{
	static const int in_days[] = { [PERIOD_DAY] = 1, [PERIOD_WEEK] = 7 };
	static const int in_months[] = {
		[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12
	};
	const guint count = (guint)ABS(by);
	if (unit <= PERIOD_WEEK && by >= 0)
		g_date_add_days(date, count * (guint)in_days[unit]);
	else if (unit <= PERIOD_WEEK)
		g_date_subtract_days(date, count * (guint)in_days[unit]);
	else if (by >= 0)
		g_date_add_months(date, count * (guint)in_months[unit]);
	else
		g_date_subtract_months(date, count * (guint)in_months[unit]);
}

/* An hour begins where the minutes on the wall say so, in zones of half an hour, too. */
static Instant floor_hour(Instant instant, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = local_time(instant, zone);
	return instant - g_date_time_get_minute(local) * 60 - g_date_time_get_second(local);
}

Instant period_floor(Instant instant, PeriodUnit unit, GTimeZone *zone)
{
	return period_shift(instant, unit, 0, zone);
}

Instant period_shift(Instant instant, PeriodUnit unit, int by, GTimeZone *zone)
{
	if (unit == PERIOD_HOUR)
		return floor_hour(instant, zone) + by * HOUR;
	GDate date;
	date_of(instant, zone, &date);
	floor_date(&date, unit);
	shift_date(&date, unit, by);
	return start_of_date(&date, zone);
}

static Period period_of_unit(Instant instant, PeriodUnit unit, int by, GTimeZone *zone)
{
	return (Period){ period_shift(instant, unit, by, zone),
			 period_shift(instant, unit, by + 1, zone) };
}

/* ---- Words ------------------------------------------------------------------------------------ */

static int index_of(const char *word, const char *const *shorts, const char *const *longs,
		    int count)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(word, shorts[i]) == 0 || strcmp(word, longs[i]) == 0)
			return i;
	}
	return -1;
}

static bool find_unit(const char *word, PeriodUnit *unit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		for (size_t k = 0; k < G_N_ELEMENTS(units[i].words); k++) {
			if (g_strcmp0(units[i].words[k], word) != 0)
				continue;
			*unit = units[i].unit;
			return true;
		}
	}
	return false;
}

/* A number of at most `most` digits, above 0, up to the end of the text. */
static bool read_number(const char *text, size_t most, int *out)
{
	const size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > most || text[digits] != '\0')
		return false;
	*out = (int)g_ascii_strtoll(text, NULL, 10);
	return *out > 0;
}

/* "2026", "2026-11", "2026-11-30". */
static bool read_date(const char *text, GTimeZone *zone, Period *out)
{
	g_auto(GStrv) parts = g_strsplit(text, "-", 4);
	const guint count = g_strv_length(parts);
	int numbers[3] = { 0, 1, 1 };
	if (count < 1 || count > 3 || strlen(parts[0]) != 4)
		return false;
	for (guint i = 0; i < count; i++) {
		if (!read_number(parts[i], i == 0 ? 4 : 2, &numbers[i]))
			return false;
	}
	if (numbers[0] < 1900 || numbers[0] > 9998 ||
	    !g_date_valid_dmy((GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]))
		return false;
	static const PeriodUnit by_count[] = { PERIOD_YEAR, PERIOD_MONTH, PERIOD_DAY };
	const Instant start = day_start(numbers[0], numbers[1], numbers[2], zone);
	*out = period_of_unit(start, by_count[count - 1], 0, zone);
	return true;
}

/* "nov" (the last one, this month's too), "nov 2026". */
static bool read_month(const Wording *wording, char *const *words, guint count, Period *out)
{
	const int month = index_of(words[0], months, long_months, G_N_ELEMENTS(months));
	g_autoptr(GDateTime) today = local_time(wording->now, wording->zone);
	int year = g_date_time_get_year(today);
	if (month < 0 || count > 2)
		return false;
	if (count == 2 && (!read_number(words[1], 4, &year) || year < 1900 || year > 9998))
		return false;
	if (count == 1 && month + 1 > g_date_time_get_month(today))
		year--;
	const Instant start = day_start(year, month + 1, 1, wording->zone);
	*out = period_of_unit(start, PERIOD_MONTH, 0, wording->zone);
	return true;
}

static bool read_day(const Wording *wording, const char *word, Period *out)
{
	g_autoptr(GDateTime) today = local_time(wording->now, wording->zone);
	const int weekday = index_of(word, days, long_days, G_N_ELEMENTS(days));
	int back = 0;
	if (weekday >= 0)
		back = (g_date_time_get_day_of_week(today) - 1 - weekday + 7) % 7;
	else if (strcmp(word, "yesterday") == 0)
		back = 1;
	else if (strcmp(word, "today") != 0)
		return false;
	*out = period_of_unit(wording->now, PERIOD_DAY, -back, wording->zone);
	return true;
}

/* So many hours before now, or days and more before today, up to the end of today. */
static bool read_length(const Wording *wording, const char *number, const char *word, Period *out)
{
	PeriodUnit unit = PERIOD_DAY;
	int count = 0;
	if (!read_number(number, 4, &count) || !find_unit(word, &unit))
		return false;
	GDate date;
	date_of(wording->now, wording->zone, &date);
	const GDate today = date;
	if (unit >= PERIOD_YEAR && count > 1000)
		return false;
	if (unit != PERIOD_HOUR) {
		shift_date(&date, unit, -count);
		/* Of seven days today is one. */
		g_date_add_days(&date, 1);
	}
	out->since = unit == PERIOD_HOUR ? wording->now - count * HOUR
					 : start_of_date(&date, wording->zone);
	GDate tomorrow = today;
	g_date_add_days(&tomorrow, 1);
	out->until = start_of_date(&tomorrow, wording->zone);
	return true;
}

/* "7d" */
static bool read_short_length(const Wording *wording, const char *word, Period *out)
{
	const size_t digits = strspn(word, "0123456789");
	g_autofree char *number = g_strndup(word, digits);
	return digits > 0 && read_length(wording, number, word + digits, out);
}

static bool read_relative(const Wording *wording, char *const *words, guint count, Period *out)
{
	const bool is_last = strcmp(words[0], "last") == 0 || strcmp(words[0], "past") == 0;
	PeriodUnit unit = PERIOD_DAY;
	if (is_last && count == 3)
		return read_length(wording, words[1], words[2], out);
	if (count != 2 || (!is_last && strcmp(words[0], "this") != 0))
		return false;
	if (is_last && read_short_length(wording, words[1], out))
		return true;
	if (!find_unit(words[1], &unit))
		return false;
	*out = period_of_unit(wording->now, unit, is_last ? -1 : 0, wording->zone);
	return true;
}

/* What has no other period within. */
static bool read_simple(const Wording *wording, char *const *words, guint count, Period *out)
{
	if (count == 0)
		return false;
	if (count == 1 &&
	    (read_day(wording, words[0], out) || read_date(words[0], wording->zone, out) ||
	     read_short_length(wording, words[0], out)))
		return true;
	if (count == 2 && read_length(wording, words[0], words[1], out))
		return true;
	return read_month(wording, words, count, out) || read_relative(wording, words, count, out);
}

/* "X to Y": from the beginning of the one to the end of the other. */
static bool read_range(const Wording *wording, char *const *words, guint count, guint at,
		       Period *out)
{
	Period first, last;
	if (!read_simple(wording, words, at, &first) ||
	    !read_simple(wording, words + at + 1, count - at - 1, &last) ||
	    first.since >= last.until)
		return false;
	*out = (Period){ first.since, last.until };
	return true;
}

static bool read_words(const Wording *wording, char *const *words, guint count, Period *out)
{
	Period part;
	const bool is_since = strcmp(words[0], "since") == 0 || strcmp(words[0], "from") == 0;
	for (guint i = 1; i + 1 < count; i++) {
		if (strcmp(words[i], "to") == 0)
			return read_range(wording, words + is_since, count - is_since, i - is_since,
					  out);
	}
	if (is_since || strcmp(words[0], "until") == 0) {
		if (!read_simple(wording, words + 1, count - 1, &part))
			return false;
		*out = is_since ? (Period){ .since = part.since } : (Period){ .until = part.until };
		return true;
	}
	if (!read_simple(wording, words, count, &part))
		return false;
	*out = part;
	return true;
}

bool period_parse(const Wording *wording, const char *text, Period *out)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);
	g_auto(GStrv) sides = g_strsplit(lower, "..", 3);
	g_autofree char *spaced = g_strjoinv(" to ", sides);
	g_auto(GStrv) parts = g_strsplit_set(spaced, " \t", -1);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	for (size_t i = 0; parts[i] != NULL; i++) {
		if (*parts[i] != '\0')
			g_ptr_array_add(words, parts[i]);
	}
	if (words->len == 0 || (words->len == 1 && strcmp(words->pdata[0], "all") == 0)) {
		*out = (Period){ 0 };
		return true;
	}
	return read_words(wording, (char *const *)words->pdata, words->len, out);
}

bool period_is_open(const Period *period)
{
	return period->since == 0 && period->until == 0;
}

bool period_has(const Period *period, Instant instant)
{
	return instant >= period->since && (period->until == 0 || instant < period->until);
}

static char *day_words(const Wording *wording, Instant instant)
{
	static const char *const titles[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) local = local_time(instant, wording->zone);
	return g_strdup_printf("%d %s %d", g_date_time_get_day_of_month(local),
			       titles[g_date_time_get_month(local) - 1],
			       g_date_time_get_year(local));
}

char *period_words(const Wording *wording, const Period *period)
{
	g_autofree char *first = day_words(wording, period->since);
	/* Its last day, not the one after. */
	g_autofree char *last = day_words(wording, period->until - 1);
	if (period_is_open(period))
		return g_strdup("all");
	if (period->until == 0)
		return g_strdup_printf("since %s", first);
	if (period->since == 0)
		return g_strdup_printf("until %s", last);
	return strcmp(first, last) == 0 ? g_strdup(first)
					: g_strdup_printf("%s to %s", first, last);
}
