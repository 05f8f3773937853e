/* The sets of the configuration, and the last look of one. */
#include "tests/tui/scenes/scenes.h"

static void show_sets(Desk *desk)
{
	desk_keys(desk, "M");
}

/* Reader on rg-payments is active already. */
static void show_last_look(Desk *desk)
{
	desk_keys(desk, "M enter tab");
	desk_type(desk, "INC0012345");
	desk_keys(desk, "enter");
}

/* Looked at beforehand: what is active, what the service takes, what it refuses. */
static void rehearse(Desk *desk)
{
	desk_keys(desk, "M r");
	pictures_answer(desk);
}

static void show_rehearsal(Desk *desk)
{
	rehearse(desk);
	desk_keys(desk, "r");
	for (;;) {
		const Intent *intent = desk_next_intent(desk);
		if (intent == NULL)
			return;
		if (intent->kind != INTENT_CHECK)
			continue;
		const Activation *trial = intent->activations->pdata[0];
		const bool is_owner = g_strcmp0(trial->eligibility->grant.role.name, "Owner") == 0;
		Event *event = event_new(EVENT_CHECKED, intent->id);
		event->eligibility_id = g_strdup(trial->eligibility->grant.id);
		if (is_owner)
			event->problem = problem_new(PROBLEM_REFUSED, "ExpirationRule",
						     "Refused: the service takes at most 15m.",
						     "Change the duration and try again.");
		desk_event(desk, event);
	}
}

/* Before the lists are there nothing is clear. */
static void rehearse_early(Desk *desk)
{
	desk_keys(desk, "M r enter");
}

const Scene sets_scenes[] = {
	{ "rehearsal", show_rehearsal, AT_60x20 },
	{ "rehearsal-asking", rehearse },
	{ "rehearsal-unclear", rehearse_early, .is_bare = true },
	{ "sets", show_sets, AT_80x24 | AT_40x12 },
	{ "sets-confirm", show_last_look, AT_80x24 },
	{ NULL },
};
