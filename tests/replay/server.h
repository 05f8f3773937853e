/*
 * A scripted HTTP/1.1 server in the test's own process and main loop: requests that are expected, and what is
 * answered, in which manner. For everything a well-behaved service never does.
 */
#ifndef MYROLES_REPLAY_SERVER_H
#define MYROLES_REPLAY_SERVER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	REPLAY_WHOLE,   /* with a Content-Length */
	REPLAY_CHUNKED, /* in chunks, without one */
	REPLAY_DRIP,    /* byte by byte */
	REPLAY_CUT,     /* the connection ends in the middle of the body */
	REPLAY_CLOSE,   /* the connection ends without an answer */
	REPLAY_HANG,    /* no answer, and the connection stays */
	REPLAY_RAW,     /* `body` is all that is sent, headers included; then the connection ends */
} ReplayManner;

typedef struct ReplayExchange {
	const char *request; /* "GET /path?query": the whole request line before the version */
	unsigned status;     /* 0: 200 */
	const char *headers; /* lines, each ended by "\r\n"; "@URL@" is this server's address */
	const char *body;    /* "@URL@" as above; NULL: none */
	const char *repeat;  /* appended `times` times, then `tail` */
	size_t times;
	const char *tail;
	ReplayManner manner;
	bool is_gzip; /* sent compressed, with a Content-Encoding */
} ReplayExchange;

typedef struct ReplayServer ReplayServer;

/* Listens on 127.0.0.1. `exchanges` are borrowed; each answers once, the first that fits is taken. */
ReplayServer *replay_server_new(const ReplayExchange *exchanges, size_t count);
void replay_server_free(ReplayServer *server);

/* "http://127.0.0.1:PORT". Borrowed. */
const char *replay_server_url(const ReplayServer *server);

/* Every byte received so far, over all connections. Borrowed. */
const char *replay_server_received(const ReplayServer *server);

size_t replay_server_requests(const ReplayServer *server);
size_t replay_server_connections(const ReplayServer *server);

/* Were exactly the expected requests made? *why (free it) says what was missing or unexpected. */
bool replay_server_is_done(const ReplayServer *server, char **why);

/* Runs the main loop until *is_over, at most a minute. False when it passed. */
bool replay_run_until(const bool *is_over);

/* Runs the main loop for as long as it has something to do at once. */
void replay_settle(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReplayServer, replay_server_free)

#endif
