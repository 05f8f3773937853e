/*
 * Words that depend on the dashboard's state. What all frontends say is in frontend/.
 */
#ifndef MYROLES_TUI_CORE_WORDS_H
#define MYROLES_TUI_CORE_WORDS_H

#include "frontend/wording.h"
#include "tui/core/state.h"

/* How words are made here: now, in the person's zone, with actions named by their keys. Borrows from the state. */
Wording state_wording(const State *state);

/* A point in time as local text: "14:16", "tomorrow 09:00". The caller frees. */
char *state_local(const State *state, Instant instant);
/* "permanent", "until 14:16", "ended". The caller frees. */
char *state_until(const State *state, const Grant *grant);

/*
 * How much a scope holds, as far as its tree is known: "3 subscriptions, 214 resource groups", "at least 1 subscription",
 * "everything below it". NULL: nothing lies below. The caller frees.
 */
char *state_covered(const State *state, const Scope *scope);

/* "azure fresh", "groups loading…", "entra failed: …" of one workload: all its lists together. "" when never asked. The caller frees. */
char *state_freshness(const State *state, WorkloadId workload);
/* Why it has failed, where nothing of it is there to show; NULL: it has not, or only a sign-in is missing. Borrowed. */
const char *state_failure(const State *state, WorkloadId workload);
StyleId state_freshness_style(const State *state, WorkloadId workload);

/* The window's title: whose dashboard this is, what runs, and what ends next. The caller frees. */
char *state_title(const State *state);

/* Why a list has no rows: it is loading, failed, or (`none`) there are none. The caller frees. */
char *state_empty_words(const State *state, ListId list, const char *none);

/* The notice to show: the last one, and after its time the last of those that wait for a key. NULL: none. Borrowed. */
const Notice *state_notice(const State *state);
StyleId notice_style(NoticeKind kind);

#endif
