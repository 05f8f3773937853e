/* The activate form, by what the policy asks. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_form_nothing(Desk *desk)
{
	desk_keys(desk, "/");
	desk_type(desk, "reader sub-dev"); /* not the one that is active */
	desk_keys(desk, "enter esc a");
	pictures_answer(desk);
}

static void show_form_active(Desk *desk)
{
	steps_open_form(desk, "Global Reader");
}

static void show_form_wrong(Desk *desk)
{
	steps_open_form(desk, "Contributor");
	desk_keys(desk, "enter");
}

/* The last activation once more: its reason stands dim in the field. */
static void show_form_again(Desk *desk)
{
	desk_keys(desk, ".");
	pictures_answer(desk);
}

static void show_form_generic(Desk *desk)
{
	steps_open_form(desk, "Contributor");
	desk_type(desk, "needed for work");
	desk_keys(desk, "tab");
}

const Scene form_scenes[] = {
	{ "form-again", show_form_again, AT_EACH, .has_styles = true },
	{ "form-generic", show_form_generic, AT_EACH },
	{ "form-all", steps_begin_form, AT_ALL },
	{ "form-nothing", show_form_nothing, AT_80x24 | AT_40x12 },
	{ "form-active", show_form_active, AT_80x24 },
	{ "form-wrong", show_form_wrong, AT_80x24 | AT_40x12 },
	{ "form-mixed", steps_open_mixed_form, AT_80x24 | AT_120x40 },
	{ NULL },
};
