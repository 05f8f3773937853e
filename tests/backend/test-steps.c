/*
 * Each thing that is sent, with each fault on its way: what is told of it is true, and whoever does it again does it once. The tenant's
 * own record proves it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"
#include "tests/e2e/apart.h"

#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define PAYMENTS PROD "/resourceGroups/rg-payments"
#define HUB      "sub-hub-network-westeurope-shared-services-001"
#define REASON   "one of a kind"
#define DAY      INT64_C(86400)

/* ---- What is there before -------------------------------------------------------------------- */

/* All that a step acts on, as it was listed before the fault. */
typedef struct Before {
	Eligibility *eligibility;
	Assignment *assignment;
	Request *request;
} Before;

static void before_clear(Before *before)
{
	eligibility_free(before->eligibility);
	assignment_free(before->assignment);
	request_free(before->request);
	*before = (Before){ 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Before, before_clear)

static void load(Fixture *fixture, unsigned lists)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = lists;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
}

static Intent *activation_of(const Eligibility *row, const char *scope, Instant start)
{
	Intent *intent = fixture_new_activation(row, scope);
	Activation *activation = fixture_activation(intent);
	g_free(activation->justification);
	activation->justification = g_strdup(REASON);
	activation->ticket_number = g_strdup("INC1");
	activation->duration = 1800;
	activation->start = start;
	return intent;
}

/* What waits for approval: asked for by the first account. */
static void ask(Fixture *fixture, Before *before, const char *role, const char *scope,
		const char *at)
{
	const Eligibility *row = fixture_find_eligible(fixture, role, scope);
	fixture_send(fixture, activation_of(row, at, 0));
	const Event *event = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_WAITING);
	before->request = request_copy(event->request);
}

static void ask_azure(Fixture *fixture, Before *before)
{
	ask(fixture, before, "Contributor", "Platform", PAYMENTS);
}

static void ask_entra(Fixture *fixture, Before *before)
{
	ask(fixture, before, "Global Administrator", "directory", NULL);
}

static void ask_group(Fixture *fixture, Before *before)
{
	ask(fixture, before, "sg-finance-break-glass", "sg-finance-break-glass", NULL);
}

static void listed_for(Fixture *fixture, Before *before, WorkloadId workload)
{
	g_clear_pointer(&before->request, request_free);
	fixture_become(fixture, "sara@contoso.com");
	const Event *event = fixture_latest(fixture, EVENT_APPROVALS, workload);
	assert_int_equal(event->rows->len, 1);
	before->request = request_copy(event->rows->pdata[0]);
}

static void wait_for_azure(Fixture *fixture, Before *before)
{
	ask_azure(fixture, before);
	listed_for(fixture, before, WORKLOAD_AZURE);
}

static void wait_for_entra(Fixture *fixture, Before *before)
{
	ask_entra(fixture, before);
	listed_for(fixture, before, WORKLOAD_ENTRA);
}

static void wait_for_group(Fixture *fixture, Before *before)
{
	ask_group(fixture, before);
	listed_for(fixture, before, WORKLOAD_GROUP);
}

static void find_helpdesk(Fixture *fixture, Before *before)
{
	const Eligibility *row =
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社");
	before->eligibility = eligibility_copy(row);
}

static void find_group(Fixture *fixture, Before *before)
{
	const Eligibility *row = fixture_find_eligible(fixture, "sg-oncall", "sg-oncall");
	before->eligibility = eligibility_copy(row);
}

static void find_edge(Fixture *fixture, Before *before)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	before->eligibility = eligibility_copy(row);
}

static void find_ended(Fixture *fixture, Before *before)
{
	load(fixture, 1u << LIST_ELIGIBILITIES | 1u << LIST_DORMANT);
	const Event *event = fixture_latest(fixture, EVENT_DORMANT, WORKLOAD_AZURE);
	for (guint i = 0; i < event->rows->len; i++) {
		const Eligibility *row = event->rows->pdata[i];
		if (strcmp(scope_label(&row->grant.scope), HUB) == 0)
			before->eligibility = eligibility_copy(row);
	}
	assert_non_null(before->eligibility);
}

static void find_reader(Fixture *fixture, Before *before)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	before->eligibility = eligibility_copy(row);
}

/* It is on, and old enough to be ended; what follows it may be asked for. */
static void hold_reader(Fixture *fixture, Before *before)
{
	tenant_tell(fixture->tenant, "/settings", "{\"takes_successors\":true}");
	find_reader(fixture, before);
	fixture_send(fixture, fixture_new_activation(before->eligibility, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Assignment *row = fixture_find_active(fixture, "Reader", "sub-dev");
	assert_non_null(row);
	before->assignment = assignment_copy(row);
}

/* ---- What is sent ---------------------------------------------------------------------------- */

static Intent *decide(const Before *before)
{
	Intent *intent = intent_new(0, INTENT_DECIDE);
	intent->requests = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(intent->requests, request_copy(before->request));
	intent->text = g_strdup("seen");
	return intent;
}

static Intent *cancel(const Before *before)
{
	Intent *intent = intent_new(0, INTENT_CANCEL);
	intent->workload = before->request->workload;
	intent->request = request_copy(before->request);
	return intent;
}

static Intent *extend(const Before *before)
{
	Intent *intent = intent_new(0, INTENT_EXTEND);
	intent->eligibility = eligibility_copy(before->eligibility);
	intent->duration = 30 * DAY;
	intent->text = g_strdup(REASON);
	return intent;
}

static Intent *renew(const Before *before)
{
	Intent *intent = extend(before);
	intent->is_renewal = true;
	return intent;
}

static Intent *activate(const Before *before)
{
	return activation_of(before->eligibility, NULL, 0);
}

static Intent *go_on(const Before *before)
{
	return activation_of(before->eligibility, NULL, before->assignment->grant.end + 1);
}

static Intent *deactivate(const Before *before)
{
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(before->assignment);
	return intent;
}

/* ---- What came of it, by the tenant's record ------------------------------------------------- */

static size_t count_decisions(Fixture *fixture)
{
	g_autoptr(cJSON) state = tenant_call(fixture->tenant, "GET", "/state", NULL);
	const cJSON *counters = cJSON_GetObjectItem(state, "counters");
	/* Those that came too late are a second one, too. */
	return (size_t)cJSON_GetObjectItem(counters, "decisions")->valueint +
	       (size_t)cJSON_GetObjectItem(counters, "late_decisions")->valueint;
}

static size_t count_asked(Fixture *fixture)
{
	return tenant_count_asked(fixture->tenant, REASON);
}

static size_t count_of(Fixture *fixture, const char *member, const char *value)
{
	g_autoptr(cJSON) pim = tenant_call(fixture->tenant, "GET", "/pim", NULL);
	const cJSON *row = NULL;
	size_t count = 0;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(pim, "requests"))
	{
		const cJSON *found = cJSON_GetObjectItem(row, member);
		count += g_ascii_strcasecmp(cJSON_GetStringValue(found), value) == 0;
	}
	return count;
}

static size_t count_canceled(Fixture *fixture)
{
	return count_of(fixture, "status", "Canceled");
}

static size_t count_ends(Fixture *fixture)
{
	return count_of(fixture, "type", "SelfDeactivate");
}

typedef struct Step {
	const char *name;
	void (*prepare)(Fixture *fixture, Before *before);
	Intent *(*make)(const Before *before);
	size_t (*count)(Fixture *fixture);
	const char *host, *method, *path;
	RequestState done;
} Step;

#define ASSIGN "*roleAssignmentScheduleRequests*"
#define EXTEND "*roleEligibilityScheduleRequests*"
#define JOIN   "*/assignmentScheduleRequests*"

static const Step steps[] = {
	{ "activate", find_reader, activate, count_asked, "arm", "PUT", ASSIGN,
	  REQUEST_STATE_ACTIVE },
	{ "activate, entra", find_helpdesk, activate, count_asked, "graph", "POST", ASSIGN,
	  REQUEST_STATE_ACTIVE },
	{ "activate, group", find_group, activate, count_asked, "graph", "POST", JOIN,
	  REQUEST_STATE_ACTIVE },
	{ "continue", hold_reader, go_on, count_asked, "arm", "PUT", ASSIGN,
	  REQUEST_STATE_SCHEDULED },
	{ "deactivate", hold_reader, deactivate, count_ends, "arm", "PUT", ASSIGN,
	  REQUEST_STATE_ENDED },
	{ "cancel", ask_azure, cancel, count_canceled, "arm", "POST", "*/cancel*",
	  REQUEST_STATE_CANCELED },
	{ "cancel, entra", ask_entra, cancel, count_canceled, "graph", "POST", "*/cancel*",
	  REQUEST_STATE_CANCELED },
	{ "cancel, group", ask_group, cancel, count_canceled, "graph", "POST", "*/cancel*",
	  REQUEST_STATE_CANCELED },
	{ "extend", find_edge, extend, count_asked, "arm", "PUT", EXTEND, REQUEST_STATE_WAITING },
	{ "extend, entra", find_helpdesk, extend, count_asked, "graph", "POST", EXTEND,
	  REQUEST_STATE_WAITING },
	{ "renew", find_ended, renew, count_asked, "arm", "PUT", EXTEND, REQUEST_STATE_WAITING },
	{ "decide", wait_for_azure, decide, count_decisions, "arm", "PATCH", "*Approvals*",
	  REQUEST_STATE_DECIDED },
	{ "decide, entra", wait_for_entra, decide, count_decisions, "graph", "PATCH", "*pprovals*",
	  REQUEST_STATE_DECIDED },
	{ "decide, group", wait_for_group, decide, count_decisions, "graph", "PATCH", "*pprovals*",
	  REQUEST_STATE_DECIDED },
};

#define MUTE    "\"delay_ms\":600000"
#define PATIENT 1000 /* milliseconds: a deadline that only comes where no answer does */

/* Of those that come before, the service does nothing. */
static const char *const faults[] = {
	"\"kind\":\"drop\"",
	"\"kind\":\"reset\"",
	"\"kind\":\"truncated\"",
	"\"kind\":\"garbage\"",
	"\"kind\":\"status\",\"status\":500,\"when\":\"after\"",
	"\"kind\":\"status\",\"status\":500",
	"\"kind\":\"status\",\"status\":503",
	"\"kind\":\"status\",\"status\":429,\"retry_after\":0",
	"\"kind\":\"status\",\"status\":429,\"retry_after\":3600",
	"\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\"",
	"\"kind\":\"html\",\"status\":502",
	/* Nobody waits for the answer: it was done, or nothing was. */
	"\"delay_ms\":600000,\"kind\":\"delay\"",
	"\"delay_ms\":600000,\"kind\":\"status\",\"status\":503",
};

/* ---- One step with one fault ----------------------------------------------------------------- */

/* The last word on it. */
static const Event *act(Fixture *fixture, const Step *step, const Before *before)
{
	const guint from = fixture->seen->len;
	const uint64_t id = fixture_send(fixture, step->make(before));
	fixture_await_intent(fixture, id);
	for (guint i = fixture->seen->len; i > from; i--) {
		const Event *event = fixture->seen->pdata[i - 1];
		if (event->intent_id == id &&
		    (event->kind == EVENT_FINISHED || event->kind == EVENT_REFUSED))
			return event;
	}
	fail_msg("%s: nothing was told", step->name);
	return NULL;
}

static bool is_done(const Step *step, const Event *event)
{
	return event->problem == NULL && event->request != NULL &&
	       event->request->state == step->done;
}

static bool is_unknown(const Event *event)
{
	return event->problem != NULL && event->problem->kind == PROBLEM_UNKNOWN_OUTCOME;
}

static void fail_at(const Step *step, const char *fault, const char *what, const Event *event,
		    size_t count)
{
	fail_msg("%s with %s: %s: %zu times, told %s: %s", step->name, fault, what, count,
		 event->request != NULL ? request_state_word(event->request->state) : "nothing",
		 event->problem != NULL ? event->problem->message : "");
}

/* `is_anew`: a program that begins anew does it again, not the one that heard of the fault. */
static void play(Fixture *fixture, const Step *step, const char *fault, bool is_anew)
{
	g_auto(Before) before = { 0 };
	step->prepare(fixture, &before);
	const size_t at_first = step->count(fixture);
	g_autofree char *whole =
		g_strdup_printf("{\"host\":\"%s\",\"method\":\"%s\",\"path\":\"%s\",%s}",
				step->host, step->method, step->path, fault);
	if (g_str_has_prefix(fault, MUTE)) {
		fixture->change_ms = PATIENT;
		fixture_restart(fixture);
	}
	tenant_tell(fixture->tenant, "/faults", whole);
	const Event *event = act(fixture, step, &before);
	const size_t once = step->count(fixture) - at_first;
	const bool is_true = is_unknown(event) || once == (is_done(step, event) ? 1 : 0);
	if (!is_true)
		fail_at(step, fault, "not true", event, once);
	if (is_done(step, event))
		return;
	if (is_anew)
		fixture_restart(fixture);
	const Event *again = act(fixture, step, &before);
	const size_t twice = step->count(fixture) - at_first;
	if (twice != 1 || !is_done(step, again))
		fail_at(step, fault, "done again", again, twice);
}

static void set_hosts(Fixture *fixture, const char *arm, const char *graph)
{
	Cloud *cloud = fixture->settings->clouds->pdata[0];
	g_free(cloud->arm);
	g_free(cloud->graph);
	cloud->arm = g_strdup(arm);
	cloud->graph = g_strdup(graph);
	fixture_restart(fixture);
}

/* Nobody takes the connection: nothing was sent, and it is not told as if it might have been. */
static void play_away(Fixture *fixture, const Step *step)
{
	g_auto(Before) before = { 0 };
	step->prepare(fixture, &before);
	const size_t at_first = step->count(fixture);
	fixture->is_hasty = true;
	set_hosts(fixture, "http://127.0.0.1:1", "http://127.0.0.1:1");
	const Event *event = act(fixture, step, &before);
	const size_t never = step->count(fixture) - at_first;
	if (never != 0 || event->problem == NULL || is_unknown(event))
		fail_at(step, "nobody there", "not true", event, never);
	fixture->is_hasty = false;
	set_hosts(fixture, tenant_url(fixture->tenant, "arm"),
		  tenant_url(fixture->tenant, "graph"));
	const Event *again = act(fixture, step, &before);
	const size_t once = step->count(fixture) - at_first;
	if (once != 1 || !is_done(step, again))
		fail_at(step, "nobody there", "done again", again, once);
}

/* The first rows are the patient ones, and begin first. */
static void play_row(Stage *stage, size_t row)
{
	void *state = stage;
	fixture_setup(&state);
	Fixture *fixture = state;
	const Step *step = &steps[row % G_N_ELEMENTS(steps)];
	const size_t fault = row / G_N_ELEMENTS(steps);
	fixture_become(fixture, "you@contoso.com");
	if (fault == 0)
		play_away(fixture, step);
	else
		play(fixture, step, faults[fault - 1], (row + fault) % 2 == 0);
	fixture_teardown(&state);
}

static void step__loses_and_doubles_nothing__with_any_fault(void **state)
{
	(void)state;
	fixture_take_allocator();
	play_apart(G_N_ELEMENTS(steps) * (1 + G_N_ELEMENTS(faults)), play_row);
}

int main(void)
{
	fixture_set_pace(2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step__loses_and_doubles_nothing__with_any_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
