/*
 * Errors of this room and what travels with them. The identity platform's error bodies: `error`,
 * `error_description` (AADSTSnnnnn: …), `error_codes`, `suberror`, `correlation_id`, `claims` (Microsoft
 * identity platform, "Error codes"; RFC 6749 §5.2).
 */
#ifndef MYROLES_AUTH_ERROR_H
#define MYROLES_AUTH_ERROR_H

#include <glib.h>
#include <stdbool.h>

#define AUTH_ERROR (auth_error_quark())
GQuark auth_error_quark(void);

typedef enum {
	AUTH_ERROR_NOT_SIGNED_IN = 1, /* nobody is */
	AUTH_ERROR_EXPIRED,        /* the token has ended or was refused, and there is no other */
	AUTH_ERROR_WRONG_ACCOUNT,  /* the token is another person's or another tenant's */
	AUTH_ERROR_WRONG_AUDIENCE, /* the token is for another service or cloud */
	AUTH_ERROR_BAD_TOKEN,      /* not a token, or one that does not say whose it is */
	AUTH_ERROR_FILE_MISSING,   /* token_file: not there */
	AUTH_ERROR_FILE_UNSAFE,    /* token_file: others may read or write it */
	AUTH_ERROR_FILE_BAD, /* token_file: not {"arm":"…","graph":"…"}, or not the one needed */
	AUTH_ERROR_AZ_MISSING,     /* no program "az" in PATH */
	AUTH_ERROR_AZ_LOCKED,      /* there is one, and it may not be run */
	AUTH_ERROR_AZ_SIGNED_OUT,  /* nobody is signed in to it */
	AUTH_ERROR_AZ_FAILED,      /* it ended with an error, or said something else than a token */
	AUTH_ERROR_TIMED_OUT,      /* no token in time */
	AUTH_ERROR_CANNOT_STEP_UP, /* claims are asked for that this source cannot get */
	AUTH_ERROR_UNSUPPORTED,    /* these settings do not go together */
	AUTH_ERROR_READ_ONLY,      /* the account is only to look with */
	AUTH_ERROR_AMBIGUOUS,      /* several have signed in: which one is meant? */

	/* Signing in. */
	AUTH_ERROR_OTHER_SIGN_IN, /* what came with a renewal is of another one than is kept */
	AUTH_ERROR_INTERACTION,   /* the identity platform wants to see the person: sign in again */
	AUTH_ERROR_DECLINED,      /* the person, or an administrator's rule, said no */
	AUTH_ERROR_CODE_EXPIRED,  /* nobody typed the device code in time */
	AUTH_ERROR_CONSENT,       /* a permission has not been consented to */
	AUTH_ERROR_BLOCKED, /* Conditional Access wants another device or another way to sign in */
	AUTH_ERROR_CONFIGURATION, /* client, tenant or redirect address are not known there */
	AUTH_ERROR_BAD_ANSWER,    /* an answer that breaks the protocol: nothing is taken from it */
	AUTH_ERROR_STRANGE_ANSWER, /* the browser brought one that is not waited for */
	AUTH_ERROR_WRONG_ADDRESS,  /* what was pasted is not the address that is waited for */
	AUTH_ERROR_REFUSED,        /* any other refusal of the identity platform */
	AUTH_ERROR_AGAIN_LATER,    /* it is busy, or throttles this client */

	/* The keyring. */
	AUTH_ERROR_NO_KEYRING,          /* no session bus, or nothing on it keeps secrets */
	AUTH_ERROR_NO_COLLECTION,       /* a keyring that was never set up */
	AUTH_ERROR_KEYRING_LOCKED,      /* it has to be unlocked first */
	AUTH_ERROR_KEYRING_HUNG,        /* no answer in time */
	AUTH_ERROR_PROMPT_DISMISSED,    /* the person closed its window */
	AUTH_ERROR_NO_KERNEL_KEYRING,   /* the kernel's: there is none, or it may not be used */
	AUTH_ERROR_KERNEL_KEYRING_FULL, /* its quota is used up */
	AUTH_ERROR_STORE_COMMAND,       /* token_store_command did not do what it is for */
} AuthError;

/* What the identity platform said beside the sentence. */
typedef struct AuthErrorDetails {
	int number;           /* of AADSTSnnnnn; 0: none */
	char *word;           /* `error` of RFC 6749 §5.2; NULL: none */
	char *correlation_id; /* NULL: none */
	char *claims;         /* a challenge to sign in with, as JSON; NULL: none */
	char *tenant;         /* where to sign in, fit for a command line; NULL: not known */
} AuthErrorDetails;

/* Borrowed; zeroed when there are none. */
AuthErrorDetails auth_error_details(const GError *error);

/* The claims that were asked for stand for those that the error does not name itself. `claims` may be NULL. */
void auth_error_set_claims(GError *error, const char *claims);

/* Copies `details`. */
GError *auth_error_new(AuthError code, const AuthErrorDetails *details, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

#endif
