#include "src/model/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/model/scale.h"

static void operation_matches__follows_azure(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *operation;
		bool is_match;
	} rows[] = {
		{ "*", "Microsoft.Web/sites/read", true },
		{ "*/read", "Microsoft.Web/sites/read", true },
		{ "*/read", "Microsoft.Web/sites/readme/action", false },
		{ "microsoft.web/SITES/Read", "Microsoft.Web/sites/read", true },
		{ "Microsoft.Web/sites/*", "Microsoft.Web/sites/slots/config/write", true },
		{ "Microsoft.Web/sites/*", "Microsoft.Web/sitesx/read", false },
		{ "Microsoft.Web/*/join/action", "Microsoft.Web/a/b/join/action", true },
		{ "a/*/b", "a/b", true },
		{ "a/*/b", "ab", false },
		{ "a/*/b/*/c", "a/b/c", true },
		{ "a/*/b/*/c", "a/x/b/b/c", true },
		{ "a/*/b/*/c", "a/x/bb/c", false },
		{ "a*/b", "a/b", true },
		{ "a/**/b", "a/x/b", true },
		{ "", "", true },
		{ "", "a", false },
		{ "a", "", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (operation_matches(rows[i].pattern, rows[i].operation) != rows[i].is_match)
			fail_msg("%s %s", rows[i].pattern, rows[i].operation);
	}
}

/* However many stars: the test would not end otherwise. */
static void operation_matches__ends__for_hostile_patterns(void **state)
{
	(void)state;
	g_autoptr(GString) pattern = g_string_new(NULL);
	for (int i = 0; i < 200; i++)
		g_string_append(pattern, "/*/a*");
	g_string_append_c(pattern, 'b');
	g_autofree char *operation = g_strnfill(20000, 'a');
	assert_false(operation_matches(pattern->str, operation));
}

static void operation_matches_directory__knows_its_words(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *operation;
		bool is_match;
	} rows[] = {
		{ "microsoft.directory/users/create", "microsoft.directory/Users/create", true },
		{ "microsoft.directory/users/allProperties/allTasks",
		  "microsoft.directory/users/password/update", true },
		{ "microsoft.directory/users/allProperties/allTasks",
		  "microsoft.directory/users/create", true },
		{ "microsoft.directory/users/allProperties/read",
		  "microsoft.directory/users/standard/read", true },
		{ "microsoft.directory/users/allProperties/read",
		  "microsoft.directory/users/password/update", false },
		{ "microsoft.directory/users/standard/read",
		  "microsoft.directory/users/password/read", false },
		{ "microsoft.directory/allEntities/allTasks", "microsoft.directory/groups/create",
		  true },
		{ "microsoft.directory/users/create", "microsoft.directory/groups/create", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (operation_matches_directory(rows[i].pattern, rows[i].operation) !=
		    rows[i].is_match)
			fail_msg("%s %s", rows[i].pattern, rows[i].operation);
	}
}

static void operation_is_valid__takes_the_form_alone(void **state)
{
	(void)state;
	static const char *const valid[] = { "Microsoft.Web/sites/read",
					     "Oracle.Database/a/b/action",
					     "microsoft.directory/users/password/update" };
	static const char *const invalid[] = {
		"",      "Microsoft.Web", "Microsoft.Web/sites", "Microsoft.Web/*/read",
		"/read", "sites/read",    "Microsoft.Web//read", "Microsoft.Web/sites/read/"
	};
	for (size_t i = 0; i < G_N_ELEMENTS(valid); i++)
		assert_true(operation_is_valid(valid[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(invalid); i++) {
		if (operation_is_valid(invalid[i]))
			fail_msg("%s", invalid[i]);
	}
	g_autofree char *long_name = g_strnfill(LIMIT_OPERATION, 'a');
	g_autofree char *too_long = g_strconcat("Microsoft.Web/", long_name, "/read", NULL);
	assert_false(operation_is_valid(too_long));
}

static guint weigh(const Operations *operations, const char *lines, Plane plane)
{
	g_autoptr(RoleDefinition) definition = role_definition_from_lines(lines);
	g_autoptr(GPtrArray) definitions = g_ptr_array_new();
	g_ptr_array_add(definitions, definition);
	g_autoptr(Scale) scale = scale_new(operations, definitions);
	g_autoptr(Bits) powers = scale_powers(scale, definition);
	return scale_weigh(scale, powers).counts[plane];
}

static void scale_weigh__counts__what_wildcards_stand_for(void **state)
{
	(void)state;
	g_autoptr(Operations) operations = operations_new();
	const guint all = weigh(operations, "actions: *", PLANE_CONTROL);
	const guint reads = weigh(operations, "actions: */read", PLANE_CONTROL);
	assert_true(all > 10000 && reads > 1000 && reads < all);
	assert_true(weigh(operations, "actions: *\nnot actions: */write", PLANE_CONTROL) < all);
	assert_int_equal(weigh(operations, "actions: *", PLANE_DATA), 0);
	assert_int_equal(weigh(operations,
			       "data actions: Microsoft.KeyVault/vaults/secrets/getSecret/action",
			       PLANE_DATA),
			 1);
	/* What is in no list counts as well. */
	assert_int_equal(weigh(operations, "actions: Contoso.Own/things/read", PLANE_CONTROL), 1);
	assert_int_equal(operations_planes(operations, "microsoft.keyvault/VAULTS/read"),
			 1u << PLANE_CONTROL);
	assert_int_equal(operations_planes(operations, "Contoso.Own/things/read"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operation_matches__follows_azure),
		cmocka_unit_test(operation_matches__ends__for_hostile_patterns),
		cmocka_unit_test(operation_matches_directory__knows_its_words),
		cmocka_unit_test(operation_is_valid__takes_the_form_alone),
		cmocka_unit_test(scale_weigh__counts__what_wildcards_stand_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
