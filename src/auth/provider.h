/*
 * Where an account's tokens come from, chosen by its settings: the Azure CLI, or a file. Each is an origin
 * (origin.h) behind one cache (cache.h) that implements the TokenProvider of src/net.
 */
#ifndef MYROLES_AUTH_PROVIDER_H
#define MYROLES_AUTH_PROVIDER_H

#include <gio/gio.h>

#include "src/base/clock.h"
#include "src/model/account.h"
#include "src/model/settings.h"
#include "src/net/token.h"

#define AUTH_ERROR (auth_error_quark())
GQuark auth_error_quark(void);

typedef enum {
	AUTH_ERROR_NOT_SIGNED_IN = 1, /* nobody is: sign in (az: "az login") */
	AUTH_ERROR_EXPIRED,        /* the token has ended or was refused, and there is no other */
	AUTH_ERROR_WRONG_ACCOUNT,  /* the token is another person's or another tenant's */
	AUTH_ERROR_WRONG_AUDIENCE, /* the token is for another service or cloud */
	AUTH_ERROR_BAD_TOKEN,      /* not a token, or one that does not say whose it is */
	AUTH_ERROR_FILE_MISSING,   /* token_file: not there */
	AUTH_ERROR_FILE_UNSAFE,    /* token_file: others may read or write it */
	AUTH_ERROR_FILE_BAD,       /* token_file: not {"arm":"…","graph":"…"} */
	AUTH_ERROR_AZ_MISSING,     /* no program "az" in PATH */
	AUTH_ERROR_AZ_FAILED,      /* it ended with an error, or said something else than a token */
	AUTH_ERROR_TIMED_OUT,      /* no token in time */
	AUTH_ERROR_CANNOT_STEP_UP, /* claims are asked for that this source cannot get */
	AUTH_ERROR_UNSUPPORTED,    /* these settings do not go together */
} AuthError;

/*
 * `account` and `cloud` are copied, `clock` is borrowed. Nothing is read or run yet. Errors: UNSUPPORTED (az with a
 * cloud of one's own, a file without a name).
 */
TokenProvider *auth_provider_new(const AccountSettings *account, const Cloud *cloud, Clock *clock,
				 GError **error);

/* Exactly one of account and error is not NULL; both borrowed. */
typedef void (*AuthIdentified)(const Account *account, const GError *error, gpointer data);

/*
 * Who is signed in, from the claims of the ARM token (a hint for showing and comparing: the services check the
 * token, not we). `settings` and `cloud` are copied. Answers from the main loop, exactly once.
 */
void auth_identify(TokenProvider *provider, const AccountSettings *settings, const Cloud *cloud,
		   GCancellable *cancellable, AuthIdentified done, gpointer data);

#endif
