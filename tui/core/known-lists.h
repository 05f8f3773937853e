/*
 * The owner of the service's lists: what is loaded of each workload, how fresh it is, and asking for it again.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_LISTS_H
#define MYROLES_TUI_CORE_KNOWN_LISTS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/event.h"
#include "src/model/grant.h"
#include "src/model/problem.h"
#include "src/model/workload.h"
#include "tui/core/news.h"
#include "tui/widgets/rows.h"

#define LISTS_REFRESH_SECONDS 60

/* What the rows shown are. A refresh under way is `is_loading` beside it. */
typedef enum {
	LOAD_IDLE,    /* never asked for */
	LOAD_LOADING, /* asked for, nothing to show yet */
	LOAD_READY,
	LOAD_STALE,  /* the last known ones, from the snapshot or from before a failure */
	LOAD_FAILED, /* failed, and there is nothing to show */
} LoadStatus;

typedef struct Load {
	LoadStatus status;
	bool is_loading;
	bool is_partial;  /* an early picture; more may come */
	Instant as_of;    /* of what is shown; 0: nothing yet */
	bool has_gaps;    /* the whole list was refused: only subscriptions were asked */
	Problem *problem; /* of the last try; NULL: it went well */
	size_t skipped;   /* elements that could not be read */
} Load;

void load_clear(Load *load);

typedef struct RowPile RowPile;

typedef struct KnownLists {
	Load loads[WORKLOAD_COUNT][LIST_COUNT];
	GPtrArray
		*loaded[WORKLOAD_COUNT][LIST_COUNT]; /* as it came, rows borrow from it; or NULL */
	GPtrArray *eligible[WORKLOAD_COUNT];         /* Row* */
	GPtrArray
		*alike[WORKLOAD_COUNT]; /* const Row* of these that likely read like another one */
	GPtrArray *active[WORKLOAD_COUNT]; /* Row* */
	RowPile *piles[WORKLOAD_COUNT];    /* rows that are made ready piece by piece; or NULL */
	uint64_t refresh_intent;           /* 0: none */
	bool is_by_itself;                 /* nobody asked for that refresh: it was due */
	Instant next_refresh;              /* by itself; 0: none */
} KnownLists;

void known_lists_init(KnownLists *lists);
void known_lists_clear(KnownLists *lists);

/* Asks for everything; by a key it is said when that is under way already. */
void known_lists_refresh(Update *update, bool is_by_key);
/* The same, when what is under way was asked for with other tokens. */
void known_lists_refresh_anew(Update *update);
/* Time has passed: asks again when it is due. */
void known_lists_tick(Update *update);
/* Long lists: the next piece. A keystroke is never kept waiting for thousands of rows. */
void known_lists_continue(Update *update);
/* The clock was ahead: nothing waits for what it was wrong by. */
void known_lists_bound_refresh(KnownLists *lists, Instant now);

/* Takes the rows of active roles away that have ended. True: there were some. */
bool known_lists_drop_ended(KnownLists *lists, Instant now);

/* Borrowed; NULL when there is none. */
const Eligibility *known_lists_find_eligible(const KnownLists *lists, const char *id);
const Assignment *known_lists_find_active(const KnownLists *lists, const char *id);
/* An assignment of the same role that covers the scope now. */
const Assignment *known_lists_find_active_for(const KnownLists *lists,
					      const Eligibility *eligibility, const Scope *scope);

/* Nobody is signed in, and the service was not asked for that reason. */
bool known_lists_are_signed_out(const State *state);

extern const Listeners known_lists_listeners;

#endif
