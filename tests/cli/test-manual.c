/*
 * The manual and README say what the tables of verbs and actions say. UPDATE_GOLDEN=1 writes their parts anew
 * (make update-manual).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/command-line.h"
#include "cli/completion.h"
#include "cli/exit-codes.h"
#include "cli/verbs.h"
#include "src/model/permission.h"
#include "tests/cli/roff.h"
#include "tui/core/state.h"
#include "tui/tables.h"

static char *verbs_in_roff(void)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		const Verb *verb = verb_table[i];
		if (verb->is_hidden)
			continue;
		if (*verb->name != '\0') {
			g_string_append_printf(out, ".SS \"myroles %s%s%s\"\n", verb->name,
					       verb->arguments != NULL ? " " : "",
					       verb->arguments != NULL ? verb->arguments : "");
			roff_append(out, verb->summary);
			g_string_append(out, ".\n");
		}
		roff_append_options(out, verb->options);
	}
	g_string_append(out, ".SS \"Options of every verb\"\n");
	roff_append_options(out, common_options);
	return roff_wrap(out);
}

static char *columns_in_roff(void)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		const VerbSheet *row = verb_table[i]->sheets;
		for (; row != NULL && row->sheet != NULL; row++) {
			g_string_append_printf(out, ".TP\n.B %s%s", verb_table[i]->name,
					       row->word != NULL ? " " : "");
			roff_append(out, row->word != NULL ? row->word : "");
			g_string_append_c(out, '\n');
			roff_append_columns(out, row->sheet, SHEET_TABLE, "On a terminal");
			g_string_append(out, ".br\n");
			roff_append_columns(out, row->sheet, SHEET_EXACT, "In a pipe");
		}
	}
	return roff_wrap(out);
}

/* A code a line, so that one finds it. */
static char *exits_in_roff(void)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		const Verb *verb = verb_table[i];
		if (verb->is_hidden)
			continue;
		g_string_append_printf(out, ".TP\n.B myroles%s%s\n", *verb->name != '\0' ? " " : "",
				       verb->name);
		roff_append_exits(out, verb);
	}
	return roff_wrap(out);
}

/* What works on every screen is told once, with the first one. */
static bool is_told_before(const ActionTable *table, const ActionRow *row, guint context)
{
	for (guint i = 0; i < context; i++)
		if (action_row_counts_in(row, g_ptr_array_index(table->contexts, i)))
			return true;
	return false;
}

static void append_keys(GString *out, const Action *action)
{
	g_string_append(out, ".TP\n\\fB");
	roff_append(out, *action->keys != '\0' ? action->keys : "(palette)");
	g_string_append(out, "\\fR  [");
	roff_append(out, action->name);
	g_string_append(out, "]\n");
	roff_append(out, action->help);
	g_string_append_c(out, '\n');
}

static char *keys_in_roff(void)
{
	GString *out = g_string_new(NULL);
	g_autoptr(ActionTable) table = state_action_table(&dashboard_tables);
	for (guint c = 0; c < table->contexts->len; c++) {
		const Context *context = g_ptr_array_index(table->contexts, c);
		g_string_append_printf(out, ".SS \"%s\"\n", context->name);
		const ActionRow *row = NULL;
		for (size_t i = 0; (row = action_table_at(table, i)) != NULL; i++)
			if (action_row_counts_in(row, context) && !is_told_before(table, row, c))
				append_keys(out, row->action);
	}
	return roff_wrap(out);
}

static char *verbs_in_markdown(void)
{
	GString *out = g_string_new("| command | what it does |\n|---|---|\n");
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		const Verb *verb = verb_table[i];
		if (verb->is_hidden)
			continue;
		g_autofree char *arguments =
			g_strdup(verb->arguments != NULL ? verb->arguments : "");
		g_auto(GStrv) parts = g_strsplit(arguments, "|", -1);
		g_autofree char *escaped = g_strjoinv("\\|", parts);
		g_string_append_printf(out, "| `myroles%s%s%s%s` | %s |\n",
				       *verb->name != '\0' ? " " : "", verb->name,
				       *escaped != '\0' ? " " : "", escaped, verb->summary);
	}
	return g_string_free(out, FALSE);
}

static char *permissions_in_markdown(void)
{
	GString *out =
		g_string_new("| API | delegated permission | for |\n|---|---|---|\n"
			     "| Azure Service Management | user_impersonation | everything about "
			     "Azure roles |\n");
	size_t count = 0;
	const Permission *table = permission_table(&count);
	for (size_t i = 0; i < count; i++)
		g_string_append_printf(out, "| Microsoft Graph | %s | %s%s |\n", table[i].name,
				       table[i].purpose, table[i].is_optional ? " (optional)" : "");
	return g_string_free(out, FALSE);
}

static void manual__tells_verbs_and_options__as_the_table_does(void **state)
{
	(void)state;
	g_autofree char *expected = verbs_in_roff();
	check_block("man/myroles.1", ".\\\" begin verbs", ".\\\" end verbs", expected);
}

static void manual__tells_keys__as_the_action_table_does(void **state)
{
	(void)state;
	g_autofree char *expected = keys_in_roff();
	check_block("man/myroles.1", ".\\\" begin keys", ".\\\" end keys", expected);
}

static void manual__tells_how_each_verb_ends__as_the_table_does(void **state)
{
	(void)state;
	g_autofree char *expected = exits_in_roff();
	check_block("man/myroles.1", ".\\\" begin exits", ".\\\" end exits", expected);
}

static void manual__tells_columns__as_the_sheets_do(void **state)
{
	(void)state;
	g_autofree char *expected = columns_in_roff();
	check_block("man/myroles.1", ".\\\" begin columns", ".\\\" end columns", expected);
}

static void readme__tells_permissions__as_the_table_does(void **state)
{
	(void)state;
	g_autofree char *expected = permissions_in_markdown();
	check_block("README.md", "<!-- begin permissions", "<!-- end permissions", expected);
}

static void readme__tells_verbs__as_the_table_does(void **state)
{
	(void)state;
	g_autofree char *expected = verbs_in_markdown();
	check_block("README.md", "<!-- begin verbs", "<!-- end verbs", expected);
}

static void manual__tells_exit_codes__all_of_them(void **state)
{
	(void)state;
	static const ExitCode codes[] = { EXIT_DONE,    EXIT_FAILED,      EXIT_USAGE,
					  EXIT_SIGN_IN, EXIT_REFUSED,     EXIT_WAITING,
					  EXIT_PARTLY,  EXIT_UNREACHABLE, EXIT_INTERRUPTED };
	g_autofree char *text = source_read("man/myroles.1");
	const char *section = strstr(text, ".SH EXIT STATUS");
	assert_non_null(section);
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
		g_autofree char *line = g_strdup_printf(".TP\n.B %d\n", codes[i]);
		if (strstr(section, line) == NULL)
			fail_msg("exit code %d is not in the manual", codes[i]);
	}
}

/* Its warnings, that is: matters of style are told by hand. Skipped where mandoc is not installed. */
static void manual__has_nothing__that_mandoc_objects_to(void **state)
{
	(void)state;
	static const char *const pages[] = { "man/myroles.1", "man/myroles.conf.5" };
	g_autofree char *mandoc = g_find_program_in_path("mandoc");
	if (mandoc == NULL)
		skip();
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
		g_autofree char *path = source_place(pages[i]);
		const char *const argv[] = { mandoc, "-T", "lint", "-W", "warning", path, NULL };
		g_autofree char *told = NULL;
		assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
					 &told, NULL, NULL, NULL));
		if (*told != '\0')
			fail_msg("%s", told);
	}
}

static void help__tells_every_verb_and_option__in_words(void **state)
{
	(void)state;
	g_autofree char *overview = options_help(verb_table, NULL);
	for (size_t i = 1; verb_table[i] != NULL; i++) {
		const Verb *verb = verb_table[i];
		if (verb->is_hidden)
			continue;
		assert_non_null(strstr(overview, verb->summary));
		g_autofree char *help = options_help(verb_table, verb);
		for (const OptionRow *row = verb->options; row->name != NULL; row++) {
			g_autofree char *option = g_strconcat("--", row->name, NULL);
			assert_non_null(strstr(help, option));
			assert_non_null(row->help);
		}
		g_autofree char *codes = exit_rows_text(verb);
		assert_non_null(codes);
		assert_non_null(strstr(help, codes));
	}
}

static void completion__is_installed__as_the_verb_prints_it(void **state)
{
	(void)state;
	static const char *const files[][2] = {
		{ "bash", "completions/myroles" },
		{ "zsh", "completions/_myroles" },
		{ "fish", "completions/myroles.fish" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		check_file(files[i][1], completion_script(files[i][0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(manual__tells_verbs_and_options__as_the_table_does),
		cmocka_unit_test(manual__tells_keys__as_the_action_table_does),
		cmocka_unit_test(manual__tells_how_each_verb_ends__as_the_table_does),
		cmocka_unit_test(manual__tells_columns__as_the_sheets_do),
		cmocka_unit_test(completion__is_installed__as_the_verb_prints_it),
		cmocka_unit_test(readme__tells_verbs__as_the_table_does),
		cmocka_unit_test(readme__tells_permissions__as_the_table_does),
		cmocka_unit_test(manual__tells_exit_codes__all_of_them),
		cmocka_unit_test(manual__has_nothing__that_mandoc_objects_to),
		cmocka_unit_test(help__tells_every_verb_and_option__in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
