#include "tests/cli/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void assert_clean(const char *printed)
{
	g_auto(GStrv) lines = g_strsplit_set(printed, "\n\t", -1);
	for (char **line = lines; *line != NULL; line++) {
		for (const char *p = *line; *p != '\0'; p = g_utf8_next_char(p)) {
			gunichar c = g_utf8_get_char_validated(p, -1);
			bool is_valid = c != (gunichar)-1 && c != (gunichar)-2;
			GUnicodeType type = is_valid ? g_unichar_type(c) : G_UNICODE_CONTROL;
			if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
			    type == G_UNICODE_LINE_SEPARATOR ||
			    type == G_UNICODE_PARAGRAPH_SEPARATOR)
				fail_msg("U+%04X was printed: %s", c, *line);
		}
	}
}

void run_to(Verb *verb, const char *line, int code)
{
	verb_run(verb, line);
	if (verb->code != code)
		fail_msg("`%s` ended with %d, not %d:\n%s%s", line, verb->code, code, verb->output,
			 verb->errors);
	assert_clean(verb->output);
	assert_clean(verb->errors);
}

void run_clean(Verb *verb, const char *line)
{
	verb_run(verb, line);
	if (verb->code >= 10)
		fail_msg("`%s` ended with %d:\n%s%s", line, verb->code, verb->output, verb->errors);
	assert_clean(verb->output);
	assert_clean(verb->errors);
}

cJSON *parse(const Verb *verb)
{
	cJSON *document = cJSON_ParseWithOpts(verb->output, NULL, 0);
	if (document == NULL)
		fail_msg("no JSON: %s", verb->output);
	assert_int_equal(cJSON_GetObjectItemCaseSensitive(document, "schema")->valueint, 1);
	return document;
}

static char *member_names(const cJSON *object)
{
	GString *names = g_string_new(NULL);
	for (const cJSON *item = object->child; item != NULL; item = item->next)
		g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", item->string);
	return g_string_free(names, FALSE);
}

void assert_members(const cJSON *object, const char *expected)
{
	assert_non_null(object);
	g_autofree char *names = member_names(object);
	assert_string_equal(names, expected);
}

const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(member(object, name));
}

size_t count_requests(Stage *stage)
{
	return tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests");
}
