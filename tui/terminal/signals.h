/*
 * Signals as something to read: a handler writes the number into a pipe, the loop reads it. GLib's own signal
 * sources do not take SIGTSTP and SIGCONT, so all go the same way.
 *
 * And the last thing a dying process does: a crash (or an abort, out of memory among them), or any other signal that ends
 * a process by itself (SIGUSR1, SIGALRM, SIGXCPU and so on), writes a prepared string to
 * the terminal, gives its modes back and then dies of the same signal. One terminal per process, so one of these.
 */
#ifndef MYROLES_TUI_TERMINAL_SIGNALS_H
#define MYROLES_TUI_TERMINAL_SIGNALS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* Catches SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP and SIGQUIT. Returns the descriptor to poll; -1: errno. */
int signals_open(void);

/* The next signal caught, or 0. */
int signals_take(void);

/* Stops the process group as Ctrl-Z does; returns when continued (at once where nobody could continue us). */
void signals_stop(void);

/* The handlers that were there before are back. */
void signals_close(void);

#define SIGNALS_RESCUE_BYTES 512

/*
 * From now on a crash writes `reset` to `fd` and sets `modes`. `length` 0: there is nothing to rescue any more.
 * False when `reset` is longer than SIGNALS_RESCUE_BYTES.
 */
bool signals_set_rescue(int fd, const char *reset, size_t length, const struct termios *modes);

#endif
