/*
 * What the question before a decision is made of, shared by its files:
 *
 *   decide.c       asking, answering, sending
 *   decide-form.c  the fields: why, and what is offered instead
 *   decide-page.c  what is known of the requests, and how it is drawn
 */
#ifndef MYROLES_TUI_DIALOGS_DECIDE_FORM_H
#define MYROLES_TUI_DIALOGS_DECIDE_FORM_H

#include "frontend/offer.h"
#include "src/model/brief.h"
#include "tui/core/state.h"
#include "tui/widgets/form.h"

typedef struct Decide {
	GPtrArray *requests; /* Request*, captured when the question was asked */
	bool is_denial;
	bool is_offering; /* something smaller is offered instead; of a single request */
	Form form;
	Brief *brief;             /* of a single request; NULL: not known yet, or several */
	Problem *problem;         /* why not; NULL: it comes, or has come */
	ApproverReason reason;    /* of all requests: the strictest that their policies told */
	uint64_t first_intent;    /* that read briefs: one each, in a row */
	const GPtrArray *aliases; /* Alias*, which the offer may name; borrowed from the state */
} Decide;

extern const FormKind decide_form_kind;

/* The one request; NULL: there are several. */
const Request *decide_single(const Decide *decide);

/* What is offered, as typed; false: a field says what is wrong. `offer` is zeroed before. */
bool decide_read_offer(const Decide *decide, Offer *offer);

/* The text that is sent: the reason, with the offer if there is one. NULL: none. The caller frees. */
char *decide_text(const Decide *decide);

/* Fills what is offered by what the reason names, unless something was typed. */
void decide_suggest(Decide *decide);

int decide_height(const State *state, const Dialog *dialog);
void decide_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body);

#endif
