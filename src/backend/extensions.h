/*
 * More of an eligibility is asked for: before it ends, or again after its end. An administrator decides, mostly hours later; until
 * then the request is followed like any other that waits.
 */
#ifndef MYROLES_BACKEND_EXTENSIONS_H
#define MYROLES_BACKEND_EXTENSIONS_H

#include "src/backend/lists.h"
#include "src/backend/run.h"

typedef struct Extensions Extensions;

Extensions *extensions_new(Events *events, Jobs *jobs, Network *network, Lists *lists, Runs *runs);
void extensions_free(Extensions *extensions);

/* INTENT_EXTEND; `extensions` is an Extensions. */
void extensions_start(gpointer extensions, Intent *intent, Job *job);

/* Listener: an administrator agreed, so what may be activated is another list now. */
void extensions_on_granted(const Request *request, const Grant *grant, gpointer extensions);

#endif
