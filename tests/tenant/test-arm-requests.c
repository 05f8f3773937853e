/* The life of a request: its statuses with a lag, decisions, canceling, its end; and what a body
 * that is not quite right gets. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define PAYMENTS PROD "/resourceGroups/rg-payments"
#define REQUESTS PIM "roleAssignmentScheduleRequests"

static void advance(const char *duration)
{
	g_autofree char *body = g_strdup_printf("{\"advance\":\"%s\"}", duration);
	reply_free(control("POST", "/clock", body));
}

static char *status_of(const char *scope, const char *id)
{
	g_autoptr(Reply) reply = get_request(scope, id);
	if (reply->status != 200)
		return g_strdup_printf("%ld", reply->status);
	return g_strdup(text_at(reply->json, "properties.status"));
}

static void expect_status(const char *scope, const char *id, const char *expected)
{
	g_autofree char *status = status_of(scope, id);
	assert_string_equal(status, expected);
}

static bool is_active(const char *role, const char *scope)
{
	g_autoptr(Reply) active = get(PIM "roleAssignmentScheduleInstances", "&$filter=asTarget()");
	return find_row(active, role, scope) != NULL;
}

static char *ask_for_approval(void)
{
	return activate_well("Contributor", "Platform", PAYMENTS, "PT2H");
}

static void request__walks_through_its_statuses__with_a_lag(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"lag_ms\":40000}"));
	g_autofree char *id = activate_well("Reader", "sub-dev", NULL, "PT1H");
	/* Fresh, it cannot be found for a while. */
	expect_status(DEV, id, "404");
	advance("PT10S");
	expect_status(DEV, id, "PendingEvaluation");
	advance("PT10S");
	expect_status(DEV, id, "PendingProvisioning");
	advance("PT10S");
	expect_status(DEV, id, "ProvisioningStarted");
	assert_false(is_active("Reader", "sub-dev"));
	advance("PT10S");
	expect_status(DEV, id, "Provisioned");
	assert_true(is_active("Reader", "sub-dev"));
	advance("PT5M");
	g_autoptr(Reply) end = activate(
		&(Activation){ .role = "Reader", .at = "sub-dev", .type = "SelfDeactivate" });
	assert_string_equal(text_at(end->json, "properties.status"), "PendingRevocation");
	assert_true(is_active("Reader", "sub-dev"));
	advance("PT40S");
	expect_status(DEV, text_at(end->json, "name"), "Revoked");
	assert_false(is_active("Reader", "sub-dev"));
}

static void request__waits__and_is_approved(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	assert_false(is_active("Contributor", "rg-payments"));
	advance("PT30M");
	g_autofree char *body = g_strdup_printf("{\"request\":\"%s\"}", id);
	reply_free(control("POST", "/approve", body));
	expect_status(PAYMENTS, id, "Provisioned");
	assert_true(is_active("Contributor", "rg-payments"));
	/* The two hours run from the approval. */
	advance("PT1H59M");
	reply_free(control("POST", "/token", "{}"));
	g_autofree char *token = make_token("{}");
	g_autoptr(Reply) active =
		call(ARM, "GET", PIM "roleAssignmentScheduleInstances" API "&$filter=asTarget()",
		     token, NULL);
	assert_non_null(find_row(active, "Contributor", "rg-payments"));
}

static void request__is_denied(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	reply_free(control("POST", "/deny", "{}"));
	expect_status(PAYMENTS, id, "Denied");
	assert_false(is_active("Contributor", "rg-payments"));
}

static void request__times_out__when_nobody_decides(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	advance("P1D");
	g_autofree char *token = make_token("{}");
	g_autofree char *path = g_strconcat(PAYMENTS REQUESTS "/", id, API, NULL);
	g_autoptr(Reply) reply = call(ARM, "GET", path, token, NULL);
	assert_string_equal(text_at(reply->json, "properties.status"), "TimedOut");
}

static void request__is_canceled__only_while_it_waits(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	g_autofree char *path = g_strconcat(PAYMENTS REQUESTS "/", id, "/cancel", API, NULL);
	g_autoptr(Reply) first = call(ARM, "POST", path, client.arm_token, NULL);
	assert_int_equal(first->status, 200);
	assert_int_equal(first->length, 0);
	expect_status(PAYMENTS, id, "Canceled");
	g_autoptr(Reply) second = call(ARM, "POST", path, client.arm_token, NULL);
	assert_int_equal(second->status, 400);
	assert_string_equal(error_code(second), "RequestCannotBeCancelled");
	/* And another may be made. */
	g_autofree char *again = ask_for_approval();
	assert_non_null(again);
}

static void request__becomes_active__at_its_start(void **state)
{
	(void)state;
	reply_free(control("POST", "/clock", "{\"set\":\"2030-01-01T08:00:00Z\"}"));
	g_autofree char *token = make_token("{\"expires_in\":40000}");
	g_autofree char *old = g_steal_pointer(&client.arm_token);
	client.arm_token = g_strdup(token);
	g_autoptr(Reply) reply = activate(&(Activation){ .role = "Reader",
							 .at = "sub-dev",
							 .start = "2030-01-01T09:00:00+00:00",
							 .duration = "PT1H" });
	const char *id = text_at(reply->json, "name");
	assert_string_equal(text_at(reply->json, "properties.status"), "Granted");
	assert_false(is_active("Reader", "sub-dev"));
	advance("PT1H1S");
	assert_true(is_active("Reader", "sub-dev"));
	expect_status(DEV, id, "Provisioned");
	advance("PT1H");
	assert_false(is_active("Reader", "sub-dev"));
	g_free(client.arm_token);
	client.arm_token = g_steal_pointer(&old);
}

static void list__shows_own_requests(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	g_autoptr(Reply) mine = get(REQUESTS, "&$filter=asTarget()");
	assert_int_equal(rows(mine), 9);
	assert_string_equal(text_at(mine->json, "value.0.name"), id);
	g_autoptr(Reply) asked = get(REQUESTS, "&$filter=asRequestor()");
	assert_int_equal(rows(asked), 9);
	g_autoptr(Reply) waiting =
		get(REQUESTS, "&$filter=asTarget() and status eq 'PendingApproval'");
	assert_int_equal(rows(waiting), 1);
	g_autoptr(Reply) here = get(PAYMENTS REQUESTS, "&$filter=asTarget()");
	assert_int_equal(rows(here), 3);
}

static void list__shows_the_approver_what_waits(void **state)
{
	(void)state;
	g_autofree char *id = ask_for_approval();
	g_autofree char *sara = make_token("{\"account\":\"sara@contoso.com\"}");
	g_autoptr(Reply) waiting =
		call(ARM, "GET", REQUESTS API "&$filter=asApprover()", sara, NULL);
	assert_int_equal(rows(waiting), 1);
	assert_string_equal(text_at(waiting->json, "value.0.name"), id);
	g_autoptr(Reply) mine = get(REQUESTS, "&$filter=asApprover()");
	/* A colleague's, not one's own. */
	assert_int_equal(rows(mine), 1);
	assert_string_not_equal(text_at(mine->json, "value.0.name"), id);
	/* It is not hers to read or to cancel. */
	g_autofree char *path = g_strconcat(PAYMENTS REQUESTS "/", id, "/cancel", API, NULL);
	g_autoptr(Reply) cancel = call(ARM, "POST", path, sara, NULL);
	assert_int_equal(cancel->status, 404);
}

static void revoking__an_eligibility_ends_what_it_gave(void **state)
{
	(void)state;
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	g_autoptr(Reply) list = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	g_autofree char *body =
		g_strdup_printf("{\"id\":\"%s\"}", text_at(find_row(list, "Reader", "sub-dev"),
							   "properties.roleEligibilityScheduleId"));
	reply_free(control("POST", "/revoke/eligibility", body));
	assert_false(is_active("Reader", "sub-dev"));
	g_autoptr(Reply) after = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	assert_null(find_row(after, "Reader", "sub-dev"));
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static Reply *put(const char *body)
{
	g_autofree char *id = g_uuid_string_random();
	g_autofree char *path = g_strconcat(DEV REQUESTS "/", id, API, NULL);
	return call(ARM, "PUT", path, client.arm_token, body);
}

static void expect_body_error(const char *body, const char *code, const char *message)
{
	g_autoptr(Reply) reply = put(body);
	if (reply->status != 400 || strcmp(error_code(reply), code) != 0 ||
	    strstr(error_message(reply), message) == NULL)
		fail_msg("%s: expected %s %s, got %ld %s", body, code, message, reply->status,
			 reply->text);
}

#define ROLE                                                                                    \
	"\"roleDefinitionId\":\"/subscriptions/33333333-3333-4333-8333-333333333333/providers/" \
	"Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7\","

static void body__is_refused__when_it_is_not_quite_right(void **state)
{
	(void)state;
	static const char code[] = "InvalidRequestContent";
	expect_body_error("{", code, "Unexpected character");
	expect_body_error("[]", code, "Unexpected character");
	expect_body_error("{\"properties\":{}} trailing", code, "Unexpected character");
	expect_body_error("{}", code, "Required property 'properties'");
	expect_body_error("{\"name\":\"x\",\"properties\":{}}", code,
			  "Could not find member 'name'");
	expect_body_error("{\"properties\":{" ROLE "\"requestType\":\"SelfActivate\"}}", code,
			  "Required property 'principalId'");
	expect_body_error("{\"properties\":{\"principalId\":\"x\"," ROLE
			  "\"requestType\":\"SelfActivat\"}}",
			  code, "Error converting value \"SelfActivat\"");
	expect_body_error("{\"properties\":{\"principal\":\"x\"}}", code,
			  "Could not find member 'principal'");
	expect_body_error("{\"properties\":{\"principalId\":7}}", code, "Unexpected value");
	expect_body_error("{\"properties\":{\"principalId\":\"x\"," ROLE
			  "\"requestType\":\"SelfActivate\"}}",
			  code, "scheduleInfo.expiration");
	expect_body_error("{\"properties\":{\"principalId\":\"x\"," ROLE
			  "\"requestType\":\"SelfActivate\",\"scheduleInfo\":{\"startDateTime\":"
			  "\"tomorrow\"}}}",
			  code, "Unexpected value for member 'startDateTime'");
}

static void body__is_refused__with_a_bad_duration_or_role(void **state)
{
	(void)state;
	static const char code[] = "InvalidRoleAssignmentRequest";
	static const char head[] = "{\"properties\":{\"principalId\":\"x\"," ROLE
				   "\"requestType\":\"SelfActivate\",\"scheduleInfo\":{"
				   "\"expiration\":{\"type\":\"AfterDuration\"";
	static const char *const durations[] = { "", ",\"duration\":\"4H\"", ",\"duration\":\"PT\"",
						 ",\"duration\":\"PT1X\"",
						 ",\"duration\":\"P1M\"" };
	for (size_t i = 0; i < G_N_ELEMENTS(durations); i++) {
		g_autofree char *body = g_strconcat(head, durations[i], "}}}}", NULL);
		expect_body_error(body, code, "invalid");
	}
	expect_body_error(
		"{\"properties\":{\"principalId\":\"x\",\"requestType\":\"SelfDeactivate\","
		"\"roleDefinitionId\":\"acdd72a7-3385-48ef-bd42-f606fba81ae7\"}}",
		code, "invalid");
}

static void body__takes_any_letter_case_of_a_word(void **state)
{
	(void)state;
	g_autofree char *body = g_strconcat(
		"{\"properties\":{\"principalId\":\"", client.oid,
		"\"," ROLE
		"\"requestType\":\"selfActivate\",\"scheduleInfo\":{\"expiration\":{\"type\":"
		"\"afterDuration\",\"duration\":\"PT30M\",\"endDateTime\":null}}}}",
		NULL);
	g_autoptr(Reply) reply = put(body);
	assert_int_equal(reply->status, 201);
	assert_string_equal(text_at(reply->json, "properties.requestType"), "SelfActivate");
}

static void admin__requests_are_not_for_everybody(void **state)
{
	(void)state;
	g_autoptr(Reply) reply =
		activate(&(Activation){ .role = "Reader", .at = "sub-dev", .type = "AdminAssign" });
	assert_int_equal(reply->status, 403);
	assert_string_equal(error_code(reply), "InsufficientPermissions");
}

static void writes__may_need_mfa__by_a_challenge(void **state)
{
	(void)state;
	reply_free(control("POST", "/settings", "{\"writes_need_mfa\":true}"));
	g_autofree char *weak = make_token("{\"amr\":[\"pwd\"]}");
	Activation activation = { .role = "Reader", .at = "sub-dev", .token = weak };
	g_autoptr(Reply) reply = activate(&activation);
	assert_int_equal(reply->status, 401);
	const char *header = g_hash_table_lookup(reply->headers, "www-authenticate");
	assert_non_null(strstr(header, "error=\"insufficient_claims\""));
	const char *claims = strstr(header, "claims=\"");
	g_autofree char *base64 = g_strndup(claims + 8, strcspn(claims + 8, "\""));
	gsize length = 0;
	g_autofree guchar *json = g_base64_decode(base64, &length);
	g_autofree char *text = g_strndup((char *)json, length);
	assert_string_equal(
		text, "{\"access_token\":{\"acrs\":{\"essential\":true,\"values\":[\"p1\"]}}}");
	g_autofree char *strong = make_token("{\"amr\":[\"pwd\"],\"acrs\":[\"p1\"]}");
	activation.token = strong;
	g_autoptr(Reply) again = activate(&activation);
	assert_int_equal(again->status, 201);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(request__walks_through_its_statuses__with_a_lag),
		TEST(request__waits__and_is_approved),
		TEST(request__is_denied),
		TEST(request__times_out__when_nobody_decides),
		TEST(request__is_canceled__only_while_it_waits),
		TEST(request__becomes_active__at_its_start),
		TEST(list__shows_own_requests),
		TEST(list__shows_the_approver_what_waits),
		TEST(revoking__an_eligibility_ends_what_it_gave),
		TEST(body__is_refused__when_it_is_not_quite_right),
		TEST(body__is_refused__with_a_bad_duration_or_role),
		TEST(body__takes_any_letter_case_of_a_word),
		TEST(admin__requests_are_not_for_everybody),
		TEST(writes__may_need_mfa__by_a_challenge),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
