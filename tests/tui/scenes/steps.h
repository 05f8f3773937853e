/* What several scenes begin with. */
#ifndef MYROLES_TESTS_TUI_SCENES_STEPS_H
#define MYROLES_TESTS_TUI_SCENES_STEPS_H

#include "tests/tui/desk.h"

void steps_end_soon(
	Desk *desk); /* an active row ends in less than five minutes: its notice is on */
void steps_mark_three(Desk *desk); /* of two workloads */
void steps_open_form(Desk *desk, const char *role);
void steps_begin_form(Desk *desk);      /* Contributor, with a reason */
void steps_fill_form(Desk *desk);       /* … and a ticket */
void steps_open_mixed_form(Desk *desk); /* of the three */

#endif
