/* `myroles config`: a first configuration, and each mistake of one by its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* Runs "myroles --config NAME REST" with the file of that name in the stage's folder. */
static void run_on(Verb *verb, const char *name, const char *rest, int code)
{
	g_autofree char *path = stage_path(verb->stage, name);
	g_autofree char *line = g_strdup_printf("myroles --config %s %s", path, rest);
	run_to(verb, line, code);
}

static void write_config(const Stage *stage, const char *name, const char *text)
{
	g_autofree char *path = stage_path(stage, name);
	assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					     NULL));
}

static void config_init__writes_a_private_file__and_never_over_one(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "new/own.conf");
	g_autofree char *kept = NULL;
	g_auto(Verb) result = { .stage = stage };
	run_on(&result, "new/own.conf", "config init", 0);
	assert_non_null(strstr(result.output, path));
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	run_on(&result, "new/own.conf", "config check", 0);

	write_config(stage, "new/own.conf", "# mine\n");
	run_on(&result, "new/own.conf", "config init", 1);
	assert_non_null(strstr(result.errors, "is there already. It was left as it is"));
	assert_true(g_file_get_contents(path, &kept, NULL, NULL));
	assert_string_equal(kept, "# mine\n");
	run_on(&result, "new/own.conf", "config init --json", 1);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(cJSON_GetArrayItem(member(document, "errors"), 0), "code"),
			    "exists");
}

#define MISTAKEN                                                      \
	"[myroles]\nsnapshto=on\n[acount work]\ntenant=contoso.com\n" \
	"[keys]\nqiut=Q\nrefresh=a\nhelp=no-key\n[keys]\n[theme]\nurgnt=bold\nbase=pink\n"

static void config_check__tells_each_mistake__by_its_line(void **state)
{
	Stage *stage = *state;
	static const char *const expected[] = {
		"line 2: [myroles] snapshto: unknown key (did you mean snapshot?)",
		"line 3: [acount work]: unknown group (did you mean [account work]?)",
		"line 6: [keys] qiut: there is no action of that name (did you mean quit?)",
		"line 7: [keys] ",
		"line 8: [keys] help=no-key: there is no key",
		"line 9: [keys] is there twice",
		"line 11: [theme] urgnt: no such style (did you mean urgent?)",
		"line 12: ",
	};
	write_config(stage, "bad.conf", MISTAKEN);
	g_autofree char *path = stage_path(stage, "bad.conf");
	g_auto(Verb) result = { .stage = stage };
	run_on(&result, "bad.conf", "config check", 2);
	g_auto(GStrv) lines = g_strsplit(result.output, "\n", -1);
	assert_int_equal(g_strv_length(lines), G_N_ELEMENTS(expected) + 1);
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_autofree char *start = g_strdup_printf("%s: %s", path, expected[i]);
		if (!g_str_has_prefix(lines[i], start))
			fail_msg("“%s” does not begin with “%s”", lines[i], start);
	}
	run_on(&result, "bad.conf", "config check --json", 2);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, "schema path items errors");
	assert_string_equal(text(document, "path"), path);
	const cJSON *items = member(document, "items");
	assert_int_equal(cJSON_GetArraySize(items), G_N_ELEMENTS(expected));
	assert_members(cJSON_GetArrayItem(items, 0), "line message path");
	assert_int_equal(member(cJSON_GetArrayItem(items, 0), "line")->valueint, 2);
}

static void config_check__is_silent_about__what_is_in_order(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles config check", 0);
	assert_non_null(strstr(result.output, "is in order"));
	assert_string_equal(result.errors, "");
	run_to(&result, "myroles config check --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(document, "items")), 0);
	write_config(stage, "swapped.conf", "[keys]\nhelp=S\nsign-in=?\n");
	run_on(&result, "swapped.conf", "config check", 0);
	assert_int_equal(count_requests(stage), 0);
}

static void config_check__says__what_cannot_be_read(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_on(&result, "nowhere.conf", "config check", 2);
	assert_non_null(strstr(result.errors, "nowhere.conf"));
	run_to(&result, "myroles config", 2);
	run_to(&result, "myroles config chekc", 2);
	run_to(&result, "myroles config check twice", 2);
}

/* Those of myroles.conf(5), each as it stands there: what is between .nf and .fi and begins with a group. */
static void config_check__is_silent_about__each_example_of_the_manual(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = source_file("man/myroles.conf.5");
	g_autofree char *page = NULL;
	g_auto(Verb) result = { .stage = stage };
	assert_true(g_file_get_contents(path, &page, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(page, "\n.nf\n", -1);
	guint count = 0;
	for (char **part = parts + 1; *part != NULL; part++) {
		char *end = strstr(*part, "\n.fi\n");
		assert_non_null(end);
		end[1] = '\0';
		if (**part != '[')
			continue;
		count++;
		write_config(stage, "example.conf", *part);
		run_on(&result, "example.conf", "config check", 0);
	}
	assert_true(count > 5);
}

/* What a table on a terminal is printed with: `arguments` of myroles. */
static bool table_has(Stage *stage, const char *const *arguments, const char *sequence)
{
	const char *const environment[] = { "TERM=xterm-256color", NULL };
	const StageRun run = { .columns = 120, .arguments = arguments, .environment = environment };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	int status = 0;
	assert_true(pty_wait_end(pty, &status));
	assert_int_equal(status, 0);
	size_t length = 0;
	const char *bytes = pty_bytes(pty, &length);
	return g_strstr_len(bytes, (gssize)length, sequence) != NULL;
}

static void tables__take_the_colors__of_the_theme(void **state)
{
	Stage *stage = *state;
	static const char *const plain[] = { "list", "active", NULL };
	static const char *const colorless[] = { "list", "active", "--no-color", NULL };
	static const char *const demo[] = { "demo", "list", "active", NULL };
	assert_true(table_has(stage, plain, "\033[32m"));
	stage_write_config(stage, "[theme]\nok=color208 underline\nheading=bold on blue\n");
	assert_true(table_has(stage, plain, "\033[4;38;5;208m"));
	assert_true(table_has(stage, plain, "\033[1;44mROLE"));
	assert_false(table_has(stage, colorless, "\033["));
	assert_true(table_has(stage, demo, "\033[4;38;5;208m"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(config_init__writes_a_private_file__and_never_over_one),
		STAGE_TEST(config_check__tells_each_mistake__by_its_line),
		STAGE_TEST(config_check__is_silent_about__what_is_in_order),
		STAGE_TEST(config_check__says__what_cannot_be_read),
		STAGE_TEST(config_check__is_silent_about__each_example_of_the_manual),
		STAGE_TEST(tables__take_the_colors__of_the_theme),
	};
	return stage_run_tests(tests);
}
