/* What a prompt and a shell wait for: whole processes, on the lists of the last run. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/figure.h"
#include "tests/e2e/verb.h"

#define RUNS 21

static void run(Verb *verb, const char *line)
{
	verb_run(verb, line);
	if (verb->code == 0)
		return;
	fprintf(stderr, "bench: %s ended with %d: %s\n", line, verb->code, verb->errors);
	exit(1);
}

static double time_line(Verb *verb, const char *line)
{
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(double));
	for (int i = 0; i < RUNS; i++) {
		const gint64 begin = g_get_monotonic_time();
		run(verb, line);
		const double taken = (double)(g_get_monotonic_time() - begin) / 1000;
		g_array_append_val(samples, taken);
	}
	return figure_median(samples);
}

static void measure(const char *const *arguments, const char *rows)
{
	static const struct {
		const char *name, *line, *aim;
	} lines[] = {
		{ "status", "myroles status", "<= 15" },
		{ "completion of a role", "myroles __complete bash -- 'myroles scopes ' ''",
		  "<= 20" },
		{ "list eligible --cached", "myroles list eligible --cached", "" },
	};
	g_autoptr(Stage) stage = stage_new(arguments);
	g_auto(Verb) verb = { .stage = stage };
	run(&verb, "myroles list eligible");
	run(&verb, "myroles list active");
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *name = g_strdup_printf("%s, %s", lines[i].name, rows);
		figure_print(name, time_line(&verb, lines[i].line), "ms", lines[i].aim,
			     "start to end of the process");
	}
}

void bench_verbs(void)
{
	static const char *const many[] = { "--eligible=10000", NULL };
	g_autoptr(Stage) stage = stage_new(NULL);
	g_auto(Verb) verb = { .stage = stage };
	figure_print("myroles --version", time_line(&verb, "myroles --version"), "ms", "",
		     "what every verb costs: most of it is linking");
	measure(NULL, "25 rows");
	measure(many, "10,000 rows");
}
