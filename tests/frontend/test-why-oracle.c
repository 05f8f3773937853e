/*
 * Which roles permit what was asked for, held against an expansion of each role over all operations that are known by name, made with
 * regular expressions and with no code of the program's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "frontend/why.h"

#define SUB    "/subscriptions/11111111-1111-4111-8111-111111111111"
#define ROLES  12
#define ROUNDS 100

static const char *const scopes[] = {
	SUB,
	SUB "/resourceGroups/a",
	SUB "/resourceGroups/b",
	SUB "/resourceGroups/a/providers/Microsoft.Web/sites/x",
	SUB "/resourceGroups/b/providers/Microsoft.Sql/servers/y",
};

typedef struct World {
	Operations *operations;
	GRand *random;
	GPtrArray *definitions;   /* RoleDefinition* */
	GPtrArray *eligibilities; /* Eligibility* */
	Bits *powers[ROLES];      /* of each definition: places in the list */
	guint role_of[64];        /* of each eligibility */
} World;

/* ---- the oracle ---- */

/* A star is anything; one between slashes may be nothing together with one of them. */
static GRegex *regex_of(const char *pattern)
{
	GString *text = g_string_new("^");
	for (const char *at = pattern; *at != '\0'; at++) {
		if (g_str_has_prefix(at, "/*/")) {
			g_string_append(text, "/(?:.*/)?");
			at += 2;
		} else if (*at == '*') {
			g_string_append(text, ".*");
		} else {
			g_string_append_printf(text, *at == '.' ? "\\%c" : "%c", *at);
		}
	}
	g_string_append_c(text, '$');
	g_autofree char *source = g_string_free(text, FALSE);
	GRegex *regex = g_regex_new(source, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	assert_non_null(regex);
	return regex;
}

static void apply(const World *world, const GPtrArray *patterns, unsigned plane, bool is_taken,
		  Bits *powers)
{
	for (guint i = 0; i < patterns->len; i++) {
		GRegex *regex = regex_of(patterns->pdata[i]);
		g_autoptr(Bits) matched = bits_new(bits_room(powers));
		for (guint k = 0; k < operations_count(world->operations); k++) {
			unsigned planes = 0;
			const char *name = operations_name(world->operations, k, &planes);
			if ((planes & plane) != 0 && g_regex_match(regex, name, 0, NULL))
				bits_add(matched, k);
		}
		if (is_taken)
			bits_remove_all(powers, matched);
		else
			bits_add_all(powers, matched);
		g_regex_unref(regex);
	}
}

static bool is_below(const char *scope, const char *outer)
{
	const size_t length = strlen(outer);
	return g_ascii_strncasecmp(scope, outer, length) == 0 &&
	       (scope[length] == '\0' || scope[length] == '/');
}

static bool can_meet(const World *world, guint row, guint operation, const char *scope)
{
	const Eligibility *eligible = world->eligibilities->pdata[row];
	return bits_has(world->powers[world->role_of[row]], operation) &&
	       is_below(scope, eligible->grant.scope.id);
}

/* ---- worlds ---- */

static const char *random_operation(const World *world, guint *place)
{
	unsigned planes = 0;
	const char *name = NULL;
	do {
		*place = (guint)g_rand_int_range(world->random, 0,
						 (gint32)operations_count(world->operations));
		name = operations_name(world->operations, *place, &planes);
	} while (planes != 1u << PLANE_CONTROL);
	return name;
}

/* A name with some of its words replaced by stars, or all behind the second by one. */
static char *random_pattern(const World *world)
{
	guint place = 0;
	g_auto(GStrv) parts = g_strsplit(random_operation(world, &place), "/", -1);
	const guint count = g_strv_length(parts);
	const bool is_short = g_rand_boolean(world->random) && count > 2;
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < (is_short ? 2 : count); i++) {
		const bool is_star = g_rand_int_range(world->random, 0, (gint32)count) == 0;
		g_string_append_printf(text, "%s%s", i > 0 ? "/" : "", is_star ? "*" : parts[i]);
	}
	return g_string_free(g_string_append(text, is_short ? "/*" : ""), FALSE);
}

static void add_role(World *world, guint number, const char *pattern)
{
	RoleDefinition *definition = role_definition_new();
	definition->role.id = g_strdup_printf("role-%u", number);
	definition->role.name = g_strdup(definition->role.id);
	const int count = g_rand_int_range(world->random, 1, 5);
	for (int i = 0; i < count; i++)
		g_ptr_array_add(definition->actions,
				pattern != NULL ? g_strdup(pattern) : random_pattern(world));
	for (int i = g_rand_int_range(world->random, 0, 3); i > 0; i--)
		g_ptr_array_add(definition->not_actions, random_pattern(world));
	Bits *powers = bits_new(operations_count(world->operations));
	apply(world, definition->actions, 1u << PLANE_CONTROL, false, powers);
	apply(world, definition->not_actions, 1u << PLANE_CONTROL, true, powers);
	world->powers[number] = powers;
	g_ptr_array_add(world->definitions, definition);
}

static void add_rows(World *world)
{
	g_ptr_array_set_size(world->eligibilities, 0);
	for (guint i = 0; i < 10; i++) {
		Eligibility *row = eligibility_new();
		const guint role = (guint)g_rand_int_range(world->random, 0, ROLES);
		const char *scope =
			scopes[g_rand_int_range(world->random, 0, G_N_ELEMENTS(scopes))];
		const RoleDefinition *definition = world->definitions->pdata[role];
		row->grant.role.id = g_strdup(definition->role.id);
		row->grant.role.name = g_strdup(definition->role.name);
		scope_init(&row->grant.scope, scope_type_from_arm_id(scope), scope, NULL);
		row->grant.id = g_strdup_printf("row-%u", i);
		world->role_of[i] = role;
		g_ptr_array_add(world->eligibilities, row);
	}
}

static void world_init(World *world)
{
	static const char *const wide[] = { "*", "*/read", "*/write", "microsoft.web/*",
					    "microsoft.sql/*/read" };
	*world = (World){ .operations = operations_new(), .random = g_rand_new_with_seed(20260) };
	world->definitions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	world->eligibilities = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	for (guint i = 0; i < ROLES; i++)
		add_role(world, i, i < G_N_ELEMENTS(wide) ? wide[i] : NULL);
}

static void world_clear(World *world)
{
	for (guint i = 0; i < ROLES; i++)
		bits_free(world->powers[i]);
	g_ptr_array_unref(world->eligibilities);
	g_ptr_array_unref(world->definitions);
	g_rand_free(world->random);
	operations_free(world->operations);
}

/* ---- what has to hold ---- */

static guint row_of(const World *world, const Target *target)
{
	for (guint i = 0; i < world->eligibilities->len; i++) {
		const Eligibility *row = world->eligibilities->pdata[i];
		if (strcmp(row->grant.id, target->eligibility->grant.id) == 0)
			return i;
	}
	fail_msg("%s", target->eligibility->grant.id);
	return 0;
}

static Bits *powers_of(const World *world, const Way *way)
{
	Bits *powers = bits_new(operations_count(world->operations));
	for (guint i = 0; i < way->targets->len; i++)
		bits_add_all(powers,
			     world->powers[world->role_of[row_of(world, way->targets->pdata[i])]]);
	return powers;
}

/* Each target reaches what it is there for, and all that can be had is had. */
static void check_way(const World *world, const Why *why, const Way *way, const guint *operations)
{
	g_autoptr(Bits) met = bits_new(why->needs->len);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		const Bits *meets = way->meets->pdata[i];
		const guint row = row_of(world, target);
		assert_false(bits_is_empty(meets));
		for (int need = bits_next(meets, 0); need >= 0;
		     need = bits_next(meets, (guint)need + 1)) {
			const Need *what = why->needs->pdata[need];
			assert_true(can_meet(world, row, operations[need], what->scope));
			assert_true(is_below(what->scope, target->scope.id));
		}
		const Eligibility *eligible = world->eligibilities->pdata[row];
		assert_true(is_below(target->scope.id, eligible->grant.scope.id));
		bits_add_all(met, meets);
	}
	assert_true(bits_are_equal(met, why->had));
}

/* No wider one stands before one that it holds. */
static void check_order(const World *world, const Why *why)
{
	for (guint i = 0; i < why->ways->len; i++) {
		g_autoptr(Bits) first = powers_of(world, why->ways->pdata[i]);
		for (guint k = i + 1; k < why->ways->len; k++) {
			g_autoptr(Bits) later = powers_of(world, why->ways->pdata[k]);
			if (bits_are_within(later, first) && !bits_are_equal(later, first))
				fail_msg("%u is wider than %u", i, k);
		}
	}
}

/* Of all sets of rows, none that permits everything is smaller than the first way. */
static void check_least(const World *world, const Why *why, const guint *operations)
{
	g_autoptr(Bits) first = powers_of(world, why->ways->pdata[0]);
	for (guint set = 1; set < 1u << world->eligibilities->len; set++) {
		g_autoptr(Bits) met = bits_new(why->needs->len);
		g_autoptr(Bits) powers = bits_new(bits_room(first));
		for (guint row = 0; row < world->eligibilities->len; row++) {
			if ((set & 1u << row) == 0)
				continue;
			bits_add_all(powers, world->powers[world->role_of[row]]);
			for (guint need = 0; need < why->needs->len; need++) {
				if (can_meet(world, row, operations[need],
					     ((const Need *)why->needs->pdata[need])->scope))
					bits_add(met, need);
			}
		}
		if (bits_are_within(why->had, met) && bits_are_within(powers, first) &&
		    !bits_are_equal(powers, first))
			fail_msg("%u permits less", set);
	}
}

static void check(const World *world, const Why *why, const guint *operations)
{
	for (guint need = 0; need < why->needs->len; need++) {
		bool can = false;
		for (guint row = 0; row < world->eligibilities->len; row++)
			can = can || can_meet(world, row, operations[need],
					      ((const Need *)why->needs->pdata[need])->scope);
		assert_int_equal(can, bits_has(why->had, need));
	}
	assert_int_equal(why->ways->len > 0, !bits_is_empty(why->had));
	for (guint i = 0; i < why->ways->len; i++)
		check_way(world, why, why->ways->pdata[i], operations);
	check_order(world, why);
}

static void why_answer__agrees__with_an_expansion_of_all_operations(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	for (guint round = 0; round < ROUNDS; round++) {
		add_rows(&world);
		g_autoptr(GPtrArray) needs =
			g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
		guint operations[4] = { 0 };
		const int count = g_rand_int_range(world.random, 1, 5);
		for (int i = 0; i < count; i++) {
			const char *action = random_operation(&world, &operations[i]);
			const char *scope =
				scopes[g_rand_int_range(world.random, 1, G_N_ELEMENTS(scopes))];
			g_ptr_array_add(needs, need_new(action, PLANE_CONTROL, scope));
		}
		g_autoptr(GPtrArray) none = g_ptr_array_new();
		const WhyQuestion question = { .needs = needs,
					       .eligibilities = world.eligibilities,
					       .assignments = none,
					       .definitions = world.definitions,
					       .operations = world.operations };
		g_autoptr(Why) why = why_answer(&question);
		check(&world, why, operations);
		if (round % 30 == 0 && why->ways->len > 0)
			check_least(&world, why, operations);
	}
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_answer__agrees__with_an_expansion_of_all_operations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
