/*
 * The lines below the panes: the rule with the notice, what the focused row needs, how fresh the lists are. Each is wrapped,
 * not cut, as far as the screen has lines for it.
 */
#ifndef MYROLES_TUI_CORE_BELOW_H
#define MYROLES_TUI_CORE_BELOW_H

#include "tui/core/state.h"
#include "tui/terminal/grid.h"

/* How many lines `words` and the freshness take on this screen: fills `word_lines` and `status_lines`. */
void below_measure(const State *state, const char *words, LayoutInput *input);

/* What the focused row needs; NULL or "": nothing. The caller frees it. */
char *below_words(const State *state);

void below_draw_words(const State *state, Grid *grid, const Layout *layout);
void below_draw_status(const State *state, Grid *grid, const Layout *layout);
/* Over the other two, so that it hides no row. */
void below_draw_notice(const State *state, Grid *grid, const Layout *layout);

#endif
