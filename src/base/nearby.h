/*
 * Did you mean …? The word of a list that a wrong one is nearest to.
 */
#ifndef MYROLES_BASE_NEARBY_H
#define MYROLES_BASE_NEARBY_H

#include <glib.h>

/*
 * Of `words` (char*) the nearest in spelling: a prefix or at most a third of its letters left out, put in, changed or swapped.
 * NULL: none is near. Borrowed.
 */
const char *nearby_word(const char *word, const GPtrArray *words);

/* " (did you mean NEAREST?)", or "" where none is near. The caller frees. */
char *nearby_hint(const char *word, const GPtrArray *words);

#endif
