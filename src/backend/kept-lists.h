/* The snapshot of the lists: painted before any network, written down when the service has told them. */
#ifndef MYROLES_BACKEND_KEPT_LISTS_H
#define MYROLES_BACKEND_KEPT_LISTS_H

#include "src/backend/identity.h"
#include "src/backend/lists.h"

typedef struct KeptLists KeptLists;

/* Without a snapshot in `files` nothing is kept. */
KeptLists *kept_lists_new(const Identity *identity, Kept *files, Lists *lists);

/* What of the last run is told. Unless called: all. */
void kept_lists_choose(KeptLists *kept, KeptChoice choice);

/* Called when a list was written that changed something worth telling (src/model/change.h). One, set at the start. */
void kept_lists_set_listener(KeptLists *kept, void (*changed)(gpointer data), gpointer data);

/* What is still being written is written to its end. */
void kept_lists_free(KeptLists *kept);

/* Listener: paints what the last run knew of the account. */
void kept_lists_on_remembered(gpointer kept);

/* Listener: what is still being painted is another account's. */
void kept_lists_on_forgotten(gpointer kept);

/* Listener: a list was told; a whole one is written down. */
void kept_lists_on_told(const ListNews *news, gpointer kept);

#endif
