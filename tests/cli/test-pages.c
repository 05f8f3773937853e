/*
 * The pages of the manual that tables write, but for what is marked as written by hand: one a verb, that of the built-in tenant, and
 * lists of myroles.conf(5). A verb has its page by its row: `make update-manual` writes it, and man/Makefile.inc, which installs them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/examples.h"
#include "cli/verbs.h"
#include "cli/watch-line.h"
#include "src/store/config.h"
#include "tests/cli/roff.h"
#include "tui/core/state.h"
#include "tui/tables.h"
#include "tui/terminal/theme.h"

static char *page_name(const Verb *verb)
{
	return g_strdup_printf("man/myroles-%s.1", verb->name);
}

static bool has_page(const Verb *verb)
{
	return !verb->is_hidden && *verb->name != '\0';
}

/* Of the whole manual: that of the page which is written by hand. */
static char *read_date(void)
{
	static const char head[] = ".TH MYROLES 1 ";
	g_autofree char *text = source_read("man/myroles.1");
	assert_true(g_str_has_prefix(text, head));
	return g_strndup(text + strlen(head), strcspn(text + strlen(head), " "));
}

/* ---- A page -------------------------------------------------------------------------------------- */

static void begin_page(GString *out, const char *name, const char *summary)
{
	g_autofree char *date = read_date();
	g_autofree char *title = g_ascii_strup(name, -1);
	g_string_append_printf(out,
			       ".\\\" Written by `make update-manual` from the tables of the "
			       "program.\n.TH %s 1 %s \"myroles\" \"User Commands\"\n.SH NAME\n",
			       title, date);
	roff_append(out, name);
	g_string_append(out, " \\- ");
	g_autofree char *first = g_ascii_strdown(summary, 1);
	roff_append(out, first);
	roff_append(out, summary + strlen(first));
	g_string_append(out, "\n");
}

static void append_synopsis(GString *out, const Verb *verb)
{
	g_string_append(out, ".SH SYNOPSIS\n.B myroles ");
	roff_append(out, verb->name);
	g_string_append(out, "\n.RI [ OPTION ...]\n");
	if (verb->arguments != NULL) {
		roff_append(out, verb->arguments);
		g_string_append_c(out, '\n');
	}
}

static void append_shapes(GString *out, const Verb *verb)
{
	if (verb->sheets == NULL)
		return;
	g_string_append(out, ".SH COLUMNS\n");
	for (const VerbSheet *row = verb->sheets; row->sheet != NULL; row++) {
		g_string_append_printf(out, ".TP\n.B myroles %s%s", verb->name,
				       row->word != NULL ? " " : "");
		roff_append(out, row->word != NULL ? row->word : "");
		g_string_append_c(out, '\n');
		roff_append_columns(out, row->sheet, SHEET_TABLE, "On a terminal");
		g_string_append(out, ".br\n");
		roff_append_columns(out, row->sheet, SHEET_EXACT, "In a pipe");
	}
}

static void append_examples(GString *out, const Verb *verb)
{
	bool is_first = true;
	for (const Example *example = examples; example->verb != NULL; example++) {
		if (strcmp(example->verb, verb->name) != 0)
			continue;
		g_string_append(out, is_first ? ".SH EXAMPLES\n" : ".PP\n");
		is_first = false;
		roff_append(out, example->words);
		g_string_append(out, ":\n.PP\n.RS\n.nf\n");
		roff_append(out, example->line);
		g_string_append(out, "\n.fi\n.RE\n");
	}
	if (is_first)
		fail_msg("%s has no example", verb->name);
}

/* What stands in the page already between two marked lines, written by hand. A page without it helps nobody. */
static void append_own(GString *out, const Verb *verb, const char *begin, const char *end)
{
	g_autofree char *name = page_name(verb);
	g_autofree char *path = source_place(name);
	g_autofree char *page = NULL;
	g_string_append(out, begin);
	const bool is_there = g_file_get_contents(path, &page, NULL, NULL);
	const char *first = is_there ? strstr(page, begin) : NULL;
	const char *last = first != NULL ? strstr(first, end) : NULL;
	const size_t length = last != NULL ? (size_t)(last - first) - strlen(begin) : 0;
	if (length == 0 && g_getenv("UPDATE_GOLDEN") == NULL)
		fail_msg("%s says nothing between %s and %s", name, begin, end);
	if (length > 0)
		g_string_append_len(out, first + strlen(begin), (gssize)length);
	g_string_append(out, end);
}

#define WORDS "words: written by hand\n"
#define FILES "files: written by hand\n"

static char *write_page(const Verb *verb)
{
	GString *out = g_string_new(NULL);
	g_autofree char *name = g_strconcat("myroles-", verb->name, NULL);
	begin_page(out, name, verb->summary);
	append_synopsis(out, verb);
	g_string_append(out, ".SH DESCRIPTION\n");
	roff_append(out, verb->summary);
	g_string_append(out, ".\n");
	append_own(out, verb, ".\\\" begin " WORDS, ".\\\" end words\n");
	g_string_append(out, ".PP\nHow roles, scopes and requests are named, what is printed with\n"
			     ".B \\-\\-json\nand more is told in\n.BR myroles (1).\n"
			     ".SH OPTIONS\n");
	roff_append_options(out, verb->options);
	g_string_append(out, verb->options->name != NULL ? ".PP\nand those" : "Those");
	g_string_append(out, " of every verb, as in\n.BR myroles (1).\n");
	append_shapes(out, verb);
	g_string_append(out, ".SH \"EXIT STATUS\"\n");
	roff_append_exits(out, verb);
	g_string_append(out, ".SH FILES\n");
	append_own(out, verb, ".\\\" begin " FILES, ".\\\" end files\n");
	append_examples(out, verb);
	g_string_append(out, ".SH \"SEE ALSO\"\n.BR myroles (1),\n.BR myroles.conf (5)\n");
	return roff_wrap(out);
}

static void manual__has_a_page__of_each_verb(void **state)
{
	(void)state;
	GString *list =
		g_string_new("# Pages that are written from the tables, by `make update-manual`.\n"
			     "dist_man_MANS += \\\n\tman/myroles-tenant.1");
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		if (!has_page(verb_table[i]))
			continue;
		g_autofree char *name = page_name(verb_table[i]);
		g_autofree char *page = write_page(verb_table[i]);
		check_file(name, page);
		g_string_append_printf(list, " \\\n\t%s", name);
	}
	g_string_append_c(list, '\n');
	g_autofree char *expected = g_string_free(list, FALSE);
	check_file("man/Makefile.inc", expected);
}

/* ---- watch ----------------------------------------------------------------------------------------- */

static void manual__tells_fields__of_the_journal(void **state)
{
	(void)state;
	GString *out = g_string_new(NULL);
	for (const WatchField *field = watch_fields; field->name != NULL; field++) {
		g_string_append_printf(out, ".TP\n.B %s\n", field->name);
		roff_append(out, field->help);
		g_string_append(out, ".\n");
	}
	g_autofree char *expected = roff_wrap(out);
	check_block("man/myroles-watch.1", ".\\\" begin fields", ".\\\" end fields", expected);
}

/* ---- The built-in tenant -------------------------------------------------------------------------- */

/* The lines of its --help that tell an option: "  --port=PORT               Port of …". */
static void append_tenant_options(GString *out)
{
	const char *folder = g_getenv("top_builddir");
	g_autofree char *program =
		g_build_filename(folder != NULL ? folder : ".", "myroles-tenant", NULL);
	const char *const argv[] = { program, "--help", NULL };
	g_autofree char *help = NULL;
	assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &help,
				 NULL, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(help, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		char *gap = strstr(*line + 2 * (**line != '\0'), "  ");
		if (!g_str_has_prefix(*line, "  -") || gap == NULL)
			continue;
		*gap = '\0';
		g_string_append(out, ".TP\n.B ");
		roff_append(out, g_strstrip(*line));
		g_string_append_c(out, '\n');
		roff_append(out, g_strstrip(gap + 1));
		g_string_append(out, ".\n");
	}
}

static void manual__tells_options__of_the_tenant(void **state)
{
	(void)state;
	GString *out = g_string_new(NULL);
	append_tenant_options(out);
	g_autofree char *expected = roff_wrap(out);
	check_block("man/myroles-tenant.1", ".\\\" begin options", ".\\\" end options", expected);
}

/* ---- myroles.conf(5) ------------------------------------------------------------------------------ */

static void manual__tells_styles__as_the_theme_does(void **state)
{
	(void)state;
	GString *out = g_string_new(NULL);
	for (int i = 0; i < STYLE_COUNT; i++) {
		g_string_append(out, ".TP\n.B ");
		roff_append(out, theme_style_name((StyleId)i));
		g_string_append_c(out, '\n');
		roff_append(out, theme_style_help((StyleId)i));
		g_string_append(out, ".\n");
	}
	g_autofree char *expected = roff_wrap(out);
	check_block("man/myroles.conf.5", ".\\\" begin styles", ".\\\" end styles", expected);
}

/* Every key in a line or two: where it belongs, what it takes, what it is for. */
static void manual__tells_keys__as_their_table_does(void **state)
{
	(void)state;
	GString *out = g_string_new(NULL);
	ConfigKey key = { 0 };
	for (size_t i = 0; config_key_at(i, &key); i++) {
		const bool is_named =
			g_strcmp0(key.group, "myroles") != 0 && g_strcmp0(key.group, "notify") != 0;
		g_string_append_printf(out, ".TP\n[%s%s] \\fB%s\\fR\n", key.group,
				       is_named ? " NAME" : "", key.name);
		roff_append(out, key.about);
		g_string_append(out, ".\n.br\nExpected: ");
		roff_append(out, key.expected);
		g_string_append(out, ".\n");
	}
	g_autofree char *expected = roff_wrap(out);
	check_block("man/myroles.conf.5", ".\\\" begin keys", ".\\\" end keys", expected);
}

static void append_names(GString *out, const char *(*name_at)(size_t index))
{
	const char *name = NULL;
	for (size_t i = 0; (name = name_at(i)) != NULL; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		roff_append(out, name);
	}
	g_string_append(out, ".\n");
}

static void manual__tells_bases_colors_and_attributes__as_the_theme_does(void **state)
{
	static const struct {
		const char *begin, *end;
		const char *(*name_at)(size_t index);
	} lists[] = {
		{ ".\\\" begin bases", ".\\\" end bases", theme_base_name },
		{ ".\\\" begin attributes", ".\\\" end attributes", theme_attribute_name },
		{ ".\\\" begin colors", ".\\\" end colors", color_name },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		GString *out = g_string_new(NULL);
		append_names(out, lists[i].name_at);
		g_autofree char *expected = roff_wrap(out);
		check_block("man/myroles.conf.5", lists[i].begin, lists[i].end, expected);
	}
}

/* With the context that has it first. */
static void manual__tells_actions__as_their_tables_do(void **state)
{
	(void)state;
	GString *out = g_string_new(NULL);
	g_autoptr(ActionTable) table = state_action_table(&dashboard_tables);
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint c = 0; c < table->contexts->len; c++) {
		const Context *context = g_ptr_array_index(table->contexts, c);
		const ActionRow *row = NULL;
		bool is_first = true;
		for (size_t i = 0; (row = action_table_at(table, i)) != NULL; i++) {
			if (!action_row_counts_in(row, context) ||
			    !g_hash_table_add(told, (gpointer)row->action->name))
				continue;
			if (is_first)
				g_string_append_printf(out, ".TP\n.I \"%s\"\n", context->name);
			else
				g_string_append(out, ", ");
			is_first = false;
			roff_append(out, row->action->name);
		}
		if (!is_first)
			g_string_append(out, ".\n");
	}
	g_autofree char *expected = roff_wrap(out);
	check_block("man/myroles.conf.5", ".\\\" begin actions", ".\\\" end actions", expected);
}

/* ---- All of them ---------------------------------------------------------------------------------- */

/* Matters of style, too. Skipped where mandoc is not installed. */
static void manual__has_nothing__that_mandoc_objects_to(void **state)
{
	(void)state;
	g_autofree char *mandoc = g_find_program_in_path("mandoc");
	if (mandoc == NULL)
		skip();
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	static const char *const fixed[] = { "-T", "lint" };
	static const char *const pages[] = { "man/myroles.1", "man/myroles.conf.5",
					     "man/myroles-tenant.1" };
	g_ptr_array_add(argv, g_strdup(mandoc));
	for (size_t i = 0; i < G_N_ELEMENTS(fixed); i++)
		g_ptr_array_add(argv, g_strdup(fixed[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
		g_ptr_array_add(argv, source_place(pages[i]));
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		g_autofree char *name = has_page(verb_table[i]) ? page_name(verb_table[i]) : NULL;
		if (name != NULL)
			g_ptr_array_add(argv, source_place(name));
	}
	g_ptr_array_add(argv, NULL);
	g_autofree char *told = NULL;
	assert_true(g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
				 &told, NULL, NULL, NULL));
	if (*told != '\0')
		fail_msg("%s", told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(manual__has_a_page__of_each_verb),
		cmocka_unit_test(manual__tells_fields__of_the_journal),
		cmocka_unit_test(manual__tells_options__of_the_tenant),
		cmocka_unit_test(manual__tells_keys__as_their_table_does),
		cmocka_unit_test(manual__tells_bases_colors_and_attributes__as_the_theme_does),
		cmocka_unit_test(manual__tells_styles__as_the_theme_does),
		cmocka_unit_test(manual__tells_actions__as_their_tables_do),
		cmocka_unit_test(manual__has_nothing__that_mandoc_objects_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
