/*
 * What a program may say to a terminal, as a list; and the modes it leaves behind. Works on the raw bytes:
 * a terminal emulator swallows what it does not know.
 */
#ifndef MYROLES_TESTS_STREAM_H
#define MYROLES_TESTS_STREAM_H

#include <glib.h>
#include <stdbool.h>

/*
 * NULL when every byte is printable UTF-8 or belongs to a control sequence of the list; else what was found
 * and where, owned by the caller. Characters that steer a terminal or the direction or width of text (C1,
 * bidi, zero-width, separators) are never allowed.
 */
char *stream_find_offence(const char *bytes, size_t length);

/* True when the private mode (CSI ? mode h) is on after these bytes; `initially` is its state before. */
bool stream_has_mode(const char *bytes, size_t length, int mode, bool initially);

/* True when a color is set anywhere (SGR 30-38, 40-48, 90-97, 100-107). */
bool stream_has_color(const char *bytes, size_t length);

/* True when every byte is below 0x80. */
bool stream_is_ascii(const char *bytes, size_t length);

#endif
