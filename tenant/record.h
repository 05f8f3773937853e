/* What the tenant has seen: every request received (never its token), and counters of things
 * that should not happen. Tests and the soak compare these with what the client believes. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tenant/http.h"

typedef enum {
	COUNT_REQUESTS,
	COUNT_PRINCIPAL_WAS_GROUP, /* an activation for a whole group was asked for */
	COUNT_PRINCIPAL_NOT_CALLER,
	COUNT_WRONG_HOST_TOKENS, /* a token of another host was shown */
	COUNT_BAD_TOKENS,
	COUNT_EXPIRED_TOKENS,
	COUNT_DUPLICATE_REQUESTS, /* a request id was used twice */
	COUNT_ACTIVATIONS,        /* accepted */
	COUNT_DEACTIVATIONS,
	COUNT_DECISIONS,      /* of stages, by people */
	COUNT_LATE_DECISIONS, /* of one that was not open any more */
	COUNT_REFUSALS,
	COUNT_CONDITION_LOST, /* an eligibility's condition was not copied */
	COUNT_FAULTS,
	COUNT_THROTTLED,
	COUNT_SIGN_INS,
	COUNT_REFRESHES,
	COUNT_REUSED_REFRESH_TOKENS,
	COUNT_LAST,
} Count;

typedef struct Record Record;

/* log: where each request is written as one JSON line; -1: nowhere. */
Record *record_new(int log);
void record_free(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

void record_count(Record *record, Count what);
void record_request(Record *record, const HttpRequest *request, unsigned status, int64_t time,
		    const char *account, const char *fault);
void record_clear(Record *record);
/* Those received since (and without) number `since`, of one host ("" or NULL: all). */
cJSON *record_requests(const Record *record, int64_t since, const char *host);
cJSON *record_counters(const Record *record);
