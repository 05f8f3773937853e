/* Update scripts of signing in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/script-form.h"
#include "tui/action.h"

#define PAGE_URL "https://login.example/authorize?state=abc"

static Event *progress(const Script *script, SignInStage stage, const char *url)
{
	Event *event = event_new(EVENT_SIGN_IN, script_intent(script, INTENT_SIGN_IN)->id);
	event->sign_in = g_new0(SignInProgress, 1);
	event->sign_in->stage = stage;
	event->sign_in->step = event->sign_in->steps = 1;
	event->sign_in->url = g_strdup(url);
	return event;
}

static Event *failure(const Script *script, const char *message)
{
	Event *event = event_new(EVENT_SIGN_IN_FAILED, script_intent(script, INTENT_SIGN_IN)->id);
	event->problem = problem_new(PROBLEM_SIGN_IN, "declined", message, "Sign in again.");
	event->problem->request_id = g_strdup("11111111-2222-4333-8444-555555555555");
	return event;
}

static Script *script_at_page(void)
{
	Script *script = script_new(80, 24);
	script_load(script);
	script_keys(script, "S");
	script_event(script, progress(script, SIGN_IN_STARTING, NULL));
	script_event(script, progress(script, SIGN_IN_PAGE, PAGE_URL));
	return script;
}

static OverlayKind top(const Script *script)
{
	const Overlay *overlay = state_overlay(script->state);
	assert_non_null(overlay);
	return overlay->kind;
}

static void page__is_opened_once__and_again_by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	assert_int_equal(top(script), OVERLAY_SIGN_IN);
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 1);
	assert_string_equal(script_effect(script, EFFECT_OPEN_URL)->text, PAGE_URL);
	script_event(script, progress(script, SIGN_IN_PAGE, PAGE_URL));
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 1);
	script_keys(script, "o");
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 2);
	script_keys(script, "y");
	assert_string_equal(script_effect(script, EFFECT_COPY)->text, PAGE_URL);
}

static void page__is_only_shown__where_the_browser_is_elsewhere(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script->state->elsewhere = g_strdup("this is an SSH session");
	script_keys(script, "S");
	script_event(script, progress(script, SIGN_IN_PAGE, PAGE_URL));
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 0);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "this is an SSH session"));
	assert_non_null(strstr(text, PAGE_URL));
}

static void address__goes_to_the_backend__when_it_is_pasted(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	script_paste(script, " http://localhost:1/?code=x&state=y\n");
	assert_string_equal(script_intent(script, INTENT_PASTE)->text,
			    "http://localhost:1/?code=x&state=y");
}

/* A terminal without bracketed paste types what is pasted: no letter of it is a key. */
static void address__goes_to_the_backend__when_it_is_typed(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	script_keys(script, "p");
	assert_int_equal(top(script), OVERLAY_ADDRESS);
	script_type(script, "http://localhost:1/?code=qSo");
	g_autofree char *text = script_overlay_text(script);
	assert_null(strstr(text, "code=")); /* it is not shown */
	assert_non_null(strstr(text, "28 characters"));
	script_keys(script, "enter");
	assert_int_equal(top(script), OVERLAY_SIGN_IN);
	assert_string_equal(script_intent(script, INTENT_PASTE)->text,
			    "http://localhost:1/?code=qSo");
}

static void address__is_told_wrong__with_the_page_still_there(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	Event *event = progress(script, SIGN_IN_PAGE, PAGE_URL);
	event->problem = problem_new(PROBLEM_FAILED, "bad-answer", "It is not the answer.", NULL);
	script_event(script, event);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "It is not the answer."));
	assert_non_null(strstr(text, PAGE_URL));
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 1);
}

static void sign_in__refreshes__when_it_is_done(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	script_keys(script, "p"); /* the browser came back by itself while the field was open */
	const size_t before = script_count_intents(script, INTENT_REFRESH);
	script_event(script, progress(script, SIGN_IN_FINISHING, PAGE_URL));
	script_event(script, progress(script, SIGN_IN_DONE, NULL));
	assert_null(state_overlay(script->state));
	assert_int_equal(script_count_intents(script, INTENT_REFRESH), before + 1);
	assert_non_null(strstr(state_notice(script->state)->text, "Signed in as"));
}

static void sign_in__tells_what_did_not_come_with_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	Event *event = progress(script, SIGN_IN_DONE, NULL);
	event->problem = problem_new(PROBLEM_NOT_ALLOWED, "no-consent", "No consent.", "Ask.");
	script_event(script, event);
	assert_non_null(strstr(state_notice(script->state)->text, "No consent. Ask."));
}

static void sign_in__stays_to_be_read__when_it_failed(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	script_event(script, failure(script, "The sign-in was declined."));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "The sign-in was declined."));
	assert_non_null(strstr(text, "Sign in again."));
	assert_non_null(strstr(text, "11111111-2222-4333-8444-555555555555"));
	script_keys(script, "y");
	assert_string_equal(script_effect(script, EFFECT_COPY)->text,
			    "11111111-2222-4333-8444-555555555555");
	const uint64_t first = script_intent(script, INTENT_SIGN_IN)->id;
	script_keys(script, "enter");
	assert_true(script_intent(script, INTENT_SIGN_IN)->id > first);
	g_autofree char *again = script_overlay_text(script);
	assert_null(strstr(again, "declined"));
	script_keys(script, "esc");
	assert_null(state_overlay(script->state));
}

/* The names of the actions in the footer, blank-separated. The caller frees. */
static char *footer(const Script *script)
{
	g_autoptr(GPtrArray) actions = state_footer(script->state);
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < actions->len; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? " " : "",
				       ((const Action *)g_ptr_array_index(actions, i))->name);
	return g_string_free(g_steal_pointer(&names), FALSE);
}

/* The platform's answer may say what the next sign-in has to bring. */
static void sign_in__brings_what_the_one_before_lacked(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	Event *failed = failure(script, "A second factor is needed.");
	failed->problem->claims = g_strdup("{\"access_token\":{\"acrs\":{}}}");
	script_event(script, failed);
	script_keys(script, "enter");
	assert_string_equal(script_intent(script, INTENT_SIGN_IN)->claims,
			    "{\"access_token\":{\"acrs\":{}}}");
	assert_false(script_intent(script, INTENT_SIGN_IN)->is_step_up);
}

static Event *unsupported(const Script *script)
{
	Event *event = event_new(EVENT_SIGN_IN_FAILED, script_intent(script, INTENT_SIGN_IN)->id);
	event->problem = problem_new(PROBLEM_USAGE, PROBLEM_CODE_UNSUPPORTED,
				     "Account demo takes its tokens from a file.",
				     "Change the account in the configuration.");
	return event;
}

static void sign_in__is_none__in_the_demo(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script->state->banner = g_strdup("demo");
	script_keys(script, "S");
	assert_null(script_intent(script, INTENT_SIGN_IN));
	assert_non_null(strstr(state_notice(script->state)->text, "nobody signs in to it"));
}

/* What cannot help is not offered: trying again, a code, an id that is not there. */
static void sign_in__offers_the_way_out_only__when_the_account_has_no_sign_in(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "S");
	const uint64_t id = script_intent(script, INTENT_SIGN_IN)->id;
	script_event(script, unsupported(script));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "takes its tokens from a file"));
	g_autofree char *offered = footer(script);
	assert_string_equal(offered, "sign-in-cancel");
	script_keys(script, "enter c");
	assert_int_equal(script_intent(script, INTENT_SIGN_IN)->id, id);
	script_keys(script, "y");
	assert_null(script_effect(script, EFFECT_COPY));
	script_keys(script, "esc");
	assert_null(state_overlay(script->state));
}

static void sign_in__offers_the_browser__when_there_are_no_codes(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	script_keys(script, "c");
	script_event(script, unsupported(script));
	g_autofree char *offered = footer(script);
	assert_string_equal(offered, "sign-in-page sign-in-cancel");
	const uint64_t id = script_intent(script, INTENT_SIGN_IN)->id;
	script_keys(script, "b");
	assert_true(script_intent(script, INTENT_SIGN_IN)->id > id);
}

static void sign_in__is_dropped__by_esc(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	const uint64_t id = script_intent(script, INTENT_SIGN_IN)->id;
	script_keys(script, "esc");
	assert_null(state_overlay(script->state));
	assert_int_equal(script_effect(script, EFFECT_DROP)->intent_id, id);
	/* What still comes of it opens nothing. */
	script_event(script, progress(script, SIGN_IN_PAGE, "https://login.example/other"));
	assert_null(state_overlay(script->state));
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), 1);
}

static Event *code_page(const Script *script, const char *code)
{
	Event *event = progress(script, SIGN_IN_PAGE, "https://microsoft.com/devicelogin");
	event->sign_in->method = SIGN_IN_DEVICE;
	event->sign_in->user_code = g_strdup(code);
	event->sign_in->expires = SCRIPT_START + 600;
	return event;
}

static void code__is_shown_with_its_time__and_a_new_one_by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	const uint64_t browser = script_intent(script, INTENT_SIGN_IN)->id;
	const size_t opened = script_count(script, EFFECT_OPEN_URL);
	script_keys(script, "c");
	assert_int_equal(script_effect(script, EFFECT_DROP)->intent_id, browser);
	assert_int_equal(script_intent(script, INTENT_SIGN_IN)->method, SIGN_IN_DEVICE);
	script_event(script, code_page(script, "ABCD-1234"));
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "ABCD-1234"));
	assert_non_null(strstr(text, "https://microsoft.com/devicelogin"));
	assert_non_null(strstr(text, "good for 10:00"));
	assert_int_equal(script_count(script, EFFECT_OPEN_URL), opened); /* it is typed elsewhere */
	assert_int_equal(state_next_wake(script->state), script->state->now + 1);
	script_wait(script, 61);
	g_autofree char *later = script_overlay_text(script);
	assert_non_null(strstr(later, "good for 8:59"));
	script_keys(script, "c");
	script_event(script, code_page(script, "EFGH-5678"));
	g_autofree char *fresh = script_overlay_text(script);
	assert_non_null(strstr(fresh, "EFGH-5678"));
	script_keys(script, "y");
	assert_string_equal(script_effect(script, EFFECT_COPY)->text, "EFGH-5678");
	assert_null(strstr(fresh, "ABCD-1234"));
	script_keys(script, "b");
	assert_int_equal(script_intent(script, INTENT_SIGN_IN)->method, SIGN_IN_BROWSER);
}

static void rows__go__when_nobody_is_signed_in_any_more(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	assert_non_null(state_eligible_at(script->state, 0));
	script_event(script, event_new(EVENT_ACCOUNT, 0));
	assert_null(script->state->account);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ACTIVE)), 0);
}

/* The account changes before the sign-in has ended: its dialog stays. */
static void sign_in__stays_open__when_another_account_comes_with_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_page();
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_new();
	event->account->oid = g_strdup("99999999-0000-4000-8000-000000000000");
	event->account->tid = g_strdup("99999999-1111-4000-8000-000000000000");
	event->account->upn = g_strdup("other@example.com");
	script_event(script, event);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	assert_int_equal(top(script), OVERLAY_SIGN_IN);
	script_event(script, progress(script, SIGN_IN_DONE, NULL));
	assert_non_null(strstr(state_notice(script->state)->text, "other@example.com"));
}

static void sign_out__asks_once(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, ":");
	script_type(script, "sign out");
	script_keys(script, "enter");
	assert_int_equal(top(script), OVERLAY_SIGN_OUT);
	assert_int_equal(script_count_intents(script, INTENT_SIGN_OUT), 0);
	script_keys(script, "esc");
	assert_int_equal(script_count_intents(script, INTENT_SIGN_OUT), 0);
	script_keys(script, ":");
	script_type(script, "sign out");
	script_keys(script, "enter enter");
	assert_int_equal(script_count_intents(script, INTENT_SIGN_OUT), 1);
}

/* ---- accounts ---- */

static void add_known(GPtrArray *rows, const char *name, const char *upn, const char *oid)
{
	KnownAccount *known = g_new0(KnownAccount, 1);
	known->name = g_strdup(name);
	known->is_current = rows->len == 0;
	if (upn) {
		known->account = account_new();
		known->account->upn = g_strdup(upn);
		known->account->oid = g_strdup(oid);
		known->account->tid = g_strdup("99999999-1111-4000-8000-000000000000");
		known->account->tenant_name = g_strdup("Fabrikam");
		known->account->cloud = g_strdup("public");
	}
	g_ptr_array_add(rows, known);
}

/* With these in the list: the one in use, another, a tenant to enter, and a name without anybody. */
static void open_accounts(Script *script)
{
	script_keys(script, "A");
	Event *event = event_new(EVENT_ACCOUNTS, script_intent(script, INTENT_LIST_ACCOUNTS)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)known_account_free);
	add_known(event->rows, "work", "you@contoso.com", "99999999-0000-4000-8000-000000000001");
	add_known(event->rows, "work", "omar@fabrikam.com", "99999999-0000-4000-8000-000000000002");
	add_known(event->rows, "work", "you@contoso.com", NULL);
	add_known(event->rows, "lab", NULL, NULL);
	event->is_complete = true;
	script_event(script, event);
}

static Script *script_at_accounts(void)
{
	Script *script = script_new(80, 24);
	script_load(script);
	open_accounts(script);
	return script;
}

static void accounts__are_listed__with_the_one_in_use(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	g_autofree char *text = script_overlay_text(script);
	assert_true(script_intent(script, INTENT_LIST_ACCOUNTS)->is_deep);
	assert_non_null(strstr(text, "> you@contoso.com"));
	assert_non_null(strstr(text, "account work, in use"));
	assert_non_null(strstr(text, "account work, not signed in there yet"));
	assert_non_null(strstr(text, "nobody is signed in"));
	assert_null(strstr(text, "Asking for other tenants"));
	script_keys(script, "enter");
	assert_int_equal(script_count_intents(script, INTENT_USE_ACCOUNT), 0);
	assert_non_null(strstr(state_notice(script->state)->text, "in use"));
}

static Event *used(Script *script, const Account *account)
{
	Event *event = event_new(EVENT_USED, script_intent(script, INTENT_USE_ACCOUNT)->id);
	event->account = account_copy(account);
	event->portal = g_strdup("https://portal.azure.us");
	return event;
}

static void account__is_changed__by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	script_keys(script, "down enter");
	const Intent *intent = script_intent(script, INTENT_USE_ACCOUNT);
	assert_string_equal(intent->name, "work");
	assert_string_equal(intent->account->upn, "omar@fabrikam.com");
	assert_null(state_overlay(script->state));
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_copy(intent->account);
	script_event(script, event);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	script_event(script, used(script, intent->account));
	assert_string_equal(state_notice(script->state)->text,
			    "In use: omar@fabrikam.com in Fabrikam.");
	assert_string_equal(script->state->portal, "https://portal.azure.us");
}

static void account__is_not_changed__while_requests_are_on_their_way(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_outcome();
	script_keys(script, "esc");
	open_accounts(script);
	script_keys(script, "down enter");
	assert_int_equal(script_count_intents(script, INTENT_USE_ACCOUNT), 0);
	assert_non_null(strstr(state_notice(script->state)->text, "on their way"));
}

static void account__failure_is_told__and_the_lists_come_again(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	script_keys(script, "end enter");
	const Intent *intent = script_intent(script, INTENT_USE_ACCOUNT);
	assert_string_equal(intent->name, "lab");
	assert_null(intent->account);
	Event *event = used(script, script->state->account);
	event->problem =
		problem_new(PROBLEM_USAGE, "configuration", "There is no [cloud lab].", "Mend it.");
	script_event(script, event);
	assert_non_null(strstr(state_notice(script->state)->text,
			       "Not changed: There is no [cloud lab]. Mend it."));
}

static void tenant__is_entered__by_a_sign_in_there(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	script_keys(script, "down down enter");
	const Intent *intent = script_intent(script, INTENT_SIGN_IN);
	assert_string_equal(intent->account->tid, "99999999-1111-4000-8000-000000000000");
	assert_false(intent->is_new);
	assert_int_equal(top(script), OVERLAY_SIGN_IN);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Tenant Fabrikam"));
	script_keys(script, "c"); /* by code instead: at the same place */
	assert_string_equal(script_intent(script, INTENT_SIGN_IN)->account->tid,
			    "99999999-1111-4000-8000-000000000000");
}

static void account__is_added__by_a_sign_in_as_anybody(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	script_keys(script, "n");
	assert_true(script_intent(script, INTENT_SIGN_IN)->is_new);
	assert_null(script_intent(script, INTENT_SIGN_IN)->account);
}

static void account__is_signed_out__after_a_question(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_at_accounts();
	script_keys(script, "down x");
	assert_int_equal(top(script), OVERLAY_SIGN_OUT);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "omar@fabrikam.com in Fabrikam"));
	script_keys(script, "enter");
	assert_string_equal(script_intent(script, INTENT_SIGN_OUT)->account->upn,
			    "omar@fabrikam.com");
}

/* A list that was refused with claims: the sign-in brings them, and the lists are loaded again. */
static void sign_in__brings_what_a_list_was_refused_for(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	Event *event = event_new(EVENT_LIST_FAILED, 0);
	event->workload = WORKLOAD_ENTRA;
	event->problem =
		problem_new(PROBLEM_SIGN_IN, "sign-in-again", "The sign-in has ended.", "Sign in.");
	event->problem->claims = g_strdup("{\"access_token\":{\"nbf\":{}}}");
	script_event(script, event);
	script_keys(script, "S");
	const Intent *intent = script_intent(script, INTENT_SIGN_IN);
	assert_true(intent->is_step_up);
	assert_int_equal(intent->workload, WORKLOAD_ENTRA);
	assert_string_equal(intent->claims, "{\"access_token\":{\"nbf\":{}}}");
	const size_t before = script_count_intents(script, INTENT_REFRESH);
	script_event(script, progress(script, SIGN_IN_DONE, NULL));
	assert_null(state_overlay(script->state));
	assert_true(script_count_intents(script, INTENT_REFRESH) > before);
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
		cmocka_unit_test(accounts__are_listed__with_the_one_in_use),
		cmocka_unit_test(account__is_changed__by_a_key),
		cmocka_unit_test(account__is_not_changed__while_requests_are_on_their_way),
		cmocka_unit_test(account__failure_is_told__and_the_lists_come_again),
		cmocka_unit_test(tenant__is_entered__by_a_sign_in_there),
		cmocka_unit_test(account__is_added__by_a_sign_in_as_anybody),
		cmocka_unit_test(account__is_signed_out__after_a_question),
		cmocka_unit_test(sign_in__brings_what_a_list_was_refused_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
