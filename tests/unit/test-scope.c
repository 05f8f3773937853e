/* Scopes: types, ids, what covers what, and what people paste. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/model/scope.h"

#define SUB "/subscriptions/129a304b-4aea-4b86-a9f7-ba7e2b23737a"
#define RG  SUB "/resourceGroups/rg-payments"
#define VM  RG "/providers/Microsoft.Compute/virtualMachines/vm1"
#define MG  "/providers/Microsoft.Management/managementGroups/platform"

static void scope__is_copied_and_cleared(void **state)
{
	(void)state;
	g_auto(Scope) scope = { 0 }, copy = { 0 };
	scope_init(&scope, SCOPE_SUBSCRIPTION, SUB, "sub-prod");
	scope_copy(&copy, &scope);
	scope_clear(&scope);
	assert_int_equal(scope.type, SCOPE_UNKNOWN);
	assert_null(scope.id);
	scope_clear(&scope);
	assert_int_equal(copy.type, SCOPE_SUBSCRIPTION);
	assert_string_equal(copy.id, SUB);
	assert_string_equal(copy.name, "sub-prod");
	Scope *heap = scope_new_copy(&copy);
	assert_string_equal(heap->name, "sub-prod");
	scope_free(heap);
	scope_free(NULL);
}

static void scope_label__falls_back__from_name_to_id(void **state)
{
	(void)state;
	static const struct {
		const char *id, *name, *expected;
	} cases[] = {
		{ RG, "Payments", "Payments" }, { RG, "", "rg-payments" },
		{ RG, NULL, "rg-payments" },    { "/", NULL, "/" },
		{ "0123", NULL, "0123" },       { NULL, NULL, "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Scope) scope = { 0 };
		scope_init(&scope, SCOPE_RESOURCE_GROUP, cases[i].id, cases[i].name);
		assert_string_equal(scope_label(&scope), cases[i].expected);
	}
}

static void scope_types__have_words_that_come_back(void **state)
{
	(void)state;
	for (int i = SCOPE_UNKNOWN; i <= SCOPE_GROUP; i++) {
		ScopeType type = (ScopeType)i;
		assert_int_equal(scope_type_from_word(scope_type_word(type)), type);
		assert_true(strlen(scope_type_title(type)) > 0);
		assert_true(strlen(scope_type_short(type)) <= 5);
	}
	static const struct {
		const char *word;
		ScopeType expected;
	} cases[] = {
		{ NULL, SCOPE_UNKNOWN },
		{ "", SCOPE_UNKNOWN },
		{ "ManagementGroup", SCOPE_MANAGEMENT_GROUP },
		{ "ResourceGroup", SCOPE_RESOURCE_GROUP },
		{ "Microsoft.Management/managementGroups", SCOPE_MANAGEMENT_GROUP },
		{ "Microsoft.Resources/subscriptions", SCOPE_SUBSCRIPTION },
		{ "microsoft.resources/subscriptions/resourcegroups", SCOPE_RESOURCE_GROUP },
		{ "Microsoft.KeyVault/vaults", SCOPE_RESOURCE },
		{ "vaults", SCOPE_RESOURCE },
		{ "tenant", SCOPE_ROOT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(scope_type_from_word(cases[i].word), cases[i].expected);
	assert_string_equal(scope_type_word((ScopeType)99), "unknown");
	assert_string_equal(scope_type_title(SCOPE_MANAGEMENT_GROUP), "management group");
	assert_string_equal(scope_type_short(SCOPE_ADMINISTRATIVE_UNIT), "au");
}

static void scope_ids__tell_type_form_and_parent(void **state)
{
	(void)state;
	static const struct {
		const char *id;
		ScopeType type;
		const char *canonical, *parent;
	} cases[] = {
		{ "/", SCOPE_ROOT, "/", NULL },
		{ "", SCOPE_ROOT, "/", NULL },
		{ MG, SCOPE_MANAGEMENT_GROUP, MG, NULL },
		{ MG "/", SCOPE_MANAGEMENT_GROUP, MG, NULL },
		{ SUB, SCOPE_SUBSCRIPTION, SUB, NULL },
		{ "subscriptions/1/", SCOPE_SUBSCRIPTION, "/subscriptions/1", NULL },
		{ "providers/Microsoft.Subscription/subscriptions/1", SCOPE_SUBSCRIPTION,
		  "/subscriptions/1", NULL },
		{ "/Providers/microsoft.subscription/Subscriptions/1/resourcegroups/x",
		  SCOPE_RESOURCE_GROUP, "/Subscriptions/1/resourcegroups/x", "/Subscriptions/1" },
		{ RG, SCOPE_RESOURCE_GROUP, RG, SUB },
		{ VM, SCOPE_RESOURCE, VM, RG },
		{ VM "/extensions/e", SCOPE_RESOURCE, VM "/extensions/e", VM },
		{ VM "/providers/Microsoft.Insights/rules/r", SCOPE_RESOURCE,
		  VM "/providers/Microsoft.Insights/rules/r", VM },
		{ SUB "/providers/Microsoft.Policy/rules/r", SCOPE_RESOURCE,
		  SUB "/providers/Microsoft.Policy/rules/r", SUB },
		{ MG "/providers/Microsoft.Policy/rules/r", SCOPE_RESOURCE,
		  MG "/providers/Microsoft.Policy/rules/r", MG },
		{ "/administrativeUnits/1", SCOPE_UNKNOWN, "/administrativeUnits/1", NULL },
		{ "/subscriptions", SCOPE_UNKNOWN, "/subscriptions", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *canonical = scope_normalize_arm_id(cases[i].id);
		g_autofree char *parent = scope_parent_arm_id(cases[i].id);
		assert_int_equal(scope_type_from_arm_id(cases[i].id), cases[i].type);
		assert_string_equal(canonical, cases[i].canonical);
		if (g_strcmp0(parent, cases[i].parent) != 0)
			fail_msg("the parent of %s is %s", cases[i].id, parent);
		g_autofree char *again = scope_normalize_arm_id(canonical);
		assert_string_equal(again, canonical);
	}
	assert_int_equal(scope_type_from_arm_id(NULL), SCOPE_UNKNOWN);
	assert_null(scope_parent_arm_id(NULL));
}

static void scope_ids__are_compared__without_case_and_odd_forms(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool expected;
	} cases[] = {
		{ SUB, SUB, true },
		{ "/Subscriptions/A", "/subscriptions/a", true },
		{ "/subscriptions/a", "subscriptions/a/", true },
		{ "/subscriptions/a", "/providers/Microsoft.Subscription/subscriptions/A", true },
		{ "/", "", true },
		{ "/subscriptions/a", "/subscriptions/ab", false },
		{ "/", "/subscriptions/a", false },
		{ NULL, NULL, true },
		{ NULL, "/", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		assert_int_equal(scope_id_equal(cases[i].a, cases[i].b), cases[i].expected);
		assert_int_equal(scope_id_equal(cases[i].b, cases[i].a), cases[i].expected);
		if (cases[i].a != NULL && cases[i].b != NULL && cases[i].expected) {
			assert_int_equal(scope_id_hash(cases[i].a), scope_id_hash(cases[i].b));
			assert_true(scope_id_equal_hash(cases[i].a, cases[i].b));
		}
	}
}

static void scope_id_covers__itself_and_what_lies_below(void **state)
{
	(void)state;
	static const struct {
		const char *outer, *inner;
		bool expected;
	} cases[] = {
		{ "/", SUB, true },
		{ "/", "/", true },
		{ SUB, SUB, true },
		{ SUB, RG, true },
		{ SUB "/", VM, true },
		{ RG, SUB, false },
		{ "/subscriptions/1", "/SUBSCRIPTIONS/1/resourceGroups/x", true },
		{ "/subscriptions/1", "/subscriptions/12", false },
		{ RG, SUB "/resourceGroups/rg-payments2", false },
		{ MG, SUB, false }, /* ids do not tell */
		{ NULL, SUB, false },
		{ SUB, NULL, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(scope_id_covers(cases[i].outer, cases[i].inner),
				 cases[i].expected);
}

#define ENCODED_SUB "%2Fsubscriptions%2F129a304b-4aea-4b86-a9f7-ba7e2b23737a"
#define ENCODED_RG  ENCODED_SUB "%2FresourceGroups%2Frg-payments"
#define PORTAL      "https://portal.azure.com/#"

static const struct {
	const char *text, *expected;
} pasted[] = {
	{ SUB, SUB },
	{ RG, RG },
	{ VM, VM },
	{ MG, MG },
	{ "/", "/" },
	{ "  " RG "/\n", RG },
	{ "subscriptions/129a304b-4aea-4b86-a9f7-ba7e2b23737a", SUB },
	{ "\"id\": \"" RG "\",", RG },
	{ "/providers/Microsoft.Subscription" SUB, SUB },
	/* the portal's addresses of resources */
	{ PORTAL "@contoso.onmicrosoft.com/resource" SUB "/overview", SUB },
	{ PORTAL "@contoso.onmicrosoft.com/resource" RG "/overview", RG },
	{ PORTAL "@contoso.onmicrosoft.com/resource" RG "/users", RG },
	{ PORTAL "@contoso.com/resource" VM "/overview", VM },
	{ PORTAL "@/resource" VM "/extensions/e/overview", VM "/extensions/e" },
	{ PORTAL "@contoso.com/resource" MG "/overview", MG },
	{ "https://ms.portal.azure.com/?feature.x=true#@contoso.com/resource" RG "/deployments",
	  RG },
	/* and of its pages */
	{ PORTAL "view/HubsExtension/ResourceMenuBlade/~/overview/id/" ENCODED_RG, RG },
	{ PORTAL "view/X/Blade/id/" ENCODED_RG "/menuId/overview", RG },
	{ PORTAL "view/X/Blade/resourceId/" ENCODED_RG
		 "%2Fproviders%2FMicrosoft.Compute%2FvirtualMachines%2Fvm1/tab/a",
	  VM },
	{ PORTAL "blade/X/Blade/id/%2fsubscriptions%2F129a304b-4aea-4b86-a9f7-ba7e2b23737a", SUB },
	{ PORTAL "view/X/scope/"
		 "%2Fproviders%2FMicrosoft.Management%2FmanagementGroups%2Fplatform/y/z",
	  MG },
	{ PORTAL "view/Microsoft_Azure_ManagementGroups/ManagmentGroupDrilldownMenuBlade/~/"
		 "overview/"
		 "tenantId/129a304b-4aea-4b86-a9f7-ba7e2b23737a/mgId/platform/"
		 "mgDisplayName/Platform",
	  MG },
	/* encoded once more by a mail's link */
	{ "https://safelinks.example/"
	  "?url=https%3A%2F%2Fportal.azure.com%2F%23view%2FX%2Fid%2F"
	  "%252Fsubscriptions%252F129a304b-4aea-4b86-a9f7-ba7e2b23737a&d=1",
	  SUB },
	/* ARM */
	{ "https://management.azure.com" RG "?api-version=2021-04-01", RG },
	{ "https://management.azure.com" SUB "/resourceGroups?api-version=2021-04-01", SUB },
	{ "https://management.azure.com" MG "/descendants?api-version=2023-04-01", MG },
	{ "GET https://management.azure.com" RG
	  "/providers/Microsoft.Authorization/roleAssignments/1?x=y",
	  RG },
	{ SUB "/providers/Microsoft.Authorization/roleDefinitions/1", SUB },
	{ SUB "/resourceGroups/r%C3%BCckgrat", SUB "/resourceGroups/rückgrat" },
	{ SUB "/resourceGroups/rg(1)", SUB "/resourceGroups/rg(1)" },
	{ SUB "/RESOURCEGROUPS/RG", SUB "/RESOURCEGROUPS/RG" },
	/* nothing in it */
	{ "", NULL },
	{ "Reader", NULL },
	{ "https://portal.azure.com/#home", NULL },
	{ "/subscriptions/", NULL },
	{ "/subscriptions/not-a-guid/resourceGroups/x", NULL },
	{ "https://example.com/subscriptions/list", NULL },
	{ "/providers/Microsoft.Management/managementGroups/", NULL },
	{ SUB "/resourceGroups/%1b%5b", NULL },
	{ SUB "/resourceGroups/%ff", NULL },
	{ "%", NULL },
	{ "%zz/mgid/", NULL },
};

static void scope_parse_pasted__finds_the_id__in_what_people_copy(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(pasted); i++) {
		g_autofree char *id = scope_parse_pasted(pasted[i].text);
		if (g_strcmp0(id, pasted[i].expected) != 0)
			fail_msg("“%s” gives %s", pasted[i].text, id);
	}
	assert_null(scope_parse_pasted(NULL));
	g_autofree char *fill = g_strnfill(LIMIT_URL, 'x');
	g_autofree char *text = g_strconcat(SUB, " ", fill, NULL);
	assert_null(scope_parse_pasted(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scope__is_copied_and_cleared),
		cmocka_unit_test(scope_label__falls_back__from_name_to_id),
		cmocka_unit_test(scope_types__have_words_that_come_back),
		cmocka_unit_test(scope_ids__tell_type_form_and_parent),
		cmocka_unit_test(scope_ids__are_compared__without_case_and_odd_forms),
		cmocka_unit_test(scope_id_covers__itself_and_what_lies_below),
		cmocka_unit_test(scope_parse_pasted__finds_the_id__in_what_people_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
