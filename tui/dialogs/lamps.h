/* How far roles that are on have come (src/model/truth.h): asked for when somebody looks, a part of what dialogs tell. */
#ifndef MYROLES_TUI_DIALOGS_LAMPS_H
#define MYROLES_TUI_DIALOGS_LAMPS_H

#include "src/model/truth.h"
#include "tui/core/effects.h"
#include "tui/widgets/page.h"

/* Of all that were looked at. One that is zeroed is empty. */
typedef struct Lamps {
	GPtrArray *all; /* LampsEntry* */
} Lamps;

void lamps_clear(Lamps *lamps);

/* Asks about the row, which is taken; `seconds`: for so long until it is effective; 0: once. What was known of the key goes. */
void lamps_ask(Lamps *lamps, Update *update, const char *key, Assignment *row, int64_t seconds);

/* Was it asked about? NULL: not, or without an answer yet. */
bool lamps_has(const Lamps *lamps, const char *key);
const Truth *lamps_find(const Lamps *lamps, const char *key);

/* EVENT_TRUTH: is it about one of these? Its key, or NULL. Borrowed. */
const char *lamps_take(Lamps *lamps, const Event *event);

/* Nobody looks at it any more. */
void lamps_drop(Lamps *lamps, Update *update, const char *key);

/* A line for each lamp, below labels of `indent` columns. Nothing where it was not asked about. */
void lamps_write(const Lamps *lamps, const char *key, int indent, Page *page);

StyleId lamps_style(const Truth *truth);

#endif
