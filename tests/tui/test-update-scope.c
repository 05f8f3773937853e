/* Update scripts of the scope pane: tree, last scope, pasted ids, policies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

static void tree__is_empty_without_rows__and_opens_at_the_own_scope(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	assert_int_equal(desk_rows(desk, "scope"), 0);
	desk_load(desk);
	assert_int_equal(desk_rows(desk, "scope"), 1);
	assert_string_equal(desk_selected_scope(desk), "Platform");
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 0);
}

static void children__are_asked_for__when_a_branch_opens(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	const Intent *intent = desk_intent(desk, INTENT_LIST_CHILDREN);
	assert_non_null(intent);
	assert_string_equal(intent->scope.id, MG);
	assert_false(intent->is_deep);
	desk_event(desk, children_event(MG, false, SUB_PROD, SUB_DEV, NULL));
	assert_int_equal(desk_rows(desk, "scope"), 3);

	desk_keys(desk, "j right");
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 2);
	assert_string_equal(desk_intent(desk, INTENT_LIST_CHILDREN)->scope.id, SUB_PROD);
	desk_event(desk, children_event(SUB_PROD, false, EDGE, PAYMENTS, NULL));
	assert_int_equal(desk_rows(desk, "scope"), 5);
	desk_keys(desk, "right j");
	assert_string_equal(desk_selected_scope(desk), "rg-payments");

	/* Closing hides, the target stays what was chosen last on the way. */
	desk_keys(desk, "left left");
	assert_int_equal(desk_rows(desk, "scope"), 3);
	assert_string_equal(desk_selected_scope(desk), "22222222-2222-2222-2222-222222222222");
	desk_keys(desk, "enter");
	assert_int_equal(desk_rows(desk, "scope"), 5);
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 2);
}

static void children__that_fail__are_told_and_can_be_asked_again(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	Event *event = event_new(EVENT_CHILDREN, desk_intent(desk, INTENT_LIST_CHILDREN)->id);
	scope_init(&event->scope, SCOPE_MANAGEMENT_GROUP, MG, NULL);
	event->problem = problem_new(PROBLEM_UNREACHABLE, "timed-out", "No answer.", NULL);
	desk_event(desk, event);
	assert_string_equal(desk_notice(desk), "Platform: No answer.");
	desk_keys(desk, "left right right");
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 2);
}

static void filter__loads_deep_and_searches_the_whole_tree(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab /");
	desk_type(desk, "pay");
	const Intent *intent = desk_intent(desk, INTENT_LIST_CHILDREN);
	assert_true(intent->is_deep);
	assert_string_equal(intent->scope.id, MG);
	assert_int_equal(desk_rows(desk, "scope"), 0);
	/* Resource groups before their subscription: order does not matter. */
	desk_event(desk, children_event(MG, true, PAYMENTS, SUB_DEV, EDGE, SUB_PROD, NULL));
	assert_int_equal(desk_rows(desk, "scope"), 3); /* Platform, the subscription, rg-payments */
	assert_true(desk_is_match(desk, 2));
	assert_false(desk_is_match(desk, 1));
	/* What fits is selected, not what lies on the way to it. */
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
	desk_keys(desk, "enter");
	assert_string_equal(desk_target(desk), PAYMENTS);
	desk_keys(desk, "esc");
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
}

/* The role keeps the scope that fitted last: no key acts on what is not shown. */
static void filter__that_nothing_fits__leaves_keys_nothing_to_act_on(void **unused)
{
	(void)unused;
	static const struct {
		const char *key, *told;
	} keys[] = {
		{ "a", "No scope fits the filter." },
		{ "E", "There is no row here." },
		{ "w", "There is no row here." },
		{ "i", "There is no row here." },
		{ "o", NULL },
		{ "y", NULL },
		{ "enter", NULL },
		{ "space", NULL },
		{ "D", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		desk_keys(desk, "tab /");
		desk_event(desk, children_event(MG, true, PAYMENTS, EDGE, SUB_PROD, NULL));
		desk_type(desk, "pay");
		assert_string_equal(desk_target(desk), PAYMENTS);
		desk_type(desk, "zzz");
		desk_keys(desk, "enter");
		assert_int_equal(desk_rows(desk, "scope"), 0);
		desk_forget(desk);
		desk_keys(desk, keys[i].key);
		assert_null(desk_dialog(desk));
		assert_int_equal(desk_count_all(desk), 0);
		assert_non_null(desk_notice(desk));
		if (keys[i].told != NULL)
			assert_string_equal(desk_notice(desk), keys[i].told);
		desk_keys(desk, "esc esc"); /* what was said, and the filter */
		assert_null(desk_reason(desk, "activate"));
	}
}

/* In each pane and on each screen: what is shown is nothing, and so is what a key does. */
static void filter__that_nothing_fits__leaves_no_key_anything(void **unused)
{
	(void)unused;
	static const char *const panes[] = {
		"", "shift-tab", "tab shift-tab", "2", "3", "4", "4 t"
	};
	static const char *const keys[] = { "a",     "D", "E",     "w", "i", "o", "y",
					    "enter", "d", "space", "x", "*", "W" };
	for (size_t i = 0; i < G_N_ELEMENTS(panes); i++) {
		for (size_t j = 0; j < G_N_ELEMENTS(keys); j++) {
			g_autoptr(Desk) desk = desk_new(80, 24);
			desk_load(desk);
			desk_keys(desk, panes[i]);
			desk_keys(desk, "/");
			desk_type(desk, "qqzzqqzz");
			desk_keys(desk, "enter");
			assert_int_equal(desk_rows(desk, desk_focus(desk)), 0);
			desk_forget(desk);
			desk_keys(desk, keys[j]);
			if (desk_dialog(desk) != NULL ||
			    desk_count(desk, EFFECT_OPEN_URL) + desk_count(desk, EFFECT_COPY) > 0)
				fail_msg("%s, %s: %s", panes[i], keys[j], desk_dialog(desk));
		}
	}
}

static void long_list__is_taken_in_pieces__with_keys_between(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	g_autoptr(Event) event = children_event(MG, true, SUB_PROD, NULL);
	for (int i = 0; i < 4000; i++) {
		g_autofree char *id = g_strdup_printf(SUB_PROD "/resourceGroups/rg-%04d", i);
		g_auto(Scope) scope = { 0 };
		scope_init(&scope, SCOPE_RESOURCE_GROUP, id, NULL);
		g_ptr_array_add(event->rows, scope_new_copy(&scope));
	}
	desk_hold(desk);
	desk_event(desk, g_steal_pointer(&event));
	assert_true(desk_wants_more(desk));
	assert_false(desk_knows_all_scopes(desk));
	/* A key is served at once, and asks for nothing more than is asked for already. */
	desk_keys(desk, "/");
	assert_false(desk_wants_more(desk));
	assert_true(desk_is_filtering(desk));
	int steps = 0;
	for (desk_wait(desk, 0); desk_wants_more(desk); desk_wait(desk, 0))
		assert_true(++steps < 20);
	assert_true(steps >= 3);
	assert_true(desk_knows_all_scopes(desk));
	assert_int_equal(desk_count_scopes(desk), 4001);
	desk_type(desk, "g-3999");
	assert_int_equal(desk_rows(desk, "scope"), 3);
	assert_string_equal(desk_selected_scope(desk), "rg-3999");
	desk_type(desk, "x");
	assert_int_equal(desk_rows(desk, "scope"), 0);
	desk_keys(desk, "backspace");
	assert_int_equal(desk_rows(desk, "scope"), 3);
}

static void last_scope__is_where_the_pane_opens(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	g_autoptr(Eligibility) row = make_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform");
	desk_event(desk, last_scope_event(row, PAYMENTS, "rg-payments"));
	desk_load(desk);
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
	assert_int_equal(desk_rows(desk, "scope"), 3);
	g_autofree char *line = desk_policy_line(desk);
	assert_true(g_str_has_prefix(line, "Contributor on rg-payments"));
}

static void scope__chosen_for_one_row__is_kept_while_another_is_looked_at(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	desk_event(desk, children_event(MG, false, SUB_PROD, SUB_DEV, NULL));
	desk_keys(desk, "G tab tab j j");
	assert_string_equal(desk_focus(desk), "eligible");
	assert_string_equal(desk_selected_scope(desk), "sub-prod");
	desk_keys(desk, "g");
	assert_string_equal(desk_selected_scope(desk), "33333333-3333-3333-3333-333333333333");
}

static void row__that_cannot_be_narrowed__shows_its_own_scope_alone(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "j");
	assert_string_equal(desk_selected_scope(desk), "directory");
	desk_keys(desk, "tab right /");
	desk_type(desk, "x");
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 0);
}

static void pasted_url__shows_the_covering_roles_at_that_scope(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_paste(desk, "https://portal.azure.com/#@contoso.com/resource" PAYMENTS "/overview\n");
	/* sub-prod covers it; Platform may, as long as its tree is not known. */
	assert_int_equal(desk_rows(desk, "eligible"), 2);
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
	assert_true(desk_intent(desk, INTENT_LIST_CHILDREN)->is_deep);
	desk_event(desk, children_event(MG, true, SUB_DEV, NULL));
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	desk_keys(desk, "esc esc");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
}

/* Where pastes are not marked, the id comes as keys. */
static void typed_id__opens_at_its_scope__as_a_pasted_one_does(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "/");
	desk_type(desk, PAYMENTS);
	desk_keys(desk, "enter");
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
}

static void pasted_id__covered_by_nothing__is_said(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_event(desk, children_event(MG, true, SUB_DEV, NULL));
	desk_keys(desk, "j");
	g_autofree char *role = g_strdup(desk_selected_role(desk));
	g_autofree char *scope = g_strdup(desk_selected_scope(desk));
	desk_keys(desk, "/");
	desk_paste(desk, "/subscriptions/99999999-9999-9999-9999-999999999999");
	assert_string_equal(desk_selected_role(desk), role);
	assert_string_equal(desk_selected_scope(desk), scope);
	desk_keys(desk, "esc");
	desk_paste(desk, "/subscriptions/99999999-9999-9999-9999-999999999999");
	assert_string_equal(desk_notice(desk),
			    "No eligible role covers 99999999-9999-9999-9999-999999999999.");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	desk_paste(desk, "quit\nq");
	assert_string_equal(
		desk_notice(desk),
		"The pasted text is no resource id, no portal URL, and tells of no denial.");
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 0);
}

#define CORP "/providers/Microsoft.Management/managementGroups/corp"
#define LAND "/providers/Microsoft.Management/managementGroups/landing"

static bool reads_children_of(const Desk *desk, const char *id)
{
	const Intent *intent = desk_intent(desk, INTENT_LIST_CHILDREN);
	return g_strcmp0(intent->scope.id, id) == 0 && !intent->is_deep;
}

static void answer_children(Desk *desk, Event *event)
{
	event->intent_id = desk_intent(desk, INTENT_LIST_CHILDREN)->id;
	desk_event(desk, event);
}

/* A deep list tells of no subscription where it hangs: that is read, from above. */
static void filter_and_branches__show_one_tree(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "tab");
	answer_children(desk, children_event(MG, false, LAND, NULL));
	desk_keys(desk, "/");
	desk_type(desk, "pay");
	answer_children(desk, children_event(MG, true, PAYMENTS, SUB_PROD, CORP, LAND, NULL));
	desk_keys(desk, "enter esc");
	/* The groups one after the other, in whichever order. */
	assert_true(reads_children_of(desk, CORP));
	answer_children(desk, children_event(CORP, false, SUB_PROD, NULL));
	assert_true(reads_children_of(desk, LAND));
	answer_children(desk, children_event(LAND, false, CORP, NULL));
	assert_int_equal(desk_count_intents(desk, INTENT_LIST_CHILDREN), 4);
	desk_keys(desk, "/");
	desk_type(desk, "pay");
	/* Platform, landing, corp, the subscription, rg-payments: one below the other. */
	assert_int_equal(desk_rows(desk, "scope"), 5);
	desk_keys(desk, "enter esc");
	assert_int_equal(desk_rows(desk, "scope"), 5);
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
}

/* The name of a resource group finds the roles that cover it, behind those that have it in their row. */
static void filter_of_roles__finds_what_covers_a_scope(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "/");
	desk_type(desk, "rg-payments");
	assert_true(desk_intent(desk, INTENT_LIST_CHILDREN)->is_deep);
	desk_event(desk, children_event(MG, true, SUB_PROD, PAYMENTS, EDGE, NULL));
	assert_int_equal(desk_rows(desk, "eligible"), 2);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Contributor");
	assert_string_equal(desk_grant(desk, "eligible", 1)->role.name, "Key Vault Officer");
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "vault rg-pay");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "rg-edge");
	assert_int_equal(desk_rows(desk, "eligible"), 3);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Owner");
	/* A word in the middle of a name is not meant: all that is shown can be marked by one key. */
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "edge");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
}

/* To take all of what reaches far is said once more, and with how much it is. */
static void wide_scope__is_asked_for_twice(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_string_equal(desk_selected_role(desk), "Contributor");
	desk_keys(desk, "a");
	assert_string_equal(desk_focus(desk), "scope");
	assert_null(desk_dialog(desk));
	assert_string_equal(desk_notice(desk),
			    "Choose where: a once more asks for all of Platform.");
	desk_keys(desk, "a");
	assert_string_equal(desk_dialog(desk), "All of it?");
	assert_true(desk_intent(desk, INTENT_LIST_CHILDREN)->is_deep);
	g_autofree char *counting = desk_dialog_text(desk);
	assert_non_null(strstr(counting, "all of Platform (management group): everything below"));
	desk_event(desk, children_event(MG, true, PAYMENTS, SUB_DEV, EDGE, SUB_PROD, NULL));
	g_autofree char *counted = desk_dialog_text(desk);
	assert_non_null(strstr(counted, "Platform (management group): 2 subscriptions, 2 resource "
					"groups"));
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
	/* Less than a subscription is not asked about. */
	desk_keys(desk, "j a");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_string_equal(desk_form_scope(desk, 0), SUB_PROD);
}

static void wide_scope__among_marks__is_asked_for_twice(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "* a");
	assert_string_equal(desk_dialog(desk), "All of it?");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Contributor"));
	assert_null(strstr(text, "Owner"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_int_equal(desk_form_rows(desk), 4);
}

static void policy__is_read_for_the_focus_only__two_at_a_time(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 1);
	g_autofree char *reading = desk_policy_line(desk);
	assert_string_equal(reading, "Contributor on Platform: reading what it needs…");
	const Intent *intent = desk_intent(desk, INTENT_READ_POLICY);
	desk_keys(desk, "j j j k");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 2);

	/* The answer to the first lets the one looked at now be read. */
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = 8 * 3600;
	Event *event = policy_event(intent->eligibility, intent->scope.id, policy);
	event->intent_id = intent->id;
	desk_event(desk, event);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 3);
	assert_string_equal(desk_intent(desk, INTENT_READ_POLICY)->eligibility->grant.role.name,
			    "Key Vault Officer");
	desk_keys(desk, "g");
	g_autofree char *known = desk_policy_line(desk);
	assert_string_equal(known, "Contributor on Platform: up to 8h");
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_READ_POLICY)->id));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 3);
}

static void policy__unreadable__asks_for_a_reason(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	const Intent *intent = desk_intent(desk, INTENT_READ_POLICY);
	Event *event = policy_event(intent->eligibility, intent->scope.id, NULL);
	event->intent_id = intent->id;
	event->problem = problem_new(PROBLEM_NOT_ALLOWED, "forbidden", "No right to read.", NULL);
	desk_event(desk, event);
	g_autofree char *line = desk_policy_line(desk);
	assert_string_equal(line,
			    "Contributor on Platform: its rules could not be read; give a reason");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tree__is_empty_without_rows__and_opens_at_the_own_scope),
		cmocka_unit_test(children__are_asked_for__when_a_branch_opens),
		cmocka_unit_test(children__that_fail__are_told_and_can_be_asked_again),
		cmocka_unit_test(filter__loads_deep_and_searches_the_whole_tree),
		cmocka_unit_test(filter__that_nothing_fits__leaves_keys_nothing_to_act_on),
		cmocka_unit_test(filter__that_nothing_fits__leaves_no_key_anything),
		cmocka_unit_test(long_list__is_taken_in_pieces__with_keys_between),
		cmocka_unit_test(last_scope__is_where_the_pane_opens),
		cmocka_unit_test(scope__chosen_for_one_row__is_kept_while_another_is_looked_at),
		cmocka_unit_test(row__that_cannot_be_narrowed__shows_its_own_scope_alone),
		cmocka_unit_test(pasted_url__shows_the_covering_roles_at_that_scope),
		cmocka_unit_test(typed_id__opens_at_its_scope__as_a_pasted_one_does),
		cmocka_unit_test(pasted_id__covered_by_nothing__is_said),
		cmocka_unit_test(filter_and_branches__show_one_tree),
		cmocka_unit_test(filter_of_roles__finds_what_covers_a_scope),
		cmocka_unit_test(wide_scope__is_asked_for_twice),
		cmocka_unit_test(wide_scope__among_marks__is_asked_for_twice),
		cmocka_unit_test(policy__is_read_for_the_focus_only__two_at_a_time),
		cmocka_unit_test(policy__unreadable__asks_for_a_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
