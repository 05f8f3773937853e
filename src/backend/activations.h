/* Activations that are looked at again before they are sent: what is confirmed is what is sent. */
#ifndef MYROLES_BACKEND_ACTIVATIONS_H
#define MYROLES_BACKEND_ACTIVATIONS_H

#include "src/backend/lists.h"
#include "src/backend/policies.h"
#include "src/backend/run.h"

typedef struct Activations Activations;

Activations *activations_new(Events *events, Network *network, Policies *policies, Lists *lists,
			     Runs *runs);
void activations_free(Activations *activations);

/* INTENT_ACTIVATE: takes the activations out of it; `activations` is an Activations. */
void activations_start(gpointer activations, Intent *intent, Job *job);

/* Listener: the eligible list was loaded, or failed: those that waited for it go on. */
void activations_on_eligible(const ListNews *news, gpointer activations);

/* Listener: another account. Nothing that waits is sent. */
void activations_on_forgotten(gpointer activations);

#endif
