/*
 * What is not as it was when one looked last, in words.
 */
#ifndef MYROLES_FRONTEND_CHANGE_WORDS_H
#define MYROLES_FRONTEND_CHANGE_WORDS_H

#include "frontend/wording.h"
#include "src/model/change.h"

/* What changes are about: under a heading each. */
typedef enum {
	CHANGE_OF_ELIGIBILITY,
	CHANGE_OF_SETTINGS,
	CHANGE_OF_DEFINITION,
	CHANGE_AREAS
} ChangeArea;

ChangeArea change_area(ChangeKind kind);
const char *change_area_title(ChangeArea area);

/* "Contributor on rg-payments is given for 2h at most; it was 8h." The caller frees. */
char *change_words(const Wording *wording, const Change *change);

/*
 * "3 changes (C): 1 new, 1 gone, 1 setting tighter", with the key that lists them where there is one; NULL: there is no change.
 * Change*. The caller frees.
 */
char *changes_summary(const GPtrArray *changes, const char *key);

#endif
