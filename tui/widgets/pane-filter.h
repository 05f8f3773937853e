/* Which rows of a pane fit its filter. */
#ifndef MYROLES_TUI_WIDGETS_PANE_FILTER_H
#define MYROLES_TUI_WIDGETS_PANE_FILTER_H

#include "tui/widgets/pane.h"

/*
 * Keeps those of `from` (which may be what is shown) that fit: in their order, but whole words first and beginnings of words
 * next. Where none does, those that are similar, and `is_similar` says so.
 */
void pane_filter_rows(Pane *pane, const GPtrArray *from);

#endif
