/* The keys. */
#include "tests/tui/scenes/scenes.h"

static void show_help(Desk *desk)
{
	desk_keys(desk, "?");
}

const Scene help_scenes[] = {
	{ "help", show_help, AT_80x24 | AT_40x12 },
	{ NULL },
};
