/* Requests and answers over a loopback connection: what is sent, what is refused, what is tried again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/model/duration.h"
#include "tests/unit/net.h"

#define LENGTH(array) G_N_ELEMENTS(array)

static bool is_error(const Answer *answer, HttpError code)
{
	return g_error_matches(answer->error, HTTP_ERROR, (int)code);
}

static void http_send__sends__what_was_asked(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "PUT /a/b?c=d", 201,
		  "Date: Thu, 01 Jan 2026 08:00:00 GMT\r\nx-ms-request-id: r-1\r\n", "{\"x\":1}" },
	};
	Net net;
	HttpRequest request = { HTTP_PUT, AUDIENCE_ARM, "/a/b?c=d", "{\"q\":1}" };
	int64_t offset;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) answer = net_send(&net, &request);
		const char *received = replay_server_received(net.server);

		assert_int_equal(answer.status, 201);
		assert_string_equal(answer.body, "{\"x\":1}");
		assert_string_equal(answer.request_id, "r-1");
		assert_true(clock_get_offset(net.clock, &offset));
		assert_non_null(strstr(received, "\r\nAuthorization: Bearer token-1\r\n"));
		assert_non_null(strstr(received, "\r\nx-ms-client-request-id: "));
		assert_non_null(strstr(received, "\r\nContent-Type: application/json\r\n"));
		assert_non_null(strstr(received, "\r\nUser-Agent: myroles/"));
		assert_non_null(strstr(received, "\r\n\r\n{\"q\":1}"));
		assert_null(strcasestr(received, "expect:"));
	}
	net_clear(&net);
}

static void http_send__runs_requests_at_once__up_to_the_cap(void **unused)
{
	ReplayExchange exchanges[20];
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	Answer answers[LENGTH(exchanges)] = { 0 };
	Net net;
	(void)unused;
	memset(exchanges, 0, sizeof exchanges);
	for (size_t i = 0; i < LENGTH(exchanges); i++) {
		g_ptr_array_add(lines, g_strdup_printf("GET /%zu", i));
		exchanges[i].request = g_ptr_array_index(lines, i);
		exchanges[i].body = "{}";
	}
	net_init(&net, exchanges, LENGTH(exchanges));
	for (size_t i = 0; i < LENGTH(exchanges); i++) {
		HttpRequest request = { HTTP_GET, AUDIENCE_ARM, exchanges[i].request + 4 };
		http_send(net.http, &request, answer_take, &answers[i]);
	}
	for (size_t i = 0; i < LENGTH(exchanges); i++) {
		assert_true(replay_run_until(&answers[i].is_there));
		assert_int_equal(answers[i].status, 200);
		answer_clear(&answers[i]);
	}
	assert_int_equal(replay_server_connections(net.server), LIMIT_CONNECTIONS_HOST);
	assert_int_equal(http_counts(net.http).connections, LIMIT_CONNECTIONS_HOST);
	net_clear(&net);
}

static void http_send__tries_again__what_may_pass(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /429", 429, "Retry-After: 0\r\n", "{}" },
		{ "GET /429", 200, NULL, "{}" },
		{ "GET /5xx", 500, NULL, "{}" },
		{ "GET /5xx", 503, "Retry-After: Wed, 31 Dec 2025 08:00:00 GMT\r\n", "<html>" },
		{ "GET /5xx", 504, NULL, NULL },
		{ "GET /5xx", 200, NULL, "{}" },
		{ "GET /lost", .manner = REPLAY_CLOSE },
		{ "GET /lost", 200, NULL, "{\"cut\":1}", .manner = REPLAY_CUT },
		{ "GET /lost", 200, NULL, "{\"whole\":1}" },
		{ "GET /404", 404, NULL, "{}" },
		{ "GET /501", 501, NULL, "{}" },
	};
	static const char *const urls[] = { "/429", "/5xx", "/lost", "/404", "/501" };
	static const long statuses[] = { 200, 200, 200, 404, 501 };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	for (size_t i = 0; i < LENGTH(urls); i++) {
		g_auto(Answer) answer = net_get(&net, urls[i]);
		assert_int_equal(answer.status, statuses[i]);
		if (i == 2)
			assert_string_equal(answer.body, "{\"whole\":1}");
	}
	/* Six, one of them by libcurl itself: a kept connection had broken. */
	assert_int_equal(http_counts(net.http).retries, 5);
	net_clear(&net);
}

static void http_send__gives_up__after_the_last_try(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /5xx", 503 },
		{ "GET /5xx", 503 },
		{ "GET /5xx", 503 },
		{ "GET /5xx", 502, NULL, "<html>bad gateway" },
		{ "GET /429", 429 },
		{ "GET /429", 429 },
		{ "GET /429", 429 },
		{ "GET /429", 429 },
		{ "GET /long", 429, "Retry-After: 121\r\n" },
		{ "GET /soon", 503, "Retry-After: 100\r\n" },
		{ "GET /once", 503 },
	};
	Net net;
	HttpRequest soon = { HTTP_GET, AUDIENCE_ARM, "/soon", .deadline_ms = 2000 };
	HttpRequest once = { HTTP_GET, AUDIENCE_ARM, "/once", .is_single_try = true };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) server = net_get(&net, "/5xx");
		g_auto(Answer) throttled = net_get(&net, "/429");
		g_auto(Answer) too_long = net_get(&net, "/long");
		g_auto(Answer) past_deadline = net_send(&net, &soon);
		g_auto(Answer) single = net_send(&net, &once);

		assert_int_equal(server.status, 502);
		assert_string_equal(server.body, "<html>bad gateway");
		assert_true(is_error(&throttled, HTTP_ERROR_THROTTLED));
		assert_true(is_error(&too_long, HTTP_ERROR_WAIT));
		/* NOW is eight o'clock in UTC; the zone is the person's. */
		g_autoptr(GTimeZone) zone = g_time_zone_new_local();
		g_autofree char *until = instant_format_local(NOW + 121, NOW, zone);
		g_autofree char *expected = g_strconcat("asks to wait until ", until, NULL);
		assert_true(g_str_has_suffix(too_long.error->message, expected));
		assert_true(is_error(&past_deadline, HTTP_ERROR_WAIT));
		assert_int_equal(single.status, 503);
	}
	net_clear(&net);
}

typedef struct Silence {
	unsigned times, seconds;
	char *host;
} Silence;

static void on_mute(const char *host, unsigned seconds, gpointer data)
{
	Silence *silence = data;
	silence->times++;
	silence->seconds = seconds;
	g_free(silence->host);
	silence->host = g_strdup(host);
}

/* Once for all that wait for the host, and again only after it has answered. */
static void http_send__tells_a_mute_service__and_goes_on(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", .manner = REPLAY_HANG },
		{ "PUT /b", .manner = REPLAY_HANG },
		{ "GET /c", 200, NULL, "{}" },
		{ "GET /d", .manner = REPLAY_HANG },
	};
	const HttpRequest mute = { HTTP_GET, AUDIENCE_ARM, "/a", .deadline_ms = 200 };
	const HttpRequest write = { HTTP_PUT, AUDIENCE_ARM, "/b", "{}", .deadline_ms = 200 };
	const HttpRequest again = { HTTP_GET, AUDIENCE_ARM, "/d", .deadline_ms = 200 };
	Silence silence = { 0 };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	http_set_mute(net.http, 20, on_mute, &silence);
	{
		g_auto(Answer) first = net_send(&net, &mute);
		assert_true(is_error(&first, HTTP_ERROR_TIMED_OUT));
		assert_int_equal(silence.times, 1);
		assert_int_equal(silence.seconds, 1);
		assert_string_equal(silence.host, "127.0.0.1");
		g_auto(Answer) second = net_send(&net, &write);
		assert_true(is_error(&second, HTTP_ERROR_TIMED_OUT));
		assert_int_equal(silence.times, 1);
		g_auto(Answer) third = net_get(&net, "/c");
		assert_int_equal(third.status, 200);
		g_auto(Answer) fourth = net_send(&net, &again);
		assert_true(is_error(&fourth, HTTP_ERROR_TIMED_OUT));
		assert_int_equal(silence.times, 2);
	}
	g_free(silence.host);
	net_clear(&net);
}

static void http_send__never_sends_a_write_twice__whatever_happens(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /warm", 200, NULL, "{}" },
		{ "PUT /a", .manner = REPLAY_CLOSE },
		{ "PUT /b", 429, "Retry-After: 0\r\n" },
		{ "POST /c", 503 },
		{ "PUT /d", 201, NULL, "{\"cut\":1}", .manner = REPLAY_CUT },
		{ "POST /e", .manner = REPLAY_HANG },
	};
	Net net;
	HttpRequest a = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	HttpRequest b = { HTTP_PUT, AUDIENCE_ARM, "/b", "{}" };
	HttpRequest c = { HTTP_POST, AUDIENCE_ARM, "/c", "{}" };
	HttpRequest d = { HTTP_PUT, AUDIENCE_ARM, "/d", "{}" };
	HttpRequest e = { HTTP_POST, AUDIENCE_ARM, "/e", "{}", .deadline_ms = 30 };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		/* The first write meets a kept connection: libcurl itself would send it again. */
		g_auto(Answer) warm = net_get(&net, "/warm");
		g_auto(Answer) lost = net_send(&net, &a);
		g_auto(Answer) throttled = net_send(&net, &b);
		g_auto(Answer) failed = net_send(&net, &c);
		g_auto(Answer) cut = net_send(&net, &d);
		g_auto(Answer) late = net_send(&net, &e);

		assert_int_equal(warm.status, 200);
		assert_true(is_error(&lost, HTTP_ERROR_UNREACHABLE));
		assert_true(http_error_was_sent(lost.error));
		assert_int_equal(throttled.status, 429);
		assert_int_equal(failed.status, 503);
		assert_true(is_error(&cut, HTTP_ERROR_INTERRUPTED));
		assert_true(http_error_was_sent(cut.error));
		assert_true(is_error(&late, HTTP_ERROR_TIMED_OUT));
		assert_true(http_error_was_sent(late.error));
	}
	assert_int_equal(replay_server_requests(net.server), LENGTH(exchanges));
	net_clear(&net);
}

/* libcurl has the same words for a bad URL and for these: the write left all the same. */
static void http_send__says_that_a_write_left__when_no_http_answers(void **unused)
{
	static const char *const answers[] = {
		"\x16\x03\x01 garbage\r\n\r\n",
		"<html>HTTP/0.9</html>",
		"HTTP/1.1 000 Nothing\r\nContent-Length: 2\r\n\r\n{}",
		"HTTP/1.1 99999 Much\r\nContent-Length: 2\r\n\r\n{}",
		"HTTP/1.1 700 Odd\r\nContent-Length: 2\r\n\r\n{}",
		"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{}",
		"HTTP/7.3 200 OK\r\nContent-Length: 2\r\n\r\n{}",
		"SSH-2.0-OpenSSH_9.0\r\n",
	};
	(void)unused;
	for (size_t i = 0; i < LENGTH(answers); i++) {
		const ReplayExchange exchange = { "PUT /a", .body = answers[i],
						  .manner = REPLAY_RAW };
		const HttpRequest request = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
		Net net;
		net_init(&net, &exchange, 1);
		{
			g_auto(Answer) answer = net_send(&net, &request);

			if (answer.error == NULL || !http_error_was_sent(answer.error) ||
			    is_error(&answer, HTTP_ERROR_BAD_URL))
				fail_msg("%s: %ld %s", answers[i], answer.status,
					 answer.error == NULL ? "" : answer.error->message);
		}
		assert_int_equal(replay_server_requests(net.server), 1);
		net_clear(&net);
	}
}

static void http_send__says_that_nothing_was_sent__without_a_connection(void **unused)
{
	Net net;
	HttpRequest request = { HTTP_PUT, AUDIENCE_ARM, "/a", "{}" };
	HttpHost hosts = { .arm = "http://127.0.0.1:1" };
	Http *http;
	g_auto(Answer) answer = { 0 };
	(void)unused;
	net_init(&net, NULL, 0);
	http = http_new(&hosts, net.clock, &net.tokens->base, NULL);
	http_send(http, &request, answer_take, &answer);
	assert_true(replay_run_until(&answer.is_there));
	assert_true(is_error(&answer, HTTP_ERROR_NOT_SENT));
	assert_false(http_error_was_sent(answer.error));
	http_free(http);
	net_clear(&net);
}

static void http_send__refuses__redirects(void **unused)
{
	ReplayServer *foreign = replay_server_new(NULL, 0);
	g_autofree char *location =
		g_strdup_printf("Location: %s/steal\r\n", replay_server_url(foreign));
	const ReplayExchange exchanges[] = { { "GET /a", 302, location } };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) answer = net_get(&net, "/a");

		assert_true(is_error(&answer, HTTP_ERROR_REDIRECT));
	}
	assert_int_equal(replay_server_connections(foreign), 0);
	replay_server_free(foreign);
	net_clear(&net);
}

static void http_send__limits__bodies_and_headers(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /body", 200, NULL, "{\"a\":\"", "0123456789abcdef", 70000, "\"}",
		  REPLAY_CHUNKED },
		{ "GET /error", 404, NULL, "", "0123456789abcdef", 70000, "", REPLAY_CHUNKED },
		{ "GET /headers", .body = "HTTP/1.1 200 OK\r\n",
		  .repeat = "X-Filler: 0123456789\r\n", .times = 4000, .tail = "\r\n",
		  .manner = REPLAY_RAW },
	};
	static const char *const urls[] = { "/body", "/error", "/headers" };
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	for (size_t i = 0; i < LENGTH(urls); i++) {
		g_auto(Answer) answer = net_get(&net, urls[i]);
		assert_true(is_error(&answer, HTTP_ERROR_TOO_LARGE));
	}
	net_clear(&net);
}

static void http_send__tells_pages__from_json(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /html", 200, "Content-Type: text/html\r\n", " \n<html></html>" },
		{ "GET /lie", 200, NULL, "<html></html>" },
		{ "GET /odd", 200, "Content-Type: text/plain\r\n", " {\"a\":1}" },
		{ "GET /text", 200, "Content-Type: text/plain\r\n", "hello" },
		{ "GET /null", 200, NULL, "null" },
		{ "GET /none", 204 },
		{ "GET /error", 403, "Content-Type: text/html\r\n", "<html>" },
	};
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) html = net_get(&net, "/html");
		g_auto(Answer) lie = net_get(&net, "/lie");
		g_auto(Answer) odd = net_get(&net, "/odd");
		g_auto(Answer) text = net_get(&net, "/text");
		g_auto(Answer) null = net_get(&net, "/null");
		g_auto(Answer) none = net_get(&net, "/none");
		g_auto(Answer) error = net_get(&net, "/error");

		assert_true(is_error(&html, HTTP_ERROR_NOT_JSON));
		assert_true(is_error(&lie, HTTP_ERROR_NOT_JSON));
		assert_int_equal(odd.status, 200);
		assert_true(is_error(&text, HTTP_ERROR_NOT_JSON));
		assert_int_equal(null.status, 200);
		assert_int_equal(none.status, 204);
		assert_int_equal(error.status, 403);
	}
	net_clear(&net);
}

static void http_send__takes_an_answer__that_drips(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, "{\"slow\":true}", .manner = REPLAY_DRIP },
	};
	Net net;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) answer = net_get(&net, "/a");

		assert_string_equal(answer.body, "{\"slow\":true}");
	}
	net_clear(&net);
}

static void http_send__ends__at_its_deadline(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /a", .manner = REPLAY_HANG } };
	Net net;
	HttpRequest request = { HTTP_GET, AUDIENCE_ARM, "/a", .deadline_ms = 20 };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	{
		g_auto(Answer) answer = net_send(&net, &request);
		g_auto(Answer) no_token = { 0 };

		assert_true(is_error(&answer, HTTP_ERROR_TIMED_OUT));
		net.tokens->is_stuck = true;
		no_token = net_send(&net, &request);
		assert_true(is_error(&no_token, HTTP_ERROR_TIMED_OUT));
		assert_false(http_error_was_sent(no_token.error));
	}
	net_clear(&net);
}

static void http_cancel__reports_once__wherever_the_request_stands(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /a", .manner = REPLAY_HANG },
						    { "GET /b", 200, NULL, "{}" } };
	Net net;
	HttpRequest a = { HTTP_GET, AUDIENCE_ARM, "/a" }, b = { HTTP_GET, AUDIENCE_ARM, "/b" };
	g_auto(Answer) early = { 0 };
	g_auto(Answer) running = { 0 };
	g_auto(Answer) done = { 0 };
	uint64_t id;
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	http_cancel(net.http, http_send(net.http, &a, answer_take, &early));
	assert_true(replay_run_until(&early.is_there));
	assert_true(is_error(&early, HTTP_ERROR_CANCELED));

	id = http_send(net.http, &a, answer_take, &running);
	while (replay_server_requests(net.server) == 0)
		g_main_context_iteration(NULL, TRUE);
	http_cancel(net.http, id);
	http_cancel(net.http, id);
	assert_true(replay_run_until(&running.is_there));
	assert_true(is_error(&running, HTTP_ERROR_CANCELED));

	id = http_send(net.http, &b, answer_take, &done);
	assert_true(replay_run_until(&done.is_there));
	http_cancel(net.http, id);
	http_cancel(net.http, 4711);
	replay_settle();
	assert_int_equal(done.times, 1);
	assert_int_equal(early.times, 1);
	assert_int_equal(running.times, 1);
	net_clear(&net);
}

typedef struct Restart {
	Http *http;
	unsigned calls;
} Restart;

static void send_again(const HttpResponse *response, const GError *error, gpointer data)
{
	Restart *restart = data;
	HttpRequest request = { HTTP_GET, AUDIENCE_ARM, "/a" };
	assert_null(response);
	assert_true(g_error_matches(error, HTTP_ERROR, HTTP_ERROR_CANCELED));
	if (restart->calls++ == 0)
		http_send(restart->http, &request, send_again, restart);
}

static void http_free__reports_everything__that_is_under_way(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /a", .manner = REPLAY_HANG },
						    { "GET /503", 503 } };
	Net net;
	HttpRequest hanging = { HTTP_GET, AUDIENCE_ARM, "/a" };
	HttpRequest retrying = { HTTP_GET, AUDIENCE_ARM, "/503" };
	HttpRequest queued = { HTTP_GET, AUDIENCE_GRAPH, "/q" };
	g_auto(Answer) first = { 0 };
	g_auto(Answer) second = { 0 };
	g_auto(Answer) third = { 0 };
	Restart restart = { 0 };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	http_set_backoff(net.http, 10000, NULL);
	http_send(net.http, &hanging, answer_take, &first);
	http_send(net.http, &retrying, answer_take, &second);
	while (replay_server_requests(net.server) < 2)
		g_main_context_iteration(NULL, TRUE);
	replay_settle();
	http_send(net.http, &queued, answer_take, &third);
	restart.http = net.http;
	http_send(net.http, &queued, send_again, &restart);
	http_free(net.http);
	net.http = NULL;
	assert_true(is_error(&first, HTTP_ERROR_CANCELED));
	assert_true(http_error_was_sent(first.error));
	assert_true(is_error(&second, HTTP_ERROR_CANCELED));
	assert_true(is_error(&third, HTTP_ERROR_CANCELED));
	assert_false(http_error_was_sent(third.error));
	assert_int_equal(restart.calls, 2);
	net_clear(&net);
}

static void free_queue(const HttpResponse *response, const GError *error, gpointer data)
{
	Net *net = data;
	(void)error;
	if (response != NULL)
		g_clear_pointer(&net->http, http_free);
}

static void http_free__is_fine__inside_a_callback(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /a", 200, NULL, "{}" },
						    { "GET /b", .manner = REPLAY_HANG } };
	Net net;
	HttpRequest a = { HTTP_GET, AUDIENCE_ARM, "/a" }, b = { HTTP_GET, AUDIENCE_ARM, "/b" };
	g_auto(Answer) other = { 0 };
	(void)unused;
	net_init(&net, exchanges, LENGTH(exchanges));
	http_send(net.http, &b, answer_take, &other);
	while (replay_server_requests(net.server) == 0)
		g_main_context_iteration(NULL, TRUE);
	http_send(net.http, &a, free_queue, &net);
	assert_true(replay_run_until(&other.is_there));
	assert_null(net.http);
	assert_true(is_error(&other, HTTP_ERROR_CANCELED));
	net_clear(&net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(http_send__sends__what_was_asked),
		cmocka_unit_test(http_send__runs_requests_at_once__up_to_the_cap),
		cmocka_unit_test(http_send__tries_again__what_may_pass),
		cmocka_unit_test(http_send__gives_up__after_the_last_try),
		cmocka_unit_test(http_send__tells_a_mute_service__and_goes_on),
		cmocka_unit_test(http_send__never_sends_a_write_twice__whatever_happens),
		cmocka_unit_test(http_send__says_that_a_write_left__when_no_http_answers),
		cmocka_unit_test(http_send__says_that_nothing_was_sent__without_a_connection),
		cmocka_unit_test(http_send__refuses__redirects),
		cmocka_unit_test(http_send__limits__bodies_and_headers),
		cmocka_unit_test(http_send__tells_pages__from_json),
		cmocka_unit_test(http_send__takes_an_answer__that_drips),
		cmocka_unit_test(http_send__ends__at_its_deadline),
		cmocka_unit_test(http_cancel__reports_once__wherever_the_request_stands),
		cmocka_unit_test(http_free__reports_everything__that_is_under_way),
		cmocka_unit_test(http_free__is_fine__inside_a_callback),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
