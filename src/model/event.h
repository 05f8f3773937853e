/*
 * What the backend tells a frontend. Plain values, taken from a queue; an event owns what it carries.
 */
#ifndef MYROLES_MODEL_EVENT_H
#define MYROLES_MODEL_EVENT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/account.h"
#include "src/model/brief.h"
#include "src/model/holding.h"
#include "src/model/intent.h"
#include "src/model/older-tokens.h"
#include "src/model/problem.h"
#include "src/model/sign-in.h"
#include "src/model/truth.h"

typedef enum {
	EVENT_ACCOUNT, /* `account`: who is signed in is known now, or changed; NULL: nobody */
	EVENT_LOADING, /* `workload`, `list`: a load began */
	EVENT_ELIGIBILITIES, /* `workload`, `rows` (Eligibility*): the whole list replaces the last one */
	EVENT_ASSIGNMENTS, /* `workload`, `rows` (Assignment*): the same; when not `is_complete`, an early picture */
	EVENT_REQUESTS,  /* `workload`, `rows` (Request*): own requests */
	EVENT_APPROVALS, /* `workload`, `rows` (Request*): what waits for one's decision */
	/* `workload`, `rows` (Eligibility*): not for use now: they begin later, or ended in the last 30 days */
	EVENT_DORMANT,
	EVENT_LIST_FAILED, /* `workload`, `list`, `problem`: the last rows stay */
	EVENT_CHILDREN,    /* `scope` and `rows` (Scope*), `is_deep`; or `problem` */
	EVENT_POLICY, /* `eligibility_id`, `scope`, `policy`; unreadable: is_known false and `problem` says why */
	EVENT_ROLE, /* `role_id`, `permissions`; or `problem` */
	/*
	 * `rows` (RoleDefinition*, each with the date of its reading): not older than a day, or as they were kept. Those that cannot be
	 * read are not among them: `problem` says why of one.
	 */
	EVENT_DEFINITIONS,
	/*
	 * `rows` (DenyAssignment*) that are about the person, and `failed`: of which places not all of them could be read; `problem` says why
	 * of one
	 */
	EVENT_DENIES,
	EVENT_BRIEF, /* `request`, as it was asked about, and `brief`; or `problem` */
	/* `workload`, `scope`, as they were asked about, and `holdings`; or `problem` */
	EVENT_HOLDINGS,
	EVENT_CHECKED, /* `eligibility_id`: the dry run's outcome: `problem`, or NULL when it would do */
	EVENT_PROGRESS, /* `request`: its state changed (first: REQUEST_STATE_PREPARED, `eligibility_id` tells for which row; of a decision: its request's id) */
	/* … with the `problem` PROBLEM_UNKNOWN_OUTCOME: the answer was lost, and it is looked up */
	EVENT_FINISHED, /* `request` reached a final state (request_state_is_final) or UNKNOWN; `problem` tells refusals */
	EVENT_REFUSED, /* `eligibility_id`: nothing was sent: `problem` */
	/*
	 * `rows` (HistoryEntry*), newest first; or `problem`. `is_addition`: of the whole a part, by `query`; `has_more`: it goes
	 * on; `has_gaps`: the journal cannot be read, or not all of it, or what the services told could not be written into it
	 */
	EVENT_HISTORY,
	EVENT_TIMELINE,    /* `request`, `rows` (HistoryEvent*), oldest first; or `problem` */
	EVENT_LAST_SCOPES, /* `last_scopes`: scopes used last, at start */
	EVENT_SIGN_IN, /* `sign_in`: where it stands; `problem` beside SIGN_IN_DONE: what did not come with it */
	EVENT_SIGN_IN_FAILED, /* `problem` */
	EVENT_SIGNED_OUT,     /* `problem`: what could not be wiped; NULL: all is */
	/*
	 * `rows` (KnownAccount*), or `problem`. When not `is_complete`, the other tenants are still being asked for; `problem`
	 * beside rows says why they are not known.
	 */
	EVENT_ACCOUNTS,
	EVENT_USED, /* of INTENT_USE_ACCOUNT: `account`, or NULL where nobody is signed in; or `problem` */
	EVENT_EXAMINED,     /* `rows` (Finding*) */
	EVENT_STORE_CHOSEN, /* of INTENT_CHOOSE_STORE: it is written, and holds; or `problem` */
	/* `rows` (Change*), oldest first: what is not as it was, and was not seen yet; of an intent with `is_deep` the others too */
	EVENT_CHANGES,
	/* `rows` (Elsewhere*): what other accounts hold, as it was known last; `problem` beside rows: what could not be read */
	EVENT_OTHERS,
	EVENT_CLAIMED, /* of INTENT_CLAIM: `is_complete`: nobody told it before, so the asker does */
	/* `truth` of INTENT_PROBE; `is_complete`: nothing more is looked at. Or `problem`: it could not be begun */
	EVENT_TRUTH,
	/* `rows` (Owed*): ends that are owed; or `problem`. Of INTENT_HOLD_OWED `is_complete`: it is held now. */
	EVENT_OWED,
	EVENT_NOTICE,      /* `problem`: something to know that belongs to no row */
	EVENT_INTENT_DONE, /* the intent `intent_id` needs nothing more */
} EventKind;

typedef enum {
	LIST_ELIGIBILITIES,
	LIST_ASSIGNMENTS,
	LIST_REQUESTS,
	LIST_APPROVALS,
	LIST_DORMANT,
	LIST_COUNT
} ListId;

#define LISTS_NONE (1u << LIST_COUNT) /* among bits of lists: that of none */

/* What is told of the last run's lists. Zeroed: all of all. */
typedef struct KeptChoice {
	unsigned lists; /* bits 1u << ListId; LISTS_NONE: none; 0: all */
	bool has_names_only; /* of eligibilities id, role, scope, access and end: for who asks how they are called */
} KeptChoice;

/* The scope used last with one role. */
typedef struct LastScope {
	char *eligibility_id;
	Scope scope;
} LastScope;

void last_scope_free(LastScope *last);

typedef struct Event {
	EventKind kind;
	uint64_t intent_id; /* 0: not the answer to an intent */
	WorkloadId workload;
	ListId list;
	Instant as_of; /* when the data was true, by the service's clock */
	bool is_stale; /* from the snapshot */
	bool is_complete;
	bool is_deep;
	bool is_addition, has_more;
	GPtrArray *
		rows; /* by kind, see above; its free function is set. Nobody changes it or its rows any more: a
			  * reference keeps them, and no copy is needed */
	size_t skipped; /* elements of a list that could not be read */
	GPtrArray *
		failed; /* char*: ids of scopes that were asked by themselves and did not answer; or NULL */
	bool has_gaps; /* of a list: got scope by scope, since the whole was refused: rows at other kinds of scopes may be missing */
	char *eligibility_id;
	char *role_id;
	Scope scope;
	Policy *policy;
	Brief *brief;
	Holdings *holdings;
	Truth *truth;
	Request *request;
	GPtrArray *permissions; /* char*: "actions: …", one line each, sanitized */
	GPtrArray *last_scopes; /* LastScope* */
	Account *account;
	SignInProgress *sign_in;
	char *portal; /* EVENT_USED: base URL of the portal of the cloud now in use; or NULL */
	GPtrArray *
		older_tokens; /* OlderTokens*: of EVENT_FINISHED, when a role has just come on; or NULL */
	Problem *problem;
} Event;

Event *event_new(EventKind kind, uint64_t intent_id);
void event_free(Event *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Event, event_free)

#endif
