/* What every host does around its answers: token buckets with their headers, and the
 * WWW-Authenticate of a 401. */
#pragma once

#include "tenant/refusal.h"
#include "tenant/service.h"
#include "tenant/tokens.h"

/* ARM's buckets (request-limits-and-throttling): per caller, reads and writes apart. Adds the
 * rate-limit headers; refuses with 429 and Retry-After when a bucket is empty. */
bool throttle_check(Service *service, const Caller *caller, const HttpRequest *request,
		    HttpResponse *response, Refusal *refusal);
/* WWW-Authenticate, with the claims if there are any, in the forms that settings choose. */
void throttle_add_challenge(const Service *service, const Refusal *refusal, HttpResponse *response);
