/* Denials and plans with what is right for them, where the folder of roles is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/why-words.h"
#include "src/json/plan-reader.h"
#include "src/model/denial.h"
#include "tests/frontend/why-world.h"
#include "tests/unit/roles-folder.h"

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
	RoleDefinition *definition = world_add_role(world, text_of(role, "name"), "");
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
		Grant *grant =
			world_add_eligible(world, text_of(row, "role"), text_of(row, "scope"));
		g_free(grant->role.id);
		grant->role.id = g_strdup(text_of(role, "id"));
	}
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(person, "entra"))
	{
		const cJSON *role = roles_folder_find(entra, cJSON_GetStringValue(row));
		assert_non_null(role);
		take_role(world, role, WORKLOAD_ENTRA);
		Grant *grant = world_add_eligible(world, text_of(role, "id"), "/");
		grant->workload = WORKLOAD_ENTRA;
		grant->scope.type = SCOPE_DIRECTORY;
		g_free(grant->role.name);
		grant->role.name = g_strdup(text_of(role, "name"));
	}
	world->tree = cJSON_GetObjectItem(person, "tree");
}

/* The person with all roles there; the files belong to the world as long as it is asked. */
typedef struct Folder {
	cJSON *person, *azure, *entra;
	World world;
} Folder;

static void folder_read(Folder *folder)
{
	folder->person = roles_folder_read_json("persona.json");
	folder->azure = roles_folder_read_json("azure-roles.json");
	folder->entra = roles_folder_read_json("entra-roles.json");
	world_init(&folder->world);
	const cJSON *roles = cJSON_GetObjectItem(folder->azure, "roles");
	const cJSON *directory = cJSON_GetObjectItem(folder->entra, "roles");
	take_person(&folder->world, folder->person, roles != NULL ? roles : folder->azure,
		    directory != NULL ? directory : folder->entra);
}

static void folder_clear(Folder *folder)
{
	world_clear(&folder->world);
	cJSON_Delete(folder->person);
	cJSON_Delete(folder->azure);
	cJSON_Delete(folder->entra);
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
	g_autoptr(Why) why = world_ask(world, denial->needs);
	g_autofree char *ways = world_ways_text(why);
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
	Folder folder;
	folder_read(&folder);
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases"))
	{
		g_autofree char *path = g_build_filename("denials", text_of(row, "file"), NULL);
		gsize length = 0;
		g_autofree char *text = roles_folder_read(path, &length);
		g_autoptr(Denial) denial = denial_parse(text, (gssize)length);
		if (denial->needs->len > 0)
			check_case(&folder.world, row, denial);
	}
	folder_clear(&folder);
	cJSON_Delete(json);
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
	g_autoptr(Why) why = world_ask(world, needs->needs);
	g_autofree char *ways = world_ways_text(why);
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
	Folder folder;
	folder_read(&folder);
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases")) check_plan(&folder.world, row);
	folder_clear(&folder);
	cJSON_Delete(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_answer__puts_the_least_first__for_all_denials),
		cmocka_unit_test(why_answer__finds_the_sets__for_all_plans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
