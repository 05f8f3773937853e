/*
 * Verbs run in pipes, and signing in with one: the page is followed as a browser would.
 */
#ifndef MYROLES_TESTS_LOGIN_H
#define MYROLES_TESTS_LOGIN_H

#include "tests/e2e/stage.h"

#define LOGIN_ACCOUNT "you@contoso.com"

typedef struct Verb {
	char *output, *errors;
	int code; /* 1000 and the signal when it died of one */
} Verb;

void verb_clear(Verb *verb);

/* Runs to the end; words are separated by blanks, and a tilde is one in a word. `bus` is the address of the session bus; NULL: there is none. */
void verb_run(Verb *verb, const Stage *stage, const char *bus, const char *line);

/* A sign-in on one page as `account`, begun by `line` ("myroles login --add"), to its end. */
void verb_login_as(Verb *verb, const Stage *stage, const char *bus, const char *line,
		   const char *account);

/*
 * `myroles login` to its end: each of `pages` pages is followed as LOGIN_ACCOUNT, and the address is visited, or pasted into
 * its standard input.
 */
void verb_login(Verb *verb, const Stage *stage, const char *bus, int pages, bool is_pasted);

/* `myroles login --device` to its end: the code is typed as LOGIN_ACCOUNT, or declined. */
void verb_login_by_code(Verb *verb, const Stage *stage, const char *bus, bool is_declined);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verb, verb_clear)

#endif
