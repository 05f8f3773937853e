/*
 * What each style looks like: a table of names, defaults for color, high contrast and one color, and the values of
 * [theme] in myroles.conf(5). Plain values; term.c turns them into what its terminal can do.
 */
#ifndef MYROLES_TUI_TERMINAL_THEME_H
#define MYROLES_TUI_TERMINAL_THEME_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/settings.h"
#include "tui/terminal/grid.h"

#define THEME_ERROR (theme_error_quark())
GQuark theme_error_quark(void);

typedef enum {
	THEME_ERROR_KEY = 1, /* no style of that name */
	THEME_ERROR_VALUE,   /* a value that is no color, attribute or base */
} ThemeError;

typedef enum {
	COLOR_DEFAULT, /* the terminal's own foreground or background */
	COLOR_INDEX, /* of the terminal's palette: 0-7, 8-15 bright, 16-255 the cube and the greys of xterm */
	COLOR_RGB,
} ColorKind;

typedef struct Color {
	ColorKind kind;
	uint8_t index;
	uint8_t red, green, blue;
} Color;

typedef struct Style {
	Color foreground, background;
	bool is_bold, is_dim, is_reverse, is_underline;
} Style;

typedef struct Theme {
	Style styles[STYLE_COUNT];
} Theme;

/* How many colors a terminal shows; NO_COLOR is COLORS_NONE. */
typedef enum { COLORS_NONE, COLORS_8, COLORS_16, COLORS_256, COLORS_TRUE } ColorDepth;

/* The name of a style in [theme] and the manual; and one line of what it is for. Static. */
const char *theme_style_name(StyleId style);
const char *theme_style_help(StyleId style);

/* "bold red on default", "#ff8800", "color208 underline": words in any order, a background after "on". */
bool theme_parse_style(const char *text, Style *out, GError **error);

/*
 * The theme for a terminal of `depth`: `base=` of [theme] (default, high-contrast, monochrome), then its other keys,
 * colors brought down to what the depth has. `settings` NULL: the defaults. With COLORS_NONE only attributes remain,
 * and the styles are those of the monochrome base. Errors: THEME_ERROR, naming group, key, value and what was expected.
 */
bool theme_load(const Settings *settings, ColorDepth depth, Theme *out, GError **error);

/* The nearest color that `depth` has; COLOR_DEFAULT stays. */
Color color_reduce(Color color, ColorDepth depth);

/* As 0xRRGGBB, by xterm's palette; `fallback` for COLOR_DEFAULT. */
uint32_t color_to_rgb(Color color, uint32_t fallback);

#endif
