/* The tree of scopes: lists in any order and size, and in a loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk.h"
#include "tui/widgets/tree.h"

static void deep_list__hangs_groups_below_their_subscription(void **unused)
{
	(void)unused;
	ScopeTree tree;
	tree_init(&tree);
	g_autoptr(Event) deep = children_event(MG, true, PAYMENTS, SUB_PROD, NULL);
	tree_take_deep(&tree, &deep->scope, deep->rows, 0, 100);
	tree_finish_deep(&tree, &deep->scope);
	const ScopeNode *group = tree_find(&tree, PAYMENTS);
	assert_string_equal(group->parent->scope.id, SUB_PROD);
	assert_string_equal(group->parent->parent->scope.id, MG);
	assert_true(group->parent->is_guess);

	/* A direct list knows better: the subscription is in a nested management group. */
	g_autoptr(Event) direct = children_event(MG "-nested", false, SUB_PROD, NULL);
	tree_take_children(&tree, &direct->scope, direct->rows, 0, G_MAXUINT);
	assert_string_equal(group->parent->parent->scope.id, MG "-nested");
	assert_false(group->parent->is_guess);
	tree_clear(&tree);
}

static ScopeNode *take_children(ScopeTree *tree, Event *children)
{
	tree_take_children(tree, &children->scope, children->rows, 0, G_MAXUINT);
	ScopeNode *node = tree_find(tree, children->scope.id);
	event_free(children);
	return node;
}

/* The deep list of a row further down guessed there, not at the root that is shown. */
static void guess__below_a_lower_group__is_read_for__too(void **unused)
{
	(void)unused;
	ScopeTree tree;
	tree_init(&tree);
	g_autoptr(Event) deep = children_event(MG "-landing", true, SUB_PROD, NULL);
	tree_take_deep(&tree, &deep->scope, deep->rows, 0, 100);
	tree_finish_deep(&tree, &deep->scope);
	take_children(&tree, children_event(MG "-landing", false, MG "-corp", NULL));
	ScopeNode *root = take_children(&tree, children_event(MG, false, MG "-landing", NULL));
	assert_string_equal(tree_find_unread(root)->scope.id, MG "-corp");
	take_children(&tree, children_event(MG "-corp", false, SUB_PROD, NULL));
	assert_string_equal(tree_find(&tree, SUB_PROD)->parent->scope.id, MG "-corp");
	assert_null(tree_find_unread(root));
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
	g_autoptr(Event) above = children_event(SUB_PROD, false, NULL, NULL);
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
	g_autoptr(Event) down = children_event(MG, false, SUB_PROD, MG, NULL);
	g_autoptr(Event) up = children_event(SUB_PROD, false, MG, SUB_PROD, NULL);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deep_list__hangs_groups_below_their_subscription),
		cmocka_unit_test(guess__below_a_lower_group__is_read_for__too),
		cmocka_unit_test(children__taken_in_pieces__are_in_order),
		cmocka_unit_test(loop__in_a_servers_answers__makes_no_loop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
