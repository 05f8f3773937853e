/* The time line of a request, as the journal learnt it: a part of its details. */
#ifndef MYROLES_TUI_DIALOGS_TIMELINE_H
#define MYROLES_TUI_DIALOGS_TIMELINE_H

#include "tui/core/effects.h"
#include "tui/widgets/page.h"

/* One that is zeroed is empty. */
typedef struct Timeline {
	char *request_id;  /* whose it is; NULL: nobody's */
	GPtrArray *events; /* HistoryEvent*, oldest first; NULL: none yet */
	uint64_t intent;   /* that reads it; 0: none */
} Timeline;

void timeline_clear(Timeline *timeline);

/* Asks for it; what is known of the same request stays meanwhile. */
void timeline_read(Timeline *timeline, Update *update, const char *request_id);
void timeline_take(Timeline *timeline, const Event *event);

/* Nothing where it is another one's, or tells of one moment alone. */
void timeline_write(const Timeline *timeline, const State *state, const char *request_id,
		    Page *page);

#endif
