/*
 * Sets of activations: what of them is held, sets made of what was activated, and how a role's demands changed since then.
 */
#ifndef MYROLES_FRONTEND_SETS_H
#define MYROLES_FRONTEND_SETS_H

#include "frontend/columns.h"
#include "src/model/activation-set.h"
#include "src/model/history.h"
#include "src/model/policy.h"

extern const Sheet set_sheet; /* ActivationSet */

/* "Reader, Owner and 3 more". The caller frees. */
char *set_roles_words(const ActivationSet *set);

/*
 * Activations of the set `name` that hold, wait or start later (const Request*, borrowed): of each role at each scope the last that
 * was asked for counts, whoever asked. `entries`: HistoryEntry*, newest first. Caller unrefs.
 */
GPtrArray *set_list_held(const GPtrArray *entries, const char *name, Instant now);

/* The last activation of that role there, of which it is known what was asked for; NULL: none. Borrowed. */
const HistoryEntry *set_find_last(const GPtrArray *entries, const Grant *grant, const Scope *scope);

/* Activations of the time that are active now: const Request*, borrowed, one for each role at each scope. Caller unrefs. */
GPtrArray *set_list_active(const GPtrArray *entries, Instant since, Instant now);

/* Roles by name, scopes by id; the reason, with {ticket} for the number, where all have the same. The caller frees. */
ActivationSet *set_of_requests(const char *name, const GPtrArray *requests);
void set_add_row(ActivationSet *set, const Grant *grant, const Scope *scope);

/* "longest 8h before, now 4h; a ticket is asked for now"; NULL: nothing changed. The caller frees. */
char *policy_changes(const Policy *before, const Policy *now);

#endif
