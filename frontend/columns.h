/*
 * Rows as columns: a table for people, exact texts for programs. Their order is part of the interface, see myroles(1): new ones
 * come at the end. Grants, totals, scopes, accounts and findings are in columns.c, requests in columns-requests.c, others in columns-holdings.c and columns-truth.c.
 */
#ifndef MYROLES_FRONTEND_COLUMNS_H
#define MYROLES_FRONTEND_COLUMNS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "frontend/wording.h"

/* How a row stands, for who shows it in colors: they say what its words say. */
typedef enum {
	TONE_NONE,
	TONE_GOOD,    /* runs, was done */
	TONE_WARNING, /* ends soon, is old */
	TONE_URGENT,  /* ends now */
	TONE_WAITING, /* for a decision, or for its time */
	TONE_REFUSED,
	TONE_FAILED,
	TONE_PAST, /* over */
	TONE_COUNT
} Tone;

typedef struct Column {
	const char *title; /* its heading */
	const char *
		name; /* as a person names it; NULL: the heading in small letters, "SCOPE ID" as scope_id */
	const char *
		exact; /* heading of the column for programs that tells the same; NULL: that of the same heading, or none */
	bool is_plain_only; /* only for programs: ids and exact times */
	bool is_table_only; /* only for people: what programs get exactly */
	bool is_whole; /* the last to be broken where a terminal is narrow: times and short words */
	bool has_tone; /* its words tell how the row stands */
} Column;

/* One kind of row. */
typedef struct Sheet {
	const Column *columns;
	size_t count;
	Tone (*tone)(const Wording *wording, gconstpointer row); /* NULL: no row has one */
	/* The texts of a row, one a column, into `cells`, borrowed or owned by `texts` (free function g_free). NULL: empty. */
	void (*write)(const Wording *wording, gconstpointer row, const char **cells,
		      GPtrArray *texts);
} Sheet;

#define REQUEST_ID_SHORT 8 /* so much of a request's id people are shown and may type */

extern const Sheet eligibility_sheet;  /* Eligibility */
extern const Sheet assignment_sheet;   /* Assignment */
extern const Sheet holding_sheet;      /* Holding */
extern const Sheet elsewhere_sheet;    /* Elsewhere */
extern const Sheet history_sheet;      /* HistoryEntry */
extern const Sheet scope_sheet;        /* Scope */
extern const Sheet account_sheet;      /* KnownAccount */
extern const Sheet request_sheet;      /* Request: one, and what became of it */
extern const Sheet open_request_sheet; /* Request: of a list */
extern const Sheet approval_sheet;     /* Request, of somebody else */
extern const Sheet briefed_sheet;      /* Briefed (briefed.h) */
extern const Sheet decision_sheet;     /* Request, that decides one */
extern const Sheet change_sheet;       /* Change */
extern const Sheet truth_sheet;        /* TruthRow (lamp-words.h) */
extern const Sheet finding_sheet;      /* Finding */
extern const Sheet total_sheet;        /* Total (totals.h) */
extern const Sheet unused_sheet;       /* Unused (totals.h) */

#endif
