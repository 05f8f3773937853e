/*
 * The dashboard's one entry point, and the pure core behind it.
 *
 *   State *state_new(...)                                  everything on screen, no pointers into the outside
 *   void state_update(State *, const Message *, GPtrArray *effects)   no I/O, no clock
 *   Instant state_next_wake(const State *)                 when the screen changes by itself next; 0: never
 *   void view_draw(const State *, Grid *)                  writes cells
 *
 * (tui/core/state.h, tui/core/update.h and tui/core/view.h declare these.)
 */
#ifndef MYROLES_TUI_DASHBOARD_H
#define MYROLES_TUI_DASHBOARD_H

#include <glib.h>
#include <stdbool.h>

#include "src/backend.h"

/* Of the demo: somebody to decide what only administrators decide. */
typedef struct Administrator {
	/* An order, "agree REQUEST" or "refuse REQUEST", is there before anything that is sent after it. */
	void (*tell)(gpointer data, const char *order);
	gpointer data;
} Administrator;

/* Programs may ask for roles, and what comes of that ends with them. */
typedef struct ProposalGate {
	const char *path; /* of the socket (frontend/proposal-socket.h) */
	/*
	 * Starts who waits for the pidfd's end and pays then; holds the locked byte meanwhile. False: it could not be started. NULL:
	 * nobody has to pay.
	 */
	bool (*tie)(gpointer data, int pidfd, int lock);
	gpointer data;
} ProposalGate;

typedef struct DashboardOptions {
	const Settings *settings; /* [keys], [theme], views */
	bool is_ascii;            /* --ascii, or a terminal without UTF-8 */
	bool is_colorless;        /* --no-color; NO_COLOR does the same */
	bool has_mouse;
	bool *wants_demo; /* set where the person asks for the demo next; NULL: there is none */
	const char
		*places; /* a folder: the next start opens where one left; NULL: it begins anew */
	const char *banner;                 /* shown in the header, e.g. "demo"; NULL: none */
	const Administrator *administrator; /* of the demo; NULL: there is none */
	bool is_administrator_first;        /* one is that person at first */
	const ProposalGate *proposals;      /* NULL: no program may ask */
} DashboardOptions;

/* Checks [keys], [theme] and views against the tables: adds Mistake*, with group, key, value and what was expected. */
void dashboard_check_settings(const Settings *settings, GPtrArray *mistakes);

/* Can the terminal that TERM names show it, and in how many colors (0: none, or NO_COLOR)? Errors say why not. */
bool dashboard_check_terminal(int *colors, GError **error);

/*
 * How a terminal of TERM's kind is told to show the `styles` of [theme] (names, ended by NULL), as escape sequences in their order; ""
 * where one says nothing. A palette for a dark or a light ground is taken only where `base=` names it: nothing is asked of the
 * terminal. NULL: it has no colors, or NO_COLOR is set. The caller frees with g_strfreev.
 */
char **dashboard_print_colors(const Settings *settings, const char *const *styles);

/*
 * Takes the terminal over until the operator quits; then gives it back as it was. False with error set when there is
 * no terminal or it is lost. The backend is borrowed.
 */
bool dashboard_run(Backend *backend, const DashboardOptions *options, GError **error);

/*
 * A screen as an SVG picture, or as its text; needs no terminal. The first one, once all lists have come or failed, or the one after
 * pressing `keys` (names separated by blanks; NULL: none), each when all is quiet again. The caller frees. NULL with
 * error set when lists do not come or a key has no such name.
 */
typedef struct DashboardPicture {
	int columns, rows;
	const char *keys;
	bool is_text;
} DashboardPicture;

char *dashboard_picture(Backend *backend, const DashboardOptions *options,
			const DashboardPicture *picture, GError **error);

#endif
