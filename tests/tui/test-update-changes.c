/* What changed: told until it is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/change.h"
#include "tests/tui/desk.h"

static void tell(Desk *desk, int count)
{
	Event *event = event_new(EVENT_CHANGES, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	for (int i = 0; i < count; i++) {
		const Grant grant = { .role = { .name = (char *)"Backup Operator" },
				      .scope = { .name = (char *)"rg-data" } };
		Change *change = change_new(CHANGE_NEW, &grant, desk_now(desk));
		change->number = 40 + i;
		g_ptr_array_add(event->rows, change);
	}
	desk_event(desk, event);
}

static bool shows(Desk *desk, const char *words)
{
	g_autofree char *text = desk_screen_text(desk);
	return strstr(text, words) != NULL;
}

static void banner__stays__until_the_list_was_opened(void **state)
{
	g_autoptr(Desk) desk = desk_new(80, 24);
	(void)state;
	desk_load(desk);
	assert_string_equal(desk_reason(desk, "changes"),
			    "Nothing has changed since you looked last.");
	tell(desk, 2);
	desk_wait(desk, 2 * DESK_NOTICE_SECONDS);
	assert_true(shows(desk, "2 changes (C): 2 new"));
	desk_keys(desk, "C");
	assert_string_equal(desk_dialog(desk), "What changed");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Backup Operator on rg-data is new."));
	assert_int_equal(desk_intent(desk, INTENT_SEE_CHANGES)->number, 41);
	/* What it shows stays, whatever is told meanwhile. */
	tell(desk, 0);
	g_autofree char *again = desk_dialog_text(desk);
	assert_string_equal(again, text);
	desk_keys(desk, "esc");
	assert_false(shows(desk, "change"));
}

static void banner__goes__with_the_account(void **state)
{
	g_autoptr(Desk) desk = desk_new(80, 24);
	(void)state;
	desk_load(desk);
	tell(desk, 1);
	assert_true(shows(desk, "1 change (C): 1 new"));
	desk_event(desk,
		   account_event(make_account("other", "t2", "ann@fabrikam.com", "Fabrikam")));
	assert_false(shows(desk, "1 change"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(banner__stays__until_the_list_was_opened),
		cmocka_unit_test(banner__goes__with_the_account),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
