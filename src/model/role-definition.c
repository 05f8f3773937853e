#include "src/model/role-definition.h"

#include <string.h>

static GPtrArray *patterns_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

RoleDefinition *role_definition_new(void)
{
	RoleDefinition *definition = g_new0(RoleDefinition, 1);
	definition->actions = patterns_new();
	definition->not_actions = patterns_new();
	definition->data_actions = patterns_new();
	definition->not_data_actions = patterns_new();
	return definition;
}

void role_definition_free(RoleDefinition *definition)
{
	if (definition == NULL)
		return;
	role_clear(&definition->role);
	g_ptr_array_unref(definition->actions);
	g_ptr_array_unref(definition->not_actions);
	g_ptr_array_unref(definition->data_actions);
	g_ptr_array_unref(definition->not_data_actions);
	g_free(definition);
}

/* ---- patterns ---- */

/* Does the pattern stand for all that `text` stands for? A star in `text` is matched by a star alone. No recursion: outside input. */
static bool covers(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *retry = NULL;
	while (*text != '\0') {
		if (*pattern == '*') {
			star = pattern++;
			retry = text;
		} else if (*text != '*' && g_ascii_tolower(*pattern) == g_ascii_tolower(*text)) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star + 1;
			text = ++retry;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

static bool is_covered(const char *text, const GPtrArray *patterns)
{
	for (guint i = 0; i < patterns->len; i++) {
		if (covers(patterns->pdata[i], text))
			return true;
	}
	return false;
}

/* Are they alike up to the first star of either, read forwards or backwards? */
static bool is_alike(const char *a, const char *b, bool is_backwards)
{
	const size_t a_length = strlen(a);
	const size_t b_length = strlen(b);
	for (size_t i = 0; i < a_length && i < b_length; i++) {
		const char at_a = a[is_backwards ? a_length - 1 - i : i];
		const char at_b = b[is_backwards ? b_length - 1 - i : i];
		if (at_a == '*' || at_b == '*')
			return true;
		if (g_ascii_tolower(at_a) != g_ascii_tolower(at_b))
			return false;
	}
	return a_length == b_length || strchr(a_length < b_length ? b : a, '*') != NULL;
}

/* May two patterns have something in common? In doubt they do. */
static bool may_meet(const char *a, const char *b)
{
	return is_alike(a, b, false) && is_alike(a, b, true);
}

/* Is nothing of `text` taken out again, but what `also` takes out of it as well? */
static bool is_left(const char *text, const GPtrArray *taken, const GPtrArray *also)
{
	for (guint i = 0; i < taken->len; i++) {
		const char *pattern = taken->pdata[i];
		if (may_meet(text, pattern) && !is_covered(pattern, also))
			return false;
	}
	return true;
}

typedef struct Side {
	const GPtrArray *patterns, *taken;
} Side;

static bool is_within(Side inner, Side outer)
{
	for (guint i = 0; i < inner.patterns->len; i++) {
		const char *text = inner.patterns->pdata[i];
		if (!is_covered(text, outer.patterns) || !is_left(text, outer.taken, inner.taken))
			return false;
	}
	return true;
}

static bool is_permitted(const RoleDefinition *inner, const RoleDefinition *outer)
{
	return is_within((Side){ inner->actions, inner->not_actions },
			 (Side){ outer->actions, outer->not_actions }) &&
	       is_within((Side){ inner->data_actions, inner->not_data_actions },
			 (Side){ outer->data_actions, outer->not_data_actions });
}

bool role_definition_is_smaller(const RoleDefinition *definition, const RoleDefinition *other)
{
	return definition->actions->len + definition->data_actions->len > 0 &&
	       is_permitted(definition, other) && !is_permitted(other, definition);
}
