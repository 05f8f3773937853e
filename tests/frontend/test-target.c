/* Which row is meant: by words, by a scope, by a request of the past. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/alike.h"
#include "frontend/selection.h"
#include "frontend/target.h"

#define SUB    "/subscriptions/22222222-2222-4222-8222-222222222222"
#define GROUP  "/providers/Microsoft.Management/managementGroups/platform"
#define ROLES  "/providers/Microsoft.Authorization/roleDefinitions/"
#define READER "acdd72a7-3385-48ef-bd42-f606fba81ae7"

static void add_row(GPtrArray *rows, const char *id, const char *role, const char *scope)
{
	Eligibility *row = eligibility_new();
	row->grant.id = g_strdup(id);
	row->grant.role.name = g_strdup(role);
	row->grant.role.id = g_strconcat(ROLES, role[0] == 'R' ? READER : "8e3af657", NULL);
	scope_init(&row->grant.scope, scope_type_from_arm_id(scope), scope, NULL);
	g_ptr_array_add(rows, row);
}

static GPtrArray *make_rows(void)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	add_row(rows, "azure-1", "Reader", SUB);
	add_row(rows, "azure-2", "Reader", SUB "/resourceGroups/rg-edge");
	add_row(rows, "azure-3", "Owner", GROUP);
	add_row(rows, "azure-4", "👩\u200d💻 \u06af\u200c\u0647", GROUP);
	return rows;
}

static void selection_choose__tells__what_words_come_to(void **state)
{
	(void)state;
	static const struct {
		const char *role, *scope;
		ChoiceKind kind;
		guint count;
	} cases[] = {
		{ "owner", NULL, CHOICE_ONE, 1 },
		{ "azure-1", NULL, CHOICE_ONE, 1 },
		{ "READER", "RG-EDGE", CHOICE_ONE, 1 },
		{ READER, SUB "/resourcegroups/rg-EDGE", CHOICE_ONE, 1 },
		{ "Reader", NULL, CHOICE_SEVERAL, 2 },
		{ NULL, NULL, CHOICE_SEVERAL, 4 },
		{ "👩\u200d💻 \u06af\u200c\u0647", NULL, CHOICE_ONE, 1 },
		{ "👩💻 \u06af\u0647", NULL, CHOICE_ONE, 1 }, /* as a screen shows it */
		{ "Reader", "rg-other", CHOICE_ELSEWHERE, 2 },
		{ "Read", NULL, CHOICE_NONE, 2 },
		{ "Raeder", NULL, CHOICE_NONE, 2 }, /* spelt alike */
		{ "Nobody", NULL, CHOICE_NONE, 0 },
	};
	g_autoptr(GPtrArray) rows = make_rows();
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Selection selection = { .role = cases[i].role, .scope = cases[i].scope };
		g_auto(Choice) choice = selection_choose(&selection, grants);
		assert_int_equal(choice.kind, cases[i].kind);
		assert_int_equal(choice.grants->len, cases[i].count);
	}
}

/* What each row that reads alike is told apart by; NULL ends a list. */
static void alike_tails__are_the_shortest__that_differ(void **state)
{
	(void)state;
#define A "/subscriptions/55555555-5555-4555-8555-555555551a2b"
#define B "/subscriptions/66666666-6666-4666-8666-666666661A2B"
#define C "/subscriptions/66666666-6666-4666-8666-66666666ffff"
	static const struct {
		const char *scopes[4];
		const char *tails[4];
	} cases[] = {
		{ { A }, { "" } },
		{ { A, C }, { " 1a2b", " ffff" } },
		{ { A, B }, { " 51a2b", " 61a2b" } },
		{ { A, B, C }, { " 51a2b", " 61a2b", " 6ffff" } },
		{ { A, A }, { "", "" } },
		{ { A "/resourceGroups/rg", C "/resourcegroups/RG" }, { " 1a2b", " ffff" } },
		{ { "/x/é123", "/x/ü123" }, { " é123", " ü123" } },
		{ { "/", A }, { " /", " 1a2b" } },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
		for (size_t k = 0; k < 4 && cases[i].scopes[k] != NULL; k++) {
			g_autofree char *id = g_strdup_printf("id%zu", k);
			add_row(rows, id, "Reader", cases[i].scopes[k]);
			Eligibility *row = rows->pdata[k];
			g_free(row->grant.scope.name);
			row->grant.scope.name = g_strdup("Pay-As-You-Go");
		}
		add_row(rows, "id", "Owner", A);
		g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
		g_autoptr(GHashTable) tails = alike_tails(grants);
		for (size_t k = 0; k + 1 < rows->len; k++) {
			assert_string_equal(alike_tail(tails, grants->pdata[k]), cases[i].tails[k]);
			assert_int_equal(alike_hash(grants->pdata[k]),
					 alike_hash(grants->pdata[0]));
		}
		assert_string_equal(alike_tail(tails, grants->pdata[rows->len - 1]), "");
	}
	assert_string_equal(alike_tail(NULL, NULL), "");
}

/* A refresh brings the same rows as new values, and no list is built anew for it. */
static void alike_tails__hold_for_copies__and_tell_through_whom(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	add_row(rows, "direct", "Reader", A);
	add_row(rows, "ops", "Reader", A);
	Eligibility *row = rows->pdata[1];
	row->grant.member_type = MEMBER_GROUP;
	row->grant.holder.name = g_strdup("sg-ops");
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	g_autoptr(GHashTable) tails = alike_tails(grants);
	g_autoptr(Eligibility) copy = eligibility_copy(row);
	assert_string_equal(alike_tail(tails, &copy->grant), " via sg-ops");
	assert_string_equal(alike_tail(tails, grants->pdata[0]), "");
}

static void selection_init__takes__member_and_owner(void **state)
{
	(void)state;
	Selection selection;
	assert_true(selection_init(&selection, "r", NULL, NULL));
	assert_int_equal(selection.access, ACCESS_NONE);
	assert_true(selection_init(&selection, "r", NULL, "OWNER"));
	assert_int_equal(selection.access, ACCESS_OWNER);
	assert_false(selection_init(&selection, "r", NULL, "guest"));
}

static void grant_covers__tells__as_far_as_ids_do(void **state)
{
	(void)state;
	static const struct {
		WorkloadId workload;
		const char *own, *scope;
		Covers covers;
	} cases[] = {
		{ WORKLOAD_AZURE, SUB, SUB, COVERS_SURELY },
		{ WORKLOAD_AZURE, SUB, SUB "/resourceGroups/rg-x", COVERS_SURELY },
		{ WORKLOAD_AZURE, SUB "/resourceGroups/rg-x", SUB, COVERS_NOT },
		{ WORKLOAD_AZURE, SUB "/resourceGroups/rg-x", SUB "/resourceGroups/rg-xy",
		  COVERS_NOT },
		{ WORKLOAD_AZURE, GROUP, SUB, COVERS_MAYBE },
		{ WORKLOAD_AZURE, GROUP, GROUP, COVERS_SURELY },
		{ WORKLOAD_ENTRA, "/", SUB, COVERS_NOT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Grant grant = { .workload = cases[i].workload };
		scope_init(&grant.scope, scope_type_from_arm_id(cases[i].own), cases[i].own, NULL);
		assert_int_equal(grant_covers(&grant, cases[i].scope), cases[i].covers);
		scope_clear(&grant.scope);
	}
}

static void grant_match_request__finds__the_row_of_a_request(void **state)
{
	(void)state;
	static const struct {
		const char *role, *scope, *schedule;
		Access access;
		RequestMatch match;
	} cases[] = {
		{ READER, SUB, NULL, ACCESS_NONE, MATCH_SCOPE },
		{ SUB ROLES READER, SUB, "other", ACCESS_NONE, MATCH_SCOPE },
		{ READER, SUB "/resourceGroups/rg-x", NULL, ACCESS_NONE, MATCH_ROLE },
		{ READER, SUB "/resourceGroups/rg-x", "SCHEDULE-1", ACCESS_NONE, MATCH_LINKED },
		{ READER, SUB, NULL, ACCESS_MEMBER, MATCH_NONE },
		{ "8e3af657", SUB, "schedule-1", ACCESS_NONE, MATCH_NONE },
		{ NULL, SUB, NULL, ACCESS_NONE, MATCH_NONE },
	};
	const Grant grant = {
		.role = { .id = (char *)(ROLES READER) },
		.scope = { .id = (char *)SUB },
		.schedule_id = (char *)"schedule-1",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Request request = {
			.role = { .id = (char *)cases[i].role },
			.scope = { .id = (char *)cases[i].scope },
			.access = cases[i].access,
			.eligibility_schedule_id = (char *)cases[i].schedule,
		};
		assert_int_equal(grant_match_request(&grant, &request), cases[i].match);
	}
}

static void targets_add__keeps__the_narrower_row_of_a_place(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows = make_rows();
	g_autoptr(GPtrArray) targets = targets_new();
	const Eligibility *wide = rows->pdata[0], *narrow = rows->pdata[1], *other = rows->pdata[2];
	targets_add(targets, wide, &narrow->grant.scope, 0);
	targets_add(targets, narrow, &narrow->grant.scope, 0);
	targets_add(targets, wide, &narrow->grant.scope, 0);
	assert_int_equal(targets->len, 1);
	const Target *target = targets->pdata[0];
	assert_string_equal(target->eligibility->grant.id, "azure-2");
	targets_add(targets, other, &narrow->grant.scope, 0);
	targets_add(targets, wide, &wide->grant.scope, 0);
	assert_int_equal(targets->len, 3);
}

/* Of two rows that give the same there: what lasts, whatever comes first. */
static void targets_add__keeps__what_lasts(void **state)
{
	(void)state;
	static const struct {
		Instant first, second;
		const char *kept;
	} cases[] = {
		{ 2000, 3000, "second" }, { 3000, 2000, "first" }, { 2000, 0, "second" },
		{ 0, 2000, "first" },     { 2000, 2000, "first" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
		g_autoptr(GPtrArray) targets = targets_new();
		add_row(rows, "first", "Reader", SUB);
		add_row(rows, "second", "Reader", SUB);
		Eligibility *first = rows->pdata[0], *second = rows->pdata[1];
		first->grant.end = cases[i].first;
		second->grant.end = cases[i].second;
		targets_add(targets, first, &first->grant.scope, 0);
		targets_add(targets, second, &second->grant.scope, 0);
		assert_int_equal(targets->len, 1);
		const Target *target = targets->pdata[0];
		assert_string_equal(target->eligibility->grant.id, cases[i].kept);
	}
}

/* What reads alike and is not the same is never one place. */
static void targets_add__prefers__what_lasts_as_long_as_is_asked_for(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) targets = targets_new();
	g_autoptr(Eligibility) near = eligibility_new(), wide = eligibility_new();
	Grant *const grants[] = { &near->grant, &wide->grant };
	for (size_t i = 0; i < G_N_ELEMENTS(grants); i++) {
		grants[i]->workload = WORKLOAD_AZURE;
		grants[i]->role.id = g_strdup("r");
	}
	scope_init(&near->grant.scope, SCOPE_SUBSCRIPTION, "/subscriptions/s", NULL);
	scope_init(&wide->grant.scope, SCOPE_MANAGEMENT_GROUP,
		   "/providers/Microsoft.Management/managementGroups/g", NULL);
	near->grant.end = 1200;
	targets_add(targets, near, &near->grant.scope, 3600);
	targets_add(targets, wide, &near->grant.scope, 3600);
	targets_add(targets, near, &near->grant.scope, 3600);
	assert_int_equal(targets->len, 1);
	const Target *kept = g_ptr_array_index(targets, 0);
	assert_int_equal(kept->eligibility->grant.end, 0);
	/* Both last so long: the nearer one. */
	targets_add(targets, near, &near->grant.scope, 1200);
	assert_int_equal(kept->eligibility->grant.end, 1200);
}

static void targets_add__keeps_apart__what_is_not_the_same(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	g_autoptr(GPtrArray) targets = targets_new();
	for (int i = 0; i < 5; i++)
		add_row(rows, "row", i == 4 ? "Owner" : "Reader", SUB);
	((Eligibility *)rows->pdata[1])->grant.access = ACCESS_OWNER;
	((Eligibility *)rows->pdata[2])->grant.condition = g_strdup("only containers");
	((Eligibility *)rows->pdata[3])->grant.workload = WORKLOAD_GROUP;
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		targets_add(targets, row, &row->grant.scope, 0);
	}
	assert_int_equal(targets->len, rows->len);
}

static void select_grants__takes__the_access_that_was_said(void **state)
{
	(void)state;
	static const struct {
		const char *access;
		guint count;
	} cases[] = { { NULL, 2 }, { "member", 1 }, { "owner", 1 } };
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	add_row(rows, "as-member", "Operators", SUB);
	add_row(rows, "as-owner", "Operators", SUB);
	((Eligibility *)rows->pdata[0])->grant.access = ACCESS_MEMBER;
	((Eligibility *)rows->pdata[1])->grant.access = ACCESS_OWNER;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Selection selection;
		assert_true(selection_init(&selection, "Operators", NULL, cases[i].access));
		g_autoptr(GPtrArray) selected = select_grants(grants, &selection);
		assert_int_equal(selected->len, cases[i].count);
		if (selection.access != ACCESS_NONE)
			assert_int_equal(((Grant *)selected->pdata[0])->access, selection.access);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selection_choose__tells__what_words_come_to),
		cmocka_unit_test(alike_tails__are_the_shortest__that_differ),
		cmocka_unit_test(alike_tails__hold_for_copies__and_tell_through_whom),
		cmocka_unit_test(selection_init__takes__member_and_owner),
		cmocka_unit_test(grant_covers__tells__as_far_as_ids_do),
		cmocka_unit_test(grant_match_request__finds__the_row_of_a_request),
		cmocka_unit_test(targets_add__keeps__the_narrower_row_of_a_place),
		cmocka_unit_test(targets_add__keeps__what_lasts),
		cmocka_unit_test(targets_add__prefers__what_lasts_as_long_as_is_asked_for),
		cmocka_unit_test(targets_add__keeps_apart__what_is_not_the_same),
		cmocka_unit_test(select_grants__takes__the_access_that_was_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
