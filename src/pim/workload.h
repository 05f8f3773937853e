/*
 * A workload is one row of functions behind one interface. Adding a workload adds one file and one row.
 * Every call answers through its callback exactly once, from the main loop, never from inside the call.
 */
#ifndef MYROLES_PIM_WORKLOAD_H
#define MYROLES_PIM_WORKLOAD_H

#include <gio/gio.h>

#include "src/model/account.h"
#include "src/model/event.h"
#include "src/model/intent.h"
#include "src/net/http.h"

/* GETs of Microsoft Graph that may travel together; private to this room. */
typedef struct GraphQueue GraphQueue;

/* What a workload works with; borrowed, owned by the backend. */
typedef struct PimContext {
	Http *http;
	Clock *clock;
	const Account *account; /* oid and tid are known */
	GraphQueue *graph;
	GHashTable
		*names; /* what the service called things, so that a refresh need not ask again */
} PimContext;

/* `http` and `clock` are borrowed. The context must stay where it is. */
void pim_context_init(PimContext *context, Http *http, Clock *clock);

/* After http_free: calls that were not sent yet call back with G_IO_ERROR_CANCELLED. */
void pim_context_clear(PimContext *context);

/* A list that may come in parts (is_complete false), the last of them complete: rows (owned by the receiver: take a ref) with elements skipped; or error. */
typedef struct PimList {
	GPtrArray *rows;
	size_t skipped;
	bool is_complete; /* false: a part; another call of the callback follows */
	bool is_deep; /* children: everything below; false although deep was asked: the service refused, direct ones only */
	bool has_gaps; /* got the long way round, which cannot see everything: what is known besides still counts */
	Instant as_of;
} PimList;

typedef void (*PimListDone)(const PimList *list, const GError *error, gpointer data);
typedef void (*PimPolicyDone)(const Policy *policy, const GError *error, gpointer data);
typedef void (*PimTextDone)(GPtrArray *lines, const GError *error, gpointer data);
/* The request as the service has it now. An error with `request` NULL. */
typedef void (*PimRequestDone)(const Request *request, const GError *error, gpointer data);

typedef struct PimWorkload {
	WorkloadId id;
	Audience audience; /* whose tokens its calls carry */
	void (*list_eligible)(const PimContext *context, GCancellable *cancellable,
			      PimListDone done, gpointer data);
	/* All that is active; may be slow. */
	void (*list_active)(const PimContext *context, GCancellable *cancellable, PimListDone done,
			    gpointer data);
	/*
	 * What is active directly at `scopes` (Scope*, at least one): the quick, partial picture beside the slow whole one. `done`
	 * may be called several times with the union so far and is_complete false; the last call has is_complete true
	 * (all of these scopes, that is) or an error. NULL: the whole list is quick.
	 */
	void (*list_active_at)(const PimContext *context, GPtrArray *scopes,
			       GCancellable *cancellable, PimListDone done, gpointer data);
	void (*list_requests)(const PimContext *context, GCancellable *cancellable,
			      PimListDone done, gpointer data);
	void (*list_children)(const PimContext *context, const Scope *scope, bool is_deep,
			      GCancellable *cancellable, PimListDone done,
			      gpointer data); /* Scope* rows; NULL: cannot */
	void (*read_policy)(const PimContext *context, const Grant *grant, const Scope *scope,
			    GCancellable *cancellable, PimPolicyDone done, gpointer data);
	void (*read_role)(const PimContext *context, const Grant *grant, GCancellable *cancellable,
			  PimTextDone done, gpointer data);
	/*
	 * Sends `request` (id chosen, journaled by the caller before). Never sends twice. An error of
	 * PIM_ERROR_UNKNOWN_OUTCOME: no answer came, look_up tells. `condition…` of `grant` is copied.
	 */
	void (*submit)(const PimContext *context, const Request *request, const Grant *grant,
		       bool is_check, PimRequestDone done, gpointer data);
	/* The request's present state; PIM_ERROR_NOT_FOUND when the service does not (yet) know it. */
	void (*look_up)(const PimContext *context, const Request *request, PimRequestDone done,
			gpointer data);
	void (*cancel)(const PimContext *context, const Request *request, PimRequestDone done,
		       gpointer data);
} PimWorkload;

/* The row of a workload, or NULL where this build has none yet. Static. */
const PimWorkload *pim_workload(WorkloadId id);

#endif
