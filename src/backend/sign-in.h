/* Signing in: one page after the other, and who came back. One at a time. */
#ifndef MYROLES_BACKEND_SIGN_IN_H
#define MYROLES_BACKEND_SIGN_IN_H

#include "src/backend/tenants.h"

typedef struct SigningIn SigningIn;

SigningIn *signing_in_new(Events *events, Network *network, Identity *identity,
			  const Tenants *tenants);
void signing_in_free(SigningIn *signing_in); /* after signing_in_stop and network_close */

/* Intents, all of accounts whose tokens come from a sign-in here; `signing_in` is a SigningIn. */
void signing_in_start(gpointer signing_in, Intent *intent, Job *job);
void signing_in_paste_address(gpointer signing_in, Intent *intent, Job *job);
void signing_in_unlock(gpointer signing_in, Intent *intent, Job *job);

/* The one under way, if any, is told to have been canceled. */
void signing_in_give_up(SigningIn *signing_in);

/* … or ends without a word, since all is being closed. */
void signing_in_stop(SigningIn *signing_in);

#endif
