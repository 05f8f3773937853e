/*
 * The owner of a question: which role permits what a text says was denied, or what a plan needs. One at a time; a new one takes the place
 * of the one before. What it needs to know (definitions, what management groups hold) is read, then the answer is announced.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_WHY_H
#define MYROLES_TUI_CORE_KNOWN_WHY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/why-read.h"
#include "frontend/why.h"
#include "tui/core/message.h"
#include "tui/core/news.h"

typedef struct KnownWhy {
	Denial *denial;  /* NULL: nothing is asked, or it is answered */
	PlanNeeds *plan; /* of a plan, whose needs the denial has; or NULL */
	bool is_partial; /* the plan says of itself that it is not complete */
	bool is_awaited; /* a file is being read, for the next question */
	bool is_filed;   /* it came from a file */
	Operations *operations;
	GPtrArray *rows;        /* Eligibility*: whose roles are asked about, copies */
	GPtrArray *definitions; /* RoleDefinition*; NULL: none was read */
	GPtrArray *denies;      /* DenyAssignment*; NULL: none was read */
	GPtrArray *unasked; /* char*: places of which it is not known which there are; NULL: none */
	Problem *problem;   /* why one could not be read; or NULL */
	uint64_t intent;    /* reads the definitions; 0: done */
	uint64_t denies_intent; /* reads the deny assignments; 0: done */
	bool has_looked;        /* what the groups in doubt hold was asked for */
} KnownWhy;

/* The answer, of NEWS_WHY. Borrowed for the call. */
typedef struct WhyNews {
	const Denial *denial;
	const PlanNeeds *plan;  /* NULL: it was none */
	bool is_partial;        /* the plan says of itself that it is not complete */
	bool is_filed;          /* a person gave it as a file, so as to ask for what it needs */
	const Why *why;         /* NULL: nothing was looked for, as `denial` tells */
	const Need *guess;      /* in which plane it is was guessed; NULL: it is told */
	const Problem *problem; /* why not all could be read; or NULL */
	bool is_open;           /* rows are missing, or in doubt */
	bool is_blind;          /* of no role it is known what it permits */
} WhyNews;

void known_why_clear(KnownWhy *why);

/* False: the text tells of nothing that was denied, and is no plan. The answer may be announced before it returns. */
bool known_why_ask(Update *update, const char *text);

/* … what a file holds, which is read by the loop: NEWS_ASKED, and then, unless it was given up, the answer. */
void known_why_read(Update *update, const char *path);
void known_why_give_up(State *state);
void known_why_take(Update *update, Asked *asked);
bool known_why_is_asked(const KnownWhy *why); /* … and not answered yet */

extern const Listeners known_why_listeners;

#endif
