/*
 * What an approver should know of a request, in words: how wide, what for, how often of late, and whether less would do. What
 * could not be read is named.
 */
#ifndef MYROLES_FRONTEND_BRIEF_H
#define MYROLES_FRONTEND_BRIEF_H

#include "src/base/clock.h"
#include "src/model/brief.h"
#include "src/model/request.h"

#define LATELY_DAYS 30

/* What is known of one person's requests of late, from one's own decisions and what waits. Zeroed: nothing. */
typedef struct Lately {
	unsigned waiting, approved, denied;
	int64_t longest; /* seconds that were asked for at most; 0: not known */
} Lately;

/* Counts `known` where it is of who asks `asked`, another one than that, and not too long ago. */
void lately_add(Lately *lately, const Request *asked, const Request *known, Instant now);

/* "in 30 days you approved 2 and denied 1, up to 8h; 1 more waits". The caller frees. */
char *lately_words(const Lately *lately);

/* One line of it; the label is static. */
typedef struct BriefFact {
	const char *label; /* "covers", "permits", "narrower", "smaller", "unread" */
	char *text;
} BriefFact;

void brief_fact_free(BriefFact *fact);

/* BriefFact*, in the order in which they are told. */
GPtrArray *brief_facts(const Request *request, const Brief *brief);

/* The narrowest scope below the asked one that the reason names; NULL: none. Borrowed from the brief. */
const Scope *brief_named_scope(const Request *request, const Brief *brief);

/* Of the roles that permit less, the one that the reason names best; NULL: none. Borrowed from the brief. */
const RoleDefinition *brief_named_role(const Request *request, const Brief *brief);

#endif
