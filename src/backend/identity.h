/*
 * The account in use: chosen at the start, asked for, changed, left, and written down for the next start. It announces
 * what becomes of it; whoever holds anything of an account listens.
 */
#ifndef MYROLES_BACKEND_IDENTITY_H
#define MYROLES_BACKEND_IDENTITY_H

#include "src/backend/events.h"
#include "src/backend/kept.h"
#include "src/backend/network.h"

typedef enum {
	IDENTITY_REMEMBERED, /* `remembered` is told: what the last run knew of it may be painted */
	IDENTITY_KNOWN,      /* `account` is told: requests may go out */
	IDENTITY_LEFT, /* nothing that waits for the account may be asked as another one; calls under way end next */
	IDENTITY_FORGOTTEN, /* what is known here is another account's: it goes */
	IDENTITY_NEWS_COUNT,
} IdentityNews;

typedef void (*IdentityListener)(gpointer data);

/* Members are for reading. */
typedef struct Identity {
	Events *events;
	Network *network;
	const Connection *in_use; /* of the network */
	Kept *kept;
	Account *signed_in;    /* whose tokens the credentials have; NULL: nobody's */
	bool is_separate;      /* see credentials_set_account */
	Account *account;      /* from the token; NULL until identified */
	Account *remembered;   /* from the last run: good for what is kept here, not for requests */
	bool is_as_remembered; /* `account` is the one that was remembered */
	char *wanted_tenant;   /* of tokens from elsewhere: these must be of it; or NULL */
	struct Identification *identification; /* NULL: not under way */
	GArray *listeners[IDENTITY_NEWS_COUNT];
} Identity;

Identity *identity_new(Events *events, Network *network, Kept *kept);
void identity_free(Identity *identity);

/* In the order in which they came. */
void identity_listen(Identity *identity, IdentityNews news, IdentityListener listener,
		     gpointer data);

/* Who is signed in, or was in the last run: for what is kept here. NULL: nobody is known. Borrowed. */
const Account *identity_account(const Identity *identity);

/*
 * Who was signed in last; with `tenant` (an id or a name) in that one, with `person` (a user name or object id) this one.
 * Errors: nobody was there; several were, and only the tenant is given.
 */
bool identity_open(Identity *identity, const char *tenant, const char *person, GError **error);

/* Tells who was there last, if anybody. */
void identity_remember(Identity *identity);

/* Asks the tokens whose they are, unless that is under way; then IDENTITY_KNOWN comes before `done`. */
typedef void (*IdentityDone)(const GError *error, gpointer data);
void identity_ask(Identity *identity, IdentityDone done, gpointer data);

/* What is under way to know who it is will not be heard of. */
void identity_stop(Identity *identity);

/* `signed_in` becomes the account. */
void identity_adopt(Identity *identity);

/* Somebody else has signed in, with the credentials already theirs: takes the account and adopts it. */
void identity_become(Identity *identity, Account *account);

/*
 * That one of [account `name`], or (NULL) whoever was signed in there last. Everything of the account before ends; a name
 * that cannot be used leaves all as it was. Not from inside a callback of the network.
 */
bool identity_use(Identity *identity, const char *name, const Account *account, GError **error);

/* There is no account any more: everything of it ends. */
void identity_leave(Identity *identity);

/* The platform gives out grants for one resource only. */
void identity_set_separate(Identity *identity);

/* For showing only. */
void identity_set_tenant_name(Identity *identity, const char *name);

#endif
