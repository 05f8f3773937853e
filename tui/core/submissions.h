/*
 * The owner of what was asked for since the start: each confirmed activation or deactivation, and what became of it.
 */
#ifndef MYROLES_TUI_CORE_SUBMISSIONS_H
#define MYROLES_TUI_CORE_SUBMISSIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/outcome.h"
#include "src/model/intent.h"
#include "tui/core/news.h"

/* What was confirmed at once: an activation, a deactivation or a decision of one or more rows. */
typedef struct Submission {
	uint64_t id;      /* the first intent's */
	GPtrArray *items; /* Outcome*, one for each request */
	Instant sent;
} Submission;

typedef struct Submissions {
	GPtrArray *all; /* Submission*, oldest first */
} Submissions;

/* About NEWS_OUTCOME. */
typedef struct OutcomeNews {
	const Submission *submission;
	const Outcome *item;
} OutcomeNews;

void submissions_init(Submissions *submissions);
void submissions_clear(Submissions *submissions);

/* Sends what was confirmed (Activation*; copied); NEWS_SUBMITTED follows. */
void submissions_activate(Update *update, const GPtrArray *activations);
void submissions_deactivate(Update *update, const Assignment *assignment);
void submissions_deactivate_all(Update *update, const GPtrArray *assignments); /* Assignment* */
/* … of more of an eligibility. */
void submissions_extend(Update *update, const Extension *extension);
/* … of what others asked for (Request*); reason NULL: none. */
void submissions_decide(Update *update, const GPtrArray *requests, bool is_denial,
			const char *reason);
/* Looks again at those without an answer. */
void submissions_look_again(Update *update, uint64_t id);

const Submission *submissions_find(const Submissions *submissions, uint64_t id);
const Submission *submissions_last(const Submissions *submissions); /* NULL: none yet */
bool submissions_are_running(const Submissions *submissions);       /* one is still on its way */

/* Is that end of a request told by this owner, since the backend found it by itself? */
bool submissions_tell_found(const Event *event);

extern const Listeners submissions_listeners;

#endif
