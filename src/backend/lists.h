/*
 * What is loaded: each list of each workload by itself, so that none waits for another and none hides another. What
 * becomes of a load is announced; who makes more of the rows listens.
 */
#ifndef MYROLES_BACKEND_LISTS_H
#define MYROLES_BACKEND_LISTS_H

#include "src/backend/jobs.h"
#include "src/backend/network.h"
#include "src/model/list.h"

typedef struct Lists Lists;

/* One load under way. */
typedef struct Load Load;

/* One list of one workload as it was told last. */
typedef struct ListState {
	GPtrArray *
		rows; /* NULL: nothing is known yet. Shared with events: never changed, only replaced */
	Instant as_of;
	size_t skipped;
	GPtrArray *failed; /* char*: ids of scopes that did not answer; NULL: none */
	Ticks loaded;      /* when the service told it; 0: not in this run */
	bool is_complete;  /* the service's whole answer, of this run */
	bool is_open;      /* lists_set_open */
	bool has_gaps;     /* of its kind, but the service could not tell everything */
	Load *load;        /* under way, or NULL; owns itself */
} ListState;

typedef enum {
	LOAD_BEGAN,
	LOAD_CAME,  /* rows are in the list's state and will be told next; names may follow */
	LOAD_TOLD,  /* … and now they are */
	LOAD_ENDED, /* nothing more follows: the whole answer came, or none */
	LOAD_MOMENT_COUNT,
} LoadMoment;

/* Borrowed for the call. */
typedef struct ListNews {
	WorkloadId workload;
	ListId list;
	Load *load;
	const ListState *state;
	GPtrArray *rows; /* LOAD_CAME, LOAD_TOLD: as the service told them; else NULL */
	bool is_whole;   /* nothing is missing, as far as the service knows */
	bool is_failed;  /* LOAD_ENDED: no answer, or none that could be read */
} ListNews;

typedef void (*ListListener)(const ListNews *news, gpointer data);

/* The rows to tell in place of those that are known (or NULL); the caller unrefs. */
typedef GPtrArray *(*ListShape)(WorkloadId workload, GPtrArray *rows, gpointer data);

Lists *lists_new(Events *events, Network *network);
void lists_free(Lists *lists);

/* In the order in which they came. Nothing is announced while all is being closed. */
void lists_listen(Lists *lists, ListId list, LoadMoment moment, ListListener listener,
		  gpointer data);

/* One for each kind of list, set at the start. */
void lists_set_shape(Lists *lists, ListId list, ListShape shape, gpointer data);

/* INTENT_REFRESH; `lists` is a Lists. */
void lists_refresh(gpointer lists, Intent *intent, Job *job);

/* That intent cannot be begun: each list that it wants says so. */
void lists_refuse(Lists *lists, const Intent *intent, const GError *error);

/* Loads one list again, unless it is being loaded; `job` waits for it either way. */
void lists_load(Lists *lists, WorkloadId workload, ListId list, Job *job);

/* What more is asked beside a load holds it: until the last one lets go, it is under way. */
Load *load_hold(Load *load);
void load_release(Load *load);
uint64_t load_intent_id(const Load *load);

/* Never NULL; borrowed. */
const ListState *lists_state(const Lists *lists, WorkloadId workload, ListId list);

/* The eligibility of that id as known now; NULL: not in the list. Borrowed. */
const Eligibility *lists_find_eligibility(const Lists *lists, WorkloadId workload, const char *id);

/* More is being found out about its rows: until then what is told is no whole list. */
void lists_set_open(Lists *lists, WorkloadId workload, ListId list, bool is_open);

/* The first of the jobs that wait for the load, held. */
Job *load_hold_job(const Load *load);

/* Tells the list as it is known now, in its shape; without a shape some rows have to be known. */
void lists_tell(Lists *lists, WorkloadId workload, ListId list, uint64_t intent_id);

/* What is told of it now, in its shape; without a shape some rows have to be known. The caller unrefs. */
GPtrArray *lists_picture(const Lists *lists, WorkloadId workload, ListId list);

/* What the last run knew: taken and told while the service has told nothing. */
void lists_paint(Lists *lists, WorkloadId workload, ListId list, GPtrArray *rows, Instant as_of);

/* Listener: another account. Everything known is dropped and told so. */
void lists_on_forgotten(gpointer lists);

#endif
