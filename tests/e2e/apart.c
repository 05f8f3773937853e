#include "tests/e2e/apart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PROCESSES 8

typedef struct Rows {
	Stage *stage; /* of this process */
	size_t count;
	PlayRow play;
	int *next; /* shared by all processes */
} Rows;

static int open_stage(void **state)
{
	Rows *rows = *state;
	rows->stage = stage_new(NULL);
	return 0;
}

static int close_stage(void **state)
{
	stage_free(((Rows *)*state)->stage);
	return 0;
}

static void play_what_is_left(void **state)
{
	const Rows *rows = *state;
	for (size_t row = (size_t)g_atomic_int_add(rows->next, 1); row < rows->count;
	     row = (size_t)g_atomic_int_add(rows->next, 1)) {
		stage_reset(rows->stage);
		stage_write_config(rows->stage, NULL);
		rows->play(rows->stage, row);
	}
}

/* A run of cmocka's own, so that a failure ends this process and no test of the parent. */
static _Noreturn void run_child(Rows *rows)
{
	const struct CMUnitTest tests[] = {
		{ "rows", play_what_is_left, open_stage, close_stage, rows },
	};
	/* The report is the parent's. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	_exit(cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1);
}

void play_apart(size_t count, PlayRow play)
{
	pid_t children[PROCESSES];
	Rows rows = { .count = count, .play = play };
	rows.next =
		mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(rows.next != MAP_FAILED);
	for (size_t i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0)
			run_child(&rows);
	}
	size_t failed = 0;
	for (size_t i = 0; i < PROCESSES; i++) {
		int status = 0;
		failed += children[i] < 0 || waitpid(children[i], &status, 0) != children[i] ||
			  status != 0;
	}
	munmap(rows.next, sizeof(int));
	assert_int_equal(failed, 0);
}
