/*
 * Every fault that the built-in tenant knows, for lists and for sent requests of each workload: what the operator reads,
 * word for word, and how often the service was asked to do something.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

typedef struct Place {
	const char *list;    /* path of the eligible list */
	const char *request; /* path and method of an activation */
	const char *method;
	const char *role, *scope;
	guint rows;
} Place;

static const Place places[WORKLOAD_COUNT] = {
	[WORKLOAD_AZURE] = { "*roleEligibilityScheduleInstances*",
			     "*roleAssignmentScheduleRequests*", "PUT", "Reader", "sub-dev", 14 },
	[WORKLOAD_ENTRA] = { "*directory/roleEligibilityScheduleInstances*",
			     "*directory/roleAssignmentScheduleRequests*", "POST",
			     "Helpdesk Administrator", "東京支社", 7 },
	[WORKLOAD_GROUP] = { "*group/eligibilityScheduleInstances*",
			     "*group/assignmentScheduleRequests*", "POST",
			     "sg-インシデント対応-incident-response-first-responders",
			     "sg-インシデント対応-incident-response-first-responders", 5 },
};

/* ---- the sentences ---- */

#define UNREADABLE "The service's answer cannot be read. Try again; if it keeps failing, report it."
#define PAGE                                                 \
	"The service answered with a page instead of data. " \
	"A proxy or the network's sign-in page may be in the way."
#define ELSEWHERE                                                              \
	"The service redirected the program, and redirects are not followed. " \
	"Check the URLs of the cloud, and whether the network itself wants a sign-in."
/* Of a request the code says something, of a list nothing. */
#define REFUSED "\"kind\":\"status\",\"status\":400,\"message\":\"odd\",\"code\":"
#define ODD     "The service said: odd"
#define BUSY    "The service is busy and asked to wait. Try again in a minute."
#define FAULT   "The service failed. Try again in a minute."
#define UNKNOWN                                                                 \
	"Outcome unknown: the service did not answer. Nothing was sent twice. " \
	"Look again{look-again} in a while; the same request is looked up, not repeated."

/* What becomes of it. NULL for `list`: all rows come; for `request`: it is active, and was sent once. */
typedef struct Row {
	const char *fault;
	const char *list;
	const char *request;
} Row;

/* Each happens once. A list is asked for again where that is of any use; a request never is. */
static const Row rows[] = {
	{ "\"kind\":\"status\",\"status\":429,\"retry_after\":0", NULL, BUSY },
	{ "\"kind\":\"status\",\"status\":500", NULL, UNKNOWN },
	{ "\"kind\":\"status\",\"status\":503", NULL, UNKNOWN },
	{ "\"kind\":\"drop\"", NULL, NULL },
	{ "\"kind\":\"reset\"", NULL, NULL },
	{ "\"kind\":\"truncated\"", NULL, NULL },
	{ "\"kind\":\"cut\",\"bytes\":600", UNREADABLE, NULL },
	{ "\"kind\":\"drip\",\"bytes\":4000,\"interval_ms\":1", NULL, NULL },
	{ "\"kind\":\"delay\",\"delay_ms\":50", NULL, NULL },
	{ "\"kind\":\"date\",\"date_offset_s\":90000", NULL, NULL },
	{ "\"kind\":\"wrong_type\",\"content_type\":\"text/html\"", NULL, NULL },
	{ REFUSED "\"RoleAssignmentDoesNotExist\"", ODD,
	  "The service does not find the eligibility. Refresh the list{refresh}; it may have "
	  "ended." },
	{ REFUSED "\"RoleAssignmentExists\"", ODD,
	  "The role is already active there. For more time deactivate it first, then activate it "
	  "again." },
	{ "\"kind\":\"html\",\"status\":200", PAGE, UNKNOWN },
	{ "\"kind\":\"html\",\"status\":502", NULL, UNKNOWN },
	{ "\"kind\":\"deep\",\"depth\":100000", UNREADABLE, UNKNOWN },
	{ "\"kind\":\"huge\",\"bytes\":16000000",
	  "A list of more than 200000 rows. Try again; if it keeps failing, report it.", UNKNOWN },
	{ "\"kind\":\"foreign_next\",\"url\":\"https://evil.example/next\"",
	  "The service pointed to another host, which does not get the token. "
	  "Try again; if it keeps failing, report it.",
	  NULL },
	{ "\"kind\":\"loop_next\"",
	  "The service's list links back to itself. Try again; if it keeps failing, report it.",
	  NULL },
	{ "\"kind\":\"endless_next\"", NULL, NULL },
	{ "\"kind\":\"redirect\",\"url\":\"https://evil.example/\"", ELSEWHERE, UNKNOWN },
};

static char *sentence(const Problem *problem)
{
	return g_strconcat(problem->message, problem->hint != NULL ? " " : "", problem->hint, NULL);
}

static void add_fault(Fixture *fixture, const char *method, const char *path, const char *members)
{
	g_autofree char *fault =
		g_strdup_printf("{\"method\":\"%s\",\"path\":\"%s\",%s}", method, path, members);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	tenant_tell(fixture->tenant, "/faults", fault);
}

static void expect(const char *what, const char *fault, const char *expected, const char *came)
{
	if (g_strcmp0(expected, came) != 0)
		fail_msg("%s after %s: “%s”, not “%s”", what, fault,
			 came != NULL ? came : "all is well",
			 expected != NULL ? expected : "all is well");
}

/* ---- lists ---- */

static void refresh(Fixture *fixture, WorkloadId workload)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->workloads = 1u << workload;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
}

/* NULL: the list came; its rows are those of always, whatever happened. */
static char *list_sentence(Fixture *fixture, WorkloadId workload, guint from)
{
	char *text = NULL;
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind == EVENT_LIST_FAILED && event->list == LIST_ELIGIBILITIES)
			text = sentence(event->problem);
	}
	const Event *list = fixture_latest(fixture, EVENT_ELIGIBILITIES, workload);
	assert_int_equal(list->rows->len, places[workload].rows);
	return text;
}

static void try_list(Fixture *fixture, WorkloadId workload, const Row *row)
{
	const guint from = fixture->seen->len;
	add_fault(fixture, "GET", places[workload].list, row->fault);
	refresh(fixture, workload);
	g_autofree char *came = list_sentence(fixture, workload, from);
	expect(workload_info(workload)->name, row->fault, row->list, came);
}

static void list__is_told_word_for_word__after_each_fault(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
			try_list(fixture, (WorkloadId)workload, &rows[i]);
}

/* What does not pass: how long it is tried, and what is said then. One workload stands for all, since it takes its time. */
static void list__is_told_word_for_word__when_a_fault_stays(void **state)
{
	static const Row stays[] = {
		{ "\"kind\":\"status\",\"status\":429,\"retry_after\":0,\"count\":-1", BUSY, NULL },
		{ "\"kind\":\"status\",\"status\":503,\"count\":-1", FAULT, NULL },
		{ "\"kind\":\"truncated\",\"count\":-1",
		  "The service's answer ended too early. Try again in a minute.", NULL },
		{ "\"kind\":\"endless_next\",\"count\":-1",
		  "Page 1000: a list of more than 1000 pages. Try again; if it keeps failing, "
		  "report "
		  "it.",
		  NULL },
	};
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	for (size_t i = 0; i < G_N_ELEMENTS(stays); i++)
		try_list(fixture, WORKLOAD_GROUP, &stays[i]);
}

/* ---- sent requests ---- */

static double count_activations(Fixture *fixture)
{
	g_autoptr(cJSON) state = tenant_call(fixture->tenant, "GET", "/state", NULL);
	const cJSON *counters = cJSON_GetObjectItemCaseSensitive(state, "counters");
	return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(counters, "activations"));
}

/* NULL: it is active. */
static char *outcome_sentence(const Fixture *fixture, guint from)
{
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind != EVENT_FINISHED)
			continue;
		if (event->problem != NULL)
			return sentence(event->problem);
		assert_int_equal(event->request->state, REQUEST_STATE_ACTIVE);
		return NULL;
	}
	return g_strdup("no end");
}

static void try_request(Stage *stage, WorkloadId workload, const Row *row)
{
	const Place *place = &places[workload];
	void *state = stage;
	fixture_setup(&state);
	Fixture *fixture = state;
	const Eligibility *eligibility = fixture_find_eligible(fixture, place->role, place->scope);
	add_fault(fixture, place->method, place->request, row->fault);
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture,
			     fixture_send(fixture, fixture_new_activation(eligibility, NULL)));
	g_autofree char *came = outcome_sentence(fixture, from);
	expect(workload_info(workload)->name, row->fault, row->request, came);
	if (tenant_count(fixture->tenant, place->method, "ScheduleRequests") != 1)
		fail_msg("sent more than once after %s", row->fault);
	assert_int_equal(count_activations(fixture), row->request == NULL ? 1 : 0);
	fixture_teardown(&state);
}

static void request__is_told_word_for_word__after_each_fault(void **state)
{
	fixture_set_pace(5); /* to be given up sooner */
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
			try_request(*state, (WorkloadId)workload, &rows[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(list__is_told_word_for_word__after_each_fault),
		TEST(list__is_told_word_for_word__when_a_fault_stays),
		cmocka_unit_test(request__is_told_word_for_word__after_each_fault),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
