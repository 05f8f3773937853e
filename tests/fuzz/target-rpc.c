/* Lines of JSON-RPC, as a program sends them. */
#include <string.h>

#include "src/base/limits.h"
#include "src/json/rpc.h"
#include "tests/fuzz/fuzz.h"

static void check_answer(const RpcMessage *message)
{
	g_autofree char *answer = rpc_write_error(message->id, message->code, message->why);
	g_autoptr(JsonValue) whole = json_parse(answer, strlen(answer), NULL);
	g_assert_nonnull(whole);
	g_assert_null(strchr(answer, '\n'));
}

/* Each is a message of its own. */
static void check_several(const char *line, size_t length)
{
	g_autoptr(GPtrArray) messages = rpc_read_several(line, length);
	for (guint i = 0; messages != NULL && i < messages->len; i++) {
		const RpcMessage *message = messages->pdata[i];
		g_assert_nonnull(message->id);
		if (message->kind == RPC_BAD)
			check_answer(message);
	}
}

static void on_line(const char *line, size_t length, gpointer data)
{
	(void)data;
	if (line == NULL)
		return;
	g_assert_cmpuint(length, <=, LIMIT_RPC_LINE);
	g_autoptr(RpcMessage) message = rpc_read(line, length);
	g_assert_nonnull(message->id);
	g_assert_true((message->kind == RPC_REQUEST || message->kind == RPC_NOTICE) ==
		      (message->method != NULL));
	g_autofree char *other = rpc_read_id(message->params, "requestId");
	g_assert_true(other == NULL || *other != '\0');
	if (message->kind == RPC_BAD)
		check_answer(message);
	check_several(line, length);
}

/* In pieces, whose length the first byte says. */
void fuzz_rpc(const uint8_t *data, size_t size)
{
	g_autoptr(RpcLines) lines = rpc_lines_new(on_line, NULL);
	const size_t step = size > 0 ? (size_t)data[0] + 1 : 1;
	for (size_t at = 1; at < size; at += step)
		rpc_lines_feed(lines, (const char *)data + at, MIN(step, size - at));
	rpc_lines_feed(lines, "\n", 1);
}
