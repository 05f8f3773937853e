/* More of an eligibility: asked for once whatever goes wrong, followed until an administrator decides, listed when it has ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define DAY INT64_C(86400)

static void refresh_all(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << LIST_ELIGIBILITIES | 1u << LIST_DORMANT;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
}

static const Eligibility *find_dormant(const Fixture *fixture, WorkloadId workload,
				       const char *scope)
{
	const Event *event = fixture_latest(fixture, EVENT_DORMANT, workload);
	for (guint i = 0; event != NULL && i < event->rows->len; i++) {
		const Eligibility *row = event->rows->pdata[i];
		if (strcmp(scope_label(&row->grant.scope), scope) == 0)
			return row;
	}
	return NULL;
}

static Intent *intent_for(const Eligibility *row, bool is_renewal)
{
	Intent *intent = intent_new(0, INTENT_EXTEND);
	intent->workload = row->grant.workload;
	intent->eligibility = eligibility_copy(row);
	intent->is_renewal = is_renewal;
	intent->duration = 30 * DAY;
	intent->text = g_strdup("still on call");
	return intent;
}

/* Sends it; the request waits for an administrator then. Borrowed. */
static const Request *ask(Fixture *fixture, const Eligibility *row, bool is_renewal)
{
	fixture_send(fixture, intent_for(row, is_renewal));
	const Event *event = fixture_await(fixture, EVENT_FINISHED);
	assert_null(event->problem);
	assert_string_equal(event->request->status, "PendingAdminDecision");
	assert_int_equal(event->request->state, REQUEST_STATE_WAITING);
	assert_int_equal(event->request->duration, 0); /* "30d44m35s" would be nobody's wish */
	assert_string_equal(event->request->justification, "still on call");
	return event->request;
}

/* The administrator's word is heard without being asked for, and the list is told anew. */
static const Request *await_end(Fixture *fixture, const char *decision)
{
	tenant_tell(fixture->tenant, decision, "{}");
	return fixture_await(fixture, EVENT_FINISHED)->request;
}

/* ---- tests ------------------------------------------------------------------------------------ */

static void extend__waits_for_an_administrator__and_lengthens_each_kind(void **state)
{
	static const struct {
		const char *role, *scope;
	} rows[] = {
		{ "Owner", "rg-edge" },
		{ "Helpdesk Administrator", "東京支社" },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		refresh_all(fixture);
		const Eligibility *row =
			fixture_find_eligible(fixture, rows[i].role, rows[i].scope);
		const Instant before = row->grant.end;
		const WorkloadId workload = row->grant.workload;
		g_autofree char *id = g_strdup(row->grant.id);
		const Request *asked = ask(fixture, row, false);
		assert_int_equal(asked->kind, REQUEST_EXTEND);
		assert_int_equal(asked->end, before + 30 * DAY);
		const Request *granted = await_end(fixture, "/approve");
		assert_int_equal(granted->state, REQUEST_STATE_GRANTED);
		const Event *told = fixture_await(fixture, EVENT_ELIGIBILITIES);
		assert_int_equal(told->workload, workload);
		const Eligibility *now =
			fixture_find_eligible(fixture, rows[i].role, rows[i].scope);
		assert_string_equal(now->grant.id, id);
		assert_int_equal(now->grant.end, before + 30 * DAY);
	}
}

static void extend__lengthens_a_group__by_its_own_list(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"P20D\"}");
	refresh_all(fixture);
	const Event *event = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	const Eligibility *row = NULL;
	for (guint i = 0; i < event->rows->len; i++) {
		const Eligibility *one = event->rows->pdata[i];
		row = one->grant.end != 0 ? one : row;
	}
	assert_non_null(row);
	const Instant before = row->grant.end;
	assert_int_equal(ask(fixture, row, false)->workload, WORKLOAD_GROUP);
	const Request *granted = await_end(fixture, "/approve");
	assert_int_equal(granted->state, REQUEST_STATE_GRANTED);
	assert_int_equal(granted->end, before + 30 * DAY);
}

static void dormant__has_what_begins_later__and_what_has_ended(void **state)
{
	Fixture *fixture = *state;
	refresh_all(fixture);
	const Event *event = fixture_latest(fixture, EVENT_DORMANT, WORKLOAD_AZURE);
	assert_int_equal(event->rows->len, 2);
	const Eligibility *ended = find_dormant(fixture, WORKLOAD_AZURE,
						"sub-hub-network-westeurope-shared-services-001");
	assert_non_null(ended);
	assert_int_equal(ended->grant.member_type, MEMBER_DIRECT);
	assert_non_null(ended->grant.schedule_id);
	assert_non_null(ended->grant.role.name);
	assert_int_equal(fixture_latest(fixture, EVENT_DORMANT, WORKLOAD_GROUP)->rows->len, 0);
}

static void renew__gives_back_what_ended__and_it_is_not_dormant_any_more(void **state)
{
	Fixture *fixture = *state;
	const char *hub = "sub-hub-network-westeurope-shared-services-001";
	refresh_all(fixture);
	const Request *asked = ask(fixture, find_dormant(fixture, WORKLOAD_AZURE, hub), true);
	assert_int_equal(asked->kind, REQUEST_RENEW);
	assert_int_equal(await_end(fixture, "/approve")->state, REQUEST_STATE_GRANTED);
	refresh_all(fixture);
	assert_non_null(fixture_find_eligible(fixture, "Owner", hub));
	assert_null(find_dormant(fixture, WORKLOAD_AZURE, hub));
}

static void extend__is_over__when_the_administrator_refuses(void **state)
{
	Fixture *fixture = *state;
	refresh_all(fixture);
	ask(fixture, fixture_find_eligible(fixture, "Owner", "rg-edge"), false);
	const Request *refused = await_end(fixture, "/deny");
	assert_int_equal(refused->state, REQUEST_STATE_REFUSED);
	assert_true(request_is_denied(refused));
}

static void extend__is_not_sent_twice__when_the_answer_is_lost(void **state)
{
	static const struct {
		const char *host, *method, *role, *scope;
	} rows[] = {
		{ "arm", "PUT", "Owner", "rg-edge" },
		{ "graph", "POST", "Helpdesk Administrator", "東京支社" },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		refresh_all(fixture);
		g_autofree char *fault =
			g_strdup_printf("{\"host\":\"%s\",\"method\":\"%s\",\"path\":\"*"
					"ligibilityScheduleRequests*\","
					"\"when\":\"after\",\"kind\":\"drop\"}",
					rows[i].host, rows[i].method);
		tenant_tell(fixture->tenant, "/faults", fault);
		ask(fixture, fixture_find_eligible(fixture, rows[i].role, rows[i].scope), false);
		assert_int_equal(
			tenant_count(fixture->tenant, rows[i].method, "ligibilityScheduleRequests"),
			1);
	}
}

/* The one group that has an end, near it. */
static const Eligibility *find_group(Fixture *fixture)
{
	refresh_all(fixture);
	const Event *event = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	for (guint i = 0; i < event->rows->len; i++) {
		const Eligibility *row = event->rows->pdata[i];
		if (row->grant.end != 0)
			return row;
	}
	fail_msg("no group has an end");
	return NULL;
}

static void extend__is_sent_once__when_the_answer_for_a_group_is_lost(void **state)
{
	static const char *const faults[] = {
		"\"when\":\"after\",\"kind\":\"drop\"",
		"\"when\":\"after\",\"kind\":\"status\",\"status\":500",
		"\"kind\":\"garbage\"",
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		fixture_reset_tenant(fixture);
		fixture_restart(fixture);
		tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"P20D\"}");
		const Eligibility *row = find_group(fixture);
		g_autofree char *fault = g_strdup_printf("{\"host\":\"graph\",\"method\":\"POST\","
							 "\"path\":\"*eligibilityScheduleRequests"
							 "*\",%s}",
							 faults[i]);
		tenant_tell(fixture->tenant, "/faults", fault);
		assert_int_equal(ask(fixture, row, false)->workload, WORKLOAD_GROUP);
		assert_int_equal(tenant_count_asked(fixture->tenant, "still on call"), 1);
		assert_int_equal(
			tenant_count(fixture->tenant, "POST", "group/eligibilityScheduleRequests"),
			1);
	}
}

static const Request *find_listed(Fixture *fixture, WorkloadId workload)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << LIST_REQUESTS;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	const Event *event = fixture_latest(fixture, EVENT_REQUESTS, workload);
	for (guint i = 0; event != NULL && i < event->rows->len; i++) {
		const Request *row = event->rows->pdata[i];
		if (row->kind == REQUEST_EXTEND)
			return row;
	}
	return NULL;
}

/* As the journal of this place has it. */
static RequestState find_kept(Fixture *fixture)
{
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *event = fixture_await(fixture, EVENT_HISTORY);
	for (guint i = 0; i < event->rows->len; i++) {
		const HistoryEntry *entry = event->rows->pdata[i];
		if (entry->request->kind == REQUEST_EXTEND)
			return entry->request->state;
	}
	return REQUEST_STATE_UNKNOWN;
}

/* By the portal, or at another machine: nothing of it is known here before a list tells. */
static void extend__is_seen__when_it_was_asked_for_elsewhere(void **state)
{
	Fixture *fixture = *state;
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++) {
		fixture_reset_tenant(fixture);
		g_autofree char *name = g_strdup_printf("elsewhere-%d", workload);
		g_free(fixture->state_dir);
		fixture->state_dir = g_build_filename(fixture->folder, name, NULL);
		fixture_restart(fixture);
		if (workload == WORKLOAD_GROUP)
			tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"P20D\"}");
		const Eligibility *row =
			workload == WORKLOAD_AZURE
				? fixture_find_eligible(fixture, "Owner", "rg-edge")
			: workload == WORKLOAD_ENTRA
				? fixture_find_eligible(fixture, "Helpdesk Administrator",
							"東京支社")
				: find_group(fixture);
		ask(fixture, row, false);
		g_free(fixture->state_dir);
		g_autofree char *here = g_strdup_printf("here-%d", workload);
		fixture->state_dir = g_build_filename(fixture->folder, here, NULL);
		fixture_restart(fixture);
		const Request *waits = find_listed(fixture, workload);
		assert_non_null(waits);
		assert_int_equal(waits->state, REQUEST_STATE_WAITING);
		assert_true(waits->is_own);
		assert_int_equal(find_kept(fixture), REQUEST_STATE_WAITING);
		tenant_tell(fixture->tenant, "/approve", "{}");
		assert_int_equal(find_listed(fixture, workload)->state, REQUEST_STATE_GRANTED);
		assert_int_equal(find_kept(fixture), REQUEST_STATE_GRANTED);
	}
}

/* Who may not read them has all other requests. */
static void requests__come_all_the_same__when_those_for_eligibilities_are_refused(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/faults",
		    "[{\"host\":\"arm\",\"method\":\"GET\",\"path\":"
		    "\"*roleEligibilityScheduleRequests*\",\"kind\":\"status\",\"status\":403,"
		    "\"code\":\"AuthorizationFailed\",\"times\":9}]");
	const guint from = fixture->seen->len;
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << LIST_REQUESTS;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	assert_true(fixture_has_seen(fixture, EVENT_REQUESTS, WORKLOAD_AZURE, from));
	assert_false(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from));
}

static void extend__is_followed_on__after_a_restart(void **state)
{
	Fixture *fixture = *state;
	refresh_all(fixture);
	g_autofree char *id = g_strdup(
		ask(fixture, fixture_find_eligible(fixture, "Owner", "rg-edge"), false)->id);
	fixture_restart(fixture);
	tenant_tell(fixture->tenant, "/approve", "{}");
	refresh_all(fixture);
	const Event *event = fixture_latest(fixture, EVENT_FINISHED, WORKLOAD_AZURE);
	while (event == NULL || event->request->state != REQUEST_STATE_GRANTED)
		event = fixture_await(fixture, EVENT_FINISHED);
	assert_string_equal(event->request->id, id);
}

static void extend__names_the_permission_and_the_page__when_it_is_lacking(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(cJSON) arm = tenant_call(fixture->tenant, "POST", "/token", "{\"host\":\"arm\"}");
	g_autoptr(cJSON) graph = tenant_call(
		fixture->tenant, "POST", "/token",
		"{\"host\":\"graph\",\"scopes\":\"RoleEligibilitySchedule.Read.Directory "
		"RoleAssignmentSchedule.ReadWrite.Directory "
		"RoleManagementPolicy.Read.Directory\"}");
	g_autofree char *tokens =
		g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}",
				cJSON_GetStringValue(cJSON_GetObjectItem(arm, "token")),
				cJSON_GetStringValue(cJSON_GetObjectItem(graph, "token")));
	fixture_use_tokens(fixture, tokens);
	refresh_all(fixture);
	fixture_send(fixture, intent_for(fixture_find_eligible(fixture, "Helpdesk Administrator",
							       "東京支社"),
					 false));
	const Event *event = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(event->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_string_equal(event->problem->message,
			    "The program lacks the permission "
			    "RoleEligibilitySchedule.ReadWrite.Directory.");
	assert_int_equal(event->request->state, REQUEST_STATE_REFUSED);
}

static void ended__stays_dormant__though_the_service_may_not_be_asked(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *id = NULL;
	refresh_all(fixture);
	id = g_strdup(fixture_find_eligible(fixture, "Owner", "rg-edge")->grant.id);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"P13D\"}");
	tenant_tell(
		fixture->tenant, "/faults",
		"[{\"host\":\"arm\",\"path\":\"*roleEligibilitySchedules*\",\"kind\":\"status\","
		"\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1},"
		"{\"host\":\"arm\",\"path\":\"*roleEligibilityScheduleRequests*\",\"kind\":"
		"\"status\","
		"\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}]");
	fixture_restart(fixture);
	refresh_all(fixture);
	refresh_all(fixture);
	const Eligibility *ended = find_dormant(fixture, WORKLOAD_AZURE, "rg-edge");
	assert_non_null(ended);
	assert_string_equal(ended->grant.id, id);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

/* The service is asked, and keeps nothing. */
static void extend__is_tried_out__and_nothing_is_kept(void **state)
{
	static const struct {
		const char *role, *scope;
	} rows[] = { { "Owner", "rg-edge" }, { "Helpdesk Administrator", "東京支社" } };
	Fixture *fixture = *state;
	refresh_all(fixture);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Eligibility *row =
			fixture_find_eligible(fixture, rows[i].role, rows[i].scope);
		Intent *intent = intent_for(row, false);
		intent->kind = INTENT_CHECK;
		fixture_send(fixture, intent);
		assert_null(fixture_await(fixture, EVENT_CHECKED)->problem);
		Intent *renewal = intent_for(row, true);
		renewal->kind = INTENT_CHECK;
		fixture_send(fixture, renewal);
		assert_non_null(fixture_await(fixture, EVENT_CHECKED)->problem);
	}
	assert_int_equal(tenant_count_asked(fixture->tenant, "still on call"), 0);
}

/* What may be asked for is in the role's settings. */
static void extend__is_bound__by_the_settings_of_eligibilities(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/policy",
		    "{\"role\":\"Owner\",\"scope\":\"/subscriptions/"
		    "22222222-2222-4222-8222-222222222222/resourceGroups/"
		    "rg-edge\",\"eligible_max\":\"P10D\"}");
	refresh_all(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	Intent *read = intent_new(0, INTENT_READ_POLICY);
	read->workload = row->grant.workload;
	read->eligibility = eligibility_copy(row);
	fixture_send(fixture, read);
	assert_int_equal(fixture_await(fixture, EVENT_POLICY)->policy->eligible_maximum, 10 * DAY);
	fixture_send(fixture, intent_for(row, false));
	const Event *event = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(event->problem->kind, PROBLEM_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(extend__waits_for_an_administrator__and_lengthens_each_kind),
		TEST(extend__lengthens_a_group__by_its_own_list),
		TEST(dormant__has_what_begins_later__and_what_has_ended),
		TEST(renew__gives_back_what_ended__and_it_is_not_dormant_any_more),
		TEST(extend__is_over__when_the_administrator_refuses),
		TEST(extend__is_not_sent_twice__when_the_answer_is_lost),
		TEST(extend__is_sent_once__when_the_answer_for_a_group_is_lost),
		TEST(extend__is_seen__when_it_was_asked_for_elsewhere),
		TEST(requests__come_all_the_same__when_those_for_eligibilities_are_refused),
		TEST(extend__is_tried_out__and_nothing_is_kept),
		TEST(extend__is_bound__by_the_settings_of_eligibilities),
		TEST(extend__is_followed_on__after_a_restart),
		TEST(extend__names_the_permission_and_the_page__when_it_is_lacking),
		TEST(ended__stays_dormant__though_the_service_may_not_be_asked),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
