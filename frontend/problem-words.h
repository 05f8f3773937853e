/*
 * What went wrong, and the next step, in words.
 */
#ifndef MYROLES_FRONTEND_PROBLEM_WORDS_H
#define MYROLES_FRONTEND_PROBLEM_WORDS_H

#include "frontend/wording.h"
#include "src/model/problem.h"

/* The next step, with the actions that it names as this frontend does them. NULL: none. The caller frees. */
char *problem_next_step(const Wording *wording, const Problem *problem);

/* The sentence and the next step. The caller frees. */
char *problem_words(const Wording *wording, const Problem *problem);

/* "Refused: ", "Failed: " before the sentence: what the problem did to a request. May be empty. */
const char *problem_opening(const Problem *problem);

/* It failed to be looked at: what was known before stands as it was. */
bool problem_is_unconfirmed(const Problem *problem);

#endif
