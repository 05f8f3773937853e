/* Update scripts of what a person sets or repeats: views, confirmations that are typed, the last activation once more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

static void add_view(Settings *settings, const ViewSettings *view)
{
	g_ptr_array_add(settings->views, view_settings_copy(view));
}

static Desk *with_views(void)
{
	g_autoptr(Settings) settings = settings_new();
	add_view(settings,
		 &(ViewSettings){ .name = (char *)"active", .columns = (char *)"left,role" });
	add_view(settings, &(ViewSettings){ .name = (char *)"owners",
					    .list = (char *)"eligible",
					    .filter = (char *)"owner",
					    .sort = (char *)"scope",
					    .columns = (char *)"at, role" });
	Desk *desk = desk_start(&(DeskStart){ .columns = 120, .rows = 30, .settings = settings });
	desk_load(desk);
	return desk;
}

static bool shows(Desk *desk, const char *text)
{
	g_autofree char *screen = desk_screen_text(desk);
	return strstr(screen, text) != NULL;
}

static void view__of_a_lists_name__is_how_it_begins(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_views();

	assert_true(shows(desk, " LEFT ROLE"));
	assert_true(shows(desk, "ROLE                  AT"));
}

static void view__is_chosen_by_a_key__and_undone(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_views();
	desk_keys(desk, "2 V");
	assert_string_equal(desk_dialog(desk), "Views");
	desk_keys(desk, "down enter");
	assert_string_equal(desk_screen(desk), "Roles");
	assert_string_equal(desk_focus(desk), "eligible");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	assert_string_equal(desk_selected_role(desk), "Owner");

	assert_true(shows(desk, "AT                             ROLE"));
	desk_keys(desk, "V end enter");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_false(shows(desk, "AT                             ROLE"));
}

static void views__say_that_there_are_none(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	assert_non_null(desk_reason(desk, "views"));
}

static Desk *at_typed(void)
{
	Desk *desk = desk_at_form(8 * HOUR, false);
	Account *account = account_copy(desk_account(desk));
	account->guard.is_typed = true;
	desk_event(desk, account_event(account));
	desk_keys(desk, "enter enter");
	assert_string_equal(desk_dialog(desk), "Type it");
	return desk;
}

static void typed__sends_nothing__for_another_name(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_typed();
	desk_keys(desk, "enter");
	desk_type(desk, "owner");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Type it");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	desk_keys(desk, "esc");
	assert_string_equal(desk_dialog(desk), "Activate?");
}

static void typed__sends__for_the_name(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_typed();
	desk_type(desk, " contributor ");
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
	assert_string_equal(desk_dialog(desk), "Outcome");
}

/* What changed while the name was typed stands on screen before anything is sent. */
static void typed__sends_nothing__when_the_policy_changed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_typed();
	desk_type(desk, "contributor");
	desk_event(desk, policy_event(desk_selected(desk), MG, make_policy(HOUR, true, true)));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(view__of_a_lists_name__is_how_it_begins),
		cmocka_unit_test(view__is_chosen_by_a_key__and_undone),
		cmocka_unit_test(views__say_that_there_are_none),
		cmocka_unit_test(typed__sends_nothing__for_another_name),
		cmocka_unit_test(typed__sends__for_the_name),
		cmocka_unit_test(typed__sends_nothing__when_the_policy_changed),
	};
	return cmocka_run_group_tests_name("taste", tests, NULL, NULL);
}
