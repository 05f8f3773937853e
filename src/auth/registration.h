/*
 * How an account's own sign-in reaches its identity platform: by which clients, at which authority, for which permissions,
 * and the queue of requests to it. All of that stands in the settings and the cloud.
 */
#ifndef MYROLES_AUTH_REGISTRATION_H
#define MYROLES_AUTH_REGISTRATION_H

#include "src/model/settings.h"
#include "src/net/http.h"

/* Read by everybody, changed by nobody. */
typedef struct Registration {
	AccountSettings *settings;
	Cloud *cloud;
	Clock *clock; /* borrowed */
	Http *http;   /* for the identity platform alone; it gets no bearer token */
} Registration;

/* Settings and cloud are copied, `clock` is borrowed. Nothing is sent yet. */
void registration_init(Registration *registration, const AccountSettings *settings,
		       const Cloud *cloud, Clock *clock);
void registration_clear(Registration *registration);

/* A tenant's id or one of its domains: nothing that an address or a program could take for something else. */
bool auth_is_tenant(const char *text);

const char *registration_client_id(const Registration *registration, Audience audience);

/* Is it Microsoft's platform, or an issuer of the settings? */
bool registration_is_entra(const Registration *registration);

/* Where its tokens come from: the base URL of the login host, or the issuer of the settings. Borrowed. */
const char *registration_issuer(const Registration *registration);

/* Where to sign in: the settings' issuer, or the cloud's for that tenant (NULL: any). The caller frees. */
char *registration_authority(const Registration *registration, const char *tenant);

/*
 * What a sign-in for `audience` asks for, with one `permission` more (NULL: none). Of a registration of one's own that is all
 * that it has, or, since ".default" goes with no name, the one more alone: what was consented to before comes with it. The
 * caller frees.
 */
char *registration_scope(const Registration *registration, Audience audience,
			 const char *permission);

/* Where an administrator of `tenant` (NULL: any) consents to that; NULL: no such page is known. The caller frees. */
char *registration_consent_url(const Registration *registration, Audience audience,
			       const char *tenant);

#endif
