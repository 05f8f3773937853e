/* Requests against the built-in tenant: what is sent, told and shown. What became of them otherwise: test-outcomes.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define DEV      "/subscriptions/33333333-3333-4333-8333-333333333333"
#define EDGE_DEV DEV "/resourceGroups/rg-edge"
#define EDGE     PROD "/resourceGroups/rg-edge"
#define VAULT    PROD "/resourceGroups/rg-vault"
#define REQUESTS "roleAssignmentScheduleRequests"

static void activate__runs_to_active__at_a_narrower_scope(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	g_autofree char *id = g_strdup(row->grant.id);
	fixture_send(fixture, fixture_new_activation(row, DEV));
	const Event *prepared =
		fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_PREPARED);
	assert_string_equal(prepared->eligibility_id, id);
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_string_equal(finished->request->scope.id, DEV);
	assert_int_equal(finished->request->scope.type, SCOPE_SUBSCRIPTION);
}

static void activate__shows_the_role_at_once__and_again_from_the_list(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, EDGE_DEV));
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_string_equal(finished->request->role.name, "Reader");
	assert_int_equal(finished->request->end - finished->request->start, 3600);

	fixture_await(fixture, EVENT_ASSIGNMENTS);
	const Assignment *active = fixture_find_active(fixture, "Reader", "rg-edge");
	assert_non_null(active);
	assert_true(active->is_provisional);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	active = fixture_find_active(fixture, "Reader", "rg-edge");
	assert_non_null(active);
	assert_false(active->is_provisional);
	assert_int_equal(active->assignment_type, ASSIGNMENT_ACTIVATED);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 1);
}

static void deactivate__takes_the_role_away__after_five_minutes(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	fixture_await_intent(fixture, fixture_refresh(fixture));

	Intent *early = intent_new(0, INTENT_DEACTIVATE);
	early->assignment = assignment_copy(fixture_find_active(fixture, "Reader", "sub-dev"));
	const Event *refused = fixture_run_to_end(fixture, early);
	assert_int_equal(refused->problem->kind, PROBLEM_REFUSED);
	assert_string_equal(refused->problem->code, "ActiveDurationTooShort");
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));

	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	Intent *later = intent_new(0, INTENT_DEACTIVATE);
	later->assignment = assignment_copy(fixture_find_active(fixture, "Reader", "sub-dev"));
	const Event *done = fixture_run_to_end(fixture, later);
	assert_null(done->problem);
	assert_int_equal(done->request->state, REQUEST_STATE_ENDED);
	fixture_await(fixture, EVENT_ASSIGNMENTS);
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* One refusal: what is asked, and what is told. */
typedef struct Refusal {
	const char *role, *scope, *at;
	int64_t duration;
	const char *justification;
	const char *ticket;
	ProblemKind kind;
	const char *rule; /* or NULL */
} Refusal;

static void activate__tells_the_rule__when_one_refuses(void **state)
{
	static const Refusal refusals[] = {
		{ "Key Vault Secrets Officer", "sub-prod", NULL, 3600, "why", NULL, PROBLEM_REFUSED,
		  "TicketingRule" },
		{ "Key Vault Secrets Officer", "sub-prod", NULL, 3600, NULL, "INC1",
		  PROBLEM_REFUSED, "JustificationRule" },
		{ "Virtual Machine Contributor", "rg-edge", NULL, 3600, "why", NULL,
		  PROBLEM_REFUSED, "ExpirationRule" },
		{ "Virtual Machine Contributor", "rg-edge", NULL, 120, "why", NULL, PROBLEM_REFUSED,
		  NULL },
		{ "Owner", "rg-edge", NULL, 3600, "why", NULL, PROBLEM_STEP_UP, NULL },
		{ "Contributor", "Platform", VAULT, 3600, "why", "INC1", PROBLEM_NOT_ALLOWED,
		  NULL },
		{ "Reader", "rg-payments", NULL, 3600, "why", NULL, PROBLEM_ALREADY, NULL },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		const Refusal *refusal = &refusals[i];
		const Eligibility *row =
			fixture_find_eligible(fixture, refusal->role, refusal->scope);
		Intent *intent = fixture_new_activation(row, refusal->at);
		Activation *activation = fixture_activation(intent);
		activation->duration = refusal->duration;
		g_free(activation->justification);
		activation->justification = g_strdup(refusal->justification);
		activation->ticket_number = g_strdup(refusal->ticket);
		const Event *finished = fixture_run_to_end(fixture, intent);
		assert_non_null(finished->problem);
		assert_int_equal(finished->problem->kind, refusal->kind);
		assert_non_null(finished->problem->hint);
		assert_non_null(finished->request->message);
		if (refusal->rule != NULL)
			assert_string_equal(finished->problem->rules[0], refusal->rule);
		if (refusal->kind == PROBLEM_NOT_ALLOWED)
			assert_non_null(strstr(finished->problem->message, "narrower"));
		if (refusal->kind == PROBLEM_STEP_UP)
			assert_non_null(strstr(finished->problem->claims, "c1"));
	}
}

static void activate__names_the_limit__when_the_policy_is_known(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Virtual Machine Contributor", "rg-edge");
	Intent *read = intent_new(0, INTENT_READ_POLICY);
	read->eligibility = eligibility_copy(row);
	fixture_send(fixture, read);
	fixture_await(fixture, EVENT_POLICY);
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_string_equal(finished->problem->message, "At most 30m is allowed here.");
	assert_string_equal(finished->request->message, finished->problem->message);
}

static void activate__asks_for_mfa__when_the_sign_in_had_none(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/account",
		    "{\"account\":\"you@contoso.com\",\"amr\":[\"pwd\"]}");
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1S\"}");
	fixture_restart(fixture);
	const Eligibility *row =
		fixture_find_eligible(fixture, "User Access Administrator", "Landing Zones");
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_int_equal(finished->problem->kind, PROBLEM_STEP_UP);
}

static void activate__waits_and_goes_on__when_somebody_must_approve(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	Intent *intent = fixture_new_activation(row, EDGE);
	fixture_activation(intent)->ticket_number = g_strdup("INC0012345");
	const Event *waiting = fixture_run_to_end(fixture, intent);
	assert_null(waiting->problem);
	assert_int_equal(waiting->request->state, REQUEST_STATE_WAITING);

	/* A second one meets the first. */
	Intent *again = fixture_new_activation(row, EDGE);
	fixture_activation(again)->ticket_number = g_strdup("INC0012345");
	const Event *refused = fixture_run_to_end(fixture, again);
	assert_string_equal(refused->problem->code, "PendingRoleAssignmentRequest");

	tenant_tell(fixture->tenant, "/approve", "{}");
	const Event *active = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_null(active->problem);
	assert_non_null(fixture_find_active(fixture, "Contributor", "rg-edge"));
}

static void activate__is_told_denied__when_the_approver_says_no(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	Intent *intent = fixture_new_activation(row, EDGE);
	fixture_activation(intent)->ticket_number = g_strdup("INC0012345");
	fixture_run_to_end(fixture, intent);
	tenant_tell(fixture->tenant, "/deny", "{}");
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_REFUSED);
}

/* Who said no, and why, is read from the approval; where that may not be read, the refusal is told all the same. */
static void denial__is_told_with_its_reason__where_the_approval_can_be_read(void **state)
{
	Fixture *fixture = *state;
	static const struct {
		const char *role, *scope, *at, *fault;
	} cases[] = {
		{ "Contributor", "Platform", EDGE, NULL },
		{ "Global Administrator", "directory", NULL, NULL },
		{ "sg-finance-break-glass", "sg-finance-break-glass", NULL, NULL },
		{ "Contributor", "Platform", NULL,
		  "{\"host\":\"arm\",\"path\":\"*roleAssignmentApprovals*\",\"kind\":\"status\","
		  "\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Eligibility *row =
			fixture_find_eligible(fixture, cases[i].role, cases[i].scope);
		Intent *intent = fixture_new_activation(row, cases[i].at);
		fixture_activation(intent)->ticket_number = g_strdup("INC0012345");
		fixture_run_to_end(fixture, intent);
		if (cases[i].fault != NULL)
			tenant_tell(fixture->tenant, "/faults", cases[i].fault);
		tenant_tell(fixture->tenant, "/deny",
			    "{\"account\":\"sara@contoso.com\",\"reason\":\"Too wide\\u001b[1m\"}");
		const Request *request =
			fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_REFUSED)
				->request;
		if (cases[i].fault == NULL)
			assert_string_equal(request->message,
					    "denied by Sara Lindqvist: Too wide\uFFFD[1m");
		else
			assert_null(request->message);
	}
}

static void activate__follows_to_the_end__when_the_service_takes_its_time(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"lag_ms\":200}");
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_RUNNING);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
}

static void activate__comes_true_once__for_several_at_once(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *reader = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *intent = fixture_new_activation(reader, NULL);
	Intent *more = fixture_new_activation(reader, EDGE_DEV);
	g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
	intent_free(more);
	const Eligibility *monitor =
		fixture_find_eligible(fixture, "Monitoring Contributor", "Platform");
	more = fixture_new_activation(monitor, PROD);
	g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
	intent_free(more);

	const uint64_t id = fixture_send(fixture, intent);
	const guint from = fixture->looked_at;
	fixture_await_intent(fixture, id);
	unsigned active = 0;
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		active += event->kind == EVENT_FINISHED &&
			  event->request->state == REQUEST_STATE_ACTIVE;
	}
	assert_int_equal(active, 3);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 3);
}

/* A group's eligibility names the group as principal; sent back, it would activate the role for all its members. */
static void activate__names_the_person__when_a_group_is_eligible(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Network Contributor", "Connectivity");
	assert_int_equal(row->grant.member_type, MEMBER_GROUP);
	assert_string_not_equal(row->grant.holder.id, fixture_oid(fixture));
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
}

static void activate__copies_the_condition__of_the_eligibility(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Storage Blob Data Contributor", "rg-データ基盤");
	assert_non_null(row->grant.condition);
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
}

static void activate__is_scheduled__when_it_starts_later(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *intent = fixture_new_activation(row, NULL);
	fixture_activation(intent)->start = clock_now(backend_clock(fixture->backend)) + 7200;
	const Event *finished = fixture_run_to_end(fixture, intent);
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_SCHEDULED);
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

static void activate__sends_nothing__when_what_was_confirmed_changed(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autoptr(Eligibility) other = eligibility_copy(row);
	g_free(other->grant.schedule_id);
	other->grant.schedule_id = g_strdup("/providers/another");
	fixture_send(fixture, fixture_new_activation(other, NULL));
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_int_equal(refused->problem->kind, PROBLEM_CHANGED);
	assert_string_equal(refused->eligibility_id, row->grant.id);

	/* The policy as shown asks for less than it does now. */
	Intent *intent = fixture_new_activation(row, NULL);
	fixture_activation(intent)->policy = policy_new();
	fixture_activation(intent)->policy->is_known = true;
	fixture_activation(intent)->policy->maximum = 60;
	fixture_send(fixture, intent);
	refused = fixture_await(fixture, EVENT_REFUSED);
	assert_int_equal(refused->problem->kind, PROBLEM_CHANGED);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 0);
}

static void check__tells_what_would_be_refused__without_any_effect(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "Virtual Machine Contributor", "rg-edge");
	Intent *intent = fixture_new_activation(row, NULL);
	intent->kind = INTENT_CHECK;
	fixture_send(fixture, intent);
	const Event *checked = fixture_await(fixture, EVENT_CHECKED);
	assert_string_equal(checked->problem->rules[0], "ExpirationRule");
	intent = fixture_new_activation(row, NULL);
	intent->kind = INTENT_CHECK;
	fixture_activation(intent)->duration = 1800;
	fixture_send(fixture, intent);
	checked = fixture_await(fixture, EVENT_CHECKED);
	assert_null(checked->problem);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(activate__runs_to_active__at_a_narrower_scope),
		TEST(activate__shows_the_role_at_once__and_again_from_the_list),
		TEST(deactivate__takes_the_role_away__after_five_minutes),
		TEST(activate__tells_the_rule__when_one_refuses),
		TEST(activate__names_the_limit__when_the_policy_is_known),
		TEST(activate__asks_for_mfa__when_the_sign_in_had_none),
		TEST(activate__waits_and_goes_on__when_somebody_must_approve),
		TEST(activate__is_told_denied__when_the_approver_says_no),
		TEST(denial__is_told_with_its_reason__where_the_approval_can_be_read),
		TEST(activate__follows_to_the_end__when_the_service_takes_its_time),
		TEST(activate__comes_true_once__for_several_at_once),
		TEST(activate__names_the_person__when_a_group_is_eligible),
		TEST(activate__copies_the_condition__of_the_eligibility),
		TEST(activate__is_scheduled__when_it_starts_later),
		TEST(activate__sends_nothing__when_what_was_confirmed_changed),
		TEST(check__tells_what_would_be_refused__without_any_effect),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
