#include "tests/tui/scenes/steps.h"

#include "tests/tui/pictures.h"

void steps_end_soon(Desk *desk)
{
	desk_focus_on(desk, "active");
	for (int i = 0; i < 27; i++)
		desk_wait(desk, 10);
}

void steps_mark_three(Desk *desk)
{
	pictures_select(desk, "Owner");
	desk_keys(desk, "space");
	pictures_select(desk, "Contributor");
	desk_keys(desk, "space");
	pictures_select(desk, "Global Reader");
	desk_keys(desk, "space");
	pictures_answer(desk);
}

void steps_open_form(Desk *desk, const char *role)
{
	pictures_select(desk, role);
	desk_open_form(desk);
	pictures_answer(desk);
}

void steps_begin_form(Desk *desk)
{
	steps_open_form(desk, "Contributor");
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "deploy hotfix 4711");
}

void steps_fill_form(Desk *desk)
{
	steps_begin_form(desk);
	desk_focus_on_field(desk, "ticket");
	desk_type(desk, "INC0012345");
	desk_focus_on_field(desk, "in");
	desk_type(desk, "ServiceNow");
}

void steps_open_mixed_form(Desk *desk)
{
	steps_mark_three(desk);
	desk_open_form(desk);
	pictures_answer(desk);
}
