/*
 * What an activation can be tied to instead of a command: a terminal, a process, or the lock of the desktop's session.
 */
#ifndef MYROLES_CLI_LEASH_H
#define MYROLES_CLI_LEASH_H

#include <glib.h>
#include <stdbool.h>

#include "cli/session.h"

typedef enum {
	LEASH_NONE,
	LEASH_TERMINAL, /* until it hangs up */
	LEASH_PROCESS,  /* until it has ended */
	LEASH_LOCK,     /* until the session is locked or over */
} LeashKind;

typedef struct Leash {
	LeashKind kind;
	int fd; /* the terminal, or a pidfd; -1: none */
} Leash;

/* "terminal", "pid:123" or "lock": opens it. False: it was told why not. */
bool leash_open(Leash *leash, const char *words);
void leash_clear(Leash *leash);

/* "terminal", "pid", "lock": of one that is open at PAYER_LEASH_FD. */
const char *leash_word(LeashKind kind);
bool leash_take(Leash *leash, const char *word);

/* "when this terminal is closed". Constant. */
const char *leash_words(LeashKind kind);

/* Waits for it, until `until` at the latest. False: the session was interrupted. */
bool leash_wait(const Leash *leash, Session *session, Instant until);

#endif
