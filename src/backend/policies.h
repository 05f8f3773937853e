/* Role settings, believed for some minutes. */
#ifndef MYROLES_BACKEND_POLICIES_H
#define MYROLES_BACKEND_POLICIES_H

#include "src/backend/jobs.h"
#include "src/backend/network.h"

typedef struct Policies Policies;

Policies *policies_new(Events *events, Network *network);
void policies_free(Policies *policies);

/* INTENT_READ_POLICY; `policies` is a Policies. */
void policies_read(gpointer policies, Intent *intent, Job *job);

/* Called with each policy that was read. One, set at the start. */
typedef void (*PolicyListener)(const Grant *grant, const Scope *scope, const Policy *policy,
			       gpointer data);
void policies_set_listener(Policies *policies, PolicyListener listener, gpointer data);

/* The policy as far as it is known and not older than `max_age` seconds; NULL else. Borrowed. */
const Policy *policies_find(const Policies *policies, const Grant *grant, const Scope *scope,
			    int64_t max_age);
void policies_put(Policies *policies, const Grant *grant, const Scope *scope, const Policy *policy);

/* Listener: a request was refused, so its rules may be others than those that are known. */
void policies_on_refusal(const Request *request, const Grant *grant, gpointer policies);

/* Listener: another account. */
void policies_on_forgotten(gpointer policies);

#endif
