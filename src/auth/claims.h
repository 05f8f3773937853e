/*
 * Claims requests (OpenID Connect Core 1.0 §5.5), as the identity platform takes them for a stronger sign-in.
 */
#ifndef MYROLES_AUTH_CLAIMS_H
#define MYROLES_AUTH_CLAIMS_H

/*
 * Asks for a second factor, where a refusal names no claims. Entra heeds `amr` at a sign-in by browser and by code, not at a
 * silent renewal.
 */
#define CLAIMS_MFA "{\"access_token\":{\"amr\":{\"values\":[\"mfa\"]}}}"

/* Asks for an authentication context ("c1"). NULL: `context` is not one. The caller frees. */
char *claims_for_context(const char *context);

/*
 * `claims` with the client capability cp1 beside what it asks for; NULL: the capability alone. Contexts, and tokens that
 * live longer since they can be challenged, are only given to clients that say they understand challenges. The same text
 * when it asks for no access token. The caller frees.
 */
char *claims_with_capability(const char *claims);

#endif
