/*
 * What each style looks like: a table of names and of looks by palette, and the values of [theme] in myroles.conf(5).
 * Plain values; term.c turns them into what its terminal can do.
 */
#ifndef MYROLES_TUI_TERMINAL_THEME_H
#define MYROLES_TUI_TERMINAL_THEME_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/settings.h"
#include "tui/terminal/color.h"
#include "tui/terminal/grid.h"

#define THEME_ERROR (theme_error_quark())
GQuark theme_error_quark(void);

typedef enum {
	THEME_ERROR_KEY = 1, /* no style of that name */
	THEME_ERROR_VALUE,   /* a value that is no color, attribute or base */
} ThemeError;

typedef struct Style {
	Color foreground, background;
	bool is_bold, is_dim, is_reverse, is_underline;
} Style;

typedef struct Theme {
	Style styles[STYLE_COUNT];
	Ground ground; /* what its colors are made for; dark where they are the terminal's own */
} Theme;

/* The name of a style in [theme] and the manual; and one line of what it is for. Static. */
const char *theme_style_name(StyleId style);
const char *theme_style_help(StyleId style);

/* STYLE_COUNT: there is none of that name. */
StyleId theme_find_style(const char *name);

/* What `base=` may be, and the attributes of a style, in the order of the manual; NULL behind the last. */
const char *theme_base_name(size_t index);
const char *theme_attribute_name(size_t index);

/* "bold red on default", "#ff8800", "color208 underline": words in any order, a background after "on". */
bool theme_parse_style(const char *text, Style *out, GError **error);

/*
 * The theme for a terminal of `depth` that writes on `ground`: `base=` of [theme], then its other keys, colors brought down to
 * what the depth has. The default base takes the palette made for the ground; while that is unknown, and on terminals of sixteen
 * colors and fewer, the terminal's own colors. A base that is named wins. `settings` NULL: the defaults. With COLORS_NONE only
 * attributes remain, and the styles are those of the monochrome base. Errors: THEME_ERROR, naming group, key, value and what
 * was expected.
 */
bool theme_load(const Settings *settings, ColorDepth depth, Ground ground, Theme *out,
		GError **error);

/* Whether it is worth to ask the terminal what it writes on. */
bool theme_depends_on_ground(const Settings *settings, ColorDepth depth);

#endif
