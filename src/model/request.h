/*
 * A request: the only thing in PIM that can be written. An activation, a deactivation, … of one's own; what somebody else
 * asked for and waits for one's decision; and that decision itself, which is written down and followed like a request.
 */
#ifndef MYROLES_MODEL_REQUEST_H
#define MYROLES_MODEL_REQUEST_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"
#include "src/model/grant.h"

typedef enum {
	REQUEST_OTHER,
	REQUEST_ACTIVATE,
	REQUEST_DEACTIVATE,
	REQUEST_EXTEND, /* an eligibility before it ends; an administrator decides */
	REQUEST_RENEW,  /* … that has ended */
	REQUEST_ASSIGN, /* by an administrator */
	REQUEST_REMOVE, /* by an administrator */
	/* One's decision of what `requester_id` asked for, under `approval_id`; `justification` is one's own. */
	REQUEST_APPROVE,
	REQUEST_DENY,
} RequestKind;

/* What the many status words of the services come to for a person. */
typedef enum {
	REQUEST_STATE_UNKNOWN,   /* the service did not answer: it may or may not have happened */
	REQUEST_STATE_PREPARED,  /* written down here, not sent yet */
	REQUEST_STATE_RUNNING,   /* accepted, being worked on */
	REQUEST_STATE_WAITING,   /* for a person's decision */
	REQUEST_STATE_SCHEDULED, /* granted, starts later */
	REQUEST_STATE_ACTIVE,    /* done: the role is on (or, for a deactivation, see ENDED) */
	REQUEST_STATE_ENDED,     /* deactivated, revoked or over */
	REQUEST_STATE_CANCELED,
	REQUEST_STATE_REFUSED, /* by a person or a rule */
	REQUEST_STATE_FAILED,
	REQUEST_STATE_DECIDED, /* of a decision: the service has it */
	REQUEST_STATE_GRANTED, /* of an extension or a renewal: an administrator agreed */
} RequestState;

typedef struct Request {
	char *id; /* GUID chosen here before sending; for requests first seen at the service, theirs */
	char *service_id; /* the service's own id where it chooses one; else NULL */
	WorkloadId workload;
	RequestKind kind;
	Role role;
	Scope scope;
	Access access;
	char *eligibility_schedule_id; /* linked eligibility, or NULL */
	RequestState state;
	char *status; /* the service's own word, e.g. "PendingApproval"; NULL before an answer */
	char *code, *message; /* of a refusal or failure; NULL else */
	char *justification;
	char *ticket_number, *ticket_system;
	char *approval_id; /* the last part of ARM's path; NULL: it waited for nobody */
	char *requester_id, *requester_name; /* who asked, where that is somebody else; or NULL */
	Instant created;                     /* by the service's clock; 0: unknown */
	Instant start;                       /* 0: at once */
	int64_t duration;                    /* seconds; 0: unknown or none */
	Instant end; /* start + duration or the service's word; 0: unknown */
	/* Of an approval that the service has: other stages that are to decide yet; below 0: it does not tell. */
	int stages_left;
	bool is_own; /* requested by the signed-in person */
	/* What only this side knows of what it sent itself; NULL: nothing. */
	char *set_name; /* of the set that it was sent for (activation-set.h) */
	int64_t holder; /* of an activation: who ends it again (owed.h), never told; 0: nobody has to */
	char *settings; /* what the role asked for then, as it was shown: see backend_read_settings */
} Request;

Request *request_new(void);
Request *request_copy(const Request *request);
void request_free(Request *request);

/*
 * From the status words (ARM swagger 2020-10-01 Status; Graph free text), any letter case. `start` and `now` tell a
 * Granted that is scheduled from one still being provisioned. Unknown words: REQUEST_STATE_RUNNING.
 */
RequestState request_state_from_status(const char *status, RequestKind kind, Instant start,
				       Instant now);
bool request_is_decision(RequestKind kind);
bool request_is_of_role(const Request *request,
			const Request *like);       /* of one role at one scope, held in one way */
bool request_has_come_true(const Request *request); /* … and may be over since */
/* Is it about how long one is eligible, which is kept apart from what is active? */
bool request_is_extension(RequestKind kind);
bool request_is_denied(const Request *request);        /* refused by a person, not by a rule */
bool request_may_be_explained(const Request *request); /* by its approval: who denied it, and why */
/* Why it was refused or failed: the service's message, else what its status says; NULL: neither tells. Borrowed. */
const char *request_reason(const Request *request);
bool request_state_is_final(
	RequestState state); /* polling may stop (WAITING and SCHEDULED included) */

RequestKind request_kind_from_word(
	const char *word); /* SelfActivate, selfDeactivate, … any letter case */
const char *request_kind_word(RequestKind kind); /* "activate", "deactivate", … */
const char *request_state_word(
	RequestState state); /* "active", "waiting", … as in JSON and the journal */
RequestState request_state_from_word(const char *word);

/* The assignment that an activation made, as far as the request tells it: provisional. `now`: where it tells no start. `holder_id` may be NULL. */
Assignment *request_make_assignment(const Request *request, const char *holder_id, Instant now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)

#endif
