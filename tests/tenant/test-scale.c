/* The tenant with very many rows: all of them served, page by page, in little memory. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define ELIGIBLE PIM "roleEligibilityScheduleInstances"

static const char *const options[] = { "--eligible",
				       "10000",
				       "--subscriptions",
				       "5000",
				       "--resource-groups",
				       "100000",
				       "--seed",
				       "7",
				       "--page-size",
				       "2000",
				       NULL };

/* Counts the rows of a list, and the different ids among them. */
static void count_rows(const char *path, int *count, guint *different)
{
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *url = g_strconcat(client.urls[ARM], path, NULL);
	*count = 0;
	while (url != NULL) {
		g_autoptr(Reply) reply = call_url("GET", url, client.arm_token, NULL);
		const cJSON *row;
		assert_int_equal(reply->status, 200);
		cJSON_ArrayForEach(row, at(reply->json, "value", NULL))
		{
			g_hash_table_add(ids, g_strdup(text_at(row, "id")));
			(*count)++;
		}
		g_free(url);
		url = g_strdup(text_at(reply->json, "nextLink"));
	}
	*different = g_hash_table_size(ids);
}

static void eligible__has_as_many_rows_as_told(void **state)
{
	(void)state;
	int count;
	guint different;
	count_rows(ELIGIBLE API "&$filter=asTarget()", &count, &different);
	assert_int_equal(count, 10015);
	assert_int_equal(different, 10015);
}

static void children__reach_a_hundred_thousand(void **state)
{
	(void)state;
	int count;
	guint different;
	g_autofree char *path =
		g_strconcat("/providers/Microsoft.Management/managementGroups/", client.tenant,
			    PIM "eligibleChildResources" API "&$getAllChildren=true", NULL);
	count_rows(path, &count, &different);
	/* Everything at or under an eligibility, or on the way to one. */
	assert_in_range(count, 60000, 105100);
	assert_int_equal(different, count);
}

static void memory__stays_small(void **state)
{
	(void)state;
	g_autofree char *path = g_strdup_printf("/proc/%d/status", client_process());
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	const char *peak = strstr(text, "VmHWM:");
	assert_non_null(peak);
#ifndef WITH_SANITIZER
	assert_in_range(g_ascii_strtoull(peak + strlen("VmHWM:"), NULL, 10), 1, 200 * 1024);
#endif
}

static void rows__are_the_same__for_the_same_seed(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(ELIGIBLE, "&$filter=asTarget()&$skiptoken=MTAwMA");
	/* Made once with seed 7; another generator would be another tenant. */
	g_autofree char *first = g_strdup(text_at(reply->json, "value.0.name"));
	assert_int_equal(client_teardown(NULL), 0);
	assert_int_equal(client_setup(NULL), 0);
	g_autoptr(Reply) again = get(ELIGIBLE, "&$filter=asTarget()&$skiptoken=MTAwMA");
	assert_string_equal(text_at(again->json, "value.0.name"), first);
}

static void activation__works__among_many(void **state)
{
	(void)state;
	g_autofree char *id = activate_well("Reader", "sub-dev", NULL, "PT1H");
	assert_non_null(id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eligible__has_as_many_rows_as_told),
		cmocka_unit_test(children__reach_a_hundred_thousand),
		cmocka_unit_test(memory__stays_small),
		cmocka_unit_test(activation__works__among_many),
		cmocka_unit_test(rows__are_the_same__for_the_same_seed),
	};
	client_options = options;
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
