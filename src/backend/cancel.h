/* Taking a request back: written down before it is sent, looked up after a refusal or a lost answer. */
#ifndef MYROLES_BACKEND_CANCEL_H
#define MYROLES_BACKEND_CANCEL_H

#include "src/backend/lists.h"
#include "src/backend/run.h"

typedef struct Cancels Cancels;

Cancels *cancels_new(Events *events, Network *network, History *history, Lists *lists, Runs *runs);
void cancels_free(Cancels *cancels);

/*
 * Intent. EVENT_FINISHED with a canceled request: it is done. EVENT_REFUSED says why not, or that the answer was lost; where the
 * service had something to say about it, EVENT_FINISHED follows with the request as it stands by then.
 */
void cancels_start(gpointer cancels, Intent *intent, Job *job);

/* Listener: another account. */
void cancels_on_forgotten(gpointer cancels);

#endif
