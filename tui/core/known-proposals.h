/*
 * The owner of what programs ask for: open until a person sends or refuses it, the program is gone, or nobody has looked for too long; and
 * of what a person sent for one, until its program knows what became of it.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_PROPOSALS_H
#define MYROLES_TUI_CORE_KNOWN_PROPOSALS_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/proposal.h"
#include "src/model/intent.h"
#include "tui/core/news.h"

typedef struct KnownProposal {
	Proposal *proposal;
	Instant until;       /* open: it lapses then */
	ProposalState state; /* as its program was told last */
} KnownProposal;

typedef struct KnownProposals {
	GPtrArray *rows;    /* KnownProposal*, oldest first */
	char *deaf;         /* why no program can ask here, a sentence; NULL: each can */
	uint64_t narrowing; /* one that a person looks for a narrower scope for; 0: none */
} KnownProposals;

void known_proposals_init(KnownProposals *known);
void known_proposals_clear(KnownProposals *known);

/* A program asks. Copied. */
void known_proposals_take(Update *update, const Proposal *proposal);
/* Why no program can ask here; NULL: each can. */
void known_proposals_hear(State *state, const char *why);
/* It has gone, or given up. */
void known_proposals_withdraw(Update *update, uint64_t id);

/* The oldest open one; an open one by its id. NULL: there is none. Borrowed. */
const Proposal *known_proposals_first(const KnownProposals *known);
const Proposal *known_proposals_find(const KnownProposals *known, uint64_t id);
guint known_proposals_count(const KnownProposals *known); /* of open ones */

/* A person looks at it: it lapses later. */
void known_proposals_look(Update *update, uint64_t id);
/* A person says no; `reason` may be NULL or empty. */
void known_proposals_refuse(Update *update, uint64_t id, const char *reason);

/* As an activation to be looked at. NULL: no such row is eligible, as far as is known. The caller frees. */
Activation *known_proposals_activation(const State *state, const Proposal *proposal);

/* What is asked for in a form that opens for one row, while a person looks for a narrower scope: filled in where it fits. */
void known_proposals_fill(State *state, Activation *activation);

/* May it be sent for one? False: that one is not open any more. Activations of none always may. */
bool known_proposals_allow(const KnownProposals *known, const Activation *activation);

/* "asked: 1"; NULL: none. The caller frees. */
char *known_proposals_words(const KnownProposals *known);

Instant known_proposals_next_wake(const KnownProposals *known); /* 0: never */

extern const Listeners known_proposals_listeners;

#endif
