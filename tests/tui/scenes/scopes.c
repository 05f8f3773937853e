/* The pane of scopes on the roles screen. */
#include "tests/tui/scenes/scenes.h"

static void show_scopes(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_focus_on(desk, "scope");
	pictures_answer(desk);
	desk_keys(desk, "g right");
	pictures_answer(desk);
	desk_keys(desk, "right");
	pictures_answer(desk);
	desk_keys(desk, "down");
}

static void show_scope_filter(Desk *desk)
{
	show_scopes(desk);
	desk_keys(desk, "/");
	pictures_answer(desk);
	desk_type(desk, "rg-e");
	pictures_answer(desk);
}

const Scene scopes_scenes[] = {
	{ "scopes", show_scopes, AT_ALL },
	{ "scope-filter", show_scope_filter, AT_80x24 | AT_40x12, .has_styles = true },
	{ NULL },
};
