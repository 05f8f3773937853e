/* URLs: which address may get a token. */
#include <string.h>

#include "src/base/host.h"
#include "src/net/url.h"
#include "tests/fuzz/fuzz.h"

#define BASE "https://management.azure.com"
#define PAGE BASE "/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?a=b"

/* What was taken is taken again, and means the same. */
static void check(const Url *url)
{
	g_auto(Url) again = { 0 };
	g_auto(Url) base = { 0 };
	g_autoptr(GError) error = NULL;
	g_assert_true(url_parse(url->text, &again, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(again.text, ==, url->text);
	g_assert_cmpstr(again.host, ==, url->host);
	g_assert_cmpstr(again.port, ==, url->port);
	g_assert_cmpint(url->path[0], ==, '/');
	g_assert_null(strchr(url->host, '@'));
	g_assert_true(g_str_equal(url->scheme, "https") ||
		      (g_str_equal(url->scheme, "http") && host_is_loopback(url->host)));
	g_assert_true(url_parse_base(BASE, &base, NULL));
	if (url_is_within(url, &base)) {
		g_assert_cmpstr(url->host, ==, "management.azure.com");
		g_assert_cmpstr(url->port, ==, "443");
	}
}

void fuzz_url(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *resolved = url_resolve(PAGE, text, NULL);
	g_auto(Url) url = { 0 };
	g_auto(Url) base = { 0 };
	g_auto(Url) target = { 0 };
	(void)host_is_loopback(text);
	if (url_parse(text, &url, NULL))
		check(&url);
	if (url_parse_base(text, &base, NULL))
		g_assert_true(!g_str_has_suffix(base.path, "/"));
	if (resolved != NULL && url_parse(resolved, &target, NULL))
		check(&target);
}
