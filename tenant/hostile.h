/* Bytes that no honest service sends, written so that a scenario stays readable.
 *
 * In a scenario `⟦1b 5b⟧` stands for these bytes, `⟦x*5000⟧` for five thousand of that character,
 * and `⟦nul⟧` for U+0000, which only an answer can hold: there it becomes `\u0000`. */
#pragma once

#include <glib.h>

/* A scenario's text with its markers replaced, but for ⟦nul⟧. */
GString *hostile_expand(const char *text, gsize length);
/* An answer's body with the rest of them replaced. */
void hostile_finish(GString *body);
/* What is added to messages when settings ask for hostile errors. */
const char *hostile_tail(void);
