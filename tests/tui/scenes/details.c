/* All that is known of a row. */
#include "tests/tui/scenes/scenes.h"

static void show_details(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "i");
	pictures_answer(desk);
}

const Scene details_scenes[] = {
	{ "details", show_details, AT_ALL },
	{ NULL },
};
