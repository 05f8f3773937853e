/*
 * Rows of a table that mostly wait are played at once, in a few processes with a stage each.
 */
#ifndef MYROLES_TESTS_APART_H
#define MYROLES_TESTS_APART_H

#include "tests/e2e/stage.h"

/* Plays one row on a stage as at the start; fails as any test does. */
typedef void (*PlayRow)(Stage *stage, size_t row);

/* Plays rows 0 to count - 1, whoever is free the next; fails when one of them does. What it said is on standard error. */
void play_apart(size_t count, PlayRow play);

#endif
