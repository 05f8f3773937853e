/* Intents about a request: try, deactivate, follow. Activations and cancels have files of their own. */
#ifndef MYROLES_BACKEND_REQUESTS_H
#define MYROLES_BACKEND_REQUESTS_H

#include "src/backend/run.h"

typedef struct Requests Requests;

Requests *requests_new(Events *events, Network *network, History *history, Runs *runs);
void requests_free(Requests *requests);

/* Intents; `requests` is a Requests. */
void requests_check(gpointer requests, Intent *intent, Job *job);
void requests_deactivate(gpointer requests, Intent *intent, Job *job);
void requests_follow(gpointer requests, Intent *intent, Job *job);

/* Listener: the account is known. What the journal does not know the end of is looked up and followed. */
void requests_on_known(gpointer requests);

#endif
