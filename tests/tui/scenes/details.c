/* All that is known of a row. */
#include "tests/tui/scenes/scenes.h"

static void show_details(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "i");
	pictures_answer(desk);
}

/* Of Azure all three can be on; of the directory nobody can ask whether it counts. */
static void show_lamps(Desk *desk, const char *role, Light effective, const char *why)
{
	desk_focus_on(desk, "active");
	desk_keys(desk, "g");
	if (g_str_equal(role, "Global Reader"))
		desk_keys(desk, "down");
	desk_keys(desk, "i");
	pictures_answer(desk);
	Event *event = event_new(EVENT_TRUTH, desk_intent(desk, INTENT_PROBE)->id);
	event->is_complete = true;
	event->truth = truth_new();
	truth_set(event->truth, LAMP_GRANTED, LIGHT_ON, NULL);
	truth_set(event->truth, LAMP_LISTED, LIGHT_ON, NULL);
	truth_set(event->truth, LAMP_EFFECTIVE, effective, why);
	desk_event(desk, event);
}

static void show_lamps_on(Desk *desk)
{
	show_lamps(desk, "Reader", LIGHT_ON, NULL);
}

static void show_lamps_unknown(Desk *desk)
{
	show_lamps(desk, "Global Reader", LIGHT_UNKNOWN,
		   "Whether it counts yet cannot be asked of directory roles and groups.");
}

static void show_lamps_asking(Desk *desk)
{
	desk_focus_on(desk, "active");
	desk_keys(desk, "g i");
	pictures_answer(desk);
}

const Scene details_scenes[] = {
	{ "details", show_details, AT_ALL },
	{ "lamps", show_lamps_on, AT_80x24, .has_styles = true },
	{ "lamps-asking", show_lamps_asking, AT_80x24 },
	{ "lamps-unknown", show_lamps_unknown, AT_80x24 | AT_40x12 },
	{ NULL },
};
