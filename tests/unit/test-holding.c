/* Who is active at a scope: why, each once, and in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/holding.h"

#define ROLE \
	"/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define OTHER \
	"/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
#define SCOPE "/subscriptions/1"
#define OWN   "me"

typedef struct Row {
	const char *who, *role, *schedule;
	AssignmentType type;
	Instant end;
} Row;

static Holding *make(const Row *row)
{
	Assignment *assignment = assignment_new();
	Grant *grant = &assignment->grant;
	grant->role.id = g_strdup(row->role != NULL ? row->role : ROLE);
	scope_init(&grant->scope, SCOPE_SUBSCRIPTION, SCOPE, NULL);
	grant->holder.id = g_strdup(row->who);
	grant->schedule_id = g_strdup(row->schedule);
	grant->end = row->end;
	grant->id = grant_make_id(WORKLOAD_AZURE, grant->role.id, SCOPE, ACCESS_NONE, row->who);
	assignment->assignment_type = row->type;
	return holding_new(assignment);
}

static GPtrArray *make_rows(const Row *rows, size_t count)
{
	GPtrArray *made = g_ptr_array_new_with_free_func((GDestroyNotify)holding_free);
	for (size_t i = 0; i < count; i++)
		g_ptr_array_add(made, make(&rows[i]));
	return made;
}

typedef struct Asked {
	const char *id, *who, *role, *why;
	RequestState state;
	Instant created;
} Asked;

static Request *make_request(const Asked *asked)
{
	Request *request = request_new();
	request->id = g_strdup(asked->id);
	request->kind = REQUEST_ACTIVATE;
	request->state = asked->state;
	request->is_own = asked->who == NULL;
	request->requester_id = g_strdup(asked->who);
	request->role.id = g_strdup(asked->role != NULL ? asked->role : ROLE);
	scope_init(&request->scope, SCOPE_SUBSCRIPTION, "/SUBSCRIPTIONS/1", NULL);
	request->justification = g_strdup(asked->why);
	request->created = asked->created;
	return request;
}

static void explain__gives_each_its_own_reason__and_no_other(void **state)
{
	(void)state;
	static const Asked asked[] = {
		{ "r-1", "minh", NULL, "the one before", REQUEST_STATE_ACTIVE, 10 },
		{ "r-2", "minh", NULL, "the last", REQUEST_STATE_ACTIVE, 20 },
		{ "r-3", "minh", NULL, "refused", REQUEST_STATE_REFUSED, 30 },
		{ "r-4", "minh", OTHER, "another role", REQUEST_STATE_ACTIVE, 40 },
		{ "r-5", NULL, NULL, "mine", REQUEST_STATE_ACTIVE, 15 },
		{ "r-6", "sara", NULL, "hers", REQUEST_STATE_WAITING, 50 },
	};
	static const struct {
		Row row;
		const char *why;
	} cases[] = {
		{ { "minh", NULL, NULL, ASSIGNMENT_ACTIVATED, 0 }, "the last" },
		{ { "MINH", NULL, "/x/roleAssignmentSchedules/R-1", ASSIGNMENT_ACTIVATED, 0 },
		  "the one before" },
		{ { "minh", NULL, "group_member_r-1", ASSIGNMENT_ACTIVATED, 0 }, "the one before" },
		{ { "minh", OTHER, NULL, ASSIGNMENT_ACTIVATED, 0 }, "another role" },
		{ { "minh", NULL, NULL, ASSIGNMENT_ASSIGNED, 0 }, NULL },
		{ { OWN, NULL, NULL, ASSIGNMENT_ACTIVATED, 0 }, "mine" },
		{ { "sara", NULL, NULL, ASSIGNMENT_ACTIVATED, 0 }, NULL },
		{ { "nobody", NULL, NULL, ASSIGNMENT_ACTIVATED, 0 }, NULL },
	};
	g_autoptr(GPtrArray) requests =
		g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
		g_ptr_array_add(requests, make_request(&asked[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rows = make_rows(&cases[i].row, 1);
		holdings_explain(rows, requests, OWN);
		const char *why = ((const Holding *)rows->pdata[0])->justification;
		if (g_strcmp0(why, cases[i].why) != 0)
			fail_msg("%zu: %s", i, why);
	}
}

static void merge__leaves_one_of_each__the_longest(void **state)
{
	(void)state;
	static const Row rows[] = {
		{ "minh", NULL, "a", ASSIGNMENT_ACTIVATED, 10 },
		{ "minh", NULL, "b", ASSIGNMENT_ACTIVATED, 20 },
		{ "minh", NULL, "c", ASSIGNMENT_ASSIGNED, 0 },
		{ "sara", NULL, "d", ASSIGNMENT_ACTIVATED, 0 },
		{ "sara", NULL, "e", ASSIGNMENT_ACTIVATED, 30 },
	};
	g_autoptr(GPtrArray) made = make_rows(rows, G_N_ELEMENTS(rows));
	holdings_merge(made);
	assert_int_equal(made->len, 3);
	static const char *const left[] = { "b", "c", "d" };
	for (guint i = 0; i < made->len; i++) {
		const Holding *row = made->pdata[i];
		assert_string_equal(row->assignment->grant.schedule_id, left[i]);
	}
}

static void sort__tells_what_ends_first__and_what_stands_last(void **state)
{
	(void)state;
	static const Row rows[] = {
		{ "zoe", NULL, NULL, ASSIGNMENT_ASSIGNED, 0 },
		{ "minh", NULL, NULL, ASSIGNMENT_ACTIVATED, 0 },
		{ "sara", NULL, NULL, ASSIGNMENT_ACTIVATED, 20 },
		{ "adam", NULL, NULL, ASSIGNMENT_ASSIGNED, 0 },
		{ "hana", NULL, NULL, ASSIGNMENT_ACTIVATED, 10 },
	};
	static const char *const order[] = { "hana", "sara", "minh", "adam", "zoe" };
	g_autoptr(GPtrArray) made = make_rows(rows, G_N_ELEMENTS(rows));
	holdings_sort(made);
	for (guint i = 0; i < made->len; i++)
		assert_string_equal(holding_who(made->pdata[i]), order[i]);
}

static void whole__is_not__what_lacks_something(void **state)
{
	(void)state;
	g_autoptr(Holdings) holdings = holdings_new();
	assert_true(holdings_is_whole(holdings));
	holdings->skipped = 1;
	assert_false(holdings_is_whole(holdings));
	holdings->skipped = 0;
	holdings->has_gaps = true;
	g_autoptr(Holdings) copy = holdings_copy(holdings);
	assert_false(holdings_is_whole(copy));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explain__gives_each_its_own_reason__and_no_other),
		cmocka_unit_test(merge__leaves_one_of_each__the_longest),
		cmocka_unit_test(sort__tells_what_ends_first__and_what_stands_last),
		cmocka_unit_test(whole__is_not__what_lacks_something),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
