/* Eligibilities and assignments: identity, sameness, merging. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/grant.h"

#define GUID "b24988ac-6180-42a0-ab88-20f7382dd24c"

/* The members that tell rows apart, and those that decide which one wins. */
typedef struct Row {
	const char *name; /* told in the result */
	const char *role, *scope, *holder;
	Access access;
	MemberType member;
	Instant end;
	bool is_provisional;
} Row;

static void fill(Grant *grant, const Row *row)
{
	grant->role.id = g_strdup(row->role);
	grant->role.name = g_strdup(row->name);
	scope_init(&grant->scope, SCOPE_SUBSCRIPTION, row->scope, NULL);
	grant->holder.id = g_strdup(row->holder);
	grant->access = row->access;
	grant->member_type = row->member;
	grant->end = row->end;
}

static void role_guid__is_the_last_segment__when_it_is_one(void **state)
{
	(void)state;
	static const struct {
		const char *id, *expected;
	} cases[] = {
		{ "/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions/" GUID,
		  GUID },
		{ "/providers/Microsoft.Authorization/roleDefinitions/" GUID, GUID },
		{ GUID, GUID },
		{ "/roles/reader", "/roles/reader" },
		{ "member", "member" },
		{ "", "" },
		{ NULL, "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_string_equal(role_guid(cases[i].id), cases[i].expected);
}

static void grant_make_id__depends_on_what_a_row_is__and_on_nothing_else(void **state)
{
	(void)state;
	g_autofree char *id =
		grant_make_id(WORKLOAD_AZURE, "/a/" GUID, "/subscriptions/1", ACCESS_NONE, "h");
	assert_true(g_regex_match_simple("^azure-[0-9a-f]{16}$", id, 0, 0));
	static const struct {
		WorkloadId workload;
		const char *role, *scope;
		Access access;
		const char *holder;
		bool is_same;
	} cases[] = {
		{ WORKLOAD_AZURE, "/other/prefix/" GUID, "/Subscriptions/1/", ACCESS_NONE, "H",
		  true },
		{ WORKLOAD_AZURE, GUID, "/subscriptions/1", ACCESS_NONE, "h", true },
		{ WORKLOAD_ENTRA, GUID, "/subscriptions/1", ACCESS_NONE, "h", false },
		{ WORKLOAD_AZURE, "other", "/subscriptions/1", ACCESS_NONE, "h", false },
		{ WORKLOAD_AZURE, GUID, "/subscriptions/2", ACCESS_NONE, "h", false },
		{ WORKLOAD_AZURE, GUID, "/subscriptions/1", ACCESS_OWNER, "h", false },
		{ WORKLOAD_AZURE, GUID, "/subscriptions/1", ACCESS_NONE, "i", false },
		{ WORKLOAD_AZURE, GUID, NULL, ACCESS_NONE, NULL, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *other =
			grant_make_id(cases[i].workload, cases[i].role, cases[i].scope,
				      cases[i].access, cases[i].holder);
		assert_int_equal(strcmp(id, other) == 0, cases[i].is_same);
	}
}

static void grants__are_copied_deeply(void **state)
{
	(void)state;
	g_autoptr(Assignment) first = assignment_new();
	fill(&first->grant, &(Row){ "Reader", "r", "s", "h", ACCESS_OWNER, MEMBER_GROUP, 7, true });
	first->grant.id = g_strdup("i");
	first->grant.holder.name = g_strdup("Holders");
	first->grant.schedule_id = g_strdup("p");
	first->grant.condition = g_strdup("c");
	first->grant.condition_version = g_strdup("2.0");
	first->grant.start = 3;
	first->assignment_type = ASSIGNMENT_ACTIVATED;
	first->eligibility_schedule_id = g_strdup("e");
	first->is_provisional = true;
	Assignment *copy = assignment_copy(first);
	assert_string_equal(copy->grant.id, "i");
	assert_string_equal(copy->grant.role.id, "r");
	assert_string_equal(copy->grant.role.name, "Reader");
	assert_string_equal(copy->grant.scope.id, "s");
	assert_string_equal(copy->grant.holder.id, "h");
	assert_string_equal(copy->grant.holder.name, "Holders");
	assert_string_equal(copy->grant.schedule_id, "p");
	assert_string_equal(copy->grant.condition, "c");
	assert_string_equal(copy->grant.condition_version, "2.0");
	assert_string_equal(copy->eligibility_schedule_id, "e");
	assert_int_equal(copy->grant.start, 3);
	assert_int_equal(copy->grant.end, 7);
	assert_int_equal(copy->grant.access, ACCESS_OWNER);
	assert_int_equal(copy->grant.member_type, MEMBER_GROUP);
	assert_int_equal(copy->assignment_type, ASSIGNMENT_ACTIVATED);
	assert_true(copy->is_provisional);
	assignment_free(copy);
	assert_null(assignment_copy(NULL));
	assert_null(eligibility_copy(NULL));
	assignment_free(NULL);
	eligibility_free(NULL);
}

static void eligibility_is_same__compares_what_would_be_sent(void **state)
{
	(void)state;
	g_autoptr(Eligibility) first = eligibility_new();
	fill(&first->grant, &(Row){ "Reader", "/roles/" GUID, "/subscriptions/1", "h", ACCESS_NONE,
				    MEMBER_DIRECT, 9, false });
	first->grant.schedule_id = g_strdup("p");
	first->grant.condition = g_strdup("c");
	first->grant.condition_version = g_strdup("2.0");
	g_autoptr(Eligibility) same = eligibility_copy(first);
	g_free(same->grant.role.name);
	same->grant.role.name = g_strdup("renamed");
	same->grant.end = 10;
	g_free(same->grant.holder.id);
	same->grant.holder.id = g_strdup("H");
	assert_true(eligibility_is_same(first, same));

	const size_t texts[] = { offsetof(Grant, role.id),   offsetof(Grant, scope.id),
				 offsetof(Grant, holder.id), offsetof(Grant, schedule_id),
				 offsetof(Grant, condition), offsetof(Grant, condition_version) };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Eligibility) other = eligibility_copy(first);
		char **text = (char **)((char *)&other->grant + texts[i]);
		g_free(*text);
		*text = g_strdup("another");
		assert_false(eligibility_is_same(first, other));
		g_clear_pointer(text, g_free);
		assert_false(eligibility_is_same(first, other));
	}
	g_autoptr(Eligibility) owner = eligibility_copy(first);
	owner->grant.access = ACCESS_OWNER;
	assert_false(eligibility_is_same(first, owner));
	g_autoptr(Eligibility) entra = eligibility_copy(first);
	entra->grant.workload = WORKLOAD_ENTRA;
	assert_false(eligibility_is_same(first, entra));
}

#define D MEMBER_DIRECT
#define G MEMBER_GROUP
#define I MEMBER_INHERITED

static const struct {
	Row rows[4];
	const char *expected;
} merges[] = {
	{ { { 0 } }, "" },
	{ { { "a", "r", "s", "h", 0, D, 0, 0 } }, "a" },
	/* the same role by its GUID, the scope in another form */
	{ { { "a", "/x/" GUID, "/subscriptions/1", "h", 0, D, 5, 0 },
	    { "b", GUID, "/SUBSCRIPTIONS/1/", "H", 0, I, 9, 0 } },
	  "a" },
	{ { { "a", "r", "s", "h", 0, I, 0, 0 }, { "b", "r", "s", "h", 0, D, 5, 0 } }, "b" },
	{ { { "a", "r", "s", "h", 0, G, 0, 0 }, { "b", "r", "s", "h", 0, D, 5, 0 } }, "b" },
	{ { { "a", "r", "s", "h", 0, I, 0, 0 }, { "b", "r", "s", "h", 0, G, 5, 0 } }, "b" },
	{ { { "a", "r", "s", "h", 0, D, 5, 0 }, { "b", "r", "s", "h", 0, D, 6, 0 } }, "b" },
	{ { { "a", "r", "s", "h", 0, D, 6, 0 }, { "b", "r", "s", "h", 0, D, 5, 0 } }, "a" },
	{ { { "a", "r", "s", "h", 0, D, 6, 0 }, { "b", "r", "s", "h", 0, D, 0, 0 } }, "b" },
	{ { { "a", "r", "s", "h", 0, D, 0, 0 }, { "b", "r", "s", "h", 0, D, 0, 0 } }, "a" },
	{ { { "a", "r", "s", "h", 0, 0, 0, 0 }, { "b", "r", "s", "h", 0, I, 5, 0 } }, "b" },
	/* others stay, in their order */
	{ { { "a", "r", "s", "h", 0, I, 0, 0 },
	    { "b", "r", "t", "h", 0, I, 0, 0 },
	    { "c", "r", "s", "h", 0, D, 0, 0 },
	    { "d", "q", "s", "h", 0, D, 0, 0 } },
	  "c b d" },
	{ { { "a", "r", "s", "h", ACCESS_MEMBER, D, 0, 0 },
	    { "b", "r", "s", "h", ACCESS_OWNER, D, 0, 0 },
	    { "c", "r", "s", "i", ACCESS_OWNER, D, 0, 0 } },
	  "a b c" },
};

static void eligibility_merge__keeps_the_best_of_equal_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(merges); i++) {
		g_autoptr(GPtrArray) rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
		for (size_t j = 0; j < 4 && merges[i].rows[j].name != NULL; j++) {
			Eligibility *row = eligibility_new();
			fill(&row->grant, &merges[i].rows[j]);
			g_ptr_array_add(rows, row);
		}
		eligibility_merge(rows);
		g_autoptr(GString) names = g_string_new(NULL);
		for (guint j = 0; j < rows->len; j++)
			g_string_append_printf(names, "%s%s", j > 0 ? " " : "",
					       ((Eligibility *)rows->pdata[j])->grant.role.name);
		assert_string_equal(names->str, merges[i].expected);
	}
}

static void assignment_merge__prefers_what_the_service_lists(void **state)
{
	(void)state;
	static const struct {
		Row rows[2];
		const char *expected;
	} cases[] = {
		{ { { "a", "r", "s", "h", 0, D, 0, true }, { "b", "r", "s", "h", 0, I, 5, false } },
		  "b" },
		{ { { "a", "r", "s", "h", 0, I, 5, false }, { "b", "r", "s", "h", 0, D, 0, true } },
		  "a" },
		{ { { "a", "r", "s", "h", 0, I, 5, true }, { "b", "r", "s", "h", 0, D, 5, true } },
		  "b" },
		{ { { "a", "r", "s", "h", 0, D, 5, false },
		    { "b", "r", "s", "h", 0, D, 6, false } },
		  "b" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
		for (size_t j = 0; j < 2; j++) {
			Assignment *row = assignment_new();
			fill(&row->grant, &cases[i].rows[j]);
			row->is_provisional = cases[i].rows[j].is_provisional;
			g_ptr_array_add(rows, row);
		}
		assignment_merge(rows);
		assert_int_equal(rows->len, 1);
		assert_string_equal(((Assignment *)rows->pdata[0])->grant.role.name,
				    cases[i].expected);
	}
}

static void words__come_back__in_any_case(void **state)
{
	(void)state;
	for (int i = 0; i <= MEMBER_GROUP; i++)
		assert_int_equal(member_type_from_word(member_type_word((MemberType)i)), i);
	for (int i = 0; i <= ACCESS_OWNER; i++)
		assert_int_equal(access_from_word(access_word((Access)i)), i);
	for (int i = 0; i <= ASSIGNMENT_ACTIVATED; i++)
		assert_int_equal(assignment_type_from_word(assignment_type_word((AssignmentType)i)),
				 i);
	assert_int_equal(member_type_from_word("Inherited"), MEMBER_INHERITED);
	assert_int_equal(access_from_word("Owner"), ACCESS_OWNER);
	assert_int_equal(assignment_type_from_word("ACTIVATED"), ASSIGNMENT_ACTIVATED);
	assert_int_equal(member_type_from_word("new word"), MEMBER_UNKNOWN);
	assert_int_equal(access_from_word(NULL), ACCESS_NONE);
	assert_int_equal(assignment_type_from_word(""), ASSIGNMENT_UNKNOWN);
	assert_string_equal(member_type_word((MemberType)99), "unknown");
	assert_string_equal(access_word((Access)99), "none");
	assert_string_equal(assignment_type_word((AssignmentType)99), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(role_guid__is_the_last_segment__when_it_is_one),
		cmocka_unit_test(grant_make_id__depends_on_what_a_row_is__and_on_nothing_else),
		cmocka_unit_test(grants__are_copied_deeply),
		cmocka_unit_test(eligibility_is_same__compares_what_would_be_sent),
		cmocka_unit_test(eligibility_merge__keeps_the_best_of_equal_rows),
		cmocka_unit_test(assignment_merge__prefers_what_the_service_lists),
		cmocka_unit_test(words__come_back__in_any_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
