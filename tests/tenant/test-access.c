/* What counts by now: checkAccess and permissions, how strict they are, and their moods. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define EDGE        DEV "/resourceGroups/rg-edge"
#define PERMISSIONS PIM "permissions?api-version=2022-04-01"
#define CHECK       PIM "checkAccess?api-version=2018-09-01-preview"
#define WRITE       "Microsoft.Resources/subscriptions/resourceGroups/write"
#define READ        "Microsoft.Resources/subscriptions/resourceGroups/read"
#define CONTRIBUTOR "b24988ac618042a0ab8820f7382dd24c"

static void mood(const char *json)
{
	reply_free(control("POST", "/settings", json));
}

static void advance(const char *duration)
{
	g_autofree char *body = g_strdup_printf("{\"advance\":\"%s\"}", duration);
	reply_free(control("POST", "/clock", body));
}

static Reply *ask_body(const char *scope, const char *body)
{
	g_autofree char *path = g_strconcat(scope, CHECK, NULL);
	return call(ARM, "POST", path, client.arm_token, body);
}

static Reply *ask(const char *scope, const char *action)
{
	g_autofree char *body =
		g_strdup_printf("{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},"
				"\"Actions\":[{\"Id\":\"%s\",\"IsDataAction\":false}]}",
				client.oid, action);
	return ask_body(scope, body);
}

static Reply *list(const char *scope)
{
	g_autofree char *path = g_strconcat(scope, PERMISSIONS, NULL);
	return call(ARM, "GET", path, client.arm_token, NULL);
}

static void expect_decision(const char *scope, const char *action, const char *decision,
			    const char *role)
{
	g_autoptr(Reply) reply = ask(scope, action);
	if (reply->status != 200)
		fail_msg("%ld: %s", reply->status, reply->text);
	assert_int_equal(cJSON_GetArraySize(reply->json), 1);
	assert_string_equal(text_at(reply->json, "0.actionId"), action);
	assert_string_equal(text_at(reply->json, "0.accessDecision"), decision);
	if (role == NULL)
		assert_true(cJSON_IsNull(at(reply->json, "0", "roleAssignment", NULL)));
	else
		assert_string_equal(text_at(reply->json, "0.roleAssignment.roleDefinitionId"),
				    role);
}

/* Contributor at the management group above, and at the subscription itself. */
static void activate_contributor(void)
{
	g_free(activate_well("Contributor", "Platform", DEV, "PT1H"));
}

/* ---- well ------------------------------------------------------------------------------------ */

static void check__names_the_assignment__of_what_permits(void **state)
{
	(void)state;
	expect_decision(EDGE, WRITE, "NotAllowed", NULL);
	activate_contributor();
	expect_decision(EDGE, WRITE, "Allowed", CONTRIBUTOR);
	g_autoptr(Reply) reply = ask(DEV, WRITE);
	assert_string_equal(text_at(reply->json, "0.roleAssignment.scope"), DEV);
	/* What Contributor takes out again. */
	expect_decision(DEV, "Microsoft.Authorization/roleAssignments/write", "NotAllowed", NULL);
	/* Who could read before still can by the older assignment. */
	expect_decision(EDGE, READ, "Allowed", "749f88d5cbae40b8bcfce573ddc772fa");
}

static void check__counts_later__than_the_list(void **state)
{
	(void)state;
	mood("{\"list_lag_s\":60,\"effective_lag_s\":120}");
	activate_contributor();
	advance("PT2M59S");
	expect_decision(EDGE, WRITE, "NotAllowed", NULL);
	g_autoptr(Reply) before = list(EDGE);
	advance("PT1S");
	expect_decision(EDGE, WRITE, "Allowed", CONTRIBUTOR);
	g_autoptr(Reply) after = list(EDGE);
	assert_int_equal(rows(after), rows(before) + 1);
}

/* ---- strict ---------------------------------------------------------------------------------- */

static void check__is_refused__to_whom_nothing_counts(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = ask("/subscriptions/55555555-5555-4555-8555-555555555555", WRITE);
	assert_int_equal(reply->status, 403);
	assert_string_equal(error_code(reply), "AuthorizationFailed");
}

static void check__refuses__what_it_does_not_take(void **state)
{
	(void)state;
	static const struct {
		const char *body;
		long status;
	} table[] = {
		{ "", 400 },
		{ "[]", 400 },
		{ "{\"Subject\":{},\"Actions\":[{\"Id\":\"a/read\"}]}", 400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}}}", 400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},\"Actions\":[]}", 400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},\"Actions\":[{}]}", 400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},"
		  "\"Actions\":[{\"Id\":\"*/read\"}]}",
		  400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},"
		  "\"Actions\":[{\"Id\":\"a/read\",\"IsDataAction\":\"no\"}]}",
		  400 },
		{ "{\"Subject\":{\"Attributes\":{\"ObjectId\":\"another\"}},"
		  "\"Actions\":[{\"Id\":\"a/read\"}]}",
		  403 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_auto(GStrv) halves = g_strsplit(table[i].body, "%s", 2);
		g_autofree char *body = g_strjoinv(client.oid, halves);
		g_autoptr(Reply) reply = ask_body(EDGE, body);
		if (reply->status != table[i].status)
			fail_msg("%s: %ld %s", body, reply->status, reply->text);
	}
}

static void check__is_a_question__and_no_write(void **state)
{
	(void)state;
	mood("{\"writes_need_mfa\":true,\"refuse_writes\":\"locked\"}");
	g_autofree char *token = make_token("{\"amr\":[\"pwd\"]}");
	g_autofree char *body =
		g_strdup_printf("{\"Subject\":{\"Attributes\":{\"ObjectId\":\"%s\"}},"
				"\"Actions\":[{\"Id\":\"" READ "\"}]}",
				client.oid);
	g_autoptr(Reply) reply = call(ARM, "POST", EDGE CHECK, token, body);
	assert_int_equal(reply->status, 200);
	g_autoptr(Reply) read = call(ARM, "GET", EDGE CHECK, token, NULL);
	assert_int_equal(read->status, 405);
	g_autoptr(Reply) version =
		call(ARM, "POST", EDGE PIM "checkAccess?api-version=2022-04-01", token, body);
	assert_int_equal(version->status, 400);
}

/* ---- moods ----------------------------------------------------------------------------------- */

static void answers__are_as_told__for_each_word(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		long check, list;
		bool is_json;
	} table[] = {
		{ "empty", 200, 200, true },           { "other_role", 200, 200, true },
		{ "forbidden", 403, 403, true },       { "missing", 404, 404, true },
		{ "throttled", 429, 429, true },       { "half", 200, 200, false },
		{ "deny_assignment", 200, 200, true },
	};
	activate_contributor();
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *json =
			g_strdup_printf("{\"check_access\":\"%s\",\"permissions\":\"%s\"}",
					table[i].word, table[i].word);
		mood(json);
		g_autoptr(Reply) check = ask(EDGE, WRITE);
		g_autoptr(Reply) all = list(EDGE);
		if (check->status != table[i].check || all->status != table[i].list ||
		    (check->json != NULL) != table[i].is_json ||
		    (all->json != NULL) != table[i].is_json)
			fail_msg("%s: %ld %s, %ld %s", table[i].word, check->status, check->text,
				 all->status, all->text);
		if (strcmp(table[i].word, "empty") == 0)
			assert_int_equal(cJSON_GetArraySize(check->json) + rows(all), 0);
		if (strcmp(table[i].word, "throttled") == 0)
			assert_string_equal(g_hash_table_lookup(check->headers, "retry-after"),
					    "1");
		if (strcmp(table[i].word, "other_role") == 0)
			assert_string_not_equal(
				text_at(check->json, "0.roleAssignment.roleDefinitionId"),
				CONTRIBUTOR);
	}
	mood("{\"check_access\":\"deny_assignment\"}");
	g_autoptr(Reply) denied = ask(EDGE, WRITE);
	assert_string_equal(text_at(denied->json, "0.accessDecision"), "NotAllowed");
	assert_non_null(text_at(denied->json, "0.denyAssignment.scope"));
}

/* Who may read there is told of them, from here and above; what they take away nobody is allowed. */
static void deny_assignment__goes_before_every_role(void **state)
{
	(void)state;
	const char *path = EDGE PIM "denyAssignments?api-version=2022-04-01&$filter=atScope()";
	reply_free(control("POST", "/deny-assignment",
			   "{\"name\":\"Keep\",\"scope\":\"" DEV
			   "\",\"actions\":[\"Microsoft.Resources/*/write\"],"
			   "\"principals\":[\"everyone\"]}"));
	g_autoptr(Reply) elsewhere = call(ARM, "GET",
					  "/subscriptions/55555555-5555-4555-8555-555555555555" PIM
					  "denyAssignments?api-version=2022-04-01",
					  client.arm_token, NULL);
	assert_int_equal(elsewhere->status, 403);
	activate_contributor();
	g_autoptr(Reply) after = call(ARM, "GET", path, client.arm_token, NULL);
	assert_int_equal(after->status, 200);
	assert_string_equal(text_at(after->json, "value.0.properties.denyAssignmentName"), "Keep");
	assert_string_equal(text_at(after->json, "value.0.properties.principals.0.type"),
			    "SystemDefined");
	g_autoptr(Reply) denied = ask(EDGE, WRITE);
	assert_string_equal(text_at(denied->json, "0.accessDecision"), "NotAllowed");
	assert_string_equal(text_at(denied->json, "0.denyAssignment.scope"), DEV);
	expect_decision(EDGE, READ, "Allowed", "749f88d5cbae40b8bcfce573ddc772fa");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(check__names_the_assignment__of_what_permits, client_reset),
		cmocka_unit_test_setup(check__counts_later__than_the_list, client_reset),
		cmocka_unit_test_setup(check__is_refused__to_whom_nothing_counts, client_reset),
		cmocka_unit_test_setup(check__refuses__what_it_does_not_take, client_reset),
		cmocka_unit_test_setup(check__is_a_question__and_no_write, client_reset),
		cmocka_unit_test_setup(deny_assignment__goes_before_every_role, client_reset),
		cmocka_unit_test_setup(answers__are_as_told__for_each_word, client_reset),
	};
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
