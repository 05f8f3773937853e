/* The command line, tables and the choice of rows: without a backend. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/command-line.h"
#include "cli/resolve.h"
#include "cli/show.h"
#include "cli/table.h"
#include "cli/verbs.h"

/* NULL: refused. The caller frees. */
static Options *parse(const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	g_autoptr(GError) error = NULL;
	const Verb *verb = NULL;
	Options *options =
		options_parse(verb_table, &verb, (int)g_strv_length(words), words, &error);
	assert_int_equal(options != NULL, error == NULL);
	assert_non_null(verb);
	return options;
}

/* The place of an option of the verb, by its name. */
static void *member(Options *options, const char *name)
{
	for (const OptionRow *row = options->verb->options; row->name != NULL; row++) {
		if (strcmp(row->name, name) == 0)
			return option_member(options, row);
	}
	fail_msg("%s has no option --%s", options->verb->name, name);
	return NULL;
}

/* Its value; of one that may be given several times the first. */
static const char *text(Options *options, const char *name)
{
	const bool is_list = strcmp(name, "role") == 0 || strcmp(name, "scope") == 0;
	char **value = member(options, name);
	return is_list ? **(char ***)(void *)value : *value;
}

static void options_parse__finds_the_verb__among_options(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "myroles", "" },
		{ "myroles --ascii", "" },
		{ "myroles list active", "list" },
		{ "myroles --account work list eligible --json", "list" },
		{ "myroles list --json --account work eligible", "list" },
		{ "myroles demo --size 120x40 --screenshot x.svg", "demo" },
		{ "myroles scopes -- --odd", "scopes" },
		{ "myroles activate --help", "activate" },
		{ "myroles list --help", "list" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Options) options = parse(cases[i][0]);
		if (options == NULL)
			fail_msg("refused: %s", cases[i][0]);
		assert_string_equal(options->verb->name, cases[i][1]);
	}
}

static void options_parse__refuses__what_makes_no_sense(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"myroles nonsense",        "myroles list",
		"myroles list active now", "myroles --role x",
		"myroles list --role x",   "myroles activate --duration",
		"myroles history -n x",    "myroles scopes",
		"myroles demo --config",   "myroles list --bogus",
		"myroles activate - word",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(Options) options = parse(bad[i]);
		if (options != NULL)
			fail_msg("taken: %s", bad[i]);
	}
}

static void options_parse__takes_utf8__in_any_locale(void **state)
{
	(void)state;
	/* This program calls no setlocale: it runs in "C". */
	g_autoptr(Options) options =
		parse("myroles --user Jürgen activate -m für -s rg-データ基盤");
	assert_non_null(options);
	assert_string_equal(options->person, "Jürgen");
	assert_string_equal(text(options, "reason"), "für");
	assert_string_equal(text(options, "scope"), "rg-データ基盤");
	static const char *const bad[] = { "myroles activate -m f\xfcr",
					   "myroles --user \xff list active",
					   "myroles scopes \xc0\x80" };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(Options) refused = parse(bad[i]);
		assert_null(refused);
	}
	/* A file's name is bytes. */
	g_autoptr(Options) file = parse("myroles --config f\xfcr.conf list active");
	assert_non_null(file);
}

static void options_parse__keeps_values__where_they_belong(void **state)
{
	(void)state;
	g_autoptr(Options) options =
		parse("myroles --config c.conf activate -r Reader -s rg-x -d 90m -m why -t 7 "
		      "--ticket-system now -w --json --access owner --start 17:00");
	assert_non_null(options);
	assert_string_equal(options->config, "c.conf");
	assert_string_equal(text(options, "role"), "Reader");
	assert_string_equal(text(options, "scope"), "rg-x");
	assert_string_equal(text(options, "duration"), "90m");
	assert_string_equal(text(options, "reason"), "why");
	assert_string_equal(text(options, "ticket"), "7");
	assert_string_equal(text(options, "ticket-system"), "now");
	assert_string_equal(text(options, "access"), "owner");
	assert_string_equal(text(options, "start"), "17:00");
	assert_true(*(gboolean *)member(options, "wait") && options->is_json);
	assert_int_equal(g_strv_length(options->arguments), 0);
}

static void show_parse_size__takes__sizes_only(void **state)
{
	(void)state;
	static const char *const bad[] = { "",     "80",     "80x",    "x24",   "80x24x1", "19x24",
					   "80x5", "401x24", "-80x24", "80X24", "80x24 " };
	int columns = 0;
	int rows = 0;
	assert_true(show_parse_size("120x40", &columns, &rows));
	assert_int_equal(columns, 120);
	assert_int_equal(rows, 40);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(show_parse_size(bad[i], &columns, &rows));
}

static const Column table_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "ROLE" },
	{ "LEFT", .is_table_only = true, .is_whole = true, .has_tone = true },
	{ "SCOPE" },
};

static const Sheet table_sheet = { table_columns, G_N_ELEMENTS(table_columns), NULL, NULL };

static char *lay_out(SheetUse use, const TableLook *look)
{
	g_auto(SheetChoice) choice = { 0 };
	sheet_choose_usual(&table_sheet, use, &choice);
	g_autoptr(Table) table = table_new(&table_sheet, &choice);
	table_add(table, (const char *[]){ "id-1", "Reader", "9:07", NULL }, TONE_URGENT);
	table_add(table,
		  (const char *[]){ "id-2", "Key\033[31m\tVault\nOfficer", "",
				    "rg-\xe4\xb8\x96\xe7\x95\x8c" },
		  TONE_NONE);
	return look != NULL ? table_to_text(table, look) : table_to_plain(table);
}

static void table_to_plain__gives_clean_columns__whatever_the_service_says(void **state)
{
	(void)state;
	g_autofree char *text = lay_out(SHEET_EXACT, NULL);
	assert_string_equal(
		text, "id-1\tReader\t\n"
		      "id-2\tKey\xef\xbf\xbd[31m Vault Officer\trg-\xe4\xb8\x96\xe7\x95\x8c\n");
}

/* Nothing is cut: what does not fit is broken between words, and a terminal that is too narrow gets blocks. */
static void table_to_text__fits_the_width__without_cutting(void **state)
{
	static const struct {
		TableLook look;
		const char *expected;
	} rows[] = {
		{ { .width = 80 },
		  "ROLE                    LEFT  SCOPE\n"
		  "Reader                  9:07\n"
		  "Key�[31m Vault Officer        rg-世界\n" },
		{ { .width = 33 },
		  "ROLE                LEFT  SCOPE\n"
		  "Reader              9:07\n"
		  "Key�[31m Vault            rg-世界\n"
		  "Officer\n" },
		{ { .width = 20 },
		  "ROLE   Reader\n"
		  "LEFT   9:07\n"
		  "\n"
		  "ROLE   Key�[31m\n"
		  "       Vault Officer\n"
		  "SCOPE  rg-世界\n" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = lay_out(SHEET_TABLE, &rows[i].look);
		assert_string_equal(text, rows[i].expected);
	}
}

static void table_to_text__shows_the_tone__in_its_column_alone(void **state)
{
	(void)state;
	const TableColors colors = { { [TONE_URGENT] = "\033[1;31m" }, "\033[90m" };
	const TableLook look = { .width = 80, .colors = &colors };
	g_autofree char *text = lay_out(SHEET_TABLE, &look);
	assert_non_null(strstr(text, "Reader                  \033[1;31m9:07\033[0m"));
	assert_null(strstr(text, "\033[31m"));
}

/* The library is not asked to judge characters by a locale that has none: no escapes, no endless loop. */
static void table_to_text__is_the_same__in_any_locale(void **state)
{
	(void)state;
	const TableLook look = { .width = 33 };
	g_autofree char *before = g_strdup(setlocale(LC_ALL, NULL));
	g_autofree char *expected = lay_out(SHEET_TABLE, &look);
	assert_non_null(setlocale(LC_ALL, "C"));
	g_autofree char *text = lay_out(SHEET_TABLE, &look);
	assert_string_equal(text, expected);
	const TableLook poor = { .width = 33, .charset = "ISO-8859-1" };
	g_autofree char *seen = lay_out(SHEET_TABLE, &poor);
	assert_non_null(strstr(seen, "rg-??\n"));
	setlocale(LC_ALL, before);
}

/* ---- Choosing rows -------------------------------------------------------------------------------- */

#define SUB "/subscriptions/22222222-2222-4222-8222-222222222222"

static void add_row(GPtrArray *rows, const char *id, const char *role, const char *scope)
{
	Eligibility *row = eligibility_new();
	row->grant.id = g_strdup(id);
	row->grant.role.id = g_strdup_printf("/providers/Microsoft.Authorization/roleDefinitions/"
					     "acdd72a7-3385-48ef-bd42-f606fba81ae%c",
					     role[0] == 'R' ? '7' : '8');
	row->grant.role.name = g_strdup(role);
	scope_init(&row->grant.scope, scope_type_from_arm_id(scope), scope, NULL);
	g_ptr_array_add(rows, row);
}

static GPtrArray *make_rows(void)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	add_row(rows, "azure-1", "Reader", SUB);
	add_row(rows, "azure-2", "Reader", SUB "/resourceGroups/rg-edge");
	add_row(rows, "azure-3", "Opérateur", SUB);
	return rows;
}

static void choose_grant__finds_one_row__by_any_of_its_names(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{ "reader", "rg-edge", "azure-2" },
		{ "READER", "RG-EDGE", "azure-2" },
		{ "Reader", SUB "/resourcegroups/RG-edge", "azure-2" },
		{ "Reader",
		  "https://portal.azure.com/#@contoso.com/resource" SUB
		  "/resourceGroups/rg-edge/overview",
		  "azure-2" },
		{ "opÉrateur", NULL, "azure-3" },
		{ "azure-1", NULL, "azure-1" },
		{ "ACDD72A7-3385-48ef-bd42-f606fba81ae8", NULL, "azure-3" },
	};
	g_autoptr(GPtrArray) rows = make_rows();
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Selection selection = { .role = cases[i][0], .scope = cases[i][1] };
		g_auto(Refusal) refusal = { 0 };
		const Grant *grant = choose_grant(&selection, grants, "eligible", &refusal);
		if (grant == NULL || strcmp(grant->id, cases[i][2]) != 0)
			fail_msg("%s gives %s", cases[i][0], grant != NULL ? grant->id : "none");
	}
}

static void choose_grant__guesses_nothing__when_words_are_unclear(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{ "Reader", NULL, REFUSAL_AMBIGUOUS }, { "Read", NULL, REFUSAL_UNKNOWN },
		{ "Reader", "rg", REFUSAL_UNKNOWN },   { "Nobody", NULL, REFUSAL_UNKNOWN },
		{ "", NULL, REFUSAL_UNKNOWN },
	};
	g_autoptr(GPtrArray) rows = make_rows();
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Selection selection = { .role = cases[i][0], .scope = cases[i][1] };
		g_auto(Refusal) refusal = { 0 };
		assert_null(choose_grant(&selection, grants, "eligible", &refusal));
		assert_string_equal(refusal.problem->code, cases[i][2]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_parse__finds_the_verb__among_options),
		cmocka_unit_test(options_parse__refuses__what_makes_no_sense),
		cmocka_unit_test(options_parse__takes_utf8__in_any_locale),
		cmocka_unit_test(options_parse__keeps_values__where_they_belong),
		cmocka_unit_test(show_parse_size__takes__sizes_only),
		cmocka_unit_test(table_to_plain__gives_clean_columns__whatever_the_service_says),
		cmocka_unit_test(table_to_text__fits_the_width__without_cutting),
		cmocka_unit_test(table_to_text__shows_the_tone__in_its_column_alone),
		cmocka_unit_test(table_to_text__is_the_same__in_any_locale),
		cmocka_unit_test(choose_grant__finds_one_row__by_any_of_its_names),
		cmocka_unit_test(choose_grant__guesses_nothing__when_words_are_unclear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
