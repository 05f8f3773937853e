/*
 * Who wants to hear what. Besides the backend's events there is news that one part of the dashboard has for the others: the
 * part announces it and names nobody.
 *
 *   news          announced by        heard by (besides the core's owners, which all hear NEWS_ACCOUNT)
 *   ACCOUNT       update.c            roles, requests
 *   ELIGIBLE      known-lists.c       roles, requests, activate, confirm, rehearse
 *   ACTIVE        known-lists.c       roles
 *   REQUESTS      known-lists.c       known-journal.c, known-requests.c, roles, requests
 *   APPROVALS     known-lists.c       known-approvals.c, approvals
 *   DORMANT       known-lists.c       known-dormant.c, roles
 *   OTHERS        known-others.c      roles
 *   OWED          known-owed.c        roles
 *   HISTORY       known-journal.c     known-requests.c, roles, requests, history, rehearse
 *   POLICY        known-policies.c    roles, activate, confirm, rehearse
 *   SCOPES        known-scopes.c      known-why.c, roles
 *   LAST_SCOPES   known-scopes.c      roles
 *   ASKED         known-why.c         why-file
 *   WHY           known-why.c         roles
 *   SUBMITTED     submissions.c       known-proposals.c, roles, activate
 *   OUTCOME       submissions.c       known-scopes.c, outcome
 *   STEPPED_UP    sign-in             submissions.c
 *   WRITTEN       update.c            export
 *   CHOSEN        notifications.c     roles, approvals
 *   TIME          update.c            known-proposals.c, roles, activate, confirm
 */
#ifndef MYROLES_TUI_CORE_NEWS_H
#define MYROLES_TUI_CORE_NEWS_H

#include <glib.h>

#include "src/model/event.h"
#include "tui/core/action.h"

typedef enum {
	NEWS_ACCOUNT, /* another account is used: everything of the one before goes. About: nothing */
	NEWS_ELIGIBLE,  /* a list of eligible roles came. About: EligibleNews */
	NEWS_ACTIVE,    /* a list of active roles came. About: nothing */
	NEWS_REQUESTS,  /* a list of one's own requests came. About: nothing */
	NEWS_APPROVALS, /* a list of what waits for one's decision came. About: nothing */
	NEWS_DORMANT,   /* a list of what may not be activated now came. About: nothing */
	NEWS_OTHERS,  /* what other accounts hold came, or is not shown any more. About: nothing */
	NEWS_OWED,    /* which ends are owed is known. About: nothing */
	NEWS_HISTORY, /* the journal was read. About: nothing */
	NEWS_POLICY,  /* what a role demands at a scope is known. About: PolicyNews */
	NEWS_SCOPES,  /* the tree of scopes has grown, or a branch failed. About: nothing */
	NEWS_ASKED,   /* a file to ask about was read, or not. About: Asked (tui/core/message.h) */
	NEWS_WHY,     /* which role permits what was denied, or what a plan needs. About: WhyNews */
	NEWS_LAST_SCOPES, /* scopes used last are known. About: nothing */
	NEWS_SUBMITTED,  /* requests are on their way. About: Submission (tui/core/submissions.h) */
	NEWS_OUTCOME,    /* what became of one of them. About: OutcomeNews */
	NEWS_STEPPED_UP, /* a stronger sign-in is done. About: StepUp */
	NEWS_WRITTEN,    /* a file was written, or not. About: Written (tui/core/message.h) */
	NEWS_CHOSEN,     /* a person chose what was told beside the screen. About: Notification */
	NEWS_TIME,       /* time has passed. About: Instant, the time before */
	NEWS_COUNT,
} NewsKind;

typedef struct EligibleNews {
	WorkloadId workload;
	bool is_other; /* other rows than before, or in another order; else their values alone are new */
	bool is_stale; /* from the snapshot */
} EligibleNews;

typedef struct PolicyNews {
	const char *eligibility_id;
	const Scope *scope;
	const Policy *policy;
} PolicyNews;

/* What a stronger sign-in is for: requests of a submission that were refused for the same reason. */
typedef struct StepUp {
	uint64_t submission_id; /* 0: a list, not a request */
	WorkloadId workload;
	const char *claims;     /* NULL: a second factor, or none but the permission */
	const char *permission; /* NULL: it is about none */
} StepUp;

#define EVENT_KINDS (EVENT_INTENT_DONE + 1)

typedef void (*EventListener)(Update *update, const Event *event);
typedef void (*NewsListener)(Update *update, gconstpointer about);

/* Several may listen to the same: first the core's owners, then screens and dialogs in the order of their tables. */
typedef struct Listeners {
	EventListener on[EVENT_KINDS];
	NewsListener hear[NEWS_COUNT];
} Listeners;

#endif
