/* What an approver should know before deciding: read part by part, told as one. */
#ifndef MYROLES_BACKEND_BRIEFS_H
#define MYROLES_BACKEND_BRIEFS_H

#include "src/backend/jobs.h"
#include "src/backend/network.h"

typedef struct Briefs Briefs;

Briefs *briefs_new(Events *events, Network *network);
void briefs_free(Briefs *briefs);

/* INTENT_READ_BRIEF; `briefs` is a Briefs. */
void briefs_read(gpointer briefs, Intent *intent, Job *job);

#endif
