/* What the dashboard costs while nobody touches it. */
#include "tests/bench/figure.h"

#define SECONDS 15

/* `first`: keys that bring the screen to be watched. */
static void watch(Stage *stage, const char *name, const char *first, const char *bytes_aim,
		  const char *wakes_aim)
{
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	g_autofree char *bytes = g_strdup_printf("idle output, %s", name);
	g_autofree char *wakes = g_strdup_printf("idle wake-ups, %s", name);
	size_t before, after;
	long switches;
	pty_wait_match(pty, "azure fresh");
	pty_press(pty, first);
	figure_rest(pty, 3000);
	pty_bytes(pty, &before);
	switches = figure_switches(pty_pid(pty));
	figure_rest(pty, SECONDS * 1000);
	pty_bytes(pty, &after);
	figure_print(bytes, (double)(after - before) / SECONDS, "B/s", bytes_aim,
		     "what a slow line has to carry");
	figure_print(wakes, (double)(figure_switches(pty_pid(pty)) - switches) / SECONDS, "/s",
		     wakes_aim, "of all threads");
}

void bench_idle(void)
{
	g_autoptr(Stage) stage = stage_new(NULL);
	watch(stage, "three countdowns", "", "<= 40", "<= 1");
	watch(stage, "nothing that counts", "4", "0", "0"); /* the history */
}
