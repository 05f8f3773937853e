#include "frontend/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/why-words.h"
#include "src/json/plan-reader.h"
#include "src/model/denial.h"
#include "tests/unit/roles-folder.h"

#define SUB "/subscriptions/11111111-1111-4111-8111-111111111111"
#define RG  SUB "/resourceGroups/rg"
#define VM  RG "/providers/Microsoft.Compute/virtualMachines/vm"

/* ---- a world ---- */

typedef struct World {
	GPtrArray *eligibilities, *assignments, *definitions;
	Operations *operations;
	const cJSON *tree; /* a subscription or group → its group */
} World;

static void world_init(World *world)
{
	world->eligibilities = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	world->assignments = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	world->definitions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	world->operations = operations_new();
	world->tree = NULL;
}

static void world_clear(World *world)
{
	g_ptr_array_unref(world->eligibilities);
	g_ptr_array_unref(world->assignments);
	g_ptr_array_unref(world->definitions);
	operations_free(world->operations);
}

static RoleDefinition *add_role(World *world, const char *name, const char *lines)
{
	RoleDefinition *definition = role_definition_from_lines(lines);
	definition->role.id = g_strdup(name);
	definition->role.name = g_strdup(name);
	g_ptr_array_add(world->definitions, definition);
	return definition;
}

static void fill(Grant *grant, const char *role, const char *scope)
{
	grant->role.id = g_strdup(role);
	grant->role.name = g_strdup(role);
	scope_init(&grant->scope, scope_type_from_arm_id(scope), scope, NULL);
	grant->id = grant_make_id(WORKLOAD_AZURE, role, scope, ACCESS_NONE, NULL);
}

static Grant *add_eligible(World *world, const char *role, const char *scope)
{
	Eligibility *row = eligibility_new();
	fill(&row->grant, role, scope);
	g_ptr_array_add(world->eligibilities, row);
	return &row->grant;
}

static Assignment *add_active(World *world, const char *role, const char *scope)
{
	Assignment *row = assignment_new();
	fill(&row->grant, role, scope);
	g_ptr_array_add(world->assignments, row);
	return row;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static Covers look_into_tree(const Grant *grant, const char *scope_id, gpointer data)
{
	const World *world = data;
	if (world->tree == NULL)
		return COVERS_MAYBE;
	g_auto(GStrv) parts = g_strsplit(scope_id, "/", 6);
	const bool is_group = g_str_has_prefix(scope_id, "/providers/");
	const char *at = is_group ? parts[4] : parts[2];
	while (at != NULL) {
		if (g_ascii_strcasecmp(at, last_part(grant->scope.id)) == 0)
			return COVERS_SURELY;
		at = cJSON_GetStringValue(cJSON_GetObjectItem(world->tree, at));
	}
	return COVERS_NOT;
}

static Why *ask(const World *world, const GPtrArray *needs)
{
	why_settle_planes(world->operations, needs);
	const WhyQuestion question = {
		.needs = needs,
		.eligibilities = world->eligibilities,
		.assignments = world->assignments,
		.definitions = world->definitions,
		.operations = world->operations,
		.covers = look_into_tree,
		.covers_data = (gpointer)world,
	};
	return why_answer(&question);
}

/* "A@scope + B@scope" of a way, "?" behind it where it is not certain. */
static char *way_text(const Way *way)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		g_string_append_printf(text, "%s%s@%s", i > 0 ? " + " : "",
				       role_label(&target->eligibility->grant.role),
				       last_part(target->scope.id));
	}
	return g_string_free(g_string_append(text, way->is_certain ? "" : "?"), FALSE);
}

static char *ways_text(const Why *why)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < why->ways->len; i++) {
		g_autofree char *way = way_text(why->ways->pdata[i]);
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", way);
	}
	return g_string_free(text, FALSE);
}

static GPtrArray *needs_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
}

static void add_need(GPtrArray *needs, const char *action, const char *scope)
{
	g_ptr_array_add(needs, need_new(action, PLANE_CONTROL, scope));
}

/* ---- the folder's person ---- */

static const char *text_of(const cJSON *json, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(json, name));
}

static void take_patterns(GPtrArray *patterns, const cJSON *role, const char *name)
{
	const cJSON *pattern = NULL;
	cJSON_ArrayForEach(pattern, cJSON_GetObjectItem(role, name))
		g_ptr_array_add(patterns, g_strstrip(g_strdup(cJSON_GetStringValue(pattern))));
}

static void take_role(World *world, const cJSON *role, WorkloadId workload)
{
	RoleDefinition *definition = add_role(world, text_of(role, "name"), "");
	g_free(definition->role.id);
	definition->role.id = g_strdup(text_of(role, "id"));
	definition->workload = workload;
	take_patterns(definition->actions, role, "actions");
	take_patterns(definition->not_actions, role, "notActions");
	take_patterns(definition->data_actions, role, "dataActions");
	take_patterns(definition->not_data_actions, role, "notDataActions");
	take_patterns(definition->conditional, role, "conditional");
}

static const cJSON *find_role(const cJSON *const *lists, const char *name)
{
	const cJSON *found = NULL;
	for (size_t i = 0; found == NULL && lists[i] != NULL; i++)
		found = roles_folder_find(lists[i], name);
	return found;
}

static void take_person(World *world, const cJSON *person, const cJSON *azure, const cJSON *entra)
{
	const cJSON *const lists[] = { cJSON_GetObjectItem(person, "customRoles"), azure, NULL };
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(person, "eligible"))
	{
		const cJSON *role = find_role(lists, text_of(row, "role"));
		assert_non_null(role);
		take_role(world, role, WORKLOAD_AZURE);
		Grant *grant = add_eligible(world, text_of(row, "role"), text_of(row, "scope"));
		g_free(grant->role.id);
		grant->role.id = g_strdup(text_of(role, "id"));
	}
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(person, "entra"))
	{
		const cJSON *role = roles_folder_find(entra, cJSON_GetStringValue(row));
		assert_non_null(role);
		take_role(world, role, WORKLOAD_ENTRA);
		Grant *grant = add_eligible(world, text_of(role, "id"), "/");
		grant->workload = WORKLOAD_ENTRA;
		grant->scope.type = SCOPE_DIRECTORY;
		g_free(grant->role.name);
		grant->role.name = g_strdup(text_of(role, "name"));
	}
	world->tree = cJSON_GetObjectItem(person, "tree");
}

/* Is the scope between the narrowest that would do and the safe one? A resource group is as good. */
static bool is_good_scope(const char *scope, const cJSON *activation)
{
	const char *safe = text_of(activation, "activateAt");
	const char *narrow = text_of(activation, "narrowest");
	return safe == NULL || (scope_id_covers(safe, scope) && scope_id_covers(scope, narrow));
}

static bool is_activation(const Target *target, const cJSON *activation)
{
	const Grant *grant = &target->eligibility->grant;
	const char *at = text_of(activation, "eligibleAt");
	return strcmp(grant->role.name, text_of(activation, "role")) == 0 &&
	       (at == NULL || scope_id_equal(grant->scope.id, at)) &&
	       is_good_scope(target->scope.id, activation);
}

static bool is_option(const Way *way, const cJSON *option)
{
	const cJSON *activation = NULL;
	guint matched = 0;
	cJSON_ArrayForEach(activation, option)
	{
		for (guint i = 0; i < way->targets->len; i++)
			matched += is_activation(way->targets->pdata[i], activation);
	}
	return matched >= (guint)cJSON_GetArraySize(option) && way->targets->len == matched;
}

static bool has_way(const Why *why, const cJSON *option)
{
	for (guint i = 0; i < why->ways->len; i++) {
		if (is_option(why->ways->pdata[i], option))
			return true;
	}
	return false;
}

static void check_case(const World *world, const cJSON *row, const Denial *denial)
{
	const char *file = text_of(row, "file");
	guint i = 0;
	const cJSON *expected = NULL;
	cJSON_ArrayForEach(expected, cJSON_GetObjectItem(row, "needs"))
	{
		Need *need = denial->needs->pdata[i++];
		if (text_of(expected, "scope") != NULL)
			need_set_scope(need, text_of(expected, "scope"));
	}
	g_autoptr(Why) why = ask(world, denial->needs);
	g_autofree char *ways = ways_text(why);
	const cJSON *option = NULL;
	cJSON_ArrayForEach(option, cJSON_GetObjectItem(row, "options"))
	{
		if (!has_way(why, option))
			fail_msg("%s: %s lacks %s", file, ways, cJSON_Print(option));
	}
	const cJSON *first = cJSON_GetObjectItem(row, "first");
	if (first == NULL)
		first = cJSON_GetArrayItem(cJSON_GetObjectItem(row, "options"), 0);
	if (cJSON_IsTrue(cJSON_GetObjectItem(row, "robust")) &&
	    !is_option(why->ways->pdata[0], first))
		fail_msg("%s: %s", file, ways);
	guint certain = 0;
	for (guint k = 0; k < why->ways->len; k++)
		certain += ((const Way *)why->ways->pdata[k])->is_certain;
	if (certain > (guint)cJSON_GetArraySize(cJSON_GetObjectItem(row, "options")))
		fail_msg("%s: %s", file, ways);
}

static void why_answer__puts_the_least_first__for_all_denials(void **state)
{
	(void)state;
	cJSON *json = roles_folder_read_json("denials/expected.json");
	cJSON *person = roles_folder_read_json("persona.json");
	cJSON *azure = roles_folder_read_json("azure-roles.json");
	cJSON *entra = roles_folder_read_json("entra-roles.json");
	World world;
	world_init(&world);
	const cJSON *roles = cJSON_GetObjectItem(azure, "roles");
	const cJSON *directory = cJSON_GetObjectItem(entra, "roles");
	take_person(&world, person, roles != NULL ? roles : azure,
		    directory != NULL ? directory : entra);
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases"))
	{
		g_autofree char *path = g_build_filename("denials", text_of(row, "file"), NULL);
		gsize length = 0;
		g_autofree char *text = roles_folder_read(path, &length);
		g_autoptr(Denial) denial = denial_parse(text, (gssize)length);
		if (denial->needs->len > 0)
			check_case(&world, row, denial);
	}
	world_clear(&world);
	cJSON_Delete(json);
	cJSON_Delete(person);
	cJSON_Delete(azure);
	cJSON_Delete(entra);
}

static void check_plan(const World *world, const cJSON *row)
{
	g_autofree char *path = g_build_filename("plans", text_of(row, "file"), NULL);
	gsize length = 0;
	g_autofree char *text = roles_folder_read(path, &length);
	g_autoptr(Terraform) terraform = terraform_new();
	g_autoptr(PlanReader) reader = plan_reader_new(terraform);
	plan_reader_feed(reader, text, length);
	g_autoptr(Plan) plan = plan_reader_finish(reader, NULL);
	assert_non_null(plan);
	g_autoptr(PlanNeeds) needs = plan_find_needs(plan, terraform, NULL);
	g_autoptr(Why) why = ask(world, needs->needs);
	g_autofree char *ways = ways_text(why);
	const cJSON *option = NULL;
	assert_false(why->is_cut);
	cJSON_ArrayForEach(option, cJSON_GetObjectItem(row, "options"))
	{
		if (!has_way(why, option))
			fail_msg("%s: %s lacks %s", path, ways, cJSON_Print(option));
	}
	/* What a condition may take away comes after all that is sure. */
	bool was_certain = true;
	for (guint i = 0; i < why->ways->len; i++) {
		const Way *way = why->ways->pdata[i];
		assert_true(was_certain || !way->is_certain);
		was_certain = way->is_certain;
	}
	assert_true(((const Way *)why->ways->pdata[0])->is_certain);
}

static void why_answer__finds_the_sets__for_all_plans(void **state)
{
	(void)state;
	cJSON *json = roles_folder_read_json("plans/expected.json");
	cJSON *person = roles_folder_read_json("persona.json");
	cJSON *azure = roles_folder_read_json("azure-roles.json");
	cJSON *entra = roles_folder_read_json("entra-roles.json");
	World world;
	world_init(&world);
	const cJSON *roles = cJSON_GetObjectItem(azure, "roles");
	const cJSON *directory = cJSON_GetObjectItem(entra, "roles");
	take_person(&world, person, roles != NULL ? roles : azure,
		    directory != NULL ? directory : entra);
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases")) check_plan(&world, row);
	world_clear(&world);
	cJSON_Delete(json);
	cJSON_Delete(person);
	cJSON_Delete(azure);
	cJSON_Delete(entra);
}

/* ---- small worlds ---- */

static void assert_ways(const Why *why, const char *expected)
{
	g_autofree char *ways = ways_text(why);
	assert_string_equal(ways, expected);
}

static void why_answer__names_no_role__that_does_not_permit_it(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	add_role(&world, "all", "actions: *");
	add_role(&world, "taken", "actions: *\nnot actions: Microsoft.Compute/*/start/action");
	add_role(&world, "data", "data actions: *");
	add_role(&world, "vm", "actions: microsoft.compute/virtualMachines/*/ACTION");
	add_role(&world, "elsewhere", "actions: *");
	add_eligible(&world, "all", SUB);
	add_eligible(&world, "taken", SUB);
	add_eligible(&world, "data", SUB);
	add_eligible(&world, "vm", RG);
	add_eligible(&world, "elsewhere", SUB "/resourceGroups/other");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Compute/virtualMachines/start/action", VM);
	g_autoptr(Why) why = ask(&world, needs);
	assert_ways(why, "vm@vm, all@vm");
	assert_int_equal(why->unknown->len, 0);
	world_clear(&world);
}

static void why_answer__tells_conditions_and_what_is_not_known__last(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	add_role(&world, "all", "actions: *");
	add_role(&world, "sometimes",
		 "actions: Microsoft.Web/sites/read\n"
		 "under a condition: Microsoft.Web/sites/read");
	add_role(&world, "narrow", "actions: Microsoft.Web/sites/read");
	add_eligible(&world, "sometimes", RG);
	add_eligible(&world, "all", RG);
	add_eligible(&world, "unreadable", RG);
	add_eligible(&world, "narrow", RG)->condition = g_strdup("@Resource[x] StringEquals 'y'");
	add_eligible(&world, "all", "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	g_autoptr(Why) why = ask(&world, needs);
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
	add_role(&world, "reader", "actions: */read");
	add_role(&world, "all", "actions: *");
	add_eligible(&world, "all", SUB);
	add_active(&world, "reader", SUB);
	add_active(&world, "all", RG)->is_unconfirmed = true;
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG);
	g_autoptr(Why) why = ask(&world, needs);
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
	add_role(&world, "all", "actions: *");
	add_role(&world, "web", "actions: Microsoft.Web/*");
	add_role(&world, "store", "actions: Microsoft.Storage/*");
	add_eligible(&world, "all", SUB);
	add_eligible(&world, "web", RG);
	add_eligible(&world, "store", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/write", RG "/providers/Microsoft.Web/sites/s");
	add_need(needs, "Microsoft.Storage/storageAccounts/read",
		 SUB "/resourceGroups/b/providers/Microsoft.Storage/storageAccounts/a");
	g_autoptr(Why) why = ask(&world, needs);
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
	add_role(&world, "all", "actions: *");
	add_eligible(&world, "all", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Resources/subscriptions/resourceGroups/write", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG "/providers/Microsoft.Web/sites/s");
	g_autoptr(Why) why = ask(&world, needs);
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
		add_role(&world, name, lines);
		add_eligible(&world, name, RG);
		add_need(needs, action, RG);
	}
	g_autoptr(Why) why = ask(&world, needs);
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
	add_role(&world, "all of it", "actions: Contoso.Own/*");
	add_role(&world, "three",
		 "actions: Contoso.Own/a/read\nactions: Contoso.Own/b/read\n"
		 "actions: Contoso.Own/c/read");
	add_role(&world, "but one", "actions: Contoso.Own/*\nnot actions: Contoso.Own/d/*");
	add_eligible(&world, "all of it", RG);
	add_eligible(&world, "but one", RG);
	add_eligible(&world, "three", SUB);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Contoso.Own/a/read", RG);
	g_autoptr(Why) why = ask(&world, needs);
	assert_ways(why, "three@rg, but one@rg, all of it@rg");
	world_clear(&world);
}

/* One more role that makes it certain is worth it. */
static void why_answer__adds_a_role__for_what_is_under_a_condition(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	add_role(&world, "both",
		 "actions: Microsoft.Web/sites/read\nactions: Microsoft.Web/sites/"
		 "write\nunder a condition: Microsoft.Web/sites/write");
	add_role(&world, "web", "actions: Microsoft.Web/*/write");
	add_eligible(&world, "both", RG);
	add_eligible(&world, "web", RG);
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Web/sites/write", RG);
	g_autoptr(Why) why = ask(&world, needs);
	assert_ways(why, "both@rg + web@rg, both@rg?");
	world_clear(&world);
}

/* What permits the one, and the other only perhaps, is told as both. */
static void why_answer__tells_a_doubt__beside_what_is_sure(void **state)
{
	(void)state;
	World world;
	world_init(&world);
	add_role(&world, "all", "actions: *");
	add_eligible(&world, "all", "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(GPtrArray) needs = needs_new();
	add_need(needs, "Microsoft.Web/sites/read", RG);
	add_need(needs, "Microsoft.Management/managementGroups/read",
		 "/providers/Microsoft.Management/managementGroups/m");
	g_autoptr(Why) why = ask(&world, needs);
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
		cmocka_unit_test(why_answer__puts_the_least_first__for_all_denials),
		cmocka_unit_test(why_answer__finds_the_sets__for_all_plans),
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
