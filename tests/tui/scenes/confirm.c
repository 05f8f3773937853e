/* The last look before an activation is sent. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_confirm(Desk *desk)
{
	steps_fill_form(desk);
	desk_keys(desk, "enter");
}

const Scene confirm_scenes[] = {
	{ "confirm", show_confirm, AT_80x24 | AT_40x12 },
	{ NULL },
};
