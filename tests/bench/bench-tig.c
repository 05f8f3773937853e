/* The same moves here and in tig, which is known to be light: key by key, in one run. Says so where there is no tig. */
#include <stdio.h>
#include <string.h>

#include "tests/bench/figure.h"

#define KEYS        2000
#define ROWS        "300" /* eligible roles, and commits */
#define QUIET_MS    3
#define PATIENCE_MS 100

typedef struct Side {
	const char *name;
	Pty *pty;
	double processor; /* ms, of all keys */
	size_t bytes;
	long wakes;
} Side;

/* ---- Where tig runs ----------------------------------------------------------------------------- */

static void run_in(const char *folder, const char *command)
{
	const char *argv[] = { "sh", "-c", command, NULL };
	g_autoptr(GError) error = NULL;
	int status = 0;
	g_spawn_sync(folder, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
		     &status, &error);
	g_assert_no_error(error);
	g_assert_cmpint(status, ==, 0);
}

/* A repository whose commits read like rows of ours. The caller frees the path. */
static char *make_repository(const Stage *stage)
{
	char *folder = stage_path(stage, "repository");
	g_autofree char *path = g_build_filename(folder, "commits", NULL);
	g_autoptr(GString) commits = g_string_new(NULL);
	for (int i = 0; i < (int)g_ascii_strtoll(ROWS, NULL, 10); i++) {
		g_autofree char *message =
			g_strdup_printf("Contributor on rg-%05d of sub-%03d", i, i % 7);
		g_string_append_printf(commits,
				       "commit refs/heads/main\n"
				       "committer Yara Osei <you@contoso.com> %d +0000\n"
				       "data %zu\n%s\n",
				       1795978800 + i * 3600, strlen(message), message);
	}
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, commits->str, (gssize)commits->len, NULL));
	run_in(folder, "git init -q . && git fast-import --quiet <commits && "
		       "git symbolic-ref HEAD refs/heads/main");
	return folder;
}

static Pty *run_tig(const Stage *stage, const char *program, const char *folder, int rows,
		    int columns)
{
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	const char *const argv[] = { program, NULL };
	const SessionOptions options = { .argv = argv,
					 .environment = (const char *const *)environment,
					 .directory = folder,
					 .rows = rows,
					 .columns = columns };
	return pty_new(&options);
}

/* ---- Keys --------------------------------------------------------------------------------------- */

static void press(Side *side, const char *key)
{
	const pid_t pid = pty_pid(side->pty);
	const double processor = figure_processor(pid);
	const long wakes = figure_switches(pid);
	size_t before, after;
	pty_bytes(side->pty, &before);
	const gint64 begin = g_get_monotonic_time();
	pty_press(side->pty, key);
	while (pty_last_output(side->pty) <= begin &&
	       g_get_monotonic_time() - begin < PATIENCE_MS * G_TIME_SPAN_MILLISECOND)
		pty_drain(side->pty, 1);
	pty_drain(side->pty, QUIET_MS);
	pty_bytes(side->pty, &after);
	side->processor += figure_processor(pid) - processor;
	side->wakes += figure_switches(pid) - wakes;
	side->bytes += after - before;
}

static void print_ratio(const Side *ours, const Side *theirs, int rows, int columns)
{
	g_autofree char *name = g_strdup_printf("key beside tig, %dx%d, processor", columns, rows);
	figure_print(name, ours->processor / theirs->processor, "times", "<= 1.3",
		     "the same moves, key by key in one run");
	figure_print("    ours", ours->processor / KEYS * 1000, "us", "", "");
	figure_print("    tig", theirs->processor / KEYS * 1000, "us", "", "");
	figure_print("    bytes, ours", (double)ours->bytes / KEYS, "bytes", "<= tig", "");
	figure_print("    bytes, tig", (double)theirs->bytes / KEYS, "bytes", "", "");
	figure_print("    wake-ups, ours", (double)ours->wakes / KEYS, "", "<= 1", "");
	figure_print("    wake-ups, tig", (double)theirs->wakes / KEYS, "", "", "");
}

static void measure(Stage *stage, const char *tig, const char *folder, int rows, int columns)
{
	const StageRun run = { .rows = rows, .columns = columns };
	g_autoptr(Pty) mine = stage_run(stage, &run);
	g_autoptr(Pty) other = run_tig(stage, tig, folder, rows, columns);
	Side sides[] = { { .name = "ours", .pty = mine }, { .name = "tig", .pty = other } };
	pty_wait_match(mine, "azure fresh");
	pty_wait_text(other, "Contributor on");
	for (size_t s = 0; s < G_N_ELEMENTS(sides); s++) {
		figure_rest(sides[s].pty, 1000);
		/* What is read when a row is first selected is read now. */
		for (int i = 0; i < 40; i++)
			press(&sides[s], i % 20 < 10 ? "down" : "up");
		sides[s] = (Side){ .name = sides[s].name, .pty = sides[s].pty };
	}
	for (int i = 0; i < KEYS; i++) {
		for (size_t s = 0; s < G_N_ELEMENTS(sides); s++)
			press(&sides[s], i % 20 < 10 ? "down" : "up");
	}
	print_ratio(&sides[0], &sides[1], rows, columns);
}

void bench_tig(void)
{
	static const char *const arguments[] = { "--eligible=" ROWS, NULL };
	g_autofree char *tig = g_find_program_in_path("tig");
	if (tig == NULL) {
		puts("key beside tig: there is no tig here (package of the same name)");
		return;
	}
	g_autoptr(Stage) stage = stage_new(arguments);
	g_autofree char *folder = make_repository(stage);
	measure(stage, tig, folder, 24, 80);
	measure(stage, tig, folder, 60, 200);
}
