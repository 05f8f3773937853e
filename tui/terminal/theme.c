#include "tui/terminal/theme.h"

#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK(myroles - theme - error - quark, theme_error)

typedef enum { BASE_DEFAULT, BASE_HIGH_CONTRAST, BASE_MONOCHROME, BASE_COUNT } Base;

static const char *const base_names[BASE_COUNT] = { "default", "high-contrast", "monochrome" };

typedef struct StyleRow {
	const char *name, *help;
	const char *looks[BASE_COUNT];
} StyleRow;

/* Each look says the same without color: a sign, a word or an attribute goes with it. */
static const StyleRow style_rows[STYLE_COUNT] = {
	[STYLE_TEXT] = { "text", "everything without a style of its own", { "", "", "" } },
	[STYLE_DIM] = { "dim", "secondary columns, ids", { "bright-black", "", "dim" } },
	[STYLE_TITLE] = { "title", "titles of panes", { "", "bold", "" } },
	[STYLE_FOCUS] = { "focus",
			  "title of the focused pane",
			  { "bold cyan", "bold bright-yellow", "bold reverse" } },
	[STYLE_SELECTED] = { "selected",
			     "the row that keys act on",
			     { "reverse", "bold black on bright-white", "reverse" } },
	[STYLE_SELECTED_OTHER] = { "selected-other",
				   "the selected row of another pane",
				   { "bold", "bold underline", "bold" } },
	[STYLE_MARKED] = { "marked",
			   "rows marked for one activation",
			   { "bold magenta", "bold bright-magenta", "bold" } },
	[STYLE_BORDER] = { "border", "lines between panes", { "bright-black", "white", "dim" } },
	[STYLE_HEADER] = { "header", "account and tenant", { "", "bold", "" } },
	[STYLE_TAB] = { "tab",
			"the open screen",
			{ "bold reverse", "bold black on bright-yellow", "bold reverse" } },
	[STYLE_KEY] = { "key", "names of keys", { "bold", "bold bright-yellow", "bold" } },
	[STYLE_OK] = { "ok", "active, fresh", { "green", "bold bright-green", "" } },
	[STYLE_WARNING] = { "warning",
			    "half an hour left, old data",
			    { "yellow", "bold bright-yellow", "bold" } },
	[STYLE_URGENT] = { "urgent",
			   "five minutes left",
			   { "bold red", "bold bright-white on red", "bold reverse" } },
	[STYLE_ERROR] = { "error", "refused, failed", { "bold red", "bold bright-red", "bold" } },
	[STYLE_INPUT] = { "input", "a text field", { "underline", "underline", "underline" } },
	[STYLE_INPUT_FOCUS] = { "input-focus",
				"the text field that is typed into",
				{ "bold underline", "bold black on bright-white",
				  "bold underline" } },
	[STYLE_MATCH] = { "match",
			  "what a filter found",
			  { "bold yellow", "bold underline bright-yellow", "bold underline" } },
	[STYLE_BAR] = { "bar", "filled part of a bar", { "green", "bright-green", "" } },
	[STYLE_QR] = { "qr",
		       "a QR code: dark on light, whatever the terminal's own colors are",
		       { "black on bright-white", "black on bright-white", "reverse" } },
};

static const char *const color_names[] = {
	"black",        "red",           "green",       "yellow",         "blue",
	"magenta",      "cyan",          "white",       "bright-black",   "bright-red",
	"bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white",
};

/* xterm's first sixteen; the rest of the palette is arithmetic. */
static const uint32_t palette[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x1e60ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

const char *theme_style_name(StyleId style)
{
	return style_rows[style].name;
}

const char *theme_style_help(StyleId style)
{
	return style_rows[style].help;
}

static bool parse_hex(const char *word, Color *out)
{
	const char *digits = word + 1;
	if (word[0] != '#')
		return false;
	const size_t count = strspn(digits, "0123456789abcdefABCDEF");
	if (digits[count] != '\0' || (count != 3 && count != 6))
		return false;
	unsigned long value = strtoul(digits, NULL, 16);
	if (count == 3)
		value = (value >> 8 & 15) * 0x110000 | (value >> 4 & 15) * 0x1100 |
			(value & 15) * 0x11;
	*out = (Color){ COLOR_RGB, 0, (uint8_t)(value >> 16), (uint8_t)(value >> 8),
			(uint8_t)value };
	return true;
}

static bool parse_color(const char *word, Color *out)
{
	if (g_ascii_strcasecmp(word, "default") == 0) {
		*out = (Color){ .kind = COLOR_DEFAULT };
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(color_names); i++) {
		if (g_ascii_strcasecmp(word, color_names[i]) == 0) {
			*out = (Color){ .kind = COLOR_INDEX, .index = (uint8_t)i };
			return true;
		}
	}
	guint64 index;
	if (g_ascii_strncasecmp(word, "color", 5) == 0 &&
	    g_ascii_string_to_unsigned(word + 5, 10, 0, 255, &index, NULL)) {
		*out = (Color){ .kind = COLOR_INDEX, .index = (uint8_t)index };
		return true;
	}
	return parse_hex(word, out);
}

static bool parse_attribute(const char *word, Style *style)
{
	if (g_ascii_strcasecmp(word, "bold") == 0)
		style->is_bold = true;
	else if (g_ascii_strcasecmp(word, "dim") == 0)
		style->is_dim = true;
	else if (g_ascii_strcasecmp(word, "reverse") == 0)
		style->is_reverse = true;
	else if (g_ascii_strcasecmp(word, "underline") == 0)
		style->is_underline = true;
	else
		return false;
	return true;
}

static bool fail_word(const char *word, bool is_background, GError **error)
{
	g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE,
		    "\"%s\" is not a color%s: expected %sdefault, black, red, green, yellow, blue, "
		    "magenta, cyan, white, bright-red and so on, color0 to color255, or #rrggbb",
		    word, is_background ? "" : " or attribute",
		    is_background ? "" : "bold, dim, reverse, underline, ");
	return false;
}

bool theme_parse_style(const char *text, Style *out, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
	Style style = { 0 };
	bool has_foreground = false;
	for (size_t i = 0; words[i] != NULL; i++) {
		if (!*words[i] || parse_attribute(words[i], &style))
			continue;
		if (g_ascii_strcasecmp(words[i], "on") == 0) {
			const char *color = words[i + 1] != NULL ? words[++i] : "";
			if (!parse_color(color, &style.background))
				return fail_word(color, true, error);
			continue;
		}
		if (has_foreground || !parse_color(words[i], &style.foreground))
			return fail_word(words[i], false, error);
		has_foreground = true;
	}
	*out = style;
	return true;
}

uint32_t color_to_rgb(Color color, uint32_t fallback)
{
	unsigned at = color.index;
	if (color.kind == COLOR_DEFAULT)
		return fallback;
	if (color.kind == COLOR_RGB)
		return (uint32_t)color.red << 16 | (uint32_t)color.green << 8 | color.blue;
	if (at < 16)
		return palette[at];
	if (at >= 232)
		return (8 + (at - 232) * 10) * 0x010101u;
	at -= 16;
	return (at / 36 ? at / 36 * 40 + 55 : 0) << 16 |
	       (at / 6 % 6 ? at / 6 % 6 * 40 + 55 : 0) << 8 | (at % 6 ? at % 6 * 40 + 55 : 0);
}

static int rgb_distance(uint32_t a, uint32_t b)
{
	int red = (int)(a >> 16 & 255) - (int)(b >> 16 & 255);
	int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
	int blue = (int)(a & 255) - (int)(b & 255);
	return 3 * red * red + 4 * green * green + 2 * blue * blue;
}

Color color_reduce(Color color, ColorDepth depth)
{
	static const int counts[] = {
		[COLORS_NONE] = 0, [COLORS_8] = 8, [COLORS_16] = 16, [COLORS_256] = 256
	};
	Color best = { .kind = COLOR_INDEX };
	uint32_t rgb = color_to_rgb(color, 0);
	int shortest = INT_MAX;
	if (depth == COLORS_NONE)
		return (Color){ .kind = COLOR_DEFAULT };
	if (color.kind == COLOR_DEFAULT || depth == COLORS_TRUE ||
	    (color.kind == COLOR_INDEX && color.index < counts[depth]))
		return color;
	if (color.kind == COLOR_INDEX && color.index < 16) {
		/* Black would be lost on a black terminal: grey becomes white. */
		best.index = color.index == 8 ? 7 : color.index & 7;
		return best;
	}
	/* A palette's first sixteen are the user's own: with 256 the fixed ones are nearer to what was meant. */
	for (int i = depth == COLORS_256 ? 16 : 0; i < counts[depth]; i++) {
		Color candidate = { .kind = COLOR_INDEX, .index = (uint8_t)i };
		int distance = rgb_distance(rgb, color_to_rgb(candidate, 0));
		if (distance < shortest) {
			shortest = distance;
			best = candidate;
		}
	}
	return best;
}

static void reduce_style(Style *style, ColorDepth depth)
{
	bool was_bright = style->foreground.kind == COLOR_INDEX && style->foreground.index > 8 &&
			  style->foreground.index < 16;
	if (depth == COLORS_8 && was_bright)
		style->is_bold = true;
	style->foreground = color_reduce(style->foreground, depth);
	style->background = color_reduce(style->background, depth);
}

static bool find_base(const char *name, Base *out, GError **error)
{
	for (Base base = 0; base < BASE_COUNT; base++) {
		if (g_ascii_strcasecmp(name, base_names[base]) == 0) {
			*out = base;
			return true;
		}
	}
	g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE,
		    "[theme] base=%s: expected default, high-contrast or monochrome", name);
	return false;
}

static StyleId find_style(const char *name)
{
	StyleId style = 0;
	while (style < STYLE_COUNT && g_ascii_strcasecmp(name, style_rows[style].name) != 0)
		style++;
	return style;
}

static bool apply_key(Theme *theme, const char *key, const char *value, GError **error)
{
	StyleId style = find_style(key);
	if (style == STYLE_COUNT) {
		g_autoptr(GString) names = g_string_new("base");
		for (StyleId i = 0; i < STYLE_COUNT; i++)
			g_string_append_printf(names, ", %s", style_rows[i].name);
		g_set_error(error, THEME_ERROR, THEME_ERROR_KEY,
			    "[theme] %s: no such style; expected one of %s", key, names->str);
		return false;
	}
	if (theme_parse_style(value, &theme->styles[style], error))
		return true;
	g_prefix_error(error, "[theme] %s=%s: ", key, value);
	return false;
}

bool theme_load(const Settings *settings, ColorDepth depth, Theme *out, GError **error)
{
	GHashTable *keys = settings != NULL ? settings->theme : NULL;
	const char *name = keys != NULL ? g_hash_table_lookup(keys, "base") : NULL;
	Base base = BASE_DEFAULT;
	if (name != NULL && !find_base(name, &base, error))
		return false;
	if (depth == COLORS_NONE)
		base = BASE_MONOCHROME;
	Theme theme = { 0 };
	for (StyleId i = 0; i < STYLE_COUNT; i++)
		if (!theme_parse_style(style_rows[i].looks[base], &theme.styles[i], error))
			return false;
	if (keys != NULL) {
		GHashTableIter iter;
		gpointer key, value;
		g_hash_table_iter_init(&iter, keys);
		while (g_hash_table_iter_next(&iter, &key, &value))
			if (!g_str_equal(key, "base") && !apply_key(&theme, key, value, error))
				return false;
	}
	for (StyleId i = 0; i < STYLE_COUNT; i++)
		reduce_style(&theme.styles[i], depth);
	*out = theme;
	return true;
}
