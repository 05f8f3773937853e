/*
 * Where an account's tokens come from, chosen by its settings: its own sign-in, the Azure CLI, or a file. Each is an origin
 * (origin.h) behind one cache (cache.h) that implements the TokenProvider of src/net.
 *
 * The room, from the bottom:
 *   error audience claims jwt pkce qr redirect child         what is read and written
 *   token-store store-answers memory-store keyring-store kernel-calls kernel-store command-store store-switch
                                                            where tokens are kept
 *   post-form oauth oidc loopback                            the identity platform's endpoints
 *   origin: token-file token-az token-refresh token-kept     what makes a new access token
 *   sign-in device-code silent-sign-in                       the ways to sign in
 *   registration account-tokens sign-in-attempt token-saving what an own sign-in is made of
 *   credentials                                              the own sign-in
 *   cache provider                                           on top
 *   other-tools                                              whose tokens, not ours, are older than a role
 */
#ifndef MYROLES_AUTH_PROVIDER_H
#define MYROLES_AUTH_PROVIDER_H

#include <gio/gio.h>

#include "src/auth/credentials.h"
#include "src/auth/error.h"
#include "src/auth/registration.h"
#include "src/base/clock.h"
#include "src/base/terminal-use.h"
#include "src/model/account.h"
#include "src/model/settings.h"
#include "src/net/token.h"

/* The token store that the settings name. `terminal`, borrowed, is lent to a program that keeps tokens. */
TokenStore *auth_store_new(const AccountSettings *account, const TerminalUse *terminal);

/*
 * The account's own sign-in, with the token store that its settings name; NULL for the other sources. `terminal`, borrowed, is
 * lent to a program that keeps tokens.
 */
Credentials *auth_credentials_new(const AccountSettings *account, const Cloud *cloud, Clock *clock,
				  const TerminalUse *terminal);

/*
 * `account` and `cloud` are copied, `clock` is borrowed; `credentials` of the same account, NULL where it has none,
 * outlive the provider. `tenant`, NULL without credentials or for the settings' one, is what tokens from elsewhere have
 * to be of. Nothing is read or run yet. Errors: UNSUPPORTED (az with a cloud of one's own, a file without a name, a tenant
 * that a token cannot be compared with).
 */
TokenProvider *auth_provider_new(const AccountSettings *account, const Cloud *cloud,
				 const char *tenant, Clock *clock, Credentials *credentials,
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
