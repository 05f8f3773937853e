#include "tui/terminal/dialect.h"

#include <string.h>

#include "tui/terminal/sgr.h"

/* Whether the terminal speaks as the painter does. What it cannot show it may lack. */
static bool speaks_plainly(ColorDepth depth, const Terminfo *terminfo)
{
	static const struct {
		const char *name, *value;
		bool may_lack;
	} words[] = {
		{ "cup", "\033[%i%p1%d;%p2%dH", false },
		{ "csr", "\033[%i%p1%d;%p2%dr", false },
		{ "cuf", "\033[%p1%dC", false },
		{ "ech", "\033[%p1%dX", true },
		{ "el", "\033[K", false },
		{ "cr", "\r", false },
		{ "ind", "\n", false },
		{ "ri", "\033M", false },
		{ "bold", "\033[1m", true },
		{ "dim", "\033[2m", true },
		{ "smul", "\033[4m", true },
		{ "rev", "\033[7m", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *value = terminfo->text(words[i].name);
		if (value == NULL ? !words[i].may_lack : strcmp(value, words[i].value) != 0)
			return false;
	}
	const char *color = terminfo->foreground(1);
	const bool has_color = color != NULL && g_str_has_prefix(color, "\033[3");
	/* Behind the last column the cursor waits: the corner can be written. */
	return terminfo->flag("am") && terminfo->flag("xenl") && terminfo->number("xmc") < 0 &&
	       (depth == COLORS_NONE || has_color);
}

/* Where there are no palettes, their colors are what xterm has. */
static Color painted_color(Color color, ColorDepth depth)
{
	if (color.kind != COLOR_INDEX || color.index < 8 || depth != COLORS_TRUE)
		return color;
	const uint32_t number = color_to_rgb(color, 0);
	return (Color){ .kind = COLOR_RGB,
			.red = (uint8_t)(number >> 16),
			.green = (uint8_t)(number >> 8),
			.blue = (uint8_t)number };
}

/* As ncurses draws it, which gives up attributes that the terminal cannot have with a color (no_color_video of terminfo(5)). */
static Style painted_style(const Style *style, ColorDepth depth, const Terminfo *terminfo)
{
	const int clash = depth != COLORS_NONE ? MAX(terminfo->number("ncv"), 0) : 0;
	return (Style){
		.foreground = painted_color(style->foreground, depth),
		.background = painted_color(style->background, depth),
		.is_bold = style->is_bold && terminfo->text("bold") != NULL && !(clash & 32),
		.is_dim = style->is_dim && terminfo->text("dim") != NULL && !(clash & 16),
		.is_reverse = style->is_reverse && !(clash & 4),
		.is_underline =
			style->is_underline && terminfo->text("smul") != NULL && !(clash & 2),
	};
}

bool dialect_prepare(Painter *painter, const Theme *theme, ColorDepth depth,
		     const Terminfo *terminfo)
{
	painter->can_erase = terminfo->text("ech") != NULL;
	for (StyleId id = 0; id < STYLE_COUNT; id++) {
		const Style style = painted_style(&theme->styles[id], depth, terminfo);
		const bool is_solid = style.is_reverse || style.is_underline ||
				      style.background.kind != COLOR_DEFAULT;
		g_autofree char *parameters = style_to_sgr_parameters(&style);
		painter_set_pen(painter, id, parameters, is_solid);
	}
	return speaks_plainly(depth, terminfo);
}
