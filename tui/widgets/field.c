#include "tui/widgets/field.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"

void field_clear(Field *field)
{
	secret_buffer_clear(&field->text);
	field->cursor = 0;
}

const char *field_text(const Field *field)
{
	return secret_buffer_peek(&field->text);
}

char *field_seen(const Field *field)
{
	return text_without_joiners(field_text(field));
}

bool field_is_empty(const Field *field)
{
	const char *p = field_text(field);
	while (*p == ' ')
		p++;
	return *p == '\0';
}

/* What may stand in a line of text. Invisible characters could make it read as something else than is sent. */
static bool is_text(gunichar c)
{
	if (!g_unichar_validate(c) || g_unichar_iscntrl(c))
		return false;
	if (text_is_joiner(c)) /* Persian and the like are typed with them; names are pasted so */
		return true;
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return false;
	default:
		return true;
	}
}

size_t field_limit(const Field *field)
{
	return field->limit ? field->limit : LIMIT_TEXT_CHARS;
}

/* What can stand in a line of `text`: at most `room` characters. False: there were more. */
static bool clean_text(const char *text, size_t room, SecretBuffer *cleaned)
{
	const char *end = text + strlen(text);
	bool was_return = false;
	while (text < end) {
		gunichar c = text_next_char(&text, end);
		bool is_second = c == '\n' && was_return; /* CR LF is one newline */
		was_return = c == '\r';
		if (is_second)
			continue;
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (!is_text(c))
			continue;
		if (room-- == 0)
			return false;
		secret_buffer_append_character(cleaned, c);
	}
	return true;
}

static void insert(Field *field, const SecretBuffer *added)
{
	secret_buffer_insert(&field->text, field->cursor, secret_buffer_peek(added), added->length);
	field->cursor += added->length;
}

void field_set(Field *field, const char *text)
{
	g_auto(SecretBuffer) added = { 0 };
	secret_buffer_remove(&field->text, 0, field->text.length);
	field->cursor = 0;
	clean_text(text != NULL ? text : "", field_limit(field), &added);
	insert(field, &added);
}

bool field_insert(Field *field, const char *text, bool is_replacing)
{
	size_t used = is_replacing ? 0 : (size_t)g_utf8_strlen(field_text(field), -1);
	g_auto(SecretBuffer) added = { 0 };
	if (!clean_text(text, field_limit(field) - used, &added))
		return false;
	if (is_replacing)
		field_set(field, "");
	insert(field, &added);
	return true;
}

/* The place before the character (with its marks) that ends at `from`. */
static size_t cluster_before(const Field *field, size_t from)
{
	const char *text = field_text(field);
	const char *p = text + from;
	while (p > text) {
		p = g_utf8_prev_char(p);
		if (text_char_width(g_utf8_get_char(p)) > 0)
			break;
	}
	return (size_t)(p - text);
}

static size_t cluster_after(const Field *field, size_t from)
{
	const char *text = field_text(field);
	const char *p = text + from;
	if (!*p)
		return from;
	do
		p = g_utf8_next_char(p);
	while (*p && text_char_width(g_utf8_get_char(p)) == 0);
	return (size_t)(p - text);
}

static bool is_word_at(const Field *field, size_t at)
{
	return g_unichar_isalnum(g_utf8_get_char(field_text(field) + at));
}

static size_t word_before(const Field *field, size_t from)
{
	while (from > 0 && !is_word_at(field, cluster_before(field, from)))
		from = cluster_before(field, from);
	while (from > 0 && is_word_at(field, cluster_before(field, from)))
		from = cluster_before(field, from);
	return from;
}

static size_t word_after(const Field *field, size_t from)
{
	size_t end = strlen(field_text(field));
	while (from < end && !is_word_at(field, from))
		from = cluster_after(field, from);
	while (from < end && is_word_at(field, from))
		from = cluster_after(field, from);
	return from;
}

/* Back to the last blank: what shells do for ctrl-w. */
static size_t blank_before(const Field *field, size_t from)
{
	const char *text = field_text(field);
	while (from > 0 && text[from - 1] == ' ')
		from--;
	while (from > 0 && text[from - 1] != ' ')
		from--;
	return from;
}

static size_t field_end(const Field *field, size_t from)
{
	(void)from;
	return strlen(field_text(field));
}

static size_t field_start(const Field *field, size_t from)
{
	(void)field;
	(void)from;
	return 0;
}

typedef struct Motion {
	Key key;
	size_t (*to)(const Field *field, size_t from);
	bool is_deletion; /* of what lies between the cursor and there */
} Motion;

static const Motion motions[] = {
	{ KEY_LEFT, cluster_before, false },
	{ KEY_CTRL | 'b', cluster_before, false },
	{ KEY_RIGHT, cluster_after, false },
	{ KEY_CTRL | 'f', cluster_after, false },
	{ KEY_HOME, field_start, false },
	{ KEY_CTRL | 'a', field_start, false },
	{ KEY_END, field_end, false },
	{ KEY_CTRL | 'e', field_end, false },
	{ KEY_CTRL | KEY_LEFT, word_before, false },
	{ KEY_ALT | 'b', word_before, false },
	{ KEY_CTRL | KEY_RIGHT, word_after, false },
	{ KEY_ALT | 'f', word_after, false },
	{ KEY_BACKSPACE, cluster_before, true },
	{ KEY_CTRL | 'h', cluster_before, true },
	{ KEY_DELETE, cluster_after, true },
	{ KEY_CTRL | 'd', cluster_after, true },
	{ KEY_CTRL | 'k', field_end, true },
	{ KEY_CTRL | 'u', field_start, true },
	{ KEY_CTRL | 'w', blank_before, true },
	{ KEY_ALT | KEY_BACKSPACE, word_before, true },
	{ KEY_ALT | 'd', word_after, true },
};

static bool field_move(Field *field, const Motion *motion)
{
	size_t to = motion->to(field, field->cursor);
	if (!motion->is_deletion) {
		field->cursor = to;
		return false;
	}
	size_t from = MIN(to, field->cursor);
	size_t length = MAX(to, field->cursor) - from;
	if (!length)
		return false;
	secret_buffer_remove(&field->text, from, length);
	field->cursor = from;
	return true;
}

bool field_key(Field *field, Key key, bool *is_changed)
{
	bool ignored;
	if (is_changed == NULL)
		is_changed = &ignored;
	*is_changed = false;
	/* A default is replaced by what is typed, and edited by what moves or deletes. */
	const bool is_fresh = field->is_fresh;
	field->is_fresh = false;
	for (size_t i = 0; i < G_N_ELEMENTS(motions); i++) {
		if (motions[i].key == key) {
			*is_changed = field_move(field, &motions[i]);
			return true;
		}
	}
	if (key < ' ' || key > 0x10ffff || !is_text((gunichar)key))
		return false;
	char text[8] = { 0 };
	g_unichar_to_utf8((gunichar)key, text);
	*is_changed = field_insert(field, text, is_fresh);
	return true;
}
