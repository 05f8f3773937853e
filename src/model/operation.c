#include "src/model/operation.h"

#include <glib.h>
#include <string.h>

#include "src/base/limits.h"

#define DIRECTORY_SPACE "microsoft.directory/"

const char *plane_word(Plane plane)
{
	static const char *const words[PLANE_COUNT] = { "control", "data", "directory" };
	return words[plane];
}

/* ---- patterns ---- */

static bool is_alike(char a, char b)
{
	return g_ascii_tolower(a) == g_ascii_tolower(b);
}

/* A star with a slash on both sides: together they may stand for the one slash before. */
static bool may_be_nothing(const char *pattern, const char *star)
{
	return star > pattern && star[-1] == '/' && star[1] == '/';
}

/* Only the last star is ever tried again: what stands behind it is best matched as early as can be. */
bool operation_matches(const char *pattern, const char *operation)
{
	const char *at = pattern;
	const char *text = operation;
	const char *star = NULL;
	const char *retry = NULL;
	bool is_nothing = false; /* … the star was taken for, with a slash */
	while (*text != '\0') {
		if (*at == '*') {
			star = at;
			retry = text;
			is_nothing = may_be_nothing(pattern, star);
			at += is_nothing ? 2 : 1;
		} else if (is_alike(*at, *text)) {
			at++;
			text++;
		} else if (star != NULL) {
			at = star + 1;
			text = is_nothing ? retry : ++retry;
			is_nothing = false;
		} else {
			return false;
		}
	}
	return at[strspn(at, "*")] == '\0';
}

static size_t segment_length(const char *text)
{
	return strcspn(text, "/");
}

static bool is_segment(const char *text, const char *word)
{
	const size_t length = segment_length(text);
	return length == strlen(word) && g_ascii_strncasecmp(text, word, length) == 0;
}

static const char *next_segment(const char *text)
{
	const size_t length = segment_length(text);
	return text[length] == '/' ? text + length + 1 : NULL;
}

static bool is_same_segment(const char *a, const char *b)
{
	const size_t length = segment_length(a);
	return length == segment_length(b) && g_ascii_strncasecmp(a, b, length) == 0;
}

/* namespace/entity/propertySet/task, or without the property set: to create and to delete concerns the whole. */
bool operation_matches_directory(const char *pattern, const char *operation)
{
	while (pattern != NULL && operation != NULL) {
		if (is_segment(pattern, "allTasks"))
			return true;
		if (is_segment(pattern, "allProperties")) {
			pattern = next_segment(pattern);
			if (next_segment(operation) != NULL)
				operation = next_segment(operation);
			continue;
		}
		if (!is_segment(pattern, "allEntities") && !is_same_segment(pattern, operation))
			return false;
		pattern = next_segment(pattern);
		operation = next_segment(operation);
	}
	return pattern == NULL && operation == NULL;
}

/* ---- names ---- */

static bool is_name_character(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
}

/* "Microsoft.Compute": two words or more with a full stop between them. */
static size_t namespace_length(const char *text)
{
	if (!g_ascii_isalpha(*text))
		return 0;
	size_t length = 0, stops = 0;
	for (; is_name_character(text[length]); length++)
		stops += text[length] == '.' && g_ascii_isalpha(text[length + 1]);
	return stops > 0 && text[length] == '/' ? length : 0;
}

/* What an operation ends with. The directory's end with many words. */
static bool is_last_word(const char *word, size_t length)
{
	static const char *const words[] = { "read", "write", "delete", "action" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strlen(words[i]) == length && g_ascii_strncasecmp(word, words[i], length) == 0)
			return true;
	}
	return false;
}

static size_t without_full_stops(const char *text, size_t length)
{
	while (length > 0 && strchr(".-_", text[length - 1]) != NULL)
		length--;
	return length;
}

size_t operation_length(const char *text)
{
	size_t length = namespace_length(text);
	if (length == 0)
		return 0;
	size_t last = length;
	while (text[length] == '/' && is_name_character(text[length + 1])) {
		last = length + 1;
		for (length++; is_name_character(text[length]); length++)
			;
	}
	length = without_full_stops(text, length); /* a sentence ends there */
	if (length <= last || length > LIMIT_OPERATION || text[length] == '/')
		return 0;
	if (operation_is_of_directory(text))
		return length;
	return is_last_word(text + last, length - last) ? length : 0;
}

bool operation_is_valid(const char *text)
{
	const size_t length = operation_length(text);
	return length > 0 && text[length] == '\0';
}

bool operation_is_of_directory(const char *operation)
{
	return g_ascii_strncasecmp(operation, DIRECTORY_SPACE, strlen(DIRECTORY_SPACE)) == 0;
}
