/* Update scripts of the list of accounts: changing over, entering, adding, signing out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/elsewhere.h"
#include "tests/tui/desk.h"

#define ME       "99999999-0000-4000-8000-000000000001"
#define OMAR     "99999999-0000-4000-8000-000000000002"
#define FABRIKAM "99999999-1111-4000-8000-000000000000"

/* With these in the list: the one in use, another, a tenant to enter, and a name without anybody. */
static void open_accounts(Desk *desk)
{
	desk_keys(desk, "A");
	desk_event(
		desk,
		accounts_event(
			desk,
			make_known_account("work", "you@contoso.com", ME, FABRIKAM, "Fabrikam"),
			make_known_account("work", "omar@fabrikam.com", OMAR, FABRIKAM, "Fabrikam"),
			make_known_account("work", "you@contoso.com", NULL, FABRIKAM, "Fabrikam"),
			make_known_account("lab", NULL, NULL, NULL, NULL), NULL));
}

static Desk *at_accounts(void)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	open_accounts(desk);
	return desk;
}

static void accounts__are_listed__with_the_one_in_use(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	g_autofree char *text = desk_dialog_text(desk);
	assert_true(desk_intent(desk, INTENT_LIST_ACCOUNTS)->is_deep);
	assert_non_null(strstr(text, "> you@contoso.com"));
	assert_non_null(strstr(text, "account work, in use"));
	assert_non_null(strstr(text, "account work, not signed in there yet"));
	assert_non_null(strstr(text, "nobody is signed in"));
	assert_null(strstr(text, "Asking for other tenants"));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_USE_ACCOUNT), 0);
	assert_non_null(strstr(desk_notice(desk), "in use"));
}

static Event *used(Desk *desk, const Account *account)
{
	Event *event = event_new(EVENT_USED, desk_intent(desk, INTENT_USE_ACCOUNT)->id);
	event->account = account_copy(account);
	event->portal = g_strdup("https://portal.azure.us");
	return event;
}

static void account__is_changed__by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	desk_keys(desk, "down enter");
	const Intent *intent = desk_intent(desk, INTENT_USE_ACCOUNT);
	assert_string_equal(intent->name, "work");
	assert_string_equal(intent->account->upn, "omar@fabrikam.com");
	assert_null(desk_dialog(desk));
	desk_event(desk, account_event(account_copy(intent->account)));
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	desk_event(desk, used(desk, intent->account));
	assert_string_equal(desk_notice(desk), "In use: omar@fabrikam.com in Fabrikam.");
	assert_string_equal(desk_portal(desk), "https://portal.azure.us");
}

static void account__is_not_changed__while_requests_are_on_their_way(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	desk_keys(desk, "esc");
	open_accounts(desk);
	desk_keys(desk, "down enter");
	assert_int_equal(desk_count_intents(desk, INTENT_USE_ACCOUNT), 0);
	assert_non_null(strstr(desk_notice(desk), "on their way"));
}

/* One's own accounts are chosen by sight, in a list. */
static void person__is_changed__in_the_demo_alone(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "P");
	assert_int_equal(desk_count_intents(desk, INTENT_USE_ACCOUNT), 0);
	assert_non_null(strstr(desk_notice(desk), "Only the demo"));
}

static void account__failure_is_told__and_the_lists_come_again(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	desk_keys(desk, "end enter");
	const Intent *intent = desk_intent(desk, INTENT_USE_ACCOUNT);
	assert_string_equal(intent->name, "lab");
	assert_null(intent->account);
	Event *event = used(desk, desk_account(desk));
	event->problem =
		problem_new(PROBLEM_USAGE, "configuration", "There is no [cloud lab].", "Mend it.");
	desk_event(desk, event);
	assert_non_null(
		strstr(desk_notice(desk), "Not changed: There is no [cloud lab]. Mend it."));
}

static void tenant__is_entered__by_a_sign_in_there(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	desk_keys(desk, "down down enter");
	const Intent *intent = desk_intent(desk, INTENT_SIGN_IN);
	assert_string_equal(intent->account->tid, FABRIKAM);
	assert_false(intent->is_new);
	assert_string_equal(desk_dialog(desk), "Sign in");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Tenant Fabrikam"));
	desk_keys(desk, "c"); /* by code instead: at the same place */
	assert_string_equal(desk_intent(desk, INTENT_SIGN_IN)->account->tid, FABRIKAM);
}

static void account__is_added__by_a_sign_in_as_anybody(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	desk_keys(desk, "n");
	assert_true(desk_intent(desk, INTENT_SIGN_IN)->is_new);
	assert_null(desk_intent(desk, INTENT_SIGN_IN)->account);
}

static void account__is_signed_out__after_a_question(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_accounts();
	desk_keys(desk, "down x");
	assert_string_equal(desk_dialog(desk), "Sign out?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "omar@fabrikam.com in Fabrikam"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_intent(desk, INTENT_SIGN_OUT)->account->upn, "omar@fabrikam.com");
}

static void tell_others(Desk *desk, Elsewhere *first)
{
	Event *event = event_new(EVENT_OTHERS, desk_intent(desk, INTENT_READ_OTHERS)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)elsewhere_free);
	if (first != NULL)
		g_ptr_array_add(event->rows, first);
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_READ_OTHERS)->id));
}

static Elsewhere *held_elsewhere(Instant end)
{
	g_autoptr(Account) account = make_account("oid-2", "tid-2", "you@fabrikam.com", "Fabrikam");
	return elsewhere_new("fabrikam", account,
			     make_active(WORKLOAD_AZURE, "Elsewhere", SUB_DEV, "shop", end),
			     DESK_NOW - HOUR);
}

/* Every key that would act on it says what to do instead, and nothing is asked of any service for it. */
static void others__are_only_shown(void **unused)
{
	static const char *const keys[] = { "a", "D", "enter", "i", "o", "w" };
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 30);
	desk_load(desk);
	const size_t own = desk_rows(desk, "active");
	desk_keys(desk, "@");
	tell_others(desk, held_elsewhere(DESK_NOW + HOUR));
	assert_int_equal(desk_rows(desk, "active"), own + 1);
	desk_focus_on(desk, "active");
	desk_keys(desk, "G");
	desk_wait(desk, DESK_NOTICE_SECONDS + 1);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		desk_forget(desk);
		desk_keys(desk, keys[i]);
		assert_null(desk_dialog(desk));
		assert_non_null(strstr(desk_notice(desk), "A switches to that account"));
		assert_int_equal(desk_count_all(desk), 0);
		desk_wait(desk, DESK_NOTICE_SECONDS + 1);
	}
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "In Fabrikam, as of 14:00: Elsewhere on shop"));
	assert_non_null(strstr(screen, "held by you@fabrikam.com (account fabrikam)"));
}

static void others__go__when_they_end_and_when_nobody_wants_them(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	const size_t own = desk_rows(desk, "active");
	desk_keys(desk, "@");
	tell_others(desk, held_elsewhere(DESK_NOW + 30));
	assert_int_equal(desk_rows(desk, "active"), own + 1);
	desk_wait(desk, 31);
	assert_int_equal(desk_rows(desk, "active"), own);
	/* A minute later they are read again, in case another program activated something. */
	desk_forget(desk);
	desk_wait(desk, 60);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_OTHERS), 1);
	tell_others(desk, held_elsewhere(0));
	assert_int_equal(desk_rows(desk, "active"), own + 1);
	desk_keys(desk, "@");
	assert_int_equal(desk_rows(desk, "active"), own);
	desk_forget(desk);
	desk_wait(desk, 120);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_OTHERS), 0);
}

/* What the key brought is told once it is known. */
static void others__that_are_not_there__are_not_told_as_shown(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "@");
	assert_null(desk_notice(desk));
	tell_others(desk, NULL);
	assert_string_equal(desk_notice(desk), "No other account is known to hold an active role.");
	desk_keys(desk, "@");
	desk_wait(desk, DESK_NOTICE_SECONDS + 1);
	desk_forget(desk);
	desk_keys(desk, "@");
	tell_others(desk, held_elsewhere(DESK_NOW + HOUR));
	assert_string_equal(
		desk_notice(desk),
		"The active roles of other accounts are shown, as they were known last.");
}

static void others__are_shown_from_the_start__where_that_is_configured(void **unused)
{
	(void)unused;
	g_autoptr(Settings) settings = settings_new();
	settings->has_others = true;
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .settings = settings });
	assert_int_equal(desk_count_intents(desk, INTENT_READ_OTHERS), 0);
	desk_event(desk, account_event(make_account("oid", "tid", "you@contoso.com", "Contoso")));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_OTHERS), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others__are_only_shown),
		cmocka_unit_test(others__go__when_they_end_and_when_nobody_wants_them),
		cmocka_unit_test(others__that_are_not_there__are_not_told_as_shown),
		cmocka_unit_test(others__are_shown_from_the_start__where_that_is_configured),
		cmocka_unit_test(accounts__are_listed__with_the_one_in_use),
		cmocka_unit_test(account__is_changed__by_a_key),
		cmocka_unit_test(account__is_not_changed__while_requests_are_on_their_way),
		cmocka_unit_test(person__is_changed__in_the_demo_alone),
		cmocka_unit_test(account__failure_is_told__and_the_lists_come_again),
		cmocka_unit_test(tenant__is_entered__by_a_sign_in_there),
		cmocka_unit_test(account__is_added__by_a_sign_in_as_anybody),
		cmocka_unit_test(account__is_signed_out__after_a_question),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
