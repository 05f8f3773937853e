/*
 * How a request stands, in words.
 */
#ifndef MYROLES_FRONTEND_REQUEST_WORDS_H
#define MYROLES_FRONTEND_REQUEST_WORDS_H

#include "frontend/wording.h"
#include "src/model/policy.h"
#include "src/model/request.h"

/* How long a request may wait for its approvers; then it lapses. */
#define APPROVAL_LAPSES_SECONDS (24 * 60 * 60)

/* When it lapses without a decision; 0: it does not wait for one, or since when is not known. */
Instant request_lapses(const Request *request);

/*
 * "active until 15:40", "waiting for approval by SecOps (asked 14:07, …)", "refused: …". `policy` tells who approves; may
 * be NULL. The caller frees.
 */
char *request_words(const Wording *wording, const Request *request, const Policy *policy);

/* What is said after "approved": that it is not the last word. Borrowed; "": it is, or that is not told. */
const char *request_words_next(const Request *decision);

/* What ends a sentence of these words: "." or "". What an approver wrote may be a command, and ends as it was written. */
const char *request_words_stop(const Request *request, const char *words);

/*
 * The same in a column beside when, where and how long: "until 15:40", "ended 2h early", "refused: …". The caller frees.
 */
char *request_words_short(const Wording *wording, const Request *request);

#endif
