/* Accounts that are to be used with care: only looked with, or confirmed by name; and reasons that say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* The stage's configuration with one more key of its account, in a file of its own. The caller frees the path. */
static char *write_guarded(const Stage *stage, const char *key, const char *more)
{
	g_autofree char *usual = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *kept = NULL;
	assert_true(g_file_get_contents(usual, &kept, NULL, NULL));
	const char *head = "[account test]\n";
	char *rest = strstr(kept, head);
	assert_non_null(rest);
	*rest = '\0';
	rest += strlen(head);
	g_autofree char *text = g_strdup_printf("%s%s%s\n%s\n%s", kept, head, key, rest, more);
	char *path = stage_path(stage, "guarded.conf");
	assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					     NULL));
	return path;
}

#define MORNING "[set morning]\nreason=deploy\nreason_unasked=yes\nrole.1=Reader | at sub-dev\n"
#define READER  "activate -r Reader -s sub-dev -d 30m -m hotfix"

static void verbs__send_nothing__without_the_name_that_is_to_be_typed(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
		const char *told;
	} rows[] = {
		{ READER, 2, "Give --confirm 'Reader'" },
		{ READER " --confirm Owner", 2, "Reader on sub-dev: this account wants" },
		{ READER " --confirm ''", 2, "Give --confirm 'Reader'" },
		{ "set morning", 2, "Give --confirm 'Reader'" },
		{ READER " --dry-run", 0, "" },
	};
	g_autofree char *path = write_guarded(stage, "confirm=typed", MORNING);
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *line =
			g_strdup_printf("myroles --config %s %s", path, rows[i].line);
		run_to(&result, line, rows[i].code);
		assert_non_null(strstr(result.errors, rows[i].told));
	}
	assert_int_equal(count_requests(stage), 0);
	g_autofree char *line = g_strdup_printf(
		"myroles --config %s " READER " --wait --confirm ' reader' --json", path);
	run_to(&result, line, 0);
	assert_int_equal(count_requests(stage), 1);
}

/* At a terminal one is asked, and what is typed decides. */
static void activate__asks_for_the_name__at_a_terminal(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = write_guarded(stage, "confirm=typed", MORNING);
	static const struct {
		const char *typed, *told;
		size_t sent;
	} rows[] = {
		{ "no\n", "That is something else. Nothing was sent.", 0 },
		{ "READER\n", "active", 1 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *const arguments[] = { "--config", path, "activate", "-r",
						  "Reader",   "-s", "sub-dev",  "-d",
						  "30m",      "-m", "hotfix",   NULL };
		const StageRun run = { .columns = 120, .arguments = arguments };
		g_autoptr(Pty) pty = stage_run(stage, &run);
		assert_true(pty_wait_text(pty, "type Reader:"));
		pty_type(pty, rows[i].typed);
		assert_true(pty_wait_text(pty, rows[i].told));
		assert_int_equal(count_requests(stage), rows[i].sent);
	}
}

static char *first_id(Verb *result, const char *line)
{
	run_clean(result, line);
	g_autoptr(cJSON) document = parse(result);
	return g_strdup(text(cJSON_GetArrayItem(member(document, "items"), 0), "id"));
}

/* Held at the backend's door, whatever the verb: nothing that would change anything goes out. */
static void verbs__change_nothing__of_a_read_only_account(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate -r Contributor -s rg-web -m hotfix -t INC1 -d 1h --start 'in 3h'",
	       5);
	g_autofree char *own = first_id(&result, "myroles list requests --json");
	g_autofree char *waiting = first_id(&result, "myroles list approvals --json");
	const size_t before = count_requests(stage);
	g_autofree char *path = write_guarded(stage, "read_only=yes", MORNING);
	g_autofree char *cancel = g_strdup_printf("cancel %s", own);
	g_autofree char *approve = g_strdup_printf("approve %s -m hotfix", waiting);
	g_autofree char *deny = g_strdup_printf("deny %s -m hotfix", waiting);
	const char *const lines[] = {
		READER, "set morning", "deactivate -r Reader -s rg-payments", cancel, approve, deny,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *line = g_strdup_printf("myroles --config %s %s", path, lines[i]);
		run_clean(&result, line);
		assert_int_not_equal(result.code, 0);
		if (strstr(result.errors, "read_only=yes") == NULL)
			fail_msg("%s: %s", lines[i], result.errors);
	}
	assert_int_equal(count_requests(stage), before);
	g_autofree char *again = first_id(&result, "myroles list approvals --json");
	assert_string_equal(again, waiting);
}

static bool is_advised(const Verb *result)
{
	return strstr(result->errors, "This reason says little") != NULL;
}

/* Whatever else becomes of it: the advice comes first, and changes no exit code. */
static void verbs__warn__of_a_reason_that_says_nothing(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line; /* %s is the reason */
		int code;
	} rows[] = {
		{ "activate -r Reader -s sub-dev -m %s --dry-run", 0 },
		{ "approve nothing -m %s", 2 },
		{ "deny nothing -m %s", 2 },
		{ "extend -r Nobody -d 30d -m %s", 2 },
		{ "renew -r Nobody -d 30d -m %s", 2 },
		{ "set morning -m %s", 2 } /* stopped by confirm=typed */,
	};
	g_autofree char *path = write_guarded(stage, "confirm=typed", MORNING);
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		static const char *const reasons[] = { "needed", "hotfix-4711" };
		for (size_t r = 0; r < G_N_ELEMENTS(reasons); r++) {
			g_auto(GStrv) parts = g_strsplit(rows[i].line, "%s", 2);
			g_autofree char *line = g_strconcat("myroles --config ", path, " ",
							    parts[0], reasons[r], parts[1], NULL);
			run_to(&result, line, rows[i].code);
			if (is_advised(&result) != (r == 0))
				fail_msg("%s: %s", line, result.errors);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(verbs__send_nothing__without_the_name_that_is_to_be_typed),
		STAGE_TEST(activate__asks_for_the_name__at_a_terminal),
		STAGE_TEST(verbs__change_nothing__of_a_read_only_account),
		STAGE_TEST(verbs__warn__of_a_reason_that_says_nothing),
	};
	return stage_run_tests(tests);
}
