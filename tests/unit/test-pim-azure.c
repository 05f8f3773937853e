/* Azure's rows, policies and URLs: official payloads and what services make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/policy-rules.h"

#define ME "a3bb8764-cb92-4276-9d2a-ca1e895e55ea"

typedef gpointer (*Decode)(const PimContext *context, const JsonValue *element, gpointer data,
			   GError **error);

static PimContext *make_context(void)
{
	static Account account = { .oid = (char *)ME, .tid = (char *)"t" };
	static PimContext context;
	context.account = &account;
	if (context.clock == NULL)
		context.clock = clock_new_virtual(1600000000);
	return &context;
}

/* The first element of a list, or the object itself, in the 200 or 201 answer of an example. */
static JsonValue *open_example(const char *name, const JsonValue **element)
{
	const char *examples = g_getenv("MYROLES_EXAMPLES");
	char *path = g_build_filename(examples != NULL ? examples : ".", "arm", name, NULL);
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
	const JsonValue *body = json_get(file, "responses.200.body");
	if (body == NULL)
		body = json_get(file, "responses.201.body");
	assert_non_null(body);
	const JsonValue *list = json_get(body, "value");
	*element = list == NULL ? body : json_array_at(list, 0);
	return file;
}

static gpointer decode_example(Decode decode, const char *name)
{
	const JsonValue *element = NULL;
	g_autoptr(GError) error = NULL;
	JsonValue *file = open_example(name, &element);
	gpointer row = decode(make_context(), element, NULL, &error);
	json_value_free(file);
	if (row == NULL)
		fail_msg("%s: %s", name, error->message);
	return row;
}

static void example__eligibility_instances_decode(void **state)
{
	(void)state;
	g_autoptr(Eligibility) row =
		decode_example(azure_decode_eligibility,
			       "RoleEligibilityScheduleInstances_ListForScope.2020-10-01."
			       "GetRoleEligibilityScheduleInstancesByScope.json");
	assert_string_equal(row->grant.role.name, "Contributor");
	assert_string_equal(row->grant.scope.name, "Pay-As-You-Go");
	assert_int_equal(row->grant.scope.type, SCOPE_SUBSCRIPTION);
	assert_int_equal(row->grant.member_type, MEMBER_DIRECT);
	assert_string_equal(row->grant.holder.id, ME);
	assert_int_equal(row->grant.start, 1599697956);
	assert_int_equal(row->grant.end, 1631233901);
	assert_string_equal(row->grant.condition_version, "1.0");
	assert_true(
		g_str_has_suffix(row->grant.schedule_id,
				 "/RoleEligibilitySchedules/b1477448-2cc6-4ceb-93b4-54a202a89413"));
}

static void example__assignment_instances_decode(void **state)
{
	(void)state;
	g_autoptr(Assignment) row =
		decode_example(azure_decode_assignment,
			       "RoleAssignmentScheduleInstances_ListForScope.2020-10-01-preview."
			       "GetRoleAssignmentScheduleInstancesByScope.json");
	assert_int_equal(row->assignment_type, ASSIGNMENT_ASSIGNED);
	/* The odd form with Microsoft.Subscription in it is the same scope. */
	assert_string_equal(row->grant.scope.id,
			    "/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f");
	assert_string_equal(row->eligibility_schedule_id, "b1477448-2cc6-4ceb-93b4-54a202a89413");
}

static void example__requests_decode__in_every_call(void **state)
{
	(void)state;
	static const char *const names[] = {
		"RoleAssignmentScheduleRequests_Create.2020-10-01.PutRoleAssignmentScheduleRequest."
		"json",
		"RoleAssignmentScheduleRequests_Create.2020-10-01-preview."
		"PutRoleAssignmentScheduleRequest.json",
		"RoleAssignmentScheduleRequests_Get.2020-10-01."
		"GetRoleAssignmentScheduleRequestByName."
		"json",
		"RoleAssignmentScheduleRequests_ListForScope.2020-10-01-preview."
		"GetRoleAssignmentScheduleRequestByScope.json",
		"RoleAssignmentScheduleRequests_ListForScope.2022-04-01-preview."
		"GetRoleAssignmentScheduleRequestByScope.json",
		"RoleAssignmentScheduleRequests_Validate.2020-10-01."
		"ValidateRoleAssignmentScheduleRequestByName.json",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(Request) row = decode_example(azure_decode_request, names[i]);
		assert_int_equal(row->kind, REQUEST_ACTIVATE);
		assert_int_equal(row->duration, 8 * 3600);
		assert_string_equal(row->id, "fea7a502-9a96-4806-a26f-eee560e52045");
		assert_true(row->is_own);
		assert_int_equal(row->end - row->start, 8 * 3600);
		assert_int_equal(row->state, REQUEST_STATE_ACTIVE);
		assert_null(row->ticket_number);
	}
}

static void example__children_decode(void **state)
{
	(void)state;
	Scope *row =
		decode_example(azure_decode_child, "EligibleChildResources_Get.2020-10-01-preview."
						   "GetEligibleChildResourcesByScope.json");
	assert_string_equal(row->name, "RG-1");
	assert_int_equal(row->type, SCOPE_RESOURCE_GROUP);
	assert_string_equal(row->id, "/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f/"
				     "resourceGroups/RG-1");
	scope_free(row);
}

static void example__policy_says_what_an_end_user_needs(void **state)
{
	(void)state;
	const JsonValue *element = NULL;
	JsonValue *file = open_example("RoleManagementPolicyAssignments_Get.2020-10-01."
				       "GetRoleManagementPolicyAssignmentByName.json",
				       &element);
	g_autoptr(Policy) policy =
		policy_from_rules(json_get(element, "properties.effectiveRules"));
	json_value_free(file);
	assert_non_null(policy);
	assert_int_equal(policy->maximum, 7 * 3600);
	assert_true(policy->needs_justification);
	assert_true(policy->needs_ticket);
	assert_true(policy->needs_mfa);
	assert_true(policy->needs_approval);
	assert_null(policy->context);
	assert_int_equal(policy->approvers->len, 2);
	assert_string_equal(policy->approvers->pdata[1], "amansw_group");
}

static Policy *read_rules(const char *text)
{
	g_autoptr(JsonValue) rules = json_parse(text, strlen(text), NULL);
	assert_non_null(rules);
	return policy_from_rules(rules);
}

static void policy__takes_graphs_rules__as_well_as_arms(void **state)
{
	(void)state;
	g_autoptr(Policy) policy = read_rules(
		"[{\"@odata.type\":\"#microsoft.graph.unifiedRoleManagementPolicyApprovalRule\","
		"\"id\":"
		"\"Approval_EndUser_Assignment\",\"setting\":{\"isApprovalRequired\":true,"
		"\"approvalStages\":[{\"primaryApprovers\":[{\"@odata.type\":\"#microsoft.graph."
		"groupMembers\",\"groupId\":\"g1\",\"description\":\"SecOps\"},{\"userId\":\"u1\"},"
		"{\"managerLevel\":1}]}]}},"
		"{\"id\":\"AuthenticationContext_EndUser_Assignment\",\"isEnabled\":true,"
		"\"claimValue\":\"c2\"},"
		"{\"id\":\"Expiration_EndUser_Assignment\",\"maximumDuration\":\"PT12H30M\"},"
		"{\"id\":\"Expiration_Admin_Assignment\",\"maximumDuration\":\"P5Y\"}]");
	assert_true(policy->needs_approval);
	assert_string_equal(policy->approvers->pdata[0], "SecOps");
	assert_string_equal(policy->approvers->pdata[1], "u1");
	assert_string_equal(policy->approvers->pdata[2], "your manager");
	assert_string_equal(policy->context, "c2");
	assert_int_equal(policy->maximum, 12 * 3600 + 1800);
	assert_false(policy->needs_justification);
}

static void policy__is_not_known__without_a_rule_for_end_users(void **state)
{
	(void)state;
	static const char *const rules[] = {
		"[]", "{}", "[7,null]", "[{\"id\":7}]",
		"[{\"id\":\"Expiration_Admin_Eligibility\",\"maximumDuration\":\"P365D\"}]"
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		assert_null(read_rules(rules[i]));
	assert_null(policy_from_rules(NULL));
}

static void policy__tells_backup_approvers__from_the_others(void **state)
{
	(void)state;
	g_autoptr(Policy) policy =
		read_rules("[{\"id\":\"Approval_EndUser_Assignment\",\"setting\":{"
			   "\"isApprovalRequired\":true,\"approvalStages\":[{\"primaryApprovers\":["
			   "{\"description\":\"Ada\",\"isBackup\":false},"
			   "{\"description\":\"Bob\",\"isBackup\":true}]}]}}]");
	assert_string_equal(policy->approvers->pdata[0], "Ada");
	assert_string_equal(policy->approvers->pdata[1], "Bob (backup)");
}

static void policy__leaves_out_a_rule__that_cannot_be_read(void **state)
{
	(void)state;
	g_autoptr(Policy) policy = read_rules(
		"[{\"id\":\"Expiration_EndUser_Assignment\",\"maximumDuration\":\"for ever\"},"
		"{\"id\":\"Enablement_EndUser_Assignment\",\"enabledRules\":[\"justification\"]}]");
	assert_int_equal(policy->maximum, 0);
	assert_true(policy->needs_justification);
}

/* One stage that wants it is enough; where none says, nothing is guessed. */
static void policy__tells_whether_approvers_owe_a_reason(void **state)
{
	static const struct {
		const char *stages;
		ApproverReason reason;
	} rows[] = {
		{ "{}", APPROVER_REASON_UNKNOWN },
		{ "{\"isApproverJustificationRequired\":null}", APPROVER_REASON_UNKNOWN },
		{ "{\"isApproverJustificationRequired\":false}", APPROVER_REASON_FREE },
		{ "{\"isApproverJustificationRequired\":false},{"
		  "\"isApproverJustificationRequired\":true}",
		  APPROVER_REASON_NEEDED },
		{ "7,{\"isApproverJustificationRequired\":true}", APPROVER_REASON_NEEDED },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *json =
			g_strdup_printf("[{\"id\":\"Approval_EndUser_Assignment\",\"setting\":{"
					"\"isApprovalRequired\":true,\"approvalStages\":[%s]}}]",
					rows[i].stages);
		g_autoptr(Policy) policy = read_rules(json);
		assert_int_equal(policy->approver_reason, rows[i].reason);
	}
}

/* A rule may stand there and be switched off. */
static void policy__asks_nothing__of_a_rule_that_is_off(void **state)
{
	(void)state;
#define CONTEXT(on) \
	"{\"id\":\"AuthenticationContext_EndUser_Assignment\",\"claimValue\":\"c2\"" on "}"
#define APPROVAL(on)                                                                          \
	"{\"id\":\"Approval_EndUser_Assignment\",\"setting\":{\"isApprovalRequired\":" on "," \
	"\"approvalStages\":[{\"primaryApprovers\":[{\"description\":\"Ada\"}]}]}}"
	g_autoptr(Policy) off =
		read_rules("[" CONTEXT(",\"isEnabled\":false") "," APPROVAL("false") "]");
	assert_null(off->context);
	assert_false(off->needs_approval);
	assert_null(off->approvers);
	g_autoptr(Policy) unsaid = read_rules("[" CONTEXT("") "]");
	assert_null(unsaid->context);
	g_autoptr(Policy) on =
		read_rules("[" CONTEXT(",\"isEnabled\":true") "," APPROVAL("true") "]");
	assert_string_equal(on->context, "c2");
	assert_true(on->needs_approval);
	assert_int_equal(on->approvers->len, 1);
}

static void url__escapes_what_a_scope_holds(void **state)
{
	(void)state;
	static const struct {
		const char *scope, *filter, *url;
	} rows[] = {
		{ "", "asTarget()",
		  "/providers/Microsoft.Authorization/"
		  "kind?api-version=2020-10-01&$filter=asTarget()" },
		{ "/", NULL, "/providers/Microsoft.Authorization/kind?api-version=2020-10-01" },
		{ "/subscriptions/1/resourceGroups/a b?c#d", NULL,
		  "/subscriptions/1/resourceGroups/a%20b%3Fc%23d/providers/Microsoft.Authorization/"
		  "kind?api-version=2020-10-01" },
		{ "providers/Microsoft.Subscription/subscriptions/1", "a eq 'b&c'",
		  "/subscriptions/1/providers/Microsoft.Authorization/"
		  "kind?api-version=2020-10-01&$filter=a%20eq%20'b%26c'" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *url = azure_url(rows[i].scope, "kind", rows[i].filter);
		assert_string_equal(url, rows[i].url);
	}
}

static void schedule_id__is_made_full__where_it_is_bare(void **state)
{
	(void)state;
	g_autofree char *full = azure_full_schedule_id("/subscriptions/1", "abc");
	assert_string_equal(full, "/subscriptions/1/providers/Microsoft.Authorization/"
				  "roleEligibilitySchedules/abc");
	g_autofree char *same = azure_full_schedule_id("/subscriptions/1", "/x/y/abc");
	assert_string_equal(same, "/x/y/abc");
	assert_null(azure_full_schedule_id("/subscriptions/1", NULL));
}

static void row__names_the_member__when_one_is_missing(void **state)
{
	(void)state;
	const char *text = "{\"properties\":{\"scope\":\"/\"}}";
	g_autoptr(JsonValue) value = json_parse(text, strlen(text), NULL);
	g_autoptr(GError) error = NULL;
	assert_null(azure_decode_eligibility(make_context(), value, NULL, &error));
	assert_non_null(strstr(error->message, "properties.roleDefinitionId"));
}

static void name__counts_as_none__where_it_is_only_blanks(void **state)
{
	(void)state;
	const char *text =
		"{\"properties\":{\"scope\":\"/subscriptions/1\",\"roleDefinitionId\":\"r\","
		"\"principalId\":\"p\",\"expandedProperties\":{"
		"\"scope\":{\"displayName\":\"\\u00a0\"},"
		"\"roleDefinition\":{\"displayName\":\"  \"}}}}";
	g_autoptr(JsonValue) value = json_parse(text, strlen(text), NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Eligibility) row = azure_decode_eligibility(make_context(), value, NULL, &error);
	assert_null(error);
	assert_null(row->grant.role.name);
	assert_null(row->grant.scope.name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(example__eligibility_instances_decode),
		cmocka_unit_test(example__assignment_instances_decode),
		cmocka_unit_test(example__requests_decode__in_every_call),
		cmocka_unit_test(example__children_decode),
		cmocka_unit_test(example__policy_says_what_an_end_user_needs),
		cmocka_unit_test(policy__takes_graphs_rules__as_well_as_arms),
		cmocka_unit_test(policy__is_not_known__without_a_rule_for_end_users),
		cmocka_unit_test(policy__tells_backup_approvers__from_the_others),
		cmocka_unit_test(policy__leaves_out_a_rule__that_cannot_be_read),
		cmocka_unit_test(policy__tells_whether_approvers_owe_a_reason),
		cmocka_unit_test(policy__asks_nothing__of_a_rule_that_is_off),
		cmocka_unit_test(url__escapes_what_a_scope_holds),
		cmocka_unit_test(schedule_id__is_made_full__where_it_is_bare),
		cmocka_unit_test(name__counts_as_none__where_it_is_only_blanks),
		cmocka_unit_test(row__names_the_member__when_one_is_missing),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);
	clock_free(make_context()->clock);
	return failed;
}
