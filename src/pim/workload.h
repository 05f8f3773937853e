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
#include "src/model/role-definition.h"
#include "src/net/http.h"

/* GETs of Microsoft Graph that may travel together; private to this room. */
typedef struct GraphQueue GraphQueue;

/* What a workload works with; borrowed, owned by the backend. */
typedef struct PimContext {
	Http *http;
	Clock *clock;
	const Account *account; /* oid and tid are known */
	GraphQueue *graph;
	/* Ids of Azure's management groups and subscriptions that are known: where requests may wait for one's decision. */
	GHashTable *places;
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
	GPtrArray *
		failed; /* char*: scopes that were asked by themselves and did not answer; NULL: none */
	bool is_complete; /* false: a part; another call of the callback follows */
	bool is_deep; /* children: everything below; false although deep was asked: the service refused, direct ones only */
	bool has_gaps; /* got the long way round, which cannot see everything: what is known besides still counts */
	Instant as_of;
} PimList;

typedef void (*PimListDone)(const PimList *list, const GError *error, gpointer data);
/* Both: nothing is known (is_known false), and why. NULL with an error: it may be known later. */
typedef void (*PimPolicyDone)(const Policy *policy, const GError *error, gpointer data);
/* The definition is the receiver's; NULL with an error. */
typedef void (*PimDefinitionDone)(RoleDefinition *definition, const GError *error, gpointer data);
typedef void (*PimTextDone)(GPtrArray *lines, const GError *error, gpointer data);
/* The request as the service has it now. An error with `request` NULL. */
typedef void (*PimRequestDone)(const Request *request, const GError *error, gpointer data);

typedef struct PimWorkload PimWorkload;

/* A whole list; may be slow. */
typedef void (*PimLoad)(const PimWorkload *self, const PimContext *context,
			GCancellable *cancellable, PimListDone done, gpointer data);

typedef struct PimLists {
	PimLoad load[LIST_COUNT];
	/*
	 * What is active directly at `scopes` (Scope*, at least one): the quick, partial picture beside the slow whole one. `done`
	 * may be called several times with the union so far and is_complete false; the last call has is_complete true
	 * (all of these scopes, that is) or an error. NULL: the whole list is quick.
	 */
	void (*load_active_at)(const PimWorkload *self, const PimContext *context,
			       GPtrArray *scopes, GCancellable *cancellable, PimListDone done,
			       gpointer data);
} PimLists;

/* What is asked about one row; copied. */
typedef struct PimQuestion {
	const Grant *grant; /* the policy's; not for children */
	const Scope *scope; /* the policy there; whose children */
	bool is_deep;       /* children: everything below */
} PimQuestion;

/* What belongs to one row. */
typedef struct PimReads {
	/* Scope* rows; NULL: cannot */
	void (*children)(const PimWorkload *self, const PimContext *context,
			 const PimQuestion *question, GCancellable *cancellable, PimListDone done,
			 gpointer data);
	void (*policy)(const PimWorkload *self, const PimContext *context,
		       const PimQuestion *question, GCancellable *cancellable, PimPolicyDone done,
		       gpointer data);
	void (*role)(const PimWorkload *self, const PimContext *context, const Grant *grant,
		     GCancellable *cancellable, PimTextDone done, gpointer data);
	/* RoleDefinition* rows: which roles there are at the grant's scope; NULL: there are none but the grant's own */
	void (*definitions)(const PimWorkload *self, const PimContext *context, const Grant *grant,
			    GCancellable *cancellable, PimListDone done, gpointer data);
	/* What the grant's role permits, as patterns; NULL: it permits nothing by itself, as a group does */
	void (*definition)(const PimWorkload *self, const PimContext *context, const Grant *grant,
			   GCancellable *cancellable, PimDefinitionDone done, gpointer data);
} PimReads;

/* A list of one scope. */
typedef void (*PimLoadAt)(const PimWorkload *self, const PimContext *context, const Scope *scope,
			  GCancellable *cancellable, PimListDone done, gpointer data);

/*
 * Who is active at a scope, and above it where roles reach it: everybody, as far as the signed-in person may read that.
 * PIM_ERROR_NO_PERMISSION or PIM_ERROR_NO_CONSENT, in a sentence that names the permission, where not.
 */
typedef struct PimHoldings {
	PimLoadAt list;     /* Holding* rows, without reasons */
	PimLoadAt requests; /* Request* rows, of anybody: they tell the reasons */
} PimHoldings;

/* About a role that is on, and an operation that it permits. Copied, but for the definition, which lives until the answer. */
typedef struct PimProofQuestion {
	const Grant *grant;    /* the role, and where it was activated */
	const char *operation; /* one without a star; not for permissions */
	bool is_data;
	const RoleDefinition *definition; /* what the role permits; for permissions alone */
} PimProofQuestion;

/* What an answer is worth. Whatever does not name the role proves nothing, and denies nothing. */
typedef enum {
	PROOF_NONE,    /* it says nothing about the question */
	PROOF_NAMED,   /* the role counts */
	PROOF_OTHER,   /* the same is permitted by something else */
	PROOF_NOT_YET, /* not permitted, by anything */
	PROOF_DENIED,  /* a deny assignment forbids it, whatever is held */
} Proof;

/* PROOF_NONE with an error: there was no answer that can be read. */
typedef void (*PimProofDone)(Proof proof, const GError *error, gpointer data);
typedef void (*PimProve)(const PimWorkload *self, const PimContext *context,
			 const PimProofQuestion *question, GCancellable *cancellable,
			 PimProofDone done, gpointer data);

/* Does a role that is on count already? NULL: the service cannot be asked (WorkloadInfo.can_prove). */
typedef struct PimProofs {
	PimProve check;       /* of one operation: which assignment permits it */
	PimProve permissions; /* of all that counts at the scope; slower, and names no role */
} PimProofs;

/* A request to send, with what it is about; copied. */
typedef struct PimSubmission {
	const Request *request;
	const Grant *grant; /* of the eligibility or assignment */
	bool is_check;      /* a dry run */
} PimSubmission;

typedef struct PimRequests {
	/*
	 * The request's id was chosen and written down by the caller before. Never sends twice. An error of
	 * PIM_ERROR_UNKNOWN_OUTCOME: no answer came, look_up tells.
	 */
	void (*submit)(const PimWorkload *self, const PimContext *context,
		       const PimSubmission *submission, PimRequestDone done, gpointer data);
	/* The request's present state; an error that pim_error_is_lacking when the service does not (yet) know it. */
	void (*look_up)(const PimWorkload *self, const PimContext *context, const Request *request,
			PimRequestDone done, gpointer data);
	void (*cancel)(const PimWorkload *self, const PimContext *context, const Request *request,
		       PimRequestDone done, gpointer data);
} PimRequests;

struct PimWorkload {
	WorkloadId id;
	Audience audience; /* whose tokens its calls carry */
	PimLists lists;
	PimReads reads;
	PimHoldings holdings;
	PimProofs proofs;
	/* DenyAssignment* rows that are about the signed-in person, at a scope and above it; NULL: the service has none */
	PimLoadAt denies;
	PimRequests requests;
	/*
	 * The same of decisions of what others asked for (request_is_decision), without canceling: submit decides the stage that is
	 * open for the signed-in person, look_up reads the stages. Errors besides those of requests: PIM_ERROR_DECIDED,
	 * PIM_ERROR_DECIDED_OTHERWISE and PIM_ERROR_NOT_WAITING where there is nothing left to decide.
	 */
	PimRequests decisions;
};

/* Never NULL for a valid id; static. */
const PimWorkload *pim_workload(WorkloadId id);

#endif
