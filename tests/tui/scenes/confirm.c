/* The last look before an activation is sent. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_confirm(Desk *desk)
{
	steps_fill_form(desk);
	desk_keys(desk, "enter");
}

/* An account that wants names typed, and a reason that says nothing. */
static void show_typed(Desk *desk)
{
	Account *account = account_copy(desk_account(desk));
	account->guard.is_typed = true;
	desk_event(desk, account_event(account));
	steps_fill_form(desk);
	desk_focus_on_field(desk, "reason");
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "admin access needed");
	desk_keys(desk, "enter enter");
	desk_type(desk, "contrib");
	desk_keys(desk, "enter");
}

const Scene confirm_scenes[] = {
	{ "confirm-typed", show_typed, AT_EACH | AT_40x12 },
	{ "confirm", show_confirm, AT_80x24 | AT_40x12 },
	{ NULL },
};
