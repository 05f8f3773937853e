/* What is told beside the screen: by one of all processes. */
#ifndef MYROLES_BACKEND_TOLD_H
#define MYROLES_BACKEND_TOLD_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"

typedef struct Told Told;

Told *told_new(Events *events, const Identity *identity, Kept *kept, Clock *clock);
void told_free(Told *told);

/* INTENT_CLAIM; `told` is a Told. Those that come together are answered together, a moment later. */
void told_claim(gpointer told, Intent *intent, Job *job);

/* Listener: another account. */
void told_on_forgotten(gpointer told);

#endif
