/*
 * What the tests of the verbs look at: exit codes, documents, and each byte that was printed.
 */
#ifndef MYROLES_TESTS_CLI_RUN_H
#define MYROLES_TESTS_CLI_RUN_H

#include "tests/e2e/verb.h"

/*
 * Runs to the end; fails with all that was said when the exit code is another one, and when anything else than text and newlines
 * (and tabs) was printed.
 */
void run_to(Verb *verb, const char *line, int code);

/* The same, with any of the documented exit codes. */
void run_clean(Verb *verb, const char *line);

/* Fails when there is more in it than a terminal takes for text. */
void assert_clean(const char *printed);

/* What was printed, which must be one JSON document of schema 1. */
cJSON *parse(const Verb *verb);

/* Fails unless the object has these members in this order, joined by blanks. */
void assert_members(const cJSON *object, const char *expected);

const cJSON *member(const cJSON *object, const char *name);
const char *text(const cJSON *object, const char *name);
/* Of `errors`; NULL: there is none. */
const cJSON *first_error(const cJSON *document);

/* How many requests the tenant was asked for. */
size_t count_requests(Stage *stage);

/* A file of the source tree, absolute. The caller frees. */
char *source_file(const char *name);

/* What a program prints that finds our own first; NULL: it is not installed. `argv` ends by NULL. The caller frees. */
char *run_program(const Stage *stage, const char *const *argv);

#endif
