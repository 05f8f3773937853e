/* What refusals of the services come to: the table, the message forms, the shapes of bodies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <gio/gio.h>

#include "src/json/value.h"
#include "src/net/challenge.h"
#include "src/net/error.h"
#include "src/pim/error-table.h"
#include "src/pim/error.h"

static GError *read_answer(long status, const char *body)
{
	const PimAnswer answer = { .status = status, .body = body, .request_id = "req-1" };
	return pim_error_from_answer(&answer);
}

static void assert_code(long status, const char *body, PimErrorCode code)
{
	g_autoptr(GError) error = read_answer(status, body);
	if (error->code != (int)code)
		fail_msg("%s: %d, not %d", body, error->code, (int)code);
}

static void error_table__has_a_row__for_every_code(void **state)
{
	(void)state;
	for (int code = PIM_ERROR_FAILED; code < PIM_ERROR_COUNT; code++) {
		const PimErrorRow *row = pim_error_row(code);
		assert_int_equal(row->code, code);
		assert_non_null(row->own_word);
		if (code == PIM_ERROR_FAILED)
			continue;
		assert_non_null(row->sentence);
		assert_non_null(row->hint);
	}
}

static void error_table__finds_each_row__by_word_and_by_phrase(void **state)
{
	(void)state;
	for (size_t i = 0; i < pim_error_row_count; i++) {
		const PimErrorRow *row = &pim_error_rows[i];
		for (size_t j = 0; row->words != NULL && row->words[j] != NULL; j++) {
			g_autofree char *body = g_strdup_printf(
				"{\"error\":{\"code\":\"%s\",\"message\":\"\"}}", row->words[j]);
			assert_code(400, body, row->code);
			g_autofree char *lower = g_ascii_strdown(body, -1);
			assert_code(400, lower, row->code);
		}
		for (size_t j = 0; row->phrases != NULL && row->phrases[j] != NULL; j++) {
			/* A layer in between may hide the code and keep the text. */
			g_autofree char *body =
				g_strdup_printf("{\"error\":{\"code\":\"UnknownError\",\"message\":"
						"\"It is: %s.\"}}",
						row->phrases[j]);
			assert_code(400, body, row->code);
		}
	}
}

static void error__tells_each_rule__in_both_message_forms(void **state)
{
	(void)state;
	static const char *const forms[] = {
		"The following policy rules failed: [\\\"%s\\\"]",
		"The following policy rules failed: %s - Something is required",
	};
	for (size_t i = 0; i < pim_rule_row_count; i++) {
		const PimRuleRow *row = &pim_rule_rows[i];
		for (size_t j = 0; j < G_N_ELEMENTS(forms); j++) {
			GString *body =
				g_string_new("{\"error\":{\"code\":"
					     "\"RoleAssignmentRequestPolicyValidationFailed\","
					     "\"message\":\"");
			g_string_append(body, forms[j]);
			g_string_append(body, "\"}}");
			g_string_replace(body, "%s", row->rule, 0);
			g_autoptr(GError) error = read_answer(400, body->str);
			g_string_free(body, TRUE);
			assert_non_null(pim_error_rules(error));
			assert_string_equal(pim_error_rules(error)[0], row->rule);
			assert_int_equal(error->code, g_str_equal(row->rule, "MfaRule")
							      ? PIM_ERROR_STEP_UP
							      : PIM_ERROR_POLICY);
			g_autoptr(Problem) problem = pim_error_explain(error);
			assert_string_equal(problem->message, row->sentence);
			assert_string_equal(problem->hint, row->hint);
		}
	}
}

static void error__tells_all_rules__when_several_failed(void **state)
{
	(void)state;
	g_autoptr(GError) error = read_answer(
		400, "{\"error\":{\"code\":\"RoleAssignmentRequestPolicyValidationFailed\","
		     "\"message\":\"The following policy rules failed: "
		     "[\\\"MfaRule\\\",\\\"TicketingRule\\\",\\\"NewRule\\\"]\"}}");
	assert_int_equal(error->code, PIM_ERROR_POLICY);
	const char *const *rules = pim_error_rules(error);
	assert_string_equal(rules[0], "MfaRule");
	assert_string_equal(rules[1], "TicketingRule");
	assert_string_equal(rules[2], "NewRule");
	assert_null(rules[3]);
	g_autoptr(GError) copy = g_error_copy(error);
	g_autoptr(Problem) problem = pim_error_explain(copy);
	assert_non_null(strstr(problem->message, "ticket"));
	assert_non_null(strstr(problem->message, "The rule NewRule failed."));
	assert_string_equal(problem->request_id, "req-1");
	assert_string_equal(problem->rules[2], "NewRule");
}

static void error__follows_the_status__when_the_body_says_nothing(void **state)
{
	(void)state;
	static const struct {
		long status;
		PimErrorCode code;
	} rows[] = {
		{ 400, PIM_ERROR_FAILED },        { 401, PIM_ERROR_UNAUTHENTICATED },
		{ 403, PIM_ERROR_NO_PERMISSION }, { 404, PIM_ERROR_NOT_FOUND },
		{ 409, PIM_ERROR_CONFLICT },      { 418, PIM_ERROR_FAILED },
		{ 429, PIM_ERROR_THROTTLED },     { 500, PIM_ERROR_SERVER },
		{ 504, PIM_ERROR_SERVER },
	};
	static const char *const bodies[] = { NULL,
					      "",
					      "<html><h1>Bad</h1></html>",
					      "[1,2]",
					      "{\"error\":7}",
					      "{\"error\":{\"code\":\"Xyz\"}}" };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(bodies); j++)
			assert_code(rows[i].status, bodies[j], rows[i].code);
}

/* What the service says is told, with a next step that is right for it; never a guess. */
static void error__says_what_the_service_said__when_it_has_a_code_of_its_own(void **state)
{
	(void)state;
	static const struct {
		long status;
		const char *word, *message;
		ProblemKind kind;
		const char *told, *step;
	} rows[] = {
		{ 409, "ReadOnlyDisabledSubscription",
		  "The subscription 's' is disabled and therefore read only.", PROBLEM_REFUSED,
		  "subscription is disabled", "enable" },
		{ 404, "SubscriptionNotFound", "The subscription 's' could not be found.",
		  PROBLEM_REFUSED, "does not find the subscription", "{accounts}" },
		{ 404, "ResourceGroupNotFound", "Resource group 'rg' could not be found.",
		  PROBLEM_REFUSED, "does not find the scope", "choose the scope" },
		{ 400, "PendingRoleAssignmentRequest", "There is a pending request.",
		  PROBLEM_REFUSED, "still pending", "{requests}" },
		{ 401, "ServiceUnavailable", "Unauthorized.", PROBLEM_SIGN_IN,
		  "did not accept the sign-in", "{sign-in}" },
		{ 401, "InvalidAuthenticationTokenTenant", "The token is from the wrong issuer.",
		  PROBLEM_SIGN_IN, "another tenant", "{accounts}" },
		{ 403, "RequestDisallowedByPolicy", "Resource 'x' was disallowed by policy.",
		  PROBLEM_REFUSED, "policy", "policies" },
		{ 403, "RequestDisallowedByPolicy",
		  "Resource 'x' was disallowed by policy. Users must use MFA for Create operation.",
		  PROBLEM_STEP_UP, "stronger sign-in", "Sign in" },
		{ 409, "ScopeLocked", "The scope is locked.", PROBLEM_REFUSED, "locked", "lock" },
		{ 400, "SubscriptionNotOnboarded", "The resource is not onboarded.",
		  PROBLEM_REFUSED, "does not look after", "onboard" },
		{ 409, "MoveInProgress", "The group is being moved.", PROBLEM_REFUSED,
		  "The service said: The group is being moved.", "Refresh" },
		{ 403, "RegionClosed", "The region takes no changes.", PROBLEM_NOT_ALLOWED,
		  "The service said: The region takes no changes.", "administrator" },
		{ 404, "StampMissing", "No such stamp.", PROBLEM_FAILED,
		  "The service said: No such stamp.", "Refresh" },
		{ 409, "RoleAssignmentRequestExists", "Already exists.", PROBLEM_REFUSED,
		  "has such a request", "Refresh" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *body =
			g_strdup_printf("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}",
					rows[i].word, rows[i].message);
		g_autoptr(GError) error = read_answer(rows[i].status, body);
		g_autoptr(Problem) problem = pim_error_explain(error);
		if (problem->kind != rows[i].kind ||
		    strstr(problem->message, rows[i].told) == NULL ||
		    strstr(problem->hint, rows[i].step) == NULL)
			fail_msg("%s: %d %s %s", rows[i].word, problem->kind, problem->message,
				 problem->hint);
		assert_string_equal(problem->code, rows[i].word);
		assert_string_equal(problem->said, rows[i].message);
	}
}

static void error__looks_inside__when_the_code_says_nothing(void **state)
{
	(void)state;
	assert_code(400,
		    "{\"error\":{\"code\":\"BadRequest\",\"message\":\"no\",\"details\":[{\"code\":"
		    "\"ActiveDurationTooShort\",\"message\":\"m\"}]}}",
		    PIM_ERROR_TOO_SHORT);
	assert_code(400,
		    "{\"error\":{\"code\":\"UnknownError\",\"message\":\"{\\\"errorCode\\\":"
		    "\\\"RoleAssignmentExists\\\",\\\"message\\\":\\\"m\\\"}\"}}",
		    PIM_ERROR_ALREADY_ACTIVE);
	assert_code(400, "{\"message\":\"The Role assignment does not exist.\"}",
		    PIM_ERROR_NOT_ACTIVE);
	assert_code(403,
		    "{\"error\":{\"code\":\"Forbidden\",\"message\":\"PermissionScopeNotGranted: "
		    "x\"}}",
		    PIM_ERROR_NO_CONSENT);
}

#define QUOTED_HEADER                                                                              \
	"PoP nonce=\"x\", Bearer claims=\"{\\\"access_token\\\":{\\\"acrs\\\":{\\\"essential\\\":" \
	"true,\\\"value\\\":\\\"c1\\\"}}}\""

/* {"access_token":{"acrs":{"essential":true, "value":"c1"}}} in every form in which it has been seen. */
static void challenge__is_read__in_every_known_form(void **state)
{
	(void)state;
	static const char *const messages[] = {
		"&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%20%22"
		"value%22%3A%22c1%22%7D%7D%7D",
		"Needs more. claims=%7b%22access_token%22%3a%7b%22acrs%22%3a%7b%22essential%22%3a"
		"true%2c%22value%22%3a%22c1%22%7d%7d%7d. And text.",
		"&claims={\\\"access_token\\\":{\\\"acrs\\\":{\\\"essential\\\":true,\\\"value\\\":"
		"\\\"c1\\\"}}}",
		"&claims={\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}} more",
		"claims="
		"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19",
	};
	static const char *const headers[] = {
		"Bearer realm=\"\", error=\"insufficient_claims\", "
		"claims="
		"\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX1"
		"9\"",
		"Bearer "
		"claims=eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYz"
		"EifX19, error=insufficient_claims",
		QUOTED_HEADER,
	};
	const char *plain = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
		g_autofree char *claims = challenge_from_message(messages[i]);
		assert_non_null(claims);
		assert_string_equal(claims, plain);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *claims = challenge_from_header(headers[i]);
		assert_non_null(claims);
		assert_string_equal(claims, plain);
	}
}

static void challenge__is_refused__in_any_other_shape(void **state)
{
	(void)state;
	static const char *const messages[] = {
		NULL,
		"",
		"claims",
		"claims=",
		"claims={",
		"claims=%",
		"claims=%7B%7D",
		"claims={\"access_token\":7}",
		"claims={\"userinfo\":{\"name\":null}}",
		"claims={\"id_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}",
		"claims={\"access_token\":{\"made_up\":{\"essential\":true}}}",
		"claims=[1]",
		"claims=//////",
		"claims=%00%01",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
		assert_null(challenge_from_message(messages[i]));
		assert_null(challenge_from_header(messages[i]));
	}
	assert_null(challenge_from_header("Bearer myclaims=\"e30\""));
	g_autofree char *huge = g_strnfill(20000, 'A');
	g_autofree char *message = g_strconcat("claims=", huge, NULL);
	assert_null(challenge_from_message(message));
}

/* A service may not ask for what it is not known to ask for. */
static void challenge__is_made_anew__of_what_is_known(void **state)
{
	(void)state;
	g_autofree char *claims = challenge_from_json(
		"{\"id_token\":{\"email\":null},\"access_token\":{\"nbf\":{\"essential\":true,"
		"\"value\":"
		"\"1604106651\",\"more\":1},\"made_up\":{\"value\":1},\"amr\":{\"values\":[\"mfa\","
		"{},2]},"
		"\"capolids\":{\"essential\":true,\"values\":[\"x\"]}},\"anything\":[1]}");
	assert_string_equal(claims,
			    "{\"access_token\":{\"amr\":{\"values\":[\"mfa\",2]},\"capolids\":{"
			    "\"essential\":true,\"values\":[\"x\"]},\"nbf\":{\"essential\":true,"
			    "\"value\":\"1604106651\"}}}");
}

static void error__is_a_step_up__when_a_challenge_comes_with_it(void **state)
{
	(void)state;
	const char *const challenges[] = {
		"Bearer error=\"invalid_token\"",
		"Bearer error=\"insufficient_claims\", "
		"claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJ2YWx1ZXMiOlsicDEiXX19fQ\"",
		NULL
	};
	const PimAnswer answer = { .status = 401, .challenges = challenges };
	g_autoptr(GError) error = pim_error_from_answer(&answer);
	assert_int_equal(error->code, PIM_ERROR_STEP_UP);
	g_autoptr(Problem) problem = pim_error_explain(error);
	assert_int_equal(problem->kind, PROBLEM_STEP_UP);
	assert_string_equal(problem->claims, "{\"access_token\":{\"acrs\":{\"values\":[\"p1\"]}}}");
}

static void explain__shows_the_services_words__when_they_are_not_known(void **state)
{
	(void)state;
	g_autoptr(GError) error = read_answer(
		400, "{\"error\":{\"code\":\"Novel\",\"message\":\"Strange\\u001b[2J things\"}}");
	g_autoptr(Problem) problem = pim_error_explain(error);
	assert_string_equal(problem->code, "Novel");
	assert_non_null(strstr(problem->message, "Strange"));
	assert_null(strchr(problem->message, '\033'));
	g_autoptr(GError) other = g_error_new_literal(G_FILE_ERROR, 1, "x");
	assert_null(pim_error_explain(other));
}

static void lost_answer__is_unknown__unless_nothing_was_sent(void **state)
{
	(void)state;
	static const bool sent[] = { false, true };
	for (size_t i = 0; i < G_N_ELEMENTS(sent); i++) {
		g_autoptr(GError) error = error_new(HTTP_ERROR_TIMED_OUT, sent[i], "late");
		g_autoptr(GError) lost = pim_error_from_lost_answer(error);
		assert_int_equal(g_error_matches(lost, PIM_ERROR, PIM_ERROR_UNKNOWN_OUTCOME),
				 sent[i]);
	}
	g_autoptr(GError) error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_FAILED, "no token");
	g_autoptr(GError) lost = pim_error_from_lost_answer(error);
	assert_true(g_error_matches(lost, G_IO_ERROR, G_IO_ERROR_FAILED));
}

/* Each recorded or documented refusal: the file's name says what it is. */
static void examples__are_understood__every_one(void **state)
{
	(void)state;
	static const struct {
		const char *prefix;
		PimErrorCode code;
	} rows[] = {
		{ "Arm401-claims-mfa", PIM_ERROR_STEP_UP },
		{ "Arm502-html", PIM_ERROR_SERVER },
		{ "Graph429", PIM_ERROR_THROTTLED },
		{ "InsufficientPermissions", PIM_ERROR_NO_PERMISSION },
		{ "InvalidPolicy", PIM_ERROR_INVALID },
		{ "InvalidRoleAssignmentRequest", PIM_ERROR_INVALID },
		{ "PendingRoleAssignmentRequest", PIM_ERROR_PENDING },
		{ "PolicyValidationFailed-MfaRule", PIM_ERROR_STEP_UP },
		{ "PolicyValidationFailed-", PIM_ERROR_POLICY },
		{ "RoleAssignmentDoesNotExist", PIM_ERROR_NOT_ACTIVE },
		{ "RoleAssignmentExists", PIM_ERROR_ALREADY_ACTIVE },
	};
	const char *examples = g_getenv("MYROLES_EXAMPLES");
	char *path_to = g_build_filename(examples != NULL ? examples : ".", "errors", NULL);
	GDir *found = g_dir_open(path_to, 0, NULL);
	if (found == NULL) {
		g_free(path_to);
		print_message("# no examples of errors here\n");
		skip();
	}
	g_autofree char *folder = path_to;
	g_autoptr(GDir) dir = found;
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *text = NULL;
		gsize length = 0;
		assert_true(g_file_get_contents(path, &text, &length, NULL));
		g_autoptr(JsonValue) file = json_parse(text, length, NULL);
		assert_non_null(file);
		const JsonValue *body = json_get(file, "response.body");
		g_autofree char *plain =
			json_text(body) != NULL ? g_strdup(json_text(body)) : json_print(body);
		const char *challenge =
			json_text(json_get(file, "response.headers.WWW-Authenticate"));
		const char *const challenges[] = { challenge, NULL };
		g_autofree char *status = json_print(json_get(file, "response.status"));
		const PimAnswer answer = { .status = g_ascii_strtoll(status, NULL, 10),
					   .body = plain,
					   .challenges = challenges };
		g_autoptr(GError) error = pim_error_from_answer(&answer);
		size_t i = 0;
		while (i < G_N_ELEMENTS(rows) && !g_str_has_prefix(name, rows[i].prefix))
			i++;
		if (i == G_N_ELEMENTS(rows) || error->code != (int)rows[i].code)
			fail_msg("%s: %d", name, error->code);
		g_autoptr(Problem) problem = pim_error_explain(error);
		assert_non_null(problem->message);
		assert_non_null(problem->hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_table__has_a_row__for_every_code),
		cmocka_unit_test(error_table__finds_each_row__by_word_and_by_phrase),
		cmocka_unit_test(error__tells_each_rule__in_both_message_forms),
		cmocka_unit_test(error__tells_all_rules__when_several_failed),
		cmocka_unit_test(error__follows_the_status__when_the_body_says_nothing),
		cmocka_unit_test(error__says_what_the_service_said__when_it_has_a_code_of_its_own),
		cmocka_unit_test(error__looks_inside__when_the_code_says_nothing),
		cmocka_unit_test(challenge__is_read__in_every_known_form),
		cmocka_unit_test(challenge__is_refused__in_any_other_shape),
		cmocka_unit_test(challenge__is_made_anew__of_what_is_known),
		cmocka_unit_test(error__is_a_step_up__when_a_challenge_comes_with_it),
		cmocka_unit_test(explain__shows_the_services_words__when_they_are_not_known),
		cmocka_unit_test(lost_answer__is_unknown__unless_nothing_was_sent),
		cmocka_unit_test(examples__are_understood__every_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
