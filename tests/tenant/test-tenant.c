/* The program itself: its ready line and files, its tokens, its faults and its control host. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ELIGIBLE  PIM "roleEligibilityScheduleInstances"
#define AS_TARGET "&$filter=asTarget()"

static void ready__keeps_the_control_secret_out_of_the_line(void **state)
{
	(void)state;
	cJSON *line = cJSON_Parse(client.line);
	assert_non_null(line);
	assert_non_null(text_at(line, "control"));
	assert_non_null(text_at(line, "accounts.0.arm_token"));
	assert_null(strstr(client.line, client.secret));
	assert_null(cJSON_GetObjectItem(line, "control_secret"));
	cJSON_Delete(line);
}

static void ready__writes_private_files(void **state)
{
	(void)state;
	struct stat status;
	g_autofree char *path = g_build_filename(client.folder, "ready", NULL);
	assert_int_equal(lstat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(lstat(client.token_file, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
}

static char *token_in_file(void)
{
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(client.token_file, &text, NULL, NULL));
	cJSON *json = cJSON_Parse(text);
	char *token = g_strdup(text_at(json, "arm"));
	assert_non_null(text_at(json, "graph"));
	cJSON_Delete(json);
	return token;
}

static void token_file__stays_good__when_the_clock_moves_and_tokens_are_revoked(void **state)
{
	(void)state;
	reply_free(control("POST", "/clock", "{\"advance\":\"PT5H\"}"));
	g_autoptr(Reply) expired = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(expired->status, 401);
	assert_string_equal(error_code(expired), "ExpiredAuthenticationToken");
	g_autofree char *fresh = token_in_file();
	g_autoptr(Reply) good = call(ARM, "GET", ELIGIBLE API AS_TARGET, fresh, NULL);
	assert_int_equal(good->status, 200);
	reply_free(control("POST", "/revoke/tokens", "{}"));
	g_autoptr(Reply) revoked = call(ARM, "GET", ELIGIBLE API AS_TARGET, fresh, NULL);
	assert_int_equal(revoked->status, 401);
	g_autofree char *fresher = token_in_file();
	g_autoptr(Reply) again = call(ARM, "GET", ELIGIBLE API AS_TARGET, fresher, NULL);
	assert_int_equal(again->status, 200);
}

static void expect_401(const char *token, const char *code)
{
	g_autoptr(Reply) reply = call(ARM, "GET", ELIGIBLE API AS_TARGET, token, NULL);
	if (reply->status != 401 || strcmp(error_code(reply), code) != 0)
		fail_msg("expected %s, got %ld %s", code, reply->status, reply->text);
	assert_true(g_str_has_prefix(g_hash_table_lookup(reply->headers, "www-authenticate"),
				     "Bearer "));
}

static void tokens__are_checked(void **state)
{
	(void)state;
	expect_401(NULL, "AuthenticationFailed");
	expect_401("rubbish", "InvalidAuthenticationToken");
	expect_401("a.b.c", "InvalidAuthenticationToken");
	expect_401(client.graph_token, "InvalidAuthenticationTokenAudience");
	assert_int_equal(counter("wrong_host_tokens"), 1);
	/* One letter of the claims changed, the signature kept. */
	g_autofree char *forged = g_strdup(client.arm_token);
	char *claims = strchr(forged, '.') + 20;
	*claims = *claims == 'A' ? 'B' : 'A';
	expect_401(forged, "InvalidAuthenticationToken");
	g_autofree char *other = make_token("{\"audience\":\"https://vault.azure.net\"}");
	expect_401(other, "InvalidAuthenticationTokenAudience");
	g_autofree char *shortlived = make_token("{\"expires_in\":60}");
	g_autoptr(Reply) good = call(ARM, "GET", ELIGIBLE API AS_TARGET, shortlived, NULL);
	assert_int_equal(good->status, 200);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT1M\"}"));
	expect_401(shortlived, "ExpiredAuthenticationToken");
	g_autofree char *lasting = make_token("{}");
	reply_free(control("POST", "/settings", "{\"token_dies_after_s\":120}"));
	g_autoptr(Reply) still = call(ARM, "GET", ELIGIBLE API AS_TARGET, lasting, NULL);
	assert_int_equal(still->status, 200);
	reply_free(control("POST", "/clock", "{\"advance\":\"PT2M\"}"));
	expect_401(lasting, "ExpiredAuthenticationToken");
}

static void revoked_tokens__bring_a_challenge__to_a_client_with_cp1(void **state)
{
	(void)state;
	g_autofree char *token = make_token("{\"cp1\":true}");
	reply_free(control("POST", "/revoke/tokens", "{\"account\":\"you@contoso.com\"}"));
	g_autoptr(Reply) reply = call(ARM, "GET", ELIGIBLE API AS_TARGET, token, NULL);
	assert_int_equal(reply->status, 401);
	assert_non_null(strstr(g_hash_table_lookup(reply->headers, "www-authenticate"),
			       "error=\"insufficient_claims\", claims=\""));
	reply_free(control("POST", "/settings",
			   "{\"claims_several_headers\":true,\"claims_base64url\":true}"));
	g_autoptr(Reply) odd = call(ARM, "GET", ELIGIBLE API AS_TARGET, token, NULL);
	const char *header = g_hash_table_lookup(odd->headers, "www-authenticate");
	assert_true(g_str_has_prefix(header, "PoP realm=\"\", Bearer  claims=\""));
}

static void record__holds_requests_but_no_token(void **state)
{
	(void)state;
	reply_free(control("DELETE", "/requests", NULL));
	reply_free(get(ELIGIBLE, AS_TARGET));
	g_autoptr(Reply) reply = control("GET", "/requests?host=arm", NULL);
	assert_int_equal(count_at(reply->json, "requests"), 1);
	assert_string_equal(text_at(reply->json, "requests.0.path"), ELIGIBLE);
	assert_string_equal(text_at(reply->json, "requests.0.account"), "you@contoso.com");
	assert_null(strstr(reply->text, client.arm_token));
	assert_null(strstr(reply->text, "Bearer"));
	g_free(activate_well("Reader", "sub-dev", NULL, "PT1H"));
	g_autoptr(Reply) more = control("GET", "/requests", NULL);
	int last = count_at(more->json, "requests") - 1;
	g_autofree char *path = g_strdup_printf("requests.%d.body", last);
	assert_non_null(strstr(text_at(more->json, path), "\"SelfActivate\""));
}

static void control__is_closed__without_the_secret(void **state)
{
	(void)state;
	g_autoptr(Reply) none = call(CONTROL, "GET", "/state", NULL, NULL);
	assert_int_equal(none->status, 401);
	g_autoptr(Reply) wrong = call(CONTROL, "GET", "/state", client.arm_token, NULL);
	assert_int_equal(wrong->status, 401);
	g_autofree char *near = g_strdup(client.secret);
	near[0] = near[0] == 'a' ? 'b' : 'a';
	g_autoptr(Reply) almost = call(CONTROL, "GET", "/state", near, NULL);
	assert_int_equal(almost->status, 401);
	g_autoptr(Reply) unknown = call(CONTROL, "GET", "/nothing", client.secret, NULL);
	assert_int_equal(unknown->status, 404);
	g_autoptr(Reply) setting = call(CONTROL, "POST", "/settings", client.secret, "{\"lag\":1}");
	assert_int_equal(setting->status, 400);
	g_autoptr(Reply) type =
		call(CONTROL, "POST", "/settings", client.secret, "{\"lag_ms\":\"1\"}");
	assert_int_equal(type->status, 400);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void fault(const char *json)
{
	reply_free(control("POST", "/faults", json));
}

static void fault__answers_with_a_status__as_often_as_told(void **state)
{
	(void)state;
	fault("{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"*EligibilityScheduleInstances*\","
	      "\"skip\":1,\"count\":2,\"status\":503,\"retry_after\":\"7\"}");
	static const long expected[] = { 200, 503, 503, 200 };
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_autoptr(Reply) reply = get(ELIGIBLE, AS_TARGET);
		assert_int_equal(reply->status, expected[i]);
		if (reply->status == 503)
			assert_string_equal(g_hash_table_lookup(reply->headers, "retry-after"),
					    "7");
	}
	g_autoptr(Reply) other = get(PIM "roleAssignmentScheduleInstances", AS_TARGET);
	assert_int_equal(other->status, 200);
}

static void fault__takes_the_wait__as_number_text_or_date(void **state)
{
	(void)state;
	static const char *const waits[][2] = {
		{ "7", "7" },
		{ "\"7\"", "7" },
		{ "\"Wed, 21 Oct 2026 07:28:00 GMT\"", "Wed, 21 Oct 2026 07:28:00 GMT" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(waits); i++) {
		g_autofree char *json = g_strdup_printf(
			"{\"host\":\"arm\",\"path\":\"*\",\"status\":429,\"retry_after\":%s}",
			waits[i][0]);
		fault(json);
		g_autoptr(Reply) reply = get(ELIGIBLE, AS_TARGET);
		assert_int_equal(reply->status, 429);
		assert_string_equal(g_hash_table_lookup(reply->headers, "retry-after"),
				    waits[i][1]);
	}
}

static void fault__loses_the_answer__after_the_effect(void **state)
{
	(void)state;
	static const char id[] = "77777777-7777-4777-8777-777777777777";
	const Activation activation = { .role = "Reader", .at = "sub-dev", .id = id };
	fault("{\"method\":\"PUT\",\"kind\":\"drop\"}");
	g_autoptr(Reply) lost = activate(&activation);
	assert_int_equal(lost->curl, CURLE_GOT_NOTHING);
	g_autoptr(Reply) found = get_request(DEV, id);
	assert_int_equal(found->status, 200);
	assert_int_equal(counter("activations"), 1);
}

static void fault__keeps_the_effect_away__when_it_comes_before(void **state)
{
	(void)state;
	static const char id[] = "77777777-7777-4777-8777-777777777777";
	const Activation activation = { .role = "Reader", .at = "sub-dev", .id = id };
	fault("{\"method\":\"PUT\",\"kind\":\"reset\",\"when\":\"before\"}");
	g_autoptr(Reply) lost = activate(&activation);
	assert_int_equal(lost->curl, CURLE_RECV_ERROR);
	g_autoptr(Reply) found = get_request(DEV, id);
	assert_int_equal(found->status, 404);
}

static void fault__spoils_the_body(void **state)
{
	(void)state;
	fault("[{\"kind\":\"truncated\"},{\"kind\":\"cut\"},{\"kind\":\"html\"},"
	      "{\"kind\":\"wrong_type\",\"content_type\":\"text/plain\"},"
	      "{\"kind\":\"deep\",\"depth\":5000},{\"kind\":\"huge\",\"bytes\":3000000},"
	      "{\"kind\":\"long\",\"bytes\":2000000},{\"kind\":\"drip\",\"bytes\":4000,"
	      "\"interval_ms\":1}]");
	g_autoptr(Reply) truncated = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(truncated->curl, CURLE_PARTIAL_FILE);
	g_autoptr(Reply) cut = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(cut->curl, CURLE_OK);
	assert_null(cut->json);
	g_autoptr(Reply) html = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(html->status, 502);
	assert_true(g_str_has_prefix(html->text, "<html>"));
	g_autoptr(Reply) wrong = get(ELIGIBLE, AS_TARGET);
	assert_string_equal(g_hash_table_lookup(wrong->headers, "content-type"), "text/plain");
	assert_int_equal(rows(wrong), 15);
	g_autoptr(Reply) deep = get(ELIGIBLE, AS_TARGET);
	assert_non_null(strstr(deep->text, "[[[[[["));
	g_autoptr(Reply) huge = get(ELIGIBLE, AS_TARGET);
	assert_in_range(huge->length, 2999000, 3001000);
	assert_non_null(huge->json);
	g_autoptr(Reply) longer = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(strlen(text_at(longer->json, "value.0.name")), 2000000);
	g_autoptr(Reply) drip = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(rows(drip), 15);
}

static void fault__leads_astray(void **state)
{
	(void)state;
	fault("[{\"kind\":\"foreign_next\",\"url\":\"http://127.0.0.2:9/x\"},"
	      "{\"kind\":\"loop_next\"},{\"kind\":\"redirect\"},"
	      "{\"kind\":\"date\",\"date_offset_s\":-7200},{\"kind\":\"not_found\"}]");
	g_autoptr(Reply) foreign = get(ELIGIBLE, AS_TARGET);
	assert_string_equal(text_at(foreign->json, "nextLink"), "http://127.0.0.2:9/x");
	g_autoptr(Reply) loop = get(ELIGIBLE, AS_TARGET);
	assert_true(g_str_has_prefix(text_at(loop->json, "nextLink"), client.urls[ARM]));
	g_autoptr(Reply) redirect = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(redirect->status, 302);
	g_autoptr(Reply) date = get(ELIGIBLE, AS_TARGET);
	gint64 told = curl_getdate(g_hash_table_lookup(date->headers, "date"), NULL);
	gint64 off = told - g_get_real_time() / G_USEC_PER_SEC + 7200;
	assert_in_range(off + 5, 0, 10);
	g_autoptr(Reply) missing = get(ELIGIBLE, AS_TARGET);
	assert_int_equal(missing->status, 404);
	assert_int_equal(counter("faults"), 5);
	g_autoptr(Reply) bad =
		call(CONTROL, "POST", "/faults", client.secret, "[{\"kind\":\"nonsense\"}]");
	assert_int_equal(bad->status, 400);
}

/* ---- the command line ------------------------------------------------------------------------ */

static int run(const char *const *words, char **output, char **errors)
{
	const char *build = g_getenv("top_builddir");
	g_autofree char *program =
		g_build_filename(build != NULL ? build : ".", "myroles-tenant", NULL);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	int status = -1;
	g_ptr_array_add(arguments, program);
	for (; *words != NULL; words++)
		g_ptr_array_add(arguments, (gpointer)*words);
	g_ptr_array_add(arguments, NULL);
	g_spawn_sync(NULL, (char **)arguments->pdata, NULL, 0, NULL, NULL, output, errors, &status,
		     NULL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void options__are_checked(void **state)
{
	(void)state;
	static const char *const wrong[][3] = { { "--nonsense", NULL },
						{ "--tls", "cert", NULL },
						{ "--port", "70000", NULL },
						{ "extra", NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *output = NULL;
		g_autofree char *errors = NULL;
		assert_int_equal(run(wrong[i], &output, &errors), 2);
		assert_true(g_str_has_prefix(errors, "myroles-tenant: "));
		assert_string_equal(output, "");
	}
	g_autofree char *version = NULL;
	assert_int_equal(run((const char *const[]){ "--version", NULL }, &version, NULL), 0);
	assert_true(g_str_has_prefix(version, "myroles-tenant "));
	g_autofree char *errors = NULL;
	assert_int_equal(run((const char *const[]){ "--scenario", "nowhere", NULL }, NULL, &errors),
			 1);
	assert_non_null(strstr(errors, "no such scenario"));
}

static void program__ends__when_its_descriptor_is_closed(void **state)
{
	(void)state;
	/* A closed descriptor 0 is at its end at once. */
	g_autofree char *output = NULL;
	const char *const words[] = { "--exit-on-eof", "0", NULL };
	assert_int_equal(run(words, &output, NULL), 0);
	assert_true(g_str_has_prefix(output, "{\"arm\":\"http://127.0.0.1:"));
}

/* Starts the program with these options, lets it end at once, and gives its first line. */
static cJSON *start_with(const char *const *words)
{
	g_autofree char *output = NULL;
	g_autofree char *errors = NULL;
	if (run(words, &output, &errors) != 0)
		fail_msg("%s", errors);
	return cJSON_Parse(output);
}

static void program__serves_tls__on_all_hosts_but_control(void **state)
{
	(void)state;
	g_autofree char *cert = g_build_filename(client.folder, "cert.pem", NULL);
	g_autofree char *key = g_build_filename(client.folder, "key.pem", NULL);
	const char *const make[] = { "openssl",
				     "req",
				     "-x509",
				     "-newkey",
				     "ec",
				     "-pkeyopt",
				     "ec_paramgen_curve:prime256v1",
				     "-nodes",
				     "-days",
				     "1",
				     "-subj",
				     "/CN=localhost",
				     "-keyout",
				     key,
				     "-out",
				     cert,
				     NULL };
	int status = -1;
	if (!g_spawn_sync(NULL, (char **)(uintptr_t)make, NULL,
			  G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
				  G_SPAWN_STDERR_TO_DEV_NULL,
			  NULL, NULL, NULL, NULL, &status, NULL) ||
	    status != 0)
		return;
	const char *const words[] = { "--exit-on-eof", "0", "--tls", cert, key, NULL };
	cJSON *line = start_with(words);
	assert_true(g_str_has_prefix(text_at(line, "arm"), "https://127.0.0.1:"));
	assert_true(g_str_has_prefix(text_at(line, "login"), "https://127.0.0.1:"));
	assert_true(g_str_has_prefix(text_at(line, "control"), "http://127.0.0.1:"));
	cJSON_Delete(line);
}

static void program__reads_faults_and_refuses_bad_ones(void **state)
{
	(void)state;
	g_autofree char *path = g_build_filename(client.folder, "faults.json", NULL);
	assert_true(g_file_set_contents(path, "[{\"kind\":\"drop\",\"count\":-1}]", -1, NULL));
	const char *const words[] = { "--exit-on-eof", "0", "--faults", path, NULL };
	cJSON_Delete(start_with(words));
	assert_true(g_file_set_contents(path, "[{\"kind\":\"dorp\"}]", -1, NULL));
	g_autofree char *errors = NULL;
	assert_int_equal(run(words, NULL, &errors), 1);
	assert_non_null(strstr(errors, "dorp"));
}

static void program__does_not_follow__a_link_in_place_of_its_file(void **state)
{
	(void)state;
	g_autofree char *target = g_build_filename(client.folder, "target", NULL);
	g_autofree char *link = g_build_filename(client.folder, "link", NULL);
	assert_int_equal(symlink(target, link), 0);
	const char *const words[] = { "--exit-on-eof", "0", "--ready-file", link, NULL };
	g_autofree char *output = NULL;
	assert_int_equal(run(words, &output, NULL), 0);
	assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
	assert_false(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
	assert_true(g_file_test(link, G_FILE_TEST_IS_REGULAR));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, client_reset)
	const struct CMUnitTest tests[] = {
		TEST(ready__keeps_the_control_secret_out_of_the_line),
		TEST(ready__writes_private_files),
		TEST(token_file__stays_good__when_the_clock_moves_and_tokens_are_revoked),
		TEST(tokens__are_checked),
		TEST(revoked_tokens__bring_a_challenge__to_a_client_with_cp1),
		TEST(record__holds_requests_but_no_token),
		TEST(control__is_closed__without_the_secret),
		TEST(fault__answers_with_a_status__as_often_as_told),
		TEST(fault__takes_the_wait__as_number_text_or_date),
		TEST(fault__loses_the_answer__after_the_effect),
		TEST(fault__keeps_the_effect_away__when_it_comes_before),
		TEST(fault__spoils_the_body),
		TEST(fault__leads_astray),
		TEST(options__are_checked),
		TEST(program__ends__when_its_descriptor_is_closed),
		TEST(program__serves_tls__on_all_hosts_but_control),
		TEST(program__reads_faults_and_refuses_bad_ones),
		TEST(program__does_not_follow__a_link_in_place_of_its_file),
	};
	client_wants_fresh = true;
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
