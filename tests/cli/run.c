#include "tests/cli/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/schema.h"

#define WAITING 5 /* no failure */

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

/*
 * A script that finds another code than 0 finds the reason in the document: of the whole or of one of its items, or, where a verb
 * looks for what is wrong, in what it found. What waits among others that are on is no failure.
 */
static void assert_says_why(const Verb *verb, const char *line)
{
	static const char *const reasons[] = { "\"errors\":[{", "\"findings\":[{",
					       "\"line\":", "\"status\":\"waiting\"" };
	for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
		if (*verb->output == '\0' || strstr(verb->output, reasons[i]) != NULL)
			return;
	}
	fail_msg("`%s` ended with %d and does not say why:\n%s", line, verb->code, verb->output);
}

/* With --json every end has a document that fits the schema. */
static void check_documents(const Verb *verb, const char *line)
{
	g_auto(GStrv) words = verb_argv(line);
	if (g_strv_contains((const char *const *)words, "--json"))
		assert_documents(line, verb->output);
}

void run_to(Verb *verb, const char *line, int code)
{
	verb_run(verb, line);
	if (verb->code != code)
		fail_msg("`%s` ended with %d, not %d:\n%s%s", line, verb->code, code, verb->output,
			 verb->errors);
	assert_clean(verb->output);
	assert_clean(verb->errors);
	if (code != 0 && code != WAITING && strstr(line, "--json") != NULL)
		assert_says_why(verb, line);
	check_documents(verb, line);
}

void run_clean(Verb *verb, const char *line)
{
	verb_run(verb, line);
	if (verb->code >= 10)
		fail_msg("`%s` ended with %d:\n%s%s", line, verb->code, verb->output, verb->errors);
	assert_clean(verb->output);
	assert_clean(verb->errors);
	check_documents(verb, line);
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

const cJSON *first_error(const cJSON *document)
{
	return cJSON_GetArrayItem(member(document, "errors"), 0);
}

size_t count_requests(Stage *stage)
{
	return tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests");
}

char *source_file(const char *name)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", name, NULL);
	return g_canonicalize_filename(path, NULL);
}

char *run_program(const Stage *stage, const char *const *argv)
{
	g_autofree char *there = g_find_program_in_path(argv[0]);
	if (there == NULL)
		return NULL;
	g_autofree char *program = stage_program();
	g_autofree char *own = g_canonicalize_filename(program, NULL);
	g_autofree char *folder = g_path_get_dirname(own);
	g_autofree char *path = g_strdup_printf("PATH=%s:%s", folder, g_getenv("PATH"));
	const char *const further[] = { path, "TERM=xterm", NULL };
	g_auto(GStrv) environment = stage_environment(stage, further);
	g_autoptr(GError) error = NULL;
	char *output = NULL;
	g_spawn_sync(stage->folder, (char **)argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL,
		     &output, NULL, NULL, &error);
	assert_null(error);
	return output;
}
