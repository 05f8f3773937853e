/* What is confirmed, as the request that is sent: with an id of its own, in the state PREPARED. */
#ifndef MYROLES_BACKEND_PREPARE_H
#define MYROLES_BACKEND_PREPARE_H

#include "src/model/intent.h"

/* The caller frees. */
Request *prepare_activation(const Activation *activation, Instant now);
/* What the signed-in person decides of what somebody else asked for. */
Request *prepare_decision(const Request *asked, bool is_denial, const char *reason, Instant now);
/* More of an eligibility, or of one that has ended; `duration` 0: as long as is allowed. */
Request *prepare_extension(const Intent *intent, Instant now);
Request *prepare_deactivation(const Assignment *assignment, Instant now);

#endif
