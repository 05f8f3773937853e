/*
 * Something that is not as it was when one looked last: an eligibility, what a role asks for, what a role permits.
 */
#ifndef MYROLES_MODEL_CHANGE_H
#define MYROLES_MODEL_CHANGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/grant.h"
#include "src/model/policy.h"

/* An eligibility is near its end so long before it: time enough to ask for more. */
#define CHANGE_NEAR_SECONDS (INT64_C(14) * 24 * 60 * 60)

typedef enum {
	CHANGE_NEW,       /* an eligibility that was not there */
	CHANGE_GONE,      /* one that two whole answers lack */
	CHANGE_SHORTENED, /* it ends earlier: `before` (0: never) and `after` are instants */
	CHANGE_NEAR,      /* it ends within CHANGE_NEAR_SECONDS now: `after` */
	CHANGE_MAXIMUM,   /* it is given for less: `before` (0: not told) and `after` in seconds */
	CHANGE_APPROVAL,  /* somebody has to approve it now: `gained` names who, one a line */
	CHANGE_CONTEXT,   /* another sign-in context is asked for: `lost` (or NULL), `gained` */
	CHANGE_MFA,       /* a second factor is asked for */
	CHANGE_TICKET,    /* a ticket is asked for */
	CHANGE_REASON,    /* a reason is asked for */
	CHANGE_PERMISSIONS, /* the role's definition: lines `lost` and `gained`, each may be NULL */
	CHANGE_KINDS,
} ChangeKind;

typedef struct Change {
	Grant grant; /* what it is about; of a setting at the scope where that was read */
	ChangeKind kind;
	int64_t number; /* of the file: later ones are greater */
	Instant at;     /* when it was noticed */
	bool is_seen;
	int64_t before, after;
	char *lost, *gained;
} Change;

/* Copies the grant. */
Change *change_new(ChangeKind kind, const Grant *grant, Instant at);
void change_free(Change *change);

/* "new", "gone", "maximum"; an unknown word gives CHANGE_KINDS. */
const char *change_kind_word(ChangeKind kind);
ChangeKind change_kind_from_word(const char *word);

/* Is one end nearer than the other? 0 is never. */
bool change_is_nearer(Instant end, Instant than);

/* What the second asks for beyond the first, as Change*; both are known. The caller unrefs. */
GPtrArray *change_compare_policies(const Grant *grant, const Policy *before, const Policy *after,
				   Instant at);

/* Lines that only one of two texts has; NULL: no line differs, but for their order. The caller frees. */
Change *change_compare_permissions(const Grant *grant, const char *before, const char *after,
				   Instant at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Change, change_free)

#endif
