/*
 * How a run begins: a new request is written down, then sent; one whose answer was lost is found again and never
 * sent beside itself.
 */
#ifndef MYROLES_BACKEND_SEND_H
#define MYROLES_BACKEND_SEND_H

#include "src/backend/run.h"

typedef struct RunStart {
	Request *request;           /* taken in any case */
	const Grant *grant;         /* what it is about; copied; NULL where nothing is sent */
	const char *eligibility_id; /* copied; may be NULL */
	Job *job;                   /* held until its first end is told; may be NULL */
} RunStart;

/*
 * Writes the request down and sends it. False, with error set and nothing sent, when it cannot be written down. When
 * an earlier request for the same thing was lost, its id is used again, and it is looked up before anything is sent.
 */
bool send_request(Runs *runs, const RunStart *start, GError **error);

/* Several that are sent together are written down together: the disk is waited for once. Without nested calls. */
void send_begin_group(Runs *runs);
void send_end_group(Runs *runs);

/* Looks up a request that was sent earlier (perhaps), and follows it to its end. */
void send_follow(Runs *runs, const RunStart *start);

/* The same where nobody knows any more how it stands: whatever is found is news. */
void send_follow_anew(Runs *runs, const RunStart *start);

#endif
