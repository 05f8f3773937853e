#include "tui/terminal/key-sequence.h"

#include "src/base/limits.h"

#define PARAMETERS_MAX 8
#define ESC            0x1b

/* The numbers of a control sequence; sub-parameters (after ':') of each: the first two. -1: not given. */
typedef struct Parameters {
	int values[PARAMETERS_MAX];
	int subs[PARAMETERS_MAX][2];
	size_t count;
} Parameters;

typedef struct KeyCode {
	int code;
	Key key;
} KeyCode;

static const KeyCode letter_keys[] = {
	{ 'A', KEY_UP },     { 'B', KEY_DOWN },   { 'C', KEY_RIGHT }, { 'D', KEY_LEFT },
	{ 'F', KEY_END },    { 'H', KEY_HOME },   { 'P', KEY_F1 },    { 'Q', KEY_F1 + 1 },
	{ 'R', KEY_F1 + 2 }, { 'S', KEY_F1 + 3 }, { 'M', KEY_ENTER },
};

static const KeyCode tilde_keys[] = {
	{ 1, KEY_HOME },    { 2, KEY_INSERT },    { 3, KEY_DELETE },   { 4, KEY_END },
	{ 5, KEY_PAGE_UP }, { 6, KEY_PAGE_DOWN }, { 7, KEY_HOME },     { 8, KEY_END },
	{ 11, KEY_F1 },     { 12, KEY_F1 + 1 },   { 13, KEY_F1 + 2 },  { 14, KEY_F1 + 3 },
	{ 15, KEY_F1 + 4 }, { 17, KEY_F1 + 5 },   { 18, KEY_F1 + 6 },  { 19, KEY_F1 + 7 },
	{ 20, KEY_F1 + 8 }, { 21, KEY_F1 + 9 },   { 23, KEY_F1 + 10 }, { 24, KEY_F12 },
};

/* Codes of CSI u and modifyOtherKeys that are no characters; 57344 and up are the kitty protocol's. */
static const KeyCode unicode_keys[] = {
	{ 8, KEY_BACKSPACE },     { 9, KEY_TAB },         { 13, KEY_ENTER },
	{ 27, KEY_ESCAPE },       { 127, KEY_BACKSPACE }, { 57399, '0' },
	{ 57400, '1' },           { 57401, '2' },         { 57402, '3' },
	{ 57403, '4' },           { 57404, '5' },         { 57405, '6' },
	{ 57406, '7' },           { 57407, '8' },         { 57408, '9' },
	{ 57409, '.' },           { 57410, '/' },         { 57411, '*' },
	{ 57412, '-' },           { 57413, '+' },         { 57414, KEY_ENTER },
	{ 57415, '=' },           { 57417, KEY_LEFT },    { 57418, KEY_RIGHT },
	{ 57419, KEY_UP },        { 57420, KEY_DOWN },    { 57421, KEY_PAGE_UP },
	{ 57422, KEY_PAGE_DOWN }, { 57423, KEY_HOME },    { 57424, KEY_END },
	{ 57425, KEY_INSERT },    { 57426, KEY_DELETE },
};

#define lookup(table, wanted) key_code_find(table, G_N_ELEMENTS(table), wanted)

static Key key_code_find(const KeyCode *table, size_t count, int code)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].code == code)
			return table[i].key;
	}
	return KEY_NONE;
}

/* xterm and kitty: 1 + a bit set. Bits above Ctrl (Super, locks, …) tell nothing here. */
static Key modifiers_from_parameter(int parameter)
{
	int bits = parameter > 0 ? parameter - 1 : 0;
	return ((bits & 1) != 0 ? KEY_SHIFT : 0) | ((bits & 2) != 0 ? KEY_ALT : 0) |
	       ((bits & 4) != 0 ? KEY_CTRL : 0);
}

static size_t done(KeySequence *out, KeySequenceKind kind, size_t taken)
{
	out->kind = kind;
	return taken;
}

static size_t done_key(KeySequence *out, Key base, Key modifiers, size_t taken)
{
	if (base == KEY_NONE)
		return done(out, KEY_SEQUENCE_IGNORED, taken);
	out->event = (KeyEvent){ .kind = KEY_EVENT_KEY, .key = key_normalize(base, modifiers) };
	return done(out, KEY_SEQUENCE_KEY, taken);
}

static void read_parameters(const uint8_t *bytes, size_t length, Parameters *out)
{
	*out = (Parameters){ .count = 1 };
	for (size_t i = 0; i < PARAMETERS_MAX; i++)
		out->values[i] = out->subs[i][0] = out->subs[i][1] = -1;
	int sub = -1;
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == ';') {
			out->count++;
			sub = -1;
		} else if (bytes[i] == ':') {
			sub++;
		} else if (g_ascii_isdigit(bytes[i]) && out->count <= PARAMETERS_MAX && sub < 2) {
			int *value = sub < 0 ? &out->values[out->count - 1]
					     : &out->subs[out->count - 1][sub];
			*value = MIN(MAX(*value, 0) * 10 + (bytes[i] - '0'), 0x200000);
		}
	}
	out->count = MIN(out->count, PARAMETERS_MAX);
}

/* A key by its code point: CSI code ; modifiers u, and CSI 27 ; modifiers ; code ~ */
static size_t done_unicode(KeySequence *out, int code, int shifted, int modifier, size_t taken)
{
	Key modifiers = modifiers_from_parameter(modifier);
	Key base = lookup(unicode_keys, code);
	if (base != KEY_NONE)
		return done_key(out, base, modifiers, taken);
	if ((modifiers & KEY_SHIFT) != 0 && (modifiers & KEY_CTRL) == 0 && shifted > 0)
		code = shifted;
	bool is_character = code >= 0x20 && g_unichar_validate((gunichar)code) &&
			    g_unichar_type((gunichar)code) != G_UNICODE_CONTROL &&
			    g_unichar_type((gunichar)code) != G_UNICODE_PRIVATE_USE;
	return done_key(out, is_character ? (Key)code : KEY_NONE, modifiers, taken);
}

static size_t done_mouse(KeySequence *out, const Parameters *p, bool is_press, size_t taken)
{
	int code = p->values[0];
	bool is_motion = (code & 32) != 0;
	bool is_wheel = (code & 64) != 0;
	int button = (code & 3) + (is_wheel ? 4 : 1);
	bool is_known = code >= 0 && code < 128 && (is_wheel ? button <= 5 : button <= 3);
	const bool is_drag = is_motion && button == 1;
	if (!is_press || (is_motion && !is_drag) || !is_known || p->count != 3 ||
	    p->values[1] < 1 || p->values[2] < 1)
		return done(out, KEY_SEQUENCE_IGNORED, taken);
	out->event = (KeyEvent){ .kind = KEY_EVENT_MOUSE,
				 .column = p->values[1] - 1,
				 .row = p->values[2] - 1,
				 .button = button,
				 .is_drag = is_drag };
	return done(out, KEY_SEQUENCE_MOUSE, taken);
}

static size_t done_tilde(KeySequence *out, const Parameters *p, Key extra, size_t taken)
{
	if (p->values[0] == 200)
		return done(out, KEY_SEQUENCE_PASTE, taken);
	if (p->values[0] == 27 && p->count == 3)
		return done_unicode(out, p->values[2], -1, p->values[1], taken);
	return done_key(out, lookup(tilde_keys, p->values[0]),
			modifiers_from_parameter(p->values[1]) | extra, taken);
}

/* A whole control sequence: its parameters and its final byte. */
static size_t interpret(const uint8_t *bytes, size_t length, uint8_t final, KeySequence *out,
			size_t taken)
{
	bool is_mouse = length > 0 && bytes[0] == '<';
	if (!is_mouse && length > 0 && (bytes[0] == '?' || bytes[0] == '>' || bytes[0] == '='))
		return done(out, KEY_SEQUENCE_IGNORED, taken); /* the terminal's answers */
	Parameters p;
	read_parameters(bytes + (is_mouse ? 1 : 0), length - (is_mouse ? 1 : 0), &p);
	if (is_mouse)
		return final == 'M' || final == 'm' ? done_mouse(out, &p, final == 'M', taken)
						    : done(out, KEY_SEQUENCE_IGNORED, taken);
	if (length == 0 && (final == 'I' || final == 'O')) {
		out->event = (KeyEvent){ .kind = KEY_EVENT_FOCUS, .has_focus = final == 'I' };
		return done(out, KEY_SEQUENCE_FOCUS, taken);
	}
	if (p.subs[1][0] == 3) /* kitty: released */
		return done(out, KEY_SEQUENCE_IGNORED, taken);
	switch (final) {
	case '~':
		return done_tilde(out, &p, 0, taken);
	case '^': /* rxvt: Ctrl */
		return done_tilde(out, &p, KEY_CTRL, taken);
	case '@':
		return done_tilde(out, &p, KEY_CTRL | KEY_SHIFT, taken);
	case 'u':
		return done_unicode(out, p.values[0], p.subs[0][0], p.values[1], taken);
	case 'Z':
		return done_key(out, KEY_TAB, KEY_SHIFT, taken);
	case 'M':
		return done(out, KEY_SEQUENCE_IGNORED, taken);
	case 'a':
	case 'b':
	case 'c':
	case 'd': /* rxvt: Shift and an arrow */
		return done_key(out, length > 0 ? KEY_NONE : lookup(letter_keys, final - 32),
				KEY_SHIFT, taken);
	default:
		return done_key(out, lookup(letter_keys, final),
				modifiers_from_parameter(p.values[1]), taken);
	}
}

static size_t parse_csi(const uint8_t *bytes, size_t length, KeySequence *out)
{
	if (length > 2 && bytes[2] == '[') { /* the Linux console's F1 to F5 */
		if (length == 3)
			return 0;
		bool is_function = bytes[3] >= 'A' && bytes[3] <= 'E';
		return done_key(out, is_function ? KEY_F1 + (Key)(bytes[3] - 'A') : KEY_NONE, 0, 4);
	}
	size_t end = 2;
	while (end < length && bytes[end] >= 0x30 && bytes[end] <= 0x3f)
		end++;
	size_t parameters_end = end;
	while (end < length && bytes[end] >= 0x20 && bytes[end] <= 0x2f)
		end++;
	if (end >= LIMIT_ESCAPE_SEQUENCE)
		return done(out, KEY_SEQUENCE_OVERLONG, end);
	if (end == length)
		return 0;
	if (bytes[end] < 0x40 || bytes[end] > 0x7e) /* broken off by something else */
		return done(out, KEY_SEQUENCE_IGNORED, end);
	if (bytes[end] == 'M' && end == 2) { /* the old mouse report has three bytes more */
		return length < 6 ? 0 : done(out, KEY_SEQUENCE_IGNORED, 6);
	}
	if (end != parameters_end)
		return done(out, KEY_SEQUENCE_IGNORED, end + 1);
	return interpret(bytes + 2, end - 2, bytes[end], out, end + 1);
}

/* ESC O, perhaps a modifier (Konsole), a letter; the keypad's keys among them. */
static size_t parse_ss3(const uint8_t *bytes, size_t length, KeySequence *out)
{
	static const char keypad[] = "jklmnopqrstuvwxyX";
	static const char keypad_characters[] = "*+,-./0123456789=";
	size_t at = 2;
	Key modifiers = 0;
	if (length > at && g_ascii_isdigit(bytes[at])) {
		modifiers = modifiers_from_parameter(bytes[at] - '0');
		at++;
	}
	if (length <= at)
		return 0;
	if (bytes[at] < 0x40 || bytes[at] > 0x7e)
		return done(out, KEY_SEQUENCE_IGNORED, at);
	if (bytes[at] >= 'a' && bytes[at] <= 'd') /* rxvt: Ctrl and an arrow */
		return done_key(out, lookup(letter_keys, bytes[at] - 32), KEY_CTRL, at + 1);
	for (size_t i = 0; i < sizeof keypad - 1; i++) {
		if (keypad[i] == (char)bytes[at])
			return done_key(out, (Key)keypad_characters[i], modifiers, at + 1);
	}
	return done_key(out, lookup(letter_keys, bytes[at]), modifiers, at + 1);
}

static size_t parse_control(uint8_t byte, Key modifiers, KeySequence *out)
{
	switch (byte) {
	case '\t':
		return done_key(out, KEY_TAB, modifiers, 1);
	case '\r':
		return done_key(out, KEY_ENTER, modifiers, 1);
	case '\b':
	case 0x7f:
		return done_key(out, KEY_BACKSPACE, modifiers, 1);
	case 0:
		return done_key(out, ' ', modifiers | KEY_CTRL, 1);
	default: /* Ctrl clears bits 5 and 6: 0x01 is Ctrl-A, 0x1c is Ctrl-\ */
		return done_key(out, byte | (byte <= 26 ? 0x60u : 0x40u), modifiers | KEY_CTRL, 1);
	}
}

static size_t parse_plain(const uint8_t *bytes, size_t length, Key modifiers, KeySequence *out)
{
	if (bytes[0] < 0x20 || bytes[0] == 0x7f)
		return parse_control(bytes[0], modifiers, out);
	gunichar c = g_utf8_get_char_validated((const char *)bytes, (gssize)length);
	if (c == (gunichar)-2)
		return 0;
	if (c == (gunichar)-1)
		return done(out, KEY_SEQUENCE_IGNORED, 1);
	size_t taken = (size_t)g_unichar_to_utf8(c, NULL);
	return done_key(out, g_unichar_iscntrl(c) ? KEY_NONE : c, modifiers, taken);
}

size_t key_sequence_parse(const uint8_t *bytes, size_t length, KeySequence *out)
{
	*out = (KeySequence){ .kind = KEY_SEQUENCE_UNFINISHED };
	if (bytes[0] != ESC)
		return parse_plain(bytes, length, 0, out);
	if (length < 2)
		return 0;
	size_t taken = 0;
	switch (bytes[1]) {
	case '[':
		return parse_csi(bytes, length, out);
	case 'O':
		return parse_ss3(bytes, length, out);
	case 'P':
	case ']':
	case 'X':
	case '^':
	case '_':
		return length < 3 ? 0 : done(out, KEY_SEQUENCE_STRING, 2);
	case ESC: /* Alt and a sequence (rxvt, macOS), or Esc twice */
		if (length < 3)
			return 0;
		if (bytes[2] != '[' && bytes[2] != 'O')
			return done_key(out, KEY_ESCAPE, 0, 1);
		taken = key_sequence_parse(bytes + 1, length - 1, out);
		if (out->kind == KEY_SEQUENCE_KEY)
			out->event.key |= KEY_ALT;
		return taken == 0 ? 0 : taken + 1;
	default:
		taken = parse_plain(bytes + 1, length - 1, KEY_ALT, out);
		return taken == 0 ? 0 : taken + 1;
	}
}
