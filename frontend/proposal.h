/*
 * A role that a program asks the person for: what travels from `myroles agent` to the dashboard over a socket of the person's own, and
 * what is told back. Nothing of it is believed but what the kernel told of the sender.
 *
 *   proposal.c         the values, and their form as messages: GVariant dictionaries, checked
 *   proposal-pipe.c    messages over a descriptor, of a bounded length
 *   proposal-socket.c  where it is, and who may be at its ends
 *   proposal-server.c  the dashboard's end
 */
#ifndef MYROLES_FRONTEND_PROPOSAL_H
#define MYROLES_FRONTEND_PROPOSAL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"
#include "src/model/grant.h"

#define PROPOSAL_LAPSE_SECONDS (15 * 60) /* after so long nobody will look */

typedef struct Proposal {
	/* Told by the program, sanitized. */
	uint32_t number; /* among its own */
	char *tid, *oid; /* whose role it is */
	WorkloadId workload;
	char *eligibility_id;
	char *scope_id;
	int64_t duration; /* seconds; 0: it does not say */
	char *reason;
	char *claim; /* what it calls itself; NULL: nothing */

	/* Seen by the dashboard. */
	uint64_t id;    /* among all; 0: not given yet */
	int pid;        /* of the process that started `myroles agent`; 0: not known */
	char *program;  /* its file; NULL: not known */
	int64_t holder; /* who ends what comes of it (src/model/owed.h); 0: nobody can */
} Proposal;

Proposal *proposal_copy(const Proposal *proposal);
void proposal_free(Proposal *proposal);

/* What became of one, in the words of messages and documents. */
typedef enum {
	PROPOSAL_OPEN,     /* a person may look at it */
	PROPOSAL_REFUSED,  /* a person said no */
	PROPOSAL_LAPSED,   /* nobody looked */
	PROPOSAL_SENT,     /* a person sent it, maybe narrower and shorter */
	PROPOSAL_WAITING,  /* … and somebody has to approve it */
	PROPOSAL_ACTIVE,   /* … and the role is on */
	PROPOSAL_FAILED,   /* … and it came to nothing */
	PROPOSAL_NOT_TAKEN /* the dashboard does not show it */
} ProposalState;

/* "open", "refused", …, "not-taken" */
const char *proposal_state_word(ProposalState state);

/* Will nothing more be told of it? */
bool proposal_state_is_last(ProposalState state);

typedef struct ProposalNews {
	uint32_t number;
	ProposalState state;
	char *text;       /* why, or what is to know; sanitized; NULL: nothing */
	char *scope_id;   /* SENT and after: where; else NULL */
	int64_t duration; /* … how long, in seconds; else 0 */
	Instant until;    /* ACTIVE: its end; 0: not known */
} ProposalNews;

ProposalNews *proposal_news_new(uint32_t number, ProposalState state, const char *text);
ProposalNews *proposal_news_copy(const ProposalNews *news);
void proposal_news_free(ProposalNews *news);

/* As messages; floating. */
GVariant *proposal_to_message(const Proposal *proposal);
GVariant *proposal_news_to_message(const ProposalNews *news);

/* NULL: it is no such message, or beyond a limit. Texts are sanitized. */
Proposal *proposal_from_message(GVariant *message);
ProposalNews *proposal_news_from_message(GVariant *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proposal, proposal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProposalNews, proposal_news_free)

#endif
