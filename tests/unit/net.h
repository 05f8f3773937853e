/*
 * What the tests of src/net share: a scripted server, a token provider and a queue.
 */
#ifndef MYROLES_TESTS_UNIT_NET_H
#define MYROLES_TESTS_UNIT_NET_H

#include "src/net/http.h"
#include "tests/replay/server.h"
#include "tests/replay/tokens.h"

#define NOW INT64_C(1767254400)

typedef struct Net {
	ReplayServer *server;
	ReplayTokens *tokens;
	Clock *clock;
	Http *http;
} Net;

/* The server is both ARM and Graph; tokens "token-1", "token-2"; retries wait a millisecond. */
void net_init(Net *net, const ReplayExchange *exchanges, size_t count);

/* Fails the test unless exactly the exchanges took place. */
void net_clear(Net *net);

/* What came of one request. */
typedef struct Answer {
	bool is_there;
	unsigned times;
	long status; /* 0: an error */
	char *body;
	char *date;
	char *request_id;
	GError *error;
} Answer;

void answer_take(const HttpResponse *response, const GError *error, gpointer answer);
void answer_clear(Answer *answer);

/* Sends, and runs the loop until the answer is there. */
Answer net_send(Net *net, const HttpRequest *request);
Answer net_get(Net *net, const char *url);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

#endif
