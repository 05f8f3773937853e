/*
 * The Azure CLI of token_source=az, which is run for each token and ended after `deadline_ms`. `cloud` and `tenant` are copied;
 * `tenant` NULL: the CLI's own. Errors: AZ_MISSING, AZ_LOCKED, AZ_SIGNED_OUT, AZ_FAILED, TIMED_OUT.
 */
#ifndef MYROLES_AUTH_TOKEN_AZ_H
#define MYROLES_AUTH_TOKEN_AZ_H

#include "src/auth/origin.h"
#include "src/model/settings.h"

TokenOrigin *token_az_new(const Cloud *cloud, const char *tenant, unsigned deadline_ms);

#endif
