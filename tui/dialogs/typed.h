/* The question of an account with confirm=typed: a word has to be typed before anything is sent. */
#ifndef MYROLES_TUI_DIALOGS_TYPED_H
#define MYROLES_TUI_DIALOGS_TYPED_H

#include "tui/core/effects.h"

/* Asks over the open dialog; when `word` was typed it is closed, and `on_typed` called with that one on top again. */
void typed_ask(Update *update, const char *word, void (*on_typed)(Update *update));

#endif
