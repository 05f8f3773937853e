/* What begins later and what has ended, below the eligible roles; and more time for one. */
#include "tests/tui/pictures-rows.h"
#include "tests/tui/scenes/scenes.h"

#define DAY INT64_C(86400)

static void show_dormant(Desk *desk)
{
	GPtrArray *rows = make_eligible_rows();
	Eligibility *ended = make_eligible(WORKLOAD_AZURE, "Owner", SUB_PROD, "sub-prod");
	ended->grant.member_type = MEMBER_DIRECT;
	ended->grant.start = desk_now(desk) - 91 * DAY;
	ended->grant.end = desk_now(desk) - DAY;
	g_ptr_array_add(rows, ended);
	Eligibility *later = make_eligible(WORKLOAD_AZURE, "Reader", SUB_PROD, "sub-prod");
	later->grant.start = desk_now(desk) + 2 * DAY;
	later->grant.end = desk_now(desk) + 9 * DAY;
	g_ptr_array_add(rows, later);
	pictures_load(desk);
	pictures_load_rows(desk, EVENT_DORMANT, WORKLOAD_AZURE, rows);
	pictures_answer(desk);
	desk_keys(desk, "tab tab");
}

static void show_question(Desk *desk)
{
	show_dormant(desk);
	desk_keys(desk, "E");
	desk_type(desk, "on call until spring");
}

static void show_generic(Desk *desk)
{
	show_dormant(desk);
	desk_keys(desk, "E");
	desk_type(desk, "needed");
}

static void show_unreasoned(Desk *desk)
{
	show_dormant(desk);
	desk_keys(desk, "enter enter");
}

const Scene dormant_scenes[] = {
	{ "dormant", show_dormant, AT_ALL },
	{ "dormant-renew", show_question, AT_ALL },
	{ "dormant-generic", show_generic, 0 },
	{ "dormant-unreasoned", show_unreasoned, AT_80x24 | AT_40x12 },
	{ NULL },
};
