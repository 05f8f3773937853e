/* Access tokens: issuing and checking. The claims are those Entra puts into tokens for ARM and
 * Graph (aud, iss, oid, tid, upn, iat, nbf, exp, amr, acrs, xms_cc, scp). */
#pragma once

#include "tenant/refusal.h"
#include "tenant/service.h"

/* Who calls. Everything is borrowed and good until the next request. */
typedef struct Caller {
	World *world;
	const Object *user;
	const cJSON *claims;
} Caller;

typedef struct TokenSpec {
	const World *world;
	const Object *user;
	const char *audience; /* a URL; NULL: the public one of the host */
	Host host;
	const char *const *amr; /* NULL: the account's */
	const char *const *acrs;
	bool has_cp1;
	const char *scopes;    /* NULL: all of the host's */
	const char *client_id; /* NULL: that of the Azure CLI */
	int64_t lifetime;      /* 0: as settings say */
} TokenSpec;

/* The permissions of Graph that a token may carry, separated by spaces. */
#define TOKENS_ALL_GRAPH_SCOPES                                                                \
	"User.Read RoleEligibilitySchedule.Read.Directory "                                    \
	"RoleAssignmentSchedule.ReadWrite.Directory RoleManagement.Read.Directory "            \
	"RoleManagementPolicy.Read.Directory PrivilegedEligibilitySchedule.Read.AzureADGroup " \
	"PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup "                                 \
	"RoleManagementPolicy.Read.AzureADGroup GroupMember.Read.All "                         \
	"AdministrativeUnit.Read.All RoleEligibilitySchedule.ReadWrite.Directory "             \
	"PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup"

char *tokens_issue(Service *service, const TokenSpec *spec);
/* Public audience of a host, as Entra writes it. */
const char *tokens_audience(Host host);
/* Which host an audience or the resource part of a scope belongs to; HOST_COUNT: none. */
Host tokens_host_of(const Service *service, const char *resource);

/* Checks the bearer of a request. False: the refusal says why. */
bool tokens_authenticate(Service *service, const HttpRequest *request, Caller *caller,
			 Refusal *refusal);
bool caller_has_claim(const Caller *caller, const char *claim, const char *value);
/* Does the token carry one of these permissions (NULL-terminated)? */
bool caller_has_scope(const Caller *caller, const char *const *any);
/* All tokens issued to this object id so far end now. NULL: everybody's. */
void tokens_revoke(Service *service, const char *object_id);
