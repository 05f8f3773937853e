/* What became of requests: those whose answer was lost, that were taken back, or that a restart came upon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/backend/fixture.h"

#define EDGE     "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-edge"
#define REQUESTS "roleAssignmentScheduleRequests"

/* Something wrong with the next PUT. */
#define PUT_FAULT(kind) "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":" kind "}"

/* What waits for an approver. Borrowed. */
static const Request *ask_for_approval(Fixture *fixture)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	Intent *intent = fixture_new_activation(row, EDGE);
	fixture_activation(intent)->ticket_number = g_strdup("INC0012345");
	const Event *waiting = fixture_run_to_end(fixture, intent);
	assert_int_equal(waiting->request->state, REQUEST_STATE_WAITING);
	return waiting->request;
}

static void send_cancel(Fixture *fixture, const Request *request)
{
	Intent *cancel = intent_new(0, INTENT_CANCEL);
	cancel->workload = request->workload;
	cancel->request = request_copy(request);
	fixture_send(fixture, cancel);
}

static void cancel__ends_a_waiting_request(void **state)
{
	Fixture *fixture = *state;
	send_cancel(fixture, ask_for_approval(fixture));
	const Event *done = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_CANCELED);
	assert_null(done->problem);
	assert_int_equal(tenant_count(fixture->tenant, "POST", "/cancel"), 1);
}

#define CANCEL_FAULT(kind) \
	"{\"host\":\"arm\",\"method\":\"POST\",\"path\":\"*/cancel*\",\"kind\":" kind "}"

static void cancel__is_looked_up__when_its_answer_is_lost(void **state)
{
	static const struct {
		const char *fault;
		RequestState becomes;
	} cases[] = {
		{ CANCEL_FAULT("\"drop\""), REQUEST_STATE_CANCELED },
		{ CANCEL_FAULT("\"reset\""), REQUEST_STATE_CANCELED },
		{ CANCEL_FAULT("\"status\",\"status\":503"), REQUEST_STATE_WAITING },
		{ CANCEL_FAULT("\"status\",\"status\":200,\"body\":\"[1,2]\""),
		  REQUEST_STATE_WAITING },
		{ CANCEL_FAULT("\"status\",\"status\":200,\"body\":\"{}\",\"when\":\"after\""),
		  REQUEST_STATE_CANCELED },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		fixture_reset_tenant(fixture);
		fixture_restart(fixture);
		const Request *waiting = ask_for_approval(fixture);
		tenant_tell(fixture->tenant, "/faults", cases[i].fault);
		send_cancel(fixture, waiting);
		const Event *lost = fixture_await(fixture, EVENT_REFUSED);
		assert_int_equal(lost->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
		fixture_await_state(fixture, EVENT_FINISHED, cases[i].becomes);
		assert_int_equal(tenant_count(fixture->tenant, "POST", "/cancel"), 1);
	}
}

static void cancel__is_told_as_such__when_it_is_the_second(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Request) request = request_copy(ask_for_approval(fixture));
	send_cancel(fixture, request);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_CANCELED);
	send_cancel(fixture, request);
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_string_equal(refused->problem->code, "RequestCannotBeCancelled");
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_CANCELED);
}

static void cancel__leaves_the_request_as_it_was__when_nothing_was_sent(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Request) request = request_copy(ask_for_approval(fixture));
	tenant_tell(fixture->tenant, "/faults",
		    CANCEL_FAULT("\"status\",\"status\":403,\"code\":\"AuthorizationFailed\""));
	send_cancel(fixture, request);
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_int_equal(refused->problem->kind, PROBLEM_NOT_ALLOWED);
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *history = fixture_await(fixture, EVENT_HISTORY);
	const HistoryEntry *entry = g_ptr_array_index(history->rows, 0);
	assert_string_equal(entry->request->id, request->id);
	assert_int_equal(entry->request->state, REQUEST_STATE_WAITING);
}

/* Killed after the sending: what the journal says is that nobody knows, and the next start looks it up. */
static void cancel__is_found__after_a_restart(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Request) request = request_copy(ask_for_approval(fixture));
	/* It is looked up at once: nothing is found before the end, however slow the disk is to write that down. */
	tenant_tell(fixture->tenant, "/faults",
		    "[" CANCEL_FAULT("\"drop\"") ",{\"host\":\"arm\",\"method\":\"GET\",\"path\":"
						 "\"*ScheduleRequests*\",\"kind\":\"status\","
						 "\"status\":503,\"count\":-1}]");
	send_cancel(fixture, request);
	fixture_await(fixture, EVENT_REFUSED);
	fixture_stop(fixture);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	fixture_restart(fixture);
	Intent *intent = intent_new(0, INTENT_READ_TIMELINE);
	intent->request = request_copy(request);
	fixture_refresh(fixture);
	const Event *finished =
		fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_CANCELED);
	assert_int_equal(finished->intent_id, 0);
	fixture_send(fixture, intent);
	const Event *timeline = fixture_await(fixture, EVENT_TIMELINE);
	static const RequestState states[] = { REQUEST_STATE_PREPARED, REQUEST_STATE_WAITING,
					       REQUEST_STATE_UNKNOWN, REQUEST_STATE_CANCELED };
	assert_int_equal(timeline->rows->len, G_N_ELEMENTS(states));
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		const HistoryEvent *event = g_ptr_array_index(timeline->rows, i);
		assert_int_equal(event->request->state, states[i]);
	}
}

static void activate__looks_up_and_sends_once__when_the_answer_is_lost(void **state)
{
	static const char *const faults[] = {
		PUT_FAULT("\"drop\""),
		PUT_FAULT("\"reset\""),
		PUT_FAULT("\"truncated\""),
		PUT_FAULT("\"cut\",\"bytes\":20"),
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		fixture_reset_tenant(fixture);
		fixture_restart(fixture);
		const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
		tenant_tell(fixture->tenant, "/faults", faults[i]);
		const Event *finished =
			fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
		assert_null(finished->problem);
		assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
		assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 1);
	}
}

/* The service answers 503 and has done nothing: nobody knows. Returns the request's id; the caller frees. */
static char *lose_activation(Fixture *fixture, const Eligibility *row)
{
	tenant_tell(fixture->tenant, "/faults", PUT_FAULT("\"status\",\"status\":503"));
	const Event *unknown = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_int_equal(unknown->request->state, REQUEST_STATE_UNKNOWN);
	assert_int_equal(unknown->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 1);
	return g_strdup(unknown->request->id);
}

/* Until the user asks again, under the same id. */
static void activate__is_unknown_then_retried_with_its_id__when_it_never_arrived(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *id = lose_activation(fixture, row);
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_string_equal(finished->request->id, id);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 2);
}

/* A verb is a process of its own: the next one must not wait in vain for what the first one lost. */
static void activate__is_retried_with_its_id__after_a_restart(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *id = lose_activation(fixture, row);
	fixture_restart(fixture);

	row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	const Event *finished = fixture_run_to_end(fixture, fixture_new_activation(row, NULL));
	assert_null(finished->problem);
	assert_string_equal(finished->request->id, id);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 2);
}

/* The journal takes no event any more for which this holds. */
static void spoil_journal(const Fixture *fixture, const char *when)
{
	g_autofree char *path = g_build_filename(fixture->folder, "journal.db", NULL);
	g_autofree char *trigger =
		g_strdup_printf("CREATE TRIGGER spoil BEFORE INSERT ON event "
				"WHEN %s BEGIN SELECT RAISE (ABORT, 'no more'); END",
				when);
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, trigger, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

/* One of two cannot be written down: the other, which is being looked for, goes on. */
static void activate__goes_on_looking__when_another_cannot_be_written_down(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	g_autofree char *id = lose_activation(fixture, row);
	assert_non_null(id);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*" REQUESTS
		    "/*\",\"count\":2,\"kind\":\"delay\",\"delay_ms\":300}");
	fixture_restart(fixture);
	row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *intent = fixture_new_activation(row, NULL);
	const Eligibility *other =
		fixture_find_eligible(fixture, "Monitoring Contributor", "Platform");
	g_autoptr(Intent) more = fixture_new_activation(other, NULL);
	g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
	spoil_journal(fixture, "NEW.role_name = 'Monitoring Contributor'");
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 2);
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* What cannot be written down is not sent, and nothing that was confirmed with it. */
static void activate__sends_none__when_one_of_several_cannot_be_written_down(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *first = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *intent = fixture_new_activation(first, NULL);
	const Eligibility *second =
		fixture_find_eligible(fixture, "Monitoring Contributor", "Platform");
	g_autoptr(Intent) more = fixture_new_activation(second, NULL);
	g_ptr_array_add(intent->activations, activation_copy(fixture_activation(more)));
	spoil_journal(fixture, "(SELECT count(*) FROM event WHERE state = 'prepared') > 0");
	fixture_forget_requests(fixture);
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
	guint refused = 0;
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		refused += event->kind == EVENT_REFUSED && event->problem != NULL;
	}
	assert_int_equal(refused, 2);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);
}

/* Killed between the sending and the answer: the next run finds the request in the journal and its end. */
static void restart__finds_the_end__of_a_request_that_was_under_way(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"lag_ms\":300}");
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_PROGRESS, REQUEST_STATE_RUNNING);
	fixture_restart(fixture);
	fixture_refresh(fixture);
	const Event *finished = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_int_equal(finished->intent_id, 0);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 1);
}

/* Decided while nobody looked: the next start follows what waited, and tells its end, whichever it is. */
static void restart__tells_the_decision__that_came_meanwhile(void **state)
{
	static const struct {
		const char *call;
		RequestState state;
	} rows[] = {
		{ "/approve", REQUEST_STATE_ACTIVE },
		{ "/deny", REQUEST_STATE_REFUSED },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
		Intent *intent = fixture_new_activation(row, NULL);
		Activation *activation = fixture_activation(intent);
		g_free(activation->ticket_number);
		activation->ticket_number = g_strdup("INC1");
		fixture_send(fixture, intent);
		fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_WAITING);
		const size_t sent = tenant_count(fixture->tenant, "PUT", REQUESTS);
		tenant_tell(fixture->tenant, rows[i].call, "{}");
		fixture_restart(fixture);
		fixture_refresh(fixture);
		const Event *finished = fixture_await_state(fixture, EVENT_FINISHED, rows[i].state);
		assert_int_equal(finished->intent_id, 0);
		assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), sent);
		if (i == 0)
			tenant_tell(fixture->tenant, "/reset", "{}");
		fixture_restart(fixture);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(cancel__ends_a_waiting_request),
		TEST(cancel__is_looked_up__when_its_answer_is_lost),
		TEST(cancel__is_told_as_such__when_it_is_the_second),
		TEST(cancel__leaves_the_request_as_it_was__when_nothing_was_sent),
		TEST(cancel__is_found__after_a_restart),
		TEST(activate__looks_up_and_sends_once__when_the_answer_is_lost),
		TEST(activate__is_unknown_then_retried_with_its_id__when_it_never_arrived),
		TEST(activate__is_retried_with_its_id__after_a_restart),
		TEST(activate__goes_on_looking__when_another_cannot_be_written_down),
		TEST(activate__sends_none__when_one_of_several_cannot_be_written_down),
		TEST(restart__finds_the_end__of_a_request_that_was_under_way),
		TEST(restart__tells_the_decision__that_came_meanwhile),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
