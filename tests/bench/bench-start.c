/* From the shell to the first row, and what the program then weighs. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/figure.h"
#include "tests/e2e/folder.h"

#define STARTS 15

static void must(bool has_come, Pty *pty, const char *what)
{
	if (has_come)
		return;
	fprintf(stderr, "bench: did not come: %s\n%s", what, pty_screen(pty));
	exit(1);
}

static double start_once(Stage *stage, const char *row, bool is_slow)
{
	gint64 begin = g_get_monotonic_time();
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	double taken;
	int status;
	must(pty_wait_match(pty, row), pty, row);
	taken = (double)(g_get_monotonic_time() - begin) / 1000;
	if (!is_slow)
		must(pty_wait_match(pty, "azure fresh"), pty, "fresh rows");
	pty_press(pty, "q");
	must(pty_wait_end(pty, &status), pty, "the end");
	return taken;
}

static void measure_start(void)
{
	g_autoptr(Stage) stage = stage_new(NULL);
	g_autoptr(GArray) from_snapshot = g_array_new(FALSE, FALSE, sizeof(double));
	double first = start_once(stage, "Contributor +Platform", false);
	/* So slow a service that only the snapshot can have been the source. */
	tenant_tell(stage->tenant, "/settings", "{\"latency_ms\":5000}");

	for (int i = 0; i < STARTS; i++) {
		double taken = start_once(stage, "Contributor +Platform", true);
		g_array_append_val(from_snapshot, taken);
	}
	figure_print("start to first row, no snapshot", first, "ms", "",
		     "the first start ever, from the service");
	figure_print("start to first row, from the snapshot", figure_median(from_snapshot), "ms",
		     "<= 20", "every later start; linking alone costs about 7");
}

static void measure_memory(const char *const *arguments, const char *authority, const char *name,
			   const char *aim)
{
	g_autoptr(Stage) stage = stage_new(arguments);
	g_autofree char *line = g_strdup_printf("ca_file=%s\n", authority);
	stage_write_config(stage, line);
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	must(pty_wait_match(pty, "azure fresh"), pty, "fresh rows");
	figure_rest(pty, 500);
	figure_print(name, (double)figure_status(pty_pid(pty), "VmRSS") / 1024, "MB", aim,
		     "resident, over TLS, lists complete");
}

void bench_start(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *certificate = NULL, *key = NULL;
	measure_start();
	stage_make_certificate(folder, &certificate, &key);
	const char *const few[] = { "--tls", certificate, key, NULL };
	const char *const many[] = { "--tls", certificate, key, "--eligible=10000", NULL };
	measure_memory(few, certificate, "memory with 25 rows", "<= 20");
	measure_memory(many, certificate, "memory with 10,000 rows", "<= 45");
	folder_remove(folder);
}
