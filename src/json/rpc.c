#include "src/json/rpc.h"

#include <math.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret.h"
#include "src/json/build.h"

#define NO_ID "null"

/* Beyond it a number is not what was written. */
#define INTEGER_MOST 9007199254740991.0

/* ---- One message ------------------------------------------------------------------------------ */

static RpcMessage *bad(RpcMessage *message, int code, const char *why)
{
	message->kind = RPC_BAD;
	message->code = code;
	message->why = why;
	return message;
}

/* As JSON; NULL: no id that could be sent back as it came. */
static char *print_id(const JsonValue *value)
{
	const char *text = json_text(value);
	double number = 0;
	if (text != NULL && strlen(text) <= LIMIT_RPC_ID)
		return json_print(value);
	if (json_number(value, &number) && trunc(number) == number && fabs(number) <= INTEGER_MOST)
		return g_strdup_printf("%.0f", number);
	return NULL;
}

static RpcMessage *read_members(RpcMessage *message)
{
	const JsonValue *whole = message->whole;
	const char *version = json_text(json_get(whole, "jsonrpc"));
	const JsonValue *id = json_get(whole, "id");
	if (!json_is_object(whole))
		return bad(message, RPC_CODE_REQUEST,
			   "A message is an object; several at once come in version "
			   "2025-03-26 alone.");
	if (id != NULL) {
		char *printed = print_id(id);
		if (printed == NULL)
			return bad(message, RPC_CODE_REQUEST,
				   "The id is neither a short string nor a whole number.");
		g_free(message->id);
		message->id = printed;
	}
	if (g_strcmp0(version, "2.0") != 0)
		return bad(message, RPC_CODE_REQUEST, "This is no message of JSON-RPC 2.0.");
	const JsonValue *method = json_get(whole, "method");
	if (method == NULL &&
	    (json_get(whole, "result") != NULL || json_get(whole, "error") != NULL)) {
		message->kind = RPC_ANSWER;
		return message;
	}
	const char *name = json_text(method);
	if (name == NULL || strlen(name) > LIMIT_RPC_METHOD)
		return bad(message, RPC_CODE_REQUEST, "The message names no method.");
	const JsonValue *params = json_get(whole, "params");
	if (params != NULL && !json_is_object(params))
		return bad(message, RPC_CODE_PARAMS, "The parameters are no object.");
	message->method = g_strdup(name);
	message->params = params;
	message->kind = id != NULL ? RPC_REQUEST : RPC_NOTICE;
	return message;
}

RpcMessage *rpc_read(const char *line, size_t length)
{
	RpcMessage *message = g_new0(RpcMessage, 1);
	message->id = g_strdup(NO_ID);
	if (length > LIMIT_RPC_LINE)
		return bad(message, RPC_CODE_REQUEST, "The message is too long.");
	message->whole = json_parse(line, length, NULL);
	if (message->whole == NULL)
		return bad(message, RPC_CODE_SYNTAX, "The line is no JSON, or too deep.");
	return read_members(message);
}

void rpc_message_free(RpcMessage *message)
{
	if (message == NULL)
		return;
	json_value_free(message->whole);
	g_free(message->id);
	g_free(message->method);
	g_free(message);
}

/* Calls outlive the array, so each message is on its own. */
GPtrArray *rpc_read_several(const char *line, size_t length)
{
	g_autoptr(JsonValue) whole =
		length <= LIMIT_RPC_LINE ? json_parse(line, length, NULL) : NULL;
	if (whole == NULL || json_array_length(whole) == 0)
		return NULL;
	GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)rpc_message_free);
	for (const JsonValue *at = json_first(whole); at != NULL; at = json_next(at)) {
		g_autofree char *text = json_print(at);
		g_ptr_array_add(messages, rpc_read(text, strlen(text)));
	}
	return messages;
}

char *rpc_read_id(const JsonValue *params, const char *name)
{
	const JsonValue *id = params != NULL ? json_get(params, name) : NULL;
	return id != NULL ? print_id(id) : NULL;
}

/* ---- Answers ---------------------------------------------------------------------------------- */

char *rpc_write_result(const char *id, const char *result)
{
	return g_strconcat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"result\":", result, "}", NULL);
}

char *rpc_write_error(const char *id, int code, const char *message)
{
	g_autoptr(JsonBuilder) error = json_builder_new();
	json_builder_int(error, "code", code);
	json_builder_text(error, "message", message);
	g_autofree char *text = json_builder_finish(error);
	return g_strconcat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"error\":", text, "}", NULL);
}

/* ---- A stream of lines ------------------------------------------------------------------------ */

struct RpcLines {
	RpcLine take;
	gpointer data;
	GString *line;
	bool is_too_long; /* the rest of it is skipped */
};

RpcLines *rpc_lines_new(RpcLine take, gpointer data)
{
	RpcLines *lines = g_new0(RpcLines, 1);
	lines->take = take;
	lines->data = data;
	lines->line = g_string_new(NULL);
	return lines;
}

void rpc_lines_free(RpcLines *lines)
{
	if (lines == NULL)
		return;
	/* A text with a denial may hold what nobody meant to tell. */
	secret_wipe(lines->line->str, lines->line->allocated_len);
	g_string_free(lines->line, TRUE);
	g_free(lines);
}

static void add(RpcLines *lines, const char *bytes, size_t length)
{
	if (lines->line->len + length > LIMIT_RPC_LINE)
		lines->is_too_long = true;
	if (!lines->is_too_long)
		g_string_append_len(lines->line, bytes, (gssize)length);
}

static void end(RpcLines *lines)
{
	GString *line = lines->line;
	if (line->len > 0 && line->str[line->len - 1] == '\r')
		g_string_truncate(line, line->len - 1);
	if (lines->is_too_long)
		lines->take(NULL, 0, lines->data);
	else if (line->len > 0)
		lines->take(line->str, line->len, lines->data);
	secret_wipe(line->str, line->len);
	g_string_truncate(line, 0);
	lines->is_too_long = false;
}

void rpc_lines_feed(RpcLines *lines, const char *bytes, size_t length)
{
	while (length > 0) {
		const char *stop = memchr(bytes, '\n', length);
		const size_t piece = stop != NULL ? (size_t)(stop - bytes) : length;
		add(lines, bytes, piece);
		if (stop == NULL)
			return;
		end(lines);
		bytes += piece + 1;
		length -= piece + 1;
	}
}
