#include "tests/cli/run.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

Stage *stage;

void run_clear(Run *run)
{
	g_clear_pointer(&run->output, g_free);
	g_clear_pointer(&run->errors, g_free);
}

char **make_argv(const char *line)
{
	const char *top = g_getenv("top_builddir");
	char **argv = g_strsplit(line, " ", -1);
	for (char **word = argv; *word != NULL; word++)
		g_strdelimit(*word, "_", ' ');
	g_free(argv[0]);
	argv[0] = g_build_filename(top != NULL ? top : ".", "myroles", NULL);
	return argv;
}

static void run_in(Run *run, const char *line, char **environment, GSpawnFlags flags,
		   GSpawnChildSetupFunc setup, char **output)
{
	g_auto(GStrv) argv = make_argv(line);
	g_autoptr(GError) error = NULL;
	int status = 0;
	assert_true(g_spawn_sync(NULL, argv, environment, flags, setup, NULL, output, &run->errors,
				 &status, &error));
	run->code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

void run(Run *run, const char *line)
{
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	run_clear(run);
	run_in(run, line, environment, G_SPAWN_DEFAULT, NULL, &run->output);
}

void run_with_variable(Run *run, const char *line, const char *name, const char *value)
{
	g_auto(GStrv) environment =
		g_environ_setenv(stage_environment(stage, NULL), name, value, TRUE);
	run_clear(run);
	run_in(run, line, environment, G_SPAWN_DEFAULT, NULL, &run->output);
}

static void open_full_disk(gpointer data)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	(void)data;
	if (fd >= 0)
		dup2(fd, STDOUT_FILENO);
}

void run_into_full_disk(Run *run, const char *line)
{
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	run_clear(run);
	run_in(run, line, environment, G_SPAWN_CHILD_INHERITS_STDIN, open_full_disk, NULL);
}

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

void run_to(Run *result, const char *line, int code)
{
	run(result, line);
	if (result->code != code)
		fail_msg("`%s` ended with %d, not %d:\n%s%s", line, result->code, code,
			 result->output, result->errors);
	assert_clean(result->output);
	assert_clean(result->errors);
}

void run_clean(Run *result, const char *line)
{
	run(result, line);
	if (result->code >= 10)
		fail_msg("`%s` ended with %d:\n%s%s", line, result->code, result->output,
			 result->errors);
	assert_clean(result->output);
	assert_clean(result->errors);
}

cJSON *parse(const Run *run)
{
	cJSON *document = cJSON_ParseWithOpts(run->output, NULL, 0);
	if (document == NULL)
		fail_msg("no JSON: %s", run->output);
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

size_t count_requests(void)
{
	return tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests");
}

int reset(void **state)
{
	(void)state;
	stage_reset(stage);
	return 0;
}
