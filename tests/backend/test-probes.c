/* Does a role that is on count already? Only an answer that names it says so; every other one leaves it unknown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define DEV    "/subscriptions/33333333-3333-4333-8333-333333333333"
#define ASKED  "checkAccess"
#define LISTED "Authorization/permissions"

static void tell_settings(Fixture *fixture, const char *members)
{
	g_autofree char *body = g_strdup_printf("{%s}", members);
	tenant_tell(fixture->tenant, "/settings", body);
}

static Assignment *activate(Fixture *fixture)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Contributor", "Platform");
	const Event *end = fixture_run_to_end(fixture, fixture_new_activation(row, DEV));
	if (end->problem != NULL)
		fail_msg("%s", end->problem->message);
	Assignment *on = assignment_new();
	on->grant.workload = WORKLOAD_AZURE;
	on->grant.role.id = g_strdup(end->request->role.id);
	scope_copy(&on->grant.scope, &end->request->scope);
	on->is_provisional = true;
	fixture_forget_requests(fixture);
	return on;
}

static uint64_t start_probe(Fixture *fixture, const Assignment *row, Lamp lamp, int64_t seconds)
{
	Intent *intent = intent_new(0, INTENT_PROBE);
	intent->workload = row->grant.workload;
	intent->assignment = assignment_copy(row);
	intent->lamp = lamp;
	intent->duration = seconds;
	return fixture_send(fixture, intent);
}

static const Truth *await_end(Fixture *fixture)
{
	const Event *event = fixture_await(fixture, EVENT_TRUTH);
	while (!event->is_complete)
		event = fixture_await(fixture, EVENT_TRUTH);
	if (event->truth == NULL)
		fail_msg("%s", event->problem->message);
	return event->truth;
}

static const Truth *probe(Fixture *fixture, const Assignment *row, Lamp lamp)
{
	start_probe(fixture, row, lamp, 0);
	return await_end(fixture);
}

static void expect(const Truth *truth, Lamp lamp, Light light, const char *reason)
{
	const char *told = truth->reasons[lamp] != NULL ? truth->reasons[lamp] : "";
	if (truth->lights[lamp] != light || (*reason == '\0') != (*told == '\0') ||
	    strstr(told, reason) == NULL)
		fail_msg("%s: %d, %s (not %s)", lamp_word(lamp), truth->lights[lamp], told, reason);
}

/* ---- the lamps --------------------------------------------------------------------------------- */

static void probe__turns_lamps_on__as_they_come(void **state)
{
	Fixture *fixture = *state;
	tell_settings(fixture, "\"list_lag_s\":60,\"effective_lag_s\":60");
	g_autoptr(Assignment) row = activate(fixture);
	start_probe(fixture, row, LAMP_EFFECTIVE, 60);
	const Event *first = fixture_await(fixture, EVENT_TRUTH);
	expect(first->truth, LAMP_GRANTED, LIGHT_ON, "");
	expect(first->truth, LAMP_LISTED, LIGHT_OFF, "No list of the service shows it yet.");
	expect(first->truth, LAMP_EFFECTIVE, LIGHT_UNKNOWN, "/write yet, which the role permits");
	assert_int_equal(truth_reached(first->truth), LAMP_GRANTED);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1M\"}");
	const Event *second = fixture_await(fixture, EVENT_TRUTH);
	expect(second->truth, LAMP_LISTED, LIGHT_ON, "");
	assert_false(second->is_complete);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1M\"}");
	const Truth *end = await_end(fixture);
	expect(end, LAMP_EFFECTIVE, LIGHT_ON, "");
	assert_int_equal(truth_reached(end), LAMP_EFFECTIVE);
	/* It was never needed to ask for all that counts. */
	assert_int_equal(tenant_count(fixture->tenant, "GET", LISTED), 0);
}

static void probe__asks_for_no_more__than_is_wanted(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	expect(probe(fixture, row, LAMP_GRANTED), LAMP_LISTED, LIGHT_UNKNOWN, "not asked for");
	expect(probe(fixture, row, LAMP_LISTED), LAMP_LISTED, LIGHT_ON, "");
	assert_int_equal(tenant_count(fixture->tenant, "POST", ASKED), 0);
	row->is_unconfirmed = true;
	expect(probe(fixture, row, LAMP_GRANTED), LAMP_GRANTED, LIGHT_UNKNOWN, "did not answer");
}

static void probe__stops_at_listed__where_nothing_can_be_asked(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Event *active = fixture_latest(fixture, EVENT_ASSIGNMENTS, WORKLOAD_ENTRA);
	g_autoptr(Assignment) row = assignment_copy(active->rows->pdata[0]);
	row->is_provisional = true;
	start_probe(fixture, row, LAMP_EFFECTIVE, 60);
	const Truth *end = await_end(fixture);
	expect(end, LAMP_LISTED, LIGHT_ON, "");
	expect(end, LAMP_EFFECTIVE, LIGHT_UNKNOWN, "cannot be asked of this service");
}

/* ---- answers that name no role ----------------------------------------------------------------- */

typedef struct Row {
	const char *settings;
	Light light;
	const char *reason;
	size_t checks, lists; /* that the service got */
} Row;

static void lamp__stays_unknown__unless_the_role_is_named(void **state)
{
	static const Row rows[] = {
		{ "", LIGHT_ON, "", 1, 0 },
		{ "\"check_access\":\"empty\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"other_role\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"half\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"forbidden\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"missing\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"throttled\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"slow\"", LIGHT_ON, "", 1, 1 },
		{ "\"check_access\":\"deny_assignment\"", LIGHT_UNKNOWN, "A deny assignment", 1,
		  0 },
		{ "\"check_access\":\"forbidden\",\"permissions\":\"empty\"", LIGHT_UNKNOWN,
		  "says nothing about what counts", 1, 1 },
		{ "\"check_access\":\"empty\",\"permissions\":\"other_role\"", LIGHT_UNKNOWN,
		  "does not have the role yet", 1, 1 },
		{ "\"check_access\":\"other_role\",\"permissions\":\"half\"", LIGHT_UNKNOWN, "", 1,
		  1 },
		{ "\"check_access\":\"half\",\"permissions\":\"forbidden\"", LIGHT_UNKNOWN,
		  "may not do this", 1, 1 },
		{ "\"check_access\":\"missing\",\"permissions\":\"missing\"", LIGHT_UNKNOWN, "", 1,
		  1 },
		{ "\"check_access\":\"slow\",\"permissions\":\"slow\"", LIGHT_UNKNOWN,
		  "has not answered within", 1, 1 },
	};
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	fixture_set_mute(2000);
	fixture_restart(fixture);
	fixture_set_mute(0);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		tell_settings(fixture, "\"check_access\":\"\",\"permissions\":\"\"");
		tell_settings(fixture, rows[i].settings);
		fixture_forget_requests(fixture);
		const Truth *truth = probe(fixture, row, LAMP_EFFECTIVE);
		const char *reason = truth->reasons[LAMP_EFFECTIVE];
		const size_t checks = tenant_count(fixture->tenant, "POST", ASKED);
		const size_t lists = tenant_count(fixture->tenant, "GET", LISTED);
		if (truth->lights[LAMP_EFFECTIVE] != rows[i].light ||
		    (reason == NULL) != (rows[i].light == LIGHT_ON) ||
		    (reason != NULL && strstr(reason, rows[i].reason) == NULL) ||
		    checks != rows[i].checks || (lists > 0) != (rows[i].lists > 0))
			fail_msg("%s: %d, %s; %zu checks, %zu lists", rows[i].settings,
				 truth->lights[LAMP_EFFECTIVE], reason, checks, lists);
		expect(truth, LAMP_LISTED, LIGHT_ON, "");
	}
}

static void lamp__stays_unknown__where_the_role_cannot_be_read(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*roleDefinitions/*\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}");
	const Truth *truth = probe(fixture, row, LAMP_EFFECTIVE);
	expect(truth, LAMP_EFFECTIVE, LIGHT_UNKNOWN, "What the role permits cannot be read");
	expect(truth, LAMP_LISTED, LIGHT_ON, "");
	assert_int_equal(tenant_count(fixture->tenant, "POST", ASKED), 0);
}

static void lamp__stays_unknown__where_the_list_fails(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*roleAssignmentScheduleInstances*\",\"kind\":"
		    "\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}");
	const Truth *truth = probe(fixture, row, LAMP_EFFECTIVE);
	expect(truth, LAMP_LISTED, LIGHT_UNKNOWN, "may not do this");
	expect(truth, LAMP_EFFECTIVE, LIGHT_ON, "");
}

/* ---- ends -------------------------------------------------------------------------------------- */

static void probe__ends__when_patience_does(void **state)
{
	Fixture *fixture = *state;
	tell_settings(fixture, "\"effective_lag_s\":3600");
	g_autoptr(Assignment) row = activate(fixture);
	start_probe(fixture, row, LAMP_EFFECTIVE, 4);
	const Truth *end = await_end(fixture);
	expect(end, LAMP_LISTED, LIGHT_ON, "");
	expect(end, LAMP_EFFECTIVE, LIGHT_UNKNOWN, "/write yet");
	/* At growing intervals: 20, 40, 80, 160, 300 ms … */
	const size_t checks = tenant_count(fixture->tenant, "POST", ASKED);
	if (checks < 2 || checks > 22)
		fail_msg("%zu checks in four seconds", checks);
}

/* Patience that is not needed: the answer stays. */
static void probe__ends_at_once__when_no_wait_would_help(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	tell_settings(fixture, "\"check_access\":\"deny_assignment\"");
	start_probe(fixture, row, LAMP_EFFECTIVE, 5);
	const Truth *end = await_end(fixture);
	expect(end, LAMP_EFFECTIVE, LIGHT_UNKNOWN, "A deny assignment");
	assert_int_equal(tenant_count(fixture->tenant, "POST", ASKED), 1);
}

/* What counts may be read by nobody, or not by this person. */
#define REFUSED "\"check_access\":\"forbidden\",\"permissions\":\"forbidden\""
#define READ_FAULT(rest) \
	"{\"host\":\"arm\",\"path\":\"*" LISTED "*\",\"kind\":\"status\",\"count\":-1," rest "}"
#define OTHER_TENANT READ_FAULT("\"status\":401,\"code\":\"InvalidAuthenticationTokenTenant\"")

/* The role that is held: may it read what counts, once it counts? */
static void set_role(Fixture *fixture, Assignment *row, const char *role, const char *scope)
{
	const Eligibility *eligible = fixture_find_eligible(fixture, role, scope);
	g_free(row->grant.role.id);
	row->grant.role.id = g_strdup(eligible->grant.role.id);
}

static void probe__ends_at_once__where_reading_is_refused_for_good(void **state)
{
	static const struct {
		const char *role, *scope;
		const char *fault; /* NULL: none */
		bool is_for_good;
	} rows[] = {
		{ "Contributor", "Platform", NULL, false }, /* which permits the reading itself */
		{ "Contributor", "Platform", OTHER_TENANT, true },
		{ "Azure Kubernetes Service Cluster Admin Role", "aks-payments", NULL, true },
	};
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		set_role(fixture, row, rows[i].role, rows[i].scope);
		tell_settings(fixture, REFUSED);
		if (rows[i].fault != NULL)
			tenant_tell(fixture->tenant, "/faults", rows[i].fault);
		const uint64_t intent = start_probe(fixture, row, LAMP_EFFECTIVE, 60);
		const Event *event = fixture_await(fixture, EVENT_TRUTH);
		if (event->is_complete != rows[i].is_for_good)
			fail_msg("%s: %s", rows[i].role, event->truth->reasons[LAMP_EFFECTIVE]);
		assert_int_equal(event->problem != NULL, rows[i].is_for_good);
		backend_drop(fixture->backend, intent);
		fixture_await_intent(fixture, intent);
		cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	}
}

static void probe__leaves_the_service_alone__as_long_as_it_asks(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	tell_settings(fixture, "\"check_access\":\"throttled\",\"permissions\":\"other_role\"");
	start_probe(fixture, row, LAMP_EFFECTIVE, 2);
	await_end(fixture);
	const size_t checks = tenant_count(fixture->tenant, "POST", ASKED);
	if (checks > 3)
		fail_msg("%zu checks in two seconds, each answered with Retry-After: 1", checks);
}

static void probe__ends__when_it_is_dropped(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Assignment) row = activate(fixture);
	tell_settings(fixture, "\"check_access\":\"slow\"");
	const uint64_t intent = start_probe(fixture, row, LAMP_EFFECTIVE, 60);
	backend_drop(fixture->backend, intent);
	fixture_await_intent(fixture, intent);
	tell_settings(fixture, "\"check_access\":\"\",\"effective_lag_s\":3600");
	const uint64_t waiting = start_probe(fixture, row, LAMP_EFFECTIVE, 60);
	fixture_await(fixture, EVENT_TRUTH);
	backend_drop(fixture->backend, waiting);
	fixture_await_intent(fixture, waiting);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(probe__turns_lamps_on__as_they_come),
		TEST(probe__asks_for_no_more__than_is_wanted),
		TEST(probe__stops_at_listed__where_nothing_can_be_asked),
		TEST(lamp__stays_unknown__unless_the_role_is_named),
		TEST(lamp__stays_unknown__where_the_role_cannot_be_read),
		TEST(lamp__stays_unknown__where_the_list_fails),
		TEST(probe__ends__when_patience_does),
		TEST(probe__ends_at_once__when_no_wait_would_help),
		TEST(probe__ends_at_once__where_reading_is_refused_for_good),
		TEST(probe__leaves_the_service_alone__as_long_as_it_asks),
		TEST(probe__ends__when_it_is_dropped),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
