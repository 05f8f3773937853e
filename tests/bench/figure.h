/*
 * What the benchmarks share: a table of figures, and samples. Figures are for reading: no test depends on one.
 */
#ifndef MYROLES_TESTS_FIGURE_H
#define MYROLES_TESTS_FIGURE_H

#include <glib.h>
#include <sys/types.h>

#include "tests/e2e/stage.h"

/* One line of the table: "start to first row | 12.3 ms | aim ≤ 20 ms | what it means". */
void figure_print(const char *name, double value, const char *unit, const char *aim,
		  const char *meaning);

/* Samples in any order; sorted in place. */
double figure_median(GArray *samples); /* of double */
double figure_percentile(GArray *samples, double percent);

/* "VmRSS" and the like from /proc/PID/status, in kB; of all threads together for the context switches. */
long figure_status(pid_t pid, const char *member);
long figure_switches(pid_t pid);
double figure_processor(
	pid_t pid); /* ms on the processor so far, of its first thread; 0: not known */

/* Takes in what the program writes for this long. */
void figure_rest(Pty *pty, int milliseconds);

/* The groups of figures, each with stages of its own. */
void bench_start(void);
void bench_keys(void);
void bench_history(void);
void bench_idle(void);
void bench_network(void);
void bench_activate(void);
void bench_tig(void);
void bench_verbs(void);

#endif
