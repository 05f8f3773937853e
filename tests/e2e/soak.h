/*
 * Seeded random faults over list, activate, deactivate of all three workloads, with the same questions asked after each
 * round: was each request sent once, does the journal know it, is the terminal as it was?
 */
#ifndef MYROLES_TESTS_SOAK_H
#define MYROLES_TESTS_SOAK_H

#include <glib.h>

/* How many questions were answered wrongly; each is told on standard error with the screen. */
int soak_run(guint32 rounds, guint32 seed);

/* What happened in the last run, on standard output. */
void soak_tell(void);

#endif
