/* The notices so far. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_messages(Desk *desk)
{
	steps_end_soon(desk);
	desk_keys(desk, "m");
}

const Scene messages_scenes[] = {
	{ "messages", show_messages, AT_80x24 },
	{ NULL },
};
