/*
 * Messages of JSON-RPC 2.0, one on a line, as the Model Context Protocol sends them over standard input and output
 * (modelcontextprotocol.io, "Transports"; jsonrpc.org/specification).
 */
#ifndef MYROLES_JSON_RPC_H
#define MYROLES_JSON_RPC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/json/value.h"

/* Codes of errors (jsonrpc.org/specification §5.1). */
enum {
	RPC_CODE_SYNTAX = -32700,
	RPC_CODE_REQUEST = -32600,
	RPC_CODE_METHOD = -32601,
	RPC_CODE_PARAMS = -32602,
};

typedef enum {
	RPC_REQUEST, /* wants an answer */
	RPC_NOTICE,  /* wants none */
	RPC_ANSWER,  /* to a request of ours */
	RPC_BAD,     /* is answered by an error */
} RpcKind;

typedef struct RpcMessage {
	RpcKind kind;
	char *id;                /* as JSON: a number or a string; "null" where there is none */
	char *method;            /* NULL: of an answer, or a bad one */
	const JsonValue *params; /* an object, borrowed from `whole`; NULL: none */
	JsonValue *whole;
	int code;        /* of a bad one */
	const char *why; /* … in a sentence; constant */
} RpcMessage;

/* Never NULL. */
RpcMessage *rpc_read(const char *line, size_t length);
void rpc_message_free(RpcMessage *message);

/* Several messages that came as one array, each as rpc_read tells it. NULL: the line is no such array, or an empty one. */
GPtrArray *rpc_read_several(const char *line, size_t length);

/* The id in `params` under that name, as JSON, to be compared with RpcMessage.id. NULL: none. The caller frees. */
char *rpc_read_id(const JsonValue *params, const char *name);

/* Lines without their end; `result` and `id` are JSON. The caller frees. */
char *rpc_write_result(const char *id, const char *result);
char *rpc_write_error(const char *id, int code, const char *message);

/* ---- A stream of lines ---------------------------------------------------------------------------- */

typedef struct RpcLines RpcLines;

/* Without its end; NULL: it was longer than LIMIT_RPC_LINE, and is gone. */
typedef void (*RpcLine)(const char *line, size_t length, gpointer data);

RpcLines *rpc_lines_new(RpcLine take, gpointer data);
void rpc_lines_free(RpcLines *lines);

/* Calls for each line that is whole by now; empty ones are none. */
void rpc_lines_feed(RpcLines *lines, const char *bytes, size_t length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RpcMessage, rpc_message_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RpcLines, rpc_lines_free)

#endif
