/* Update scripts of the scope pane: tree, last scope, pasted ids, policies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"

static const char *selected_scope(const Script *script)
{
	const ScopeNode *node = state_selected_scope(script->state);
	return node ? scope_label(&node->scope) : "(none)";
}

static size_t scopes(const Script *script)
{
	return pane_count(state_pane(script->state, PANE_SCOPE));
}

static void tree__is_empty_without_rows__and_opens_at_the_own_scope(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	assert_int_equal(scopes(script), 0);
	script_load(script);
	assert_int_equal(scopes(script), 1);
	assert_string_equal(selected_scope(script), "Platform");
	assert_int_equal(script_count_intents(script, INTENT_LIST_CHILDREN), 0);
}

static void children__are_asked_for__when_a_branch_opens(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab");
	const Intent *intent = script_intent(script, INTENT_LIST_CHILDREN);
	assert_non_null(intent);
	assert_string_equal(intent->scope.id, MG);
	assert_false(intent->is_deep);
	script_event(script, script_children(MG, false, SUB_PROD, SUB_DEV, NULL));
	assert_int_equal(scopes(script), 3);

	script_keys(script, "j right");
	assert_int_equal(script_count_intents(script, INTENT_LIST_CHILDREN), 2);
	assert_string_equal(script_intent(script, INTENT_LIST_CHILDREN)->scope.id, SUB_PROD);
	script_event(script, script_children(SUB_PROD, false, EDGE, PAYMENTS, NULL));
	assert_int_equal(scopes(script), 5);
	script_keys(script, "right j");
	assert_string_equal(selected_scope(script), "rg-payments");

	/* Closing hides, the target stays what was chosen last on the way. */
	script_keys(script, "left left");
	assert_int_equal(scopes(script), 3);
	assert_string_equal(selected_scope(script), "22222222-2222-2222-2222-222222222222");
	script_keys(script, "enter");
	assert_int_equal(scopes(script), 5);
	assert_int_equal(script_count_intents(script, INTENT_LIST_CHILDREN), 2);
}

static void children__that_fail__are_told_and_can_be_asked_again(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab");
	Event *event = event_new(EVENT_CHILDREN, script_intent(script, INTENT_LIST_CHILDREN)->id);
	scope_init(&event->scope, SCOPE_MANAGEMENT_GROUP, MG, NULL);
	event->problem = problem_new(PROBLEM_UNREACHABLE, "timed-out", "No answer.", NULL);
	script_event(script, event);
	assert_string_equal(state_notice(script->state)->text, "Platform: No answer.");
	script_keys(script, "left right right");
	assert_int_equal(script_count_intents(script, INTENT_LIST_CHILDREN), 2);
}

static void filter__loads_deep_and_searches_the_whole_tree(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab /");
	script_type(script, "pay");
	const Intent *intent = script_intent(script, INTENT_LIST_CHILDREN);
	assert_true(intent->is_deep);
	assert_string_equal(intent->scope.id, MG);
	assert_int_equal(scopes(script), 0);
	/* Resource groups before their subscription: order does not matter. */
	script_event(script, script_children(MG, true, PAYMENTS, SUB_DEV, EDGE, SUB_PROD, NULL));
	assert_int_equal(scopes(script), 3); /* Platform, the subscription, rg-payments */
	assert_true(state_scope_at(script->state, 2)->is_match);
	assert_false(state_scope_at(script->state, 1)->is_match);
	/* What fits is selected, not what lies on the way to it. */
	assert_string_equal(selected_scope(script), "rg-payments");
	script_keys(script, "enter");
	assert_string_equal(
		state_target_scope(script->state, state_selected_eligible(script->state))->id,
		PAYMENTS);
	script_keys(script, "esc");
	assert_string_equal(selected_scope(script), "rg-payments");
}

/* One message as the loop would send it; true when the state asks to go on. */
static bool send(Script *script, MessageKind kind, const Event *event, Key key)
{
	Message message = { .kind = kind, .now = script->now, .event = event };
	message.input.key = key;
	script_forget(script);
	state_update(script->state, &message, script->effects);
	return script_count(script, EFFECT_CONTINUE) > 0;
}

static void long_list__is_taken_in_pieces__with_keys_between(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab");
	g_autoptr(Event) event = script_children(MG, true, SUB_PROD, NULL);
	for (int i = 0; i < 4000; i++) {
		g_autofree char *id = g_strdup_printf(SUB_PROD "/resourceGroups/rg-%04d", i);
		g_auto(Scope) scope = { 0 };
		scope_init(&scope, SCOPE_RESOURCE_GROUP, id, NULL);
		g_ptr_array_add(event->rows, scope_new_copy(&scope));
	}
	assert_true(send(script, MESSAGE_EVENT, event, KEY_NONE));
	const ScopeNode *root = script->state->tree.root;
	assert_int_not_equal(root->deep, CHILDREN_LOADED);
	/* A key is served at once, and asks for nothing more than is asked for already. */
	assert_false(send(script, MESSAGE_KEY, NULL, '/'));
	assert_true(script->state->is_filtering);
	int steps = 0;
	while (send(script, MESSAGE_TIME, NULL, KEY_NONE))
		assert_true(++steps < 20);
	assert_true(steps >= 3);
	assert_int_equal(root->deep, CHILDREN_LOADED);
	assert_int_equal(tree_count_below(root), 4001);
	script_type(script, "g-3999");
	assert_int_equal(scopes(script), 3);
	assert_string_equal(selected_scope(script), "rg-3999");
	script_type(script, "x");
	assert_int_equal(scopes(script), 0);
	script_keys(script, "backspace");
	assert_int_equal(scopes(script), 3);
}

static void deep_list__hangs_groups_below_their_subscription(void **unused)
{
	(void)unused;
	ScopeTree tree;
	tree_init(&tree);
	g_autoptr(Event) deep = script_children(MG, true, PAYMENTS, SUB_PROD, NULL);
	tree_take_deep(&tree, &deep->scope, deep->rows, 0, 100);
	tree_finish_deep(&tree, &deep->scope);
	const ScopeNode *group = tree_find(&tree, PAYMENTS);
	assert_string_equal(group->parent->scope.id, SUB_PROD);
	assert_string_equal(group->parent->parent->scope.id, MG);
	assert_true(group->parent->is_guess);

	/* A direct list knows better: the subscription is in a nested management group. */
	g_autoptr(Event) direct = script_children(MG "-nested", false, SUB_PROD, NULL);
	tree_take_children(&tree, &direct->scope, direct->rows, 0, G_MAXUINT);
	assert_string_equal(group->parent->parent->scope.id, MG "-nested");
	assert_false(group->parent->is_guess);
	tree_clear(&tree);
}

/* More than are kept in order one by one, in no order, and in pieces that another list interrupts. */
static void children__taken_in_pieces__are_in_order(void **unused)
{
	enum { COUNT = 9001, PIECE = 1000 };
	(void)unused;
	ScopeTree tree;
	tree_init(&tree);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	for (guint i = 0; i < COUNT; i++) {
		const guint number = i * 7919 % COUNT; /* each once */
		g_autofree char *name = g_strdup_printf("rg-%05u", number);
		g_autofree char *id = g_strdup_printf(SUB_PROD "/resourceGroups/%s", name);
		Scope *scope = g_new0(Scope, 1);
		scope_init(scope, SCOPE_RESOURCE_GROUP, id, name);
		g_ptr_array_add(rows, scope);
	}
	g_autoptr(Event) above = script_children(SUB_PROD, false, NULL, NULL);
	for (guint from = 0; from < COUNT; from += PIECE) {
		tree_take_children(&tree, &above->scope, rows, from, PIECE);
		tree_take_deep(&tree, &above->scope, rows, from / 2, PIECE / 2);
	}
	tree_show(&tree, &above->scope, true);
	tree.root->is_expanded = true;
	g_autoptr(GPtrArray) visible = g_ptr_array_new();
	tree_flatten(&tree, "", visible);
	assert_int_equal(visible->len, COUNT + 1);
	for (guint i = 1; i < visible->len; i++) {
		g_autofree char *expected = g_strdup_printf("rg-%05u", i - 1);
		const ScopeNode *node = g_ptr_array_index(visible, i);
		assert_string_equal(node->scope.name, expected);
	}
	assert_int_equal(tree.root->state, CHILDREN_LOADED);
	tree_clear(&tree);
}

static void loop__in_a_servers_answers__makes_no_loop(void **unused)
{
	(void)unused;
	ScopeTree tree;
	tree_init(&tree);
	g_autoptr(Event) down = script_children(MG, false, SUB_PROD, MG, NULL);
	g_autoptr(Event) up = script_children(SUB_PROD, false, MG, SUB_PROD, NULL);
	tree_take_children(&tree, &down->scope, down->rows, 0, G_MAXUINT);
	tree_take_children(&tree, &up->scope, up->rows, 0, G_MAXUINT);
	tree_take_deep(&tree, &up->scope, up->rows, 0, 1);
	tree_take_deep(&tree, &up->scope, up->rows, 1, 1);
	tree_show(&tree, &down->scope, true);
	g_autoptr(GPtrArray) visible = g_ptr_array_new();
	tree_flatten(&tree, "2", visible);
	assert_true(visible->len <= 2);
	assert_int_equal(tree_count_below(tree.root), 1);
	tree_clear(&tree);
}

static void last_scope__is_where_the_pane_opens(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	g_autoptr(Eligibility) row = script_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform");
	Event *event = event_new(EVENT_LAST_SCOPES, 0);
	event->last_scopes = g_ptr_array_new_with_free_func((GDestroyNotify)last_scope_free);
	LastScope *last = g_new0(LastScope, 1);
	last->eligibility_id = g_strdup(row->grant.id);
	scope_init(&last->scope, SCOPE_RESOURCE_GROUP, PAYMENTS, "rg-payments");
	g_ptr_array_add(event->last_scopes, last);
	script_event(script, event);
	script_load(script);
	assert_string_equal(selected_scope(script), "rg-payments");
	assert_int_equal(scopes(script), 3);
	g_autofree char *line = state_policy_line(script->state);
	assert_true(g_str_has_prefix(line, "Contributor on rg-payments"));
}

static void scope__chosen_for_one_row__is_kept_while_another_is_looked_at(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "tab");
	script_event(script, script_children(MG, false, SUB_PROD, SUB_DEV, NULL));
	script_keys(script, "G tab tab j j");
	assert_int_equal(script->state->focus, PANE_ELIGIBLE);
	assert_string_equal(selected_scope(script), "sub-prod");
	script_keys(script, "g");
	assert_string_equal(selected_scope(script), "33333333-3333-3333-3333-333333333333");
}

static void row__that_cannot_be_narrowed__shows_its_own_scope_alone(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "j");
	assert_string_equal(selected_scope(script), "directory");
	script_keys(script, "tab right /");
	script_type(script, "x");
	assert_int_equal(script_count_intents(script, INTENT_LIST_CHILDREN), 0);
}

static void pasted_url__shows_the_covering_roles_at_that_scope(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_paste(script,
		     "https://portal.azure.com/#@contoso.com/resource" PAYMENTS "/overview\n");
	const Pane *pane = state_pane(script->state, PANE_ELIGIBLE);
	/* sub-prod covers it; Platform may, as long as its tree is not known. */
	assert_int_equal(pane_count(pane), 2);
	assert_string_equal(state_selected_eligible(script->state)->grant.role.name,
			    "Key Vault Officer");
	assert_string_equal(selected_scope(script), "rg-payments");
	assert_true(script_intent(script, INTENT_LIST_CHILDREN)->is_deep);
	script_event(script, script_children(MG, true, SUB_DEV, NULL));
	assert_int_equal(pane_count(pane), 1);
	script_keys(script, "esc esc");
	assert_int_equal(pane_count(pane), 4);
	assert_string_equal(selected_scope(script), "rg-payments");
}

/* Where pastes are not marked, the id comes as keys. */
static void typed_id__opens_at_its_scope__as_a_pasted_one_does(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "/");
	script_type(script, PAYMENTS);
	script_keys(script, "enter");
	assert_string_equal(state_selected_eligible(script->state)->grant.role.name,
			    "Key Vault Officer");
	assert_string_equal(selected_scope(script), "rg-payments");
}

static void pasted_id__covered_by_nothing__is_said(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_event(script, script_children(MG, true, SUB_DEV, NULL));
	script_keys(script, "j");
	g_autofree char *role = g_strdup(state_selected_eligible(script->state)->grant.role.name);
	g_autofree char *scope = g_strdup(selected_scope(script));
	script_keys(script, "/");
	script_paste(script, "/subscriptions/99999999-9999-9999-9999-999999999999");
	assert_string_equal(state_selected_eligible(script->state)->grant.role.name, role);
	assert_string_equal(selected_scope(script), scope);
	script_keys(script, "esc");
	script_paste(script, "/subscriptions/99999999-9999-9999-9999-999999999999");
	assert_string_equal(state_notice(script->state)->text,
			    "No eligible role covers 99999999-9999-9999-9999-999999999999.");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	script_paste(script, "quit\nq");
	assert_string_equal(state_notice(script->state)->text,
			    "The pasted text is no resource id and no portal URL.");
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
}

static void policy__is_read_for_the_focus_only__two_at_a_time(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 1);
	g_autofree char *reading = state_policy_line(script->state);
	assert_string_equal(reading, "Contributor on Platform: reading what it needs…");
	const Intent *intent = script_intent(script, INTENT_READ_POLICY);
	script_keys(script, "j j j k");
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 2);

	/* The answer to the first lets the one looked at now be read. */
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = 8 * 3600;
	Event *event = script_policy(intent->eligibility, intent->scope.id, policy);
	event->intent_id = intent->id;
	script_event(script, event);
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 3);
	assert_string_equal(script_intent(script, INTENT_READ_POLICY)->eligibility->grant.role.name,
			    "Key Vault Officer");
	script_keys(script, "g");
	g_autofree char *known = state_policy_line(script->state);
	assert_string_equal(known, "Contributor on Platform: up to 8h");
	script_event(script,
		     event_new(EVENT_INTENT_DONE, script_intent(script, INTENT_READ_POLICY)->id));
	assert_int_equal(script_count_intents(script, INTENT_READ_POLICY), 3);
}

static void policy__unreadable__asks_for_a_reason(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	const Intent *intent = script_intent(script, INTENT_READ_POLICY);
	Event *event = script_policy(intent->eligibility, intent->scope.id, NULL);
	event->intent_id = intent->id;
	event->problem = problem_new(PROBLEM_NOT_ALLOWED, "forbidden", "No right to read.", NULL);
	script_event(script, event);
	g_autofree char *line = state_policy_line(script->state);
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
		cmocka_unit_test(long_list__is_taken_in_pieces__with_keys_between),
		cmocka_unit_test(deep_list__hangs_groups_below_their_subscription),
		cmocka_unit_test(children__taken_in_pieces__are_in_order),
		cmocka_unit_test(loop__in_a_servers_answers__makes_no_loop),
		cmocka_unit_test(last_scope__is_where_the_pane_opens),
		cmocka_unit_test(scope__chosen_for_one_row__is_kept_while_another_is_looked_at),
		cmocka_unit_test(row__that_cannot_be_narrowed__shows_its_own_scope_alone),
		cmocka_unit_test(pasted_url__shows_the_covering_roles_at_that_scope),
		cmocka_unit_test(typed_id__opens_at_its_scope__as_a_pasted_one_does),
		cmocka_unit_test(pasted_id__covered_by_nothing__is_said),
		cmocka_unit_test(policy__is_read_for_the_focus_only__two_at_a_time),
		cmocka_unit_test(policy__unreadable__asks_for_a_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
