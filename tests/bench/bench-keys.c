/* From a key to the last byte of its answer, measured at the terminal's end. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/figure.h"

#define KEYS        200
#define QUIET_MS    6
#define PATIENCE_MS 150

/* One key: milliseconds to the last byte of its answer, which is waited for so long; 0 when nothing was written. */
static double press_once(Pty *pty, const char *key)
{
	gint64 begin = g_get_monotonic_time();
	pty_press(pty, key);
	while (pty_last_output(pty) <= begin &&
	       g_get_monotonic_time() - begin < PATIENCE_MS * G_TIME_SPAN_MILLISECOND)
		pty_drain(pty, 1);
	pty_drain(pty, QUIET_MS);
	return pty_last_output(pty) > begin ? (double)(pty_last_output(pty) - begin) / 1000 : 0;
}

/* Ten rows down and up again, until so many keys were pressed. What they took, of those that wrote anything. */
static GArray *press_keys(Pty *pty, int keys)
{
	GArray *samples = g_array_new(FALSE, FALSE, sizeof(double));
	for (int i = 0; i < keys; i++) {
		double taken = press_once(pty, i % 20 < 10 ? "down" : "up");
		if (taken > 0)
			g_array_append_val(samples, taken);
	}
	return samples;
}

static void measure(Stage *stage, int rows, int columns, const char *what, const char *aim)
{
	const StageRun run = { .rows = rows, .columns = columns };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	g_autofree char *name = NULL;
	size_t before, after;
	pty_wait_match(pty, "azure fresh");
	figure_rest(pty, 1000);
	/* The policy of each row is asked for when it is first selected, and its answer writes too. */
	g_autoptr(GArray) first = press_keys(pty, 10);
	g_array_unref(press_keys(pty, 20));
	figure_rest(pty, 200);
	pty_bytes(pty, &before);
	double processor = figure_processor(pty_pid(pty));
	g_autoptr(GArray) samples = press_keys(pty, KEYS);
	processor = figure_processor(pty_pid(pty)) - processor;
	pty_bytes(pty, &after);
	name = g_strdup_printf("key, %s, %dx%d, median", what, columns, rows);
	figure_print(name, figure_median(samples), "ms", aim, "key to last output byte");
	figure_print("    p99", figure_percentile(samples, 99), "ms", "", "");
	figure_print("    processor", processor / KEYS, "ms", "",
		     "of that, on the processor: the rest is waking up twice");
	figure_print("    first visit", figure_median(first), "ms", "",
		     "the row's policy is asked for and shown, over loopback");
	figure_print("    bytes", (double)(after - before) / KEYS, "bytes", "", "written per key");
}

/* What keys cost, in milliseconds: all that passed, and what of it the program was on the processor. */
typedef struct Costs {
	GArray *passed;
	GArray *worked;
} Costs;

/* From a key to the screen that it opens, or leaves. */
static void press_until(Pty *pty, const char *key, bool opens, const Costs *costs)
{
	const gint64 begin = g_get_monotonic_time();
	const double processor = figure_processor(pty_pid(pty));
	pty_press(pty, key);
	if (opens)
		pty_wait_text(pty, "Eligible");
	else
		pty_wait_gone(pty, "Eligible");
	const double passed = (double)(g_get_monotonic_time() - begin) / 1000;
	const double worked = figure_processor(pty_pid(pty)) - processor;
	g_array_append_val(costs->passed, passed);
	g_array_append_val(costs->worked, worked);
}

/*
 * The longest a key waits while ten thousand rows come in, and a little longer: how long the loop stops for anything else. Each key
 * changes the screen, and that change is waited for: rows that come write by themselves, and are no answer.
 */
static void measure_loop(Stage *stage)
{
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) worked = g_array_new(FALSE, FALSE, sizeof(double));
	const Costs costs = { samples, worked };
	pty_wait_text(pty, "Eligible");
	for (int left = KEYS; left > 0 && samples->len < 10 * KEYS;) {
		press_until(pty, "2", false, &costs);
		press_until(pty, "1", true, &costs);
		if (pty_has_text(pty, "azure fresh"))
			left -= 2;
	}
	figure_print("longest stop of the loop, 10,000 rows", figure_percentile(samples, 100), "ms",
		     "", "the slowest key while the list loads, and 200 keys longer");
	figure_print("    processor", figure_percentile(worked, 100), "ms", "<= 10",
		     "of one key the most: what other programs took is not in it");
	figure_print("    median", figure_median(samples), "ms", "", "another screen and back");
}

static void measure_filter(void)
{
	static const char *const arguments[] = { "--resource-groups=100000", "--subscriptions=1",
						 "--eligible=30", NULL };
	g_autoptr(Stage) stage = stage_new(arguments);
	g_autoptr(Pty) pty = stage_run(stage, &(StageRun){ .rows = 40, .columns = 160 });
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(double));
	static const char *const letters[] = { "r", "g", "-", "d", "a", "t" };
	pty_wait_match(pty, "azure fresh");
	pty_press(pty, "/");
	pty_type(pty, "sub-0000");
	pty_press(pty, "enter g tab /");
	figure_rest(pty, 8000); /* all of the tree below the subscription comes */
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
			double taken = press_once(pty, letters[i]);
			if (taken > 0) /* the same rows fit */
				g_array_append_val(samples, taken);
		}
		pty_press(pty, "ctrl-u");
		figure_rest(pty, 200);
	}
	figure_print("filter keystroke, scope tree, median", figure_median(samples), "ms", "<= 16",
		     "in a tree of 100,000 scopes, all of them read");
	figure_print("    slowest", figure_percentile(samples, 100), "ms", "", "");
}

void bench_keys(void)
{
	static const char *const arguments[] = { "--eligible=10000", NULL };
	g_autoptr(Stage) few = stage_new(NULL);
	g_autoptr(Stage) many = stage_new(arguments);
	measure(few, 24, 80, "25 rows", "0.4/0.6");
	measure(few, 60, 200, "25 rows", "0.4/0.6");
	measure(many, 24, 80, "10,000 rows", "0.5/1");
	measure(many, 60, 200, "10,000 rows", "0.5/1");
	stage_reset(many);
	measure_loop(many);
	measure_filter();
}
