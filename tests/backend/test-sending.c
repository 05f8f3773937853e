/* What is looked at and written down before a request leaves, and when one that was lost may leave again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>

#include "src/store/journal.h"
#include "tests/backend/fixture.h"

#define EDGE_DEV "/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-edge"
#define ARM      "*roleAssignmentScheduleRequests*"
#define GRAPH    "*roleManagement/directory/roleAssignmentScheduleRequests*"

/* Long enough that a busy machine's reading is waited for. */
#define PATIENT_PACE_MS 400
#define USUAL_PACE_MS   20

static int set_up(void **state)
{
	fixture_set_pace(USUAL_PACE_MS);
	return fixture_setup(state);
}

static void add_fault(Fixture *fixture, const char *method, const char *path, const char *members)
{
	const char *host = g_str_equal(path, GRAPH) ? "graph" : "arm";
	g_autofree char *fault =
		g_strdup_printf("{\"host\":\"%s\",\"method\":\"%s\",\"path\":\"%s\",%s}", host,
				method, path, members);
	tenant_tell(fixture->tenant, "/faults", fault);
}

static void forget_faults(Fixture *fixture)
{
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
}

static size_t count_sent(const Fixture *fixture)
{
	return tenant_count(fixture->tenant, "PUT", "Requests") +
	       tenant_count(fixture->tenant, "POST", "Requests");
}

static const Event *activate(Fixture *fixture, const Eligibility *row)
{
	fixture_send(fixture, fixture_new_activation(row, NULL));
	return fixture_await(fixture, EVENT_FINISHED);
}

/* Nobody can tell what became of the next activation, which had no effect. Its id; the caller frees. */
static char *lose(Fixture *fixture, const Eligibility *row)
{
	add_fault(fixture, "PUT", ARM, "\"kind\":\"status\",\"status\":503");
	const Event *unknown = activate(fixture, row);
	assert_int_equal(unknown->request->state, REQUEST_STATE_UNKNOWN);
	fixture_forget_requests(fixture);
	return g_strdup(unknown->request->id);
}

/* The journal takes no event any more. */
static void spoil_journal(const Fixture *fixture)
{
	g_autofree char *path = g_build_filename(fixture->folder, "journal.db", NULL);
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
				      "CREATE TRIGGER spoil BEFORE INSERT ON event BEGIN "
				      "SELECT RAISE (ABORT, 'no more'); END",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(handle);
}

/* ---- the second look ---- */

/* A backend whose time the test moves, with lists and a policy read at one moment. */
static Intent *prepare_at_one_moment(Fixture *fixture)
{
	fixture_set_pace(PATIENT_PACE_MS);
	fixture->clock = clock_new_virtual(g_get_real_time() / G_USEC_PER_SEC);
	fixture_restart(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *read = intent_new(0, INTENT_READ_POLICY);
	read->eligibility = eligibility_copy(row);
	fixture_send(fixture, read);
	const Event *event = fixture_await(fixture, EVENT_POLICY);
	assert_true(event->policy->is_known);
	Intent *intent = fixture_new_activation(row, NULL);
	fixture_activation(intent)->policy = policy_copy(event->policy);
	fixture_forget_requests(fixture);
	return intent;
}

static void activate__looks_again__at_what_was_read_before(void **state)
{
	static const struct {
		int64_t age;
		bool is_old;
	} cases[] = { { 14, false }, { 16, true } };
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		fixture_reset_tenant(fixture);
		g_clear_pointer(&fixture->backend, backend_free);
		g_clear_pointer(&fixture->clock, clock_free);
		Intent *intent = prepare_at_one_moment(fixture);
		clock_advance(fixture->clock, cases[i].age);
		fixture_send(fixture, intent);
		fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
		const size_t lists = tenant_count(fixture->tenant, "GET", "roleEligibility");
		const size_t policies = tenant_count(fixture->tenant, "GET", "roleManagementPolic");
		assert_int_equal(lists > 0, cases[i].is_old);
		assert_int_equal(policies > 0, cases[i].is_old);
	}
}

static void activate__sends_nothing__when_it_is_dropped_during_the_second_look(void **state)
{
	Fixture *fixture = *state;
	Intent *intent = prepare_at_one_moment(fixture);
	clock_advance(fixture->clock, 16);
	add_fault(fixture, "GET", "*roleEligibilityScheduleInstances*",
		  "\"kind\":\"delay\",\"delay_ms\":300");
	const uint64_t id = fixture_send(fixture, intent);
	backend_drop(fixture->backend, id);
	fixture_await_intent(fixture, id);
	/* Whatever it had begun is over when a later one is. */
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_int_equal(count_sent(fixture), 0);
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* ---- written down first ---- */

static void deactivate__sends_nothing__when_it_cannot_be_written_down(void **state)
{
	Fixture *fixture = *state;
	activate(fixture, fixture_find_eligible(fixture, "Reader", "sub-dev"));
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_forget_requests(fixture);
	spoil_journal(fixture);
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_send(fixture, intent);
	assert_non_null(fixture_await(fixture, EVENT_REFUSED)->problem);
	assert_int_equal(count_sent(fixture), 0);
}

static void activate__sends_nothing_again__when_that_cannot_be_written_down(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *id = lose(fixture, row);
	spoil_journal(fixture);
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_non_null(refused->problem);
	assert_string_equal(refused->request->id, id);
	assert_int_equal(count_sent(fixture), 0);
}

/* ---- sent again, or not ---- */

/*
 * The service answers the first time, and then knows nothing of it: with a state and no id of its own, or with its id
 * and no state. Neither is leave to send it again.
 */
static void activate__is_not_sent_again__when_the_service_has_answered_once(void **state)
{
	static const struct {
		const char *role, *scope, *method, *path, *members;
	} cases[] = {
		{ "Reader", "sub-dev", "PUT", ARM,
		  "\\\"name\\\":\\\"x\\\",\\\"properties\\\":{\\\"status\\\":"
		  "\\\"PendingProvisioning\\\",\\\"scope\\\":\\\"%s\\\","
		  "\\\"roleDefinitionId\\\":\\\"%s\\\"}" },
		{ "Security Reader", "directory", "POST", GRAPH,
		  "\\\"id\\\":\\\"5e5e5e5e-1111-4111-8111-5e5e5e5e5e5e\\\","
		  "\\\"directoryScopeId\\\":\\\"%s\\\",\\\"roleDefinitionId\\\":\\\"%s\\\"" },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Eligibility *row =
			fixture_find_eligible(fixture, cases[i].role, cases[i].scope);
		g_autoptr(GString) fault =
			g_string_new("\"kind\":\"status\",\"status\":201,\"content_type\":"
				     "\"application/json\",\"body\":\"{MEMBERS}\"");
		g_string_replace(fault, "MEMBERS", cases[i].members, 1);
		g_string_replace(fault, "%s", row->grant.scope.id, 1);
		g_string_replace(fault, "%s", row->grant.role.id, 1);
		add_fault(fixture, cases[i].method, cases[i].path, fault->str);
		const Event *first = activate(fixture, row);
		assert_int_equal(first->request->state, REQUEST_STATE_UNKNOWN);
		const Event *second = activate(fixture, row);
		assert_int_equal(second->request->state, REQUEST_STATE_UNKNOWN);
		assert_int_equal(count_sent(fixture), 1);
		fixture_forget_requests(fixture);
	}
}

/* The look-up fails: nobody said that it is not there. */
static void activate__is_not_sent_again__when_it_cannot_be_looked_up(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *id = lose(fixture, row);
	add_fault(
		fixture, "GET", ARM,
		"\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1");
	const Event *again = activate(fixture, row);
	assert_int_equal(again->request->state, REQUEST_STATE_UNKNOWN);
	assert_string_equal(again->request->id, id);
	assert_int_equal(count_sent(fixture), 0);

	forget_faults(fixture);
	const Event *finished = activate(fixture, row);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_string_equal(finished->request->id, id);
	assert_int_equal(count_sent(fixture), 1);
}

static void activate__is_pending__while_the_same_is_looked_up(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_free(lose(fixture, row));
	add_fault(fixture, "GET", "*roleAssignmentScheduleRequests/*",
		  "\"kind\":\"delay\",\"delay_ms\":500");
	const uint64_t first = fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_UNKNOWN);
	const uint64_t second = fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_int_equal(refused->intent_id, second);
	assert_string_equal(refused->problem->code, "pending");
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(finished->intent_id, first);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(count_sent(fixture), 1);
}

/* As a process does that is about to send it, so many seconds ago. */
static void write_prepared(const Fixture *fixture, const Eligibility *row, const char *id,
			   int64_t age)
{
	g_autofree char *path = g_build_filename(fixture->folder, "journal.db", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Request) request = request_new();
	const Instant now = clock_now(backend_clock(fixture->backend));
	request->id = g_strdup(id);
	request->workload = row->grant.workload;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup(row->grant.role.id);
	request->role.name = g_strdup(row->grant.role.name);
	scope_copy(&request->scope, &row->grant.scope);
	request->justification = g_strdup("from another window");
	request->duration = 3600;
	request->state = REQUEST_STATE_PREPARED;
	request->created = now - age;
	request->is_own = true;
	g_autoptr(HistoryEvent) event = history_event_new(HISTORY_SOURCE_LOCAL, now - age, request);
	Journal *journal = journal_open(path, 3000, &error);
	g_assert_no_error(error);
	assert_true(journal_append(journal, fixture_latest(fixture, EVENT_ACCOUNT, 0)->account,
				   event, NULL, &error));
	journal_close(journal);
}

#define ID "0a0a0a0a-1111-4111-8111-0a0a0a0a0a0a"

/* What becomes of an activation when the journal has one of that age, which the service does not know. */
static const Event *activate_beside(Fixture *fixture, int64_t age)
{
	write_prepared(fixture, fixture_find_eligible(fixture, "Reader", "sub-dev"), ID, age);
	fixture_restart(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_forget_requests(fixture);
	const uint64_t intent = fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	while (finished->intent_id != intent)
		finished = fixture_await(fixture, EVENT_FINISHED);
	return finished;
}

static void activate__follows__what_another_process_is_sending(void **state)
{
	Fixture *fixture = *state;
	const Event *finished = activate_beside(fixture, 50);
	assert_string_equal(finished->request->id, ID);
	assert_int_equal(finished->request->state, REQUEST_STATE_UNKNOWN);
	assert_int_equal(count_sent(fixture), 0);
}

static void activate__takes_the_place__of_what_a_process_left_behind(void **state)
{
	Fixture *fixture = *state;
	const Event *finished = activate_beside(fixture, 70);
	assert_string_equal(finished->request->id, ID);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(count_sent(fixture), 1);
}

/* What was lost is for one scope, and in one direction: anything else is a request of its own. */
static void activate__is_a_request_of_its_own__beside_a_lost_one_for_something_else(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *lost = lose(fixture, row);
	fixture_send(fixture, fixture_new_activation(row, EDGE_DEV));
	const Event *narrow = fixture_await(fixture, EVENT_FINISHED);
	assert_string_not_equal(narrow->request->id, lost);
	assert_string_equal(narrow->request->scope.id, EDGE_DEV);
	assert_int_equal(narrow->request->state, REQUEST_STATE_ACTIVE);

	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	g_autoptr(Assignment) held = assignment_new();
	grant_copy(&held->grant, &row->grant);
	intent->assignment = assignment_copy(held);
	fixture_send(fixture, intent);
	const Event *end = fixture_await(fixture, EVENT_FINISHED);
	assert_string_not_equal(end->request->id, lost);
	assert_int_equal(end->request->kind, REQUEST_DEACTIVATE);
}

/* ---- a service that asks to wait ---- */

/* It was turned away, so that sending it again doubles nothing. */
static void activate__is_sent_again__when_the_service_asked_to_wait(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_forget_requests(fixture);
	add_fault(fixture, "PUT", ARM, "\"kind\":\"status\",\"status\":429,\"retry_after\":1");
	const Event *finished = activate(fixture, row);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(count_sent(fixture), 2);
	const Event *notice = fixture_latest(fixture, EVENT_NOTICE, WORKLOAD_AZURE);
	assert_non_null(notice);
	assert_non_null(strstr(notice->problem->message, "asks to wait 1 s, until "));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(activate__looks_again__at_what_was_read_before),
		TEST(activate__sends_nothing__when_it_is_dropped_during_the_second_look),
		TEST(deactivate__sends_nothing__when_it_cannot_be_written_down),
		TEST(activate__sends_nothing_again__when_that_cannot_be_written_down),
		TEST(activate__is_not_sent_again__when_the_service_has_answered_once),
		TEST(activate__is_not_sent_again__when_it_cannot_be_looked_up),
		TEST(activate__is_pending__while_the_same_is_looked_up),
		TEST(activate__follows__what_another_process_is_sending),
		TEST(activate__takes_the_place__of_what_a_process_left_behind),
		TEST(activate__is_a_request_of_its_own__beside_a_lost_one_for_something_else),
		TEST(activate__is_sent_again__when_the_service_asked_to_wait),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
