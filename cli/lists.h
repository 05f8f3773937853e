/*
 * One list of all workloads, gathered for a verb; and what of it failed.
 */
#ifndef MYROLES_CLI_LISTS_H
#define MYROLES_CLI_LISTS_H

#include "cli/session.h"

/* Where rows come from. */
typedef enum {
	LISTS_ASKED,         /* from the services alone */
	LISTS_ASKED_OR_KEPT, /* … and where one does not answer, as the last run knew them */
	LISTS_KEPT, /* as the last run knew them: there is no network. A demo had none: asked */
} ListsFrom;

typedef struct Listing {
	/* In the order of workloads, borrowed from `sources`; those that have ended since they were kept are left out. */
	GPtrArray *rows;
	GPtrArray *sources; /* GPtrArray*: as the events told them; nobody changes their rows */
	GHashTable *stale;  /* rows of the last run (borrowed) to Instant* of when they were true */
	Instant as_of;      /* of the oldest part; 0: nothing is known of any workload */
	guint known;        /* bits 1u << WorkloadId: the others are not known at all */
	bool is_stale;      /* some part is of the last run, if only that there was no row */
	bool has_fresh;     /* some rows are not */
} Listing;

void listing_clear(Listing *listing);

/* One list of all workloads, and no other. Failures are added to the session's problems. False: interrupted. */
bool session_list(Session *session, ListId list, ListsFrom from, Listing *listing);

/* From the services alone. NULL: interrupted. `as_of`: of the oldest one; 0 when none came. */
GPtrArray *session_load(Session *session, ListId list, Instant *as_of);

/* 0 when no list failed, 6 when some rows came, else the problem's. Tells each problem on standard error. */
ExitCode session_report(const Session *session, bool has_rows);

/* Of a listing of what is kept: workloads of which the last run knew nothing are problems of the session. */
void session_add_unknown(Session *session, const Listing *listing);

/* No list of the last run is known: told, and the exit code for it. */
ExitCode tell_nothing_kept(void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

#endif
