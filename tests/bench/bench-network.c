/* What goes over the network to a complete dashboard, and how many of the calls wait for each other. */
#include <math.h>
#include <stdio.h>

#include "tests/bench/figure.h"
#include "tests/bench/line.h"

/* Long enough that what the machine itself takes does not matter. */
#define FAR_MS  400
#define LINK_MS 40

/* The best of four: what other programs of this machine take is not ours. */
static void run_best(Line *line, int round_trip_ms, LineRun *best)
{
	line_run(line, round_trip_ms, best);
	for (int i = 1; i < 4; i++) {
		LineRun run;
		line_run(line, round_trip_ms, &run);
		if (run.milliseconds < best->milliseconds)
			*best = run;
	}
}

static void print_line(Line *line, const char *name, const char *connections, const char *trips)
{
	LineRun near, middle, far;
	g_autofree char *label = g_strdup_printf("complete dashboard, %s, no delay", name);
	double chain;
	run_best(line, 0, &near);
	run_best(line, FAR_MS, &far);
	run_best(line, LINK_MS, &middle);
	chain = floor(far.milliseconds / FAR_MS); /* the rest is the machine */
	figure_print(label, near.milliseconds, "ms", "", "from the shell to the last answer");
	figure_print("    requests", near.requests, "", "", "to ARM and Graph");
	figure_print("    connections", far.connections, "", connections, "to both hosts together");
	figure_print("    round trips on the critical path", chain, "", trips,
		     "one opens the connection, the rest wait for each other");
	figure_print("    with 40 ms per round trip", middle.milliseconds, "ms", "", "");
	figure_print("    ratio to the round trips alone", middle.milliseconds / (chain * LINK_MS),
		     "", "<= 1.15", "what the program adds to the line");
}

/* Azure is the slowest: its active roles are asked for scope by scope. */
static void print_workloads(Line *line)
{
	LineRun alone, all;
	line_keep_token(line, "arm");
	run_best(line, LINK_MS, &alone);
	line_keep_token(line, NULL);
	run_best(line, LINK_MS, &all);
	figure_print("Azure roles alone, 40 ms", alone.milliseconds, "ms", "",
		     "the slowest workload");
	figure_print("three workloads, 40 ms", all.milliseconds, "ms", "", "");
	figure_print("    ratio to the slowest alone", all.milliseconds / alone.milliseconds, "",
		     "1", "the workloads do not wait for each other");
}

void bench_network(void)
{
	g_autoptr(Line) plain = line_new(NULL, LINE_PLAIN);
	/* At least: open it, the lists, and what hangs on them (names, active roles by scope). */
	print_line(plain, "HTTP/1.1", "<= 12", "3");
	print_workloads(plain);
	if (!line_has_proxy()) {
		printf("HTTP/2: left out, nghttpx is not there\n");
		return;
	}
	g_autoptr(Line) modern = line_new(NULL, LINE_HTTP2);
	/* TLS has a round trip of its own. */
	print_line(modern, "HTTP/2", "2", "4");
}
