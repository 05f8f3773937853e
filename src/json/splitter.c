#include "src/json/splitter.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret.h"

/* Members beside the list that are kept; more than these no service sends. */
#define MEMBERS_KEPT 64

typedef enum {
	STATE_START,      /* before the opening brace */
	STATE_FIRST_NAME, /* a name or the closing brace */
	STATE_NAME,       /* a name: a comma came before */
	STATE_COLON,
	STATE_VALUE,         /* a member's value, or the bracket that opens the list */
	STATE_AFTER_VALUE,   /* a comma or the closing brace */
	STATE_FIRST_ELEMENT, /* an element or the closing bracket */
	STATE_ELEMENT,       /* an element: a comma came before */
	STATE_AFTER_ELEMENT, /* a comma or the closing bracket */
	STATE_END,           /* blanks only */
	STATE_BROKEN,
} State;

typedef enum { PIECE_NONE, PIECE_NAME, PIECE_VALUE, PIECE_ELEMENT } Piece;

struct JsonSplitter {
	char *list_member;
	JsonElement element;
	gpointer data;
	State state;
	Piece piece;    /* what `text` is a part of: bytes run through scan_piece until its end */
	GString *text;  /* of the piece, up to its limit; one buffer for all of them */
	size_t depth;   /* inside the piece */
	bool in_string; /* inside the piece */
	bool is_escaped;
	char *name; /* of the member whose value comes */
	GHashTable *members;
	bool has_list;
	bool has_error; /* an "error" member */
};

JsonSplitter *json_splitter_new(const char *list_member, JsonElement element, gpointer data)
{
	JsonSplitter *splitter = g_new0(JsonSplitter, 1);
	splitter->list_member = g_strdup(list_member);
	splitter->element = element;
	splitter->data = data;
	splitter->text = g_string_new(NULL);
	splitter->members = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return splitter;
}

static void wipe_text(JsonSplitter *splitter)
{
	secret_wipe(splitter->text->str, splitter->text->allocated_len);
	g_string_truncate(splitter->text, 0);
}

void json_splitter_free(JsonSplitter *splitter)
{
	if (splitter == NULL)
		return;
	wipe_text(splitter);
	g_string_free(splitter->text, TRUE);
	g_hash_table_unref(splitter->members);
	g_free(splitter->list_member);
	g_free(splitter->name);
	g_free(splitter);
}

void json_splitter_reset(JsonSplitter *splitter)
{
	splitter->state = STATE_START;
	splitter->piece = PIECE_NONE;
	splitter->has_list = false;
	splitter->has_error = false;
	g_clear_pointer(&splitter->name, g_free);
	g_hash_table_remove_all(splitter->members);
	wipe_text(splitter);
}

static bool fail(JsonSplitter *splitter, JsonError code, const char *what, GError **error)
{
	splitter->state = STATE_BROKEN;
	g_set_error_literal(error, JSON_ERROR, code, what);
	return false;
}

/* ---- pieces ---- */

static void begin_piece(JsonSplitter *splitter, Piece piece)
{
	splitter->piece = piece;
	splitter->depth = 0;
	splitter->in_string = false;
	splitter->is_escaped = false;
	g_string_truncate(splitter->text, 0);
}

/* Steps over one byte inside a string; true at the quote that ends it. */
static bool step_string(JsonSplitter *splitter, char c)
{
	if (splitter->is_escaped) {
		splitter->is_escaped = false;
	} else if (c == '\\') {
		splitter->is_escaped = true;
	} else if (c == '"') {
		splitter->in_string = false;
		return true;
	}
	return false;
}

typedef enum { STEP_ON, STEP_LAST, STEP_BEHIND } Step;

/* Is `c` inside the piece, its last byte, or (a number or a word ends at what follows it) behind it? */
static Step step_piece(JsonSplitter *splitter, char c)
{
	if (splitter->in_string)
		return step_string(splitter, c) && splitter->depth == 0 ? STEP_LAST : STEP_ON;
	switch (c) {
	case '"':
		splitter->in_string = true;
		return STEP_ON;
	case '{':
	case '[':
		splitter->depth++;
		return STEP_ON;
	case '}':
	case ']':
		if (splitter->depth == 0)
			return STEP_BEHIND;
		return --splitter->depth == 0 ? STEP_LAST : STEP_ON;
	case ',':
	case ':':
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		return splitter->depth == 0 ? STEP_BEHIND : STEP_ON;
	default:
		return STEP_ON;
	}
}

static void keep(JsonSplitter *splitter, const char *bytes, size_t length)
{
	/* One byte past the limit is enough to know. */
	size_t room = LIMIT_JSON_ELEMENT + 1 - splitter->text->len;
	g_string_append_len(splitter->text, bytes, (gssize)MIN(length, room));
}

/* Takes bytes of the piece; returns how many. *is_complete tells whether its end was among them. */
static size_t scan_piece(JsonSplitter *splitter, const char *bytes, size_t length,
			 bool *is_complete)
{
	size_t used = 0;
	*is_complete = false;
	while (used < length && !*is_complete) {
		Step step = step_piece(splitter, bytes[used]);
		*is_complete = step != STEP_ON;
		used += step != STEP_BEHIND;
	}
	keep(splitter, bytes, used);
	return used;
}

static JsonValue *parse_piece(JsonSplitter *splitter, GError **error)
{
	return json_parse(splitter->text->str, splitter->text->len, error);
}

static bool finish_name(JsonSplitter *splitter, GError **error)
{
	g_autoptr(JsonValue) value = parse_piece(splitter, error);
	if (value == NULL) {
		splitter->state = STATE_BROKEN;
		return false;
	}
	g_free(splitter->name);
	splitter->name = g_strdup(json_text(value));
	splitter->state = STATE_COLON;
	return true;
}

static bool finish_value(JsonSplitter *splitter, GError **error)
{
	char first = splitter->text->str[0];
	g_autoptr(JsonValue) value = NULL;
	splitter->state = STATE_AFTER_VALUE;
	splitter->has_error = splitter->has_error || strcmp(splitter->name, "error") == 0;
	/* Objects and lists beside the list are nobody's business, however large. */
	if (first != '{' && first != '[') {
		value = parse_piece(splitter, error);
		if (value == NULL) {
			splitter->state = STATE_BROKEN;
			return false;
		}
	}
	if (strcmp(splitter->name, splitter->list_member) == 0) {
		if (value == NULL || json_type(value) != JSON_TYPE_NULL)
			return fail(splitter, JSON_ERROR_TYPE, "the list is no list", error);
		splitter->has_list = true;
	}
	if (value != NULL && json_text(value) != NULL) {
		if (g_hash_table_size(splitter->members) >= MEMBERS_KEPT)
			return fail(splitter, JSON_ERROR_LIMIT, "too many members", error);
		g_hash_table_replace(splitter->members, g_strdup(splitter->name),
				     g_strdup(json_text(value)));
	}
	return true;
}

static void finish_element(JsonSplitter *splitter)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(JsonValue) value = parse_piece(splitter, &error);
	splitter->state = STATE_AFTER_ELEMENT;
	splitter->element(value, error, splitter->data);
}

static bool finish_piece(JsonSplitter *splitter, GError **error)
{
	Piece piece = splitter->piece;
	splitter->piece = PIECE_NONE;
	switch (piece) {
	case PIECE_NAME:
		return finish_name(splitter, error);
	case PIECE_VALUE:
		return finish_value(splitter, error);
	default:
		finish_element(splitter);
		return true;
	}
}

/* ---- between the pieces ---- */

static bool go_on(JsonSplitter *splitter, State state)
{
	splitter->state = state;
	return true;
}

static bool begin_element(JsonSplitter *splitter, char c, GError **error)
{
	if (strchr("]},:", c) != NULL)
		return fail(splitter, JSON_ERROR_SYNTAX, "an element is missing", error);
	begin_piece(splitter, PIECE_ELEMENT);
	return true;
}

static bool begin_value(JsonSplitter *splitter, char c, GError **error)
{
	if (c == '[' && strcmp(splitter->name, splitter->list_member) == 0) {
		splitter->has_list = true;
		return go_on(splitter, STATE_FIRST_ELEMENT);
	}
	if (strchr("]},:", c) != NULL)
		return fail(splitter, JSON_ERROR_SYNTAX, "a value is missing", error);
	begin_piece(splitter, PIECE_VALUE);
	return true;
}

static bool begin_name(JsonSplitter *splitter, char c, GError **error)
{
	if (c != '"')
		return fail(splitter, JSON_ERROR_SYNTAX, "a member's name is missing", error);
	begin_piece(splitter, PIECE_NAME);
	return true;
}

/* One byte between pieces that is no blank. When it begins a piece, `piece` is set and the byte is not used up. */
static bool step_between(JsonSplitter *splitter, char c, GError **error)
{
	switch (splitter->state) {
	case STATE_START:
		if (c == '{')
			return go_on(splitter, STATE_FIRST_NAME);
		break;
	case STATE_FIRST_NAME:
		if (c == '}')
			return go_on(splitter, STATE_END);
		return begin_name(splitter, c, error);
	case STATE_NAME:
		return begin_name(splitter, c, error);
	case STATE_COLON:
		if (c == ':')
			return go_on(splitter, STATE_VALUE);
		break;
	case STATE_VALUE:
		return begin_value(splitter, c, error);
	case STATE_AFTER_VALUE:
		if (c == ',' || c == '}')
			return go_on(splitter, c == ',' ? STATE_NAME : STATE_END);
		break;
	case STATE_FIRST_ELEMENT:
		if (c == ']')
			return go_on(splitter, STATE_AFTER_VALUE);
		return begin_element(splitter, c, error);
	case STATE_ELEMENT:
		return begin_element(splitter, c, error);
	case STATE_AFTER_ELEMENT:
		if (c == ',' || c == ']')
			return go_on(splitter, c == ',' ? STATE_ELEMENT : STATE_AFTER_VALUE);
		break;
	default:
		break;
	}
	return fail(splitter, JSON_ERROR_SYNTAX, "not a JSON list", error);
}

static bool is_skipped(const JsonSplitter *splitter, char c)
{
	/* strchr finds the terminating NUL as well. */
	if (c != '\0' && strchr(" \t\r\n", c) != NULL)
		return true;
	/* A byte order mark may stand in front (RFC 8259 §8.1). */
	return splitter->state == STATE_START && c != '\0' && strchr("\xEF\xBB\xBF", c) != NULL;
}

bool json_splitter_feed(JsonSplitter *splitter, const char *bytes, size_t length, GError **error)
{
	size_t at = 0;
	while (at < length) {
		bool is_complete;
		if (splitter->piece != PIECE_NONE) {
			at += scan_piece(splitter, bytes + at, length - at, &is_complete);
			if (is_complete && !finish_piece(splitter, error))
				return false;
			continue;
		}
		if (!is_skipped(splitter, bytes[at]) && !step_between(splitter, bytes[at], error))
			return false;
		at += splitter->piece == PIECE_NONE;
	}
	return true;
}

bool json_splitter_finish(JsonSplitter *splitter, GError **error)
{
	if (splitter->state != STATE_END)
		return fail(splitter, JSON_ERROR_SYNTAX, "the list ended early", error);
	if (splitter->has_list)
		return true;
	g_set_error(error, JSON_ERROR, JSON_ERROR_MISSING,
		    splitter->has_error ? "the answer holds an error and no list “%s”"
					: "the answer holds no list “%s”",
		    splitter->list_member);
	return false;
}

const char *json_splitter_member(const JsonSplitter *splitter, const char *name)
{
	return g_hash_table_lookup(splitter->members, name);
}
