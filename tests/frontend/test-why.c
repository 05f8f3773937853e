#include "frontend/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/why-words.h"
#include "src/model/denial.h"
#include "tests/frontend/why-world.h"

#define SUB "/subscriptions/11111111-1111-4111-8111-111111111111"
#define RG  SUB "/resourceGroups/rg"
#define VM  RG "/providers/Microsoft.Compute/virtualMachines/vm"

static GPtrArray *needs_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
}

static void add_need(GPtrArray *needs, const char *action, const char *scope)
{
	g_ptr_array_add(needs, need_new(action, PLANE_CONTROL, scope));
}

static void assert_ways(const Why *why, const char *expected)
{
	g_autofree char *ways = world_ways_text(why);
	assert_string_equal(ways, expected);
}

static void why_answer__names_no_role__that_does_not_permit_it(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all", "actions: *");
	world_add_role(&world, "taken",
		       "actions: *\nnot actions: Microsoft.Compute/*/start/action");
	world_add_role(&world, "data", "data actions: *");
	world_add_role(&world, "vm", "actions: microsoft.compute/virtualMachines/*/ACTION");
	world_add_role(&world, "elsewhere", "actions: *");
	world_add_eligible(&world, "all", SUB);
	world_add_eligible(&world, "taken", SUB);
	world_add_eligible(&world, "data", SUB);
	world_add_eligible(&world, "vm", RG);
	world_add_eligible(&world, "elsewhere", SUB "/resourceGroups/other");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Compute/virtualMachines/start/action", VM);
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "vm@vm, all@vm");
	assert_int_equal(why->unknown->len, 0);
	world_clear(&world);
}

static void why_answer__tells_conditions_and_what_is_not_known__last(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all", "actions: *");
	world_add_role(&world, "sometimes",
		       "actions: Microsoft.Web/sites/read\n"
		       "under a condition: Microsoft.Web/sites/read");
	world_add_role(&world, "narrow", "actions: Microsoft.Web/sites/read");
	world_add_eligible(&world, "sometimes", RG);
	world_add_eligible(&world, "all", RG);
	world_add_eligible(&world, "unreadable", RG);
	world_add_eligible(&world, "narrow", RG)->condition =
		g_strdup("@Resource[x] StringEquals 'y'");
	world_add_eligible(&world, "all", "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "all@rg, narrow@rg?, sometimes@rg?");
	assert_int_equal(why->unknown->len, 2);
	const WhyUnknown *first = why->unknown->pdata[0], *second = why->unknown->pdata[1];
	assert_string_equal(first->row->grant.role.name, "unreadable");
	assert_int_equal(second->reason, UNKNOWN_SCOPE);
	world_clear(&world);
}

static void why_answer__looks_at_what_is_active__first(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "reader", "actions: */read");
	world_add_role(&world, "all", "actions: *");
	world_add_eligible(&world, "all", SUB);
	world_add_active(&world, "reader", SUB);
	world_add_active(&world, "all", RG)->is_unconfirmed = true;
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG);
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_non_null(why->allowed->pdata[0]);
	assert_null(why->allowed->pdata[1]);
	assert_false(bits_has(why->missing, 0));
	assert_true(bits_has(why->missing, 1));
	assert_ways(why, "all@rg");
	world_clear(&world);
}

static void why_answer__takes_several_roles__where_one_is_more(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all", "actions: *");
	world_add_role(&world, "web", "actions: Microsoft.Web/*");
	world_add_role(&world, "store", "actions: Microsoft.Storage/*");
	world_add_eligible(&world, "all", SUB);
	world_add_eligible(&world, "web", RG);
	world_add_eligible(&world, "store", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/write", RG "/providers/Microsoft.Web/sites/s");
	add_need(needs, "Microsoft.Storage/storageAccounts/read",
		 SUB "/resourceGroups/b/providers/Microsoft.Storage/storageAccounts/a");
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "store@a + web@rg, all@11111111-1111-4111-8111-111111111111");
	const Wording wording = { 0 };
	g_autofree char *command =
		way_command(&wording, why->ways->pdata[0], world.eligibilities, false);
	assert_string_equal(command, "myroles activate --role=store --scope=" SUB
				     "/resourceGroups/b/providers/Microsoft.Storage/"
				     "storageAccounts/a --role=web --scope=" RG);
	/* … each for its own. */
	const Way *first = why->ways->pdata[0];
	assert_true(bits_has(first->meets->pdata[0], 1) && bits_has(first->meets->pdata[1], 0));
	assert_int_equal(bits_count(first->meets->pdata[0]), 1);
	assert_int_equal(bits_count(first->meets->pdata[1]), 1);
	world_clear(&world);
}

/* One cannot stand at what is yet to be made. */
static void why_answer__goes_up__where_the_place_is_yet_to_be_made(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all", "actions: *");
	world_add_eligible(&world, "all", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Resources/subscriptions/resourceGroups/write", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG "/providers/Microsoft.Web/sites/s");
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "all@11111111-1111-4111-8111-111111111111");
	world_clear(&world);
}

/* What would take years to try must end while a person waits. */
static void why_answer__ends__with_many_rows_and_needs(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	g_autoptr(GPtrArray) needs = needs_new();
	for (int i = 0; i < 40; i++) {
		g_autofree char *action = g_strdup_printf("Microsoft.Web/t%d/read", i);
		g_autofree char *lines = g_strdup_printf(
			"actions: %s\nactions: Microsoft.Web/t%d/read", action, (i + 1) % 40);
		g_autofree char *name = g_strdup_printf("r%d", i);
		world_add_role(&world, name, lines);
		world_add_eligible(&world, name, RG);
		add_need(needs, action, RG);
	}
	g_autoptr(Why) why = world_ask(&world, needs);
	/* Nobody looks for twenty; one set is found all the same, and told as not surely the least. */
	assert_true(why->is_cut);
	assert_int_equal(why->ways->len, 1);
	world_clear(&world);
}

/* A pattern of what is in no list is more than a name that it stands for. */
static void why_answer__weighs__what_is_in_no_list(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all of it", "actions: Contoso.Own/*");
	world_add_role(&world, "three",
		       "actions: Contoso.Own/a/read\nactions: Contoso.Own/b/read\n"
		       "actions: Contoso.Own/c/read");
	world_add_role(&world, "but one", "actions: Contoso.Own/*\nnot actions: Contoso.Own/d/*");
	world_add_eligible(&world, "all of it", RG);
	world_add_eligible(&world, "but one", RG);
	world_add_eligible(&world, "three", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Contoso.Own/a/read", RG);
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "three@rg, but one@rg, all of it@rg");
	world_clear(&world);
}

/* One more role that makes it certain is worth it. */
static void why_answer__adds_a_role__for_what_is_under_a_condition(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "both",
		       "actions: Microsoft.Web/sites/read\nactions: Microsoft.Web/sites/"
		       "write\nunder a condition: Microsoft.Web/sites/write");
	world_add_role(&world, "web", "actions: Microsoft.Web/*/write");
	world_add_eligible(&world, "both", RG);
	world_add_eligible(&world, "web", RG);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG);
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_ways(why, "both@rg + web@rg, both@rg?");
	world_clear(&world);
}

/* What permits the one, and the other only perhaps, is told as both. */
static void why_answer__tells_a_doubt__beside_what_is_sure(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	world_add_role(&world, "all", "actions: *");
	world_add_eligible(&world, "all", "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Management/managementGroups/read",
		 "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(Why) why = world_ask(&world, needs);
	assert_int_equal(why->ways->len, 1);
	assert_false(bits_has(why->had, 0));
	assert_int_equal(why->unknown->len, 1);
	world_clear(&world);
}

/* A word about data beside one denial says nothing of another one. */
static void why_settle_planes__knows_better__than_a_text_of_several(void **state)
{
	(void)state;
	static const char text[] =
		"does not have authorization to perform action 'Microsoft.Web/sites/write' over "
		"scope '" RG "'\nForbiddenByRbac: does not have authorization to perform action "
		"'Microsoft.KeyVault/vaults/secrets/getSecret/action' over scope '" RG "'";
	g_autoptr(Operations) operations = operations_new();
	g_autoptr(Denial) denial = denial_parse(text, -1);
	why_settle_planes(operations, denial->needs);
	assert_int_equal(denial->needs->len, 2);
	assert_int_equal(((Need *)denial->needs->pdata[0])->plane, PLANE_CONTROL);
	assert_int_equal(((Need *)denial->needs->pdata[1])->plane, PLANE_DATA);
	assert_null(why_find_guess(operations, denial->needs));
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Contoso.Own/things/read", RG);
	assert_non_null(why_find_guess(operations, needs));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_answer__names_no_role__that_does_not_permit_it),
		cmocka_unit_test(why_answer__tells_conditions_and_what_is_not_known__last),
		cmocka_unit_test(why_answer__looks_at_what_is_active__first),
		cmocka_unit_test(why_answer__takes_several_roles__where_one_is_more),
		cmocka_unit_test(why_answer__goes_up__where_the_place_is_yet_to_be_made),
		cmocka_unit_test(why_answer__ends__with_many_rows_and_needs),
		cmocka_unit_test(why_answer__weighs__what_is_in_no_list),
		cmocka_unit_test(why_answer__adds_a_role__for_what_is_under_a_condition),
		cmocka_unit_test(why_answer__tells_a_doubt__beside_what_is_sure),
		cmocka_unit_test(why_settle_planes__knows_better__than_a_text_of_several),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
