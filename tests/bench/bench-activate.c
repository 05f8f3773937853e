/* Twenty roles at once must not take twenty times as long as one. */
#include <stdio.h>

#include "tests/bench/figure.h"
#include "tests/bench/line.h"

#define LINK_MS 40

/* Milliseconds from the last key until the service has taken all; 0: it did not. */
static double activate(Line *line, int count)
{
	gint64 begin;
	double activated;
	stage_reset(line->stage);
	for (size_t i = 0; i < G_N_ELEMENTS(line->relays); i++)
		relay_set_round_trip(line->relays[i], LINK_MS);
	g_autoptr(Pty) pty = stage_run(line->stage, &(StageRun){ .rows = 60, .columns = 200 });
	line_wait_quiet(line, pty, 700);
	pty_press(pty, "/");
	pty_type(pty, "monitoring rg-");
	pty_press(pty, "enter g");
	for (int i = 0; i < count; i++)
		pty_press(pty, "space down");
	pty_press(pty, "a");
	line_wait_quiet(line, pty, 700); /* policies */
	pty_type(pty, "bench");
	pty_press(pty, "enter");
	if (!pty_wait_text(pty, "Activate?"))
		fprintf(stderr, "bench: no question\n%s", pty_screen(pty));
	begin = g_get_monotonic_time();
	pty_press(pty, "enter");
	do {
		g_autoptr(cJSON) state = tenant_call(line->stage->tenant, "GET", "/state", NULL);
		const cJSON *counters = cJSON_GetObjectItemCaseSensitive(state, "counters");
		activated = cJSON_GetNumberValue(
			cJSON_GetObjectItemCaseSensitive(counters, "activations"));
		pty_drain(pty, 1);
	} while (activated < count &&
		 g_get_monotonic_time() - begin < PTY_DEADLINE_MS * G_TIME_SPAN_MILLISECOND);
	if (activated < count) {
		fprintf(stderr, "bench: %.0f of %d activated\n%s", activated, count,
			pty_screen(pty));
		return 0;
	}
	/* And the way back of the last answer. */
	return (double)(g_get_monotonic_time() - begin) / 1000 + (double)LINK_MS / 2;
}

/* The best of three: what other programs of this machine take is not ours. */
static double activate_best(Line *line, int count)
{
	double best = activate(line, count);
	for (int i = 1; i < 3; i++)
		best = MIN(best, activate(line, count));
	return best;
}

void bench_activate(void)
{
	static const char *const arguments[] = { "--eligible=600", "--resource-groups=600",
						 "--subscriptions=3", NULL };
	g_autoptr(Line) line = line_new(arguments, line_has_proxy() ? LINE_HTTP2 : LINE_PLAIN);
	double one = activate_best(line, 1), many = activate_best(line, 20);
	figure_print("one activation, 40 ms", one, "ms", "", "from the confirmation");
	figure_print("20 activations at once, 40 ms", many, "ms", "", "");
	if (one > 0 && many > 0)
		figure_print("    ratio", many / one, "", "<= 1.3",
			     "they do not wait for each other");
}
