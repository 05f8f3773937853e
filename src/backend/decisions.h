/*
 * What others asked for, decided by the signed-in person. A decision is a request like any other: written down, sent, looked up
 * where the answer was lost (send.h).
 */
#ifndef MYROLES_BACKEND_DECISIONS_H
#define MYROLES_BACKEND_DECISIONS_H

#include "src/backend/lists.h"
#include "src/backend/run.h"

typedef struct Decisions Decisions;

Decisions *decisions_new(Events *events, Jobs *jobs, Network *network, Lists *lists, Runs *runs);
void decisions_free(Decisions *decisions);

/* INTENT_DECIDE; `decisions` is a Decisions. */
void decisions_start(gpointer decisions, Intent *intent, Job *job);

/* Listener: what waits is going to be asked for, at the places that are known by now. */
void decisions_on_began(const ListNews *news, gpointer decisions);

/* Listener: another account. */
void decisions_on_forgotten(gpointer decisions);

/* A RunListener: one thing less waits. */
void decisions_on_decided(const Request *request, const Grant *grant, gpointer decisions);

#endif
