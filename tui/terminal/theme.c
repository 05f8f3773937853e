#include "tui/terminal/theme.h"

#include <stddef.h>
#include <string.h>

#include "src/base/nearby.h"

G_DEFINE_QUARK(myroles - theme - error - quark, theme_error)

typedef enum {
	BASE_DEFAULT,
	BASE_DARK,
	BASE_LIGHT,
	BASE_HIGH_CONTRAST,
	BASE_MONOCHROME,
	BASE_COUNT
} Base;

static const char *const base_names[BASE_COUNT] = { "default", "dark", "light", "high-contrast",
						    "monochrome" };

/* What a base comes to on a terminal. */
typedef enum {
	PALETTE_OWN,
	PALETTE_DARK,
	PALETTE_LIGHT,
	PALETTE_HIGH,
	PALETTE_NONE,
	PALETTE_COUNT
} Palette;

typedef struct StyleRow {
	const char *name, *help;
	/*
	 * By palette: the terminal's own sixteen, whose owner knows what they stand on; fixed colors on dark and on light,
	 * readable (4.5 to 1 and more) and told apart without red or green; high contrast; attributes alone.
	 */
	const char *looks[PALETTE_COUNT];
} StyleRow;

/* Each look says the same without color: a sign, a word or an attribute goes with it. */
static const StyleRow style_rows[STYLE_COUNT] = {
	[STYLE_TEXT] = { "text", "everything without a style of its own", { "", "", "", "", "" } },
	[STYLE_DIM] = { "dim",
			"secondary columns, ids, what is fresh",
			{ "bright-black", "color246", "color242", "", "dim" } },
	[STYLE_TITLE] = { "title", "titles of panes", { "", "", "", "bold", "" } },
	[STYLE_HEADING] = { "heading",
			    "headings of columns",
			    { "bright-black", "color246", "color242", "underline", "dim" } },
	[STYLE_FOCUS] = { "focus",
			  "title of the focused pane",
			  { "bold cyan", "bold color123", "bold color23", "bold bright-yellow",
			    "bold reverse" } },
	[STYLE_SELECTED] = { "selected",
			     "the row that keys act on",
			     { "reverse", "bold color231 on color24", "bold color16 on color153",
			       "bold black on bright-white", "reverse" } },
	[STYLE_SELECTED_OTHER] = { "selected-other",
				   "the selected row of another pane",
				   { "bold", "bold", "bold", "bold underline", "bold" } },
	[STYLE_MARKED] = { "marked",
			   "rows marked for one activation",
			   { "bold cyan", "bold color123", "bold color23", "bold bright-cyan",
			     "bold" } },
	[STYLE_BORDER] = { "border",
			   "lines between panes",
			   { "bright-black", "color240", "color250", "white", "dim" } },
	[STYLE_HEADER] = { "header", "account and tenant", { "", "", "", "bold", "" } },
	[STYLE_PRODUCTION] = { "production",
			       "account and tenant where production=yes",
			       { "bold white on red", "bold color231 on color88",
				 "bold color231 on color124", "bold bright-white on red",
				 "bold reverse" } },
	[STYLE_TAB] = { "tab",
			"the open screen",
			{ "bold reverse", "bold reverse", "bold reverse",
			  "bold black on bright-yellow", "bold reverse" } },
	[STYLE_KEY] = { "key",
			"names of keys",
			{ "bold", "bold", "bold", "bold bright-yellow", "bold" } },
	[STYLE_OK] = { "ok",
		       "what runs, what was done",
		       { "green", "color85", "color22", "bold bright-green", "" } },
	[STYLE_WARNING] = { "warning",
			    "what ends soon, old data",
			    { "yellow", "color220", "color130", "bold bright-yellow", "bold" } },
	[STYLE_URGENT] = { "urgent",
			   "what ends now",
			   { "bold red", "bold color203", "bold color124",
			     "bold bright-white on red", "bold reverse" } },
	[STYLE_WAITING] = { "waiting",
			    "what waits for a decision or for its time",
			    { "blue", "color81", "color27", "bold bright-cyan", "underline" } },
	[STYLE_REFUSED] = { "refused",
			    "what was refused",
			    { "magenta", "color171", "color127", "bold bright-magenta", "bold" } },
	[STYLE_ERROR] = { "error",
			  "what failed, signed out",
			  { "bold red", "bold color203", "bold color124", "bold bright-red",
			    "bold" } },
	[STYLE_INPUT] = { "input",
			  "a text field",
			  { "underline", "underline", "underline", "underline", "underline" } },
	[STYLE_INPUT_FOCUS] = { "input-focus",
				"the text field that is typed into",
				{ "bold underline", "bold underline", "bold underline",
				  "bold black on bright-white", "bold underline" } },
	[STYLE_MATCH] = { "match",
			  "what a filter found",
			  { "bold underline", "bold underline", "bold underline",
			    "bold underline bright-yellow", "bold underline" } },
	[STYLE_BAR] = { "bar",
			"filled part of a bar",
			{ "green", "color85", "color22", "bright-green", "" } },
	[STYLE_QR] = { "qr",
		       "a QR code: dark on light, whatever the terminal's own colors are",
		       { "black on bright-white", "color16 on color231", "color16 on color231",
			 "black on bright-white", "reverse" } },
};

const char *theme_style_name(StyleId style)
{
	return style_rows[style].name;
}

const char *theme_style_help(StyleId style)
{
	return style_rows[style].help;
}

static const struct {
	const char *name;
	size_t offset; /* of a bool in Style */
} attributes[] = {
	{ "bold", offsetof(Style, is_bold) },
	{ "dim", offsetof(Style, is_dim) },
	{ "reverse", offsetof(Style, is_reverse) },
	{ "underline", offsetof(Style, is_underline) },
};

const char *theme_attribute_name(size_t index)
{
	return index < G_N_ELEMENTS(attributes) ? attributes[index].name : NULL;
}

const char *theme_base_name(size_t index)
{
	return index < BASE_COUNT ? base_names[index] : NULL;
}

static bool parse_attribute(const char *word, Style *style)
{
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++) {
		if (g_ascii_strcasecmp(word, attributes[i].name) == 0) {
			G_STRUCT_MEMBER(bool, style, attributes[i].offset) = true;
			return true;
		}
	}
	return false;
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
			if (!color_parse(color, &style.background))
				return fail_word(color, true, error);
			continue;
		}
		if (has_foreground || !color_parse(words[i], &style.foreground))
			return fail_word(words[i], false, error);
		has_foreground = true;
	}
	*out = style;
	return true;
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
		    "[theme] base=%s: expected default, dark, light, high-contrast or monochrome",
		    name);
	return false;
}

StyleId theme_find_style(const char *name)
{
	StyleId style = 0;
	while (style < STYLE_COUNT && g_ascii_strcasecmp(name, style_rows[style].name) != 0)
		style++;
	return style;
}

static void fail_style(const char *key, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_ptr_array_add(names, (gpointer) "base");
	for (StyleId i = 0; i < STYLE_COUNT; i++)
		g_ptr_array_add(names, (gpointer)style_rows[i].name);
	g_autofree char *hint = nearby_hint(key, names);
	g_ptr_array_add(names, NULL);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
	g_set_error(error, THEME_ERROR, THEME_ERROR_KEY,
		    "[theme] %s: no such style%s; expected one of %s", key, hint, all);
}

static bool apply_key(Theme *theme, const char *key, const char *value, GError **error)
{
	StyleId style = theme_find_style(key);
	if (style == STYLE_COUNT) {
		fail_style(key, error);
		return false;
	}
	if (theme_parse_style(value, &theme->styles[style], error))
		return true;
	g_prefix_error(error, "[theme] %s=%s: ", key, value);
	return false;
}

/* False: the base is none, and `error` says so. */
static bool base_of(const Settings *settings, Base *out, GError **error)
{
	GHashTable *keys = settings != NULL ? settings->theme : NULL;
	const char *name = keys != NULL ? g_hash_table_lookup(keys, "base") : NULL;
	*out = BASE_DEFAULT;
	return name == NULL || find_base(name, out, error);
}

static Palette palette_of(Base base, ColorDepth depth, Ground ground)
{
	if (depth == COLORS_NONE || base == BASE_MONOCHROME)
		return PALETTE_NONE;
	if (base == BASE_HIGH_CONTRAST)
		return PALETTE_HIGH;
	/* Fixed colors need more than sixteen; what they stand on is said or known, never guessed. */
	if (depth < COLORS_256)
		return PALETTE_OWN;
	if (base == BASE_LIGHT || (base == BASE_DEFAULT && ground == GROUND_LIGHT))
		return PALETTE_LIGHT;
	return base == BASE_DARK || ground == GROUND_DARK ? PALETTE_DARK : PALETTE_OWN;
}

bool theme_depends_on_ground(const Settings *settings, ColorDepth depth)
{
	Base base;
	return base_of(settings, &base, NULL) &&
	       palette_of(base, depth, GROUND_DARK) != palette_of(base, depth, GROUND_LIGHT);
}

static bool apply_keys(Theme *theme, GHashTable *keys, GError **error)
{
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, keys);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (!g_str_equal(key, "base") && !apply_key(theme, key, value, error))
			return false;
	return true;
}

bool theme_load(const Settings *settings, ColorDepth depth, Ground ground, Theme *out,
		GError **error)
{
	Base base;
	if (!base_of(settings, &base, error))
		return false;
	const Palette palette = palette_of(base, depth, ground);
	Theme theme = { .ground = palette == PALETTE_LIGHT ? GROUND_LIGHT : GROUND_DARK };
	for (StyleId i = 0; i < STYLE_COUNT; i++)
		if (!theme_parse_style(style_rows[i].looks[palette], &theme.styles[i], error))
			return false;
	if (settings != NULL && settings->theme != NULL &&
	    !apply_keys(&theme, settings->theme, error))
		return false;
	for (StyleId i = 0; i < STYLE_COUNT; i++)
		reduce_style(&theme.styles[i], depth);
	*out = theme;
	return true;
}
