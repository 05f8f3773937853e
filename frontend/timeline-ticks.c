/* The scale of a timeline: hours to years, as clocks on the wall have them. */
#include "frontend/timeline.h"

#define HOUR ((int64_t)3600)
#define DAY  (24 * HOUR)

/* From fine to coarse: the first one whose ticks are far enough apart serves. */
static const struct {
	PeriodUnit unit;
	int step;
	int64_t seconds; /* the least that lies between two */
} scales[] = {
	{ PERIOD_HOUR, 1, HOUR },        { PERIOD_HOUR, 2, 2 * HOUR },
	{ PERIOD_HOUR, 3, 3 * HOUR },    { PERIOD_HOUR, 6, 6 * HOUR },
	{ PERIOD_HOUR, 12, 12 * HOUR },  { PERIOD_DAY, 1, 23 * HOUR },
	{ PERIOD_DAY, 2, 47 * HOUR },    { PERIOD_WEEK, 1, 7 * DAY },
	{ PERIOD_WEEK, 2, 14 * DAY },    { PERIOD_MONTH, 1, 28 * DAY },
	{ PERIOD_QUARTER, 1, 90 * DAY }, { PERIOD_YEAR, 1, 365 * DAY },
	{ PERIOD_YEAR, 2, 730 * DAY },   { PERIOD_YEAR, 5, 1826 * DAY },
	{ PERIOD_YEAR, 10, 3652 * DAY },
};

static void tick_free(gpointer data)
{
	TimelineTick *tick = data;
	g_free(tick->text);
	g_free(tick);
}

static size_t choose_scale(const Period *window, int count, int least)
{
	const double each = (double)(window->until - window->since) / count * least;
	size_t i = 0;
	while (i + 1 < G_N_ELEMENTS(scales) && (double)scales[i].seconds < each)
		i++;
	return i;
}

static const char *format_of(PeriodUnit unit, GDateTime *local, bool *is_major)
{
	const int day = g_date_time_get_day_of_month(local);
	const int month = g_date_time_get_month(local);
	*is_major = true;
	if (unit == PERIOD_YEAR)
		return "%Y";
	if (unit >= PERIOD_MONTH && month == 1)
		return "%Y";
	if (unit == PERIOD_HOUR && g_date_time_get_hour(local) == 0)
		return "%a %-d";
	*is_major = unit == PERIOD_WEEK || (unit == PERIOD_DAY && day == 1);
	if (unit >= PERIOD_MONTH)
		return "%b";
	return unit == PERIOD_HOUR ? "%H:%M" : "%-d %b";
}

static void add_tick(GPtrArray *ticks, Instant at, PeriodUnit unit, GTimeZone *zone)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
	TimelineTick *tick = g_new0(TimelineTick, 1);
	const char *format = format_of(unit, local, &tick->is_major);
	const char *month = months[g_date_time_get_month(local) - 1];
	const int day = g_date_time_get_day_of_month(local);
	tick->at = at;
	/* The words are those of the rest of the screen, whatever the locale. */
	if (g_str_equal(format, "%a %-d"))
		tick->text =
			g_strdup_printf("%s %d", days[g_date_time_get_day_of_week(local) - 1], day);
	else if (g_str_equal(format, "%-d %b"))
		tick->text = g_strdup_printf("%d %s", day, month);
	else if (g_str_equal(format, "%b"))
		tick->text = g_strdup(month);
	else
		tick->text = g_date_time_format(local, format);
	g_ptr_array_add(ticks, tick);
}

static int64_t offset_at(Instant instant, GTimeZone *zone)
{
	const int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, instant);
	return interval >= 0 ? g_time_zone_get_offset(zone, interval) : 0;
}

/* So many hours on the wall after the day began. */
static Instant wall_hour(Instant day, int hour, GTimeZone *zone)
{
	const Instant at = day + hour * HOUR;
	return at - (offset_at(at, zone) - offset_at(day, zone));
}

static void add_hours(GPtrArray *ticks, const Period *window, int step, GTimeZone *zone)
{
	Instant day = period_floor(window->since, PERIOD_DAY, zone);
	for (; day < window->until; day = period_shift(day, PERIOD_DAY, 1, zone)) {
		Instant before = day - 1;
		for (int hour = 0; hour < 24; hour += step) {
			const Instant at = wall_hour(day, hour, zone);
			/* An hour that is left out comes as the next one. */
			if (at > before && at >= window->since && at < window->until)
				add_tick(ticks, at, PERIOD_HOUR, zone);
			before = at;
		}
	}
}

/* Every second day, fifth year: counted from a fixed one, so that scrolling moves no tick. */
static bool is_on_step(Instant at, PeriodUnit unit, int step, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
	int year, month, day;
	g_date_time_get_ymd(local, &year, &month, &day);
	if (unit == PERIOD_YEAR)
		return year % step == 0;
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	const guint32 julian = g_date_get_julian(&date);
	return (unit == PERIOD_WEEK ? julian / 7 : julian) % (guint32)step == 0;
}

GPtrArray *timeline_ticks(const Period *window, GTimeZone *zone, int count, int least)
{
	GPtrArray *ticks = g_ptr_array_new_with_free_func(tick_free);
	if (count <= 0 || window->until <= window->since)
		return ticks;
	const size_t scale = choose_scale(window, count, least);
	const PeriodUnit unit = scales[scale].unit;
	if (unit == PERIOD_HOUR) {
		add_hours(ticks, window, scales[scale].step, zone);
		return ticks;
	}
	Instant at = period_floor(window->since, unit, zone);
	for (; at < window->until; at = period_shift(at, unit, 1, zone)) {
		if (at >= window->since && is_on_step(at, unit, scales[scale].step, zone))
			add_tick(ticks, at, unit, zone);
	}
	return ticks;
}
