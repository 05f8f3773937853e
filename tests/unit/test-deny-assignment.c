/* Deny assignments: about whom they are, where they are, and what they take away. */
#include "src/pim/deny-assignments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define ME    "11111111-0000-4000-8000-000000000001"
#define OTHER "11111111-0000-4000-8000-000000000002"
#define ALL   "00000000-0000-0000-0000-000000000000"
#define SUB   "/subscriptions/22222222-2222-4222-8222-222222222222"
#define RG    SUB "/resourceGroups/rg"
#define MG    "/providers/Microsoft.Management/managementGroups/platform"
#define WRITE "Microsoft.Web/sites/write"
#define START "Microsoft.Web/sites/start/action"
#define GET   "Microsoft.KeyVault/vaults/secrets/getSecret/action"

#define NAMED(id, type) "{\"id\":\"" id "\",\"type\":\"" type "\"}"
#define PERMISSIONS                                                                              \
	"[{\"actions\":[\"Microsoft.Web/*\"],\"notActions\":[\"" START "\"],\"dataActions\":[]," \
	"\"notDataActions\":[]},{\"actions\":[],\"dataActions\":[\"Microsoft.KeyVault/*\"]}]"
#define DENY(scope, principals, excluded, more)                                         \
	"{\"id\":\"" scope "/providers/Microsoft.Authorization/denyAssignments/d\","    \
	"\"properties\":{\"denyAssignmentName\":\"Keep\",\"scope\":\"" scope            \
	"\",\"principals\":[" principals "],\"excludePrincipals\":[" excluded "]," more \
	"\"permissions\":" PERMISSIONS "}}"

static DenyAssignment *decode(const char *text, GError **error)
{
	Account account = { .oid = (char *)ME };
	const PimContext context = { .account = &account };
	g_autoptr(JsonValue) value = json_parse(text, strlen(text), NULL);
	assert_non_null(value);
	return azure_decode_deny(&context, value, NULL, error);
}

static void expect(const char *text, Plane plane, const char *action, const char *scope,
		   Denies expected)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DenyAssignment) deny = decode(text, &error);
	assert_null(error);
	const Denies denies =
		deny != NULL ? deny_assignment_denies(deny, plane, action, scope) : DENIES_NOT;
	if (denies != expected)
		fail_msg("%d, not %d: %s", denies, expected, text);
}

static void deny__is_about__who_is_named(void **state)
{
	static const struct {
		const char *text;
		Denies expected;
	} rows[] = {
		{ DENY(RG, NAMED(ALL, "SystemDefined"), "", ""), DENIES_SURELY },
		{ DENY(RG, NAMED(ME, "User"), "", ""), DENIES_SURELY },
		{ DENY(RG, NAMED(OTHER, "User"), "", ""), DENIES_NOT },
		{ DENY(RG, NAMED(OTHER, "ServicePrincipal"), "", ""), DENIES_NOT },
		{ DENY(RG, NAMED(OTHER, "Group"), "", ""), DENIES_MAYBE },
		{ DENY(RG, "{\"id\":\"" OTHER "\"}", "", ""), DENIES_MAYBE },
		{ DENY(RG, NAMED(OTHER, "Group") "," NAMED(ME, "user"), "", ""), DENIES_SURELY },
		{ DENY(RG, NAMED(ALL, "SystemDefined"), NAMED(ME, "User"), ""), DENIES_NOT },
		{ DENY(RG, NAMED(ALL, "SystemDefined"), NAMED(OTHER, "User"), ""), DENIES_SURELY },
		{ DENY(RG, NAMED(ALL, "SystemDefined"), NAMED(OTHER, "Group"), ""), DENIES_MAYBE },
		{ DENY(RG, "", "", ""), DENIES_NOT },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		expect(rows[i].text, PLANE_CONTROL, WRITE, RG, rows[i].expected);
}

static void deny__takes_away__what_its_patterns_say(void **state)
{
	const char *text = DENY(RG, NAMED(ALL, "SystemDefined"), "", "");
	(void)state;
	expect(text, PLANE_CONTROL, "microsoft.web/SITES/write", RG, DENIES_SURELY);
	expect(text, PLANE_CONTROL, START, RG, DENIES_NOT);
	expect(text, PLANE_CONTROL, GET, RG, DENIES_NOT);
	expect(text, PLANE_DATA, GET, RG, DENIES_SURELY);
	expect(text, PLANE_DATA, WRITE, RG, DENIES_NOT);
	expect(text, PLANE_DIRECTORY, WRITE, RG, DENIES_NOT);
}

static void deny__is__where_it_stands_and_below(void **state)
{
	const char *all = DENY(RG, NAMED(ALL, "SystemDefined"), "", "");
	const char *alone =
		DENY(RG, NAMED(ALL, "SystemDefined"), "", "\"doNotApplyToChildScopes\":true,");
	const char *site = RG "/providers/Microsoft.Web/sites/a";
	(void)state;
	expect(all, PLANE_CONTROL, WRITE, site, DENIES_SURELY);
	expect(all, PLANE_CONTROL, WRITE, SUB, DENIES_NOT);
	expect(all, PLANE_CONTROL, WRITE, NULL, DENIES_NOT);
	expect(alone, PLANE_CONTROL, WRITE, site, DENIES_NOT);
	expect(alone, PLANE_CONTROL, WRITE, RG, DENIES_SURELY);
}

/* What a management group holds the ids do not tell: where it was read does. */
static void deny__of_a_management_group__holds_where_it_was_read(void **state)
{
	(void)state;
	g_autoptr(DenyAssignment) deny =
		decode(DENY(MG, NAMED(ALL, "SystemDefined"), "", ""), NULL);
	assert_int_equal(deny_assignment_denies(deny, PLANE_CONTROL, WRITE, RG), DENIES_NOT);
	deny->read_at = g_strdup(RG);
	assert_int_equal(deny_assignment_denies(deny, PLANE_CONTROL, WRITE, RG), DENIES_SURELY);
	assert_int_equal(deny_assignment_denies(deny, PLANE_CONTROL, WRITE, SUB), DENIES_NOT);
}

static void deny__that_cannot_be_read__is_an_error(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"id\":\"x\"}",
		"{\"id\":\"x\",\"properties\":{}}",
		"{\"id\":5,\"properties\":{\"scope\":\"/\"}}",
		"[]",
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(decode(texts[i], &error));
		assert_non_null(error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deny__is_about__who_is_named),
		cmocka_unit_test(deny__takes_away__what_its_patterns_say),
		cmocka_unit_test(deny__is__where_it_stands_and_below),
		cmocka_unit_test(deny__of_a_management_group__holds_where_it_was_read),
		cmocka_unit_test(deny__that_cannot_be_read__is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
