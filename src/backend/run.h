/*
 * One request from its sending to its end. It is written to the journal before it is sent and at each change; a lost
 * answer is looked up and never sent again by itself; whatever waits for a person is followed as long as the
 * program runs. How it begins is told by send.h.
 */
#ifndef MYROLES_BACKEND_RUN_H
#define MYROLES_BACKEND_RUN_H

#include "src/backend/history.h"
#include "src/backend/pace.h"
#include "src/backend/policies.h"

typedef enum {
	RUN_SUCCEEDED, /* it came true: the next token carries the role, or does not any more */
	RUN_SCHEDULED, /* it will */
	RUN_REFUSED,
	RUN_NEEDLESS, /* refused, since it is so already */
	RUN_GRANTED,  /* of an extension or a renewal: an administrator agreed */
	RUN_DECIDED, /* of a decision, instead of those above: taken, or taken by somebody else before */
	RUN_NEWS_COUNT,
} RunNews;

/* `grant`: what the request is about; without a role where that is not known. */
typedef void (*RunListener)(const Request *request, const Grant *grant, gpointer data);

/* All of them. Members are for run.c and send.c. */
typedef struct Runs {
	Events *events;
	Network *network;
	History *history;
	const Policies *policies;
	GHashTable *table; /* request id → Run* (owned): requests that are followed */
	GArray *listeners[RUN_NEWS_COUNT];
	bool is_grouping; /* between send_begin_group and send_end_group */
	GQueue written;   /* Run* (borrowed) that go out when the group is on the disk */
} Runs;

typedef enum {
	RUN_SENDING,  /* or waiting to be sent once more, as the service was not ready for it */
	RUN_RETRYING, /* lost before: looked up first, and only if the service lacks it sent again */
	RUN_FOLLOWING,
	RUN_UNKNOWN, /* given up for now; an intent or a list may tell more */
} RunPhase;

typedef struct Run {
	Runs *runs;
	const PimWorkload *workload;
	const PimRequests *calls; /* the workload's, for what it is */
	Request *request;         /* as known last */
	Request *wanted; /* RUN_RETRYING: what is sent in its place, under its id; else NULL */
	Grant grant;
	char *eligibility_id;
	Job *job; /* held until its first end is told; or NULL */
	RunPhase phase;
	bool is_calling;
	unsigned tries; /* sent, and refused since the service's memory lags behind */
	Pace pace;
} Run;

Runs *runs_new(Events *events, Network *network, History *history, const Policies *policies);
void runs_free(Runs *runs);

/* In the order in which they came. */
void runs_listen(Runs *runs, RunNews news, RunListener listener, gpointer data);

/* Listener: another account. Nothing is followed any more. */
void runs_on_forgotten(gpointer runs);

/* Listener: the service told one's own requests: news for whoever follows one. */
void runs_on_requests(const ListNews *news, gpointer runs);

/* The same of one request. */
void runs_observe(Runs *runs, const Request *request);

/* The run of that request, by one's own id or the service's; NULL: nobody follows it. */
Run *runs_find(const Runs *runs, const Request *request);

/* Takes the request. The run lives until its end. */
Run *run_new(Runs *runs, Request *request);

void run_submit(Run *run); /* as soon as it is written down; refused where that cannot be */
void run_refuse(Run *run, const GError *error); /* it could not be written down: it ends unsent */
void run_look(Run *run);
void run_begin_following(Run *run);
void run_tell(Run *run, EventKind kind, const Problem *problem);

#endif
