/* Looking whether the journal is whole. */
#ifndef MYROLES_BACKEND_KEPT_CHECK_H
#define MYROLES_BACKEND_KEPT_CHECK_H

#include "src/backend/jobs.h"
#include "src/backend/kept.h"

/* INTENT_CHECK_JOURNAL; `kept` is a Kept. Reads all of the file at once: for a program that has no screen up. */
void kept_check_journal(gpointer kept, Intent *intent, Job *job);

/* The same beside everything else, in pieces that hold up nothing. */
typedef struct KeptWalk KeptWalk;

KeptWalk *kept_walk_new(const Kept *kept);
void kept_walk_free(KeptWalk *walk);

/* INTENT_WALK_JOURNAL; `walk` is a KeptWalk. */
void kept_walk_start(gpointer walk, Intent *intent, Job *job);

#endif
