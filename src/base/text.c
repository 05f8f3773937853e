#include "src/base/text.h"

#include <string.h>

#include "src/base/limits.h"

#define REPLACEMENT 0xFFFDu
#define ELLIPSIS    0x2026u
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
		break;
	}
	bool is_variation_selector = (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) ||
				     (c >= 0xE0100 && c <= 0xE01EF);
	return is_variation_selector;
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
		return is_blank_glyph(c);
	}
}

static bool is_mark(gunichar c)
{
	return g_unichar_iszerowidth(c) || g_unichar_ismark(c);
}

/* Decodes strictly. A bad byte gives U+FFFD and is skipped alone. */
static gunichar next_char(const char **cursor, const char *end)
{
	unsigned char byte = (unsigned char)**cursor;
	if (byte < 0x80) {
		(*cursor)++;
		return byte;
	}
	gunichar c = g_utf8_get_char_validated(*cursor, end - *cursor);
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		(*cursor)++;
		return REPLACEMENT;
	}
	*cursor = g_utf8_next_char(*cursor);
	return c;
}

static gunichar make_safe(gunichar c, bool is_first)
{
	if (c >= 0x20 && c < 0x7F)
		return c;
	if (c == '\n' || c == '\r' || c == '\t')
		return ' ';
	/* A leading mark would land on whatever the screen shows before this text. */
	if (is_unsafe(c) || (is_first && is_mark(c)))
		return REPLACEMENT;
	return c;
}

char *text_sanitize(const char *bytes, gssize length)
{
	if (bytes == NULL)
		return g_strdup("");
	const char *end = bytes + (length < 0 ? strlen(bytes) : (size_t)length);

	GString *safe = g_string_sized_new((size_t)MIN(end - bytes, LIMIT_TEXT_CHARS));
	size_t count = 0, last = 0; /* characters; where the last one begins */
	int marks = 0;
	while (bytes < end) {
		gunichar c = make_safe(next_char(&bytes, end), count == 0);
		marks = c >= 0x80 && is_mark(c) ? marks + 1 : 0;
		if (marks > MARKS_MAX)
			continue;
		if (count == LIMIT_TEXT_CHARS) {
			g_string_truncate(safe, last);
			g_string_append_unichar(safe, ELLIPSIS);
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
		gunichar c = next_char(&text, end);
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (!g_unichar_iscntrl(c) && !is_bidi_control(c) && c != 0x2028 && c != 0x2029)
			g_string_append_unichar(clean, c);
	}
	return g_strstrip(g_string_free(clean, FALSE));
}

int text_char_width(gunichar c)
{
	if (c < 0x80)
		return c >= 0x20 && c != 0x7F;
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
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
		width += text_char_width(g_utf8_get_char(text));
		text = g_utf8_next_char(text);
	}
	return width;
}

/* The end of the longest beginning of `text` that takes at most `columns` columns, marks included. */
static const char *find_cut(const char *text, int columns)
{
	int width = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		width += text_char_width(g_utf8_get_char(text));
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

	g_autofree char *folded = g_utf8_casefold(haystack, -1);
	g_autofree char *wanted = g_utf8_casefold(needle, -1);
	g_auto(GStrv) words = g_strsplit(wanted, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (strstr(folded, *word) == NULL)
			return false;
	}
	return true;
}
