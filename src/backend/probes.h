/*
 * How far a role that is on has come: is it listed, and does it count already (model/truth.h)? Asked at growing intervals, of its
 * own scope alone. Only an answer that names the role turns a lamp on; every other one, and none, leaves it unknown.
 */
#ifndef MYROLES_BACKEND_PROBES_H
#define MYROLES_BACKEND_PROBES_H

#include "src/backend/definitions.h"

typedef struct Probes Probes;

Probes *probes_new(Events *events, Network *network, Definitions *definitions);
void probes_free(Probes *probes); /* ends all of them, and tells nothing */

/* INTENT_PROBE; `probes` is a Probes. */
void probes_start(gpointer probes, Intent *intent, Job *job);

/* Listener: another account. All of them end where they are. */
void probes_on_forgotten(gpointer probes);

#endif
