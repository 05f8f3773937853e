/* Which deny assignments there are where something is needed: asked each time, since one that came meanwhile goes before every role. */
#ifndef MYROLES_BACKEND_DENIES_H
#define MYROLES_BACKEND_DENIES_H

#include "src/backend/jobs.h"
#include "src/backend/network.h"

typedef struct DenyReads DenyReads;

DenyReads *denies_new(Events *events, Network *network);
void denies_free(DenyReads *denies);

/* INTENT_READ_DENIES; `denies` is a DenyReads. */
void denies_read(gpointer denies, Intent *intent, Job *job);

#endif
