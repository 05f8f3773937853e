/*
 * Waiting beyond the outcome of a request: until the role is listed, or effective (src/model/truth.h). What cannot be asked of a
 * service is not waited for, and said.
 */
#ifndef MYROLES_CLI_LAMPS_H
#define MYROLES_CLI_LAMPS_H

#include "cli/session.h"

/* What "--wait=LAMP" and "--timeout" say. Zeroed: nothing. */
typedef struct LampWish {
	bool is_set;
	Lamp lamp;
	int64_t seconds; /* for so long at most; 0: LAMPS_SECONDS */
} LampWish;

/* Reports are of five to twenty minutes until a role is effective. */
#define LAMPS_SECONDS (20 * 60)

/* Reads the words; either may be NULL. False: they make no sense, which was told. */
bool lamps_read(const char *lamp, const char *timeout, LampWish *wish);

/*
 * Waits until the lamp is on for what the request gave, which is on (REQUEST_STATE_ACTIVE); tells each lamp that comes on to
 * who watches, and at once why one is waited for. The truth as it was known last: see lamps_find_lack. NULL: interrupted. The
 * caller frees. *is_hopeless: no wait makes more of it known, as the service refuses to tell, or something forbids it.
 */
Truth *lamps_wait(Session *session, const Request *request, const LampWish *wish,
		  bool *is_hopeless);

/* The same of an active row. */
Truth *lamps_await(Session *session, const Assignment *row, const LampWish *wish,
		   bool *is_hopeless);

/* … which is looked at once, for all lamps. */
Truth *lamps_look(Session *session, const Assignment *row);

/* Why the lamp is not known to be on, and which one is; NULL: it is. The caller frees. */
Problem *lamps_find_lack(const Truth *truth, WorkloadId workload, Lamp lamp, bool is_hopeless);

/* What that comes to: EXIT_DONE; EXIT_WAITING: not in time; EXIT_PARTLY: it is on as far as the service can be asked, or tells. */
ExitCode lamps_exit_code(const Truth *truth, WorkloadId workload, Lamp lamp, bool is_hopeless);

#endif
