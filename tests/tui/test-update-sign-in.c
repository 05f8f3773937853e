/* Update scripts of signing in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

#define PAGE_URL "https://login.example/authorize?state=abc"

static Event *failure(const Desk *desk, const char *message)
{
	Problem *problem = problem_new(PROBLEM_SIGN_IN, "declined", message, "Sign in again.");
	problem->request_id = g_strdup("11111111-2222-4333-8444-555555555555");
	return sign_in_failed_event(desk, problem);
}

static Desk *at_page(void)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "S");
	desk_event(desk, sign_in_event(desk, SIGN_IN_STARTING, NULL));
	desk_event(desk, sign_in_event(desk, SIGN_IN_PAGE, PAGE_URL));
	return desk;
}

static void page__is_opened_once__and_again_by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	assert_string_equal(desk_dialog(desk), "Sign in");
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 1);
	assert_string_equal(desk_effect(desk, EFFECT_OPEN_URL)->text, PAGE_URL);
	desk_event(desk, sign_in_event(desk, SIGN_IN_PAGE, PAGE_URL));
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 1);
	desk_keys(desk, "o");
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 2);
	desk_keys(desk, "y");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text, PAGE_URL);
}

static void page__is_only_shown__where_the_browser_is_elsewhere(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_start(
		&(DeskStart){ .columns = 80, .rows = 24, .elsewhere = "this is an SSH session" });
	desk_keys(desk, "S");
	desk_event(desk, sign_in_event(desk, SIGN_IN_PAGE, PAGE_URL));
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 0);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "this is an SSH session"));
	assert_non_null(strstr(text, PAGE_URL));
}

static void address__goes_to_the_backend__when_it_is_pasted(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_paste(desk, " http://localhost:1/?code=x&state=y\n");
	assert_string_equal(desk_intent(desk, INTENT_PASTE)->text,
			    "http://localhost:1/?code=x&state=y");
}

/* A terminal without bracketed paste types what is pasted: no letter of it is a key. */
static void address__goes_to_the_backend__when_it_is_typed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_keys(desk, "p");
	assert_string_equal(desk_dialog(desk), "Paste the address");
	desk_type(desk, "http://localhost:1/?code=qSo");
	g_autofree char *text = desk_dialog_text(desk);
	assert_null(strstr(text, "code=")); /* it is not shown */
	assert_non_null(strstr(text, "28 characters"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Sign in");
	assert_string_equal(desk_intent(desk, INTENT_PASTE)->text, "http://localhost:1/?code=qSo");
}

static void address__is_told_wrong__with_the_page_still_there(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	Event *event = sign_in_event(desk, SIGN_IN_PAGE, PAGE_URL);
	event->problem = problem_new(PROBLEM_FAILED, "bad-answer", "It is not the answer.", NULL);
	desk_event(desk, event);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "It is not the answer."));
	assert_non_null(strstr(text, PAGE_URL));
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 1);
}

static void sign_in__refreshes__when_it_is_done(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_keys(desk, "p"); /* the browser came back by itself while the field was open */
	const size_t before = desk_count_intents(desk, INTENT_REFRESH);
	desk_event(desk, sign_in_event(desk, SIGN_IN_FINISHING, PAGE_URL));
	desk_event(desk, sign_in_event(desk, SIGN_IN_DONE, NULL));
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), before + 1);
	assert_non_null(strstr(desk_notice(desk), "Signed in as"));
}

static void sign_in__tells_what_did_not_come_with_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	Event *event = sign_in_event(desk, SIGN_IN_DONE, NULL);
	event->problem = problem_new(PROBLEM_NOT_ALLOWED, "no-consent", "No consent.", "Ask.");
	desk_event(desk, event);
	assert_non_null(strstr(desk_notice(desk), "No consent. Ask."));
}

static Event *done_without_keyring(const Desk *desk)
{
	Event *event = sign_in_event(desk, SIGN_IN_DONE, NULL);
	event->problem = problem_new(PROBLEM_FAILED, "no-keyring", "No keyring can be reached.",
				     "Start one.");
	return event;
}

/* Where it is kept is the person's to say: nothing is sent by leaving. */
static void store__is_chosen_by_a_key__where_no_keyring_is(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_event(desk, done_without_keyring(desk));
	assert_string_equal(desk_dialog(desk), "Where to keep the sign-in?");
	desk_keys(desk, "escape");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count_intents(desk, INTENT_CHOOSE_STORE), 0);

	desk_keys(desk, "S");
	desk_event(desk, done_without_keyring(desk));
	desk_keys(desk, "1");
	assert_null(desk_dialog(desk));
	const Intent *intent = desk_intent(desk, INTENT_CHOOSE_STORE);
	assert_int_equal(intent->store, TOKEN_STORE_KERNEL);
	desk_event(desk, event_new(EVENT_STORE_CHOSEN, intent->id));
	assert_non_null(strstr(desk_notice(desk), "holds from now on"));
}

static void sign_in__stays_to_be_read__when_it_failed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_event(desk, failure(desk, "The sign-in was declined."));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "The sign-in was declined."));
	assert_non_null(strstr(text, "Sign in again."));
	assert_non_null(strstr(text, "11111111-2222-4333-8444-555555555555"));
	desk_keys(desk, "y");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text,
			    "11111111-2222-4333-8444-555555555555");
	const uint64_t first = desk_intent(desk, INTENT_SIGN_IN)->id;
	desk_keys(desk, "enter");
	assert_true(desk_intent(desk, INTENT_SIGN_IN)->id > first);
	g_autofree char *again = desk_dialog_text(desk);
	assert_null(strstr(again, "declined"));
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
}

/* The platform's answer may say what the next sign-in has to bring. */
static void sign_in__brings_what_the_one_before_lacked(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	Event *failed = failure(desk, "A second factor is needed.");
	failed->problem->claims = g_strdup("{\"access_token\":{\"acrs\":{}}}");
	desk_event(desk, failed);
	desk_keys(desk, "enter");
	assert_string_equal(desk_intent(desk, INTENT_SIGN_IN)->claims,
			    "{\"access_token\":{\"acrs\":{}}}");
	assert_false(desk_intent(desk, INTENT_SIGN_IN)->is_step_up);
}

static Event *unsupported(const Desk *desk)
{
	return sign_in_failed_event(desk, problem_new(PROBLEM_USAGE, PROBLEM_CODE_UNSUPPORTED,
						      "Account demo takes its tokens from a file.",
						      "Change the account in the configuration."));
}

static void sign_in__is_none__in_the_demo(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .banner = "demo" });
	desk_load(desk);
	desk_keys(desk, "S");
	assert_null(desk_intent(desk, INTENT_SIGN_IN));
	assert_non_null(strstr(desk_notice(desk), "nobody signs in to it"));
}

/* What cannot help is not offered: trying again, a code, an id that is not there. */
static void sign_in__offers_the_way_out_only__when_the_account_has_no_sign_in(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "S");
	const uint64_t id = desk_intent(desk, INTENT_SIGN_IN)->id;
	desk_event(desk, unsupported(desk));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "takes its tokens from a file"));
	g_autofree char *offered = desk_footer(desk);
	assert_string_equal(offered, "sign-in-cancel");
	desk_keys(desk, "enter c");
	assert_int_equal(desk_intent(desk, INTENT_SIGN_IN)->id, id);
	desk_keys(desk, "y");
	assert_null(desk_effect(desk, EFFECT_COPY));
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
}

static void sign_in__offers_the_browser__when_there_are_no_codes(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_keys(desk, "c");
	desk_event(desk, unsupported(desk));
	g_autofree char *offered = desk_footer(desk);
	assert_string_equal(offered, "sign-in-page sign-in-cancel");
	const uint64_t id = desk_intent(desk, INTENT_SIGN_IN)->id;
	desk_keys(desk, "b");
	assert_true(desk_intent(desk, INTENT_SIGN_IN)->id > id);
}

static void sign_in__is_dropped__by_esc(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	const uint64_t id = desk_intent(desk, INTENT_SIGN_IN)->id;
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_effect(desk, EFFECT_DROP)->intent_id, id);
	/* What still comes of it opens nothing. */
	desk_event(desk, sign_in_event(desk, SIGN_IN_PAGE, "https://login.example/other"));
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), 1);
}

static Event *code_page(const Desk *desk, const char *code)
{
	Event *event = sign_in_event(desk, SIGN_IN_PAGE, "https://microsoft.com/devicelogin");
	event->sign_in->method = SIGN_IN_DEVICE;
	event->sign_in->user_code = g_strdup(code);
	event->sign_in->expires = DESK_NOW + 600;
	return event;
}

static void code__is_shown_with_its_time__and_a_new_one_by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	const uint64_t browser = desk_intent(desk, INTENT_SIGN_IN)->id;
	const size_t opened = desk_count(desk, EFFECT_OPEN_URL);
	desk_keys(desk, "c");
	assert_int_equal(desk_effect(desk, EFFECT_DROP)->intent_id, browser);
	assert_int_equal(desk_intent(desk, INTENT_SIGN_IN)->method, SIGN_IN_DEVICE);
	desk_event(desk, code_page(desk, "ABCD-1234"));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "ABCD-1234"));
	assert_non_null(strstr(text, "https://microsoft.com/devicelogin"));
	assert_non_null(strstr(text, "good for 10:00"));
	assert_int_equal(desk_count(desk, EFFECT_OPEN_URL), opened); /* it is typed elsewhere */
	assert_int_equal(desk_next_wake(desk), desk_clock(desk) + 1);
	desk_wait(desk, 61);
	g_autofree char *later = desk_dialog_text(desk);
	assert_non_null(strstr(later, "good for 8:59"));
	desk_keys(desk, "c");
	desk_event(desk, code_page(desk, "EFGH-5678"));
	g_autofree char *fresh = desk_dialog_text(desk);
	assert_non_null(strstr(fresh, "EFGH-5678"));
	desk_keys(desk, "y");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text, "EFGH-5678");
	assert_null(strstr(fresh, "ABCD-1234"));
	desk_keys(desk, "b");
	assert_int_equal(desk_intent(desk, INTENT_SIGN_IN)->method, SIGN_IN_BROWSER);
}

static void rows__go__when_nobody_is_signed_in_any_more(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_non_null(desk_grant(desk, "eligible", 0));
	desk_event(desk, account_event(NULL));
	assert_null(desk_account(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	assert_int_equal(desk_rows(desk, "active"), 0);
}

/* The account changes before the sign-in has ended: its dialog stays. */
static void sign_in__stays_open__when_another_account_comes_with_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_page();
	desk_event(desk, account_event(make_account("99999999-0000-4000-8000-000000000000",
						    "99999999-1111-4000-8000-000000000000",
						    "other@example.com", NULL)));
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	assert_string_equal(desk_dialog(desk), "Sign in");
	desk_event(desk, sign_in_event(desk, SIGN_IN_DONE, NULL));
	assert_non_null(strstr(desk_notice(desk), "other@example.com"));
}

static void sign_out__asks_once(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, ":");
	desk_type(desk, "sign out");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Sign out?");
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_OUT), 0);
	desk_keys(desk, "esc");
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_OUT), 0);
	desk_keys(desk, ":");
	desk_type(desk, "sign out");
	desk_keys(desk, "enter enter");
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_OUT), 1);
}

/* A list that was refused with claims: the sign-in brings them, and the lists are loaded again. */
static void sign_in__brings_what_a_list_was_refused_for(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Problem *problem =
		problem_new(PROBLEM_SIGN_IN, "sign-in-again", "The sign-in has ended.", "Sign in.");
	problem->claims = g_strdup("{\"access_token\":{\"nbf\":{}}}");
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_ELIGIBILITIES, problem));
	desk_keys(desk, "S");
	const Intent *intent = desk_intent(desk, INTENT_SIGN_IN);
	assert_true(intent->is_step_up);
	assert_int_equal(intent->workload, WORKLOAD_ENTRA);
	assert_string_equal(intent->claims, "{\"access_token\":{\"nbf\":{}}}");
	const size_t before = desk_count_intents(desk, INTENT_REFRESH);
	desk_event(desk, sign_in_event(desk, SIGN_IN_DONE, NULL));
	assert_null(desk_dialog(desk));
	assert_true(desk_count_intents(desk, INTENT_REFRESH) > before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page__is_opened_once__and_again_by_a_key),
		cmocka_unit_test(page__is_only_shown__where_the_browser_is_elsewhere),
		cmocka_unit_test(address__goes_to_the_backend__when_it_is_pasted),
		cmocka_unit_test(address__goes_to_the_backend__when_it_is_typed),
		cmocka_unit_test(address__is_told_wrong__with_the_page_still_there),
		cmocka_unit_test(sign_in__refreshes__when_it_is_done),
		cmocka_unit_test(sign_in__tells_what_did_not_come_with_it),
		cmocka_unit_test(store__is_chosen_by_a_key__where_no_keyring_is),
		cmocka_unit_test(sign_in__stays_to_be_read__when_it_failed),
		cmocka_unit_test(sign_in__brings_what_the_one_before_lacked),
		cmocka_unit_test(sign_in__is_none__in_the_demo),
		cmocka_unit_test(sign_in__offers_the_way_out_only__when_the_account_has_no_sign_in),
		cmocka_unit_test(sign_in__offers_the_browser__when_there_are_no_codes),
		cmocka_unit_test(sign_in__is_dropped__by_esc),
		cmocka_unit_test(code__is_shown_with_its_time__and_a_new_one_by_a_key),
		cmocka_unit_test(rows__go__when_nobody_is_signed_in_any_more),
		cmocka_unit_test(sign_in__stays_open__when_another_account_comes_with_it),
		cmocka_unit_test(sign_out__asks_once),
		cmocka_unit_test(sign_in__brings_what_a_list_was_refused_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
