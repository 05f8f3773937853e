#include "tui/terminal/color.h"

#include <stdlib.h>
#include <string.h>

static const char *const color_names[] = {
	"black",        "red",           "green",       "yellow",         "blue",
	"magenta",      "cyan",          "white",       "bright-black",   "bright-red",
	"bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white",
};

const char *color_name(size_t index)
{
	return index < G_N_ELEMENTS(color_names) ? color_names[index] : NULL;
}

ColorDepth color_depth(int colors)
{
	if (colors < 8)
		return COLORS_NONE;
	if (colors < 16)
		return COLORS_8;
	if (colors < 256)
		return COLORS_16;
	return colors < 1 << 24 ? COLORS_256 : COLORS_TRUE;
}

/* xterm's first sixteen; the rest of the palette is arithmetic. */
static const uint32_t palette[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x1e60ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

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

bool color_parse(const char *word, Color *out)
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

Ground color_ground(uint32_t rgb)
{
	/* The luma of Rec. 601, of 255,000: near enough to tell paper from slate. */
	const uint32_t luma = 299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255);
	return luma < 127500 ? GROUND_DARK : GROUND_LIGHT;
}

/* One to four hexadecimal digits, scaled to 0 to 255. */
static bool parse_channel(const char *text, uint32_t *out)
{
	const size_t count = strlen(text);
	if (count < 1 || count > 4 || strspn(text, "0123456789abcdefABCDEF") != count)
		return false;
	const unsigned long most = (1UL << (4 * count)) - 1;
	*out = (uint32_t)((strtoul(text, NULL, 16) * 255 + most / 2) / most);
	return true;
}

bool color_parse_answer(const char *text, uint32_t *out)
{
	const bool has_alpha = g_str_has_prefix(text, "rgba:");
	if (!has_alpha && !g_str_has_prefix(text, "rgb:"))
		return false;
	g_auto(GStrv) parts = g_strsplit(strchr(text, ':') + 1, "/", 5);
	uint32_t red = 0, green = 0, blue = 0;
	if (g_strv_length(parts) != (has_alpha ? 4 : 3) || !parse_channel(parts[0], &red) ||
	    !parse_channel(parts[1], &green) || !parse_channel(parts[2], &blue))
		return false;
	*out = red << 16 | green << 8 | blue;
	return true;
}
