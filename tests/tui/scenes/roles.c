/* The roles screen: both lists, a filter, marks. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_roles(Desk *desk)
{
	pictures_select(desk, "Contributor");
}

static void show_active(Desk *desk)
{
	desk_focus_on(desk, "active");
}

static void show_filter(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "/");
	desk_type(desk, "con");
	pictures_answer(desk);
}

static void show_nothing_fits(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "/");
	desk_type(desk, "zzz");
}

static void show_production(Desk *desk)
{
	Account *account = account_copy(desk_account(desk));
	account->guard = (AccountGuard){ .is_read_only = true, .is_production = true };
	desk_event(desk, account_event(account));
	pictures_select(desk, "Contributor");
}

const Scene roles_scenes[] = {
	{ "roles", show_roles, AT_ALL },
	{ "roles-ascii", show_roles, AT_80x24, .is_ascii = true, .has_styles = true },
	{ "active", show_active, AT_80x24 | AT_40x12, .has_styles = true },
	{ "production", show_production, AT_80x24, .has_styles = true },
	{ "urgent", steps_end_soon, AT_80x24, .has_styles = true },
	{ "filter", show_filter, AT_80x24 | AT_40x12, .has_styles = true },
	{ "nothing-fits", show_nothing_fits, AT_80x24 },
	{ "marks", steps_mark_three, AT_80x24 | AT_40x12, .has_styles = true },
	{ NULL },
};
