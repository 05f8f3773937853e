/*
 * The dashboard's loop from inside: the one place that waits. Sources only queue; after each iteration the queue
 * is drained into the state, effects are done, and at most one frame is drawn.
 */
#ifndef MYROLES_TUI_LOOP_H
#define MYROLES_TUI_LOOP_H

#include <gio/gio.h>
#include <stdbool.h>

#include "src/backend.h"
#include "tui/core/message.h"
#include "tui/core/state.h"
#include "tui/core/view.h"
#include "tui/dashboard.h"
#include "tui/terminal/grid.h"
#include "tui/terminal/key.h"
#include "tui/terminal/term.h"
#include "tui/terminal/tty.h"

/* What a source leaves for the loop. */
typedef struct Item {
	Message message;
	char *text;       /* owned; as `event` */
	Event *event;     /* owned; of messages that come from here, not from the backend */
	Written *written; /* owned */
	Notification *notification; /* owned */
	KeptPlace *place;           /* owned */
	Asked *asked;               /* owned */
	Proposal *proposal;         /* owned */
	bool is_suspend;            /* no message: stop, as with Ctrl-Z */
} Item;

typedef struct Loop {
	Backend *backend; /* borrowed */
	State *state;
	Tty *tty;   /* NULL: a picture without a terminal */
	Term *term; /* the same */
	Grid *grid;
	ViewMemory memory; /* of the grid */
	KeyDecoder *decoder;
	GQueue items;                       /* Item* */
	GHashTable *reads;                  /* ids of intents that only read, until they are done */
	const Settings *settings;           /* [theme]; borrowed; may be NULL */
	const Administrator *administrator; /* borrowed; NULL: none */
	const ProposalGate *gate;           /* borrowed; NULL: no program may ask */
	struct ProposalServer *proposals;   /* NULL: the same, or nobody can */
	GSource *input;
	GSource *output; /* while the terminal does not take all */
	GSource *signals;
	GSource *wake;
	GSource *escape;
	GSource *more;           /* while the state has long work left */
	struct Notices *notices; /* loop-notify.c: what is told beside the screen */
	GCancellable *copies;    /* that tmux has not answered yet; NULL: none was */
	GHashTable
		*places; /* names of accounts → where one left them since the start: KeptPlace* */
	char *places_folder;   /* where these are kept; NULL: nowhere */
	struct Asking *asking; /* loop-asked.c: a file is being read; or NULL */
	unsigned writings;     /* files that are being written */
	int wake_fd;           /* a timer that counts through suspend */
	Instant wake_at;       /* what it is set to; 0: off */
	bool is_lent;          /* the terminal is a program's for a while */
	bool is_changed;       /* something happened since the last frame */
	bool is_quitting;
	bool wants_demo; /* … for the demo */
	GError *failure; /* why the loop ends, when not by the operator */
} Loop;

Loop *loop_new(Backend *backend, const StateOptions *options);
void loop_free(Loop *loop);

/* What the core begins with, for either. */
StateOptions loop_state_options(Backend *backend, const DashboardOptions *options);

/* Asks for what is wanted first. */
void loop_start(Loop *loop);

/* Everything queued, and the backend's events, into the state; effects are done. Nothing is left afterwards. */
void loop_drain(Loop *loop);

/* Does one effect. */
void loop_do_effect(Loop *loop, Effect *effect);
void loop_suspend(Loop *loop);

/* Gives the terminal up to a program that may ask the person, and takes it back: nothing is drawn or read meanwhile. */
void loop_lend(gpointer loop);
void loop_take_back(gpointer loop);

/* ---- loop-sources.c ----------------------------------------------------------------------------- */

/* Keys are read, or left to somebody else. */
void loop_read_input(Loop *loop, bool is_read);

Item *loop_push(Loop *loop, MessageKind kind);
void loop_push_notice(Loop *loop, ProblemKind kind, const char *code, const char *message,
		      const char *hint);
void item_free(gpointer item);

/* Watches the terminal's line and the signals; the timer alone without a terminal. */
void loop_add_sources(Loop *loop, int signals_fd);
void loop_remove_sources(Loop *loop);

/* Throws away the signals caught since the last look, but for those that end the program. */
void loop_take_signals(Loop *loop);

/* Queues MESSAGE_TIME once nothing else waits. */
void loop_continue(Loop *loop);

/* Sets the timer to when the state changes by itself next. */
void loop_set_wake(Loop *loop);

/* Watches for room while output waits. */
void loop_watch_output(Loop *loop);

/* Forgets keys that were typed but not looked at: queued, half decoded, and in the terminal's own buffer. */
void loop_clear_input(Loop *loop);

/* To the clipboard; MESSAGE_COPIED follows. */
void loop_copy(Loop *loop, const char *text);
void loop_stop_copies(Loop *loop); /* nothing is heard of them any more */

/* Into a file, aside; MESSAGE_WRITTEN follows. Takes `export`. The other waits for those under way. */
void loop_export(Loop *loop, HistoryExport *export, const char *path, bool may_replace);
void loop_finish_exports(Loop *loop);

/* Into the configuration, which is a small file; MESSAGE_WRITTEN follows. Takes `set`. */
void loop_save_set(Loop *loop, ActivationSet *set);

/* A name as a person types it, absolute: "~/x" as shells take it. The caller frees. */
char *loop_find_path(const char *name);

/* ---- loop-asked.c ------------------------------------------------------------------------------- */

/* What a file holds is read in pieces between other things; MESSAGE_ASKED follows. One at a time: the last. */
void loop_read_asked(Loop *loop, const char *name);
void loop_stop_asked(Loop *loop);

/* ---- loop-place.c ------------------------------------------------------------------------------- */

/* Where one left an account, by its name (kept_place_name): MESSAGE_PLACE follows where that is known. */
void loop_read_place(Loop *loop, const char *name);
/* Takes `place`; written at the end. */
void loop_keep_place(Loop *loop, const char *name, KeptPlace *place);
/* At the end: this one's place, and those of accounts that were used before it. Where the disk does not take them nothing is told. */
void loop_write_places(Loop *loop);

/* ---- loop-proposals.c --------------------------------------------------------------------------- */

/* Listens to programs that ask for roles. `gate` NULL: to none. */
void loop_take_proposals(Loop *loop, const ProposalGate *gate);
void loop_stop_proposals(Loop *loop);
void loop_tell_proposer(Loop *loop, uint64_t id, const ProposalNews *news);
void loop_leash(Loop *loop, uint64_t id);

/* ---- loop-notify.c ------------------------------------------------------------------------------ */

/* Tells it on the desktop or by the terminal, unless the person looks at this one. */
void loop_notify(Loop *loop, const Notification *notification);

/* The terminal says whether it has the focus. */
void loop_take_focus(Loop *loop, bool has_focus);

/* The window's title: with what was told since somebody looked. The caller frees. */
char *loop_title(const Loop *loop);

void loop_stop_notices(Loop *loop);

/* Takes `error` and ends the loop. */
void loop_fail(Loop *loop, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loop, loop_free)

#endif
