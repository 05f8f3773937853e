/*
 * What a screen is, and what a dialog is: one row of functions each, and a struct of its own. The core works with the rows
 * alone and names none of them; the tables (tui/tables.c) are handed down to it. The room's files: tui/core/state.h.
 */
#ifndef MYROLES_TUI_CORE_KINDS_H
#define MYROLES_TUI_CORE_KINDS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/base/clock.h"
#include "src/model/event.h"
#include "tui/core/action.h"
#include "tui/core/layout.h"
#include "tui/core/news.h"
#include "tui/widgets/page.h"
#include "tui/widgets/pane.h"
#include "tui/widgets/search.h"

/* ---- What the palette finds beside actions and rows ------------------------------------------- */

typedef struct Found {
	char *text;
	const char *what; /* "scope", "view"; static */
	char *id;
	void (*go)(Update *update, const char *id); /* when it is chosen */
} Found;

/* Adds what fits, as long as there are less than `most` in all; see found_add (tui/core/finder.h). */
typedef void (*FindMore)(const State *state, const Search *search, guint most, GPtrArray *found);

/* ---- Screens ---------------------------------------------------------------------------------- */

typedef struct ScreenKind {
	const char *title;
	const Context *context;
	const Action *actions;
	size_t action_count;
	const PaneKind *panes[LAYOUT_PANES]; /* the rest NULL */
	size_t first_focus;                  /* of them: has the keys when it opens */
	LayoutShare share;                   /* NULL: one pane at a time */
	size_t size;              /* of its own struct, zeroed at first; see screen_data */
	void (*init)(void *self); /* each of these may be NULL */
	void (*clear)(void *self);
	void (*opened)(Update *update);
	void (*refreshed)(
		Update *update); /* by a key: what it shows beside the lists is asked for, too */
	void (*escaped)(Update *update);     /* "back", with no notice and no filter to clear */
	size_t (*badge)(const State *state); /* the number on its tab; 0: none */
	char *(*words)(const State *state);  /* the line under the panes; owned by the caller */
	void (*draw)(const State *state, Grid *grid, const Layout *layout); /* beside the panes */
	/* Lines in place of all panes, while these have nothing to show (NULL: only asked whether). False: the panes. */
	bool (*cover)(const State *state, Page *page);
	Instant (*next_wake)(const State *state); /* when it changes by itself next; 0: never */
	FindMore find;
	Listeners listeners;
} ScreenKind;

typedef struct Screen {
	const ScreenKind *kind;
	Pane panes[LAYOUT_PANES];
	size_t pane_count;
	void *self;
} Screen;

/* ---- Dialogs ---------------------------------------------------------------------------------- */

typedef struct Dialog Dialog;

typedef struct DialogKind {
	const char *title;
	const Context *context;
	const Action *actions;
	size_t action_count;
	bool is_question;      /* a key typed before it stood on screen is not its answer */
	bool outlives_account; /* it stays when another account is used */
	size_t size;           /* of its own struct while it is open, zeroed at first */
	void (*clear)(void *self);
	size_t memory_size; /* of what it remembers as long as the account is used; see dialog_memory */
	void (*forget)(void *memory);

	/* What it shows: lines that scroll, */
	void (*write)(const State *state, const Dialog *dialog, Page *page);
	/* or what it draws by itself, in so many rows (box: with its frame; body: inside, above the keys). */
	int (*height)(const State *state, const Dialog *dialog);
	void (*draw)(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body);
	/* The rows that one chooses from, shown line by line without the others; NULL: there are none, and moving scrolls. */
	Pane *(*list)(const Dialog *dialog);
	int rows_from; /* lines above these, where each is drawn in one line */
	/* The selected one whole, in so many lines below these: rows are cut. The caller frees; NULL: nothing. */
	char *(*whole)(const State *state, const Dialog *dialog);
	int whole_rows;

	/* Where characters go; NULL: nowhere. The other two may be NULL. */
	Field *(*field)(Dialog *dialog);
	void (*typed)(Update *update, Dialog *dialog);
	void (*pasted)(Update *update, Dialog *dialog,
		       const char *text); /* instead of into the field */

	/* Adds what can be copied of it (tui/core/copies.h); NULL: as on the screen below. */
	void (*copies)(const State *state, const Dialog *dialog, GPtrArray *copies);
	Instant (*next_wake)(const State *state, const Dialog *dialog);
	FindMore find;                  /* open or not */
	void (*sought)(Update *update); /* the palette opens: what `find` needs may be asked for */
	Listeners listeners;            /* heard whether it is open or not: see dialog_find */
} DialogKind;

struct Dialog {
	const DialogKind *kind;
	size_t scroll; /* first line shown */
	void *self;
};

/* ---- All of them ------------------------------------------------------------------------------ */

typedef struct Tables {
	const ScreenKind *const *screens; /* in the order of their tabs; the first one opens */
	size_t screen_count;
	const DialogKind *const *dialogs;
	size_t dialog_count;
} Tables;

#endif
