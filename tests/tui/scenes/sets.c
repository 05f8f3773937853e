/* The sets of the configuration, and the last look of one. */
#include "tests/tui/scenes/scenes.h"

static void show_sets(Desk *desk)
{
	desk_keys(desk, "M");
}

/* Reader on rg-payments is active already. */
static void show_last_look(Desk *desk)
{
	desk_keys(desk, "M enter tab");
	desk_type(desk, "INC0012345");
	desk_keys(desk, "enter");
}

const Scene sets_scenes[] = {
	{ "sets", show_sets, AT_80x24 | AT_40x12 },
	{ "sets-confirm", show_last_look, AT_80x24 },
	{ NULL },
};
