/* Messages of JSON-RPC: what is taken, what is refused, and lines in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "src/base/limits.h"
#include "src/json/rpc.h"

static RpcMessage *read_text(const char *text)
{
	return rpc_read(text, strlen(text));
}

static void rpc_read__takes_requests_and_notices__as_they_come(void **state)
{
	(void)state;
	g_autoptr(RpcMessage) request = read_text(
		"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"a/b\",\"params\":{\"c\":\"d\"}}");
	assert_int_equal(request->kind, RPC_REQUEST);
	assert_string_equal(request->id, "7");
	assert_string_equal(request->method, "a/b");
	assert_string_equal(json_text(json_get(request->params, "c")), "d");
	g_autoptr(RpcMessage) named =
		read_text("{\"jsonrpc\":\"2.0\",\"id\":\"x\\\"y\",\"method\":\"ping\"}");
	assert_int_equal(named->kind, RPC_REQUEST);
	assert_string_equal(named->id, "\"x\\\"y\"");
	assert_null(named->params);
	g_autoptr(RpcMessage) notice = read_text("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}");
	assert_int_equal(notice->kind, RPC_NOTICE);
	g_autoptr(RpcMessage) answer = read_text("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
	assert_int_equal(answer->kind, RPC_ANSWER);
}

static const struct {
	const char *text, *id;
	int code;
} bad_rows[] = {
	{ "", "null", RPC_CODE_SYNTAX },
	{ "{", "null", RPC_CODE_SYNTAX },
	{ "{} {}", "null", RPC_CODE_SYNTAX },
	{ "[]", "null", RPC_CODE_REQUEST },
	{ "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "null", RPC_CODE_REQUEST },
	{ "\"ping\"", "null", RPC_CODE_REQUEST },
	{ "{\"id\":1,\"method\":\"ping\"}", "1", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", "1", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1}", "1", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":2}", "1", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", "null", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", "null", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1e300,\"method\":\"ping\"}", "null", RPC_CODE_REQUEST },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}", "1",
	  RPC_CODE_PARAMS },
};

static void rpc_read__says_what_is_wrong__and_whose_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad_rows); i++) {
		g_autoptr(RpcMessage) message = read_text(bad_rows[i].text);
		assert_int_equal(message->kind, RPC_BAD);
		assert_int_equal(message->code, bad_rows[i].code);
		assert_string_equal(message->id, bad_rows[i].id);
		assert_non_null(message->why);
	}
}

static const struct {
	const char *text;
	guint count; /* 0: it is none */
} several_rows[] = {
	{ "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},2,[{\"id\":3}]]", 3 },
	{ "[null]", 1 },
	{ "[]", 0 },
	{ "[1", 0 },
	{ "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", 0 },
	{ "", 0 },
};

/* What is in it is a message or none, and an array in it is no further one. */
static void rpc_read_several__tells_each__as_if_it_came_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(several_rows); i++) {
		const char *text = several_rows[i].text;
		g_autoptr(GPtrArray) messages = rpc_read_several(text, strlen(text));
		assert_int_equal(messages != NULL ? messages->len : 0, several_rows[i].count);
		for (guint k = 0; messages != NULL && k < messages->len; k++) {
			const RpcMessage *message = messages->pdata[k];
			assert_int_equal(message->kind, i == 0 && k == 0 ? RPC_REQUEST : RPC_BAD);
		}
	}
}

static RpcMessage *read_with_id(size_t length)
{
	g_autofree char *id = g_strnfill(length, 'i');
	g_autofree char *text =
		g_strdup_printf("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"ping\"}", id);
	return read_text(text);
}

static void rpc_read__refuses_an_id__that_is_too_long(void **state)
{
	(void)state;
	g_autoptr(RpcMessage) most = read_with_id(LIMIT_RPC_ID);
	assert_int_equal(most->kind, RPC_REQUEST);
	g_autoptr(RpcMessage) more = read_with_id(LIMIT_RPC_ID + 1);
	assert_int_equal(more->kind, RPC_BAD);
}

static void rpc_read_id__gives_what_can_be_compared__with_a_request(void **state)
{
	(void)state;
	g_autoptr(RpcMessage) notice =
		read_text("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
			  "\"requestId\":12}}");
	g_autofree char *id = rpc_read_id(notice->params, "requestId");
	assert_string_equal(id, "12");
	assert_null(rpc_read_id(notice->params, "other"));
	assert_null(rpc_read_id(NULL, "requestId"));
}

static void rpc_write__makes_one_line__whatever_is_said(void **state)
{
	(void)state;
	g_autofree char *error = rpc_write_error("\"a\"", RPC_CODE_METHOD, "no\n\"such\"");
	assert_string_equal(error, "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32601,"
				   "\"message\":\"no\\n\\\"such\\\"\"}}");
	g_autofree char *result = rpc_write_result("3", "{}");
	assert_string_equal(result, "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}");
}

/* ---- Lines ------------------------------------------------------------------------------------ */

static void on_line(const char *line, size_t length, gpointer data)
{
	GString *all = data;
	if (line == NULL)
		g_string_append(all, "<too long>");
	else
		g_string_append_len(all, line, (gssize)length);
	g_string_append_c(all, '|');
}

static void rpc_lines__tells_whole_lines__however_they_come(void **state)
{
	(void)state;
	const char *text = "one\r\n\n\r\ntwo\nthree";
	for (size_t step = 1; step <= strlen(text); step++) {
		g_autoptr(GString) all = g_string_new(NULL);
		g_autoptr(RpcLines) lines = rpc_lines_new(on_line, all);
		for (size_t at = 0; at < strlen(text); at += step)
			rpc_lines_feed(lines, text + at, MIN(step, strlen(text) - at));
		assert_string_equal(all->str, "one|two|");
	}
}

static void rpc_lines__skips_a_line__that_is_too_long(void **state)
{
	(void)state;
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(RpcLines) lines = rpc_lines_new(on_line, all);
	g_autofree char *piece = g_strnfill(LIMIT_RPC_LINE, 'x');
	rpc_lines_feed(lines, piece, LIMIT_RPC_LINE);
	rpc_lines_feed(lines, "\n", 1);
	assert_int_equal(all->len, LIMIT_RPC_LINE + 1);
	g_string_truncate(all, 0);
	for (int i = 0; i < 3; i++)
		rpc_lines_feed(lines, piece, LIMIT_RPC_LINE);
	rpc_lines_feed(lines, "\nnext\n", 6);
	assert_string_equal(all->str, "<too long>|next|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rpc_read__takes_requests_and_notices__as_they_come),
		cmocka_unit_test(rpc_read__says_what_is_wrong__and_whose_it_is),
		cmocka_unit_test(rpc_read_several__tells_each__as_if_it_came_alone),
		cmocka_unit_test(rpc_read__refuses_an_id__that_is_too_long),
		cmocka_unit_test(rpc_read_id__gives_what_can_be_compared__with_a_request),
		cmocka_unit_test(rpc_write__makes_one_line__whatever_is_said),
		cmocka_unit_test(rpc_lines__tells_whole_lines__however_they_come),
		cmocka_unit_test(rpc_lines__skips_a_line__that_is_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
