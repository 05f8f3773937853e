/*
 * What a frontend asks of the backend. Plain values; the backend answers each with events that carry the
 * intent's id (see event.h). What is confirmed is what is sent: an intent holds copies of the rows it acts on.
 */
#ifndef MYROLES_MODEL_INTENT_H
#define MYROLES_MODEL_INTENT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/account.h"
#include "src/model/grant.h"
#include "src/model/history.h"
#include "src/model/owed.h"
#include "src/model/policy.h"
#include "src/model/request.h"
#include "src/model/settings.h"
#include "src/model/sign-in.h"
#include "src/model/truth.h"

typedef enum {
	INTENT_REFRESH,          /* `lists` of `workloads` */
	INTENT_LIST_CHILDREN,    /* of `scope`, or all below it when `is_deep` */
	INTENT_READ_POLICY,      /* of `eligibility` at `scope` */
	INTENT_READ_ROLE,        /* what the role of `eligibility` or `assignment` permits */
	INTENT_READ_DEFINITIONS, /* what the roles of `eligibilities` permit, as patterns */
	INTENT_READ_DENIES,      /* which deny assignments there are at `places` and above them */
	INTENT_READ_BRIEF, /* what who decides should know of `request`: all when `is_deep`, else the policy */
	INTENT_READ_HOLDINGS, /* who is active at `scope` of `workload` */
	/* dry run of `activations`; with `eligibility` that of an INTENT_EXTEND with the same members */
	INTENT_CHECK,
	INTENT_ACTIVATE,   /* all of `activations`, at once */
	INTENT_DEACTIVATE, /* `assignment` */
	INTENT_CANCEL,     /* `request` */
	INTENT_DECIDE, /* `requests` of others: approved, or denied when `is_denial`; `text`: why */
	/* `eligibility` for `duration` (0: as long as is allowed); `is_renewal`: it has ended; `text`: why */
	INTENT_EXTEND,
	INTENT_FOLLOW, /* look again at `request` (an unknown outcome) until its end is known */
	INTENT_READ_HISTORY,   /* by `query` */
	INTENT_READ_TIMELINE,  /* of `request`: what was learnt of it, and when */
	INTENT_REMEMBER_SCOPE, /* `scope` is now the one used last with the role of `eligibility` */
	/*
	 * By `method`; for a step-up also `workload` and `claims` or `permission`. With `account`: in the tenant `account->tid`, without a page
	 * where the platform lets a guest in by what is kept. Dropping it gives it up.
	 */
	INTENT_SIGN_IN,
	INTENT_PASTE,         /* `text`: the address that the sign-in's browser ended at */
	INTENT_UNLOCK,        /* asks the person to unlock the keyring */
	INTENT_SIGN_OUT,      /* of `account`; NULL: the current one */
	INTENT_LIST_ACCOUNTS, /* `is_deep`: and the other tenants of the current one */
	INTENT_USE_ACCOUNT,   /* `account` of [account `name`]; NULL: the one used last there */
	INTENT_EXAMINE,       /* looks at services, clock and tokens; changes and asks nothing */
	INTENT_CHOOSE_STORE, /* writes into the configuration where sign-ins of the account in use are kept: `store` */
	INTENT_EXAMINE_STORE, /* … at where a sign-in would be kept, alone */
	INTENT_READ_CHANGES,  /* what is not as it was; `is_deep`: what was seen, too */
	INTENT_SEE_CHANGES,   /* those up to `number` were seen */
	INTENT_CLAIM, /* `text`: a key of what happened: is one the first to tell it, of all processes? */
	INTENT_READ_OTHERS, /* what other accounts hold, from what is kept: nothing is sent */
	/* Ends that are owed: told; held by the holder `number`; which lets go; one written down (`owed`); one over (`owed`). */
	INTENT_READ_OWED,
	INTENT_HOLD_OWED,
	INTENT_RELEASE_OWED,
	INTENT_POSTPONE_OWED,
	INTENT_SETTLE_OWED,
	/*
	 * How far has `assignment` come: until its `lamp` is on, or `duration` (seconds; 0: once) is over. EVENT_TRUTH tells
	 * what changes, and the end.
	 */
	INTENT_PROBE,
	INTENT_CHECK_JOURNAL, /* is the file whole? EVENT_EXAMINED tells */
	INTENT_WALK_JOURNAL, /* the same piece by piece, aside: EVENT_EXAMINED tells damage alone */
} IntentKind;

/* One row of an activation, as confirmed. */
typedef struct Activation {
	Eligibility *eligibility; /* copy, as shown in the confirm pane */
	Scope scope; /* where; the eligibility's own or, where the workload can narrow, one below */
	int64_t duration; /* seconds */
	Instant start;    /* 0: now */
	char *justification;
	char *ticket_number, *ticket_system; /* NULL: none */
	Policy *policy; /* as shown; NULL: none was known. A different one now: PROBLEM_CHANGED */
	char *set_name; /* of the set that it belongs to; NULL: none */
	int64_t holder; /* who holds it, and ends it again (owed.h); 0: nobody has to */
	uint64_t
		proposal; /* of a program that asked for it, as the frontend numbers them; 0: none did */
} Activation;

Activation *activation_new(const Eligibility *eligibility, const Scope *scope);
Activation *activation_copy(const Activation *activation);
void activation_free(Activation *activation);

/* More of an eligibility: what INTENT_EXTEND sends. */
typedef struct Extension {
	Eligibility *eligibility;
	bool is_renewal;  /* it has ended */
	int64_t duration; /* seconds; 0: as long as is allowed */
	char *reason;
} Extension;

Extension *extension_new(const Eligibility *eligibility, bool is_renewal, int64_t duration,
			 const char *reason);
Extension *extension_copy(const Extension *extension); /* NULL of NULL */
void extension_free(Extension *extension);

typedef struct Intent {
	uint64_t id; /* chosen by the frontend, never 0, never twice */
	IntentKind kind;
	unsigned workloads; /* INTENT_REFRESH: bits 1u << WorkloadId; 0: all */
	unsigned lists; /* INTENT_REFRESH: bits 1u << ListId; 0: those of ListKind.is_refreshed */
	WorkloadId workload;
	bool is_deep;
	Scope scope;
	Eligibility *eligibility;
	Assignment *assignment;
	Request *request;
	GPtrArray *activations;   /* Activation* */
	GPtrArray *requests;      /* Request*, as they were shown */
	GPtrArray *eligibilities; /* Eligibility* */
	GPtrArray *places;        /* char*: ids of scopes of Azure */
	bool is_denial;
	int64_t number; /* of a Change; of a holder */
	Owed *owed;     /* what is owed, as it was told; or NULL */
	bool is_renewal;
	int64_t duration; /* seconds */
	Lamp lamp;
	HistoryQuery query;
	char *query_text; /* backs query.text */
	SignInMethod method;
	TokenStoreKind store;
	char *text;      /* wiped when freed */
	char *name;      /* of an [account NAME] */
	bool is_new;     /* of a sign-in: anybody, not the one who is signed in */
	bool is_step_up; /* the same person again, as a request of `workload` was refused */
	char *claims; /* of the refusal (Problem.claims); NULL: it named none; a step-up then wants a second factor */
	char *permission; /* of a step-up: what it asks for beside the usual (Problem.permission); or NULL */
	Account *account;
} Intent;

Intent *intent_new(uint64_t id, IntentKind kind);
void intent_free(Intent *intent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Activation, activation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Extension, extension_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intent, intent_free)

#endif
