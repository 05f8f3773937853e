/* Ends that are owed, as the journal has them: told, held, postponed and settled. Paying is the business of a frontend. */
#ifndef MYROLES_BACKEND_OWED_H
#define MYROLES_BACKEND_OWED_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"
#include "src/backend/lists.h"

typedef struct Debts Debts;

Debts *debts_new(Events *events, const Identity *identity, Kept *kept, Clock *clock);
void debts_free(Debts *debts);

/* Intents; `debts` is a Debts. */
void debts_read(gpointer debts, Intent *intent, Job *job);
void debts_hold(gpointer debts, Intent *intent, Job *job);
void debts_release(gpointer debts, Intent *intent, Job *job);
void debts_postpone(gpointer debts, Intent *intent, Job *job);
void debts_settle(gpointer debts, Intent *intent, Job *job);

/* A ListListener: with the active roles it is told which of their ends are owed, where any is or was. */
void debts_on_active(const ListNews *news, gpointer debts);

/* The file of whose bytes each living holder has one locked. Borrowed. */
const char *debts_lock_path(const Debts *debts);

/* Is there something to be paid now that nobody holds, and no payer lives that would? */
bool debts_are_due(const Debts *debts);

/* A RunListener: a person asked for what is owed, and has it, or more time of it: it is theirs now, and nobody's to end. */
void debts_on_asked(const Request *request, const Grant *grant, gpointer debts);

#endif
