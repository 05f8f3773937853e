/* Styles from words, brought down to what a terminal has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tui/dashboard.h"
#include "tui/terminal/sgr.h"
#include "tui/terminal/theme.h"

static void theme_parse_style__reads_words__in_any_order(void **unused)
{
	static const struct {
		const char *text;
		Style style;
	} cases[] = {
		{ "", { .is_bold = false } },
		{ "  bold  ", { .is_bold = true } },
		{ "Bold RED on default",
		  { .foreground = { COLOR_INDEX, .index = 1 }, .is_bold = true } },
		{ "on blue white underline",
		  { { COLOR_INDEX, .index = 7 },
		    { COLOR_INDEX, .index = 4 },
		    .is_underline = true } },
		{ "#ff8800", { .foreground = { COLOR_RGB, 0, 0xff, 0x88, 0 } } },
		{ "#f80 dim", { .foreground = { COLOR_RGB, 0, 0xff, 0x88, 0 }, .is_dim = true } },
		{ "color208 reverse",
		  { .foreground = { COLOR_INDEX, .index = 208 }, .is_reverse = true } },
		{ "bright-cyan on color0",
		  { { COLOR_INDEX, .index = 14 }, { COLOR_INDEX, .index = 0 } } },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Style style;
		assert_true(theme_parse_style(cases[i].text, &style, &error));
		assert_memory_equal(&style.foreground, &cases[i].style.foreground, sizeof(Color));
		assert_memory_equal(&style.background, &cases[i].style.background, sizeof(Color));
		assert_int_equal(style.is_bold, cases[i].style.is_bold);
		assert_int_equal(style.is_dim, cases[i].style.is_dim);
		assert_int_equal(style.is_reverse, cases[i].style.is_reverse);
		assert_int_equal(style.is_underline, cases[i].style.is_underline);
	}
}

static void theme_parse_style__names_the_word__when_it_is_none(void **unused)
{
	static const struct {
		const char *text, *word;
	} cases[] = {
		{ "bleu", "\"bleu\"" },       { "red on", "\"\" is not a color:" },
		{ "red blue", "\"blue\"" },   { "#12", "\"#12\"" },
		{ "#gggggg", "\"#gggggg\"" }, { "color256", "\"color256\"" },
		{ "color", "\"color\"" },     { "red on bold", "\"bold\"" },
		{ "color-1", "\"color-1\"" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Style style = { .is_dim = true };
		assert_false(theme_parse_style(cases[i].text, &style, &error));
		assert_true(g_error_matches(error, THEME_ERROR, THEME_ERROR_VALUE));
		assert_non_null(strstr(error->message, cases[i].word));
		assert_non_null(strstr(error->message, "expected"));
		assert_true(style.is_dim);
	}
}

static void theme_load__names_group_key_and_value__when_wrong(void **unused)
{
	static const struct {
		const char *key, *value;
		int code;
		const char *message;
	} cases[] = {
		{ "selectd", "bold", THEME_ERROR_KEY,
		  "[theme] selectd: no such style (did you mean selected?); expected one of base, "
		  "text, " },
		{ "urgent", "bold rd", THEME_ERROR_VALUE,
		  "[theme] urgent=bold rd: \"rd\" is not a color" },
		{ "base", "solarized", THEME_ERROR_VALUE,
		  "[theme] base=solarized: expected default," },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
		Settings settings = { .theme = keys };
		g_autoptr(GError) error = NULL;
		Theme theme;
		g_hash_table_insert(keys, (gpointer)cases[i].key, (gpointer)cases[i].value);
		assert_false(theme_load(&settings, COLORS_256, GROUND_UNKNOWN, &theme, &error));
		assert_true(g_error_matches(error, THEME_ERROR, cases[i].code));
		assert_true(g_str_has_prefix(error->message, cases[i].message));
	}
}

static bool style_equal(const Style *a, const Style *b)
{
	return memcmp(&a->foreground, &b->foreground, sizeof(Color)) == 0 &&
	       memcmp(&a->background, &b->background, sizeof(Color)) == 0 &&
	       a->is_bold == b->is_bold && a->is_dim == b->is_dim &&
	       a->is_reverse == b->is_reverse && a->is_underline == b->is_underline;
}

static void theme_load__fits_every_base__to_every_depth(void **unused)
{
	static const char *const bases[] = { "default", "dark", "light", "high-contrast",
					     "monochrome" };
	static const int counts[] = { 0, 8, 16, 256, 256 };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
		for (ColorDepth depth = COLORS_NONE; depth <= COLORS_TRUE; depth++) {
			g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
			Settings settings = { .theme = keys };
			Theme theme;
			g_hash_table_insert(keys, (gpointer) "base", (gpointer)bases[i]);
			g_hash_table_insert(keys, (gpointer) "match",
					    (gpointer) "#ff8800 on color200");
			assert_true(theme_load(&settings, depth, GROUND_UNKNOWN, &theme, NULL));
			for (StyleId s = 0; s < STYLE_COUNT; s++) {
				Color color = theme.styles[s].foreground;
				assert_true(
					color.kind == COLOR_DEFAULT || depth == COLORS_TRUE ||
					(color.kind == COLOR_INDEX && color.index < counts[depth]));
				assert_non_null(theme_style_name(s));
				assert_non_null(theme_style_help(s));
			}
			/* What must be told apart is told apart, with color or without. */
			assert_false(style_equal(&theme.styles[STYLE_SELECTED],
						 &theme.styles[STYLE_TEXT]));
			assert_false(style_equal(&theme.styles[STYLE_SELECTED],
						 &theme.styles[STYLE_SELECTED_OTHER]));
			assert_false(style_equal(&theme.styles[STYLE_FOCUS],
						 &theme.styles[STYLE_TITLE]));
			assert_false(style_equal(&theme.styles[STYLE_URGENT],
						 &theme.styles[STYLE_WARNING]));
			assert_false(style_equal(&theme.styles[STYLE_WARNING],
						 &theme.styles[STYLE_TEXT]));
			assert_false(style_equal(&theme.styles[STYLE_INPUT_FOCUS],
						 &theme.styles[STYLE_INPUT]));
		}
	}
}

static void color_reduce__finds_the_nearest__for_each_depth(void **unused)
{
	static const struct {
		Color color;
		ColorDepth depth;
		ColorKind kind;
		int index;
	} cases[] = {
		{ { COLOR_RGB, 0, 0xff, 0x87, 0 }, COLORS_256, COLOR_INDEX, 208 },
		{ { COLOR_RGB, 0, 0x80, 0x80, 0x80 }, COLORS_256, COLOR_INDEX, 244 },
		{ { COLOR_RGB, 0, 0xfe, 0, 0 }, COLORS_16, COLOR_INDEX, 9 },
		{ { COLOR_RGB, 0, 0xfe, 0, 0 }, COLORS_8, COLOR_INDEX, 1 },
		{ { COLOR_INDEX, .index = 208 }, COLORS_256, COLOR_INDEX, 208 },
		{ { COLOR_INDEX, .index = 46 }, COLORS_16, COLOR_INDEX, 10 },
		{ { COLOR_INDEX, .index = 12 }, COLORS_8, COLOR_INDEX, 4 },
		{ { COLOR_INDEX, .index = 8 }, COLORS_8, COLOR_INDEX, 7 },
		{ { COLOR_INDEX, .index = 3 }, COLORS_8, COLOR_INDEX, 3 },
		{ { COLOR_INDEX, .index = 3 }, COLORS_NONE, COLOR_DEFAULT, 0 },
		{ { COLOR_DEFAULT }, COLORS_8, COLOR_DEFAULT, 0 },
		{ { COLOR_RGB, 0, 1, 2, 3 }, COLORS_TRUE, COLOR_RGB, 0 },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Color color = color_reduce(cases[i].color, cases[i].depth);
		assert_int_equal(color.kind, cases[i].kind);
		assert_int_equal(color.index, cases[i].index);
	}
	assert_int_equal(color_to_rgb((Color){ COLOR_INDEX, .index = 208 }, 0), 0xff8700);
	assert_int_equal(color_to_rgb((Color){ COLOR_INDEX, .index = 244 }, 0), 0x808080);
	assert_int_equal(color_to_rgb((Color){ .kind = COLOR_DEFAULT }, 0x123456), 0x123456);
}

/* What one may write in [theme] stands in the manual. */
/* As SGR of ECMA-48 and xterm have it; a default color is not said. */
static void style_to_sgr__says__attributes_before_colors(void **unused)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "default on default", "" },
		{ "red bold", "\033[1;31m" },
		{ "bold dim underline reverse", "\033[1;2;4;7m" },
		{ "bright-black on bright-white", "\033[90;107m" },
		{ "color208 on color16", "\033[38;5;208;48;5;16m" },
		{ "#ff8800 on #000102", "\033[38;2;255;136;0;48;2;0;1;2m" },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Style style;
		assert_true(theme_parse_style(cases[i][0], &style, NULL));
		g_autofree char *sgr = style_to_sgr(&style);
		assert_string_equal(sgr, cases[i][1]);
	}
}

static void dashboard_print_colors__are_those_of_the_theme__brought_down(void **unused)
{
	static const char *const styles[] = { "ok", "urgent", "text", "no-such", NULL };
	g_autoptr(Settings) settings = settings_new();
	(void)unused;
	g_hash_table_insert(settings->theme, g_strdup("urgent"), g_strdup("#ff0000 on color208"));
	g_setenv("TERM", "xterm-256color", TRUE);
	g_unsetenv("NO_COLOR");
	g_auto(GStrv) many = dashboard_print_colors(settings, styles);
	assert_int_equal(g_strv_length(many), 4);
	assert_string_equal(many[0], "\033[32m");
	assert_string_equal(many[1], "\033[38;5;196;48;5;208m");
	assert_string_equal(many[2], "");
	assert_string_equal(many[3], "");
	g_hash_table_insert(settings->theme, g_strdup("base"), g_strdup("light"));
	g_auto(GStrv) light = dashboard_print_colors(settings, styles);
	assert_string_equal(light[0], "\033[38;5;22m");
	/* Wrong words are told elsewhere: here the usual colors serve. */
	g_hash_table_insert(settings->theme, g_strdup("base"), g_strdup("pink"));
	g_auto(GStrv) usual = dashboard_print_colors(settings, styles);
	assert_string_equal(usual[1], "\033[1;31m");
	g_setenv("TERM", "vt100", TRUE);
	assert_null(dashboard_print_colors(settings, styles));
	g_setenv("TERM", "xterm-256color", TRUE);
	g_setenv("NO_COLOR", "1", TRUE);
	assert_null(dashboard_print_colors(settings, styles));
}

static void theme_style_name__is_in_the_manual__for_each_style(void **unused)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
		g_build_filename(top != NULL ? top : ".", "man", "myroles.conf.5", NULL);
	g_autofree char *page = NULL;
	(void)unused;
	assert_true(g_file_get_contents(path, &page, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(page, "\\-", -1);
	g_autofree char *plain = g_strjoinv("-", parts);
	for (StyleId i = 0; i < STYLE_COUNT; i++) {
		g_autofree char *entry =
			g_strdup_printf("\n.B %s\n%s.", theme_style_name(i), theme_style_help(i));
		if (strstr(plain, entry) == NULL)
			fail_msg("%s lacks:%s", path, entry);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(theme_parse_style__reads_words__in_any_order),
		cmocka_unit_test(theme_parse_style__names_the_word__when_it_is_none),
		cmocka_unit_test(theme_load__names_group_key_and_value__when_wrong),
		cmocka_unit_test(theme_load__fits_every_base__to_every_depth),
		cmocka_unit_test(style_to_sgr__says__attributes_before_colors),
		cmocka_unit_test(dashboard_print_colors__are_those_of_the_theme__brought_down),
		cmocka_unit_test(theme_style_name__is_in_the_manual__for_each_style),
		cmocka_unit_test(color_reduce__finds_the_nearest__for_each_depth),
	};
	return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
