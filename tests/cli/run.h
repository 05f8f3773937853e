/*
 * Runs of the real program in a pipe, against the built-in tenant: for the tests of the verbs.
 */
#ifndef MYROLES_TESTS_CLI_RUN_H
#define MYROLES_TESTS_CLI_RUN_H

#include "tests/e2e/stage.h"

/* One tenant for all tests of a program; set by the test's own start function. */
extern Stage *stage;

typedef struct Run {
	char *output;
	char *errors;
	int code; /* 1000 and the signal when it died of one */
} Run;

void run_clear(Run *run);

/* Words are separated by blanks; '_' stands for a blank inside of one. The caller frees. */
char **make_argv(const char *line);

/* Runs to the end. */
void run(Run *run, const char *line);

/* The same, with this variable in its environment. */
void run_with_variable(Run *run, const char *line, const char *name, const char *value);

/* The same, with a standard output that takes nothing. */
void run_into_full_disk(Run *run, const char *line);

/*
 * The same; fails with all that was said when the exit code is another one, and when anything else than text and newlines
 * (and tabs) was printed.
 */
void run_to(Run *result, const char *line, int code);

/* The same, with any of the documented exit codes. */
void run_clean(Run *result, const char *line);

/* Fails when there is more in it than a terminal takes for text. */
void assert_clean(const char *printed);

/* What was printed, which must be one JSON document of schema 1. */
cJSON *parse(const Run *run);

/* Fails unless the object has these members in this order, joined by blanks. */
void assert_members(const cJSON *object, const char *expected);

const cJSON *member(const cJSON *object, const char *name);
const char *text(const cJSON *object, const char *name);

/* How many requests the tenant was asked for. */
size_t count_requests(void);

/* Setup of each test: everything as at the start. */
int reset(void **state);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

#endif
