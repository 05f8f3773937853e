/*
 * What became of one request, as far as events have told, followed to its end.
 */
#ifndef MYROLES_FRONTEND_OUTCOME_H
#define MYROLES_FRONTEND_OUTCOME_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/subject.h"
#include "frontend/wording.h"
#include "src/model/event.h"

typedef struct Outcome {
	Subject subject;
	Activation *
		activation; /* what was confirmed, so that it can be sent again; NULL: no activation */
	Extension *extension; /* the same of more of an eligibility; NULL: none */
	Request *request;     /* the last word on it; NULL: nothing was sent yet */
	Problem *problem;     /* NULL: none */
	GPtrArray *
		older_tokens; /* OlderTokens*: that do not carry the role, as it came on; NULL: none */
	Truth *truth;         /* how far the role has come; NULL: nobody looked */
	bool is_finished;
	bool is_following;      /* being looked at again */
	bool is_sent_again;     /* after a step-up: another outcome follows it now */
	bool is_already;        /* `request` tells of what was so before it was asked for */
	bool is_after_step_up;  /* it is that other one */
	bool is_after_consent;  /* … after a sign-in that asked for a permission */
	uint64_t intent_id;     /* that sent it; 0: not told */
	uint64_t follow_intent; /* that looks again; 0: none */
} Outcome;

Outcome *outcome_new(void);
void outcome_free(Outcome *outcome);
void outcome_clear(Outcome *outcome);

/* To be sent once more, after a sign-in for what it was refused for: that is history. */
void outcome_restart(Outcome *outcome);

/* `outcome` is that of what `before` sent, once more after such a sign-in. */
void outcome_succeed(Outcome *outcome, const Outcome *before);

/*
 * A deactivation of what no list shows, which the service does not find either: it may not be active, or both may be late. Told
 * as that.
 */
void outcome_explain_unlisted(Outcome *outcome);

/* EVENT_PROGRESS, EVENT_FINISHED or EVENT_REFUSED of this request; the last two finish it. */
void outcome_take(Outcome *outcome, const Event *event);

/* What the service's list says of the end of an activation, which its answer may have promised to be later. */
void outcome_correct(Outcome *outcome, const GPtrArray *assignments);

/* "Waiting for approval by SecOps (asked 14:07, …)." The caller frees. */
char *outcome_words(const Wording *wording, const Outcome *outcome);

/* What is still to be done now that the role is on; empty while it is not. The caller frees. */
char **outcome_afterwards(const Wording *wording, const Outcome *outcome);

/* Nothing waits for a decision of it any more: it was taken, here or elsewhere, or there is nothing to decide. */
bool outcome_settles_decision(const Outcome *outcome);
/* What somebody else did meanwhile: news, and no failure. */
bool outcome_is_news(const Outcome *outcome);
bool outcome_is_unknown(const Outcome *outcome); /* it may or may not have happened */
bool outcome_can_retry(const Outcome *outcome);  /* it failed, and nothing else took it over */
bool outcome_can_widen(const Outcome *outcome);  /* … at a scope narrower than the eligible one */
/* Where to ask next then, no wider than need be: the subscription, else the eligible scope. `out` is uninitialized. */
void outcome_widen(const Outcome *outcome, Scope *out);
/* A sign-in, stronger or with one permission more, may help: then it can be sent once more. */
bool outcome_wants_step_up(const Outcome *outcome);
/* … with that permission; NULL: it is a stronger one. Borrowed. */
const char *outcome_wanted_permission(const Outcome *outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

#endif
