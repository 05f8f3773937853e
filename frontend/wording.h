/*
 * What every frontend says and decides alike, written once. It knows plain values and events; no screen, no argv.
 *
 *   wording.h        how words are made: at which time, in which zone, with which characters; times in words
 *   grant-words.h    a role at a scope, and until when it is held
 *   policy-words.h   what an activation needs
 *   holding-words.h  who is active at a scope, and what of it was not told
 *   change-words.h   what is not as it was
 *   permission-words.h what a role permits
 *   brief.h          what who decides should know of a request; briefed.h  … as named texts; offer.h what is offered instead
 *   portal.h         the page of a row in the portal
 *   problem-words.h  what went wrong, and the next step
 *   request-words.h  how a request stands
 *   reason.h         reasons that say nothing
 *   subject.h        what a request is about
 *   command.h        the same from a shell
 *   afterwards.h     what is still to be done once a role is on
 *   lamp-words.h     how far a role has come
 *   outcome.h        what became of it, followed to its end, and what can be done about it
 *   fit.h            does an activation fit its policy, and how long does it last
 *   selection.h      which row words choose
 *   target.h         which row is meant, and where: by a scope, by a request of the past
 *   columns.h        rows as columns (columns-requests.c, columns-write.h); sheet.h  which of them, and rows sorted by one
 *   document.h       rows and outcomes as JSON
 *   list-problems.h  what went wrong with lists
 *   period.h         periods in words; local days and months
 *   use.h            the time in which an activation gave a role
 *   totals.h         how often and how long; what is never used; often.h  what is used most, lately
 *   timeline.h       a history over time, in cells; its scale (timeline-ticks.c)
 *   history-filter.h which entries of a history are meant
 *   history-table.h  … as columns and CSV (csv.h); history-report.h  … as SVG and HTML
 *   history-export.h … as the text of a file
 *   manifest.h       what an archive of evidence has to hold
 *   sets.h           sets of activations: what of them is held, and sets made of what was
 *   rehearsal.h      a role of a set looked at beforehand
 *   alike.h          what tells rows apart that read alike
 *   why.h            which roles permit what was denied (why-ways.c); why-words.h  … in words, columns and JSON
 *   why-read.h       what is asked about: a text or a plan, as its bytes come
 *   term.h           how long one is eligible, and whether more may be asked for
 *   notifier.h       what is worth telling beside the screen: notification.h, shown by desktop.h
 *   nearness.h       countdowns, thresholds before an end, and what of it was told already
 */
#ifndef MYROLES_FRONTEND_WORDING_H
#define MYROLES_FRONTEND_WORDING_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"

/*
 * How a person does an action in this frontend: "S", "`myroles login`", "--user". NULL: not at all, or not by now. Borrowed.
 */
typedef const char *(*ActionNamer)(const char *action, gpointer data);

/* All that words depend on beside what they are about. Borrows what it points to; zeroed but for the time is valid. */
typedef struct Wording {
	Instant now;
	GTimeZone *zone;
	bool is_ascii;
	GHashTable *tails; /* of grants that read alike (alike.h); NULL: none are told apart */
	GHashTable *
		stale; /* rows as the last run knew them to Instant* of when; NULL: all are of now */
	ActionNamer name_action; /* NULL: no action has a name here */
	gpointer namer_data;
} Wording;

/* A point in time as local text: "14:16", "tomorrow 09:00". The caller frees. */
char *wording_time(const Wording *wording, Instant instant);

/* The same of a start that was asked for: with its time of day. The caller frees. */
char *wording_start(const Wording *wording, Instant instant);

/* "…", or what stands for it in ASCII. */
const char *wording_ellipsis(const Wording *wording);

#endif
