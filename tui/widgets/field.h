/*
 * A line of text that a person edits. It may be a secret: no copy of it stays behind. The cursor never stands inside a character and its combining marks.
 * Zeroed is valid: an empty field without a limit of its own.
 */
#ifndef MYROLES_TUI_WIDGETS_FIELD_H
#define MYROLES_TUI_WIDGETS_FIELD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/base/secret-buffer.h"
#include "tui/terminal/key.h"

typedef struct Field {
	SecretBuffer text;
	size_t cursor; /* bytes before it */
	size_t limit;  /* characters; 0: LIMIT_TEXT_CHARS */
	bool is_fresh; /* holds what it began with: the first text typed or pasted replaces it */
} Field;

void field_clear(Field *field); /* wipes; the field is empty and valid afterwards, its limit kept */
const char *field_text(const Field *field); /* never NULL; borrowed until the next edit */

/* The text as it is drawn: a joiner at its end, just typed, shows nothing yet. */
char *field_seen(const Field *field);
bool field_is_empty(const Field *field); /* nothing but blanks */

/* Replaces the text; the cursor stands at its end. */
void field_set(Field *field, const char *text);

/*
 * Inserts at the cursor, or in place of all: newlines and tabs become blanks, what is no text is left out. False: too long,
 * and all is as it was.
 */
bool field_insert(Field *field, const char *text, bool is_replacing);
size_t field_limit(const Field *field); /* characters */

/*
 * A key of editing: a character, left, right, home, end, backspace, delete, ctrl-a/e/b/f/d/h/k/u/w, alt-b/f/d, ctrl-left and
 * ctrl-right. False when the key means nothing to a field. `is_changed` (may be NULL): the text is another one now.
 */
bool field_key(Field *field, Key key, bool *is_changed);

#endif
