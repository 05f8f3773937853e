/*
 * Candidates from what the last run knew: roles, scopes, requests; and from the configuration: accounts.
 */
#ifndef MYROLES_CLI_COMPLETE_KEPT_H
#define MYROLES_CLI_COMPLETE_KEPT_H

#include "cli/candidates.h"
#include "cli/options.h"

/* What a placeholder stands for. */
typedef enum {
	KEPT_ELIGIBLE_ROLES,
	KEPT_ACTIVE_ROLES,
	KEPT_ELIGIBLE_SCOPES,
	KEPT_ACTIVE_SCOPES,
	KEPT_REQUESTS,
	KEPT_ACCOUNTS,
	KEPT_TENANTS,
	KEPT_PERSONS,
	KEPT_SETS,
} KeptWords;

/* All of them, whatever was typed. `role`: whose scopes; NULL: all. Whatever cannot be had is left out in silence. */
void complete_kept(const Options *options, KeptWords kind, const char *role, Candidates *out);

#endif
