/* Who is active at a scope: the list and the reasons are asked for at once, and told as one. */
#ifndef MYROLES_BACKEND_HOLDINGS_H
#define MYROLES_BACKEND_HOLDINGS_H

#include "src/backend/jobs.h"
#include "src/backend/network.h"

typedef struct HoldingReads HoldingReads;

HoldingReads *holding_reads_new(Events *events, Network *network);
void holding_reads_free(HoldingReads *reads);

/* INTENT_READ_HOLDINGS; `reads` is a HoldingReads. */
void holding_reads_start(gpointer reads, Intent *intent, Job *job);

#endif
