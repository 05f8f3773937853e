/*
 * The stack of dialogs that lie over the screen; keys go to the top one.
 */
#ifndef MYROLES_TUI_CORE_DIALOGS_H
#define MYROLES_TUI_CORE_DIALOGS_H

#include "tui/core/effects.h"

/* Opens one of the kind on top, with its struct zeroed. Borrowed. */
Dialog *dialog_open(Update *update, const DialogKind *kind);
void dialog_close(Update *update); /* the top one */
void dialog_remove(Update *update, Dialog *dialog);
void dialog_free(Dialog *dialog);

Dialog *dialog_top(const State *state);                          /* NULL: none */
Dialog *dialog_find(const State *state, const DialogKind *kind); /* the topmost of the kind */

/* The same for parts of a dialog that stand below its kind. */
Dialog *dialog_find_context(const State *state, const Context *context);

/* What the kind remembers as long as the account is used; zeroed at first. */
void *dialog_memory(const State *state, const DialogKind *kind);
void dialogs_forget(State *state); /* all memories */
/* Takes those away that are about the account before. */
void dialogs_leave_account(State *state);

/* The lines of one that shows lines, so wide. The caller frees; NULL: it draws by itself. */
Page *dialog_page(const State *state, const Dialog *dialog, int columns);

/* Where the top one stands; see layout_dialog. */
void dialog_layout(const State *state, Area *box, Area *inside);

/* How many of its rows, above the keys, are left to what it shows: below them stands the selected one whole. */
int dialog_rows_shown(const Dialog *dialog, int rows);

/* By so many rows of its list; by lines where it has none. */
void dialog_move(Dialog *dialog, long by);
/* Keeps scrolling within what there is, and what is chosen in sight. */
void dialogs_clamp(State *state);

#endif
