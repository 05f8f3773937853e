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

/*
 * That what is missing is to be had by none, as a sentence; NULL: all is to be had. `is_open`: rows are missing or in doubt; `is_blind`:
 * of no role it is known what it permits.
 */
char *lacking_sentence(const Why *why, bool is_open, bool is_blind);

/* A need without a place (the directory's need none); NULL: all have one. Borrowed. */
const Need *need_find_placeless(const GPtrArray *needs);
/* That it was denied, but nobody tells where. */
char *placeless_words(const Need *need);

/* In which plane it was taken to be, which is a guess. */
char *guess_words(const Need *need);

/* As of when it is told what the first way's roles permit; NULL: as of today. */
char *age_words(const Wording *wording, const Why *why);

/* How many roles may help, for all that is known; NULL: none. */
char *unknown_words(const Why *why);

/*
 * Of each deny assignment that takes something away, or may, that it does: char*, those that surely do first. Caller unrefs.
 */
GPtrArray *deny_sentences(const Why *why);

/* Of these places (char*, ids; or NULL) it is not known which deny assignments there are; NULL: of all it is. */
char *unasked_denies_words(const GPtrArray *places);

/* What the first way gives, as sentences: "Reader on rg-web permits …, the least of 3 ways." NULL: there is no way. */
char *first_way_words(const Why *why);

/* The command that activates all of the way. `why`: tells roles of one name apart. */
char *way_command(const Wording *wording, const Way *way, const GPtrArray *eligibilities,
		  bool is_demo);

/* A row of the table: one activation of a way, a row from which a deny assignment takes it away, or one of which it is not known whether it helps. */
typedef struct WhyRow {
	guint number; /* of the way, from 1; 0: of none */
	const Way *way;
	const Target *target;
	const WhyDenied *denied;
	const WhyUnknown *unknown;
	char *command; /* of the whole way; NULL: of none */
} WhyRow;

/* WhyRow*, the best first, then what is denied, then what is not known. Borrows of `why`. Caller unrefs. */
GPtrArray *why_rows(const Wording *wording, const Why *why, const GPtrArray *eligibilities,
		    bool is_demo);

extern const Sheet why_sheet; /* WhyRow */

#endif
