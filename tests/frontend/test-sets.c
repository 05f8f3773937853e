/* Sets: what of them is held, what is made of a history, and how demands changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/rehearsal.h"
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

/* ---- Rehearsals --------------------------------------------------------------------------------- */

typedef struct Case {
	const char *expected; /* states and texts of all that is found, joined by a bar */
	int64_t wanted, maximum;
	Instant end; /* of the eligibility; 0: never */
	const char *context, *approver;
	bool needs_approval, is_held, had_ticket, is_unknown;
	ProblemKind answer; /* PROBLEM_FAILED: none */
} Case;

static char *join(const GPtrArray *findings)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < findings->len; i++) {
		const Finding *finding = findings->pdata[i];
		g_string_append_printf(text, "%s%s %s", i > 0 ? " | " : "",
				       finding_state_word(finding->state), finding->text);
	}
	return g_string_free(text, FALSE);
}

static char *judge(const Case *row)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	g_autoptr(Policy) policy = row->is_unknown ? policy_new_unknown() : policy_new();
	g_autoptr(Policy) before = policy_new();
	g_autoptr(Problem) answer = problem_new(row->answer, "x", "Refused: no.", NULL);
	const Grant grant = { .end = row->end };
	const Assignment held = { .grant.end = NOW + 3600 };
	const Scope scope = { 0 };
	policy->is_known = !row->is_unknown;
	policy->maximum = row->maximum;
	policy->needs_approval = row->needs_approval;
	policy->context = g_strdup(row->context);
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	if (row->approver != NULL)
		g_ptr_array_add(policy->approvers, g_strdup(row->approver));
	before->needs_ticket = row->had_ticket;
	before->maximum = policy->maximum;
	const Rehearsal known = { .role = "Owner",
				  .at = "a",
				  .grant = &grant,
				  .scope = &scope,
				  .policy = policy,
				  .before = row->had_ticket ? before : NULL,
				  .since = NOW,
				  .held = row->is_held ? &held : NULL,
				  .answer = row->answer != PROBLEM_FAILED ? answer : NULL,
				  .wanted = row->wanted };
	rehearsal_judge(&wording, &known, findings);
	return join(findings);
}

static void rehearsal_judge__finds__what_stands_in_the_way(void **state)
{
	(void)state;
	static const Case rows[] = {
		{ "ok up to 8h", .maximum = 28800 },
		{ "warning what it asks for could not be read", .is_unknown = true },
		{ "warning at most 30m here, which is less than the set asks for", .wanted = 3600,
		  .maximum = 1800 },
		{ "failed the eligibility ends 04:46, before the set does", .wanted = 7200,
		  .end = NOW + 3600 },
		/* It is asked for as long as may be had: that is over in time. */
		{ "warning at most 30m here, which is less than the set asks for", .wanted = 7200,
		  .maximum = 1800, .end = NOW + 3600 },
		{ "warning an approval is asked for, and nobody is named who could give it: only "
		  "who administers the role may",
		  .needs_approval = true },
		{ "ok approval by SecOps", .needs_approval = true, .approver = "SecOps" },
		{ "warning a stronger sign-in is asked for: somebody has to be there",
		  .answer = PROBLEM_STEP_UP, .context = "c1" },
		/* The service that could be asked did not ask for more. */
		{ "ok sign-in with context c1", .context = "c1" },
		{ "failed Refused: no.", .answer = PROBLEM_REFUSED },
		{ "ok nothing asked", .answer = PROBLEM_ALREADY },
		{ "ok active already, until 04:46: will be left alone", .is_held = true,
		  .end = NOW + 60, .wanted = 7200, .answer = PROBLEM_ALREADY },
		{ "warning changed since 03:46: a ticket is not asked for now",
		  .had_ticket = true },
		{ "warning at most 30m here, which is less than the set asks for | failed Refused: "
		  "no.",
		  .wanted = 3600, .maximum = 1800, .answer = PROBLEM_REFUSED },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *found = judge(&rows[i]);
		if (g_strcmp0(found, rows[i].expected) != 0)
			fail_msg("%zu: “%s”, expected “%s”", i, found, rows[i].expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_list_held__names__what_the_set_activated_last),
		cmocka_unit_test(set_of_requests__keeps_the_reason__with_the_ticket_taken_out),
		cmocka_unit_test(policy_changes__tells_each__and_nothing_else),
		cmocka_unit_test(rehearsal_judge__finds__what_stands_in_the_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
