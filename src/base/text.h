/*
 * Text from outside. One sanitizer stands between whatever a server, a file or an environment says
 * and any terminal, log or table.
 */
#ifndef MYROLES_BASE_TEXT_H
#define MYROLES_BASE_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Returns valid UTF-8 that is safe to print on one line: a bad byte and each C0, C1, DEL, line or
 * paragraph separator, bidirectional control, zero-width and tag character becomes U+FFFD; newlines
 * and tabs become a blank; more than four combining marks on one base are cut; the result has at
 * most LIMIT_TEXT_CHARS characters, the last one "…" when something was cut. NULL gives "".
 * Idempotent. `length` -1: up to the NUL. Joiners stay where they shape what is read: between two
 * emoji, inside a word of a script that joins its letters, behind what a selector has a variant of.
 */
char *text_sanitize(const char *bytes, gssize length);

/* True when text_sanitize would change nothing. */
bool text_is_clean(const char *text);

/* ZWJ, ZWNJ and variation selectors: part of a text, but nothing that a cell of a terminal shows. */
bool text_is_joiner(gunichar c);

/* Valid UTF-8 as a screen shows it, where each character that takes room has cells of its own. */
char *text_without_joiners(const char *text);

/* Nothing that anybody sees, of valid UTF-8. */
bool text_is_blank(const char *text);

/* What a person typed, on its way to a server: control characters removed, trimmed, valid UTF-8. */
char *text_clean_input(const char *text);

/*
 * The character at `*at`, which moves behind it but not beyond `end`; a byte that begins none is U+FFFD. For text that is not
 * to be copied as a whole.
 */
gunichar text_next_char(const char **at, const char *end);

/* Columns that sanitized text takes on a terminal (wide characters two, combining ones none). */
int text_width(const char *text);

/* Columns of one character: 0, 1 or 2. */
int text_char_width(gunichar c);

/*
 * Cuts to at most `columns` columns, never inside a character or its combining marks; where something
 * was cut the last column holds `ellipsis` ("…", or "~" on ASCII terminals).
 */
char *text_fit(const char *text, int columns, const char *ellipsis);

/*
 * Case-insensitive substring search for filters: true when every blank-separated word of `needle` occurs, with its
 * joiners or without.
 */
bool text_matches(const char *haystack, const char *needle);

#endif
