/*
 * A stage whose service stands at the other end of a line: what goes over it is counted and late.
 */
#ifndef MYROLES_TESTS_LINE_H
#define MYROLES_TESTS_LINE_H

#include <stdbool.h>

#include "tests/bench/relay.h"
#include "tests/e2e/stage.h"

typedef enum {
	LINE_PLAIN, /* HTTP/1.1, without TLS */
	LINE_HTTP2, /* TLS by nghttpx in front of the service */
} LineKind;

typedef struct Line {
	Stage *stage;
	Relay *relays[2]; /* to ARM, to Graph */
	GPid proxies[2];
	char *config; /* further lines of the cloud */
} Line;

typedef struct LineRun {
	double milliseconds; /* from the start of the program to the last byte of the last answer */
	double requests;
	double connections;
} LineRun;

/* Whether nghttpx is installed. */
bool line_has_proxy(void);

/* A tenant with these arguments (NULL: none) behind it. */
Line *line_new(const char *const *arguments, LineKind kind);
void line_free(Line *line);

/* The tokens that the program finds: of "arm" or "graph" alone, or of both (NULL). */
void line_keep_token(Line *line, const char *host);

/* One first start, without a snapshot, until no request is under way any more. */
void line_run(Line *line, int round_trip_ms, LineRun *run);

/* Waits until no request was received and no byte came back for `quiet_ms`; gives when the last byte came. */
gint64 line_wait_quiet(Line *line, Pty *pty, int quiet_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Line, line_free)

#endif
