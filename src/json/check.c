#include "src/json/check.h"

#include <string.h>

#include "src/base/limits.h"

typedef struct Scan {
	const char *text;
	size_t length;
	size_t at;
	unsigned depth;
} Scan;

static bool fail(GError **error, JsonError code, const char *what)
{
	g_set_error_literal(error, JSON_ERROR, code, what);
	return false;
}

static bool is_escaped_nul(const Scan *scan)
{
	return scan->length - scan->at >= 6 && memcmp(scan->text + scan->at, "\\u0000", 6) == 0;
}

/* `at` stands behind the opening quote; afterwards on the closing one, or at the end of the text. */
static bool scan_string(Scan *scan, GError **error)
{
	size_t start = scan->at;
	for (; scan->at < scan->length && scan->text[scan->at] != '"'; scan->at++) {
		unsigned char c = (unsigned char)scan->text[scan->at];
		if (c < 0x20)
			return fail(error, JSON_ERROR_SYNTAX, "a string holds a control character");
		if (c != '\\')
			continue;
		if (is_escaped_nul(scan))
			return fail(error, JSON_ERROR_SYNTAX, "a string holds \\u0000");
		scan->at++;
	}
	if (scan->at > start + LIMIT_JSON_STRING)
		return fail(error, JSON_ERROR_LIMIT, "a string is too long");
	return true;
}

static bool scan_byte(Scan *scan, GError **error)
{
	unsigned char c = (unsigned char)scan->text[scan->at];
	switch (c) {
	case '"':
		scan->at++;
		return scan_string(scan, error);
	case '{':
	case '[':
		if (++scan->depth > LIMIT_JSON_DEPTH)
			return fail(error, JSON_ERROR_LIMIT, "too deeply nested");
		return true;
	case '}':
	case ']':
		if (scan->depth == 0)
			return fail(error, JSON_ERROR_SYNTAX, "a bracket closes nothing");
		scan->depth--;
		return true;
	case '\t':
	case '\n':
	case '\r':
		return true;
	default:
		if (c < 0x20)
			return fail(error, JSON_ERROR_SYNTAX, "a control character between values");
		return true;
	}
}

bool json_check(const char *text, size_t length, GError **error)
{
	Scan scan = { .text = text, .length = length };
	if (length > LIMIT_JSON_ELEMENT)
		return fail(error, JSON_ERROR_LIMIT, "too large");
	if (!g_utf8_validate_len(text, length, NULL))
		return fail(error, JSON_ERROR_SYNTAX, "not valid UTF-8");
	for (; scan.at < length; scan.at++) {
		if (!scan_byte(&scan, error))
			return false;
	}
	if (scan.depth > 0)
		return fail(error, JSON_ERROR_SYNTAX, "ended early");
	return true;
}
