/* PIM's rules at ARM's door: each is asked to refuse, and to let pass. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define KEY_VAULT  "Key Vault Secrets Officer"
#define ARRAY_FORM "The following policy rules failed: "

static void expect(const Activation *activation, long status, const char *code, const char *message)
{
	g_autoptr(Reply) reply = activate(activation);
	if (reply->status != status)
		fail_msg("expected %ld %s, got %ld %s", status, code, reply->status, reply->text);
	assert_string_equal(error_code(reply), code);
	if (message != NULL && strstr(error_message(reply), message) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", error_message(reply), message);
}

static void expect_rules(const Activation *activation, const char *rules)
{
	g_autofree char *message = g_strconcat(ARRAY_FORM, rules, NULL);
	expect(activation, 400, "RoleAssignmentRequestPolicyValidationFailed", message);
}

static void activate__is_provisioned__when_everything_is_given(void **state)
{
	(void)state;
	g_autofree char *id = activate_well(KEY_VAULT, "sub-prod", NULL, "PT2H");
	g_autoptr(Reply) request = get_request(PROD, id);
	assert_int_equal(request->status, 200);
	assert_string_equal(text_at(request->json, "properties.status"), "Provisioned");
	assert_string_equal(text_at(request->json, "properties.scheduleInfo.expiration.duration"),
			    "PT2H");
	g_autoptr(Reply) active = get(PIM "roleAssignmentScheduleInstances", "&$filter=asTarget()");
	const cJSON *row = find_row(active, KEY_VAULT, "sub-prod");
	assert_non_null(row);
	assert_string_equal(text_at(row, "properties.assignmentType"), "Activated");
	assert_int_equal(counter("activations"), 1);
}

static void activate__names_every_failed_rule__as_array(void **state)
{
	(void)state;
	expect_rules(&(Activation){ KEY_VAULT, "sub-prod" },
		     "[\"JustificationRule\",\"TicketingRule\"]");
	expect_rules(&(Activation){ .role = KEY_VAULT, .at = "sub-prod", .reason = "  " },
		     "[\"JustificationRule\",\"TicketingRule\"]");
	expect_rules(&(Activation){ .role = KEY_VAULT, .at = "sub-prod", .reason = "x" },
		     "[\"TicketingRule\"]");
	expect_rules(&(Activation){ .role = KEY_VAULT,
				    .at = "sub-prod",
				    .reason = "x",
				    .ticket = "1",
				    .duration = "PT4H1M" },
		     "[\"ExpirationRule\"]");
}

static void activate__names_the_failed_rule__as_text(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"message_text\":true}"));
	expect_rules(&(Activation){ .role = KEY_VAULT, .at = "sub-prod", .ticket = "1" },
		     "JustificationRule - Justification is required");
}

static void activate__is_refused__below_five_minutes(void **state)
{
	(void)state;
	expect(&(Activation){ .role = "Reader", .at = "sub-dev", .duration = "PT4M59S" }, 400,
	       "ActiveDurationTooShort", "Miniumum Required is 5 minutes");
	g_autofree char *id = activate_well("Reader", "sub-dev", NULL, "PT5M");
	assert_non_null(id);
}

static void activate__takes_a_day__when_the_policy_does(void **state)
{
	(void)state;
	expect_rules(&(Activation){ .role = "Reader", .at = "sub-dev", .duration = "P1DT1M" },
		     "[\"ExpirationRule\"]");
	g_autofree char *id = activate_well("Reader", "sub-dev", NULL, "P1D");
	assert_non_null(id);
}

static void activate__asks_for_mfa__of_a_token_without(void **state)
{
	(void)state;
	g_autofree char *weak = make_token("{\"amr\":[\"pwd\"]}");
	const Activation activation = { .role = "User Access Administrator",
					.at = "Landing Zones",
					.reason = "x" };
	Activation without = activation;
	without.token = weak;
	expect_rules(&without, "[\"MfaRule\"]");
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 201);
}

static void activate__puts_the_challenge_in_the_message__for_a_context(void **state)
{
	(void)state;
	Activation owner = { .role = "Owner", .at = "rg-edge", .reason = "x" };
	static const char code[] = "RoleAssignmentRequestAcrsValidationFailed";
	static const char claims[] =
		"&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential"
		"%22%3Atrue%2C%20%22value%22%3A%22c1%22%7D%7D%7D";
	expect(&owner, 400, code, claims);
	/* The context alone is not enough: the client must have declared cp1. */
	g_autofree char *without_cp1 = make_token("{\"acrs\":[\"c1\"]}");
	owner.token = without_cp1;
	expect(&owner, 400, code, claims);
	g_autofree char *other = make_token("{\"acrs\":[\"c2\"],\"cp1\":true}");
	owner.token = other;
	expect(&owner, 400, code, claims);
	g_autofree char *good = make_token("{\"acrs\":[\"c1\"],\"cp1\":true}");
	owner.token = good;
	g_autoptr(Reply) reply = activate(&owner);
	assert_int_equal(reply->status, 201);
}

static void activate__puts_escaped_json_in_the_message__when_told(void **state)
{
	(void)state;
	reply_free(
		control("POST", "/settings", "{\"claims_escaped\":true,\"claims_in_403\":true}"));
	expect(&(Activation){ .role = "Owner", .at = "rg-edge", .reason = "x" }, 403,
	       "RoleAssignmentRequestAcrsValidationFailed", "&claims={\\\"access_token\\\":");
}

static void activate__refuses_and_counts__a_groups_id(void **state)
{
	(void)state;
	g_autoptr(Reply) list = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	const cJSON *row = find_row(list, "Network Contributor", "Connectivity");
	assert_string_equal(text_at(row, "properties.memberType"), "Group");
	Activation activation = { .role = "Network Contributor",
				  .at = "Connectivity",
				  .reason = "x",
				  .principal = text_at(row, "properties.principalId") };
	assert_string_not_equal(activation.principal, client.oid);
	expect(&activation, 403, "InsufficientPermissions", "does not have permissions");
	assert_int_equal(counter("principal_was_group"), 1);
	activation.principal = NULL;
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 201);
	assert_int_equal(counter("principal_was_group"), 1);
}

static void activate__refuses__another_persons_id(void **state)
{
	(void)state;
	expect(&(Activation){ .role = "Reader",
			      .at = "sub-dev",
			      .principal = "00000000-0000-4000-8000-000000000000" },
	       400, "SubjectNotFound", NULL);
}

static void activate__wants_the_full_linked_id__below_the_eligibility(void **state)
{
	(void)state;
	Activation activation = { .role = KEY_VAULT,
				  .at = "sub-prod",
				  .scope = PROD "/resourceGroups/rg-payments",
				  .reason = "x",
				  .ticket = "1",
				  .linked = "bare" };
	expect_rules(&activation, "[\"EligibilityRule\"]");
	activation.linked = "";
	expect_rules(&activation, "[\"EligibilityRule\"]");
	activation.linked = NULL;
	g_autoptr(Reply) narrow = activate(&activation);
	assert_int_equal(narrow->status, 201);
	/* At the eligibility's own scope the bare GUID will do. */
	activation.linked = "bare";
	activation.scope = NULL;
	g_autoptr(Reply) whole = activate(&activation);
	assert_int_equal(whole->status, 201);
}

static void activate__follows_the_tree_of_management_groups(void **state)
{
	(void)state;
	Activation activation = {
		.role = "Contributor", .at = "Platform", .scope = DEV, .reason = "x"
	};
	g_autoptr(Reply) below = activate(&activation);
	assert_int_equal(below->status, 201);
	Activation outside = {
		.role = KEY_VAULT, .at = "sub-prod", .scope = DEV, .reason = "x", .ticket = "1"
	};
	expect_rules(&outside, "[\"EligibilityRule\"]");
}

static void activate__refuses__a_scope_that_arm_lets_nobody_read(void **state)
{
	(void)state;
	Activation activation = { .role = KEY_VAULT,
				  .at = "sub-prod",
				  .scope = PROD "/resourceGroups/rg-vault",
				  .reason = "x",
				  .ticket = "1" };
	expect(&activation, 403, "AuthorizationFailed",
	       "perform action 'Microsoft.Resources/subscriptions/resourceGroups/read'");
	/* With a role on the subscription it may be read. */
	g_free(activate_well(KEY_VAULT, "sub-prod", NULL, "PT1H"));
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 201);
}

static void activate__refuses__what_is_active_already(void **state)
{
	(void)state;
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	Activation again = { .role = "Reader", .at = "sub-dev" };
	expect(&again, 400, "RoleAssignmentExists", "The Role assignment already exists.");
	again.start = "2099-01-01T00:00:00Z";
	expect(&again, 400, "RoleAssignmentExists", NULL);
}

static void activate__refuses__what_overlaps_a_future_one(void **state)
{
	(void)state;
	reply_free(control("POST", "/clock", "{\"set\":\"2030-01-01T08:00:00Z\"}"));
	g_autofree char *token = make_token("{}");
	Activation activation = { .role = "Contributor",
				  .at = "Platform",
				  .scope = DEV,
				  .reason = "x",
				  .token = token,
				  .start = "2030-01-01T12:00:00Z",
				  .duration = "PT2H" };
	client.arm_token = (g_free(client.arm_token), g_strdup(token));
	g_autoptr(Reply) first = activate(&activation);
	assert_int_equal(first->status, 201);
	assert_string_equal(text_at(first->json, "properties.status"), "Granted");
	activation.start = "2030-01-01T13:00:00Z";
	expect(&activation, 400, "RoleAssignmentExists", NULL);
	activation.start = "2030-01-01T14:00:00Z";
	g_autoptr(Reply) later = activate(&activation);
	assert_int_equal(later->status, 201);
	activation.start = NULL;
	activation.duration = "PT1H";
	g_autoptr(Reply) now = activate(&activation);
	assert_int_equal(now->status, 201);
}

static void activate__refuses__while_one_waits(void **state)
{
	(void)state;
	Activation activation = { .role = "Contributor",
				  .at = "Platform",
				  .scope = PROD "/resourceGroups/rg-payments",
				  .reason = "x",
				  .ticket = "1" };
	g_autoptr(Reply) first = activate(&activation);
	assert_int_equal(first->status, 201);
	assert_string_equal(text_at(first->json, "properties.status"), "PendingApproval");
	assert_non_null(
		strstr(text_at(first->json, "properties.approvalId"), "/roleAssignmentApprovals/"));
	expect(&activation, 400, "PendingRoleAssignmentRequest", "existing pending");
}

static void activate__refuses__the_same_request_id_twice(void **state)
{
	(void)state;
	static const char id[] = "11111111-1111-4111-8111-111111111111";
	Activation activation = { .role = "Reader", .at = "sub-dev", .id = id };
	g_autoptr(Reply) first = activate(&activation);
	assert_int_equal(first->status, 201);
	expect(&activation, 400, "RoleAssignmentRequestExists", NULL);
	assert_int_equal(counter("duplicate_requests"), 1);
	assert_int_equal(counter("activations"), 1);
}

static void activate__wants_the_condition_copied(void **state)
{
	(void)state;
	Activation activation = { .role = "Storage Blob Data Contributor",
				  .at = "rg-データ基盤",
				  .reason = "x",
				  .without_condition = true };
	expect(&activation, 400, "InvalidRoleAssignmentRequest", NULL);
	assert_int_equal(counter("condition_lost"), 1);
	activation.without_condition = false;
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 201);
	assert_non_null(text_at(reply->json, "properties.condition"));
}

static void activate__ends_with_its_eligibility(void **state)
{
	(void)state;
	g_autofree char *role = g_strdup("Azure Kubernetes Service Cluster Admin Role");
	g_free(activate_well(role, "aks-payments", NULL, "PT1H"));
	/* The eligibility ends after 45 minutes, so the hour is cut. */
	reply_free(control("POST", "/clock", "{\"advance\":\"PT46M\"}"));
	g_autoptr(Reply) active = get(PIM "roleAssignmentScheduleInstances", "&$filter=asTarget()");
	assert_null(find_row(active, role, "aks-payments"));
	g_autoptr(Reply) eligible =
		get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	assert_null(find_row(eligible, role, "aks-payments"));
}

static void validate__stores_nothing(void **state)
{
	(void)state;
	Activation activation = { .role = "Reader", .at = "sub-dev", .action = "validate" };
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 200);
	assert_string_equal(text_at(reply->json, "properties.status"), "Granted");
	g_autoptr(Reply) request = get_request(DEV, text_at(reply->json, "name"));
	assert_int_equal(request->status, 404);
	Activation approval = { .role = "Contributor",
				.at = "Platform",
				.reason = "x",
				.ticket = "1",
				.action = "validate" };
	g_autoptr(Reply) waiting = activate(&approval);
	assert_string_equal(text_at(waiting->json, "properties.status"), "PendingEvaluation");
	approval.reason = NULL;
	expect_rules(&approval, "[\"JustificationRule\"]");
}

static void deactivate__is_refused__in_the_first_five_minutes(void **state)
{
	(void)state;
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	Activation end = { .role = "Reader", .at = "sub-dev", .type = "SelfDeactivate" };
	expect(&end, 400, "ActiveDurationTooShort", NULL);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT5M\"}"));
	g_autoptr(Reply) reply = activate(&end);
	assert_int_equal(reply->status, 201);
	assert_string_equal(text_at(reply->json, "properties.status"), "Revoked");
	expect(&end, 400, "RoleAssignmentDoesNotExist", NULL);
	/* And it can be activated again at once. */
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	assert_int_equal(counter("deactivations"), 1);
}

static void deactivate__does_not_touch__what_an_administrator_gave(void **state)
{
	(void)state;
	reply_free(control("POST", "/assignment",
			   "{\"role\":\"Reader\",\"scope\":\"sub-dev\","
			   "\"principal\":\"you@contoso.com\",\"start\":\"-P1D\"}"));
	expect(&(Activation){ .role = "Reader", .at = "sub-dev", .type = "SelfDeactivate" }, 400,
	       "RoleAssignmentDoesNotExist", NULL);
	expect(&(Activation){ .role = "Reader", .at = "sub-dev" }, 400, "RoleAssignmentExists",
	       NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(activate__is_provisioned__when_everything_is_given),
		TEST(activate__names_every_failed_rule__as_array),
		TEST(activate__names_the_failed_rule__as_text),
		TEST(activate__is_refused__below_five_minutes),
		TEST(activate__takes_a_day__when_the_policy_does),
		TEST(activate__asks_for_mfa__of_a_token_without),
		TEST(activate__puts_the_challenge_in_the_message__for_a_context),
		TEST(activate__puts_escaped_json_in_the_message__when_told),
		TEST(activate__refuses_and_counts__a_groups_id),
		TEST(activate__refuses__another_persons_id),
		TEST(activate__wants_the_full_linked_id__below_the_eligibility),
		TEST(activate__follows_the_tree_of_management_groups),
		TEST(activate__refuses__a_scope_that_arm_lets_nobody_read),
		TEST(activate__refuses__what_is_active_already),
		TEST(activate__refuses__while_one_waits),
		TEST(activate__refuses__the_same_request_id_twice),
		TEST(activate__wants_the_condition_copied),
		TEST(activate__ends_with_its_eligibility),
		TEST(validate__stores_nothing),
		TEST(deactivate__is_refused__in_the_first_five_minutes),
		TEST(deactivate__does_not_touch__what_an_administrator_gave),
		/* Last: it leaves a token of the year 2030 behind. */
		TEST(activate__refuses__what_overlaps_a_future_one),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
