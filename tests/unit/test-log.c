/* The log: what it hides, who may read it, how it stays small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/base/log.h"
#include "tests/unit/scratch.h"

static int set_up(void **state)
{
	*state = scratch_new();
	return 0;
}

static int tear_down(void **state)
{
	log_close();
	scratch_remove(*state);
	return 0;
}

#define JWT "eyJ0eXAiOiJKV1Qi.eyJhdWQiOiJodHRw.c2lnbmF0dXJl"

static void log_redact__hides_secrets__in_every_form(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "GET /subscriptions -> 200", "GET /subscriptions -> 200" },
		{ "Authorization: Bearer abc.def", "Authorization: [redacted]" },
		{ "authorization: Basic dXNlcjpw\r\nHost: x",
		  "authorization: [redacted]\r\nHost: x" },
		{ "Proxy-Authorization: Basic x", "Proxy-Authorization: [redacted]" },
		{ "no proxy 'http://me:s3c@r/e#t@proxy:8080'",
		  "no proxy 'http://[redacted]@proxy:8080'" },
		{ "http://s3cret@proxy/", "http://[redacted]@proxy/" },
		{ "https://graph.example/users/you@contoso.com",
		  "https://graph.example/users/you@contoso.com" },
		{ "with bearer 0.AXYZ, then", "with bearer [redacted], then" },
		{ "token " JWT " end", "token [redacted] end" },
		{ "\"" JWT "\"", "\"[redacted]\"" },
		{ "eyJhbGciOiJSU0EtT0FFUCJ9.key.iv.text.tag;", "[redacted];" },
		{ "{\"access_token\":\"se\\\"cret\",\"expires_in\":3599}",
		  "{\"access_token\":\"[redacted]\",\"expires_in\":3599}" },
		{ "{\"refresh_token\" : \"s3cr3t\"}", "{\"refresh_token\" : \"[redacted]\"}" },
		{ "{\"ID_TOKEN\":\"s3cr3t\"}", "{\"ID_TOKEN\":\"[redacted]\"}" },
		{ "{\"device_code\":\"s3cr3t\",\"user_code\":\"ABC\"}",
		  "{\"device_code\":\"[redacted]\",\"user_code\":\"[redacted]\"}" },
		{ "{\"code\":12345}", "{\"code\":\"[redacted]\"}" },
		{ "{\"access_token\":\"cut off here", "{\"access_token\":\"[redacted]\"" },
		{ "body \"{\\\"client_info\\\":\\\"s3cr3t\\\"}\"",
		  "body \"{\\\"client_info\\\":\"[redacted]\"}\"" },
		{ "grant_type=authorization_code&code=s3cr3t&code_verifier=s3cr3t&client_id=x",
		  "grant_type=authorization_code&code=[redacted]&code_verifier=[redacted]&client_"
		  "id=x" },
		{ "client_assertion=s3cr3t&client_secret=s3cr3t",
		  "client_assertion=[redacted]&client_secret=[redacted]" },
		{ "GET /?code=1.AQ-_~&state=s3cr3t#x HTTP/1.1",
		  "GET /?code=[redacted]&state=[redacted]#x HTTP/1.1" },
		{ "http://l/#access_token=s3cr3t&x=1", "http://l/#access_token=[redacted]&x=1" },
		{ "u=http%3A%2F%2Fl%3Fcode%3Ds3cr3t%26state%3Ds3cr3t&z=1",
		  "u=http%3A%2F%2Fl%3Fcode%3D[redacted]%26state%3D[redacted]&z=1" },
		{ "state: s3cr3t", "state: [redacted]" },
		{ "password=s3cr3t", "password=[redacted]" },
		/* Words that only look alike stay readable. */
		{ "status_code=200 error_code: 5", "status_code=200 error_code: 5" },
		{ "decode=1&statement=2", "decode=1&statement=2" },
		{ "x-ms-correlation-request-id: 129a304b-4aea-4b86-a9f7-ba7e2b23737a",
		  "x-ms-correlation-request-id: 129a304b-4aea-4b86-a9f7-ba7e2b23737a" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *redacted = log_redact(cases[i].text);
		assert_string_equal(redacted, cases[i].expected);
		g_autofree char *again = log_redact(redacted);
		assert_null(strstr(again, "s3cr3t"));
	}
}

static void log_redact__stays_quick__on_long_lines(void **state)
{
	(void)state;
	/* Patterns that could backtrack would not come back from these. */
	static const char *const starts[] = {
		"\"access_token\":\"\\\\", "eyJ", "code=", "bearer ", "authorization: ", "state:"
	};
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		g_autofree char *fill = g_strnfill(1024 * 1024, 'a');
		g_autofree char *text = g_strconcat(starts[i], fill, ".", NULL);
		gint64 before = g_get_monotonic_time();
		g_autofree char *redacted = log_redact(text);
		assert_true(g_get_monotonic_time() - before < 5 * G_USEC_PER_SEC);
		assert_true(strlen(redacted) < 100);
	}
}

static char *read_log(const char *path)
{
	char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void log_write__writes_safe_lines__once_it_is_open(void **state)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(*state, "log", NULL);
	log_write("test", "nowhere");
	assert_false(log_is_open());
	assert_true(log_open(path, &error));
	assert_true(log_is_open());
	log_write("net", "GET %s -> %d\x1b[2J\nBearer %s", "/x", 200, "abc");
	log_close();
	log_write("test", "nowhere");
	assert_true(log_open(path, &error));
	log_write("test", "second");
	log_close();

	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	g_autofree char *text = read_log(path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	assert_int_equal(g_strv_length(lines), 3);
	assert_true(
		g_str_has_suffix(lines[0], "net: GET /x -> 200\xef\xbf\xbd[2J Bearer [redacted]"));
	assert_true(g_str_has_suffix(lines[1], "test: second"));
	assert_true(g_regex_match_simple(
		"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z \\[\\d+\\] ", lines[0], 0,
		0));
	assert_string_equal(lines[2], "");
}

static void log_write__cuts_a_token_only_after_it_was_hidden(void **state)
{
	g_autofree char *path = g_build_filename(*state, "log", NULL);
	assert_true(log_open(path, NULL));
	g_autofree char *fill = g_strnfill(LIMIT_TEXT_CHARS - 20, 'x');
	log_write("test", "%s " JWT, fill);
	g_autofree char *text = read_log(path);
	assert_null(strstr(text, "eyJ"));
}

static void log_open__refuses__links_and_files_that_others_may_read(void **state)
{
	g_autofree char *open = scratch_write(*state, "open", 0644, "");
	g_autofree char *private = scratch_write(*state, "private", 0600, "");
	g_autofree char *link = g_build_filename(*state, "link", NULL);
	g_autofree char *pipe = g_build_filename(*state, "pipe", NULL);
	g_autofree char *nowhere = g_build_filename(*state, "no", "log", NULL);
	assert_int_equal(symlink(private, link), 0);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	const char *const wrong[] = { open, link, pipe, nowhere };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		assert_false(log_open(wrong[i], &error));
		assert_int_equal(error->domain, FILES_ERROR);
		assert_false(log_is_open());
	}
	assert_true(log_open(private, NULL));
	/* A failed attempt leaves the open one open. */
	assert_false(log_open(link, NULL));
	assert_true(log_is_open());
}

static void log__keeps_two_files_of_limited_size(void **state)
{
	g_autofree char *path = g_build_filename(*state, "log", NULL);
	g_autofree char *old = g_strconcat(path, ".1", NULL);
	g_autofree char *fill = g_strnfill(LIMIT_LOG_FILE - 10, 'o');
	g_free(scratch_write(*state, "log", 0600, fill));
	g_free(scratch_write(*state, "log.1", 0600, "older"));
	assert_true(log_open(path, NULL));
	log_write("test", "first of the new file");
	log_write("test", "second");
	struct stat info;
	assert_int_equal(stat(old, &info), 0);
	assert_int_equal(info.st_size, LIMIT_LOG_FILE - 10);
	g_autofree char *text = read_log(path);
	assert_non_null(strstr(text, "first of the new file"));
	assert_non_null(strstr(text, "second"));
	assert_true(strlen(text) < 300);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(log_redact__hides_secrets__in_every_form),
		TEST(log_redact__stays_quick__on_long_lines),
		TEST(log_write__writes_safe_lines__once_it_is_open),
		TEST(log_write__cuts_a_token_only_after_it_was_hidden),
		TEST(log_open__refuses__links_and_files_that_others_may_read),
		TEST(log__keeps_two_files_of_limited_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
