/* Update scripts of what a person sets or repeats: views, confirmations that are typed, the last activation once more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

#define FAR SUB_PROD "/resourceGroups/rg-far"

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

/* However wide columns are: two blanks stand for more of them. */
static bool shows(Desk *desk, const char *text)
{
	g_autofree char *screen = desk_screen_text(desk);
	g_autoptr(GString) close = g_string_new(NULL);
	for (const char *p = screen; *p != '\0'; p++) {
		if (!g_str_has_suffix(close->str, "  ") || *p != ' ')
			g_string_append_c(close, *p);
	}
	return strstr(close->str, text) != NULL;
}

static void view__of_a_lists_name__is_how_it_begins(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_views();

	assert_true(shows(desk, " LEFT ROLE"));
	assert_true(shows(desk, "ROLE  AT"));
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

	assert_true(shows(desk, "AT  ROLE"));
	desk_keys(desk, "V end enter");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_false(shows(desk, "AT  ROLE"));
}

static void views__say_that_there_are_none(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	assert_non_null(desk_reason(desk, "views"));
}

/* What no list has as its rows: views, scopes of the tree, accounts that were told. */
static void palette__finds__views_scopes_and_accounts(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_views();
	desk_event(desk, children_event(MG, true, SUB_PROD, FAR, NULL));
	desk_keys(desk, "3 :");
	desk_event(desk, accounts_event(desk,
					make_known_account("work", "you@contoso.com", "oid-1",
							   "tid-1", "Contoso"),
					make_known_account("home", "me@fabrikam.com", "oid-2",
							   "tid-2", "Fabrikam"),
					NULL));
	desk_type(desk, "owners");
	assert_true(shows(desk, "owners  view"));
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "fabrikam");
	assert_true(shows(desk, "account"));
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_USE_ACCOUNT), 1);
	desk_keys(desk, ":");
	desk_type(desk, "rg-far");
	assert_true(shows(desk, "rg-far  rg  scope"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_screen(desk), "Roles");
	assert_string_equal(desk_target(desk), FAR);
}

/* From each question the command that does the same is one key away. */
static void command__is_copied__from_a_question(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	Request *request = request_new();
	request->id = g_strdup("5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11");
	request->state = REQUEST_STATE_WAITING;
	Event *event = event_new(EVENT_PROGRESS, desk_intent(desk, INTENT_ACTIVATE)->id);
	event->eligibility_id = g_strdup(desk_activation(desk, 0)->eligibility->grant.id);
	event->request = request;
	desk_event(desk, event);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "myroles wait 5c1c5b2e"));
}

/* Clicks on the first place on screen where the text stands. */
static void click_on(Desk *desk, const char *text)
{
	g_autofree char *screen = desk_screen_text(desk);
	const char *found = strstr(screen, text);
	assert_non_null(found);
	int row = 0;
	const char *begin = screen;
	for (const char *p = screen; p < found; p++) {
		row += *p == '\n';
		begin = *p == '\n' ? p + 1 : begin;
	}
	desk_mouse(desk, (int)g_utf8_strlen(begin, found - begin), row, 1);
}

static void mouse__clicks__tabs_headings_and_keys(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 30);
	desk_load(desk);
	click_on(desk, "2 Requests");
	assert_string_equal(desk_screen(desk), "Requests");
	click_on(desk, "1 Roles");
	assert_string_equal(desk_screen(desk), "Roles");
	click_on(desk, "Active 2");
	assert_string_equal(desk_focus(desk), "active");
	click_on(desk, "KIND   LEFT");
	assert_string_equal(desk_notice(desk), "Ordered by workload.");
	/* The first letter of each, beside the divider too. */
	click_on(desk, "ENDS  NOW");
	assert_string_equal(desk_notice(desk), "Ordered by end.");
	click_on(desk, "KIND  ENDS");
	assert_string_equal(desk_notice(desk), "Ordered by workload.");
	click_on(desk, "NOW");
	assert_string_equal(desk_notice(desk), "Rows have no order by \"now\".");
	click_on(desk, "filter");
	assert_true(desk_is_filtering(desk));
}

static void mouse__chooses__in_dialogs(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_views();
	desk_keys(desk, "V");
	click_on(desk, "owners ");
	assert_string_equal(desk_dialog(desk), "Views");
	click_on(desk, "owners ");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	desk_keys(desk, "V");
	click_on(desk, "esc back");
	assert_null(desk_dialog(desk));
}

/* A question is answered where its key stands, and nowhere else. */
static void mouse__sends_nothing__beside_the_keys(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate?");
	click_on(desk, "Contributor");
	click_on(desk, "reason");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	click_on(desk, "enter activate");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 1);
}

/* The bar stands where rows do not all fit: its end is the last of them, in lists and in what one reads. */
static void mouse__goes__where_the_scroll_bar_is_clicked(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "?");
	g_autofree char *begin = desk_screen_text(desk);
	assert_non_null(strstr(begin, "┃\n"));
	desk_mouse(desk, 79, 22, 1);
	g_autofree char *end = desk_screen_text(desk);
	assert_non_null(strstr(end, "A scope with more below it"));
	desk_mouse(desk, 79, 2, 1);
	g_autofree char *again = desk_screen_text(desk);
	assert_null(strstr(again, "A scope with more below it"));
	desk_keys(desk, "esc");
	Event *event = eligible_event(WORKLOAD_AZURE, NULL, NULL);
	for (int i = 0; i < 100; i++) {
		g_autofree char *name = g_strdup_printf("role-%03d", i);
		g_ptr_array_add(event->rows, make_eligible(WORKLOAD_AZURE, name, EDGE, "rg-edge"));
	}
	desk_event(desk, event);
	click_on(desk, "┃");
	g_autofree char *first = desk_place(desk, "eligible", 3);
	assert_true(g_str_has_prefix(first, "1-3/"));
	desk_mouse(desk, 52, 19, 1);
	assert_true(desk_cursor(desk, "eligible") > 90);

	/* Held, it follows the mouse, wherever that is beside it. */
	desk_drag(desk, 3, 0);
	assert_int_equal(desk_cursor(desk, "eligible"), 0);
	desk_drag(desk, 70, 23);
	assert_true(desk_cursor(desk, "eligible") > 90);
	/* A press elsewhere lets it go. */
	desk_mouse(desk, 5, 2, 1);
	desk_drag(desk, 48, 8);
	assert_true(desk_cursor(desk, "eligible") > 90);
	assert_string_equal(desk_focus(desk), "active");
}

static void mouse__that_is_dragged__does_nothing_beside_a_bar(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	g_autofree char *before = desk_screen_text(desk);
	for (int row = 0; row < 24; row++) {
		for (int column = 0; column < 80; column++)
			desk_drag(desk, column, row);
	}
	g_autofree char *after = desk_screen_text(desk);
	assert_string_equal(after, before);
}

static void mouse__is_left__by_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "alt-m");
	assert_int_equal(desk_count(desk, EFFECT_MOUSE), 1);
	assert_non_null(strstr(desk_notice(desk), "is taken"));
	desk_keys(desk, "alt-m");
	assert_non_null(strstr(desk_notice(desk), "is free"));
}

static Desk *at_first_run(bool has_demo)
{
	Desk *desk = desk_start(&(DeskStart){ .columns = 80, .rows = 24, .has_demo = has_demo });
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		desk_event(desk, failed_event(id, LIST_ELIGIBILITIES,
					      problem_new(PROBLEM_SIGN_IN, "not-signed-in",
							  "Nobody is signed in.", NULL)));
	}
	return desk;
}

static void first_run__tells_the_ways__and_opens_the_demo(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_first_run(true);
	assert_true(shows(desk, "d  try the demo"));
	assert_false(shows(desk, "Eligible 0"));
	Event *event = event_new(EVENT_HISTORY, 0);
	event->problem =
		problem_new(PROBLEM_SIGN_IN, "not-signed-in", "Nobody is signed in.", NULL);
	desk_event(desk, event);
	assert_false(shows(desk, "The history")); /* said once is enough */
	desk_keys(desk, "d");
	assert_int_equal(desk_count(desk, EFFECT_DEMO), 1);
}

static void first_run__ends__with_the_first_account(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_first_run(true);
	desk_keys(desk, "c");
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_IN), 1);
	desk_keys(desk, "esc");
	desk_event(desk,
		   account_event(make_account("oid-1", "tid-1", "you@contoso.com", "Contoso")));
	assert_true(shows(desk, "Eligible"));
	assert_non_null(desk_reason(desk, "demo"));
	assert_non_null(desk_reason(desk, "start-code"));
}

static void first_run__offers_no_demo__where_none_can_be_opened(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_first_run(false);
	assert_true(shows(desk, "You are not signed in."));
	assert_false(shows(desk, "try everything"));
	assert_non_null(desk_reason(desk, "demo"));
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

/* An alias is found as what it stands for, and beside what has it in its own name. */
static void filter__takes__aliases(void **unused)
{
	(void)unused;
	static const struct {
		const char *filter;
		size_t rows;
		const char *first;
	} cases[] = {
		{ "kv", 1, "Key Vault Officer" },
		{ "KV", 1, "Key Vault Officer" },
		{ "!kv", 3, "Contributor" },
		{ "role:kv", 1, "Key Vault Officer" },
		{ "kv owner", 0, NULL },
		{ "reader", 2, "Global Reader" }, /* its own letters, and Owner */
		{ "edge", 3, NULL },              /* an id: the rows that cover it */
	};
	g_autoptr(Settings) settings = settings_new();
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_ROLE, "kv", "Key Vault Officer"));
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_ROLE, "reader", "Owner"));
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_SCOPE, "edge", EDGE));
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 120, .rows = 30, .settings = settings });
	desk_load(desk);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		desk_keys(desk, "/");
		desk_type(desk, cases[i].filter);
		if (desk_rows(desk, "eligible") != cases[i].rows)
			fail_msg("%s: %zu rows", cases[i].filter, desk_rows(desk, "eligible"));
		if (cases[i].first != NULL)
			assert_string_equal(desk_grant(desk, "eligible", 0)->role.name,
					    cases[i].first);
		desk_keys(desk, "esc");
	}
	desk_keys(desk, "/");
	desk_type(desk, "edge");
	desk_keys(desk, "enter");
	assert_string_equal(desk_selected_role(desk), "Owner"); /* the narrowest */
}

/* ---- Back and forward --------------------------------------------------------------------------- */

static void assert_place(Desk *desk, const char *screen, const char *focus, size_t rows)
{
	assert_string_equal(desk_screen(desk), screen);
	assert_string_equal(desk_focus(desk), focus);
	if (strcmp(focus, "eligible") == 0)
		assert_int_equal(desk_rows(desk, focus), rows);
}

static void place__comes_back__with_screen_pane_filter_and_row(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 30);
	desk_load(desk);
	const size_t all = desk_rows(desk, "eligible");
	desk_keys(desk, "down");
	g_autofree char *row = g_strdup(desk_selected_role(desk));
	desk_keys(desk, "/");
	desk_type(desk, "owner");
	desk_keys(desk, "enter 4");
	assert_string_equal(desk_screen(desk), "History");

	desk_keys(desk, "alt-left");
	assert_place(desk, "Roles", "eligible", 1);
	assert_string_equal(desk_selected_role(desk), "Owner");
	desk_keys(desk, "alt-h");
	assert_place(desk, "Roles", "eligible", all);
	assert_string_equal(desk_selected_role(desk), row);
	desk_keys(desk, "alt-h");
	assert_place(desk, "Roles", "eligible", all);
	assert_non_null(strstr(desk_notice(desk), "There is no place before this one."));

	desk_keys(desk, "esc alt-right");
	assert_place(desk, "Roles", "eligible", 1);
	desk_keys(desk, "alt-right");
	assert_string_equal(desk_screen(desk), "History");
	/* Another way from there: what was forward is gone. */
	desk_keys(desk, "alt-left 2 alt-right");
	assert_string_equal(desk_screen(desk), "Requests");
}

static void place__is_forgotten__with_its_account(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 30);
	desk_load(desk);
	desk_keys(desk, "4 1");
	Account *other = account_new();
	other->cloud = g_strdup("public");
	other->oid = g_strdup("other");
	other->tid = g_strdup("fabrikam");
	desk_event(desk, account_event(other));
	desk_keys(desk, "alt-left");
	assert_string_equal(desk_screen(desk), "Roles");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(view__of_a_lists_name__is_how_it_begins),
		cmocka_unit_test(view__is_chosen_by_a_key__and_undone),
		cmocka_unit_test(filter__takes__aliases),
		cmocka_unit_test(views__say_that_there_are_none),
		cmocka_unit_test(palette__finds__views_scopes_and_accounts),
		cmocka_unit_test(command__is_copied__from_a_question),
		cmocka_unit_test(mouse__clicks__tabs_headings_and_keys),
		cmocka_unit_test(mouse__chooses__in_dialogs),
		cmocka_unit_test(mouse__sends_nothing__beside_the_keys),
		cmocka_unit_test(mouse__goes__where_the_scroll_bar_is_clicked),
		cmocka_unit_test(mouse__that_is_dragged__does_nothing_beside_a_bar),
		cmocka_unit_test(mouse__is_left__by_a_key),
		cmocka_unit_test(first_run__tells_the_ways__and_opens_the_demo),
		cmocka_unit_test(first_run__ends__with_the_first_account),
		cmocka_unit_test(first_run__offers_no_demo__where_none_can_be_opened),
		cmocka_unit_test(typed__sends_nothing__for_another_name),
		cmocka_unit_test(typed__sends__for_the_name),
		cmocka_unit_test(typed__sends_nothing__when_the_policy_changed),
		cmocka_unit_test(place__comes_back__with_screen_pane_filter_and_row),
		cmocka_unit_test(place__is_forgotten__with_its_account),
	};
	return cmocka_run_group_tests_name("taste", tests, NULL, NULL);
}
