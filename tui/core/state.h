/*
 * Everything on screen, and all that update() needs to know: plain data, no pointers into the outside, no
 * clock. state_update (tui/core/update.h) alone changes it; the view reads it.
 *
 * What is loaded has owners: lists (eligible, active), journal, requests (of both), policies, scopes, submissions. What
 * is looked at belongs to the screens and dialogs, of which the core knows rows of functions (tui/core/kinds.h).
 *
 * The room, from the bottom:
 *   message news action kinds                                values, and what others give the core as rows
 *   known-rows                                               what some of them share
 *   known-lists known-journal known-requests known-approvals known-dormant  the owners of what is loaded
 *   known-policies known-scopes known-changes known-others known-owed known-why known-proposals
 *   notifications                                            what is told beside the screen
 *   submissions                                              what was asked for, and what became of it
 *   keymap layout                                            keys to actions, sizes to places
 *   effects state                                            the primitives of update(), and all that it changes
 *   views                                                    ways to look at lists, from the configuration
 *   kept-place places                                        where one left; where one was, back and forward
 *   words more-time context dialogs screens copies           what is open, what is said and what is copied of it
 *   actions finder help palette                              what can be done everywhere
 *   tabs footer mouse                                        what a click can be on, and what it does
 *   below                                                    the lines below the panes
 *   input update view                                        on top: messages in, effects out, cells
 */
#ifndef MYROLES_TUI_CORE_STATE_H
#define MYROLES_TUI_CORE_STATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"
#include "src/model/account.h"
#include "src/model/settings.h"
#include "tui/core/keymap.h"
#include "tui/core/kinds.h"
#include "tui/core/known-approvals.h"
#include "tui/core/known-changes.h"
#include "tui/core/known-dormant.h"
#include "tui/core/known-journal.h"
#include "tui/core/known-lists.h"
#include "tui/core/known-others.h"
#include "tui/core/known-owed.h"
#include "tui/core/known-policies.h"
#include "tui/core/known-proposals.h"
#include "tui/core/known-requests.h"
#include "tui/core/known-scopes.h"
#include "tui/core/known-why.h"
#include "tui/core/layout.h"
#include "tui/core/notifications.h"
#include "tui/core/places.h"
#include "tui/core/submissions.h"

#define NOTICE_SECONDS 8

typedef enum { NOTICE_INFO, NOTICE_OK, NOTICE_WARNING, NOTICE_ERROR } NoticeKind;

typedef struct Notice {
	NoticeKind kind;
	char *text; /* one sentence or two */
	char *said; /* the service's own message; NULL: none */
	Instant at;
	Instant until; /* it leaves the screen then; 0: when a key dismisses it */
	bool is_dismissed;
	bool is_aside; /* nobody asked: it covers nothing that answers a key */
} Notice;

/* Where the dashboard runs. */
typedef struct Surroundings {
	int columns, rows;
	bool is_ascii;
	bool has_mouse;
	bool keeps_place;           /* the next start opens where one left */
	bool has_demo;              /* who opened the dashboard can open the demo after it */
	bool has_administrator;     /* of the demo: one of the people to change between */
	bool is_administrator_next; /* … and the one that is shown with the first account */
	char *banner;               /* may be NULL */
	char **people; /* of the demo: names of accounts, the one in use first; NULL: no demo, or one person */
	char *asker; /* of `people`: whose requests the administrator decides; NULL: no demo */
	uint64_t administrator_intent; /* whom it brings the administrator decides for; 0: none */
	char *portal;                  /* base URL of the cloud's portal; may be NULL */
	char *elsewhere;    /* why the person's browser is not on this machine; NULL: it is */
	char *subscription; /* where a plan does not tell it: a GUID; or NULL */
	GTimeZone *zone;
} Surroundings;

struct State {
	Surroundings at;
	Instant now;
	uint64_t
		revision; /* grows with all that may change what rows show; moving the selection does not */
	Account *account;   /* NULL: not known yet */
	GPtrArray *sets;    /* ActivationSet*, of the configuration */
	GPtrArray *aliases; /* Alias*, of the configuration */

	/* what is loaded */
	KnownLists lists;
	KnownJournal journal;
	KnownRows approvals;
	KnownRows dormant;
	KnownRequests requests;
	KnownPolicies policies;
	KnownProposals proposals;
	KnownScopes scopes;
	KnownChanges changes;
	KnownOthers others;
	KnownOwed owed;
	KnownWhy why;
	Notifications notifications;
	Submissions submissions;

	/* what is looked at */
	const Tables *tables;
	ActionTable *actions;
	Keymap *keymap;
	GPtrArray *listeners; /* const Listeners* */
	Screen *screens;      /* tables->screen_count of them */
	Screen *screen;       /* the open one */
	Pane *focus;          /* of its panes: has the keys */
	bool is_filtering;    /* the focused pane's filter is being typed */
	Area dragged;         /* the scroll bar that the mouse took; no rows: none */
	Places places;        /* where one was before */
	GPtrArray *dialogs;   /* Dialog*, the top one last */
	void **memories;      /* of the kinds of dialogs; see dialog_memory */
	GPtrArray *notices;   /* Notice*, oldest first */
	GPtrArray *views;     /* ViewSettings*: ways to look at lists, see views.h */
	Layout layout;   /* of the open screen, as the last message left it; see screen_layout */
	char *words;     /* below its panes, likewise; see below_words */
	bool has_layout; /* both hold: no message is being taken */

	/* what is under way */
	uint64_t last_intent;
	GHashTable *dropped; /* set of intent ids (guint64*) that are of no more interest */
	bool is_quitting;
};

typedef struct StateOptions {
	const Tables *tables;     /* static */
	const Settings *settings; /* [keys] and views, checked before; NULL: the default ones */
	GTimeZone *zone;          /* NULL: local */
	const char *banner;
	const char *portal;
	const char *elsewhere, *subscription; /* see Surroundings */
	bool is_ascii;
	bool has_mouse;
	bool has_demo;
	bool has_administrator, is_administrator_first;
	bool keeps_place;
	int columns, rows;
	Instant now;
} StateOptions;

State *state_new(const StateOptions *options);
void state_free(State *state);

/* All actions of these tables and of the core, in order. */
ActionTable *state_action_table(const Tables *tables);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

#endif
