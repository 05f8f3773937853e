/* Everything known of the row with the focus, in words. */
#ifndef MYROLES_TUI_DIALOGS_DETAILS_H
#define MYROLES_TUI_DIALOGS_DETAILS_H

#include "tui/core/effects.h"

/* About the subject of the focused pane; nothing happens where it has none. */
void details_open(Update *update);

/*
 * What the role permits, as lines (char*); NULL: it is not known, and `problem` says why where it could not be read. All is
 * borrowed.
 */
const GPtrArray *details_permissions(const State *state, const Grant *grant, const char **problem);
/* Reads it, unless it is known; the intent's id, 0: there is nothing to read. */
uint64_t details_read_role(Update *update, const Row *row);

/* How far an active row had come when its details were opened last; NULL: they were not, or it is being asked. Borrowed. */
const Truth *details_truth(const State *state, const Grant *grant);

#endif
