/*
 * The terminal's line: a descriptor of our own, its modes, and output that never blocks the loop: what does
 * not fit waits here, and the loop goes on writing when the terminal takes more.
 */
#ifndef MYROLES_TUI_TERMINAL_TTY_H
#define MYROLES_TUI_TERMINAL_TTY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#define TTY_ERROR (tty_error_quark())
GQuark tty_error_quark(void);

typedef enum {
	TTY_ERROR_NONE_THERE = 1, /* standard input or output is no terminal */
	TTY_ERROR_KIND,           /* a terminal that cannot do what is needed; $TERM unknown */
	TTY_ERROR_LOST,           /* hung up, or input or output failed */
} TtyError;

typedef struct Tty Tty;

/* Errors: TTY_ERROR_NONE_THERE. The line's modes are not changed yet. */
Tty *tty_new(GError **error);

/* Gives the modes back. */
void tty_free(Tty *tty);

int tty_fd(const Tty *tty);
const struct termios *tty_modes(const Tty *tty); /* as they were found */
void tty_size(const Tty *tty, int *columns, int *rows);

void tty_set_raw(Tty *tty);
void tty_set_cooked(Tty *tty); /* as they were found */

/* How long the bytes of one key may come apart, by what lies between here and the keyboard: in milliseconds. */
unsigned tty_escape_ms(void);

/* Bytes read, 0 when there are none now. -1: TTY_ERROR_LOST. */
ssize_t tty_read(Tty *tty, char *bytes, size_t size, GError **error);
void tty_drop_input(Tty *tty);

/* Writes at once what the line takes (in one write if it takes all), keeps the rest. False: TTY_ERROR_LOST. */
bool tty_write(Tty *tty, const char *bytes, size_t length, GError **error);
bool tty_has_output(const Tty *tty);
bool tty_continue(Tty *tty, GError **error); /* writes more of what waits */

/* Before leaving the terminal: writes what waits, for at most `milliseconds`. */
void tty_drain(Tty *tty, int milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tty, tty_free)

#endif
