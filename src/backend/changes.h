/* What is not as it was when one looked last: noted when lists, settings and definitions come, told until it is seen. */
#ifndef MYROLES_BACKEND_CHANGES_H
#define MYROLES_BACKEND_CHANGES_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"

typedef struct Changes Changes;

/* Without a snapshot in `files` nothing is known of what was. */
Changes *changes_new(Events *events, const Identity *identity, Kept *files, Clock *clock);
void changes_free(Changes *changes);

/* Intents; `changes` is a Changes. */
void changes_read(gpointer changes, Intent *intent, Job *job);
void changes_see(gpointer changes, Intent *intent, Job *job);

/* Listener: the account is known, or a list was written: what is not seen yet is told, if there is any. */
void changes_on_noted(gpointer changes);

/* Listeners: what a role asks for, and what it permits, was read. */
void changes_on_policy(const Grant *grant, const Scope *scope, const Policy *policy,
		       gpointer changes);
void changes_on_role(const Grant *grant, const GPtrArray *lines, gpointer changes);

#endif
