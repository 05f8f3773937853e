/*
 * What a text must be before cJSON sees it. Only this room includes this file.
 */
#ifndef MYROLES_JSON_CHECK_H
#define MYROLES_JSON_CHECK_H

#include "src/json/value.h"

/*
 * cJSON cuts a string at \u0000 and at \u00zz, takes invalid UTF-8, any control character and 012 for a
 * number, and recurses a thousand levels. So the bytes are looked at first: size, UTF-8, NUL in either
 * spelling, control characters, escapes (RFC 8259 §7), numbers (§6), length of strings, depth.
 */
bool json_check(const char *text, size_t length, GError **error);

#endif
