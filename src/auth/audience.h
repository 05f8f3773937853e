/*
 * Which resource a token is asked for and whether a token is for the service it is about to be sent to.
 */
#ifndef MYROLES_AUTH_AUDIENCE_H
#define MYROLES_AUTH_AUDIENCE_H

#include "src/model/settings.h"
#include "src/net/token.h"

/* What `az account get-access-token --resource` and v1 tokens call it. The caller frees. */
char *audience_resource(const Cloud *cloud, Audience audience);

/*
 * Is a token with this `aud` claim for `audience` in `cloud`? Its own hosts, their documented twins
 * (management.core.windows.net) and the services' application ids. A cloud of one's own may also be served by tokens
 * with the public names of the same service, as a test installation issues them.
 */
bool audience_is_of(const Cloud *cloud, Audience audience, const char *claim);

#endif
