/*
 * The real program on a pseudo terminal, and a terminal emulator that reads its screen. Every wait is for
 * something to appear, with a deadline; nothing sleeps.
 */
#ifndef MYROLES_TESTS_PTY_H
#define MYROLES_TESTS_PTY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/e2e/session.h"

/* How long a wait lasts before the test has failed. Far above what any step takes. */
#define PTY_DEADLINE_MS 10000

typedef struct Pty Pty;

Pty *pty_new(const SessionOptions *options);
void pty_free(Pty *pty); /* kills the program when it still runs */

/* Raw bytes as typed. */
void pty_type(Pty *pty, const char *text);
/* Keys by name, blank-separated: "down down enter", "ctrl-z", "a", "space", "page-down", "alt-x". */
void pty_press(Pty *pty, const char *names);
/* As a terminal pastes: between brackets when the program asked for them. */
void pty_paste(Pty *pty, const char *text);
void pty_resize(Pty *pty, int rows, int columns);
void pty_signal(Pty *pty, int signal_number);
void pty_hang_up(Pty *pty);

/* The waits: true when it came, false when the deadline passed or the program ended without it. */
bool pty_wait_text(Pty *pty, const char *text);                /* somewhere on the screen */
bool pty_wait_gone(Pty *pty, const char *text);                /* nowhere on the screen */
bool pty_wait_row(Pty *pty, const char *one, const char *two); /* both in one row */
bool pty_wait_match(Pty *pty, const char *regex);              /* in one row */
bool pty_wait_stop(Pty *pty, int *signal_number);              /* stopped, as by Ctrl-Z */
bool pty_wait_end(Pty *pty, int *status); /* ended, as from waitpid; all output was read */

/* The same for an OSC sequence that begins so ("\033]9;"): what follows up to BEL. NULL: not. The caller frees. */
char *pty_wait_osc(Pty *pty, const char *begin);

void pty_continue(Pty *pty); /* `fg` */

/* Reads for as long as output comes without a pause of `quiet_ms`. For measuring, not for waiting on a state. */
void pty_drain(Pty *pty, int quiet_ms);

/* The screen as text, one line per row, blanks at the end cut; valid until the next call. */
const char *pty_screen(Pty *pty);
bool pty_has_text(Pty *pty, const char *text);

/* All that the program wrote. Borrowed; valid until the next call that reads. */
const char *pty_bytes(const Pty *pty, size_t *length);
/* When the last output came, in microseconds of the monotonic clock. */
gint64 pty_last_output(const Pty *pty);
pid_t pty_pid(const Pty *pty);

/* The terminal is as it was: modes, main screen, cursor, no mouse, no bracketed paste. */
bool pty_is_restored(const Pty *pty, char **why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pty, pty_free)

#endif
