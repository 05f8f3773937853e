/*
 * The fixed palettes, measured: each style is readable on the grounds that its palette is made for (WCAG 2.2, 1.4.3: 4.5 to 1),
 * and the states are told apart, also by eyes without red or without green.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "tui/terminal/theme.h"

#define READABLE 4.5
#define APART    0.06 /* in OKLab, where 0.02 is just seen */

#define GROUNDS 3

/* What dark and light terminals come with: pure, Windows Terminal and editors, the usual greys. */
static const struct {
	const char *base;
	uint32_t text;
	uint32_t grounds[GROUNDS];
} palettes[] = {
	{ "dark", 0xd4d4d4, { 0x000000, 0x1e1e1e, 0x282c34 } },
	{ "light", 0x24292f, { 0xffffff, 0xfafafa, 0xfcfcfc } },
};

static const ColorDepth depths[] = { COLORS_256, COLORS_TRUE };

static double channel_light(uint32_t channel)
{
	const double value = (double)(channel & 255) / 255;
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * channel_light(rgb >> 16) + 0.7152 * channel_light(rgb >> 8) +
	       0.0722 * channel_light(rgb);
}

static double contrast(uint32_t a, uint32_t b)
{
	const double x = luminance(a), y = luminance(b);
	return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

static Theme load(const char *base, ColorDepth depth)
{
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	Settings settings = { .theme = keys };
	Theme theme;
	g_hash_table_insert(keys, (gpointer) "base", (gpointer)base);
	assert_true(theme_load(&settings, depth, GROUND_UNKNOWN, &theme, NULL));
	return theme;
}

/* Lines between panes are no text. */
static void theme_load__is_readable__on_the_grounds_of_each_palette(void **unused)
{
	(void)unused;
	for (size_t p = 0; p < G_N_ELEMENTS(palettes); p++) {
		for (size_t d = 0; d < G_N_ELEMENTS(depths); d++) {
			const Theme theme = load(palettes[p].base, depths[d]);
			for (size_t i = 0; i < (size_t)STYLE_COUNT * GROUNDS; i++) {
				const Style *style = &theme.styles[i / GROUNDS];
				const uint32_t ground = palettes[p].grounds[i % GROUNDS];
				const double found =
					contrast(color_to_rgb(style->foreground, palettes[p].text),
						 color_to_rgb(style->background, ground));
				assert_false(style->is_dim);
				if (i / GROUNDS != STYLE_BORDER && found < READABLE)
					fail_msg("%s: %s on #%06x has a contrast of %.2f",
						 palettes[p].base,
						 theme_style_name((StyleId)(i / GROUNDS)), ground,
						 found);
			}
		}
	}
}

/* How eyes see light, by rows for red, green and blue: all of them, without red, without green (Machado and others, 2009). */
static const double eyes[][3][3] = {
	{ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	{ { 0.152286, 1.052583, -0.204868 },
	  { 0.114503, 0.786281, 0.099216 },
	  { -0.003882, -0.048116, 1.051998 } },
	{ { 0.367322, 0.860646, -0.227968 },
	  { 0.280085, 0.672501, 0.047413 },
	  { -0.011820, 0.042940, 0.968881 } },
};

typedef struct Seen {
	double lightness, a, b;
} Seen;

/* OKLab (Ottosson, 2020) of what such eyes see. */
static Seen see(uint32_t rgb, const double eye[3][3])
{
	const double light[] = { channel_light(rgb >> 16), channel_light(rgb >> 8),
				 channel_light(rgb) };
	double seen[3] = { 0 };
	for (int row = 0; row < 3; row++) {
		for (int column = 0; column < 3; column++)
			seen[row] += eye[row][column] * light[column];
		seen[row] = CLAMP(seen[row], 0, 1);
	}
	const double l =
		cbrt(0.4122214708 * seen[0] + 0.5363325363 * seen[1] + 0.0514459929 * seen[2]);
	const double m =
		cbrt(0.2119034982 * seen[0] + 0.6806995451 * seen[1] + 0.1073969566 * seen[2]);
	const double s =
		cbrt(0.0883024619 * seen[0] + 0.2817188376 * seen[1] + 0.6299787005 * seen[2]);
	return (Seen){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
		       1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
		       0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

static double distance(Seen x, Seen y)
{
	return sqrt(pow(x.lightness - y.lightness, 2) + pow(x.a - y.a, 2) + pow(x.b - y.b, 2));
}

static void theme_load__tells_states_apart__for_all_eyes(void **unused)
{
	static const StyleId states[] = { STYLE_OK, STYLE_WARNING, STYLE_URGENT, STYLE_WAITING,
					  STYLE_REFUSED };
	const size_t count = G_N_ELEMENTS(states);
	(void)unused;
	for (size_t p = 0; p < G_N_ELEMENTS(palettes); p++) {
		const Theme theme = load(palettes[p].base, COLORS_256);
		for (size_t i = 0; i < count * count * G_N_ELEMENTS(eyes); i++) {
			const StyleId one = states[i % count], other = states[i / count % count];
			const size_t eye = i / count / count;
			if (one >= other)
				continue;
			const double found = distance(
				see(color_to_rgb(theme.styles[one].foreground, 0), eyes[eye]),
				see(color_to_rgb(theme.styles[other].foreground, 0), eyes[eye]));
			if (found < APART)
				fail_msg("%s: %s and %s are %.3f apart for eyes of kind %zu",
					 palettes[p].base, theme_style_name(one),
					 theme_style_name(other), found, eye);
		}
	}
}

static void color_parse_answer__takes_what_terminals_say__or_nothing(void **unused)
{
	static const struct {
		const char *text;
		bool is_color;
		uint32_t rgb;
		Ground ground;
	} cases[] = {
		{ "rgb:1e1e/1e1e/1e1e", true, 0x1e1e1e, GROUND_DARK },
		{ "rgb:ff/ff/ff", true, 0xffffff, GROUND_LIGHT },
		{ "rgb:f/0/f", true, 0xff00ff, GROUND_DARK },
		{ "rgba:fdfd/f6f6/e3e3/ffff", true, 0xfdf6e3, GROUND_LIGHT },
		{ "rgb:000/2b0/360", true, 0x002b36, GROUND_DARK },
		{ "rgb:1e1e/1e1e", false, 0, GROUND_UNKNOWN },
		{ "rgb:1e1e/1e1e/1e1e/1e1e", false, 0, GROUND_UNKNOWN },
		{ "rgb:/1e1e/1e1e", false, 0, GROUND_UNKNOWN },
		{ "rgb:11111/0/0", false, 0, GROUND_UNKNOWN },
		{ "rgb:g/0/0", false, 0, GROUND_UNKNOWN },
		{ "rgb:+1/0/0", false, 0, GROUND_UNKNOWN },
		{ "#ffffff", false, 0, GROUND_UNKNOWN },
		{ "", false, 0, GROUND_UNKNOWN },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t rgb = 0;
		assert_int_equal(color_parse_answer(cases[i].text, &rgb), cases[i].is_color);
		assert_int_equal(rgb, cases[i].rgb);
		if (cases[i].is_color)
			assert_int_equal(color_ground(rgb), cases[i].ground);
	}
}

/* An explicit base wins; sixteen colors and fewer are the terminal's own. */
static void theme_load__takes_the_palette__of_ground_base_and_depth(void **unused)
{
	static const struct {
		const char *base;
		ColorDepth depth;
		Ground ground;
		bool is_asked;
		const char *ok;
	} cases[] = {
		{ NULL, COLORS_256, GROUND_UNKNOWN, true, "green" },
		{ NULL, COLORS_256, GROUND_DARK, true, "color85" },
		{ NULL, COLORS_TRUE, GROUND_LIGHT, true, "color22" },
		{ NULL, COLORS_16, GROUND_LIGHT, false, "green" },
		{ NULL, COLORS_NONE, GROUND_LIGHT, false, "default" },
		{ "default", COLORS_256, GROUND_LIGHT, true, "color22" },
		{ "dark", COLORS_256, GROUND_LIGHT, false, "color85" },
		{ "light", COLORS_256, GROUND_DARK, false, "color22" },
		{ "light", COLORS_8, GROUND_DARK, false, "green" },
		{ "high-contrast", COLORS_256, GROUND_LIGHT, false, "bright-green" },
		{ "monochrome", COLORS_256, GROUND_LIGHT, false, "default" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
		Settings settings = { .theme = keys };
		Theme theme;
		Color wanted;
		if (cases[i].base != NULL)
			g_hash_table_insert(keys, (gpointer) "base", (gpointer)cases[i].base);
		assert_true(theme_load(&settings, cases[i].depth, cases[i].ground, &theme, NULL));
		assert_int_equal(theme_depends_on_ground(&settings, cases[i].depth),
				 cases[i].is_asked);
		assert_true(color_parse(cases[i].ok, &wanted));
		assert_int_equal(theme.styles[STYLE_OK].foreground.kind, wanted.kind);
		assert_int_equal(theme.styles[STYLE_OK].foreground.index, wanted.index);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(theme_load__is_readable__on_the_grounds_of_each_palette),
		cmocka_unit_test(theme_load__tells_states_apart__for_all_eyes),
		cmocka_unit_test(color_parse_answer__takes_what_terminals_say__or_nothing),
		cmocka_unit_test(theme_load__takes_the_palette__of_ground_base_and_depth),
	};
	return cmocka_run_group_tests_name("color", tests, NULL, NULL);
}
