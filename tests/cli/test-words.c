/* Words on the command line: patterns of `status`, and what a wrong word may have meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/template.h"
#include "cli/watch-line.h"
#include "src/base/nearby.h"

static void nearby_word__finds__the_nearest_or_none(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "activte", "activate" },
		{ "actviate", "activate" },
		{ "deactivate", "deactivate" },
		{ "lst", "list" },
		{ "stauts", "status" },
		{ "hist", "history" },
		{ "histroy", "history" },
		{ "liste", "list" },
		{ "x", NULL },
		{ "", NULL },
		{ "nonsense", NULL },
		{ "ab", NULL },
		{ "completely-other", NULL },
	};
	static const char *const words[] = { "list", "status", "activate", "deactivate",
					     "history" };
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		g_ptr_array_add(known, (gpointer)words[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *near = nearby_word(cases[i][0], known);
		if (g_strcmp0(near, cases[i][1]) != 0)
			fail_msg("\"%s\" gives %s", cases[i][0], near != NULL ? near : "nothing");
	}
	g_autofree char *endless = g_strnfill(10000, 'x');
	assert_null(nearby_word(endless, known));
}

static void template_check__refuses__what_names_no_field(void **state)
{
	(void)state;
	static const char *const good[] = { "",         "text",       "{role}",
					    "{{role}}", "{{{role}}}", "{scope-id}" };
	static const char *const bad[] = { "{",  "}",      "{role",   "role}",
					   "{}", "{Role}", "{rolle}", "{{{" };
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		assert_true(template_check(good[i], NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		if (template_check(bad[i], &error))
			fail_msg("taken: %s", bad[i]);
		assert_non_null(error);
	}
}

static void template_fill__writes_clean_text__for_each_field(void **state)
{
	(void)state;
	g_autoptr(Assignment) row = assignment_new();
	row->grant.role.name = g_strdup("Key\033[31m Vault");
	scope_init(&row->grant.scope, SCOPE_RESOURCE_GROUP, "/subscriptions/x/resourceGroups/rg",
		   "rg");
	row->grant.end = 1000 + 547;
	const Wording wording = { .now = 1000 };
	const TemplateRow told = { &wording, NULL, row };
	static const char *const cases[][2] = {
		{ "{role}@{scope} {left}", "Key\xef\xbf\xbd[31m Vault@rg 9:07" },
		{ "{{{scope}}}", "{rg}" },
		{ "{seconds}|{type}|{workload}|{access}|{account}", "547|rg|azure||" },
		{ "{end}", "1970-01-01T00:25:47Z" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		assert_true(template_check(cases[i][0], NULL));
		g_autofree char *text = template_fill(cases[i][0], &told);
		assert_string_equal(text, cases[i][1]);
	}
	row->grant.end = 0;
	g_autofree char *standing = template_fill("{left} {until} {seconds}", &told);
	assert_string_equal(standing, "permanent permanent ");
}

/* A name that comes from a service brings nothing into the journal of systemd but text. */
static void watch_line_values__are_clean__one_for_each_field(void **state)
{
	(void)state;
	Grant grant = { .workload = WORKLOAD_AZURE };
	Account account = { .oid = (char *)"oid-1", .tid = (char *)"tenant-1" };
	grant.role.name = g_strdup("Key\033[31m Vault");
	scope_init(&grant.scope, SCOPE_RESOURCE_GROUP, "/subscriptions/x/resourceGroups/rg", "rg");
	const WatchLine line = {
		.event = "near", .text = "Reader ends\nsoon", .grant = &grant, .account = &account
	};
	static const char *const expected[][2] = {
		{ "MESSAGE", "Reader ends soon" },
		{ "MYROLES_EVENT", "near" },
		{ "MYROLES_CHANGE", NULL },
		{ "MYROLES_WORKLOAD", "azure" },
		{ "MYROLES_ROLE", "Key\xef\xbf\xbd[31m Vault" },
		{ "MYROLES_SCOPE", "/subscriptions/x/resourceGroups/rg" },
		{ "MYROLES_REQUEST", NULL },
		{ "MYROLES_ACCOUNT", "oid-1" },
		{ "MYROLES_TENANT", "tenant-1" },
	};
	g_autoptr(GPtrArray) values = watch_line_values(&line);
	assert_int_equal(values->len, G_N_ELEMENTS(expected));
	for (guint i = 0; i < values->len; i++) {
		assert_string_equal(watch_fields[i].name, expected[i][0]);
		if (g_strcmp0(values->pdata[i], expected[i][1]) != 0)
			fail_msg("%s is %s", watch_fields[i].name, (char *)values->pdata[i]);
	}
	grant_clear(&grant);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearby_word__finds__the_nearest_or_none),
		cmocka_unit_test(template_check__refuses__what_names_no_field),
		cmocka_unit_test(template_fill__writes_clean_text__for_each_field),
		cmocka_unit_test(watch_line_values__are_clean__one_for_each_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
