/*
 * What the rows of a set mean among what is eligible and known, and what would be asked for.
 */
#ifndef MYROLES_TUI_DIALOGS_SET_PLACES_H
#define MYROLES_TUI_DIALOGS_SET_PLACES_H

#include "frontend/target.h"
#include "src/model/activation-set.h"
#include "tui/core/effects.h"

/* The places (Target*) that the words fit: of one nothing is guessed. Caller unrefs. */
GPtrArray *set_find_places(const State *state, const SetRow *wanted);

/* What is wrong where they are not one. */
const char *set_unclear_words(guint places);

/* In seconds; 0: not said. */
int64_t set_row_length(const State *state, const ActivationSet *set, const SetRow *row);

/* With the set's reason, its words not filled in. The caller frees. */
Activation *set_make_activation(const State *state, const ActivationSet *set, const SetRow *row,
				const Target *place);

/* Nothing is begun until it is clear what each row means: why not yet, or NULL. */
const char *set_needs_clear(const State *state, const ActivationSet *set);

/* Closes the top dialog, which the set may be of, and opens one form for all of a clear set. */
void set_start(Update *update, const ActivationSet *set);

#endif
