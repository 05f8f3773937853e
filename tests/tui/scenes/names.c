/* Names and numbers of rows that no one would make up for a picture. */
#include "tests/tui/scenes/scenes.h"

static void show_hostile(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_names(desk, PICTURES_HOSTILE_NAMES);
	pictures_answer(desk);
}

static void show_hostile_details(Desk *desk)
{
	show_hostile(desk);
	desk_keys(desk, "down down i");
	pictures_answer(desk);
}

static void show_hostile_confirm(Desk *desk)
{
	show_hostile(desk);
	desk_keys(desk, "space down space down space down space a");
	pictures_answer(desk);
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "because");
	desk_keys(desk, "enter");
}

static void show_wide(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_names(desk, PICTURES_WIDE_NAMES);
	pictures_answer(desk);
}

static void show_many(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_many(desk, 10000);
	desk_keys(desk, "G up up page-up");
}

const Scene names_scenes[] = {
	{ "hostile", show_hostile, AT_80x24, .is_bare = true },
	{ "hostile-details", show_hostile_details, AT_80x24, .is_bare = true },
	{ "hostile-confirm", show_hostile_confirm, AT_80x24, .is_bare = true },
	{ "wide", show_wide, AT_80x24 | AT_40x12 | AT_120x40, .is_bare = true },
	{ "wide-ascii", show_wide, AT_80x24, .is_bare = true, .is_ascii = true },
	{ "many", show_many, AT_80x24 | AT_40x12, .is_bare = true },
	{ NULL },
};
