/* The approvals screen. */
#include "tests/tui/scenes/scenes.h"

static void show_approvals(Desk *desk)
{
	desk_keys(desk, "3");
}

const Scene approvals_scenes[] = {
	{ "approvals", show_approvals, AT_80x24 },
	{ NULL },
};
