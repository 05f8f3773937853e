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

/* The longest name of a role that the service takes, nearly. */
static void show_long(Desk *desk)
{
	pictures_load_account(desk);
	desk_event(desk, eligible_event(WORKLOAD_AZURE,
					make_eligible(WORKLOAD_AZURE,
						      "Kubernetes Fleet Manager Contributor for "
						      "Member Clusters of All Landing Zones X",
						      PICTURES_PAYMENTS, "rg-payments"),
					make_eligible(WORKLOAD_AZURE, "Reader", PICTURES_PAYMENTS,
						      "rg-payments"),
					NULL));
	pictures_answer(desk);
}

/* What covers a part of the words below the panes covers them. */
static void show_long_notice(Desk *desk)
{
	show_long(desk);
	desk_event(desk, notice_event(problem_new(PROBLEM_UNREACHABLE, "test",
						  "management.azure.com could not be reached: the "
						  "name is unknown.",
						  "Look at the network, then press R.")));
}

const Scene names_scenes[] = {
	{ "hostile", show_hostile, AT_80x24, .is_bare = true },
	{ "hostile-details", show_hostile_details, AT_80x24, .is_bare = true },
	{ "hostile-confirm", show_hostile_confirm, AT_80x24, .is_bare = true },
	{ "wide", show_wide, AT_80x24 | AT_40x12 | AT_120x40, .is_bare = true },
	{ "wide-ascii", show_wide, AT_80x24, .is_bare = true, .is_ascii = true },
	{ "long", show_long, AT_100x30 | AT_40x12, .is_bare = true },
	{ "long-notice", show_long_notice, AT_EACH, .is_bare = true },
	{ "many", show_many, AT_80x24 | AT_40x12, .is_bare = true },
	{ NULL },
};
