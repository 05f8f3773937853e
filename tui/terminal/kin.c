#include "tui/terminal/kin.h"

#include <glib.h>

static const struct {
	const char *begin, *like;
} rows[] = {
	{ "xterm", "xterm-256color" },
	{ "alacritty", "xterm-256color" },
	{ "foot", "xterm-256color" },
	{ "wezterm", "xterm-256color" },
	{ "contour", "xterm-256color" },
	{ "ghostty", "xterm-256color" },
	{ "kitty", "xterm-256color" },
	{ "rio", "xterm-256color" },
	{ "iterm", "xterm-256color" },
	{ "mintty", "xterm-256color" },
	{ "konsole", "xterm-256color" },
	{ "vte", "xterm-256color" },
	{ "gnome", "xterm-256color" },
	{ "st-", "xterm-256color" },
	{ "rxvt", "xterm-256color" },
	{ "xterm", "xterm" },
	{ "tmux", "screen-256color" },
	{ "screen", "screen-256color" },
	{ "tmux", "screen" },
	{ "screen", "screen" },
};

const char *kin_of(const char *term, size_t number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_str_has_prefix(term, rows[i].begin) && number-- == 0)
			return rows[i].like;
	return NULL;
}
