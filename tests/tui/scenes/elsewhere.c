/* Roles of other accounts, as they were known last, below one's own. */
#include "src/model/elsewhere.h"
#include "tests/tui/pictures-rows.h"
#include "tests/tui/scenes/scenes.h"

static Elsewhere *held(Desk *desk, const char *role, int64_t left)
{
	g_autoptr(Account) account = make_account("oid-2", "b6d3e7a1-2c64-4f0b-9a51-77c0de9f1a02",
						  "you@fabrikam.com", "Fabrikam");
	Assignment *row = make_active(WORKLOAD_AZURE, role, SUB_DEV, "fabrikam-shop",
				      left > 0 ? desk_now(desk) + left : 0);
	return elsewhere_new("fabrikam", account, row, desk_now(desk) - 65 * 60);
}

static void show_elsewhere(Desk *desk)
{
	desk_keys(desk, "@");
	Event *event = event_new(EVENT_OTHERS, desk_intent(desk, INTENT_READ_OTHERS)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)elsewhere_free);
	g_ptr_array_add(event->rows, held(desk, "Contributor", 90 * 60));
	g_ptr_array_add(event->rows, held(desk, "Reader", 0));
	desk_event(desk, event);
	desk_focus_on(desk, "active");
	desk_keys(desk, "G up");
	desk_wait(desk, DESK_NOTICE_SECONDS);
}

static void show_refusal(Desk *desk)
{
	show_elsewhere(desk);
	desk_keys(desk, "D");
}

const Scene elsewhere_scenes[] = {
	{ "elsewhere", show_elsewhere, AT_ALL, .has_styles = true },
	{ "elsewhere-refused", show_refusal, AT_EACH },
	{ NULL },
};
