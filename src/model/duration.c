#include "src/model/duration.h"

#include <string.h>

#include "src/base/text.h"
#include "src/model/local-time.h"

GQuark duration_error_quark(void)
{
	return g_quark_from_static_string("myroles-duration-error");
}

#define MINUTE ((int64_t)60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define WEEK   (7 * DAY)

/* Ten thousand years: more is a mistake, and less can be added to any Instant. */
#define LONGEST (10000 * 366 * DAY)

static bool fail(GError **error, DurationError code, const char *text, const char *expected)
{
	g_autofree char *clean = text_sanitize(text, -1);
	g_set_error(error, DURATION_ERROR, code, "“%s” is not a duration: %s", clean, expected);
	return false;
}

/* A decimal number at `*cursor`: whole part and millionths. False when there is none or it is too long. */
typedef struct Number {
	int64_t whole;
	int64_t millionths;
	bool has_fraction;
} Number;

static bool read_number(const char **cursor, Number *number)
{
	const char *text = *cursor;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 12)
		return false;
	*number = (Number){ .whole = g_ascii_strtoll(text, NULL, 10) };
	text += digits;
	if ((*text == '.' || *text == ',') && g_ascii_isdigit(text[1])) {
		number->has_fraction = true;
		text++;
		for (int64_t place = 100000; g_ascii_isdigit(*text); text++, place /= 10)
			number->millionths += (*text - '0') * place;
	}
	*cursor = text;
	return true;
}

/* Adds number × unit; false when it grows out of bounds. */
static bool add_component(int64_t *total, const Number *number, int64_t unit)
{
	int64_t part = 0;
	if (__builtin_mul_overflow(number->whole, unit, &part) || part > LONGEST)
		return false;
	*total += part + number->millionths * unit / 1000000;
	return *total <= LONGEST;
}

/* The unit of an ISO 8601 designator; 0: not one that may stand here. */
static int64_t iso_unit(char designator, bool is_time)
{
	switch (g_ascii_toupper(designator)) {
	case 'W':
		return is_time ? 0 : WEEK;
	case 'D':
		return is_time ? 0 : DAY;
	case 'H':
		return is_time ? HOUR : 0;
	case 'M':
		return is_time ? MINUTE : 0;
	case 'S':
		return is_time ? 1 : 0;
	default:
		return 0;
	}
}

bool duration_parse_iso(const char *text, int64_t *seconds, GError **error)
{
	static const char expected[] =
		"expected ISO 8601 without months and years, such as PT1H30M";
	if (text == NULL || g_ascii_toupper(*text) != 'P')
		return fail(error, DURATION_ERROR_SYNTAX, text != NULL ? text : "", expected);

	int64_t total = 0, last_unit = G_MAXINT64;
	bool is_time = false, has_component = false, is_over = false;
	for (const char *cursor = text + 1; *cursor != '\0';) {
		if (!is_time && g_ascii_toupper(*cursor) == 'T') {
			is_time = true;
			has_component = false; /* PT needs one of its own */
			cursor++;
			continue;
		}
		Number number;
		if (is_over || !read_number(&cursor, &number))
			return fail(error, DURATION_ERROR_SYNTAX, text, expected);
		int64_t unit = iso_unit(*cursor, is_time);
		if (unit == 0 || unit >= last_unit)
			return fail(error, DURATION_ERROR_SYNTAX, text, expected);
		if (!add_component(&total, &number, unit))
			return fail(error, DURATION_ERROR_RANGE, text, "it is too long");
		cursor++;
		last_unit = unit;
		has_component = true;
		is_over = number.has_fraction; /* only the last component may have one */
	}
	if (!has_component)
		return fail(error, DURATION_ERROR_SYNTAX, text, expected);
	*seconds = total;
	return true;
}

/* Appends the components that are not zero. */
static void append_components(GString *text, int64_t seconds, const char *units)
{
	const int64_t sizes[] = { HOUR, MINUTE, 1 };
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		if (seconds >= sizes[i])
			g_string_append_printf(text, "%" G_GINT64_FORMAT "%c", seconds / sizes[i],
					       units[i]);
		seconds %= sizes[i];
	}
}

char *duration_format_iso(int64_t seconds)
{
	if (seconds <= 0)
		return g_strdup("PT0S");
	GString *text = g_string_new("P");
	if (seconds >= DAY)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "D", seconds / DAY);
	if (seconds % DAY != 0)
		g_string_append_c(text, 'T');
	append_components(text, seconds % DAY, "HMS");
	return g_string_free(text, FALSE);
}

char *duration_format(int64_t seconds)
{
	if (seconds <= 0)
		return g_strdup("0s");
	GString *text = g_string_new(NULL);
	if (seconds >= DAY)
		g_string_append_printf(text, "%" G_GINT64_FORMAT "d", seconds / DAY);
	append_components(text, seconds % DAY, "hms");
	return g_string_free(text, FALSE);
}

char *duration_format_countdown(int64_t seconds)
{
	if (seconds <= 0)
		return g_strdup("ended");
	if (seconds < 10 * MINUTE)
		return g_strdup_printf("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
	if (seconds < HOUR)
		return g_strdup_printf("%dm", (int)(seconds / MINUTE));
	if (seconds < 2 * DAY)
		return g_strdup_printf("%dh%02dm", (int)(seconds / HOUR),
				       (int)(seconds % HOUR / MINUTE));
	return g_strdup_printf("%" G_GINT64_FORMAT "d", seconds / DAY);
}

/* ---- what people type ---- */

static const struct {
	const char *word;
	int64_t unit;
} typed_units[] = {
	{ "w", WEEK },     { "week", WEEK },   { "weeks", WEEK },    { "d", DAY },
	{ "day", DAY },    { "days", DAY },    { "h", HOUR },        { "hr", HOUR },
	{ "hrs", HOUR },   { "hour", HOUR },   { "hours", HOUR },    { "m", MINUTE },
	{ "min", MINUTE }, { "mins", MINUTE }, { "minute", MINUTE }, { "minutes", MINUTE },
	{ "s", 1 },        { "sec", 1 },       { "secs", 1 },        { "second", 1 },
	{ "seconds", 1 },
};

/* Reads a unit's word; 0 when it is none. */
static int64_t read_typed_unit(const char **cursor)
{
	const char *text = *cursor;
	size_t length = 0;
	while (g_ascii_isalpha(text[length]))
		length++;
	*cursor += length;
	for (size_t i = 0; i < G_N_ELEMENTS(typed_units); i++) {
		if (strlen(typed_units[i].word) == length &&
		    g_ascii_strncasecmp(typed_units[i].word, text, length) == 0)
			return typed_units[i].unit;
	}
	return 0;
}

static bool parse_typed_length(const char *text, int64_t *seconds, GError **error)
{
	static const char expected[] = "expected a length such as 90m, 1h30m, 2d or until 17:00";
	int64_t total = 0, last_unit = G_MAXINT64;
	bool is_over = false;
	const char *cursor = text;
	do {
		Number number;
		if (is_over || !read_number(&cursor, &number))
			return fail(error, DURATION_ERROR_SYNTAX, text, expected);
		cursor += strspn(cursor, " ");
		/* "1h30" means minutes; a number alone could mean anything. */
		int64_t unit = *cursor != '\0'     ? read_typed_unit(&cursor)
			       : last_unit == HOUR ? MINUTE
						   : 0;
		if (unit == 0 && last_unit == G_MAXINT64 && *cursor == '\0')
			return fail(error, DURATION_ERROR_SYNTAX, text,
				    "which unit? write 90m or 2h");
		if (unit == 0 || unit >= last_unit)
			return fail(error, DURATION_ERROR_SYNTAX, text, expected);
		if (!add_component(&total, &number, unit))
			return fail(error, DURATION_ERROR_RANGE, text, "it is too long");
		last_unit = unit;
		is_over = number.has_fraction;
		cursor += strspn(cursor, " ");
	} while (*cursor != '\0');
	*seconds = total;
	return true;
}

/* What follows "until" or "for"; NULL when `text` does not begin with that word. */
static const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	if (g_ascii_strncasecmp(text, word, length) != 0 || text[length] != ' ')
		return NULL;
	return text + length + strspn(text + length, " ");
}

bool duration_parse(const char *text, Instant now, GTimeZone *zone, int64_t *seconds,
		    GError **error)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(text != NULL ? text : ""));
	int64_t result = 0;
	const char *end_text = after_word(trimmed, "until");
	if (end_text != NULL) {
		Instant end = 0;
		if (!local_time_parse(end_text, now, zone, &end, error))
			return false;
		result = end - now;
	} else if (g_ascii_toupper(*trimmed) == 'P') {
		if (!duration_parse_iso(trimmed, &result, error))
			return false;
	} else if (!parse_typed_length(trimmed, &result, error)) {
		return false;
	}
	if (result <= 0)
		return fail(error, DURATION_ERROR_RANGE, trimmed, "it must be longer than zero");
	*seconds = result;
	return true;
}

bool instant_parse_start(const char *text, Instant now, GTimeZone *zone, Instant *out,
			 GError **error)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(text != NULL ? text : ""));
	if (*trimmed == '\0' || g_ascii_strcasecmp(trimmed, "now") == 0) {
		*out = 0;
		return true;
	}

	const char *length_text = after_word(trimmed, "in");
	if (length_text != NULL) {
		int64_t seconds = 0;
		if (!duration_parse(length_text, now, zone, &seconds, error))
			return false;
		if (seconds > TIME_AHEAD_MOST)
			return fail(error, DURATION_ERROR_RANGE, trimmed, "it is too far ahead");
		/* Times are shown in minutes, and what is shown is what is sent. */
		*out = now + seconds + (MINUTE - (now + seconds) % MINUTE) % MINUTE;
		return true;
	}
	return local_time_parse(trimmed, now, zone, out, error);
}
