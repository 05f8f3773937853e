/* A long past: a hundred thousand requests in the journal, opened and searched. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/figure.h"

#define ENTRIES  "100000"
#define QUIET_MS 6
#define PATIENCE 3000
#define ROUNDS   8

/* What one entry of the tenant's own history looks like, again and again, over some years. */
static const char fill[] =
	"INSERT INTO entry (account, source, first_learnt, last_learnt, moment, request_id, "
	"workload, kind, role_id, role_name, scope_type, scope_id, scope_name, state, "
	"justification, ticket_number, created, start, duration, \"end\", is_own) "
	"WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n "
	"< " ENTRIES ") SELECT account.id, 'local', t, t, t, 'bench-' || n, 'azure', 'activate', "
	"'/roles/' || (n % 40), 'Benchmark Role ' || (n % 40), 'resource_group', "
	"'/subscriptions/s/resourceGroups/rg-' || (n % 97), 'rg-' || (n % 97), 'ended', "
	"'deploy hotfix ' || n, 'INC' || n, t, t, 3600, t + 3600, 1 "
	"FROM (SELECT n, 1600000000 + n * 1500 AS t FROM number), account";

static void fill_journal(const Stage *stage)
{
	g_autofree char *path = stage_path(stage, "state/myroles/journal.db");
	sqlite3 *journal = NULL;
	char *error = NULL;
	if (sqlite3_open(path, &journal) != SQLITE_OK ||
	    sqlite3_exec(journal, fill, NULL, NULL, &error) != SQLITE_OK) {
		fprintf(stderr, "bench: %s: %s\n", path,
			error != NULL ? error : "not to be opened");
		exit(1);
	}
	sqlite3_close(journal);
}

/* Milliseconds to the last byte of a key's answer; 0: none. */
static double press(Pty *pty, const char *key)
{
	const gint64 begin = g_get_monotonic_time();
	pty_press(pty, key);
	while (pty_last_output(pty) <= begin &&
	       g_get_monotonic_time() - begin < PATIENCE * G_TIME_SPAN_MILLISECOND)
		pty_drain(pty, 1);
	pty_drain(pty, QUIET_MS);
	return pty_last_output(pty) > begin ? (double)(pty_last_output(pty) - begin) / 1000 : 0;
}

static void add(GArray *samples, double taken)
{
	if (taken > 0)
		g_array_append_val(samples, taken);
}

static void measure(Pty *pty)
{
	static const char *const letters[] = { "h", "o", "t", "f", "i", "x" };
	g_autoptr(GArray) opened = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) drawn = g_array_new(FALSE, FALSE, sizeof(double));
	for (int round = 0; round < ROUNDS; round++) {
		add(opened, press(pty, "4"));
		figure_rest(pty, 100);
		pty_press(pty, "/");
		for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
			add(keys, press(pty, letters[i]));
		pty_press(pty, "ctrl-u enter");
		figure_rest(pty, 100);
		add(drawn, press(pty, "t"));
		pty_press(pty, "t 1");
		figure_rest(pty, 200);
	}
	figure_print("history of " ENTRIES ", open", figure_median(opened), "ms", "<= 50",
		     "key to last output byte");
	figure_print("    search keystroke", figure_median(keys), "ms", "<= 16", "");
	figure_print("    slowest", figure_percentile(keys, 100), "ms", "", "");
	figure_print("    timeline", figure_median(drawn), "ms", "",
		     "made of all of them, and drawn");
}

void bench_history(void)
{
	g_autoptr(Stage) stage = stage_new(NULL);
	{
		g_autoptr(Pty) first = stage_run(stage, &(StageRun){ .rows = 24, .columns = 80 });
		int status = 0;
		pty_wait_match(first, "azure fresh");
		pty_press(first, "q");
		pty_wait_end(first, &status);
	}
	fill_journal(stage);
	g_autoptr(Pty) pty = stage_run(stage, &(StageRun){ .rows = 24, .columns = 80 });
	const gint64 begin = g_get_monotonic_time();
	pty_wait_match(pty, "azure fresh");
	pty_press(pty, "4");
	pty_wait_match(pty, "History 1-[0-9]+/100");
	figure_print("history of " ENTRIES ", all of it read",
		     (double)(g_get_monotonic_time() - begin) / 1000, "ms", "",
		     "from the start, between keys");
	figure_print("    memory", (double)figure_status(pty_pid(pty), "VmRSS") / 1024, "MB", "",
		     "resident");
	pty_press(pty, "1");
	figure_rest(pty, 500);
	measure(pty);
}
