/*
 * One's own requests that are not over, or came to nothing lately: what the service tells of them and what the journal knows,
 * as one.
 */
#ifndef MYROLES_FRONTEND_OPEN_REQUESTS_H
#define MYROLES_FRONTEND_OPEN_REQUESTS_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/history.h"
#include "src/model/workload.h"

/* The service's list of one workload. */
typedef struct ToldRequests {
	const GPtrArray *rows; /* Request*; NULL: nothing was told yet */
	Instant as_of;
} ToldRequests;

/* Asked for, and someone or something is still waited for. */
bool request_is_open(const Request *request);

#define FAILED_LATELY_SECONDS (24 * 60 * 60) /* so long a refusal or failure is news */

/*
 * Each once (Request*, in no order; the caller unrefs): of two that tell of the same request the newer word counts, and the
 * reason and ticket given here stay. What is over is not opened again by a list that lags. What was refused or failed
 * lately comes with them. `entries`: HistoryEntry*; or NULL.
 */
GPtrArray *open_requests(const GPtrArray *entries, const ToldRequests told[WORKLOAD_COUNT],
			 Instant now);

#endif
