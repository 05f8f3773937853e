/* Bearer tokens: which host gets one, what a 401 does about it, and challenges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/unit/net.h"

#define LENGTH(array) G_N_ELEMENTS(array)

static bool is_error(const Answer *answer, HttpError code)
{
	return g_error_matches(answer->error, HTTP_ERROR, (int)code);
}

static void http_send__asks_for_another_token__once_after_401(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 401, NULL, "{}" },  { "GET /a", 200, NULL, "{}" },
		{ "PUT /b", 401, NULL, "{}" },  { "GET /c", 401, NULL, "{}" },
		{ "POST /d", 401, NULL, "{}" }, { "POST /d", 201, NULL, "{}" },
	};
	Net net;
	HttpRequest put = { HTTP_PUT, AUDIENCE_ARM, "/b", "{}" };
	HttpRequest post = { HTTP_POST, AUDIENCE_GRAPH, "/d", "{}" };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) first = net_get(&net, "/a");
		const char *received = replay_server_received(net.server);

		assert_int_equal(first.status, 200);
		assert_int_equal(net.tokens->rejected, 1);
		assert_non_null(strstr(received, "Bearer token-1"));
		assert_non_null(strstr(received, "Bearer token-2"));
	}
	{
		/* token-2 is the last one: nothing newer, so the 401 is the answer. */
		g_auto(Answer) second = net_send(&net, &put);
		g_auto(Answer) third = net_get(&net, "/c");

		assert_int_equal(second.status, 401);
		assert_int_equal(third.status, 401);
	}
	{
		g_auto(Answer) fourth = { 0 };

		net.tokens->at = 0;
		fourth = net_send(&net, &post);
		assert_int_equal(fourth.status, 201);
	}
	net_clear(&net);
}

/* {"access_token":{"acrs":{"essential":true,"value":"c1"}}} */
#define CHALLENGE                                                            \
	"WWW-Authenticate: Basic\r\nWWW-Authenticate: Bearer realm=\"\", "   \
	"error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYW" \
	"NycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\"\r\n"
#define CHALLENGE_CLAIMS "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"

static void http_send__gets_a_token_for_a_challenge__once(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "PUT /a", 401, CHALLENGE, "{}" },
		{ "PUT /a", 201, NULL, "{}" },
		{ "GET /b", 401, CHALLENGE, "{}" },
	};
	HttpRequest put = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) met = net_send(&net, &put);

		assert_int_equal(met.status, 201);
		assert_string_equal(net.tokens->claims, CHALLENGE_CLAIMS);
		assert_non_null(strstr(replay_server_received(net.server), "Bearer token-2"));
	}
	{
		/* There is no other token: the 401 is the answer. */
		g_auto(Answer) unmet = net_get(&net, "/b");

		assert_int_equal(unmet.status, 401);
	}
	net_clear(&net);
}

static void http_send__tells__that_a_challenge_cannot_be_met(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "PUT /a", 401, CHALLENGE, "{}" },
		{ "GET /b", 401, CHALLENGE, "{}" },
	};
	HttpRequest put = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	net.tokens->refusal =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "who is there?");
	{
		/* A change: by the 401, with which it can be sent again after a sign-in. A read: why. */
		g_auto(Answer) change = net_send(&net, &put);
		g_auto(Answer) read = net_get(&net, "/b");

		assert_int_equal(change.status, 401);
		assert_true(g_error_matches(read.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED));
	}
	net_clear(&net);
}

/* In a shape that nobody knows: as if there were none. */
static void http_send__asks_for_no_claims__of_an_unknown_shape(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 401, "WWW-Authenticate: Bearer claims=\"eyJ9\"\r\n", "{}" },
		{ "GET /a", 200, NULL, "{}" },
	};
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) answer = net_get(&net, "/a");

		assert_int_equal(answer.status, 200);
		assert_null(net.tokens->claims);
	}
	net_clear(&net);
}

static void http_send__tells__why_there_is_no_token(void **unused)
{
	Net net;
	(void)unused;
	net_init(&net, NULL, 0);
	net.tokens->error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "no");
	{
		g_auto(Answer) answer = net_get(&net, "/a");

		assert_true(
			g_error_matches(answer.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED));
		assert_false(http_error_was_sent(answer.error));
	}
	net_clear(&net);
}

/* The provider's own request left and was lost; the write did not, or had been turned away. */
static void http_send__says_that_a_write_did_not_leave__when_its_token_was_lost(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "PUT /lost", .manner = REPLAY_CLOSE },
		{ "PUT /b", 401, NULL, "{}" },
	};
	const HttpRequest lost = { HTTP_PUT, AUDIENCE_ARM, "/lost", "{}" };
	const HttpRequest first = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	const HttpRequest second = { HTTP_PUT, AUDIENCE_ARM, "/b", "{}" };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) of_provider = net_send(&net, &lost);
		g_auto(Answer) answer = { 0 };

		assert_true(http_error_was_sent(of_provider.error));
		net.tokens->error = g_error_copy(of_provider.error);
		answer = net_send(&net, &first);
		assert_true(is_error(&answer, HTTP_ERROR_UNREACHABLE));
		assert_false(http_error_was_sent(answer.error));
	}
	{
		g_auto(Answer) turned_away = { 0 };

		net.tokens->renewal = g_steal_pointer(&net.tokens->error);
		turned_away = net_send(&net, &second);
		assert_true(is_error(&turned_away, HTTP_ERROR_UNREACHABLE));
		assert_false(http_error_was_sent(turned_away.error));
	}
	net_clear(&net);
}

static void http_send__keeps_the_token__from_other_hosts(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /open", 200, NULL, "{}" } };
	Net net;
	ReplayServer *foreign = replay_server_new(NULL, 0);
	g_autofree char *with_user = NULL;
	g_autofree char *open_url = NULL;
	const char *port;
	HttpRequest open_request = { HTTP_GET, AUDIENCE_NONE };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	port = strrchr(replay_server_url(net.server), ':');
	with_user = g_strdup_printf("http://user@127.0.0.1%s/x", port);
	{
		g_auto(Answer) other = net_get(&net, replay_server_url(foreign));
		g_auto(Answer) user = net_get(&net, with_user);
		g_auto(Answer) double_slash = net_get(&net, "//127.0.0.1:1/x");
		g_auto(Answer) plain = net_get(&net, "http://example.com/x");
		g_auto(Answer) file = net_get(&net, "file:///etc/passwd");

		assert_true(is_error(&other, HTTP_ERROR_FOREIGN_HOST));
		assert_true(is_error(&user, HTTP_ERROR_BAD_URL));
		assert_true(double_slash.error != NULL);
		assert_true(is_error(&plain, HTTP_ERROR_BAD_URL));
		assert_true(is_error(&file, HTTP_ERROR_BAD_URL));
	}
	assert_int_equal(net.tokens->asked, 0);
	assert_int_equal(replay_server_connections(foreign), 0);
	open_url = g_strconcat(replay_server_url(net.server), "/open", NULL);
	open_request.url = open_url;
	{
		g_auto(Answer) open = net_send(&net, &open_request);

		assert_int_equal(open.status, 200);
		assert_null(strcasestr(replay_server_received(net.server), "authorization"));
	}
	replay_server_free(foreign);
	net_clear(&net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(http_send__asks_for_another_token__once_after_401),
		cmocka_unit_test(http_send__gets_a_token_for_a_challenge__once),
		cmocka_unit_test(http_send__tells__that_a_challenge_cannot_be_met),
		cmocka_unit_test(http_send__asks_for_no_claims__of_an_unknown_shape),
		cmocka_unit_test(http_send__tells__why_there_is_no_token),
		cmocka_unit_test(
			http_send__says_that_a_write_did_not_leave__when_its_token_was_lost),
		cmocka_unit_test(http_send__keeps_the_token__from_other_hosts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
