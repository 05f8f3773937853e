#include "src/base/escapes.h"

#include <stdbool.h>
#include <string.h>

/* C1 as UTF-8 has it: U+0080 and the letter's place. */
#define C1_FIRST  '\xc2'
#define C1_OFFSET 0x40

static bool is_in(char c, char first, char last)
{
	return c >= first && c <= last;
}

/* Which control begins there, by the letter behind its ESC; `*rest` is behind it. '\0': none. */
static char find_introducer(const char *at, const char **rest)
{
	if (at[0] == '\033') {
		*rest = at + (at[1] != '\0' ? 2 : 1);
		return at[1];
	}
	const unsigned char second = (unsigned char)at[1];
	if (at[0] != C1_FIRST || second < 0x80 || second > 0x9F)
		return '\0';
	*rest = at + 2;
	return (char)(second - C1_OFFSET);
}

/* Parameters, intermediates, a final byte; what does not belong to it ends it. */
static const char *skip_csi(const char *at)
{
	while (is_in(*at, '0', '?'))
		at++;
	while (is_in(*at, ' ', '/'))
		at++;
	return is_in(*at, '@', '~') ? at + 1 : at;
}

/* To its end, or to where something else begins; NULL: it has no end. */
static const char *skip_string(const char *at)
{
	for (; *at != '\0' && *at != '\n'; at++) {
		const char *rest = NULL;
		if (*at == '\a')
			return at + 1;
		const char letter = find_introducer(at, &rest);
		if (letter == '\\')
			return rest;
		if (*at == '\033')
			return at;
	}
	return NULL;
}

/* ESC ( B: a character set. */
static const char *skip_intermediates(const char *at)
{
	while (is_in(*at, ' ', '/'))
		at++;
	return is_in(*at, '0', '~') ? at + 1 : at;
}

const char *escapes_skip(const char *at)
{
	const char *rest = at;
	const char letter = find_introducer(at, &rest);
	if (letter == '[')
		return skip_csi(rest);
	if (letter != '\0' && strchr("]PX^_", letter) != NULL) {
		const char *end = skip_string(rest);
		return end != NULL ? end : rest;
	}
	if (*at != '\033')
		return at;
	if (is_in(letter, ' ', '/'))
		return skip_intermediates(at + 1);
	/* Of the others those are taken whole that are no letters: a word may stand behind a stray one. */
	return letter != '\0' && strchr("78=>\\", letter) != NULL ? rest : at + 1;
}

void escapes_remove(char *line)
{
	char *to = line;
	for (const char *from = line; *from != '\0';) {
		const char *next = escapes_skip(from);
		if (next == from)
			*to++ = *from++;
		else
			from = next;
	}
	*to = '\0';
}
