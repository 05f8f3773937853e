/* The journal as it is told and fed: one's own requests, and the scopes used last. */
#ifndef MYROLES_BACKEND_HISTORY_H
#define MYROLES_BACKEND_HISTORY_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"
#include "src/backend/lists.h"

typedef struct History History;

History *history_new(Events *events, const Identity *identity, Kept *kept, Clock *clock);
void history_free(History *history);

/* Intents; `history` is a History. */
void history_read(gpointer history, Intent *intent, Job *job);
void history_read_timeline(gpointer history, Intent *intent, Job *job);
void history_remember_scope(gpointer history, Intent *intent, Job *job);

/*
 * What is known of a request now; where another process holds the journal it is written later. Nothing is sent before it is
 * written: what is prepared is sent by history_when_written, see kept_when_written.
 */
bool history_write(History *history, const Request *request, GError **error);
/* The same before something else than the request itself is sent about it: its cancel. */
bool history_write_first(History *history, const Request *request, GError **error);
void history_when_written(History *history, const char *request_id, KeptWritten written,
			  gpointer data);

/* What is written between the two goes to the disk once: all or nothing. The first is false where that cannot be. */
bool history_begin_group(History *history);
bool history_end_group(History *history, GError **error);

/* HistoryEntry*: one's own that are active now; NULL: none to be had. */
GPtrArray *history_list_active(History *history);

/* What was held is not any more, without one's own doing: written down, and told by its name. */
void history_tell_gone(History *history, const Request *request);

/* As events_is_over. */
bool history_is_over(const History *history, const GError *error);

/* HistoryEntry* of the last minutes, newest first; NULL: none to be had. */
GPtrArray *history_list_lately(History *history);

/* The deactivation that is the last known of it among the entries; NULL: it is something else. Borrowed. */
const Request *history_find_ended(const GPtrArray *entries, const Request *like);

/* Is it what was given back, perhaps by another process, as these tell, and the list of it is late? `entries` may be NULL. */
bool history_was_given_back(const Assignment *row, const GPtrArray *entries);

/* What a grant is about, as a request that borrows from it. */
Request history_request_like(const Grant *grant);

/* Is a deactivation the last that is known of it, and was it a few minutes ago at most? */
bool history_was_ended(History *history, const Request *like);

/* How the request ended, as far as any process has written it down; NULL: it has not. The caller frees. */
Request *history_find_end(History *history, const Request *request);

/* HistoryEntry*: whose end is not known; NULL: that was told as a notice. */
GPtrArray *history_list_unfinished(History *history);

/* Listeners: the account is known, as in the last run or now; one's own requests were told by the service. */
void history_on_remembered(gpointer history);
void history_on_known(gpointer history);
void history_on_forgotten(gpointer history); /* what was to be sent is not written either */
void history_on_requests(const ListNews *news, gpointer history);

/* Listener: what is active was told: the ends that the service knows are those that come. */
void history_on_active(const ListNews *news, gpointer history);

/* A RunListener: what was given back has ended now. */
void history_on_success(const Request *request, const Grant *grant, gpointer history);

#endif
