/* Which accounts there are, going over to another one, and signing out. */
#ifndef MYROLES_BACKEND_ACCOUNTS_H
#define MYROLES_BACKEND_ACCOUNTS_H

#include "src/backend/sign-in.h"
#include "src/backend/tenants.h"

typedef struct Accounts Accounts;

Accounts *accounts_new(Events *events, Identity *identity, Tenants *tenants, SigningIn *signing_in);
void accounts_free(Accounts *accounts); /* after network_close */

/* Intents; `accounts` is an Accounts. Signing out is for tokens that come from a sign-in here. */
void accounts_sign_out(gpointer accounts, Intent *intent, Job *job);
void accounts_list(gpointer accounts, Intent *intent, Job *job);
void accounts_use(gpointer accounts, Intent *intent, Job *job);
void accounts_choose_store(gpointer accounts, Intent *intent, Job *job);

#endif
