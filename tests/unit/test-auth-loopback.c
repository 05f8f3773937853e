/* The listener that a browser is sent back to, attacked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/error.h"
#include "src/auth/loopback.h"
#include "src/base/limits.h"
#include "tests/replay/server.h"

typedef struct Fixture {
	Loopback *loopback;
	guint16 port;
	bool is_over;
	unsigned times;
	char *code;
	GError *error;
} Fixture;

static void on_done(const Secret *code, const GError *error, gpointer data)
{
	Fixture *fixture = data;
	assert_true((code == NULL) != (error == NULL));
	fixture->is_over = true;
	fixture->times++;
	fixture->code = code != NULL ? g_strdup(secret_peek(code)) : NULL;
	fixture->error = error != NULL ? g_error_copy(error) : NULL;
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	g_autoptr(Secret) secret = secret_new("st", -1);
	const RedirectExpected expected = { .state = secret };
	fixture->loopback = loopback_new(0, &expected, on_done, fixture, NULL);
	assert_non_null(fixture->loopback);
	fixture->port = (guint16)g_ascii_strtoull(strrchr(loopback_url(fixture->loopback), ':') + 1,
						  NULL, 10);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	loopback_free(fixture->loopback);
	replay_settle();
	g_free(fixture->code);
	g_clear_error(&fixture->error);
	g_free(fixture);
	return 0;
}

/* ---- a browser, or something else ---- */

static GSocketConnection *enter(const Fixture *fixture)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_socket_client_set_enable_proxy(client, FALSE);
	/* The kernel takes it: the listener need not run for that. */
	return g_socket_client_connect_to_host(client, "127.0.0.1", fixture->port, NULL, NULL);
}

static void say(GSocketConnection *stream, const char *text, size_t length)
{
	g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(stream)), text, length,
				  NULL, NULL, NULL);
}

/* All that comes until the other side closes. */
static char *hear(GSocketConnection *stream)
{
	GSocket *socket = g_socket_connection_get_socket(stream);
	GString *heard = g_string_new(NULL);
	gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
	g_socket_set_blocking(socket, FALSE);
	while (g_get_monotonic_time() < end) {
		g_autoptr(GError) error = NULL;
		char bytes[1024];
		gssize length = g_socket_receive(socket, bytes, sizeof bytes, NULL, &error);
		if (length > 0)
			g_string_append_len(heard, bytes, length);
		else if (length == 0 || !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
			break;
		else
			g_main_context_iteration(NULL, FALSE);
	}
	return g_string_free(heard, FALSE);
}

static char *visit(const Fixture *fixture, const char *line, const char *host)
{
	g_autoptr(GSocketConnection) stream = enter(fixture);
	g_autofree char *port = g_strdup_printf("%u", fixture->port);
	g_autoptr(GString) text = g_string_new(NULL);
	g_string_printf(text, "%s\r\n%s\r\nAccept: */*\r\n\r\n", line, host);
	g_string_replace(text, "PORT", port, 0);
	say(stream, text->str, text->len);
	return hear(stream);
}

#define HOST "Host: localhost:PORT"

static void loopback__takes__the_browsers_answer(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *page = visit(fixture, "GET /?code=c&state=st HTTP/1.1", HOST);
	assert_true(replay_run_until(&fixture->is_over));
	assert_string_equal(fixture->code, "c");
	assert_true(g_str_has_prefix(page, "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr(page, "Content-Security-Policy: default-src 'none'"));
	assert_non_null(strstr(page, "You are signed in"));
	assert_null(strstr(page, "<script"));
}

static void loopback__tells__a_refusal(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *page = visit(
		fixture, "GET /?error=access_denied&error_description=%3Cb%3Ex&state=st HTTP/1.1",
		"hOST:  127.0.0.1:PORT ");
	assert_true(replay_run_until(&fixture->is_over));
	assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_DECLINED));
	assert_null(strstr(page, "<b>"));
}

/* Nobody waits for another one: the browser and the terminal are told. */
static void loopback__tells__that_an_answer_breaks_the_protocol(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *page = visit(fixture, "GET /?code=c&code=d&state=st HTTP/1.1", HOST);
	assert_true(replay_run_until(&fixture->is_over));
	assert_true(g_error_matches(fixture->error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER));
	assert_non_null(strstr(page, "did not succeed"));
}

static void loopback__stays__after_foreign_requests(void **state)
{
	static const struct {
		const char *line, *host;
	} cases[] = {
		{ "GET /?code=x&state=wrong HTTP/1.1", HOST },
		{ "GET /?code=x HTTP/1.1", HOST },
		{ "GET / HTTP/1.1", HOST },
		{ "GET /favicon.ico HTTP/1.1", HOST },
		{ "GET /x?code=x&state=st HTTP/1.1", HOST },
		{ "GET http://localhost/?code=x&state=st HTTP/1.1", HOST },
		{ "POST /?code=x&state=st HTTP/1.1", HOST },
		{ "HEAD /?code=x&state=st HTTP/1.1", HOST },
		{ "GET /?code=x&state=st", HOST },
		{ "GET /?code=x&state=st SIP/2.0", HOST },
		{ "GET", HOST },
		{ "", HOST },
		{ "GET /?code=x&state=st HTTP/1.1", "Host: evil.example:PORT" },
		{ "GET /?code=x&state=st HTTP/1.1", "Host: localhost.evil.example:PORT" },
		{ "GET /?code=x&state=st HTTP/1.1", "Host: localhost:1" },
		{ "GET /?code=x&state=st HTTP/1.1", "Host: localhost" },
		{ "GET /?code=x&state=st HTTP/1.1", "X-Host: localhost:PORT" },
		{ "GET /?code=x&state=st HTTP/1.1", HOST "\r\n" HOST },
	};
	Fixture *fixture = *state;
	g_autofree char *last = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *page = visit(fixture, cases[i].line, cases[i].host);
		if (!g_str_has_prefix(page, "HTTP/1.1 404 ") ||
		    strstr(page, "not the answer that the sign-in waits for") == NULL)
			fail_msg("%s: %s", cases[i].line, page);
	}
	replay_settle();
	assert_false(fixture->is_over);
	last = visit(fixture, "GET /?code=c&state=st HTTP/1.1", HOST);
	assert_true(replay_run_until(&fixture->is_over));
	assert_string_equal(fixture->code, "c");
}

static void loopback__closes__after_the_first_answer(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GSocketConnection) early = enter(fixture);
	g_autoptr(GSocketConnection) late = NULL;
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;
	g_autofree char *request = g_strdup_printf(
		"GET /?code=other&state=st HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", fixture->port);
	replay_settle();
	first = visit(fixture, "GET /?code=c&state=st HTTP/1.1", HOST);
	/* One that was connected before gets nothing either. */
	say(early, request, strlen(request));
	second = hear(early);
	late = enter(fixture);
	replay_settle();
	assert_null(strstr(second, "signed in"));
	assert_null(late);
	assert_int_equal(fixture->times, 1);
	assert_string_equal(fixture->code, "c");
}

static void loopback__turns_away__the_oversized_and_the_slow(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GSocketConnection) large = enter(fixture);
	g_autoptr(GSocketConnection) nul = enter(fixture);
	g_autoptr(GSocketConnection) slow = NULL;
	g_autofree char *filler = g_strnfill(LIMIT_REDIRECT, 'x');
	g_autofree char *too_large = NULL;
	g_autofree char *with_nul = NULL;
	g_autofree char *too_slow = NULL;
	say(large, "GET /?code=", 11);
	say(large, filler, LIMIT_REDIRECT - 11);
	too_large = hear(large);
	assert_true(g_str_has_prefix(too_large, "HTTP/1.1 431 "));
	say(nul, "GET \0/?", 7);
	with_nul = hear(nul);
	assert_string_equal(with_nul, "");
	loopback_set_patience(fixture->loopback, 10);
	slow = enter(fixture);
	say(slow, "GET /?c", 7);
	too_slow = hear(slow);
	assert_string_equal(too_slow, "");
	assert_false(fixture->is_over);
}

/* Each says `text` and no more. */
static void crowd_in(const Fixture *fixture, GSocketConnection **crowd, size_t count,
		     const char *text)
{
	for (size_t i = 0; i < count; i++) {
		crowd[i] = enter(fixture);
		say(crowd[i], text, strlen(text));
		replay_settle();
	}
}

static void loopback__hears_the_browser__among_those_who_say_nothing(void **state)
{
	static const char *const words[] = { "", "GET /?c" };
	Fixture *fixture = *state;
	GSocketConnection *crowd[G_N_ELEMENTS(words)][16];
	g_autofree char *first = NULL;
	g_autofree char *page = NULL;
	/* Not because those before have been waited for long enough. */
	loopback_set_patience(fixture->loopback, 120000);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		crowd_in(fixture, crowd[i], 16, words[i]);
	page = visit(fixture, "GET /?code=c&state=st HTTP/1.1", HOST);
	assert_true(replay_run_until(&fixture->is_over));
	assert_string_equal(fixture->code, "c");
	assert_true(g_str_has_prefix(page, "HTTP/1.1 200 OK\r\n"));
	first = hear(crowd[0][0]); /* it made room */
	assert_string_equal(first, "");
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		for (size_t j = 0; j < 16; j++)
			g_object_unref(crowd[i][j]);
}

/* A browser that has begun to speak is not cut short by newcomers that do not. */
static void loopback__lets_a_browser_finish__while_silent_ones_crowd_in(void **state)
{
	Fixture *fixture = *state;
	GSocketConnection *crowd[16];
	g_autoptr(GSocketConnection) browser = enter(fixture);
	g_autofree char *rest = g_strdup_printf(
		"ode=c&state=st HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", fixture->port);
	g_autofree char *page = NULL;
	say(browser, "GET /?c", 7);
	replay_settle();
	crowd_in(fixture, crowd, G_N_ELEMENTS(crowd), "");
	say(browser, rest, strlen(rest));
	page = hear(browser);
	assert_true(g_str_has_prefix(page, "HTTP/1.1 200 OK\r\n"));
	for (size_t i = 0; i < G_N_ELEMENTS(crowd); i++)
		g_object_unref(crowd[i]);
}

static void loopback__keeps__its_port_to_itself(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(Secret) secret = secret_new("st", -1);
	g_autoptr(GError) error = NULL;
	const RedirectExpected expected = { .state = secret };
	assert_null(loopback_new(fixture->port, &expected, on_done, fixture, &error));
	assert_true(g_error_matches(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(loopback__takes__the_browsers_answer),
		TEST(loopback__tells__a_refusal),
		TEST(loopback__tells__that_an_answer_breaks_the_protocol),
		TEST(loopback__stays__after_foreign_requests),
		TEST(loopback__closes__after_the_first_answer),
		TEST(loopback__turns_away__the_oversized_and_the_slow),
		TEST(loopback__hears_the_browser__among_those_who_say_nothing),
		TEST(loopback__lets_a_browser_finish__while_silent_ones_crowd_in),
		TEST(loopback__keeps__its_port_to_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
