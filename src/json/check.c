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

/* `at` stands on the backslash; afterwards on the last byte of the escape. RFC 8259 §7. */
static bool scan_escape(Scan *scan, GError **error)
{
	size_t left = scan->length - ++scan->at;
	const char *text = scan->text + scan->at;
	if (left == 0) /* the parser tells that the text ended early */
		return true;
	if (text[0] != 'u')
		return text[0] != '\0' && strchr("\"\\/bfnrt", text[0]) != NULL
			       ? true
			       : fail(error, JSON_ERROR_SYNTAX, "a string holds an unknown escape");
	for (size_t i = 1; i <= 4; i++) {
		if (i >= left || !g_ascii_isxdigit(text[i]))
			return fail(error, JSON_ERROR_SYNTAX, "a string holds a malformed \\u");
	}
	if (memcmp(text, "u0000", 5) == 0)
		return fail(error, JSON_ERROR_SYNTAX, "a string holds \\u0000");
	scan->at += 4;
	return true;
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
		if (!scan_escape(scan, error))
			return false;
	}
	if (scan->at > start + LIMIT_JSON_STRING)
		return fail(error, JSON_ERROR_LIMIT, "a string is too long");
	return true;
}

static char char_at(const Scan *scan)
{
	if (scan->at == scan->length)
		return '\0';
	return scan->text[scan->at];
}

static bool skip_any_of(Scan *scan, const char *chars)
{
	bool is_one = char_at(scan) != '\0' && strchr(chars, char_at(scan)) != NULL;
	scan->at += is_one;
	return is_one;
}

static bool skip_digits(Scan *scan)
{
	size_t start = scan->at;
	while (g_ascii_isdigit(char_at(scan)))
		scan->at++;
	return scan->at > start;
}

/* `at` stands on the first byte; afterwards on the last one. RFC 8259 §6. */
static bool scan_number(Scan *scan, GError **error)
{
	bool is_good = true;
	skip_any_of(scan, "-");
	if (!skip_any_of(scan, "0"))
		is_good = skip_digits(scan);
	if (skip_any_of(scan, "."))
		is_good = skip_digits(scan) && is_good;
	if (skip_any_of(scan, "eE")) {
		skip_any_of(scan, "+-");
		is_good = skip_digits(scan) && is_good;
	}
	if (!is_good || g_ascii_isalnum(char_at(scan)) || skip_any_of(scan, "+-."))
		return fail(error, JSON_ERROR_SYNTAX, "a malformed number");
	scan->at--;
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
		if (c == '-' || g_ascii_isdigit(c))
			return scan_number(scan, error);
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
