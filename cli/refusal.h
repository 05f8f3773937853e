/*
 * Words on a command line that choose no row, or more than one: nothing is guessed and nothing is sent. What they may
 * have meant is told on standard error, and with --json printed, too.
 */
#ifndef MYROLES_CLI_REFUSAL_H
#define MYROLES_CLI_REFUSAL_H

#include <cjson/cJSON.h>
#include <glib.h>

#include "cli/options.h"
#include "cli/tell.h"
#include "src/model/grant.h"
#include "src/model/problem.h"

typedef struct Refusal {
	Problem *problem;   /* NULL: nothing was refused */
	cJSON *candidates;  /* {"id","workload","role","scope","access"} each */
	bool has_namesakes; /* among them are different roles of one name */
} Refusal;

void refusal_clear(Refusal *refusal);

/* Tells the message. `code` is one of AMBIGUOUS and UNKNOWN, for JSON. */
void refusal_tell(Refusal *refusal, const char *code, const char *message);

/* What is added next: where different roles bear one name, each is told with its id. */
void refusal_expect(Refusal *refusal, const GPtrArray *grants);

/* Tells one row (at `scope`, when that is not its own: else NULL) that may have been meant. */
void refusal_add(Refusal *refusal, const Grant *grant, const Scope *scope);

/* Prints the verb's document, with "errors" and "candidates", where JSON is wanted. */
ExitCode refusal_end(const Refusal *refusal, const Options *options);

#define REFUSAL_AMBIGUOUS "ambiguous"
#define REFUSAL_UNKNOWN   "unknown-role-or-scope"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Refusal, refusal_clear)

#endif
