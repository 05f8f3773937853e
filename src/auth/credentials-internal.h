/*
 * The inside of Credentials, shared by credentials.c (account, origin), credentials-sign-in.c,
 * credentials-save.c (what a sign-in brought) and credentials-store.c (signing out).
 */
#ifndef MYROLES_AUTH_CREDENTIALS_INTERNAL_H
#define MYROLES_AUTH_CREDENTIALS_INTERNAL_H

#include "src/auth/credentials.h"
#include "src/auth/device-code.h"
#include "src/auth/silent-sign-in.h"

/* The tokens of one refresh token: of both audiences, or of one. */
typedef struct Grantor {
	TokenOrigin *refresh; /* owned by `kept` */
	TokenOrigin *kept;    /* NULL: no account */
} Grantor;

/* A sign-in under way. */
typedef struct PendingSignIn {
	unsigned number; /* of all sign-ins here */
	Audience audience;
	bool is_device;
	unsigned pace_ms;
	char *oid, *tenant, *login_hint, *claims, *authority, *scope;
	SilentSignIn *silent; /* without a page; or NULL */
	SignIn *sign_in;      /* by browser; or NULL */
	DeviceCode *device;   /* by code; or NULL */
	CredentialsShow show;
	CredentialsDone done;
	gpointer data;
	/* What came, while it is being kept. */
	char *came_oid, *came_tid, *came_upn;
	Secret *access, *refresh;
	Instant expires;
} PendingSignIn;

/* The origin that the cache has. */
typedef struct CredentialsOrigin {
	TokenOrigin base;
	Credentials *credentials; /* NULL: freed */
	bool is_renewing[AUDIENCE_COUNT];
} CredentialsOrigin;

struct Credentials {
	AccountSettings *settings;
	Cloud *cloud;
	Clock *clock;
	TokenStore *store;
	Http *http; /* for the identity platform alone, which gets no bearer token; NULL: not needed yet */
	char *oid, *tid; /* NULL: no account */
	bool is_separate;
	Grantor grantors[AUDIENCE_COUNT]; /* of a shared sign-in only ARM's is used */
	CredentialsOrigin *origin;        /* NULL: not made, or freed by the cache */
	PendingSignIn *pending;           /* NULL: none */
	unsigned sign_ins;
	GPtrArray *unsettled; /* renewals that use up a refresh token (RefreshRequest) */
};

/* The queue for the identity platform. Borrowed. */
Http *credentials_http(Credentials *credentials);

/* Where to sign in: the settings' issuer, or the cloud's for that tenant (NULL: any). The caller frees. */
char *credentials_authority(const Credentials *credentials, const char *tenant);

/* Is it Microsoft's platform, or an issuer of the settings? */
bool credentials_is_entra(const Credentials *credentials);

/* A refresh token that could not be saved serves as long as this process does; NULL: it was saved, none need be held. */
void credentials_hold(Credentials *credentials, Audience audience, const Secret *refresh);

/* Keeps an access token for the next runs. */
void credentials_keep(Credentials *credentials, Audience audience, const Secret *access,
		      Instant expires);

Grantor *credentials_grantor(Credentials *credentials, Audience audience);
/* What the refresh token for `audience` is called in the store. */
const char *credentials_refresh_item(const Credentials *credentials, Audience audience);

/* Where the refresh token of a person, in use or not, is kept. */
StoreKey credentials_key(const Credentials *credentials, Audience audience, const char *oid,
			 const char *tid);
bool credentials_is_account(const Credentials *credentials, const char *oid, const char *tid);

/* credentials-save.c: keeps what came with the pending sign-in, and then, if it was not given up, calls the second. */
void credentials_save(Credentials *credentials);
void credentials_saved(Credentials *credentials, const GError *unkept);

#endif
