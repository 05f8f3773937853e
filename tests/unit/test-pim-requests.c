/* Requests of all workloads: what is sent, what an answer means, and which row is the one that was lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/pim/azure.h"
#include "src/pim/entra.h"
#include "src/pim/error.h"
#include "src/pim/groups.h"
#include "tests/unit/net.h"

#define ME   "071cc716-8147-4397-a5ba-b2105951cc0b"
#define ID   "0a0a0a0a-1111-4111-8111-0a0a0a0a0a0a"
#define PROD "/subscriptions/22222222-2222-4222-8222-222222222222"

/* What came of one call. */
typedef struct Told {
	bool is_over;
	Request *request;
	GError *error;
} Told;

static void told_clear(Told *told)
{
	request_free(told->request);
	g_clear_error(&told->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

static void on_told(const Request *request, const GError *error, gpointer data)
{
	Told *told = data;
	assert_false(told->is_over);
	told->is_over = true;
	told->request = request != NULL ? request_copy(request) : NULL;
	told->error = error != NULL ? g_error_copy(error) : NULL;
}

/* An activation of an hour, made at NOW. */
static Request *make_request(WorkloadId workload, const char *role, const char *scope)
{
	Request *request = request_new();
	request->id = g_strdup(ID);
	request->workload = workload;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup(role);
	scope_init(&request->scope, SCOPE_UNKNOWN, scope, NULL);
	request->access = workload == WORKLOAD_GROUP ? ACCESS_MEMBER : ACCESS_NONE;
	request->justification = g_strdup("why");
	request->duration = 3600;
	request->created = NOW;
	return request;
}

typedef struct Call {
	Net net;
	Account account;
	PimContext context;
} Call;

static void call_init(Call *call, const ReplayExchange *exchanges, size_t count)
{
	*call = (Call){ .account = { .oid = (char *)ME, .tid = (char *)"t" } };
	net_init(&call->net, exchanges, count);
	pim_context_init(&call->context, call->net.http, call->net.clock);
	call->context.account = &call->account;
}

static void call_clear(Call *call)
{
	net_clear(&call->net);
	pim_context_clear(&call->context);
}

static Told look_up(const Request *request, const ReplayExchange *exchanges, size_t count)
{
	const PimWorkload *workload = pim_workload(request->workload);
	Call call;
	Told told = { 0 };
	call_init(&call, exchanges, count);
	workload->requests.look_up(workload, &call.context, request, on_told, &told);
	assert_true(replay_run_until(&told.is_over));
	call_clear(&call);
	return told;
}

static bool is_error(const Told *told, PimErrorCode code)
{
	return g_error_matches(told->error, PIM_ERROR, (int)code);
}

/* ---- which row is the lost one ---- */

#define ROLES                                                                \
	"GET /v1.0/roleManagement/directory/roleAssignmentScheduleRequests/" \
	"filterByCurrentUser(on='principal')?$expand=roleDefinition,directoryScope"
#define GROUPS                                                                            \
	"GET /v1.0/identityGovernance/privilegedAccess/group/assignmentScheduleRequests/" \
	"filterByCurrentUser(on='principal')?$expand=group"

/* Of a row that is the lost one, and what is another's in each of the others. NOW is 2026-01-01T08:00:00Z. */
typedef struct Likeness {
	const char *maker, *action, *role, *scope, *duration, *reason, *created;
} Likeness;

static const Likeness lost = {
	ME, "selfActivate", "r-1", "/", "PT1H", "why", "2026-01-01T07:59:50Z"
};

static char *make_row(const Likeness *row)
{
	return g_strdup_printf("{\"value\":[{\"id\":\"s-1\",\"principalId\":\"" ME
			       "\",\"status\":\"Provisioned\","
			       "\"createdBy\":{\"user\":{\"id\":\"%s\"}},\"action\":\"%s\","
			       "\"roleDefinitionId\":\"%s\",\"directoryScopeId\":\"%s\","
			       "\"roleDefinition\":{\"displayName\":\"Reader\"},"
			       "\"directoryScope\":{\"displayName\":\"there\"},"
			       "\"scheduleInfo\":{\"expiration\":{\"type\":\"afterDuration\","
			       "\"duration\":\"%s\"}},"
			       "\"justification\":\"%s\",\"createdDateTime\":\"%s\"}]}",
			       row->maker, row->action, row->role, row->scope, row->duration,
			       row->reason, row->created);
}

static Told search(const Likeness *row)
{
	g_autoptr(Request) request = make_request(WORKLOAD_ENTRA, "r-1", "/");
	g_autofree char *body = make_row(row);
	const ReplayExchange exchanges[] = { { .request = ROLES, .body = body } };
	return look_up(request, exchanges, G_N_ELEMENTS(exchanges));
}

static void lost_request__is_found__in_the_row_that_is_like_it(void **state)
{
	(void)state;
	g_auto(Told) told = search(&lost);
	assert_null(told.error);
	assert_string_equal(told.request->id, ID);
	assert_string_equal(told.request->service_id, "s-1");
	assert_int_equal(told.request->state, REQUEST_STATE_ACTIVE);
}

static void lost_request__is_not_found__in_a_row_of_another(void **state)
{
	Likeness rows[7];
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		rows[i] = lost;
	rows[0].maker = "somebody-else";
	rows[1].action = "selfDeactivate";
	rows[2].role = "r-2";
	rows[3].scope = "/administrativeUnits/u";
	rows[4].duration = "PT2H";
	rows[5].reason = "another reason";
	rows[6].created = "2026-01-01T07:59:49Z";
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(Told) told = search(&rows[i]);
		if (!is_error(&told, PIM_ERROR_NO_REQUEST))
			fail_msg("row %zu was taken", i);
	}
}

/* Being a group's member and owning it are two things under one id. */
static void lost_request__is_not_found__in_a_row_of_the_other_access(void **state)
{
	static const struct {
		const char *access;
		bool is_lost_one;
	} rows[] = { { "member", true }, { "owner", false } };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Request) request = make_request(WORKLOAD_GROUP, "g-1", "g-1");
		g_autofree char *body = g_strdup_printf(
			"{\"value\":[{\"id\":\"s-1\",\"principalId\":\"" ME "\",\"status\":"
			"\"Provisioned\",\"action\":\"selfActivate\",\"groupId\":\"g-1\","
			"\"group\":{\"displayName\":\"Ops\"},\"accessId\":\"%s\","
			"\"scheduleInfo\":{\"expiration\":{\"duration\":\"PT1H\"}},"
			"\"justification\":\"why\",\"createdDateTime\":\"2026-01-01T08:00:00Z\"}]}",
			rows[i].access);
		const ReplayExchange exchanges[] = { { .request = GROUPS, .body = body } };
		g_auto(Told) told = look_up(request, exchanges, G_N_ELEMENTS(exchanges));
		assert_int_equal(told.request != NULL, rows[i].is_lost_one);
	}
}

/* ---- lists that fail ---- */

static void look_up__stays_open__when_graphs_list_cannot_be_read(void **state)
{
	static const ReplayExchange exchanges[] = { { ROLES, 403, NULL, "{}" } };
	(void)state;
	g_autoptr(Request) request = make_request(WORKLOAD_ENTRA, "r-1", "/");
	g_auto(Told) told = look_up(request, exchanges, G_N_ELEMENTS(exchanges));
	assert_null(told.request);
	assert_non_null(told.error);
	assert_false(pim_error_is_lacking(told.error));
}

/* Of one eligibility of Azure, held in a way that ends at the given time. */
#define ARM_ELIGIBLE(member, end)                                                             \
	"{\"id\":\"" PROD "/x\",\"properties\":{\"scope\":\"" PROD "\",\"roleDefinitionId\":" \
	"\"" PROD "/providers/Microsoft.Authorization/roleDefinitions/"                       \
	"acdd72a7-3385-48ef-bd42-f606fba81ae7\",\"principalId\":\"" ME                        \
	"\",\"memberType\":\"" member "\",\"endDateTime\":\"" end                             \
	"\",\"expandedProperties\":{\"roleDefinition\":"                                      \
	"{\"displayName\":\"Reader\"},\"scope\":{\"displayName\":\"prod\"}}}}"

typedef struct Listed {
	bool is_over;
	GPtrArray *rows;
} Listed;

static void on_listed(const PimList *list, const GError *error, gpointer data)
{
	Listed *listed = data;
	assert_null(error);
	listed->rows = list_copy_rows(LIST_ELIGIBILITIES, list->rows);
	listed->is_over = true;
}

/* Rows that mean the same are made one as they come. */
static void list__holds_the_direct_row__of_what_came_three_times(void **state)
{
	static const ReplayExchange exchanges[] = { {
		"GET /providers/Microsoft.Authorization/roleEligibilityScheduleInstances"
		"?api-version=2020-10-01&$filter=asTarget()",
		200,
		NULL,
		"{\"value\":[" ARM_ELIGIBLE("Inherited", "2027-01-03T00:00:00Z") "," ARM_ELIGIBLE(
			"Direct",
			"2027-01-01T00:00:00Z") "," ARM_ELIGIBLE("Group",
								 "2027-01-02T00:00:00Z") "]}",
	} };
	(void)state;
	Call call;
	Listed listed = { 0 };
	call_init(&call, exchanges, G_N_ELEMENTS(exchanges));
	azure_list_eligible(&azure_workload, &call.context, NULL, on_listed, &listed);
	assert_true(replay_run_until(&listed.is_over));
	assert_int_equal(listed.rows->len, 1);
	const Eligibility *held = listed.rows->pdata[0];
	assert_int_equal(held->grant.member_type, MEMBER_DIRECT);
	g_ptr_array_unref(listed.rows);
	call_clear(&call);
}

#define ARM_KIND(scope) scope "/providers/Microsoft.Authorization/roleAssignmentScheduleRequests"
#define ARM_ONE(verb)   verb " " ARM_KIND(PROD) "/" ID "?api-version=2020-10-01"
#define ARM_LIST(by)    "GET " ARM_KIND("") "?api-version=2020-10-01&$filter=" by

static void look_up__stays_open__when_a_list_of_arms_cannot_be_read(void **state)
{
	static const struct {
		unsigned first, second;
		PimErrorCode code;
	} rows[] = {
		{ 200, 200, PIM_ERROR_NOT_FOUND },
		{ 403, 200, PIM_ERROR_NOT_FOUND }, /* asTarget() alone tells */
		{ 200, 403, PIM_ERROR_NO_PERMISSION },
		{ 403, 403, PIM_ERROR_NO_PERMISSION },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const ReplayExchange exchanges[] = {
			{ ARM_ONE("GET"), 404, NULL, "{}" },
			{ ARM_LIST("asRequestor()"), rows[i].first, NULL, "{\"value\":[]}" },
			{ ARM_LIST("asTarget()"), rows[i].second, NULL, "{\"value\":[]}" },
		};
		g_autoptr(Request) request = make_request(WORKLOAD_AZURE, "r-1", PROD);
		g_auto(Told) told = look_up(request, exchanges, G_N_ELEMENTS(exchanges));
		assert_null(told.request);
		assert_true(is_error(&told, rows[i].code));
	}
}

/* ---- what an answer to a write means ---- */

/* An eligibility that a group holds: its holder is not the person. */
static Told submit(const ReplayExchange *exchange, const char **received)
{
	static char sent[4096];
	const PimWorkload *workload = pim_workload(WORKLOAD_AZURE);
	g_autoptr(Request) request = make_request(WORKLOAD_AZURE, "r-1", PROD);
	g_autoptr(Eligibility) row = eligibility_new();
	scope_init(&row->grant.scope, SCOPE_SUBSCRIPTION, PROD, NULL);
	row->grant.holder.id = g_strdup("the-whole-group");
	const PimSubmission submission = { request, &row->grant, false };
	Call call;
	Told told = { 0 };
	call_init(&call, exchange, 1);
	workload->requests.submit(workload, &call.context, &submission, on_told, &told);
	assert_true(replay_run_until(&told.is_over));
	g_strlcpy(sent, replay_server_received(call.net.server), sizeof sent);
	call_clear(&call);
	if (received != NULL)
		*received = sent;
	return told;
}

#define TAKEN                                                    \
	"{\"name\":\"" ID "\",\"properties\":{\"scope\":\"" PROD \
	"\",\"roleDefinitionId\":\"r-1\","                       \
	"\"status\":\"Provisioned\",\"requestType\":\"SelfActivate\",\"requestorId\":\"" ME "\"}}"

static void submit__names_the_person__never_the_group(void **state)
{
	static const ReplayExchange exchange = { ARM_ONE("PUT"), 201, NULL, TAKEN };
	const char *received = NULL;
	(void)state;
	g_auto(Told) told = submit(&exchange, &received);
	assert_null(told.error);
	assert_non_null(strstr(received, "\"principalId\":\"" ME "\""));
	assert_null(strstr(received, "the-whole-group"));
}

static void submit__is_unknown__when_nobody_can_tell_what_was_done(void **state)
{
	static const struct {
		unsigned status;
		const char *body;
	} rows[] = {
		{ 201, "{\"name\":\"" ID "\",\"properties\":{}}" },
		{ 201, "{\"name\":" },
		{ 200, "[]" },
		{ 201, NULL },
		{ 500, "{}" },
		{ 502, "{\"error\":{\"code\":\"BadGateway\"}}" },
		{ 503, "{\"error\":{\"code\":\"RoleAssignmentExists\"}}" },
		{ 503, "{\"error\":{\"code\":\"RoleAssignmentRequestPolicyValidationFailed\"}}" },
		{ 408, "{}" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const ReplayExchange exchange = { ARM_ONE("PUT"), rows[i].status, NULL,
						  rows[i].body };
		g_auto(Told) told = submit(&exchange, NULL);
		assert_null(told.request);
		if (!is_error(&told, PIM_ERROR_UNKNOWN_OUTCOME))
			fail_msg("row %zu: %s", i, told.error->message);
	}
}

static void submit__is_refused__when_the_service_says_so(void **state)
{
	static const ReplayExchange exchange = {
		ARM_ONE("PUT"), 400, NULL,
		"{\"error\":{\"code\":\"PendingRoleAssignmentRequest\",\"message\":\"wait\"}}"
	};
	(void)state;
	g_auto(Told) told = submit(&exchange, NULL);
	assert_true(is_error(&told, PIM_ERROR_PENDING));
}

/* A date is a wait by the service's own clock alone. */
static void submit__tells_no_wait__for_a_date_that_nothing_is_held_against(void **state)
{
	static const struct {
		const char *headers;
		int64_t wait;
	} rows[] = {
		{ "Retry-After: Thu, 01 Jan 2026 08:01:00 GMT\r\n", 0 },
		{ "Date: Thu, 01 Jan 2026 08:00:00 GMT\r\n"
		  "Retry-After: Thu, 01 Jan 2026 08:01:00 GMT\r\n",
		  60 },
		{ "Retry-After: 30\r\n", 30 },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const ReplayExchange exchange = { ARM_ONE("PUT"), 429, rows[i].headers, "{}" };
		g_auto(Told) told = submit(&exchange, NULL);
		assert_true(is_error(&told, PIM_ERROR_THROTTLED));
		assert_int_equal(pim_error_wait(told.error), rows[i].wait);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lost_request__is_found__in_the_row_that_is_like_it),
		cmocka_unit_test(lost_request__is_not_found__in_a_row_of_another),
		cmocka_unit_test(lost_request__is_not_found__in_a_row_of_the_other_access),
		cmocka_unit_test(look_up__stays_open__when_graphs_list_cannot_be_read),
		cmocka_unit_test(list__holds_the_direct_row__of_what_came_three_times),
		cmocka_unit_test(look_up__stays_open__when_a_list_of_arms_cannot_be_read),
		cmocka_unit_test(submit__names_the_person__never_the_group),
		cmocka_unit_test(submit__is_unknown__when_nobody_can_tell_what_was_done),
		cmocka_unit_test(submit__is_refused__when_the_service_says_so),
		cmocka_unit_test(submit__tells_no_wait__for_a_date_that_nothing_is_held_against),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
