/*
 * Looking at what everything else needs: the folders, the services, the clock, and what the tokens permit. Nothing is
 * changed or asked.
 */
#ifndef MYROLES_BACKEND_DOCTOR_H
#define MYROLES_BACKEND_DOCTOR_H

#include "src/backend/jobs.h"
#include "src/backend/kept.h"
#include "src/backend/network.h"

typedef struct Doctor Doctor;

Doctor *doctor_new(Events *events, Network *network, const Kept *kept);
void doctor_free(Doctor *doctor); /* after network_close */

/* INTENT_EXAMINE; `doctor` is a Doctor. */
void doctor_examine(gpointer doctor, Intent *intent, Job *job);

/* INTENT_EXAMINE_STORE */
void doctor_examine_store(gpointer doctor, Intent *intent, Job *job);

#endif
