/* What a deny assignment takes away no role is told to permit. */
#include "frontend/why-words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SUB   "/subscriptions/11111111-1111-4111-8111-111111111111"
#define RG    SUB "/resourceGroups/rg"
#define SITE  RG "/providers/Microsoft.Web/sites/pay"
#define WRITE "Microsoft.Web/sites/write"
#define READ  "Microsoft.Web/sites/read"

typedef struct World {
	GPtrArray *needs, *eligibilities, *assignments, *definitions, *denies;
	Operations *operations;
} World;

static Grant *add_eligible(World *world, const char *role)
{
	Eligibility *row = eligibility_new();
	row->grant.role.id = g_strdup(role);
	row->grant.role.name = g_strdup(role);
	scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, SUB, NULL);
	row->grant.id = grant_make_id(WORKLOAD_AZURE, role, SUB, ACCESS_NONE, NULL);
	g_ptr_array_add(world->eligibilities, row);
	return &row->grant;
}

static void add_role(World *world, const char *role, const char *lines)
{
	RoleDefinition *definition = role_definition_from_lines(lines);
	definition->role.id = g_strdup(role);
	definition->role.name = g_strdup(role);
	g_ptr_array_add(world->definitions, definition);
	add_eligible(world, role);
}

static void add_deny(World *world, Denies whom, const char *lines)
{
	DenyAssignment *deny = deny_assignment_new();
	deny->id = g_strdup(RG "/providers/Microsoft.Authorization/denyAssignments/d");
	deny->name = g_strdup("Keep it");
	deny->scope = g_strdup(RG);
	deny->whom = whom;
	g_ptr_array_add(deny->permissions, role_definition_from_lines(lines));
	g_ptr_array_add(world->denies, deny);
}

static void world_init(World *world)
{
	world->needs = g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
	world->eligibilities = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	world->assignments = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	world->definitions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	world->denies = g_ptr_array_new_with_free_func((GDestroyNotify)deny_assignment_free);
	world->operations = operations_new();
	g_ptr_array_add(world->needs, need_new(WRITE, PLANE_CONTROL, SITE));
	g_ptr_array_add(world->needs, need_new(READ, PLANE_CONTROL, SITE));
	add_role(world, "Contributor", "actions: *");
	add_role(world, "Reader", "actions: */read");
}

static void world_clear(World *world)
{
	g_ptr_array_unref(world->needs);
	g_ptr_array_unref(world->eligibilities);
	g_ptr_array_unref(world->assignments);
	g_ptr_array_unref(world->definitions);
	g_ptr_array_unref(world->denies);
	operations_free(world->operations);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_clear)

static Why *ask(const World *world)
{
	const WhyQuestion question = {
		.needs = world->needs,
		.eligibilities = world->eligibilities,
		.assignments = world->assignments,
		.definitions = world->definitions,
		.denies = world->denies,
		.operations = world->operations,
	};
	return why_answer(&question);
}

static const char *first_role(const Why *why)
{
	const Way *way = why->ways->pdata[0];
	assert_int_equal(way->targets->len, 1);
	return role_label(&((const Target *)way->targets->pdata[0])->eligibility->grant.role);
}

static void why__tells_no_role__for_what_is_denied(void **state)
{
	g_auto(World) world = { 0 };
	(void)state;
	world_init(&world);
	add_deny(&world, DENIES_SURELY, "actions: */write");
	g_autoptr(Why) why = ask(&world);
	/* Writing is denied: the least role for what is left is Reader, and Contributor is named after it. */
	assert_string_equal(first_role(why), "Reader");
	assert_true(bits_has(why->denied, 0));
	assert_false(bits_has(why->had, 0));
	assert_true(bits_has(why->had, 1));
	assert_int_equal(why->denied_rows->len, 1);
	const WhyDenied *denied = why->denied_rows->pdata[0];
	assert_string_equal(denied->row->grant.role.name, "Contributor");
	assert_string_equal(denied->need->action, WRITE);
	/* What is denied is not lacking: it is told by itself. */
	assert_null(lacking_sentence(why, false, false));
	g_autoptr(GPtrArray) sentences = deny_sentences(why);
	assert_int_equal(sentences->len, 1);
	assert_string_equal(sentences->pdata[0],
			    "The deny assignment \"Keep it\" at rg takes away " WRITE
			    " at pay. No role helps: it goes before every role.");
	const Wording wording = { 0 };
	g_autoptr(GPtrArray) rows = why_rows(&wording, why, world.eligibilities, false);
	assert_int_equal(rows->len, 3);
	assert_non_null(((const WhyRow *)rows->pdata[2])->denied);
}

static void why__tells_a_doubt__where_a_group_is_named(void **state)
{
	g_auto(World) world = { 0 };
	(void)state;
	world_init(&world);
	add_deny(&world, DENIES_MAYBE, "actions: */write");
	g_autoptr(Why) why = ask(&world);
	assert_string_equal(first_role(why), "Contributor");
	assert_true(bits_is_empty(why->denied));
	assert_true(why_has_possible_deny(why));
	g_autoptr(GPtrArray) sentences = deny_sentences(why);
	assert_int_equal(sentences->len, 1);
	assert_string_equal(sentences->pdata[0],
			    "The deny assignment \"Keep it\" at rg may take away " WRITE
			    " at pay: whether it is about you is not known.");
}

/* What is active is not told to permit it either. */
static void why__tells_no_active_role__for_what_is_denied(void **state)
{
	g_auto(World) world = { 0 };
	(void)state;
	world_init(&world);
	Assignment *active = assignment_new();
	grant_copy(&active->grant, &((Eligibility *)world.eligibilities->pdata[0])->grant);
	g_ptr_array_add(world.assignments, active);
	add_deny(&world, DENIES_SURELY, "actions: */write");
	g_autoptr(Why) why = ask(&world);
	assert_null(why->allowed->pdata[0]);
	assert_non_null(why->allowed->pdata[1]);
	assert_true(bits_has(why->missing, 0));
	assert_int_equal(why->ways->len, 0);
}

static void why__asks_for_denies__once_a_place(void **state)
{
	g_auto(World) world = { 0 };
	(void)state;
	world_init(&world);
	g_ptr_array_add(world.needs,
			need_new("microsoft.directory/users/create", PLANE_DIRECTORY, NULL));
	g_ptr_array_add(world.needs, need_new("Microsoft.Web/sites/delete", PLANE_CONTROL, SITE));
	for (int i = 0; i < 2; i++)
		g_ptr_array_add(world.needs,
				need_new("Microsoft.Web/sites/read", PLANE_CONTROL, SITE));
	g_autoptr(GPtrArray) places = why_places_to_ask(world.needs);
	/* What is written may not be there yet: its group; what is read or deleted is. */
	assert_int_equal(places->len, 2);
	assert_string_equal(places->pdata[0], RG);
	assert_string_equal(places->pdata[1], SITE);
	g_autofree char *words = unasked_denies_words(places);
	assert_string_equal(words, "Deny assignments at rg and 1 more place are not known: one "
				   "would go before every role.");
	assert_null(unasked_denies_words(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why__tells_no_role__for_what_is_denied),
		cmocka_unit_test(why__tells_a_doubt__where_a_group_is_named),
		cmocka_unit_test(why__tells_no_active_role__for_what_is_denied),
		cmocka_unit_test(why__asks_for_denies__once_a_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
