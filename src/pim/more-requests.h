/*
 * Requests for more of an eligibility have lists of their own. Whoever made them, and wherever: they are added to a list of one's
 * own requests, which does not fail by them.
 */
#ifndef MYROLES_PIM_MORE_REQUESTS_H
#define MYROLES_PIM_MORE_REQUESTS_H

#include "src/pim/fetch.h"

typedef struct MoreRequests MoreRequests;

/*
 * Asks for them, by `spec`, which decodes to Request*; all but extensions and renewals are left out. `done` gets the list that
 * more_requests_take takes, with them, once both are there. It frees itself then.
 */
MoreRequests *more_requests_new(const PimContext *context, const FetchSpec *spec,
				GCancellable *cancellable, PimListDone done, gpointer data);

/* A PimListDone, with MoreRequests: the other list, or why there is none. Called to its end. */
void more_requests_take(const PimList *list, const GError *error, gpointer data);

#endif
