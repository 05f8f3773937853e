/*
 * An account's own sign-in: the client registrations it goes by, its tokens, and where these are kept. It makes the origin
 * of the account's tokens (origin.h); signing in and out go through here, so that what is in use and what is kept agree.
 */
#ifndef MYROLES_AUTH_CREDENTIALS_H
#define MYROLES_AUTH_CREDENTIALS_H

#include "src/auth/origin.h"
#include "src/auth/sign-in.h"
#include "src/auth/token-store.h"
#include "src/model/account.h"

typedef struct Credentials Credentials;

/* Settings and cloud are copied, `clock` is borrowed, `store` is taken. Nothing is read or sent yet. */
Credentials *credentials_new(const AccountSettings *settings, const Cloud *cloud, Clock *clock,
			     TokenStore *store);

/* After the cache that got the origin. */
void credentials_free(Credentials *credentials);

/* For the cache, once. Without an account every renewal ends with NOT_SIGNED_IN. */
TokenOrigin *credentials_origin(Credentials *credentials);

const char *credentials_client_id(const Credentials *credentials, Audience audience);

/* Where its tokens come from: the base URL of the login host, or an issuer of the settings. Borrowed. */
const char *credentials_issuer(const Credentials *credentials);

/* Does one sign-in serve ARM and Graph? False: each has a refresh token of its own. */
bool credentials_is_shared(const Credentials *credentials);

/*
 * Whose tokens are used from now on; NULL: nobody's. `is_separate`: the platform was found to give out grants for one
 * resource only. Renewals under way end with NOT_SIGNED_IN.
 */
void credentials_set_account(Credentials *credentials, const char *oid, const char *tid,
			     bool is_separate);

/* What is asked for; copied. Members may be NULL. */
typedef struct CredentialsRequest {
	Audience audience;
	bool is_device;         /* device code instead of a browser here */
	unsigned pace_ms;       /* see DeviceCodeRequest */
	const char *tenant;     /* to sign in at; NULL: the account's, else the settings' */
	const char *oid;        /* anybody else is refused; NULL: anybody will do */
	const char *login_hint; /* whom the page suggests */
	const char *claims;     /* a challenge to satisfy, as JSON */
	const char *permission; /* asked for beside the usual ones */
	/* Of the same person in another tenant: its refresh token is tried before any page is shown (silent-sign-in.h). */
	const char *from_oid, *from_tid;
} CredentialsRequest;

/* Where the person goes, or what came from there and is not what is waited for: the page stays as it was. Borrowed. */
typedef struct CredentialsPage {
	const GError *refused; /* not NULL: the rest is not set */
	const char *url;
	const char *user_code; /* to be typed there; NULL: none */
	Instant expires;       /* of the code */
} CredentialsPage;

typedef void (*CredentialsShow)(const CredentialsPage *page, gpointer data);

typedef struct CredentialsResult {
	const char *oid, *tid, *upn; /* upn may be NULL */
	const Secret *access;
	Instant expires;
	const GError *
		unkept; /* why the tokens could not be kept: they serve until this process ends; or NULL */
} CredentialsResult;

/* Exactly one of result and error is not NULL; both borrowed. Comes once, from the main loop. */
typedef void (*CredentialsDone)(const CredentialsResult *result, const GError *error,
				gpointer data);

/*
 * Signs in, keeps the tokens and makes the one who came back the account. One at a time: an earlier one is canceled
 * without a word. Errors of AUTH_ERROR: WRONG_ACCOUNT for somebody else than `oid`, or another tenant than was asked for.
 */
void credentials_sign_in(Credentials *credentials, const CredentialsRequest *request,
			 CredentialsShow show, CredentialsDone done, gpointer data);
void credentials_cancel(Credentials *credentials);

/* The redirected address, pasted. False with error set: it is not the one that is waited for. */
bool credentials_paste(Credentials *credentials, const char *address, GError **error);

/* Whose tokens, and by what they came: the settings may have changed since. Borrowed. Issuer and clients NULL: as now. */
typedef struct CredentialsOwner {
	const char *oid, *tid;
	const char *cloud, *issuer;
	const char *clients[AUDIENCE_COUNT]; /* registrations, by audience */
} CredentialsOwner;

/*
 * Wipes that account's tokens, here and in the store. When it is the one in use, then there is none. With an error they
 * may still be there.
 */
void credentials_sign_out(Credentials *credentials, const CredentialsOwner *owner, StoreDone done,
			  gpointer data);

/* Asks the person to unlock the store, where it is locked. */
void credentials_unlock(Credentials *credentials, StoreDone done, gpointer data);

/* Looks whether the store can be read now, without asking the person anything; what is in it is of no interest. */
void credentials_probe_store(Credentials *credentials, StoreDone done, gpointer data);

/*
 * Takes the store that a person chose in place of the one before: what is in use and was kept nowhere is kept there now, and so is what
 * comes later. `done` may come before it returns.
 */
void credentials_keep_in(Credentials *credentials, TokenStore *store, StoreDone done,
			 gpointer data);

/* How many pages of sign-ins there were so far. */
unsigned credentials_sign_ins(const Credentials *credentials);

/* Is the store still saving or erasing, or a refresh token being used up whose successor is to be saved? */
bool credentials_is_busy(const Credentials *credentials);

/* Where an administrator consents to the permissions for `audience`; NULL: no such page is known. The caller frees. */
char *credentials_consent_url(const Credentials *credentials, Audience audience);

#endif
