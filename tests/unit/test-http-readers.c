/* Answers whose reader is slower than they come: what is held back, canceled or broken off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/net.h"

typedef struct Slow {
	Net *net;
	uint64_t id;
	bool is_canceled;
} Slow;

static gboolean on_cancel(gpointer data)
{
	Slow *slow = data;
	slow->is_canceled = true;
	http_cancel(slow->net->http, slow->id);
	return G_SOURCE_REMOVE;
}

/* Takes as long as a turn of the loop may: what comes next is held back. */
static bool take_slowly(const char *bytes, size_t length, bool is_new_try, gpointer data,
			GError **error)
{
	Slow *slow = data;
	gint64 begin = g_get_monotonic_time();
	(void)bytes;
	(void)length;
	(void)error;
	while (!is_new_try && g_get_monotonic_time() - begin < 4000)
		continue;
	if (!slow->is_canceled)
		g_idle_add_full(G_PRIORITY_HIGH, on_cancel, slow, NULL);
	return true;
}

static void http_cancel__reports_a_cancel__of_a_held_answer(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, "[0", ",12345678", 30000, "]" },
	};
	Net net;
	Slow slow = { .net = &net };
	HttpRequest request = {
		HTTP_GET, AUDIENCE_ARM, "/a", .sink = take_slowly, .sink_data = &slow,
	};
	g_auto(Answer) answer = { 0 };
	(void)unused;
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	slow.id = http_send(net.http, &request, answer_take, &answer);
	assert_true(replay_run_until(&answer.is_there));
	assert_true(slow.is_canceled);
	assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_CANCELED));
	assert_int_equal(answer.times, 1);
	net_clear(&net);
}

typedef struct Reader {
	GString *text;
	guint pieces, breaks_at; /* 0: never */
} Reader;

static bool read_slowly(const char *bytes, size_t length, bool is_new_try, gpointer data,
			GError **error)
{
	Reader *reader = data;
	gint64 begin = g_get_monotonic_time();
	if (is_new_try)
		return true;
	while (g_get_monotonic_time() - begin < 4000)
		continue;
	g_string_append_len(reader->text, bytes, (gssize)length);
	if (++reader->pieces != reader->breaks_at)
		return true;
	g_set_error_literal(error, HTTP_ERROR, HTTP_ERROR_TOO_LARGE, "enough");
	return false;
}

static void read_long_answer(Reader *reader, Answer *answer)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, "[0", ",12345678", 30000, "]" },
	};
	Net net;
	HttpRequest request = {
		HTTP_GET, AUDIENCE_ARM, "/a", .sink = read_slowly, .sink_data = reader,
	};
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	http_send(net.http, &request, answer_take, answer);
	assert_true(replay_run_until(&answer->is_there));
	replay_settle();
	assert_int_equal(answer->times, 1);
	net_clear(&net);
}

static void http_send__hands_on_all_in_order__to_a_slow_reader(void **unused)
{
	Reader reader = { .text = g_string_new(NULL) };
	g_auto(Answer) answer = { 0 };
	g_autoptr(GString) whole = g_string_new("[0");
	(void)unused;
	for (int i = 0; i < 30000; i++)
		g_string_append(whole, ",12345678");
	g_string_append_c(whole, ']');
	read_long_answer(&reader, &answer);
	assert_null(answer.error);
	assert_string_equal(reader.text->str, whole->str);
	g_string_free(reader.text, TRUE);
}

static void http_send__ends_with_its_error__when_a_reader_of_held_bytes_breaks(void **unused)
{
	Reader reader = { .text = g_string_new(NULL), .breaks_at = 3 };
	g_auto(Answer) answer = { 0 };
	(void)unused;
	read_long_answer(&reader, &answer);
	assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_TOO_LARGE));
	assert_int_equal(reader.pieces, 3);
	g_string_free(reader.text, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(http_cancel__reports_a_cancel__of_a_held_answer),
		cmocka_unit_test(http_send__hands_on_all_in_order__to_a_slow_reader),
		cmocka_unit_test(
			http_send__ends_with_its_error__when_a_reader_of_held_bytes_breaks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
