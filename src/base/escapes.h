/*
 * What other programs write for a terminal and not for a reader, among text: colors, titles, links (ECMA-48; xterm's
 * "Control Sequences"). For text that came by way of a terminal; text_sanitize stands behind it all the same.
 */
#ifndef MYROLES_BASE_ESCAPES_H
#define MYROLES_BASE_ESCAPES_H

/*
 * Behind the control sequence that begins at `at`, of a valid UTF-8 line; `at` where none does. A string (a title, say) that has no end
 * in this line is text from its introducer on: nothing that a person wants to read is lost with it.
 */
const char *escapes_skip(const char *at);

/* The line without any, in its place. */
void escapes_remove(char *line);

#endif
