/*
 * Plans of Terraform: what is read of them, where their resources are, and what they need.
 */
#include "src/model/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "src/base/limits.h"
#include "src/json/plan-reader.h"
#include "src/json/walk.h"
#include "src/model/scope.h"
#include "tests/unit/roles-folder.h"

#define GUID "11111111-1111-4111-8111-111111111111"
#define SUB  "/subscriptions/" GUID
#define RG   SUB "/resourceGroups/rg"

#define AZURERM "\"provider_name\":\"registry.terraform.io/hashicorp/azurerm\""
#define AZAPI   "\"provider_name\":\"registry.opentofu.org/azure/azapi\""
#define CONFIGURATION                                                                            \
	"\"configuration\":{\"provider_config\":{\"azurerm\":{\"expressions\":{"                 \
	"\"subscription_id\":{\"references\":[\"var.sub\"]}}}},\"root_module\":{\"resources\":[" \
	"{\"address\":\"azurerm_role_assignment.a\",\"provider_config_key\":\"azurerm\","        \
	"\"expressions\":{\"scope\":{\"references\":[\"azurerm_key_vault.v[0].id\","             \
	"\"azurerm_key_vault.v[0]\"]}}}]}}"

/* ---- reading ---- */

/* In pieces of `piece` bytes. */
static Plan *read_pieces(const char *text, size_t piece, GError **error)
{
	g_autoptr(Terraform) terraform = terraform_new();
	g_autoptr(PlanReader) reader = plan_reader_new(terraform);
	const size_t length = strlen(text);
	for (size_t at = 0; at < length; at += piece)
		plan_reader_feed(reader, text + at, MIN(piece, length - at));
	return plan_reader_finish(reader, error);
}

static PlanNeeds *find_needs(const Plan *plan, const char *subscription)
{
	g_autoptr(Terraform) terraform = terraform_new();
	return plan_find_needs(plan, terraform, subscription);
}

/* "action at scope, …": "(data)" and "(new)" where they are so. */
static char *needs_text(const PlanNeeds *needs)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < needs->needs->len; i++) {
		const Need *need = needs->needs->pdata[i];
		g_string_append_printf(text, "%s%s%s%s %s\n", need->action,
				       need->plane == PLANE_DATA ? " (data)" : "",
				       need->is_made ? " (new)" : "", " at",
				       need->scope != NULL ? need->scope : "?");
	}
	return g_string_free(text, FALSE);
}

static void assert_needs(const char *changes, const char *subscription, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_strdup_printf(
		"{\"format_version\":\"1.2\",\"variables\":{\"sub\":{\"value\":\"" GUID
		"\"}},\"resource_changes\":[%s]," CONFIGURATION "}",
		changes);
	g_autoptr(Plan) plan = read_pieces(text, 7, &error);
	assert_null(error);
	g_autoptr(PlanNeeds) needs = find_needs(plan, subscription);
	g_autofree char *found = needs_text(needs);
	assert_string_equal(found, expected);
}

/* ---- the folder's ---- */

static const char *text_of(const cJSON *json, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(json, name));
}

static bool is_expected(const Need *need, const cJSON *row)
{
	return g_ascii_strcasecmp(need->action, text_of(row, "action")) == 0 &&
	       strcmp(plane_word(need->plane), text_of(row, "plane")) == 0 &&
	       scope_id_equal(need->scope, text_of(row, "scope")) &&
	       strcmp(need->whom, text_of(row, "for")) == 0;
}

static void check_plan(const cJSON *expected)
{
	const char *file = text_of(expected, "file");
	g_autofree char *path = g_build_filename("plans", file, NULL);
	gsize length = 0;
	g_autofree char *text = roles_folder_read(path, &length);
	for (size_t piece = 1; piece < 5000; piece = piece * 7 + 1) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = read_pieces(text, piece, &error);
		assert_null(error);
		g_autoptr(PlanNeeds) needs = find_needs(plan, NULL);
		const cJSON *rows = cJSON_GetObjectItem(expected, "needs");
		g_autofree char *found = needs_text(needs);
		const cJSON *row = NULL;
		cJSON_ArrayForEach(row, rows)
		{
			bool is_there = false;
			for (guint i = 0; i < needs->needs->len; i++)
				is_there = is_there || is_expected(needs->needs->pdata[i], row);
			if (!is_there)
				fail_msg("%s lacks %s in\n%s", file, cJSON_Print(row), found);
		}
		if (needs->needs->len != (guint)cJSON_GetArraySize(rows))
			fail_msg("%s has more:\n%s", file, found);
		assert_int_equal(needs->skipped->len, 0);
	}
}

static void plan__needs_what_is_expected__in_all_plans(void **state)
{
	(void)state;
	cJSON *json = roles_folder_read_json("plans/expected.json");
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases")) check_plan(row);
	cJSON_Delete(json);
}

/* ---- of azurerm ---- */

#define CHANGE(address, type, provider, actions, before, after)                        \
	"{\"address\":\"" address "\",\"type\":\"" type "\"," provider ",\"change\":{" \
	"\"actions\":[" actions "],\"before\":" before ",\"after\":" after "}}"
#define VAULT RG "/providers/Microsoft.KeyVault/vaults/v"
#define NEW_VAULT                                                                            \
	CHANGE("azurerm_key_vault.v[0]", "azurerm_key_vault", AZURERM, "\"create\"", "null", \
	       "{\"name\":\"v\",\"resource_group_name\":\"rg\"}")

static void plan_find_needs__follows_what_is_done(void **state)
{
	(void)state;
	/* Nothing, but what is read. */
	assert_needs(CHANGE("a", "azurerm_subnet", AZURERM, "\"no-op\"", "{}", "{}"), NULL, "");
	assert_needs(CHANGE("a", "azurerm_subnet", AZURERM, "\"forget\"", "{}", "null"), NULL, "");
	assert_needs(CHANGE("a", "random_id", "\"provider_name\":\"x/hashicorp/random\"",
			    "\"create\"", "null", "{}"),
		     NULL, "");
	assert_needs(CHANGE("a", "azurerm_resource_group", AZURERM, "\"create\"", "null",
			    "{\"name\":\"rg\"}"),
		     NULL,
		     "Microsoft.Resources/subscriptions/resourceGroups/read (new) at " RG
		     "\nMicrosoft.Resources/subscriptions/resourceGroups/write (new) at " RG "\n");
	/* What is replaced is deleted where it is, and made where it is to be. */
	assert_needs(CHANGE("a", "azurerm_route_table", AZURERM, "\"delete\",\"create\"",
			    "{\"id\":\"" RG "/providers/Microsoft.Network/routeTables/r\"}",
			    "{\"name\":\"new\",\"resource_group_name\":\"rg\"}"),
		     NULL,
		     "Microsoft.Network/routeTables/read at " RG
		     "/providers/Microsoft.Network/routeTables/r"
		     "\nMicrosoft.Network/routeTables/delete at " RG
		     "/providers/Microsoft.Network/routeTables/r"
		     "\nMicrosoft.Network/routeTables/read (new) at " RG
		     "/providers/Microsoft.Network/routeTables/new"
		     "\nMicrosoft.Network/routeTables/write (new) at " RG
		     "/providers/Microsoft.Network/routeTables/new\n");
}

static void plan_find_scope__takes_what_is_known(void **state)
{
	(void)state;
	/* By a reference, through a place in a list. */
	assert_needs(NEW_VAULT "," CHANGE("azurerm_role_assignment.a", "azurerm_role_assignment",
					  AZURERM, "\"create\"", "null", "{\"scope\":null}"),
		     NULL,
		     "Microsoft.KeyVault/vaults/read (new) at " VAULT
		     "\nMicrosoft.KeyVault/vaults/write (new) at " VAULT
		     "\nMicrosoft.KeyVault/locations/deletedVaults/read (new) at " VAULT
		     "\nMicrosoft.Authorization/roleAssignments/read (new) at " VAULT
		     "/providers/Microsoft.Authorization/roleAssignments/new"
		     "\nMicrosoft.Authorization/roleAssignments/write (new) at " VAULT
		     "/providers/Microsoft.Authorization/roleAssignments/new"
		     "\nMicrosoft.Authorization/roleDefinitions/read (new) at " VAULT
		     "/providers/Microsoft.Authorization/roleAssignments/new\n");
	/* A name that is not known: what it stands in. null is no name. */
	assert_needs(CHANGE("a", "azurerm_public_ip", AZURERM, "\"create\"", "null",
			    "{\"name\":null,\"resource_group_name\":\"rg\"}"),
		     NULL,
		     "Microsoft.Network/publicIPAddresses/read at " RG
		     "\nMicrosoft.Network/publicIPAddresses/write at " RG "\n");
	assert_needs(
		CHANGE("a", "azurerm_public_ip", AZURERM, "\"create\"", "null", "{\"name\":\"p\"}"),
		NULL,
		"Microsoft.Network/publicIPAddresses/read at " SUB
		"\nMicrosoft.Network/publicIPAddresses/write at " SUB "\n");
	/* A child of what is called by a name, and a link to another subscription. */
	assert_needs(CHANGE("a", "azurerm_subnet_network_security_group_association", AZURERM,
			    "\"create\"", "null",
			    "{\"subnet_id\":\"" RG
			    "/providers/Microsoft.Network/virtualNetworks/n/subnets/s\","
			    "\"network_security_group_id\":\"/subscriptions/x/g\"}"),
		     NULL,
		     "Microsoft.Network/virtualNetworks/subnets/read at " RG
		     "/providers/Microsoft.Network/virtualNetworks/n/subnets/s"
		     "\nMicrosoft.Network/virtualNetworks/subnets/write at " RG
		     "/providers/Microsoft.Network/virtualNetworks/n/subnets/s"
		     "\nMicrosoft.Network/networkSecurityGroups/join/action at "
		     "/subscriptions/x/g\n");
}

/* ---- of azapi ---- */

#define CALL_OF(more) \
	"{\"type\":\"Contoso.Own/things@1\",\"action\":\"stop\"," more "\"resource_id\":\"" RG "\"}"
#define CALL(actions, after, before) \
	CHANGE("azapi_resource_action.a", "azapi_resource_action", AZAPI, actions, before, after)

static void plan_find_needs__takes_types_of_azapi__as_they_stand(void **state)
{
	(void)state;
	assert_needs(CHANGE("azapi_resource.a", "azapi_resource", AZAPI, "\"create\"", "null",
			    "{\"type\":\"Contoso.Own/things@2024-01-01\",\"name\":\"t\","
			    "\"parent_id\":\"" RG "\"}"),
		     NULL,
		     "Contoso.Own/things/read (new) at " RG "/providers/Contoso.Own/things/t"
		     "\nContoso.Own/things/write (new) at " RG "/providers/Contoso.Own/things/t\n");
	assert_needs(CHANGE("azapi_resource_action.a", "azapi_resource_action", AZAPI, "\"create\"",
			    "null",
			    "{\"type\":\"Contoso.Own/things@1\",\"action\":\"start\","
			    "\"method\":\"POST\",\"resource_id\":\"" RG "\"}"),
		     NULL, "Contoso.Own/things/start/action at " RG "\n");
	/* What is taken away calls nothing, unless it is a call for that. */
	assert_needs(CALL("\"delete\"", "null", CALL_OF("")), NULL, "");
	assert_needs(CALL("\"create\"", CALL_OF("\"when\":\"destroy\","), "null"), NULL, "");
	assert_needs(CALL("\"delete\"", "null", CALL_OF("\"when\":\"destroy\",")), NULL,
		     "Contoso.Own/things/stop/action at " RG "\n");
	assert_needs(CALL("\"delete\",\"create\"", CALL_OF("\"when\":\"apply\","),
			  CALL_OF("\"when\":\"apply\",")),
		     NULL, "Contoso.Own/things/stop/action at " RG "\n");
	assert_needs(CALL("\"read\"", CALL_OF(""), "null"), NULL,
		     "Contoso.Own/things/stop/action at " RG "\n");
	assert_needs(CHANGE("azapi_update_resource.a", "azapi_update_resource", AZAPI, "\"delete\"",
			    "{\"type\":\"Contoso.Own/things@1\",\"resource_id\":\"" RG "\"}",
			    "null"),
		     NULL, "Contoso.Own/things/read at " RG "\n");
}

static void plan_find_needs__says__what_it_does_not_know(void **state)
{
	(void)state;
	static const struct {
		const char *change;
		SkippedReason reason;
	} rows[] = {
		{ CHANGE("a", "azurerm_never_heard_of", AZURERM, "\"create\"", "null", "{}"),
		  SKIPPED_TYPE },
		{ CHANGE("a", "azurerm_subnet", AZURERM, "\"evaporate\"", "null", "{}"),
		  SKIPPED_ACTION },
		{ CHANGE("a", "azuread_group", "\"provider_name\":\"x/hashicorp/azuread\"",
			 "\"create\"", "null", "{}"),
		  SKIPPED_DIRECTORY },
		{ CHANGE("a", "azapi_resource", AZAPI, "\"create\"", "null", "{\"type\":null}"),
		  SKIPPED_TYPE },
		{ CHANGE("a", "azapi_data_plane_resource", AZAPI, "\"create\"", "null",
			 "{\"type\":\"A.B/c@1\"}"),
		  SKIPPED_TYPE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text =
			g_strdup_printf("{\"resource_changes\":[%s]}", rows[i].change);
		g_autoptr(Plan) plan = read_pieces(text, 100, NULL);
		assert_non_null(plan);
		g_autoptr(PlanNeeds) needs = find_needs(plan, GUID);
		assert_int_equal(needs->needs->len, 0);
		assert_int_equal(needs->skipped->len, 1);
		assert_int_equal(((PlanSkipped *)needs->skipped->pdata[0])->reason, rows[i].reason);
	}
}

/* ---- what is broken, and limits ---- */

static void plan_reader__refuses__what_is_broken(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"{",
		"{\"resource_changes\":[{}",
		"{\"resource_changes\":[}]}",
		"{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":1} x",
		"{\"values\":{\"root_module\":{\"resources\":[{\"a\":1}]}}}",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = read_pieces(texts[i], 3, &error);
		if (plan != NULL || error == NULL)
			fail_msg("%s", texts[i]);
	}
}

/* Whichever of the two was taken, Terraform may take the other. What is a list is all taken. */
static void plan_reader__refuses__what_stands_twice(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool is_read;
	} rows[] = {
#define ROW(members) "{\"resource_changes\":[{" members "}]}"
		{ ROW("\"address\":\"a.b\",\"address\":\"a.c\",\"type\":\"a\""), false },
		{ ROW("\"address\":\"a.b\",\"type\":\"azurerm_resource_group\",\"type\":\"x_y\""),
		  false },
		{ ROW("\"address\":\"a.b\",\"type\":\"a\",\"provider_name\":\"a\","
		      "\"provider_name\":\"b\""),
		  false },
		{ ROW("\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"after\":{\"id\":\"" RG
		      "\",\"id\":\"" SUB "\"}}"),
		  false },
		{ ROW("\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"after\":{\"id\":\"" RG
		      "\"},\"after\":{\"id\":\"" SUB "\"}}"),
		  false },
		{ ROW("\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"after\":{\"id\":\"" RG
		      "\"}},\"change\":{\"after\":{\"id\":\"" SUB "\"}}"),
		  false },
		{ "{\"variables\":{\"s\":{\"value\":\"" GUID "\"},\"s\":{\"value\":\"" GUID "\"}}}",
		  false },
		{ ROW("\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"before\":{\"id\":\"" RG
		      "\"},\"after\":{\"id\":\"" RG "\",\"x\":[{\"y_id\":\"" RG
		      "\"},{\"y_id\":\"" SUB "\"}]}}"),
		  true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = read_pieces(rows[i].text, 7, &error);
		if ((plan != NULL) != rows[i].is_read)
			fail_msg("%s", rows[i].text);
		assert_true(plan != NULL || strstr(error->message, "stands twice") != NULL);
	}
	g_autoptr(Plan) plan = read_pieces(
		"{\"resource_changes\":[" CHANGE(
			"a", "azurerm_resource_group", AZURERM,
			"\"create\"],\"actions\":[\"no-op\"", "null",
			"{\"name\":\"rg\"}") "],\"resource_changes\":[" CHANGE("b",
									       "azurerm_resource_"
									       "group",
									       AZURERM,
									       "\"delete\"",
									       "{\"name\":\"rg\","
									       "\"id\":\"" RG "\"}",
									       "null") "]}",
		9, NULL);
	assert_non_null(plan);
	assert_int_equal(plan->resources->len, 2);
	assert_int_equal(((PlanResource *)plan->resources->pdata[0])->actions & PLAN_CREATE,
			 PLAN_CREATE);
}

static void json_walk__stops_at_its_limits(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		g_autofree char *open = g_strnfill(LIMIT_WALK_DEPTH + (gsize)more, '[');
		g_autofree char *close = g_strnfill(LIMIT_WALK_DEPTH + (gsize)more, ']');
		g_autofree char *text = g_strconcat(open, close, NULL);
		g_autoptr(Plan) plan = read_pieces(text, 11, NULL);
		assert_int_equal(plan == NULL, more);
	}
}

static void plan_reader__tells__that_there_is_more(void **state)
{
	(void)state;
	GString *text = g_string_new("{\"resource_changes\":[");
	for (int i = 0; i < LIMIT_PLAN_RESOURCES; i++)
		g_string_append_printf(text, "%s{\"address\":\"a.%d\",\"type\":\"a\"}",
				       i > 0 ? "," : "", i);
	g_autofree char *full = g_strconcat(text->str, "]}", NULL);
	g_autofree char *more =
		g_strconcat(text->str, ",{\"address\":\"b\",\"type\":\"b\"}]}", NULL);
	g_string_free(text, TRUE);
	g_autoptr(Plan) plan = read_pieces(full, 4096, NULL);
	assert_int_equal(plan->resources->len, LIMIT_PLAN_RESOURCES);
	assert_false(plan->is_cut);
	g_autoptr(Plan) cut = read_pieces(more, 4096, NULL);
	assert_int_equal(cut->resources->len, LIMIT_PLAN_RESOURCES);
	assert_true(cut->is_cut);
	g_autoptr(Plan) partial =
		read_pieces("{\"resource_changes\":[],\"complete\":false}", 5, NULL);
	assert_true(partial->is_partial);
}

/* ---- the table ---- */

static void check_actions(const TerraformType *type, char **actions)
{
	for (char **action = actions; *action != NULL; action++) {
		if (!operation_is_valid(**action == '!' ? *action + 1 : *action))
			fail_msg("%s: %s", type->name, *action);
	}
}

static void terraform__knows_each_type__with_its_source(void **state)
{
	(void)state;
	g_autoptr(Terraform) terraform = terraform_new();
	g_autoptr(GPtrArray) types = terraform_list(terraform);
	assert_true(types->len >= 60);
	for (guint i = 0; i < types->len; i++) {
		const TerraformType *type = types->pdata[i];
		assert_true(g_str_has_prefix(type->name, "azurerm_"));
		assert_true(strlen(type->source) > 5);
		check_actions(type, type->read);
		check_actions(type, type->create);
		check_actions(type, type->update);
		check_actions(type, type->remove);
		for (guint k = 0; k < type->links->len; k++)
			assert_true(operation_is_valid(
				g_array_index(type->links, TerraformLink, k).action));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plan__needs_what_is_expected__in_all_plans),
		cmocka_unit_test(plan_find_needs__follows_what_is_done),
		cmocka_unit_test(plan_find_scope__takes_what_is_known),
		cmocka_unit_test(plan_find_needs__takes_types_of_azapi__as_they_stand),
		cmocka_unit_test(plan_find_needs__says__what_it_does_not_know),
		cmocka_unit_test(plan_reader__refuses__what_is_broken),
		cmocka_unit_test(plan_reader__refuses__what_stands_twice),
		cmocka_unit_test(json_walk__stops_at_its_limits),
		cmocka_unit_test(plan_reader__tells__that_there_is_more),
		cmocka_unit_test(terraform__knows_each_type__with_its_source),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
