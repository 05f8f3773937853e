/*
 * The room of the terminal, which knows nothing of roles:
 *
 *   tty                          the line: raw mode, sizes, what waits to be written
 *   term                         ncurses: taking the terminal, whole pictures, giving it back
 *   painter                      what changes, in few bytes; dialect: where the terminal understands them
 *   signals                      those that the dashboard answers
 *   key, key-decoder, key-sequence
 *                                bytes become keys
 *   grid, grid-dump              the screen as plain cells, and as text
 *   theme                        meanings become colors
 *   svg                          the cells as a picture
 *   sgr                          a style for a line that is printed
 *
 * The screen: draws grids on a terminal. ncurses draws whole pictures, and on terminals that are spoken to in a way of their own
 * what changed, too; its output is caught and goes to the line as one write per frame. Nothing here reads keys or waits.
 *
 * The room:
 *   tty signals                       the line, and what reaches the process
 *   key key-sequence key-decoder.c    bytes in, keys out
 *   grid theme                        cells, and what their styles look like
 *   term painter dialect              the grid on a terminal
 *   grid-dump.c svg sgr               the grid as text and as a picture; a style as an escape sequence
 */
#ifndef MYROLES_TUI_TERMINAL_TERM_H
#define MYROLES_TUI_TERMINAL_TERM_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/settings.h"
#include "tui/terminal/grid.h"
#include "tui/terminal/theme.h"
#include "tui/terminal/tty.h"

typedef struct Term Term;

typedef struct TermOptions {
	bool has_mouse;
	bool has_colors; /* false: attributes only, as with NO_COLOR */
} TermOptions;

/*
 * Takes the terminal over: raw modes, alternate screen, bracketed paste. Call signals_open before: a crash from here
 * on gives the terminal back. `tty` is borrowed. Errors: TTY_ERROR_KIND. One Term per process.
 */
Term *term_new(Tty *tty, const TermOptions *options, GError **error);

/* NO_COLOR is set and not empty (no-color.org). */
bool term_wants_no_color(void);

/* How many colors the terminal that TERM names has (0: none, or NO_COLOR says so). Errors: TTY_ERROR_KIND. */
bool term_check(int *colors, GError **error);

/* Gives the terminal back as it was. */
void term_free(Term *term);

/* How many colors it has; what theme_load wants to know. */
ColorDepth term_depth(const Term *term);
void term_set_theme(Term *term, const Theme *theme);

/* With the next frame: the mouse tells where it is, or is left to the terminal. */
void term_take_mouse(Term *term, bool is_taken);

/* Asks once what the terminal writes on, with the next frame; it may answer by OSC 11 (KEY_EVENT_BACKGROUND), or never. */
void term_ask_background(Term *term);

/* The window's title, with the next frame; the one before comes back when the terminal is left. `text` is sanitized. */
void term_set_title(Term *term, const char *text);

/* The grid must have the size last told by term_new or term_resize. Writes only what changed. */
bool term_draw(Term *term, const Grid *grid, GError **error);

void term_resize(Term *term, int columns, int rows);
void term_forget(Term *term); /* what the terminal shows is unknown: the next frame draws all */

void term_suspend(Term *term);
void term_resume(Term *term);

/* To the clipboard by OSC 52, which no terminal answers; false when it is too long, or the terminal knows no OSC. */
bool term_copy(Term *term, const char *text, GError **error);
bool term_ring(Term *term, GError **error);
/* A notification where the terminal takes one, by that sequence (notify.h). `text` is sanitized. */
bool term_notify(Term *term, NotifyTerminal way, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Term, term_free)

#endif
