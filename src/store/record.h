/*
 * Plain structs as rows of a table: one row per member, one loop each for names, binding, reading and comparing.
 */
#ifndef MYROLES_STORE_RECORD_H
#define MYROLES_STORE_RECORD_H

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/model/change.h"
#include "src/model/grant.h"
#include "src/model/request.h"

typedef enum {
	RECORD_TEXT, /* char *, owned by the struct; NULL is NULL */
	RECORD_INT,  /* int64_t */
	RECORD_BOOL,
	RECORD_WORD, /* an enum, kept as its word so that the file outlives renumbering */
} RecordType;

typedef struct RecordColumn {
	const char *name;
	RecordType type;
	size_t offset;
	const char *(*word)(int value);
	int (*from_word)(const char *word);
} RecordColumn;

typedef struct RecordShape {
	const RecordColumn *columns;
	int count;
} RecordShape;

/*
 * Request, Eligibility and Assignment with all their members that services tell; a Request as the journal keeps it, with all; and a
 * Change without its number.
 */
extern const RecordShape record_request;
extern const RecordShape record_kept_request;
extern const RecordShape record_eligibility;
extern const RecordShape record_eligibility_names; /* no more of it than names it */
extern const RecordShape record_assignment;
extern const RecordShape record_change;

/* "a, b, c" and "?, ?, ?" for SQL; the caller frees. */
char *record_names(const RecordShape *shape);
char *record_marks(int count);

/* Binds all members to the parameters from `first` on (the first one is 1). `record` outlives the statement's step. */
void record_bind(sqlite3_stmt *statement, int first, const RecordShape *shape, const void *record);

/* Fills a zeroed struct from the columns from `first` on (the first one is 0). */
void record_read(sqlite3_stmt *statement, int first, const RecordShape *shape, void *record);

bool record_equal(const RecordShape *shape, const void *a, const void *b);

/* The member of the first column, a text: what tells a row from the others of its list. Borrowed. */
const char *record_identity(const RecordShape *shape, const void *record);

/* A hash of all members: rows that differ have different ones as good as always. Never 0. */
int64_t record_digest(const RecordShape *shape, const void *record);

#endif
