/* Sets: what of them is held, what is made of a history, and how demands changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/sets.h"
#include "tests/frontend/history-fixture.h"

#define NOW 100000

static HistoryEntry *add(GPtrArray *entries, const EntryParts *parts, const char *set)
{
	HistoryEntry *entry = fixture_entry(parts);
	entry->request->set_name = g_strdup(set);
	g_ptr_array_add(entries, entry);
	return entry;
}

static void set_list_held__names__what_the_set_activated_last(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	/* Newest first. */
	add(entries, &(EntryParts){ "Reader", "a", .state = REQUEST_STATE_ACTIVE, .end = NOW + 9 },
	    NULL);
	add(entries, &(EntryParts){ "Reader", "a", .state = REQUEST_STATE_ACTIVE, .end = NOW + 9 },
	    "day");
	add(entries, &(EntryParts){ "Reader", "b", .state = REQUEST_STATE_ACTIVE, .end = NOW + 9 },
	    "day");
	add(entries, &(EntryParts){ "Reader", "c", .state = REQUEST_STATE_ACTIVE, .end = NOW - 9 },
	    "day");
	add(entries, &(EntryParts){ "Reader", "d", .state = REQUEST_STATE_WAITING }, "day");
	add(entries, &(EntryParts){ "Reader", "e", .state = REQUEST_STATE_REFUSED }, "day");
	add(entries, &(EntryParts){ "Reader", "f", .state = REQUEST_STATE_ACTIVE, .end = NOW + 9 },
	    "night");
	g_autoptr(GPtrArray) held = set_list_held(entries, "day", NOW);
	assert_int_equal(held->len, 2);
	assert_string_equal(((const Request *)held->pdata[0])->scope.name, "b");
	assert_string_equal(((const Request *)held->pdata[1])->scope.name, "d");
}

static void set_of_requests__keeps_the_reason__with_the_ticket_taken_out(void **state)
{
	(void)state;
	static const struct {
		const char *reason, *ticket, *other, *expected;
	} rows[] = {
		{ "deploy INC7 for INC7", "INC7", "deploy INC7 for INC7",
		  "deploy {ticket} for {ticket}" },
		{ "deploy", NULL, "deploy", "deploy" },
		{ "deploy", NULL, "other", NULL },
		{ "with {braces}", NULL, "with {braces}", NULL },
		{ NULL, NULL, NULL, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const EntryParts parts[] = {
			{ "Reader", "a", .reason = rows[i].reason, .duration = 1800 },
			{ "Owner", "b", .reason = rows[i].other, .workload = WORKLOAD_GROUP,
			  .access = ACCESS_OWNER },
		};
		g_autoptr(GPtrArray) entries = fixture_entries(parts, G_N_ELEMENTS(parts));
		g_autoptr(GPtrArray) requests = g_ptr_array_new();
		for (guint k = 0; k < entries->len; k++) {
			Request *request = ((HistoryEntry *)entries->pdata[k])->request;
			request->ticket_number = g_strdup(rows[i].ticket);
			g_ptr_array_add(requests, request);
		}
		g_autoptr(ActivationSet) set = set_of_requests("x", requests);
		assert_int_equal(set->rows->len, 2);
		g_autofree char *first = set_row_format(set->rows->pdata[0]);
		g_autofree char *second = set_row_format(set->rows->pdata[1]);
		assert_string_equal(first,
				    "Reader | at /subscriptions/s/resourceGroups/a | for 30m");
		assert_string_equal(second, "Owner | as owner");
		assert_int_equal(g_strcmp0(set->reason, rows[i].expected), 0);
	}
}

static void policy_changes__tells_each__and_nothing_else(void **state)
{
	(void)state;
	g_autoptr(Policy) before = policy_new();
	before->is_known = true;
	before->maximum = 28800;
	before->needs_ticket = true;
	g_autoptr(Policy) now = policy_copy(before);
	assert_null(policy_changes(before, now));
	now->maximum = 3600;
	now->needs_ticket = false;
	now->needs_approval = true;
	now->context = g_strdup("c1");
	g_autofree char *words = policy_changes(before, now);
	assert_string_equal(words,
			    "at most 8h before, now 1h; a ticket is not asked for now; an "
			    "approval is asked for now; sign-in context none before, now c1");
	g_autoptr(Policy) later = policy_copy(now);
	later->approvers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(later->approvers, g_strdup("SecOps"));
	g_autofree char *by = policy_changes(now, later);
	assert_string_equal(by, "approval by nobody before, now by SecOps");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_list_held__names__what_the_set_activated_last),
		cmocka_unit_test(set_of_requests__keeps_the_reason__with_the_ticket_taken_out),
		cmocka_unit_test(policy_changes__tells_each__and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
