/*
 * The active list as a picture made of several sources: the service's whole answer, the quick partial ones, what
 * the last run knew, and one's own activations and deactivations of a moment ago.
 */
#ifndef MYROLES_BACKEND_ACTIVE_H
#define MYROLES_BACKEND_ACTIVE_H

#include "src/backend/history.h"
#include "src/backend/lists.h"

typedef struct Active Active;

Active *active_new(Jobs *jobs, Network *network, const Identity *identity, History *history,
		   Lists *lists);
void active_free(Active *active);

/* A ListShape: what is active as far as is known. `rows` may be NULL. */
GPtrArray *active_make_picture(WorkloadId workload, GPtrArray *rows, gpointer active);

/* Listeners: what becomes of the whole list, and of the eligible one that is asked for beside it. */
void active_on_began(const ListNews *news, gpointer active);
void active_on_came(const ListNews *news, gpointer active);
void active_on_ended(const ListNews *news, gpointer active);
void active_on_eligible(const ListNews *news, gpointer active);

/*
 * Listeners: a request of one's own has come true: the list shows it at once, and is loaded again; or it was needless, since
 * it is so already: the list is only loaded.
 */
void active_on_success(const Request *request, const Grant *grant, gpointer active);
void active_on_needless(const Request *request, const Grant *grant, gpointer active);

/*
 * Listener: the last run's account. What the journal has as active is told with the kept list, which may be older; the service is
 * asked for it once its own list is there.
 */
void active_on_remembered(gpointer active);

/* Listener: another account. */
void active_on_forgotten(gpointer active);

#endif
