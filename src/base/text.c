#include "src/base/text.h"

#include <string.h>

#include "src/base/limits.h"

#define REPLACEMENT 0xFFFDu
#define ELLIPSIS    0x2026u
#define ZWNJ        0x200Cu
#define ZWJ         0x200Du
#define KEYCAP      0x20E3u
#define MARKS_MAX   4

/* Characters that Unicode calls letters, symbols or marks but that show nothing at all. */
static bool is_blank_glyph(gunichar c)
{
	switch (c) {
	case 0x034F: /* combining grapheme joiner */
	case 0x115F: /* Hangul fillers */
	case 0x1160:
	case 0x3164:
	case 0xFFA0:
	case 0x17B4: /* Khmer inherent vowels */
	case 0x17B5:
	case 0x2800:  /* Braille blank */
	case 0x1D159: /* musical null notehead */
		return true;
	default:
		return false;
	}
}

static bool is_variation_selector(gunichar c)
{
	return (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) ||
	       (c >= 0xE0100 && c <= 0xE01EF);
}

/* Neither may reach a terminal: what controls it, what reorders text, what cannot be seen. */
static bool is_unsafe(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT: /* bidi controls, zero-width characters, tags, soft hyphen */
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_UNASSIGNED:
		return true;
	default:
		return is_blank_glyph(c) || is_variation_selector(c);
	}
}

static bool is_mark(gunichar c)
{
	return g_unichar_iszerowidth(c) || g_unichar_ismark(c);
}

/* Decodes strictly. A bad byte gives U+FFFD and is skipped alone. */
gunichar text_next_char(const char **at, const char *end)
{
	unsigned char byte = (unsigned char)**at;
	if (byte < 0x80) {
		(*at)++;
		return byte;
	}
	gunichar c = g_utf8_get_char_validated(*at, end - *at);
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		(*at)++;
		return REPLACEMENT;
	}
	*at = g_utf8_next_char(*at);
	return c;
}

/* ---- joiners: unseen characters that belong to a word ---- */

static bool is_word_joiner(gunichar c)
{
	return c == ZWNJ || c == ZWJ;
}

bool text_is_joiner(gunichar c)
{
	return c >= 0x180B && (is_word_joiner(c) || is_variation_selector(c));
}

/* Scripts without joined or variant shapes: an unseen character could only make two names look alike. */
static bool is_plain_script(GUnicodeScript script)
{
	return script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED ||
	       script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_GREEK ||
	       script == G_UNICODE_SCRIPT_CYRILLIC;
}

static bool is_symbol(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);
	return c > 0xA0 && c != REPLACEMENT &&
	       (type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MATH_SYMBOL ||
		type == G_UNICODE_MODIFIER_SYMBOL);
}

/* May a joiner stand beside `c`? Emoji are made of several, and some scripts write a word's letters apart or together. */
static bool is_joinable(gunichar c)
{
	if (is_unsafe(c) || is_mark(c))
		return false;
	return is_symbol(c) || (g_unichar_isalpha(c) && !is_plain_script(g_unichar_get_script(c)));
}

/* Has `base` a shape that this selector chooses? `next`: what follows the selector. */
static bool is_selectable(gunichar base, gunichar selector, gunichar next)
{
	if (selector >= 0xE0100)
		return g_unichar_get_script(base) == G_UNICODE_SCRIPT_HAN;
	if (selector < 0xFE00)
		return selector != 0x180E &&
		       g_unichar_get_script(base) == G_UNICODE_SCRIPT_MONGOLIAN;
	if (base < 0x80) /* "1" in a keycap */
		return next == KEYCAP &&
		       (g_ascii_isdigit((char)base) || base == '#' || base == '*');
	/* The few emoji that Unicode does not call symbols: ‼ ⁉ 〰 ℹ Ⓜ */
	return is_joinable(base) || base == 0x203C || base == 0x2049 || base == 0x3030 ||
	       base == 0x2139;
}

/* What stands before a character that is looked at. */
typedef struct Before {
	gunichar base; /* the last character that takes room; 0: none */
	bool is_bare;  /* nothing unseen, and no mark, stands behind it */
} Before;

static bool is_joiner_in_place(Before before, gunichar c, gunichar next)
{
	if (is_word_joiner(c))
		return is_joinable(before.base) && is_joinable(next);
	return is_variation_selector(c) && before.is_bare && is_selectable(before.base, c, next);
}

/* The next character, without moving there; 0 at the end. */
static gunichar peek_char(const char *cursor, const char *end)
{
	return cursor < end ? text_next_char(&cursor, end) : 0;
}

static gunichar make_safe(gunichar c, Before before, gunichar next)
{
	if (c >= 0x20 && c < 0x7F)
		return c;
	if (c == '\n' || c == '\r' || c == '\t')
		return ' ';
	if (text_is_joiner(c))
		return is_joiner_in_place(before, c, next) ? c : REPLACEMENT;
	/* A leading mark would land on whatever the screen shows before this text. */
	if (is_unsafe(c) || (before.base == 0 && is_mark(c)))
		return REPLACEMENT;
	return c;
}

/* The end is cut off: nothing is left for what joined it. */
static void append_ellipsis(GString *safe)
{
	while (safe->len > 0) {
		const char *last = g_utf8_prev_char(safe->str + safe->len);
		if (!text_is_joiner(g_utf8_get_char(last)))
			break;
		g_string_truncate(safe, (gsize)(last - safe->str));
	}
	g_string_append_unichar(safe, ELLIPSIS);
}

char *text_sanitize(const char *bytes, gssize length)
{
	if (bytes == NULL)
		return g_strdup("");
	const char *end = bytes + (length < 0 ? strlen(bytes) : (size_t)length);

	GString *safe = g_string_sized_new((size_t)MIN(end - bytes, LIMIT_TEXT_CHARS));
	size_t count = 0, last = 0; /* characters; where the last one begins */
	int marks = 0;
	Before before = { 0 };
	while (bytes < end) {
		gunichar raw = text_next_char(&bytes, end);
		gunichar next = text_is_joiner(raw) ? peek_char(bytes, end) : 0;
		gunichar c = make_safe(raw, before, next);
		bool is_behind = c >= 0x80 && is_mark(c);
		marks = !is_behind ? 0 : text_is_joiner(c) ? marks : marks + 1;
		if (marks > MARKS_MAX)
			continue;
		before = (Before){ is_behind ? before.base : c, !is_behind };
		if (count == LIMIT_TEXT_CHARS) {
			g_string_truncate(safe, last);
			append_ellipsis(safe);
			break;
		}
		last = safe->len;
		count++;
		g_string_append_unichar(safe, c);
	}
	return g_string_free(safe, FALSE);
}

/* Printable ASCII of no great length: most texts, and asked of each one that is drawn. */
static bool is_plain(const char *text)
{
	size_t length = 0;
	while (text[length] >= 0x20 && text[length] < 0x7F)
		length++;
	return text[length] == '\0' && length <= LIMIT_TEXT_CHARS;
}

bool text_is_clean(const char *text)
{
	if (text == NULL || is_plain(text))
		return true;
	g_autofree char *safe = text_sanitize(text, -1);
	return strcmp(safe, text) == 0;
}

static bool is_bidi_control(gunichar c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

char *text_clean_input(const char *text)
{
	if (text == NULL)
		return g_strdup("");

	GString *clean = g_string_new(NULL);
	const char *end = text + strlen(text);
	while (text < end) {
		gunichar c = text_next_char(&text, end);
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (!g_unichar_iscntrl(c) && !is_bidi_control(c) && c != 0x2028 && c != 0x2029)
			g_string_append_unichar(clean, c);
	}
	return g_strstrip(g_string_free(clean, FALSE));
}

bool text_is_blank(const char *text)
{
	while (*text != '\0' && g_unichar_isspace(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return *text == '\0';
}

char *text_without_joiners(const char *text)
{
	GString *seen = g_string_new(NULL);
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		if (!text_is_joiner(c))
			g_string_append_unichar(seen, c);
	}
	return g_string_free(seen, FALSE);
}

int text_char_width(gunichar c)
{
	if (c < 0x80)
		return c >= 0x20 && c != 0x7F;
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* The columns of the next character, which is stepped over; never beyond the end, whatever the bytes are. */
static int step(const char **text)
{
	const gunichar c = g_utf8_get_char_validated(*text, -1);
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		(*text)++;
		return 1;
	}
	*text = g_utf8_next_char(*text);
	return text_char_width(c);
}

int text_width(const char *text)
{
	int width = 0;
	while (*text != '\0') {
		if ((unsigned char)*text < 0x80) {
			width += *text >= 0x20 && *text != 0x7F;
			text++;
			continue;
		}
		width += step(&text);
	}
	return width;
}

/* The end of the longest beginning of `text` that takes at most `columns` columns, marks included. */
static const char *find_cut(const char *text, int columns)
{
	int width = 0;
	for (const char *next = text; *text != '\0'; text = next) {
		width += step(&next);
		if (width > columns)
			break;
	}
	return text;
}

char *text_fit(const char *text, int columns, const char *ellipsis)
{
	if (columns <= 0)
		return g_strdup("");
	if (*find_cut(text, columns) == '\0')
		return g_strdup(text);

	int room = columns - text_width(ellipsis);
	if (room < 0)
		return g_strndup(text, (size_t)(find_cut(text, columns) - text));
	g_autofree char *head = g_strndup(text, (size_t)(find_cut(text, room) - text));
	return g_strconcat(head, ellipsis, NULL);
}

/* Both ASCII: a filter runs this over a hundred thousand names per key, so it allocates nothing. */
static bool contains_ascii(const char *haystack, const char *word, size_t length)
{
	char lower = g_ascii_tolower(*word), upper = g_ascii_toupper(*word);
	for (; *haystack != '\0'; haystack++) {
		if (*haystack != lower && *haystack != upper)
			continue;
		if (g_ascii_strncasecmp(haystack, word, length) == 0)
			return true;
	}
	return false;
}

static bool matches_ascii(const char *haystack, const char *needle)
{
	for (;;) {
		needle += strspn(needle, " ");
		size_t length = strcspn(needle, " ");
		if (length == 0)
			return true;
		if (!contains_ascii(haystack, needle, length))
			return false;
		needle += length;
	}
}

bool text_matches(const char *haystack, const char *needle)
{
	if (needle == NULL)
		return true;
	if (haystack == NULL)
		haystack = "";
	if (g_str_is_ascii(haystack) && g_str_is_ascii(needle))
		return matches_ascii(haystack, needle);

	/* A name copied from a screen lacks its joiners, one from the portal has them. */
	g_autofree char *seen = text_without_joiners(haystack);
	g_autofree char *typed = text_without_joiners(needle);
	g_autofree char *folded = g_utf8_casefold(seen, -1);
	g_autofree char *wanted = g_utf8_casefold(typed, -1);
	g_auto(GStrv) words = g_strsplit(wanted, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (strstr(folded, *word) == NULL)
			return false;
	}
	return true;
}
