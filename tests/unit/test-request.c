/* Requests: what the services' words come to, and how events of one request fold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/history.h"
#include "src/model/request.h"

#define NOW   1000
#define LATER 2000

static const struct {
	const char *status;
	RequestState now, later, deactivation;
} statuses[] = {
	{ "Accepted", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING },
	{ "PendingEvaluation", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "Granted", REQUEST_STATE_RUNNING, REQUEST_STATE_SCHEDULED, REQUEST_STATE_RUNNING },
	{ "Denied", REQUEST_STATE_REFUSED, REQUEST_STATE_REFUSED, REQUEST_STATE_REFUSED },
	{ "PendingProvisioning", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "Provisioned", REQUEST_STATE_ACTIVE, REQUEST_STATE_SCHEDULED, REQUEST_STATE_ENDED },
	{ "PendingRevocation", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "Revoked", REQUEST_STATE_ENDED, REQUEST_STATE_ENDED, REQUEST_STATE_ENDED },
	{ "Canceled", REQUEST_STATE_CANCELED, REQUEST_STATE_CANCELED, REQUEST_STATE_CANCELED },
	{ "Failed", REQUEST_STATE_FAILED, REQUEST_STATE_FAILED, REQUEST_STATE_FAILED },
	{ "PendingApprovalProvisioning", REQUEST_STATE_WAITING, REQUEST_STATE_WAITING,
	  REQUEST_STATE_WAITING },
	{ "PendingApproval", REQUEST_STATE_WAITING, REQUEST_STATE_WAITING, REQUEST_STATE_WAITING },
	{ "FailedAsResourceIsLocked", REQUEST_STATE_FAILED, REQUEST_STATE_FAILED,
	  REQUEST_STATE_FAILED },
	{ "PendingAdminDecision", REQUEST_STATE_WAITING, REQUEST_STATE_WAITING,
	  REQUEST_STATE_WAITING },
	{ "AdminApproved", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING },
	{ "AdminDenied", REQUEST_STATE_REFUSED, REQUEST_STATE_REFUSED, REQUEST_STATE_REFUSED },
	{ "TimedOut", REQUEST_STATE_FAILED, REQUEST_STATE_FAILED, REQUEST_STATE_FAILED },
	{ "ProvisioningStarted", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "Invalid", REQUEST_STATE_FAILED, REQUEST_STATE_FAILED, REQUEST_STATE_FAILED },
	{ "PendingScheduleCreation", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "ScheduleCreated", REQUEST_STATE_ACTIVE, REQUEST_STATE_SCHEDULED, REQUEST_STATE_ENDED },
	{ "PendingExternalProvisioning", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING,
	  REQUEST_STATE_RUNNING },
	{ "pROVISIONED", REQUEST_STATE_ACTIVE, REQUEST_STATE_SCHEDULED, REQUEST_STATE_ENDED },
	{ "SomethingNew", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING },
	{ "", REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING, REQUEST_STATE_RUNNING },
	{ NULL, REQUEST_STATE_UNKNOWN, REQUEST_STATE_UNKNOWN, REQUEST_STATE_UNKNOWN },
};

static void request_state_from_status__groups_the_services_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
		const char *status = statuses[i].status;
		RequestState at_once = request_state_from_status(status, REQUEST_ACTIVATE, 0, NOW);
		RequestState later =
			request_state_from_status(status, REQUEST_ACTIVATE, LATER, NOW);
		RequestState deactivation =
			request_state_from_status(status, REQUEST_DEACTIVATE, 0, NOW);
		if (at_once != statuses[i].now || later != statuses[i].later ||
		    deactivation != statuses[i].deactivation)
			fail_msg("%s gives %s, %s, %s", status, request_state_word(at_once),
				 request_state_word(later), request_state_word(deactivation));
	}
}

static void request_states__are_final__when_polling_may_stop(void **state)
{
	(void)state;
	for (int i = REQUEST_STATE_UNKNOWN; i <= REQUEST_STATE_FAILED; i++) {
		RequestState one = (RequestState)i;
		bool expected = one >= REQUEST_STATE_WAITING;
		assert_int_equal(request_state_is_final(one), expected);
		assert_int_equal(request_state_from_word(request_state_word(one)), one);
	}
	assert_int_equal(request_state_from_word("ACTIVE"), REQUEST_STATE_ACTIVE);
	assert_int_equal(request_state_from_word("no such"), REQUEST_STATE_UNKNOWN);
	assert_int_equal(request_state_from_word(NULL), REQUEST_STATE_UNKNOWN);
	assert_string_equal(request_state_word((RequestState)99), "unknown");
}

static void request_kind__is_told_by_word_of_either_service(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		RequestKind expected;
	} cases[] = {
		{ "SelfActivate", REQUEST_ACTIVATE },
		{ "selfActivate", REQUEST_ACTIVATE },
		{ "selfDeactivate", REQUEST_DEACTIVATE },
		{ "SelfExtend", REQUEST_EXTEND },
		{ "SELFRENEW", REQUEST_RENEW },
		{ "AdminAssign", REQUEST_ASSIGN },
		{ "adminUpdate", REQUEST_ASSIGN },
		{ "adminRemove", REQUEST_REMOVE },
		{ "AdminExtend", REQUEST_EXTEND },
		{ "adminRenew", REQUEST_RENEW },
		{ "activate", REQUEST_ACTIVATE },
		{ "somethingElse", REQUEST_OTHER },
		{ "", REQUEST_OTHER },
		{ NULL, REQUEST_OTHER },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(request_kind_from_word(cases[i].word), cases[i].expected);
	for (int i = REQUEST_OTHER; i <= REQUEST_REMOVE; i++)
		assert_int_equal(request_kind_from_word(request_kind_word((RequestKind)i)), i);
	assert_string_equal(request_kind_word((RequestKind)99), "other");
}

static Request *make_request(RequestState state)
{
	Request *request = request_new();
	request->id = g_strdup("r1");
	request->workload = WORKLOAD_AZURE;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup("/roles/1");
	request->role.name = g_strdup("Reader");
	scope_init(&request->scope, SCOPE_SUBSCRIPTION, "/subscriptions/1", "sub-prod");
	request->state = state;
	request->justification = g_strdup("why");
	request->start = 10;
	request->duration = 60;
	request->end = 70;
	return request;
}

static void request_copy__is_deep(void **state)
{
	(void)state;
	g_autoptr(Request) request = make_request(REQUEST_STATE_ACTIVE);
	request->service_id = g_strdup("s");
	request->eligibility_schedule_id = g_strdup("e");
	request->status = g_strdup("Provisioned");
	request->code = g_strdup("c");
	request->message = g_strdup("m");
	request->ticket_number = g_strdup("t");
	request->ticket_system = g_strdup("u");
	request->approval_id = g_strdup("a");
	Request *copy = request_copy(request);
	assert_string_equal(copy->id, "r1");
	assert_string_equal(copy->service_id, "s");
	assert_string_equal(copy->role.name, "Reader");
	assert_string_equal(copy->scope.name, "sub-prod");
	assert_string_equal(copy->eligibility_schedule_id, "e");
	assert_string_equal(copy->status, "Provisioned");
	assert_string_equal(copy->code, "c");
	assert_string_equal(copy->message, "m");
	assert_string_equal(copy->justification, "why");
	assert_string_equal(copy->ticket_number, "t");
	assert_string_equal(copy->ticket_system, "u");
	assert_string_equal(copy->approval_id, "a");
	assert_int_equal(copy->end, 70);
	request_free(copy);
	assert_null(request_copy(NULL));
	request_free(NULL);
}

static void fold(HistoryEntry *entry, HistorySource source, Instant learnt, Request *request)
{
	g_autoptr(HistoryEvent) event = history_event_new(source, learnt, request);
	history_entry_fold(entry, event);
	request_free(request);
}

static void history_entry_fold__keeps_what_an_event_lacks(void **state)
{
	(void)state;
	g_autoptr(HistoryEntry) entry = history_entry_new();
	fold(entry, HISTORY_SOURCE_SERVICE, 100, make_request(REQUEST_STATE_RUNNING));
	assert_int_equal(entry->source, HISTORY_SOURCE_SERVICE);

	Request *poorer = request_new();
	poorer->id = g_strdup("r1");
	poorer->state = REQUEST_STATE_ACTIVE;
	poorer->justification = g_strdup("");
	poorer->end = 80;
	fold(entry, HISTORY_SOURCE_LOCAL, 90, poorer);
	const Request *request = entry->request;
	assert_int_equal(request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(request->kind, REQUEST_ACTIVATE);
	assert_string_equal(request->role.name, "Reader");
	assert_int_equal(request->scope.type, SCOPE_SUBSCRIPTION);
	assert_string_equal(request->scope.name, "sub-prod");
	assert_string_equal(request->justification, "why");
	assert_int_equal(request->start, 10);
	assert_int_equal(request->duration, 60);
	assert_int_equal(request->end, 80);
	assert_int_equal(entry->source, HISTORY_SOURCE_LOCAL);
	assert_int_equal(entry->first_learnt, 90);
	assert_int_equal(entry->last_learnt, 100);

	g_autoptr(HistoryEntry) copy = history_entry_copy(entry);
	assert_string_equal(copy->request->id, "r1");
	assert_int_equal(copy->last_learnt, 100);
	assert_null(history_entry_copy(NULL));
	history_entry_free(NULL);
	history_event_free(NULL);
}

static void history_entry_fold__drops_a_name__that_belongs_to_another_id(void **state)
{
	(void)state;
	g_autoptr(HistoryEntry) entry = history_entry_new();
	fold(entry, HISTORY_SOURCE_LOCAL, 1, make_request(REQUEST_STATE_RUNNING));
	Request *moved = make_request(REQUEST_STATE_RUNNING);
	scope_clear(&moved->scope);
	scope_init(&moved->scope, SCOPE_RESOURCE_GROUP, "/subscriptions/1/resourceGroups/x", NULL);
	g_clear_pointer(&moved->role.name, g_free);
	fold(entry, HISTORY_SOURCE_LOCAL, 2, moved);
	assert_string_equal(entry->request->scope.id, "/subscriptions/1/resourceGroups/x");
	assert_null(entry->request->scope.name);
	assert_string_equal(entry->request->role.name, "Reader"); /* the same role */
}

static void history_entry_fold__leaves_an_ended_request_ended(void **state)
{
	(void)state;
	g_autoptr(HistoryEntry) entry = history_entry_new();
	fold(entry, HISTORY_SOURCE_LOCAL, 1, make_request(REQUEST_STATE_UNKNOWN));
	fold(entry, HISTORY_SOURCE_LOCAL, 2, make_request(REQUEST_STATE_ACTIVE));
	fold(entry, HISTORY_SOURCE_LOCAL, 3, make_request(REQUEST_STATE_ENDED));
	fold(entry, HISTORY_SOURCE_SERVICE, 4, make_request(REQUEST_STATE_ACTIVE));
	assert_int_equal(entry->request->state, REQUEST_STATE_ENDED);
}

static void request__is_denied__by_a_person_only(void **state)
{
	(void)state;
	Request request = { .state = REQUEST_STATE_REFUSED, .status = (char *)"adminDenied" };
	assert_true(request_is_denied(&request));
	request.status = NULL;
	assert_false(request_is_denied(&request));
	request.status = (char *)"Failed";
	assert_false(request_is_denied(&request));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(request__is_denied__by_a_person_only),
		cmocka_unit_test(request_state_from_status__groups_the_services_words),
		cmocka_unit_test(request_states__are_final__when_polling_may_stop),
		cmocka_unit_test(request_kind__is_told_by_word_of_either_service),
		cmocka_unit_test(request_copy__is_deep),
		cmocka_unit_test(history_entry_fold__keeps_what_an_event_lacks),
		cmocka_unit_test(history_entry_fold__drops_a_name__that_belongs_to_another_id),
		cmocka_unit_test(history_entry_fold__leaves_an_ended_request_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
