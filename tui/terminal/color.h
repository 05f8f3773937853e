/*
 * Colors as plain values: read from words, and brought down to what a terminal has.
 */
#ifndef MYROLES_TUI_TERMINAL_COLOR_H
#define MYROLES_TUI_TERMINAL_COLOR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

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

/* How many colors a terminal shows; NO_COLOR is COLORS_NONE. */
typedef enum { COLORS_NONE, COLORS_8, COLORS_16, COLORS_256, COLORS_TRUE } ColorDepth;

/* What the terminal writes on, as far as it told. */
typedef enum { GROUND_UNKNOWN, GROUND_DARK, GROUND_LIGHT } Ground;

/* The colors that have names, by their place in the palette; NULL behind the last. */
const char *color_name(size_t index);

/* That of a terminal which says that it has so many; COLORS_NONE below eight. */
ColorDepth color_depth(int colors);

/* "red", "bright-red", "default", "color208", "#rrggbb", "#rgb"; letter case ignored. False: none of these. */
bool color_parse(const char *word, Color *out);

/* The nearest color that `depth` has; COLOR_DEFAULT stays. */
Color color_reduce(Color color, ColorDepth depth);

/* As 0xRRGGBB, by xterm's palette; `fallback` for COLOR_DEFAULT. */
uint32_t color_to_rgb(Color color, uint32_t fallback);

/* Whether a background is nearer to black or to white. */
Ground color_ground(uint32_t rgb);

/*
 * What a terminal answers to OSC 11 ("rgb:1e1e/1e1e/1e1e", one to four digits each; xterm ctlseqs) as 0xRRGGBB. False: it is no
 * such color.
 */
bool color_parse_answer(const char *text, uint32_t *out);

#endif
