/*
 * What may go wrong in a round of the soak: the faults of single answers, and the moods of the whole service. A row
 * that the program does not get right yet is switched off and says why; the soak lists those.
 */
#ifndef MYROLES_TESTS_SOAK_TABLE_H
#define MYROLES_TESTS_SOAK_TABLE_H

#include <glib.h>

typedef struct SoakRow {
	const char *json; /* members of a fault, or of the tenant's settings */
	const char *off;  /* why it is not among those that are tried; NULL: it is */
} SoakRow;

extern const SoakRow soak_faults[];
extern const SoakRow soak_moods[];

/* One of those that are on, by chance. */
const char *soak_pick_fault(GRand *random);
const char *soak_pick_mood(GRand *random);

/* The rows that are off, on standard output. */
void soak_tell_off(void);

#endif
