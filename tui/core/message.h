/*
 * Everything that happens, as messages; everything that update() wants done, as effects. Between them stands
 * update(), which does no I/O and asks no clock.
 */
#ifndef MYROLES_TUI_CORE_MESSAGE_H
#define MYROLES_TUI_CORE_MESSAGE_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/history-export.h"
#include "frontend/notification.h"
#include "frontend/proposal.h"
#include "frontend/why-read.h"
#include "src/base/clock.h"
#include "src/model/activation-set.h"
#include "src/model/event.h"
#include "src/model/intent.h"
#include "tui/core/kept-place.h"
#include "tui/terminal/key.h"

typedef enum {
	MESSAGE_KEY,    /* `input`: a key, a paste or the mouse */
	MESSAGE_TIME,   /* only `now` */
	MESSAGE_RESIZE, /* `columns`, `rows` */
	MESSAGE_EVENT,  /* `event`, borrowed for the call */
	MESSAGE_RESUME, /* back from Ctrl-Z or a suspend: what is shown may be old */
	MESSAGE_COPIED, /* `text` (borrowed) was copied where `is_known`, else only sent to the terminal */
	MESSAGE_WRITTEN, /* `written`, borrowed: what became of EFFECT_EXPORT or EFFECT_SAVE_SET */
	MESSAGE_ASKED, /* `asked`, borrowed but for what it holds: what became of EFFECT_READ_ASKED */
	MESSAGE_CHOSEN, /* `notification`, borrowed: a person chose it on the desktop; `is_known`: its page */
	MESSAGE_PLACE,     /* `place`, borrowed: where one left, in answer to EFFECT_READ_PLACE */
	MESSAGE_PROPOSED,  /* `proposal`, borrowed: a program asks for a role */
	MESSAGE_WITHDRAWN, /* `proposal_id`: that program is gone */
	MESSAGE_HEARD,     /* `text` (borrowed): why no program can ask here; NULL: each can */
	MESSAGE_QUIT,      /* SIGTERM or hang-up */
} MessageKind;

/* A file that was to be written. */
typedef struct Written {
	char *path;         /* absolute */
	char *why;          /* it was not; NULL: it was */
	bool is_there;      /* since a file of that name is there */
	ActivationSet *set; /* that was to be written into the configuration; NULL: an export */
} Written;

void written_free(Written *written);

/* A file with a denial or a plan that was to be read. */
typedef struct Asked {
	WhyInput input;
	char *why; /* it cannot be, a sentence; NULL: it was */
} Asked;

void asked_free(Asked *asked);

typedef struct Message {
	MessageKind kind;
	Instant now; /* the service's clock; every message carries it */
	KeyEvent input;
	int columns, rows;
	const Event *event;
	const char *text;
	bool is_known;
	const Written *written;
	Asked *asked;
	const Notification *notification;
	const KeptPlace *place;
	const Proposal *proposal;
	uint64_t proposal_id;
} Message;

typedef enum {
	EFFECT_INTENT,     /* `intent` to the backend */
	EFFECT_DROP,       /* `intent_id`: no more interest */
	EFFECT_OPEN_URL,   /* `text`: https only, by argv */
	EFFECT_COPY,       /* `text` to the clipboard, only by a key; MESSAGE_COPIED follows */
	EFFECT_EXPORT,     /* `export` into the file `text`; MESSAGE_WRITTEN follows */
	EFFECT_SAVE_SET,   /* `set` into the configuration; MESSAGE_WRITTEN follows */
	EFFECT_READ_ASKED, /* the file `text`; MESSAGE_ASKED follows */
	EFFECT_NOTIFY,     /* `notification`: beside the screen */
	EFFECT_SUSPEND,    /* Ctrl-Z */
	EFFECT_MOUSE,      /* is taken, or left to the terminal: State.at.has_mouse */
	EFFECT_REDRAW,     /* Ctrl-L: forget what the terminal shows */
	EFFECT_CLEAR_INPUT, /* a dialog opened: keys typed ahead, queued or in the terminal, are dropped */
	EFFECT_CONTINUE, /* long work is done in pieces: MESSAGE_TIME again once nothing else waits */
	EFFECT_KEEP_PLACE, /* `place` under the name `text`, until the next start */
	EFFECT_READ_PLACE, /* that of the name `text`; MESSAGE_PLACE follows where there is one */
	EFFECT_ADMINISTER, /* `text` to the administrator of the demo: Administrator.tell */
	EFFECT_TELL_PROPOSER, /* `news` to the program that made the proposal `proposal_id` */
	EFFECT_LEASH,         /* what was sent for `proposal_id` ends with the program that asked */
	EFFECT_QUIT,
	EFFECT_DEMO, /* … and open the demo */
} EffectKind;

typedef struct Effect {
	EffectKind kind;
	Intent *intent;
	uint64_t intent_id;
	char *text;
	HistoryExport *export;
	ActivationSet *set;
	Notification *notification;
	KeptPlace *place;
	uint64_t proposal_id;
	ProposalNews *news;
	bool may_replace; /* a file that is there */
} Effect;

void effect_free(Effect *effect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Effect, effect_free)

#endif
