/*
 * The kinds of lists, one row each: what backend, snapshot and frontends have to know of a list without asking which
 * one it is. How a workload loads it stands in the workload's own row.
 */
#ifndef MYROLES_MODEL_LIST_H
#define MYROLES_MODEL_LIST_H

#include "src/model/event.h"

typedef struct ListKind {
	EventKind event; /* tells it, as a whole */
	GCopyFunc copy;  /* of one row, deep; its data is not looked at */
	GDestroyNotify free_row;
	void (*merge)(
		GPtrArray *rows);      /* leaves one of rows that mean the same; NULL: all differ */
	const GrantMergeKind *merging; /* the same while they come; NULL: only at the end */
	bool has_grants;               /* rows begin with a Grant */
	bool is_kept_as_told; /* the snapshot has what the frontend was told, not the service's answer */
	bool is_refreshed; /* by INTENT_REFRESH that names no list */
} ListKind;

/* Never NULL for a valid id; static. */
const ListKind *list_kind(ListId id);

/* Bits 1u << ListId of those with is_refreshed. */
unsigned list_refreshed_bits(void);

/* Which list an event tells; false: it tells none. */
bool list_from_event(EventKind event, ListId *out);

/* A deep copy with its free function set; of NULL an empty one. */
GPtrArray *list_copy_rows(ListId id, GPtrArray *rows);

#endif
