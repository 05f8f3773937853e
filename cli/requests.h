/*
 * One's own requests for verbs: what the service and the journal tell of them, and the one that a word names.
 */
#ifndef MYROLES_CLI_REQUESTS_H
#define MYROLES_CLI_REQUESTS_H

#include "cli/session.h"

/* HistoryEntry*, newest first, by the journal; the caller unrefs. NULL: it was told why, and *code says how to end. */
GPtrArray *session_read_journal(Session *session, const char *search, size_t limit, ExitCode *code);

/* The same of all, or of those with these words; where the journal cannot be read, or not all of it, session_report tells that. */
GPtrArray *session_read_all(Session *session, const char *search, ExitCode *code);

/*
 * Those that are not over, or failed lately (Request*), of what the service told (`told`: Request*, of all workloads) and the
 * journal. The caller unrefs. NULL as above.
 */
GPtrArray *session_open_requests(Session *session, const GPtrArray *told, ExitCode *code);

/*
 * The request of that id, of which a begin is enough where it names one alone: the journal is asked, then the service. NULL as
 * above. The caller frees.
 */
Request *session_find_request(Session *session, const char *id, ExitCode *code);

/* Of HistoryEntry*, those whose id, or the service's, begins so: Request*, borrowed. Caller unrefs. */
GPtrArray *requests_find_named(const GPtrArray *entries, const char *id);

/* Is the event about it, by one's own id or by the service's? */
bool is_about_request(const Event *event, const Request *request);

#endif
