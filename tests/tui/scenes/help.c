/* The keys, and those that fit what was typed. */
#include "tests/tui/scenes/scenes.h"

static void show_help(Desk *desk)
{
	desk_keys(desk, "?");
}

static void show_help_filter(Desk *desk)
{
	desk_keys(desk, "?");
	desk_type(desk, "copy");
}

const Scene help_scenes[] = {
	{ "help", show_help, AT_80x24 | AT_40x12 },
	{ "help-filter", show_help_filter, AT_80x24 },
	{ NULL },
};
