/* The life of a request: made, walking through its statuses, decided, canceled, over.
 *
 * A status is worked out when somebody looks (requests_settle), from the virtual clock and the
 * lag; nothing here runs by itself. With a lag, a new request cannot be found for the first
 * quarter of it, and has its effect at the end. */
#pragma once

#include "tenant/approvals.h"
#include "tenant/rules.h"

/* Makes a request and gives it its effect, or refuses. */
PimRequest *requests_submit(Service *service, const Caller *caller, const RequestSpec *spec,
			    Refusal *refusal);
/* The same checks without any effect: what the status would be. NULL: refused. */
const char *requests_validate(Service *service, const Caller *caller, const RequestSpec *spec,
			      Refusal *refusal);
/* Brings every request and assignment of a world up to now. */
void requests_settle(Service *service, World *world);
bool requests_cancel(Service *service, World *world, PimRequest *request, Refusal *refusal);
/* Somebody decides the open stage; after the last one the request has its effect, or its end. */
bool requests_review(Service *service, World *world, PimRequest *request, const Review *review,
		     Refusal *refusal);
/* Approves or denies a request that waits, all its stages. */
bool requests_decide(Service *service, World *world, PimRequest *request, bool is_approved);
/* Does the request wait for this person? */
bool requests_is_reviewer(const Object *user, const PimRequest *request);
/* An administrator ends what is active: the request that made it is told as revoked. */
void requests_revoke(const Service *service, const World *world, Assignment *assignment);
/* Ends what an eligibility gave, too. */
void requests_revoke_eligibility(const Service *service, World *world, Eligibility *eligibility);
