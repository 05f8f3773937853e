/*
 * Verbs run in pipes, and signing in with one: the page is followed as a browser would.
 */
#ifndef MYROLES_TESTS_VERB_H
#define MYROLES_TESTS_VERB_H

#include "tests/e2e/stage.h"

#define VERB_ACCOUNT "you@contoso.com" /* who signs in unless another is named */

typedef struct Verb {
	const Stage *stage;   /* where it runs: set first */
	const char *variable; /* "NAME=value", further in its environment; may be NULL */
	char *output, *errors;
	int code; /* 1000 and the signal when it died of one */
} Verb;

void verb_clear(Verb *verb); /* may run again */

/* "myroles list eligible", quoted as in a shell, as words for a spawn. The caller frees. */
char **verb_argv(const char *line);

/* Runs to the end. */
void verb_run(Verb *verb, const char *line);
/* … with a standard output that takes nothing. */
void verb_run_into_full_disk(Verb *verb, const char *line);

/* A sign-in on one page as `account`, begun by `line` ("myroles login --add"), to its end. */
void verb_login_as(Verb *verb, const char *line, const char *account);

/*
 * `myroles login` to its end: each of `pages` pages is followed as VERB_ACCOUNT, and the address is visited, or pasted into
 * its standard input.
 */
void verb_login(Verb *verb, int pages, bool is_pasted);

/* `myroles login --device` to its end: the code is typed as VERB_ACCOUNT, or declined. */
void verb_login_by_code(Verb *verb, bool is_declined);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verb, verb_clear)

#endif
