/* The history. */
#include "tests/tui/scenes/scenes.h"

static void show_history(Desk *desk)
{
	desk_keys(desk, "4");
	pictures_answer(desk);
}

static void show_timeline(Desk *desk)
{
	show_history(desk);
	desk_keys(desk, "t");
}

static void show_year(Desk *desk)
{
	show_timeline(desk);
	desk_keys(desk, "- - - - - -");
}

static void show_totals(Desk *desk)
{
	show_history(desk);
	desk_keys(desk, "T");
}

static void show_unused(Desk *desk)
{
	show_totals(desk);
	desk_keys(desk, "T T T T");
}

static void show_period(Desk *desk)
{
	show_history(desk);
	desk_keys(desk, "space p");
	desk_type(desk, "this-month role:sg");
}

static void show_export(Desk *desk)
{
	show_history(desk);
	desk_keys(desk, "e enter");
	desk_written(desk, "/home/you/myroles-history.csv", "is there", true);
}

const Scene history_scenes[] = {
	{ "history", show_history, AT_ALL },           { "history-period", show_period, AT_EACH },
	{ "history-timeline", show_timeline, AT_ALL }, { "history-totals", show_totals, AT_ALL },
	{ "history-unused", show_unused, AT_EACH },    { "history-year", show_year, AT_ALL },
	{ "history-export", show_export, AT_EACH },    { NULL },
};
