/* What programs ask for. */
#include "tests/tui/scenes/scenes.h"

static void propose(Desk *desk)
{
	const Eligibility *row = desk_selected(desk);
	desk_propose(desk, 1, row->grant.id, row->grant.scope.id);
}

static void show_banner(Desk *desk)
{
	propose(desk);
}

static void show_proposal(Desk *desk)
{
	propose(desk);
	desk_keys(desk, "I");
}

static void show_refusal(Desk *desk)
{
	show_proposal(desk);
	desk_keys(desk, "x");
	desk_type(desk, "not on a Friday");
}

const Scene proposals_scenes[] = {
	{ "proposals", show_banner, 0 },
	{ "proposals-open", show_proposal, AT_40x12 | AT_60x20 },
	{ "proposals-refuse", show_refusal, AT_40x12 },
	{ NULL },
};
