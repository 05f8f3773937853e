/*
 * An end that is owed: of an activation that was made for a command or on a leash. While one of its holders lives, it is for use;
 * from then on it is to be ended, as soon as the service takes that.
 */
#ifndef MYROLES_MODEL_OWED_H
#define MYROLES_MODEL_OWED_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/grant.h"
#include "src/model/request.h"

/* A service refuses to end what was activated less long ago (ActiveDurationTooShort). */
#define OWED_FLOOR_SECONDS 300

/* After so many refusals it is told, and not tried by itself any more. */
#define OWED_TRIES 5

/* In the file of holders: locked while one end is looked at and paid, while a process lives that pays, or one that waits to. Holders are above. */
#define OWED_PAYING_BYTE 0
#define OWED_PAYER_BYTE  1
#define OWED_WAITER_BYTE 2
#define OWED_FIRST_BYTE  16

typedef struct Owed {
	Request *request; /* the activation, as it is known last */
	GArray *holders; /* int64_t: each is a byte of the file of holders, locked while it lives */
	Instant released;  /* when the last of them wrote down that it let go; 0: none did */
	Instant postponed; /* not before then; 0: as soon as the floor allows */
	unsigned tries;    /* refused so often */
	char *fault;       /* why, last; NULL: it was not tried yet */
	bool is_held;      /* one of them lives */
} Owed;

Owed *owed_new(void);
Owed *owed_copy(const Owed *owed);
void owed_free(Owed *owed);

/* The number of a new holder: there are so many that no two are alike. */
int64_t owed_random_holder(void);

/* That of `rows` (Owed*) which is about the role there. Borrowed; NULL: there is none. */
const Owed *owed_find(const GPtrArray *rows, const Grant *grant);

/* Nothing is left to be ended: it never came true, was ended, or its time is over. */
bool owed_is_settled(const Owed *owed, Instant now);

/* From when on the service may take its end. */
Instant owed_due(const Owed *owed);

/* It was refused too often: only a person can do more. */
bool owed_is_given_up(const Owed *owed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Owed, owed_free)

#endif
