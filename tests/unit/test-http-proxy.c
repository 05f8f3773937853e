/* The environment's proxy: what is told when it stands in the way, and what never is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/backend.h"
#include "tests/unit/net.h"

#define HOST    "management.example"
#define CONNECT "CONNECT " HOST ":443"

/* A GET through the proxy of https_proxy; "" when `value` is NULL: the server's own address. */
static Answer get_through(Net *net, const char *value)
{
	HttpRequest request = { HTTP_GET, AUDIENCE_NONE, "https://" HOST "/a" };
	g_setenv("https_proxy", value != NULL ? value : replay_server_url(net->server), TRUE);
	Answer answer = net_send(net, &request);
	g_unsetenv("https_proxy");
	return answer;
}

static void proxy__is_told__without_its_address(void **unused)
{
	(void)unused;
	static const struct {
		const char *value, *expected;
	} cases[] = {
		{ "http://me:s3cr@t@127.0.0.1:9", "is no address" },
		{ "http://me:s3cr#t@127.0.0.1:9", "is no address" },
		{ "http://me:s3cr/t@127.0.0.1:9", "is no address" },
		{ "http://me:s3cr?t@127.0.0.1:9", "is no address" },
		{ "http://me:s3cr t@127.0.0.1:9", "is no address" },
		{ "me:s3cr@t@127.0.0.1:9", "is no address" },
		{ "s3cr://me:t@127.0.0.1:9", "a kind of proxy that is not known" },
		{ "SOCKS5h://me:s3crt@127.0.0.1:1", "no connection to" },
		{ "http://me:s3cr%zzt@127.0.0.1:9", NULL },
		{ "http://me:s3crt@127.0.0.1:1", NULL },
		{ "http://127.0.0.1:s3cr", "is no address" },
		{ "http://s3cr:1/t@127.0.0.1:9", NULL }, /* read as a host of that name */
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Net net;
		net_init(&net, NULL, 0);
		{
			g_auto(Answer) answer = get_through(&net, cases[i].value);
			assert_non_null(answer.error);
			assert_false(http_error_was_sent(answer.error));
			assert_non_null(strstr(answer.error->message, "https_proxy"));
			assert_null(strstr(answer.error->message, "s3cr"));
			if (cases[i].expected != NULL &&
			    strstr(answer.error->message, cases[i].expected) == NULL)
				fail_msg("%s: %s", cases[i].value, answer.error->message);
		}
		net_clear(&net);
	}
}

static void proxy__that_refuses__is_told_at_once(void **unused)
{
	(void)unused;
	static const struct {
		unsigned status;
		HttpError code;
		const char *headers, *expected, *hint;
	} cases[] = {
		{ 407, HTTP_ERROR_PROXY, "Proxy-Authenticate: Basic realm=\"corp\"\r\n",
		  "wants a sign-in (407)", "password" },
		{ 407, HTTP_ERROR_PROXY, "Proxy-Authenticate: NTLM\r\n", "wants a sign-in (407)",
		  "password" },
		{ 407, HTTP_ERROR_PROXY,
		  "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n",
		  "wants a sign-in (407)", "password" },
		{ 407, HTTP_ERROR_PROXY, NULL, "wants a sign-in (407)", "password" },
		/* No password is any use. */
		{ 407, HTTP_ERROR_PROXY_TICKET, "Proxy-Authenticate: Negotiate\r\n",
		  "wants a sign-in by Kerberos (407)", "kinit" },
		{ 403, HTTP_ERROR_PROXY_REFUSES, NULL, "lets nothing through to " HOST " (403)",
		  "Ask whoever runs the proxy" },
		{ 302, HTTP_ERROR_PROXY_REFUSES, NULL, "lets nothing through to " HOST " (302)",
		  "Ask whoever runs the proxy" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ReplayExchange exchanges[] = { { CONNECT, cases[i].status, cases[i].headers,
						       "<html>no</html>" } };
		Net net;
		net_init(&net, exchanges, 1);
		{
			g_auto(Answer) answer = get_through(&net, NULL);
			assert_true(g_error_matches(answer.error, HTTP_ERROR, (int)cases[i].code));
			assert_non_null(strstr(answer.error->message, cases[i].expected));
			g_autoptr(Problem) problem = backend_explain(answer.error);
			assert_string_equal(problem->code, "proxy");
			assert_non_null(strstr(problem->hint, cases[i].hint));
			assert_int_equal(problem->kind, PROBLEM_UNREACHABLE);
		}
		net_clear(&net);
	}
}

static void proxy__that_is_busy__is_asked_again(void **unused)
{
	(void)unused;
	const ReplayExchange exchanges[] = { { CONNECT, 503, NULL, "" },
					     { CONNECT, 502, NULL, "" },
					     { CONNECT, 407, NULL, "" } };
	Net net;
	net_init(&net, exchanges, 3);
	{
		g_auto(Answer) answer = get_through(&net, NULL);
		assert_non_null(strstr(answer.error->message, "(407)"));
	}
	net_clear(&net);
}

static void proxy__that_says_nothing__is_told_after_one_wait(void **unused)
{
	(void)unused;
	const ReplayExchange exchanges[] = { { CONNECT, .manner = REPLAY_HANG } };
	Net net;
	net_init(&net, exchanges, 1);
	http_set_connect_limit(net.http, 50);
	{
		g_auto(Answer) answer = get_through(&net, NULL);
		assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_PROXY));
		assert_non_null(strstr(answer.error->message, "does not answer"));
	}
	net_clear(&net);
}

/* What follows on a failure asks at once: nobody waits a second time. A person who asks later is not put off. */
static void proxy__that_says_nothing__is_waited_for_once(void **unused)
{
	(void)unused;
	static const HttpRequest request = { HTTP_GET, AUDIENCE_NONE, "https://" HOST "/a" };
	const ReplayExchange exchanges[] = { { CONNECT, .manner = REPLAY_HANG },
					     { CONNECT, .manner = REPLAY_HANG } };
	Net net;
	net_init(&net, exchanges, 2);
	http_set_connect_limit(net.http, 50);
	g_setenv("https_proxy", replay_server_url(net.server), TRUE);
	for (size_t i = 1; i <= 2; i++) {
		g_auto(Answer) first = net_send(&net, &request);
		g_auto(Answer) next = net_send(&net, &request);
		assert_true(g_error_matches(first.error, HTTP_ERROR, HTTP_ERROR_PROXY));
		assert_true(g_error_matches(next.error, HTTP_ERROR, HTTP_ERROR_PROXY));
		assert_non_null(strstr(next.error->message, "does not answer"));
		assert_int_equal(replay_server_connections(net.server), i);
		clock_advance(net.clock, 3);
	}
	g_unsetenv("https_proxy");
	net_clear(&net);
}

/* The proxy is well, and is not blamed for what lies behind it. */
static void proxy__is_not_blamed__for_a_service_that_says_nothing(void **unused)
{
	(void)unused;
	static const HttpRequest request = { HTTP_GET, AUDIENCE_NONE, "https://" HOST "/a",
					     .is_single_try = true };
	/* Through the tunnel nobody begins TLS. */
	const ReplayExchange exchanges[] = { { CONNECT, 200, NULL, "" } };
	Net net;
	net_init(&net, exchanges, 1);
	http_set_connect_limit(net.http, 50);
	g_setenv("https_proxy", replay_server_url(net.server), TRUE);
	{
		g_auto(Answer) answer = net_send(&net, &request);
		assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_NOT_SENT));
		assert_non_null(strstr(answer.error->message, HOST " does not answer through"));
	}
	g_unsetenv("https_proxy");
	net_clear(&net);
}

/* Whoever waits no longer than a connection may take hears of the proxy, too, and not of the service behind it. */
static void proxy__that_says_nothing__is_named_at_the_deadline(void **unused)
{
	(void)unused;
	const ReplayExchange exchanges[] = { { CONNECT, .manner = REPLAY_HANG } };
	HttpRequest request = { HTTP_GET, AUDIENCE_NONE, "https://" HOST "/a" };
	Net net;
	request.deadline_ms = 50;
	net_init(&net, exchanges, 1);
	g_setenv("https_proxy", replay_server_url(net.server), TRUE);
	{
		g_auto(Answer) answer = net_send(&net, &request);
		assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_PROXY));
	}
	g_unsetenv("https_proxy");
	net_clear(&net);
}

/* A password is sent; without one Kerberos is tried, where there is a ticket. */
static void proxy__gets_the_password__when_it_asks(void **unused)
{
	(void)unused;
	static const char headers[] = "Proxy-Authenticate: Negotiate\r\n"
				      "Proxy-Authenticate: Basic realm=\"corp\"\r\n";
	const ReplayExchange exchanges[] = { { CONNECT, 407, headers, "" },
					     { CONNECT, 403, NULL, "" } };
	Net net;
	net_init(&net, exchanges, 2);
	{
		const char *port = strrchr(replay_server_url(net.server), ':') + 1;
		g_autofree char *value = g_strdup_printf("http://me:s3cr%%40t@127.0.0.1:%s", port);
		g_auto(Answer) answer = get_through(&net, value);
		assert_non_null(strstr(answer.error->message, "(403)"));
		/* me:s3cr@t */
		assert_non_null(strstr(replay_server_received(net.server),
				       "Proxy-Authorization: Basic bWU6czNjckB0\r\n"));
	}
	net_clear(&net);
}

static void proxy__is_not_blamed__for_what_goes_past_it(void **unused)
{
	(void)unused;
	static const char *const exceptions[] = { "*", "x.org, .example", HOST };
	for (size_t i = 0; i < G_N_ELEMENTS(exceptions); i++) {
		Net net;
		net_init(&net, NULL, 0);
		/* As curl: an empty one hides nothing of the other. */
		g_setenv("no_proxy", i % 2 == 0 ? exceptions[i] : "", TRUE);
		g_setenv("NO_PROXY", i % 2 == 0 ? "" : exceptions[i], TRUE);
		{
			g_auto(Answer) answer = get_through(&net, "http://me:s3cr@t@127.0.0.1:9");
			assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_NOT_SENT));
			assert_null(strstr(answer.error->message, "proxy"));
		}
		g_unsetenv("no_proxy");
		g_unsetenv("NO_PROXY");
		net_clear(&net);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proxy__is_told__without_its_address),
		cmocka_unit_test(proxy__that_refuses__is_told_at_once),
		cmocka_unit_test(proxy__that_is_busy__is_asked_again),
		cmocka_unit_test(proxy__that_says_nothing__is_told_after_one_wait),
		cmocka_unit_test(proxy__that_says_nothing__is_waited_for_once),
		cmocka_unit_test(proxy__is_not_blamed__for_a_service_that_says_nothing),
		cmocka_unit_test(proxy__that_says_nothing__is_named_at_the_deadline),
		cmocka_unit_test(proxy__gets_the_password__when_it_asks),
		cmocka_unit_test(proxy__is_not_blamed__for_what_goes_past_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
