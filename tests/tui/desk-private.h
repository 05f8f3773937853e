/* What is behind a desk. Only its own files include this. */
#ifndef MYROLES_TESTS_TUI_DESK_PRIVATE_H
#define MYROLES_TESTS_TUI_DESK_PRIVATE_H

#include "tests/tui/desk.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/update.h"
#include "tui/core/view.h"
#include "tui/core/words.h"

struct Desk {
	State *state;
	GPtrArray *effects; /* Effect* */
	guint given;        /* so many of the first were looked at by desk_next_intent */
	Grid *grid;
	ViewMemory memory; /* of the grid */
	Instant now;
	bool is_held;
	bool is_first;   /* nobody else tells what is told beside the screen */
	bool wants_more; /* the last message asked to go on */
};

#endif
