/*
 * What was denied and what permits it, in words and as columns.
 */
#ifndef MYROLES_FRONTEND_WHY_WORDS_H
#define MYROLES_FRONTEND_WHY_WORDS_H

#include "frontend/columns.h"
#include "frontend/why.h"
#include "src/model/denial.h"

/* "Microsoft.Web/sites/write at rg-web". The caller frees each of these. */
char *need_words(const Need *need);

/* Why no role would help, in a sentence; NULL: nothing is in the way. */
char *obstacle_words(const Denial *denial);

/* "Reader on rg-web permits Microsoft.Web/sites/read already, …": a sentence for what is allowed and for what a condition takes away. */
char *allowed_words(const Wording *wording, const Why *why, guint need);

/* "2 of 3 operations": what of the missing is to be had by no role; NULL: all is. */
char *lacking_words(const Why *why);

/* The command that activates all of the way. `why`: tells roles of one name apart. */
char *way_command(const Wording *wording, const Way *way, const GPtrArray *eligibilities,
		  bool is_demo);

/* A row of the table: one activation of a way, or a row of which it is not known whether it helps. */
typedef struct WhyRow {
	guint number; /* of the way, from 1; 0: not known */
	const Way *way;
	const Target *target;
	const WhyUnknown *unknown;
	char *command; /* of the whole way; NULL: of none */
} WhyRow;

/* WhyRow*, the best first, then what is not known. Borrows of `why`. Caller unrefs. */
GPtrArray *why_rows(const Wording *wording, const Why *why, const GPtrArray *eligibilities,
		    bool is_demo);

extern const Sheet why_sheet; /* WhyRow */

#endif
