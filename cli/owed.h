/*
 * Ends that are owed (src/model/owed.h): read, paid and told.
 */
#ifndef MYROLES_CLI_OWED_H
#define MYROLES_CLI_OWED_H

#include "cli/session.h"

/* Sends the intent, which is one of those answered by EVENT_OWED and is taken. NULL: told, or interrupted. The caller frees. */
Event *owed_send(Session *session, Intent *intent);

/* Owed*, as the journal has them. NULL: told, or interrupted. Caller unrefs. */
GPtrArray *owed_read(Session *session);

/* Asks for what is active, whose answers tell the service's clock: by that an end is due. */
void owed_learn_clock(Session *session);

/* Waits until no other process looks at what is owed. -1: interrupted, or no lock can be had. Released by lock_file_release. */
int owed_lock(Session *session);

/*
 * Pays what may be paid now, of what nobody holds. Returns when to look again; 0: nothing is left to be paid by itself, or the
 * session was interrupted.
 */
Instant owed_pay(Session *session);

/* Tells each of them (Owed*; NULL: none) in a sentence on standard error. */
void owed_tell(const Session *session, const GPtrArray *rows);

/* … or adds it as a Finding*. */
void owed_add_findings(const Session *session, const GPtrArray *rows, GPtrArray *findings);

#endif
