/*
 * The owner of one's own requests that are not over or failed lately, each once: as the service's lists and the journal tell together.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_REQUESTS_H
#define MYROLES_TUI_CORE_KNOWN_REQUESTS_H

#include <glib.h>

#include "src/model/policy.h"
#include "src/model/request.h"
#include "tui/core/news.h"

typedef struct KnownRequests {
	GPtrArray *open; /* Request*: what the rows borrow from */
	GPtrArray *rows; /* Row*, made anew before others hear NEWS_REQUESTS and NEWS_HISTORY */
} KnownRequests;

void known_requests_init(KnownRequests *requests);
void known_requests_clear(KnownRequests *requests);

/* Borrowed; NULL: there is none, or it is over. */
const Request *known_requests_find(const KnownRequests *requests, const char *id);

/* The eligible role that a request was made for, or that covers it now. Borrowed; NULL: none. */
const Eligibility *known_requests_find_eligible(const State *state, const Request *request);
/* What is known of what its role demands there, and so of who approves. Borrowed; NULL: nothing. */
const Policy *known_requests_policy(const State *state, const Request *request);
/* By which more of an eligibility, or all of it again, is asked for and not decided yet. Borrowed; NULL: none. */
const Request *known_requests_find_extension(const State *state, const Grant *grant);
/* By which what is active goes on when it ends. Borrowed; NULL: it does not. */
const Request *known_requests_find_next(const State *state, const Grant *grant);

extern const Listeners known_requests_listeners;

#endif
