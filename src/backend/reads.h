/* Reads that belong to one row: child scopes, and what a role permits. */
#ifndef MYROLES_BACKEND_READS_H
#define MYROLES_BACKEND_READS_H

#include "src/backend/lists.h"

typedef struct Reads Reads;

Reads *reads_new(Events *events, Network *network, const Lists *lists);
void reads_free(Reads *reads);

/* Called with what a role permits (char*, a line each), when that was read. One, set at the start. */
typedef void (*RoleListener)(const Grant *grant, const GPtrArray *lines, gpointer data);
void reads_set_listener(Reads *reads, RoleListener listener, gpointer data);

/* Intents; `reads` is a Reads. */
void reads_list_children(gpointer reads, Intent *intent, Job *job);
void reads_role(gpointer reads, Intent *intent, Job *job);

#endif
