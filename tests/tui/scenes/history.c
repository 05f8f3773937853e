/* The history. */
#include "tests/tui/scenes/scenes.h"

static void show_history(Desk *desk)
{
	desk_keys(desk, "4");
	pictures_answer(desk);
}

const Scene history_scenes[] = {
	{ "history", show_history, AT_ALL },
	{ NULL },
};
