/*
 * Ways to look at a list, from the configuration: a filter, an order, columns. Lists go by the title of their pane in small
 * letters. A view that has the name of a list is how it begins.
 */
#ifndef MYROLES_TUI_CORE_VIEWS_H
#define MYROLES_TUI_CORE_VIEWS_H

#include "tui/core/effects.h"

/* What is wrong with its "list", "sort" or "columns", and what was expected; NULL: nothing. The caller frees. */
char *view_find_mistake(const Tables *tables, const ViewSettings *view, const char *key);

/* Takes the views of the configuration (NULL: there is none), and lets lists begin with theirs. */
void views_init(State *state, const Settings *settings);

/* Goes to the list and looks at it that way. */
void view_open(Update *update, const ViewSettings *view);

/* "eligible: kind:mg, by end, role at" for who chooses. The caller frees. */
char *view_words(const ViewSettings *view);

/* As no view changes it: no filter, the usual order and columns. */
void view_reset(Update *update, Pane *pane);

#endif
