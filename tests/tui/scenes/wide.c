/* The question before all of a wide scope is taken. */
#include "tests/tui/scenes/scenes.h"

static void show_scopes_first(Desk *desk)
{
	pictures_select(desk, "User Access Administrator");
	desk_keys(desk, "a");
	pictures_answer(desk);
}

static void show_question(Desk *desk)
{
	show_scopes_first(desk);
	desk_keys(desk, "a");
	pictures_answer(desk);
}

static void show_question_counting(Desk *desk)
{
	show_scopes_first(desk);
	desk_keys(desk, "a");
}

static void show_all_marked(Desk *desk)
{
	pictures_select(desk, "User Access Administrator");
	desk_keys(desk, "* a");
	pictures_answer(desk);
}

const Scene wide_scenes[] = {
	{ "scope-first", show_scopes_first, AT_60x20 },
	{ "all-of-it", show_question, AT_40x12 | AT_60x20 },
	{ "all-of-it-counting", show_question_counting, AT_80x24 },
	{ "all-of-it-marked", show_all_marked, AT_80x24 },
	{ NULL },
};
