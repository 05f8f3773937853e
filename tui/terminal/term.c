#include "tui/terminal/term.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#undef columns /* a macro of term.h's */

#include "src/base/limits.h"
#include "src/base/text.h"
#include "tui/terminal/clipboard.h"
#include "tui/terminal/dialect.h"
#include "tui/terminal/kin.h"
#include "tui/terminal/notify.h"
#include "tui/terminal/painter.h"
#include "tui/terminal/signals.h"

/* DEC private modes (xterm ctlseqs; 2026: the synchronized output specification). Unknown ones are ignored. */
#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define FOCUS_ON  "\033[?1004h"
#define FOCUS_OFF "\033[?1004l"
/* Of the two, terminals that know the second report drags, too. */
#define MOUSE_ON   "\033[?1000h\033[?1002h\033[?1006h"
#define MOUSE_OFF  "\033[?1006l\033[?1002l\033[?1000l"
#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END   "\033[?2026l"

/* The stack of titles (xterm ctlseqs, window operations); who has none keeps ours. */
#define TITLE_KEEP "\033[22;2t"
#define TITLE_BACK "\033[23;2t"

/* Below this a frame arrives as one piece anyway. */
#define SYNC_BYTES 1024

/* So much of ncurses' output is kept before its file is emptied. */
#define CATCH_BYTES (64 * 1024)

/* So many cells go to ncurses at once. */
#define RUN_CELLS 128

/* How long leaving may wait for a slow terminal. */
#define LEAVE_MILLISECONDS 1000

struct Term {
	Tty *tty;
	SCREEN *screen;
	FILE *catch;  /* a file in memory: what ncurses believes to be the terminal */
	off_t caught; /* so much of it is taken */
	GString *frame;
	Grid *shown; /* what the terminal shows; NULL: unknown */
	GString *reset;
	char *title; /* as it was last set; NULL: the one found */
	attr_t attributes[STYLE_COUNT];
	Painter painter; /* of what changes, where `is_painted` */
	ColorDepth depth;
	bool is_painted;
	bool has_mouse;
	bool is_utf8;
	bool is_suspended;
	bool has_osc; /* the Linux console prints some of them */
};

/* ---- ncurses' output ------------------------------------------------------------------------- */

static bool catch_open(Term *term)
{
	int fd = memfd_create("screen", MFD_CLOEXEC);
	term->catch = fd >= 0 ? fdopen(fd, "w+") : NULL;
	return term->catch != NULL;
}

/* Moves what ncurses wrote since the last time to the end of `frame`. The file is emptied now and then: that is slow. */
static void catch_take(Term *term)
{
	fflush(term->catch);
	int fd = fileno(term->catch);
	const off_t end = lseek(fd, 0, SEEK_CUR);
	if (end <= term->caught)
		return;
	const size_t before = term->frame->len, length = (size_t)(end - term->caught);
	g_string_set_size(term->frame, before + length);
	ssize_t taken = pread(fd, term->frame->str + before, length, term->caught);
	g_string_set_size(term->frame, before + (size_t)MAX(taken, 0));
	term->caught = end;
	if (end > CATCH_BYTES && ftruncate(fd, 0) == 0)
		term->caught = lseek(fd, 0, SEEK_SET);
}

/* What was written so far is for nobody. */
static void catch_drop(Term *term)
{
	fflush(term->catch);
	term->caught = lseek(fileno(term->catch), 0, SEEK_CUR);
}

static bool frame_send(Term *term, GError **error)
{
	bool is_sent = term->frame->len == 0 ||
		       tty_write(term->tty, term->frame->str, term->frame->len, error);
	g_string_truncate(term->frame, 0);
	return is_sent;
}

/* ---- Taking the terminal and giving it back ---------------------------------------------------- */

/* What tputs() writes to: its function takes no data. */
/* NULL: the terminal has no such thing. */
static const char *find_text(const char *name)
{
	const char *value = tigetstr(name);
	return value != (const char *)-1 ? value : NULL;
}

static GString *capability_target;

static int capability_put(int byte)
{
	g_string_append_c(capability_target, (char)byte);
	return byte;
}

static void append_capability(GString *out, const char *name)
{
	const char *value = find_text(name);
	if (value == NULL)
		return;
	capability_target = out;
	tputs(value, 1, capability_put);
}

/* What brings back a terminal in any state: for a crash, where ncurses may not be asked. */
static void prepare_reset(Term *term)
{
	static const char *const capabilities[] = { "sgr0", "op", "rmkx", "cnorm", "rmcup" };
	g_string_assign(term->reset, SYNC_END PASTE_OFF);
	if (term->has_mouse)
		g_string_append(term->reset, MOUSE_OFF);
	if (term->has_osc)
		g_string_append(term->reset, FOCUS_OFF TITLE_BACK);
	for (size_t i = 0; i < G_N_ELEMENTS(capabilities); i++)
		append_capability(term->reset, capabilities[i]);
	g_string_append(term->reset, "\r");
}

static void enter(Term *term)
{
	tty_set_raw(term->tty);
	signals_set_rescue(tty_fd(term->tty), term->reset->str, term->reset->len,
			   tty_modes(term->tty));
	g_string_append(term->frame, PASTE_ON);
	if (term->has_osc)
		g_string_append(term->frame, FOCUS_ON TITLE_KEEP);
	if (term->has_mouse)
		g_string_append(term->frame, MOUSE_ON);
	term_forget(term);
}

void term_take_mouse(Term *term, bool is_taken)
{
	if (term->has_mouse == is_taken)
		return;
	term->has_mouse = is_taken;
	g_string_append(term->frame, is_taken ? MOUSE_ON : MOUSE_OFF);
	prepare_reset(term);
	signals_set_rescue(tty_fd(term->tty), term->reset->str, term->reset->len,
			   tty_modes(term->tty));
}

static void leave(Term *term)
{
	endwin();
	catch_take(term);
	if (term->has_mouse)
		g_string_append(term->frame, MOUSE_OFF);
	if (term->has_osc)
		g_string_append(term->frame, FOCUS_OFF TITLE_BACK);
	g_clear_pointer(&term->title, g_free);
	g_string_append(term->frame, PASTE_OFF);
	frame_send(term, NULL);
	tty_drain(term->tty, LEAVE_MILLISECONDS);
	tty_set_cooked(term->tty);
	signals_set_rescue(-1, NULL, 0, NULL);
}

bool term_wants_no_color(void)
{
	const char *no_color = g_getenv("NO_COLOR");
	return no_color != NULL && *no_color != '\0';
}

static ColorDepth find_depth(const TermOptions *options)
{
	if (!options->has_colors || term_wants_no_color() || !has_colors())
		return COLORS_NONE;
	start_color();
	use_default_colors();
	return color_depth(COLORS);
}

/* newterm() loses memory over a terminal that it does not like: so it is asked for those only that will do. */
static bool check_kind(const char *kind, int fd, int *colors, GError **error)
{
	int status = 0;
	if (setupterm(kind, fd, &status) != OK) {
		g_set_error(error, TTY_ERROR, TTY_ERROR_KIND,
			    "The terminal type TERM=%s is not known here. Set TERM to what your "
			    "terminal is, "
			    "such as xterm-256color.",
			    kind);
		return false;
	}
	const char *move = tigetstr("cup");
	bool can_move = move != NULL && move != (const char *)-1;
	*colors = tigetnum("colors");
	del_curterm(cur_term);
	if (!can_move)
		g_set_error(error, TTY_ERROR, TTY_ERROR_KIND,
			    "A terminal of type TERM=%s cannot place its cursor. Set TERM to what "
			    "your terminal "
			    "is, such as xterm-256color.",
			    kind);
	return can_move;
}

static const char *own_kind(void)
{
	const char *kind = g_getenv("TERM");
	return kind != NULL && *kind != '\0' ? kind : "unknown";
}

/* The kind that is used for TERM's. NULL with error set, which tells of TERM's. */
static const char *usable_kind(int fd, int *colors, GError **error)
{
	const char *own = own_kind();
	g_autoptr(GError) reason = NULL;
	if (check_kind(own, fd, colors, &reason))
		return own;
	const char *like = NULL;
	for (size_t i = 0; (like = kin_of(own, i)) != NULL; i++)
		if (check_kind(like, fd, colors, NULL))
			return like;
	g_propagate_error(error, g_steal_pointer(&reason));
	return NULL;
}

bool term_check(int *colors, GError **error)
{
	if (usable_kind(STDOUT_FILENO, colors, error) == NULL)
		return false;
	*colors = term_wants_no_color() ? 0 : MAX(*colors, 0);
	return true;
}

static bool start_curses(Term *term, GError **error)
{
	int colors = 0;
	const char *kind = usable_kind(fileno(term->catch), &colors, error);
	if (kind == NULL)
		return false;
	/* The size is the line's. (use_env would do, but fails with kinds that name no size, such as linux.) */
	g_unsetenv("LINES");
	g_unsetenv("COLUMNS");
	term->screen = newterm(kind, term->catch, stdin);
	if (term->screen == NULL) {
		g_set_error(error, TTY_ERROR, TTY_ERROR_KIND,
			    "A terminal of type TERM=%s cannot show the dashboard.", kind);
		return false;
	}
	term->has_osc = !g_str_has_prefix(kind, "linux") && !g_str_has_prefix(kind, "vt");
	typeahead(-1);
	scrollok(stdscr, FALSE);
	idlok(stdscr, FALSE);
	leaveok(stdscr, FALSE);
	curs_set(0);
	/*
	 * Until it has come back from a shell once, ncurses empties its buffer with each move of the cursor (6.4): so it
	 * goes there and comes back, which it does with the first picture.
	 */
	endwin();
	catch_drop(term);
	return true;
}

Term *term_new(Tty *tty, const TermOptions *options, GError **error)
{
	g_autoptr(Term) term = g_new0(Term, 1);
	term->frame = g_string_new(NULL);
	term->reset = g_string_new(NULL);
	term->has_mouse = options->has_mouse;
	term->is_utf8 = g_get_charset(NULL);
	if (!catch_open(term)) {
		g_set_error_literal(error, TTY_ERROR, TTY_ERROR_KIND,
				    "No memory file for the screen could be made.");
		return NULL;
	}
	if (!start_curses(term, error))
		return NULL;
	term->tty = tty;
	term->depth = find_depth(options);
	int columns = 0, rows = 0;
	tty_size(tty, &columns, &rows);
	resizeterm(rows, columns);
	prepare_reset(term);
	enter(term);
	return g_steal_pointer(&term);
}

void term_free(Term *term)
{
	if (term == NULL)
		return;
	if (term->tty != NULL && !term->is_suspended)
		leave(term);
	if (term->screen != NULL)
		delscreen(term->screen);
	if (term->catch != NULL)
		fclose(term->catch);
	grid_free(term->shown);
	painter_clear(&term->painter);
	g_free(term->title);
	g_string_free(term->frame, TRUE);
	g_string_free(term->reset, TRUE);
	g_free(term);
}

void term_suspend(Term *term)
{
	if (term->is_suspended)
		return;
	leave(term);
	term->is_suspended = true;
}

void term_resume(Term *term)
{
	term->is_suspended = false;
	enter(term);
}

/* ---- Looks --------------------------------------------------------------------------------------- */

ColorDepth term_depth(const Term *term)
{
	return term->depth;
}

static int color_number(Color color, ColorDepth depth)
{
	switch (color.kind) {
	case COLOR_INDEX:
		if (depth != COLORS_TRUE || color.index < 8)
			return color.index;
		return (int)color_to_rgb(color, 0);
	case COLOR_RGB:
		return (int)color_to_rgb(color, 0);
	case COLOR_DEFAULT:
		break;
	}
	return -1;
}

static attr_t style_attributes(const Style *style)
{
	return (style->is_bold ? A_BOLD : 0) | (style->is_dim ? A_DIM : 0) |
	       (style->is_reverse ? A_REVERSE : 0) | (style->is_underline ? A_UNDERLINE : 0);
}

static int find_number(const char *name)
{
	return tigetnum(name);
}

static bool has_flag(const char *name)
{
	return tigetflag(name) > 0;
}

static const char *find_foreground(int color)
{
	const char *value = find_text("setaf");
	return value != NULL ? tiparm(value, color) : NULL;
}

void term_set_theme(Term *term, const Theme *theme)
{
	const Terminfo terminfo = { find_text, find_number, has_flag, find_foreground };
	for (int i = 0; i < STYLE_COUNT; i++) {
		const Style *style = &theme->styles[i];
		term->attributes[i] = style_attributes(style);
		if (term->depth != COLORS_NONE)
			init_extended_pair(i + 1, color_number(style->foreground, term->depth),
					   color_number(style->background, term->depth));
	}
	term->is_painted =
		term->is_utf8 && dialect_prepare(&term->painter, theme, term->depth, &terminfo);
	term_forget(term);
}

void term_ask_background(Term *term)
{
	if (term->has_osc)
		g_string_append(term->frame, "\033]11;?\a");
}

void term_set_title(Term *term, const char *text)
{
	if (!term->has_osc || g_strcmp0(term->title, text) == 0)
		return;
	/* The name of a tenant is the service's word: it does not end the sequence. */
	g_autofree char *clean = text_sanitize(text, -1);
	g_string_append_printf(term->frame, "\033]2;%s\a", clean);
	g_free(term->title);
	term->title = g_strdup(text);
}

/* ---- Drawing ----------------------------------------------------------------------------------- */

void term_forget(Term *term)
{
	g_clear_pointer(&term->shown, grid_free);
}

void term_resize(Term *term, int columns, int rows)
{
	if (LINES != rows || COLS != columns)
		resizeterm(rows, columns);
	term_forget(term);
}

static void make_wide(const Term *term, const Cell *cell, cchar_t *wide)
{
	wchar_t text[CCHARW_MAX + 1] = { L' ' };
	size_t length = 0;
	for (const char *p = cell->text; *p != '\0' && length < CCHARW_MAX; p = g_utf8_next_char(p))
		text[length++] = (wchar_t)g_utf8_get_char(p);
	if (length > 0 && text[0] >= 0x80 && !term->is_utf8) {
		text[0] = L'?';
		length = 1;
	}
	text[MAX(length, 1)] = L'\0';
	StyleId style = cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT;
	const attr_t attributes = term->attributes[style];
	const int pair = term->depth == COLORS_NONE ? 0 : (int)style + 1;
	if (setcchar(wide, text, attributes, (short)pair, NULL) != OK)
		setcchar(wide, L"?", attributes, (short)pair, NULL);
}

static bool is_same_cell(const Cell *cell, const Cell *other)
{
	return memcmp(cell, other, sizeof *cell) == 0;
}

/* How many cells from `column` on have to be written; the right half of a wide character comes with the left one. */
static int count_new(const Cell *cells, const Cell *before, int column, int count)
{
	int end = column;
	while (end < count && end - column < RUN_CELLS && cells[end].width > 0 &&
	       (before == NULL || !is_same_cell(&cells[end], &before[end])))
		end++;
	return end - column;
}

/* Cells of `before` (NULL: none) are shown already. The others go to ncurses in runs: one by one they cost five times as much. */
static void put_row(const Term *term, int row, const Cell *cells, const Cell *before, int count)
{
	cchar_t wide[RUN_CELLS];
	int run = 0;
	for (int column = 0; column < count; column += MAX(run, 1)) {
		run = count_new(cells, before, column, count);
		for (int i = 0; i < run; i++) {
			const Cell *cell = &cells[column + i];
			if (i > 0 && is_same_cell(cell, cell - 1))
				wide[i] = wide[i - 1];
			else
				make_wide(term, cell, &wide[i]);
		}
		if (run > 0)
			mvadd_wchnstr(row, column, wide, run);
	}
}

/* Draws the rows that differ from what is shown, and notes them as shown. False: there are none. */
static bool put_changes(Term *term, const Grid *grid)
{
	const bool is_known = term->shown != NULL;
	if (!is_known)
		term->shown = grid_new(grid->columns, grid->rows);
	bool is_changed = !is_known || term->shown->cursor_column != grid->cursor_column ||
			  term->shown->cursor_row != grid->cursor_row;
	for (int row = 0; row < grid->rows; row++) {
		const Cell *cells = grid_cell(grid, 0, row);
		Cell *before = &term->shown->cells[(size_t)row * (size_t)grid->columns];
		if (is_known && grid_row_equal(grid, term->shown, row))
			continue;
		is_changed = true;
		put_row(term, row, cells, is_known ? before : NULL, grid->columns);
		memcpy(before, cells, sizeof *cells * (size_t)grid->columns);
	}
	term->shown->cursor_column = grid->cursor_column;
	term->shown->cursor_row = grid->cursor_row;
	return is_changed;
}

static void put_cursor(const Grid *grid)
{
	bool is_visible = grid->cursor_column >= 0 && grid->cursor_row >= 0;
	curs_set(is_visible ? 1 : 0);
	if (is_visible)
		move(grid->cursor_row, grid->cursor_column);
}

/* What ncurses knows of the screen is old then: after this it draws whole pictures only. */
static void paint(Term *term, const Grid *grid)
{
	const bool was_visible = term->shown->cursor_column >= 0 && term->shown->cursor_row >= 0;
	const bool is_visible = grid->cursor_column >= 0 && grid->cursor_row >= 0;
	painter_paint(&term->painter, term->shown, grid, term->frame);
	if (was_visible == is_visible)
		return;
	curs_set(is_visible ? 1 : 0);
	catch_take(term);
}

static void draw_by_curses(Term *term, const Grid *grid)
{
	if (!put_changes(term, grid))
		return;
	put_cursor(grid);
	refresh();
	catch_take(term);
}

bool term_draw(Term *term, const Grid *grid, GError **error)
{
	bool is_same_size = term->shown != NULL && term->shown->columns == grid->columns &&
			    term->shown->rows == grid->rows;
	if (!is_same_size) {
		term_forget(term);
		erase();
		clearok(curscr, TRUE);
	}
	const size_t before = term->frame->len;
	if (is_same_size && term->is_painted)
		paint(term, grid);
	else
		draw_by_curses(term, grid);
	if (term->frame->len > before && term->frame->len > SYNC_BYTES && term->has_osc) {
		g_string_prepend(term->frame, SYNC_BEGIN);
		g_string_append(term->frame, SYNC_END);
	}
	return frame_send(term, error);
}

/* ---- Beside the screen -------------------------------------------------------------------------- */

bool term_copy(Term *term, const char *text, GError **error)
{
	g_autofree char *clean = clipboard_clean(text);
	if (clean == NULL || !term->has_osc)
		return false;
	g_autofree char *sequence = clipboard_sequence(clipboard_find_way(g_getenv), clean);
	g_string_append(term->frame, sequence);
	return frame_send(term, error);
}

bool term_ring(Term *term, GError **error)
{
	g_string_append_c(term->frame, '\a');
	return frame_send(term, error);
}

bool term_notify(Term *term, NotifyTerminal way, const char *text, GError **error)
{
	const char *tmux = g_getenv("TMUX");
	if (way == NOTIFY_TERMINAL_AUTO)
		way = notify_find_way(g_getenv);
	g_autofree char *sequence = notify_sequence(way, text, tmux != NULL && *tmux != '\0');
	if (sequence == NULL || !term->has_osc)
		return true;
	g_string_append(term->frame, sequence);
	return frame_send(term, error);
}
