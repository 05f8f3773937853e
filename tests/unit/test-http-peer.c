/* A name of this machine that resolves elsewhere: plain http has gone to nobody else, and a token neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <dlfcn.h>

#include "tests/unit/net.h"

/* Whom libcurl is connected to, as it tells the program; NULL: the truth. One process, one libcurl. */
static const char *peer;
static curl_prereq_callback on_connected;

static int tell_peer(void *data, char *ip, char *local_ip, int port, int local_port)
{
	return on_connected(data, peer != NULL ? (char *)peer : ip, local_ip, port, local_port);
}

/* In the place of libcurl's, for all of the program. */
CURLcode(curl_easy_setopt)(CURL *easy, CURLoption option, ...)
{
	CURLcode (*real)(CURL *, CURLoption, ...);
	va_list arguments;
	*(void **)&real = dlsym(RTLD_NEXT, "curl_easy_setopt");
	va_start(arguments, option);
	void *value = va_arg(arguments, void *);
	va_end(arguments);
	if (option != CURLOPT_PREREQFUNCTION)
		return real(easy, option, value);
	*(void **)&on_connected = value;
	return real(easy, option, tell_peer);
}

static void http_send__sends_nothing__to_a_peer_on_another_machine(void **unused)
{
	static const char *const elsewhere[] = { "192.0.2.1", "2001:db8::1", "0.0.0.0",
						 "128.0.0.1" };
	static const HttpRequest put = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	Net net;
	(void)unused;
	net_init(&net, NULL, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
		peer = elsewhere[i];
		g_auto(Answer) answer = net_send(&net, &put);
		assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_FOREIGN_HOST));
		assert_false(http_error_was_sent(answer.error));
	}
	assert_string_equal(replay_server_received(net.server), "");
	net_clear(&net);
}

static void http_send__sends__to_a_peer_on_this_machine(void **unused)
{
	static const char *const here[] = { NULL, "127.0.0.1", "127.8.9.10", "::1" };
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, "{}" },
		{ "GET /a", 200, NULL, "{}" },
		{ "GET /a", 200, NULL, "{}" },
		{ "GET /a", 200, NULL, "{}" },
	};
	Net net;
	(void)unused;
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	for (size_t i = 0; i < G_N_ELEMENTS(here); i++) {
		peer = here[i];
		g_auto(Answer) answer = net_get(&net, "/a");
		assert_int_equal(answer.status, 200);
	}
	net_clear(&net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(http_send__sends_nothing__to_a_peer_on_another_machine),
		cmocka_unit_test(http_send__sends__to_a_peer_on_this_machine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
