#include "tests/cli/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* What is held against what, and where it stands. */
typedef struct Place {
	const cJSON *root, *schema, *value;
	const char *path;
} Place;

static char *check(const Place *place);

static char *say(const Place *place, const char *why)
{
	return g_strdup_printf("%s: %s", place->path, why);
}

static char *check_inside(const Place *place, const cJSON *schema, const cJSON *value,
			  const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/%s", place->path, name);
	const Place inside = { place->root, schema, value, path };
	return check(&inside);
}

/* ---- Keywords ----------------------------------------------------------------------------------- */

static bool has_type(const cJSON *value, const char *type)
{
	if (strcmp(type, "integer") == 0)
		return cJSON_IsNumber(value) &&
		       value->valuedouble == (double)(int64_t)value->valuedouble;
	return (strcmp(type, "object") == 0 && cJSON_IsObject(value)) ||
	       (strcmp(type, "array") == 0 && cJSON_IsArray(value)) ||
	       (strcmp(type, "string") == 0 && cJSON_IsString(value)) ||
	       (strcmp(type, "boolean") == 0 && cJSON_IsBool(value)) ||
	       (strcmp(type, "null") == 0 && cJSON_IsNull(value));
}

static char *check_type(const Place *place, const cJSON *keyword)
{
	if (cJSON_IsString(keyword))
		return has_type(place->value, keyword->valuestring)
			       ? NULL
			       : say(place, keyword->valuestring);
	const cJSON *type = NULL;
	cJSON_ArrayForEach(type, keyword)
	{
		if (has_type(place->value, type->valuestring))
			return NULL;
	}
	return say(place, "is of another type");
}

static char *check_enum(const Place *place, const cJSON *keyword)
{
	const cJSON *allowed = NULL;
	cJSON_ArrayForEach(allowed, keyword)
	{
		if (cJSON_Compare(allowed, place->value, true))
			return NULL;
	}
	g_autofree char *found = cJSON_PrintUnformatted(place->value);
	return g_strdup_printf("%s: %s is none of the words", place->path, found);
}

static char *check_const(const Place *place, const cJSON *keyword)
{
	return cJSON_Compare(keyword, place->value, true) ? NULL : say(place, "is another value");
}

static char *check_pattern(const Place *place, const cJSON *keyword)
{
	if (!cJSON_IsString(place->value) ||
	    g_regex_match_simple(keyword->valuestring, place->value->valuestring, 0, 0))
		return NULL;
	return say(place, place->value->valuestring);
}

static char *check_minimum(const Place *place, const cJSON *keyword)
{
	const bool is_less =
		cJSON_IsNumber(place->value) && place->value->valuedouble < keyword->valuedouble;
	return is_less ? say(place, "is too small") : NULL;
}

static char *check_properties(const Place *place, const cJSON *keyword)
{
	const cJSON *value = NULL;
	if (!cJSON_IsObject(place->value))
		return NULL;
	cJSON_ArrayForEach(value, place->value)
	{
		const cJSON *schema = cJSON_GetObjectItemCaseSensitive(keyword, value->string);
		if (schema == NULL)
			return g_strdup_printf("%s: the schema has no \"%s\"", place->path,
					       value->string);
		char *mistake = check_inside(place, schema, value, value->string);
		if (mistake != NULL)
			return mistake;
	}
	return NULL;
}

static char *check_required(const Place *place, const cJSON *keyword)
{
	const cJSON *name = NULL;
	if (!cJSON_IsObject(place->value))
		return NULL;
	cJSON_ArrayForEach(name, keyword)
	{
		if (!cJSON_HasObjectItem(place->value, name->valuestring))
			return g_strdup_printf("%s: there is no \"%s\"", place->path,
					       name->valuestring);
	}
	return NULL;
}

static char *check_items(const Place *place, const cJSON *keyword)
{
	const cJSON *value = NULL;
	int at = 0;
	if (!cJSON_IsArray(place->value))
		return NULL;
	cJSON_ArrayForEach(value, place->value)
	{
		g_autofree char *name = g_strdup_printf("%d", at++);
		char *mistake = check_inside(place, keyword, value, name);
		if (mistake != NULL)
			return mistake;
	}
	return NULL;
}

static char *check_any(const Place *place, const cJSON *keyword)
{
	const cJSON *schema = NULL;
	g_autoptr(GString) all = g_string_new(NULL);
	cJSON_ArrayForEach(schema, keyword)
	{
		Place other = *place;
		other.schema = schema;
		g_autofree char *mistake = check(&other);
		if (mistake == NULL)
			return NULL;
		g_string_append_printf(all, "\n  %s", mistake);
	}
	return say(place, all->str);
}

static char *check_reference(const Place *place, const cJSON *keyword)
{
	static const char head[] = "#/$defs/";
	assert_true(g_str_has_prefix(keyword->valuestring, head));
	Place named = *place;
	named.schema = member(member(place->root, "$defs"), keyword->valuestring + strlen(head));
	return named.schema != NULL ? check(&named) : say(place, keyword->valuestring);
}

static const struct {
	const char *name;
	char *(*check)(const Place *place,
		       const cJSON *keyword); /* NULL: it says nothing of values */
} keywords[] = {
	{ "$schema", NULL },
	{ "$defs", NULL },
	{ "title", NULL },
	{ "description", NULL },
	{ "$ref", check_reference },
	{ "type", check_type },
	{ "enum", check_enum },
	{ "const", check_const },
	{ "pattern", check_pattern },
	{ "minimum", check_minimum },
	{ "properties", check_properties },
	{ "required", check_required },
	{ "items", check_items },
	{ "anyOf", check_any },
};

static char *check_keyword(const Place *place, const cJSON *keyword)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++) {
		if (strcmp(keywords[i].name, keyword->string) == 0)
			return keywords[i].check != NULL ? keywords[i].check(place, keyword) : NULL;
	}
	return g_strdup_printf("%s: the test does not know the keyword %s", place->path,
			       keyword->string);
}

static char *check(const Place *place)
{
	const cJSON *keyword = NULL;
	cJSON_ArrayForEach(keyword, place->schema)
	{
		char *mistake = check_keyword(place, keyword);
		if (mistake != NULL)
			return mistake;
	}
	return NULL;
}

/* ---- Documents ---------------------------------------------------------------------------------- */

cJSON *schema_read(void)
{
	g_autofree char *path = source_file("doc/myroles.schema.json");
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	cJSON *schema = cJSON_ParseWithOpts(text, NULL, true);
	assert_non_null(schema);
	return schema;
}

char *schema_mistake(const cJSON *schema, const char *kind, const cJSON *value)
{
	const Place place = { schema, member(member(schema, "$defs"), kind), value, kind };
	assert_non_null(place.schema);
	return check(&place);
}

/* Which of its documents a verb prints, in each of its ends. The first row that fits. */
static const struct {
	const char *verb;
	const char *option; /* NULL: whichever */
	const char *kinds;  /* one of these */
} verb_kinds[] = {
	{ "accounts", NULL, "accounts" },
	{ "activate", NULL, "request" },
	{ "approve", NULL, "decisions" },
	{ "brief", NULL, "item" },
	{ "cancel", NULL, "request" },
	{ "config", NULL, "configuration" },
	{ "deactivate", NULL, "request" },
	{ "deny", NULL, "decisions" },
	{ "doctor", NULL, "findings" },
	{ "evidence", NULL, "evidence" },
	{ "extend", NULL, "request" },
	{ "history", "--check", "findings" },
	{ "policy", NULL, "policy" },
	{ "renew", NULL, "request" },
	{ "set", "--rehearse", "findings" },
	{ "set", "-n", "findings" },
	{ "set", "--save", "sets" },
	{ "set", NULL, "request sets" }, /* with a name, and without one */
	{ "show", NULL, "item" },
	{ "wait", NULL, "request" },
	{ "watch", NULL, "told" },
	{ "why", NULL, "why" },
	{ NULL, NULL, "list" },
};

static const char *kinds_of(const char *line)
{
	g_auto(GStrv) words = g_strsplit_set(line, " ", -1);
	const char *const *const argv = (const char *const *)words;
	size_t i = 0;
	while (verb_kinds[i].verb != NULL &&
	       (!g_strv_contains(argv, verb_kinds[i].verb) ||
		(verb_kinds[i].option != NULL && !g_strv_contains(argv, verb_kinds[i].option))))
		i++;
	return verb_kinds[i].kinds;
}

static char *mistake_in(const cJSON *schema, const char *kinds, const cJSON *document)
{
	g_auto(GStrv) names = g_strsplit(kinds, " ", -1);
	char *mistake = NULL;
	for (char **name = names; *name != NULL; name++) {
		g_free(mistake);
		mistake = schema_mistake(schema, *name, document);
		if (mistake == NULL)
			break;
	}
	return mistake;
}

void assert_documents(const char *line, const char *printed)
{
	g_autoptr(cJSON) schema = schema_read();
	const char *at = printed;
	do {
		g_autoptr(cJSON) document = cJSON_ParseWithOpts(at, &at, false);
		if (document == NULL)
			fail_msg("`%s` prints no document: %s", line, printed);
		g_autofree char *mistake = mistake_in(schema, kinds_of(line), document);
		if (mistake != NULL)
			fail_msg("`%s`: %s\n%s", line, mistake, printed);
		while (g_ascii_isspace(*at))
			at++;
	} while (*at != '\0');
}
