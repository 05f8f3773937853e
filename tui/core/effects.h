/*
 * The primitives of update(): what happens outside, what the operator is told, and what other parts of the dashboard hear.
 */
#ifndef MYROLES_TUI_CORE_EFFECTS_H
#define MYROLES_TUI_CORE_EFFECTS_H

#include <glib.h>
#include <stdbool.h>

#include "tui/core/message.h"
#include "tui/core/news.h"
#include "tui/core/state.h"

struct Update {
	State *state;
	GPtrArray *effects; /* Effect* */
};

Intent *update_intent(Update *update, IntentKind kind); /* a new one with an id of its own */
uint64_t update_send(Update *update, Intent *intent);   /* takes the intent; its id */
void update_drop(Update *update, uint64_t *intent_id);  /* no more interest; sets it to 0 */
void update_effect(Update *update, EffectKind kind, const char *text);

/* Writes it into a file; NEWS_WRITTEN tells what became of it. Takes `export`. */
void update_export(Update *update, HistoryExport *export, const char *path, bool may_replace);

/* Writes a copy of it into the configuration; NEWS_WRITTEN tells what became of it. */
void update_save_set(Update *update, const ActivationSet *set);

/* Where one is now is kept under that name. Takes `place`. */
void update_keep_place(Update *update, const char *name, KeptPlace *place);

/* Tells it beside the screen. */
void update_notify(Update *update, const Notification *notification);

/* Tells the program that made the proposal. Takes `news`. */
void update_tell_proposer(Update *update, uint64_t proposal_id, ProposalNews *news);
/* What was sent for it ends with that program. */
void update_leash(Update *update, uint64_t proposal_id);

/* Tells all who listen. `about` as the kind says; borrowed for the call. */
void update_announce(Update *update, NewsKind kind, gconstpointer about);

void update_notice(Update *update, NoticeKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* What nobody asked for: shown for a while, unless what answers a key is. */
void update_notice_aside(Update *update, const char *text);
void update_notice_problem(Update *update, NoticeKind kind, const char *what,
			   const Problem *problem);
/* Dismisses `shown` alone where it leaves by itself; where it waits for a key, or is NULL, all of them. */
void update_dismiss_notices(Update *update, const Notice *shown);

#endif
