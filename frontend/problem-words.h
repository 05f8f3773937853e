/*
 * What went wrong, and the next step, in words.
 */
#ifndef MYROLES_FRONTEND_PROBLEM_WORDS_H
#define MYROLES_FRONTEND_PROBLEM_WORDS_H

#include "src/model/problem.h"

/* The sentence and the next step. The caller frees. */
char *problem_words(const Problem *problem);

/* "Refused: ", "Failed: " before the sentence: what the problem did to a request. May be empty. */
const char *problem_opening(const Problem *problem);

#endif
