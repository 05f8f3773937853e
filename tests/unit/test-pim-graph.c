/* Graph's rows: every official payload of the two workloads decodes, whatever its letter case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/pim/entra.h"
#include "src/pim/groups.h"
#include "src/pim/policy-rules.h"
#include "tests/unit/net.h"

static PimContext *make_context(void)
{
	static Account account = { .oid = (char *)"071cc716-8147-4397-a5ba-b2105951cc0b",
				   .tid = (char *)"t" };
	static PimContext context;
	context.account = &account;
	if (context.clock == NULL)
		context.clock = clock_new_virtual(1650000000);
	return &context;
}

#define V1(name) "v1.0/" name ".graph-v1.0.json"

static JsonValue *open_example(const char *name)
{
	const char *examples = g_getenv("MYROLES_EXAMPLES");
	char *path = g_build_filename(examples != NULL ? examples : ".", "graph", name, NULL);
	char *text = NULL;
	gsize length = 0;
	const bool is_there = g_file_get_contents(path, &text, &length, NULL);
	g_free(path);
	if (!is_there) {
		print_message("# no example %s here\n", name);
		skip();
	}
	JsonValue *file = json_parse(text, length, NULL);
	g_free(text);
	assert_non_null(file);
	return file;
}

/* The rows of a list, or the one object, of an example's answer: how many decode. */
static void assert_decodes(FetchDecode decode, GDestroyNotify free_row, const char *name)
{
	JsonValue *file = open_example(name);
	const JsonValue *body = json_get(file, "response.body");
	const JsonValue *list = json_get(body, "value");
	const size_t count = list == NULL ? 1 : json_array_length(list);
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		GError *error = NULL;
		gpointer row = decode(make_context(), list == NULL ? body : json_array_at(list, i),
				      NULL, &error);
		if (row == NULL)
			fail_msg("%s: %s", name, error->message);
		free_row(row);
	}
	json_value_free(file);
}

static void examples__of_eligibilities_decode(void **state)
{
	(void)state;
	static const char *const roles[] = {
		V1("unifiedroleeligibilityscheduleinstance-filterbycurrentuser.ex1"),
		V1("unifiedroleeligibilityscheduleinstance-get.ex1"),
		V1("rbacapplication-list-roleeligibilityscheduleinstances.ex1"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++)
		assert_decodes(entra_kind.lists[LIST_ELIGIBILITIES].decode,
			       (GDestroyNotify)eligibility_free, roles[i]);
	assert_decodes(groups_kind.lists[LIST_ELIGIBILITIES].decode,
		       (GDestroyNotify)eligibility_free,
		       "v1.0/privilegedaccessgroupeligibilityschedule-filterbycurrentuser.ex1."
		       "graph-v1.0.json");
}

static void examples__of_assignments_decode(void **state)
{
	(void)state;
	assert_decodes(entra_kind.lists[LIST_ASSIGNMENTS].decode, (GDestroyNotify)assignment_free,
		       "v1.0/unifiedroleassignmentscheduleinstance-get.ex1.graph-v1.0.json");
	assert_decodes(entra_kind.lists[LIST_ASSIGNMENTS].decode, (GDestroyNotify)assignment_free,
		       "beta/unifiedroleassignmentscheduleinstance-filterbycurrentuser.ex1.graph-"
		       "beta.json");
	assert_decodes(groups_kind.lists[LIST_ASSIGNMENTS].decode, (GDestroyNotify)assignment_free,
		       "v1.0/privilegedaccessgroupassignmentscheduleinstance-filterbycurrentuser."
		       "ex1.graph-v1.0.json");
}

static void examples__of_requests_decode(void **state)
{
	(void)state;
	static const char *const roles[] = {
		V1("unifiedroleassignmentschedulerequest-filterbycurrentuser.ex1"),
		V1("rbacapplication-list-roleassignmentschedulerequests.ex1"),
		V1("rbacapplication-post-roleassignmentschedulerequests.ex2"),
	};
	static const char *const groups[] = {
		V1("privilegedaccessgroup-list-assignmentschedulerequests.ex1"),
		V1("privilegedaccessgroup-post-assignmentschedulerequests.ex2-selfActivate"),
		V1("privilegedaccessgroupassignmentschedulerequest-filterbycurrentuser.ex1-"
		   "pending"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++)
		assert_decodes(entra_kind.lists[LIST_REQUESTS].decode, (GDestroyNotify)request_free,
			       roles[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		assert_decodes(groups_kind.lists[LIST_REQUESTS].decode,
			       (GDestroyNotify)request_free, groups[i]);
}

static void example__request_means_what_it_says(void **state)
{
	(void)state;
	JsonValue *file = open_example(
		"v1.0/rbacapplication-post-roleassignmentschedulerequests.ex2.graph-v1.0.json");
	g_autoptr(Request) row = entra_kind.lists[LIST_REQUESTS].decode(
		make_context(), json_get(file, "response.body"), NULL, NULL);
	json_value_free(file);
	assert_string_equal(row->service_id, "911bab8a-6912-4de2-9dc0-2648ede7dd6d");
	assert_int_equal(row->kind, REQUEST_ACTIVATE);
	assert_int_equal(row->scope.type, SCOPE_DIRECTORY);
	assert_true(row->is_own);
	assert_int_equal(row->duration, 5 * 3600);
	assert_int_equal(row->end, row->start + 5 * 3600);
	assert_string_equal(row->ticket_number, "CONTOSO:Normal-67890");
}

/* The documented sample writes createdDateTIme and SelfActivate. */
static void example__odd_letter_case_is_understood(void **state)
{
	(void)state;
	JsonValue *file = open_example(
		"v1.0/privilegedaccessgroupassignmentschedulerequest-filterbycurrentuser.ex1-"
		"pending.graph-v1.0.json");
	const JsonValue *row = json_array_at(json_get(file, "response.body.value"), 0);
	g_autoptr(Request) request =
		groups_kind.lists[LIST_REQUESTS].decode(make_context(), row, NULL, NULL);
	json_value_free(file);
	assert_int_equal(request->kind, REQUEST_ACTIVATE);
	assert_int_equal(request->created, 1645862400);
	assert_int_equal(request->access, ACCESS_MEMBER);
	assert_int_equal(request->state, REQUEST_STATE_WAITING);
	assert_string_equal(request->ticket_number, "09876");
}

static void example__policy_rules_are_read(void **state)
{
	(void)state;
	JsonValue *file = open_example(
		"v1.0/policyroot-list-rolemanagementpolicyassignments.ex2.graph-v1.0.json");
	const JsonValue *row = json_array_at(json_get(file, "response.body.value"), 0);
	g_autoptr(Policy) policy = policy_from_rules(json_get(row, "policy.rules"));
	json_value_free(file);
	assert_non_null(policy);
	assert_int_equal(policy->maximum, 8 * 3600);
	assert_true(policy->needs_justification);
	assert_true(policy->needs_mfa);
	assert_false(policy->needs_approval);
	assert_null(policy->context);
}

static void scope__is_told_by_the_directory_scope_id(void **state)
{
	(void)state;
	static const struct {
		const char *members;
		ScopeType type;
		const char *name_url; /* NULL: no look-up */
	} rows[] = {
		{ "\"directoryScopeId\":\"/\"", SCOPE_DIRECTORY, NULL },
		{ "\"directoryScopeId\":\"/administrativeUnits/u1\"", SCOPE_ADMINISTRATIVE_UNIT,
		  "/directory/administrativeUnits/u1?$select=id,displayName" },
		{ "\"directoryScopeId\":\"/o1\"", SCOPE_OBJECT, "/directoryObjects/o1" },
		{ "\"directoryScopeId\":null", SCOPE_DIRECTORY, NULL },
		{ "\"directoryScopeId\":null,\"appScopeId\":\"a1\"", SCOPE_UNKNOWN, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup_printf(
			"{\"principalId\":\"p\",\"roleDefinitionId\":\"r\",%s}", rows[i].members);
		g_autoptr(JsonValue) value = json_parse(text, strlen(text), NULL);
		g_autoptr(Eligibility) row = entra_kind.lists[LIST_ELIGIBILITIES].decode(
			make_context(), value, NULL, NULL);
		assert_int_equal(row->grant.scope.type, rows[i].type);
		g_autofree char *url = entra_kind.make_scope_url(&row->grant.scope);
		if (rows[i].name_url == NULL)
			assert_null(url);
		else
			assert_string_equal(url, rows[i].name_url);
	}
}

/* ---- names that a list leaves out ---- */

typedef struct Listed {
	bool is_over;
	GPtrArray *rows;
} Listed;

static void on_listed(const PimList *list, const GError *error, gpointer data)
{
	Listed *listed = data;
	assert_null(error);
	if (!list->is_complete)
		return;
	listed->is_over = true;
	listed->rows = g_ptr_array_ref(list->rows);
}

#define MORE_REQUESTS                                                                            \
	"GET /v1.0/roleManagement/directory/roleEligibilityScheduleRequests/filterByCurrentUser" \
	"(on='principal')?$expand=roleDefinition,directoryScope"

/* Rows of `list`, whose first page is `exchanges`' first. Of requests for more of an eligibility there are none. */
static GPtrArray *load(const ReplayExchange *exchanges, size_t count, ListId list)
{
	ReplayExchange all[3] = { 0 };
	const size_t more = list == LIST_REQUESTS ? 1 : 0;
	assert_in_range(count + more, 1, G_N_ELEMENTS(all));
	memcpy(all, exchanges, count * sizeof *all);
	if (more > 0)
		all[count] = (ReplayExchange){ .request = MORE_REQUESTS, .body = "{\"value\":[]}" };
	Account account = { .oid = (char *)"me", .tid = (char *)"t" };
	PimContext context = { 0 };
	Listed listed = { 0 };
	Net net;
	net_init(&net, all, count + more);
	pim_context_init(&context, net.http, net.clock);
	context.account = &account;
	entra_kind.workload.lists.load[list](&entra_kind.workload, &context, NULL, on_listed,
					     &listed);
	assert_true(replay_run_until(&listed.is_over));
	net_clear(&net);
	pim_context_clear(&context);
	return listed.rows;
}

#define LISTS "GET /v1.0/roleManagement/directory/"
#define OWN   "/filterByCurrentUser(on='principal')?$expand=roleDefinition,directoryScope"
static const struct {
	ListId list;
	const char *request;
} name_lists[] = {
	{ LIST_ELIGIBILITIES, LISTS "roleEligibilityScheduleInstances" OWN },
	{ LIST_ASSIGNMENTS, LISTS "roleAssignmentScheduleInstances" OWN ",activatedUsing" },
	{ LIST_REQUESTS, LISTS "roleAssignmentScheduleRequests" OWN },
};

#define ROW(members)                                                                     \
	"{\"value\":[{\"id\":\"i\",\"principalId\":\"me\",\"roleDefinitionId\":\"r-1\"," \
	"\"status\":"                                                                    \
	"\"Provisioned\",\"action\":\"selfActivate\"," members "}]}"

static void assert_names(ListId list, GPtrArray *rows, const char *role, const char *scope)
{
	assert_int_equal(rows->len, 1);
	gpointer row = rows->pdata[0];
	const bool has_grants = list_kind(list)->has_grants;
	assert_string_equal(has_grants ? ((Grant *)row)->role.name : ((Request *)row)->role.name,
			    role);
	assert_string_equal(has_grants ? ((Grant *)row)->scope.name : ((Request *)row)->scope.name,
			    scope);
	g_ptr_array_unref(rows);
}

static void names__come_with_the_list__where_it_is_asked_for_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(name_lists); i++) {
		const ReplayExchange exchanges[] = {
			{ .request = name_lists[i].request,
			  .body = ROW(
				  "\"directoryScopeId\":\"/administrativeUnits/u\","
				  "\"roleDefinition\":{\"displayName\":\"Reader\"},"
				  "\"directoryScope\":{\"id\":\"u\",\"displayName\":\"Unit\"}") },
		};
		assert_names(name_lists[i].list, load(exchanges, 1, name_lists[i].list), "Reader",
			     "Unit");
	}
}

/* A role that came without its definition is looked up as a group is; the directory has a name of its own. */
static void role__is_looked_up__when_it_came_without_its_definition(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(name_lists); i++) {
		const ReplayExchange exchanges[] = {
			{ .request = name_lists[i].request,
			  .body = ROW("\"directoryScopeId\":\"/\",\"roleDefinition\":null,"
				      "\"directoryScope\":{\"displayName\":\"Contoso\"}") },
			{ .request = LISTS "roleDefinitions/r-1?$select=id,displayName",
			  .body = "{\"id\":\"r-1\",\"displayName\":\"Reader\"}" },
		};
		assert_names(name_lists[i].list, load(exchanges, 2, name_lists[i].list), "Reader",
			     "directory");
	}
}

static void role_and_unit__are_looked_up_together__when_both_lack_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(name_lists); i++) {
		const ReplayExchange exchanges[] = {
			{ .request = name_lists[i].request,
			  .body = ROW("\"directoryScopeId\":\"/administrativeUnits/u\","
				      "\"roleDefinition\":{\"displayName\":\"\"},"
				      "\"directoryScope\":{\"id\":\"u\",\"displayName\":\"\"}") },
			{ .request = "POST /v1.0/$batch",
			  .body = "{\"responses\":["
				  "{\"id\":\"1\",\"status\":200,\"body\":{\"displayName\":\"Unit\"}"
				  "},"
				  "{\"id\":\"0\",\"status\":200,\"body\":{\"displayName\":"
				  "\"Reader\"}}]}" },
		};
		assert_names(name_lists[i].list, load(exchanges, 2, name_lists[i].list), "Reader",
			     "Unit");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples__of_eligibilities_decode),
		cmocka_unit_test(examples__of_assignments_decode),
		cmocka_unit_test(examples__of_requests_decode),
		cmocka_unit_test(example__request_means_what_it_says),
		cmocka_unit_test(example__odd_letter_case_is_understood),
		cmocka_unit_test(example__policy_rules_are_read),
		cmocka_unit_test(scope__is_told_by_the_directory_scope_id),
		cmocka_unit_test(names__come_with_the_list__where_it_is_asked_for_them),
		cmocka_unit_test(role__is_looked_up__when_it_came_without_its_definition),
		cmocka_unit_test(role_and_unit__are_looked_up_together__when_both_lack_names),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);
	clock_free(make_context()->clock);
	return failed;
}
