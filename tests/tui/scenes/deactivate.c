/* The question before a role is given back. */
#include "tests/tui/scenes/scenes.h"

static void show_deactivate(Desk *desk)
{
	desk_focus_on(desk, "active");
	desk_keys(desk, "D");
}

const Scene deactivate_scenes[] = {
	{ "deactivate", show_deactivate, AT_80x24 | AT_40x12 },
	{ NULL },
};
