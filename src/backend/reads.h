/* Reads that belong to one row: child scopes, and what a role permits. */
#ifndef MYROLES_BACKEND_READS_H
#define MYROLES_BACKEND_READS_H

#include "src/backend/lists.h"

typedef struct Reads Reads;

Reads *reads_new(Events *events, Network *network, const Lists *lists);
void reads_free(Reads *reads);

/* Intents; `reads` is a Reads. */
void reads_list_children(gpointer reads, Intent *intent, Job *job);
void reads_role(gpointer reads, Intent *intent, Job *job);

#endif
