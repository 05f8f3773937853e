/*
 * The history as a verb: what it chooses, and the files that it writes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/cli/run.h"

static void history__prints_csv__of_chosen_columns(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	verb_run(&result, "myroles history --csv --columns role,scope,status --outcome refused");
	assert_int_equal(result.code, 0);
	assert_true(g_str_has_prefix(result.output, "role,scope,status\r\n"));
	g_auto(GStrv) lines = g_strsplit(result.output, "\r\n", -1);
	assert_true(g_strv_length(lines) > 2);
	for (size_t i = 1; *lines[i] != '\0'; i++)
		assert_true(g_str_has_suffix(lines[i], ",refused"));
	run_to(&result, "myroles history --json --columns start,role --limit 1", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = cJSON_GetArrayItem(member(document, "items"), 0);
	assert_members(item, "id workload kind role scope access status created start end reason "
			     "ticket ticket_system message source set");
	assert_non_null(text(member(item, "role"), "name"));
	assert_non_null(text(item, "start"));
	assert_true(cJSON_IsNull(member(item, "workload")));
	assert_members(member(item, "scope"), "id name type");
	assert_true(cJSON_IsNull(member(member(item, "scope"), "name")));
}

static void history__chooses__by_period_role_and_scope(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, "myroles history --period 'until yesterday' --role contributor --scope rg",
	       0);
	g_auto(GStrv) lines = g_strsplit(result.output, "\n", -1);
	assert_true(g_strv_length(lines) > 1);
	for (size_t i = 0; *lines[i] != '\0'; i++) {
		assert_non_null(strstr(lines[i], "Contributor\t"));
		assert_non_null(strstr(lines[i], "\trg-"));
	}
	run_to(&result, "myroles history --period 1999", 0);
	assert_string_equal(result.output, "");
}

static void history__sums_up__and_tells_what_is_unused(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, "myroles history --totals role --json", 0);
	g_autoptr(cJSON) totals = parse(&result);
	assert_members(cJSON_GetArrayItem(member(totals, "items"), 0),
		       "name count seconds median_seconds last refused");
	run_to(&result, "myroles history --unused --json", 0);
	g_autoptr(cJSON) unused = parse(&result);
	const cJSON *item = NULL;
	assert_true(cJSON_GetArraySize(member(unused, "items")) > 0);
	cJSON_ArrayForEach(item, member(unused, "items"))
		assert_string_not_equal(text(member(item, "role"), "name"), "Contributor");
	run_to(&result, "myroles history --unused --period 'since tomorrow'", 2);
}

static void history__writes_private_files__whole_or_not_at_all(void **state)
{
	const Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *svg = g_build_filename(stage->folder, "out.svg", NULL);
	g_autofree char *html = g_build_filename(stage->folder, "out.html", NULL);
	g_autofree char *line = g_strdup_printf("myroles history --svg %s --html %s", svg, html);
	/* What was there goes only when the new one is whole. */
	assert_true(g_file_set_contents(svg, "old", -1, NULL));
	run_to(&result, line, 0);
	assert_string_equal(result.output, "");
	const char *const paths[] = { svg, html };
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		struct stat info;
		g_autofree char *text = NULL;
		assert_int_equal(stat(paths[i], &info), 0);
		assert_int_equal(info.st_mode & 0777, 0600);
		assert_true(g_file_get_contents(paths[i], &text, NULL, NULL));
		assert_non_null(strstr(text, "</svg>"));
	}
	g_autofree char *nowhere =
		g_strdup_printf("myroles history --svg %s/none/out.svg", stage->folder);
	run_to(&result, nowhere, 1);
	assert_true(strlen(result.errors) > 0);
}

static void history__checks_the_journal__and_names_what_is_damaged(void **state)
{
	const Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles history", 0);
	run_to(&result, "myroles history --check", 0);
	assert_non_null(strstr(result.output, "It is whole."));
	g_autofree char *path = stage_path(stage, "state/myroles/journal.db");
	sqlite3 *journal = NULL;
	assert_int_equal(sqlite3_open(path, &journal), SQLITE_OK);
	assert_int_equal(sqlite3_exec(journal,
				      "UPDATE entry SET role_id = 'other' WHERE id = "
				      "(SELECT min(id) FROM entry)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(journal);
	run_to(&result, "myroles history --check --json", 1);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *finding = cJSON_GetArrayItem(member(document, "findings"), 0);
	assert_string_equal(text(finding, "state"), "failed");
	assert_non_null(strstr(text(finding, "text"), "1 request shown as something else"));
	assert_true(g_file_set_contents_full(path, "no journal any more, by some accident", -1,
					     G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	run_to(&result, "myroles history --check", 1);
	assert_non_null(strstr(result.output, "failed"));
}

/* What the services tell cannot be written into it then: a part is no whole. */
static void history__says_that_rows_are_missing__while_the_journal_is_held(void **state)
{
	const Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate -r 'Monitoring Contributor' -s sub-prod -m 'fixing the pager'", 0);
	g_autofree char *path = stage_path(stage, "state/myroles/journal.db");
	sqlite3 *journal = NULL;
	assert_int_equal(sqlite3_open(path, &journal), SQLITE_OK);
	assert_int_equal(sqlite3_exec(journal, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	run_to(&result, "myroles history --json", 6);
	g_autoptr(cJSON) held = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(held, "items")), 1);
	assert_string_equal(text(cJSON_GetArrayItem(member(held, "errors"), 0), "code"),
			    "journal-unread");
	sqlite3_close(journal);
	run_to(&result, "myroles history --json", 0);
	g_autoptr(cJSON) whole = parse(&result);
	assert_true(cJSON_GetArraySize(member(whole, "items")) > 1);
	assert_int_equal(cJSON_GetArraySize(member(whole, "errors")), 0);
}

static void history__refuses__words_that_make_no_sense(void **state)
{
	static const struct {
		const char *line, *told;
	} rows[] = {
		{ "myroles history --period someday", "last month" },
		{ "myroles history --outcome good", "refused" },
		{ "myroles history --workload aws", "azure, entra and group" },
		{ "myroles history --csv --columns role,shade", "ticket_system" },
		{ "myroles history --svg x.svg --columns role", "table or --csv" },
		{ "myroles history --totals role --columns role", "median_seconds" },
		{ "myroles history --sort shade", "ticket_system" },
		{ "myroles history --csv --json", "exclude" },
		{ "myroles history --totals week", "workload" },
		{ "myroles history --check --csv", "--json" },
		{ "myroles history --check --role owner", "--json" },
		{ "myroles history --totals role --csv", "table" },
	};
	g_auto(Verb) result = { .stage = *state };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		run_to(&result, rows[i].line, 2);
		if (strstr(result.errors, rows[i].told) == NULL &&
		    strstr(result.output, rows[i].told) == NULL)
			fail_msg("%s: %s", rows[i].line, result.errors);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(history__prints_csv__of_chosen_columns),
		STAGE_TEST(history__chooses__by_period_role_and_scope),
		STAGE_TEST(history__sums_up__and_tells_what_is_unused),
		STAGE_TEST(history__writes_private_files__whole_or_not_at_all),
		STAGE_TEST(history__checks_the_journal__and_names_what_is_damaged),
		STAGE_TEST(history__says_that_rows_are_missing__while_the_journal_is_held),
		STAGE_TEST(history__refuses__words_that_make_no_sense),
	};
	return stage_run_tests(tests);
}
