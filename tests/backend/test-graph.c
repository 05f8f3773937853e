/* Directory roles and groups against the built-in tenant's Microsoft Graph, beside Azure's roles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/jwt.h"
#include "src/json/value.h"
#include "src/model/permission.h"
#include "tests/backend/fixture.h"

#define REQUESTS "ScheduleRequests"

static const Event *rows_of(const Fixture *fixture, EventKind kind, WorkloadId workload)
{
	const Event *event = fixture_latest(fixture, kind, workload);
	assert_non_null(event);
	assert_true(event->is_complete);
	return event;
}

static const Eligibility *find_with_access(Fixture *fixture, const char *group, Access access)
{
	const Event *event = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	for (guint i = 0; i < event->rows->len; i++) {
		const Eligibility *row = event->rows->pdata[i];
		if (row->grant.access == access && g_strcmp0(row->grant.role.name, group) == 0)
			return row;
	}
	fail_msg("no eligibility for %s", group);
	return NULL;
}

static void lists__hold_names__of_roles_units_objects_and_groups(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *unit =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	assert_int_equal(unit->grant.scope.type, SCOPE_ADMINISTRATIVE_UNIT);
	assert_non_null(unit->grant.schedule_id);
	const Event *entra = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_ENTRA);
	const Event *groups = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	assert_int_equal(entra->rows->len, 7);
	assert_int_equal(groups->rows->len, 5);
	for (guint i = 0; i < entra->rows->len; i++) {
		const Grant *grant = &((const Eligibility *)entra->rows->pdata[i])->grant;
		assert_non_null(grant->role.name);
		assert_non_null(grant->scope.name);
	}
	for (guint i = 0; i < groups->rows->len; i++) {
		const Grant *grant = &((const Eligibility *)groups->rows->pdata[i])->grant;
		assert_non_null(grant->role.name);
		assert_int_not_equal(grant->access, ACCESS_NONE);
	}
	assert_int_equal(rows_of(fixture, EVENT_ASSIGNMENTS, WORKLOAD_GROUP)->rows->len, 1);
	assert_int_equal(rows_of(fixture, EVENT_REQUESTS, WORKLOAD_ENTRA)->rows->len, 2);
	/* Names of units come with the lists. */
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/directory/administrativeUnits"), 0);
	assert_int_equal(tenant_count(fixture->tenant, "POST", "$batch"), 0);
}

/* What the tenant's tokens hold is what the program asks people to grant: else a demo shows what nobody sees. */
static void tokens__of_the_tenant_hold_no_more__than_the_program_asks_for(void **state)
{
	const Fixture *fixture = *state;
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(tenant_token_file(fixture->tenant), &text, NULL, NULL));
	g_autoptr(JsonValue) file = json_parse(text, strlen(text), NULL);
	g_autoptr(Secret) token = secret_new(json_text(json_get(file, "graph")), -1);
	g_auto(TokenClaims) claims = { 0 };
	assert_true(jwt_peek(token, &claims, NULL));
	g_auto(GStrv) scopes = g_strsplit(claims.scopes, " ", -1);
	size_t count;
	const Permission *table = permission_table(&count);
	for (size_t i = 0; i < count; i++)
		assert_true(g_strv_contains((const char *const *)scopes, table[i].name));
	/* User.Read comes with every sign-in. */
	assert_true(g_strv_contains((const char *const *)scopes, "User.Read"));
	assert_int_equal(g_strv_length(scopes), count + 1);
}

static void names__come_in_one_batch_and_once__when_the_list_lacks_them(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"group_expand_empty\":true}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *groups = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	for (guint i = 0; i < groups->rows->len; i++)
		assert_non_null(((const Eligibility *)groups->rows->pdata[i])->grant.role.name);
	const size_t batches = tenant_count(fixture->tenant, "POST", "$batch");
	assert_true(batches > 0 && batches < 4);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_int_equal(tenant_count(fixture->tenant, "POST", "$batch"), batches);
}

static void names__are_asked_again__when_an_item_is_throttled(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"group_expand_empty\":true}");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"GET\",\"path\":\"*/groups/*\",\"kind\":"
		    "\"status\",\"status\":429,\"retry_after\":1}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *groups = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	for (guint i = 0; i < groups->rows->len; i++)
		assert_non_null(((const Eligibility *)groups->rows->pdata[i])->grant.role.name);
}

static void activate__runs_to_active_and_back__for_a_directory_role(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_non_null(finished->request->service_id);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Assignment *active =
		fixture_find_active(fixture, "Helpdesk Administrator", "東京支社");
	assert_non_null(active);
	assert_false(active->is_provisional);

	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(active);
	const Event *ended = fixture_run_to_end(fixture, intent);
	assert_null(ended->problem);
	assert_int_equal(ended->request->state, REQUEST_STATE_ENDED);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "Helpdesk Administrator", "東京支社"));
}

static void activate__keeps_the_access__of_members_and_owners(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	static const Access accesses[] = { ACCESS_MEMBER, ACCESS_OWNER };
	for (size_t i = 0; i < G_N_ELEMENTS(accesses); i++) {
		const Eligibility *row = find_with_access(fixture, "sg-oncall", accesses[i]);
		Intent *intent = fixture_new_activation(row, NULL);
		fixture_activation(intent)->duration = 1800;
		const Event *finished = fixture_run_to_end(fixture, intent);
		assert_null(finished->problem);
		assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
		assert_int_equal(finished->request->access, accesses[i]);
	}
}

static void activate__names_the_person__when_a_group_holds_the_role(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Security Reader", "directory");
	assert_string_not_equal(row->grant.holder.id, fixture_oid(fixture));
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
}

static void activate__finds_what_was_sent_in_the_list__when_the_answer_is_lost(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"POST\",\"path\":\"*" REQUESTS "\",\"kind\":"
		    "\"drop\"}");
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_non_null(finished->request->service_id);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 1);

	/* The journal knows it as one request, not as ours and theirs. */
	fixture_await_intent(fixture, fixture_refresh(fixture));
	Intent *intent = intent_new(0, INTENT_READ_HISTORY);
	fixture_send(fixture, intent);
	const Event *history = fixture_await(fixture, EVENT_HISTORY);
	assert_int_equal(history->rows->len, 12);
}

static void activate__reads_the_list_before_sending_again__after_an_unknown_outcome(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"POST\",\"path\":\"*" REQUESTS "\",\"kind\":"
		    "\"status\",\"status\":503}");
	const Event *unknown = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_int_equal(unknown->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	const size_t reads = tenant_count(fixture->tenant, "GET", REQUESTS);
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_true(tenant_count(fixture->tenant, "GET", REQUESTS) > reads);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 2);
}

/* The same role was on and off before: that request is not the one that was lost. */
static void activate__is_not_taken_for_an_older_request__when_it_never_arrived(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	g_autoptr(Eligibility) copy = eligibility_copy(row);
	assert_null(fixture_run_to_end(fixture, fixture_new_activation(copy, NULL))->problem);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_restart(fixture); /* a clock that jumps is only found out slowly */
	fixture_await_intent(fixture, fixture_refresh(fixture));
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment =
		assignment_copy(fixture_find_active(fixture, "Helpdesk Administrator", "東京支社"));
	assert_null(fixture_run_to_end(fixture, intent)->problem);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"POST\",\"path\":\"*" REQUESTS "\",\"kind\":"
		    "\"status\",\"status\":503}");
	const Event *unknown = fixture_run_to_end(fixture, fixture_new_activation(copy, NULL));
	assert_non_null(unknown->problem);
	assert_int_equal(unknown->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
}

static void activate__mixes_workloads__and_keeps_outcomes_apart(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *reader = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *intent = fixture_new_activation(reader, NULL);
	const Eligibility *others[] = {
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社"),
		NULL,
		fixture_find_eligible(fixture, "Privileged Role Administrator", "directory"),
	};
	others[1] = find_with_access(fixture, "sg-oncall", ACCESS_MEMBER);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		Intent *more = fixture_new_activation(others[i], NULL);
		g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
		intent_free(more);
	}
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	unsigned active = 0;
	unsigned step_up = 0;
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind != EVENT_FINISHED)
			continue;
		active += event->request->state == REQUEST_STATE_ACTIVE;
		step_up += event->problem != NULL && event->problem->kind == PROBLEM_STEP_UP;
	}
	assert_int_equal(active, 3);
	assert_int_equal(step_up, 1);
}

static void activate__waits_for_approval__of_a_group(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *groups = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	const Eligibility *finance = NULL;
	for (guint i = 0; i < groups->rows->len; i++) {
		const Eligibility *row = groups->rows->pdata[i];
		if (strstr(row->grant.role.name, "inance") != NULL)
			finance = row;
	}
	assert_non_null(finance);
	Intent *intent = fixture_new_activation(finance, NULL);
	fixture_activation(intent)->ticket_number = g_strdup("FIN-78");
	const Event *waiting = fixture_run_to_end(fixture, intent);
	assert_null(waiting->problem);
	assert_int_equal(waiting->request->state, REQUEST_STATE_WAITING);
	tenant_tell(fixture->tenant, "/approve", "{}");
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
}

static void cancel__ends_a_waiting_request__of_a_directory_role(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Global Administrator", "directory");
	Intent *intent = fixture_new_activation(row, NULL);
	fixture_activation(intent)->ticket_number = g_strdup("INC1");
	const Event *waiting = fixture_run_to_end(fixture, intent);
	assert_null(waiting->problem);
	assert_int_equal(waiting->request->state, REQUEST_STATE_WAITING);
	Intent *cancel = intent_new(0, INTENT_CANCEL);
	cancel->request = request_copy(waiting->request);
	fixture_send(fixture, cancel);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_CANCELED);
}

static void check__tells_what_would_be_refused(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "User Administrator", "Munich Branch");
	Intent *intent = fixture_new_activation(row, NULL);
	intent->kind = INTENT_CHECK;
	g_clear_pointer(&fixture_activation(intent)->justification, g_free);
	fixture_send(fixture, intent);
	const Event *checked = fixture_await(fixture, EVENT_CHECKED);
	assert_string_equal(checked->problem->rules[0], "JustificationRule");
	intent = fixture_new_activation(row, NULL);
	intent->kind = INTENT_CHECK;
	fixture_send(fixture, intent);
	checked = fixture_await(fixture, EVENT_CHECKED);
	assert_null(checked->problem);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "User Administrator", "Munich Branch"));
}

static void policies__travel_in_one_batch__when_several_are_looked_at(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_forget_requests(fixture);
	static const WorkloadId workloads[] = { WORKLOAD_ENTRA, WORKLOAD_GROUP };
	unsigned asked = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(workloads); i++) {
		const Event *event = rows_of(fixture, EVENT_ELIGIBILITIES, workloads[i]);
		for (guint j = 0; j < event->rows->len; j++, asked++) {
			Intent *intent = intent_new(0, INTENT_READ_POLICY);
			intent->eligibility = eligibility_copy(event->rows->pdata[j]);
			fixture_send(fixture, intent);
		}
	}
	unsigned known = 0;
	for (unsigned i = 0; i < asked; i++)
		known += fixture_await(fixture, EVENT_POLICY)->policy->is_known;
	assert_int_equal(asked, 12);
	assert_int_equal(known, 12);
	assert_int_equal(tenant_count(fixture->tenant, "POST", "$batch"), 1);
}

static void policy__is_unknown_and_says_why__when_it_may_not_be_read(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"policies_forbidden\":true}");
	Intent *intent = intent_new(0, INTENT_READ_POLICY);
	intent->eligibility = eligibility_copy(
		fixture_find_eligible(fixture, "Global Administrator", "directory"));
	fixture_send(fixture, intent);
	const Event *event = fixture_await(fixture, EVENT_POLICY);
	assert_int_equal(event->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_false(event->policy->is_known);
}

static void role__tells_what_a_group_grants(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *groups = rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP);
	bool has_role = false;
	for (guint i = 0; i < groups->rows->len; i++) {
		Intent *intent = intent_new(0, INTENT_READ_ROLE);
		intent->eligibility = eligibility_copy(groups->rows->pdata[i]);
		fixture_send(fixture, intent);
		const Event *event = fixture_await(fixture, EVENT_ROLE);
		assert_null(event->problem);
		for (guint j = 0; j < event->permissions->len; j++)
			has_role |= g_str_equal(event->permissions->pdata[j],
						"directory role: Groups Administrator");
	}
	assert_true(has_role);
}

/* A token without the permission: that workload's lists say which one is missing; the others do not notice. */
static void lists__name_the_permission__that_the_token_lacks(void **state)
{
	Fixture *fixture = *state;
	cJSON *arm = tenant_call(fixture->tenant, "POST", "/token", "{\"host\":\"arm\"}");
	cJSON *graph = tenant_call(fixture->tenant, "POST", "/token",
				   "{\"host\":\"graph\",\"scopes\":\"User.Read "
				   "PrivilegedEligibilitySchedule.Read.AzureADGroup "
				   "PrivilegedAssignmentSchedule.Read.AzureADGroup\"}");
	g_autofree char *text =
		g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}",
				cJSON_GetStringValue(cJSON_GetObjectItem(arm, "token")),
				cJSON_GetStringValue(cJSON_GetObjectItem(graph, "token")));
	cJSON_Delete(arm);
	cJSON_Delete(graph);
	fixture_use_tokens(fixture, text);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *failed = fixture_latest(fixture, EVENT_LIST_FAILED, WORKLOAD_ENTRA);
	assert_non_null(failed);
	assert_int_equal(failed->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_non_null(strstr(failed->problem->message, "Directory"));
	assert_non_null(strstr(failed->problem->hint, "consent"));
	assert_true(rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len > 0);
	assert_true(rows_of(fixture, EVENT_ELIGIBILITIES, WORKLOAD_GROUP)->rows->len > 0);
}

static void lists__say_license__when_the_tenant_has_none(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"no_license\":true}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *failed = fixture_latest(fixture, EVENT_LIST_FAILED, WORKLOAD_GROUP);
	assert_string_equal(failed->problem->code, "AadPremiumLicenseRequired");
	assert_non_null(strstr(failed->problem->message, "license"));
}

/* Its answer and all look-ups are lost: nobody knows. */
static void lose_activation(Fixture *fixture, const Eligibility *row)
{
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"GET\",\"path\":\"*" REQUESTS
		    "*\",\"count\":1000,\"kind\":\"status\",\"status\":500}");
	const Event *unknown = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_int_equal(unknown->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 1);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
}

/* What was sent is looked for, not what is asked for now: else it would be sent beside it. */
static void activate__is_not_sent_twice__for_another_reason(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Eligibility) row = eligibility_copy(
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社"));
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"method\":\"POST\",\"path\":\"*" REQUESTS
		    "\",\"kind\":\"drop\"}");
	lose_activation(fixture, row);
	Intent *again = fixture_new_activation(row, NULL);
	g_free(fixture_activation(again)->justification);
	fixture_activation(again)->justification = g_strdup("another reason");
	const Event *finished = fixture_run_to_end(fixture, again);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 1);
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_string_equal(finished->request->justification, "deploy hotfix 4711");
}

static void activate__is_not_sent_twice__when_the_service_has_given_it_an_id(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Eligibility) row = eligibility_copy(
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社"));
	tenant_tell(fixture->tenant, "/settings",
		    "{\"lag_ms\":60000}"); /* 404 for a quarter of it */
	lose_activation(fixture, row);
	Intent *again = fixture_new_activation(row, NULL);
	fixture_activation(again)->duration = 1800;
	const Event *finished = fixture_run_to_end(fixture, again);
	assert_int_equal(finished->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(lists__hold_names__of_roles_units_objects_and_groups),
		TEST(tokens__of_the_tenant_hold_no_more__than_the_program_asks_for),
		TEST(names__come_in_one_batch_and_once__when_the_list_lacks_them),
		TEST(names__are_asked_again__when_an_item_is_throttled),
		TEST(activate__runs_to_active_and_back__for_a_directory_role),
		TEST(activate__keeps_the_access__of_members_and_owners),
		TEST(activate__names_the_person__when_a_group_holds_the_role),
		TEST(activate__finds_what_was_sent_in_the_list__when_the_answer_is_lost),
		TEST(activate__is_not_sent_twice__for_another_reason),
		TEST(activate__is_not_sent_twice__when_the_service_has_given_it_an_id),
		TEST(activate__reads_the_list_before_sending_again__after_an_unknown_outcome),
		TEST(activate__is_not_taken_for_an_older_request__when_it_never_arrived),
		TEST(activate__mixes_workloads__and_keeps_outcomes_apart),
		TEST(activate__waits_for_approval__of_a_group),
		TEST(cancel__ends_a_waiting_request__of_a_directory_role),
		TEST(check__tells_what_would_be_refused),
		TEST(policies__travel_in_one_batch__when_several_are_looked_at),
		TEST(policy__is_unknown_and_says_why__when_it_may_not_be_read),
		TEST(role__tells_what_a_group_grants),
		TEST(lists__name_the_permission__that_the_token_lacks),
		TEST(lists__say_license__when_the_tenant_has_none),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
