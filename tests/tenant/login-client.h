/*
 * Signing in to the login host of the built-in tenant, step by step, as a client does.
 */
#pragma once

#include "tests/tenant/tenant-client.h"

#define CLIENT           "0d4f6f4e-9c3b-4a57-8a0b-3f1e2d4c5b6a"
#define REDIRECT         "http://localhost:4711/"
#define REDIRECT_ENCODED "http%3A%2F%2Flocalhost%3A4711%2F"
#define ARM_SCOPE        "https://management.azure.com/.default openid profile offline_access"
#define GRAPH_SCOPE      "https://graph.microsoft.com/.default offline_access"
#define VERIFIER         "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
/* RFC 7636 appendix B. */
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define FABRIKAM  "b6d3e7a1-2c64-4f0b-9a51-77c0de9f1a02"
#define ELIGIBLE                                                              \
	"/providers/Microsoft.Authorization/roleEligibilityScheduleInstances" \
	"?api-version=2020-10-01&$filter=asTarget()"

/* The page that the browser is sent to; `further` parameters begin with "&". */
Reply *authorize_at(const char *tenant, const char *further);

/* The link of the page whose text is this. */
Reply *follow(const Reply *page, const char *text);

/* A parameter of the redirect back to the client. The caller frees. */
char *returned(const Reply *reply, const char *name);

/* The code of a whole sign-in. The caller frees. */
char *sign_in_at(const char *tenant, const char *upn, const char *further);

/* The token endpoint, with a form but for the client; for a code; for a refresh token. */
Reply *token(const char *tenant, const char *form);
Reply *redeem(const char *code, const char *verifier);
Reply *renew_at(const char *tenant, const char *refresh_token, const char *scope,
		const char *claims);
Reply *renew(const char *refresh_token, const char *scope);

/* That of a whole sign-in. The caller frees. */
char *refresh_token(const char *tenant, const char *upn, const char *further);

/* Fails unless it is this error, and frees it. */
void expect_error(Reply *reply, const char *error, int number);

/* Of a JWT, unverified. The caller frees. */
cJSON *claims_of(const char *jwt);
