/* Lists, scopes, policies and history against the built-in tenant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/net/http.h"
#include "tests/backend/fixture.h"

static const Event *latest(const Fixture *fixture, EventKind kind)
{
	const Event *event = fixture_latest(fixture, kind, WORKLOAD_AZURE);
	assert_non_null(event);
	return event;
}

static void refresh__tells_all_lists__of_the_signed_in_person(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_true(g_uuid_string_is_valid(fixture_oid(fixture)));
	const Event *eligible = latest(fixture, EVENT_ELIGIBILITIES);
	assert_true(eligible->is_complete);
	assert_false(eligible->is_stale);
	/* One of the two inherited twins is gone, so are rows of another person and out of their window. */
	assert_int_equal(eligible->rows->len, 14);
	assert_int_equal(latest(fixture, EVENT_ASSIGNMENTS)->rows->len, 3);
	assert_int_equal(latest(fixture, EVENT_REQUESTS)->rows->len, 8);
	assert_false(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, 0));
}

static void explain__makes_a_sentence__of_a_librarys_words(void **state)
{
	static const char *const messages[][2] = {
		{ "no connection to x: refused", "No connection to x: refused." },
		{ "no.conf: it is missing", "no.conf: it is missing." },
		{ "It has ended.", "It has ended." },
		{ "cut…", "cut…" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
		g_autoptr(GError) error =
			g_error_new_literal(HTTP_ERROR, HTTP_ERROR_NOT_SENT, messages[i][0]);
		g_autoptr(Problem) problem = backend_explain(error);
		assert_string_equal(problem->message, messages[i][1]);
	}
}

static void account__has_its_tenants_name__once_the_service_told_it(void **state)
{
	Fixture *fixture = *state;
	fixture_refresh(fixture);
	while (fixture_await(fixture, EVENT_ACCOUNT)->account->tenant_name == NULL)
		continue;
	assert_string_equal(latest(fixture, EVENT_ACCOUNT)->account->tenant_name, "Contoso");
	/* The next start knows it before any network. */
	fixture_restart(fixture);
	const Event *painted = fixture_await(fixture, EVENT_ACCOUNT);
	assert_true(painted->is_stale);
	assert_string_equal(painted->account->tenant_name, "Contoso");
}

static void active__shows_an_early_picture__while_the_whole_list_is_slow(void **state)
{
	Fixture *fixture = *state;
	/* Long enough for a machine that has other things to do, too. */
	tenant_tell(fixture->tenant, "/settings", "{\"root_active_ms\":2000}");
	Intent *refresh = intent_new(0, INTENT_REFRESH);
	refresh->workloads = 1u << WORKLOAD_AZURE;
	fixture_send(fixture, refresh);
	const Event *early = NULL;
	do
		early = fixture_await(fixture, EVENT_ASSIGNMENTS);
	while (!early->is_complete &&
	       fixture_find_active(fixture, "Reader", "rg-payments") == NULL);
	assert_false(early->is_complete);
	while (!fixture_is_active_complete(fixture, WORKLOAD_AZURE))
		fixture_await(fixture, EVENT_ASSIGNMENTS);
	assert_int_equal(latest(fixture, EVENT_ASSIGNMENTS)->rows->len, 3);
}

static void refresh__loads_the_lists__that_it_names(void **state)
{
	Fixture *fixture = *state;
	Intent *refresh = intent_new(0, INTENT_REFRESH);
	refresh->workloads = 1u << WORKLOAD_ENTRA;
	refresh->lists = 1u << LIST_ELIGIBILITIES | 1u << LIST_REQUESTS;
	fixture_await_intent(fixture, fixture_send(fixture, refresh));
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_ENTRA, 0));
	assert_true(fixture_has_seen(fixture, EVENT_REQUESTS, WORKLOAD_ENTRA, 0));
	assert_false(fixture_has_seen(fixture, EVENT_ASSIGNMENTS, WORKLOAD_ENTRA, 0));
	assert_false(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, 0));
	assert_int_equal(tenant_count(fixture->tenant, "GET", "ScheduleInstances"), 1);
	/* One's own, and those for more of an eligibility. */
	assert_int_equal(tenant_count(fixture->tenant, "GET", "AssignmentScheduleRequests"), 1);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "EligibilityScheduleRequests"), 1);
}

static void lists__ask_each_subscription__when_the_root_refuses(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"root_list_forbidden\":true}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *eligible = latest(fixture, EVENT_ELIGIBILITIES);
	bool has_officer = false;
	for (guint i = 0; i < eligible->rows->len; i++) {
		const Eligibility *row = eligible->rows->pdata[i];
		has_officer |= g_str_equal(row->grant.role.name, "Key Vault Secrets Officer");
	}
	assert_true(has_officer);
	assert_int_equal(tenant_count(fixture->tenant, "GET",
				      "subscriptions/22222222-2222-4222-8222-222222222222/"
				      "providers/Microsoft.Authorization/"
				      "roleEligibilityScheduleInstances"),
			 1);
}

/* Subscriptions do not tell of resource groups: what the last run knew there is asked at once, and stays. */
static void active__keeps_the_quick_picture__when_the_root_refuses(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/settings", "{\"root_list_forbidden\":true}");
	fixture_restart(fixture);
	for (unsigned i = 0; i < 2; i++) {
		fixture_await_intent(fixture, fixture_refresh(fixture));
		assert_true(fixture_is_active_complete(fixture, WORKLOAD_AZURE));
		assert_non_null(fixture_find_active(fixture, "Reader", "rg-payments"));
		assert_non_null(fixture_find_active(fixture, "Monitoring Contributor", "sub-dev"));
	}
}

static void lists__follow_every_page__also_by_relative_links(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"page_size\":3,\"relative_next_link\":true}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_int_equal(latest(fixture, EVENT_ELIGIBILITIES)->rows->len, 14);
}

static void lists__keep_the_last_rows__when_the_service_fails(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*\",\"count\":-1,\"kind\":"
		    "\"html\","
		    "\"status\":400}");
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_true(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from));
	assert_false(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
	/* The others do not mind. */
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_ENTRA, from));
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP, from));
	assert_non_null(latest(fixture, EVENT_LIST_FAILED)->problem->message);
}

static void lists__come_with_a_new_token__when_the_old_one_is_revoked(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/revoke/tokens", "{}");
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1S\"}");
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
	assert_false(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from));
}

static const Event *list_children(Fixture *fixture, const char *scope_id, bool is_deep)
{
	Intent *intent = intent_new(0, INTENT_LIST_CHILDREN);
	scope_init(&intent->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	intent->is_deep = is_deep;
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_CHILDREN);
}

static void children__are_direct_or_all__as_asked(void **state)
{
	Fixture *fixture = *state;
	const char *platform = "/providers/Microsoft.Management/managementGroups/mg-platform";
	const Event *direct = list_children(fixture, platform, false);
	assert_null(direct->problem);
	assert_false(direct->is_deep);
	assert_int_equal(direct->rows->len, 2);
	const Event *deep = list_children(fixture, platform, true);
	assert_true(deep->is_deep);
	assert_true(deep->rows->len > 12);
	for (guint i = 0; i < deep->rows->len; i++)
		assert_int_not_equal(((const Scope *)deep->rows->pdata[i])->type, SCOPE_UNKNOWN);
}

static void children__are_direct_ones__when_the_deep_form_is_refused(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(
		fixture->tenant, "/faults",
		"{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*getAllChildren*\",\"count\":-1,"
		"\"kind\":\"status\",\"status\":400,\"code\":\"InvalidRequest\"}");
	const Event *children = list_children(
		fixture, "/providers/Microsoft.Management/managementGroups/mg-platform", true);
	assert_null(children->problem);
	assert_false(children->is_deep);
	assert_int_equal(children->rows->len, 2);
}

static const Event *read_policy(Fixture *fixture, const Eligibility *row, const char *scope_id)
{
	Intent *intent = intent_new(0, INTENT_READ_POLICY);
	intent->eligibility = eligibility_copy(row);
	if (scope_id != NULL)
		scope_init(&intent->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_POLICY);
}

static void policy__tells_what_is_asked__at_that_scope(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	const Policy *policy = read_policy(fixture, row, NULL)->policy;
	assert_true(policy->is_known);
	assert_int_equal(policy->maximum, 8 * 3600);
	assert_true(policy->needs_justification);
	assert_true(policy->needs_ticket);
	assert_true(policy->needs_approval);
	assert_string_equal(policy->approvers->pdata[0], "SecOps");
	policy = read_policy(fixture, row, "/subscriptions/33333333-3333-4333-8333-333333333333")
			 ->policy;
	assert_false(policy->needs_ticket);
	assert_false(policy->needs_approval);

	/* Read once, believed for some minutes. */
	const unsigned before =
		tenant_count(fixture->tenant, "GET", "roleManagementPolicyAssignments");
	read_policy(fixture, row, NULL);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "roleManagementPolicyAssignments"),
			 before);
}

static void policy__is_found_in_the_whole_list__when_the_filter_is_ignored(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings",
		    "{\"policy_filter_ignored\":true,\"policy_padding\":50}");
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	const Policy *policy = read_policy(fixture, row, NULL)->policy;
	assert_true(policy->is_known);
	assert_string_equal(policy->context, "c1");
	assert_int_equal(policy->maximum, 3600);
}

static void policy__is_unknown_and_says_why__when_it_may_not_be_read(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"policies_forbidden\":true}");
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	const Event *event = read_policy(fixture, row, NULL);
	assert_int_equal(event->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_false(event->policy->is_known);
	assert_true(event->policy->needs_justification);
}

static void role__tells_what_it_permits(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Key Vault Secrets Officer", "sub-prod");
	Intent *intent = intent_new(0, INTENT_READ_ROLE);
	intent->eligibility = eligibility_copy(row);
	fixture_send(fixture, intent);
	const Event *event = fixture_await(fixture, EVENT_ROLE);
	assert_null(event->problem);
	assert_int_equal(event->permissions->len, 11);
	assert_string_equal(event->permissions->pdata[10],
			    "data actions: Microsoft.KeyVault/vaults/secrets/*");
}

static void history__holds_the_services_requests__and_ones_own(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await(fixture, EVENT_FINISHED);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *history = fixture_await(fixture, EVENT_HISTORY);
	assert_null(history->problem);
	assert_int_equal(history->rows->len, 12);
	const HistoryEntry *newest = history->rows->pdata[0];
	assert_int_equal(newest->source, HISTORY_SOURCE_LOCAL);
	assert_string_equal(newest->request->justification, "deploy hotfix 4711");
	assert_int_equal(newest->request->state, REQUEST_STATE_ACTIVE);
}

static void snapshot__paints_the_last_lists__before_any_network(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	Intent *remember = intent_new(0, INTENT_REMEMBER_SCOPE);
	remember->eligibility = eligibility_copy(row);
	scope_init(&remember->scope, SCOPE_RESOURCE_GROUP,
		   "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-edge",
		   "rg-edge");
	fixture_await_intent(fixture, fixture_send(fixture, remember));
	fixture_forget_requests(fixture);
	fixture_restart(fixture);
	const Event *scopes = fixture_await(fixture, EVENT_LAST_SCOPES);
	assert_int_equal(scopes->last_scopes->len, 1);
	const Event *eligible = fixture_await(fixture, EVENT_ELIGIBILITIES);
	assert_true(eligible->is_stale);
	assert_int_equal(eligible->rows->len, 14);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/"), 0);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_false(latest(fixture, EVENT_ELIGIBILITIES)->is_stale);
}

static void refresh__says_sign_in__when_there_is_no_token(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	g_free(account->token_file);
	account->token_file = g_build_filename(fixture->folder, "no-such-file", NULL);
	fixture_restart(fixture);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *failed = latest(fixture, EVENT_LIST_FAILED);
	assert_non_null(failed->problem);
	assert_non_null(failed->problem->hint);
}

/* The second one joins what the first began, and hears of it. */
static void refresh__is_answered__when_it_follows_a_dropped_one(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const uint64_t first = fixture_refresh(fixture);
	backend_drop(fixture->backend, first);
	const uint64_t second = fixture_refresh(fixture);
	fixture_await_intent(fixture, second);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Event *list =
			fixture_latest(fixture, EVENT_ELIGIBILITIES, (WorkloadId)workload);
		assert_int_equal(list->intent_id, second);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(refresh__tells_all_lists__of_the_signed_in_person),
		TEST(account__has_its_tenants_name__once_the_service_told_it),
		TEST(explain__makes_a_sentence__of_a_librarys_words),
		TEST(active__shows_an_early_picture__while_the_whole_list_is_slow),
		TEST(refresh__loads_the_lists__that_it_names),
		TEST(lists__ask_each_subscription__when_the_root_refuses),
		TEST(active__keeps_the_quick_picture__when_the_root_refuses),
		TEST(lists__follow_every_page__also_by_relative_links),
		TEST(lists__keep_the_last_rows__when_the_service_fails),
		TEST(lists__come_with_a_new_token__when_the_old_one_is_revoked),
		TEST(children__are_direct_or_all__as_asked),
		TEST(children__are_direct_ones__when_the_deep_form_is_refused),
		TEST(policy__tells_what_is_asked__at_that_scope),
		TEST(policy__is_found_in_the_whole_list__when_the_filter_is_ignored),
		TEST(policy__is_unknown_and_says_why__when_it_may_not_be_read),
		TEST(role__tells_what_it_permits),
		TEST(history__holds_the_services_requests__and_ones_own),
		TEST(snapshot__paints_the_last_lists__before_any_network),
		TEST(refresh__says_sign_in__when_there_is_no_token),
		TEST(refresh__is_answered__when_it_follows_a_dropped_one),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
