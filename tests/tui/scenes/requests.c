/* The requests screen. */
#include "tests/tui/scenes/scenes.h"

static void show_requests(Desk *desk)
{
	desk_keys(desk, "2");
}

const Scene requests_scenes[] = {
	{ "requests", show_requests, AT_80x24 },
	{ NULL },
};
