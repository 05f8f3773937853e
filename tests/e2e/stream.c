#include "tests/e2e/stream.h"

#include <stdlib.h>
#include <string.h>

/* Private modes: cursor keys, reverse video, wrap, blinking, cursor, mouse, focus, alternate screen, paste,
 * synchronized output. */
static const int private_modes[] = { 1,    5,    7,    12,   25,   1000, 1002,
				     1003, 1004, 1006, 1034, 1049, 2004, 2026 };

/* Sequences without a parameter that matters: cursor, erase, insert, delete, scroll, repeat, SGR, margins,
 * title stack, device attributes, cursor shape. */
static const char csi_finals[] = "@ABCDEFGHJKLMPSTXZabdefgm`r";

typedef struct Sequence {
	size_t length;          /* 0: it does not end */
	char final;             /* 0: no CSI */
	const char *parameters; /* between CSI and the final byte */
	size_t parameters_length;
} Sequence;

static Sequence read_csi(const char *bytes, size_t length)
{
	Sequence sequence = { .parameters = bytes + 2 };
	size_t i = 2;
	while (i < length && bytes[i] >= 0x20 && bytes[i] <= 0x3f)
		i++;
	sequence.parameters_length = i - 2;
	if (i < length && bytes[i] >= 0x40 && bytes[i] <= 0x7e) {
		sequence.final = bytes[i];
		sequence.length = i + 1;
	}
	return sequence;
}

static bool is_mode_allowed(int mode)
{
	for (size_t i = 0; i < G_N_ELEMENTS(private_modes); i++)
		if (private_modes[i] == mode)
			return true;
	return false;
}

/* "?1049", "?1000;1006": each of the modes is in the list. */
static bool are_modes_allowed(const Sequence *sequence)
{
	g_autofree char *text = g_strndup(sequence->parameters, sequence->parameters_length);
	g_auto(GStrv) modes = NULL;
	/* Insert mode, key lock, and screen's own cursor mode come without the question mark. */
	if (text[0] != '?')
		return g_str_equal(text, "2") || g_str_equal(text, "4") || g_str_equal(text, "34");
	modes = g_strsplit(text + 1, ";", -1);
	for (size_t i = 0; modes[i] != NULL; i++)
		if (!is_mode_allowed((int)strtol(modes[i], NULL, 10)))
			return false;
	return modes[0] != NULL;
}

static bool is_csi_allowed(const Sequence *sequence)
{
	bool is_private =
		sequence->parameters_length > 0 && strchr("?<=>", sequence->parameters[0]) != NULL;
	if (sequence->final == 'h' || sequence->final == 'l')
		return are_modes_allowed(sequence);
	if (sequence->final == 't') /* the title stack alone: no moving of windows, no reports */
		return strncmp(sequence->parameters, "22;", 3) == 0 ||
		       strncmp(sequence->parameters, "23;", 3) == 0;
	if (sequence->final == 'q')
		return sequence->parameters_length > 0 &&
		       sequence->parameters[sequence->parameters_length - 1] == ' ';
	if (sequence->final == 'c' && is_private) /* the Linux console's cursor shapes */
		return sequence->parameters_length == 2 &&
		       strchr("018", sequence->parameters[1]) != NULL;
	return strchr(csi_finals, sequence->final) != NULL && !is_private;
}

/* "\033]104\a" and the Linux console's "\033]R": the palette as it was. */
static size_t read_palette_reset(const char *bytes, size_t length)
{
	if (length >= 6 && strncmp(bytes + 2, "104\a", 4) == 0)
		return 6;
	return length >= 3 && bytes[2] == 'R' ? 3 : 0;
}

/* OSC 0, 1, 2 (title), 9, 99 and 777 (notification), 11 (what the background is) and 52 (clipboard), ended by BEL or ST, with nothing but plain text inside. Length or 0. */
static size_t read_osc(const char *bytes, size_t length)
{
	static const char *const kinds[] = { "0;",   "1;",          "2;",   "9;",
					     "99;;", "777;notify;", "11;?", "52;" };
	bool is_known = false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		is_known = is_known || (length > 2 + strlen(kinds[i]) &&
					strncmp(bytes + 2, kinds[i], strlen(kinds[i])) == 0);
	for (size_t i = 2; is_known && i < length; i++) {
		if (bytes[i] == '\a')
			return i + 1;
		if (bytes[i] == '\033')
			return i + 1 < length && bytes[i + 1] == '\\' ? i + 2 : 0;
		if (bytes[i] >= 0 && bytes[i] < 0x20)
			return 0;
	}
	return 0;
}

/* What tmux passes through: OSC 52 alone, its escapes doubled. */
static size_t read_passed(const char *bytes, size_t length)
{
	static const char begin[] = "\033Ptmux;\033\033]52;c;", end[] = "\a\033\\";
	const size_t size = sizeof begin - 1;
	if (length < size || memcmp(bytes, begin, size) != 0)
		return 0;
	size_t at = size;
	while (at < length && (g_ascii_isalnum(bytes[at]) || strchr("+/=", bytes[at]) != NULL))
		at++;
	return length - at >= sizeof end - 1 && memcmp(bytes + at, end, sizeof end - 1) == 0
		       ? at + sizeof end - 1
		       : 0;
}

/* The length of an allowed escape sequence at `bytes`, or 0. */
static size_t read_escape(const char *bytes, size_t length)
{
	Sequence sequence;
	if (length < 2)
		return 0;
	switch (bytes[1]) {
	case '[':
		sequence = read_csi(bytes, length);
		return sequence.length > 0 && is_csi_allowed(&sequence) ? sequence.length : 0;
	case ']':
		return MAX(read_osc(bytes, length), read_palette_reset(bytes, length));
	case 'P':
		return read_passed(bytes, length);
	case '(':
	case ')': /* character sets: ASCII and line drawing */
		return length > 2 && strchr("B0", bytes[2]) != NULL ? 3 : 0;
	case '7':
	case '8':
	case '=':
	case '>':
	case 'M':
		return 2;
	default:
		return 0;
	}
}

static bool is_character_allowed(gunichar c)
{
	if (c < 0x80)
		return c >= 0x20 && c != 0x7f;
	if (c < 0xa0 || c == 0xad || c == 0xfeff)
		return false;
	if (c == 0x200c || c == 0x200d) /* joiners */
		return false;
	return g_unichar_type(c) != G_UNICODE_CONTROL && g_unichar_type(c) != G_UNICODE_FORMAT &&
	       g_unichar_type(c) != G_UNICODE_LINE_SEPARATOR &&
	       g_unichar_type(c) != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* The length of what stands at `bytes` when it is allowed, else 0. */
static size_t read_piece(const char *bytes, size_t length)
{
	gunichar c;
	if (bytes[0] == '\033')
		return read_escape(bytes, length);
	/* bell, back, tab, newline, return, and the two that switch character sets */
	if (bytes[0] != '\0' && strchr("\a\b\t\n\r\016\017", bytes[0]) != NULL)
		return 1;
	c = g_utf8_get_char_validated(bytes, (gssize)length);
	if (c == (gunichar)-1 || c == (gunichar)-2 || !is_character_allowed(c))
		return 0;
	return (size_t)g_unichar_to_utf8(c, NULL);
}

char *stream_find_offence(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t piece = read_piece(bytes + i, length - i);
		g_autofree char *part = NULL;
		g_autofree char *shown = NULL;
		if (piece > 0) {
			i += piece;
			continue;
		}
		part = g_strndup(bytes + i, MIN(length - i, 24));
		shown = g_strescape(part, NULL);
		return g_strdup_printf("byte %zu: \"%s\"", i, shown);
	}
	return NULL;
}

bool stream_has_mode(const char *bytes, size_t length, int mode, bool initially)
{
	bool is_on = initially;
	for (size_t i = 0; i + 3 < length; i++) {
		Sequence sequence;
		if (bytes[i] != '\033' || bytes[i + 1] != '[' || bytes[i + 2] != '?')
			continue;
		sequence = read_csi(bytes + i, length - i);
		if (sequence.final != 'h' && sequence.final != 'l')
			continue;
		for (const char *at = sequence.parameters + 1; *at != sequence.final; at++)
			if ((at[-1] == '?' || at[-1] == ';') && strtol(at, NULL, 10) == mode)
				is_on = sequence.final == 'h';
	}
	return is_on;
}

static bool is_color(long parameter)
{
	return (parameter >= 30 && parameter <= 38) || (parameter >= 40 && parameter <= 48) ||
	       (parameter >= 90 && parameter <= 97) || (parameter >= 100 && parameter <= 107);
}

bool stream_has_color(const char *bytes, size_t length)
{
	for (size_t i = 0; i + 2 < length; i++) {
		Sequence sequence;
		if (bytes[i] != '\033' || bytes[i + 1] != '[')
			continue;
		sequence = read_csi(bytes + i, length - i);
		if (sequence.final != 'm')
			continue;
		for (const char *at = sequence.parameters; *at != 'm'; at++)
			if ((at[-1] == '[' || at[-1] == ';') && is_color(strtol(at, NULL, 10)))
				return true;
	}
	return false;
}

bool stream_is_ascii(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return false;
	return true;
}
