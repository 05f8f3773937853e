/*
 * Often and lately used first: each activation that was given counts one, half as much two weeks later, and so on.
 */
#ifndef MYROLES_FRONTEND_OFTEN_H
#define MYROLES_FRONTEND_OFTEN_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/history.h"
#include "src/model/request.h"

/* Behind it a use counts next to nothing, and is not looked at. */
#define OFTEN_SECONDS (INT64_C(90) * 24 * 60 * 60)

/* What one request counts at `now`; 0: it gave nothing, or is too old. */
double often_weight(const Request *request, Instant now);

/*
 * Puts Eligibility* rows that were used often and lately first, or last; the others stay in their order. `entries`: HistoryEntry*,
 * newest first.
 */
void often_sort(GPtrArray *rows, const GPtrArray *entries, Instant now, bool is_backwards);

#endif
