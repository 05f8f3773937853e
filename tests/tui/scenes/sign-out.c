/* The question before signing out. */
#include "tests/tui/scenes/scenes.h"

static void show_sign_out(Desk *desk)
{
	desk_keys(desk, ":");
	desk_type(desk, "sign out");
	desk_keys(desk, "enter");
}

const Scene sign_out_scenes[] = {
	{ "sign-out", show_sign_out, AT_80x24 | AT_40x12 },
	{ NULL },
};
