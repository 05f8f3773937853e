#include "src/json/walk.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret.h"

typedef enum {
	STATE_VALUE,       /* a value */
	STATE_FIRST_VALUE, /* a value or the closing bracket */
	STATE_NAME,        /* a member's name */
	STATE_FIRST_NAME,  /* a name or the closing brace */
	STATE_COLON,
	STATE_AFTER,  /* a comma, or the end of what holds it */
	STATE_STRING, /* inside of a text or a name */
	STATE_ESCAPE, /* behind its backslash */
	STATE_HEX,    /* four digits of a \u */
	STATE_WORD,   /* inside of a number, true, false or null */
	STATE_END,
	STATE_BROKEN,
} State;

/* One object or list on the way down, and the member or element of it that is being read. */
typedef struct Step {
	bool is_list;
	char name[LIMIT_WALK_NAME + 1];
} Step;

struct JsonWalk {
	const JsonWalker *walker;
	gpointer data;
	State state;
	guint depth;
	Step steps[LIMIT_WALK_DEPTH];
	bool is_name;   /* the string is one */
	bool is_text;   /* what is read is a string */
	bool is_wanted; /* the text is */
	bool is_long;   /* there is more of it than can be kept */
	char text[LIMIT_WALK_TEXT + 1];
	size_t length;
	guint digits;   /* of a \u, that are still to come */
	guint32 code;   /* … their value */
	guint32 paired; /* the first half of a pair; 0: none is open */
};

JsonWalk *json_walk_new(const JsonWalker *walker, gpointer data)
{
	JsonWalk *walk = g_new0(JsonWalk, 1);
	walk->walker = walker;
	walk->data = data;
	walk->state = STATE_VALUE;
	return walk;
}

void json_walk_free(JsonWalk *walk)
{
	if (walk == NULL)
		return;
	secret_wipe(walk, sizeof *walk);
	g_free(walk);
}

guint json_walk_depth(const JsonWalk *walk)
{
	return walk->depth;
}

const char *json_walk_name(const JsonWalk *walk, guint step)
{
	return step < walk->depth ? walk->steps[step].name : "";
}

bool json_walk_is_element(const JsonWalk *walk, guint step)
{
	return step < walk->depth && walk->steps[step].is_list;
}

bool json_walk_is_text(const JsonWalk *walk)
{
	return walk->is_text;
}

static bool fail(JsonWalk *walk, JsonError code, const char *what, GError **error)
{
	walk->state = STATE_BROKEN;
	secret_wipe(walk->text, sizeof walk->text);
	g_set_error_literal(error, JSON_ERROR, code, what);
	return false;
}

static bool go_on(JsonWalk *walk, State state)
{
	walk->state = state;
	return true;
}

/* ---- text ---- */

static void begin_text(JsonWalk *walk, bool is_name)
{
	walk->is_name = is_name;
	walk->is_wanted = is_name || walk->walker->wants(walk, walk->data);
	walk->is_long = false;
	walk->length = 0;
	walk->paired = 0;
}

static void keep(JsonWalk *walk, const char *bytes, size_t length)
{
	const size_t most = walk->is_name ? LIMIT_WALK_NAME : LIMIT_WALK_TEXT;
	if (!walk->is_wanted || walk->is_long)
		return;
	walk->is_long = length > most - walk->length;
	if (walk->is_long)
		return;
	memcpy(walk->text + walk->length, bytes, length);
	walk->length += length;
}

static bool finish_text(JsonWalk *walk, GError **error)
{
	bool is_valid = true;
	walk->text[walk->length] = '\0';
	if (walk->is_wanted && !walk->is_long)
		is_valid = g_utf8_validate(walk->text, (gssize)walk->length, NULL);
	if (is_valid && walk->is_name)
		memcpy(walk->steps[walk->depth - 1].name, walk->is_long ? "" : walk->text,
		       walk->is_long ? 1 : walk->length + 1);
	else if (is_valid && walk->is_wanted)
		walk->walker->take(walk, walk->is_long ? NULL : walk->text, walk->data);
	secret_wipe(walk->text, walk->length);
	if (!is_valid || walk->paired != 0)
		return fail(walk, JSON_ERROR_SYNTAX, "a text is no UTF-8", error);
	return go_on(walk, walk->is_name ? STATE_COLON : STATE_AFTER);
}

static void keep_code(JsonWalk *walk, guint32 code)
{
	char bytes[6];
	keep(walk, bytes, (size_t)g_unichar_to_utf8(code, bytes));
	secret_wipe(bytes, sizeof bytes);
}

/* Four digits were read. Those beyond U+FFFF come as two halves. */
static bool finish_code(JsonWalk *walk, GError **error)
{
	const guint32 code = walk->code;
	const bool is_first = code >= 0xd800 && code < 0xdc00;
	const bool is_second = code >= 0xdc00 && code < 0xe000;
	if (code == 0 || is_second != (walk->paired != 0))
		return fail(walk, JSON_ERROR_SYNTAX, "a text holds what is no character", error);
	if (is_second)
		keep_code(walk, 0x10000 + ((walk->paired - 0xd800) << 10) + (code - 0xdc00));
	else if (!is_first)
		keep_code(walk, code);
	walk->paired = is_first ? code : 0;
	return go_on(walk, STATE_STRING);
}

static bool step_hex(JsonWalk *walk, char c, GError **error)
{
	const int digit = g_ascii_xdigit_value(c);
	if (digit < 0)
		return fail(walk, JSON_ERROR_SYNTAX, "a text holds a wrong escape", error);
	walk->code = walk->code * 16 + (guint32)digit;
	return --walk->digits > 0 || finish_code(walk, error);
}

static bool step_escape(JsonWalk *walk, char c, GError **error)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	if (c == 'u') {
		walk->digits = 4;
		walk->code = 0;
		return go_on(walk, STATE_HEX);
	}
	const char *at = c != '\0' ? strchr(names, c) : NULL;
	if (at == NULL || walk->paired != 0)
		return fail(walk, JSON_ERROR_SYNTAX, "a text holds a wrong escape", error);
	keep(walk, values + (at - names), 1);
	return go_on(walk, STATE_STRING);
}

static bool step_string(JsonWalk *walk, char c, GError **error)
{
	if (c == '"')
		return finish_text(walk, error);
	if (c == '\\')
		return go_on(walk, STATE_ESCAPE);
	if ((unsigned char)c < 0x20 || walk->paired != 0)
		return fail(walk, JSON_ERROR_SYNTAX, "a text holds what is no character", error);
	keep(walk, &c, 1);
	return true;
}

/* ---- structure ---- */

static bool begin_holder(JsonWalk *walk, bool is_list, GError **error)
{
	if (walk->depth == LIMIT_WALK_DEPTH)
		return fail(walk, JSON_ERROR_LIMIT, "the document is too deep", error);
	Step *step = &walk->steps[walk->depth++];
	step->is_list = is_list;
	step->name[0] = '\0';
	return go_on(walk, is_list ? STATE_FIRST_VALUE : STATE_FIRST_NAME);
}

static bool end_holder(JsonWalk *walk)
{
	secret_wipe(walk->steps[walk->depth - 1].name, LIMIT_WALK_NAME);
	walk->depth--;
	if (walk->walker->end != NULL)
		walk->walker->end(walk, walk->data);
	return go_on(walk, walk->depth > 0 ? STATE_AFTER : STATE_END);
}

static bool step_value(JsonWalk *walk, char c, GError **error)
{
	if (walk->state == STATE_FIRST_VALUE && c == ']')
		return end_holder(walk);
	if (c == '{' || c == '[')
		return begin_holder(walk, c == '[', error);
	/* A document is an object or a list here. */
	if (walk->depth == 0 || (c != '"' && c != '-' && !g_ascii_isalnum(c)))
		return fail(walk, JSON_ERROR_SYNTAX, "a value is missing", error);
	walk->is_text = c == '"';
	begin_text(walk, false);
	if (walk->is_text)
		return go_on(walk, STATE_STRING);
	keep(walk, &c, 1);
	return go_on(walk, STATE_WORD);
}

static bool step_name(JsonWalk *walk, char c, GError **error)
{
	if (walk->state == STATE_FIRST_NAME && c == '}')
		return end_holder(walk);
	if (c != '"')
		return fail(walk, JSON_ERROR_SYNTAX, "a member's name is missing", error);
	begin_text(walk, true);
	return go_on(walk, STATE_STRING);
}

static bool step_after(JsonWalk *walk, char c, GError **error)
{
	const bool is_list = walk->steps[walk->depth - 1].is_list;
	if (c == ',')
		return go_on(walk, is_list ? STATE_VALUE : STATE_NAME);
	if (c == (is_list ? ']' : '}'))
		return end_holder(walk);
	return fail(walk, JSON_ERROR_SYNTAX, "a comma is missing", error);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What ends a word is not a part of it. */
static bool step_word(JsonWalk *walk, char c, GError **error)
{
	if (g_ascii_isalnum(c) || c == '.' || c == '-' || c == '+') {
		keep(walk, &c, 1);
		return true;
	}
	return finish_text(walk, error) && (is_blank(c) || step_after(walk, c, error));
}

/* One byte between names and values. */
static bool step_between(JsonWalk *walk, char c, GError **error)
{
	if (is_blank(c))
		return true;
	switch (walk->state) {
	case STATE_VALUE:
	case STATE_FIRST_VALUE:
		return step_value(walk, c, error);
	case STATE_NAME:
	case STATE_FIRST_NAME:
		return step_name(walk, c, error);
	case STATE_COLON:
		if (c == ':')
			return go_on(walk, STATE_VALUE);
		return fail(walk, JSON_ERROR_SYNTAX, "a colon is missing", error);
	case STATE_AFTER:
		return step_after(walk, c, error);
	default:
		return fail(walk, JSON_ERROR_SYNTAX, "something stands behind the document", error);
	}
}

static bool step(JsonWalk *walk, char c, GError **error)
{
	switch (walk->state) {
	case STATE_STRING:
		return step_string(walk, c, error);
	case STATE_ESCAPE:
		return step_escape(walk, c, error);
	case STATE_HEX:
		return step_hex(walk, c, error);
	case STATE_WORD:
		return step_word(walk, c, error);
	default:
		return step_between(walk, c, error);
	}
}

/* How many bytes of a text that nobody wants can be passed over at once. */
static size_t skip(const JsonWalk *walk, const char *bytes, size_t length)
{
	size_t count = 0;
	if (walk->state != STATE_STRING || walk->is_wanted || walk->paired != 0)
		return 0;
	while (count < length && bytes[count] != '"' && bytes[count] != '\\' &&
	       (unsigned char)bytes[count] >= 0x20)
		count++;
	return count;
}

bool json_walk_feed(JsonWalk *walk, const char *bytes, size_t length, GError **error)
{
	for (size_t i = 0; i < length;) {
		i += skip(walk, bytes + i, length - i);
		if (i < length && !step(walk, bytes[i++], error))
			return false;
	}
	return true;
}

bool json_walk_finish(JsonWalk *walk, GError **error)
{
	return walk->state == STATE_END ||
	       fail(walk, JSON_ERROR_SYNTAX, "the document ended early", error);
}
