/* What the login host remembers between two calls: sessions, requests, codes, grants, consents and
 * the errors that are planned. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tenant/world.h"

/* What a sign-in proved, for whom and for which client. Shared by a code, the refresh tokens that
 * came from it, and a device code. */
typedef struct Session {
	World *world;
	const Object *user;
	char *client_id;
	char **amr;
	char **acrs;
	char *nonce;
	char *resource; /* strict providers: the one resource of the grant */
	int64_t used;   /* for the end by inactivity */
	bool is_revoked;
} Session;

Session *session_new(World *world, const Object *user, const char *client_id);
Session *session_ref(Session *session);
void session_unref(Session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, session_unref)

/* The `claims` parameter (OpenID Connect Core section 5.5), as far as Entra gives it meaning. */
typedef struct ClaimsRequest {
	char **acrs;
	bool wants_mfa;
	bool has_cp1;
} ClaimsRequest;

/* text NULL: nothing asked. False: no such JSON. */
bool claims_parse(const char *text, ClaimsRequest *out);
void claims_clear(ClaimsRequest *claims);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ClaimsRequest, claims_clear)
/* Adds what an interactive sign-in proves when it is asked for by claims. */
void session_prove(Session *session, const ClaimsRequest *claims);

/* A request to /authorize while the person looks at the page. */
typedef struct AuthRequest {
	World *world; /* NULL: /organizations and /common */
	char *client_id;
	char *redirect_uri;
	char *scope;
	char *state;
	char *nonce;
	char *challenge;
	char *claims;
	char *mode; /* query, fragment, form_post */
} AuthRequest;

typedef struct AuthCode {
	Session *session;
	char *redirect_uri;
	char *challenge;
	char *scope;
	char *claims;
	int64_t created;
	bool is_used;
} AuthCode;

typedef struct Device {
	char *user_code;
	char *client_id;
	char *scope;
	char *claims;
	World *world;
	Session *session; /* NULL: nobody has signed in yet */
	int64_t created;
	int64_t polled;
	int64_t interval;
	bool is_declined;
} Device;

typedef struct Login {
	GHashTable *requests; /* id → AuthRequest */
	GHashTable *codes;    /* code → AuthCode */
	GHashTable *grants;   /* refresh token → Session */
	GHashTable *spent;    /* refresh tokens used before, of strict providers → Session */
	GHashTable *devices;  /* device code → Device */
	GHashTable *
		granted; /* "client user" to the names of Graph's permissions that were ever given */
	GHashTable *consents; /* "client oid" */
	GHashTable *named; /* "client oid" to the permissions that were asked for by name so far */
	GPtrArray *errors; /* cJSON: planned */
	char *last_user_code;
} Login;

Login *login_new(void);
/* Forgets every request, code, grant and planned error; to be called before the worlds go. */
void login_clear(Login *login);
void login_free(Login *login);
/* Ends every refresh token of this person; NULL: of everybody. */
void login_revoke(Login *login, const Object *user);
/* The text that stands for a new secret. */
char *login_secret(void);

/* Plans an error (see tenant/CONTROL.md); false: not understood. */
bool login_plan_error(Login *login, const cJSON *json);
/* The next planned error for this endpoint, taken from the plan; NULL: none. */
cJSON *login_take_error(Login *login, const char *endpoint);
