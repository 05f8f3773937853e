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
	definition->conditional = patterns_new();
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
	g_ptr_array_unref(definition->conditional);
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

/* ---- what it permits ---- */

const GPtrArray *role_definition_patterns(const RoleDefinition *definition, Plane plane)
{
	if ((plane == PLANE_DIRECTORY) != (definition->workload == WORKLOAD_ENTRA))
		return NULL;
	return plane == PLANE_DATA ? definition->data_actions : definition->actions;
}

static bool is_pattern_of(const char *pattern, const char *operation, Plane plane)
{
	return plane == PLANE_DIRECTORY ? operation_matches_directory(pattern, operation)
					: operation_matches(pattern, operation);
}

static bool is_conditional(const RoleDefinition *definition, const char *pattern)
{
	for (guint i = 0; i < definition->conditional->len; i++) {
		if (g_ascii_strcasecmp(definition->conditional->pdata[i], pattern) == 0)
			return true;
	}
	return false;
}

Permitted role_definition_permits(const RoleDefinition *definition, Plane plane,
				  const char *operation)
{
	const GPtrArray *patterns = role_definition_patterns(definition, plane);
	const GPtrArray *taken =
		plane == PLANE_DATA ? definition->not_data_actions : definition->not_actions;
	Permitted permits = PERMITS_NOT;
	for (guint i = 0; patterns != NULL && i < patterns->len && permits != PERMITS_SURELY; i++) {
		const char *pattern = patterns->pdata[i];
		if (is_pattern_of(pattern, operation, plane))
			permits = is_conditional(definition, pattern) ? PERMITS_MAYBE
								      : PERMITS_SURELY;
	}
	for (guint i = 0; permits != PERMITS_NOT && i < taken->len; i++) {
		if (is_pattern_of(taken->pdata[i], operation, plane))
			permits = PERMITS_NOT;
	}
	return permits;
}

/* ---- as lines ---- */

typedef struct LineKind {
	const char *title;
	size_t member;
} LineKind;

static const LineKind line_kinds[] = {
	{ "actions: ", offsetof(RoleDefinition, actions) },
	{ "not actions: ", offsetof(RoleDefinition, not_actions) },
	{ "data actions: ", offsetof(RoleDefinition, data_actions) },
	{ "not data actions: ", offsetof(RoleDefinition, not_data_actions) },
	{ "under a condition: ", offsetof(RoleDefinition, conditional) },
};

char *role_definition_to_lines(const RoleDefinition *definition)
{
	GString *text = g_string_new(NULL);
	for (size_t k = 0; k < G_N_ELEMENTS(line_kinds); k++) {
		const GPtrArray *patterns =
			G_STRUCT_MEMBER(GPtrArray *, definition, line_kinds[k].member);
		for (guint i = 0; i < patterns->len; i++)
			g_string_append_printf(text, "%s%s\n", line_kinds[k].title,
					       (const char *)patterns->pdata[i]);
	}
	return g_string_free(text, FALSE);
}

RoleDefinition *role_definition_from_lines(const char *text)
{
	RoleDefinition *definition = role_definition_new();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		for (size_t k = 0; k < G_N_ELEMENTS(line_kinds); k++) {
			const char *title = line_kinds[k].title;
			if (g_str_has_prefix(*line, title))
				g_ptr_array_add(G_STRUCT_MEMBER(GPtrArray *, definition,
								line_kinds[k].member),
						g_strdup(*line + strlen(title)));
		}
	}
	return definition;
}
