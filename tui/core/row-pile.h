/*
 * A long list of eligible roles that is made ready piece by piece; until then the rows before are shown. What takes long for
 * thousands of rows is done for each piece as it comes, so that little is left for the turn that shows them.
 */
#ifndef MYROLES_TUI_CORE_ROW_PILE_H
#define MYROLES_TUI_CORE_ROW_PILE_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/event.h"

typedef struct RowPile RowPile;

/* Of an EVENT_ELIGIBILITIES, whose rows are shared. No row is ready yet. The caller frees. */
RowPile *row_pile_new(const Event *event);
void row_pile_free(RowPile *pile);

/* Makes the next rows. True: they are all ready, and their ranks are known. */
bool row_pile_step(RowPile *pile);
bool row_pile_is_ready(const RowPile *pile);

/* What came, as far as it is about the list. */
const Event *row_pile_event(const RowPile *pile);
/* Row*, in the order in which they came; borrowed. */
GPtrArray *row_pile_rows(const RowPile *pile);
/* const Row* of those that likely read like another one of the list; borrowed. */
GPtrArray *row_pile_alike(const RowPile *pile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowPile, row_pile_free)

#endif
