/* All actions. */
#include "tests/tui/scenes/scenes.h"

static void show_palette(Desk *desk)
{
	desk_keys(desk, ":");
}

static void show_palette_filter(Desk *desk)
{
	desk_keys(desk, ":");
	desk_type(desk, "act");
}

const Scene palette_scenes[] = {
	{ "palette", show_palette, AT_80x24 | AT_40x12 },
	{ "palette-filter", show_palette_filter, AT_80x24 },
	{ NULL },
};
