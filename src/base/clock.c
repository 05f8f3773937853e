#include "src/base/clock.h"

#include <string.h>
#include <time.h>

#define SECOND (G_USEC_PER_SEC)

/* How long a quick sample is preferred to newer, slower ones. */
#define SAMPLE_LIFE (600 * SECOND)

/* A sample this far off what is known is believed only when so many in a row say the same. */
#define JUMP_SECONDS 5
#define JUMP_SAMPLES 3

struct Clock {
	bool is_virtual;
	int64_t local_wall;  /* virtual clocks: microseconds of the wall clock */
	Ticks local_ticks;   /* virtual clocks */
	int64_t anchor_wall; /* microseconds since 1970 … */
	Ticks anchor_ticks;  /* … at this moment */
	bool has_sample;     /* the anchor is the service's, not the local clock's */
	bool is_taken;       /* … as another program had it */
	Ticks sample_trip;   /* round trip of the sample in use */
	Ticks sample_taken;
	int64_t jump;       /* wall clock less ticks, as samples that disagree have it */
	unsigned jump_seen; /* how many of them in a row */
};

static int64_t clock_read(clockid_t id)
{
	struct timespec time = { 0 };
	(void)clock_gettime(id, &time);
	return (int64_t)time.tv_sec * SECOND + time.tv_nsec / 1000;
}

static int64_t local_wall(const Clock *clock)
{
	return clock->is_virtual ? clock->local_wall : clock_read(CLOCK_REALTIME);
}

Ticks clock_ticks(const Clock *clock)
{
	return clock->is_virtual ? clock->local_ticks : clock_read(CLOCK_BOOTTIME);
}

static void anchor_to_local(Clock *clock)
{
	clock->anchor_wall = local_wall(clock);
	clock->anchor_ticks = clock_ticks(clock);
}

Clock *clock_new(void)
{
	Clock *clock = g_new0(Clock, 1);
	anchor_to_local(clock);
	return clock;
}

Clock *clock_new_virtual(Instant now)
{
	Clock *clock = g_new0(Clock, 1);
	clock->is_virtual = true;
	clock->local_wall = now * SECOND;
	clock->local_ticks = SECOND; /* 0 would look like "never" */
	anchor_to_local(clock);
	return clock;
}

void clock_advance(Clock *clock, int64_t seconds)
{
	g_return_if_fail(clock->is_virtual);
	clock->local_wall += seconds * SECOND;
	clock->local_ticks += seconds * SECOND;
}

void clock_free(Clock *clock)
{
	g_free(clock);
}

static int64_t clock_now_exact(const Clock *clock)
{
	return clock->anchor_wall + (clock_ticks(clock) - clock->anchor_ticks);
}

Instant clock_now(const Clock *clock)
{
	return clock_now_exact(clock) / SECOND;
}

/* True when a sample of this offset (wall clock less ticks) contradicts what is known, and stands alone so far. */
static bool is_lone_jump(Clock *clock, int64_t offset, Ticks trip)
{
	int64_t tolerance = JUMP_SECONDS * SECOND + trip;
	if (ABS(offset - (clock->anchor_wall - clock->anchor_ticks)) <= tolerance) {
		clock->jump_seen = 0;
		return false;
	}
	bool is_repeated = clock->jump_seen > 0 && ABS(offset - clock->jump) <= tolerance;
	clock->jump_seen = is_repeated ? clock->jump_seen + 1 : 1;
	clock->jump = offset;
	return clock->jump_seen < JUMP_SAMPLES;
}

void clock_learn(Clock *clock, Instant date, Ticks sent, Ticks received)
{
	if (date <= 0 || received < sent)
		return;

	Ticks trip = received - sent;
	int64_t offset = date * SECOND + SECOND / 2 - (sent + trip / 2);
	bool is_old = received - clock->sample_taken > SAMPLE_LIFE;
	if (clock->has_sample && is_lone_jump(clock, offset, trip))
		return;
	bool has_jumped = clock->jump_seen >= JUMP_SAMPLES;
	clock->jump_seen = 0;
	if (clock->has_sample && !has_jumped && !is_old && trip > clock->sample_trip)
		return;

	clock->has_sample = true;
	clock->sample_trip = trip;
	clock->sample_taken = received;
	clock->anchor_wall = date * SECOND + SECOND / 2;
	clock->anchor_ticks = sent + trip / 2;
}

bool clock_get_offset(const Clock *clock, int64_t *offset)
{
	if (!clock->has_sample && !clock->is_taken)
		return false;
	int64_t difference = clock_now_exact(clock) - local_wall(clock);
	*offset = (difference + (difference < 0 ? -SECOND / 2 : SECOND / 2)) / SECOND;
	return true;
}

/* False: the machine does not say. */
static bool read_boot(char *out, size_t size)
{
	g_autofree char *text = NULL;
	if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
		return false;
	return g_strlcpy(out, g_strchomp(text), size) < size && *out != '\0';
}

bool clock_get_anchor(const Clock *clock, ClockAnchor *out)
{
	if (!clock->has_sample || clock->is_virtual)
		return false;
	out->wall = clock->anchor_wall;
	out->ticks = clock->anchor_ticks;
	return read_boot(out->boot, sizeof out->boot);
}

bool clock_take_anchor(Clock *clock, const ClockAnchor *anchor)
{
	char boot[sizeof anchor->boot];
	if (clock->has_sample || anchor->wall <= 0 || anchor->ticks > clock_ticks(clock) ||
	    !read_boot(boot, sizeof boot) || strcmp(boot, anchor->boot) != 0)
		return false;
	clock->is_taken = true;
	clock->anchor_wall = anchor->wall;
	clock->anchor_ticks = anchor->ticks;
	return true;
}

/* True when `text` begins with the shape: 0 stands for any digit, all else for itself, in either case. */
static bool has_shape(const char *text, const char *shape)
{
	for (; *shape != '\0'; text++, shape++) {
		bool fits =
			*shape == '0' ? g_ascii_isdigit(*text) : g_ascii_toupper(*text) == *shape;
		if (!fits)
			return false;
	}
	return true;
}

/* RFC 3339 with the zone left out at will; GLib alone would also take week dates and basic forms. */
static bool is_rfc3339(const char *text)
{
	/* 60 is a leap second; GLib would take 61 too. */
	if (!has_shape(text, "0000-00-00T00:00:00") || strncmp(text + 17, "60", 2) > 0)
		return false;
	text += strlen("0000-00-00T00:00:00");
	if (*text == '.') {
		size_t digits = strspn(text + 1, "0123456789");
		if (digits > 9)
			return false;
		text += 1 + digits;
	}
	if (*text == '\0' || g_ascii_strcasecmp(text, "Z") == 0)
		return true;
	return (*text == '+' || *text == '-') && has_shape(text + 1, "00:00") &&
	       strlen(text) == strlen("+00:00");
}

/* Services write "never" as a day of the year 1 or 9999. */
#define YEAR_2    (-62104060800)
#define YEAR_9999 253370764800

bool instant_parse(const char *text, Instant *out)
{
	if (text == NULL || !is_rfc3339(text))
		return false;

	/* Whole seconds suffice, and GLib refuses a point with nothing behind it. */
	g_autoptr(GString) plain = g_string_new_len(text, strlen("0000-00-00T00:00:00"));
	plain->str[10] = 'T';
	text += plain->len;
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	if (*text == '\0' || g_ascii_tolower(*text) == 'z')
		g_string_append_c(plain, 'Z');
	else
		g_string_append(plain, text);

	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(plain->str, NULL);
	if (time == NULL)
		return false;
	/* In UTC: an offset may carry a time over the edge of its year. */
	Instant instant = g_date_time_to_unix(time);
	*out = instant < YEAR_2 || instant >= YEAR_9999 ? 0 : instant;
	return true;
}

char *instant_format(Instant instant)
{
	if (instant == 0)
		return NULL;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(instant);
	if (time == NULL)
		return NULL;
	/* GLib's %Y has no leading zeros. */
	g_autofree char *rest = g_date_time_format(time, "-%m-%dT%H:%M:%SZ");
	return g_strdup_printf("%04d%s", g_date_time_get_year(time), rest);
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

bool instant_parse_http(const char *text, Instant *out)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	/* "Sun, 06 Nov 1994 08:49:37 GMT" */
	if (text == NULL || strlen(text) != 29 || !has_shape(text + 3, ", 00 ") ||
	    !has_shape(text + 11, " 0000 00:00:00 GMT"))
		return false;

	int month = 0;
	for (int i = 0; i < (int)G_N_ELEMENTS(months); i++) {
		if (strncmp(text + 8, months[i], 3) == 0)
			month = i + 1;
	}
	if (month == 0)
		return false;

	int year = two_digits(text + 12) * 100 + two_digits(text + 14);
	g_autoptr(GDateTime) time =
		g_date_time_new_utc(year, month, two_digits(text + 5), two_digits(text + 17),
				    two_digits(text + 20), two_digits(text + 23));
	if (time == NULL)
		return false;
	*out = g_date_time_to_unix(time);
	return true;
}
