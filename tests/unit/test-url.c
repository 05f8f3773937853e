/* URL rules and retry arithmetic, as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/net/http.h"
#include "src/net/retry.h"
#include "src/net/url.h"

static void url_parse__takes_apart__what_may_be_used(void **unused)
{
	static const struct {
		const char *text, *scheme, *host, *port, *path;
	} cases[] = {
		{ "https://Management.Azure.COM", "https", "management.azure.com", "443", "/" },
		{ "HTTPS://h:443/a/../b?c=d#e", "https", "h", "443", "/b" },
		{ "https://h:8443/a%2Fb", "https", "h", "8443", "/a%2Fb" },
		{ "http://127.0.0.1:80", "http", "127.0.0.1", "80", "/" },
		{ "http://127.9.9.9/x", "http", "127.9.9.9", "80", "/x" },
		{ "http://[::1]:8080/x", "http", "[::1]", "8080", "/x" },
		{ "http://LocalHost:1/x", "http", "localhost", "1", "/x" },
		{ "http://127.1/", "http", "127.0.0.1", "80", "/" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Url) url = { 0 };
		g_autoptr(GError) error = NULL;
		if (!url_parse(cases[i].text, &url, &error))
			fail_msg("%s: %s", cases[i].text, error->message);
		assert_string_equal(url.scheme, cases[i].scheme);
		assert_string_equal(url.host, cases[i].host);
		assert_string_equal(url.port, cases[i].port);
		assert_string_equal(url.path, cases[i].path);
		assert_null(strchr(url.text, '#'));
	}
}

static void url_parse__refuses__everything_else(void **unused)
{
	static const char *const cases[] = {
		"",
		"management.azure.com",
		"/relative",
		"https://",
		"https:/one",
		"https:///three",
		"https:\\\\back",
		"https://%zz/",
		"https://%38/",
		"https://management%2eazure.com/",
		"https://a%7f.b/",
		"https://management.azure%2ecom/",
		"https://h:%38/",
		"https://\xc3\xbc.example/",
		"http://management.azure.com/",
		"http://127.0.0.1.evil.com/",
		"http://localhost.evil.com/",
		"http://128.0.0.1/",
		"http://[::2]/",
		"http://0.0.0.0/",
		"ftp://h/",
		"file:///etc/passwd",
		"javascript:alert(1)",
		"https://user@h/",
		"https://user:password@h/",
		"https://management.azure.com@evil.com/",
		"https://h\\@evil.com/",
		"https://h:99999/",
		"https://h:port/",
		"https://h /",
		"https://h/a b",
		"https://h/a\nb",
		"https://h/\x01",
		"https://h\r\nX: y/",
		"https://[::1/",
		"https://a<b/",
	};
	g_autofree char *long_url = NULL;
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Url) url = { 0 };
		g_autoptr(GError) error = NULL;
		if (url_parse(cases[i], &url, &error))
			fail_msg("%s: taken", cases[i]);
		assert_true(g_error_matches(error, HTTP_ERROR, HTTP_ERROR_BAD_URL));
		assert_null(url.text);
	}
	long_url = g_strdup_printf("https://h/%0*d", LIMIT_URL, 0);
	{
		g_auto(Url) url = { 0 };

		assert_false(url_parse(long_url, &url, NULL));
	}
}

static void url_parse_base__takes_no_query__and_no_last_slash(void **unused)
{
	g_auto(Url) bare = { 0 };
	g_auto(Url) nested = { 0 };
	g_auto(Url) none = { 0 };
	(void)unused;
	assert_true(url_parse_base("https://h/", &bare, NULL));
	assert_string_equal(bare.text, "https://h");
	assert_string_equal(bare.path, "");
	assert_true(url_parse_base("https://h/a/b//", &nested, NULL));
	assert_string_equal(nested.path, "/a/b");
	assert_false(url_parse_base("https://h/?x", &none, NULL));
	assert_false(url_parse_base("https://h/#x", &none, NULL));
}

static void url_is_within__compares__scheme_host_port_and_path(void **unused)
{
	static const struct {
		const char *url, *base;
		bool is_within;
	} cases[] = {
		{ "https://h/x", "https://h", true },
		{ "https://H:443/x?y", "https://h", true },
		{ "https://h", "https://h", true },
		{ "https://h/a/x", "https://h/a", true },
		{ "https://h/a", "https://h/a", true },
		{ "https://h/a?x", "https://h/a/", true },
		{ "https://h/ab", "https://h/a", false },
		{ "https://h/A/x", "https://h/a", false },
		{ "https://h/a/../b", "https://h/a", false },
		{ "https://h:444/x", "https://h", false },
		{ "https://h.evil/x", "https://h", false },
		{ "https://graph.microsoft.com.evil/v1.0", "https://graph.microsoft.com", false },
		{ "https://h./x", "https://h", false },
		{ "http://127.0.0.1:443/x", "https://127.0.0.1", false },
		{ "http://127.0.0.1/x", "http://127.0.0.1:80", true },
		{ "http://localhost/x", "http://127.0.0.1", false },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Url) url = { 0 };
		g_auto(Url) base = { 0 };
		assert_true(url_parse(cases[i].url, &url, NULL));
		assert_true(url_parse_base(cases[i].base, &base, NULL));
		if (url_is_within(&url, &base) != cases[i].is_within)
			fail_msg("%s in %s", cases[i].url, cases[i].base);
	}
}

static void url_resolve__follows__links_on_a_page(void **unused)
{
	static const struct {
		const char *page, *link, *result;
	} cases[] = {
		{ "https://h/a/b?c=d", "https://i/x", "https://i/x" },
		{ "https://h/a/b?c=d", "/x?y=z", "https://h/x?y=z" },
		{ "https://h/a/b?c=d", "?$skiptoken=t", "https://h/a/b?$skiptoken=t" },
		{ "https://h/a/b?c=d", "x", "https://h/a/x" },
		{ "https://h/a/b", "//evil/x", "https://evil/x" },
		{ "https://h/a/b", "https://h/x?f=a eq 'b'", "https://h/x?f=a+eq+'b'" },
		{ "https://h/a/b", "https://h/x?f=%20b#frag", "https://h/x?f=%20b" },
		{ "https://h/a/b", "https://u@h/x", NULL },
		{ "https://h/a/b", "https://h/\n", NULL },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *result = url_resolve(cases[i].page, cases[i].link, NULL);
		if (g_strcmp0(result, cases[i].result) != 0)
			fail_msg("%s: %s", cases[i].link, result != NULL ? result : "refused");
	}
}

static void retry_parse_after__reads__seconds_and_dates(void **unused)
{
	static const struct {
		const char *value;
		int64_t seconds; /* -1: refused */
	} cases[] = {
		{ "0", 0 },
		{ "17", 17 },
		{ "2147483647", 2147483647 },
		{ "Thu, 01 Jan 2026 08:00:30 GMT", 30 },
		{ "Thu, 01 Jan 2026 07:00:00 GMT", 0 },
		{ "-1", -1 },
		{ "1.5", -1 },
		{ "99999999999", 2147483647 },
		{ "99999999999999999999", 2147483647 },
		{ "", -1 },
		{ "soon", -1 },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t seconds = -1;
		assert_int_equal(retry_parse_after(cases[i].value, 1767254400, &seconds),
				 cases[i].seconds >= 0);
		assert_int_equal(seconds, cases[i].seconds);
	}
}

static void retry_tell_wait__names_no_time__that_nobody_waits_for(void **unused)
{
	g_autofree char *soon = retry_tell_wait(1767254400, 86400);
	g_autofree char *late = retry_tell_wait(1767254400, 86401);
	g_autofree char *never = retry_tell_wait(1767254400, INT32_MAX);
	(void)unused;
	assert_true(g_str_has_prefix(soon, "until "));
	assert_string_equal(late, "for more than a day");
	assert_string_equal(never, "for more than a day");
}

static void retry_backoff_ms__doubles__with_jitter(void **unused)
{
	(void)unused;
	assert_int_equal(retry_backoff_ms(500, 1, 0), 250);
	assert_int_equal(retry_backoff_ms(500, 1, 0.999), 499);
	assert_int_equal(retry_backoff_ms(500, 2, 0.5), 750);
	assert_int_equal(retry_backoff_ms(500, 3, 0), 1000);
	assert_int_equal(retry_backoff_ms(1, 1000, 0), 512);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(url_parse__takes_apart__what_may_be_used),
		cmocka_unit_test(url_parse__refuses__everything_else),
		cmocka_unit_test(url_parse_base__takes_no_query__and_no_last_slash),
		cmocka_unit_test(url_is_within__compares__scheme_host_port_and_path),
		cmocka_unit_test(url_resolve__follows__links_on_a_page),
		cmocka_unit_test(retry_parse_after__reads__seconds_and_dates),
		cmocka_unit_test(retry_tell_wait__names_no_time__that_nobody_waits_for),
		cmocka_unit_test(retry_backoff_ms__doubles__with_jitter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
